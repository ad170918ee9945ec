"""What a release asks, as grading needs it; and what a student's file answers to it, cell by cell.

A student may add, delete, rename and change cells. The answer to an exercise is everything in its region that the release does
not have, plus what was changed in the cells that are there to be filled. Given and check cells are the release's, whatever the
file holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..exercises.cells import STUBS, Exercise, Region, exercise_of, regions, source
from ..exercises.check import ids_of
from ..exercises.forms import Form, load_forms
from ..exercises.hand_in import cell_hash
from .assignment import Assignment

Plain = dict[str, Any]
_MOST_CODE = 40_000  # letters of one answer that are kept and shown


class UnreadableError(Exception):
    """A file in which no exercise can be looked for; says why."""


@dataclass(frozen=True)
class Question:
    """An exercise of a release: its given code, what its cells say as released, its form and the right answer."""

    exercise: Exercise
    given: tuple[str, ...]
    known: frozenset[str]
    prompt: str
    points: Mapping[str, float]
    form: Form | None = None
    ids: frozenset[Any] | None = None
    truth: Plain | None = None


@dataclass(frozen=True)
class Paper:
    """A release, or a variant of one."""

    given: tuple[str, ...]
    known: frozenset[str]
    cells: frozenset[str]
    questions: Mapping[str, Question]

    @property
    def exercises(self) -> dict[str, Exercise]:
        """The exercises by id."""
        return {e: q.exercise for e, q in self.questions.items()}


@dataclass(frozen=True)
class Claim:
    """What the file says that a check was given: a plain answer, or the type of one that was not plain."""

    plain: Plain | None = None
    not_plain: str = ""


@dataclass
class Reply:
    """What a file answers to one exercise."""

    there: bool = False
    code: list[str] = field(default_factory=list)
    text: str = ""
    claim: Claim | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The code as one text, for people to read."""
        return "\n\n".join(self.code)[:_MOST_CODE]


@dataclass
class Work:
    """What a file answers, and the cells that its student added outside all exercises."""

    replies: dict[str, Reply]
    own: list[str] = field(default_factory=list)


def read_paper(notebook: Mapping[str, Any], assignment: Assignment, key: Mapping[str, Plain]) -> Paper:
    """Return a release as grading needs it.

    Examples
    --------
    >>> prompt = {"cell_type": "markdown", "id": "a", "source": "### A", "metadata": {"exercise": {
    ...     "id": "a", "kind": "sources", "level": "apply", "minutes": 5, "points": 2, "practice": True}}}
    >>> paper = read_paper({"cells": [prompt]}, Assignment("p", "P", "u", {"a": {"text": 2}}), {})
    >>> paper.questions["a"].points
    {'text': 2}
    """
    found, forms = regions(notebook), load_forms()
    prompts = {c["metadata"]["exercise"]["id"]: c for c in notebook["cells"] if "exercise" in c.get("metadata", {})}
    held = {c.get("id") for r in found.values() for c in (r.prompt, *r.cells)}
    outside = [c for c in notebook["cells"] if c.get("id") not in held]
    questions = {}
    for ident, points in assignment.points.items():
        region = found[ident]
        form = forms.get(ident) if "code" in points else None
        questions[ident] = Question(
            exercise_of(prompts[ident], assignment.unit), _code(region.given), frozenset(source(c).strip() for c in region.cells),
            source(region.prompt), dict(points), form, ids_of(form) if form else None, key.get(ident),
        )  # fmt: skip
    given = tuple(t for t in _code(outside) if "rn.hand_in(" not in t)
    every = (source(c).strip() for c in notebook["cells"])
    return Paper(given, frozenset(every), frozenset(str(c.get("id")) for c in notebook["cells"]), questions)


def _code(cells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(source(c) for c in cells if c.get("cell_type") == "code")


def parse(data: bytes) -> dict[str, Any]:
    """Return a file as a notebook whose cells have text.

    Raises
    ------
    UnreadableError
        If it is none.

    Examples
    --------
    >>> parse(b'{"cells": [')
    Traceback (most recent call last):
    russia_nato.classroom.paper.UnreadableError: no JSON (Expecting value)
    """
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableError("no UTF-8 text") from None
    except RecursionError:
        raise UnreadableError("lists within lists without end") from None
    except ValueError as e:
        raise UnreadableError(f"no JSON ({getattr(e, 'msg', e)})") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise UnreadableError("no cells in it")
    cells = []
    for n, cell in enumerate(notebook["cells"], 1):
        text = cell.get("source", "") if isinstance(cell, dict) else None
        if not isinstance(text, str) and not (isinstance(text, list) and all(isinstance(t, str) for t in text)):
            raise UnreadableError(f"cell {n} holds no text")
        keep = {k: v for k, v in cell.items() if k not in ("outputs", "attachments")}
        cells.append(keep | {"source": "".join(text), "id": str(cell.get("id", ""))})
    return {"cells": cells, "metadata": notebook.get("metadata")}


def read_work(notebook: Mapping[str, Any], paper: Paper) -> Work:
    """Return what a file answers to each question of a release.

    Examples
    --------
    >>> work = read_work({"cells": [], "metadata": {}}, Paper((), frozenset(), frozenset(), {}))
    >>> work.replies, work.own
    ({}, [])
    """
    found = regions(notebook, paper.exercises)
    place: dict[tuple[str, str], int] = {}
    for n, cell in enumerate(notebook["cells"]):
        place.setdefault((cell["id"], cell["source"]), n)
    claims, held = _claims(notebook), set()
    work = Work({e: Reply() for e in paper.questions})
    for ident, region in found.items():
        cells = sorted((region.prompt, *region.cells), key=lambda c: place.get((c["id"], c["source"]), 0))
        held |= {place.get((c["id"], c["source"])) for c in cells}
        work.replies[ident] = _reply(paper.questions[ident], region, cells, claims.get(ident))
    for n, cell in enumerate(notebook["cells"]):
        text = cell["source"].strip()
        new = n not in held and text and text not in paper.known and cell["id"] not in paper.cells
        if new and cell.get("cell_type") == "code" and "rn.hand_in(" not in text:
            work.own.append(cell["source"])
    return work


def _reply(question: Question, region: Region, cells: list[dict[str, Any]], claim: Mapping[str, Any] | None) -> Reply:
    reply, checks = Reply(there=True), {id(c) for c in region.check}
    given = {id(c) for c in region.given}
    words = []
    for cell in cells:
        text = cell["source"].strip()
        if id(cell) in given:
            if text not in question.known:
                reply.notes.append("a given cell was changed; the release's was used")
        elif cell is region.prompt:
            words += [line for line in text.splitlines() if line.strip() and line.strip() not in question.prompt]
        elif id(cell) in checks:
            if text not in question.known:
                reply.notes.append("the check was changed; it has no say here")
        elif text in question.known or text.casefold() in STUBS or text == f"{question.exercise.answer_name} = ...":
            continue
        elif cell.get("cell_type") == "code":
            reply.code.append(cell["source"])
        elif cell.get("cell_type") == "markdown":  # the stub may have been left above the words
            words.append("\n".join(line for line in text.split("\n") if line.strip() not in question.known - {""}))
    reply.text = "\n\n".join(words)[:_MOST_CODE]
    reply.claim = _claim(claim, cell_hash(region.answer))
    return reply


def _claims(notebook: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a file says that its checks were given; anything else in its place is nothing."""
    thing: Any = notebook
    for key in ("metadata", "russia_nato", "answers"):
        thing = thing.get(key) if isinstance(thing, Mapping) else None
    return thing if isinstance(thing, Mapping) else {}


def _claim(claim: Any, cell: str) -> Claim | None:
    """Return a claim that was made by the cells as they stand, or None."""
    if not isinstance(claim, Mapping) or claim.get("cell") != cell:
        return None
    if isinstance(claim.get("plain"), dict):
        return Claim(plain=claim["plain"])
    return Claim(not_plain=str(claim["not_plain"])[:80]) if isinstance(claim.get("not_plain"), str) else None
