"""Places: marks that do not touch, and labels whose leaders neither cross one another nor run through words.

Small exact methods do all the placing. None of them is a force simulation: the same data give the same drawing.
"""

from __future__ import annotations

from collections.abc import Sequence

from .sheet import Area

Point = tuple[float, float]


def pile(places: Sequence[float], room: float) -> list[int]:
    """Stack marks that share a place: return the lowest free level of each, in the order given.

    Examples
    --------
    >>> pile([0, 1, 10], 5)
    [0, 1, 0]
    """
    levels: list[int] = []
    taken: dict[int, list[float]] = {}
    for p in places:
        level = next(n for n in range(len(places)) if all(abs(p - q) >= room for q in taken.get(n, ())))
        taken.setdefault(level, []).append(p)
        levels.append(level)
    return levels


def passage(at: float, others: Sequence[float], room: float, reach: int = 14) -> float:
    """Return the place nearest to ``at`` where a leader passes clear of other marks; ``at`` itself if there is none."""
    tries = sorted((k / 2 for k in range(-2 * reach, 2 * reach + 1)), key=abs)
    return next((at + d for d in tries if all(abs(at + d - o) >= room for o in others)), at)


Flag = tuple[float, float, float, int]  # pole, start and end of the text, row


def _clear(one: Flag, other: Flag, gap: float) -> bool:
    """Whether two flags leave each other free: texts of one row apart, no pole through a text of a nearer row."""
    (p, a, b, r), (q, c, d, s) = one, other
    if r == s:
        return a >= d + gap or c >= b + gap
    pole, low, high = (p, c, d) if r > s else (q, a, b)
    return not low - 4 < pole < high + 4


def flags(
    items: Sequence[tuple[float, float]],
    bounds: tuple[float, float],
    rows: int,
    blocked: Sequence[tuple[float, float, int]] = (),
    gap: float = 8,
) -> list[tuple[int, int]]:
    """Hoist labels on poles: choose for each a row (0 is nearest to the plot) and the side on which its text flies.

    ``items`` are (pole, width) by rising pole; ``blocked`` are (from, to, rows) that stand in the nearest rows. Depth-first
    search for the lowest sum of rows.

    Examples
    --------
    >>> flags([(10, 50), (20, 50)], (0, 200), 2)
    [(1, 1), (0, 1)]
    """
    best: list = [float("inf"), None]

    def free(a: float, b: float, row: int) -> bool:
        inside = a >= bounds[0] and b <= bounds[1]
        return inside and not any(row < k and a < d + 3 and c - 3 < b for c, d, k in blocked)

    def go(n: int, placed: list[Flag], cost: float) -> None:
        if cost >= best[0]:
            return
        if n == len(items):
            best[:] = cost, placed
            return
        pole, wide = items[n]
        for row in range(rows):
            for a in (pole + 4, pole - 4 - wide):
                one = pole, a, a + wide, row
                if free(a, a + wide, row) and all(_clear(one, other, gap) for other in placed):
                    go(n + 1, [*placed, one], cost + row + (0.4 if a < pole else 0))

    go(0, [], 0)
    if best[1] is None:
        raise ValueError(f"{len(items)} labels do not fit in {rows} rows between {bounds[0]} and {bounds[1]}")
    return [(row, 1 if a > pole else -1) for pole, a, _, row in best[1]]


def settle(wanted: Sequence[float], heights: Sequence[float], low: float, high: float, gap: float = 5) -> list[float]:
    """Move labels along one axis, in their order, as little as possible until none overlaps (pool adjacent violators).

    Examples
    --------
    >>> settle([10, 10], [10, 10], 0, 100, gap=0)
    [0.0, 10.0]
    """
    blocks: list[list] = []  # sum of wanted starts, number, height, members
    for n, (w, h) in enumerate(zip(wanted, heights, strict=True)):
        blocks.append([w - h / 2, 1, h + gap, [n]])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] + blocks[-2][2] > blocks[-1][0] / blocks[-1][1]:
            last, before = blocks.pop(), blocks[-1]
            total = before[0] + last[0] - last[1] * before[2]
            blocks[-1] = [total, before[1] + last[1], before[2] + last[2], before[3] + last[3]]
    tops, floor = [0.0] * len(wanted), low
    for total, count, height, members in blocks:
        top = min(max(total / count, floor), high - height + gap)
        for n in members:
            tops[n], top = top, top + heights[n] + gap
        floor = top
    for n in reversed(range(len(tops))):  # what the upper edge pushed down may push back
        limit = high - heights[n] if n == len(tops) - 1 else tops[n + 1] - heights[n] - gap
        tops[n] = min(tops[n], limit)
    return tops


def _tries(x: float, y: float, w: float, h: float, far: int) -> list[tuple[float, float]]:
    """Return the corners at which a label may stand round its mark, the nearest first."""
    tries: list[tuple[float, float]] = []
    for away in range(8, far, 4):
        tries += [(x + away, y - h / 2), (x - w - away, y - h / 2)]
        tries += [(x + 6 - (w + 12) * k / 8, y + up) for up in (away, -h - away) for k in (0, 8, 4, 1, 7, 2, 6, 3, 5)]
        ups = (away / 4, -h - away / 4, away / 2, -h - away / 2, away, -h - away)
        tries += [(x + side, y + up) for side in (away, -w - away) for up in ups]
    return tries


def seat(
    spots: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    marks: Sequence[Area],
    lines: Sequence[Area],
    bounds: Area,
    far: int = 200,
    under: bool = False,
) -> list[Point | None]:
    """Seat labels beside their marks: each takes the nearest place that covers nothing, or None where there is no such place.

    A leader may cross a line, not a mark (save ``under`` marks that are drawn over it), a label or another leader. Labels seated before are in the way too, so the
    editor's order is the order of importance.
    """
    labels: list[Area] = []
    leaders: list[tuple[Point, Point]] = []
    out: list[Point | None] = []
    for spot, (w, h) in zip(spots, sizes, strict=True):
        others = [(q[0] + 2, q[1] + 2, q[2] - 2, q[3] - 2) for q in marks if not under and not _inside(spot, q)]

        def free(corner: Point, spot=spot, w=w, h=h, others=others) -> bool:
            box = (*corner, corner[0] + w, corner[1] + h)
            if any(_meet(box, q) for q in (*marks, *lines, *labels)):
                return False
            leader = spot, tip(spot, (*corner, w, h))
            if any(_passes(leader, q) for q in (*others, *labels)) or any(_passes(one, box) for one in leaders):
                return False
            return not any(_cross(*leader, *one) for one in leaders)

        inside = (t for t in _tries(*spot, w, h, far) if _within(t, (w, h), bounds))
        corner = next((t for t in inside if free(t)), None)
        out.append(corner)
        if corner:
            leaders.append((spot, tip(spot, (*corner, w, h))))
            labels.append((corner[0] - 4, corner[1] - 1, corner[0] + w + 4, corner[1] + h + 1))
    return out


def _inside(spot: Point, area: Area) -> bool:
    return area[0] <= spot[0] <= area[2] and area[1] <= spot[1] <= area[3]


def _meet(a: Area, b: Area) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _passes(leader: tuple[Point, Point], area: Area) -> bool:
    """Whether a leader passes through an area: by its points, one in two pixels or so."""
    (x0, y0), (x1, y1) = leader
    if not _meet((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), area):
        return False  # nearly always: no point need be looked at
    n = max(8, int(max(abs(x1 - x0), abs(y1 - y0)) / 2))
    way = ((x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n) for k in range(n + 1))
    return any(area[0] < x < area[2] and area[1] < y < area[3] for x, y in way)


def _within(corner: tuple[float, float], size: tuple[float, float], bounds: Area) -> bool:
    return bounds[0] <= corner[0] <= bounds[2] - size[0] and bounds[1] <= corner[1] <= bounds[3] - size[1]


def _cross(a, b, c, d) -> bool:
    """Whether the stretch from a to b crosses the one from c to d."""
    turn = lambda p, q, r: (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])  # noqa: E731
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def tip(spot: tuple[float, float], box: Area) -> tuple[float, float]:
    """Return where a leader from a spot meets the box (left, top, width, height) of a label."""
    (x, y), (a, b, w, h) = spot, box
    return min(max(x, a), a + w), min(max(y, b + 2), b + h - 1)
