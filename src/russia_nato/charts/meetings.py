"""Meetings of the councils along time, in lanes by their level."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..dates import dates_as_read, written_date
from ..errors import need
from .describe import Description, describe
from .draw import (
    RULE,
    axes,
    headline,
    house_style,
    key_below,
    legend_above,
    lines_of,
    rows_as_axis,
    stack,
    year_axis,
)

LEVELS = {
    "heads": "Heads of state, government",
    "foreign-ministers": "Foreign ministers",
    "defence-ministers": "Defence ministers",
    "chiefs-of-staff": "Chiefs of staff",
    "ambassadors": "Ambassadors",
    "other": "Other, or not read",
}
BODIES = {"NACC": ("#8A5A00", "^"), "EAPC": ("#007F5F", "v"), "PJC": ("#A8508A", "D"), "NRC": ("#0072B2", "o")}
STEPS = (0, 0.2, -0.2, 0.34, -0.34)


@dataclass(frozen=True)
class _Layout:
    """Meetings with their place (x, y), the lanes from below, the bodies that met, and the gaps with their key."""

    met: pd.DataFrame
    lanes: list[str]
    bodies: list[str]
    gaps: list
    key: list[str]


def _check(councils: pd.DataFrame, gaps: pd.DataFrame | None) -> None:
    need(councils, ["date", "body", "level"], "councils")
    for column, allowed in (("body", BODIES), ("level", LEVELS)):
        unknown = sorted(set(councils[column]) - set(allowed))
        if unknown:
            raise ValueError(f"unknown {column} {unknown}; allowed is one of {list(allowed)}")
    if gaps is None:
        return
    need(gaps, ["start", "end", "label"], "gaps")
    for g in gaps.itertuples():
        if g.end <= g.start:
            allowed = f"allowed is a day after its start, {g.start:%Y-%m-%d}"
            raise ValueError(f"the gap {g.label!r} ends on {g.end:%Y-%m-%d}; {allowed}")


def _layout(councils: pd.DataFrame, gaps: pd.DataFrame | None) -> _Layout:
    _check(councils, gaps)
    met = councils.assign(body=councils["body"].astype(str), level=councils["level"].astype(str))
    met = met.sort_values(["date", "body"]).reset_index(drop=True)
    met = met.assign(x=mdates.date2num(met["date"]))
    near = (met["x"].max() - met["x"].min() or 1) * 0.014
    lanes = [x for x in reversed(LEVELS) if x in set(met["level"])]
    y = pd.Series(0.0, index=met.index)
    for lane, level in enumerate(lanes):
        mask = met["level"] == level
        y[mask] = [lane + step for step in stack(list(met.loc[mask, "x"]), near, STEPS)]
    named = [] if gaps is None else list(gaps.itertuples())
    key = [
        textwrap.fill(f"({n}) {g.start:%b %Y} to {g.end:%b %Y}: {g.label}", 62, subsequent_indent="    ")
        for n, g in enumerate(named, 1)
    ]
    return _Layout(met.assign(y=y), lanes, [b for b in BODIES if b in set(met["body"])], named, key)


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    met, lanes = layout.met, layout.lanes
    for n, g in enumerate(layout.gaps, 1):
        ax.axvspan(g.start, g.end, facecolor="#e3e3e3", edgecolor="#b5b5b5", linewidth=0.5, zorder=0, gid=f"gap-{n}")
        middle = mdates.date2num(g.start + (g.end - g.start) / 2)
        ax.annotate(str(n), (middle, len(lanes) - 0.45), ha="center", va="top", fontsize=8, fontweight="bold")
    for lane in range(len(lanes)):
        ax.axhline(lane, color=RULE, linewidth=0.8, zorder=1)
    handles = []
    for body in layout.bodies:
        own, (color, marker) = met[met["body"] == body], BODIES[body]
        look = {"color": color, "markersize": 5, "markeredgecolor": "white", "markeredgewidth": 0.4, "zorder": 3}
        ax.plot(own["x"], own["y"], marker, gid=f"meeting-{body}", **look)
        handles.append(Line2D([], [], linestyle="", marker=marker, color=color, markersize=5, label=body))
    rows_as_axis(ax, [textwrap.fill(LEVELS[x], 16) for x in lanes])
    ax.set_ylim(-0.5, len(lanes) - 0.4)
    ax.xaxis_date()
    year_axis(ax, 8)
    legend_above(ax, handles, 4, handletextpad=0.1)
    headline(ax, title)
    key_below(ax, layout.key, -76)


def silence(met: pd.DataFrame) -> tuple[int, pd.Timestamp, pd.Timestamp]:
    """Return the longest time between two meetings: its days, the meeting before it and the one after it."""
    days = met["date"].drop_duplicates().sort_values()
    if len(days) < 2:
        return 0, days.iloc[0], days.iloc[0]
    after = days.diff().idxmax()
    return days.diff().max().days, days[days < days[after]].iloc[-1], days[after]


def _words(layout: _Layout) -> Description:
    met = layout.met
    told = "; ".join(
        f"{b} {len(own)} from {own['date'].min():%Y} to {own['date'].max():%Y} "
        f"({', '.join(f'{n} {LEVELS[x].lower()}' for x, n in own['level'].value_counts().items())})"
        for b, own in ((b, met[met["body"] == b]) for b in layout.bodies)
    )
    shaded = "".join(
        f" Shaded: {g.label}, {written_date(g.start, 'month')} to {written_date(g.end, 'month')}." for g in layout.gaps
    )
    days, start, end = silence(met)
    title = (
        f"{len(met)} meetings; the longest time without one that was read of is {days:,} days, "
        f"{written_date(start)} to {written_date(end)}"
        if days
        else f"{len(met)} meeting{'s' if len(met) > 1 else ''} on {written_date(start)}"
    )
    table = pd.DataFrame({"Date": dates_as_read(met), "Council": met["body"], "Level": met["level"].map(LEVELS)})
    if "outcome" in met:
        table["Outcome"] = met["outcome"]
    source = "councils table of the course: meetings read of, not all meetings."
    detail = f"Chart of {len(met)} meetings in lanes by level. {told}.{shaded}"
    return Description(title, detail, source, table, f"Data table: {len(table)} meetings")


def meetings_words(councils: pd.DataFrame) -> Description:
    """Return the words of the drawing for pages: its detail, source and table; no figure is made."""
    return _words(_layout(councils, None))


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
    layout = _layout(councils, gaps)
    words = _words(layout)
    lines = sum(k.count("\n") + 1 for k in layout.key) + len(lines_of(words.title))
    with house_style():
        ax = axes(ax, 1.0 + 0.36 * len(layout.lanes) + 0.165 * lines)
        _draw(layout, words.title, ax)
    return describe(ax, words)
