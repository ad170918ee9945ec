"""What a page is for, and what must stay together on paper."""

from __future__ import annotations

import re
from urllib.parse import unquote

from .text import ZERO_WIDTH_SPACE, run
from .tree import HEADINGS, Tag, classes, closest, has, is_loose, tokens

MANY = 15
SHORT = 250
SHOWN = ("table", "figure", "section", "blockquote", "pre", *HEADINGS)


def is_dense(article: Tag) -> bool:
    """Tell whether a page is looked up rather than read: it prints in two columns of smaller type.

    Examples
    --------
    >>> from .tree import parse
    >>> is_dense(parse("<dl class='glossary'>" + "<dt>term</dt><dd>text</dd>" * 15 + "</dl>"))
    True
    """
    entries = 0
    for tag in article.iterdescendants("article", "section", "div", "dt", "li", "dl", "ul", "ol", "p"):
        if "dense" in tokens(tag):
            return True
        entries += _is_entry(tag)
    return entries >= MANY


def _is_entry(tag: Tag) -> bool:
    if "entry" in tokens(tag) or (tag.tag == "div" and "citation" in classes(tag)):
        return True
    above = tag.getparent()
    return (tag.tag == "dt" and "glossary" in classes(above)) or (tag.tag == "li" and "data-typst-key" in above.attrib)


def leads(tag: Tag) -> bool:
    """Tell whether a paragraph must not be parted from what follows it.

    So it is with the question under a heading, a line between a heading and what it announces (a table, a cell, a
    heading below), a line in a figure above its quotation, and the answer of a key above its remarks.

    Examples
    --------
    >>> from .tree import parse
    >>> [leads(p) for p in parse("<h2>A</h2><p><em>Why?</em></p><p>Because.</p>").iter("p")]
    [True, False]
    """
    if "data-typst-lead" in tag.attrib:
        return True
    above, below = tag.getprevious(), tag.getnext()
    if below is not None and below.tag == "blockquote" and closest(tag, "figure") is not None:
        return True
    if above is None or above.tag not in HEADINGS:
        return False
    if len(tag) == 1 and tag[0].tag in ("em", "strong") and not is_loose(tag):
        return True
    if below is None:
        after = tag.getparent().getnext() if tag.getparent().tag == "section" else None
        below = after if after is not None and "cell" in classes(after) else None
    return below is not None and len(tag.text_content()) < SHORT and _announced(below)


def _announced(tag: Tag) -> bool:
    return tag.tag in SHOWN or (tag.tag == "div" and has(tag, "table", "pre", "img"))


def readable(tag: Tag, body: str, longest: int) -> str:
    """Write an address in the letters of its script, where percent signs stand for them.

    Returns
    -------
    str
        The body itself where the link does not show an address.

    Examples
    --------
    >>> from .tree import new
    >>> readable(new("a", "https://ru.example.org/%D0%B0%D0%BA%D1%82"), "", 60)
    '#text(hyphenate: false)[#"https://ru.example.org/акт";]'
    """
    text = tag.text_content()
    if not re.match(r"https?://\S|doi:\S", text):
        return body
    try:
        address = unquote(text, errors="strict") if re.search(r"%[C-E]", text) else text
    except UnicodeDecodeError:
        address = text
    if not address.isprintable() or re.search(r"\s", address):
        address = text
    # No hyphenation, so that nobody copies a hyphen: an address breaks after its own signs, or else after 20 letters.
    address = re.sub(r"-(?=\w)|[^\s/_.?&=%:-]{20}(?=\w)", lambda m: m[0] + ZERO_WIDTH_SPACE, address)
    return f"#text(hyphenate: false)[{run(address, longest)}]"
