"""Pages as trees: what every room asks of lxml's elements, and the few changes they make.

Examples
--------
>>> page = parse('<div class="cell wide"><p data-print="tag side">One<!-- no --> <b class="x">two</b><br>three</p></div>')
>>> [p] = page.iter("p")
>>> tokens(p), classes(p.getparent()), words(p), list(strings(p, but="x"))
(['tag', 'side'], ['cell', 'wide'], 'One two three', ['One ', 'three'])
>>> [b] = with_class(page, "x")
>>> closest(b, "p", "div").tag, holder(b, "cell").tag, has(p, "b", "i"), [below.tag for below in with_token(page, "tag")]
('p', 'div', True, ['p'])
>>> is_loose(p), is_loose(p.getparent())
(True, False)
>>> take(b).text, p.text_content()
('two', 'One three')
>>> put_text(p[0], ", "); box = new("p", data_print="small"); move_children(p, box); box.text_content()
'One , three'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml.html import Element, HtmlElement, HTMLParser, document_fromstring

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Tag: TypeAlias = HtmlElement


def parse(page: str) -> Tag:
    """Parse a page, without comments."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return document_fromstring(page.encode("utf-8"), parser=parser)


def classes(tag: Tag) -> list[str]:
    """Return an element's classes."""
    return (tag.get("class") or "").split()


def tokens(tag: Tag) -> list[str]:
    """Return what an element says of itself to the printer."""
    return (tag.get("data-print") or "").split()


def words(tag: Tag) -> str:
    """Return an element's text, its pieces apart by spaces."""
    return " ".join(" ".join(tag.itertext()).split())


def closest(tag: Tag, *names: str) -> Tag | None:
    """Return the nearest element of these names that holds another."""
    return next(tag.iterancestors(*names), None)


def holder(tag: Tag, name: str) -> Tag | None:
    """Return the nearest element of a class that holds another."""
    return next((above for above in tag.iterancestors() if name in classes(above)), None)


def has(tag: Tag, *names: str) -> bool:
    """Tell whether an element of one of these names stands inside another."""
    return next(tag.iterdescendants(*names), None) is not None


def with_class(tag: Tag, name: str) -> Iterator[Tag]:
    """Yield the elements of a class inside another."""
    return (below for below in tag.iterdescendants() if name in classes(below))


def with_token(tag: Tag, token: str) -> Iterator[Tag]:
    """Yield the elements inside another that carry a token of ``data-print``."""
    return (below for below in tag.iterdescendants() if token in tokens(below))


def strings(tag: Tag, but: str = "") -> Iterator[str]:
    """Yield the texts in an element, without those in elements of a class."""
    if tag.text:
        yield tag.text
    for child in tag:
        if not but or but not in classes(child):
            yield from strings(child, but)
        if child.tail:
            yield child.tail


def is_loose(tag: Tag) -> bool:
    """Tell whether text stands directly in an element, outside its children."""
    return any(text and text.strip() for text in (tag.text, *(child.tail for child in tag)))


def new(name: str, text: str | None = None, **attributes: str) -> Tag:
    """Make an element; underscores in the names of attributes stand for hyphens."""
    tag = Element(name, {key.replace("_", "-"): value for key, value in attributes.items()})
    tag.text = text
    return tag


def take(tag: Tag) -> Tag:
    """Take an element out of its tree; the text behind it stays."""
    tag.drop_tree()
    tag.tail = None
    return tag


def put_text(tag: Tag, text: str) -> None:
    """Put a text in an element's place."""
    tag.tail = text + (tag.tail or "")
    tag.drop_tree()


def move_children(source: Tag, target: Tag) -> None:
    """Move what one element holds into an empty one."""
    target.text, source.text = source.text, None
    target.extend(list(source))
