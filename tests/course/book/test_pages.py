"""The pages that `make book` left: no broken link, every picture with words, nothing from elsewhere."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from docutils.nodes import make_id
from pybtex.database import parse_file

import russia_nato as rn
from russia_nato.book.bibliography_pages import SHELVES, anchor, letter
from russia_nato.book.bibstyle import name_of
from russia_nato.typography import smart


@pytest.fixture(scope="module")
def pages(book_html):
    return {
        p: BeautifulSoup(p.read_text("utf-8"), "html.parser")
        for p in sorted(book_html.rglob("*.html"))
        if "_static" not in p.parts
    }


def test_no_internal_link_is_broken(pages):
    """Every link inside the book leads to a file that is there, and to an id that is on it."""
    ids = {
        p.resolve(): {e["id"] for e in s.select("[id]")} | {a["name"] for a in s.select("a[name]")}
        for p, s in pages.items()
    }
    broken = []
    for page, soup in pages.items():
        for a in soup.select("a[href]"):
            url = urlsplit(a["href"])
            if url.scheme or url.netloc or a["href"] == "#":
                continue
            target = (page.parent / unquote(url.path)).resolve() if url.path else page.resolve()
            if url.fragment.startswith("explore=") and target in ids:  # a view: its first word is the explorer's id
                url = url._replace(fragment=url.fragment.removeprefix("explore=").partition("&")[0])
            if not target.exists() or (url.fragment and target in ids and unquote(url.fragment) not in ids[target]):
                broken.append(f"{page.name}: {a['href']}")
    assert broken == []


def test_every_picture_says_what_it_shows(pages):
    """Every image and drawing has alternative text of substance, and no file name for it; decoration is marked as such."""
    poor = []
    for page, soup in pages.items():
        article = soup.select_one("article") or soup
        for e in article.select("img, svg"):
            if e.get("aria-hidden") == "true" or e.find_parent(attrs={"aria-hidden": "true"}) or e.find_parent("svg"):
                continue
            words = e.get("alt") or e.get("aria-label") or ""
            if len(words.split()) < 5 or re.search(r"\.(png|svg|jpe?g)\b", words):
                poor.append(f"{page.name}: {words!r}")
    assert poor == []


def test_no_page_loads_anything_from_elsewhere(pages):
    """No script, style, font, picture or frame comes from another site."""
    for page, soup in pages.items():
        for e in soup.select("script[src], link[href], img[src], iframe[src], source[src]"):
            address = e.get("src") or e.get("href")
            if e.name == "link" and set(e.get("rel", [])) & {
                "canonical",
                "search",
                "next",
                "prev",
                "index",
                "author",
                "license",
            }:
                continue
            assert not re.match(r"(https?:)?//", address), (page.name, address)
        assert "cdn" not in str(soup.head).lower(), page.name


def test_each_page_offers_the_pdf_and_its_source(pages, book_html):
    """Every page of the book links to the PDF; each chapter and notebook to its source."""
    for page, soup in pages.items():
        if page.name in ("search.html", "genindex.html", "index.html"):
            continue
        links = [a["href"] for a in soup.select("a[href]")]
        assert any(link.endswith("russia-nato.pdf") for link in links), page.name
        assert any("_sources/" in link for link in links), page.name
    assert (book_html / "russia-nato.pdf").stat().st_size > 50_000


def test_every_event_of_a_told_phase_stands_in_its_record(pages):
    """Each event of a phase that has a chapter is on the phase's record page, with date and sources."""
    phases = rn.load_phases().set_index("phase_id")["number"]
    by_name = {p.stem: s for p, s in pages.items()}
    told = 0
    for e in rn.load_events().to_dict("records"):
        record = by_name.get(f"record-{phases[e['phase_id']]}")
        if record is not None:
            entry = record.find(id=f"event-{e['event_id']}")
            assert entry and smart(e["title"]) in entry.get_text() and entry.select("a[href*=sources-]"), e["event_id"]
            told += 1
    assert told >= 25


def test_the_generated_pages_hold_every_row(pages):
    """Documents, people, terms, questions and sources stand on their pages, all of them."""
    by_name = {p.stem: s for p, s in pages.items()}
    for page, prefix, rows in (
        ("documents", "document", rn.load_documents()["document_id"]), ("people", "person", rn.load_people()["person_id"]), ("contested", "claim", rn.load_claims()["claim_id"]),
    ):  # fmt: skip
        ids = {e["id"] for e in by_name[page].select("[id]")}
        assert {f"{prefix}-{r}" for r in rows} <= ids, page
    plain = lambda text: re.sub(r"[\"'“”‘’„«»\s–—-]+", " ", text)  # noqa: E731 (the pages print typographic signs)
    glossary = plain(by_name["glossary"].get_text())
    missing = [
        t[c]
        for t in rn.load_glossary().to_dict("records")
        for c in ("term_en", "term_ru", "term_uk")
        if plain(t[c]) not in glossary
    ]
    assert missing == []


def test_each_person_stands_once_under_a_letter(pages):
    """Each person has one entry, on the page of the letters that its address names, and a name in the list of all that leads there."""
    entries = [(p.stem, e["id"]) for p, s in pages.items() for e in s.select(".rn-entry[id^=person-]")]
    assert sorted(i for _, i in entries) == sorted(f"person-{p}" for p in rn.load_people()["person_id"])
    names = next(s for p, s in pages.items() if p.stem == "people").select(".rn-names > li")
    assert {(a["href"].partition(".html#")[0], li["id"]) for li in names for a in li.select("a")} == set(entries)


def test_each_question_has_a_page(pages):
    """Each contested question has a page of its title, which shows who stands where before the words; the list of all leads to it."""
    by_name = {p.stem: s for p, s in pages.items()}
    leads = {a["href"] for a in by_name["contested"].select(".rn-entry-title a")}
    for claim in rn.load_claims().to_dict("records"):
        page = by_name[f"contested-{claim['claim_id']}"]
        assert page.select_one("h1").get_text(strip=True).removesuffix("#") == smart(claim["title"])
        assert f"contested-{claim['claim_id']}.html#claim-{claim['claim_id']}" in leads
        held = [a["href"].removeprefix("#") for a in page.select(".rn-holder a")]
        assert held == [f["id"] for f in page.select("figure.rn-reading")] != []


def test_each_source_stands_once_under_its_letter(pages):
    """Each source has one entry, on the page and below the letter of its author, at an address made of its key, without a number."""
    database, found = parse_file(rn.data_dir() / "references.bib"), []
    by_address = {make_id(key): entry for key, entry in database.entries.items()}
    for page, soup in pages.items():
        for item in soup.select(".rn-works > li"):
            heading = letter(name_of(by_address[item["id"]]))
            assert heading in SHELVES[page.stem.removeprefix("sources-")], item["id"]
            assert item.find_parent("section")["id"] == anchor(heading) and item.get_text(strip=True)[0] != "["
            found.append(item["id"])
    assert sorted(found) == sorted(by_address)


def test_no_two_sources_are_cited_alike(pages):
    """What a citation prints names one source in the whole book; the letters a and b stand in the entry too."""
    named: dict[str, set[str]] = {}
    for soup in pages.values():
        for a in soup.select("article a.reference[href*='sources-'][href*='#']:not([href*='#letter-'])"):
            named.setdefault(a.get_text(), set()).add(a["href"].split("#")[1])
    shared = {words: keys for words, keys in named.items() if len(keys) > 1}
    assert named and shared == {}


def test_no_paragraph_of_a_chapter_is_without_a_source(root):
    """Each paragraph of the story of a phase chapter has a role or a citation."""
    for path in sorted((root / "chapters").glob("phase-?.md")):
        text = path.read_text("utf-8")
        story = text[text.index("## What most people get wrong") : text.index("## Key points")]
        story = re.sub(r"(?ms)^(:::+|```).*?^\1\s*$", "", story)
        # Asked here, told and sourced below.
        story = re.sub(r"(?ms)^## What most people get wrong$.*?(?=^## )", "", story)
        story = re.sub(r"(?ms)^## A document to read whole$.*?(?=^## |\Z)", "", story)  # one source, named once
        bare = [
            p for p in re.split(r"\n\s*\n", story)[1:]
            if len(p.split()) > 45 and not p.startswith("#") and " chart " not in p and not re.search(r"\{(cite|event|document|claim|person)(:\w+)?\}`", p)
        ]  # fmt: skip
        assert bare == [], path.name


def test_each_chapter_keeps_its_length_and_order(root):
    """A phase chapter tells its story in 3,000 to 5,000 words, set of documents included and printed text not, in the order of the house style."""
    for path in sorted((root / "chapters").glob("phase-?.md")):
        text = path.read_text("utf-8")
        order = [
            "## What you will be able to do",
            "## What you need first",
            "## Where the readings part",
            "## Key points",
            "## Self-check",
            "## Sources",
        ]
        places = [text.index(h) for h in order]
        assert places == sorted(places), path.name
        prose = re.sub(r"\{[a-z:]+\}`([^`<]*)(<[^`]*>)?`", r"\1", re.sub(r"(?m)^(```|:::).*$", "", text))
        own = re.sub(r"(?m)^>.*$", "", prose.partition("## Sources")[0])  # without the document that is printed
        assert 3000 <= len(own.split()) <= 5000, (path.name, len(own.split()))
