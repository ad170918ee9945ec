"""Read a page's tags and edit them in place, leaving every other byte as it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

#: Elements whose content is text, not markup; their whole extent is recorded.
RAW_TEXT = ("script", "style")


@dataclass(eq=False)
class Element:
    """One start tag, and for a script or style element its content too.

    Attributes
    ----------
    name : str
        Lower-case tag name.
    attrs : dict of str to str
        Attributes with entities decoded; an attribute without a value holds an empty string.
    start, end : int
        Offsets of the start tag in the page's text.
    stop : int
        Offset after the end tag of a script or style element, else the same as `end`.
    content : str
        Text of a script or style element, else empty.
    """

    name: str
    attrs: dict[str, str]
    start: int
    end: int
    stop: int = 0
    content: str = ""

    @property
    def classes(self) -> list[str]:
        """The names in the class attribute."""
        return self.attrs.get("class", "").split()


class _Scanner(HTMLParser):
    """Collect the start tags of a page with their offsets."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.elements: list[Element] = []
        self._text = text
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._raw: Element | None = None
        self.feed(text)
        self.close()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._offset()
        end = start + len(self.get_starttag_text() or "")
        element = Element(tag, {name: value or "" for name, value in attrs}, start, end, end)
        self.elements.append(element)
        if tag in RAW_TEXT:
            self._raw = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._raw = None

    def handle_endtag(self, tag: str) -> None:
        if self._raw is not None and tag == self._raw.name:
            here = self._offset()
            self._raw.content = self._text[self._raw.end : here]
            self._raw.stop = self._text.index(">", here) + 1
            self._raw = None


@dataclass
class Page:
    """The text of one page and the edits asked for so far.

    Examples
    --------
    >>> page = Page('<p>See <img src="a.png"></p>')
    >>> page.set(next(page.find("img")), width=3)
    >>> page.result()
    '<p>See <img src="a.png" width="3"></p>'
    """

    text: str
    elements: list[Element] = field(init=False, repr=False)
    _changed: dict[int, tuple[Element, dict[str, str | None]]] = field(default_factory=dict, repr=False)
    _edits: list[tuple[int, int, str]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.elements = _Scanner(self.text).elements

    def find(self, name: str | None = None, cls: str | None = None, **attrs: str) -> Iterator[Element]:
        """Yield the elements of this name, class and exact attribute values, in page order."""
        for element in self.elements:
            if name is not None and element.name != name:
                continue
            if cls is not None and cls not in element.classes:
                continue
            if all(element.attrs.get(key) == value for key, value in attrs.items()):
                yield element

    def set(self, element: Element, **attrs: object) -> None:
        """Set attributes of an element; ``None`` removes one, ``_`` in a name stands for ``-``."""
        wanted = self._changed.setdefault(element.start, (element, dict(element.attrs)))[1]
        for name, value in attrs.items():
            wanted[name.replace("_", "-")] = None if value is None else str(value)

    def replace(self, start: int, stop: int, text: str) -> None:
        """Put `text` in place of the characters from `start` to `stop`."""
        self._edits.append((start, stop, text))

    def remove(self, element: Element) -> None:
        """Take out a start tag, or the whole of a script or style element, with the white space before it."""
        head = self.text[: element.start].rstrip(" \t\r\n")
        self.replace(len(head), element.stop, "")

    def article(self) -> list[Element]:
        """The elements of the page's own text, without menus and tools; all of them where there is no article."""
        opening = next(self.find("article"), None)
        if opening is None:
            return self.elements
        stop = self.text.rfind("</article>")
        first = bisect_right(self.elements, opening.start, key=lambda element: element.start)
        return [element for element in self.elements[first:] if element.start < stop]

    def result(self) -> str:
        """The page's text with all edits made."""
        edits = list(self._edits)
        removed = [(start, stop) for start, stop, _ in edits]
        for element, attrs in self._changed.values():
            if any(start <= element.start < stop for start, stop in removed):
                continue
            close = "/>" if self.text[element.start : element.end].endswith("/>") else ">"
            edits.append((element.start, element.end, start_tag(element.name, attrs, close)))
        parts: list[str] = []
        done = 0
        for start, stop, text in sorted(edits):
            parts += [self.text[done : max(start, done)], text]
            done = max(stop, done)
        return "".join([*parts, self.text[done:]])


def start_tag(name: str, attrs: dict[str, str | None], close: str = ">") -> str:
    """Write a start tag; attributes that are ``None`` are left out, empty ones stand without a value."""
    written = "".join(
        f" {key}" if value == "" and key != "alt" else f' {key}="{escape(value)}"'
        for key, value in attrs.items()
        if value is not None
    )
    return f"<{name}{written}{close}"
