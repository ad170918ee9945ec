"""An indicator along time: lines where values follow one another, points where they do not."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..data import load_indicators
from ..dates import dates_as_read
from ..errors import need
from .describe import Description, describe
from .draw import GREY, axes, headline, house_style, legend_above, lines_of, spread, year_axis
from .looks import looks_of


def _limits(unit: str, low: float, high: float) -> tuple[float, float]:
    if "0 to 1" in unit:
        return 0, 1
    if unit.startswith("per cent of respondents"):
        return 0, 100
    return min(0, low * 1.08), high * 1.08 or 1


def _pieces(mine: pd.DataFrame, max_gap: float) -> list[pd.DataFrame]:
    """Return the stretches of values that stand no further apart than ``max_gap`` years."""
    apart = mine["at"].diff().dt.days > max_gap * 365.25
    return [part for _, part in mine.groupby(apart.cumsum())]


def _drawn_at(chosen: pd.DataFrame) -> pd.Series:
    """Return where a value is drawn: one that is dated to a year or a month stands in the middle of it."""
    middle = {"year": pd.Timedelta(days=182), "month": pd.Timedelta(days=14)}
    return chosen["date"] + pd.to_timedelta(chosen["date_precision"].astype(str).map(middle).fillna(pd.Timedelta(0)))


@dataclass(frozen=True)
class _Layout:
    """Values with their day (at), the entities in order with their lines' looks and labels' heights, and the breaks."""

    values: pd.DataFrame
    looks: dict[str, tuple[str, str, str]]
    labels: dict[str, tuple[str, float]]
    breaks: list[tuple[pd.Timestamp, str, str, float, bool]]
    limits: tuple[float, float]
    unit: str
    meaning: pd.Series
    join: bool
    max_gap: float
    height: float

    def of(self, entity: str) -> pd.DataFrame:
        return self.values[self.values["entity"] == entity]


def _select(
    series: pd.DataFrame, indicator: str, entities: Sequence[str] | None, since: int | None, until: int | None
) -> tuple[pd.DataFrame, list[str], pd.Series]:
    """Return the values to draw, their entities in the order of their looks, and what the indicator means."""
    need(series, ["indicator_id", "entity", "date", "date_precision", "value", "note"], "series")
    table = load_indicators().set_index("indicator_id")
    if indicator not in table.index:
        raise ValueError(f"unknown indicator {indicator!r}; allowed is one of {list(table.index)}")
    values = series[series["indicator_id"] == indicator]
    known = set(values["entity"])
    names = list(dict.fromkeys(entities)) if entities is not None else sorted(known)
    unknown = sorted(set(names) - known)
    if unknown:
        raise ValueError(f"{indicator!r} has no entities {unknown}; it has {sorted(known)}")
    year = values["date"].dt.year
    values = values[values["entity"].isin(names) & (year >= (since or 0)) & (year <= (until or 9999))]
    need(values, [], f"values of {indicator!r}")
    return values, [e for e in names if e in set(values["entity"])], table.loc[indicator]


def _layout(values: pd.DataFrame, names: list[str], meaning: pd.Series, breaks: Mapping[str, str], **how) -> _Layout:
    unit = str(meaning["unit"])
    if unit.startswith("million") and values["value"].max() >= 10_000:
        unit, values = unit.replace("million", "billion", 1), values.assign(value=values["value"] / 1000)
    values = values.sort_values("date")
    values = values.assign(guess=values["note"].str.contains("estimate", case=False), at=_drawn_at(values))
    values = values.sort_values("at", kind="stable")  # a month stands in its middle, after a day before that
    last = values.groupby("entity").tail(1).set_index("entity")["value"]
    labels = [textwrap.fill(e, 15, break_long_words=False) for e in names]
    height = max(3.3, 0.8 + 0.16 * sum(x.count("\n") + 1 for x in labels))
    low, high = _limits(unit, values["value"].min(), values["value"].max())
    room = (high - low) * 0.15 / (height * 0.78)
    spots = spread([last[e] for e in names], [room * (x.count("\n") + 1) for x in labels])
    lift = max(0.0, low - min(spots)) - max(0.0, max(spots) - high)
    placed = {e: (label, y + lift) for e, label, y in zip(names, labels, spots, strict=True)}
    marked = _placed_breaks(breaks, values["at"].min(), values["at"].max(), high, room * 2.2)
    return _Layout(values, looks_of(names), placed, marked, (low, high), unit, meaning, height=height, **how)


def _placed_breaks(breaks: Mapping[str, str], left: pd.Timestamp, right: pd.Timestamp, high: float, step: float):
    """Return each break with its words, their height and whether they stand to its left; words that meet go lower."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for day, what in breaks.items():
        at, told = pd.Timestamp(day), textwrap.fill(what, 20)
        late = at > left + (right - left) / 2
        place = (at - left) / max(right - left, pd.Timedelta(days=1))
        wide = 0.022 * max(len(line) for line in told.split("\n"))
        span = (place - wide, place) if late else (place, place + wide)
        free = (k for k, row in enumerate(taken) if all(span[1] < a or span[0] > b for a, b in row))
        n = next(free, len(taken))
        taken += [[]] if n == len(taken) else []
        taken[n].append(span)
        placed.append((at, str(day), told, high - n * step, late))
    return placed


def _draw_values(layout: _Layout, ax: Axes) -> None:
    for name, (color, marker, style) in layout.looks.items():
        own = layout.of(name)
        for part in _pieces(own, layout.max_gap) if layout.join else []:
            ax.plot(part["at"], part["value"], style, color=color, linewidth=1.4, zorder=2, gid=f"line-{name}")
        for guess, some in own.groupby("guess"):
            look = {"markerfacecolor": "white" if guess else color, "markersize": 4.2, "markeredgewidth": 0.9}
            ax.plot(some["at"], some["value"], marker, color=color, zorder=3, gid=f"points-{name}", **look)
        label, height = layout.labels[name]
        leader = {"arrowstyle": "-", "color": color, "linewidth": 0.5, "alpha": 0.5, "shrinkA": 0, "shrinkB": 3}
        place = {"xytext": (1.03, height), "textcoords": ("axes fraction", "data"), "annotation_clip": False}
        end = mdates.date2num(own["at"].iloc[-1]), own["value"].iloc[-1]
        text = {"fontsize": 7.8, "va": "center", "color": color, "linespacing": 0.95}
        ax.annotate(label, end, arrowprops=leader, **place, **text)


def _draw_breaks(layout: _Layout, ax: Axes) -> None:
    box = {"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.8}
    text = {"va": "top", "fontsize": 7.5, "color": "#404040", "zorder": 5, "bbox": box, "textcoords": "offset points"}
    for at, _, told, y, late in layout.breaks:
        ax.axvline(at, color=GREY, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1, gid="break")
        beside = {"xytext": (-3 if late else 3, -1), "ha": "right" if late else "left"}
        ax.annotate(told, (mdates.date2num(at), y), **beside, **text)


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    values = layout.values
    ax.set_ylim(*layout.limits)
    _draw_values(layout, ax)
    _draw_breaks(layout, ax)
    whole = bool((values["value"] % 1 == 0).all())
    ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=whole))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.10g}".replace("-", "−")))
    ax.grid(axis="y", zorder=0)
    ax.set_axisbelow(True)
    ax.set_ylabel(textwrap.fill(layout.unit, 44))
    year_axis(ax, 7)
    if (values["at"].max() - values["at"].min()).days <= 900:
        ax.set_xlabel("Date")
    guessed = bool(values["guess"].any())
    if guessed:
        look = {"linestyle": "", "marker": "o", "color": GREY, "markerfacecolor": "white", "markersize": 4.2}
        legend_above(ax, [Line2D([], [], label="hollow: estimate", **look)], 1, -0.02)
    headline(ax, title)


def _span(own: pd.DataFrame) -> str:
    """Write an entity's first and last value with their years."""
    first, last = own.iloc[0], own.iloc[-1]
    ends = f"{first['value']:,.5g} in {first['date'].year}"
    return ends + (f", {last['value']:,.5g} in {last['date'].year}" if len(own) > 1 else "")


def _message(layout: _Layout) -> str:
    """Say what the chart says: who rose or fell most where values may be joined, between what they lie where not."""
    own = {e: layout.of(e) for e in layout.looks}
    name, topic = (
        max(own, key=lambda e: abs(own[e]["value"].iloc[-1] - own[e]["value"].iloc[0])),
        layout.meaning["title"],
    )
    if layout.join and len(own[name]) > 1:
        first, last = own[name].iloc[0], own[name].iloc[-1]
        verb = "rose" if last["value"] > first["value"] else "fell" if last["value"] < first["value"] else "stayed"
        most = " most," if len(own) > 1 else ""
        ends = f"from {first['value']:,.4g} in {first['date'].year} to {last['value']:,.4g} in {last['date'].year}"
        return f"{topic}: {name} {verb}{most} {ends}"
    low, high = layout.values.loc[layout.values["value"].idxmin()], layout.values.loc[layout.values["value"].idxmax()]
    if low["value"] == high["value"]:
        return f"{topic}: {high['value']:,.4g}"
    ends = [f"{v['value']:,.4g} ({v['entity']}, {v['date'].year})" for v in (low, high)]
    return f"{topic}: from {ends[0]} to {ends[1]}"


def _words(layout: _Layout) -> Description:
    parts = []
    for name in layout.looks:
        own = layout.of(name)
        high, low = own.loc[own["value"].idxmax()], own.loc[own["value"].idxmin()]
        more = (
            f", highest {high['value']:,.5g} in {high['date'].year}, lowest {low['value']:,.5g} in {low['date'].year}"
        )
        parts.append(f"{name}: {_span(own)}" + (f"{more}, {len(own)} values" if len(own) > 2 else ""))
    marked = "".join(f" Marked: {what.replace(chr(10), ' ')}, {day}." for _, day, what, _, _ in layout.breaks)
    told = "; ".join(parts)
    kind = "Line" if layout.join else "Point"
    detail = f"{kind} chart, {layout.meaning['title']}, {layout.unit}. {told[:1].upper()}{told[1:]}.{marked}"
    values = layout.values
    shown = values.assign(date=dates_as_read(values), value=values["value"].astype(float).round(6))
    shown = shown[["date", "entity", "value", "note"]].set_axis(["Date", "Entity", "Value", "Note"], axis=1)
    source = f"{layout.meaning['producer']}; series table of the course."
    return Description(_message(layout), detail, source, shown, f"Data table: {len(shown)} values, {layout.unit}")


def plot_series(
    series: pd.DataFrame,
    indicator: str,
    *,
    entities: Sequence[str] | None = None,
    since: int | None = None,
    until: int | None = None,
    join: bool = True,
    max_gap: float = 1.5,
    breaks: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the values of one indicator along time, each entity named at its last value.

    A value that is dated to a year or a month stands in the middle of it. A hollow point is an estimate by its note.

    Parameters
    ----------
    series : pandas.DataFrame
        Rows of the series table.
    indicator : str
        Id of the indicator; its title and unit are taken from the indicators table.
    entities, since, until : sequence of str, int, int, optional
        Entities to draw, in the order of their looks, and first and last year; all by default.
    join, max_gap : bool, float
        Whether values of one entity may be joined by a line, and how many years they may lie apart.
    breaks : mapping of str to str, optional
        Dates (YYYY, YYYY-MM or YYYY-MM-DD) at which something changes, with what changes; drawn as dashed lines.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; :func:`alt_text` gives its words.

    Raises
    ------
    ValueError
        If a column is missing, the indicator or an entity is unknown, or no value is left.

    Source
    ------
    The series table; the producer of the indicator is named in the chart's source line.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_series(rn.load_series(), "milex-share-gdp", entities=["Russia", "United States"])
    >>> ax.get_ylabel()
    'per cent of GDP'
    """
    chosen = _select(series, indicator, entities, since, until)
    layout = _layout(*chosen, breaks or {}, join=join, max_gap=max_gap)
    words = _words(layout)
    with house_style():
        ax = axes(ax, layout.height + 0.165 * len(lines_of(words.title)))
        _draw(layout, words.title, ax)
    return describe(ax, words)
