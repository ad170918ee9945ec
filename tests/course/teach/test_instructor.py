"""The instructor edition: everything for the teacher in it, nothing of it in the student's book, no gap in what is covered."""

from __future__ import annotations

import json
import re
import shutil

import pytest
import yaml
from bs4 import BeautifulSoup
from tests.course.teach.conftest import write_exercises

from russia_nato.book.build import BuildError
from russia_nato.book.notebooks import with_solutions
from russia_nato.teach import edition
from russia_nato.teach.bank import check_bank


def _plain(text: str) -> str:
    """The letters and digits of a text, so that marks and line breaks do not hide a copy."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def _secrets(root) -> dict[str, list[str]]:
    """The sentences of each assessed solution and rubric that stand nowhere in the students' own material."""
    public = _plain(
        " ".join(
            p.read_text("utf-8")
            for f in ("notebooks", "chapters", "data")
            for p in (root / f).rglob("*.*")
            if p.suffix in {".ipynb", ".md", ".csv", ".yml"}
        )
    )
    bank, _ = check_bank(root)
    public += _plain(" ".join(e.solution for e in bank if e.practice))
    out = {}
    for e in bank:
        if not e.practice:
            parts = [_plain(s) for s in re.split(r"(?<=[.?!;:])\s+|\n|\|", re.sub(r"(?s)```.*?```", "", e.solution))]
            out[e.id] = [s for s in parts if len(s) >= 30 and s not in public]
    return out


def test_every_assessed_solution_has_words_to_look_for(root):
    """The check for leaks has sentences of each assessed solution to look for, so that it can fail."""
    assert all(len(found) >= 2 for found in _secrets(root).values())


def test_the_student_edition_holds_no_assessed_solution(root):
    """With the student's switch no notebook gets a sentence of an assessed solution; with the instructor's it gets them all."""
    secrets = _secrets(root)
    student, instructor = "", ""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text("utf-8"))
        student += _plain("\n".join("".join(c["source"]) for c in with_solutions(notebook, root)["cells"]))
        instructor += _plain(
            "\n".join("".join(c["source"]) for c in with_solutions(notebook, root, "instructor")["cells"])
        )
    assert {i: s for i, found in secrets.items() for s in found if s in student} == {}
    assert {i: s for i, found in secrets.items() for s in found if s not in instructor} == {}


def test_the_built_student_book_holds_no_assessed_solution(root, book_html):
    """No page, source, notebook or search index that `make book` left holds a sentence of an assessed solution, nor an instructor's page."""
    files = [
        p
        for p in book_html.rglob("*")
        if p.suffix in {".html", ".md", ".ipynb", ".js", ".json", ".txt"} and "_static" not in p.parts
    ]
    assert len(files) > 20
    texts = {p: _plain(re.sub(r"<[^>]+>", "", p.read_text("utf-8"))) for p in files}
    leaks = [(p.name, i, s) for i, found in _secrets(root).items() for s in found for p, t in texts.items() if s in t]
    assert leaks == []
    assert not [p for p in book_html.rglob("*") if "instructor" in p.relative_to(book_html).as_posix()]


def test_the_student_edition_excludes_the_instructors_folder(root):
    """The book's settings leave out the folder, load no instructor's extension and name no page of it."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    assert (
        "instructor" in config["exclude_patterns"] and "russia_nato.teach" not in config["sphinx"]["extra_extensions"]
    )
    assert "rn_edition" not in config["sphinx"]["config"] and "instructor/" not in (root / "_toc.yml").read_text(
        "utf-8"
    )


def test_a_box_holds_no_headings_and_keeps_code(root):
    """Headings of a solution become bold words; a comment in its code stays a comment; the box ends before the next heading."""
    e = next(e for e in check_bank(root)[0] if "```python" in e.solution and re.search(r"(?m)^# ", e.solution))
    notebook = json.loads((root / "notebooks" / f"{e.notebook}.ipynb").read_text("utf-8"))
    before = json.dumps(notebook)
    cells = with_solutions(notebook, root, "instructor")["cells"]
    assert json.dumps(notebook) == before
    box = next(c["source"] for c in cells if c["id"] == f"solution-{e.id}")
    assert not re.search(r"(?m)^#{2,}", box) and re.search(r"(?m)^# ", box)
    boxes = [c for c in cells if c["id"].startswith("solution-")]
    assert len(boxes) == sum("exercise" in c["metadata"] for c in notebook["cells"])
    assert all(
        ("**Rubric.**" in c["source"]) == ("rubric" in c["source"].splitlines()[0])
        for c in boxes
        if not c["id"].endswith("?")
    )


# The edition


@pytest.fixture
def checkout(root, tmp_path):
    """A small course with the real data, one workshop, and the instructor's pages."""
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copytree(root / "data", folder / "data")
    shutil.copy(root / "_config.yml", folder)
    write_exercises(folder)
    (folder / "chapters").mkdir()
    (folder / "chapters" / "welcome.md").write_text("# Welcome\n\nHello.\n", "utf-8")
    (folder / "chapters" / "bibliography.md").write_text("# Sources\n\n```{bibliography}\n:all:\n```\n", "utf-8")
    for name in edition.PAGES:
        (folder / "instructor" / f"{name}.md").write_text(f"# {name}\n\nWords.\n", "utf-8")
    (folder / "instructor" / "exercise-bank.md").write_text("# Bank\n\n```{exercise-bank}\n```\n", "utf-8")
    toc = {
        "format": "jb-book",
        "root": "chapters/welcome",
        "parts": [
            {"caption": "Work", "chapters": [{"file": "notebooks/phase-1-workshop"}, {"file": "chapters/bibliography"}]}
        ],
    }
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    return folder


def test_staging_changes_a_copy_only(checkout, tmp_path):
    """The instructor edition is made in a copy: its pages join the contents, the switch is set, and the checkout stays as it was."""
    before = {p: p.read_bytes() for p in checkout.rglob("*") if p.is_file()}
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "big").write_text("x", "utf-8")
    source = checkout / "_build" / "instructor" / "source"
    edition.stage(checkout, source)
    config = yaml.safe_load((source / "_config.yml").read_text("utf-8"))
    toc = yaml.safe_load((source / "_toc.yml").read_text("utf-8"))
    assert (
        config["sphinx"]["config"]["rn_edition"] == "instructor"
        and "russia_nato.teach" in config["sphinx"]["extra_extensions"]
    )
    assert "instructor" not in config["exclude_patterns"] and "instructor/solutions" in config["exclude_patterns"]
    assert [c["file"] for c in toc["parts"][-1]["chapters"]] == [f"instructor/{p}" for p in edition.PAGES]
    assert not (source / ".venv").exists() and not (source / "_build").exists()
    assert all(p.read_bytes() == text for p, text in before.items())


def test_a_missing_page_of_the_edition_is_named(checkout):
    """The edition is not built without one of its pages; the message names the file."""
    (checkout / "instructor" / "coverage.md").unlink()
    with pytest.raises(BuildError, match="needs instructor/coverage.md; write it"):
        edition.stage(checkout, checkout / "_build" / "instructor" / "source")


def test_a_bad_exercise_stops_the_edition_before_it_is_built(checkout, monkeypatch):
    """An exercise without solution stops `make instructor` at once, and the last good edition stays."""
    good = checkout / "_build" / "instructor" / "html"
    good.mkdir(parents=True)
    (good / "index.html").write_text("the last good edition", "utf-8")
    (checkout / "instructor" / "solutions" / "p1-ex-a.md").unlink()
    monkeypatch.setattr("russia_nato.validate.validate", lambda *_, **__: [])
    with pytest.raises(BuildError, match="p1-ex-a.md is missing"):
        edition.build_instructor(checkout)
    assert (good / "index.html").read_text("utf-8") == "the last good edition"


@pytest.mark.slow
def test_the_edition_is_built_with_solutions_and_rubrics(checkout, monkeypatch):
    """A real build leaves pages with every solution in a closed box, the rubric as a table, the bank with links, and no dead download."""
    monkeypatch.setattr("russia_nato.validate.validate", lambda *_, **__: [])
    pages = edition.build_instructor(checkout, pdf=False).html
    soup = BeautifulSoup((pages / "notebooks" / "phase-1-workshop.html").read_text("utf-8"), "html.parser")
    boxes = soup.select("details")
    assert [b.has_attr("open") for b in boxes] == [False, False]
    assert (
        "Anyone may read this line." in boxes[0].get_text()
        and "Only markers may read this line." in boxes[1].get_text()
    )
    assert len(boxes[1].select("table tbody tr")) == 2
    bank = BeautifulSoup((pages / "instructor" / "exercise-bank.html").read_text("utf-8"), "html.parser")
    targets = [a["href"].split("#")[1] for a in bank.select(".rn-bank a")]
    assert len(targets) == 2 and all(soup.find(id=t) for t in targets)
    assert not [a["href"] for a in bank.select("a[href$='.pdf']")], "no PDF was made, so none is offered"
    assert not list(pages.rglob("solutions"))
    door = BeautifulSoup((pages / "index.html").read_text("utf-8"), "html.parser")
    assert door.html["lang"] == "en-GB" and "instructor edition" in door.title.get_text() and door.select("main a")
