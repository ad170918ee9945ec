"""The build refuses what is wrong and leaves the last good book in place."""

import shutil

import pytest

from russia_nato.book import build
from russia_nato.book.build import BuildError, build_book


@pytest.fixture
def checkout(root, tmp_path):
    """A copy of the sources with a last good book."""
    for name in ("data", "chapters", "notebooks", "instructor"):
        shutil.copytree(root / name, tmp_path / name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(root / name, tmp_path)
    good = tmp_path / "_build" / "html"
    good.mkdir(parents=True)
    (good / "index.html").write_text("the last good book", "utf-8")
    return tmp_path


def _still_there(checkout):
    return (checkout / "_build" / "html" / "index.html").read_text("utf-8") == "the last good book"


def test_an_invalid_row_stops_the_build(checkout):
    """A bad cell stops the build before anything is made; the message names file, row, column, value and what is allowed."""
    path = checkout / "data" / "phases.csv"
    path.write_text(path.read_text("utf-8").replace("1989-01-01", "1 January 1989"), "utf-8")
    with pytest.raises(BuildError, match=r"phases.csv:2, column 'start_date': '1 January 1989': a date as YYYY-MM-DD"):
        build_book(checkout)
    assert _still_there(checkout)


def test_a_missing_table_stops_the_build(checkout):
    """A table that is declared but missing stops the build by name."""
    (checkout / "data" / "people.csv").unlink()
    with pytest.raises(BuildError, match="people.csv: missing"):
        build_book(checkout)
    assert _still_there(checkout)


def test_a_citation_of_nothing_stops_the_build(checkout):
    """A key that a chapter cites and the bibliography lacks stops the build, with the page."""
    page = checkout / "chapters" / "phase-1.md"
    page.write_text(page.read_text("utf-8") + "\nAs one can read {cite}`nobody-1900`.\n", "utf-8")
    with pytest.raises(BuildError, match=r"chapters/phase-1.md.*nobody-1900"):
        build_book(checkout)
    assert _still_there(checkout)


def test_pages_that_fail_leave_the_last_good_book(checkout, monkeypatch):
    """When the pages cannot be set, the last good book stays and the error says so."""

    def fail(*_):
        raise BuildError("the pages could not be built: the last good book is unchanged")

    monkeypatch.setattr(build, "run_jupyter_book", fail)
    with pytest.raises(BuildError, match="unchanged"):
        build_book(checkout)
    assert _still_there(checkout)


def test_a_full_disk_is_said_before_the_work(checkout, monkeypatch):
    """Too little room on the disk is said at once, with the numbers."""
    monkeypatch.setattr(build.shutil, "disk_usage", lambda _: type("U", (), {"free": 5 * 2**20})())
    with pytest.raises(BuildError, match="5 MB free .* needs 600 MB"):
        build_book(checkout)


def test_an_old_python_is_refused_in_plain_words(root, monkeypatch, capsys):
    """Set-up says which Python it needs and which it has."""
    import runpy
    import sys

    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit) as e:
        runpy.run_path(str(root / "tools" / "setup.py"), run_name="__main__")
    assert e.value.code == 1 and "Python 3.11 or newer is needed; this is Python 3.9" in capsys.readouterr().err
