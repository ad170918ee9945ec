"""The report as a page for the next meeting: self-contained, without a name, to be shown on a wall."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path

from ..typography import signed
from .folder import ClassFolder
from .report import Coding, Part, Report, make_report
from .states import Question

LOOK = Path(__file__).parent / "look"
#: What a bar is made of, in its order; what waits for a person is one piece.
BANDS = {
    "right": ("right", "marked"),
    "partly": ("partly",),
    "wrong": ("wrong", "not plain"),
    "no answer": ("no answer",),
}
_ROW, _STEP, _NAME = 34, 64, 300


def _e(text: object) -> str:
    return html.escape(str(text))


def percent(n: int, whole: int) -> str:
    """Return a share in words of numbers.

    Examples
    --------
    >>> percent(3, 12)
    '3 of 12 (25 %)'
    """
    return f"{n} of {whole} ({n / whole:.0%})".replace("%", " %") if whole else "none"


def bar(pieces: Sequence[tuple[str, int]]) -> str:
    """Return shares as one bar whose pieces are told in words beside it.

    Examples
    --------
    >>> "width:75.0%" in bar([("right", 3), ("wrong", 1)])
    True
    """
    whole = sum(n for _, n in pieces) or 1
    made = "".join(
        f'<i class="{_e(k.replace(" ", "-"))}" style="width:{100 * n / whole:.1f}%"></i>' for k, n in pieces if n
    )
    words = ", ".join(f"{_e(k)} {percent(n, whole)}" for k, n in pieces if n)
    return f'<div class="bar" aria-hidden="true">{made}</div><p class="facts">{words}</p>'


def _part(part: Part, title: str) -> str:
    known = [s for band in BANDS.values() for s in band]
    pieces = [(k, sum(part.states[s] for s in states)) for k, states in BANDS.items()]
    waiting = sum(n for s, n in part.states.items() if s not in known)
    kind = "Code" if part.part == "code" else "Text"
    mean = "" if part.mean is None else f": {part.mean:.0%} of the points of those who have them".replace("%", " %")
    made = [f"<h3>{kind}{_e(mean)}</h3>"]
    if part.part == "text" and part.states[Question.MARKED]:
        pieces = [("marked", part.states[Question.MARKED]), ("no answer", part.states[Question.NO_ANSWER])]
    made.append(bar([*pieces, ("waits for a person", waiting)]))
    if part.criteria and any(map(sum, part.criteria.values())):
        rows = "".join(
            f"<tr><th scope='row'>{_e(name)}</th><td>{bar([('met', met), ('half', half), ('not met', no)])}</td></tr>"
            for name, (no, half, met) in part.criteria.items()
        )
        made.append(f"<table class='criteria'><caption>Criterion by criterion</caption>{rows}</table>")
    if part.agreement:
        made.append(f"<p class='facts'>Two markers: {_e(str(part.agreement).partition(': ')[2])}.</p>")
    if part.wrong:
        items = "".join(f"<li><b>{n}</b> {_e(words)}</li>" for words, n in part.wrong)
        made.append(f"<p>Commonest answers that are not right:</p><ul class='wrong'>{items}</ul>")
    return "".join(made)


def _shown(value: object) -> str:
    return signed(int(value)) if isinstance(value, int) and -9 < value < 9 else str(value)


def chart(coding: Coding) -> str:
    """Return how the class coded as a drawing: a row of dots for each row of the data, the course's own code ringed.

    Examples
    --------
    >>> import pandas as pd
    >>> drawn = chart(Coding("a", pd.DataFrame({-1: [3], 0: [1]}, index=["row-1"]), {"row-1": 0}, None, None, (1, 4), 4))
    >>> drawn.count('class="dot"'), drawn.count('class="ring"')
    (2, 1)
    """
    columns = list(coding.counts.columns)
    wide, high = _NAME + _STEP * len(columns) + 20, _ROW * (len(coding.counts) + 1) + 10
    most = max(int(coding.counts.to_numpy().max()), 1)
    out = [
        f'<text class="head" x="{_NAME + _STEP * (n + 0.5)}" y="20">{_e(_shown(c))}</text>'
        for n, c in enumerate(columns)
    ]
    for r, (name, row) in enumerate(coding.counts.iterrows(), 1):
        y = _ROW * (r + 0.5)
        label = str(name) if len(str(name)) <= 38 else f"{str(name)[:37]}…"
        out.append(
            f'<text class="name" x="{_NAME - 14}" y="{y + 5}">{_e(label)}</text><line x1="{_NAME}" x2="{wide - 20}" y1="{y}" y2="{y}"/>'
        )
        for n, c in enumerate(columns):
            x, count = _NAME + _STEP * (n + 0.5), int(row[c])
            if str(coding.reference.get(name)) == str(c):
                out.append(f'<circle class="ring" cx="{x}" cy="{y}" r="16"/>')
            if count:
                out.append(
                    f'<circle class="dot" cx="{x}" cy="{y}" r="{4 + 10 * (count / most) ** 0.5:.1f}"/><text class="n" x="{x}" y="{y + 4}">{count}</text>'
                )
    return f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{_e(message(coding))}">{"".join(out)}</svg>'


def message(coding: Coding) -> str:
    """Return in one sentence where the class splits.

    Examples
    --------
    >>> import pandas as pd
    >>> message(Coding("a", pd.DataFrame({-1: [3], 0: [1]}, index=["row-1"]), {}, None, None, (0, 0), 4))
    'The class splits most on row-1: 3 say −1, 1 say 0.'
    """
    row = coding.counts.iloc[0]
    top, n = row.max(), int(row.sum())
    if top == n:
        return (
            f"The class is of one mind on {'the row' if len(coding.counts) == 1 else f'all {len(coding.counts)} rows'}."
        )
    first = ", ".join(
        f"{int(v)} say {_shown(c)}" for c, v in row.sort_values(ascending=False, kind="stable").items() if v
    )
    return f"The class splits most on {coding.counts.index[0]}: {first}."


def _coding(coding: Coding, title: str) -> str:
    def told(alpha: float | None) -> str:
        return "cannot be told" if alpha is None else f"{alpha:.2f}"

    facts = [f"{coding.coders} coders"]
    if len(coding.counts) > 1:
        facts.append(
            f"alpha of the class {told(coding.alpha)}, with the course's own codes {told(coding.alpha_course)} (1 is full agreement, 0 what chance gives)"
        )
    if coding.same[1]:
        facts.append(f"{percent(*coding.same)} codes are the course's own, which is ringed")
    head = "".join(f"<th scope='col'>{_e(_shown(c))}</th>" for c in coding.counts.columns)
    body = "".join(
        f"<tr><th scope='row'>{_e(name)}</th>{''.join(f'<td>{int(v)}</td>' for v in row)}<td>{_e(_shown(coding.reference.get(name, '')))}</td></tr>"
        for name, row in coding.counts.iterrows()
    )
    table = f"<details><summary>The same as a table</summary><table><tr><th></th>{head}<th scope='col'>course</th></tr>{body}</table></details>"
    ask = "Ask two who coded apart for the words on which they rest, before the ring is spoken of."
    return f"<section><h2>{_e(title)}</h2><p class='lead'>{_e(message(coding))}</p>{chart(coding)}<p class='facts'>{_e('; '.join(facts))}.</p><p>{ask}</p>{table}</section>"


def page(report: Report, titles: dict[str, str]) -> str:
    """Return the page.

    Examples
    --------
    >>> from collections import Counter
    >>> from russia_nato.classroom.assignment import Assignment
    >>> "Nothing was handed in yet." in page(Report(Assignment("p", "Paper 1", "u", {}), Counter(), (), ()), {})
    True
    """
    a = report.assignment
    states = ", ".join(f"{n} {s}" for s, n in report.submissions.most_common())
    parts = []
    for exercise in a.exercises:
        mine = [p for p in report.parts if p.exercise == exercise]
        texts = "".join(f"<blockquote>{_e(t)}</blockquote>" for e, t in report.passages if e == exercise)
        parts.append(
            f"<section><h2>{_e(titles.get(exercise, exercise))}</h2>{''.join(_part(p, exercise) for p in mine)}{texts}</section>"
        )
    coded = "".join(_coding(c, f"How the class coded: {titles.get(c.exercise, c.exercise)}") for c in report.codings)
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{_e(a.title)}: what the class made of it</title><style>{(LOOK / 'report.css').read_text('utf-8')}</style>"
    )
    whole = report.submissions.total()
    lead = f"{whole} hand-ins: {states}." if whole else "Nothing was handed in yet."
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body><main><h1>{_e(a.title)}: what the class made of it</h1><p class="facts">{_e(lead)}</p>{"".join(parts)}{coded}</main></body></html>\n'


def write_report(room: ClassFolder, name: str, passages: Sequence[str] = ()) -> Path:
    """Write the page of an assignment and return where it stands.

    Examples
    --------
    >>> from pathlib import Path
    >>> write_report(ClassFolder(Path("no-such-class")), "paper-1")
    Traceback (most recent call last):
    russia_nato.classroom.folder.ClassError: assignment 'paper-1': not in no-such-class; allowed is one of: none yet: call \
`russia-nato release` first
    """
    report = make_report(room, name, passages)
    folder = room.assignment(name)
    first = next(iter(sorted(folder.release.rglob(f"{report.assignment.name}.ipynb"))))
    titles = {}
    for cell in json.loads(first.read_text("utf-8"))["cells"]:
        if "exercise" in cell["metadata"]:
            titles[cell["metadata"]["exercise"]["id"]] = cell["source"].lstrip("# ").partition("\n")[0]
    path = folder.path / "report.html"
    path.write_text(page(report, titles), "utf-8")
    return path
