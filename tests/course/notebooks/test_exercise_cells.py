"""The cells of every exercise: named, visible, with room for each part of the answer, checked in one line."""

import json
import re

import pytest
import yaml
from tests.conftest import ROOT

from russia_nato.exercises.cells import STUBS, exercise_of, read_exercises, regions, source, unit_of

NOTEBOOKS = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((ROOT / "notebooks").glob("*.ipynb"))}
EXERCISES = read_exercises(ROOT / "notebooks")
REGIONS = {i: r for nb in NOTEBOOKS.values() for i, r in regions(nb).items()}
OBJECTIVES = yaml.safe_load((ROOT / "data" / "objectives.yml").read_text("utf-8"))


def test_every_exercise_has_a_region():
    """Nothing is lost between metadata and cells, and there are as many exercises as the bank tells of."""
    assert set(REGIONS) == set(EXERCISES) and len(EXERCISES) >= 88


@pytest.mark.parametrize("ident", EXERCISES)
def test_cells_are_named_by_the_exercise(ident):
    """The prompt's cell id is the exercise's, its parts end in -given, -answer, -text and -check, and no other cell stands among them."""
    region = REGIONS[ident]
    assert region.prompt["id"] == ident and not region.other, [c["id"] for c in region.other]
    for part in ("given", "answer", "text", "check"):
        for n, cell in enumerate(getattr(region, part), 1):
            assert cell["id"] == f"{ident}-{part}" + (f"-{n}" if n > 1 else "")


@pytest.mark.parametrize("ident", EXERCISES)
def test_the_line_under_the_heading_says_what_the_metadata_say(ident):
    """Name, practice or assessed, points and minutes can be read in JupyterLab, and are what the bank counts with."""
    lines = source(REGIONS[ident].prompt).split("\n")
    assert lines[0].startswith("### Exercise ") and lines[2] == EXERCISES[ident].line and not lines[1] and not lines[3]


@pytest.mark.parametrize("ident", EXERCISES)
def test_each_part_has_a_cell_and_points(ident):
    """A part in code has an answer cell and a check of one line, a part in words a text cell; their points are all points."""
    exercise, region = EXERCISES[ident], REGIONS[ident]
    assert set(exercise.parts) <= {"code", "text"} and sum(exercise.parts.values()) == exercise.points
    assert ("code" in exercise.parts) == (len(region.answer) == 1) == (len(region.check) == 1)
    assert ("text" in exercise.parts) == (len(region.text) == 1)
    if region.check:
        assert source(region.check[0]) == f'rn.check("{ident}", {exercise.answer_name})'
        assert re.match(rf"{exercise.answer_name} = ", source(region.answer[0])) and "..." in source(region.answer[0])
    if region.text:
        assert region.text[0]["cell_type"] == "markdown" and source(region.text[0]).casefold() in STUBS


@pytest.mark.parametrize("ident", EXERCISES)
def test_a_question_in_words_has_a_place_for_words(ident):
    """No prompt asks for a comment in code, and one that says to write, say or defend has a text cell."""
    prompt = source(REGIONS[ident].prompt)
    assert "in a comment" not in prompt and "as a comment" not in prompt
    if re.search(r"\b(Write|write|[Tt]hen say|Defend|defend)\b", prompt):
        assert REGIONS[ident].text, ident


def test_objectives_come_from_one_list_that_is_used_whole():
    """There are 30 objectives or fewer, each a slug and a sentence; every exercise names one or two, and each is named."""
    assert len(OBJECTIVES) <= 30
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", k) and v.endswith(".") for k, v in OBJECTIVES.items())
    named = [o for e in EXERCISES.values() for o in e.objectives]
    assert set(named) == set(OBJECTIVES) and all(1 <= len(e.objectives) <= 2 for e in EXERCISES.values())


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_ends_with_the_hand_in(name):
    """The last cell is rn.hand_in(), led in by a sentence, outside every exercise."""
    last = NOTEBOOKS[name]["cells"][-1]
    unit = {"phase": "p", "lab": "l"}.get(name.split("-")[0], "s") + (re.search(r"\d", name) or ["0"])[0]
    assert source(last) == "rn.hand_in()" and last["id"] == f"{unit}-hand-in"
    assert "Hand in" in source(NOTEBOOKS[name]["cells"][-2])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_lines_of_code_fit_a_window(name):
    """No line of code is longer than 100 characters, so that nothing scrolls sideways."""
    for cell in NOTEBOOKS[name]["cells"]:
        if cell["cell_type"] == "code":
            assert max(map(len, source(cell).splitlines())) <= 100, cell["id"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_region_is_found_without_metadata_and_without_ids(name):
    """Where a tool has stripped metadata, the cell's id names an exercise; where ids are new too, the visible line does."""
    here = {i: e for i, e in EXERCISES.items() if e.unit == unit_of(name)}
    bare = json.loads(json.dumps(NOTEBOOKS[name]))
    for cell in bare["cells"]:
        cell["metadata"] = {}
    assert list(regions(bare, here)) == list(here)
    for n, cell in enumerate(bare["cells"]):
        cell["id"] = f"x{n}"
    found = regions(bare, here)
    assert list(found) == list(here)
    assert all(len(found[i].check) == len(REGIONS[i].check) for i in here)


def test_what_a_student_adds_belongs_to_the_exercise():
    """A cell put in, a heading in the text cell and a changed kind stay in the region; a heading of the course ends it."""
    prompt = {"cell_type": "markdown", "id": "x-one", "source": "### One", "metadata": {"exercise": {"id": "x-one"}}}
    text = {"cell_type": "markdown", "id": "x-one-text", "source": ["# My view\n", "It holds."], "metadata": {}}
    more = {"cell_type": "code", "id": "new", "source": "1 + 1", "metadata": {}}
    end = {"cell_type": "markdown", "id": "end", "source": "## Hand in", "metadata": {}}
    found = regions(
        {"cells": [prompt, text, more, end, {"cell_type": "code", "id": "z", "source": "x", "metadata": {}}]}
    )["x-one"]
    assert [c["id"] for c in found.cells] == ["x-one-text", "new"]


def test_an_exercise_is_read_from_its_prompt():
    """Title, parts and the name of the answer come from the prompt's cell, with defaults for the last two."""
    meta = {
        "id": "x-one",
        "kind": "data",
        "level": "apply",
        "minutes": 5,
        "points": 2,
        "practice": False,
        "answer": "share",
    }
    exercise = exercise_of({"source": ["### Exercise 1: *what* counts?\n"], "metadata": {"exercise": meta}}, "lab-1")
    assert (exercise.title, exercise.parts, exercise.answer_name) == ("Exercise 1: what counts?", {"text": 2}, "share")


BLIND = {
    "phase-1": ["gorbachev-promise-2008", "gorbachev-promise-2014-10", "gorbachev-promise-2017", "nato-promise-2014", "putin-promise-2021"],
    "phase-3": ["ukraine-mfa-1999"],
    "phase-4": ["putin-april-2004-enlargement"],
    "phase-5": ["putin-2012-feel-threatened"],
    "phase-6": ["putin-2017-catalonia-borders"],
    "phase-7": ["nac-invasion-2022"],
}  # fmt: skip


@pytest.mark.parametrize("unit", BLIND)
def test_blind_coding_is_blind(unit, monkeypatch):
    """No chart or explorer above a coding exercise is handed the rows that it asks to be coded."""
    import russia_nato
    from russia_nato.exercises.truth import namespaces

    name = next(n for n in NOTEBOOKS if unit_of(n) == unit)
    shown = []

    def look(table, *args, issue=None, **kwargs):
        rows = table[table["issue_id"] == issue] if issue and "issue_id" in table else table
        shown.extend(rows.get("position_id", []))

    for n in [n for n in russia_nato.__all__ if n.startswith(("plot_", "explore_"))]:
        monkeypatch.setitem(vars(russia_nato), n, look)
    assert list(namespaces(NOTEBOOKS[name])) and shown
    assert not set(BLIND[unit]) & set(shown)


def test_no_page_of_the_students_says_where_solutions_lie():
    """Chapters, notebooks and the data card name no file of the instructors' folder."""
    pages = [*(ROOT / "chapters").glob("*.md"), *(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "data").glob("*.md")]
    assert len(pages) > 30 and not [p.name for p in pages if "instructor/" in p.read_text("utf-8")]
