"""Marks of people: read from a marker's file or a CSV, written once, and turned into points when every criterion has one."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import read_text
from ..exercises.rubric import Criterion
from .assignment import Assignment
from .folder import ClassError
from .gradebook import Answer, Gradebook, Mark
from .sources import course_root, rubric_of, solution_of
from .states import Handed, Question
from .worksheet import scaled

if TYPE_CHECKING:
    import pandas as pd

LEVELS = (0.0, 0.5, 1.0)
CODE = "code"  # the one criterion of code that a person has to judge
COLUMNS = ("code", "exercise", "criterion", "level", "comment", "marker", "time")


@dataclass(frozen=True)
class Agreement:
    """How far markers agree on the answers that two or more of them marked."""

    exercise: str
    units: int
    same: float
    alpha: float

    def __str__(self) -> str:
        alpha = "cannot be told, all marks are one" if self.alpha != self.alpha else f"{self.alpha:.2f}"
        return f"{self.exercise}: {self.same:.0%} of {self.units} marks the same; alpha {alpha}"


def criteria(assignment: Assignment, exercise: str) -> dict[str, tuple[Criterion, ...]]:
    """Return the criteria of an exercise by part, with points as the assignment gives them.

    Examples
    --------
    >>> paper = Assignment("p", "P", "u", {"p3-ex-silence": {"text": 6}})
    >>> sum(c.points for c in criteria(paper, "p3-ex-silence")["text"])
    6.0
    """
    worth, found = assignment.points[exercise], {}
    if "code" in worth:
        found["code"] = (Criterion(CODE, worth["code"], "the code does what is asked, whatever stopped it"),)
    if "text" in worth:
        found["text"] = scaled(rubric_of(solution_of(course_root(), exercise), worth["text"]), worth["text"])
    return found


def _rows(path: Path, assignment: Assignment) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows of a marker's file with the place of each."""
    try:
        text = read_text(path)
    except FileNotFoundError:
        raise ClassError(f"{path}: no such file; a marks-*.json of a marker, or a CSV, is allowed") from None
    if path.suffix.lower() == ".csv":
        rows = list(csv.DictReader(text.lstrip("\ufeff").splitlines()))
        if rows and (missing := [c for c in COLUMNS[:4] if c not in rows[0]]):
            raise ClassError(
                f"{path.name}:1: the columns {', '.join(missing)} are missing; required are {', '.join(COLUMNS[:4])}"
            )
        return [(f"{path.name}:{n}", dict(r)) for n, r in enumerate(rows, 2) if (r.get("level") or "").strip()]
    try:
        found = json.loads(text)
        rows, marker = found["marks"], str(found["marker"])
        about = (found["assignment"], found["release"])
    except (ValueError, KeyError, TypeError) as e:
        raise ClassError(
            f"{path.name}: {type(e).__name__}: {e}; a file that the marking page downloaded is allowed"
        ) from None
    if about != (assignment.name, assignment.release):
        raise ClassError(
            f"{path.name}: marks of {about[0]!r}, release {about[1]!r}; allowed are those of {assignment.name!r}, release {assignment.release!r}"
        )
    return [(f"{path.name}, mark {n}", {"marker": marker, **r}) for n, r in enumerate(rows, 1)]


def _level(where: str, value: object) -> float:
    try:
        level = float(str(value).replace(",", "."))
    except ValueError:
        level = -1.0
    if level not in LEVELS:
        raise ClassError(f"{where}, level: {value!r}: 0, 0.5 and 1 are allowed")
    return level


def read_marks(path: Path, assignment: Assignment, codes: Iterable[str]) -> list[Mark]:
    """Return the marks of a marker's file (JSON of the page, or CSV).

    Raises
    ------
    ClassError
        Names file, row, value and what is allowed; then none of them counts.

    Examples
    --------
    >>> import tempfile
    >>> paper = Assignment("p", "P", "u", {"p3-ex-silence": {"text": 6}})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "marks-B.csv"
    ...     _ = path.write_text("code,exercise,criterion,level,marker\\ns-7f3a,p3-ex-silence,limits,2,B\\n")
    ...     read_marks(path, paper, ["s-7f3a"])
    Traceback (most recent call last):
    russia_nato.classroom.folder.ClassError: marks-B.csv:2, level: '2': 0, 0.5 and 1 are allowed
    """
    known, found = set(codes), []
    names = {e: [c.name for part in criteria(assignment, e).values() for c in part] for e in assignment.exercises}
    for where, row in _rows(path, assignment):
        code, exercise, criterion = (str(row.get(c) or "").strip() for c in ("code", "exercise", "criterion"))
        if code not in known:
            raise ClassError(f"{where}, code: {code!r}: nobody of the class handed in under it")
        if exercise not in names:
            raise ClassError(f"{where}, exercise: {exercise!r}: allowed is one of {', '.join(names)}")
        if criterion not in names[exercise]:
            raise ClassError(f"{where}, criterion: {criterion!r}: allowed is one of {', '.join(names[exercise])}")
        marker = str(row.get("marker") or "").strip() or path.stem.removeprefix("marks-")
        level = _level(where, row.get("level"))
        found.append(
            Mark(code, exercise, criterion, marker, level, str(row.get("comment") or ""), str(row.get("time") or ""))
        )
    return found


def take_marks(book: Gradebook, assignment: Assignment, marks: Sequence[Mark]) -> tuple[int, int]:
    """Write marks, code by code in a transaction, and return how many there are and how many parts are marked by them.

    Examples
    --------
    >>> take_marks(Gradebook(":memory:"), Assignment("p", "P", "u", {}), [])
    (0, 0)
    """
    done, every = 0, {e: criteria(assignment, e) for e in assignment.exercises}
    for code in dict.fromkeys(m.code for m in marks):
        with book.unit(code):
            book.put_marks([m for m in marks if m.code == code])
            done += _settle(book, code, every)
    return len(marks), done


def _settle(book: Gradebook, code: str, every: Mapping[str, Mapping[str, Sequence[Criterion]]]) -> int:
    """Give points to the parts of a code all of whose criteria have a mark; the mean where there are several markers."""
    levels: dict[tuple[str, str], list[float]] = defaultdict(list)
    for m in book.marks(code):
        levels[m.exercise, m.criterion].append(m.level)
    mine = next((s for s in book.submissions(code) if s.counts), None)
    answers = [a for a in book.answers(code) if mine and a.attempt == mine.attempt]
    marked = [m for a in answers if (m := _marked(a, levels, every.get(a.exercise, {}).get(a.part, ())))]
    book.put_answers(marked)
    if mine and marked:
        now = {(a.exercise, a.part): a for a in [*answers, *marked]}
        final = all(a.points is not None or (code, a.exercise) in book.excuses(code) for a in now.values())
        book.set_state(code, mine.attempt, Handed.FINAL if final else Handed.GRADED)
    return len(marked)


def _marked(a: Answer, levels: Mapping[tuple[str, str], Sequence[float]], rubric: Sequence[Criterion]) -> Answer | None:
    if not rubric or any(not levels.get((a.exercise, c.name)) for c in rubric):
        return None
    points = sum(c.points * sum(found := levels[a.exercise, c.name]) / len(found) for c in rubric)
    whole = sum(c.points for c in rubric)
    return replace(a, state=Question.MARKED, share=points / whole if whole else 0.0, points=round(points, 2))


def pace(path: Path) -> tuple[int, float] | None:
    """Return how many answers a marker's page timed and the seconds of the one in the middle, or None for another file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "marks-B.json").write_text('{"seconds": {"a": 30, "b": 41.5, "c": 90}}')
    ...     pace(Path(folder) / "marks-B.json")
    (3, 41.5)
    """
    if path.suffix.lower() != ".json":
        return None
    found = json.loads(path.read_text("utf-8")).get("seconds")
    times = sorted(v for v in found.values() if isinstance(v, int | float)) if isinstance(found, dict) else []
    return (len(times), float(times[len(times) // 2])) if times else None


def codes_by_marker(marks: Sequence[Mark], exercise: str) -> pd.DataFrame:
    """Return the marks of an exercise: a row for each code and criterion, a column for each marker.

    Examples
    --------
    >>> codes_by_marker([Mark("s-1", "a", "x", "B", 1), Mark("s-1", "a", "x", "C", 0.5)], "a").to_numpy().tolist()
    [[1.0, 0.5]]
    """
    import pandas as pd

    rows = [(m.code, m.criterion, m.marker, m.level) for m in marks if m.exercise == exercise]
    table = pd.DataFrame(rows, columns=["code", "criterion", "marker", "level"])
    return table.pivot(index=["code", "criterion"], columns="marker", values="level")


def agreement(marks: Sequence[Mark], exercise: str) -> Agreement | None:
    """Return how far markers agree on an exercise, or None where no answer was marked by two.

    Examples
    --------
    >>> marks = [Mark(c, "a", "x", m, v) for c, m, v in [("1", "B", 0), ("1", "C", 0), ("2", "B", 1), ("2", "C", 1)]]
    >>> print(agreement(marks, "a"))
    a: 100% of 2 marks the same; alpha 1.00
    """
    from ..measures.agreement import krippendorff_alpha

    table = codes_by_marker(marks, exercise)
    both = table[table.notna().sum(axis=1) >= 2]
    if both.empty:
        return None
    same = (both.nunique(axis=1) == 1).mean()
    return Agreement(exercise, len(both), float(same), krippendorff_alpha(both, "interval"))


def _harmless(text: str) -> str:
    """Return a student's words so that a spreadsheet takes them for words and not for a formula."""
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") else text


def write_sheet(path: Path, book: Gradebook, assignment: Assignment, marker: str = "") -> int:
    """Write a CSV with a row for each criterion that a person has to mark, filled where it is, and return how many rows.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sheet(Path(folder) / "marks.csv", Gradebook(":memory:"), Assignment("p", "P", "u", {}))
    0
    """
    known = {(m.code, m.exercise, m.criterion, m.marker): m for m in book.marks()}
    rows = []
    for a in book.answers():
        if Question(a.state).final and a.state != Question.MARKED:
            continue
        for c in criteria(assignment, a.exercise)[a.part]:
            mine = [m for k, m in known.items() if k[:3] == (a.code, a.exercise, c.name) and marker in ("", k[3])]
            for m in mine or [None]:
                said = (f"{m.level:g}", m.comment, m.marker, m.time) if m else ("", "", marker, "")
                rows.append(
                    (
                        a.code,
                        a.exercise,
                        c.name,
                        *said,
                        f"{c.points:g}",
                        _harmless(str(a.given) if a.part == "text" else a.cell),
                    )
                )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([(*COLUMNS, "points", "answer"), *rows])
    return len(rows)
