"""The timeline of events, in lanes by the side that acted."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..data import load_cameo_codes, load_phases, load_turning_points
from ..dates import dates_as_read, written_date
from ..errors import need
from ..sides import SIDES, kind_of, side_of
from ..typography import smart
from .describe import Description, describe
from .draw import (
    GREY,
    RULE,
    axes,
    headline,
    house_style,
    key_below,
    legend_above,
    lines_of,
    part_labels,
    rows_as_axis,
    stack,
    year_axis,
)

ACTS = {"word": ("o", "words"), "cooperation": ("^", "a cooperative deed"), "conflict": ("v", "a conflictual deed"),
        "neutral": ("D", "a deed of neither kind")}  # fmt: skip
LEVELS = (0, 0.16, -0.16, 0.32, -0.32, 0.44, -0.44)
# Where a number may stand, in points from its mark.
SPOTS = [(0, 5), (0, -12), (6, -3), (-6, -3), (6, 5), (-6, 5), (6, -11), (-6, -11), (0, 14), (0, -21)]


@dataclass(frozen=True)
class _Layout:
    """Acts with their place (x, y), side, kind and number in the key, the lanes from below, and what the rows are of."""

    acts: pd.DataFrame
    lanes: list[str]
    key: list[str]
    subject: str


def _select(events: pd.DataFrame, phase: str | None) -> tuple[pd.DataFrame, str]:
    need(events, ["event_id", "start_date", "title", "phase_id", "source_actor", "act", "cameo_code"], "events")
    if phase is None:
        return events, "the events table"
    phases = load_phases().set_index("phase_id")
    if phase not in phases.index:
        raise ValueError(f"unknown phase {phase!r}; allowed is one of {list(phases.index)}")
    chosen = events[events["phase_id"] == phase]
    need(chosen, [], f"events of the phase {phase!r}")
    return chosen, f"{phases.loc[phase, 'title']}"


def _layout(events: pd.DataFrame, phase: str | None, label: Sequence[str] | int | None) -> _Layout:
    chosen, subject = _select(events, phase)
    acts = chosen.sort_values(["start_date", "event_id"]).reset_index(drop=True)
    acts = acts.assign(
        side=side_of(acts["source_actor"], acts["start_date"]),
        deed=kind_of(acts["act"]),
        weight=acts["cameo_code"].map(load_cameo_codes().set_index("cameo_code")["goldstein"]),
        x=mdates.date2num(acts["start_date"]),
        day=_days(acts),
    )
    words = dict(zip(acts["event_id"], acts["title"], strict=True))
    if label is None:
        points = load_turning_points().query("kind == 'point'")
        points = points[(points["phase_id"] == phase) if phase else (points["on_band"] == "yes")]
        own = points[points["event_id"].isin(acts["event_id"])]
        words |= dict(zip(own["event_id"], own["label"], strict=True))
        label = list(own["event_id"])
    if isinstance(label, int):
        weighed = acts.assign(size=acts["weight"].abs())
        label = list(weighed.sort_values(["size", "start_date"], ascending=[False, True])["event_id"].head(label))
    unknown = [e for e in label if e not in set(acts["event_id"])]
    if unknown:
        raise ValueError(f"events to label {unknown} are not among those drawn")
    lanes = [s for s in reversed(SIDES) if s in set(acts["side"])]
    near = max(acts["x"].max() - acts["x"].min(), 30) * 0.022
    y = pd.Series(0.0, index=acts.index)
    for lane, side in enumerate(lanes):
        mask = acts["side"] == side
        y[mask] = [lane + step for step in stack(list(acts.loc[mask, "x"]), near, LEVELS)]
    named = acts["event_id"].isin(label)
    acts = acts.assign(y=y, number=named.cumsum().where(named, 0))
    key = [
        textwrap.fill(f"({e.number}) {e.day}: {smart(words[e.event_id])}", 62, subsequent_indent="    ")
        for e in acts[named].assign(day=_days(acts[named], "%b")).itertuples()
    ]
    return _Layout(acts, lanes, key, subject)


def _days(rows: pd.DataFrame, month: str = "%B") -> list[str]:
    precision = rows["date_precision"].astype(str) if "date_precision" in rows else ["day"] * len(rows)
    return [written_date(day, p, month) for day, p in zip(rows["start_date"], precision, strict=True)]


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    acts = layout.acts
    for lane, side in enumerate(layout.lanes):
        ax.axhline(lane, color=RULE, linewidth=0.8, zorder=1)
        for act, (marker, _) in ACTS.items():
            some = acts[(acts["side"] == side) & (acts["deed"] == act)]
            if len(some):
                look = {"color": SIDES[side].color, "markeredgecolor": "white", "markeredgewidth": 0.5}
                ax.plot(some["x"], some["y"], marker, markersize=5.5, zorder=3, gid=f"acts-{side}-{act}", **look)
    box = {"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.85}
    text = {"ha": "center", "fontsize": 8, "fontweight": "bold", "zorder": 5, "bbox": box}
    numbers = [
        ax.annotate(str(e.number), (e.x, e.y), xytext=SPOTS[0], textcoords="offset points", **text)
        for e in acts[acts["number"] > 0].itertuples()
    ]
    rows_as_axis(ax, [textwrap.fill(SIDES[s].name, 13, break_long_words=False) for s in layout.lanes])
    ax.set_ylim(-0.6, len(layout.lanes) - 0.35)
    year_axis(ax, 7)
    used = [look for act, look in ACTS.items() if act in set(acts["deed"])]
    handles = [Line2D([], [], marker=m, color=GREY, linestyle="", markersize=5.5, label=name) for m, name in used]
    legend_above(ax, handles, 3 if len(handles) <= 3 else 2)  # four names are wider than the axes
    headline(ax, title)
    key_below(ax, layout.key, -62)
    part_labels(ax, numbers, SPOTS, list(zip(acts["x"], acts["y"], strict=True)))


def _words(layout: _Layout) -> Description:
    acts, n = layout.acts, layout.acts["deed"].value_counts()
    kinds = {
        "word": "words",
        "cooperation": "deeds of cooperation",
        "conflict": "deeds of conflict",
        "neutral": "of neither",
    }
    shares = [f"{n[kind]} {name}" for kind, name in kinds.items() if kind in n]
    title = f"{len(acts)} acts in {layout.subject}: {', '.join(shares)}"
    first, last = acts["start_date"].min(), acts["start_date"].max()
    named = "; ".join(f"{e.day}, {e.title}" for e in acts[acts["number"] > 0].itertuples())
    sides = ", ".join(f"{(acts['side'] == s).sum()} by {SIDES[s].name}" for s in reversed(layout.lanes))
    detail = (
        f"Timeline of {len(acts)} events from {written_date(first, 'month')} to {written_date(last, 'month')} ({layout.subject}): {sides}."
        + (f" Numbered are: {named}." if named else "")
    )
    dates = dates_as_read(acts, "start_date")
    table = acts.assign(date=dates, side=acts["side"].map(lambda s: SIDES[s].name))
    table = table[["date", "side", "title", "cameo_code", "weight"]]
    table = table.set_axis(["Date", "Side", "Event", "CAMEO", "Weight"], axis=1)
    source = "events table of the course; every row names its sources. Acts by the decision table, coded by CAMEO."
    return Description(title, detail, source, table, f"Data table: {len(table)} events")


def timeline_words(events: pd.DataFrame, phase: str | None = None) -> Description:
    """Return the words of the drawing for pages: its detail, source and table; no figure is made."""
    return _words(_layout(events, phase, 0))


def plot_timeline(
    events: pd.DataFrame, *, phase: str | None = None, label: Sequence[str] | int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw events along time, in a lane for each side that acted.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of the events table; ``start_date``, ``title``, ``source_actor``, ``act``, ``cameo_code`` and ``phase_id`` are used.
    phase : str, optional
        Id of a phase to draw alone.
    label : sequence of str or int, optional
        Ids of events to number and name under the axes, or how many to choose by the size of their Goldstein weight; by default
        the turning points that an editor chose, of the phase or of all years.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column is missing, no event is left, or a phase, actor or event is unknown.

    Source
    ------
    The events table; weights after Goldstein (1992) from the cameo_codes table.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_timeline(rn.load_events(), phase="ending-the-cold-war")
    >>> ax.get_xlabel()
    'Year'
    """
    layout = _layout(events, phase, label)
    words = _words(layout)
    lines = sum(line.count("\n") + 1 for line in layout.key) + len(lines_of(words.title))
    with house_style():
        ax = axes(ax, 0.8 + 0.66 * len(layout.lanes) + 0.165 * lines)
        _draw(layout, words.title, ax)
    return describe(ax, words)
