"""Lists, quotations, figures and listings, as Typst source."""

from __future__ import annotations

from .images import percent
from .listings import listing
from .text import string
from .tree import Tag, classes, closest, has, take, with_class
from .writer import Context, anchor, block, inside, own_label, writes

INDENT = 18.0
TIGHT = 110  # letters an item: the items of a list that has more stand apart
KINDS = {"loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I."}


@writes("pre")
def preformatted(tag: Tag, at: Context) -> str:
    """Write code or its output."""
    at.note_text(tag.text_content(), "code")
    return block(tag, at, listing(tag))


@writes("ul", "ol")
def listed(tag: Tag, at: Context) -> str:
    """Write a list."""
    body = _items(tag, at, _numbering(tag))
    return block(tag, at, body) if body else ""


@writes("[options]")
def options(tag: Tag, at: Context) -> str:
    """Write the options of a question, which stand together; under the last stands where the answers are."""
    last = str("data-typst-last" in tag.attrib).lower()
    return block(tag, at, f"#options(last: {last})[{_items(tag, at, 'A.')}]")


def _items(tag: Tag, at: Context, numbering: str | None) -> str:
    items = [child for child in tag if child.tag == "li"]
    tight = all(sum(child.tag == "p" for child in item) < 2 and not has(item, "pre") for item in items)
    tight = tight and sum(len(item.text_content()) for item in items) < TIGHT * max(len(items), 1)
    if not items:
        return ""
    arguments = [f"tight: {str(tight).lower()}"]
    if "contains-task-list" in classes(tag):
        arguments.append("marker: none")
    if tag.tag == "ol":
        if tag.get("start", "").isdigit():
            arguments.append(f"start: {tag.get('start')}")
        if numbering:
            arguments.append(f"numbering: {string(numbering)}")
    written = "".join(f"[{anchor(item, at)}{inside(item, at.within(INDENT)).strip()}]," for item in items)
    return f"#{'enum' if tag.tag == 'ol' else 'list'}({', '.join(arguments)}, {written})"


def _numbering(tag: Tag) -> str | None:
    kind = next((KINDS[name] for name in classes(tag) if name in KINDS), None)
    return kind or (f"{tag.get('type')}." if tag.get("type") else None)


@writes("dl")
def terms(tag: Tag, at: Context) -> str:
    """Write a definition list; terms that share a definition stand together."""
    items: list[tuple[list[str], list[str]]] = []
    for child in tag.iterdescendants("dt", "dd"):
        if closest(child, "dl") is not tag:
            continue
        if not items or (child.tag == "dt" and items[-1][1]):
            items.append(([], []))
        if child.tag == "dt":
            body = inside(child, at).strip()
            items[-1][0].append(anchor(child, at) + (f"#signature[{body}]" if "sig" in classes(child) else body))
        else:
            items[-1][1].append(anchor(child, at) + inside(child, at.within(INDENT)).strip())
    if not items:
        return ""
    joined = ((", ".join(names), "\n\n".join(texts)) for names, texts in items)
    written = "".join(f"terms.item([{names}], [{texts}])," for names, texts in joined)
    return block(tag, at, f"#terms(tight: {str('data-typst-remarks' in tag.attrib).lower()}, {written})")


@writes("blockquote")
def quotation(tag: Tag, at: Context) -> str:
    """Write words that somebody spoke or wrote, and who."""
    by = [take(p) for p in list(with_class(tag, "attribution"))]
    snug = f"snug: {str(at.boxed).lower()}"
    alone = not any(sibling.tag == "p" for sibling in tag.itersiblings())
    followed = ", followed: true" if "data-typst-by" in tag.getparent().attrib and alone else ""
    body = inside(tag, at.within(2 * INDENT)).strip()
    named = "".join(f"#attribution({snug})[{inside(p, at).strip()}]" for p in by)
    return block(tag, at, f"#quotation({snug}{followed})[{body}][{named}]")


@writes("figure")
def figure(tag: Tag, at: Context) -> str:
    """Write a picture, a table or code with its caption, or words with their speaker."""
    caption = next(tag.iterdescendants("figcaption"), None)
    if not has(tag, "img", "table", "pre"):
        return anchor(tag, at) + _spoken(tag, caption, at)
    arguments = []
    if caption is not None:
        take(caption)
        arguments.append(f"caption: [{_caption(caption, at)}]")
    if own_label(tag, at):
        arguments.append(f"label: {string(tag.get('data-typst-label'))}")
    if has(tag, "table", "pre"):
        arguments.append("whole: false")
    body = inside(tag, at.within(0, (percent(tag) or 100) / 100)).strip()
    if not body:
        return f"#emph[{_caption(caption, at)}]\n\n" if caption is not None else ""
    return f"#figure-of({', '.join([*arguments, f'[{body}]'])})\n\n"


def _spoken(tag: Tag, caption: Tag | None, at: Context) -> str:
    """Write a figure of words: who speaks stands above them, or at the right margin below, as in the page."""
    if caption is None:
        return f"{inside(tag, at)}\n\n"
    above = tag[0] is caption
    name = inside(take(caption), at).strip()
    if not above:
        tag.set("data-typst-by", "")
    words = inside(tag, at)
    if above:
        return f"#box-title(strong: false)[{name}]\n\n{words}\n\n"
    return f"#spoken(snug: {str(at.boxed).lower()})[{words.strip()}][{name}]\n\n"


def _caption(caption: Tag, at: Context) -> str:
    """Write a caption; its paragraphs (what to see, the source) follow one another as lines."""
    return inside(caption, at).strip().replace("\n\n", "#parbreak()")


@writes("div.line-block")
def lines(tag: Tag, at: Context) -> str:
    """Write lines of verse or of an address."""
    return block(tag, at, "#linebreak()".join(inside(line, at).strip() for line in with_class(tag, "line")))


@writes("div.code-block-caption")
def code_caption(tag: Tag, at: Context) -> str:
    """Write the name of a listing."""
    return block(tag, at, f"#code-caption[{inside(tag, at).strip()}]")
