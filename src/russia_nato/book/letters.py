"""Long lists by letter: the heading under which a name stands, the line of letters that leads to all, and a place for a filter."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from .bibstyle import Letters, plain
from .components import Reply
from .links import to_page

DIGITS, CYRILLIC = "0–9", "А–Я"


def letter(name: str) -> str:
    """Return the heading under which a name stands.

    Examples
    --------
    >>> letter("von Plate"), letter("15min"), letter("ТАСС"), letter("Ålander")
    ('V', '0–9', 'А–Я', 'A')
    """
    first = plain(name)[:1].upper()
    return first if "A" <= first <= "Z" else CYRILLIC if first.isalpha() else DIGITS


def anchor(heading: str) -> str:
    """Return the id of a heading.

    Examples
    --------
    >>> anchor("B"), anchor(DIGITS), anchor(CYRILLIC)
    ('letter-b', 'letter-0', 'letter-cyrillic')
    """
    return "letter-" + {DIGITS: "0", CYRILLIC: "cyrillic"}.get(heading, heading.lower())


def line(places: Iterable[tuple[str, str, str]]) -> nodes.Node:
    """Return a line of links: page, words and anchor of each."""
    words: list[nodes.Node] = []
    for page, heading, place in places:
        words += [nodes.Text(" "), to_page(page, heading, place)]
    return Letters.of(*words[1:])


def filter_of(what: str, items: str) -> nodes.Node:
    """Return a place where a script puts a field that filters ``items``, a CSS selector.

    Examples
    --------
    >>> filter_of("terms", "dt")["html"]
    {'data-filter': 'dt', 'data-filter-of': 'terms'}
    """
    return Reply.of(html={"data-filter": items, "data-filter-of": what}, classes=["rn-filter"])
