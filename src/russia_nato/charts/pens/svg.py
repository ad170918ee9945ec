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
    "tile": 'fill="none" stroke="currentColor"',
    "filled": 'fill="currentColor" stroke="currentColor"',
    "tinted": 'fill="currentColor" fill-opacity=".28" stroke="currentColor"',
    "heavy": 'fill="none" stroke="currentColor" stroke-width="2"',
    "dotted": 'fill="none" stroke="currentColor" stroke-dasharray="2 2"',
}
CLASS_OF = {"grid": "rule", "axis": "rule", "span": "quiet"}


def num(value: float) -> str:
    """Write a coordinate with one decimal at most.

    Examples
    --------
    >>> num(3.04), num(-0.01), num(12.25)
    ('3', '0', '12.2')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write(sheet: Sheet, message: str, rows: bool = False) -> str:
    """Return a sheet as an SVG element that carries its message.

    ``rows`` writes on each mark which row of the table it is, for a script that opens marks.

    Examples
    --------
    >>> write(Sheet(10, 10, (Mark(5, 5, "word", "nato"),)), "One mark").count("<path")
    1
    """
    size = (
        f'width="{num(sheet.width)}" height="{num(sheet.height)}" viewBox="0 0 {num(sheet.width)} {num(sheet.height)}"'
    )
    parts = []
    for look, run in groupby(sheet.items, key=lambda i: i.look if isinstance(i, Mark) else None):
        items = list(run)
        parts += [_WRITERS[type(i)](i) for i in items] if look is None else _marks(items, rows)
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


def _words(w: Words) -> str:
    more = f' font-size="{w.size:g}"' if w.size != TEXT else ""
    more += ' font-weight="700"' if w.bold else ""
    more += f' text-anchor="{w.anchor}"' if w.anchor != "start" else ""
    tail = f' <tspan font-size="{SMALL}" font-weight="400"{_color("quiet")}>{html.escape(w.tail, quote=False)}</tspan>'
    text = html.escape(w.text, quote=False) + (tail if w.tail else "")
    return f'<text x="{num(w.x)}" y="{num(w.y)}"{_color(w.look)}{more}>{text}</text>'


def _line(line: Line) -> str:
    d = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in line.points) + ("Z" if line.closed else "")
    return f'<path d="{d}"{_color(line.look)} {STROKES[line.look.split()[0]]}/>'


def _box(b: Box) -> str:
    place = f'x="{num(b.x)}" y="{num(b.y)}" width="{num(b.wide)}" height="{num(b.high)}"'
    return f"<rect {place}{_color(b.look)} {STROKES[b.look.split()[0]]}/>"


def _marks(marks: list[Mark], rows: bool) -> list[str]:
    """Return marks of one look as groups by kind; each is a path from its centre, so that a script reads where it is."""
    kinds: dict[str, list[str]] = {}
    for m in marks:
        row = f' data-i="{m.row}"' if rows else ""
        kinds.setdefault(m.kind, []).append(f'<path d="M{num(m.x)} {num(m.y)}{SHAPES[m.shape][0]}"{row}/>')
    hollow = ' fill="none" stroke="currentColor" stroke-width="1.5"'
    groups = [f'<g class="{k}"{hollow if k == "cooperation" else ""}>{"".join(v)}</g>' for k, v in kinds.items()]
    return [f"<g{_color(marks[0].look)}>", *groups, "</g>"]


_WRITERS = {Words: _words, Line: _line, Box: _box}
