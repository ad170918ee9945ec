"""HTML against paper: nothing that the pages show is lost on the way, in a sample, in the stock template and in this book."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from lxml import html
from pypdf import PdfReader

from print_book import PdfError, build_pdf

WHEN = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
PRINTED = (
    "[not(ancestor-or-self::*[contains(concat(' ', @data-print, ' '), ' omit ') or @hidden or self::script "
    "or contains(@class, 'toctree-wrapper') or contains(@class, 'above-input') or contains(@class, 'below-input')])]"
)


def html_counts(folder: Path, names: list[str]) -> Counter:
    """Count what the articles of these pages show."""
    counts: Counter = Counter()
    for name in names:
        text = (folder / f"{name}.html").read_text("utf-8")
        [article] = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")).xpath(
            "//article[contains(@class, 'bd-article')]"
        )
        for level in range(1, 7):
            counts["headings"] += len(article.xpath(f".//h{level}{PRINTED}"))
        counts["tables"] += len(article.xpath(f".//table{PRINTED}"))
        figures = article.xpath(f".//img{PRINTED}") + article.xpath(f".//svg[not(ancestor::svg)]{PRINTED}")
        counts["figures"] += sum(f.get("role") != "presentation" and f.get("aria-hidden") != "true" for f in figures)
        counts["notes"] += len(article.xpath(f".//aside[contains(concat(' ', @class, ' '), ' footnote ')]{PRINTED}"))
        counts["quizzes"] += len(article.xpath(".//*[contains(concat(' ', @data-print, ' '), ' quiz ')]"))
    return counts


def paper_counts(elements: list[dict], parts: int, quizzes: int) -> Counter:
    """Count what the structure of a file holds, without what print adds: contents, parts and the key."""
    kinds = Counter(str(element["/S"]) for element in elements)
    added = 1 + parts + (1 + quizzes if quizzes else 0)
    return Counter(
        headings=sum(kinds[f"/H{level}"] for level in range(1, 9)) - added,
        tables=kinds["/Table"],
        figures=sum(e["/S"] == "/Figure" and bool(e.get("/Alt")) for e in elements),
        notes=kinds["/Note"] + kinds["/FENote"],
        quizzes=quizzes,
    )


def names_of(toc: dict) -> tuple[list[str], int]:
    """Return the pages of a book in order, and how many parts it has."""
    files = re.findall(r"'(?:root|file)': '([^']+)'", str(toc))
    return [re.sub(r"\.(md|ipynb)$", "", name) for name in files], len(toc.get("parts", ()))


def test_sample_loses_nothing(tmp_path, new_book, elements):
    """Headings, tables, figures, notes and quizzes of the sample are as many on paper as in HTML."""
    book = new_book(tmp_path)
    reader = book.read()
    names, parts = names_of(book.toc)
    counts = html_counts(book.html, names)
    assert all(counts[kind] for kind in ("headings", "tables", "figures", "notes", "quizzes"))
    assert paper_counts(elements(reader), parts, counts["quizzes"]) == counts


@pytest.mark.slow
def test_stock_template_goes_through(tmp_path, elements):
    """What `jupyter-book create` makes is printed without a line of ours, as PDF/UA, and what is wrong with it is named."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    subprocess.run([*command, "create", "stock"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run([*command, "build", "stock"], cwd=tmp_path, check=True, capture_output=True)
    book, pages, out = tmp_path / "stock", tmp_path / "stock/_build/html", tmp_path / "stock.pdf"
    with pytest.raises(PdfError, match="notebooks: an image without alternative text at <img"):
        build_pdf(book, pages, out, timestamp=WHEN)
    report = build_pdf(book, pages, out, timestamp=WHEN, strict=False)
    assert [re.match(r"notebooks: (an image|a picture) ", fault) is not None for fault in report.faults] == [True] * 3
    reader = PdfReader(out)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    counts = html_counts(pages, names_of(yaml.safe_load((book / "_toc.yml").read_text("utf-8")))[0])
    paper = paper_counts(elements(reader), 0, 0)
    counts["figures"] -= 1  # the picture of another site, whose address is on paper
    assert paper == counts


@pytest.mark.book
def test_book_loses_nothing(root, book_html, elements):
    """Headings, tables, figures, notes and quizzes of this book are as many on paper as in HTML."""
    names, parts = names_of(yaml.safe_load((root / "_toc.yml").read_text("utf-8")))
    counts = html_counts(book_html, names)
    [pdf] = book_html.glob("*.pdf")
    assert paper_counts(elements(PdfReader(pdf)), parts, counts["quizzes"]) == counts


@pytest.mark.book
def test_book_prints_to_the_same_bytes(root, book_html, tmp_path):
    """This book, printed again from its pages, is the same file to the byte."""
    [pdf] = book_html.glob("*.pdf")
    reader = PdfReader(pdf)
    made = datetime.strptime(reader.metadata["/CreationDate"], "D:%Y%m%d%H%M%S%z")
    edition = reader.pages[0].extract_text().strip().split("\n")[-2]
    build_pdf(root, book_html, tmp_path / "again.pdf", timestamp=made, edition=edition)
    assert (tmp_path / "again.pdf").read_bytes() == pdf.read_bytes()
