"""What each of the eight chapters has: its length, its parts, charts that the text uses, dates that do not crowd it."""

from __future__ import annotations

import re

import pytest
from tests.support import ROOT

CHAPTERS = sorted((ROOT / "chapters").glob("phase-?.md"))
PARTS = (
    "What most people get wrong",
    "Where the readings part",
    "A document to read whole",
    "Key points",
    "Self-check",
    "Sources",
)


def _prose(page) -> str:
    """The text before the sources, without directives and quoted blocks."""
    body = page.read_text("utf-8").partition("## Sources")[0]
    return re.sub(r"(?ms)^```.*?^```", "", body)


def _sentences(page) -> list[str]:
    lines = _prose(page).splitlines()
    return [line for line in lines if line.strip() and not line.startswith(("#", ":", "|", ">", "-", "`"))]


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda p: p.stem)
def test_a_chapter_has_three_to_four_and_a_half_thousand_words(page):
    """It can be read in one sitting: citations and the ids of links are not words."""
    text = re.sub(r"\{cite[^}]*\}`[^`]*`", "", _prose(page))
    assert 3000 <= len(re.sub(r"\{\w+(?::\w+)?\}`[^`]*`", "x", text).split()) <= 4510


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda p: p.stem)
def test_a_chapter_has_its_parts(page):
    """Guesses first, readings, a document to read whole, a set of documents, key points, questions and sources."""
    text = page.read_text("utf-8")
    assert [part for part in PARTS if f"\n## {part}" not in text] == []
    assert "{document-set}" in text and "{key-points}" in text and "{quiz}" in text
    guesses = text.partition("## What most people get wrong")[2].partition("\n## ")[0]
    assert len(re.findall(r"(?m)^(?:\d\.|[-*]) ", guesses)) == 3, "three guess-first questions"


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda p: p.stem)
def test_dates_do_not_crowd_a_chapter(page):
    """At most one sentence in two carries a dated link."""
    sentences = _sentences(page)
    assert sum("{event}" in s for s in sentences) / len(sentences) <= 0.5


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda p: p.stem)
def test_the_text_uses_each_chart(page):
    """The chart of the phase and each chart of stances is named in the prose that stands around it."""
    text, prose = page.read_text("utf-8"), _prose(page)
    drawn = re.findall(r"(?m)^```\{chart\} (\w+)", text)
    assert drawn and len(re.findall(r"\b[Cc]hart|\btimeline|\bdrawing", prose)) >= len(drawn)


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda p: p.stem)
def test_a_chapter_argues_with_sources_and_not_with_an_encyclopaedia(page):
    """What an encyclopaedia says belongs to lab 8, what could not be read to the page on method and the sources."""
    words = _prose(page).casefold()
    assert "encyclopaedia" not in words and "could not be read" not in words
