"""What the typesetter cannot do, done to the finished file: links inside the book, row headers of tables, packing.

Typst lays a book out again until nothing moves, and every link to a label is new to it the second time: in a book of ten
thousand links that doubles time and memory. So the source links to ``place:...`` addresses, the template attaches a list of
where each place came to stand, and both are resolved here. And Typst has no stable way to say that a cell heads its row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String

from .errors import Faults, PdfError
from .inline import PLACE

PLACES = "places.json"
ABOVE = 10.0  # points of air above the place a link leads to
LEAVES = {"/P", "/Link", "/Span", "/TOC", "/Code", "/Lbl", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
Places = dict[str, tuple[int, float, float]]
RowHeads = list[tuple[tuple[int, ...], ...]]


def finish(pdf: Path, out: Path, titles: dict[str, str], row_heads: RowHeads, faults: Faults) -> int:
    """Resolve the links of a typeset file, tag its row headers and pack it; equal input gives equal bytes.

    Parameters
    ----------
    pdf, out : Path
        A file as Typst writes it, and where to put the finished one.
    titles : dict of str to str
        The title of each page of the book, by its name, for those who hear where a link leads.
    row_heads : list of tuple of tuple of int
        For each table, for each row of its body, the positions of the row headers among the row's cells.
    faults : Faults
        Where a link goes that leads to nothing on paper.

    Returns
    -------
    int
        How many links inside the book were resolved.

    Raises
    ------
    PdfError
        If a link leads nowhere, or the file is not shaped as the typesetter shapes it.

    Examples
    --------
    >>> finish(Path("book.pdf"), Path("out.pdf"), {"intro": "Before you start"}, [], Faults())  # doctest: +SKIP
    12
    """
    with Pdf.open(pdf) as document:
        links = _resolve_links(document, _places(document), titles, faults)
        if any(any(table) for table in row_heads):
            _tag_row_headers(document.Root.StructTreeRoot, row_heads)
        packed = ObjectStreamMode.generate  # the tags of a long book are small objects by the hundred thousand
        document.save(out, object_stream_mode=packed, compress_streams=True, deterministic_id=True)
    return links


def _places(document: Pdf) -> Places:
    """Take the list of places (page, left, top) out of the file."""
    if PLACES not in document.attachments:
        raise PdfError(f"the typeset file has no list of places ({PLACES})")
    places: Places = json.loads(document.attachments[PLACES].get_file().read_bytes())
    del document.attachments[PLACES]
    names = document.Root.get("/Names", Dictionary())
    if "/EmbeddedFiles" in names and not len(document.attachments):
        del names["/EmbeddedFiles"]
    return places


def _resolve_links(document: Pdf, places: Places, titles: dict[str, str], faults: Faults) -> int:
    """Turn each address of a place into a jump to it, and say in words where it leads."""
    pages, resolved = [page.obj for page in document.pages], 0
    heights = [float(page.MediaBox[3]) for page in pages]
    for page in pages:
        for note in page.get("/Annots", ()):
            action = note.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if not address.startswith(PLACE):
                continue
            label = unquote(address.removeprefix(PLACE))
            if label not in places:
                name, _, fragment = label.partition("#")
                remedy = "Set the id on an element that is printed, or mend the link"
                faults.add(PdfError(f"a link leads to #{fragment}, which is not on paper", page=name, remedy=remedy))
                label = f"{name}#"
            number, left, top = places[label]
            del note["/A"]
            note.Dest = Array([pages[number - 1], Name.XYZ, left, heights[number - 1] - max(top - ABOVE, 0), 0])
            title = titles.get(label.partition("#")[0])
            note.Contents = String(f"{title}, page {number}" if title else f"page {number}")
            resolved += 1
    return resolved


def _tag_row_headers(tree: Object, row_heads: RowHeads) -> None:
    """Make the cells that head a row ``TH`` with ``Scope`` ``Row``, named as headers by the cells beside them."""
    tables = list(_tables(tree))
    if len(tables) != len(row_heads):
        raise PdfError(f"{len(row_heads)} tables were written, but {len(tables)} stand in the PDF's structure")
    names: dict[bytes, Object] = {}
    for index, (table, heads) in enumerate(zip(tables, row_heads, strict=True), start=1):
        rows = [row for body in _kids(table) if body.S == Name.TBody for row in _kids(body)]
        if len(rows) != len(heads):
            raise PdfError(f"table {index} has {len(heads)} rows, but {len(rows)} stand in the PDF's structure")
        _tag_table(index, rows, heads, names)
    _register(tree, names)


def _kids(element: Object) -> list[Object]:
    """Return the structure elements right below one."""
    kids = element.get("/K", Array())
    listed = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def _tables(element: Object) -> Iterator[Object]:
    """Yield the tables below an element, in reading order."""
    for kid in _kids(element):
        if kid.S == Name.Table:
            yield kid
        if str(kid.S) not in LEAVES:
            yield from _tables(kid)


def _tag_table(index: int, rows: list[Object], heads: tuple[tuple[int, ...], ...], names: dict[bytes, Object]) -> None:
    spanning: list[tuple[bytes, int]] = []  # names of headers, with the rows they still head
    for at, (row, places) in enumerate(zip(rows, heads, strict=True)):
        cells = _kids(row)
        if places and places[-1] >= len(cells):
            raise PdfError(f"row {at + 1} of table {index} has {len(cells)} cells in the PDF's structure: too few")
        own = [(name, left) for name, left in spanning if left > 0]
        for place in places:
            if cells[place].S != Name.TD:
                raise PdfError(f"a row header of table {index} is {cells[place].S} in the PDF's structure, not /TD")
            name = b"R%dx%dy%d" % (index, place, at)
            cells[place].S, cells[place].ID = Name.TH, String(name.decode())
            attributes = _table_attributes(cells[place])
            attributes.Scope = Name.Row
            names[name] = cells[place]
            own.append((name, int(attributes.get("/RowSpan", 1))))
        for place, cell in enumerate(cells):
            if place not in places and own:
                attributes = _table_attributes(cell)
                named = [String(name.decode()) for name, _ in own]
                attributes.Headers = Array([*named, *attributes.get("/Headers", ())])
        spanning = [(name, left - 1) for name, left in own]


def _table_attributes(cell: Object) -> Object:
    """Return a cell's attributes as a cell, made where there are none."""
    held = cell.get("/A", Array())
    listed: list[Object] = list(held) if isinstance(held, Array) else [held]
    for attributes in listed:
        if isinstance(attributes, Dictionary) and attributes.get("/O") == Name.Table:
            return attributes
    cell.A = Array([*listed, Dictionary(O=Name.Table)])
    made: Object = cell.A[-1]
    return made


def _register(tree: Object, names: dict[bytes, Object]) -> None:
    """Enter the new headers' names into the tree of identifiers, which is kept in order."""
    known = tree.get("/IDTree", Dictionary(Names=Array()))
    if "/Names" not in known:
        raise PdfError("the PDF's tree of identifiers is not one flat list, as the typesetter writes it")
    listed = list(known.Names)
    entries = [(bytes(name), element) for name, element in zip(listed[::2], listed[1::2], strict=True)]
    entries = sorted([*entries, *names.items()], key=lambda entry: entry[0])
    tree.IDTree = Dictionary(
        Names=Array([part for name, element in entries for part in (String(name.decode("latin-1")), element)])
    )
