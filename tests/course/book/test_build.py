"""The build refuses what is wrong, leaves the last good book in place, and makes nothing twice."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from russia_nato.book import build, inputs
from russia_nato.book.build import BuildError, build_book, replace_folder, restore_folder


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


@pytest.fixture
def no_work(monkeypatch):
    """A build whose long steps only say that they were asked for; returns what was asked."""
    asked: list[str] = []

    def pages(source, work, fresh, log):
        asked.append("pages")
        out = work / "_build" / "html"
        out.mkdir(parents=True, exist_ok=True)
        (out / "a.html").write_text(f"from {build.settings(source)['RUSSIA_NATO_DATA']}", "utf-8")

    monkeypatch.setattr(build, "run_jupyter_book", pages)
    monkeypatch.setattr(build, "_execute", lambda *_: asked.append("notebooks") or ["none"])
    monkeypatch.setattr("russia_nato.validate.validate", lambda *_, **__: asked.append("data") or [])
    return asked


def _still_there(checkout):
    return (checkout / "_build" / "html" / "index.html").read_text("utf-8") == "the last good book"


def test_an_invalid_row_stops_the_build(checkout):
    """A bad cell stops the build before anything is made; the message names file, row, column, value and what is allowed."""
    path = checkout / "data" / "phases.csv"
    path.write_text(path.read_text("utf-8").replace("1989-01-01", "1 January 1989"), "utf-8")
    with pytest.raises(
        BuildError, match=r"^1 problem in .*\n +phases.csv:2, column 'start_date': '1 January 1989': a date as Y"
    ):
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


def test_pages_that_fail_leave_the_last_good_book(checkout, no_work, monkeypatch):
    """When the pages cannot be set, the last good book stays, and the error says so and where the log is."""

    def fail(*_):
        raise BuildError("the pages could not be built")

    monkeypatch.setattr(build, "run_jupyter_book", fail)
    with pytest.raises(BuildError, match="last good book is unchanged. The log is in .*build.log"):
        build_book(checkout)
    assert _still_there(checkout)


def test_a_full_disk_is_said_before_the_work(checkout, monkeypatch):
    """Too little room on the disk is said at once, with the numbers."""
    monkeypatch.setattr(build.shutil, "disk_usage", lambda _: type("U", (), {"free": 5 * 2**20})())
    with pytest.raises(BuildError, match="5 MB free .* needs 600 MB"):
        build_book(checkout)


def test_nothing_is_made_when_nothing_has_changed(checkout, no_work, capsys):
    """A second build of the same inputs starts no step; a changed word, a changed table or a damaged book brings all of them back."""
    build_book(checkout, pdf=False)
    assert no_work == ["data", "notebooks", "pages"]
    assert build_book(checkout, pdf=False).reused == {"all"} and len(no_work) == 3
    assert "Nothing has changed" in capsys.readouterr().out
    for spoil in (
        lambda: (checkout / "chapters" / "welcome.md").write_text("# Other\n", "utf-8"),
        lambda: (checkout / "data" / "quizzes" / "phase-1.yml").unlink(),
        lambda: (checkout / "_build" / "html" / "a.html").unlink(),
    ):
        no_work.clear()
        spoil()
        build_book(checkout, pdf=False)
        assert no_work == ["data", "notebooks", "pages"]


def test_a_checkout_is_built_from_its_own_data(checkout, no_work, monkeypatch):
    """Whatever the environment or the installed package names, a book is made of the data beside its sources."""
    monkeypatch.setenv("RUSSIA_NATO_DATA", "/elsewhere")
    before = dict(os.environ)
    build_book(checkout, pdf=False)
    assert (checkout / "_build" / "html" / "a.html").read_text("utf-8") == f"from {checkout / 'data'}"
    assert dict(os.environ) == before, "the process that builds is left as it was"


def test_a_build_says_each_step_in_a_line(checkout, no_work, capsys):
    """Each step has one line with its number, a count and its seconds."""
    build_book(checkout, pdf=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line[:7] for line in lines] == ["1/3 Dat", "2/3 Not", "3/3 Pag"]
    assert all(line.endswith(" s)") for line in lines) and "1 page (" in lines[2]


class Killed(BaseException):
    """What stands for the kill of the process."""


@pytest.mark.parametrize("step", range(4))
def test_a_build_killed_at_any_step_leaves_a_whole_book(tmp_path, monkeypatch, step):
    """Killed before its first, second, third or fourth change of the disk, replacing leaves the old or the new book, whole, for the next build."""
    old, new = tmp_path / "html", tmp_path / "html.new"
    for folder, words in ((old, "old"), (new, "new"), (tmp_path / "html.old", "older")):
        folder.mkdir()
        (folder / "index.html").write_text(words, "utf-8")
    changes = iter(range(10))

    def dying(work):
        def call(*args, **options):
            if next(changes) >= step:
                raise Killed  # and nothing after it works either: the process is gone
            return work(*args, **options)

        return call

    with monkeypatch.context() as dead:
        dead.setattr(build.shutil, "rmtree", dying(shutil.rmtree))
        dead.setattr(Path, "rename", dying(Path.rename))
        with pytest.raises(Killed):
            replace_folder(new, old)
    restore_folder(old)
    assert (old / "index.html").read_text("utf-8") == ("old" if step < 3 else "new")


def test_an_interrupted_replacement_brings_the_old_book_back(tmp_path, monkeypatch):
    """When the new folder cannot be moved in, the old one is back before the error is seen."""
    old = tmp_path / "html"
    old.mkdir()
    with pytest.raises(FileNotFoundError):
        replace_folder(tmp_path / "nothing", old)
    assert old.is_dir()


def test_a_kept_result_is_never_that_of_other_data_or_code(root, tmp_path):
    """A changed table, schema, bibliography, chart or measure changes the key of the notebooks' results; a style, a page directive, a quiz or a command does not."""
    package = tmp_path / "package"
    shutil.copytree(inputs.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    data = tmp_path / "data"
    shutil.copytree(root / "data", data)
    key = lambda: (  # noqa: E731
        inputs.digest(package, leave_out=inputs.NOT_IN_NOTEBOOKS),
        inputs.digest(data, leave_out=inputs.NOT_DATA),
    )
    before = key()

    def changes(path: Path) -> bool:
        kept = path.read_bytes()
        path.write_bytes(kept + b"\n")
        changed = key() != before
        path.write_bytes(kept)
        return changed

    for name in ("charts/timeline.py", "explorers/base.py", "measures/tone.py", "data.py", "dates.py", "sides.py"):
        assert changes(package / name), name
    for name in ("events.csv", "datapackage.json", "references.bib"):
        assert changes(data / name), name
    for name in ("book/look/course.css", "book/directives.py", "cli.py"):
        assert not changes(package / name), name
    assert not changes(data / "quizzes" / "phase-1.yml")


def test_the_key_of_results_covers_what_notebooks_import(root):
    """No cell of a notebook names a room of the package that the key of its result leaves out."""
    rooms = [name.removesuffix(".py").split("/")[0] for name in inputs.NOT_IN_NOTEBOOKS if "static" not in name]
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        code = "\n".join("".join(c["source"]) for c in json.loads(path.read_text("utf-8"))["cells"])
        assert [r for r in rooms if f"russia_nato.{r}" in code or f"from russia_nato import {r}" in code] == [], (
            path.name
        )


def test_a_comment_in_a_stylesheet_reads_no_page_again(tmp_path):
    """Styles and page scripts are not part of what makes Sphinx read a page; the code of directives is."""
    package = tmp_path / "package"
    shutil.copytree(inputs.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    pages = lambda: inputs.digest(package, leave_out=inputs.NOT_IN_PAGES)  # noqa: E731
    before = pages()
    with open(package / "book" / "look" / "course.css", "a", encoding="utf-8") as f:
        f.write("/* a comment */\n")
    assert pages() == before
    with open(package / "book" / "directives.py", "a", encoding="utf-8") as f:
        f.write("# a comment\n")
    assert pages() != before


def test_an_old_python_is_refused_in_plain_words(root, monkeypatch, capsys):
    """Set-up says which Python it needs and which it has."""
    import runpy
    import sys

    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit) as e:
        runpy.run_path(str(root / "tools" / "setup.py"), run_name="__main__")
    assert e.value.code == 1 and "Python 3.11 or newer is needed; this is Python 3.9" in capsys.readouterr().err
