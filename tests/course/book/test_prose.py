"""The prose of the book: British spelling, the course's names, whole sentences one a line."""

from __future__ import annotations

import json
import re

import pytest
from tests.support import ROOT

import russia_nato as rn

AMERICAN = re.compile(
    r"\b(?:colors?|behaviors?|favor(?:s|ed|able|ite)?|honor(?:s|ed)?|labor|neighbor\w*|rumors?|armor\w*|harbor\w*|center(?:s|ed|ing)?|theaters?|defenses?|offenses?"
    r"|(?:organ|recogn|real|emphas|critic|apolog|author|mobil|modern|stabil|neutral|summar|general|special|normal|final)iz(?:e|es|ed|ing|ation)"
    r"|analyz\w*|paralyz\w*|traveled|canceled|signaled|modeled|labeled|fulfill(?:s|ment)?|skeptic\w*|aluminum|gray)\b"
)
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|`[^`]*`|\{[a-z:]+\}`[^`]*`|\([^)]*\.(?:md|html)\)")
PAGES = sorted((ROOT / "chapters").glob("*.md"))


def _own_words(text: str) -> str:
    return QUOTED.sub(" ", re.sub(r"(?m)^>.*$", "", re.sub(r"(?ms)^```.*?^```", "", text)))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_chapter_is_spelt_in_british_english(page):
    """Outside quotations and names no American spelling stands in a chapter."""
    assert AMERICAN.findall(_own_words(page.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_is_spelt_in_british_english(path):
    """Outside quotations and code no American spelling stands in a notebook's prose."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert AMERICAN.findall(_own_words(prose)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_source_line_holds_one_sentence(page):
    """Chapters are written one sentence a line, so that a change shows which sentence it changed."""
    text = re.sub(r"(?ms)^(```|:::).*?^\1\s*$", "", page.read_text("utf-8"))
    long = [
        line
        for line in text.splitlines()
        if len(re.findall(r"[a-z\])}`][.?!] +[A-Z]", QUOTED.sub("x", line))) > 1
        and not line.startswith(("|", "[^", "- ", ">"))
    ]
    assert long == []


def test_names_are_spelt_one_way():
    """Kyiv, Zelenskyy, Türkiye since 2022 and the course's other names stand in one spelling in our own words."""
    odd = re.compile(r"\b(?:Kiev|Zelensky|Zelenskiy|Sergey Lavrov|Yanukovich|Lukashenka|Saakashvilli|Shevarnadze)\b")
    found = {p.name: odd.findall(_own_words(p.read_text("utf-8"))) for p in PAGES}
    assert {k: v for k, v in found.items() if v} == {}


def _plain(text: str) -> str:
    """Words without the marks that differ between a table and a page."""
    return re.sub(r"\s+", " ", re.sub(r"[“”]", '"', text).replace("’", "'").replace("‘", "'")).strip(" .,;:!?…").lower()


@pytest.fixture(scope="module")
def words_in_tables() -> list[str]:
    """The quotations of the tables."""
    tables = (rn.load_positions(), rn.load_readings(), rn.load_quotations())
    return [_plain(words) for table in tables for words in table["quotation"] if words]


@pytest.mark.parametrize("page", [p for p in PAGES if p.stem.startswith(("phase-", "before"))], ids=lambda p: p.stem)
def test_every_quotation_of_a_chapter_stands_in_a_table(page, words_in_tables):
    """Words of 25 characters or more between quotation marks are those of a row, so that each has its source."""
    text = re.sub(r"(?ms)^```.*?^```|^:::.*?^:::\s*$|^>[^\n]*$", "", page.read_text("utf-8").partition("## Sources")[0])
    quoted = [_plain(words) for words in re.findall(r'"([^"\n]{25,})"', text)]
    assert [words for words in quoted if not any(words in row for row in words_in_tables)] == []
