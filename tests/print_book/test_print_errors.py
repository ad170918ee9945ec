"""Faults stop the build with a message an author can act on, and spare the last good file."""

from __future__ import annotations

import subprocess
from datetime import datetime

import pytest
import typst
from pypdf import PdfReader

from print_book import PdfError
from print_book.errors import Faults
from print_book.finish import finish

FAULTS = {
    "no alternative text": (
        '<img src="_images/lights.svg">',
        ["intro", "without alternative text", "lights.svg", "alt="],
    ),
    "a path as alternative text": (
        '<img alt="_images/lights.svg" src="_images/lights.svg">',
        ["intro", "a file's path"],
    ),
    "no name on an inline chart": (
        '<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>',
        ["intro", "without alternative text", "aria-label"],
    ),
    "a missing picture": ('<img alt="A line" src="_images/gone.svg">', ["intro", "_images/gone.svg is missing"]),
    "a broken target": ('<a href="#nowhere">there</a>', ["intro", "#nowhere", "there"]),
    "a broken page": ('<a href="gone.html">there</a>', ["intro", "gone.html", "_toc.yml"]),
    "a character no font has": (
        "<p>The party of \U0001f642 was late</p>",
        ["intro", "U+1F642", "The party of", "data-print"],
    ),
    "a character in code": ("<pre>x = '\u0bb5'</pre>", ["intro", "U+0BB5"]),
    "a character in a chart": (
        '<svg aria-label="A chart" viewBox="0 0 90 9"><text>of \u0bb5</text></svg>',
        ["intro", "U+0BB5", "picture"],
    ),
    "a film": ('<iframe src="x"></iframe>', ["intro", "<iframe> cannot be printed", "d-print-block"]),
    "a skipped heading": ("<h4>Too deep</h4>", ["intro", "level 4", "Too deep"]),
    "an unknown element": ("<marquee>x</marquee>", ["intro", "<marquee>"]),
    "an unknown formula": ('<span class="math">\\(\\fancy{x}\\)</span>', ["intro", "\\fancy"]),
    "a link to what is not printed": (
        '<a href="#c">there</a><table><colgroup id="c"></colgroup><tr><td>x</td></tr></table>',
        ["intro", "#c", "not on paper"],
    ),
    "a question without answer": (
        (
            '<section data-print="quiz" id="q"><div data-print="question"><p data-print="prompt">Who?</p>'
            '<ol data-print="options"><li data-correct="false">A</li></ol></div></section>'
        ),
        ["intro", "without a correct option", "Who?"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named(book, fault):
    """The message names the page, the element and what is wrong."""
    body, expected = FAULTS[fault]
    with pytest.raises(PdfError) as raised:
        book.alone(body).print()
    assert [word for word in expected if word not in str(raised.value)] == []


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "a question without answer"])
def test_fault_is_listed_where_the_build_is_not_strict(book, fault):
    """A build that is not strict prints the book, with the file still PDF/UA, and lists the same words."""
    body, expected = FAULTS[fault]
    report = book.alone(f"<p>Keptword</p>{body}").print(strict=False)
    assert [word for word in expected if word not in " ".join(report.faults)] == []
    reader = PdfReader(book.out)
    assert "Keptword" in reader.pages[-1].extract_text()
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_what_is_lost_is_named_in_its_place(book):
    """A film or a picture of another site leaves its name and address on paper."""
    book.alone('<iframe src="https://example.org/film" title="Filmtitle"></iframe>'
               '<p><img alt="Altwords" src="https://example.org/x.png"></p>')  # fmt: skip
    report = book.print(strict=False)
    text = PdfReader(book.out).pages[-1].extract_text().replace("\u200b", "")
    assert all(word in text for word in ("Filmtitle", "example.org/film", "Altwords", "example.org/x.png"))
    assert len(report.faults) == 2


def test_a_typesetter_that_breaks_off_is_named(book, monkeypatch):
    """Where the typesetter's process dies, the message says so and the last good file stays."""
    book.alone("<p>good</p>").print()
    before = book.out.read_bytes()
    died = subprocess.CompletedProcess([], -9, "", "")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: died)
    with pytest.raises(PdfError, match="the typesetter broke off: code -9"):
        book.print()
    assert book.out.read_bytes() == before


def test_a_file_of_another_shape_is_refused(tmp_path):
    """A typeset file without the list of places, or with another count of tables, is refused by name."""
    source, out = tmp_path / "book.typ", tmp_path / "out.pdf"
    source.write_text('#set document(title: "x")\n#table([a])', "utf-8")
    plain = tmp_path / "plain.pdf"
    typst.compile(source, plain, format="pdf")
    with pytest.raises(PdfError, match="no list of places"):
        finish(plain, out, {}, [], Faults())
    source.write_text('#set document(title: "x")\n#pdf.attach("places.json", bytes("{}"))\n#table([a])', "utf-8")
    typst.compile(source, plain, format="pdf")
    with pytest.raises(PdfError, match="2 tables were written, but 1 stand"):
        finish(plain, out, {}, [((0,),), ((0,),)], Faults())


def test_last_good_file_survives_a_fault(book):
    """A failed build leaves the file of the last good one, and nothing beside it."""
    book.alone("<p>good</p>").print()
    before = book.out.read_bytes()
    with pytest.raises(PdfError):
        book.page("<img src='x.png' alt='x'>").print()
    assert book.out.read_bytes() == before
    assert sorted(path.name for path in book.folder.iterdir()) == ["_build", "_config.yml", "_toc.yml", "book.pdf"]


@pytest.mark.parametrize("key", ["title", "author"])
def test_missing_title_matter_is_named(book, key):
    """A book without title or author is refused, by the key that is missing."""
    del book.config[key]
    with pytest.raises(PdfError, match=f"_config.yml: no {key}"):
        book.print()


def test_unbuilt_page_is_named(book):
    """A page of _toc.yml that was not built is named."""
    del book.pages["back/glossary"]
    with pytest.raises(PdfError, match="back/glossary: the built page is missing"):
        book.print()


def test_time_without_zone_is_refused(book):
    """A time that means different moments on different machines is refused."""
    with pytest.raises(ValueError, match="time zone"):
        book.print(timestamp=datetime(2026, 11, 1))


def test_decoration_needs_no_text_and_is_no_figure(book, elements):
    """A picture marked as presentation prints, and screen readers are not told of it."""
    reader = book.alone('<p>x</p><img role="presentation" alt="" src="_images/lights.svg">').read()
    assert not [e for e in elements(reader) if e["/S"] == "/Figure"]


def test_link_to_a_dropped_place_still_lands(book):
    """A link to something only the screen shows leads to where it stood."""
    book.alone('<p><a href="#live">below</a></p><div class="d-print-none" id="live">LIVE</div>')
    assert "LIVE" not in book.read().pages[-1].extract_text()


def test_link_to_a_view_lands_on_the_page(book):
    """A fragment that tells a script what to show (#explore=map&year=1999) is no place: on paper the link leads to the page."""
    book.alone('<p id="here">x</p><p><a href="#explore=map&amp;year=1999">the year</a></p>')
    assert "the year" in book.read().pages[-1].extract_text()
    book.alone('<p><a href="#nowhere">the year</a></p>')
    with pytest.raises(PdfError, match="#nowhere"):
        book.read()
