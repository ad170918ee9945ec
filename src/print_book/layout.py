"""What a page is for, and what must stay together on paper."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bs4 import Tag

from .text import ZERO_WIDTH_SPACE, run

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DENSE = ".rn-entry, div.citation, dl.glossary > dt, ol.quiz-key > li"
MANY = 15
SHORT = 250
SHOWN = ("table", "figure", "section", "blockquote", "pre", *HEADINGS)


def is_dense(article: Tag) -> bool:
    """Tell whether a page is looked up rather than read: it prints in two columns of smaller type."""
    return len(article.select(DENSE)) >= MANY


def leads(tag: Tag) -> bool:
    """Tell whether a paragraph must not be parted from what follows it.

    So it is with the question under a heading, a line between a heading and what it announces (a table, a cell, a
    heading below), a reading above its quotation, and the answer of a key above its remarks.
    """
    if tag.has_attr("data-typst-lead"):
        return True
    above, below = tag.find_previous_sibling(), tag.find_next_sibling()
    if below is not None and below.name == "blockquote" and tag.find_parent(class_="rn-reading"):
        return True
    if above is None or above.name not in HEADINGS:
        return False
    only = [child for child in tag.children if isinstance(child, Tag) or child.strip()]
    if len(only) == 1 and isinstance(only[0], Tag) and only[0].name in ("em", "strong"):
        return True
    if below is None:
        follows = tag.parent.find_next_sibling() if tag.parent.name == "section" else None
        below = follows if follows is not None and "cell" in follows.get("class", []) else None
    return below is not None and len(tag.get_text()) < SHORT and _announced(below)


def _announced(tag: Tag) -> bool:
    return tag.name in SHOWN or (tag.name == "div" and tag.find(["table", "pre", "img"]) is not None)


def readable(tag: Tag, body: str, longest: int) -> str:
    """Write an address in the letters of its script, where percent signs stand for them.

    Returns
    -------
    str
        The body itself where the link does not show an address.
    """
    text = tag.get_text()
    if not re.match(r"https?://\S|doi:\S", text):
        return body
    try:
        shown = unquote(text, errors="strict") if re.search(r"%[C-E]", text) else text
    except UnicodeDecodeError:
        shown = text
    if not shown.isprintable() or re.search(r"\s", shown):
        shown = text
    # No hyphenation, so that nobody copies a hyphen: an address breaks after its own signs, or else after 20 letters.
    shown = re.sub(r"-(?=\w)|[^\s/_.?&=%:-]{20}(?=\w)", lambda m: m[0] + ZERO_WIDTH_SPACE, shown)
    return f"#text(hyphenate: false)[{run(shown, longest)}]"
