"""The chapters of the book, in order and under their parts, as Typst source."""

from __future__ import annotations

from . import blocks, boxes, inline, tables  # noqa: F401 - each enters its writers
from .assemble import Document, Page
from .layout import is_dense
from .text import string
from .tree import take
from .writer import Context, Volume, inside

TEXT_WIDTH, DENSE_WIDTH = 425.0, 230.0


def write_book(volume: Volume) -> str:
    """Write the body of the book: parts and chapters in order. Pages leave memory when they are written."""
    document, part = volume.document, None
    pieces: list[str] = []
    for at, page in enumerate(document.pages):
        opened, part = part, page.ref.part
        dense = is_dense(page.article)
        above = ""
        if part is not None and part != opened:
            inside_part = [other for other in document.pages if other.ref.part == part and other.ref.level == 2]
            if len(inside_part) == 1 and not dense:
                above = document.plan.parts[part]
            else:
                pieces.append(_part(document, part, inside_part))
        pieces.append(_chapter(volume, page, dense, above))
        document.pages[at].article.clear()
    return "\n".join(pieces) + "\n"


def _part(document: Document, part: int, pages: list[Page]) -> str:
    entries = "".join(f"({string(page.title)}, {string(page.ref.name + '#')})," for page in pages)
    return f"#part({string(document.plan.parts[part])}, ({entries}))"


def _chapter(volume: Volume, page: Page, dense: bool, above: str) -> str:
    at = Context(volume, page, DENSE_WIDTH if dense else TEXT_WIDTH)
    heading = next(page.article.iterdescendants("h1"))
    title = inside(heading, at).strip()
    take(heading)
    arguments = [str(page.ref.level - 1), f"[{title}]", string(page.title)]
    if page.ref.part is not None:
        arguments.append(f"part: {string(volume.document.plan.parts[page.ref.part])}")
    if above:
        arguments.append(f"above: {string(above)}")
    arguments.append(f"label: {string(page.ref.name + '#')}")
    name = "dense-chapter" if dense else "chapter"
    return f"// page {page.ref.name}\n#{name}({', '.join(arguments)})[\n{inside(page.article, at)}]"
