"""The marking desk: one page of HTML a marker, which needs no server, no installation and no network.

It shows one question across all codes, with prompt, rubric, model answer and samples beside the given text. Marks are kept
in the browser as they are made and leave it as one file. The first five answers of each question go to every marker; their
agreement is shown before the rest opens.
"""

from __future__ import annotations

import hashlib
import html
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..exercises.cells import regions, source
from ..exercises.rubric import read_samples, section
from .assignment import Assignment, read_assignment
from .folder import AssignmentFolder, ClassError, ClassFolder
from .gradebook import Answer, open_book
from .marks import criteria
from .sources import course_root, solution_of
from .states import Question
from .worksheet import to_html

LOOK = Path(__file__).parent / "look"
FIRST = 5  # answers that every marker marks


@dataclass(frozen=True)
class Share:
    """Which part of the answers a marker has: the ``n``-th of ``of``.

    Examples
    --------
    >>> Share.read("2/3")
    Share(n=2, of=3)
    """

    n: int = 1
    of: int = 1

    @staticmethod
    def read(text: str) -> Share:
        """Return a share from what was typed.

        Raises
        ------
        ClassError
            Names the value and what is allowed.
        """
        found = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text)
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise ClassError(f"--share {text}: a part such as 1/3 or 2/3 is allowed")
        return Share(int(found[1]), int(found[2]))


def groups(answers: Sequence[Answer]) -> list[list[Answer]]:
    """Return answers in groups that say the same, so that each is marked once.

    Examples
    --------
    >>> one, two = (Answer(c, 1, "a", "text", "to mark", given=t) for c, t in [("s-1", "It is so."), ("s-2", "it  is SO.")])
    >>> [len(g) for g in groups([one, two])]
    [2]
    """
    found: dict[str, list[Answer]] = {}
    for a in answers:
        said = a.given if a.part == "text" else a.cell
        found.setdefault(" ".join(str(said).casefold().split()), []).append(a)
    return list(found.values())


def _item(group: Sequence[Answer]) -> dict[str, Any]:
    """Return what the page knows of a group of equal answers; it names codes and nobody."""
    a = group[0]
    text = str(a.given) if a.part == "text" else a.cell
    return {
        "id": hashlib.sha256(f"{a.exercise}/{a.part}/{text}".encode()).hexdigest()[:12],
        "codes": [g.code for g in group],
        "text": text,
        "words": len(text.split()) if a.part == "text" else None,
        "beside": a.cell if a.part == "text" else "",
        "state": str(a.state),
        "notes": list(a.words),
    }


def deal(items: Sequence[dict[str, Any]], share: Share, seed: str) -> list[dict[str, Any]]:
    """Return a marker's items: the first five, which all get, and the marker's share of the others, in an order of the seed.

    Examples
    --------
    >>> items = [{"id": str(n)} for n in range(11)]
    >>> [len(deal(items, Share(n, 3), "x")) for n in (1, 2, 3)]
    [7, 7, 7]
    """
    mixed = sorted(items, key=lambda i: str(i["id"]))
    random.Random(seed).shuffle(mixed)
    rest = mixed[FIRST:][share.n - 1 :: share.of]
    return [{**i, "first": True} for i in mixed[:FIRST]] + [{**i, "first": False} for i in rest]


def _beside(assignment: Assignment, exercise: str, prompt: str) -> str:
    """Return what stands beside the answers of a question: prompt, model answer and samples, as HTML of our own making."""
    solution = solution_of(course_root(), exercise)
    model = section(solution, "Solution") or re.split(r"^## Rubric", solution, flags=re.M)[0]
    parts = [("Prompt", re.sub(r"^\s*#+ .*\n", "", prompt, count=1)), ("Model answer", model)]
    for sample in read_samples(solution):
        marks = ", ".join(f"{name} {points:g}" for name, points in sample.marks.items())
        parts.append((f"Sample: {sample.level.lower()}", f"{sample.text}\n\n*{marks}.* {sample.reason}"))
    made = []
    for n, (title, text) in enumerate((t, x) for t, x in parts if x.strip()):
        opened = " open" if n < 2 else ""
        made.append(
            f"<details{opened}><summary>{html.escape(title)}</summary><div class='words'>{to_html(text)}</div></details>"
        )
    return "".join(made)


def questions(folder: AssignmentFolder, assignment: Assignment, answers: Sequence[Answer], share: Share, only: str = "") -> list[dict[str, Any]]:  # fmt: skip
    """Return what the page shows: for each part of a question that waits for a person its rubric and its answers.

    Examples
    --------
    See `write_desk`.
    """
    first = next(p for p in sorted(folder.release.rglob(f"{assignment.name}.ipynb")))
    found = regions(json.loads(first.read_text("utf-8")))
    made = []
    for exercise in assignment.exercises if not only else [only]:
        for part, rubric in criteria(assignment, exercise).items():
            mine = [a for a in answers if (a.exercise, a.part) == (exercise, part) and _waits(a)]
            if not mine:
                continue
            prompt = source(found[exercise].prompt)
            title = re.match(r"\s*#+ (.*)", prompt)
            made.append({
                "exercise": exercise, "part": part, "title": title[1] if title else exercise,
                "rubric": [{"name": c.name, "points": c.points, "met": c.meets} for c in rubric],
                "beside": _beside(assignment, exercise, prompt),
                "items": deal([_item(g) for g in groups(mine)], share, f"{assignment.name}/{exercise}/{part}"),
            })  # fmt: skip
    return made


def _waits(a: Answer) -> bool:
    return not Question(a.state).final or a.state == Question.MARKED


def page(assignment: Assignment, marker: str, share: Share, asked: Sequence[dict[str, Any]]) -> str:
    """Return the page of a marker.

    Examples
    --------
    >>> made = page(Assignment("p", "Paper 1", "u", {}), "B", Share(1, 2), [{"title": "</script>"}])
    >>> "://" in made, made.count("</script>")
    (False, 2)
    """
    about = {
        "assignment": assignment.name, "title": assignment.title, "release": assignment.release, "marker": marker,
        "together": share.of > 1, "questions": list(asked),
    }  # fmt: skip
    data = (
        json.dumps(about, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    rules = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{rules}">'
        f'<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{html.escape(assignment.title)}: marks of {html.escape(marker)}</title>"
        f"<style>{(LOOK / 'desk.css').read_text('utf-8')}</style>"
    )
    script = (LOOK / "desk.js").read_text("utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}</head><body><div id="desk"></div>'
        f'<script type="application/json" id="data">{data}</script><script>{script}</script></body></html>\n'
    )


def write_desk(
    room: ClassFolder, name: str, *, marker: str = "A", share: str = "1/1", question: str = ""
) -> tuple[Path, int]:
    """Write the page of a marker to ``marks/`` and return it with the number of answers on it.

    Raises
    ------
    ClassError
        If the marker or question cannot be, or nothing waits for a marker.

    Examples
    --------
    >>> write_desk(ClassFolder(Path("no-such-class")), "paper-1")
    Traceback (most recent call last):
    russia_nato.classroom.folder.ClassError: assignment 'paper-1': not in no-such-class; allowed is one of: none yet: call \
`russia-nato release` first
    """
    folder = room.assignment(name)
    assignment = read_assignment(folder)
    if not re.fullmatch(r"[A-Za-z0-9]{1,12}", marker):
        raise ClassError(f"--marker {marker}: up to twelve letters and digits are allowed, such as B")
    if question and question not in assignment.exercises:
        raise ClassError(f"--question {question}: allowed is one of {', '.join(assignment.exercises)}")
    with open_book(folder) as book:
        asked = questions(folder, assignment, book.answers(), Share.read(share), question)
    if not asked:
        raise ClassError(f"{name}: nothing waits for a marker; call `russia-nato grade {name}` first, or all is final")
    folder.marks.mkdir(exist_ok=True)
    path = folder.marks / f"desk-{marker}{f'-{question}' if question else ''}.html"
    path.write_text(page(assignment, marker, Share.read(share), asked), "utf-8")
    return path, sum(len(q["items"]) for q in asked)
