"""The built HTML pages, joined in the order of ``_toc.yml`` into one clean document."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin

from .clean import clean
from .errors import Faults, PdfError, describe
from .plan import PageRef, Plan
from .quiz import KEY_PAGE, QuizKey
from .svg import lift_svgs
from .tree import HEADINGS, Tag, classes, parse, strings, take

ARTICLES = (
    "//article[contains(concat(' ', normalize-space(@class), ' '), ' bd-article ')]",
    "//*[@role='main']//article",
    "//*[@role='main']",
    "//main//article",
    "//article",
    "//main",
)


@dataclass
class Page:
    """One page, ready for print.

    Attributes
    ----------
    ref : PageRef
        Its place in the book.
    article : Tag
        Its content: ``data-typst-label`` marks what links may point at, ``data-typst-to`` where a link leads.
    svgs : list of str
        Inline pictures, by the number in ``data-svg``.
    title : str
        Its first heading.
    """

    ref: PageRef
    article: Tag
    svgs: list[str]
    title: str


@dataclass
class Document:
    """The whole book as one document: its pages, the places that links point at, and its notes by place."""

    plan: Plan
    pages: list[Page]
    targets: set[str] = field(default_factory=set)
    footnotes: dict[str, Tag] = field(default_factory=dict)
    quizzes: int = 0


def assemble(plan: Plan, html_dir: Path, faults: Faults) -> Document:
    """Join the pages of a built book.

    Parameters
    ----------
    plan : Plan
        The book's pages, in order.
    html_dir : Path
        Folder of the built HTML pages.
    faults : Faults
        Where faults go that need not end the build.

    Raises
    ------
    PdfError
        If a page is missing, holds no content, or links to a place that does not exist.

    Examples
    --------
    >>> assemble(read_plan(Path(".")), Path("_build/html"), Faults()).pages[0].title  # doctest: +SKIP
    'Welcome'
    """
    document, key = Document(plan, []), QuizKey()
    for ref in plan.pages:
        page = _read(ref, html_dir, faults)
        document.targets.update(key.collect(page.article, ref.name, page.title))
        document.pages.append(page)
    answers = key.chapter()
    if answers is not None:
        document.pages.append(Page(PageRef(KEY_PAGE, 1, None), answers, [], answers[0].text))
        document.quizzes = len(key.entries)
    known = {page.ref.name: _label(page, document) for page in document.pages}
    for page in document.pages:
        for link in page.article.iterdescendants("a"):
            if "href" in link.attrib:
                _resolve(link, page, known, html_dir, document, faults)
    for note in document.footnotes.values():
        take(note)
    return document


def _read(ref: PageRef, html_dir: Path, faults: Faults) -> Page:
    path = html_dir / f"{ref.name}.html"
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PdfError("the built page is missing", page=ref.name, remedy="Build the HTML book first") from None
    source, svgs = lift_svgs(source)
    page = parse(source)
    article = next((inside[0] for inside in map(page.xpath, ARTICLES) if inside), None)
    if article is None:
        raise PdfError("no article in the built page", page=ref.name, element=path.name)
    take(article)
    page.clear()  # what stands around the article is not kept in memory
    clean(article)
    heading = next(article.iterdescendants("h1"), None)
    if heading is None:
        raise PdfError("no title", page=ref.name, remedy="Begin the page with a heading of the first level")
    _check_levels(article, ref.name, faults)
    return Page(ref, article, svgs, " ".join("".join(strings(heading, but="footnote-reference")).split()))


def _check_levels(article: Tag, page: str, faults: Faults) -> None:
    """Refuse headings that skip a level: outlines and screen readers would lose the thread."""
    last = 0
    for heading in article.iterdescendants(*HEADINGS):
        level = int(heading.tag[1])
        if level > last + 1:
            fault = f"a heading of level {level} follows one of level {last}"
            remedy = f"Make it level {last + 1}"
            faults.add(PdfError(fault, page=page, element=describe(heading), remedy=remedy))
            level = last + 1
            heading.tag = f"h{level}"
        last = level


def _label(page: Page, document: Document) -> dict[str, str]:
    """Name what links may point at; return the page's ids with the label each leads to.

    A section, its heading and the empty anchors between them are one place and share one label.
    """
    name, article = page.ref.name, page.article
    next(article.iterdescendants("h1")).set("data-typst-label", f"{name}#")
    labels = {"": f"{name}#"}
    for section in article.iter("section", "article", "div", "main"):
        head, before = _opening(section)
        if head is None:
            continue
        holders = [section, *before, *head.iter()]
        ids = [holder.get("id") for holder in holders if holder.get("id")]
        if ids:
            label = head.get("data-typst-label") or f"{name}#{ids[0]}"
            head.set("data-typst-label", label)
            labels.update((ident, label) for ident in ids if ident not in labels)
    for tag in article.iter():
        ident = tag.get("id")
        if ident and ident not in labels:
            labels[ident] = f"{name}#{ident}"
            tag.set("data-typst-label", labels[ident])
        if tag.tag == "aside" and "footnote" in classes(tag):
            document.footnotes[f"{name}#{ident}"] = tag
    return labels


def _opening(section: Tag) -> tuple[Tag | None, list[Tag]]:
    """Return the heading a container begins with, if it does, and the empty anchors above it."""
    above: list[Tag] = []
    for child in section:
        if child.tag in HEADINGS:
            return child, above
        if child.tag != "span" or child.text_content().strip():
            break
        above.append(child)
    return None, above


def _resolve(
    link: Tag, page: Page, known: dict[str, dict[str, str]], html_dir: Path, document: Document, faults: Faults
) -> None:
    """Lead a link to its place in the print, to the web, or fail."""
    href, plan, here = link.get("href").strip(), document.plan, page.ref.name
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href):
        return
    if href.startswith("//"):
        link.set("href", f"https:{href}")
        return
    path, _, fragment = href.partition("#")
    path, fragment = unquote(path.partition("?")[0]), unquote(fragment)
    if "=" in fragment:  # what a script of the page is to show, such as #explore=map&year=1999: on paper, the whole
        fragment = ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
    name = target.removesuffix(".html")
    if name == "index" and "index" not in known:
        name = plan.pages[0].name
    del link.attrib["href"]
    fault = remedy = ""
    if name in known and fragment in known[name]:
        link.set("data-typst-to", known[name][fragment])
        document.targets.add(known[name][fragment])
    elif name in known:
        fault, remedy = f"#{fragment}, which {name} does not have", "Mend the target's name, or the link"
    elif not (html_dir / target).exists() and not target.endswith(".pdf"):
        fault = f"{target}, which is neither a page of the book nor a built file"
        remedy = "Mend the link, or add the page to _toc.yml"
    elif plan.baseurl:
        link.set("href", urljoin(plan.baseurl.rstrip("/") + "/", target) + (f"#{fragment}" if fragment else ""))
    if fault:
        faults.add(PdfError(f"a link leads to {fault}", page=here, element=describe(link), remedy=remedy))
