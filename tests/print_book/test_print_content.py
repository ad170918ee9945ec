"""What stands on the pages, and what a screen reader is told of it."""

from __future__ import annotations

import re

import pytest


@pytest.fixture(scope="module")
def text(texts):
    return " ".join(" ".join(texts).split())


def test_cyrillic_is_searchable(text):
    """Russian and Ukrainian words can be found, letter by letter, in the prose and in a chart."""
    for words in ("Основополагающий акт, объём, ёлка, эхо", "Ґрунтовні єдині їхні умови", "Маяки chartword"):
        assert words in text


def test_screen_only_is_dropped_and_print_only_kept(text):
    """Live controls, omitted and navigation text stay off paper; the still chart is there."""
    assert "stillword" in text
    assert not any(word in text for word in ("LIVEWORD", "OMITTEDWORD", "NAVWORD"))


def test_hidden_code_stays_hidden(text):
    """hide-input drops the input alone, hide-output the output alone, as the page does."""
    assert not any(word in text for word in ("HIDDENINPUT", "HIDDENOUTPUT"))
    for words in ("shown_input = 1", "shown output", "output of hidden input", "input of hidden output"):
        assert words in text


def test_line_numbers_stand_apart_from_code(text):
    """A numbered listing shows its numbers without gluing them to the code."""
    assert not re.search(r"\dnumbered", text)
    assert re.search(r"1\s+numbered = True", text)


def test_footnotes_count_anew_in_each_chapter(texts):
    """Each chapter's first note is number 1, and a note called twice is printed once."""
    pages = {word: next(t for t in texts if word in t) for word in ("Firstnoteword", "Secondnoteword")}
    for word, page in pages.items():
        assert re.search(rf"(?<!\d)1\s*{word}", page)
    assert " ".join(texts).count("Firstnoteword") == 1


def test_folds_are_opened(text):
    """A dropdown prints its title and what it holds."""
    assert "Fold title Folded text." in text


def test_glossary_terms_share_a_definition(text):
    """Two terms of one definition stand together before it."""
    assert re.search(r"act, treaty\s+A text that binds", text)


def test_index_name_moves_into_the_header_row(text):
    """pandas' second header row is folded into the first."""
    assert re.search(r"year letters place 1997 3 Paris", text)


def test_long_table_repeats_its_header(texts):
    """A table over several pages shows its header on each and loses no row."""
    pages = [t for t in texts if re.search(r"row \d+ note", " ".join(t.split()))]
    assert len(pages) > 1
    assert all("Headword" in page for page in pages)
    assert all(f"row {n} note {n}" in " ".join(" ".join(pages).split()) for n in range(90))


def test_attribution_stands_at_the_right_margin(printed, texts):
    """Who is quoted stands further right than what is quoted."""
    page = next(p for p, t in zip(printed.pages, texts, strict=True) if "Quoted words" in t)
    left = {word: run[0] for run in placed(page) for word in ("Quoted", "Founding") if word in run[3]}
    assert left["Founding"] > left["Quoted"] + 200


def test_quiz_is_lettered_and_its_key_stands_at_the_back(texts):
    """Options carry letters; the last chapter gives the right letter and the feedback."""
    page = next(n for n, t in enumerate(texts) if "When was it signed?" in t and n > 1)
    assert re.search(r"A\.\s*1949\s*B\.\s*1997", texts[page])
    assert "Right, in Paris" not in texts[page]
    assert f"page {len(texts)}" in texts[page]
    assert re.search(
        r"Key to the self-checks.*B\s*: 1997.*A\s+That is the Treaty\..*B\s+Right, in Paris\.", texts[-1], re.S
    )


def test_file_is_marked_as_accessible(printed):
    """The file is tagged, names its language, and claims PDF/UA-1 in its metadata."""
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", xmp)


def test_figures_and_formulas_carry_alternative_text(printed, elements):
    """Every figure has the page's alternative text; a formula has its TeX."""
    found = [(e["/S"], e.get("/Alt")) for e in elements(printed) if e["/S"] in ("/Figure", "/Formula")]
    assert [alt for kind, alt in found if kind == "/Figure" and alt] == [
        "A line that rises from one to four.",
        "Still chart of two bars",
    ]
    assert ("/Formula", r"\kappa = \frac{a}{b}") in found


def attributes(element):
    """Return the table attributes of a cell."""
    listed = element.get("/A", [])
    listed = listed if isinstance(listed, list) else [listed]
    return next((a.get_object() for a in listed if a.get_object().get("/O") == "/Table"), {})


def test_row_headers_are_tagged(printed, elements):
    """A DataFrame's index cells are headers of their rows, known by name to the cells beside them."""
    heads = [e for e in elements(printed) if e["/S"] == "/TH" and attributes(e).get("/Scope") == "/Row"]
    assert len(heads) == 2
    names = printed.trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]
    listed = [str(name) for name in names[::2]]
    assert listed == sorted(listed)
    for head in heads:
        assert str(head["/ID"]) in listed
        row = head["/P"].get_object()["/K"]
        beside = [cell.get_object() for cell in row if cell.get_object()["/S"] == "/TD"]
        assert len(beside) == 2
        assert all(head["/ID"] in attributes(cell)["/Headers"] for cell in beside)


def test_column_headers_are_tagged(printed, elements):
    """Header rows are tagged as headers of their columns."""
    heads = [e for e in elements(printed) if e["/S"] == "/TH" and attributes(e).get("/Scope") == "/Column"]
    assert len(heads) == 5


def placed(page):
    """Return (left, least right, height, text) of each run of text; a letter takes over 0.4 of its size on average."""
    found: list[tuple[float, float, float, str]] = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            left = cm[0] * tm[4] + cm[4]
            found.append((left, left + 0.4 * abs(size) * len(text.strip()), cm[3] * tm[5] + cm[5], text.strip()))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(
    ("columns", "landscape"), [(4, False), (14, True), (40, True)], ids=["fits", "turned", "crowded"]
)
def test_wide_tables_stay_on_the_page(book, columns, landscape):
    """A table too wide for the page is turned, one too wide for that is set small, and no cell runs into the next."""
    cells = lambda tag, word: "".join(f"<{tag}>{word}{n}</{tag}>" for n in range(columns))  # noqa: E731
    body = (
        f"<table><thead><tr>{cells('th', 'heading')}</tr></thead><tbody><tr>{cells('td', 'entry')}</tr></tbody></table>"
    )
    reader = book.alone(body).read()
    assert any(page.mediabox[2] > page.mediabox[3] for page in reader.pages) is landscape
    page = reader.pages[-1]
    runs = [run for run in placed(page) if not run[3].isdigit() or len(run[3]) < 2]
    assert max(right for _, right, _, _ in runs) < float(page.mediabox[2]) - 80
    for left, right, height, text in runs:
        beside = [run[0] for run in runs if abs(run[2] - height) < 1 and run[0] > left]
        assert not beside or right < min(beside) + 1, text


def test_cards_and_tabs_print_their_text(book):
    """Cards keep title, text, link and badge; tabs follow one another under their labels."""
    body = (
        '<div class="sd-row sd-row-cols-2"><div class="sd-col"><div class="sd-card"><div class="sd-card-body">'
        '<div class="sd-card-title">Cardtitle</div><p>Cardtext <span class="sd-badge">badgeword</span></p></div>'
        '<a class="sd-stretched-link" href="https://example.org/card"><span>long address</span></a></div></div></div>'
        '<div class="sd-tab-set"><input id="t" type="radio"><label class="sd-tab-label" for="t">Tablabel</label>'
        '<div class="sd-tab-content"><p>Tabtext</p></div></div>'
    )
    reader = book.alone(body).read()
    text = " ".join(reader.pages[-1].extract_text().split())
    assert all(word in text for word in ("Cardtitle", "Cardtext", "badgeword", "Tablabel", "Tabtext"))
    assert "long address" not in text
    assert any(
        note.get_object().get("/A", {}).get("/URI") == "https://example.org/card"
        for note in reader.pages[-1]["/Annots"]
    )


@pytest.mark.parametrize(
    "tex",
    [
        r"x^2_i + \sum_{k=1}^{n} o_{ck}",
        r"\begin{split} a &= b \\ &= c \end{split}",
        r"\left(\frac{1}{2}\right]",
        r"\text{if } x \le 5\%",
    ],
)
def test_usual_formulas_are_set(book, tex):
    """The TeX that a course on measures needs is set, not refused."""
    reader = book.alone(f'<div class="math">\\[{tex}\\]</div>').read()
    assert len(reader.pages) == 3


def test_quiz_as_a_form_prints_the_same(book):
    """A quiz set as fieldsets with inputs prints its questions, numbered once, without the controls' text."""
    body = (
        '<section data-print="quiz" id="quiz-f"><fieldset data-print="question">'
        '<legend data-print="prompt">1. Which year?</legend>'
        '<ol data-print="options"><li data-correct="true" data-feedback="Yes.">'
        '<label><input type="radio"> 1997</label></li>'
        '<li data-correct="false" data-feedback="No."><label><input type="radio"> 1949</label></li></ol>'
        '<button data-print="omit">Check</button></fieldset></section>'
    )
    pages = [" ".join(page.extract_text().split()) for page in book.alone(body).read().pages]
    assert re.search(r"(?<!1\. )1\. Which year\? A\. 1997 B\. 1949", pages[2])
    assert "Check" not in pages[2]
    assert re.search(r"A\s?: 1997 A Yes\. B No\.", pages[3])


def test_figure_of_words_keeps_the_order_of_the_page(book, elements):
    """A quoted position names its speaker below the words; a reading names its holder above; neither is a picture."""
    body = (
        "<figure><blockquote><p>Saidwords.</p></blockquote>"
        "<figcaption>Speakername</figcaption></figure>"
        "<figure><figcaption>Holdername</figcaption><p>Statedwords.</p></figure>"
    )
    reader = book.alone(body).read()
    words = [w for w in reader.pages[-1].extract_text().split() if w.endswith(("words.", "name"))]
    assert words == ["Saidwords.", "Speakername", "Holdername", "Statedwords."]
    assert "/Figure" not in [element["/S"] for element in elements(reader)]
