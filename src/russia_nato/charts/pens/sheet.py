"""What may stand on a sheet: marks, lines, boxes and words, each at its place in pixels, before any pen has touched it.

A sheet is never scaled: one is placed for wide pages and one for phones, where time runs down. Words are measured in
DejaVu Sans, the widest face a reader's sans-serif may resolve to: what fits in it fits in every other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont

WIDE, NARROW = 688, 328
TEXT, SMALL = 12, 11
Area = tuple[float, float, float, float]  # left, top, right, bottom


@cache
def _face(bold: bool) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    font = TTFont(Path(matplotlib.get_data_path(), "fonts/ttf", name))
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Return the widest a line of text can be, in pixels.

    Examples
    --------
    >>> round(width("Founding Act")), width("Founding Act", bold=True) > width("Founding Act")
    (79, True)
    """
    names, advances, em = _face(bold)
    return sum(advances[names.get(ord(c), ".notdef")][0] for c in text) * size / em


def wrap(text: str, room: float, size: float = TEXT, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width in pixels; a word that is wider stands alone.

    Examples
    --------
    >>> wrap("States in between", 90)
    ['States in', 'between']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Words:
    """A line of text on its base line; ``tail`` follows it smaller and quiet."""

    x: float
    y: float
    text: str
    look: str = ""
    size: float = TEXT
    bold: bool = False
    anchor: str = "start"
    tail: str = ""

    @property
    def area(self) -> Area:
        wide = width(self.text, self.size, self.bold) + (width(f" {self.tail}", SMALL) if self.tail else 0)
        left = self.x - {"start": 0, "middle": wide / 2, "end": wide}[self.anchor]
        return left, self.y - 0.78 * self.size, left + wide, self.y + 0.2 * self.size


@dataclass(frozen=True)
class Line:
    """A line through points, or the area within them."""

    points: tuple[tuple[float, float], ...]
    look: str
    closed: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle: a span of time, or a tile; one that stands for a row of the table has its number, one that came later its year, one that
    counts something what and how much."""

    x: float
    y: float
    wide: float
    high: float
    look: str
    row: int = -1
    since: int = 0
    part: str = ""


@dataclass(frozen=True)
class Mark:
    """One row of a table at its place; ``kind`` is its class, ``row`` its number in the table shown with the drawing."""

    x: float
    y: float
    shape: str
    look: str
    kind: str = ""
    row: int = -1

    @property
    def area(self) -> Area:
        x, y = SHAPES[self.shape][1]
        return self.x - x, self.y - y, self.x + x, self.y + y


@dataclass(frozen=True)
class Axis:
    """An axis of time: to the right (x) or down (y); the year at which it begins, where, pixels a year, and the edges beside it."""

    way: str
    start: float
    at: float
    scale: float
    low: float
    high: float


@dataclass(frozen=True)
class Sheet:
    """A drawing that is placed and not yet drawn; one with an axis of time says where it runs, one with bars where nought is and a unit."""

    width: float
    height: float
    items: tuple[Words | Line | Box | Mark, ...]
    axis: Axis | None = None
    bars: tuple[float, float] | None = None

    def of(self, kind: type) -> list:
        """Return the items of one kind."""
        return [i for i in self.items if isinstance(i, kind)]


def _round(r: float) -> tuple[str, tuple[float, float]]:
    return f"m{r:g} 0a{r:g} {r:g} 0 1 1-{2 * r:g} 0 {r:g} {r:g} 0 1 1 {2 * r:g} 0", (r, r)


def block(wide: float, high: float) -> tuple[str, tuple[float, float]]:
    """Return a rectangle round its centre: its path, and half its width and height."""
    return f"m-{wide / 2:g}-{high / 2:g}h{wide:g}v{high:g}h-{wide:g}z", (wide / 2, high / 2)


# All marks, drawn from their centre: a dot for words, a ring for a cooperative deed, a block for a conflictual one, a bar
# for one of neither kind (the small ones stand a quarter of a year for a day), a shape a side for stances, a bar a meeting by the rank of who came.
SHAPES = {
    "word": _round(2.5), "cooperation": _round(3.5), "conflict": block(8, 8), "neutral": block(8, 2.6),
    "word-small": _round(1.25), "cooperation-small": _round(1.6), "conflict-small": block(3.8, 3.8),
    "neutral-small": block(3.8, 1.4),
    "nato": _round(3.6), "russia": block(6.6, 6.6), "between": ("m0-4.4l4.4 7.7h-8.8z", (4.4, 4.4)),
    "bar-full": block(9, 9), "bar-light": block(9, 9),
    "international": ("m0-4.6l4.6 4.6-4.6 4.6-4.6-4.6z", (4.6, 4.6)),
}  # fmt: skip
