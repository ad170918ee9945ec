"""An indicator along time: lines where values follow one another, points where they do not."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..data import load_indicators
from ..dates import dates_as_read
from ..errors import need
from .describe import describe
from .style import axes, house_style, year_axis

FIXED = {
    "Russia": ("#D55E00", "s", "-"),
    "Soviet Union": ("#D55E00", "s", ":"),
    "United States": ("#0072B2", "o", "-"),
    "Ukraine": ("#007F5F", "^", "-"),
}
CYCLE = [
    ("#0072B2", "o", "-"),
    ("#D55E00", "s", "--"),
    ("#007F5F", "^", "-."),
    ("#A8508A", "D", "-"),
    ("#404040", "v", "--"),
    ("#8A5A00", "P", ":"),
    ("#3A87B8", "X", "-."),
    ("#7a7a7a", "<", ":"),
]


def _looks(entities: list[str]) -> dict[str, tuple[str, str, str]]:
    taken = {FIXED[e][0] for e in entities if e in FIXED}
    free = iter([look for look in CYCLE if look[0] not in taken] + CYCLE)
    return {e: FIXED.get(e) or next(free) for e in entities}


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


def _spread(wanted: list[float], sizes: list[float]) -> list[float]:
    """Move labels of these sizes apart until none covers another, as little as that takes."""
    order, placed = sorted(range(len(wanted)), key=lambda i: wanted[i]), list(wanted)
    for _ in range(200):
        moved = False
        for a, b in zip(order, order[1:], strict=False):
            room = (sizes[a] + sizes[b]) / 2
            lack = room - (placed[b] - placed[a])
            if lack > room * 0.01:
                placed[a], placed[b], moved = placed[a] - lack / 2, placed[b] + lack / 2, True
        if not moved:
            break
    return placed


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

    Values further apart than ``max_gap`` years are not joined, so that a gap in the record is a gap in the line. A
    value that is dated to a year or a month stands in the middle of it. A hollow point is an estimate by the note
    of its row.

    Parameters
    ----------
    series : pandas.DataFrame
        Rows of the series table; the columns ``indicator_id``, ``entity``, ``date``,
        ``date_precision``, ``value`` and ``note`` are used.
    indicator : str
        Id of the indicator; its title and unit are taken from the indicators table.
    entities : sequence of str, optional
        Entities to draw, in the order of their looks; all by default.
    since, until : int, optional
        First and last year to draw.
    join : bool
        Whether values of one entity may be joined by a line at all.
    max_gap : float
        Longest time in years between two values that are joined.
    breaks : mapping of str to str, optional
        Dates (YYYY, YYYY-MM or YYYY-MM-DD) at which something changes, with what changes; drawn as dashed lines.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

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
    need(series, ["indicator_id", "entity", "date", "date_precision", "value", "note"], "series")
    table = load_indicators().set_index("indicator_id")
    if indicator not in table.index:
        raise ValueError(f"unknown indicator {indicator!r}; allowed is one of {list(table.index)}")
    meaning = table.loc[indicator]
    chosen = series[series["indicator_id"] == indicator]
    names = list(dict.fromkeys(entities)) if entities is not None else sorted(set(chosen["entity"]))
    unknown = sorted(set(names) - set(chosen["entity"]))
    if unknown:
        raise ValueError(f"{indicator!r} has no entities {unknown}; it has {sorted(set(chosen['entity']))}")
    year = chosen["date"].dt.year
    chosen = chosen[chosen["entity"].isin(names) & (year >= (since or 0)) & (year <= (until or 9999))].sort_values(
        "date"
    )
    need(chosen, [], f"values of {indicator!r}")
    names = [e for e in names if e in set(chosen["entity"])]
    unit = str(meaning["unit"])
    if unit.startswith("million") and chosen["value"].max() >= 10_000:
        unit, chosen = unit.replace("million", "billion", 1), chosen.assign(value=chosen["value"] / 1000)
    chosen = chosen.assign(guess=chosen["note"].str.contains("estimate", case=False), at=_drawn_at(chosen))
    chosen = chosen.sort_values("at", kind="stable")  # a month stands in its middle, after a day before that
    looks, last = _looks(names), chosen.groupby("entity").tail(1).set_index("entity")
    labels = [textwrap.fill(e, 15, break_long_words=False) for e in names]
    lines = max(sum(x.count("\n") + 1 for x in labels), 1)
    with house_style():
        height = max(3.3, 0.8 + 0.16 * lines)
        ax = axes(ax, height)
        low, high = _limits(unit, chosen["value"].min(), chosen["value"].max())
        ax.set_ylim(low, high)
        for name in names:
            mine, (color, marker, style) = chosen[chosen["entity"] == name], looks[name]
            for part in _pieces(mine, max_gap) if join else []:
                ax.plot(part["at"], part["value"], style, color=color, linewidth=1.4, zorder=2, gid=f"line-{name}")
            for guess, some in mine.groupby("guess"):
                ax.plot(
                    some["at"],
                    some["value"],
                    marker,
                    color=color,
                    markersize=4.2,
                    markerfacecolor="white" if guess else color,
                    markeredgewidth=0.9,
                    zorder=3,
                    gid=f"points-{name}",
                )
        room = (high - low) * 0.15 / (height * 0.78)
        spots = _spread([last.loc[e, "value"] for e in names], [room * (x.count("\n") + 1) for x in labels])
        lift = max(0.0, low - min(spots)) - max(0.0, max(spots) - high)
        left, right = chosen["at"].min(), chosen["at"].max()
        for name, label, y in zip(names, labels, spots, strict=True):
            ax.annotate(
                label,
                (mdates.date2num(last.loc[name, "at"]), last.loc[name, "value"]),
                xytext=(1.03, y + lift),
                textcoords=("axes fraction", "data"),
                fontsize=7.8,
                va="center",
                color=looks[name][0],
                linespacing=0.95,
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-",
                    "color": looks[name][0],
                    "linewidth": 0.5,
                    "alpha": 0.5,
                    "shrinkA": 0,
                    "shrinkB": 3,
                },
            )
        taken: list[list[tuple[float, float]]] = []
        for day, what in (breaks or {}).items():
            ax.axvline(pd.Timestamp(day), color="#595959", linewidth=0.9, linestyle=(0, (4, 2)), zorder=1, gid="break")
            late = pd.Timestamp(day) > left + (right - left) / 2
            told = textwrap.fill(what, 20)
            place = (pd.Timestamp(day) - left) / max(right - left, pd.Timedelta(days=1))
            wide = 0.022 * max(len(line) for line in told.split("\n"))
            span = (place - wide, place) if late else (place, place + wide)
            n = next((k for k, row in enumerate(taken) if all(span[1] < a or span[0] > b for a, b in row)), len(taken))
            taken = [*taken, []] if n == len(taken) else taken
            taken[n].append(span)
            ax.annotate(
                told,
                (mdates.date2num(pd.Timestamp(day)), high - n * room * 2.2),
                xytext=(-3 if late else 3, -1),
                textcoords="offset points",
                ha="right" if late else "left",
                va="top",
                fontsize=7.5,
                color="#404040",
                zorder=5,
                bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.8},
            )
        ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=bool((chosen["value"] % 1 == 0).all())))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.10g}"))
        ax.grid(axis="y", zorder=0)
        ax.set_axisbelow(True)
        ax.set_ylabel(textwrap.fill(unit, 44))
        ax.set_xlabel("Year" if (right - left).days > 900 else "Date")
        year_axis(ax, 7)
        if chosen["guess"].any():
            handle = Line2D(
                [],
                [],
                linestyle="",
                marker="o",
                color="#595959",
                markerfacecolor="white",
                markersize=4.2,
                label="hollow: estimate",
            )
            ax.legend(
                handles=[handle],
                loc="lower left",
                bbox_to_anchor=(-0.02, 1.0),
                frameon=False,
                handletextpad=0.2,
                borderpad=0.1,
            )
    parts = []
    for name in names:
        mine = chosen[chosen["entity"] == name]
        first, end, peak, dip = (
            mine.iloc[0],
            mine.iloc[-1],
            mine.loc[mine["value"].idxmax()],
            mine.loc[mine["value"].idxmin()],
        )
        span = f"{first['value']:,.5g} in {first['date'].year}" + (
            f", {end['value']:,.5g} in {end['date'].year}" if len(mine) > 1 else ""
        )
        more = (
            f", highest {peak['value']:,.5g} in {peak['date'].year}, "
            f"lowest {dip['value']:,.5g} in {dip['date'].year}, {len(mine)} values"
            if len(mine) > 2
            else ""
        )
        parts.append(f"{name}: {span}{more}")
    marked = "".join(f" Marked: {what}, {day}." for day, what in (breaks or {}).items())
    told = "; ".join(parts)
    alt = f"{'Line' if join else 'Point'} chart, {meaning['title']}, {unit}. {told[:1].upper()}{told[1:]}.{marked}"
    shown = chosen.assign(date=dates_as_read(chosen), value=chosen["value"].astype(float).round(6))[
        ["date", "entity", "value", "note"]
    ].set_axis(["Date", "Entity", "Value", "Note"], axis=1)
    return describe(
        ax,
        alt,
        f"{meaning['producer']}; series table of the course.",
        shown,
        f"Data table: {len(shown)} values, {unit}",
    )
