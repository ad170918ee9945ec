"""The built HTML pages, joined in the order of ``_toc.yml`` into one clean document."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin

from bs4 import BeautifulSoup, Tag

from .clean import LOST_ON_PAPER, clean
from .errors import PdfError, describe
from .plan import PageRef, Plan
from .quiz import KEY_PAGE, QuizKey
from .svg import lift_svgs

ARTICLES = ("article.bd-article", "article[role=main]", "main article", "div[role=main]", "article", "main")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


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
    """The whole book as one document."""

    plan: Plan
    pages: list[Page]
    targets: set[str] = field(default_factory=set)
    footnotes: dict[str, Tag] = field(default_factory=dict)
    quizzes: int = 0


def assemble(plan: Plan, html_dir: Path) -> Document:
    """Join the pages of a built book.

    Parameters
    ----------
    plan : Plan
        The book's pages, in order.
    html_dir : Path
        Folder of the built HTML pages.

    Raises
    ------
    PdfError
        If a page is missing, holds no content, or links to a place that does not exist.
    """
    soup, key = BeautifulSoup("", "html.parser"), QuizKey()
    document = Document(plan, [])
    for ref in plan.pages:
        page = _read(ref, html_dir)
        key.take(page.article, ref.name, page.title, soup)
        document.pages.append(page)
    answers = key.chapter(soup)
    if answers:
        document.pages.append(Page(PageRef(KEY_PAGE, 1, None), answers, [], answers.h1.get_text()))
        document.quizzes = len(key.entries)
    known = {page.ref.name: _label(page, document) for page in document.pages}
    for page in document.pages:
        for link in page.article.find_all("a", href=True):
            _resolve(link, page, known, html_dir, plan)
    for notes in document.footnotes.values():
        notes.extract()
    document.targets = {link["data-typst-to"] for page in document.pages for link in _linking(page.article)} | {
        link["data-typst-to"] for note in document.footnotes.values() for link in _linking(note)
    }
    document.targets |= {
        p["data-typst-key"] for page in document.pages for p in page.article.select("[data-typst-key]")
    }
    return document


def _linking(tag: Tag) -> list[Tag]:
    return tag.find_all("a", attrs={"data-typst-to": True})


def _read(ref: PageRef, html_dir: Path) -> Page:
    path = html_dir / f"{ref.name}.html"
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PdfError("the built page is missing", page=ref.name, remedy="Build the HTML book first") from None
    source, svgs = lift_svgs(source)
    soup = BeautifulSoup(source, "html.parser")
    article = next((found for found in map(soup.select_one, ARTICLES) if found), None)
    if article is None:
        raise PdfError("no article in the built page", page=ref.name, element=path.name)
    clean(article, soup)
    for tag in article.find_all(LOST_ON_PAPER):
        raise PdfError(
            f"<{tag.name}> cannot be printed",
            page=ref.name,
            element=describe(tag),
            remedy="Give it the class screen-only, and set a still picture with the class print-only beside it",
        )
    heading = article.find("h1")
    if heading is None:
        raise PdfError("no title", page=ref.name, remedy="Begin the page with a heading of the first level")
    _check_levels(article, ref.name)
    return Page(ref, article, svgs, _title(heading))


def _title(heading: Tag) -> str:
    """Return a heading's words, without the calls of notes."""
    notes = {id(text) for call in heading.select("a.footnote-reference") for text in call.find_all(string=True)}
    return " ".join("".join(text for text in heading.find_all(string=True) if id(text) not in notes).split())


def _check_levels(article: Tag, page: str) -> None:
    """Refuse headings that skip a level: outlines and screen readers would lose the thread."""
    last = 0
    for heading in article.find_all(HEADINGS):
        level = int(heading.name[1])
        if level > last + 1:
            raise PdfError(
                f"a heading of level {level} follows one of level {last}",
                page=page,
                element=describe(heading),
                remedy=f"Make it level {last + 1}",
            )
        last = level


def _label(page: Page, document: Document) -> dict[str, str]:
    """Name what links may point at; return the page's ids with the label each leads to.

    A section, its heading and the empty anchors between them are one place and share one label.
    """
    name, article, labels = page.ref.name, page.article, {}
    heading = article.find("h1")
    heading["data-typst-label"] = f"{name}#"
    labels[""] = f"{name}#"
    for section in [article, *article.find_all(["section", "article", "div"])]:
        head = _opening(section)
        if section is not article and head is None:
            continue
        ids = [section.get("id")]
        if head is not None:
            before = [sibling for sibling in head.find_previous_siblings("span") if not sibling.get_text(strip=True)]
            ids += [tag.get("id") for tag in (*before, head, *head.find_all(id=True))]
        ids = [found for found in ids if found]
        if head is not None and ids:
            label = head.get("data-typst-label") or f"{name}#{ids[0]}"
            head["data-typst-label"] = label
            labels.update((found, label) for found in ids if found not in labels)
    for tag in article.find_all(id=True):
        if tag["id"] not in labels:
            labels[tag["id"]] = f"{name}#{tag['id']}"
            tag["data-typst-label"] = labels[tag["id"]]
    for note in article.select("aside.footnote"):
        document.footnotes[f"{name}#{note.get('id')}"] = note
    return labels


def _opening(section: Tag) -> Tag | None:
    """Return the heading a container begins with, if it does."""
    for child in section.find_all(True, recursive=False):
        if child.name in HEADINGS:
            return child
        if child.name != "span" or child.get_text(strip=True):
            return None
    return None


def _resolve(link: Tag, page: Page, known: dict[str, dict[str, str]], html_dir: Path, plan: Plan) -> None:
    """Lead a link to its place in the print, to the web, or fail."""
    href = link["href"].strip()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href):
        return
    if href.startswith("//"):
        link["href"] = f"https:{href}"
        return
    here = page.ref.name
    path, _, fragment = href.partition("#")
    path = unquote(path.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
    name = target.removesuffix(".html")
    if name == "index" and "index" not in known:
        name = plan.pages[0].name
    fragment = unquote(fragment)
    if name in known:
        if fragment not in known[name]:
            raise PdfError(
                f"a link leads to #{fragment}, which {name} does not have",
                page=here,
                element=describe(link),
                remedy="Mend the target's name, or the link",
            )
        link["data-typst-to"] = known[name][fragment]
        del link["href"]
        return
    built = (html_dir / target).exists()
    if not built and not target.endswith(".pdf"):
        raise PdfError(
            f"a link leads to {target}, which is neither a page of the book nor a built file",
            page=here,
            element=describe(link),
            remedy="Mend the link, or add the page to _toc.yml",
        )
    if plan.baseurl:
        link["href"] = urljoin(plan.baseurl.rstrip("/") + "/", target) + (f"#{fragment}" if fragment else "")
    else:
        del link["href"]
