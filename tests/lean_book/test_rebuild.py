"""Builds after builds: what a second one may not break."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.support import build_book, copy_sample

pytest.importorskip("jupyter_book")
pytestmark = pytest.mark.slow

PAGE = "part-two/explorer.md"
#: Ends a build before its pages are made lean, as a power cut would.
BROKEN_OFF = "import lean_book.extension as e\ne.finish = lambda app, exception: None"


class Built(NamedTuple):
    """A built book, and the files of its site as the build left them."""

    source: Path
    files: dict[str, bytes]


def build(source: Path, code: str = "") -> str:
    """Build the book strictly and return what the builder said."""
    done = build_book(source, code=code)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout + done.stderr


def pages(source: Path) -> dict[str, bytes]:
    """Every file of the built site but the builder's own note of its settings."""
    html = source / "_build" / "html"
    files = (file for file in html.rglob("*") if file.is_file() and file.name != ".buildinfo")
    return {file.relative_to(html).as_posix(): file.read_bytes() for file in files}


def differing(left: dict[str, bytes], right: dict[str, bytes]) -> list[str]:
    """Names of files that two sites do not share byte for byte."""
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def change(source: Path) -> None:
    """Change one page so that it needs styles that no page needed before."""
    page = source / PAGE
    new = "\n## A new section\n\n```{seealso}\nA kind of admonition not used before.\n```\n"
    page.write_text(page.read_text() + new)


def first_build(folder: Path) -> Built:
    """Build the sample book in a folder from nothing."""
    source = copy_sample(folder / "book")
    build(source)
    return Built(source, pages(source))


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    """The sample book, built once; tests leave its sources as they are."""
    return first_build(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Built:
    """The sample book, built in another folder, there to be changed."""
    return first_build(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> dict[str, bytes]:
    """What a first build of the changed book gives."""
    source = copy_sample(tmp_path_factory.mktemp("changed") / "book")
    change(source)
    build(source)
    return pages(source)


def test_same_sources_give_the_same_bytes(built, elsewhere):
    """Two builds in two folders give the same files."""
    assert differing(built.files, elsewhere.files) == []


def test_a_second_build_changes_nothing(built):
    """Building again without a change leaves every file as it was."""
    build(built.source)
    assert differing(built.files, pages(built.source)) == []


def test_one_changed_page_gives_what_a_first_build_gives(changed, elsewhere):
    """After a change of one page the site is the same, byte for byte, as one built from nothing."""
    change(elsewhere.source)
    said = build(elsewhere.source)
    assert "0 added, 1 changed, 0 removed" in said, "more than one page was read again: this test proves nothing"
    assert differing(changed, pages(elsewhere.source)) == []
    assert b"seealso" in changed["_static/lean.css"]


def test_a_group_of_pages_does_not_load_what_others_need(changed):
    """Pages of a group load a stylesheet of their own, without what only other pages use, and no page loads both."""
    assert (
        b"lean-1.css?v=" in changed["part-one/narrative.html"]
        and b"lean.css?v=" not in changed["part-one/narrative.html"]
    )
    assert (
        b"lean.css?v=" in changed["part-two/explorer.html"]
        and b"lean-1.css?v=" not in changed["part-two/explorer.html"]
    )
    small, other = changed["_static/lean-1.css"], changed["_static/lean.css"]
    assert b"cell_input" in other and b"cell_input" not in small and b"seealso" not in small
    assert {name for name in changed if name.endswith("fa-solid-900.woff2")} == {
        "_static/lean/fa-solid-900.woff2",
        "_static/lean-1/fa-solid-900.woff2",
    }


def test_a_build_broken_off_is_mended_by_the_next(changed, tmp_path):
    """Pages left as the theme wrote them, without the files they name, are lean after the next build."""
    source = copy_sample(tmp_path / "book")
    change(source)
    build(source, BROKEN_OFF)
    html = source / "_build" / "html"
    assert b"fontawesome.js" in (html / "index.html").read_bytes()
    for name in ("documentation_options.js", "basic.css", "styles/pydata-sphinx-theme.css"):
        (html / "_static" / name).unlink()
    build(source)
    assert differing(changed, pages(source)) == []


def test_another_host_stops_a_strict_build(built, tmp_path):
    """A page that would load something from another host fails every build, which names page and address."""
    page = built.source / PAGE
    before = page.read_bytes()
    page.write_bytes(before + b'\n<img src="https://elsewhere.example/x.png" alt="">\n')
    for _ in range(2):
        with pytest.raises(AssertionError, match=r"part-two/explorer.*https://elsewhere\.example/x\.png"):
            build(built.source)
    page.write_bytes(before)


def test_a_theme_that_is_not_known_stops_the_build(tmp_path):
    """Where no page names the theme's stylesheet nothing could be made lean, and the build says so."""
    source = copy_sample(tmp_path / "book")
    moved = "import lean_book.tidy as t, lean_book.extension as e\nt.THEME_SHEET = e.THEME_SHEET = '_static/moved.css'"
    with pytest.raises(AssertionError, match=r"none of \d+ pages names _static/moved\.css"):
        build(source, moved)


def test_nothing_heavy_is_left(built):
    """The finished site holds neither the theme's icon script nor uncut fonts, maps or translations."""
    names = [name for name in built.files if name.startswith("_static/")]
    heavy = (".map", ".ttf", ".po", ".mo", "fontawesome.js", "bootstrap.js")
    assert not [name for name in names if name.endswith(heavy)]
    assert sum(len(built.files[name]) for name in names) < 400_000
