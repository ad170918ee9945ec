"""The assembled document as Typst source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import NavigableString, Tag

from . import blocks, sheet
from .assemble import HEADINGS, Document, Page
from .errors import PdfError, describe
from .images import Pictures
from .layout import is_dense, leads, readable
from .maths import formula
from .text import breakable, run, string

TEXT_WIDTH = 425.0
DENSE_WIDTH = 230.0
LONGEST = 24
TRANSPARENT = set("main section article header footer center nav form fieldset tbody figcaption".split())
INLINE = set("span abbr label time data bdi bdo font small big ins u mark wbr legend dfn".split())
FUNCTIONS = {"em": "emph", "i": "emph", "cite": "emph", "var": "emph", "strong": "strong", "b": "strong"}
FUNCTIONS |= {"sub": "sub", "sup": "super", "del": "strike", "s": "strike"}
SMALL = {"rn-meta", "rn-note"}
TITLES = {
    "rn-box-title",
    "rn-compare-title",
    "admonition-title",
    "topic-title",
    "sidebar-title",
    "tab-title",
    "sd-card-title",
    "rubric",
}


@dataclass
class Writer:
    """Writes one document; what it learns on the way is kept for the compiler and the report.

    Attributes
    ----------
    texts : list of (page, element, text)
        Everything printed, to name the place of a character no font covers.
    row_heads : list
        For each table in order, the places of its row headers (see ``tables.row_heads``).
    """

    document: Document
    pictures: Pictures
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    row_heads: list[tuple[tuple[int, ...], ...]] = field(default_factory=list)
    images: int = 0
    footnotes: int = 0
    page: Page = None  # type: ignore[assignment]
    room: float = TEXT_WIDTH
    boxed: int = 0
    above: bool = False
    longest: int = LONGEST
    cut: int = 0
    _written: set[str] = field(default_factory=set)

    def write(self) -> str:
        """Return the source of the body: parts and chapters in order."""
        pieces, part = [], None
        plan = self.document.plan
        for page in self.document.pages:
            if page.ref.part is not None and page.ref.part != part:
                inside = [p for p in self.document.pages if p.ref.part == page.ref.part and p.ref.level == 2]
                title = string(plan.parts[page.ref.part])
                entries = "".join(f"({string(p.title)}, {string(p.ref.name + '#')})," for p in inside)
                alone = len(inside) == 1 and not is_dense(page.article)
                pieces.append(f"#part-above({title})" if alone else f"#part({title}, ({entries}))")
                self.above = alone
            part = page.ref.part
            pieces.append(self._chapter(page))
        return "\n".join(pieces) + "\n"

    def _chapter(self, page: Page) -> str:
        self.page = page
        part = f"part: {string(self.document.plan.parts[page.ref.part])}, " if page.ref.part is not None else ""
        part += "above: true, " if self.above else ""
        dense, self.above = is_dense(page.article), False
        self.room = DENSE_WIDTH if dense else TEXT_WIDTH
        heading = page.article.find("h1")
        title = self.inside(heading).strip()
        heading.decompose()
        return (
            f"// page {page.ref.name}\n#{'dense-' if dense else ''}chapter({page.ref.level - 1}, [{title}], "
            f"{string(page.title)}, {part}label: {string(page.ref.name + '#')})[\n{self.inside(page.article)}]"
        )

    def inside(self, tag: Tag) -> str:
        """Write what an element holds."""
        return "".join(self.node(child) for child in tag.children)

    def narrower(self, tag: Tag, less: float, share: float = 1.0) -> str:
        """Write what an element holds where it stands in a box of its own, less wide than the text."""
        room, self.room = self.room, (self.room - less) * share
        self.boxed += 1
        try:
            return self.inside(tag)
        finally:
            self.room, self.boxed = room, self.boxed - 1

    def label(self, tag: Tag) -> str:
        """Write the anchor of an element that some link points at, once."""
        label = tag.get("data-typst-label")
        if not label or label not in self.document.targets or label in self._written:
            return ""
        self._written.add(label)
        return f"#[#metadata(none)#label({string(label)})]"

    def node(self, node: NavigableString | Tag) -> str:
        """Write a text or an element."""
        if isinstance(node, NavigableString):
            if type(node) is not NavigableString:
                return ""
            self.texts.append((self.page.ref.name, "", str(node)))
            return run(str(node), self.longest, self.cut)
        written = self._element(node, node.name, set(node.get("class", [])))
        language = node.get("lang", "")
        if re.match(r"[a-z]{2,3}\b", language) and written.strip():
            written = f"#text(lang: {string(language[:3].split('-')[0])})[{written}]"
        return written

    def _element(self, tag: Tag, name: str, classes: set[str]) -> str:
        if "math" in classes and name in ("span", "div"):
            return self._math(tag, display=name == "div")
        if name in ("h2", "h3", "h4", "h5", "h6"):
            label = tag.get("data-typst-label", "")
            self._written.add(label)
            named = f"#label({string(label)})" if label in self.document.targets else ""
            return f"\n#heading(depth: {name[1]})[{self.inside(tag).strip()}]{named}\n\n"
        if name == "p":
            return self._paragraph(tag, classes)
        if name in FUNCTIONS:
            return f"{self.label(tag)}#{FUNCTIONS[name]}[{self.inside(tag)}]"
        if name in ("code", "kbd", "samp", "tt"):
            text = " ".join(tag.get_text().split())
            self.texts.append((self.page.ref.name, "code", text))
            return f"{self.label(tag)}#raw({string(breakable(text, min(self.longest, 16), self.cut))})" if text else ""
        if name == "q":
            return f"\u201c{self.inside(tag)}\u201d"
        if name == "a":
            return self._link(tag, classes)
        if name == "br":
            return "#linebreak()"
        if name == "hr":
            return "#rule-off()\n\n"
        if name == "img":
            return self._image(tag)
        if name == "table":
            return sheet.write(self, tag)
        if name in blocks.WRITERS:
            return blocks.WRITERS[name](self, tag, classes)
        if name in INLINE:
            body = self.inside(tag)
            if "sd-badge" in classes and body.strip():
                body = f"#badge[{body.strip()}]"
            elif classes & {"rn-side", "rn-stance"} and body.strip():
                body = re.sub(r": (?=[+\u2212-]?\d)", ":\u00a0", body.strip())
                body = f"#{'side' if 'rn-side' in classes else 'stance'}[{body}]"
            elif classes & {"caption-number", "guilabel", "menuselection"}:
                body = f"#strong[{body}]"
            return self.label(tag) + body
        if name in TRANSPARENT:
            return f"{self.label(tag)}{self.inside(tag)}\n\n"
        if name in ("colgroup", "summary"):
            return ""
        raise PdfError(f"<{name}> has no printed form", page=self.page.ref.name, element=describe(tag),
                       remedy="Give it the class screen-only, or write it with other elements")  # fmt: skip

    def _paragraph(self, tag: Tag, classes: set[str]) -> str:
        if "data-typst-key" in tag.attrs:
            return f"#key-pointer({string(tag['data-typst-key'])})\n\n"
        body = self.inside(tag).strip()
        if not body:
            return ""
        if classes & TITLES:
            own = "(strong: false)" if tag.find("strong") else ""  # it says itself what is bold
            return f"{self.label(tag)}#box-title{own}[{body}]\n\n"
        if classes & SMALL:
            return f"{self.label(tag)}#small-print[{body}]\n\n"
        if "attribution" in classes:
            return f"#attribution({blocks.snug(self)})[{body}]\n\n"
        if "data-typst-number" in tag.attrs:
            return f"#quiz-prompt({string(tag['data-typst-number'])})[{body}]\n\n"
        if leads(tag):
            return f"{self.label(tag)}#lead[{body}]\n\n"
        return f"{self.label(tag)}{body}\n\n"

    def _link(self, tag: Tag, classes: set[str]) -> str:
        to = tag.get("data-typst-to")
        if "footnote-reference" in classes and to in self.document.footnotes:
            return self._footnote(tag, to)
        body = self.inside(tag)
        if not body.strip():
            return self.label(tag)
        if tag.find_parent("h1"):
            return body  # the contents make a link of every title
        if to:
            return f"{self.label(tag)}#link(label({string(to)}))[{body}]"
        href = tag.get("href")
        body = readable(tag, body, self.longest)
        return f"{self.label(tag)}#link({string(href)})[{body}]" if href else self.label(tag) + body

    def _footnote(self, tag: Tag, to: str) -> str:
        """Write a footnote where it is first called; later calls repeat its number."""
        named = f"#label({string(to)})"
        if tag.find_parent(HEADINGS):
            named = ""  # the contents repeat a heading, and a name must not be repeated
        elif to in self._written:
            return f"{self.label(tag)}#footnote(label({string(to)}))"
        self._written |= {to} if named else set()
        self.footnotes += 1
        note = self.document.footnotes[to]
        body = "".join(
            self.node(child) for child in note.find_all(True, recursive=False) if "label" not in child.get("class", [])
        )
        return f"{self.label(tag)}#{'footnote' if named else 'heading-note'}[{body.strip()}]{named}"

    def _image(self, tag: Tag) -> str:
        picture = self.pictures.take(tag, self.page)
        inline = tag.find_parent(["p", "td", "th", "li", "dt", "span", "a", "strong", "em"]) or (
            tag.parent.name == "div" and any(isinstance(s, NavigableString) and s.strip() for s in tag.parent.children)
        )
        self.images += picture.alt is not None
        alt = "none" if picture.alt is None else string(picture.alt)
        if inline and (picture.height < 40 or tag.find_parent(["td", "th"])):
            return f"{self.label(tag)}#inline-picture({string(picture.file)}, {picture.width:.2f}pt, {alt})"
        return f"{self.label(tag)}#picture({string(picture.file)}, {self.picture_width(tag, picture)}, {alt})\n\n"

    def picture_width(self, tag: Tag, picture) -> str:
        """Return the width a picture is set to: the page's wish, or a chart's natural size."""
        share = blocks.percent(tag)
        return f"{share}%" if share else f"{picture.width:.2f}pt"

    def _math(self, tag: Tag, display: bool) -> str:
        number = tag.find(class_="eqno")
        eqno = self.inside(number.extract()).strip() if number else ""
        tex = re.sub(r"^\\[\[(]|\\[\])]$", "", tag.get_text().strip()).strip()
        try:
            body = formula(tex)
        except ValueError as error:
            raise PdfError(
                f"a formula that cannot be set: {error}",
                page=self.page.ref.name,
                element=f"\u00ab{tex}\u00bb",
                remedy="Write it with the commands listed in the module maths",
            ) from error
        self.texts.append((self.page.ref.name, "formula", body))
        spoken = string(" ".join(tex.split()))
        if not display:
            return f"{self.label(tag)}#inline-formula($" + body + f"$, {spoken})"
        return f"#formula($ {body} $, {spoken}, [{self.label(tag)}{eqno}])\n\n"
