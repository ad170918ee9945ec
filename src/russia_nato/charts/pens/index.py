"""The index as bars, year by year: what was weighed as cooperation up or right, as conflict down or left; deeds full, words light.

The bars carry what they count, so that a script may weigh words, and deeds of either kind, less than the course does.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...data import cutoff_date, load_turning_points
from ...measures.tone import acts_between
from .place import settle
from .sheet import NARROW, SMALL, WIDE, Axis, Box, Line, Sheet, Words, width
from .timeline import year

PARTS = ("deeds+", "words+", "deeds-", "words-")


@dataclass(frozen=True)
class Year:
    """A year: the weights of its deeds and words of cooperation and of conflict, and the number of its acts."""

    year: int
    acts: int
    parts: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.parts.values())

    def reach(self, sign: str) -> float:
        """Return how far the bars of one sign reach."""
        return sum(abs(v) for k, v in self.parts.items() if k.endswith(sign))


@dataclass(frozen=True)
class Index:
    """The years, the wars that are shaded (name, start, end), and the message."""

    years: tuple[Year, ...]
    wars: tuple[tuple[str, float, float], ...]
    title: str

    def most(self, sign: str) -> float:
        """Return how far the longest bar of one sign reaches."""
        return max(y.reach(sign) for y in self.years)


def plan(events: pd.DataFrame) -> Index:
    """Weigh the acts between NATO's side and Russia's, year by year.

    Raises
    ------
    ValueError
        If a column or all rows are missing.

    Examples
    --------
    >>> import russia_nato as rn
    >>> plan(rn.load_events()).title
    'From 2012 to 2025 conflict outweighed cooperation in every year; before, in 5 of 23'
    """
    acts = acts_between(events)
    when = acts["start_date"].dt.year
    kind = acts["deed"] + acts["weight"].map(lambda w: "+" if w > 0 else "-")
    sums = acts["weight"].groupby([when, kind]).sum()
    counts = when.value_counts()
    years = tuple(
        Year(y, int(counts.get(y, 0)), {p: float(sums.get((y, p), 0)) for p in PARTS})
        for y in range(int(when.min()), int(when.max()) + 1)
    )
    points, starts = load_turning_points().query("kind == 'war'"), events.set_index("event_id")["start_date"]
    end = pd.Timestamp(cutoff_date())
    wars = [
        (w.label, year(starts[w.event_id]), year(starts[w.until_event] if w.until_event else end))
        for w in points.itertuples()
        if w.event_id in starts.index and (not w.until_event or w.until_event in starts.index)
    ]
    return Index(years, tuple(sorted(wars, key=lambda w: w[1])), _message(years))


def _message(years: tuple[Year, ...]) -> str:
    """Say how long conflict outweighed cooperation without a break, and how often it did before."""
    best: list[Year] = []
    run: list[Year] = []
    for y in years:
        run = [*run, y] if y.total < 0 else []
        best = run if len(run) > len(best) else best
    if not best:
        return "Cooperation outweighed conflict in every year"
    before = [y for y in years if y.year < best[0].year]
    told = f"From {best[0].year} to {best[-1].year} conflict outweighed cooperation in every year"
    return f"{told}; before, in {sum(y.total < 0 for y in before)} of {len(before)}" if before else told


class _Frame:
    """Where each year and each weight stands; wide, years run to the right and cooperation up, narrow, down and to the right."""

    def __init__(self, plan: Index, is_wide: bool):
        self.plan, self.is_wide = plan, is_wide
        self.first = 104.0 if is_wide else 34.0
        self.pitch = (WIDE - 8 - self.first) / len(plan.years) if is_wide else 14.0
        room = 270.0 if is_wide else NARROW - 8 - 44
        self.unit = room / (plan.most("+") + plan.most("-"))
        self.near = 34.0 if is_wide else 44.0
        far, near = ("-", "+") if is_wide else ("+", "-")
        self.zero = self.near + self.unit * plan.most(near)
        self.last = self.zero + self.unit * plan.most(far)
        self.start = plan.years[0].year

    def along(self, t: float) -> float:
        return self.first + (t - self.start) * self.pitch

    def box(self, a: float, b: float, low: float, high: float, look: str, **more) -> Box:
        """Return the rectangle from year to year and from one weight's place to another's."""
        low, high = min(low, high), max(low, high)
        if self.is_wide:
            return Box(a, low, b - a, high - low, look, **more)
        return Box(low, a, high - low, b - a, look, **more)


def place(plan: Index, is_wide: bool) -> Sheet:
    """Place the index, wide or narrow."""
    f = _Frame(plan, is_wide)
    items = [*_frame_items(f), *_bars(f)]
    hits = [f.box(f.along(y.year), f.along(y.year + 1), f.near, f.last, "hit", row=n) for n, y in enumerate(plan.years)]
    end = f.along(plan.years[-1].year + 1)
    axis = Axis("x" if is_wide else "y", f.start, f.first, f.pitch, f.near, f.last)
    size = (WIDE, f.last + 22) if is_wide else (NARROW, end + 8)
    return Sheet(*size, (*items, *hits), axis, (f.zero, -f.unit if is_wide else f.unit))


def _bars(f: _Frame) -> list[Box]:
    """Deeds stand on the line of nought, words on the deeds."""
    items = []
    for y in f.plan.years:
        a, b = f.along(y.year) + 1.5, f.along(y.year + 1) - 1.5
        for sign in "+-":
            away = f.zero
            for kind in ("deeds", "words"):
                value = y.parts[kind + sign]
                step = value * f.unit * (-1 if f.is_wide else 1)
                look = "filled" if kind == "deeds" else "tinted"
                items += (
                    [f.box(a, b, away, away + step, look, part=f"{y.year} {kind}{sign} {value:g}")] if value else []
                )
                away += step
    return items


def _frame_items(f: _Frame) -> list[Box | Line | Words]:
    plan, items = f.plan, []
    for _, a, b in plan.wars:
        items.append(f.box(f.along(a), max(f.along(b), f.along(a) + 3), f.near, f.last, "war"))
    names = [name for name, *_ in plan.wars]
    middles = [(f.along(a) + f.along(b)) / 2 for _, a, b in plan.wars]
    if f.is_wide:
        widths = [width(n, bold=True) for n in names]
        for name, x in zip(names, settle(middles, widths, f.first, WIDE - 3, 8), strict=True):
            items.append(Words(x, 24, name, bold=True))
        items += [Words(0, f.near + 30, "Cooperation"), Words(0, f.last - 22, "Conflict")]
        items.append(Line(((f.first, f.zero), (WIDE - 8, f.zero)), "axis"))
    else:
        items += [Words(f.near, 14, "Conflict"), Words(NARROW - 8, 14, "Cooperation", anchor="end")]
        items.append(Line(((f.zero, f.first), (f.zero, f.along(plan.years[-1].year + 1))), "axis"))
    for y in plan.years:
        if y.year % 5 == 0:
            at = f.along(y.year + 0.5)
            x, level, anchor = (at, f.last + 16, "middle") if f.is_wide else (0, at + 4, "start")
            items.append(Words(x, level, str(y.year), "quiet", SMALL, anchor=anchor))
    return items
