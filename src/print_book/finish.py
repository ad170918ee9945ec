"""Row headers of tables, tagged in the finished PDF.

Typst tags the cells of a header row as headers and every other cell as data; it has no stable way to say that a cell
heads its row. Its files are plain enough to mend: objects uncompressed, one cross-reference table.
"""

from __future__ import annotations

import re

from .errors import PdfError

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
_KIDS = re.compile(rb"/K\s*\[([^\]]*)\]|/K\s+(\d+) 0 R")


class _File:
    """A PDF file as numbered objects, which can be replaced."""

    def __init__(self, pdf: bytes) -> None:
        start = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf)[1])
        head = re.match(rb"xref\s+0 (\d+)\s+", pdf[start:])
        if not head:
            raise PdfError("the typesetter wrote a PDF of an unknown shape (no cross-reference table)")
        entries = pdf[start + head.end() :][: 20 * int(head[1])]
        rows = [entries[at : at + 20] for at in range(0, len(entries), 20)]
        offsets = {number: int(row[:10]) for number, row in enumerate(rows) if row[17:18] == b"n"}
        self.size, self.trailer = int(head[1]), re.search(rb"trailer\s*(<<.*>>)\s*startxref", pdf[start:], re.S)[1]
        order = sorted(offsets, key=offsets.get)
        ends = [offsets[number] for number in order[1:]] + [start]
        self.head = pdf[: offsets[order[0]]]
        self.chunks = {number: pdf[offsets[number] : end] for number, end in zip(order, ends, strict=True)}

    def body(self, number: int) -> bytes:
        """Return an object without its frame."""
        return _OBJECT.match(self.chunks[number])[2]

    def replace(self, number: int, body: bytes) -> None:
        """Put a new object in an old one's place."""
        self.chunks[number] = b"%d 0 obj\n%b\nendobj\n" % (number, body)

    def write(self) -> bytes:
        """Return the file, with its cross-references reckoned anew."""
        pieces, at, offsets = [self.head], len(self.head), {}
        for number, chunk in self.chunks.items():
            offsets[number] = at
            pieces.append(chunk)
            at += len(chunk)
        rows = b"".join(
            b"%010d 00000 n\r\n" % offsets[n] if n in offsets else b"0000000000 65535 f\r\n" for n in range(self.size)
        )
        pieces.append(b"xref\n0 %d\n%btrailer\n%b\nstartxref\n%d\n%%%%EOF" % (self.size, rows, self.trailer, at))
        return b"".join(pieces)


def tag_row_headers(pdf: bytes, row_heads: list[tuple[tuple[int, ...], ...]]) -> bytes:
    """Tag the cells that head a row.

    Parameters
    ----------
    pdf : bytes
        A file as Typst writes it.
    row_heads : list of tuple of tuple of int
        For each table, for each row of its body, the positions of the row headers among the row's cells.

    Returns
    -------
    bytes
        The file, in which those cells are ``TH`` with ``Scope`` ``Row`` and the cells beside them name them as headers.
    """
    if not any(any(table) for table in row_heads):
        return pdf
    file = _File(pdf)
    root = int(re.search(rb"/Root (\d+) 0 R", file.trailer)[1])
    tree = int(re.search(rb"/StructTreeRoot (\d+) 0 R", file.body(root))[1])
    tables = [number for number in _walk(file, tree) if _kind(file, number) == b"Table"]
    if len(tables) != len(row_heads):
        raise PdfError(f"{len(row_heads)} tables were written, but {len(tables)} stand in the PDF's structure")
    names: list[tuple[bytes, int]] = []
    for index, (table, heads) in enumerate(zip(tables, row_heads, strict=True), start=1):
        bodies = [kid for kid in _kids(file, table) if _kind(file, kid) == b"TBody"]
        rows = [row for body in bodies for row in _kids(file, body)]
        if len(rows) != len(heads):
            raise PdfError(f"table {index} has {len(heads)} rows, but {len(rows)} stand in the PDF's structure")
        _tag_table(file, index, rows, heads, names)
    _register(file, tree, names)
    return file.write()


def _tag_table(file: _File, index: int, rows: list[int], heads: tuple[tuple[int, ...], ...], names: list) -> None:
    spanning: list[tuple[bytes, int]] = []
    for at, (row, places) in enumerate(zip(rows, heads, strict=True)):
        cells = _kids(file, row)
        own = [(name, left) for name, left in spanning if left > 0]
        for place in places:
            number = cells[place]
            body = file.body(number)
            name = b"R%dx%dy%d" % (index, place, at)
            names.append((name, number))
            span = re.search(rb"/RowSpan (\d+)", body)
            own.append((name, int(span[1]) if span else 1))
            body = body.replace(b"/S/TD", b"/S/TH/ID(%b)" % name, 1)
            file.replace(number, body.replace(b"/O/Table", b"/O/Table/Scope/Row", 1))
        for place, number in enumerate(cells):
            if place not in places:
                listed = b"".join(b"(%b)" % name for name, _ in own)
                body = file.body(number)
                if b"/Headers[" in body:
                    body = body.replace(b"/Headers[", b"/Headers[" + listed, 1)
                elif b"/O/Table" in body:
                    body = body.replace(b"/O/Table", b"/O/Table/Headers[%b]" % listed, 1)
                file.replace(number, body)
        spanning = [(name, left - 1) for name, left in own]


def _kind(file: _File, number: int) -> bytes:
    found = re.search(rb"/S/(\w+)", file.body(number))
    return found[1] if found else b""


def _kids(file: _File, number: int) -> list[int]:
    body = file.body(number)
    found = _KIDS.search(body)
    if not found:
        return []
    return [int(kid) for kid in re.findall(rb"(\d+) 0 R", found[1] if found[1] is not None else found[0])]


def _walk(file: _File, number: int):
    """Yield the structure elements below one, in reading order."""
    stack = list(reversed(_kids(file, number)))
    while stack:
        number = stack.pop()
        if b"/StructElem" in file.body(number):
            yield number
            stack += reversed(_kids(file, number))


def _register(file: _File, tree: int, names: list[tuple[bytes, int]]) -> None:
    """Enter the new headers' names into the tree of identifiers, which is kept in order."""
    body = file.body(tree)
    found = re.search(rb"/IDTree<</Names\[(.*?)\]>>", body, re.S)
    known = re.findall(rb"\(((?:[^()\\]|\\.)*)\)\s*(\d+) 0 R", found[1]) if found else []
    entries = sorted([(name, int(number)) for name, number in known] + names)
    tree_of_ids = b"/IDTree<</Names[%b]>>" % b"".join(b"(%b)%d 0 R" % entry for entry in entries)
    body = (
        body.replace(found[0], tree_of_ids)
        if found
        else body.replace(b"/StructTreeRoot", b"/StructTreeRoot" + tree_of_ids, 1)
    )
    file.replace(tree, body)
