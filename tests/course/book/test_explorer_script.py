"""The script of the explorers stands in its own file, on the pages that hold an explorer."""

from russia_nato.explorers.base import SCRIPT


def test_only_a_page_with_an_explorer_loads_its_script(small_book):
    """The file is loaded once where an explorer stands, lies in the book, and no other page asks for it."""
    with_one = '# B\n\n```{raw} html\n<div class="explorer" data-explorer="timeline"></div>\n```\n'
    html = small_book.build("# A\n\n```{toctree}\nb\n```\n", b__md=with_one)
    other = (small_book.out / "b.html").read_text("utf-8")
    assert html.count(SCRIPT) == 0 and other.count(SCRIPT) == 1
    assert (small_book.out / "_static" / SCRIPT).is_file()
