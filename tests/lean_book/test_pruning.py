"""What pruning keeps and drops."""

import pytest

from lean_book.css import Used, drop_unread, dump, prune
from lean_book.icons import icons_in
from lean_book.markup import Page
from lean_book.sheets import join, notices, read_sheets

PAGE = """<html><body><main id="main-content"><p class="lead w-50 lg:wide" style="color:var(--inline)">x</p>
<div class="box" onclick="this.classList.add('was-clicked')"></div></main>
<script>document.body.classList.toggle("is-open"); const part = "side-" + name;</script>
<script type="application/json">{"kind": "only-data"}</script></body></html>"""


@pytest.fixture
def used() -> Used:
    """What the page above uses."""
    found = Used()
    found.add_page(Page(PAGE))
    return found


def pruned(css: str, used: Used) -> str:
    """A stylesheet after pruning."""
    return dump(prune(css, used))


@pytest.mark.parametrize(
    "selector",
    [
        ".lead",
        "p.lead:hover::before",
        "#main-content>p",
        r".lg\:wide",
        "main:has(.absent)",
        ".box:not(.absent)",
        ":is(.absent,.box) p",
        ".box[data-state=absent]",
        "html body *",
        ":root",
        ".is-open .box",
        ".was-clicked",
    ],
)
def test_what_can_match_is_kept(used, selector):
    """A rule stays whose classes, ids and tags stand in a page or in a script."""
    assert pruned(selector + "{color:red}", used) == selector + "{color:red}"


@pytest.mark.parametrize(
    "selector", [".absent", "#absent", "video", "p.absent", ".box .absent", ":is(.absent,.missing)", ".only-data"]
)
def test_what_cannot_match_is_dropped(used, selector):
    """A rule goes whose class, id or tag stands nowhere; words of data are no classes."""
    assert pruned(selector + "{color:red}", used) == ""


def test_a_class_of_a_loaded_script_is_kept(used):
    """A class that only a script brings survives when the script is loaded, and not before."""
    css = ".late-comer{color:red}"
    assert pruned(css, used) == ""
    used.add_script("row.className = 'late-comer'")
    assert pruned(css, used) == css


def test_composed_classes_are_kept_by_pattern(used):
    """A class that a script puts together from parts is kept when a pattern names it."""
    css = ".side-nato{color:red}"
    assert pruned(css, used) == ""
    used.patterns.append("side-*")
    assert pruned(css, used) == css


def test_a_selector_list_is_pruned_by_part(used):
    """Of several selectors only those in use stay."""
    assert pruned(".absent, .box, video p , .lead {color:red}", used) == ".box,.lead{color:red}"


def test_empty_groups_go(used):
    """A media query without rules goes; one with rules keeps its condition."""
    css = "@media (min-width: 10px) {.absent{color:red}} @media print {.box{color:red} .absent{color:blue}}"
    assert pruned(css, used) == "@media print{.box{color:red}}"


def test_minified_css_means_the_same(used):
    """Comments and white space go; strings, important marks and the space within calc() stay."""
    css = '.box { content : "a  b" ; width: calc( 100%  -  2px ) !important ; /* note */ --x:  1px }'
    text = pruned(css, used)
    assert 'content:"a  b"' in text
    assert "100%  -  2px" in text.replace("( ", "(") or "100% - 2px" in text.replace("( ", "(")
    assert "!important" in text
    assert "note" not in text


def test_unread_properties_go_until_none_is_left(used):
    """Custom properties that nothing reads go, those of inline styles and of other kept properties stay."""
    css = ":root{--a:1;--b:var(--a);--c:var(--d);--d:2;--inline:red;--e:3}.box{width:var(--b)}"
    text = dump(drop_unread(prune(css, used), used.styles))
    assert text == ":root{--a:1;--b:var(--a);--inline:red}.box{width:var(--b)}"


def test_unread_key_frames_and_fonts_go(used):
    """Key frames without animation and fonts without use go; the others stay."""
    css = (
        "@keyframes fade{from{opacity:0}}@keyframes fade-in{from{opacity:0}}"
        "@font-face{font-family:Used;src:url(u.woff2)}@font-face{font-family:Other;src:url(o.woff2)}"
        ".box{animation:fade-in 1s;font-family:Used}"
    )
    text = dump(drop_unread(prune(css, used), used.styles))
    assert "fade-in{" in text
    assert "fade{" not in text
    assert "u.woff2" in text
    assert "o.woff2" not in text


def test_nothing_used_keeps_everything():
    """Without a list of what is used a stylesheet is only written smaller."""
    assert dump(prune(".absent { color : red }", None)) == ".absent{color:red}"


def test_sheets_are_joined_in_order(tmp_path, used):
    """Imports come first, addresses hold from the static folder, and a whole sheet is not pruned."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "base.css").write_text("/*! Licence of base */.lead{color:red}.absent{color:red}")
    (tmp_path / "deep" / "theme.css").write_text('@import "../base.css";.box{background:url("pic.svg?v=1")}')
    (tmp_path / "own.css").write_text(".absent{color:blue}")
    texts = read_sheets(["deep/theme.css", "own.css"], tmp_path)
    css = join(texts, used, whole=("own.css",))
    assert css == ".lead{color:red}.box{background:url(deep/pic.svg?v=1)}.absent{color:blue}"
    assert notices(texts) == "/*! Licence of base */\n"


def test_the_key_of_a_stylesheet_follows_what_matters(used):
    """The key changes when a class of the stylesheet comes into use, not when another does."""
    sheets = [".late{color:red}"]
    before = used.key(sheets)
    used.names.add("elsewhere")
    assert used.key(sheets) == before
    used.names.add("late")
    assert used.key(sheets) != before


def test_icons_are_read_from_content_and_properties():
    """Icons named as content or through a custom property are both found; longer strings are text."""
    assert icons_in('.a{content:"\uf0c9"}:root{--pst-icon:"\uf05a";--text:"note"}') == {0xF0C9, 0xF05A}
