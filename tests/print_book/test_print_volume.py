"""The volume: title page, contents, outline, running heads, links."""

from __future__ import annotations

import re

from pypdf import PdfReader


def outline(reader):
    """Return the bookmarks as nested (title, page, children)."""

    def read(items):
        rows = []
        for item in items:
            if isinstance(item, list):
                rows[-1][2].extend(read(item))
            else:
                rows.append((" ".join(item.title.split()), reader.get_destination_page_number(item) + 1, []))
        return rows

    return read(reader.outline)


def titles(rows):
    return [(title, titles(children)) if children else title for title, _, children in rows]


def test_outline_nests_parts_chapters_and_sections(printed):
    """Bookmarks show parts, in them chapters, in them nested pages and sections."""
    assert titles(outline(printed)) == [
        "Contents",
        "Before you start",
        (
            "First part",
            [
                (
                    "1. The Act is signed",
                    [("The terms", ["A deeper matter"]), "A chart", "Workshop"],
                )
            ],
        ),
        ("Second part", ["Glossary"]),
        ("Key to the self-checks", ["1. The Act is signed"]),
    ]


def test_bookmarks_open_the_page_of_their_heading(printed, texts):
    """Each bookmark leads to the page on which its heading stands."""
    rows = outline(printed)
    while rows:
        title, page, children = rows.pop()
        rows += children
        assert title in " ".join(texts[page - 1].split())


def test_title_page_shows_title_author_and_rights(printed, texts):
    """The first page and the metadata name title and author, as in _config.yml."""
    assert all(word in texts[0] for word in ("Lighthouses", "A. Sample", "© 2026"))
    assert (printed.metadata.title, printed.metadata.author) == ("Lighthouses", "A. Sample")


def test_edition_line_comes_from_config_or_argument(book):
    """The edition line is sphinx.config.release, unless the caller names another."""
    book.alone("<p>x</p>").config["sphinx"] = {"config": {"release": "Second edition"}}
    assert "Second edition" in book.read().pages[0].extract_text()
    book.print(edition="Third edition")
    assert "Third edition" in PdfReader(book.out).pages[0].extract_text()


def test_contents_gives_page_numbers(printed, texts):
    """The contents list each chapter with the page it begins on."""
    pages = {title: page for title, page, _ in outline(printed)[2][2] + outline(printed)[3][2]}
    contents = texts[1].split("\n")
    for title, page in pages.items():
        line = next(line for line in contents if title in line)
        assert line.strip().endswith(str(page))


def test_running_head_names_chapter_and_part(printed, texts):
    """A page inside a chapter carries the chapter's title and, after it, the part's."""
    inside = next(page for page, text in enumerate(texts) if "Quoted words" in text)
    assert texts[inside].startswith("1. The Act is signed")
    assert "First part" in texts[inside].split("\n")[1] or "First part" in texts[inside].split("\n")[0]


def test_opening_pages_carry_no_running_head(printed, texts):
    """A part's page shows its own title once and nothing of the part before."""
    page = next(page for title, page, _ in outline(printed) if title == "Second part")
    assert texts[page - 1].count("Second part") == 1
    assert not any(word in texts[page - 1] for word in ("First part", "Workshop", "The Act is signed"))


def test_every_page_but_the_title_is_numbered(texts):
    """The page number stands at the foot of each page after the first."""
    assert not texts[0].rstrip().endswith("1")
    for number, text in enumerate(texts[1:], start=2):
        assert text.rstrip().endswith(str(number))


def test_pages_are_a4_and_none_is_blank(printed, texts):
    """Pages are A4 and each holds more than its number."""
    for page, text in zip(printed.pages, texts, strict=True):
        assert sorted(round(float(side)) for side in page.mediabox[2:]) == [595, 842]
        assert len(text.strip()) > 8


def links(reader):
    """Return (page number, address or destination page) of each link."""
    found = []
    for number, page in enumerate(reader.pages, start=1):
        for note in page.get("/Annots", []):
            note = note.get_object()
            action = note.get("/A", {})
            if "/URI" in action:
                found.append((number, action["/URI"]))
            else:
                target = note.get("/Dest") or action.get("/D")
                if isinstance(target, str):
                    target = reader.named_destinations[target].dest_array
                page_ref = target.get_object()[0]
                found.append(
                    (number, next(n for n, p in enumerate(reader.pages, 1) if p.indirect_reference == page_ref))
                )
    return found


def test_links_jump_inside_the_book_and_lead_to_the_web(printed, texts):
    """A link to another page's section lands on that section's page; an outer one keeps its address."""
    intro = next(n for n, text in enumerate(texts, 1) if "See" in text and "the site" in text)
    terms = next(n for n, text in enumerate(texts, 1) if "\nThe terms" in text and "One claim" in text)
    assert (intro, terms) in links(printed)
    assert (intro, "https://example.org/?a=1&b=2") in links(printed)


def test_links_say_where_they_lead(printed):
    """A link inside the book names the page it leads to and its number, for those who hear it."""
    said = [str(n.get_object().get("/Contents")) for page in printed.pages for n in page.get("/Annots", [])]
    assert any(re.fullmatch(r"1\. The Act is signed, page \d+", words) for words in said)
    assert not any("place:" in words for words in said)


def test_a_row_of_a_table_can_be_led_to(book):
    """A link to a row lands on the page where the row stands."""
    rows = "".join(f'<tr id="r{n}"><td>row {n}</td></tr>' for n in range(90))
    reader = book.alone(f'<p><a href="#r80">down</a></p><table><tbody>{rows}</tbody></table>').read()
    page = next(n for n, p in enumerate(reader.pages, 1) if "row 80" in p.extract_text())
    assert page > 3
    assert (3, page) in links(reader)


def test_a_built_file_that_is_no_page_is_linked_on_the_site(book):
    """A link to a download leads to the published site, or is plain text where there is none."""
    book.alone('<p><a href="_static/data.csv">the data</a></p>')
    (book.html / "_static").mkdir()
    (book.html / "_static/data.csv").write_text("a")
    assert [to for _, to in links(book.read()) if isinstance(to, str)] == []
    book.config["html"] = {"baseurl": "https://example.org/book"}
    assert [to for _, to in links(book.read()) if isinstance(to, str)] == ["https://example.org/book/_static/data.csv"]


def test_equal_inputs_give_equal_bytes(tmp_path, new_book):
    """The same book printed in another folder is the same file, to the byte."""
    one, two = tmp_path / "a", tmp_path / "a much longer name"
    books = [new_book(one), new_book(two)]
    for each in books:
        each.print()
    assert books[0].out.read_bytes() == books[1].out.read_bytes()


def test_time_of_making_is_the_one_given(printed):
    """The file says it was made at the time passed in, not now."""
    assert printed.metadata["/CreationDate"] == "D:20261101120000Z"


def test_note_in_a_title_is_printed_once(book):
    """A note called in a title stands below it, and neither in the contents nor in the running head."""
    book.alone("")
    book.pages["intro"] = (
        '<section id="p"><h1>A title<a class="footnote-reference" href="#n" id="r">[1]</a></h1><p>x</p>'
        '<aside class="footnote" id="n"><span class="label">[1]</span><p>Noteword.</p></aside></section>'
    )
    pages = [page.extract_text() for page in book.read().pages]
    assert ["Noteword" in page for page in pages] == [False, False, True]
