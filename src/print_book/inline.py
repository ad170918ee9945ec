"""Running text: paragraphs, headings, links, notes, labels, formulas and pictures, as Typst source."""

from __future__ import annotations

import re
from urllib.parse import quote

from .errors import PdfError, describe
from .images import percent
from .layout import leads, readable
from .maths import formula
from .text import breakable, run, string
from .tree import HEADINGS, Tag, classes, closest, has, is_loose, take, tokens, with_class
from .writer import Context, anchor, block, element, inside, own_label, writes

PLACE = "place:"  # a link inside the book, until `finish` knows where its place came to stand
FUNCTIONS = {
    "em": "emph", "i": "emph", "cite": "emph", "var": "emph", "strong": "strong", "b": "strong",
    "sub": "sub", "sup": "super", "del": "strike", "s": "strike",
}  # fmt: skip
LOW = 40  # points: a picture no higher stands in the line


@writes("span", "abbr", "label", "time", "data", "bdi", "bdo", "font", "small", "big", "ins", "u", "mark", "wbr", "dfn")
def plain(tag: Tag, at: Context) -> str:
    """Write an element that only groups words."""
    return anchor(tag, at) + inside(tag, at)


@writes("main", "section", "header", "footer", "center", "nav", "form", "fieldset", "tbody", "figcaption", "legend")
@writes("[quiz]", "[question]")
def through(tag: Tag, at: Context) -> str:
    """Write an element that only groups blocks."""
    return block(tag, at, inside(tag, at))


@writes(*FUNCTIONS)
def styled(tag: Tag, at: Context) -> str:
    """Write emphasis and its like, and labels that the theme sets bold."""
    return f"{anchor(tag, at)}#{FUNCTIONS.get(tag.tag, 'strong')}[{inside(tag, at)}]"


writes("span.caption-number", "span.guilabel", "span.menuselection")(styled)
writes("colgroup", "summary")(lambda tag, at: "")
writes("br")(lambda tag, at: "#linebreak()")
writes("hr")(lambda tag, at: "#rule-off()\n\n")
writes("q")(lambda tag, at: f"\u201c{inside(tag, at)}\u201d")


@writes("span.sd-badge")
def badge(tag: Tag, at: Context) -> str:
    """Write a badge."""
    body = inside(tag, at).strip()
    return anchor(tag, at) + (f"#badge[{body}]" if body else "")


@writes("[tag]")
def inline_label(tag: Tag, at: Context) -> str:
    """Write an inline label: a side in its frame, or any other behind a dot."""
    body = re.sub(r": (?=[+\u2212-]?\d)", ":\u00a0", inside(tag, at).strip())
    return anchor(tag, at) + (f"#{'side' if 'side' in tokens(tag) else 'stance'}[{body}]" if body else "")


@writes("code", "kbd", "samp", "tt")
def code(tag: Tag, at: Context) -> str:
    """Write code in running text."""
    text = " ".join(tag.text_content().split())
    at.note_text(text, "code")
    return f"{anchor(tag, at)}#raw({string(breakable(text, min(at.longest, 16), at.cut))})" if text else ""


@writes("h2", "h3", "h4", "h5", "h6")
def heading(tag: Tag, at: Context) -> str:
    """Write a heading below the page's title, which the chapter has."""
    label = own_label(tag, at)
    named = f"#label({string(label)})" if label else ""
    return f"\n#heading(depth: {tag.tag[1]})[{inside(tag, at).strip()}]{named}\n\n"


@writes("p")
def paragraph(tag: Tag, at: Context) -> str:
    """Write a paragraph."""
    if "data-typst-answers" in tag.attrib:
        return f"#key-pointer({string(tag.get('data-typst-answers'))})\n\n"
    body = inside(tag, at).strip()
    return block(tag, at, f"#lead[{body}]" if leads(tag) else body) if body else ""


@writes("p.attribution")
def attribution(tag: Tag, at: Context) -> str:
    """Write who is quoted."""
    return f"#attribution(snug: {str(at.boxed).lower()})[{inside(tag, at).strip()}]\n\n"


@writes("p.admonition-title", "p.topic-title", "p.sidebar-title", "p.tab-title", "p.rubric")
@writes("div.sd-card-title", "p.sd-card-title", "[title]")
def title(tag: Tag, at: Context) -> str:
    """Write the title line of a box."""
    body = inside(tag, at).strip()
    own = "(strong: false)" if has(tag, "strong") else ""  # it says itself what is bold
    return block(tag, at, f"#box-title{own}[{body}]") if body else ""


@writes("[small]")
def small_print(tag: Tag, at: Context) -> str:
    """Write small print."""
    body = inside(tag, at).strip()
    return block(tag, at, f"#small-print[{body}]") if body else ""


@writes("[prompt]")
def prompt(tag: Tag, at: Context) -> str:
    """Write what a question asks, with its number."""
    return f"#quiz-prompt({string(tag.get('data-typst-number', ''))})[{inside(tag, at).strip()}]\n\n"


@writes("a")
def link(tag: Tag, at: Context) -> str:
    """Write a link to the web or to a place in the book, or a note where it is called."""
    to, href = tag.get("data-typst-to"), tag.get("href")
    if "footnote-reference" in classes(tag) and to in at.volume.document.footnotes:
        return _footnote(tag, to, at)
    body = inside(tag, at)
    if not body.strip():
        return anchor(tag, at)
    if closest(tag, "h1") is not None:
        return body  # the contents make a link of every title
    if to:
        return f"{anchor(tag, at)}#link({string(PLACE + quote(to))})[{body}]"
    body = readable(tag, body, at.longest)
    return f"{anchor(tag, at)}#link({string(href)})[{body}]" if href else anchor(tag, at) + body


def _footnote(tag: Tag, to: str, at: Context) -> str:
    """Write a footnote where it is first called; later calls repeat its number."""
    named = f"#label({string(to)})"
    if closest(tag, *HEADINGS) is not None:
        named = ""  # the contents repeat a heading, and a name must not be repeated
    elif to in at.volume.written:
        return f"{anchor(tag, at)}#footnote(label({string(to)}))"
    if named:
        at.volume.written.add(to)
    at.volume.footnotes += 1
    note = at.volume.document.footnotes[to]
    body = "".join(element(child, at) for child in note if "label" not in classes(child))
    return f"{anchor(tag, at)}#{'footnote' if named else 'heading-note'}[{body.strip()}]{named}"


@writes("img")
def image(tag: Tag, at: Context) -> str:
    """Write a picture, in the line or on its own."""
    try:
        picture = at.volume.pictures.add(tag, at.page)
    except PdfError as fault:
        at.volume.faults.add(fault)
        return _lost(tag, at, tag.get("alt") or "", tag.get("src", ""))
    above = tag.getparent()
    in_line = closest(tag, "p", "td", "th", "li", "dt", "span", "a", "strong", "em") is not None or (
        above.tag == "div" and is_loose(above)
    )
    at.volume.images += picture.alt is not None
    alt = "none" if picture.alt is None else string(picture.alt)
    if in_line and (picture.height < LOW or closest(tag, "td", "th") is not None):
        return f"{anchor(tag, at)}#inline-picture({string(picture.file)}, {picture.width:.2f}pt, {alt})"
    share = percent(tag)
    width = f"{share}%" if share else f"{picture.width:.2f}pt"
    return block(tag, at, f"#picture({string(picture.file)}, {width}, {alt})")


@writes("iframe", "video", "audio", "canvas", "object", "embed")
def screen(tag: Tag, at: Context) -> str:
    """Refuse what only a screen can show; a build that is not strict says in its place what it was.

    Raises
    ------
    PdfError
        If the build is strict.
    """
    remedy = 'Mark it data-print="omit", and set a still picture beside it (class "d-none d-print-block")'
    fault = f"<{tag.tag}> cannot be printed"
    at.volume.faults.add(PdfError(fault, page=at.page.ref.name, element=describe(tag), remedy=remedy))
    return _lost(tag, at, tag.get("title") or "Only on a screen", tag.get("src", ""))


def _lost(tag: Tag, at: Context, name: str, address: str) -> str:
    """Write what stands in the place of something that is not on paper."""
    address = "" if address.startswith("data:") else address
    words = f"{name or 'A picture'} {address}".strip()
    at.note_text(words)
    return f"{anchor(tag, at)}#lost[{run(words, at.longest)}]"


@writes("span.math", "div.math")
def maths(tag: Tag, at: Context) -> str:
    """Write a formula: its TeX as Typst's own, and as what a screen reader says.

    Raises
    ------
    PdfError
        If it holds a command that is not known.
    """
    number = next(with_class(tag, "eqno"), None)
    eqno = inside(take(number), at).strip() if number is not None else ""
    tex = re.sub(r"^\\[\[(]|\\[\])]$", "", tag.text_content().strip()).strip()
    try:
        body = formula(tex)
    except ValueError as error:
        problem, remedy = f"a formula that cannot be set: {error}", "Write it with commands that the module maths lists"
        fault = PdfError(problem, page=at.page.ref.name, element=f"\u00ab{tex}\u00bb", remedy=remedy)
        at.volume.faults.add(fault)
        return block(tag, at, f"#raw({string(tex)})")
    at.note_text(body, "formula")
    spoken = string(" ".join(tex.split()))
    if tag.tag == "span":
        return f"{anchor(tag, at)}#inline-formula($" + body + f"$, {spoken})"
    return f"#formula($ {body} $, {spoken}, [{anchor(tag, at)}{eqno}])\n\n"
