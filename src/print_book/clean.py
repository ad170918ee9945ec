"""One built page, freed of what only a screen can use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Comment, Tag

FURNITURE = (
    "a.headerlink, script, style, noscript, template, hr.footnotes, button, select, textarea, .toctree-wrapper, "
    ".sd-summary-state-marker, .linenos, .backrefs, .visually-hidden, .sr-only, .copybtn, output, "
    ".screen-only, [data-print=omit], details.above-input, details.below-input"
)
LOST_ON_PAPER = ("iframe", "video", "audio", "canvas", "object", "embed")


def clean(article: Tag, soup: BeautifulSoup) -> None:
    """Drop what a screen needs, open what it folds, and name the pieces print knows, in place.

    Hidden inputs and outputs of code cells (tags ``hide-*``) stay hidden, as in the page. Where a dropped element was
    the target of a link, an empty anchor remains, so that the link still leads to the place.
    """
    for comment in article.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for number in article.select("pre .linenos"):
        number.find_parent("pre")["data-typst-numbered"] = ""
    _drop(article.select(FURNITURE), soup)
    _drop((tag for tag in article.select("[hidden], [style]") if _is_hidden(tag)), soup)
    _tasks(article, soup)
    _drop(article.select("input"), soup)
    for details in article.find_all("details"):
        _open(details, soup)
    for label in article.select("label.sd-tab-label"):
        label.name, label["class"] = "p", ["tab-title"]
    for card in article.select("div.sd-card"):
        _title_link(card)
    for image in article.select("a.image-reference > img"):
        image.parent.unwrap()
    for quote in article.find_all("blockquote"):
        _attribution(quote)
    for table in article.select("table.highlighttable"):
        listing = table.select_one("td.code pre").extract()
        listing["data-typst-numbered"] = ""
        table.replace_with(listing)
    for cell in article.select("div.cell, div.cell_input, div.cell_output, div.explorer"):
        if not cell.get_text(strip=True) and not cell.find(["img", "table"]):
            _drop([cell], soup)


def _is_hidden(tag: Tag) -> bool:
    if tag.attrs is None or "print-only" in tag.get("class", []):
        return False
    return tag.has_attr("hidden") or bool(re.search(r"display\s*:\s*none", tag.get("style", "")))


def _drop(tags: Iterable[Tag], soup: BeautifulSoup) -> None:
    """Remove elements, leaving empty anchors for the ids they held."""
    for tag in list(tags):
        if tag.attrs is None or tag.decomposed:
            continue
        for holder in [tag, *tag.find_all(id=True)]:
            if holder.get("id") and holder.name not in ("input", "button", "select"):
                tag.insert_before(soup.new_tag("span", id=holder["id"]))
        tag.decompose()


def _tasks(article: Tag, soup: BeautifulSoup) -> None:
    """Turn the boxes of a task list into characters that print."""
    for box in article.select("input.task-list-item-checkbox"):
        box.replace_with("\u2612" if box.has_attr("checked") else "\u2610")


def _open(details: Tag, soup: BeautifulSoup) -> None:
    """Turn a fold into a box with a title."""
    summary = details.find("summary", recursive=False)
    details.name = "div"
    details["class"] = [*details.get("class", []), "admonition", "dropdown"]
    details.attrs.pop("open", None)
    if summary:
        text = summary.select_one(".sd-summary-text") or summary
        title = soup.new_tag("p", attrs={"class": ["admonition-title"]})
        for child in list(text.children):
            title.append(child.extract())
        for paragraph in title.find_all(["p", "div"]):
            paragraph.unwrap()
        summary.replace_with(title)


def _title_link(card: Tag) -> None:
    """Move a card's stretched link onto its title, where paper can show it."""
    link, title = card.select_one("a.sd-stretched-link"), card.select_one(".sd-card-title")
    if not link:
        return
    if title:
        link.extract().clear()
        link["class"] = ["card-link"]
        for child in list(title.children):
            link.append(child.extract())
        title.append(link)
    else:
        link["class"] = ["card-link"]


def _attribution(quote: Tag) -> None:
    """Mark who is quoted: a last paragraph that begins with a dash, or a footer."""
    for footer in quote.find_all("footer"):
        footer.name, footer["class"] = "p", ["attribution"]
    paragraphs = quote.find_all("p")
    if len(paragraphs) > 1 and re.match(r"\s*[\u2013\u2014\u2015]", paragraphs[-1].get_text()):
        paragraphs[-1]["class"] = ["attribution"]
