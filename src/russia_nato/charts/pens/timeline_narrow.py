"""The narrow timeline, for phones: time runs down, the lanes stand side by side, and the labels have a column of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from .place import passage, settle
from .sheet import NARROW, SMALL, Axis, Box, Line, Sheet, Words, width, wrap
from .timeline import LANES, Timeline

HEAD, LEFT, LINE = 36, 48, 13.5
# Years grow longer, and piles lower, until the lanes leave room for the labels.
STRETCHES = (1, 1.25, 1.5, 2, 2.5, 3, 4)


@dataclass
class _Note:
    """A label of the column: where its leader leaves the lanes, from where it comes, and its lines."""

    via: float
    bend: tuple[tuple[float, float], ...]
    name: str
    when: str
    look: str
    lines: list[tuple[str, bool, str]] = field(default_factory=list)  # words, whether bold, what follows small


class _Frame:
    """The lanes with their edges, and from them where everything stands."""

    def __init__(self, plan: Timeline, stretch: float = 1):
        self.plan, self.d = plan, plan.pitch
        self.px = stretch * (18 if plan.band else max(88, 560 / (plan.end - plan.start)))
        self.lanes = plan.lanes(self.px, HEAD, int(4 * stretch))
        self.base, edge = {}, float(LEFT)
        for lane, acts in self.lanes.items():
            self.base[lane] = edge
            edge += max(self.d * (max((level for *_, level in acts), default=0) + 1) + 5, 22)
        self.edge, self.foot = edge, self.y(plan.end)

    def y(self, t: float) -> float:
        return HEAD + (t - self.plan.start) * self.px

    def x(self, lane: str, level: int) -> float:
        return self.base[lane] + self.d * (level + 0.5) + 2


def narrow(plan: Timeline) -> Sheet:
    """Place a timeline for a phone of 360 pixels."""
    frames = [_Frame(plan, s) for s in STRETCHES]
    f = next((f for f in frames if f.edge <= _room(plan)), frames[-1])
    notes = _notes(f)
    tops = settle([n.via for n in notes], [LINE * len(n.lines) for n in notes], HEAD, f.foot)
    bottom = max([f.foot, *(t + LINE * len(n.lines) for t, n in zip(tops, notes, strict=True))])
    items = [*_spans(f), *_axis(f)]
    for note, top in zip(notes, tops, strict=True):
        items += _label(f, note, top)
    for lane, acts in f.lanes.items():
        items += plan.marks(acts, lane, lambda y, level, lane=lane: (f.x(lane, level), y))
    return Sheet(NARROW, bottom + 6, tuple(items), Axis("y", plan.start, HEAD, f.px, LEFT, f.edge))


def _room(plan: Timeline) -> float:
    """Return how far to the right the lanes may reach: the longest word of a label stands beside them."""
    names = [*plan.points.values(), *(w.name for w in plan.wars)]
    words = [word for name in names for word in name.split()]
    return NARROW - 18 - max((width(word, bold=True) for word in words), default=0)


def _notes(f: _Frame) -> list[_Note]:
    """Return what is named, wars and points, from above, broken into the lines of the column."""
    plan, order, out = f.plan, list(f.lanes), []
    for w in plan.wars:
        a, b = max(f.y(w.a), HEAD), min(f.y(w.b), f.foot)
        out.append(_Note(min((a + b) / 2, a + 0.5 * f.px), (), w.name, "" if plan.band else w.when, "war"))
    for lane, acts in f.lanes.items():
        cross = [y for other in order[order.index(lane) + 1 :] for _, y, _ in f.lanes[other]]
        for a, y, level in acts:
            if a.event_id in plan.points:
                via, x = passage(y, cross, 2 if plan.band else 5.5), f.x(lane, level) + f.d * 0.4
                out.append(_Note(via, ((x, y), (x + abs(via - y), via)), plan.points[a.event_id], plan.when(a), lane))
    out.sort(key=lambda n: n.via)
    room = NARROW - f.edge - 16
    for n in out:
        n.lines = [(part, True, "") for part in wrap(n.name, room, bold=True)]
        last = n.lines[-1][0]
        if plan.band and n.when and width(last, bold=True) + width(f" {n.when}", SMALL) < room:
            n.lines[-1] = (last, True, n.when)
        elif n.when:
            n.lines += [(part, False, "") for part in wrap(n.when, room, SMALL)]
    return out


def _spans(f: _Frame) -> list[Box]:
    items = []
    for w in f.plan.wars:
        a = max(f.y(w.a), HEAD)
        high = max(min(f.y(w.b), f.foot) - a, 3)
        items.append(Box(40, a, 6, high, "bar"))
        items += [Box(LEFT, a, f.edge - LEFT, high, "war")] if f.plan.shaded(w) else []
    return items + [Box(32, f.y(s.a) + 1, 6, (s.b - s.a) * f.px - 2, "span") for s in f.plan.spans]


def _axis(f: _Frame) -> list[Line | Words]:
    items: list[Line | Words] = []
    for at, name, middle in f.plan.ticks():
        items.append(Line(((LEFT, f.y(at)), (f.edge, f.y(at))), "grid"))
        lines = name.split()  # a quarter's month stands over its year
        for n, part in enumerate(lines):
            y = f.y(middle if len(lines) == 1 else at) + 4 + (12 * n + 8 if len(lines) > 1 else 0)
            items.append(Words(0, y, part, "quiet", SMALL))
    for n, (lane, at) in enumerate(f.base.items()):
        items.append(Line(((at, HEAD), (at, f.foot)), "axis"))
        items.append(Words(at, 12 + 15 * (n % 2), LANES[lane][1], lane, SMALL))
    return items


def _label(f: _Frame, note: _Note, top: float) -> list[Line | Words]:
    middle = top + LINE * len(note.lines) / 2
    leader = (*note.bend, (f.edge, note.via), (f.edge + 10, middle), (f.edge + 13, middle))
    look, ink = ("pole quiet", "") if note.look == "war" else (f"pole {note.look}", note.look)
    items: list[Line | Words] = [Line(leader, look)]
    for n, (part, bold, tail) in enumerate(note.lines):
        y = top + 11 + LINE * n
        items.append(
            Words(f.edge + 16, y, part, ink, bold=True, tail=tail)
            if bold
            else Words(f.edge + 16, y, part, "quiet", SMALL)
        )
    return items
