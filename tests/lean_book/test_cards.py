"""Cards: what stands at the other end of a link, beside the link, from a server and from files, by mouse, keyboard and finger."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lean_book import cards
from lean_book.site import Site

PAGE = """<!doctype html><html lang="en" data-content_root="{up}" data-late="cards.js"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self' file:"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="{up}_static/lean_book.css"><script defer src="{up}_static/lean.js"></script></head>
<body><main><article class="bd-article"><section id="{ident}"><h1>{title}<a class="headerlink" href="#{ident}">#</a></h1>{body}</section></article></main></body></html>"""
TARGETS = """<p>Opening words.</p><div id="row-one"><p><strong>One</strong>, of 1997. <a class="reference" href="#row-two">Two</a></p></div>
<dl><dt id="term">Term</dt><dd><p>What it means.</p></dd></dl><ul><li id="row-two"><p>Two, of <a href="../other/text.html">text</a>.</p></li></ul>"""
TEXT = """<p>See <a id="a" href="../rows/list.html#row-one">one</a>, <a id="b" href="../rows/list.html#row-two">two</a>,
<a id="c" href="../rows/list.html#nothing">nothing</a>, <a id="d" href="../rows/list.html">the list</a> and <a id="e" href="#top">above</a>.</p>
<p id="rest">More words.</p>"""


@pytest.fixture(scope="module")
def book_html(tmp_path_factory) -> Path:
    """Two pages, one of rows that have cards and one that links there."""
    root = tmp_path_factory.mktemp("site")
    static = Path(cards.__file__).parent / "static"
    for folder in ("_static", "rows", "other"):
        (root / folder).mkdir()
    (root / "favicon.ico").write_bytes(b"")  # a browser asks for it
    for name in ("lean.js", "cards.js", "lean_book.css", "cards.css"):
        (root / "_static" / name).write_text((static / name).read_text("utf-8"), "utf-8")
    for name, title, body in (("rows/list", "Rows", TARGETS), ("other/text", "Text", TEXT)):
        page = PAGE.format(up="../", title=title, ident=title.lower(), body=body)
        (root / f"{name}.html").write_text(page, "utf-8")
    for name, script in cards.files(Site(root), ["rows/*"]):
        file = root / "_static" / cards.FOLDER / f"{name}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script, "utf-8")
    return root


def test_a_card_is_the_entry_itself_without_its_ids(book_html):
    """Each place with an id has its card, headings as bold lines, and no id that would stand twice on a page."""
    made = cards.cards_of((book_html / "rows" / "list.html").read_text("utf-8"))
    assert set(made) == {"", "rows", "row-one", "term", "row-two"}
    assert made["term"] == '<p class="lean-card-title">Term</p><p>What it means.</p>'
    assert made[""] == '<p class="lean-card-title">Rows</p><p>Opening words.</p>'
    assert not any(re.search(r"\sid=|headerlink", card) for card in made.values())


def test_decks_are_small_and_each_card_lies_where_its_id_says():
    """A deck is about as large as is loaded in a moment, and a card's deck follows from its id alone."""
    dealt = cards.decks_of("p", {f"row-{n}": "x" * 500 for n in range(400)})
    assert len(dealt) == 5 and max(sum(map(len, d.values())) for d in dealt) < 2 * cards.SIZE
    assert all(cards.shard(ident, 5) == n for n, deck in enumerate(dealt) for ident in deck)


def test_the_index_names_the_pages_that_have_cards(book_html):
    """Only pages that a pattern names are cut up, and their addresses change with their cards."""
    text = (book_html / "_static/cards/decks.js").read_text("utf-8")
    index = json.loads(text.removeprefix('deck("cards/decks",').rstrip().removesuffix(")"))
    assert (
        list(index) == ["rows/list"] and index["rows/list"][0] == 1 and re.fullmatch(r"\w{10}", index["rows/list"][1])
    )


@pytest.mark.browser
def test_a_pointer_that_rests_on_a_link_sees_what_it_leads_to(site, visit):
    """The card comes, leads on with addresses that hold, stays while the pointer is on it, and goes with Escape."""
    opened = visit(site, "other/text.html")
    page = opened.page
    assert not [r for r in opened.requests if "cards" in r], "nothing of it is loaded before a reader's first move"
    page.hover("#a")
    card = page.locator(".lean-card")
    card.wait_for()
    assert "One, of 1997." in card.inner_text() and card.get_attribute("aria-label") == "one"
    assert card.locator("a").first.evaluate("a => a.href") == site.url("rows/list.html#row-two")
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert card.count() == 0 and opened.complaints == [] and opened.off_site() == []
    page.hover("#c")
    page.wait_for_timeout(500)
    assert card.count() == 0, "a place without a card shows none"
    page.hover("#d")
    card.wait_for()
    assert "Opening words." in card.inner_text()
    page.hover("#rest")
    card.wait_for(state="detached")


@pytest.mark.browser
def test_the_keyboard_goes_into_a_card_and_back(served, visit):
    """A link that has the focus shows its card, Tab goes into it, Escape brings the focus back to the link."""
    page = visit(served, "other/text.html").page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.locator(".lean-card").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.lean-card') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".lean-card").count() == 0 and page.evaluate("document.activeElement.id") == "a"


@pytest.mark.browser
def test_a_finger_opens_the_card_first_and_the_page_from_it(site, visit):
    """A tap shows the card at the foot of the window and moves nothing; its link opens the page; without a card a tap goes there at once."""
    opened = visit(site, "other/text.html", width=390, has_touch=True, is_mobile=True)
    page = opened.page
    page.tap("#b")
    card = page.locator(".lean-card")
    card.wait_for()
    box = card.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(844, abs=1) and box["width"] == 390 and opened.shift() == 0
    assert page.url == site.url("other/text.html")
    page.tap(".lean-card-more a")
    page.wait_for_url("**/rows/list.html#row-two")
    page.goto(site.url("other/text.html"))
    page.tap("#c")
    page.wait_for_url("**/rows/list.html#nothing")


@pytest.mark.browser
def test_a_card_is_free_of_what_axe_finds(served, visit, axe):
    """An open card has a name and readable words."""
    opened = visit(served, "other/text.html")
    opened.page.hover("#a")
    opened.page.locator(".lean-card").wait_for()
    assert axe(opened) == []
