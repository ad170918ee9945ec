"""What an assignment is made of: the exercises of the course and of a private bank, their solutions, rubrics and samples.

``RUSSIA_NATO_PRIVATE`` names a folder outside the repository with ``notebooks/`` and ``solutions/`` of one's own; a solution
there stands in the place of the course's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import CourseError
from ..exercises.cells import Exercise, exercise_of, unit_of
from ..exercises.rubric import Criterion, read_rubric
from ..schema import data_dir

PRIVATE = "RUSSIA_NATO_PRIVATE"


class SourceError(CourseError):
    """An exercise, a solution or a rubric that cannot be used: names file, place, value and what is allowed."""


@dataclass(frozen=True)
class Unit:
    """A notebook with its exercises."""

    name: str
    path: Path
    notebook: dict[str, Any]
    exercises: Mapping[str, Exercise]


def private_bank() -> Path | None:
    """Return the private bank, or None where none is named.

    Raises
    ------
    SourceError
        If the folder that is named is not there.

    Examples
    --------
    >>> private_bank() is None or private_bank().is_dir()
    True
    """
    named = os.environ.get(PRIVATE, "")
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise SourceError(
            f"{PRIVATE}={named}: no such folder; name a folder with solutions/ and notebooks/, or unset it"
        )
    return folder.resolve()


def course_root() -> Path:
    """Return the checkout whose data the commands use; releases are made in one, because solutions stand in it alone.

    Raises
    ------
    SourceError
        If the data in use lie in no checkout with notebooks and solutions.

    Examples
    --------
    >>> (course_root() / "notebooks").is_dir()
    True
    """
    root = data_dir().resolve().parent
    if not (root / "notebooks").is_dir() or not (root / "instructor" / "solutions").is_dir():
        raise SourceError(f"no notebooks/ and instructor/solutions/ in {root}; call it inside a checkout of the course")
    return root


def read_unit(path: Path) -> Unit:
    """Return a notebook of the course with the exercises in it.

    Raises
    ------
    SourceError
        If it is no notebook.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> unit = read_unit(data_dir().parent / "notebooks" / "phase-3-workshop.ipynb")
    >>> unit.exercises["p3-ex-silence"].points
    6
    """
    try:
        notebook = json.loads(path.read_text("utf-8"))
        cells = [c for c in notebook["cells"] if "exercise" in c.get("metadata", {})]
        found = [exercise_of(c, unit_of(path.stem)) for c in cells]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise SourceError(f"{path.name}: not a notebook of the course ({type(e).__name__}: {e})") from None
    return Unit(path.stem, path, notebook, {e.id: e for e in found})


def find_unit(root: Path, exercises: list[str]) -> Unit:
    """Return the notebook that holds all of the exercises: of the private bank, else of the course.

    Raises
    ------
    SourceError
        If one is unknown, or they stand in several notebooks.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> find_unit(data_dir().parent, ["p3-ex-silence"]).name
    'phase-3-workshop'
    """
    if not exercises:
        raise SourceError("no exercises are named; name one or more, such as --exercises p3-ex-silence")
    bank = private_bank()
    folders = [*([bank / "notebooks"] if bank else []), root / "notebooks"]
    units = [read_unit(p) for folder in folders for p in sorted(folder.glob("*.ipynb"))]
    home = {e: next((u for u in units if e in u.exercises), None) for e in exercises}
    if unknown := [e for e, u in home.items() if u is None]:
        known = ", ".join(sorted(i for u in units for i in u.exercises if i.split("-")[0] == unknown[0].split("-")[0]))
        raise SourceError(
            f"exercise {unknown[0]!r}: unknown; allowed is one of {known or 'the ids of the exercise bank'}"
        )
    names = list(dict.fromkeys(u.name for u in home.values() if u))
    if len(names) > 1:
        raise SourceError(
            f"the exercises stand in {', '.join(names)}; an assignment is made of one notebook: release two"
        )
    return next(u for u in home.values() if u)


def solution_of(root: Path, exercise: str) -> str:
    """Return the solution file of an exercise as text, of the private bank where it has one.

    Raises
    ------
    SourceError
        If there is none.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> "## Rubric" in solution_of(data_dir().parent, "p3-ex-silence")
    True
    """
    bank = private_bank()
    for folder in (*([bank] if bank else []), root / "instructor"):
        path = folder / "solutions" / f"{exercise}.md"
        if path.is_file():
            return path.read_text("utf-8")
    raise SourceError(f"instructor/solutions/{exercise}.md: missing; without it nothing can be graded")


def rubric_of(solution: str, points: float) -> tuple[Criterion, ...]:
    """Return the rubric of a solution; where a row names no points they are spread evenly.

    Examples
    --------
    >>> rubric_of("## Rubric\\n\\n| criterion | meets it when |\\n| - | - |\\n| reach | it is said |\\n", 2)
    (Criterion(name='reach', points=2.0, meets='it is said'),)
    """
    found = read_rubric(solution)
    return tuple(c if c.points is not None else replace(c, points=points / len(found)) for c in found)
