"""Reading and editing a page's tags."""

import pytest

from lean_book.markup import Page, start_tag

TEXT = """<!DOCTYPE html>
<html lang="en"><head><script src="a.js"></script>
<script>if (1 < 2) { x = "<b class='no'>" }</script></head>
<body><article class="bd-article"><p>Caf&eacute; &lt;img src="no.png"&gt;</p><img src="a.png" alt=""/></article>
<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg></body></html>
"""


def test_an_unedited_page_keeps_every_byte():
    """A page without edits comes back as it was."""
    assert Page(TEXT).result() == TEXT


def test_only_tags_are_found():
    """Text and scripts that look like tags are not taken for tags."""
    page = Page(TEXT)
    assert [image.attrs["src"] for image in page.find("img")] == ["a.png"]
    assert not list(page.find("b"))


def test_an_edit_leaves_the_rest_alone():
    """Setting an attribute changes its tag and nothing else, and an empty alternative text stays."""
    page = Page(TEXT)
    page.set(next(page.find("img")), width=3)
    assert page.result() == TEXT.replace('<img src="a.png" alt=""/>', '<img src="a.png" alt="" width="3"/>')


def test_two_edits_of_one_tag_add_up():
    """Attributes set one after the other are all written, and ``None`` takes one away."""
    page = Page('<a href="x" target="_blank">x</a>')
    link = next(page.find("a"))
    page.set(link, target=None)
    page.set(link, aria_label='Say "x" & go')
    assert page.result() == '<a href="x" aria-label="Say &quot;x&quot; &amp; go">x</a>'


def test_a_script_goes_with_its_content():
    """Removing a script takes its text and end tag, and the white space before it."""
    page = Page(TEXT)
    scripts = list(page.find("script"))
    assert scripts[1].content.startswith("if (1 < 2)")
    page.remove(scripts[1])
    assert page.result() == TEXT.replace("""\n<script>if (1 < 2) { x = "<b class='no'>" }</script>""", "")


def test_article_leaves_out_menus():
    """The elements of the article are those between its tags."""
    assert [element.name for element in Page(TEXT).article()] == ["p", "img"]
    assert len(Page("<p><b>x</b></p>").article()) == 2


@pytest.mark.parametrize(
    ("attrs", "written"),
    [({"defer": ""}, "<x defer>"), ({"alt": ""}, '<x alt="">'), ({"a": None}, "<x>"), ({"a": "<"}, '<x a="&lt;">')],
)
def test_start_tag(attrs, written):
    """Attributes are written escaped, without a value where they need none."""
    assert start_tag("x", attrs) == written
