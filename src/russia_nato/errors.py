"""What can go wrong, and how it is said: the place, the value, and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the commands start without pandas
    import pandas as pd


class CourseError(Exception):
    """What the user of a command can mend; the message says what is wrong and where."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in the data, with the place where it stands and what would be right.

    ``row`` is the line of the file (the header is line 1), or None where the problem is of the whole file. ``rests_on``
    names the tables in which the check looked: where one of them could not be read whole, the problem may only follow.

    Examples
    --------
    >>> print(Problem("events.csv", 3, "kind", "party", "allowed is one of summit, meeting"))
    events.csv:3, column 'kind': 'party': allowed is one of summit, meeting
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    allowed: str
    rests_on: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        column = f", column {self.column!r}" if self.column else ""
        value = "" if self.value is None else f": {self.value!r}"
        return f"{place}{column}{value}: {self.allowed}"


class DataError(CourseError):
    """A table that cannot be trusted: names the file, the row, the column, the bad value and what is allowed.

    ``problems`` holds what was found; the message says the first of them, and how many more there are.
    """

    def __init__(self, *found: Problem | str):
        self.problems = tuple(p for p in found if isinstance(p, Problem))
        more = f" (and {len(found) - 1} more: run `russia-nato validate`)" if len(found) > 1 else ""
        super().__init__(f"{found[0]}{more}")


def read_text(path: Path, name: str = "") -> str:
    """Return the text of a file that people edit, with or without a byte order mark.

    Raises
    ------
    DataError
        If it is not UTF-8; says in which line.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = Path(folder) / "page.md"
    ...     _ = page.write_bytes("One\\nTw\xf6\\n".encode("cp1252"))
    ...     read_text(page)
    Traceback (most recent call last):
    russia_nato.errors.DataError: page.md:2: not UTF-8; save the file as UTF-8
    """
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        raise DataError(Problem(name or path.name, line, None, None, "not UTF-8; save the file as UTF-8")) from None


def counted(n: int, word: str, words: str = "") -> str:
    """Return a number with its noun, in the plural save for one.

    Examples
    --------
    >>> counted(1, "problem"), counted(2, "problem"), counted(3, "person", "people")
    ('1 problem', '2 problems', '3 people')
    """
    return f"{n} {word if n == 1 else words or f'{word}s'}"


def need(data: pd.DataFrame, columns: list[str], what: str) -> None:
    """Refuse data that lack a column or rows, by name.

    Raises
    ------
    ValueError
        Names what is missing and what is there.

    Examples
    --------
    >>> import pandas as pd
    >>> need(pd.DataFrame({"date": [1]}), ["date", "stance"], "positions")
    Traceback (most recent call last):
    ValueError: positions lacks the columns ['stance']; it has ['date']
    """
    missing = [c for c in columns if c not in data.columns]
    if missing:
        raise ValueError(f"{what} lacks the columns {missing}; it has {list(data.columns)}")
    if data.empty:
        raise ValueError(f"{what} has no rows to draw")
