"""A cooperation-conflict index: acts between two sides, weighted by Goldstein's scale and averaged over periods."""

from __future__ import annotations

import pandas as pd

from ..data import load_acts, load_cameo_codes
from ..errors import need
from ..sides import SIDES, side_of

FREQUENCIES = {"year": "Y", "quarter": "Q", "month": "M"}
COLUMNS = ["period", "start", "direction", "mean", "total", "events", "cooperative", "conflictual", "words", "deeds"]
COUNCILS = ("pjc", "nrc")  # not nacc, where thirty-odd states met


def acts_between(
    events: pd.DataFrame, sides: tuple[str, str] = ("nato", "russia"), *, councils: bool = False
) -> pd.DataFrame:
    """Return the acts of one side towards the other, in both directions, with their Goldstein weights.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of the events table; ``event_id``, ``start_date``, ``act``, ``source_actor``, ``target_actor`` and
        ``cameo_code`` are used.
    sides : tuple of str
        Two of nato, russia, between, international. An Ally stands on NATO's side from its day of accession.
    councils : bool
        Whether the Permanent Joint Council and the NATO-Russia Council count as NATO's side where the other actor is on
        Russia's; data/coding.md argues both ways. They are international bodies, and left out, by default.

    Returns
    -------
    pandas.DataFrame
        The rows of the acts in order of time, with ``direction`` (such as "nato to russia"), ``deed`` (words or deeds,
        by the acts table) and ``weight`` (-10 conflict to +10 cooperation).

    Raises
    ------
    ValueError
        If a column or all rows are missing, or a side or an actor is unknown.

    Source
    ------
    The events table; weights after Goldstein (1992) as tabulated for CAMEO, from the cameo_codes table.

    Examples
    --------
    >>> import russia_nato as rn
    >>> sorted(rn.acts_between(rn.load_events())["direction"].unique())
    ['nato to russia', 'russia to nato']
    """
    need(events, ["event_id", "start_date", "act", "source_actor", "target_actor", "cameo_code"], "events")
    if len(sides) != 2 or sides[0] == sides[1] or set(sides) - set(SIDES):
        raise ValueError(f"sides {sides!r}; allowed are two different ones of {list(SIDES)}")
    source, target = (side_of(events[c], events["start_date"]) for c in ("source_actor", "target_actor"))
    if councils:
        source, target = (
            own.mask(events[column].isin(COUNCILS) & (other == "russia"), "nato")
            for own, column, other in ((source, "source_actor", target), (target, "target_actor", source))
        )
    found = events.assign(
        direction=source + " to " + target,
        deed=events["act"].map(load_acts().set_index("act_id")["deed"].astype(str)),
        weight=events["cameo_code"].map(load_cameo_codes().set_index("cameo_code")["goldstein"]).astype(float),
    )
    pair = [f"{sides[0]} to {sides[1]}", f"{sides[1]} to {sides[0]}"]
    return found[found["direction"].isin(pair)].sort_values(["start_date", "event_id"]).reset_index(drop=True)


def conflict_index(
    events: pd.DataFrame,
    freq: str = "year",
    *,
    direction: str = "both",
    acts: str = "all",
    sides: tuple[str, str] = ("nato", "russia"),
    councils: bool = False,
) -> pd.DataFrame:
    """Average the Goldstein weights of the acts between two sides, period by period.

    The mean answers "what was the usual tone of a recorded act?", the total "how much was recorded, with its
    tone?". Both depend on which acts were entered; neither measures how strong an act was in the world.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of the events table.
    freq : str
        Length of a period: year, quarter or month.
    direction : str
        "both" directions taken together, "each" apart, or one of them, such as "russia to nato".
    acts : str
        "all", "words" or "deeds".
    sides : tuple of str
        The two sides; see :func:`acts_between`.
    councils : bool
        Whether the councils count as NATO's side towards Russia; see :func:`acts_between`.

    Returns
    -------
    pandas.DataFrame
        A row for each period between the first and the last event given, and direction: ``period`` and the day of
        its ``start``; ``direction``; ``mean`` weight (missing where no act is recorded) and ``total``; the number
        of ``events``, of those ``cooperative`` (weight above 0), ``conflictual`` (below 0), ``words`` and
        ``deeds``.

    Raises
    ------
    ValueError
        If a column or all rows are missing, or an option is not among those allowed.

    Source
    ------
    The events table; weights after Goldstein (1992) from the cameo_codes table.

    Examples
    --------
    >>> import russia_nato as rn
    >>> index = rn.conflict_index(rn.load_events())
    >>> index["period"].iloc[0], bool(index["mean"].iloc[0] > 0)
    ('1989', True)
    """
    pair = [f"{a} to {b}" for a, b in (sides, sides[::-1])]
    for name, value, allowed in (
        ("freq", freq, list(FREQUENCIES)),
        ("direction", direction, ["both", "each", *pair]),
        ("acts", acts, ["all", "words", "deeds"]),
    ):
        if value not in allowed:
            raise ValueError(f"{name} {value!r}; allowed is one of {allowed}")
    found = acts_between(events, sides, councils=councils)
    if acts != "all":
        found = found[found["deed"] == acts]
    code = FREQUENCIES[freq]
    periods = pd.period_range(events["start_date"].min(), events["start_date"].max(), freq=code, name="when")
    parts = []
    for told in pair if direction == "each" else [direction]:
        mine = found if told == "both" else found[found["direction"] == told]
        grouped = mine.assign(
            cooperative=mine["weight"] > 0,
            conflictual=mine["weight"] < 0,
            words=mine["deed"] == "words",
            deeds=mine["deed"] == "deeds",
        ).groupby(mine["start_date"].dt.to_period(code))
        counts = grouped[["cooperative", "conflictual", "words", "deeds"]].sum()
        part = pd.concat([grouped["weight"].agg(mean="mean", total="sum", events="size"), counts], axis=1).reindex(
            periods
        )
        whole = ["events", "cooperative", "conflictual", "words", "deeds"]
        part[whole] = part[whole].fillna(0).astype(int)
        part["total"] = part["total"].fillna(0.0)
        parts.append(part.assign(direction=told, period=periods.astype(str), start=periods.start_time))
    return pd.concat(parts)[COLUMNS].reset_index(drop=True)
