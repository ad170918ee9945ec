"""Tables, as Typst source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from . import tables
from .text import content, string

if TYPE_CHECKING:
    from .writer import Writer

LANDSCAPE_WIDTH = 671.0
WHOLE_ROWS, WHOLE_LETTERS = 12, 1200
LONG_CELL = 700


def write(writer: Writer, tag: Tag) -> str:
    """Write a table and note where its row headers are."""
    grid = tables.read(tag)
    if not grid.width:
        return ""
    layout = tables.plan(grid, writer.room, None if writer.boxed else LANDSCAPE_WIDTH)
    writer.row_heads.append(tables.row_heads(grid))
    columns = "".join(f"{width:g}fr," for width in layout.widths) or "auto," * grid.width
    arguments = [f"columns: ({columns})", f"size: {layout.size}pt"]
    if layout.landscape:
        arguments.append("landscape: true")
    if grid.height - grid.head_rows <= WHOLE_ROWS and sum(len(c.text) for c in grid.cells) < WHOLE_LETTERS:
        arguments.append("whole: true")
    caption = tag.find("caption", recursive=False)
    if caption:
        arguments.append(f"caption: {content(writer.inside(caption))}")
    if tag.get("data-typst-label") in writer.document.targets:
        arguments.append(f"label: {string(tag['data-typst-label'])}")
    room, cut, longest = writer.room, writer.cut, writer.longest
    writer.boxed, writer.cut, writer.longest = writer.boxed + 1, layout.cut, layout.longest
    head, body = [], []
    for cell in grid.cells:
        widths = layout.widths[cell.column : cell.column + cell.columns]
        writer.room = sum(widths) - tables.PADDING if widths else room / grid.width
        (head if cell.head else body).append(_cell(writer, cell, grid))
    writer.boxed, writer.cut, writer.longest, writer.room = writer.boxed - 1, cut, longest, room
    header = f"table.header({''.join(head)})," if head else ""
    return f"#sheet({', '.join(arguments)}, {header}{''.join(body)})\n\n"


def _cell(writer: Writer, cell: tables.Cell, grid: tables.Grid) -> str:
    body, classes = writer.inside(cell.tag).strip(), set(cell.tag.get("class", []))
    body = writer.label(cell.tag) + body
    spans = (("colspan", cell.columns), ("rowspan", cell.rows))
    arguments = [f"{name}: {count}" for name, count in spans if count > 1]
    spread = cell.head and cell.columns > 1
    numeric = cell.column in grid.right and not cell.row_head and not spread and "text-left" not in classes
    if "text-right" in classes or numeric:
        arguments.append("align: right")
    elif "text-center" in classes or spread:
        arguments.append("align: center")
    if len(cell.text) > LONG_CELL or cell.rows > 1:
        arguments.append("breakable: true")
    if (cell.row_head or cell.head) and body:
        body = f"#strong[{body}]"
    return f"table.cell({', '.join(arguments)})[{body}]," if arguments else f"[{body}],"
