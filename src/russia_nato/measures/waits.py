"""How long a state waited at NATO's door."""

from __future__ import annotations

import pandas as pd

from ..errors import need


def accession_waits(members: pd.DataFrame) -> pd.DataFrame:
    """Return the days between invitation, protocol and accession of each Ally that joined after the founders.

    Parameters
    ----------
    members : pandas.DataFrame
        Rows of the members table; ``country``, ``invited``, ``protocol_signed``, ``acceded`` and ``round`` are used.

    Returns
    -------
    pandas.DataFrame
        One row an Ally: ``country``, ``round``, ``to_protocol``, ``to_accession`` and ``total`` in days, missing where a date was
        not read.

    Raises
    ------
    ValueError
        If a column or all rows are missing.

    Source
    ------
    The members table (NATO).

    Examples
    --------
    >>> import russia_nato as rn
    >>> waits = rn.accession_waits(rn.load_members()).set_index("country")
    >>> int(waits.loc["Poland", "total"])
    612
    """
    need(members, ["country", "invited", "protocol_signed", "acceded", "round"], "members")
    later = members[members["round"] > 1949].sort_values(["acceded", "country"])
    need(later, [], "members after the founders")
    out = later[["country", "round"]].copy()
    for name, first, last in (
        ("to_protocol", "invited", "protocol_signed"),
        ("to_accession", "protocol_signed", "acceded"),
        ("total", "invited", "acceded"),
    ):
        out[name] = (later[last] - later[first]).dt.days.astype("Int64")
    return out.reset_index(drop=True)
