"""The cooperation-conflict index along time, with the changes that a test kept."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..errors import need
from ..sides import SIDES
from ..typography import signed
from .describe import Description, describe
from .draw import axes, headline, house_style, legend_above, lines_of, year_axis

NEUTRAL = ("#404040", "o")
NAMES = {
    "nato": "NATO’s side",
    "russia": "Russia’s side",
    "between": "states between",
    "international": "international bodies",
}
BREAK, BREAK_INK = "#A8508A", "#7a2f60"


@dataclass(frozen=True)
class _Layout:
    """The index with the place of each mean (x), its directions, and the levels (start, end, mean) between changes."""

    index: pd.DataFrame
    directions: list[str]
    levels: list[tuple[pd.Timestamp, pd.Timestamp, float]]


def _look(direction: str) -> tuple[str, str]:
    side = SIDES.get(direction.split(" to ")[0])
    return (side.color, side.marker) if side else NEUTRAL


def _name(direction: str) -> str:
    return "both directions" if direction == "both" else " to ".join(NAMES[s] for s in direction.split(" to "))


def _levels(
    index: pd.DataFrame, breaks: pd.DataFrame | None, half: pd.Timedelta
) -> list[tuple[pd.Timestamp, pd.Timestamp, float]]:
    """Return start, end and mean of each stretch between the changes that were kept."""
    if breaks is None:
        return []
    kept = set(breaks.loc[breaks["kept"], "at"].astype(str))
    unknown = sorted(kept - set(index["period"]))
    if unknown:
        first, last = index["period"].iloc[0], index["period"].iloc[-1]
        raise ValueError(f"breaks at {unknown} are not periods of the index; it has {first} to {last}")
    stretch = index["period"].isin(kept).cumsum()
    return [
        (part["start"].iloc[0], part["start"].iloc[-1] + 2 * half, float(part["mean"].mean()))
        for _, part in index.groupby(stretch)
    ]


def _layout(index: pd.DataFrame, breaks: pd.DataFrame | None) -> _Layout:
    need(index, ["period", "start", "direction", "mean", "events"], "index")
    need(index[index["mean"].notna()], [], "index of periods with acts")
    directions = list(dict.fromkeys(index["direction"]))
    if breaks is not None and len(directions) > 1:
        raise ValueError(f"breaks belong to one direction; the index has {directions}")
    half = index.loc[index["direction"] == directions[0], "start"].diff().median() / 2
    half = pd.Timedelta(0) if pd.isna(half) else half  # a mean stands in the middle of its period
    return _Layout(index.assign(x=index["start"] + half), directions, _levels(index, breaks, half))


def _draw_levels(layout: _Layout, ax: Axes) -> None:
    text = {"fontsize": 8, "fontweight": "bold", "color": BREAK_INK, "textcoords": "offset points"}
    box = {"boxstyle": "round,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.75}
    for n, (start, end, mean) in enumerate(layout.levels):
        ax.plot([start, end], [mean, mean], color=BREAK, linewidth=2.4, zorder=4, gid="level")
        ax.annotate(
            signed(mean, 1), (mdates.date2num(end), mean), xytext=(0, 4), ha="right", zorder=5, bbox=box, **text
        )
        if n:
            ax.axvline(start, color=BREAK, linewidth=1.1, linestyle=(0, (4, 2)), zorder=1, gid="break")
            ax.annotate(f"{start.year}", (mdates.date2num(start), 10.3), xytext=(3, 0), va="top", **text)


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    index, directions = layout.index, layout.directions
    ax.axhline(0, color="#8c8c8c", linewidth=0.9, zorder=1)
    for direction in directions:
        own, (color, marker) = index[index["direction"] == direction], _look(direction)
        ax.plot(own["x"], own["mean"], color=color, linewidth=1, alpha=0.6, zorder=2, gid=f"line-{direction}")
        size = 8 + 5 * own["events"]
        look = {"marker": marker, "color": color, "edgecolor": "white", "linewidth": 0.5, "zorder": 3}
        ax.scatter(own["x"], own["mean"], s=size, **look)
    _draw_levels(layout, ax)
    ax.set_ylim(-10.5, 10.5)
    ax.set_yticks([-10, -5, 0, 5, 10], ["−10\nconflict", "−5", "0", "+5", "+10\ncoop-\neration"])
    ax.set_ylabel("Mean Goldstein weight of an act")
    year_axis(ax, 8)
    sizes = [n for n in (2, 10, 20) if n <= max(index["events"].max(), 2)]
    acts = [((8 + 5 * n) ** 0.5, f"{n} acts") for n in sizes]
    handles = [
        Line2D([], [], linestyle="", marker="o", color="#8c8c8c", markersize=size, label=name) for size, name in acts
    ]
    if directions != ["both"]:
        looks = [(*_look(d), f"from {_name(d).split(' to ')[0]}") for d in directions]
        lines = [Line2D([], [], marker=m, color=c, linewidth=1, label=name) for c, m, name in looks]
        handles = lines + handles[-1:]
    legend_above(ax, handles, 4, -0.02, handletextpad=0.4)
    headline(ax, title)


def _words(layout: _Layout) -> Description:
    known = layout.index[layout.index["mean"].notna()]
    parts, titles = [], []
    for direction in layout.directions:
        own = known[known["direction"] == direction].reset_index(drop=True)
        first, last = own.iloc[0], own.iloc[-1]
        low, high = own.loc[own["mean"].idxmin()], own.loc[own["mean"].idxmax()]
        at = lambda row: f"{signed(row['mean'], 1)} in {row['period']}"  # noqa: E731
        span = f"from {at(first)} to {at(last)}"
        parts.append(
            f"{_name(direction)}, {int(own['events'].sum())} acts: {span}, highest {at(high)}, lowest {at(low)}"
        )
        titles.append(span if direction == "both" else f"by {_name(direction).split(' to ')[0]} {span}")
    levels = "".join(f" Level {signed(m, 1)} from {start.year} to {end.year}." for start, end, m in layout.levels)
    scale = "from −10 (conflict) to +10 (cooperation)"
    told = "; ".join(parts)
    detail = f"Line chart of the mean Goldstein weight of acts, {scale}. {told[:1].upper()}{told[1:]}.{levels}"
    mean = layout.index["mean"].map(lambda v: "no act" if pd.isna(v) else signed(v, 2))
    table = layout.index.assign(direction=layout.index["direction"].map(_name), mean=mean)
    table = table[["period", "direction", "mean", "events"]]
    table = table.set_axis(["Period", "Direction", "Mean weight", "Acts"], axis=1)
    return Description(
        f"The mean weight of acts went {', '.join(titles)}",
        detail,
        "events table of the course; acts coded by CAMEO, weights after Goldstein (1992).",
        table,
        f"Data table: {len(table)} periods",
    )


def plot_index(index: pd.DataFrame, *, breaks: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the mean weight of the recorded acts, period by period; the larger a point, the more acts stand behind it.

    A period without acts is a gap in the line.

    Parameters
    ----------
    index : pandas.DataFrame
        What :func:`conflict_index` returns; each direction is drawn as a line of its own.
    breaks : pandas.DataFrame, optional
        What :func:`change_points` returns for the means; changes that were kept are drawn, with the mean of each
        stretch.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column or all rows are missing, if breaks are given for more than one direction or are no periods of
        the index.

    Source
    ------
    The events table; weights after Goldstein (1992) from the cameo_codes table.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_index(rn.conflict_index(rn.load_events()))
    >>> ax.get_xlabel()
    'Year'
    """
    layout = _layout(index, breaks)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 3.5 + 0.165 * len(lines_of(words.title)))
        _draw(layout, words.title, ax)
    return describe(ax, words)
