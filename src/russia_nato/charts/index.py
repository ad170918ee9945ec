"""The cooperation-conflict index along time, with the changes that a test kept."""

from __future__ import annotations

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..errors import need
from .describe import describe
from .style import SIDES, axes, house_style, year_axis

NEUTRAL = ("#404040", "o")


def _look(direction: str) -> tuple[str, str]:
    side = SIDES.get(direction.split(" to ")[0])
    return (side.color, side.marker) if side else NEUTRAL


def _name(direction: str) -> str:
    names = {
        "nato": "NATO's side",
        "russia": "Russia's side",
        "between": "states between",
        "international": "international bodies",
    }
    return "both directions" if direction == "both" else " to ".join(names[s] for s in direction.split(" to "))


def _levels(mine: pd.DataFrame, breaks: pd.DataFrame | None) -> list[tuple[pd.Timestamp, pd.Timestamp, float]]:
    """Return start, end and mean of each stretch between the changes that were kept."""
    if breaks is None:
        return []
    kept = set(breaks.loc[breaks["kept"], "at"].astype(str))
    unknown = sorted(kept - set(mine["period"]))
    if unknown:
        raise ValueError(
            f"breaks at {unknown} are not periods of the index; "
            f"it has {mine['period'].iloc[0]} to {mine['period'].iloc[-1]}"
        )
    stretch = mine["period"].isin(kept).cumsum()
    return [
        (part["start"].iloc[0], part["start"].iloc[-1], float(part["mean"].mean())) for _, part in mine.groupby(stretch)
    ]


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
    need(index, ["period", "start", "direction", "mean", "events"], "index")
    need(index[index["mean"].notna()], [], "index of periods with acts")
    directions = list(dict.fromkeys(index["direction"]))
    if breaks is not None and len(directions) > 1:
        raise ValueError(f"breaks belong to one direction; the index has {directions}")
    levels = _levels(index, breaks)
    half = (
        index.loc[index["direction"] == directions[0], "start"].diff().median() / 2
    )  # a mean stands in the middle of its period
    half = pd.Timedelta(0) if pd.isna(half) else half
    with house_style():
        ax = axes(ax, 3.6)
        ax.axhline(0, color="#8c8c8c", linewidth=0.9, zorder=1)
        for direction in directions:
            mine, (color, marker) = index[index["direction"] == direction], _look(direction)
            ax.plot(
                mine["start"] + half,
                mine["mean"],
                color=color,
                linewidth=1,
                alpha=0.6,
                zorder=2,
                gid=f"line-{direction}",
            )
            ax.scatter(
                mine["start"] + half,
                mine["mean"],
                s=8 + 5 * mine["events"],
                marker=marker,
                color=color,
                edgecolor="white",
                linewidth=0.5,
                zorder=3,
            )
        for n, (start, end, mean) in enumerate(levels):
            ax.plot([start, end + 2 * half], [mean, mean], color="#A8508A", linewidth=2.4, zorder=4, gid="level")
            ax.annotate(
                f"{mean:+.1f}",
                (mdates.date2num(end + 2 * half), mean),
                xytext=(0, 4),
                textcoords="offset points",
                ha="right",
                fontsize=8,
                fontweight="bold",
                color="#7a2f60",
                zorder=5,
                bbox={"boxstyle": "round,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.75},
            )
            if n:
                ax.axvline(start, color="#A8508A", linewidth=1.1, linestyle=(0, (4, 2)), zorder=1, gid="break")
                ax.annotate(
                    f"{start.year}",
                    (mdates.date2num(start), 10.3),
                    xytext=(3, 0),
                    textcoords="offset points",
                    va="top",
                    fontsize=8.5,
                    fontweight="bold",
                    color="#7a2f60",
                )
        ax.set_ylim(-10.5, 10.5)
        ax.set_yticks([-10, -5, 0, 5, 10], ["-10\nconflict", "-5", "0", "+5", "+10\ncoop-\neration"])
        ax.set_ylabel("Mean Goldstein weight of an act")
        year_axis(ax, 8)
        sizes = [n for n in (2, 10, 20) if n <= max(index["events"].max(), 2)]
        handles = [
            Line2D([], [], linestyle="", marker="o", color="#8c8c8c", markersize=(8 + 5 * n) ** 0.5, label=f"{n} acts")
            for n in sizes
        ]
        if directions != ["both"]:
            handles = [
                Line2D(
                    [],
                    [],
                    marker=_look(d)[1],
                    color=_look(d)[0],
                    linewidth=1,
                    label=f"from {_name(d).split(' to ')[0]}",
                )
                for d in directions
            ] + handles[-1:]
        ax.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(-0.02, 1.0),
            ncols=4,
            frameon=False,
            handletextpad=0.4,
            columnspacing=1,
            borderpad=0.1,
        )
    known = index[index["mean"].notna()]
    parts = []
    for direction in directions:
        mine = known[known["direction"] == direction]
        low, high = mine.loc[mine["mean"].idxmin()], mine.loc[mine["mean"].idxmax()]
        parts.append(
            f"{_name(direction)}, {int(mine['events'].sum())} acts: "
            f"from {mine['mean'].iloc[0]:+.1f} in {mine['period'].iloc[0]} "
            f"to {mine['mean'].iloc[-1]:+.1f} in {mine['period'].iloc[-1]}, "
            f"highest {high['mean']:+.1f} in {high['period']}, lowest {low['mean']:+.1f} in {low['period']}"
        )
    told = "".join(f" Level {mean:+.1f} from {start.year} to {end.year}." for start, end, mean in levels)
    scale = "from -10 (conflict) to +10 (cooperation)"
    said = "; ".join(parts)
    alt = f"Line chart of the mean Goldstein weight of acts, {scale}. {said[:1].upper()}{said[1:]}.{told}"
    table = index.assign(
        direction=index["direction"].map(_name),
        mean=index["mean"].map(lambda v: "no act" if pd.isna(v) else f"{v:+.2f}"),
    )
    table = table[["period", "direction", "mean", "events"]].set_axis(
        ["Period", "Direction", "Mean weight", "Acts"], axis=1
    )
    return describe(
        ax,
        alt,
        "events table of the course; acts coded by CAMEO, weights after Goldstein (1992).",
        table,
        f"Data table: {len(table)} periods",
    )
