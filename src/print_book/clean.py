"""One built page, freed of what only a screen can use."""

from __future__ import annotations

import re

from .tree import Tag, classes, has, move_children, new, put_text, take, tokens, with_class

ON_SCREEN = frozenset(["script", "style", "noscript", "template", "button", "select", "textarea", "output"])
SCREEN_CLASSES = frozenset(
    "headerlink toctree-wrapper sd-summary-state-marker linenos backrefs visually-hidden sr-only copybtn d-print-none "
    "above-input below-input".split()
)
CELLS = {"cell", "cell_input", "cell_output"}


def clean(article: Tag) -> None:
    """Drop what a screen needs, open what it folds, and name the pieces print knows, in place.

    Hidden inputs and outputs of code cells (tags ``hide-*``) stay hidden, as in the page. Where a dropped element was
    the target of a link, an empty anchor remains, so that the link still leads to the place.

    Examples
    --------
    >>> from .tree import parse
    >>> page = parse('<article><p>Kept<button>Copy</button></p><p data-print="omit" id="x">Dropped</p></article>')
    >>> clean(page); page.text_content(), page.get_element_by_id("x").tag
    ('Kept', 'span')
    """
    for number in with_class(article, "linenos"):
        for listing in number.iterancestors("pre"):
            listing.set("data-typst-numbered", "")
    for tag in [below for below in article.iterdescendants() if _is_for_screens(below)]:
        _drop(tag)
    for tag in list(article.iterdescendants()):
        _mend(tag)
    for cell in [below for below in article.iterdescendants("div") if CELLS & set(classes(below))]:
        if not cell.text_content().strip() and not has(cell, "img", "table"):
            _drop(cell)


def _is_for_screens(tag: Tag) -> bool:
    if tag.tag in ON_SCREEN or "hidden" in tag.attrib or "omit" in tokens(tag):
        return True
    if "style" in tag.attrib and re.search(r"display\s*:\s*none", tag.get("style")):
        return True
    names = classes(tag)
    return not SCREEN_CLASSES.isdisjoint(names) or (tag.tag == "hr" and "footnotes" in names)


def _drop(tag: Tag) -> None:
    """Remove an element, leaving empty anchors for the ids it held."""
    for holder in tag.iter():
        if holder.get("id") and holder.tag not in ("input", "button", "select"):
            tag.addprevious(new("span", id=holder.get("id")))
    take(tag)


def _mend(tag: Tag) -> None:
    names = classes(tag)
    if tag.tag == "input":
        _mend_input(tag, names)
    elif tag.tag == "details":
        _open(tag, names)
    elif tag.tag == "label" and "sd-tab-label" in names:
        tag.tag = "p"
        tag.set("class", "tab-title")
    elif tag.tag == "div" and "sd-card" in names:
        _title_link(tag)
    elif tag.tag == "img" and "image-reference" in classes(tag.getparent()):
        tag.getparent().drop_tag()
    elif tag.tag == "blockquote":
        _attribution(tag)
    elif tag.tag == "table" and "highlighttable" in names:
        listing = next(tag.iterdescendants("pre"))
        listing.set("data-typst-numbered", "")
        tag.addprevious(take(listing))
        take(tag)


def _mend_input(tag: Tag, names: list[str]) -> None:
    """Turn the box of a task list into a character that prints; drop any other control."""
    if "task-list-item-checkbox" in names:
        put_text(tag, "\u2612" if "checked" in tag.attrib else "\u2610")
    else:
        take(tag)


def _open(details: Tag, names: list[str]) -> None:
    """Turn a fold into a box with a title."""
    details.tag = "div"
    details.set("class", " ".join([*names, "admonition", "dropdown"]))
    summary = next((child for child in details if child.tag == "summary"), None)
    if summary is None:
        return
    title = new("p", **{"class": "admonition-title"})
    move_children(next(with_class(summary, "sd-summary-text"), summary), title)
    for paragraph in list(title.iterdescendants("p", "div")):
        paragraph.drop_tag()
    summary.addprevious(title)
    take(summary)


def _title_link(card: Tag) -> None:
    """Move a card's stretched link onto its title, where paper can show it."""
    link, title = next(with_class(card, "sd-stretched-link"), None), next(with_class(card, "sd-card-title"), None)
    if link is None:
        return
    link.set("class", "card-link")
    if title is not None:
        take(link)
        link.text = None
        for child in list(link):
            link.remove(child)
        move_children(title, link)
        title.append(link)


def _attribution(quote: Tag) -> None:
    """Mark who is quoted: a last paragraph that begins with a dash, or a footer."""
    for footer in quote.iterdescendants("footer"):
        footer.tag = "p"
        footer.set("class", "attribution")
    paragraphs = list(quote.iterdescendants("p"))
    if len(paragraphs) > 1 and re.match(r"\s*[\u2013\u2014\u2015]", paragraphs[-1].text_content()):
        paragraphs[-1].set("class", "attribution")
