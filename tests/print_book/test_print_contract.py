"""Print and lean pages are for any book: nothing of this course is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import lean_book
import print_book
from print_book import PdfError

HOUSES = {house.__name__: Path(house.__file__).parent for house in (lean_book, print_book)}


def course_names(root: Path) -> set[str]:
    """Return the course's class names in its stylesheet (with its own prefix), its title and its package."""
    sheet = (root / "src/russia_nato/book/look/course.css").read_text("utf-8")
    title = yaml.safe_load((root / "_config.yml").read_text("utf-8"))["title"]
    return {*re.findall(r"\brn-[a-z-]+", sheet), "rn-", "russia_nato", "russia-nato", title}


@pytest.mark.parametrize("house", HOUSES)
def test_no_name_of_the_course(root, house):
    """No file of the house holds a class name, the title or the package of the course."""
    names = course_names(root)
    assert len(names) > 10
    for path in HOUSES[house].rglob("*"):
        if path.suffix in (".py", ".typ", ".css", ".js", ".html"):
            # "alternative" and its like hold letters of names, not the names
            text = path.read_text("utf-8")
            assert [name for name in names if re.search(rf"(?<![\w-]){re.escape(name)}", text)] == [], path.name


@pytest.mark.parametrize("house", HOUSES)
def test_no_import_of_the_course(house):
    """No module of the house imports the course."""
    for path in HOUSES[house].rglob("*.py"):
        assert not re.search(r"^\s*(from|import) russia_nato", path.read_text("utf-8"), re.M), path.name


def test_every_token_is_documented():
    """The package's docstring names every token that has a writer or a reader, and no other."""
    from print_book import chapters, writer  # noqa: F401 - the rooms enter their writers

    known = {key[1:-1] for key in writer.WRITERS if key.startswith("[")} | writer.PASSIVE | {"omit"}
    listed = set(re.findall(r"^([a-z]+) {2,}\S", print_book.__doc__, re.M)) | {"side"}
    assert listed == known


def test_unknown_token_is_named(book):
    """A token of data-print that the printer does not know stops the build, and the message lists those it knows."""
    with pytest.raises(PdfError, match='intro: data-print="footer" is not known at <p .*Use .*box.*omit'):
        book.alone('<p data-print="footer">x</p>').print()


@pytest.mark.parametrize(
    ("html", "shown", "hidden"),
    [
        ('<p data-print="omit">GONE</p><p>kept</p>', "kept", "GONE"),
        ('<p class="d-print-none">GONE</p><p>kept</p>', "kept", "GONE"),
        ('<div data-print="columns"><p>left</p><p>right</p></div>', "left", ""),
        ('<div data-print="box keep"><p data-print="title">Boxtitle</p><p>inside</p></div>', "Boxtitle", ""),
        (
            '<p>A <span data-print="tag side">Sidename</span> <span data-print="tag">Labelname</span></p>',
            "Sidename",
            "",
        ),
        ('<p data-print="small">Smallprint</p>', "Smallprint", ""),
        ('<article data-print="entry"><h2>Entryhead</h2><p>text</p></article>', "Entryhead", ""),
        ('<div data-print="keep"><p>one</p><p>two</p></div>', "one", ""),
    ],
)
def test_vocabulary_prints(book, html, shown, hidden):
    """Each token of the vocabulary has its effect on plain HTML, without any class."""
    text = book.alone(html).read().pages[-1].extract_text()
    assert shown in text
    assert not hidden or hidden not in text


def test_columns_stand_side_by_side(book):
    """Two columns begin at one height, the second to the right of the first."""
    reader = book.alone('<div data-print="columns"><p>leftword</p><p>rightword</p></div>').read()
    at = {}

    def visit(text, cm, tm, font, size):
        if text.strip() in ("leftword", "rightword"):
            at[text.strip()] = (cm[0] * tm[4] + cm[4], round(cm[3] * tm[5] + cm[5]))

    reader.pages[-1].extract_text(visitor_text=visit)
    assert at["rightword"][0] > at["leftword"][0] + 150
    assert at["rightword"][1] == at["leftword"][1]


def test_dense_pages_have_two_columns(book):
    """A page that says it is dense, or holds fifteen entries, is set in two columns; one of fourteen is not."""

    def rights(body: str) -> float:
        most = 0.0

        def visit(text, cm, tm, font, size):
            nonlocal most
            if "word" in text:
                most = max(most, cm[0] * tm[4] + cm[4])

        for page in list(book.alone(body).read().pages)[2:]:
            page.extract_text(visitor_text=visit)
        return most

    entries = [f'<div data-print="entry"><p>word{n} {"x " * 400}</p></div>' for n in range(15)]
    assert rights("".join(entries)) > 250
    assert rights("".join(entries[:14])) < 150
    assert rights('<div data-print="dense">' + "".join(entries[:14]) + "</div>") > 250
