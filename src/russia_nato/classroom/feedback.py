"""What a student gets back: the own notebook with a comment under each answer, and the same as one page without scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..exercises.cells import Region, regions, source
from ..exercises.forms import Form
from .assignment import Assignment
from .gradebook import Answer, Mark

_LEVELS = {0.0: "not met", 0.5: "half met", 1.0: "met"}
_HEAD = "russia-nato-feedback"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>{title}</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}pre{{white-space:pre-wrap;
overflow-wrap:anywhere;background:#f4f4f4;padding:.6rem}}section{{border-top:1px solid #999;margin-top:1.5rem}}
pre.words{{font:inherit}}.says{{border-left:4px solid #1a5fb4;padding-left:.8rem}}</style></head><body>
{body}
</body></html>
"""


@dataclass(frozen=True)
class Result:
    """All that is told to one person: nothing of anybody else, and nothing of the key."""

    assignment: Assignment
    answers: Sequence[Answer]
    marks: Sequence[Mark]
    excuses: Mapping[str, str]
    total: float
    deduction: float
    minutes_late: int
    forms: Mapping[str, Form]


def _number(points: float) -> str:
    return f"{round(points, 2):g}"


def head(result: Result) -> list[str]:
    """Return the lines that say the total.

    Examples
    --------
    >>> paper = Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}})
    >>> head(Result(paper, [], [], {}, 4.5, 0.6, 30, {}))
    ['Paper 1: 4.5 of 6 points', 'Handed in late: 0.6 points were taken off.']
    """
    lines = [f"{result.assignment.title}: {_number(result.total)} of {_number(result.assignment.whole)} points"]
    if result.deduction:
        lines.append(f"Handed in late: {_number(result.deduction)} points were taken off.")
    return lines


def lines(result: Result, exercise: str) -> list[str]:
    """Return what is said of one exercise: points, what the check found, criteria with comments, and what was wanted.

    Examples
    --------
    >>> paper = Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}})
    >>> answers = [Answer("s-7f3a", 1, "a", "text", "marked", 0.5, 3)]
    >>> marks = [Mark("s-7f3a", "a", "Limits", "B", 0.5, "Name one more.")]
    >>> lines(Result(paper, answers, marks, {}, 3, 0, 0, {}), "a")
    ['Feedback: 3 of 6 points', 'Limits: half met. Name one more.']
    """
    worth = sum(result.assignment.points[exercise].values())
    if exercise in result.excuses:
        return [f"Feedback: excused ({result.excuses[exercise]}); the {_number(worth)} points count neither way"]
    mine = [a for a in result.answers if a.exercise == exercise]
    said = [f"Feedback: {_number(sum(a.points or 0 for a in mine))} of {_number(worth)} points"]
    for answer in mine:
        of = result.assignment.points[exercise].get(answer.part, 0)
        if answer.part == "code":
            said.append(
                f"Code: {answer.state}, {_number(answer.points or 0)} of {_number(of)} points. {' '.join(answer.words)}".strip()
            )
            if exercise in result.forms and answer.state != "right":
                said.append(f"Wanted was {result.forms[exercise].wants}.")
        elif answer.state == "no answer":
            said.append("Text: no answer.")
    return said + _criteria([m for m in result.marks if m.exercise == exercise])


def _criteria(marks: Sequence[Mark]) -> list[str]:
    """Return a line for each criterion: how far it is met, by the mean of its markers, with what they say; markers have no names here."""
    said = []
    for criterion in dict.fromkeys(m.criterion for m in marks):
        mine = [m for m in marks if m.criterion == criterion]
        level = sum(m.level for m in mine) / len(mine)
        words = _LEVELS.get(level, f"{level:.0%} met")
        comments = " ".join(dict.fromkeys(m.comment.strip() for m in mine if m.comment.strip()))
        said.append(f"{criterion}: {words}. {comments}".strip())
    return said


def _plain(text: str) -> str:
    """Return a line as Markdown that shows it as it is: what students and markers type is no markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|$!])", r"\\\1", text)


def _cell(ident: str, words: Sequence[str]) -> dict[str, Any]:
    text = "\n".join(f"> {_plain(w)}  " for part in words for w in part.splitlines() or [""])
    return {"cell_type": "markdown", "id": f"fb-{ident}"[:64], "metadata": {_HEAD: True}, "source": text}


def _last(cells: Sequence[Any], region: Region) -> int:
    """Return the place of the last cell of a region in a notebook."""
    mine = [region.prompt, *region.cells]
    return max((n for n, c in enumerate(cells) if isinstance(c, Mapping) and dict(c) in mine), default=len(cells) - 1)


def notebook(work: Mapping[str, Any], result: Result) -> dict[str, Any]:
    """Return a student's notebook with a comment cell under each answer, without outputs.

    Examples
    --------
    >>> prompt = {"cell_type": "markdown", "id": "a", "source": "### A", "metadata": {}}
    >>> paper = Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}})
    >>> made = notebook({"cells": [prompt]}, Result(paper, [], [], {}, 0, 0, 0, {}))
    >>> [c["source"][:9] for c in made["cells"]]
    ['> Paper 1', '### A', '> Feedbac']
    """
    cells = [c for c in work["cells"] if isinstance(c, Mapping)]
    found = regions({"cells": cells}, dict.fromkeys(result.assignment.exercises))
    after: dict[int, list[str]] = {}
    for exercise in result.assignment.exercises:
        place = _last(cells, found[exercise]) if exercise in found else len(cells) - 1
        after.setdefault(place, []).append(exercise)
    out = [_cell("head", head(result)), *(_cell(e, [e, *lines(result, e)]) for e in after.get(-1, ()))]
    for n, cell in enumerate(cells):
        out.append(_bare(cell))
        for exercise in after.get(n, ()):
            missing = [] if exercise in found else [f"{exercise} was not found in your file."]
            out.append(_cell(exercise, [*missing, *lines(result, exercise)]))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": out, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _bare(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return a cell as any notebook program opens it: text, id, and nothing else."""
    kind = cell.get("cell_type") if cell.get("cell_type") in ("code", "markdown", "raw") else "raw"
    made = {"cell_type": kind, "metadata": {}, "source": source(cell)}
    if re.fullmatch(r"[\w-]{1,64}", str(cell.get("id", ""))):
        made["id"] = cell["id"]
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def page(work: Mapping[str, Any], result: Result) -> str:
    """Return the same as one page: the own answers as they were typed, never as markup, and what is said of them.

    Examples
    --------
    >>> paper = Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}})
    >>> made = page({"cells": []}, Result(paper, [], [], {}, 5, 0, 0, {}))
    >>> "5 of 6 points" in made, "<script" in made
    (True, False)
    """
    cells = [c for c in work["cells"] if isinstance(c, Mapping)]
    found = regions({"cells": cells}, dict.fromkeys(result.assignment.exercises))
    first, *more = head(result)
    body = [f"<h1>{html.escape(first)}</h1>", *(f"<p>{html.escape(m)}</p>" for m in more)]
    for exercise in result.assignment.exercises:
        title, code, text = exercise, [], []
        if exercise in found:
            heading = re.match(r"\s*#+ (.+)", source(found[exercise].prompt))
            title = heading[1] if heading else exercise
            cells = [*found[exercise].answer, *found[exercise].text, *found[exercise].other]
            typed = [(c, source(c)) for c in cells if source(c).strip()]
            code = [f"<pre>{html.escape(t)}</pre>" for c, t in typed if c.get("cell_type") == "code"]
            text = [f"<pre class=words>{html.escape(t)}</pre>" for c, t in typed if c.get("cell_type") != "code"]
        body += [f"<section><h2>{html.escape(title)}</h2>", *code, *text]
        body += ["<div class=says>", *(f"<p>{html.escape(w)}</p>" for w in lines(result, exercise)), "</div></section>"]
    return _PAGE.format(title=html.escape(result.assignment.title), body="\n".join(body))
