"""Cards: what stands at a place of the book, cut out of its page for the links that lead there.

A card is the entry itself (a list item, a term with its definition, the opening of a section or of a page), so nothing is written
twice. The cards of a page lie in decks, scripts of a size that is loaded in a moment, which ``cards.js`` asks for on first use.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from fnmatch import fnmatchcase
from itertools import takewhile

from lxml import etree, html

from .sheets import digest
from .site import Site

FOLDER, INDEX = "cards", "decks"
SIZE = 40_000  # characters of a deck, about 8 kB on the network
OPENING = 2  # paragraphs of a section or page that its card shows
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ENTRIES = ("article", "div", "li", "figure")


def shard(ident: str, many: int) -> int:
    """Return in which of a page's decks a card lies; ``cards.js`` reckons the same.

    Examples
    --------
    >>> shard("event-putin-munich-speech", 1), shard("a", 65521), shard("", 7)
    (0, 97, 0)
    """
    n = 0
    for c in ident:
        n = (n * 31 + ord(c)) % 65521
    return n % many


def _clean(element: html.HtmlElement) -> str:
    """Return an element as the HTML of a card: no ids, which must stay the page's own, and headings as bold lines."""
    element = deepcopy(element)
    for part in list(element.iter()):
        if not isinstance(part.tag, str):
            continue
        if "headerlink" in part.get("class", "").split():
            part.drop_tree()
            continue
        if "small" in part.attrib.get("data-print", "").split():
            part.set("data-small", "")
        for name in ("id", "data-print", "tabindex", *(["class"] if part.tag == "a" else [])):
            part.attrib.pop(name, None)
        if part.tag in HEADINGS or part.tag == "dt":
            part.tag = "p"
            part.set("class", "lean-card-title")
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _inner(element: html.HtmlElement) -> str:
    text = _clean(element)
    return text[text.index(">") + 1 : text.rindex("<")].strip()


def _opening(section: html.HtmlElement) -> str:
    """Return a section's heading and first paragraphs; nothing where it does not begin with a paragraph."""
    parts = list(section)
    if len(parts) < 2 or parts[0].tag not in HEADINGS:
        return ""
    said = [_clean(p) for p in takewhile(lambda p: p.tag == "p", parts[1 : OPENING + 1])]
    return _clean(parts[0]) + "".join(said) if said else ""


def cards_of(text: str) -> dict[str, str]:
    """Return the cards of a page by the id of their place; that of the page itself has an empty id.

    Examples
    --------
    >>> page = '<article class="bd-article"><section id="s"><h1>A</h1><p>B</p><ul><li id="x">C</li></ul></section></article>'
    >>> cards_of(page)
    {'s': '<p class="lean-card-title">A</p><p>B</p>', 'x': 'C', '': '<p class="lean-card-title">A</p><p>B</p>'}
    """
    cards: dict[str, str] = {}
    found = html.fromstring(text).xpath("//article[contains(concat(' ', @class, ' '), ' bd-article ')]")
    for element in found[0].xpath(".//*[@id]") if found else ():
        ident = element.get("id")
        if element.tag == "section":
            card = _opening(element)
        elif element.tag == "dt":
            card = _clean(element)
            follows = element.getnext()
            card += _inner(follows) if follows is not None and follows.tag == "dd" else ""
        else:
            card = _inner(element) if element.tag in ENTRIES else ""
        if card:
            cards[ident] = card
            if element.tag == "section" and "" not in cards:
                cards[""] = card
    if "" in cards:
        cards[""] = cards.pop("")
    return cards


def decks_of(page: str, cards: dict[str, str]) -> list[dict[str, str]]:
    """Return the cards of a page, dealt into decks of about the same size."""
    many = max(1, -(-sum(map(len, cards.values())) // SIZE))
    decks: list[dict[str, str]] = [{} for _ in range(many)]
    for ident, card in cards.items():
        decks[shard(ident, many)][ident] = card
    return decks


def deck_script(name: str, content: object) -> str:
    """Return the script of a deck; ``name`` is its address in the static folder, without ``.js``.

    Examples
    --------
    >>> deck_script("cards/p.0", {"a": "A card"})
    'deck("cards/p.0",{"a":"A card"})\\n'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"deck({json.dumps(name)},{text})\n"


def files(site: Site, patterns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the decks of the pages that the patterns name, as names and scripts; the last says which pages have how many."""
    index: dict[str, tuple[int, str]] = {}
    wanted = list(patterns)
    for path in site.pages():
        page = path.relative_to(site.root).with_suffix("").as_posix()
        if not any(fnmatchcase(page, pattern) for pattern in wanted):
            continue
        decks = [
            deck_script(f"{FOLDER}/{page}.{n}", d)
            for n, d in enumerate(decks_of(page, cards_of(path.read_text("utf-8"))))
        ]
        index[page] = len(decks), digest("".join(decks))
        yield from ((f"{page}.{n}", script) for n, script in enumerate(decks))
    yield INDEX, deck_script(f"{FOLDER}/{INDEX}", index)
