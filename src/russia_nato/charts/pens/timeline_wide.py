"""The wide timeline: time runs to the right along a spine of years.

NATO's acts pile up above the spine and Moscow's below, so that no leader has to cross the other side. A strip on top tells the
story in bars: stretches in outline, wars in black.
"""

from __future__ import annotations

from dataclasses import dataclass

from .place import flags, passage, settle
from .sheet import SMALL, WIDE, Axis, Box, Line, Sheet, Words, width, wrap
from .timeline import LANES, OUTWARD, Timeline

LEFT, CAP = 104, 10  # where time begins, and the level above which a pile rises into the room of the labels
STRIP = 52  # the height of the strip with its words


@dataclass
class _Flag:
    """A label on its pole: where the pole stands, whose mark it comes from, and the row and side on which it flies."""

    pole: float
    x: float
    level: int
    lane: str
    name: str
    when: str
    row: int = 0
    side: int = 1


class _Frame:
    """The lanes with their heights, and from them where everything stands."""

    def __init__(self, plan: Timeline):
        self.plan, self.d = plan, plan.pitch
        self.row = 16 if plan.band else 29
        self.right = WIDE - 8
        self.scale = (self.right - LEFT) / (plan.end - plan.start)
        self.lanes = plan.lanes(self.scale, LEFT)
        top = {k: max((level for *_, level in v), default=0) + 1 for k, v in self.lanes.items()}
        self.names = {lane: wrap(name, LEFT - 8) for lane, (name, _) in LANES.items()}
        # The lanes within have no room above them to rise into.
        caps = {k: CAP if k in ("nato", "russia") else n for k, n in top.items()}
        self.height = {k: max(self.d * min(caps[k], n) + 10, 14 * len(self.names[k]) + 4) for k, n in top.items()}
        self.flags = {outer: self._hoist(outer) for outer in ("nato", "russia")}
        self.head = STRIP + self.row * self._rows("nato") + 4
        self.base = {"nato": self.head + self.height["nato"]}
        self.base["international"] = self.spine = self.base["nato"] + self.height["international"]
        self.base["between"] = self.spine + 20
        self.base["russia"] = self.spine + 20 + self.height["between"]
        self.foot = self.base["russia"] + self.height["russia"]

    def x(self, t: float) -> float:
        return LEFT + (t - self.plan.start) * self.scale

    def y(self, lane: str, level: int) -> float:
        return self.base[lane] + OUTWARD[lane] * (self.d * (level + 0.5) + 3)

    def _rows(self, outer: str) -> int:
        return 1 + max((f.row for f in self.flags[outer]), default=-1)

    def tall(self) -> float:
        return self.foot + self.row * self._rows("russia") + 8

    def need(self, name: str, when: str) -> float:
        """Return the room that a label needs: name and year in a line on the band, else the name over its day."""
        if self.plan.band:
            return width(name, bold=True) + width(f" {when}", SMALL)
        return max(width(name, bold=True), width(when, SMALL))

    def _hoist(self, outer: str) -> list[_Flag]:
        """Return the labels above the plot, or below it, by rising pole, each with its row and side."""
        out: list[_Flag] = []
        for lane, acts in self.lanes.items():
            if OUTWARD[lane] != OUTWARD[outer]:
                continue
            cross = [x for _, x, _ in self.lanes[outer]] if lane != outer else []
            for a, x, level in acts:
                if a.event_id in self.plan.points:
                    pole = passage(x, cross, 2 if self.plan.band else 5.5)
                    out.append(_Flag(pole, x, level, lane, self.plan.points[a.event_id], self.plan.when(a)))
        out.sort(key=lambda f: f.pole)
        spikes = [
            (x - self.d, x + self.d, -int(-(self.d * (level + 1) + 10 - self.height[outer]) // self.row))
            for _, x, level in self.lanes[outer]
            if level >= CAP
        ]
        for f, place in zip(
            out, flags([(f.pole, self.need(f.name, f.when)) for f in out], (0, WIDE), 6, spikes), strict=True
        ):
            f.row, f.side = place
        return out


def wide(plan: Timeline) -> Sheet:
    """Place a timeline for a page with room for 688 pixels."""
    f = _Frame(plan)
    items = [*_spans(f), *_axis(f), *_labels(f)]
    for lane, acts in f.lanes.items():
        items += plan.marks(acts, lane, lambda x, level, lane=lane: (x, f.y(lane, level)))
    return Sheet(WIDE, f.tall(), tuple(items), Axis("x", plan.start, LEFT, f.scale, f.head, f.foot))


def _spans(f: _Frame) -> list[Box | Words]:
    """The strip: stretches in outline with their words above, wars in black with their names below, and through the plot."""
    plan, items = f.plan, []
    for w in plan.wars:
        a = max(f.x(w.a), LEFT)
        long = max(min(f.x(w.b), f.right) - a, 3)
        items.append(Box(a, 25, long, 7, "bar"))
        items += [Box(a, f.head, long, f.foot - f.head, "war")] if plan.shaded(w) else []
    items += [Box(f.x(s.a) + 1, 16, (s.b - s.a) * f.scale - 2, 7, "span") for s in plan.spans]
    middles = [f.x((s.a + s.b) / 2) for s in plan.spans]
    widths = [width(s.name, SMALL) for s in plan.spans]
    for s, x in zip(plan.spans, settle(middles, widths, 0, WIDE - 3, 8), strict=True):
        items.append(Words(x, 11, s.name, size=SMALL))
    tails = ["" if plan.band else w.when for w in plan.wars]
    widths = [width(w.name, bold=True) + width(f" {t}", SMALL) for w, t in zip(plan.wars, tails, strict=True)]
    middles = [(max(f.x(w.a), LEFT) + min(f.x(w.b), f.right)) / 2 for w in plan.wars]
    for w, tail, x in zip(plan.wars, tails, settle(middles, widths, 0, WIDE - 3, 8), strict=True):
        items.append(Words(x, 44, w.name, bold=True, tail=tail))
    return items


def _axis(f: _Frame) -> list[Line | Words]:
    items: list[Line | Words] = []
    for at, name, middle in f.plan.ticks():
        items += [
            Line(((f.x(at), f.head), (f.x(at), f.spine)), "grid"),
            Line(((f.x(at), f.spine + 20), (f.x(at), f.foot)), "grid"),
        ]
        items.append(Words(f.x(middle), f.spine + 14, name, "quiet", SMALL, anchor="middle"))
    for y in (f.spine, f.spine + 20):
        items.append(Line(((LEFT, y), (f.right, y)), "axis"))
    for lane, parts in f.names.items():
        middle = f.base[lane] + OUTWARD[lane] * f.height[lane] / 2 + 4
        items += [Words(0, middle + 14 * (n - (len(parts) - 1) / 2), p, lane) for n, p in enumerate(parts)]
    return items


def _labels(f: _Frame) -> list[Line | Words]:
    """The poles from their marks, and at their ends name and day."""
    items: list[Line | Words] = []
    for outer, hoisted in f.flags.items():
        sign = OUTWARD[outer]
        for g in hoisted:
            near = (f.head if sign < 0 else f.foot) + sign * (4 + g.row * f.row)  # the label's edge that faces the plot
            bend = [] if abs(g.pole - g.x) < 0.1 else [(g.pole, f.base[outer] + sign * 2)]
            mark = (g.x, f.y(g.lane, g.level) + sign * f.d * 0.4)
            items.append(Line(((g.pole, near + sign * (f.row - 5)), *bend, mark), f"pole {g.lane}"))
            x, anchor = g.pole + 4 * g.side, "end" if g.side < 0 else "start"
            y = near + 11 if sign > 0 else near - 3 if f.plan.band else near - 16
            items.append(Words(x, y, g.name, g.lane, bold=True, anchor=anchor, tail=g.when if f.plan.band else ""))
            if not f.plan.band:
                items.append(Words(x, y + 13, g.when, "quiet", SMALL, anchor=anchor))
    return items
