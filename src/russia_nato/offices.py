"""Which office a person held on a day, from rows of text as they stand in the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def held_on(office: Mapping[str, str], date: str) -> bool:
    """Say whether an office was held on a day (ISO), as finely as its own dates are known.

    Examples
    --------
    >>> term = {"since": "2009-08", "until": "2014-09-30"}
    >>> [held_on(term, day) for day in ("2009-07-31", "2009-08-01", "2014-09-30", "2014-10-01")]
    [False, True, True, False]
    """
    since, until = office["since"], office["until"]
    return since <= date[: len(since)] and (not until or date[: len(until)] <= until)


def office_on(offices: Iterable[Mapping[str, str]], person_id: str, actor_id: str, date: str) -> str:
    """Return the office that a person held for an actor on a day, "" where the table has none.

    Where two were held, the one that began last is returned.

    Parameters
    ----------
    offices : iterable of mappings
        Rows of the offices table.
    person_id, actor_id : str
        Who, and for which state or organisation.
    date : str
        The day, YYYY-MM-DD.

    Examples
    --------
    >>> rows = [dict(person_id="p", actor_id="russia", office=o, since=s, until=u)
    ...         for o, s, u in (("Prime Minister of Russia", "2008-05-08", "2012-05-07"), ("President of Russia", "2012-05-07", ""))]
    >>> office_on(rows, "p", "russia", "2010-01-01"), office_on(rows, "p", "russia", "2012-05-07"), office_on(rows, "p", "nato", "2010-01-01")
    ('Prime Minister of Russia', 'President of Russia', '')
    """
    mine = [o for o in offices if o["person_id"] == person_id and o["actor_id"] == actor_id and held_on(o, date)]
    return max(mine, key=lambda o: o["since"])["office"] if mine else ""


def term(office: Mapping[str, str]) -> str:
    """Return the years of an office as printed: open where it was held on the cut-off date, "seen" where the term was not read.

    Examples
    --------
    >>> term({"since": "2009-08-01", "until": "2014-09-30", "bounds": "term"}), term({"since": "2024-10-01", "until": "", "bounds": "term"})
    ('2009–2014', 'since 2024')
    >>> term({"since": "1990-02-09", "until": "1990-05", "bounds": "seen"})
    'seen in 1990'
    """
    since, until = office["since"][:4], office["until"][:4]
    years = since if since == until else f"{since}–{until}"
    if office["bounds"] == "seen":
        return f"seen in {years}"
    return years if until else f"since {since}"
