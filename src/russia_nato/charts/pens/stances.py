"""Stances on one issue: an axis in words, NATO and Moscow in steps from one own statement to the next, and the gap between them.

Wide, time runs to the right and the anchors' words stand beside their rows; narrow, time runs down and short words head the
columns. What a side said against its own majority is named on the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise, permutations

import pandas as pd

from ...data import load_actors, load_issues, load_people
from ...errors import need
from ...sides import side_of
from .place import pile, seat, tip
from .sheet import NARROW, SMALL, TEXT, WIDE, Axis, Line, Mark, Sheet, Words, width, wrap
from .timeline import year

LEVELS = (2, 1, 0, -1, -2)
ANCHORS = {2: "anchor_p2", 1: "anchor_p1", 0: "anchor_0", -1: "anchor_m1", -2: "anchor_m2"}
SHORT = {2: "affirms", 1: "with limits", 0: "takes no side", -1: "objects", -2: "rejects"}
NAMES = {
    "nato": "NATO and Allies",
    "russia": "Moscow and allies",
    "between": "States in between",
    "international": "Others",
}
# Who speaks for a whole side: its line follows them where they spoke twice or more, and everybody of the side where not.
OWN = {"nato": ("NATO", ("nato", "nato-secretary-general")), "russia": ("Moscow", ("russia", "ussr"))}
PITCH, NAMED, COLUMN = 8.6, 5, 176  # room of a mark; how many statements are named; the width of the anchors' words
Point = tuple[float, float]


@dataclass(frozen=True)
class Said:
    """A statement as a mark: its row, when, what, by whom, and whether the speaker's actor speaks for its side."""

    row: int
    t: float
    stance: int
    lane: str
    speaker: str
    is_own: bool = False


@dataclass(frozen=True)
class Stances:
    """What both drawings share: the statements in the order of time, the words of the axis, the question and the message."""

    said: tuple[Said, ...]
    anchors: dict[int, str]
    question: str
    title: str
    start: float
    end: float

    def sides(self) -> list[str]:
        """The sides that are drawn as steps: NATO's and Moscow's, where they spoke."""
        return [s for s in ("nato", "russia") if any(p.lane == s for p in self.said)]

    def line_of(self, side: str) -> tuple[str, list[Said]]:
        """Return the name of a side's line and the statements that it joins: no single Ally or former leader moves it."""
        own = [p for p in self.said if p.lane == side and p.is_own]
        return (OWN[side][0], own) if len(own) > 1 else (NAMES[side], [p for p in self.said if p.lane == side])

    def exceptions(self) -> list[Said]:
        """What a side said against its own majority, the furthest from it first."""
        out = []
        for side in self.sides():
            own = [p for p in self.said if p.lane == side]
            most = _majority(own)
            out += [p for p in own if p.stance * most < 0]
        return sorted(out, key=lambda p: (-abs(p.stance), p.t))[:NAMED]


def _majority(own: list[Said]) -> int:
    """Return 1 where more statements affirm than object, -1 where fewer do, 0 for as many."""
    yes, no = sum(p.stance > 0 for p in own), sum(p.stance < 0 for p in own)
    return (yes > no) - (yes < no)


def plan(positions: pd.DataFrame, issue: str) -> Stances:
    """Choose what the drawing of an issue shows.

    Raises
    ------
    ValueError
        If a column is missing, the issue is unknown, or no position is left.

    Examples
    --------
    >>> import russia_nato as rn
    >>> plan(rn.load_positions(), "enlargement").title
    'NATO and Allies said yes in 39 of 46 statements, Moscow no in 37 of 39'
    """
    need(positions, "position_id date actor_id person_id issue_id stance".split(), "positions")
    issues = load_issues().set_index("issue_id")
    if issue not in issues.index:
        raise ValueError(f"unknown issue {issue!r}; allowed is one of {list(issues.index)}")
    rows = positions[positions["issue_id"] == issue].sort_values(["date", "position_id"], kind="stable")
    need(rows, [], f"positions on {issue!r}")
    people = load_people().set_index("person_id")["name"]
    actors = rows["actor_id"].map(load_actors().set_index("actor_id")["name"])
    speakers = rows["person_id"].map(people).str.split().str[-1].fillna(actors).astype(str)
    own = rows["actor_id"].isin([a for _, actors in OWN.values() for a in actors])
    columns = rows["date"].map(year), rows["stance"].astype(int), side_of(rows["actor_id"], rows["date"]), speakers, own
    said = tuple(Said(n, *row) for n, row in enumerate(zip(*columns, strict=True)))
    edge = max((said[-1].t - said[0].t) * 0.03, 0.1)
    anchors = {n: str(issues.loc[issue, column]) for n, column in ANCHORS.items()}
    return Stances(
        said, anchors, str(issues.loc[issue, "question"]), _message(said), said[0].t - edge, said[-1].t + edge
    )


def _message(said: tuple[Said, ...]) -> str:
    parts = []
    for side, name in (("nato", "NATO and Allies"), ("russia", "Moscow")):
        own = [p for p in said if p.lane == side]
        if not own:
            continue
        word = {1: "yes", -1: "no", 0: "neither yes nor no"}[_majority(own)]
        n = sum(p.stance * _majority(own) > 0 for p in own) if _majority(own) else len(own)
        parts.append(f"{name} {'' if parts else 'said '}{word} in {n} of {len(own)}{'' if parts else ' statements'}")
    return ", ".join(parts) or f"{len(said)} statements, none of NATO’s or Moscow’s"


# Least height of a step of the scale, and whether leaders may run under marks: each try for labels without a seat before.
TRIES = ((72, False), (96, False), (96, True))


class _Frame:
    """Where each stance and each moment stands, on a wide sheet or on a narrow one."""

    def __init__(self, plan: Stances, is_wide: bool, least: int = 72):
        self.plan, self.is_wide = plan, is_wide
        self.size, self.first = (WIDE, COLUMN) if is_wide else (NARROW, 62)
        long = WIDE - COLUMN - 8 if is_wide else max(300, 14 * (plan.end - plan.start))
        self.scale = long / (plan.end - plan.start)
        self.last = self.first + long
        room, small = (COLUMN - 14, TEXT) if is_wide else (54, SMALL)
        self.words = {n: wrap(plan.anchors[n] if is_wide else SHORT[n], room, small) for n in LEVELS}
        step = max(least, 14 * max(map(len, self.words.values())) + 6) if is_wide else 57
        across = 4.0 if is_wide else 42.0
        self.middle, self.spot = {}, {}
        for n in LEVELS if is_wide else reversed(LEVELS):  # equal steps: the gap is an area
            own = [p for p in plan.said if p.stance == n]
            levels = pile([self.to(p.t) for p in own], PITCH)
            self.middle[n] = across + step / 2
            tight = min(1.0, (step / 2 - 5) / (PITCH * ((max(levels, default=0) + 1) // 2) or 1))
            for p, k in zip(own, levels, strict=True):  # marks give way to both sides of their line
                aside = PITCH * tight * ((k + 1) // 2) * (1 if k % 2 else -1)
                self.spot[p.row] = self.xy(self.to(p.t), self.middle[n] + aside)
            across += step
        self.across = across

    def to(self, t: float) -> float:
        return self.first + (t - self.plan.start) * self.scale

    def xy(self, along: float, across: float) -> Point:
        return (along, across) if self.is_wide else (across, along)

    def steps(self, side: str) -> list[Point]:
        """A side keeps its last stance until it states another."""
        points: list[Point] = []
        shift = -1.5 if (side == "nato") == self.is_wide else 1.5
        for p in self.plan.line_of(side)[1]:
            points += [(self.to(p.t), points[-1][1])] if points else []
            points.append((self.to(p.t), self.middle[p.stance] + shift))
        return [*points, (self.last, points[-1][1])]


def place(plan: Stances, is_wide: bool) -> Sheet:
    """Place the stances of an issue, wide or narrow."""
    for least, under in TRIES if is_wide else TRIES[:1]:
        f = _Frame(plan, is_wide, least)
        lines = {side: f.steps(side) for side in plan.sides()}
        labels, all_seated = _labels(f, lines, under)
        if all_seated:
            break
    items = [*_axis(f), *_gap(f, lines)]
    items += [Line(tuple(f.xy(*p) for p in points), f"step {side}") for side, points in lines.items()]
    items += labels
    for lane in NAMES:
        items += [Mark(*f.spot[p.row], lane, lane, "", p.row) for p in plan.said if p.lane == lane]
    axis = Axis("x" if is_wide else "y", plan.start, f.first, f.scale, 2, f.across)
    return Sheet(f.size, f.across + 20 if is_wide else f.last + 8, tuple(items), axis)


def _axis(f: _Frame) -> list[Line | Words]:
    items: list[Line | Words] = []
    for n in LEVELS:
        items.append(Line((f.xy(f.first, f.middle[n]), f.xy(f.last, f.middle[n])), "grid"))
        for k, part in enumerate(f.words[n]):
            if f.is_wide:
                items.append(Words(0, f.middle[n] + 4 + 14 * (k - (len(f.words[n]) - 1) / 2), part))
            else:
                y = f.first - 8 - 13 * (len(f.words[n]) - 1 - k)
                items.append(Words(f.middle[n], y, part, "quiet", SMALL, anchor="middle"))
    length = f.plan.end - f.plan.start
    every = next(k for k in (1, 2, 5, 10) if length / k <= 9)
    for t in range(int(f.plan.start) + 1, int(f.plan.end) + 1):
        if t % every == 0:
            x, y = (f.to(t), f.across + 16) if f.is_wide else (0, f.to(t) + 4)
            items.append(Words(x, y, str(t), "quiet", SMALL, anchor="middle" if f.is_wide else "start"))
    return items


def _gap(f: _Frame, lines: dict[str, list[Point]]) -> list[Line]:
    """The area between the sides, from the moment at which both had spoken."""
    if len(lines) < 2:
        return []
    late, early = sorted(lines, key=lambda s: lines[s][0][0], reverse=True)
    begin = lines[late][0][0]
    before = [p for p in lines[early] if p[0] <= begin]
    area = [(begin, before[-1][1]), *lines[early][len(before) :], *reversed(lines[late])]
    return [Line(tuple(f.xy(*p) for p in area), "gap", closed=True)]


def _labels(f: _Frame, lines: dict[str, list[Point]], under: bool) -> tuple[list[Line | Words], bool]:
    """What the lines are, then what was said against a side's own majority; and whether all of it found a seat."""
    marks = [(x - 6, y - 6, x + 6, y + 6) for x, y in f.spot.values()]
    along = []
    for points in lines.values():
        ends = [f.xy(*p) for p in points]
        for (a, b), (c, d) in pairwise(ends):
            along.append((min(a, c) - 2, min(b, d) - 2, max(a, c) + 2, max(b, d) + 2))
    texts = [(f.xy(*_middle(points)), f.plan.line_of(side)[0], side, True) for side, points in lines.items()]
    texts += [(f.spot[p.row], f"{p.speaker} {int(p.t)}", p.lane, False) for p in f.plan.exceptions()]
    bounds = (f.first, 2, f.size, f.across) if f.is_wide else (34, f.first, f.size, f.last)
    best: list = []
    # The order decides who finds room: of some, the first that seats all, or most; a phone may leave one out.
    for order in islice(permutations(texts[len(lines) :]), 12 if f.is_wide else 8):
        tried = [*texts[: len(lines)], *order]
        sizes = [(width(text, TEXT, bold), 14.0) for _, text, _, bold in tried]
        seats = list(
            zip(tried, sizes, seat([t[0] for t in tried], sizes, marks, along, bounds, under=under), strict=True)
        )
        if not best or sum(c is not None for *_, c in seats) > sum(c is not None for *_, c in best):
            best = seats
        if all(c for *_, c in best):
            break
    items: list[Line | Words] = []
    for (spot, text, side, bold), (w, h), corner in best:
        if corner and not bold:
            items.append(Line((spot, tip(spot, (*corner, w, h))), f"pole {side}"))
        if corner:
            items.append(Words(corner[0], corner[1] + 11, text, side, bold=bold))
    return items, all(corner for *_, corner in best)


def _middle(points: list[Point]) -> Point:
    """Return the middle of a side's longest stretch without a statement, where its name has room."""
    pairs = pairwise(points)
    (a, y), (b, _) = max(pairs, key=lambda p: p[1][0] - p[0][0])
    return (a + b) / 2, y
