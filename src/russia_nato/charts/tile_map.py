"""The Allies and their neighbours as tiles: one square a state, so that no border is drawn and no state weighs more than another."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from ..data import cutoff_date, load_actors, load_events
from ..dates import written_date
from ..errors import need
from ..sides import SIDES
from .describe import Description, describe
from .draw import GREY, INK, axes, cell, dark, headline, house_style

# Column and row of each tile, set by hand so that neighbours stand near one another; the rows count from the north.
TILES = {
    "CAN": (0, 0), "ISL": (2, 0), "NOR": (5, 0), "SWE": (6, 0), "FIN": (7, 0),
    "USA": (0, 1), "DNK": (5, 1), "EST": (7, 1), "RUS": (8, 1),
    "IRL": (1, 2), "GBR": (2, 2), "NLD": (4, 2), "LVA": (7, 2),
    "BEL": (3, 3), "LUX": (4, 3), "DEU": (5, 3), "POL": (6, 3), "LTU": (7, 3), "BLR": (8, 3),
    "FRA": (3, 4), "CHE": (4, 4), "AUT": (5, 4), "CZE": (6, 4), "SVK": (7, 4), "UKR": (8, 4),
    "ITA": (4, 5), "SVN": (5, 5), "HUN": (6, 5), "ROU": (7, 5), "MDA": (8, 5),
    "PRT": (1, 6), "ESP": (2, 6), "HRV": (5, 6), "BIH": (6, 6), "SRB": (7, 6), "BGR": (8, 6),
    "MNE": (5, 7), "Kosovo": (6, 7), "MKD": (7, 7), "GEO": (9, 7),
    "ALB": (6, 8), "GRC": (7, 8), "TUR": (8, 8),
}  # fmt: skip
# Waves of accession by the years of their rounds: a name would judge, the years do not.
WAVES = ((1949, 1949), (1950, 1989), (1990, 1999), (2000, 2004), (2005, 2009), (2010, 2020), (2021, 9999))
BLUES = ("#08306b", "#08519c", "#2171b5", "#4292c6", "#6baed6", "#9ecae1", "#deebf7")
MOSCOW, PROMISE, OTHER, DISPUTED = (
    "Russia, Belarus",
    "promised in 2008, not a member",
    "not a member",
    "Kosovo: status disputed",
)
LOOKS = {
    MOSCOW: (SIDES["russia"].color, "-"),
    PROMISE: ("#b7e1cd", "-"),
    OTHER: ("#ffffff", "-"),
    DISPUTED: ("#ffffff", ":"),
}


@dataclass(frozen=True)
class Tiles:
    """Where each state stands (a wave's number or a standing), the rounds and names of states, and when."""

    standing: dict[str, str | int]
    rounds: dict[str, int]
    names: dict[str, str]
    when: str

    @property
    def allies(self) -> list[str]:
        return [t for t, s in self.standing.items() if isinstance(s, int)]

    def named(self, tiles) -> str:
        return ", ".join(sorted(self.names[t] for t in tiles))


def _standing(tile: str, year: int, joined: dict[str, int], promised: dict[str, int], moscow: set[str]) -> str | int:
    """Return the number of the wave in which a state acceded by the end of the year, or the name of its standing."""
    if tile in joined and joined[tile] <= year:
        return next(n for n, (first, last) in enumerate(WAVES) if first <= joined[tile] <= last)
    if tile == "Kosovo":
        return DISPUTED
    return MOSCOW if tile in moscow else PROMISE if promised.get(tile, 9999) <= year else OTHER


def place_tiles(members: pd.DataFrame, year: int | None) -> Tiles:
    """Return where each state stands at the end of a year, or at the cut-off."""
    need(members, ["iso3", "country", "acceded", "round"], "members")
    cutoff = cutoff_date()
    year = cutoff.year if year is None else year
    if not 1993 <= year <= cutoff.year:
        allowed = f"allowed is 1993 (before it too many of these states did not exist) to {cutoff.year}"
        raise ValueError(f"year is {year}; {allowed}")
    without = sorted(set(members["iso3"]) - set(TILES))
    if without:
        raise ValueError(f"members {without} have no tile; set their place in TILES of charts/tile_map.py")
    joined = {m.iso3: m.acceded.year for m in members.itertuples()}
    actors = load_actors()
    events = load_events().set_index("event_id")["start_date"].dt.year
    promised = {a.iso3: events[a.promised_by] for a in actors.itertuples() if a.promised_by}
    moscow = set(actors.loc[actors["side"] == "russia", "iso3"]) & set(TILES)
    names = (
        dict(zip(actors["iso3"], actors["name"], strict=True))
        | dict(zip(members["iso3"], members["country"], strict=True))
        | {"BIH": "Bosnia and Herzegovina", "Kosovo": "Kosovo"}
    )
    standing = {t: _standing(t, year, joined, promised, moscow) for t in TILES}
    rounds = {m.iso3: int(m.round) for m in members.itertuples() if isinstance(standing[m.iso3], int)}
    when = f"on {written_date(cutoff)}" if year == cutoff.year else f"at the end of {year}"
    return Tiles(standing, rounds, names, when)


def _draw(layout: Tiles, title: str, ax: Axes) -> None:
    text = {"ha": "center", "va": "center"}
    for tile, (column, row) in TILES.items():
        s, ally = layout.standing[tile], tile in layout.rounds
        fill, edge = (BLUES[s], "-") if ally else LOOKS[s]
        ink, look = "white" if dark(fill) else INK, {"edgecolor": GREY, "linewidth": 0.9, "linestyle": edge}
        cell(ax, column, -row - 0.94, 0.94, f"tile-{tile}", fill, **look)
        code = {"Kosovo": "Kos.*"}.get(tile, tile)
        middle = column + 0.47
        ax.text(middle, -row - (0.36 if ally else 0.47), code, fontsize=8.5, fontweight="bold", color=ink, **text)
        if ally:
            ax.text(middle, -row - 0.7, str(layout.rounds[tile]), fontsize=7.5, color=ink, **text)
    ax.set_xlim(-0.05, 10)
    ax.set_ylim(-9, 0.05)
    ax.set_aspect("equal")
    ax.set_axis_off()
    place = {"loc": "upper left", "bbox_to_anchor": (0, 0.0), "borderpad": 0}
    ax.legend(handles=_legend(layout), ncols=3, frameon=False, columnspacing=1, handlelength=1.2, **place)
    headline(ax, title)


def _legend(layout: Tiles) -> list[Patch]:
    handles = []
    for color, (first, last) in zip(BLUES, WAVES, strict=True):
        inside = sorted({r for r in layout.rounds.values() if first <= r <= last})
        if inside:
            name = str(inside[0]) if len(inside) == 1 else f"{inside[0]}–{inside[-1]}"
            handles.append(Patch(facecolor=color, edgecolor=GREY, label=name))
    looks = [(s, look) for s, look in LOOKS.items() if s in layout.standing.values()]
    return handles + [Patch(facecolor=c, edgecolor=GREY, linestyle=edge, label=s) for s, (c, edge) in looks]


def _words(layout: Tiles) -> Description:
    standing, rounds = layout.standing, layout.rounds
    later = sum(r > 1949 for r in rounds.values())
    title = f"{len(rounds)} Allies {layout.when}, {later} more than the founders; the tiles are the states of today"
    told = [
        f"of the round of {r}: {layout.named(t for t in rounds if rounds[t] == r)}"
        for r in sorted(set(rounds.values()))
    ]
    for s in (PROMISE, MOSCOW, OTHER):
        inside = [t for t in TILES if standing[t] == s]
        if inside:
            told.append(f"{'not a member and in a colour of its own' if s == MOSCOW else s}: {layout.named(inside)}")
    detail = (
        f"Map of tiles, one square a state, without borders. {'; '.join(told)}. "
        "Kosovo stands with a dotted edge, its status being disputed."
    )
    rows = sorted(
        (layout.names[t], "none" if t == "Kosovo" else t, f"Ally, round of {rounds[t]}" if t in rounds else standing[t])
        for t in TILES
    )
    table = pd.DataFrame(rows, columns=["State", "ISO code", f"Standing {layout.when}"])
    source = (
        "members table of the course (NATO); standing of Ukraine and Georgia by the Bucharest declaration of 3 April 2008. "
        "*No ISO code, no member of the General Assembly."
    )
    return Description(title, detail, source, table, f"Data table: {len(table)} tiles")


def tiles_words(members: pd.DataFrame, year: int | None = None) -> Description:
    """Return the words of the drawing for pages: its detail, source and table; no figure is made."""
    return _words(place_tiles(members, year))


def plot_tile_map(members: pd.DataFrame, *, year: int | None = None, ax: Axes | None = None) -> Axes:
    """Draw one square a state, coloured by its round of accession or its standing at the end of a year.

    The tiles are the states of today, whatever the year. A tile has no border with another: it says who is a member, and
    takes no side on where one state ends. Kosovo has no ISO code and is no member of the General Assembly; it is drawn
    with a dotted edge, because leaving it out would take a side as well.

    Parameters
    ----------
    members : pandas.DataFrame
        Rows of the members table; ``iso3``, ``country``, ``acceded`` and ``round`` are used.
    year : int, optional
        The year at whose end the map stands; the data's cut-off date by default.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column or all rows are missing, a member has no tile, or the year lies before 1993, when several of these states
        did not exist, or after the cut-off.

    Source
    ------
    The members table (NATO); Bucharest declaration of 3 April 2008.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_tile_map(rn.load_members(), year=1999)
    >>> "19 Allies" in rn.alt_text(ax)
    True
    """
    layout = place_tiles(members, year)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 5.3)
        _draw(layout, words.title, ax)
    return describe(ax, words)
