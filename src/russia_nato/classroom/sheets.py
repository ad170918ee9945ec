"""Fill one column of the instructor's own export, for Canvas or Moodle; all else in it stays as it was, in any language."""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import DataError, read_text
from .assignment import Assignment
from .folder import ClassError
from .roster import is_canvas, is_moodle, participant

Find = Callable[[str, str, Sequence[str]], str | None]
_NUMBER = re.compile(r"\d+([.,]\d+)?")


@dataclass
class Sheet:
    """An export: its rows, and how they were written."""

    name: str
    rows: list[list[str]]
    comma: str
    mark: bool  # begins with a byte order mark
    ends: str


@dataclass
class Filled:
    """What became of a sheet."""

    path: Path
    filled: int = 0
    rows_of_nobody: list[str] = field(default_factory=list)
    codes_without_row: list[str] = field(default_factory=list)


def read_sheet(path: Path) -> Sheet:
    """Return an export with all its rows.

    Raises
    ------
    ClassError
        If it is missing or not UTF-8.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.csv").write_bytes(b"ID;Note\\r\\nTeilnehmer/in 7;\\r\\n")
    ...     read_sheet(Path(folder) / "a.csv").comma
    ';'
    """
    try:
        raw, text = path.read_bytes(), read_text(path)
    except OSError:
        raise ClassError(f"{path}: no such file; the list as your platform exports it is required") from None
    except DataError as e:
        raise ClassError(str(e)) from None
    comma = max(",;\t", key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=comma))
    return Sheet(path.name, rows, comma, raw.startswith(b"\xef\xbb\xbf"), "\r\n" if b"\r\n" in raw else "\n")


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Write an export as it was written before.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> write_sheet(Sheet("a.csv", [["ID", "Note"], ["7", "1,5"]], ";", False, "\\n"), path)
    >>> path.read_text().splitlines()
    ['ID;Note', '7;1,5']
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sheet.comma, lineterminator=sheet.ends).writerows(sheet.rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(text.getvalue(), "utf-8-sig" if sheet.mark else "utf-8", newline="")
    os.replace(part, path)


def canvas_column(sheet: Sheet, assignment: Assignment, column: str = "") -> int:
    """Return the place of an assignment's column in a Canvas gradebook: by the title given, else by the assignment's own.

    Examples
    --------
    >>> sheet = Sheet("g.csv", [["Student", "ID", "Section", "Paper 1 (881)"]], ",", False, "\\n")
    >>> canvas_column(sheet, Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}}))
    3
    """
    titles = sheet.rows[0]
    bare = [re.sub(r" \(\d+\)$", "", t).strip().casefold() for t in titles]
    wanted = [column] if column else [assignment.title, assignment.name, assignment.name.replace("-", " ")]
    for title in wanted:
        found = [n for n, t in enumerate(titles) if t == title] or [
            n for n, t in enumerate(bare) if t == title.casefold()
        ]
        if len(found) == 1 and found[0] > 2:
            return found[0]
    allowed = [t for t in titles if re.search(r" \(\d+\)$", t)]
    raise ClassError(
        f"{sheet.name}:1: no single column {' or '.join(map(repr, wanted))}; name one with --column: {', '.join(allowed)}"
    )


def moodle_column(sheet: Sheet, column: str = "") -> int:
    """Return the place of the grades in a Moodle worksheet: it stands before the one whose cells all hold the same maximum.

    Examples
    --------
    >>> rows = [["ID", "Status", "Bewertung", "Bestwertung"], ["Teilnehmer/in 7", "-", "", "12,00"]]
    >>> moodle_column(Sheet("w.csv", rows, ",", False, "\\n"))
    2
    """
    titles, body = sheet.rows[0], [r for r in sheet.rows[1:] if r]
    if column:
        if titles.count(column) == 1:
            return titles.index(column)
        raise ClassError(f"{sheet.name}:1: no single column {column!r}; allowed is one of {', '.join(titles)}")
    cells = lambda n: {r[n].strip() if n < len(r) else "" for r in body}  # noqa: E731
    for n in range(2, len(titles)):
        highest, grades = cells(n), cells(n - 1)
        same = len(highest) == 1 and re.fullmatch(r"\d+[.,]\d+", next(iter(highest)))
        if same and all(not g or _NUMBER.fullmatch(g) for g in grades):  # not the column of states before equal grades
            return n - 1
    raise ClassError(
        f"{sheet.name}:1: no column of maximum grades beside the grades; name the grades with --column: {', '.join(titles)}"
    )


def _most(text: str) -> float | None:
    """Return the points that a platform gives, where a cell says them."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text.strip()) else None


def _factor(sheet: Sheet, most: float | None, assignment: Assignment, scale: bool) -> float:
    """Return by what to multiply; points of another scale are never written without being asked for."""
    if most is None or math.isclose(most, assignment.whole):
        return 1.0
    if not scale:
        raise ClassError(
            f"{sheet.name}: the platform gives {most:g} points, the assignment {assignment.whole:g}; set the platform to "
            f"{assignment.whole:g}, or call with --scale to convert"
        )
    return most / assignment.whole


def fill(path: Path, out: Path, assignment: Assignment, totals: Mapping[str, float], find: Find, *,
         column: str = "", scale: bool = False) -> Filled:  # fmt: skip
    """Write a copy of an export with the totals in one column; where a total is not final the cell stays as it is.

    Parameters
    ----------
    path, out : pathlib.Path
        The export of Canvas or Moodle, and where the copy goes.
    assignment : Assignment
        Its points and title.
    totals : mapping of str to float
        Total by code, NaN where it is not final.
    find : callable
        Returns the code of a row, from the system (canvas or moodle), the platform's number and the row; None where it is nobody's.
    column : str, optional
        Title of the column, where it is not found by itself.
    scale : bool
        Convert points where the platform gives another number of them.

    Raises
    ------
    ClassError
        If it is no such export, the column is not certain, or the points differ.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "g.csv").write_text("Student,ID,Section,Paper 1 (881)\\nPoints Possible,,,6\\nKay,7,,\\nLee,8,,\\n")
    >>> paper, totals = Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}}), {"s-7f3a": 4.5, "s-00aa": float("nan")}
    >>> find = lambda system, number, row: {"7": "s-7f3a", "8": "s-00aa"}.get(number)
    >>> fill(folder / "g.csv", folder / "out.csv", paper, totals, find).filled
    1
    >>> (folder / "out.csv").read_text().splitlines()[2:]
    ['Kay,7,,4.5', 'Lee,8,,']
    """
    sheet = read_sheet(path)
    body = [r for r in sheet.rows[1:] if r]
    if sheet.rows and is_canvas(sheet.rows[0]):
        at, system = canvas_column(sheet, assignment, column), "canvas"
        possible = next((r[at] for r in body if "Points Possible" in r[0] and at < len(r)), "")
        number = lambda row: row[1].strip()  # noqa: E731
        body = [r for r in body if number(r) and "Points Possible" not in r[0] and r[0] != "Student, Test"]
    elif body and is_moodle([sheet.rows[0], *body]):
        at, system = moodle_column(sheet, column), "moodle"
        possible = body[0][at + 1] if at + 1 < len(body[0]) else ""
        number = lambda row: participant(row[0])  # noqa: E731
    else:
        raise ClassError(
            f"{path.name}:1: neither a Canvas gradebook (Student, ID, ... Section) nor a Moodle grading worksheet"
        )
    factor, decimal = _factor(sheet, _most(possible), assignment, scale), "," if "," in possible else "."
    result, seen = Filled(out), set()
    for row in body:
        code = find(system, number(row), row)
        if code is None:
            result.rows_of_nobody.append(f"{system} {number(row)} {row[0] if system == 'canvas' else ''}".strip())
            continue
        seen.add(code)
        total = totals.get(code, float("nan"))
        if not math.isnan(total):
            row[at] = f"{round(total * factor, 2):g}".replace(".", decimal)
            result.filled += 1
    result.codes_without_row = sorted(c for c, t in totals.items() if not math.isnan(t) and c not in seen)
    write_sheet(sheet, out)
    return result
