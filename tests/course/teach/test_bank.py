"""The exercise bank: complete over the real notebooks, and exact about what is wrong in a spoiled one."""

import json

import pytest

from russia_nato.teach.bank import KINDS, LEVELS, BankError, check_bank, load_bank, read_rubric

META = {
    "id": "p1-ex-a",
    "kind": "data",
    "objectives": ["Count rows"],
    "level": "apply",
    "minutes": 15,
    "points": 4,
    "practice": True,
}
SOLUTION = "## Solution\n\nCount them.\n"
RUBRIC = "\n## Rubric\n\n| criterion | meets it when | evidence seen |\n| --- | --- | --- |\n| Count | it is right | |\n| Limit | one is named | |\n"


@pytest.fixture
def course(tmp_path):
    """A course with one notebook; call it with the metadata of its exercises, and with solutions by id."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "instructor" / "solutions").mkdir(parents=True)

    def make(*metas, solutions=None, source="### Exercise 1: Count\n\nCount the rows.", extra=()):
        cells = [
            {"cell_type": "markdown", "id": f"ex-{n}", "metadata": {"exercise": m}, "source": source}
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
    assert all(len(e.rubric) >= 2 for e in bank if not e.practice)
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
        e.rubric == (("Count", "it is right"), ("Limit", "one is named"))
        and "Count them." in e.solution
        and e.objectives == ("Count rows",)
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
        ("objectives", [], "a list of one or more sentences"),
        ("objectives", "Count", "a list of one or more sentences"),
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
        SOLUTION + "\n## Rubric\n\n| criterion | meets it when |\n| --- | --- |\n| Count | right |\n",
    ],
)
def test_an_assessed_exercise_needs_a_rubric(course, solution):
    """An assessed exercise without a rubric of two criteria is reported; a practice one is not."""
    found, problems = check_bank(course({**META, "practice": False}, solutions={"p1-ex-a": solution}))
    assert found == [] and "needs '## Rubric' and a table of two criteria or more" in problems[0]
    assert check_bank(course(META, solutions={"p1-ex-a": solution}))[1] == []


def test_a_prompt_is_a_heading_with_words_below(course):
    """A cell without heading or without prompt, and a heading without metadata, are reported."""
    assert "a heading and a prompt below it" in check_bank(course(META, source="Count the rows."))[1][0]
    assert "a heading and a prompt below it" in check_bank(course(META, source="### Exercise 1: Count"))[1][0]
    bare = {"cell_type": "markdown", "id": "lost", "metadata": {}, "source": "### Exercise 2: Lost\n\nDo it."}
    assert "cell 'lost': headed as an exercise but without metadata" in check_bank(course(META, extra=[bare]))[1][0]


def test_a_rubric_ends_with_its_section():
    """Only rows of the table under the heading are criteria; a solution's own table is none."""
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert read_rubric(f"## Solution\n\n{table}{RUBRIC}") == (("Count", "it is right"), ("Limit", "one is named"))
    assert read_rubric(f"## Solution\n\n{table}") == ()
