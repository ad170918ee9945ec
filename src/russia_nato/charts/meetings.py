"""Meetings of the councils along time, in lanes by their level."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from ..dates import dates_as_read
from ..errors import need
from .describe import describe
from .style import axes, house_style, key_below, legend_above, year_axis

LEVELS = {
    "heads": "Heads of state, government",
    "foreign-ministers": "Foreign ministers",
    "defence-ministers": "Defence ministers",
    "chiefs-of-staff": "Chiefs of staff",
    "ambassadors": "Ambassadors",
    "other": "Other, or not read",
}
BODIES = {"NACC": ("#8A5A00", "^"), "EAPC": ("#007F5F", "v"), "PJC": ("#A8508A", "D"), "NRC": ("#0072B2", "o")}


def plot_meetings(councils: pd.DataFrame, *, gaps: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw each meeting of a council at its day, in a lane for its level.

    Parameters
    ----------
    councils : pandas.DataFrame
        Rows of the councils table; ``date``, ``body`` and ``level`` are used.
    gaps : pandas.DataFrame, optional
        Stretches to shade, with the columns ``start``, ``end`` and ``label``; they are numbered and named under the
        axes.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column or all rows are missing, a body or level is unknown, or a gap ends before it starts.

    Source
    ------
    The councils table, which holds the meetings that were read of, not all meetings.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_meetings(rn.load_councils())
    >>> ax.get_xlabel()
    'Year'
    """
    need(councils, ["date", "body", "level"], "councils")
    for column, allowed in (("body", BODIES), ("level", LEVELS)):
        unknown = sorted(set(councils[column]) - set(allowed))
        if unknown:
            raise ValueError(f"unknown {column} {unknown}; allowed is one of {list(allowed)}")
    if gaps is not None:
        need(gaps, ["start", "end", "label"], "gaps")
        for g in gaps.itertuples():
            if g.end <= g.start:
                raise ValueError(
                    f"the gap {g.label!r} ends on {g.end:%Y-%m-%d}; "
                    f"allowed is a day after its start, {g.start:%Y-%m-%d}"
                )
    chosen = councils.assign(body=councils["body"].astype(str), level=councils["level"].astype(str)).sort_values(
        ["date", "body"]
    )
    lanes = [x for x in LEVELS if x in set(chosen["level"])]
    named = [] if gaps is None else list(gaps.itertuples())
    keys = [
        textwrap.fill(f"({n}) {g.start:%b %Y} to {g.end:%b %Y}: {g.label}", 62, subsequent_indent="    ")
        for n, g in enumerate(named, 1)
    ]
    with house_style():
        ax = axes(ax, 1.0 + 0.36 * len(lanes) + 0.165 * sum(k.count("\n") + 1 for k in keys))
        for n, g in enumerate(named, 1):
            ax.axvspan(
                g.start, g.end, facecolor="#e3e3e3", edgecolor="#b5b5b5", linewidth=0.5, zorder=0, gid=f"gap-{n}"
            )
            ax.annotate(
                str(n),
                (mdates.date2num(g.start + (g.end - g.start) / 2), len(lanes) - 0.45),
                ha="center",
                va="top",
                fontsize=8,
                fontweight="bold",
            )
        span = (chosen["date"].max() - chosen["date"].min()).days or 1
        for lane, level in enumerate(reversed(lanes)):
            ax.axhline(lane, color="#d9d9d9", linewidth=0.8, zorder=1)
            taken: list[pd.Timestamp] = []
            for m in chosen[
                chosen["level"] == level
            ].itertuples():  # meetings that would hide one another stand side by side
                near = sum(abs((m.date - t).days) < span * 0.012 for t in taken[-4:])
                taken.append(m.date)
                color, marker = BODIES[m.body]
                y = lane + (0, 0.2, -0.2, 0.34, -0.34)[min(near, 4)]
                ax.plot(
                    m.date,
                    y,
                    marker,
                    color=color,
                    markersize=5,
                    markeredgecolor="white",
                    markeredgewidth=0.4,
                    zorder=3,
                    gid=f"meeting-{m.body}",
                )
        ax.set_yticks(range(len(lanes)), [textwrap.fill(LEVELS[x], 16) for x in reversed(lanes)])
        ax.set_ylim(-0.5, len(lanes) - 0.4)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        year_axis(ax, 8)
        bodies = [b for b in BODIES if b in set(chosen["body"])]
        handles = [ax.plot([], [], BODIES[b][1], color=BODIES[b][0], markersize=5, label=b)[0] for b in bodies]
        legend_above(ax, handles, 4)
        key_below(ax, keys, -76)
    told = "; ".join(
        f"{b} {len(mine)} from {mine['date'].min():%Y} to {mine['date'].max():%Y} "
        f"({', '.join(f'{n} {LEVELS[x].lower()}' for x, n in mine['level'].value_counts().items())})"
        for b, mine in ((b, chosen[chosen["body"] == b]) for b in bodies)
    )
    shaded = "".join(f" Shaded: {g.label}, {g.start:%B %Y} to {g.end:%B %Y}." for g in named)
    alt = f"Chart of {len(chosen)} meetings in lanes by level. {told}.{shaded}"
    table = pd.DataFrame(
        {
            "Date": dates_as_read(chosen).to_numpy(),
            "Council": chosen["body"],
            "Level": chosen["level"].map(LEVELS),
        }
    )
    if "outcome" in chosen:
        table["Outcome"] = chosen["outcome"].to_numpy()
    return describe(
        ax,
        alt,
        "councils table of the course: meetings read of, not all meetings.",
        table,
        f"Data table: {len(table)} meetings",
    )
