"""Pages hold under `default-src 'self'`: what the theme and notebooks write into them stands in files, and does what it did."""

from __future__ import annotations

import pytest

from lean_book.markup import Page
from lean_book.policy import POLICY, headers, left_in, move_out
from lean_book.site import Site

PAGE = """<html><head><script>one = 1</script>
<script>const DOCUMENTATION_OPTIONS = {};</script><script>DOCUMENTATION_OPTIONS.pagename = 'part/page';</script>
<noscript><style>.js { display: none }</style></noscript></head>
<body><style scoped>td { color: red }</style><button onclick="window.print()">Print</button>
<td class="a" style="text-align:left">x</td><td style="text-align:left">y</td>
<script type="application/json">{"kept": 1}</script><script>last()</script></body></html>"""


@pytest.fixture
def site(tmp_path) -> Site:
    """A site without files yet."""
    (tmp_path / "_static").mkdir()
    return Site(tmp_path)


def moved(site: Site, text: str = PAGE) -> Page:
    """The page, one folder down, after what stood in it has moved."""
    return Page(move_out(text, site.root / "part" / "page.html", site))


def test_no_script_and_no_style_is_left(site):
    """Scripts, styles, style attributes and calls leave the page; data for scripts stay."""
    assert len(left_in(Page(PAGE))) == 9
    page = moved(site)
    assert left_in(page) == [] and next(page.find("script", type="application/json")).content == '{"kept": 1}'
    assert next(page.find("button")).attrs == {"data-call": "print"}


def test_scripts_run_in_their_order_from_files(site):
    """Scripts of the head are one file, the same on every page; the name of the page stands on its element."""
    first, _data, last = moved(site).find("script")
    assert first.attrs["data-page"] == "part/page" and first.attrs["src"].startswith("../_static/inline/")
    text = (site.root / "part" / first.attrs["src"]).resolve().read_text("utf-8")
    assert text == (
        "one = 1;\nconst DOCUMENTATION_OPTIONS = {};\nDOCUMENTATION_OPTIONS.pagename=document.currentScript.dataset.page"
    )
    other = next(moved(site, PAGE.replace("part/page", "part/other")).find("script"))
    assert other.attrs["src"] == first.attrs["src"] and other.attrs["data-page"] == "part/other"
    assert (site.root / "part" / last.attrs["src"]).resolve().read_text("utf-8") == "last()"


def test_styles_of_a_page_are_one_sheet(site):
    """Equal style attributes share a class that outweighs tables' rules; what readers without scripts see stays theirs."""
    page = moved(site)
    without, sheet = page.find("link")
    assert page.text.index("<noscript>") < without.start < page.text.index("</noscript>")
    one, two = (e.classes[-1] for e in page.find("td"))
    assert one == two and next(page.find("td")).classes[0] == "a"
    text = (site.root / "part" / sheet.attrs["href"]).resolve().read_text("utf-8")
    assert text == f".{one}.{one}.{one}{{text-align:left}}\ntd {{ color: red }}"


def test_what_cannot_be_moved_is_named(site):
    """A handler that is no plain call stays, and is named with its element."""
    page = moved(site, PAGE.replace("window.print()", "a = b"))
    assert left_in(page) == ['<button onclick="a = b">']


def test_the_host_is_told(site):
    """The file for the host sends the policy with every page."""
    assert headers() == f"/*\n  Content-Security-Policy: {POLICY}\n"
