"""Lists, quotations, figures, boxes and the other blocks of a page, as Typst source."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from bs4 import NavigableString, Tag

from .images import percent
from .listings import listing
from .text import content, string

if TYPE_CHECKING:
    from .writer import Writer

WARNINGS = {"warning", "caution", "attention", "danger", "error", "important"}
BOXES = {
    "rn-compare-box",
    "rn-readings",
    "key-points",
    "document-set",
    "admonition",
    "sd-card",
    "topic",
    "sidebar",
    "exercise",
    "solution",
    "versionadded",
    "versionchanged",
}
INDENT = 18.0
SHORT_ENTRY = 550


def _pre(writer: Writer, tag: Tag, classes: set[str]) -> str:
    writer.texts.append((writer.page.ref.name, "code", tag.get_text()))
    return f"{writer.label(tag)}{listing(tag)}\n\n"


def _list(writer: Writer, tag: Tag, classes: set[str]) -> str:
    items = tag.find_all("li", recursive=False)
    tight = all(len(item.find_all("p", recursive=False)) < 2 and not item.find("pre") for item in items)
    tight = tight and sum(len(item.get_text()) for item in items) < 110 * max(len(items), 1)
    written = "".join(f"[{writer.label(item)}{writer.narrower(item, INDENT).strip()}]," for item in items)
    if not items:
        return ""
    arguments = [f"tight: {str(tight).lower()}"]
    if "contains-task-list" in classes:
        arguments.append("marker: none")
    name = "enum" if tag.name == "ol" else "list"
    if name == "enum":
        if str(tag.get("start", "")).isdigit():
            arguments.append(f"start: {tag['start']}")
        kinds = {"loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I."}
        kind = next((kinds[c] for c in classes if c in kinds), None) or (f"{tag['type']}." if tag.get("type") else None)
        kind = "A." if "quiz-options" in classes else kind
        if kind:
            arguments.append(f"numbering: {string(kind)}")
    body = f"#{name}({', '.join(arguments)}, {written})"
    if "quiz-options" in classes:  # the options of a question stand together; under the last is where the answers are
        body = f"#options(last: {str(tag.has_attr('data-typst-last')).lower()})[{body}]"
    return f"{writer.label(tag)}{body}\n\n"


def _terms(writer: Writer, tag: Tag, classes: set[str]) -> str:
    """Write a definition list; terms that share a definition stand together."""
    items: list[tuple[list[str], list[str]]] = []
    for child in tag.find_all(["dt", "dd"]):
        if child.find_parent("dl") is not tag:
            continue
        if child.name == "dt":
            if not items or items[-1][1]:
                items.append(([], []))
            body = writer.inside(child).strip()
            if "sig" in child.get("class", []):
                body = f"#signature[{body}]"
            items[-1][0].append(writer.label(child) + body)
        else:
            if not items:
                items.append(([], []))
            items[-1][1].append(writer.label(child) + writer.narrower(child, INDENT).strip())
    if not items:
        return ""
    written = "".join(f"terms.item([{', '.join(terms)}], [{_joined(texts)}])," for terms, texts in items)
    tight = "quiz-remarks" in classes
    return f"{writer.label(tag)}#terms(tight: {str(tight).lower()}, {written})\n\n"


def _joined(texts: list[str]) -> str:
    return "\n\n".join(texts)


def _quote(writer: Writer, tag: Tag, classes: set[str]) -> str:
    by = [p.extract() for p in tag.select("p.attribution")]
    near = snug(writer)
    followed = ", followed: true" if tag.parent.has_attr("data-typst-by") and not tag.find_next_sibling("p") else ""
    body = writer.narrower(tag, 2 * INDENT).strip()
    named = "".join(f"#attribution({near})[{writer.inside(p).strip()}]" for p in by)
    return f"{writer.label(tag)}#quotation({near}{followed})[{body}][{named}]\n\n"


def snug(writer: Writer) -> str:
    """Tell the template whether words that somebody spoke stand in a box or an entry."""
    return f"snug: {str(writer.boxed > 0).lower()}"


def _figure(writer: Writer, tag: Tag, classes: set[str]) -> str:
    caption = tag.find("figcaption")
    if not tag.find(["img", "table", "pre"]):
        return writer.label(tag) + _spoken(writer, tag, caption)
    if caption:
        caption.extract()
    arguments = []
    if caption:
        arguments.append(f"caption: [{_caption(writer, caption)}]")
    if tag.get("data-typst-label") in writer.document.targets:
        arguments.append(f"label: {string(tag['data-typst-label'])}")
    if tag.find("table") or tag.find("pre"):
        arguments.append("whole: false")
    share = percent(tag)
    body = writer.narrower(tag, 0, (share or 100) / 100).strip()
    if not body:
        return f"#emph[{_caption(writer, caption)}]\n\n" if caption else ""
    return f"#figure-of({', '.join([*arguments, f'[{body}]'])})\n\n"


def _spoken(writer: Writer, tag: Tag, caption: Tag | None) -> str:
    """Write a figure of words: who speaks stands above them, or at the right margin below, as in the page."""
    if caption is None:
        return f"{writer.inside(tag)}\n\n"
    above = tag.find(True) is caption
    name = writer.inside(caption.extract()).strip()
    if not above:
        tag["data-typst-by"] = ""
    words = writer.inside(tag)
    return (
        f"#box-title(strong: false)[{name}]\n\n{words}\n\n"
        if above
        else (f"#spoken({snug(writer)})[{words.strip()}][{name}]\n\n")
    )


def _caption(writer: Writer, caption: Tag) -> str:
    """Write a caption; its paragraphs (what to see, the source) follow one another as lines."""
    return writer.inside(caption).strip().replace("\n\n", "#parbreak()")


def _aside(writer: Writer, tag: Tag, classes: set[str]) -> str:
    if classes & {"footnote-list", "footnote"}:
        return ""  # written where it is called
    return _box(writer, tag, classes)


def _box(writer: Writer, tag: Tag, classes: set[str]) -> str:
    kind = "card" if "sd-card" in classes and "dropdown" not in classes else "warning" if classes & WARNINGS else "note"
    body = writer.label(tag) + writer.narrower(tag, 22).strip()
    most = 1500 if "key-points" in classes else 900
    whole = ", whole: true" if len(tag.get_text()) < most and not tag.find(["table", "img"]) else ""
    return f"#callout({string(kind)}{whole}, [{body}])\n\n" if body else ""


def _cards(writer: Writer, tag: Tag, classes: set[str]) -> str:
    """Set the columns of a grid side by side, two or three abreast as their text allows."""
    columns = [c for c in tag.find_all("div", recursive=False) if "sd-col" in c.get("class", [])]
    asked = max([int(n) for c in classes for n in re.findall(r"^sd-row-cols(?:-\w\w)?-(\d+)$", c)] or [2])
    longest = max((len(c.get_text(" ", strip=True)) for c in columns), default=0)
    abreast = max(1, min(asked, len(columns), 3 if longest < 170 else 2))
    written = "".join(f"[{writer.narrower(c, 12, 1 / abreast).strip()}]," for c in columns)
    return f"{writer.label(tag)}#cards({abreast}, {written})\n\n" if columns else ""


def _citation(writer: Writer, tag: Tag) -> str:
    mark = tag.find(class_="label")
    name = writer.inside(mark.extract()).strip() if mark else ""
    return f"terms.item([{writer.label(tag)}{name}], [{writer.narrower(tag, INDENT).strip()}]),"


def _div(writer: Writer, tag: Tag, classes: set[str]) -> str:
    if "sd-row" in classes and tag.find("div", class_="sd-col", recursive=False):
        return _cards(writer, tag, classes)
    if "citation-list" in classes:
        works = "".join(_citation(writer, child) for child in tag.find_all("div", class_="citation", recursive=False))
        return f"{writer.label(tag)}#bibliography-list({works})\n\n" if works else ""
    if "citation" in classes:
        return f"#bibliography-list({_citation(writer, tag)})\n\n"
    if classes & BOXES:
        return _box(writer, tag, classes)
    if classes & {"compare", "rn-compare"}:
        sides = tag.find_all(True, recursive=False)
        abreast = 2 if len(sides) > 1 else 1
        written = [f"[{writer.label(s)}{_alone(writer, s, abreast)}]" for s in sides]
        if abreast == 2 and len(sides) % 2:
            written[-1] = f"grid.cell(colspan: 2){written[-1]}"
        written = ", ".join(written)
        return f"{writer.label(tag)}#cards({abreast}, {written})\n\n"
    if "rn-entry" in classes:
        return entry(writer, tag)
    if "line-block" in classes:
        lines = [writer.inside(line).strip() for line in tag.find_all("div", class_="line")]
        return writer.label(tag) + "#linebreak()".join(lines) + "\n\n"
    if "sd-tab-set" in classes:
        return f"#callout({string('card')}, [{writer.label(tag)}{writer.narrower(tag, 22).strip()}])\n\n"
    body = writer.inside(tag)
    if "sd-card-title" in classes and body.strip():
        return f"{writer.label(tag)}#box-title{content(body)}\n\n"
    if "code-block-caption" in classes:
        return f"{writer.label(tag)}#code-caption{content(body)}\n\n"
    if "sd-card-footer" in classes or "sd-card-header" in classes:
        return f"{writer.label(tag)}#box-edge{content(body)}\n\n" if body.strip() else ""
    loose = any(isinstance(child, NavigableString) and child.strip() for child in tag.children)
    return f"{writer.label(tag)}{body.strip() if loose else body}\n\n" if body.strip() else writer.label(tag)


def entry(writer: Writer, tag: Tag) -> str:
    """Write one event, position, document or person among many; a short one keeps together."""
    body = writer.label(tag) + writer.narrower(tag, 0).strip()
    whole = "whole: true" if len(tag.get_text()) < SHORT_ENTRY else ""
    return f"#entry({whole})[{body}]\n\n" if body else ""


def _alone(writer: Writer, tag: Tag, abreast: int) -> str:
    room, writer.room = writer.room, writer.room / abreast - 12
    writer.boxed += 1
    try:
        return writer.node(tag).strip()
    finally:
        writer.room, writer.boxed = room, writer.boxed - 1


WRITERS: dict[str, Callable[[Writer, Tag, set[str]], str]] = {
    "pre": _pre,
    "ul": _list,
    "ol": _list,
    "dl": _terms,
    "blockquote": _quote,
    "figure": _figure,
    "aside": _aside,
    "article": lambda writer, tag, classes: _div(writer, tag, classes),
    "div": _div,
}
