"""How an element becomes Typst source: a table of writers, and the context that each is given.

A writer takes an element and its context and returns Typst source. It stands in `WRITERS` under a token of ``data-print``
(``[box]``), an element with a class (``div.sd-row``) or an element (``table``); the first of these that an element has
decides. The rooms inline, blocks, boxes and tables enter theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .assemble import Document, Page
from .errors import Faults, PdfError, describe
from .images import Pictures
from .text import run, string
from .tree import Tag, classes, tokens

LONGEST = 24
PASSIVE = {"keep", "card", "side", "dense"}  # tokens that other writers ask for


@dataclass
class Volume:
    """What the book is written from, and what is learnt on the way for the compiler and the report.

    Attributes
    ----------
    texts : list of (page, element, text)
        Everything printed, to name the place of a character no font covers.
    row_heads : list
        For each table in order, the places of its row headers (see ``tables.row_heads``).
    written : set of str
        The places that have their anchor.
    """

    document: Document
    pictures: Pictures
    faults: Faults
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    row_heads: list[tuple[tuple[int, ...], ...]] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    images: int = 0
    footnotes: int = 0


@dataclass(frozen=True)
class Context:
    """Where an element stands: on which page, how wide the text is, whether in a box, and how long a token may be.

    A token of more than ``longest`` letters may break after its punctuation; of more than ``cut``, if given, anywhere.
    """

    volume: Volume
    page: Page
    room: float
    boxed: bool = False
    longest: int = LONGEST
    cut: int = 0

    def within(self, less: float, share: float = 1.0) -> Context:
        """Return the context inside a box, which is less wide than the text around it."""
        return replace(self, room=(self.room - less) * share, boxed=True)

    def note_text(self, text: str, element: str = "") -> None:
        """Remember a text and its place."""
        self.volume.texts.append((self.page.ref.name, element, text))


Writer = Callable[[Tag, Context], str]
WRITERS: dict[str, Writer] = {}


def writes(*keys: str) -> Callable[[Writer], Writer]:
    """Enter a writer into the table.

    Examples
    --------
    >>> @writes("blink")
    ... def blink(tag, at):
    ...     return inside(tag, at)
    >>> WRITERS.pop("blink") is blink
    True
    """

    def enter(writer: Writer) -> Writer:
        for key in keys:
            if key in WRITERS:
                raise ValueError(f"{key} has two writers: {WRITERS[key].__name__} and {writer.__name__}")
            WRITERS[key] = writer
        return writer

    return enter


def inside(tag: Tag, at: Context) -> str:
    """Write what an element holds."""
    pieces = [_text(tag.text, at)]
    for child in tag:
        pieces += [element(child, at), _text(child.tail, at)]
    return "".join(pieces)


def _text(text: str | None, at: Context) -> str:
    if not text:
        return ""
    at.note_text(text)
    return run(text, at.longest, at.cut)


def element(tag: Tag, at: Context) -> str:
    """Write an element, in its language.

    Raises
    ------
    PdfError
        If it has no printed form, or a token of ``data-print`` is not known.
    """
    marks = tokens(tag)
    written = _writer_of(tag, marks, at)(tag, at)
    language = tag.get("lang", "")
    if re.match(r"[a-z]{2,3}\b", language) and written.strip():
        written = f"#text(lang: {string(language[:3].split('-')[0])})[{written}]"
    if "keep" in marks and "box" not in marks and written.strip():
        written = f"#keep[{written}]\n\n"
    return written


def _writer_of(tag: Tag, marks: list[str], at: Context) -> Writer:
    for mark in marks:
        if f"[{mark}]" in WRITERS:
            return WRITERS[f"[{mark}]"]
        if mark not in PASSIVE:
            known = sorted({key[1:-1] for key in WRITERS if key[0] == "["} | PASSIVE | {"omit"})
            _add_fault(f'data-print="{mark}" is not known', tag, at, f"Use {', '.join(known)}")
    for name in classes(tag):
        if f"{tag.tag}.{name}" in WRITERS:
            return WRITERS[f"{tag.tag}.{name}"]
    if tag.tag not in WRITERS:
        remedy = 'Mark it data-print="omit", or write it with other elements'
        _add_fault(f"<{tag.tag}> has no printed form", tag, at, remedy)
        return inside
    return WRITERS[tag.tag]


def _add_fault(problem: str, tag: Tag, at: Context, remedy: str) -> None:
    at.volume.faults.add(PdfError(problem, page=at.page.ref.name, element=describe(tag), remedy=remedy))


def anchor(tag: Tag, at: Context) -> str:
    """Write the anchor of an element that some link points at, once."""
    label, volume = tag.get("data-typst-label"), at.volume
    if not label or label not in volume.document.targets or label in volume.written:
        return ""
    volume.written.add(label)
    return f"#anchor({string(label)})"


def own_label(tag: Tag, at: Context) -> str:
    """Return the label of an element that carries it itself, or nothing where no link points at it."""
    label: str = tag.get("data-typst-label", "")
    if label not in at.volume.document.targets:
        return ""
    at.volume.written.add(label)
    return label


def block(tag: Tag, at: Context, body: str) -> str:
    """Write an element's anchor and a block."""
    return f"{anchor(tag, at)}{body}\n\n"
