"""Council meetings as a strip of quarters: a block a meeting, as tall as the rank of those who came; silences in days."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...data import cutoff_date, load_events, load_turning_points
from ...dates import written_date
from ...errors import need
from .place import settle
from .sheet import NARROW, SHAPES, SMALL, WIDE, Axis, Box, Line, Mark, Sheet, Words, block, width
from .timeline import year

# A block's height says who came.
RANK = {"heads": 14, "foreign-ministers": 9, "defence-ministers": 9, "chiefs-of-staff": 6, "other": 6, "ambassadors": 4}
CELL = 3.7
SHAPES |= {f"meeting{h}": block(CELL, h) for h in RANK.values()} | {
    f"meeting{h}-down": block(h, CELL) for h in RANK.values()
}
LANES = {
    "pair": ("NATO, Russia", ("PJC from 1997,", "NRC from 2002")),
    "all": ("With partners", ("NACC from 1991,", "EAPC from 1997")),
}
MINISTERS = {"heads", "foreign-ministers", "defence-ministers"}
WHOLE = 2014  # meetings of every rank were read for all years from then on; ministers' meetings for all years


@dataclass(frozen=True)
class Met:
    """A meeting as a block: its row and day, the quarter it stands in, and how high its pile was before it."""

    row: int
    day: pd.Timestamp
    level: str
    lane: str
    cell: float
    base: float


@dataclass(frozen=True)
class Silence:
    """A year or more between two meetings; an open one runs to the cut-off."""

    a: float
    b: float
    days: int
    since: pd.Timestamp
    name: str
    open: bool


@dataclass(frozen=True)
class Councils:
    """What both drawings share. ``away`` are silences of ministers, ``mute`` of all, since 2014."""

    met: tuple[Met, ...]
    tall: dict[str, float]
    away: tuple[Silence, ...]
    mute: tuple[Silence, ...]
    title: str
    start: float
    end: float


def _silences(days: list[pd.Timestamp], wars: list[tuple[pd.Timestamp, str]]) -> tuple[Silence, ...]:
    """Return the silences of a year or more, each with the war that began in it."""
    cutoff, out = pd.Timestamp(cutoff_date()), []
    for a, b in zip(days, [*days[1:], cutoff], strict=True):
        if (b - a).days >= 365:
            war = next((name for day, name in wars if a <= day < b), "")
            out.append(Silence(year(a), year(b), (b - a).days, a, war, b == cutoff))
    return tuple(out)


def plan(councils: pd.DataFrame) -> Councils:
    """Choose what the strip shows: all meetings, piled by quarter, and the silences of NATO's councils with Russia.

    Raises
    ------
    ValueError
        If a column or all rows are missing, or a level is unknown.

    Examples
    --------
    >>> import russia_nato as rn
    >>> plan(rn.load_councils()).title
    'No minister came for 532 days, then for 379, and none since December 2013'
    """
    need(councils, ["meeting_id", "date", "body", "level"], "councils")
    unknown = sorted(set(councils["level"]) - set(RANK))
    if unknown:
        raise ValueError(f"unknown level {unknown}; allowed is one of {list(RANK)}")
    rows = councils.sort_values(["date", "meeting_id"], kind="stable")
    met, deep = [], {}
    for n, m in enumerate(rows.itertuples()):
        cell, lane = int(year(m.date) * 4) / 4 + 0.125, "pair" if m.body in ("PJC", "NRC") else "all"
        base = deep.get((lane, cell), 0)
        met.append(Met(n, m.date, str(m.level), lane, cell, base))
        deep[lane, cell] = base + RANK[str(m.level)] + 1
    tall = {lane: max((v for (k, _), v in deep.items() if k == lane), default=0) for lane in LANES}
    points, starts = load_turning_points(), load_events().set_index("event_id")["start_date"]
    wars = sorted((starts[w.event_id], w.label) for w in points[points["kind"] == "war"].itertuples())
    away = _silences([m.day for m in met if m.lane == "pair" and m.level in MINISTERS], wars)
    mute = _silences([m.day for m in met if m.lane == "pair" and m.day.year >= WHOLE], wars)
    start, end = year(rows["date"].min()) - 0.25, year(pd.Timestamp(cutoff_date())) + 0.1
    return Councils(tuple(met), tall, away, mute, _message(away), start, end)


def _message(away: tuple[Silence, ...]) -> str:
    if not away:
        return "Ministers met in every year"
    closed = [f"{s.days:,}" for s in away if not s.open]
    parts = [f"for {closed[0]} days", *(f"then for {days}" for days in closed[1:])] if closed else []
    parts += [f"{'and none ' if closed else ''}since {written_date(s.since, 'month')}" for s in away if s.open]
    return f"No minister came {', '.join(parts)}"


def wide(plan: Councils) -> Sheet:
    """Place the strip with time to the right."""
    first = 112
    scale = (WIDE - 8 - first) / (plan.end - plan.start)
    to = lambda t: first + (t - plan.start) * scale  # noqa: E731
    base = {"pair": 48 + plan.tall["pair"], "all": 102 + sum(plan.tall.values())}
    items: list = [Words(0, 13, "No minister for")]
    names = [f"{s.name}: " * bool(s.name) + f"{s.days:,} days" + " and counting" * s.open for s in plan.away]
    widths = [width(name, bold=True) for name in names]
    places = settle([to((s.a + s.b) / 2) for s in plan.away], widths, width("No minister for") + 8, WIDE - 3, 8)
    for s, name, x in zip(plan.away, names, places, strict=True):
        a, b = to(s.a), to(s.b)
        ends = () if s.open else ((b, 26),)
        items += [Box(a, 24, b - a, base["pair"] - 24, "war"), Line(((a, 26), (a, 21), (b, 21), *ends), "brace")]
        items.append(Words(x, 13, name, bold=True))
    low = base["pair"] + 4
    for s in plan.mute:
        a, b = to(s.a), to(s.b)
        items.append(Line(((a, low), (a, low + 5), (b, low + 5), *(() if s.open else ((b, low),))), "brace"))
        items.append(Words((a + b) / 2, low + 18, f"{s.days:,}{' days' if s.days > 1200 else ''}", anchor="middle"))
    if plan.mute:
        items.append(Words(to(plan.mute[0].a) - 6, low + 18, "no meeting at all for", anchor="end"))
    for lane, (name, bodies) in LANES.items():
        items += [
            Line(((first, base[lane]), (to(plan.end), base[lane])), "axis"),
            Words(0, base[lane] - 28, name, bold=True),
        ]
        items += [Words(0, base[lane] - 14 + 14 * n, body, "quiet", SMALL) for n, body in enumerate(bodies)]
    items += [
        Words(to(t), base["all"] + 17, str(t), "quiet", SMALL, anchor="middle")
        for t in range(1995, int(plan.end) + 1, 5)
    ]
    for m in plan.met:
        high = RANK[m.level]
        items.append(Mark(to(m.cell), base[m.lane] - 1 - m.base - high / 2, f"meeting{high}", "", m.level, m.row))
    axis = Axis("x", plan.start, first, scale, 24, base["all"])
    return Sheet(WIDE, base["all"] + 22, tuple(_marks_last(items)), axis)


def narrow(plan: Councils) -> Sheet:
    """Place the strip with time down."""
    first, scale = 46, 17.2
    to = lambda t: first + (t - plan.start) * scale  # noqa: E731
    base = {"pair": 36, "all": NARROW - 2 - plan.tall["all"]}
    quiet, gone = 60 + plan.tall["pair"], 140 + plan.tall["pair"]
    heads = (
        (36, ("NATO,", "Russia"), ""),
        (quiet - 6, ("no meeting", "at all for"), ""),
        (gone - 6, ("no minister", "for"), ""),
        (NARROW - 2, ("with", "partners"), "end"),
    )
    items: list = [
        Words(x, 12 + 13 * n, word, "quiet", SMALL, anchor=anchor or "start")
        for x, words, anchor in heads
        for n, word in enumerate(words)
    ]
    for s in plan.away:
        a, b = to(s.a), to(s.b)
        items.append(Box(36, a, gone - 36, b - a, "war"))
        items.append(Line(((gone - 5, a), (gone, a), (gone, b), *(() if s.open else ((gone - 5, b),))), "brace"))
        words = [w for w in (s.name, f"{s.days:,} days", *(("and", "counting") if s.open else ())) if w]
        items += [Words(gone + 5, (a + b) / 2 - 2 + 14 * n, word, bold=True) for n, word in enumerate(words)]
    for s in plan.mute:
        a, b = to(s.a), to(s.b)
        items.append(Line(((quiet - 5, a), (quiet, a), (quiet, b), *(() if s.open else ((quiet - 5, b),))), "brace"))
        items.append(Words(quiet + 5, (a + b) / 2 + 4, f"{s.days:,} days"))
    items += [Line(((base[lane], first), (base[lane], to(plan.end))), "axis") for lane in LANES]
    items += [Words(0, to(t) + 4, str(t), "quiet", SMALL) for t in range(1995, int(plan.end) + 1, 5)]
    for m in plan.met:
        high = RANK[m.level]
        items.append(Mark(base[m.lane] + 1 + m.base + high / 2, to(m.cell), f"meeting{high}-down", "", m.level, m.row))
    axis = Axis("y", plan.start, first, scale, 36, NARROW - 2)
    return Sheet(NARROW, to(plan.end) + 6, tuple(_marks_last(items)), axis)


def _marks_last(items: list) -> list:
    """Return the items with their marks at the end, by rank, so that a pen writes each rank once."""
    order = list(RANK)
    return sorted(items, key=lambda i: order.index(i.kind) + 1 if isinstance(i, Mark) else 0)
