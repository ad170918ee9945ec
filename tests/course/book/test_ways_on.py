"""The first page, the ends of chapters, and what can be taken away."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from bs4 import BeautifulSoup

import russia_nato as rn
from russia_nato.book import take
from russia_nato.dates import written_date


@pytest.fixture(scope="module")
def chapters(book_html):
    return book_html / "chapters"


def test_the_same_data_give_the_same_zip(tmp_path):
    """The package as one zip has all that the data package names, and the same bytes each time."""
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    take.pack(one)
    take.pack(two)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as packed:
        names = {name.partition("/")[2] for name in packed.namelist()}
        described = json.loads(packed.read("russia-nato-data/datapackage.json"))
    assert {r["path"] for r in described["resources"]} | {described["bibliography"]} <= names


def test_the_course_is_cited_as_the_citation_file_says(root):
    """Edition and title in the book are those of CITATION.cff."""
    cff = (root / "CITATION.cff").read_text("utf-8")
    sentence, entry = take.citation(take.described())
    title, version = (re.search(rf'(?m)^{key}: "?(.*?)"?$', cff)[1] for key in ("title", "version"))
    for words in (sentence, entry):
        assert title in words and version in words


def test_each_table_can_be_taken(chapters):
    """The page on the data links each table, and the file beside the book has the rows that the page counts."""
    soup = BeautifulSoup((chapters / "data.html").read_text("utf-8"), "html.parser")
    lines = soup.select("table.rn-files tbody tr")
    assert len(lines) == len(take.tables())
    for line in lines:
        file = chapters / line.a["href"]
        rows = sum(1 for _ in csv.reader(io.StringIO(file.read_text("utf-8")))) - 1
        assert f"{rows:,}" == line.find_all("td")[-1].get_text(strip=True), file.name
    assert (chapters.parent / "data" / take.PACKAGE).is_file()


def test_the_first_page_says_what_one_holds(chapters):
    """Edition, cut-off date, three ways in, the whole arc and the citation stand on the first page."""
    soup = BeautifulSoup((chapters / "welcome.html").read_text("utf-8"), "html.parser")
    text = " ".join(soup.select_one("article").get_text().split())
    assert f"Edition {take.described()['version']}" in text and written_date(rn.data.cutoff_date()) in text
    assert [c.get_text(strip=True) for c in soup.select(".sd-card-title")] == ["Read", "Run", "Teach"]
    assert soup.select_one("#fig-arc svg") and take.citation(take.described())[0] in text
    assert soup.select_one('link[rel="icon"]')


def test_each_chapter_leads_on(chapters):
    """At the end of a chapter stand its workshop, the contested questions that it tells of, its record and the next chapter."""
    for n in range(1, 9):
        soup = BeautifulSoup((chapters / f"phase-{n}.html").read_text("utf-8"), "html.parser")
        leads = [a["href"] for a in soup.select("nav.rn-next a")]
        told = {a["href"].partition("#")[0] for a in soup.select("article a[href^=contested-]")}
        assert leads[0].endswith(f"phase-{n}-workshop.html") and f"record-{n}.html" in leads
        assert told <= set(leads) and (n == 8 or leads[-1] == f"phase-{n + 1}.html")
