"""Export for those who have nbgrader: its folders, its metadata on the cells, and its gradebook as CSV; nothing of it is needed.

Beware of what it does with them: nbgrader runs the students' code on your machine without a sandbox.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..exercises.cells import regions, source
from ..exercises.truth import solution_code
from .assignment import Assignment, read_assignment
from .folder import AssignmentFolder, ClassFolder, refuse_checkout
from .gradebook import open_book
from .key import Plain, read_key
from .paper import UnreadableError, parse
from .sources import course_root, solution_of
from .variants import read_draw, read_variant, vary_solution

COLUMNS = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
           "late_submission_penalty", "score", "max_score")  # fmt: skip
_TEST = """### BEGIN HIDDEN TESTS
from russia_nato.exercises.check import ids_of
from russia_nato.exercises.compare import compare
from russia_nato.exercises.forms import load_forms
from russia_nato.exercises.plain import plain
form = load_forms()[{exercise!r}]
round({points!r} * compare(form, plain({name}), {truth!r}, ids_of(form)).share, 2)
### END HIDDEN TESTS"""


def cell_metadata(
    grade_id: str, *, points: float | None = None, solution: bool = False, locked: bool = False
) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell, by the third version of its schema.

    Examples
    --------
    >>> cell_metadata("p3-ex-silence-text", points=6, solution=True)["grade"]
    True
    """
    made = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return made | ({"points": points} if points is not None else {})


def as_source(notebook: Mapping[str, Any], assignment: Assignment, key: Mapping[str, Plain], solutions: Mapping[str, str]) -> dict[str, Any]:  # fmt: skip
    """Return a release as nbgrader's source: solutions between its marks, checks with hidden tests, texts to be marked by hand.

    Examples
    --------
    >>> cell = {"cell_type": "markdown", "id": "a-text", "source": "*Your answer*", "metadata": {}}
    >>> prompt = {"cell_type": "markdown", "id": "a", "source": "### A", "metadata": {"exercise": {"id": "a"}}}
    >>> made = as_source({"cells": [prompt, cell], "metadata": {}}, Assignment("p", "P", "u", {"a": {"text": 6}}), {}, {"a": ""})
    >>> made["cells"][1]["metadata"]["nbgrader"]["points"]
    6
    """
    cells = {c["id"]: {**c, "metadata": dict(c["metadata"])} for c in notebook["cells"]}
    for exercise, region in regions(notebook).items():
        worth = assignment.points.get(exercise, {})
        name = region.prompt["metadata"].get("exercise", {}).get("answer", "answer")
        for cell in region.answer[:1]:
            code = solution_code(solutions[exercise]).rstrip()
            cells[cell["id"]]["source"] = f"### BEGIN SOLUTION\n{code}\n### END SOLUTION"
        for cell in region.check[:1]:
            if "code" in worth:
                test = _TEST.format(exercise=exercise, name=name, truth=key[exercise], points=worth["code"])
                cells[cell["id"]]["source"] = f"{source(cell)}\n{test}"
        for ident, meta in _marks(region, worth).items():
            cells[ident]["metadata"]["nbgrader"] = meta
    return {**notebook, "cells": list(cells.values())}


def _marks(region: Any, worth: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """Return nbgrader's metadata by cell id for the cells of an exercise."""
    found = {c["id"]: cell_metadata(c["id"], solution=True) for c in region.answer[:1]}
    if "code" in worth:
        found |= {c["id"]: cell_metadata(c["id"], points=worth["code"], locked=True) for c in region.check[:1]}
    if "text" in worth:
        found |= {c["id"]: cell_metadata(c["id"], points=worth["text"], solution=True) for c in region.text[:1]}
    return found


def as_submitted(notebook: Mapping[str, Any], released: Mapping[str, Any], assignment: Assignment) -> dict[str, Any]:
    """Return what was handed in with nbgrader's metadata on the cells that it knows by their ids.

    Examples
    --------
    >>> released = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    >>> sent = {"cells": [{"cell_type": "code", "id": "a", "source": "x = 1", "outputs": ["huge"]}]}
    >>> as_submitted(sent, released, Assignment("p", "P", "u", {}))["cells"][0]["outputs"]
    []
    """
    marks: dict[str, Any] = {}
    for exercise, region in regions(released).items():
        marks |= _marks(region, assignment.points.get(exercise, {}))
    cells = []
    for cell in notebook["cells"]:
        kind = cell.get("cell_type") if cell.get("cell_type") in ("code", "markdown") else "raw"
        made = {"cell_type": kind, "id": cell["id"] or f"cell-{len(cells)}", "source": cell["source"], "metadata": {}}
        if cell["id"] in marks:
            made["metadata"] = {"nbgrader": marks[cell["id"]]}
        cells.append(made | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    return {**{k: released[k] for k in ("nbformat", "nbformat_minor")}, "metadata": {"kernelspec": released["metadata"].get("kernelspec", {})}, "cells": cells}  # fmt: skip


def _write(path: Path, notebook: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _released(folder: AssignmentFolder, name: str) -> dict[str, dict[str, Any]]:
    """Return the released notebooks by variant."""
    return {v: json.loads((folder.release / v / f"{name}.ipynb").read_text("utf-8")) for v in read_key(folder)}


def export_nbgrader(room: ClassFolder, name: str, to: Path | None = None) -> tuple[Path, int]:
    """Write ``source/``, ``submitted/`` and ``gradebook.csv`` as nbgrader has them, by codes, and return where and how many.

    Parameters
    ----------
    room, name
        The class and the assignment; each variant becomes an assignment of its own.
    to : pathlib.Path, optional
        Where it goes, outside every checkout; ``out/nbgrader`` of the assignment by default.

    Examples
    --------
    >>> export_nbgrader(ClassFolder(Path("no-such-class")), "paper-1")
    Traceback (most recent call last):
    russia_nato.classroom.folder.ClassError: assignment 'paper-1': not in no-such-class; allowed is one of: none yet: call \
`russia-nato release` first
    """
    folder = room.assignment(name)
    assignment, key, drawn = read_assignment(folder), read_key(folder), read_draw(folder)
    to = to or folder.out / "nbgrader"
    refuse_checkout(to)
    released = _released(folder, assignment.name)
    variant = read_variant(f"{folder.name}/assignment.yml", assignment.variant)
    for v, notebook in released.items():
        solutions = {e: solution_of(course_root(), e) for e in assignment.exercises}
        if variant:
            solutions = {e: vary_solution(s, variant, v) for e, s in solutions.items()}
        called = f"{name}-{v}" if v else name
        _write(to / "source" / called / f"{name}.ipynb", as_source(notebook, assignment, key[v], solutions))
    with open_book(folder) as book:
        n = 0
        for s in book.counting():
            try:
                work = parse((folder.submissions / s.file).read_bytes())
            except UnreadableError:
                continue
            v = drawn.get(s.code, "")
            place = to / "submitted" / s.code / (f"{name}-{v}" if v else name)
            _write(place / f"{name}.ipynb", as_submitted(work, released[v], assignment))
            (place / "timestamp.txt").write_text(s.received.replace("T", " ") + "\n", "utf-8")
            n += 1
        _gradebook(to / "gradebook.csv", folder, assignment, book)
    return to, n


def _gradebook(path: Path, folder: AssignmentFolder, assignment: Assignment, book: Any) -> None:
    """Write the gradebook in the columns of nbgrader's own export; a score stands only where it is final."""
    counting = {s.code: s for s in book.counting()}
    totals = book.totals(assignment, sorted(counting))
    due = assignment.due.isoformat() if assignment.due else ""
    rows = []
    for code, row in totals.iterrows():
        final = row["total"] == row["total"]
        score = (
            (f"{row['total'] + row['deduction']:g}", f"{row['deduction']:g}", f"{row['total']:g}")
            if final
            else ("", "", "")
        )
        rows.append((assignment.name, due, counting[code].received, code, "", "", "", *score, f"{assignment.whole:g}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
