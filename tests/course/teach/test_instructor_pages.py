"""The instructor's pages: a coverage without gap, a bank that leads to each exercise, a key without wrong answers, plans that add up."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from tests.course.book.conftest import SmallBook
from tests.course.teach.conftest import write_exercises

import russia_nato as rn
from russia_nato.bibliography import load_references
from russia_nato.book.quiz import load_quiz
from russia_nato.teach import coverage
from russia_nato.teach.bank import check_bank
from russia_nato.typography import smart

SETTINGS = 'nb_execution_mode = "off"\nrn_edition = "instructor"\nexclude_patterns = ["instructor"]\nsuppress_warnings = ["myst.header"]\n'


class Instructors(SmallBook):
    """A small book with the instructor's directives."""

    def __init__(self, folder):
        super().__init__(folder)
        conf = self.src / "conf.py"
        conf.write_text(
            conf.read_text("utf-8").replace(
                '"russia_nato.book"]', '"sphinx_design", "russia_nato.book", "russia_nato.teach"]'
            )
            + SETTINGS,
            "utf-8",
        )

    @property
    def said(self) -> str:
        """The warnings, without colours and without those of several builds in one process."""
        lines = re.sub(r"\x1b\[[0-9;]*m", "", self.warnings).splitlines(keepends=True)
        return "".join(line for line in lines if "already registered" not in line)


@pytest.fixture
def instructors(tmp_path):
    return Instructors(tmp_path)


def _points(**changes) -> pd.DataFrame:
    """A complete coverage table, told on one page of one heading a point."""
    event, source = rn.load_events()["event_id"].iloc[0], next(iter(load_references()))
    rows = [
        {
            "point": n,
            "phase_id": "ending-the-cold-war" if n <= 55 or n > 60 else "",
            "text": f"What {n} tells",
            "page": "told",
            "anchor": f"point-{n}",
            "events": event if n <= 55 or n > 60 else "",
            "sources": source,
        }
        for n in range(1, 101)
    ]
    for n, change in changes.items():
        rows[int(n[1:]) - 1].update(change)
    return pd.DataFrame([r for r in rows if r["text"]])


TOLD = "# Told\n\n" + "\n\n".join(f"## Point {n}\n\nWords." for n in range(1, 101))
PAGE = "# A\n\n```{{coverage}}\n```\n\n```{{toctree}}\ntold\n{}\n```\n"
REST = "# Rest\n\n```{record} ending-the-cold-war\n```\n\n```{bibliography}\n```\n"


def _coverage_page(instructors, monkeypatch, rest: str = "", **changes) -> BeautifulSoup:
    monkeypatch.setattr(coverage, "load_coverage", lambda: _points(**changes))
    pages = {"told__md": TOLD, **({"rest__md": rest} if rest else {})}
    return BeautifulSoup(instructors.build(PAGE.format("rest" if rest else ""), **pages), "html.parser")


def test_the_coverage_page_links_every_point_to_its_heading(instructors, monkeypatch):
    """The page prints a hundred points; each link leads to a heading that is on the built page, and events and sources are linked."""
    soup = _coverage_page(instructors, monkeypatch, REST)
    told = BeautifulSoup((instructors.out / "told.html").read_text("utf-8"), "html.parser")
    links = [a["href"] for a in soup.select(".rn-coverage a[href^='told.html#']")]
    assert len(links) == 100 and all(told.find(id=h.split("#")[1]) for h in links)
    assert len(soup.select(".rn-coverage a[href^='rest.html#event-']")) == 95
    assert len(soup.select(".rn-coverage tbody tr")) == 100
    assert "coverage.csv" not in instructors.said
    assert "Told in: A" not in (instructors.out / "rest.html").read_text("utf-8"), (
        "the page does not count as telling an event"
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"p7": {"text": ""}}, r"index.md:3.*point 7: no row in coverage.csv"),
        ({"p7": {"events": ""}}, r"index.md:3.*point 7: no event: one or more is required"),
        ({"p60": {"sources": ""}}, r"index.md:3.*point 60: no source: one or more is required"),
        (
            {"p7": {"events": "nothing-happened"}},
            r"index.md:3.*point 7: unknown event 'nothing-happened': allowed is an id of events.csv",
        ),
        (
            {"p7": {"sources": "nobody-1900"}},
            r"index.md:3.*point 7: unknown source 'nobody-1900': allowed is a key of references.bib",
        ),
        (
            {"p7": {"anchor": "point-777"}},
            r"index.md:3.*coverage.csv, point 7: told has no heading with the id 'point-777': allowed is one of told, point-1",
        ),
        (
            {"p7": {"page": "tolld"}},
            r"index.md:3.*coverage.csv, point 7: page 'tolld' is not in this edition: .*such as told",
        ),
    ],
)
def test_a_gap_in_the_coverage_stops_the_build(instructors, monkeypatch, changes, message):
    """A point without row, event, source, page or heading is a warning, which stops the strict build, and says which and where."""
    _coverage_page(instructors, monkeypatch, **changes)
    assert re.search(message, instructors.said), instructors.said


def test_points_across_the_phases_need_no_event():
    """Points across the phases may rest on tables alone; all others need an event."""
    rows = _points(p56={"events": ""}).to_dict("records")
    events, references = set(rn.load_events()["event_id"]), load_references()
    assert coverage.coverage_problems(rows, events, references) == []
    assert len(coverage.coverage_problems([{**r, "events": ""} for r in rows], events, references)) == 95


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


def test_the_bank_page_lists_every_exercise_and_leads_to_it(instructors):
    """The table has a row an exercise, with its facts and a link to its heading; the sums count kinds and uses."""
    write_exercises(instructors.src)
    html = instructors.build("# Bank\n\n```{exercise-bank}\n```\n\n```{toctree}\nnotebooks/phase-1-workshop\n```\n")
    soup = BeautifulSoup(html, "html.parser")
    rows = soup.select(".rn-bank tbody tr")
    assert [r["id"] for r in rows] == ["bank-p1-ex-a", "bank-p1-ex-b"]
    assert [c.get_text() for c in rows[1].select("td")] == [
        "phase 1",
        "argument",
        "apply",
        "15",
        "4",
        "assessed",
        "Count rows.",
    ]
    page = BeautifulSoup((instructors.out / "notebooks" / "phase-1-workshop.html").read_text("utf-8"), "html.parser")
    assert all(page.find(id=r.select_one("a")["href"].split("#")[1]) for r in rows)
    assert "The course has 2 exercises, 1 of them assessed; together they take 30 minutes." in soup.get_text()
    assert "instructor edition only" in page.get_text() and "Only markers may read this line." in page.get_text()
    assert instructors.said == ""


def test_a_bad_exercise_stops_the_bank_page(instructors):
    """An exercise that cannot be set stops the page and is named with notebook, cell and field."""
    write_exercises(instructors.src)
    (instructors.src / "instructor" / "solutions" / "p1-ex-b.md").unlink()
    instructors.build("# Bank\n\n```{exercise-bank}\n```\n\n```{toctree}\nnotebooks/phase-1-workshop\n```\n")
    assert re.search(
        r"index.md:3.*phase-1-workshop.ipynb, cell 'ex-2', field 'id': 'p1-ex-b': .*missing", instructors.said
    ), instructors.said


def test_the_answer_key_gives_every_right_option_and_no_wrong_one(instructors, root):
    """Each quiz is on the page with all its questions; each right option stands there with its letter and reason, and no wrong one does."""
    soup = BeautifulSoup(instructors.build("# Key\n\n```{answer-key}\n```\n"), "html.parser")
    for path in sorted((root / "data" / "quizzes").glob("*.yml")):
        quiz = load_quiz(path)
        section = soup.find(id=f"key-{quiz.id}")
        items = section.select(":scope > ol > li")
        assert len(items) == len(quiz.questions)
        for q, item in zip(quiz.questions, items, strict=True):
            right = [smart(f"{chr(65 + n)}. {o.text}") for n, o in enumerate(q.options) if o.correct]
            assert [s.get_text() for s in item.select("ul > li strong")] == right
            assert smart(q.prompt) in item.get_text()
    assert instructors.said == ""


def test_the_lesson_plans_add_up(root):
    """Each phase has a plan of 90 minutes in 120 to 500 words that names its chapter, its document set, an exercise of its own, misconceptions and questions."""
    text = (root / "instructor" / "lesson-plans.md").read_text("utf-8")
    plans = re.split(r"(?m)^## ", text)[1:]
    bank = {e.id: e for e in check_bank(root)[0]}
    assert [p.split(":")[0] for p in plans] == [f"Phase {n}" for n in range(1, 9)]
    for n, plan in enumerate(plans, 1):
        assert sum(int(m) for m in re.findall(r"(?m)^\| (\d+) \|", plan)) == 90, n
        words = re.sub(r"\]\([^)]*\)|[|*#`\[\]]|---", " ", plan).split()
        assert 120 <= len(words) <= 500, (n, len(words))
        named = re.findall(r"`(p\d-ex-[a-z0-9-]+)`", plan)
        assert named and all(bank[i].unit == f"phase {n}" for i in named), (n, named)
        (documents,) = re.findall(r'Document set "([^"]+)"', plan)
        chapter = (root / "chapters" / f"phase-{n}.md").read_text("utf-8")
        assert f":::{{document-set}} {documents}\n" in chapter, (n, documents)
        assert f"(../chapters/phase-{n}.md)" in plan and "**Common misconceptions.**" in plan
        assert plan.partition("**On the board.**")[2].count("?") >= 2, n
