"""Boxes, cards, columns, entries and works cited, as Typst source."""

from __future__ import annotations

import re

from .blocks import INDENT
from .text import string
from .tree import Tag, classes, has, is_loose, take, tokens, with_class, words
from .writer import Context, anchor, block, element, inside, writes

WARNINGS = {"warning", "caution", "attention", "danger", "error", "important"}
MARGIN = 22.0
SHORT_BOX, KEPT_BOX, SHORT_ENTRY = 900, 1500, 550  # letters that are kept together
SHORT_CARD = 170  # letters: shorter cards stand three abreast


@writes("div.admonition", "div.sd-card", "div.topic", "div.sidebar", "div.exercise", "div.solution")
@writes("div.versionadded", "div.versionchanged", "aside", "[box]")
def box(tag: Tag, at: Context) -> str:
    """Write a framed box."""
    names, marks = set(classes(tag)), tokens(tag)
    kind = "card" if "sd-card" in names and "dropdown" not in names else "warning" if names & WARNINGS else "note"
    body = anchor(tag, at) + inside(tag, at.within(MARGIN)).strip()
    most = KEPT_BOX if "keep" in marks else SHORT_BOX
    whole = ", whole: true" if len(tag.text_content()) < most and not has(tag, "table", "img") else ""
    return f"#callout({string(kind)}{whole}, [{body}])\n\n" if body else ""


@writes("aside.footnote-list", "aside.footnote")
def note(tag: Tag, at: Context) -> str:
    """Leave out notes, which are written where they are called."""
    return ""


@writes("div.sd-tab-set")
def tabs(tag: Tag, at: Context) -> str:
    """Write tabs one after the other in one box."""
    return f"#callout({string('card')}, [{anchor(tag, at)}{inside(tag, at.within(MARGIN)).strip()}])\n\n"


@writes("div.sd-card-header", "div.sd-card-footer")
def box_edge(tag: Tag, at: Context) -> str:
    """Write the first or the last line of a card."""
    body = inside(tag, at).strip()
    return block(tag, at, f"#box-edge[{body}]") if body else ""


@writes("div.sd-row")
def cards(tag: Tag, at: Context) -> str:
    """Set the columns of a grid side by side, two or three abreast as their text allows."""
    columns = [child for child in tag if child.tag == "div" and "sd-col" in classes(child)]
    if not columns:
        return division(tag, at)
    wishes = [re.fullmatch(r"sd-row-cols(?:-\w\w)?-(\d+)", name) for name in classes(tag)]
    asked = max((int(wish[1]) for wish in wishes if wish), default=2)
    longest = max(len(words(column)) for column in columns)
    abreast = max(1, min(asked, len(columns), 3 if longest < SHORT_CARD else 2))
    written = "".join(f"[{inside(column, at.within(12, 1 / abreast)).strip()}]," for column in columns)
    return block(tag, at, f"#cards({abreast}, {written})")


@writes("[columns]")
def side_by_side(tag: Tag, at: Context) -> str:
    """Set what is to be compared two abreast; an odd last one takes the whole width."""
    columns = [child for child in tag if "card" in tokens(child)] or list(tag)
    abreast = 2 if len(columns) > 1 else 1
    within = at.within(12 * abreast, 1 / abreast)
    written = [f"[{anchor(column, at)}{element(column, within).strip()}]" for column in columns]
    if abreast == 2 and len(columns) % 2:
        written[-1] = f"grid.cell(colspan: 2){written[-1]}"
    return block(tag, at, f"#cards({abreast}, {', '.join(written)})") if written else ""


@writes("[entry]")
def entry(tag: Tag, at: Context) -> str:
    """Write one record among many; a short one keeps together."""
    body = anchor(tag, at) + inside(tag, at.within(0)).strip()
    whole = "whole: true" if len(tag.text_content()) < SHORT_ENTRY else ""
    return f"#entry({whole})[{body}]\n\n" if body else ""


@writes("div.citation-list", "[works]")
def works(tag: Tag, at: Context) -> str:
    """Write the list of works cited."""
    written = "".join(_work(child, at) for child in tag if "citation" in classes(child) or child.tag == "li")
    return block(tag, at, f"#bibliography-list({written})") if written else ""


@writes("div.citation")
def work(tag: Tag, at: Context) -> str:
    """Write one work that stands outside a list."""
    return f"#bibliography-list({_work(tag, at)})\n\n"


def _work(tag: Tag, at: Context) -> str:
    mark = next(with_class(tag, "label"), None)
    name = inside(take(mark), at).strip() if mark is not None else ""
    return f"terms.item([{anchor(tag, at)}{name}], [{inside(tag, at.within(INDENT)).strip()}]),"


@writes("div", "article")
def division(tag: Tag, at: Context) -> str:
    """Write what a plain container holds."""
    body = inside(tag, at)
    if not body.strip():
        return anchor(tag, at)
    return block(tag, at, body.strip() if is_loose(tag) else body)
