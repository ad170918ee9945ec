"""Rows for the book: one row by its id, and how its date is printed."""

from __future__ import annotations

import datetime as dt
import difflib
from functools import lru_cache

import pandas as pd

from ..data import data_dir, load_table, split_list, written_date
from ..schema import tables

_TABLES = {
    "event": "events", "document": "documents", "person": "people", "claim": "claims", "position": "positions", "actor": "actors",
    "issue": "issues", "phase": "phases",
}  # fmt: skip


@lru_cache(maxsize=32)
def _indexed(name: str, stamp: int) -> dict[str, dict]:
    frame = load_table(name)
    key = tables()[name].key[0]
    return {r[key]: r for r in frame.to_dict("records")}


def rows(kind: str) -> dict[str, dict]:
    """Return all rows of a kind by id, in the order of the table."""
    name = _TABLES[kind]
    return _indexed(name, (data_dir() / f"{name}.csv").stat().st_mtime_ns)


def row(kind: str, ident: str) -> dict | None:
    """Return one row, or None where the id is unknown."""
    return rows(kind).get(ident)


def allowed(kind: str, ident: str) -> str:
    """Say which ids are allowed, the most similar first."""
    near = difflib.get_close_matches(ident, rows(kind), 3, 0.5)
    return f"allowed is an id of {_TABLES[kind]}.csv" + (f", such as {', '.join(near)}" if near else "")


def when(r: dict) -> str:
    """Return the date of a row as printed, no finer than its source gives it.

    Examples
    --------
    >>> import pandas as pd
    >>> when({"start_date": pd.Timestamp("1990-06-07"), "end_date": pd.Timestamp("1990-06-08"), "date_precision": "day"})
    '7–8 June 1990'
    """
    start, end = r.get("start_date", r.get("date")), r.get("end_date")
    precision = str(r.get("date_precision", "day"))
    if precision != "day" or end is None or pd.isna(end) or end == start:
        return written_date(start, precision)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {start:%B %Y}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {end.day} {end:%B %Y}"
    return f"{start.day} {start:%B %Y} – {end.day} {end:%B %Y}"


def plain_date(text: str) -> str:
    """Return a date that is known by year, month or day as it is printed.

    Examples
    --------
    >>> plain_date("1990-02-20"), plain_date("1990-02"), plain_date("1990")
    ('20 February 1990', 'February 1990', '1990')
    """
    parts = text.split("-")
    day = dt.date(*(int(p) for p in [*parts, "1", "1"][:3]))
    return [f"{day:%Y}", f"{day:%B %Y}", f"{day.day} {day:%B %Y}"][len(parts) - 1]


def note_dependency(env, *names: str) -> None:
    """Tell Sphinx to read the page again when one of these tables changes."""
    for name in names:
        env.note_dependency(str(data_dir() / f"{name}.csv"))


def cite(keys: str) -> str:
    """Return the citation, in MyST, of a cell of sources."""
    return "{cite}`" + ",".join(split_list(keys)) + "`"
