"""The instructor edition: everything for the teacher in it, nothing of it in the student's book, no gap in what is covered."""

from __future__ import annotations

import json
import re
import shutil

import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup

import russia_nato as rn
from russia_nato.bibliography import load_references
from russia_nato.book.build import BuildError
from russia_nato.book.execution import with_solutions
from russia_nato.book.quiz import load_quiz
from russia_nato.teach import coverage, edition
from russia_nato.teach.bank import load_bank

from tests.book.conftest import SmallBook


def _plain(text: str) -> str:
    """The letters and digits of a text, so that marks and line breaks do not hide a copy."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def _secrets(root) -> dict[str, list[str]]:
    """The sentences of each assessed solution and rubric that stand nowhere in the students' own material."""
    public = _plain(" ".join(p.read_text("utf-8") for f in ("notebooks", "chapters", "data") for p in (root / f).rglob("*.*") if p.suffix in {".ipynb", ".md", ".csv", ".yml"}))
    public += _plain(" ".join(e.solution for e in load_bank(root) if e.practice))
    out = {}
    for e in load_bank(root):
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
        instructor += _plain("\n".join("".join(c["source"]) for c in with_solutions(notebook, root, "instructor")["cells"]))
    assert {i: s for i, found in secrets.items() for s in found if s in student} == {}
    assert {i: s for i, found in secrets.items() for s in found if s not in instructor} == {}


def test_the_built_student_book_holds_no_assessed_solution(root, book_html):
    """No page, source, notebook or search index that `make book` left holds a sentence of an assessed solution, nor an instructor's page."""
    files = [p for p in book_html.rglob("*") if p.suffix in {".html", ".md", ".ipynb", ".js", ".json", ".txt"} and "_static" not in p.parts]
    assert len(files) > 20
    texts = {p: _plain(re.sub(r"<[^>]+>", "", p.read_text("utf-8"))) for p in files}
    leaks = [(p.name, i, s) for i, found in _secrets(root).items() for s in found for p, t in texts.items() if s in t]
    assert leaks == []
    assert not [p for p in book_html.rglob("*") if "instructor" in p.relative_to(book_html).as_posix()]


def test_the_student_edition_excludes_the_instructors_folder(root):
    """The book's settings leave out the folder, load no instructor's extension and name no page of it."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    assert "instructor" in config["exclude_patterns"] and "russia_nato.teach" not in config["sphinx"]["extra_extensions"]
    assert "rn_edition" not in config["sphinx"]["config"] and "instructor/" not in (root / "_toc.yml").read_text("utf-8")


def test_a_box_holds_no_headings_and_keeps_code(root):
    """Headings of a solution become bold words; a comment in its code stays a comment; the box ends before the next heading."""
    e = next(e for e in load_bank(root) if "```python" in e.solution and re.search(r"(?m)^# ", e.solution))
    notebook = json.loads((root / "notebooks" / f"{e.notebook}.ipynb").read_text("utf-8"))
    before = json.dumps(notebook)
    cells = with_solutions(notebook, root, "instructor")["cells"]
    assert json.dumps(notebook) == before
    box = next(c["source"] for c in cells if c["id"] == f"solution-{e.id}")
    assert not re.search(r"(?m)^#{2,}", box) and re.search(r"(?m)^# ", box)
    boxes = [c for c in cells if c["id"].startswith("solution-")]
    assert len(boxes) == sum("exercise" in c["metadata"] for c in notebook["cells"])
    assert all(("**Rubric.**" in c["source"]) == ("rubric" in c["source"].splitlines()[0]) for c in boxes if not c["id"].endswith("?"))


# The pages, in a small book


class Instructors(SmallBook):
    """A small book with the instructor's directives."""

    def __init__(self, folder):
        super().__init__(folder)
        conf = self.src / "conf.py"
        conf.write_text(conf.read_text("utf-8").replace('"russia_nato.book"]', '"russia_nato.book", "russia_nato.teach"]') + 'nb_execution_mode = "off"\nrn_edition = "instructor"\n', "utf-8")

    @property
    def said(self) -> str:
        return re.sub(r"\x1b\[[0-9;]*m", "", self.warnings)


@pytest.fixture
def book(tmp_path):
    return Instructors(tmp_path)


def _points(**changes) -> pd.DataFrame:
    """A complete coverage table, told on one page of one heading a point."""
    event, source = rn.load_events()["event_id"].iloc[0], next(iter(load_references()))
    rows = [{"point": n, "text": f"What {n} tells", "page": "told", "anchor": f"point-{n}", "events": event if n <= 55 else "", "sources": source} for n in range(1, 61)]
    for n, change in changes.items():
        rows[int(n[1:]) - 1].update(change)
    return pd.DataFrame([r for r in rows if r["text"]])


TOLD = "# Told\n\n" + "\n\n".join(f"## Point {n}\n\nWords." for n in range(1, 61))
PAGE = "# A\n\n```{coverage}\n```\n\n```{toctree}\ntold\nrest\n```\n"
REST = "# Rest\n\n```{record} ending-the-cold-war\n```\n\n```{documents}\n```\n\n```{people}\n```\n\n```{bibliography}\n:all:\n```\n"


def _coverage_page(book, monkeypatch, **changes) -> BeautifulSoup:
    monkeypatch.setattr(coverage, "load_coverage", lambda: _points(**changes))
    return BeautifulSoup(book.build(PAGE, told__md=TOLD, rest__md=REST), "html.parser")


def test_the_coverage_page_links_every_point_to_its_heading(book, monkeypatch):
    """The page prints sixty points; each link leads to a heading that is on the built page, and events and sources are linked."""
    soup = _coverage_page(book, monkeypatch)
    told = BeautifulSoup((book.out / "told.html").read_text("utf-8"), "html.parser")
    links = [a["href"] for a in soup.select(".rn-coverage a[href^='told.html#']")]
    assert len(links) == 60 and all(told.find(id=h.split("#")[1]) for h in links)
    assert len(soup.select(".rn-coverage a[href^='rest.html#event-']")) == 55
    assert len(soup.select(".rn-coverage tbody tr")) == 60
    assert "coverage" not in book.said
    assert "Told in: A" not in (book.out / "rest.html").read_text("utf-8"), "the page does not count as telling an event"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"p7": {"text": ""}}, r"index.md:3.*point 7: no row in coverage.csv"),
        ({"p7": {"events": ""}}, r"index.md:3.*point 7: no event: one or more is required"),
        ({"p60": {"sources": ""}}, r"index.md:3.*point 60: no source: one or more is required"),
        ({"p7": {"events": "nothing-happened"}}, r"index.md:3.*point 7: unknown event 'nothing-happened': allowed is an id of events.csv"),
        ({"p7": {"sources": "nobody-1900"}}, r"index.md:3.*point 7: unknown source 'nobody-1900': allowed is a key of references.bib"),
        ({"p7": {"anchor": "point-77"}}, r"index.md:3.*coverage.csv, point 7: told has no heading with the id 'point-77': allowed is one of told, point-1"),
        ({"p7": {"page": "tolld"}}, r"index.md:3.*coverage.csv, point 7: page 'tolld' is not in this edition: .*such as told"),
    ],
)
def test_a_gap_in_the_coverage_stops_the_build(book, monkeypatch, changes, message):
    """A point without row, event, source, page or heading is a warning, which stops the strict build, and says which and where."""
    _coverage_page(book, monkeypatch, **changes)
    assert re.search(message, book.said), book.said


def test_events_are_asked_of_the_first_fifty_five_points_only():
    """Points across the phases may rest on tables alone; all others need an event."""
    rows = _points(p56={"events": ""}).to_dict("records")
    events, references = set(rn.load_events()["event_id"]), load_references()
    assert coverage.coverage_problems(rows, events, references) == []
    assert len(coverage.coverage_problems([{**r, "events": ""} for r in rows], events, references)) == 55


def test_every_point_of_the_course_is_covered(root):
    """The table has sixty rows without a gap, and every page it names is in the book with the heading it names."""
    from docutils.nodes import make_id

    rows = rn.load_coverage().to_dict("records")
    assert coverage.coverage_problems(rows, set(rn.load_events()["event_id"]), load_references()) == []
    toc = (root / "_toc.yml").read_text("utf-8")
    for r in rows:
        path = next(p for p in (root / f"{r['page']}.md", root / f"{r['page']}.ipynb") if p.is_file())
        text = path.read_text("utf-8")
        if path.suffix == ".ipynb":
            text = "\n".join("".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "markdown")
        assert r["anchor"] in {make_id(h) for h in re.findall(r"(?m)^#+ (.+)$", text)}, r["point"]
        assert f"file: {r['page']}\n" in toc + "\n", r["page"]


def _notebook(*exercises) -> str:
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Work"}]
    for n, meta in enumerate(exercises, 1):
        cells.append({"cell_type": "markdown", "id": f"ex-{n}", "metadata": {"exercise": meta}, "source": f"### Exercise {n}: Count {n}\n\nCount the rows."})
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}}, "cells": cells})


META = {"kind": "data", "objectives": ["Count rows"], "level": "apply", "minutes": 15, "points": 4}
EXERCISES = [{**META, "id": "p1-ex-a", "practice": True}, {**META, "id": "p1-ex-b", "kind": "argument", "practice": False}]
RUBRIC = "## Model answer\n\nOnly markers may read this line.\n\n## Rubric\n\n| criterion | meets it when |\n| --- | --- |\n| Count | it is right |\n| Limit | one is named |\n"


def _write_exercises(folder):
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "notebooks" / "phase-1-workshop.ipynb").write_text(_notebook(*EXERCISES), "utf-8")
    (folder / "instructor" / "solutions").mkdir(parents=True, exist_ok=True)
    (folder / "instructor" / "solutions" / "p1-ex-a.md").write_text("## Solution\n\nAnyone may read this line.\n", "utf-8")
    (folder / "instructor" / "solutions" / "p1-ex-b.md").write_text(RUBRIC, "utf-8")


def test_the_bank_page_lists_every_exercise_and_leads_to_it(book):
    """The table has a row an exercise, with its facts and a link to its heading; the sums count kinds and uses."""
    _write_exercises(book.src)
    html = book.build("# Bank\n\n```{exercise-bank}\n```\n\n```{toctree}\nnotebooks/phase-1-workshop\n```\n")
    soup = BeautifulSoup(html, "html.parser")
    rows = soup.select(".rn-bank tbody tr")
    assert [r["id"] for r in rows] == ["bank-p1-ex-a", "bank-p1-ex-b"]
    assert [c.get_text() for c in rows[1].select("td")] == ["phase 1", "argument", "apply", "15", "4", "assessed", "Count rows"]
    page = BeautifulSoup((book.out / "notebooks" / "phase-1-workshop.html").read_text("utf-8"), "html.parser")
    assert all(page.find(id=r.select_one("a")["href"].split("#")[1]) for r in rows)
    assert "The course has 2 exercises, 1 of them assessed; together they take 30 minutes." in soup.get_text()
    assert "instructor edition only" in page.get_text() and "Only markers may read this line." in page.get_text()
    assert book.warnings == ""


def test_a_bad_exercise_stops_the_bank_page(book):
    """An exercise that cannot be set stops the page and is named with notebook, cell and field."""
    _write_exercises(book.src)
    (book.src / "instructor" / "solutions" / "p1-ex-b.md").unlink()
    book.build("# Bank\n\n```{exercise-bank}\n```\n\n```{toctree}\nnotebooks/phase-1-workshop\n```\n")
    assert re.search(r"index.md:3.*phase-1-workshop.ipynb, cell 'ex-2', field 'id': 'p1-ex-b': .*missing", book.said), book.said


def test_the_answer_key_gives_every_right_option_and_no_wrong_one(book, root):
    """Each quiz is on the page with all its questions; each right option stands there with its letter and reason, and no wrong one does."""
    soup = BeautifulSoup(book.build("# Key\n\n```{answer-key}\n```\n"), "html.parser")
    for path in sorted((root / "data" / "quizzes").glob("*.yml")):
        quiz = load_quiz(path)
        section = soup.find(id=f"key-{quiz.id}")
        items = section.select(":scope > ol > li")
        assert len(items) == len(quiz.questions)
        for q, item in zip(quiz.questions, items, strict=True):
            right = [f"{chr(65 + n)}. {o.text}" for n, o in enumerate(q.options) if o.correct]
            assert [s.get_text() for s in item.select("ul > li > strong")] == right
            assert q.prompt in item.get_text()
    assert book.warnings == ""


# Lesson plans


def test_the_lesson_plans_add_up(root):
    """Each phase has a plan of 90 minutes in 120 to 200 words that names its chapter, its document set, an exercise of its own, misconceptions and questions."""
    text = (root / "instructor" / "lesson-plans.md").read_text("utf-8")
    plans = re.split(r"(?m)^## ", text)[1:]
    bank = {e.id: e for e in load_bank(root)}
    assert [p.split(":")[0] for p in plans] == [f"Phase {n}" for n in range(1, 9)]
    for n, plan in enumerate(plans, 1):
        assert sum(int(m) for m in re.findall(r"(?m)^\| (\d+) \|", plan)) == 90, n
        words = re.sub(r"\]\([^)]*\)|[|*#`\[\]]|---", " ", plan).split()
        assert 120 <= len(words) <= 200, (n, len(words))
        named = re.findall(r"`(p\d-ex-[a-z0-9-]+)`", plan)
        assert named and all(bank[i].unit == f"phase {n}" for i in named), (n, named)
        (documents,) = re.findall(r'Document set "([^"]+)"', plan)
        chapter = (root / "chapters" / f"phase-{n}.md").read_text("utf-8")
        assert f":::{{document-set}} {documents}\n" in chapter, (n, documents)
        assert f"(../chapters/phase-{n}.md)" in plan and "**Common misconceptions.**" in plan
        assert plan.partition("**On the board.**")[2].count("?") >= 2, n


# The edition


@pytest.fixture
def checkout(root, tmp_path):
    """A small course with the real data, one workshop, and the instructor's pages."""
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copytree(root / "data", folder / "data")
    shutil.copy(root / "_config.yml", folder)
    _write_exercises(folder)
    (folder / "chapters").mkdir()
    (folder / "chapters" / "welcome.md").write_text("# Welcome\n\nHello.\n", "utf-8")
    shutil.copy(root / "chapters" / "bibliography.md", folder / "chapters")
    for name in edition.PAGES:
        (folder / "instructor" / f"{name}.md").write_text(f"# {name}\n\nWords.\n", "utf-8")
    (folder / "instructor" / "exercise-bank.md").write_text("# Bank\n\n```{exercise-bank}\n```\n", "utf-8")
    toc = {"format": "jb-book", "root": "chapters/welcome", "parts": [{"caption": "Work", "chapters": [{"file": "notebooks/phase-1-workshop"}, {"file": "chapters/bibliography"}]}]}
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
    assert config["sphinx"]["config"]["rn_edition"] == "instructor" and "russia_nato.teach" in config["sphinx"]["extra_extensions"]
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
    monkeypatch.setattr(edition, "validate", lambda *_, **__: [])
    with pytest.raises(BuildError, match="p1-ex-a.md is missing"):
        edition.build_instructor(checkout)
    assert (good / "index.html").read_text("utf-8") == "the last good edition"


def test_the_edition_is_built_with_solutions_and_rubrics(checkout, monkeypatch):
    """A real build leaves pages with every solution in a closed box, the rubric as a table, the bank with links, and no dead download."""
    monkeypatch.setattr(edition, "validate", lambda *_, **__: [])
    pages = edition.build_instructor(checkout, pdf=False)
    soup = BeautifulSoup((pages / "notebooks" / "phase-1-workshop.html").read_text("utf-8"), "html.parser")
    boxes = soup.select("details")
    assert [b.has_attr("open") for b in boxes] == [False, False]
    assert "Anyone may read this line." in boxes[0].get_text() and "Only markers may read this line." in boxes[1].get_text()
    assert len(boxes[1].select("table tbody tr")) == 2
    bank = BeautifulSoup((pages / "instructor" / "exercise-bank.html").read_text("utf-8"), "html.parser")
    targets = [a["href"].split("#")[1] for a in bank.select(".rn-bank a")]
    assert len(targets) == 2 and all(soup.find(id=t) for t in targets)
    assert not [a["href"] for a in bank.select("a[href$='.pdf']")], "no PDF was made, so none is offered"
    assert not list(pages.rglob("solutions"))
