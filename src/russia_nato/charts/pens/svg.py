"""The pen of the pages: a sheet as SVG.

Colour goes by class, and each class names its colour on the element too, so that the drawing is whole on paper and where no
stylesheet of the course is; a page's sheet overrides it in the dark. No style attribute: a strict page refuses them.
"""

from __future__ import annotations

import html
from itertools import groupby

from .sheet import SHAPES, SMALL, TEXT, Box, Line, Mark, Sheet, Words

COLORS = {
    "nato": "#005f99",
    "russia": "#b04a00",
    "between": "#00694d",
    "international": "#565c64",
    "quiet": "#4a515a",
    "rule": "#d5d3cd",
    "on": "#ffffff",
}
#: how a line or a box is drawn, by the first word of its look
STROKES = {
    "grid": 'fill="none" stroke="currentColor" stroke-dasharray="1 3"',
    "axis": 'fill="none" stroke="currentColor"',
    "brace": 'fill="none" stroke="currentColor"',
    "pole": 'fill="none" stroke="currentColor" stroke-opacity=".75"',
    "step": 'fill="none" stroke="currentColor" stroke-width="2.5" stroke-opacity=".6"',
    "gap": 'fill="currentColor" fill-opacity=".08"',
    "war": 'fill="currentColor" fill-opacity=".12"',
    "bar": 'fill="currentColor"',
    "span": 'fill="none" stroke="currentColor"',
    "hit": 'fill-opacity="0"',
    "tile": 'fill="none" stroke="currentColor"',
    "filled": 'fill="currentColor" stroke="currentColor"',
    "tinted": 'fill="currentColor" fill-opacity=".28" stroke="currentColor"',
    "heavy": 'fill="none" stroke="currentColor" stroke-width="2"',
    "dotted": 'fill="none" stroke="currentColor" stroke-dasharray="2 2"',
}
CLASS_OF = {"grid": "rule", "axis": "rule", "span": "quiet"}


def num(value: float, digits: int = 0) -> str:
    """Write a coordinate: in whole pixels, which is fine enough for words and lines and lighter; small marks need a digit more.

    Examples
    --------
    >>> num(3.04), num(-0.01), num(12.26, 1)
    ('3', '0', '12.3')
    """
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def thumbnail(sheet: Sheet) -> str:
    """Return a sheet without its words as a file of its own: a small picture, whose page gives it words.

    Examples
    --------
    >>> thumbnail(Sheet(10, 10, (Words(1, 9, "left out"), Mark(5, 5, "word", "nato")))).count("<text")
    0
    """
    items = tuple(i for i in sheet.items if not isinstance(i, Words))
    drawn = write(Sheet(sheet.width, sheet.height, items), "")
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        ' role="img" aria-label=""', ""
    )


def write(sheet: Sheet, message: str, rows: bool = False) -> str:
    """Return a sheet as an SVG element that carries its message.

    ``rows`` names marks and bars for a script that opens them; which row each mark is says :func:`mark_rows`.

    Examples
    --------
    >>> write(Sheet(10, 10, (Mark(5, 5, "word", "nato"),)), "One mark").count("<path")
    1
    """
    size = (
        f'width="{num(sheet.width)}" height="{num(sheet.height)}" viewBox="0 0 {num(sheet.width)} {num(sheet.height)}"'
    )
    grid = [i for i in sheet.items if isinstance(i, Line) and i.look == "grid"]
    parts = [_path("".join(map(_way, grid)), "grid")] if grid else []
    for look, items in _looks(sheet):
        parts += [_WRITERS[type(i)](i, rows) for i in items] if look is None else _marks(items, rows)
    return (
        f'<svg {size} role="img" aria-label="{html.escape(message)}" font-size="{TEXT}" '
        f'font-family="\'DejaVu Sans\', Verdana, sans-serif" fill="currentColor">{"".join(parts)}</svg>'
    )


def _color(look: str) -> str:
    """Return the class and colour of a look's colour word, or nothing where it is the ink's."""
    name = next((w for w in look.split() if w in COLORS), None)
    if name is None:
        name = CLASS_OF.get(look.split()[0]) if look else None
    return f' class="{name}" color="{COLORS[name]}"' if name else ""


def _words(w: Words, _rows: bool) -> str:
    more = f' font-size="{w.size:g}"' if w.size != TEXT else ""
    more += ' font-weight="700"' if w.bold else ""
    more += f' text-anchor="{w.anchor}"' if w.anchor != "start" else ""
    tail = f' <tspan font-size="{SMALL}" font-weight="400"{_color("quiet")}>{html.escape(w.tail, quote=False)}</tspan>'
    text = html.escape(w.text, quote=False) + (tail if w.tail else "")
    return f'<text x="{num(w.x)}" y="{num(w.y)}"{_color(w.look)}{more}>{text}</text>'


def _way(line: Line) -> str:
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in line.points) + ("Z" if line.closed else "")


def _path(d: str, look: str) -> str:
    return f'<path d="{d}"{_color(look)} {STROKES[look.split()[0]]}/>'


def _line(line: Line, _rows: bool) -> str:
    return _path(_way(line), line.look)


def _box(b: Box, rows: bool) -> str:
    place = f'x="{num(b.x)}" y="{num(b.y)}" width="{num(b.wide)}" height="{num(b.high)}"'
    place += f' data-i="{b.row}"' if rows and b.row >= 0 else ""
    place += f' data-part="{b.part}"' if rows and b.part else ""
    place += f' data-since="{b.since}"' if rows and b.since else ""
    return f"<rect {place}{_color(b.look)} {STROKES[b.look.split()[0]]}/>"


def _runs(marks: list[Mark]) -> dict[str, list[Mark]]:
    """Return marks of one look by their kinds, in the order in which they are written."""
    kinds: dict[str, list[Mark]] = {}
    for m in marks:
        kinds.setdefault(m.kind, []).append(m)
    return kinds


def _looks(sheet: Sheet) -> list[tuple[str | None, list]]:
    """Return what is drawn after the grid, in runs of marks of one look and of everything else."""
    items = [i for i in sheet.items if not (isinstance(i, Line) and i.look == "grid")]
    return [(k, list(run)) for k, run in groupby(items, key=lambda i: i.look if isinstance(i, Mark) else None)]


def mark_rows(sheet: Sheet) -> list[list[int]]:
    """Return the rows of the marks, path by path as they are written, for a script that opens marks.

    Examples
    --------
    >>> mark_rows(Sheet(9, 9, (Mark(2, 2, "word", "nato", "word", 4), Mark(6, 6, "word", "nato", "word", 1))))
    [[4, 1]]
    """
    runs = (run for look, items in _looks(sheet) if look is not None for run in _runs(items).values())
    return [[m.row for m in run] for run in runs]


def axes_of(sheet: Sheet) -> dict[str, list]:
    """Return where time and bars run on a sheet, for a script that reads a place as a day and draws bars anew.

    Examples
    --------
    >>> axes_of(Sheet(9, 9, ()))
    {'axis': [], 'bars': []}
    """
    a = sheet.axis
    axis = [a.way, *(round(v, 3) for v in (a.start, a.at, a.scale, a.low, a.high))] if a else []
    return {"axis": axis, "bars": [round(v, 3) for v in sheet.bars or ()]}


def _marks(marks: list[Mark], rows: bool) -> list[str]:
    """Return marks of one look as groups by kind, each drawn from its centre and a kind in one path, which is light."""
    looks = {
        "cooperation": ' fill="none" stroke="currentColor" stroke-width="1.5"',
        "light": ' fill-opacity=".28" stroke="currentColor"',
    }
    out = [f"<g{_color(marks[0].look)}>"]
    for kind, some in _runs(marks).items():
        fine = int(min(SHAPES[m.shape][1][0] for m in some) < 2)  # marks of the band stand four pixels apart
        d = "".join(f"M{num(m.x, fine)} {num(m.y, fine)}{SHAPES[m.shape][0]}" for m in some)
        name = f' class="{kind}"' if rows and kind else ""
        out.append(f'<g{name}{looks.get(kind, "")}><path d="{d}"/></g>')
    return [*out, "</g>"]


_WRITERS = {Words: _words, Line: _line, Box: _box}
