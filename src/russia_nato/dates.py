"""Dates as they are known: written no finer than their source gives them, and placed in their phase."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# How a date that is not known to the day stands in a table: the end of its ISO form.
STANDS_AT = {"month": "-01", "autumn": "-09-01", "year": "-01-01"}


def _known(date: Any) -> bool:
    """Say whether a cell holds a date: an empty one is "", None or NaT, which differs from itself."""
    return bool(date) and date == date


def written_date(date: Any, precision: str = "day", month: str = "%B") -> str:
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
    return str(date.strftime(forms[str(precision)]))


def iso_date(date: Any, precision: str = "day") -> str:
    """Write a date by ISO 8601 for machines, no finer than its source gives it; of an autumn it knows the year.

    Examples
    --------
    >>> from datetime import date
    >>> [iso_date(date(2003, 9, 1), p) for p in ("day", "month", "autumn", "year")]
    ['2003-09-01', '2003-09', '2003', '2003']
    """
    return f"{date:%Y-%m-%d}"[: {"day": 10, "month": 7}.get(str(precision), 4)]


def when(r: Mapping[Any, Any]) -> str:
    """Return the date of a row as printed, no finer than its source gives it.

    Examples
    --------
    >>> import pandas as pd
    >>> when({"start_date": pd.Timestamp("1990-06-07"), "end_date": pd.Timestamp("1990-06-08"), "date_precision": "day"})
    '7–8 June 1990'
    """
    start, end = r.get("start_date", r.get("date")), r.get("end_date")
    precision = str(r.get("date_precision", "day"))
    if precision != "day" or start is None or end is None or not _known(end) or end == start:
        return written_date(start, precision)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{written_date(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {written_date(end)}"
    return f"{written_date(start)} – {written_date(end)}"


def plain_date(text: str) -> str:
    """Return a date that is known by year, month or day as it is printed.

    Examples
    --------
    >>> plain_date("1990-02-20"), plain_date("1990-02"), plain_date("1990")
    ('20 February 1990', 'February 1990', '1990')
    """
    parts = text.split("-")
    day = dt.date(*(int(p) for p in [*parts, "1", "1"][:3]))
    return written_date(day, ("year", "month", "day")[len(parts) - 1])


def dates_as_read(rows: pd.DataFrame, column: str = "date") -> pd.Series:
    """Return dates as text that sorts, no finer than their ``date_precision`` says; a year that stands at 1 January is a year.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"date": pd.to_datetime(["2003-09-01"] * 2), "date_precision": ["autumn", "month"]})
    >>> list(dates_as_read(rows))
    ['2003 autumn', '2003-09']
    """
    import pandas as pd

    if "date_precision" not in rows:
        return rows[column].dt.strftime("%Y-%m-%d")
    dated = zip(rows[column], rows["date_precision"].astype(str), strict=True)
    text = [iso_date(d, p) + (" autumn" if p == "autumn" else "") for d, p in dated]
    return pd.Series(text, index=rows.index, dtype=object)


def covers(phase: Mapping[Any, Any], date: Any) -> bool:
    """Say whether a date lies in a phase: both of its days belong to it, and the last phase has no end.

    Phase and date are of one form: both loaded, or both text as it stands in the files.

    Examples
    --------
    >>> covers({"start_date": "1989-01-01", "end_date": "1991-12-31"}, "1991-12-31")
    True
    >>> covers({"start_date": "2022-02-24", "end_date": ""}, "2030-01-01")
    True
    """
    return bool(phase["start_date"] <= date and not (_known(phase["end_date"]) and date > phase["end_date"]))


def in_phase(frame: pd.DataFrame, phase: Mapping[Any, Any], column: str = "date") -> pd.DataFrame:
    """Return the rows whose date lies in a phase.

    Examples
    --------
    >>> from russia_nato.data import load_events, load_phases
    >>> first = load_phases().to_dict("records")[0]
    >>> in_phase(load_events(), first, "start_date")["phase_id"].unique().tolist()
    ['ending-the-cold-war']
    """
    return frame.loc[[covers(phase, d) for d in frame[column]]]


def phase_number(dates: pd.Series) -> pd.Series:
    """Return the number of the phase in which each date lies.

    Raises
    ------
    ValueError
        If a date lies before the first phase.

    Examples
    --------
    >>> import pandas as pd
    >>> list(phase_number(pd.to_datetime(pd.Series(["1990-02-09", "2025-01-01"]))))
    [1, 8]
    """
    import pandas as pd

    from .data import load_phases

    phases = load_phases().to_dict("records")
    numbers = [next((int(p["number"]) for p in phases if covers(p, d)), 0) for d in dates]
    if 0 in numbers:
        odd = dates.iloc[numbers.index(0)]
        raise ValueError(f"date {odd}: lies in no phase; allowed is a date from {phases[0]['start_date']:%Y-%m-%d}")
    return pd.Series(numbers, index=dates.index, dtype=int)


def years(phase: Mapping[Any, Any]) -> str:
    """Return the years of a phase, such as ``1989–1991``.

    Examples
    --------
    >>> import pandas as pd
    >>> years({"start_date": pd.Timestamp("2022-02-24"), "end_date": pd.NaT})
    '2022 to today'
    """
    start, end = phase["start_date"], phase["end_date"]
    return f"{start:%Y}–{end:%Y}" if _known(end) else f"{start:%Y} to today"
