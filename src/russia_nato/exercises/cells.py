"""Exercises in a notebook: which cells are whose.

An exercise is a region of the notebook, from its prompt to the next prompt or to the next heading that is not deeper than the
prompt's own. Its cells have names: ``<id>`` the prompt, ``<id>-given`` what is laid out, ``<id>-answer`` code to write,
``<id>-text`` words to write and ``<id>-check`` the one line that checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PARTS = ("given", "answer", "text", "check")
#: What stands in a cell before anybody wrote in it, in small letters.
STUBS = frozenset({
    "", "answer = ...", "*your answer*", "*your words*", "*your notes*", "*your two sentences*", "*notes of the discussion*",
    "*write here*", "*double-click here and write a sentence.*",
})  # fmt: skip
_LINE = re.compile(r"^`(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)` · (?P<mode>practice|assessed) · (?P<points>\d+) points?", re.M)
_HEADING = re.compile(r"^\s*(#{1,6}) (.+)")


@dataclass(frozen=True)
class Exercise:
    """What a notebook says of an exercise.

    Attributes
    ----------
    id, unit, title : str
        Its name; the phase or lab, such as ``"phase-3"``; its heading.
    kind, level : str
        What is done (data, sources, coding, argument, discuss) and how demanding it is.
    minutes, points : int
        How long it takes and what it is worth.
    practice : bool
        Whether its solution is public; the others are assessed.
    objectives : tuple of str
        Slugs of ``data/objectives.yml``.
    parts : mapping of str to int
        Points of ``code`` and of ``text``; they add up to ``points``.
    answer_name : str
        The variable that holds the answer.
    """

    id: str
    unit: str
    title: str
    kind: str
    level: str
    minutes: int
    points: int
    practice: bool
    objectives: tuple[str, ...]
    parts: Mapping[str, int]
    answer_name: str = "answer"

    @property
    def line(self) -> str:
        """The line under its heading, which everybody can see and which a lost id falls back on.

        Examples
        --------
        >>> Exercise("p3-ex-silence", "phase-3", "", "sources", "analyse", 25, 6, False, (), {"text": 6}).line
        '`p3-ex-silence` · assessed · 6 points · 25 minutes'
        """
        mode = "practice" if self.practice else "assessed"
        return f"`{self.id}` · {mode} · {self.points} points · {self.minutes} minutes"


@dataclass
class Region:
    """The cells of one exercise, in the order of the notebook; ``other`` holds those that the course did not put there."""

    exercise_id: str
    prompt: dict[str, Any]
    given: list[dict[str, Any]] = field(default_factory=list)
    answer: list[dict[str, Any]] = field(default_factory=list)
    text: list[dict[str, Any]] = field(default_factory=list)
    check: list[dict[str, Any]] = field(default_factory=list)
    other: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cells(self) -> Iterator[dict[str, Any]]:
        """All cells after the prompt, part by part."""
        for part in (*PARTS, "other"):
            yield from getattr(self, part)


def source(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell, which a notebook may hold as one string or as lines.

    Examples
    --------
    >>> source({"source": ["answer = 1\\n", "answer"]})
    'answer = 1\\nanswer'
    """
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def unit_of(name: str) -> str:
    """Return the phase or lab of a notebook's name.

    Examples
    --------
    >>> unit_of("lab-3-positions-over-time"), unit_of("phase-3-workshop"), unit_of("start-here")
    ('lab-3', 'phase-3', 'start-here')
    """
    found = re.match(r"(phase|lab)-\d+", name)
    return found[0] if found else name


def _depth(cell: Mapping[str, Any]) -> int | None:
    """Return the level of the heading with which a Markdown cell begins, or None."""
    found = _HEADING.match(source(cell)) if cell.get("cell_type") == "markdown" else None
    return len(found[1]) if found else None


def _named(cell: Mapping[str, Any], known: Mapping[str, Any] | None) -> str | None:
    """Return the exercise whose prompt a cell is: by metadata, by its id, by the visible line."""
    metadata = cell.get("metadata")
    meta = metadata.get("exercise") if isinstance(metadata, Mapping) else None
    if isinstance(meta, Mapping) and isinstance(meta.get("id"), str) and (known is None or meta["id"] in known):
        return str(meta["id"])
    if cell.get("cell_type") != "markdown":
        return None
    ident = cell.get("id")
    if known is not None and isinstance(ident, str) and ident in known:
        return ident
    found = _LINE.search(source(cell))
    return found["id"] if found and (known is None or found["id"] in known) else None


def _part(cell: Mapping[str, Any], exercise_id: str) -> str:
    """Return which part of an exercise a cell is: by its id, else by what it holds."""
    ident = str(cell.get("id", ""))
    found = re.fullmatch(rf"{re.escape(exercise_id)}-(given|answer|text|check)(-\d+)?", ident)
    if found:
        return found[1]
    if cell.get("cell_type") == "code" and re.match(r"\s*rn\.check\(", source(cell)):
        return "check"
    return "other"


def regions(notebook: Mapping[str, Any], known: Mapping[str, Exercise] | None = None) -> dict[str, Region]:
    """Return the cells of each exercise of a notebook, in its order.

    Parameters
    ----------
    notebook : mapping
        The notebook as JSON; nothing in it needs to be well formed but ``cells``.
    known : mapping of str to Exercise, optional
        The exercises that are looked for; without it each prompt counts that names itself.

    Examples
    --------
    >>> prompt = {"cell_type": "markdown", "id": "x1", "source": "### One\\n\\n`p1-ex-one` · practice · 4 points · 15 minutes"}
    >>> answer = {"cell_type": "code", "id": "p1-ex-one-answer", "source": "answer = 1"}
    >>> [source(c) for c in regions({"cells": [prompt, answer]})["p1-ex-one"].answer]
    ['answer = 1']
    """
    found: dict[str, Region] = {}
    now, depth = None, 0
    for cell in notebook.get("cells", []):
        if not isinstance(cell, Mapping):
            continue
        level, ident = _depth(cell), _named(cell, known)
        if (
            ident is not None
        ):  # a prompt that was pasted a second time goes on with its region, so that no answer is lost
            now, depth = found.setdefault(ident, Region(ident, dict(cell))), level or 6
        elif now is not None and level is not None and level <= depth and _part(cell, now.exercise_id) == "other":
            now = None
        elif now is not None:
            getattr(now, _part(cell, now.exercise_id)).append(dict(cell))
    return found


def exercise_of(cell: Mapping[str, Any], unit: str) -> Exercise:
    """Return what a prompt's metadata say.

    Examples
    --------
    >>> meta = {"id": "p1-ex-one", "kind": "data", "level": "apply", "minutes": 15, "points": 4, "practice": True}
    >>> exercise_of({"source": "### One", "metadata": {"exercise": meta}}, "phase-1").parts
    {'text': 4}
    """
    meta = cell["metadata"]["exercise"]
    heading = _HEADING.match(source(cell))
    return Exercise(
        id=meta["id"],
        unit=unit,
        title=re.sub(r"[*`]", "", heading[2]).strip() if heading else "",
        kind=meta["kind"],
        level=meta["level"],
        minutes=meta["minutes"],
        points=meta["points"],
        practice=meta["practice"],
        objectives=tuple(meta.get("objectives", ())),
        parts=dict(meta.get("parts", {"text": meta["points"]})),
        answer_name=meta.get("answer", "answer"),
    )


def read_exercises(folder: Path) -> dict[str, Exercise]:
    """Return every exercise of the notebooks of a folder, by its id.

    Examples
    --------
    >>> from pathlib import Path
    >>> read_exercises(Path("notebooks"))["p3-ex-silence"].points  # doctest: +SKIP
    6
    """
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if "exercise" in cell.get("metadata", {}):
                exercise = exercise_of(cell, unit_of(path.stem))
                found[exercise.id] = exercise
    return found
