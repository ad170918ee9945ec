"""The bibliography's pages: which sources stand on them, how they are told apart, and which pages follow a change."""

from __future__ import annotations

import pytest
import yaml
from bs4 import BeautifulSoup

from russia_nato.book.bibliography_pages import SHELVES

BIB = """@misc{{tass-2002-05-28, author = {{{{TASS}}}}, title = {{A {title}}}, year = {{2002}}, date = {{2002-05-28}}, url = {{https://example.org/a}} }}
@misc{{tass-2002-01, author = {{{{TASS}}}}, title = {{B}}, year = {{2002}}, date = {{2002-01}}, url = {{https://example.org/b}} }}
@misc{{capek-2003, author = {{Čapek, Karel}}, title = {{{{NATO}}'s part}}, year = {{2003}}, url = {{https://example.org/c}} }}
{more}"""
PAGES = {"sources-t__md": "# T\n\n```{sources} t\n```\n", "sources-b-c__md": "# C\n\n```{sources} b-c\n```\n"}
TEXT = "# A\n\nOne {cite}`tass-2002-05-28`.\n\n```{toctree}\nsources-b-c\nsources-t\n```\n"


@pytest.fixture
def built(small_book):
    """Build a small book with a bibliography of its own."""
    conf = small_book.src / "conf.py"
    place = small_book.src / "small.bib"
    conf.write_text(
        conf.read_text("utf-8") + f"\nbibtex_bibfiles = [{str(place)!r}]\nbibtex_cite_id = '{{key}}'\n", "utf-8"
    )

    def build(more: str = "", title: str = "one") -> dict[str, BeautifulSoup]:
        place.write_text(BIB.format(more=more, title=title), "utf-8")
        small_book.build(TEXT, **PAGES)
        assert "sources-" not in small_book.warnings and "duplicate" not in small_book.warnings
        pages = ("index", "sources-b-c", "sources-t")
        return {
            p: BeautifulSoup((small_book.out / f"{p}.html").read_text("utf-8"), "html.parser").select_one(".body")
            for p in pages
        }

    return build


def test_sources_of_one_author_and_year_have_letters(built):
    """Two sources of one body and year are a and b by date, in the entry and in the citation, which leads to it on its page."""
    pages = built()
    entries = [li.get_text() for li in pages["sources-t"].select(".rn-works > li")]
    assert [e.split(")")[0] for e in entries] == ["TASS (2002a, January", "TASS (2002b, 28 May"]
    link = pages["index"].select_one("a[href*='sources-']")
    assert (link.get_text(), link["href"]) == ("TASS, 2002b", "sources-t.html#tass-2002-05-28")


def test_a_page_has_its_letters_and_leads_to_the_others(built):
    """An author stands under the plain letter of his name, with curly marks in the title, and each page leads to every letter that has sources."""
    pages = built()
    assert [h.get_text().rstrip("¶") for h in pages["sources-b-c"].select("h2")] == ["C"]
    assert "NATO’s part" in pages["sources-b-c"].select_one("#capek-2003").get_text()
    for page in ("sources-b-c", "sources-t"):
        assert [a.get_text() for a in pages[page].select(".rn-letters a")] == ["C", "T"]


def test_a_new_source_changes_the_citations_of_its_namesakes(built):
    """When a source comes between two of one year, a page that was not touched names them by their new letters."""
    assert "TASS, 2002b" in built()["index"].get_text()
    more = "@misc{tass-2002-02, author = {{TASS}}, title = {C}, year = {2002}, date = {2002-02}, url = {https://example.org/d} }\n"
    assert "TASS, 2002c" in built(more)["index"].get_text()


def test_unknown_letters_stop_the_build(shelf):
    """A page that asks for letters which no page has says which are allowed."""
    shelf.doctree("# A\n\n```{sources} q\n```\n")
    assert "unknown letters 'q': allowed is one of a, b-c" in shelf.warnings


def test_each_shelf_has_its_page(root):
    """The table of contents has a page for each group of letters, and no letter stands in two."""
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    reference = next(p for p in toc["parts"] if p["caption"] == "Reference")["chapters"][-1]
    assert [s["file"] for s in reference["sections"]] == [f"chapters/sources-{shelf}" for shelf in SHELVES]
    headings = [h for shelf in SHELVES.values() for h in shelf]
    assert len(headings) == len(set(headings)) == 28
