"""The report tells what a class made of an assignment, and of nobody in it."""

from __future__ import annotations

import re

import pytest
from tests.browser import Site
from tests.course.classroom import small

from russia_nato.classroom.assignment import read_assignment
from russia_nato.classroom.folder import ClassError
from russia_nato.classroom.grade import grade
from russia_nato.classroom.gradebook import Answer, Mark, open_book
from russia_nato.classroom.marks import take_marks
from russia_nato.classroom.report import coding_of, make_report
from russia_nato.classroom.report_page import write_report
from russia_nato.exercises.forms import Form
from russia_nato.measures.agreement import krippendorff_alpha
from russia_nato.schema import data_dir

NUMBER = {"kind": "number", "index": [], "columns": []}


@pytest.fixture
def taught(paper):
    """Eight papers with recorded answers: five right, two wrong in the same way, one without an answer; codes from -2 to +1."""
    for n in range(8):
        code = {"t-ex-turn": "answer = 0", "t-ex-stance": f"stance = {n % 4 - 2}"}
        work = small.answered(paper.released, code if n else {}, {"t-ex-silence": f"Text number {n}."} if n else {})
        turn = paper.key["t-ex-turn"] if n > 2 else {**NUMBER, "values": [-7]}
        work = small.recorded(work, {"t-ex-turn": turn, "t-ex-stance": {**NUMBER, "values": [n % 4 - 2]}})
        paper.hand_in(f"s-000{n}", small.as_bytes(work))
    grade(paper.room, "paper-1", sandboxed=False, say=lambda line: None)
    return paper


def test_shares_and_the_commonest_wrong_answer_in_words(taught):
    """Each state is counted once, and equal wrong answers are one line with its number."""
    part = next(p for p in make_report(taught.room, "paper-1").parts if (p.exercise, p.part) == ("t-ex-turn", "code"))
    assert part.states == {"right": 5, "wrong": 2, "no answer": 1}
    [(words, n)] = part.wrong
    assert n == 2 and words.startswith("It is a number (-7)") and words.endswith("Given: [-7]")
    assert part.mean == 5 / 8


def test_criteria_count_the_mean_of_the_markers(taught):
    """Half met by one and met by the other is met; agreement stands beside it."""
    marks = [
        Mark("s-0001", "t-ex-silence", c, m, v)
        for c in ("evidence", "reach", "limits")
        for m, v in (("B", 0.5), ("C", 1))
    ]
    with open_book(taught.folder) as book:
        take_marks(book, read_assignment(taught.folder), marks)
    part = next(
        p for p in make_report(taught.room, "paper-1").parts if (p.exercise, p.part) == ("t-ex-silence", "text")
    )
    assert part.criteria == {"evidence": (0, 0, 1), "reach": (0, 0, 1), "limits": (0, 0, 1)}
    assert part.agreement.same == 0


def test_class_coding_shows_rows_and_the_course_code(taught):
    """How many gave each code, and how many of them the course's own."""
    coding = make_report(taught.room, "paper-1").codings[0]
    assert coding.counts.loc["ukraine-mfa-1999"].to_dict() == {-2: 1, -1: 2, 0: 2, 1: 2, 2: 0}
    assert coding.reference == {"ukraine-mfa-1999": -1}
    assert coding.same == (2, 7) and coding.alpha is None


def test_alpha_of_a_class_is_that_of_the_course_s_own_measure():
    """Three coders on three rows; the row that splits most comes first."""
    codes = {"a": [1, 1, 2], "b": [0, 0, 0], "c": [-1, 1, 2]}
    rows = ["ukraine-mfa-1999", "x", "y"]
    answers = [
        Answer(
            c,
            1,
            "e",
            "code",
            "right",
            given={"kind": "mapping", "index": rows, "columns": [], "values": [codes[k][n] for k in "abc"]},
        )
        for n, c in enumerate(("s-1", "s-2", "s-3"))
    ]
    form = Form("mapping", "codes", mode="codes", choices=(-2, -1, 0, 1, 2), reference=("positions.stance",))
    import pandas as pd

    found = coding_of("e", form, answers, data_dir())
    assert found.alpha == pytest.approx(krippendorff_alpha(pd.DataFrame(codes).T.astype(float), "ordinal"))
    assert found.counts.index[0] == "y"


def test_the_page_names_nobody_and_asks_for_nothing(taught, visit):
    """No code, no name, no address; a passage only where it was allowed; readable in both modes."""
    with pytest.raises(ClassError, match="no text there"):
        write_report(taught.room, "paper-1", ["s-0000/t-ex-silence"])
    path = write_report(taught.room, "paper-1", ["s-0003/t-ex-silence"])
    text = path.read_text("utf-8")
    assert not re.search(r"s-000\d|A\. Kay|://|<script", text)
    assert "Text number 3." in text and "Text number 4." not in text
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        seen = visit(Site(path.parent, path.parent.as_uri() + "/"), path.name, scheme=scheme)
        assert seen.overflow() <= 0
        found = Axe().run(seen.page).response["violations"]
        assert not found, [(v["id"], [n["html"][:120] for n in v["nodes"][:2]]) for v in found]
