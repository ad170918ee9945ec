"""Release an assignment: what students get in ``release/``, the key beside it, and a refusal where anything leaks."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import counted
from ..exercises.cells import regions
from ..exercises.check import ids_of
from ..exercises.compare import compare
from ..exercises.digest import data_digest
from ..exercises.forms import load_forms
from ..exercises.rubric import Criterion
from ..schema import data_dir
from .assignment import Assignment, read_assignment, write_assignment
from .folder import AssignmentFolder, ClassError, ClassFolder
from .gradebook import open_book
from .judge import verdict_on
from .key import Plain, solve, write_key
from .leaks import Leak, LeakError, find_leaks, gather
from .paper import Question
from .roster import read_roster
from .sources import Unit, course_root, find_unit, private_bank, rubric_of, solution_of
from .student_copy import DATA, as_notebook, copy_data, given_code, student_notebook, varied
from .variants import Variant, read_variant, vary_solution, write_draw
from .worksheet import student_rubric, worksheet


@dataclass(frozen=True)
class Released:
    """What a release came to: its folder, its files and the digest of what students get."""

    folder: Path
    files: tuple[str, ...]
    digest: str
    assignment: Assignment


def _keys(unit: Unit, chosen: Sequence[str], cells: Sequence[Mapping[str, Any]], variant: Variant | None, data: Path) -> dict[str, dict[str, Plain]]:  # fmt: skip
    """Return the key of each variant, or refuse a variant whose answer has not the form that the checks ask for."""
    solutions = {e: solution_of(course_root(), e) for e in chosen}
    if variant is None:
        return {"": solve(unit.notebook, solutions, data)}
    forms, found = load_forms(), {}
    for name in variant.names():
        notebook = {"cells": varied(cells, variant, name)}
        found[name] = solve(notebook, {e: vary_solution(s, variant, name) for e, s in solutions.items()}, data)
        for exercise, answer in found[name].items():
            verdict = compare(forms[exercise], answer, None, ids_of(forms[exercise]))
            if verdict.state != "right":
                raise ClassError(
                    f"variant {name}: {exercise}: the answer has not the form of data/checks: {' '.join(verdict.words)}"
                )
    return found


def release(
    room: ClassFolder, name: str, exercises: Sequence[str] = (), *, title: str = "", settings: Assignment | None = None
) -> Released:
    """Release an assignment to a class: notebook, worksheet, rubric, data and, elsewhere, the key.

    Parameters
    ----------
    room : ClassFolder
        The class.
    name : str
        Name of the assignment, which names its folder.
    exercises : sequence of str
        Ids of the exercises, all of one notebook; without them those of assignment.yml.
    title : str
        What students read above it.
    settings : Assignment, optional
        Due time, late rule and variant in place of those of assignment.yml.

    Raises
    ------
    LeakError
        If a file of the release holds anything of the instructor's; then nothing is written.
    ClassError, SourceError
        If an exercise is unknown, or work on another release has been handed in.

    Examples
    --------
    >>> import tempfile
    >>> made = release(ClassFolder(Path(tempfile.mkdtemp())), "paper-1", ["p3-ex-silence"])
    >>> made.files[-2:], made.assignment.points
    (('rubric.md', 'worksheet.html'), {'p3-ex-silence': {'text': 6}})
    """
    folder = room.assignment(name, make=bool(exercises))
    before = read_assignment(folder) if folder.settings.is_file() else None
    settings = settings or before
    chosen = list(exercises) or (settings.exercises if settings else [])
    unit = find_unit(course_root(), chosen)
    chosen = [e for e in unit.exercises if e in chosen]
    points = {
        e: dict((settings.points if settings and not exercises else {}).get(e, unit.exercises[e].parts)) for e in chosen
    }
    assignment = replace(
        settings or Assignment(name, name, unit.name, points), name=name, unit=unit.name, points=points,
        title=title or (settings.title if settings else name), data=data_digest(),
    )  # fmt: skip
    half = folder.path / "release.part"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        return _fill(folder, room, half, unit, assignment, before)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _fill(folder: AssignmentFolder, room: ClassFolder, half: Path, unit: Unit, assignment: Assignment, before: Assignment | None) -> Released:  # fmt: skip
    """Write a release beside its place, search it for leaks, and put it there."""
    chosen = assignment.exercises
    variant = read_variant(f"{folder.name}/assignment.yml", assignment.variant)
    cells = student_notebook(unit, chosen)
    copy_data(half / "data")
    key = _keys(unit, chosen, cells, variant, half / "data")
    _need_truth(unit, assignment, key)
    digest = hashlib.sha256(
        json.dumps([cells, assignment.variant, assignment.data], sort_keys=True).encode()
    ).hexdigest()[:16]
    _refuse_late_change(folder, before, digest)
    rubrics = {e: rubric_of(solution_of(course_root(), e), assignment.points[e].get("text", 0)) for e in chosen}
    meta = {"assignment": assignment.name, "release": digest, "data": assignment.data}
    for name in variant.names() if variant else [""]:
        mine = varied(cells, variant, name) if variant else cells
        place = half / name
        place.mkdir(exist_ok=True)
        notebook = as_notebook(unit, mine, meta | ({"variant": name} if name else {}))
        found = [(unit.exercises[e], r) for e, r in regions(notebook).items() if e in chosen]
        (place / f"{assignment.name}.ipynb").write_text(
            json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        (place / "worksheet.html").write_text(worksheet(assignment.title, found), "utf-8")
        (place / "rubric.md").write_text(student_rubric(assignment.title, found, rubrics, assignment.points), "utf-8")
    if leaks := search(half, cells, key, rubrics):
        raise LeakError(
            f"{folder.name}: nothing was released, because it would give away:\n"
            + "\n".join(f"  {k}" for k in leaks[:20])
        )
    assignment = replace(assignment, release=digest)
    write_key(folder, key)
    if variant:
        write_draw(folder, read_roster(room), variant)
    shutil.rmtree(folder.release, ignore_errors=True)
    os.replace(half, folder.release)
    write_assignment(folder, assignment)
    with open_book(folder) as book:
        book.log(f"released {digest}: {', '.join(chosen)}")
    files = sorted(p.relative_to(folder.release).as_posix() for p in folder.release.rglob("*") if p.is_file())
    return Released(folder.release, tuple(files), digest, assignment)


def _need_truth(unit: Unit, assignment: Assignment, key: Mapping[str, Mapping[str, Plain]]) -> None:
    """Refuse an exercise whose code is worth points without a form, a solution in code, or a solution that its form takes."""
    forms = load_forms()
    for exercise, parts in assignment.points.items():
        if "code" not in parts:
            continue
        worth = f"{exercise}: its code is worth {parts['code']:g} points"
        if exercise not in forms:
            raise ClassError(f"{worth} and data/checks has no form for it")
        if any(exercise not in answers for answers in key.values()):
            raise ClassError(f"{worth} and its solution holds no Python block")
        form = forms[exercise]
        probe = Question(unit.exercises[exercise], (), frozenset(), "", parts, form, ids_of(form))
        for answers in key.values():
            verdict = verdict_on(replace(probe, truth=answers[exercise]), answers[exercise])
            if verdict.state != "right":
                raise ClassError(
                    f"{worth} and its own solution is {verdict.state} by data/checks: {' '.join(verdict.words)}"
                )


def _refuse_late_change(folder: AssignmentFolder, before: Assignment | None, digest: str) -> None:
    """Refuse to change what students have already worked on."""
    if before is None or before.release in ("", digest):
        return
    with open_book(folder) as book:
        n = len(book.submissions())
    if n:
        raise ClassError(
            f"{folder.name}: {counted(n, 'submission')} to release {before.release} {'has' if n == 1 else 'have'} come in; release the change under another name"
        )


def search(folder: Path, cells: Sequence[Mapping[str, Any]], key: Mapping[str, Mapping[str, Plain]],
           rubrics: Mapping[str, Sequence[Criterion]]) -> list[Leak]:  # fmt: skip
    """Return what the files of a release give away; names and points of criteria stand in rubric.md, and in the marks of samples.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "hint.md").write_text("The model answer stands in instructor/solutions.")
    ...     [leak.file for leak in search(Path(folder), [], {}, {})]
    ['hint.md']
    """
    root, bank = course_root(), private_bank()
    folders = [("instructor", root / "instructor"), *([("private", bank)] if bank else [])]
    public = [p for pattern in DATA for p in data_dir().glob(pattern)] + sorted((root / "chapters").glob("*.md"))
    scales = "\n".join(" ".join(f"{c.name} {c.points:g}" for c in rubric) for rubric in rubrics.values())
    secrets = gather(folders, public, f"{given_code(cells)}\n{scales}")
    for name, answers in key.items():
        for exercise, plain in answers.items():
            secrets.add_value(plain, f"the key of {exercise}{f', {name}' if name else ''}")
    files = [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()]
    return find_leaks(files, secrets, frozenset(p.read_bytes() for p in public if p.is_relative_to(data_dir())))


def paths_of(released: Released) -> list[str]:
    """Return what to give to students, without the single tables.

    Examples
    --------
    >>> paths_of(Released(Path("release"), ("data/events.csv", "rubric.md"), "", Assignment("a", "A", "u", {})))
    ['rubric.md', 'data/ (the tables, 1 file)']
    """
    own = [f for f in released.files if not f.startswith("data/")]
    n = len(released.files) - len(own)
    return [*own, f"data/ (the tables, {n} file{'s' * (n != 1)})"]
