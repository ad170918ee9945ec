"""Return: grades in the instructor's own export, and feedback under the names that the platform knows."""

from __future__ import annotations

import io
import json
import math
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..errors import counted
from ..exercises.forms import load_forms
from .assignment import Assignment, read_assignment
from .collect import told
from .feedback import Result, notebook, page
from .folder import AssignmentFolder, ClassError, ClassFolder
from .gradebook import Gradebook, Submission, open_book
from .lms import Owners
from .roster import Person, read_roster
from .sheets import Filled, Find, fill
from .whose import Sent, read_whose

_DAY = (2026, 1, 1, 0, 0, 0)  # the same result gives the same file


@dataclass
class Returned:
    """What a call of `give_back` wrote."""

    sheet: Filled | None
    feedback: Path
    files: int = 0
    open: dict[str, str] = field(default_factory=dict)  # code and why it has no total


def _finder(people: list[Person], sent: Mapping[tuple[str, int], Sent]) -> Find:
    """Return what leads from a row of an export to a code: the number of the files that came, of the roster, else address or name."""
    numbers = {(p.lms, p.lms_id): p.code for p in people if p.lms_id} | {
        (s.system, s.user): s.code for s in sent.values()
    }
    lists = {p.lms_id: p.code for p in people if p.lms == "list" and p.lms_id}
    owners = Owners(people)

    def find(system: str, number: str, row: Sequence[str]) -> str | None:
        if known := numbers.get((system, number)) or (lists.get(number) if system == "canvas" else None):
            return known
        named = {p.code for cell in row[1:4] for p in [owners.named(cell)] if p} if system == "moodle" else set()
        return named.pop() if len(named) == 1 else None

    return find


def _why_open(book: Gradebook, assignment: Assignment, code: str, state: str) -> str:
    """Return in words why a code has no total yet."""
    answers = {(a.exercise, a.part): a for a in book.answers() if a.code == code}
    excused = {e for c, e in book.excuses() if c == code}
    for exercise, parts in assignment.points.items():
        for part in parts if exercise not in excused else ():
            answer = answers.get((exercise, part))
            if answer is None or answer.points is None:
                return f"{state}: {exercise} {part}: {answer.state if answer else 'not graded'}"
    return state


def _feedback_files(work: dict, result: Result, sent: Sent) -> dict[str, bytes]:
    """Return the files that go back, under the names that the platform pairs with a person."""
    made = json.dumps(notebook(work, result), ensure_ascii=False, indent=1).encode()
    if sent.system == "canvas":
        if PurePosixPath(sent.name).suffix.lower() == ".zip":  # Canvas shows it under this name, so it must be one
            inside = io.BytesIO()
            with zipfile.ZipFile(inside, "w") as archive:
                archive.writestr(zipfile.ZipInfo("feedback.ipynb", _DAY), made)
            made = inside.getvalue()
        return {sent.name: made}
    stem = sent.name.rpartition(".")[0] or sent.name
    folder = f"{sent.folder}/" if sent.folder else ""
    return {f"{folder}{stem}.html": page(work, result).encode(), f"{folder}{stem}.ipynb": made}


def _write_feedback(folder: AssignmentFolder, files: Mapping[str, bytes]) -> Path:
    folder.out.mkdir(parents=True, exist_ok=True)
    part = folder.out / "feedback.zip.part"
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    os.replace(part, folder.out / "feedback.zip")
    return folder.out / "feedback.zip"


def _work(folder: AssignmentFolder, submission: Submission) -> dict:
    """Return the notebook that counts, as it was handed in."""
    try:
        made = json.loads((folder.submissions / submission.file).read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):  # an unreadable file that was marked by hand
        made = None
    return made if isinstance(made, dict) and isinstance(made.get("cells"), list) else {"cells": []}


def give_back(
    room: ClassFolder, name: str, export: Path | None = None, *, column: str = "", scale: bool = False
) -> Returned:
    """Write a copy of an export with the final totals in it, and the feedback, both in ``out/``.

    Parameters
    ----------
    room : ClassFolder
        The class.
    name : str
        The assignment.
    export : pathlib.Path, optional
        The Canvas gradebook or the Moodle grading worksheet, as exported; without it only feedback is written.
    column : str, optional
        Title of the column to fill, where it is not found by itself.
    scale : bool
        Convert points where the platform gives another number of them.

    Raises
    ------
    ClassError
        If nothing was collected, or the export cannot be filled.

    Examples
    --------
    >>> import tempfile
    >>> from russia_nato.classroom.assignment import write_assignment
    >>> from russia_nato.classroom.gradebook import Answer
    >>> from russia_nato.classroom.roster import write_roster
    >>> room = ClassFolder(Path(tempfile.mkdtemp()))
    >>> write_roster(room, [Person("s-7f3a", "canvas", "7", "Kay, A.")])
    >>> folder = room.assignment("paper-1", make=True)
    >>> write_assignment(folder, Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}}))
    >>> with open_book(folder) as book:
    ...     book.put_submission(Submission("s-7f3a", 1, "", "", "2026-10-05T18:00+00:00", 0, True, "graded"))
    ...     book.put_answers([Answer("s-7f3a", 1, "a", "text", "marked", 0.75, 4.5)])
    >>> _ = (room.path / "g.csv").write_text("Student,ID,Section,Paper 1 (881)\\nKay,7,,\\n")
    >>> give_back(room, "paper-1", room.path / "g.csv").sheet.filled
    1
    """
    folder = room.assignment(name)
    assignment, people, sent = read_assignment(folder), read_roster(room), read_whose(folder)
    with open_book(folder) as book:
        if not book.submissions():
            raise ClassError(f"{name}: nothing was collected; call `russia-nato collect {name} DOWNLOAD` first")
        totals = book.totals(assignment, [p.code for p in people])
        final = {c: float(t) for c, t in totals["total"].items()}
        sheet = None
        if export:
            target = folder.out / export.name
            if target.resolve() == export.resolve():
                raise ClassError(f"{export}: it would be overwritten; keep the export outside {folder.out}")
            sheet = fill(export, target, assignment, final, _finder(people, sent), column=column, scale=scale)
        forms = load_forms(folder.release / "data" / "checks") or load_forms()
        result, files = Returned(sheet, folder.out / "feedback.zip"), {}
        for submission in book.counting():
            code = submission.code
            if math.isnan(final.get(code, math.nan)):
                result.open[code] = _why_open(book, assignment, code, submission.state)
                continue
            row = totals.loc[code]
            said = Result(
                assignment, [a for a in book.answers(code) if a.attempt == submission.attempt], book.marks(code),
                {e: why for (_, e), why in book.excuses(code).items()}, final[code], float(row["deduction"]),
                int(row["minutes_late"]), forms,
            )  # fmt: skip
            if key := sent.get((code, submission.attempt)):
                files |= _feedback_files(_work(folder, submission), said, key)
                result.files += 1
        result.feedback = _write_feedback(folder, files)
        book.log(f"returned {result.files} files, {len(result.open)} not final")
    return result


def words(result: Returned, people: list[Person]) -> str:
    """Return what is printed after grades and feedback were written.

    Examples
    --------
    >>> print(words(Returned(None, Path("feedback.zip"), 58, {"s-7f3a": "graded: a text: to mark"}), []))
    feedback for 58 in feedback.zip
    not final, left blank (1): s-7f3a (graded: a text: to mark)
    """
    names = {p.code: f"{p.code} {p.name}".strip() for p in people}
    called = lambda code: names.get(code, code)  # noqa: E731
    said = []
    if result.sheet:
        said.append(f"{counted(result.sheet.filled, 'grade')} in {result.sheet.path}")
    said.append(f"feedback for {result.files} in {result.feedback}")
    lists = {
        "not final, left blank": [f"{called(c)} ({why})" for c, why in result.open.items()],
        "rows of the export that are nobody's here": result.sheet.rows_of_nobody if result.sheet else [],
        "grades without a row in the export": [called(c) for c in result.sheet.codes_without_row]
        if result.sheet
        else [],
    }
    return "\n".join([*said, *told(lists)])
