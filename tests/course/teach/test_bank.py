"""The exercise bank: complete over the real notebooks, and exact about what is wrong in a spoiled one."""

import json

import pytest
from tests.course.teach.conftest import line_of

from russia_nato.exercises.rubric import Criterion, Sample, read_rubric
from russia_nato.teach.bank import KINDS, LEVELS, BankError, check_bank, load_bank

META = {
    "id": "p1-ex-a",
    "kind": "data",
    "objectives": ["count-rows"],
    "level": "apply",
    "minutes": 15,
    "parts": {"text": 4},
    "points": 4,
    "practice": True,
}
SOLUTION = "## Solution\n\nCount them.\n"
RUBRIC = "\n## Rubric\n\n| criterion | points | meets it when | evidence seen |\n| --- | --- | --- | --- |\n| Count | 3 | it is right | |\n| Limit | 1 | one is named | |\n"


@pytest.fixture
def course(tmp_path):
    """A course with one notebook; call it with the metadata of its exercises, and with solutions by id."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "objectives.yml").write_text("count-rows: Count rows.\n", "utf-8")
    (tmp_path / "instructor" / "solutions").mkdir(parents=True)

    def make(*metas, solutions=None, source="### Exercise 1: Count\n\nLINE\n\nCount the rows.", extra=()):
        cells = [
            {
                "cell_type": "markdown",
                "id": f"ex-{n}",
                "metadata": {"exercise": m},
                "source": source.replace("LINE", line_of({**META, **m})),
            }
            for n, m in enumerate(metas, 1)
        ]
        (tmp_path / "notebooks" / "phase-1-workshop.ipynb").write_text(json.dumps({"cells": [*cells, *extra]}), "utf-8")
        for ident, text in ({"p1-ex-a": SOLUTION} if solutions is None else solutions).items():
            (tmp_path / "instructor" / "solutions" / f"{ident}.md").write_text(text, "utf-8")
        return tmp_path

    return make


def test_every_exercise_of_the_course_can_be_set_and_marked(root):
    """All notebooks' exercises load; each has what grading needs, each assessed one a rubric, each solution its exercise."""
    bank = load_bank(root)
    assert len(bank) >= 40 and len({e.id for e in bank}) == len(bank)
    assert {e.kind for e in bank} == set(KINDS) and {e.level for e in bank} <= set(LEVELS)
    assert all(len(e.rubric) >= 2 for e in bank if not e.practice and "text" in e.parts)
    assert {e.unit for e in bank} >= {f"phase {n}" for n in range(1, 9)}
    files = {p.stem for p in (root / "instructor" / "solutions").glob("*.md")}
    assert files == {e.id for e in bank}


def test_an_exercise_is_read_whole(course):
    """An exercise carries its title without marks, its prompt, its place, its solution and its rubric."""
    root = course({**META, "practice": False}, solutions={"p1-ex-a": SOLUTION + RUBRIC})
    (e,) = load_bank(root)
    assert (e.title, e.prompt, e.unit, e.page, e.anchor) == (
        "Exercise 1: Count",
        "Count the rows.",
        "phase 1",
        "notebooks/phase-1-workshop",
        "exercise-1-count",
    )
    assert (
        e.rubric == (Criterion("Count", 3.0, "it is right"), Criterion("Limit", 1.0, "one is named"))
        and "Count them." in e.solution
        and e.objectives == ("count-rows",)
    )


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("id", "P1 Ex", "lower-case letters, digits and single hyphens"),
        ("kind", "essay", "one of data, sources, coding, argument, discuss"),
        ("level", "know", "one of remember, understand, apply, analyse, evaluate, create"),
        ("minutes", 0, "a whole number above 0"),
        ("minutes", "20", "a whole number above 0"),
        ("points", True, "a whole number above 0"),
        ("points", -1, "a whole number above 0"),
        ("practice", "yes", "true or false"),
        ("objectives", [], "a list of one or more slugs of data/objectives.yml"),
        ("objectives", ["Count rows"], "count-rows"),
        ("parts", {}, "points of code and text"),
        ("parts", {"words": 4}, "points of code and text"),
        ("parts", {"text": 0}, "whole numbers above 0"),
        ("parts", {"text": 3}, "points that add up to 4"),
    ],
)
def test_a_bad_field_is_named_with_what_is_allowed(course, field, value, allowed):
    """A bad value is reported with notebook, cell, field, the value and what is allowed."""
    with pytest.raises(BankError) as e:
        load_bank(course({**META, field: value}))
    for part in ("phase-1-workshop.ipynb, cell 'ex-1'", f"field {field!r}", repr(value), allowed):
        assert part in str(e.value)


def test_missing_and_unknown_fields_are_named(course):
    """A field that is missing, and one that nobody knows, are reported with the fields there are."""
    meta = {k: v for k, v in META.items() if k != "points"} | {"score": 4}
    problems = check_bank(course(meta))[1]
    assert [p.split(": ", 1)[0].split(", ")[-1] for p in problems[:2]] == ["field 'points'", "field 'score'"]
    assert "missing; the fields are id, kind" in problems[0] and "unknown" in problems[1]


def test_an_id_may_stand_once(course):
    """Two exercises with one id are reported, with the place of the first."""
    problems = check_bank(course(META, META))[1]
    assert any(
        "cell 'ex-2', field 'id': 'p1-ex-a': taken by phase-1-workshop.ipynb, cell 'ex-1'" in p for p in problems
    )


def test_a_solution_belongs_to_an_exercise_and_an_exercise_has_one(course):
    """An exercise without solution, an empty solution and a solution without exercise are reported with the file."""
    assert any("instructor/solutions/p1-ex-a.md is missing" in p for p in check_bank(course(META, solutions={}))[1])
    assert any(
        "instructor/solutions/p1-ex-a.md is empty" in p
        for p in check_bank(course(META, solutions={"p1-ex-a": "\n"}))[1]
    )
    problems = check_bank(course(META, solutions={"p1-ex-a": SOLUTION, "p1-ex-b": SOLUTION}))[1]
    assert problems == [
        "instructor/solutions/p1-ex-b.md: no exercise has the id 'p1-ex-b'; remove the file or mend its name"
    ]


@pytest.mark.parametrize(
    "solution",
    [
        SOLUTION,
        SOLUTION + "\n## Rubric\n\nGood work.\n",
        SOLUTION
        + "\n## Rubric\n\n| criterion | points | meets it when |\n| --- | --- | --- |\n| Count | 4 | right |\n",
    ],
)
def test_an_assessed_exercise_needs_a_rubric(course, solution):
    """An assessed exercise without a rubric of two criteria is reported; a practice one is not."""
    found, problems = check_bank(course({**META, "practice": False}, solutions={"p1-ex-a": solution}))
    assert found == [] and "needs '## Rubric' and a table of two criteria or more" in problems[0]
    assert check_bank(course(META, solutions={"p1-ex-a": SOLUTION}))[1] == []


def test_a_code_exercise_without_words_needs_no_rubric(course):
    """What a machine checks whole is assessed without a rubric."""
    assert check_bank(course({**META, "parts": {"code": 4}, "practice": False}))[1] == []


def test_the_points_of_a_rubric_are_those_of_the_text(course):
    """Criteria without points, and points that do not add up to those of the text, are reported."""
    bare = (
        SOLUTION + "\n## Rubric\n\n| criterion | meets it when |\n| --- | --- |\n| Count | right |\n| Limit | one |\n"
    )
    for solution in (bare, SOLUTION + RUBRIC.replace("| 1 |", "| 2 |")):
        problems = check_bank(course({**META, "practice": False}, solutions={"p1-ex-a": solution}))[1]
        assert len(problems) == 1 and "numbers that add up to 4" in problems[0]


SAMPLE = "\n## Samples\n\n### Half\n\n> It rose.\n\nMarks: Count 3, Limit 0. No limit is named.\n"


def test_samples_are_marked_by_the_rubric(course):
    """A sample carries its text, a mark for each criterion and a reason."""
    (e,) = load_bank(course({**META, "practice": False}, solutions={"p1-ex-a": SOLUTION + RUBRIC + SAMPLE}))
    assert e.samples == (Sample("Half", "It rose.", {"Count": 3.0, "Limit": 0.0}, "No limit is named."),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("### Half", "### Good", "one of Full, Half, Weak"),
        ("> It rose.", "It rose.", "with a quoted text"),
        ("Count 3, Limit 0", "Count 3", "for each criterion in order"),
        ("Count 3", "Count 2", "nothing, half or all of a criterion's points"),
        (" No limit is named.", "", "then a reason"),
    ],
)
def test_a_sample_that_does_not_follow_the_rubric_is_reported(course, old, new, says):
    """A level that nobody knows, a text that is not quoted, marks that are missing or impossible, and no reason are reported."""
    problems = check_bank(
        course({**META, "practice": False}, solutions={"p1-ex-a": SOLUTION + RUBRIC + SAMPLE.replace(old, new)})
    )[1]
    assert len(problems) == 1 and says in problems[0], problems


def test_the_line_under_the_heading_is_required(course):
    """A prompt whose visible line is missing, or says other points than its metadata, is reported with the line that is due."""
    for source in (
        "### Exercise 1: Count\n\nCount the rows.",
        "### Exercise 1: Count\n\n`p1-ex-a` · practice · 5 points · 15 minutes\n\nCount.",
    ):
        assert (
            "the line '`p1-ex-a` · practice · 4 points · 15 minutes' is required"
            in check_bank(course(META, source=source))[1][0]
        )


def test_every_sample_of_the_course_shows_what_its_marks_mean(root):
    """Each assessed text has three samples; the full one has every point, the weak one less than half, the half one lies between."""
    bank = load_bank(root)
    sampled = [e for e in bank if e.samples]
    assert {e.id for e in sampled} >= {e.id for e in bank if not e.practice and "text" in e.parts}
    for e in sampled:
        full, half, weak = (sum(s.marks.values()) for s in e.samples)
        assert [s.level for s in e.samples] == ["Full", "Half", "Weak"], e.id
        assert (
            full == e.parts["text"] and weak < half < full and weak <= full * 0.4 and full * 0.4 <= half <= full * 0.75
        ), e.id


def test_a_prompt_is_a_heading_with_words_below(course):
    """A cell without heading or without prompt, and a heading without metadata, are reported."""
    assert "a heading and a prompt below it" in check_bank(course(META, source="Count the rows."))[1][0]
    assert "a heading and a prompt below it" in check_bank(course(META, source="### Exercise 1: Count"))[1][0]
    bare = {"cell_type": "markdown", "id": "lost", "metadata": {}, "source": "### Exercise 2: Lost\n\nDo it."}
    assert "cell 'lost': headed as an exercise but without metadata" in check_bank(course(META, extra=[bare]))[1][0]


def test_a_rubric_ends_with_its_section():
    """Only rows of the table under the heading are criteria; a solution's own table is none."""
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert read_rubric(f"## Solution\n\n{table}{RUBRIC}") == (
        Criterion("Count", 3.0, "it is right"),
        Criterion("Limit", 1.0, "one is named"),
    )
    assert read_rubric(f"## Solution\n\n{table}") == ()
