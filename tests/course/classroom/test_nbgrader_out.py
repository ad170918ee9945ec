"""The export for nbgrader: its folders and metadata, work by codes, and no score that is not final."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from tests.course.classroom import small

from russia_nato.classroom.folder import ClassError
from russia_nato.classroom.grade import grade
from russia_nato.classroom.gradebook import open_book
from russia_nato.classroom.nbgrader_out import export_nbgrader
from russia_nato.cli import main


@pytest.fixture
def exported(paper):
    """Two papers, one of which cannot be read, and one whose marks are final."""
    work = small.recorded(small.honest(paper.released), dict(paper.key))
    for code in ("s-0001", "s-0002"):
        paper.hand_in(code, small.as_bytes(work))
    paper.hand_in("s-0003", b"{")
    grade(paper.room, "paper-1", sandboxed=False, say=lambda line: None)
    with open_book(paper.folder) as book:
        texts = [a for a in book.answers("s-0001") if a.part == "text"]
        book.put_answers([replace(a, state="marked", share=0.5, points=1.0) for a in texts])
    return paper, *export_nbgrader(paper.room, "paper-1")


def test_points_and_metadata_are_those_of_the_assignment(exported):
    """Source and submitted cells carry the same grade ids, and their points add up to the whole."""
    _, to, n = exported
    source = json.loads((to / "source/paper-1/paper-1.ipynb").read_text("utf-8"))
    sent = json.loads((to / "submitted/s-0001/paper-1/paper-1.ipynb").read_text("utf-8"))
    marks = [
        {c["id"]: c["metadata"]["nbgrader"] for c in nb["cells"] if "nbgrader" in c["metadata"]}
        for nb in (source, sent)
    ]
    assert marks[0] == marks[1]
    assert sum(m.get("points", 0) for m in marks[0].values()) == 18
    assert {m["grade_id"] for m in marks[0].values()} == set(marks[0])
    assert n == 2 and not (to / "submitted/s-0003").exists()


def test_solutions_and_tests_stand_between_the_marks_that_nbgrader_cuts(exported):
    """Every line of a solution or a hidden test lies between its begin and its end."""
    _, to, _ = exported
    cells = {
        c["id"]: c["source"] for c in json.loads((to / "source/paper-1/paper-1.ipynb").read_text("utf-8"))["cells"]
    }
    answer = cells["t-ex-turn-answer"].splitlines()
    assert (answer[0], answer[-1]) == ("### BEGIN SOLUTION", "### END SOLUTION") and small.RIGHT[
        "t-ex-turn"
    ].splitlines()[0] in answer
    check = cells["t-ex-turn-check"]
    assert check.index("BEGIN HIDDEN TESTS") < check.index("compare(form") < check.index("END HIDDEN TESTS")


def test_the_hidden_test_gives_the_points(exported):
    """Run as it stands, the test is worth all points for the right answer and none for a wrong one."""
    import ast

    _, to, _ = exported
    cells = {
        c["id"]: c["source"] for c in json.loads((to / "source/paper-1/paper-1.ipynb").read_text("utf-8"))["cells"]
    }
    tree = ast.parse(cells["t-ex-turn-check"].partition("\n")[2])
    last = ast.Expression(tree.body.pop().value)
    for answer, points in (([-1, -1, -1, -2, -1, -1, -1], 4), (5, 0)):
        space = {"answer": answer}
        exec(compile(tree, "test", "exec"), space)
        assert eval(compile(last, "test", "eval"), space) == points


def test_the_gradebook_is_blank_until_final(exported):
    """A score stands for the paper whose marks are final, and nothing, not 0, for the others."""
    _, to, _ = exported
    with (to / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        rows = {r["student_id"]: r for r in csv.DictReader(file)}
    assert rows["s-0001"]["score"] == "12" and rows["s-0001"]["max_score"] == "18"
    assert rows["s-0002"]["score"] == "" and rows["s-0003"]["score"] == ""
    assert "A. Kay" not in (to / "gradebook.csv").read_text("utf-8")


def test_it_goes_nowhere_into_a_checkout(exported, root, capsys):
    """Students' work is not written where it could be published."""
    paper, _, _ = exported
    with pytest.raises(ClassError, match="inside"):
        export_nbgrader(paper.room, "paper-1", root / "nbgrader-export")
    assert main(["export", "paper-1", "--nbgrader", "--class", str(paper.room.path)]) == 0
    assert "2 submissions" in capsys.readouterr().out
