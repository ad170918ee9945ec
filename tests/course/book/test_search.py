"""The search index: every row is in it with its date and kind, and its result leads to the row."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

import russia_nato as rn
from russia_nato.book.domain import IN_WORDS
from russia_nato.typography import smart


def results(index: dict):
    """What Sphinx's script makes of the objects of an index: page, anchor, title and kind of each."""
    for prefix, found in index["objects"].items():
        for page, kind, _, short, name in found:
            title = f"{prefix}.{name}" if prefix else name
            anchor = title if short == "" else f"{index['objnames'][str(kind)][1]}-{title}" if short == "-" else short
            yield index["docnames"][page], anchor, title, index["objnames"][str(kind)][2]


@pytest.fixture(scope="module")
def index(book_html) -> dict:
    """The index that `make book` left."""
    text = (book_html / "searchindex.js").read_text("utf-8")
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


@pytest.mark.book
def test_every_result_lands_on_its_row(index, book_html):
    """Each result that names a row leads to an id that is on its page."""
    ids: dict[str, set] = {}
    lost, rows = [], 0
    for page, anchor, title, kind in results(index):
        if page not in ids:
            soup = BeautifulSoup((book_html / f"{page}.html").read_text("utf-8"), "lxml")
            ids[page] = {e["id"] for e in soup.select("[id]")}
        rows += kind in IN_WORDS.values()
        if anchor not in ids[page]:
            lost.append((title, anchor))
    assert lost == [] and rows > 1500


@pytest.mark.book
def test_rows_are_named_with_date_and_kind_in_words(index):
    """An event is found by its title with its date before it, and its kind stands beside it; no row is there twice."""
    found = [(title, kind) for _, _, title, kind in results(index)]
    named = dict(found)
    assert set(named.values()) == set(IN_WORDS.values()) and len(named) > 0.98 * len(found)
    for e in rn.load_events().query("date_precision == 'day' and end_date.isna()").to_dict("records")[:50]:
        day = e["start_date"]
        assert named[f"{day.day} {day:%B %Y}: {smart(e['title'])}"] == "Event"


@pytest.mark.book
def test_rows_are_named_in_their_own_languages(index):
    """Every person is found by the name in Russian or Ukrainian, and every term by its translations."""
    titles = "\n".join(title for _, _, title, _ in results(index))
    people, terms = rn.load_people(), rn.load_glossary()
    assert [n for n in people["native_name"] if n and smart(n) not in titles] == []
    assert [t for c in ("term_ru", "term_uk") for t in terms[c] if t and smart(t) not in titles] == []


@pytest.mark.book
def test_the_index_holds_what_is_searched(index, book_html):
    """The index takes 300 bytes or less for a row that it finds: no numbers of drawings, no copy of the records from explorers, no words of the bibliography."""
    rows = sum(len(rn.load_table(t)) for t in ("events", "positions", "people", "documents", "readings"))
    assert (book_html / "searchindex.js").stat().st_size <= 300 * rows
    assert "gorbachev" in index["terms"] and "tutz" in " ".join(index["terms"])
