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

    ``rows`` writes on each mark which row of the table it is, for a script that opens marks.

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
    for look, run in groupby(
        (i for i in sheet.items if i not in grid), key=lambda i: i.look if isinstance(i, Mark) else None
    ):
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


def _way(line: Line) -> str:
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in line.points) + ("Z" if line.closed else "")


def _path(d: str, look: str) -> str:
    return f'<path d="{d}"{_color(look)} {STROKES[look.split()[0]]}/>'


def _line(line: Line) -> str:
    return _path(_way(line), line.look)


def _box(b: Box) -> str:
    place = f'x="{num(b.x)}" y="{num(b.y)}" width="{num(b.wide)}" height="{num(b.high)}"'
    return f"<rect {place}{_color(b.look)} {STROKES[b.look.split()[0]]}/>"


def _marks(marks: list[Mark], rows: bool) -> list[str]:
    """Return marks of one look as groups by kind.

    Each is drawn from its centre. A script that opens marks needs a path for each; without one they are one path, which is lighter.
    """
    kinds: dict[str, list[Mark]] = {}
    for m in marks:
        kinds.setdefault(m.kind, []).append(m)
    hollow = ' fill="none" stroke="currentColor" stroke-width="1.5"'
    out = [f"<g{_color(marks[0].look)}>"]
    for kind, some in kinds.items():
        fine = int(min(SHAPES[m.shape][1][0] for m in some) < 2)  # marks of the band stand four pixels apart
        shapes = [f"M{num(m.x, fine)} {num(m.y, fine)}{SHAPES[m.shape][0]}" for m in some]
        paths = [f'<path d="{d}" data-i="{m.row}"/>' for d, m in zip(shapes, some, strict=True)]
        name = f' class="{kind}"' if kind and rows else ""
        inside = "".join(paths) if rows else f'<path d="{"".join(shapes)}"/>'
        out.append(f"<g{name}{hollow if kind == 'cooperation' else ''}>{inside}</g>")
    return [*out, "</g>"]


_WRITERS = {Words: _words, Line: _line, Box: _box}
