"""On which side an actor stood, and what kind of act a row tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Side:
    """How a side is called and looks; colour and marker are its own in every drawing, so that a chart reads in grey too."""

    name: str
    color: str
    marker: str


# From Okabe and Ito's set, which people with any common kind of colour blindness can tell apart.
SIDES = {
    "nato": Side("NATO and Allies", "#0072B2", "o"),
    "russia": Side("Soviet Union, Russia", "#D55E00", "s"),
    "between": Side("States in between", "#007F5F", "^"),
    "international": Side("International bodies", "#595959", "D"),
}


def side_on(actor: Mapping[str, Any], date: Any) -> str:
    """Return on which side an actor stood on a date: an Ally is on NATO's from its accession.

    Parameters
    ----------
    actor : mapping
        Row of the actors table, loaded or as text; ``side`` and ``joined_nato`` are used.
    date : pandas.Timestamp, datetime.date or str
        The date, in the form in which the row holds its own.

    Examples
    --------
    >>> poland = {"side": "between", "joined_nato": "1999-03-12"}
    >>> side_on(poland, "1999-03-11"), side_on(poland, "1999-03-12")
    ('between', 'nato')
    """
    joined = actor["joined_nato"]
    return "nato" if joined and joined <= date else str(actor["side"])  # no date is empty, or NaT, which is not before


def side_of(actors: pd.Series, dates: pd.Series) -> pd.Series:
    """Return the side of each actor at each date, as :func:`side_on` says.

    Raises
    ------
    ValueError
        If an actor is not in the actors table.

    Examples
    --------
    >>> import pandas as pd
    >>> list(side_of(pd.Series(["poland", "ussr"]), pd.to_datetime(pd.Series(["1999-03-12", "1990-01-01"]))))
    ['nato', 'russia']
    """
    import pandas as pd

    from .data import load_actors

    known = load_actors().set_index("actor_id")[["side", "joined_nato"]].to_dict("index")
    unknown = sorted(set(actors) - set(known))
    if unknown:
        raise ValueError(f"unknown actors {unknown}; allowed are the ids of the actors table")
    sides = [side_on(known[a], d) for a, d in zip(actors, dates, strict=True)]
    return pd.Series(sides, index=actors.index, dtype=object)


def kind_of(acts: pd.Series) -> pd.Series:
    """Return what each act is: a word, or a deed of cooperation, of conflict or of neither.

    Words and deeds are told apart by the decision table of acts, deeds by the sign of the weight of their code: what a court
    finds without blaming anybody, and an election, weigh nothing.

    Raises
    ------
    ValueError
        If an act is not in the acts table.

    Examples
    --------
    >>> import pandas as pd
    >>> list(kind_of(pd.Series(["offers", "treaty-signed", "attacks", "office-changes"])))
    ['word', 'cooperation', 'conflict', 'neutral']
    """
    from .data import load_acts, load_cameo_codes

    table = load_acts().set_index("act_id")
    unknown = sorted(set(acts) - set(table.index))
    if unknown:
        raise ValueError(f"unknown acts {unknown}; allowed are the ids of the acts table")
    weights = table["cameo_code"].map(load_cameo_codes().set_index("cameo_code")["goldstein"])
    kinds = {
        act: "word" if deed == "words" else "cooperation" if weight > 0 else "conflict" if weight < 0 else "neutral"
        for act, deed, weight in zip(table.index, table["deed"].astype(str), weights, strict=True)
    }
    return acts.astype(str).map(kinds)
