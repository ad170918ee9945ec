"""What the pages are given before they are written."""

from types import SimpleNamespace

from docutils import nodes

from lean_book.options import description, downloads, header_buttons, set_theme_options


def app(**config) -> SimpleNamespace:
    """The part of a Sphinx application that these functions read."""
    return SimpleNamespace(config=SimpleNamespace(lean_pdf="book.pdf", lean_pdf_title="Whole book (PDF)", **config))


def pathto(name: str, resource: int = 0) -> str:
    """Addresses from a page one folder down."""
    return f"../{name}"


def test_an_authors_choice_is_kept():
    """Options that the author has set are not overwritten, the others are."""
    config = SimpleNamespace(
        html_theme="sphinx_book_theme",
        html_theme_options={"navbar_end": ["mine.html"]},
        templates_path=[],
        html_static_path=[],
    )
    set_theme_options(app(), config)
    assert config.html_theme_options["navbar_end"] == ["mine.html"]
    assert config.html_theme_options["navbar_persistent"] == []


def test_another_theme_is_left_alone():
    """With another theme nothing is set."""
    config = SimpleNamespace(html_theme="alabaster", html_theme_options={})
    set_theme_options(app(), config)
    assert config.html_theme_options == {}


def test_downloads_of_a_page():
    """A page offers the course and its source, one with code its notebook too, and the search page the course."""
    page = {"pathto": pathto, "page_source_suffix": ".md", "sourcename": "a.md"}
    assert [item["url"] for item in downloads(app(), page)] == ["../book.pdf", "../_sources/a.md"]
    notebook = {**page, "ipynb_source": "a.ipynb"}
    assert [item["kind"] for item in downloads(app(), notebook)] == ["pdf", "notebook", "source"]
    assert [item["kind"] for item in downloads(app(), {"pathto": pathto})] == ["pdf"]


def test_the_themes_other_buttons_keep_their_place():
    """The download menu takes the place of the theme's; where there is none it comes last."""
    theirs = [{"label": "launch-buttons"}, {"label": "download-buttons"}, {"label": "fullscreen-button"}]
    context = {"lean_downloads": downloads(app(), {"pathto": pathto}), "header_buttons": theirs}
    buttons = header_buttons(app(), context)
    assert [button["label"] for button in buttons] == ["launch-buttons", "download-buttons", "fullscreen-button"]
    assert [item["text"] for item in buttons[1]["buttons"]] == ["Whole book (PDF)", "Print this page"]
    assert header_buttons(app(), {**context, "header_buttons": []})[0]["label"] == "download-buttons"


def test_description_is_cut_between_words():
    """A page's description is its first paragraph, cut between words where it is long."""
    page = nodes.section("", nodes.title("", "Title"), nodes.paragraph("", "word " * 60))
    text = description(page)
    assert text.startswith("word word")
    assert len(text) <= 161
    assert text.endswith("word…")
    assert description(nodes.section()) == ""
