"""Builds after builds: what a second one may not break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("jupyter_book")

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "browser" / "sample"
PAGE = "part-two/explorer.md"
#: Ends a build before its pages are made lean, as a power cut would.
BROKEN_OFF = "import lean_book.extension as e\ne.finish = lambda app, exception: None"


def build(source: Path, code: str = "") -> str:
    """Build the book strictly and return what the builder said."""
    start = f"{code}\nimport sys\nfrom jupyter_book.cli.main import main\nmain(sys.argv[1:])"
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", start, "build", "-W", "-n", "--keep-going", str(source)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout + done.stderr


def copy(folder: Path) -> Path:
    """A fresh copy of the sample book."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    return folder


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


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The sample book, built once."""
    source = copy(tmp_path_factory.mktemp("built") / "book")
    build(source)
    return source


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> dict[str, bytes]:
    """What a first build of the changed book gives."""
    source = copy(tmp_path_factory.mktemp("changed") / "book")
    change(source)
    build(source)
    return pages(source)


def test_same_sources_give_the_same_bytes(built, tmp_path):
    """Two builds in two folders give the same files."""
    other = copy(tmp_path / "elsewhere")
    build(other)
    assert differing(pages(built), pages(other)) == []


def test_a_second_build_changes_nothing(built):
    """Building again without a change leaves every file as it was."""
    before = pages(built)
    build(built)
    assert differing(before, pages(built)) == []


def test_one_changed_page_gives_what_a_first_build_gives(changed, tmp_path):
    """After a change of one page the site is the same, byte for byte, as one built from nothing."""
    source = copy(tmp_path / "book")
    build(source)
    change(source)
    said = build(source)
    assert "0 added, 1 changed, 0 removed" in said, "more than one page was read again: this test proves nothing"
    assert differing(changed, pages(source)) == []
    assert b"seealso" in changed["_static/lean.css"]


def test_a_build_broken_off_is_mended_by_the_next(changed, tmp_path):
    """Pages left as the theme wrote them, without the files they name, are lean after the next build."""
    source = copy(tmp_path / "book")
    change(source)
    build(source, BROKEN_OFF)
    html = source / "_build" / "html"
    assert b"fontawesome.js" in (html / "index.html").read_bytes()
    for name in ("documentation_options.js", "basic.css", "styles/pydata-sphinx-theme.css"):
        (html / "_static" / name).unlink()
    build(source)
    assert differing(changed, pages(source)) == []


def test_another_host_stops_a_strict_build(tmp_path):
    """A page that would load something from another host fails every build, which names page and address."""
    source = copy(tmp_path / "book")
    page = source / PAGE
    page.write_text(page.read_text() + '\n<img src="https://elsewhere.example/x.png" alt="">\n')
    for _ in range(2):
        with pytest.raises(AssertionError, match=r"part-two/explorer.*https://elsewhere\.example/x\.png"):
            build(source)


def test_nothing_heavy_is_left(built):
    """The finished site holds neither the theme's icon script nor uncut fonts, maps or translations."""
    names = [name for name in pages(built) if name.startswith("_static/")]
    heavy = (".map", ".ttf", ".po", ".mo", "fontawesome.js", "bootstrap.js")
    assert not [name for name in names if name.endswith(heavy)]
    assert sum(len(pages(built)[name]) for name in names) < 400_000
