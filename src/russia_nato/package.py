"""All rows of the data package as text, with what is needed to judge them and with what could not be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .bibliography import Reference, load_references
from .errors import DataError, Problem
from .schema import Table, cutoff_date, tables
from .tabular import read_table


def is_date(text: str) -> bool:
    """Say whether a cell is a date as YYYY-MM-DD.

    Examples
    --------
    >>> is_date("1990-02-09"), is_date("1990-02-30")
    (True, False)
    """
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass
class Package:
    """All rows as text.

    Attributes
    ----------
    folder, tables, cutoff
        The folder, its declared tables, and the day up to which the data have been brought, as text.
    rows, lines
        The rows of each table, and the line of each in its file.
    references
        The entries of references.bib by key.
    left_out
        For each table (and "references") the text that could not be read as rows, or None where nothing of it is known.
    """

    folder: Path
    tables: dict[str, Table]
    cutoff: str
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    left_out: dict[str, str | None] = field(default_factory=dict)

    def each(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row of a table with its line."""
        return zip(self.lines[table], self.rows[table], strict=True)

    def dated(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row whose dates are dates: of another row nothing can be said in time."""
        columns = [f.name for f in self.tables[table].fields if f.type == "date"]
        for line, row in self.each(table):
            if all(not row[c] or is_date(row[c]) for c in columns):
                yield line, row

    def ids(self, table: str) -> set[str]:
        """Return the ids of a table (the first column of its key), or the keys of the "references"."""
        if table == "references":
            return set(self.references)
        return {r[self.tables[table].key[0]] for r in self.rows[table]}

    def follows(self, problem: Problem) -> bool:
        """Say whether a problem may only follow from what could not be read of a table on which it rests."""
        for table in problem.rests_on:
            text = self.left_out.get(table, "")
            if text is None or (text and all(part in text for part in (problem.value or "").split("|"))):
                return True
        return False


def read_all(folder: Path) -> tuple[Package, list[Problem]]:
    """Read every table as text, and return what could be read with what is wrong with the rest.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> package, problems = read_all(data_dir())
    >>> len(package.rows["phases"]), problems
    (8, [])
    """
    package, problems = Package(folder, tables(folder), cutoff_date(folder).isoformat()), []
    for name, table in package.tables.items():
        found = read_table(table)
        package.rows[name], package.lines[name], package.left_out[name] = found.rows, found.lines, found.left_out
        problems += found.problems
    try:
        package.references = load_references(folder)
    except DataError as e:
        package.left_out["references"] = None
        problems += e.problems
    return package, problems
