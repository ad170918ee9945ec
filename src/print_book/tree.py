"""Pages as trees: what every room asks of lxml's elements, and the few changes they make."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import Element, HtmlElement, HTMLParser, document_fromstring

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Tag = HtmlElement


def parse(page: str) -> Tag:
    """Parse a page, without comments.

    Examples
    --------
    >>> parse("<p>One<!-- two --> three</p>").text_content()
    'One three'
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return document_fromstring(page.encode("utf-8"), parser=parser)


def classes(tag: Tag) -> list[str]:
    """Return an element's classes.

    Examples
    --------
    >>> classes(parse('<p class="lead wide">x</p>').find(".//p"))
    ['lead', 'wide']
    """
    return (tag.get("class") or "").split()


def tokens(tag: Tag) -> list[str]:
    """Return what an element says of itself to the printer.

    Examples
    --------
    >>> tokens(parse('<p data-print="tag side">x</p>').find(".//p"))
    ['tag', 'side']
    """
    return (tag.get("data-print") or "").split()


def words(tag: Tag) -> str:
    """Return an element's text, its pieces apart by spaces.

    Examples
    --------
    >>> words(parse("<p>One<br>two</p>"))
    'One two'
    """
    return " ".join(" ".join(tag.itertext()).split())


def closest(tag: Tag, *names: str) -> Tag | None:
    """Return the nearest element of these names that holds another.

    Examples
    --------
    >>> closest(parse("<ul><li><p><b>x</b></p></li></ul>").find(".//b"), "li", "ul").tag
    'li'
    """
    return next(tag.iterancestors(*names), None)


def holder(tag: Tag, name: str) -> Tag | None:
    """Return the nearest element of a class that holds another.

    Examples
    --------
    >>> holder(parse('<div class="cell"><p>x</p></div>').find(".//p"), "cell").tag
    'div'
    """
    return next((above for above in tag.iterancestors() if name in classes(above)), None)


def with_class(tag: Tag, name: str) -> Iterator[Tag]:
    """Yield the elements of a class inside another.

    Examples
    --------
    >>> [p.text for p in with_class(parse('<p class="a">x</p><p>y</p>'), "a")]
    ['x']
    """
    return (below for below in tag.iterdescendants() if name in classes(below))


def with_token(tag: Tag, token: str) -> Iterator[Tag]:
    """Yield the elements inside another that carry a token of ``data-print``.

    Examples
    --------
    >>> [p.text for p in with_token(parse('<p data-print="keep box">x</p><p>y</p>'), "box")]
    ['x']
    """
    return (below for below in tag.iterdescendants() if token in tokens(below))


def has(tag: Tag, *names: str) -> bool:
    """Tell whether an element of one of these names stands inside another.

    Examples
    --------
    >>> has(parse("<p><b>x</b></p>"), "b", "i"), has(parse("<p>x</p>"), "b")
    (True, False)
    """
    return next(tag.iterdescendants(*names), None) is not None


def strings(tag: Tag, but: str = "") -> Iterator[str]:
    """Yield the texts in an element, without those in elements of a class.

    Examples
    --------
    >>> list(strings(parse('<p>a<b class="no">b</b>c</p>').find(".//p"), but="no"))
    ['a', 'c']
    """
    if tag.text:
        yield tag.text
    for child in tag:
        if not but or but not in classes(child):
            yield from strings(child, but)
        if child.tail:
            yield child.tail


def is_loose(tag: Tag) -> bool:
    """Tell whether text stands directly in an element, outside its children.

    Examples
    --------
    >>> is_loose(parse("<div>x<p>y</p></div>").find(".//div")), is_loose(parse("<div><p>y</p></div>").find(".//div"))
    (True, False)
    """
    return any(text and text.strip() for text in (tag.text, *(child.tail for child in tag)))


def new(name: str, text: str | None = None, **attributes: str) -> Tag:
    """Make an element; underscores in the names of attributes stand for hyphens.

    Examples
    --------
    >>> new("p", "x", data_print="small").attrib["data-print"]
    'small'
    """
    tag = Element(name, {key.replace("_", "-"): value for key, value in attributes.items()})
    tag.text = text
    return tag


def take(tag: Tag) -> Tag:
    """Take an element out of its tree; the text behind it stays.

    Examples
    --------
    >>> tree = parse("<p>a<b>b</b>c</p>")
    >>> take(tree.find(".//b")).text, tree.text_content()
    ('b', 'ac')
    """
    tag.drop_tree()
    tag.tail = None
    return tag


def put_text(tag: Tag, text: str) -> None:
    """Put a text in an element's place.

    Examples
    --------
    >>> tree = parse("<p>a<input>c</p>")
    >>> put_text(tree.find(".//input"), "b"); tree.text_content()
    'abc'
    """
    tag.tail = text + (tag.tail or "")
    tag.drop_tree()


def move_children(source: Tag, target: Tag) -> None:
    """Move what one element holds to the end of an empty one.

    Examples
    --------
    >>> box = new("p"); move_children(parse("<div>a<b>b</b>c</div>").find(".//div"), box); box.text_content()
    'abc'
    """
    target.text, source.text = source.text, None
    target.extend(list(source))
