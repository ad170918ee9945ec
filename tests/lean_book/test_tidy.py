"""Tidying one page, and weighing it."""

import gzip

import pytest

from lean_book.markup import Page
from lean_book.scripts import tidy_scripts
from lean_book.site import Site, clean, is_external
from lean_book.tidy import image_size, is_fresh, is_lean, mark_headers, size_images, stamp, tidy
from lean_book.weight import page_weight

OPTIONS = "const DOCUMENTATION_OPTIONS = {\n  /* x */ SHOW_SEARCH_SUMMARY: true,\n};"
FRESH = """<html lang="en" data-theme="auto"><head>
<meta name="viewport" content="a"/><meta name="viewport" content="b"/>
<link href="../_static/styles/pydata-sphinx-theme.css?digest=1" rel="stylesheet" />
<link rel="stylesheet" type="text/css" href="../_static/own.css?v=1" />
<script src="../_static/documentation_options.js"></script><script src="../_static/clipboard.min.js"></script>
<script src="../searchindex.js"></script><script src="../_static/course.js"></script></head>
<body><dialog id="pst-search-dialog"></dialog><article class="bd-article"><p>x</p></article></body></html>"""


@pytest.fixture
def site(tmp_path) -> Site:
    """A site of one page, one folder down."""
    (tmp_path / "_static" / "styles").mkdir(parents=True)
    (tmp_path / "_static" / "styles" / "pydata-sphinx-theme.css").write_text("p{color:red}")
    (tmp_path / "_static" / "own.css").write_text("p{background:url(pic.svg)}")
    (tmp_path / "_static" / "pic.svg").write_text('<svg viewBox="0 0 30 20"></svg>')
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "page.html").write_text(FRESH)
    return Site(tmp_path)


def test_a_page_is_tidied_once(site):
    """A fresh page becomes lean and is no longer fresh."""
    text = tidy(FRESH, site.root / "part/page.html", site, OPTIONS)
    assert is_fresh(FRESH) and not is_lean(FRESH)
    assert is_lean(text) and not is_fresh(text)


def test_one_stylesheet_stands_for_all(site):
    """A lean page links one stylesheet and notes, in order, what it is made of."""
    page = Page(tidy(FRESH, site.root / "part/page.html", site, OPTIONS))
    links = list(page.find("link", rel="stylesheet"))
    assert len(links) == 1
    assert links[0].attrs["href"].startswith("../_static/lean.css?v=")
    assert links[0].attrs["data-sheets"] == "styles/pydata-sphinx-theme.css own.css"


def test_the_stamp_can_be_renewed(site):
    """A page's stylesheet digest is replaced, however often."""
    text = stamp(tidy(FRESH, site.root / "part/page.html", site, OPTIONS), "abc123")
    assert "lean.css?v=abc123" in text
    assert stamp(text, "def") == text.replace("abc123", "def")


def test_scripts_without_use_go_and_others_wait():
    """Copy buttons need code and the index needs the search page; what stays waits for the page."""
    page = Page(FRESH)
    tidy_scripts(page, OPTIONS)
    scripts = list(Page(page.result()).find("script"))
    assert [script.attrs.get("src") for script in scripts] == [None, "../_static/course.js"]
    assert scripts[0].content == "const DOCUMENTATION_OPTIONS = { SHOW_SEARCH_SUMMARY: true, };"
    assert "defer" in scripts[1].attrs


@pytest.mark.parametrize(
    ("inside", "script"),
    [
        ('<div class="highlight"><pre>x</pre></div>', "clipboard.min.js"),
        ('<div id="search-results"></div>', "searchindex.js"),
    ],
)
def test_scripts_with_use_stay(inside, script):
    """A page with code keeps its copy buttons, the search page its index."""
    page = Page(FRESH.replace("<p>x</p>", inside))
    tidy_scripts(page, OPTIONS)
    assert script in page.result()


def test_widget_scripts_go_without_widgets():
    """The widget runtime of another host goes from a page that shows no live widget, and stays where one is."""
    widgets = (
        '<script src="https://cdnjs.example/require.min.js"></script>'
        '<script type="application/vnd.jupyter.widget-state+json">{}</script>'
    )
    page = Page(FRESH.replace("</head>", widgets + "</head>"))
    tidy_scripts(page, OPTIONS)
    assert "require" not in page.result() and "widget-state" not in page.result()
    view = '<script type="application/vnd.jupyter.widget-view+json">{}</script>'
    page = Page(FRESH.replace("</head>", widgets + view + "</head>"))
    tidy_scripts(page, OPTIONS)
    assert "require.min.js" in page.result() and "widget-state" in page.result()


def test_headers_say_what_they_stand_over():
    """Headers get their scope, and an empty one becomes a plain cell."""
    head, body = "<tr><th></th><th>a</th></tr>", "<tr><th>b</th><td>1</td></tr>"
    page = Page(f"<table><thead>{head}</thead><tbody>{body}</tbody></table>")
    mark_headers(page)
    assert page.result() == (
        '<table><thead><tr><td></td><th scope="col">a</th></tr></thead>'
        '<tbody><tr><th scope="row">b</th><td>1</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="72pt" height="36pt" viewBox="0 0 1 1">', (96, 48)),
        ('<svg viewBox="0 0 30 20">', (30, 20)),
        ('<svg width="100%" viewBox="0,0,30.4,20">', (30, 20)),
        ("<svg>", None),
    ],
)
def test_size_of_a_drawing(tmp_path, svg, size):
    """A drawing's size is read from its sides, or its box, or not at all."""
    (tmp_path / "a.svg").write_text(svg)
    assert image_size(tmp_path / "a.svg") == size


def test_images_get_their_room(site):
    """Images get the size of their file, those after the first wait, and sizes already set are kept."""
    page = Page('<img src="../_static/pic.svg"><img src="../_static/pic.svg" width="5"><img src="gone.png">')
    size_images(page, site.root / "part/page.html", site)
    assert page.result() == (
        '<img src="../_static/pic.svg" width="30" height="20">'
        '<img src="../_static/pic.svg" width="5" loading="lazy"><img src="gone.png" loading="lazy">'
    )


def test_cleaning_spares_what_is_named(tmp_path):
    """Only candidates go, and of those only what no page names; folders left empty go too."""
    for name in ("theme.js", "deep/old.map", "named.js", "course.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    gone = clean(tmp_path, ["theme.js", "deep/old.map", "named.js", "never.js"], {tmp_path / "named.js"})
    assert gone == ["deep/old.map", "theme.js"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["course.csv", "named.js"]


@pytest.mark.parametrize(
    ("address", "external"),
    [
        ("https://a.example/x.js", True),
        ("//a.example/x.js", True),
        ("../x.js", False),
        ("data:,x", False),
        ("#x", False),
    ],
)
def test_what_leaves_the_site(address, external):
    """Addresses of other hosts are told from those of the site."""
    assert is_external(address) is external


def test_weight_is_the_sum_of_its_parts(site):
    """A page weighs itself and all it loads, once each; what is missing or elsewhere is listed."""
    path = site.root / "part" / "page.html"
    path.write_text(
        '<link rel="stylesheet" href="../_static/own.css?v=2"><script src="gone.js"></script>'
        '<img src="../_static/pic.svg"><img src="https://a.example/b.png"><a href="page.html">x</a>'
    )
    weight = page_weight(site.root, "part/page.html")
    assert list(weight["assets"]) == ["part/page.html", "_static/own.css", "_static/pic.svg"]
    expected = [path, site.static / "own.css", site.static / "pic.svg"]
    assert weight["total"] == sum(len(gzip.compress(file.read_bytes(), 6, mtime=0)) for file in expected)
    assert weight["missing"] == ["gone.js"]
    assert weight["external"] == ["https://a.example/b.png"]
