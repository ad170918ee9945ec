"""Dates as they are known: written no finer than their source gives them, and placed in their phase."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from .data import load_phases


def written_date(date, precision: str = "day", month: str = "%B") -> str:
    """Write a date no finer than its source gives it.

    Parameters
    ----------
    date : datetime.date or pandas.Timestamp
        The date as it stands in the table.
    precision : {"day", "month", "autumn", "year"}
        The row's ``date_precision``.
    month : str
        How the month is written, as a format of strftime; "%b" is short.

    Examples
    --------
    >>> from datetime import date
    >>> [written_date(date(2003, 9, 1), p) for p in ("day", "month", "autumn", "year")]
    ['1 September 2003', 'September 2003', 'autumn 2003', '2003']
    """
    forms = {"day": f"{date.day} {month} %Y", "month": f"{month} %Y", "autumn": "autumn %Y", "year": "%Y"}
    return date.strftime(forms[str(precision)])


def iso_date(date, precision: str = "day") -> str:
    """Write a date by ISO 8601 for machines, no finer than its source gives it; of an autumn it knows the year.

    Examples
    --------
    >>> from datetime import date
    >>> [iso_date(date(2003, 9, 1), p) for p in ("day", "month", "autumn", "year")]
    ['2003-09-01', '2003-09', '2003', '2003']
    """
    return f"{date:%Y-%m-%d}"[: {"day": 10, "month": 7}.get(str(precision), 4)]


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


def dates_as_read(rows: pd.DataFrame, column: str = "date") -> pd.Series:
    """Return dates as text that sorts, no finer than their ``date_precision`` says; a year that stands at 1 January is a year."""
    if "date_precision" not in rows:
        return rows[column].dt.strftime("%Y-%m-%d")
    dated = zip(rows[column], rows["date_precision"].astype(str), strict=True)
    text = [iso_date(d, p) + (" autumn" if p == "autumn" else "") for d, p in dated]
    return pd.Series(text, index=rows.index, dtype=object)


def in_phase(frame: pd.DataFrame, phase: dict, column: str = "date") -> pd.DataFrame:
    """Return the rows whose date lies in a phase; the last phase has no end."""
    return frame[(frame[column] >= phase["start_date"]) & ~(frame[column] > phase["end_date"])]


def years(phase: dict) -> str:
    """Return the years of a phase, such as ``1989–1991``."""
    end = phase["end_date"]
    return f"{phase['start_date']:%Y} to today" if pd.isna(end) else f"{phase['start_date']:%Y}–{end:%Y}"


def phase_number(dates: pd.Series) -> pd.Series:
    """Return the number of the phase in which each date lies."""
    phases = load_phases()
    edges = [*phases["start_date"], pd.Timestamp.max]
    return pd.cut(dates, edges, right=False, labels=phases["number"]).astype(int)
