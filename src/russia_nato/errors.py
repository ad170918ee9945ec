"""What can go wrong, and how it is said: the place, the value, and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


class CourseError(Exception):
    """What the user of a command can mend; the message says what is wrong and where."""


class DataError(CourseError):
    """A table that cannot be trusted: names the file, the row, the column, the bad value and what is allowed."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in the data, with the place where it stands and what would be right.

    ``row`` is the line of the file (the header is line 1), or None where the problem is of the whole file.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    allowed: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        column = f", column {self.column!r}" if self.column else ""
        value = "" if self.value is None else f": {self.value!r}"
        return f"{place}{column}{value}: {self.allowed}"


def need(data: pd.DataFrame, columns: list[str], what: str) -> None:
    """Refuse data that lack a column or rows, by name."""
    missing = [c for c in columns if c not in data.columns]
    if missing:
        raise ValueError(f"{what} lacks the columns {missing}; it has {list(data.columns)}")
    if data.empty:
        raise ValueError(f"{what} has no rows to draw")
