"""A table's file as rows of text: read as editors and spreadsheets write it, and checked cell by cell, without pandas."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .errors import DataError, Problem
from .schema import Field, Table

# How a spreadsheet gives the file back as we need it.
SAVE_AGAIN = (
    "save it again in LibreOffice as 'Text CSV' with 'Edit filter settings' (character set Unicode (UTF-8), field "
    "delimiter a comma), or in Excel as 'CSV UTF-8 (comma delimited)' on a system whose list separator is a comma"
)

_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|\?\?\?")  # what Windows-1252 leaves of Russian words
_ADDRESS = re.compile(r"https?://[^\s;,\"]+")  # where a question mark stands between letters by right
FEW = 3
_NUMBER = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")}


def split_list(cell: str | None) -> list[str]:
    """Return the parts of a cell that holds a list, such as ``"nac-1990; upi-1990"``.

    Examples
    --------
    >>> split_list("nac-1990-06-08-turnberry; upi-1990-06-08")
    ['nac-1990-06-08-turnberry', 'upi-1990-06-08']
    """
    return [part.strip() for part in cell.split(";") if part.strip()] if isinstance(cell, str) else []


@dataclass
class Rows:
    """The rows that a file yields, the line of each (the header is line 1), and what is wrong with the rest of it.

    ``left_out`` is the text of the rows that could not be read, or None where that is the whole file: a row elsewhere that
    names something in it may be right.
    """

    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: str | None = ""


def read_table(table: Table) -> Rows:
    """Return the rows of a table as dictionaries of text; a row that cannot be read does not take the others away.

    A byte order mark and the line ends of any system are read. What a spreadsheet changes beyond that (separator, character
    set) is one problem, which says how to save the file again.
    """
    name = table.path.name
    try:
        raw = table.path.read_bytes()
    except FileNotFoundError:
        allowed = f"missing; datapackage.json declares it in {table.path.parent}"
        return Rows(problems=[Problem(name, None, None, None, allowed)], left_out=None)
    text, wrong = _decoded(raw)
    records: list[list[str]] = []
    if not wrong:
        try:
            records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as e:
            wrong = f"{e}; quote every cell that holds a comma or a quotation mark"
    header = records[0] if records else []
    if not wrong and header != table.columns:
        wrong = _wrong_header(header, table)
        if not wrong:
            odd = [c for c in header if c not in table.columns] or [c for c in table.columns if c not in header]
            found = Problem(name, 1, None, None, f"header {header!r} (see {odd!r}): allowed is {table.columns!r}")
            return Rows(problems=[found], left_out=None)
    if wrong:
        return Rows(problems=[Problem(name, None, None, None, wrong)], left_out=None)
    return _shaped(table, records[1:])


def _decoded(raw: bytes) -> tuple[str, str]:
    """Return the text of a file, or what is wrong with its character set."""
    if raw.startswith(b"PK\x03\x04"):
        return "", f"a spreadsheet saved it as a workbook (XLSX or ODS); {SAVE_AGAIN}"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", f"a spreadsheet saved it as Unicode text (UTF-16); {SAVE_AGAIN}"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line, byte = raw.count(b"\n", 0, e.start) + 1, raw[e.start : e.start + 1]
        cause = f"not UTF-8 in line {line} (byte 0x{byte.hex()}, {byte.decode('cp1252', 'replace')!r} in Windows-1252)"
        return "", f"{cause}: a spreadsheet saved it in the character set of its system; {SAVE_AGAIN}"
    words = _ADDRESS.sub("", text)
    lost = list(_LOST.finditer(words))
    if len(lost) < FEW:
        return text, ""
    line = words.count("\n", 0, lost[0].start()) + 1
    cause = f"question marks stand in the place of letters, first in line {line}"
    return (
        "",
        f"{cause}: a spreadsheet saved it in a character set without them; take the file as it was and {SAVE_AGAIN}",
    )


def _wrong_header(header: list[str], table: Table) -> str:
    """Say which separator a spreadsheet wrote in place of commas, if it did."""
    line = ",".join(header)
    for mark, words in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if [c.strip('"') for c in line.split(mark)] == table.columns and len(table.columns) > 1:
            return f"a spreadsheet saved it with {words} between the cells; {SAVE_AGAIN}"
    return ""


def _shaped(table: Table, records: Iterable[list[str]]) -> Rows:
    """Return the records of the header's length as rows, and name the others."""
    out, left, n = Rows(), [], len(table.columns)
    for line, record in enumerate(records, 2):
        if len(record) == n and any(record):
            out.rows.append(dict(zip(table.columns, record, strict=True)))
            out.lines.append(line)
            continue
        allowed = "an empty row; delete it"
        if any(record):
            few = "a comma is missing" if len(record) < n else "a cell with a comma stands without quotation marks"
            allowed = f"{len(record)} cells: allowed is {n}, as many as the header has; {few}"
        out.problems.append(Problem(table.path.name, line, None, None, allowed))
        left.append(",".join(record))
    out.left_out = "\n".join(left)
    return out


def read_rows(table: Table) -> list[dict[str, str]]:
    """Return the rows of a table as dictionaries of text; the shape of the file is checked, its values are not.

    Raises
    ------
    DataError
        If the file is missing, is not UTF-8 with commas, has another header than the schema or a row of another length.

    Examples
    --------
    >>> from russia_nato.schema import tables
    >>> read_rows(tables()["phases"])[0]["start_date"]
    '1989-01-01'
    """
    found = read_table(table)
    if found.problems:
        raise DataError(*found.problems)
    return found.rows


def _cell_problem(column: Field, value: str) -> str | None:
    """Say what is allowed where ``value`` may not stand in ``column``, or return None."""
    c = column.constraints
    if value == "":
        return "a value is required" if column.required else None
    if column.type == "date":
        try:
            if dt.date.fromisoformat(value).isoformat() != value:
                raise ValueError
        except ValueError:
            return "a date as YYYY-MM-DD is allowed"
    elif column.type in ("integer", "number"):
        if not _NUMBER[column.type].fullmatch(value):
            return f"{'a whole number' if column.type == 'integer' else 'a number'} is allowed"
        number = float(value)
        if not c.get("minimum", number) <= number <= c.get("maximum", number):
            return f"a number from {c.get('minimum', '-∞')} to {c.get('maximum', '∞')} is allowed"
    if "enum" in c and value not in c["enum"]:
        return f"allowed is one of {', '.join(c['enum'])}"
    if "pattern" in c and not re.fullmatch(c["pattern"].strip("^$"), value):
        return f"allowed is what matches {c['pattern']}"
    if len(value) > c.get("maxLength", len(value)):
        return f"at most {c['maxLength']} characters are allowed"
    return None


def check_cells(table: Table, rows: list[dict[str, str]], lines: list[int] | None = None) -> list[Problem]:
    """Return what is wrong with single cells and with the key of ``rows``, by the table's schema.

    ``lines`` are the lines of the rows in the file, from 2 on by default.

    Examples
    --------
    >>> from russia_nato.schema import tables
    >>> phases = tables()["phases"]
    >>> rows = [dict(row, number="first") for row in read_rows(phases)[:1]]
    >>> print(check_cells(phases, rows)[0])
    phases.csv:2, column 'number': 'first': a whole number is allowed
    """
    file, found = table.path.name, []
    lines = lines or list(range(2, len(rows) + 2))
    for column in table.fields:
        verdicts: dict[str, str | None] = {}
        for line, row in zip(lines, rows, strict=True):
            value = row[column.name]
            if value not in verdicts:
                verdicts[value] = _cell_problem(column, value)
            if wrong := verdicts[value]:
                found.append(Problem(file, line, column.name, value, wrong))
    uniques = {(f.name,) for f in table.fields if f.constraints.get("unique")} | {table.key}
    for key in sorted(uniques):
        first: dict[tuple[str, ...], int] = {}
        for line, row in zip(lines, rows, strict=True):
            cells = tuple(row[k] for k in key)
            if cells in first:
                allowed = f"taken by row {first[cells]}; it must be unique"
                found.append(Problem(file, line, "+".join(key), "+".join(cells), allowed))
            first.setdefault(cells, line)
    return found
