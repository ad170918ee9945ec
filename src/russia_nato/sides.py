"""On which side an actor stood, and what kind of act a row tells."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .data import load_actors


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

# What an act is, by the root of its CAMEO code: words, or deeds of cooperation or conflict.
WORDS = {"01", "02", "03", "04", "05", "08", "10", "11", "12", "13"}


def side_of(actors: pd.Series, dates: pd.Series) -> pd.Series:
    """Return the side of each actor at each date: an Ally is on NATO's side from its accession.

    Raises
    ------
    ValueError
        If an actor is not in the actors table.
    """
    table = load_actors().set_index("actor_id")
    unknown = sorted(set(actors) - set(table.index))
    if unknown:
        raise ValueError(f"unknown actors {unknown}; allowed are the ids of the actors table")
    standing = actors.map(table["side"].astype(str)).astype(str)
    joined = pd.to_datetime(actors.map(table["joined_nato"]))
    return standing.where(~(joined <= dates), "nato")


def side_on(actor: dict[str, str], date: str) -> str:
    """Return on which side an actor stood on a date: an Ally is on NATO's from its accession."""
    return "nato" if actor["joined_nato"] and actor["joined_nato"] <= date else actor["side"]


def act_of(code: str) -> str:
    root = code[:2]
    return "word" if root in WORDS and not code.startswith("057") else "cooperation" if root <= "09" else "conflict"
