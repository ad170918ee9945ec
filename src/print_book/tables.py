"""Tables: column widths that fit the page, header rows that repeat, row headers that are tagged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .text import ZERO_WIDTH_SPACE, breakable, string
from .tree import Tag, classes, closest, has, words
from .writer import Context, anchor, inside, own_label, writes

SIZES = (9.5, 9.0, 8.5, 8.0)
SMALLEST = (8.0, 7.5, 7.0)
FEW_ROWS, SHORT_WORD = 12, 6
PADDING = 9.0
LONGEST = 12
LANDSCAPE_WIDTH = 671.0
WHOLE_ROWS, WHOLE_LETTERS = 12, 1200  # a table of no more is not split between pages
LONG_CELL = 700
NUMBER = re.compile(r"[\s\u00a0+\-\u2212\u2013~<>(]*[\d][\d\s\u00a0.,]*(?:%|e[+-]?\d+)?\)?|NaN|nan|\u2013|\u2014|-|")


@dataclass
class Cell:
    """One cell, at its place in the grid."""

    tag: Tag
    row: int
    column: int
    rows: int
    columns: int
    head: bool
    row_head: bool
    text: str


@dataclass
class Grid:
    """The cells of a table, with their places resolved."""

    cells: list[Cell]
    height: int
    width: int
    head_rows: int
    right: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Layout:
    """How a table is set: size of type, column widths (none: natural), landscape, letters after which tokens break.

    A token of more than ``longest`` letters may break after its punctuation.
    """

    size: float
    widths: tuple[float, ...]
    landscape: bool = False
    cut: int = 0
    longest: int = LONGEST


def read(table: Tag) -> Grid:
    """Resolve the spans of an HTML table.

    Examples
    --------
    >>> from .tree import parse
    >>> grid = read(parse("<table><tr><th>1997<td>Paris<tr><td colspan=2>Madrid</table>").find(".//table"))
    >>> grid.width, grid.height, row_heads(grid), plan(grid, room=425, wide_room=None).size
    (2, 2, ((0,), ()), 9.5)
    """
    rows = [row for row in table.iterdescendants("tr") if closest(row, "table") is table]
    head_rows = sum(row.getparent().tag == "thead" for row in rows)
    taken: dict[tuple[int, int], bool] = {}
    cells: list[Cell] = []
    for y, row in enumerate(rows):
        x = 0
        for tag in row.iterchildren("td", "th"):
            while (y, x) in taken:
                x += 1
            last = head_rows if y < head_rows else len(rows)
            wide, high = _span(tag, "colspan"), min(_span(tag, "rowspan"), last - y)
            head = y < head_rows
            row_head = not head and tag.tag == "th" and tag.get("scope") != "col"
            cells.append(Cell(tag, y, x, high, wide, head, row_head, words(tag)))
            taken.update({(y + down, x + along): True for down in range(high) for along in range(wide)})
            x += wide
    width = max((x for _, x in taken), default=-1) + 1
    grid = Grid(cells, len(rows), width, head_rows)
    if "dataframe" in classes(table):
        _merge_index_names(grid)
    grid.right = _numeric(grid)
    return grid


def _span(tag: Tag, name: str) -> int:
    value = str(tag.get(name, "1"))
    return max(int(value), 1) if value.isdigit() else 1


def _merge_index_names(grid: Grid) -> None:
    """Fold pandas' extra header row, which holds the names of the index, into the row above it."""
    last = grid.head_rows - 1
    if last < 1:
        return
    above, names = ([c for c in grid.cells if c.row == row] for row in (last - 1, last))
    if (
        len(above) != grid.width
        or len(names) != grid.width
        or any(a.text and n.text for a, n in zip(above, names, strict=True))
    ):
        return
    for upper, lower in zip(above, names, strict=True):
        if lower.text:
            upper.tag, upper.text = lower.tag, lower.text
    grid.cells = [c for c in grid.cells if c.row != last]
    for cell in grid.cells:
        cell.row -= cell.row > last
    grid.head_rows, grid.height = last, grid.height - 1


def _numeric(grid: Grid) -> set[int]:
    """Return the columns that hold nothing but numbers."""
    columns = set()
    for x in range(grid.width):
        body = [c.text for c in grid.cells if not c.head and not c.row_head and c.column == x and c.columns == 1]
        if any(re.search(r"\d", text) for text in body) and all(NUMBER.fullmatch(text) for text in body):
            columns.add(x)
    return columns


def width_of(text: str, size: float) -> float:
    """Estimate the set width of a text in points, on the generous side.

    Examples
    --------
    >>> width_of("lamp", 10)
    22.3
    """
    ems = sum(
        0.30 if c in " .,;:'|ilj!()[]ft" else 0.85 if c in "mwMWШЩЮЖшщюжФфЫы@%" else 0.72 if c.isupper() else 0.54
        for c in text
        if c != ZERO_WIDTH_SPACE
    )
    return ems * size


def plan(grid: Grid, room: float, wide_room: float | None) -> Layout:
    """Choose size and column widths.

    Parameters
    ----------
    grid : Grid
    room : float
        Width in points that the table may take where it stands.
    wide_room : float or None
        Width of a landscape page, or None where the table cannot leave its place.
    """
    for size in SIZES:
        least, most = _demand(grid, size)
        if sum(most) <= room:
            return Layout(size, ())
        if sum(least) <= room:
            widths = _share(least, most, room)
            if wide_room is None or _lines(grid, widths, size) <= 9:
                return Layout(size, widths)
    if wide_room is not None and grid.height <= FEW_ROWS:
        for size in SMALLEST[1:]:  # a page of its own is too much for a short table
            least, most = _demand(grid, size, longest=SHORT_WORD)
            if sum(least) <= room:
                return Layout(size, _share(least, most, room), longest=SHORT_WORD)
    if wide_room is not None:
        for size in (*SIZES[1:], *SMALLEST[1:]):
            least, most = _demand(grid, size)
            if sum(least) <= wide_room:
                return Layout(size, _share(least, most, wide_room), True)
    space = wide_room or room
    size = SMALLEST[-1]
    letters = max(3, int(((space / grid.width) - PADDING) / (0.62 * size)))
    least, most = _demand(grid, size, letters)
    scale = min(1.0, space / sum(least))
    return Layout(size, _share([w * scale for w in least], most, space), wide_room is not None, letters)


def _demand(grid: Grid, size: float, cut: int = 0, longest: int = LONGEST) -> tuple[list[float], list[float]]:
    """Return the least and the natural width of each column."""
    least, most = [PADDING + size] * grid.width, [PADDING + size] * grid.width
    for cell in sorted(grid.cells, key=lambda c: c.columns):
        bold = 1.1 if cell.head or cell.row_head else 1.0
        tokens = re.split(r"[\s\u200b]+|(?<=[-\u2013\u2014/])", breakable(cell.text, longest))
        if cut:
            tokens = [token[:cut] for token in tokens]
        mono = 1.15 if has(cell.tag, "code") else 1.0
        pictures = 60.0 if has(cell.tag, "img") else 0.0
        word = max(max((width_of(token, size) for token in tokens), default=0) * bold * mono, pictures) + PADDING
        line = (
            max(max((width_of(part, size) for part in _paragraphs(cell.tag)), default=0) * bold * mono, pictures)
            + PADDING
        )
        span = range(cell.column, min(cell.column + cell.columns, grid.width))
        for widths, need in ((least, word), (most, line)):
            missing = need - sum(widths[x] for x in span)
            if missing > 0:
                for x in span:
                    widths[x] += missing / len(span)
    return least, [max(pair) for pair in zip(least, most, strict=True)]


def _paragraphs(tag: Tag) -> list[str]:
    return [words(block) for block in list(tag.iterdescendants("p", "li")) or [tag]]


def _share(least: list[float], most: list[float], room: float) -> tuple[float, ...]:
    """Give each column its least width, and the rest by the root of what it lacks: long texts get more, not all."""
    wish = [(high - low) ** 0.5 if high > low else 0.0 for low, high in zip(least, most, strict=True)]
    spare, total = room - sum(least), sum(wish)
    if not total:
        return tuple(low * room / sum(least) for low in least)
    return tuple(round(low + spare * part / total, 2) for low, part in zip(least, wish, strict=True))


def _lines(grid: Grid, widths: tuple[float, ...], size: float) -> float:
    """Estimate the mean height of a row, in lines."""
    rows = [1.0] * grid.height
    for cell in grid.cells:
        room = sum(widths[cell.column : cell.column + cell.columns]) - PADDING
        rows[cell.row] = max(rows[cell.row], width_of(cell.text, size) / max(room, 1) / cell.rows)
    return sum(rows) / max(len(rows), 1)


def row_heads(grid: Grid) -> tuple[tuple[int, ...], ...]:
    """Return, for each row of the body, the positions of its row headers among the cells of that row."""
    body = range(grid.head_rows, grid.height)
    return tuple(
        tuple(at for at, cell in enumerate(c for c in grid.cells if c.row == row) if cell.row_head) for row in body
    )


@writes("table")
def table(tag: Tag, at: Context) -> str:
    """Write a table and note where its row headers are."""
    grid = read(tag)
    if not grid.width:
        return ""
    layout = plan(grid, at.room, None if at.boxed else LANDSCAPE_WIDTH)
    at.volume.row_heads.append(row_heads(grid))
    columns = "".join(f"{width:g}fr," for width in layout.widths) or "auto," * grid.width
    arguments = [f"columns: ({columns})", f"size: {layout.size}pt"]
    if layout.landscape:
        arguments.append("landscape: true")
    if grid.height - grid.head_rows <= WHOLE_ROWS and sum(len(c.text) for c in grid.cells) < WHOLE_LETTERS:
        arguments.append("whole: true")
    caption = next(tag.iterchildren("caption"), None)
    if caption is not None:
        arguments.append(f"caption: [{inside(caption, at).strip()}]")
    if own_label(tag, at):
        arguments.append(f"label: {string(tag.get('data-typst-label'))}")
    within = replace(at, boxed=True, cut=layout.cut, longest=layout.longest)
    head: list[str] = []
    body: list[str] = []
    for cell in grid.cells:
        widths = layout.widths[cell.column : cell.column + cell.columns]
        room = sum(widths) - PADDING if widths else at.room / grid.width
        (head if cell.head else body).append(_cell(cell, grid, replace(within, room=room)))
    header = f"table.header({''.join(head)})," if head else ""
    return f"#sheet({', '.join(arguments)}, {header}{''.join(body)})\n\n"


def _cell(cell: Cell, grid: Grid, at: Context) -> str:
    row, names = cell.tag.getparent(), classes(cell.tag)
    body = anchor(row, at) + anchor(cell.tag, at) + inside(cell.tag, at).strip()
    spans = (("colspan", cell.columns), ("rowspan", cell.rows))
    arguments = [f"{name}: {count}" for name, count in spans if count > 1]
    spread = cell.head and cell.columns > 1
    numeric = cell.column in grid.right and not cell.row_head and not spread and "text-left" not in names
    if "text-right" in names or numeric:
        arguments.append("align: right")
    elif "text-center" in names or spread:
        arguments.append("align: center")
    if len(cell.text) > LONG_CELL or cell.rows > 1:
        arguments.append("breakable: true")
    if (cell.row_head or cell.head) and body:
        body = f"#strong[{body}]"
    return f"table.cell({', '.join(arguments)})[{body}]," if arguments else f"[{body}],"
