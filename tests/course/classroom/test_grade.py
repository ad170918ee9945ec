"""Grading: states and points from recorded and re-run answers, whole or not at all, and marks of people stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from tests.course.classroom import small

from russia_nato.classroom.assignment import read_assignment
from russia_nato.classroom.grade import grade, summary
from russia_nato.classroom.gradebook import Mark, open_book
from russia_nato.classroom.rerun import find_sandbox
from russia_nato.cli import main
from russia_nato.schema import data_dir


@pytest.fixture
def need_sandbox():
    """A sandbox on this machine."""
    found, words = find_sandbox(data_dir())
    if found is None:
        pytest.skip(words)


def test_an_honest_paper_is_right_in_code_and_waits_for_a_marker_in_words(paper, need_sandbox, lines):
    """Code gives points at once, words wait, and there is no total till they are marked."""
    paper.hand_in("s-7f3a", small.as_bytes(small.honest(paper.released)))
    found = grade(paper.room, "paper-1", say=lines[1])
    assert paper.states("s-7f3a") == {
        ("t-ex-turn", "code"): "right",
        ("t-ex-turn", "text"): "to mark",
        ("t-ex-count", "code"): "right",
        ("t-ex-silence", "text"): "to mark",
        ("t-ex-stance", "code"): "right",
    }
    assert found.done == 1 and "re-run in bubblewrap" in found.how
    with open_book(paper.folder) as book:
        assert book.counting()[0].state == "graded"
        assert book.totals(read_assignment(paper.folder), ["s-7f3a"])["total"].isna().all()


def test_without_a_sandbox_recorded_answers_count_and_say_so(paper, lines):
    """A recorded answer is judged as handed in; one that is not recorded waits; nothing runs."""
    work = small.recorded(small.honest(paper.released), {"t-ex-turn": paper.key["t-ex-turn"]})
    paper.hand_in("s-7f3a", small.as_bytes(work))
    grade(paper.room, "paper-1", sandboxed=False, say=lines[1])
    states = paper.states("s-7f3a")
    assert states["t-ex-turn", "code"] == "right"
    assert states["t-ex-count", "code"] == "not re-run"
    with open_book(paper.folder) as book:
        turn, count = (
            next(a for a in book.answers() if a.exercise == e and a.part == "code") for e in ("t-ex-turn", "t-ex-count")
        )
    assert turn.points == 4 and turn.recorded and "as handed in, not re-run" in turn.words
    assert count.points is None


def test_a_recorded_answer_of_another_cell_is_no_answer(paper, lines):
    """A claim counts only where the cell that made it stands in the file."""
    work = small.recorded(small.honest(paper.released), {"t-ex-turn": paper.key["t-ex-turn"]})
    next(c for c in work["cells"] if c["id"] == "t-ex-turn-answer")["source"] = "answer = [0, 0]"
    paper.hand_in("s-7f3a", small.as_bytes(work))
    grade(paper.room, "paper-1", sandboxed=False, say=lines[1])
    assert paper.states("s-7f3a")["t-ex-turn", "code"] == "not re-run"


def test_what_differs_from_the_hand_in_is_for_a_person(paper, need_sandbox, lines):
    """A forged record beside code that yields something else gives no points and names both."""
    work = small.answered(paper.released, {"t-ex-turn": "answer = [0, 0]"}, {})
    paper.hand_in("s-7f3a", small.as_bytes(small.recorded(work, {"t-ex-turn": paper.key["t-ex-turn"]})))
    grade(paper.room, "paper-1", say=lines[1])
    with open_book(paper.folder) as book:
        found = next(a for a in book.answers() if (a.exercise, a.part) == ("t-ex-turn", "code"))
    assert found.state == "differs from hand-in"
    assert found.points is None
    assert found.words[0] == "handed in: right"


def test_a_second_call_does_nothing_twice(paper, need_sandbox, lines):
    """What was graded stays; only what is new is judged."""
    paper.hand_in("s-7f3a", small.as_bytes(small.honest(paper.released)))
    assert grade(paper.room, "paper-1", say=lines[1]).done == 1
    assert grade(paper.room, "paper-1", say=lines[1]).done == 0
    paper.hand_in("s-0001", small.as_bytes(paper.released))
    assert grade(paper.room, "paper-1", say=lines[1]).done == 1
    assert set(paper.states("s-0001").values()) == {"no answer"}


def test_nothing_to_grade_says_why(paper, lines, capsys):
    """Before anything was collected the command names what comes first; later it says that nothing is new."""
    call = ["grade", "paper-1", "--as-handed-in", "--class", str(paper.room.path)]
    assert main(call) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith("Nothing was collected yet; call `russia-nato collect paper-1")
    )
    paper.hand_in("s-7f3a", small.as_bytes(paper.released))
    for last in ("questions: ", "Nothing new; --regrade"):
        assert main(call) == 0
        assert capsys.readouterr().out.splitlines()[-1].startswith(last)


def test_a_regrade_tells_what_changes_and_leaves_marks_alone(paper, need_sandbox, lines):
    """After a solution was mended the key is computed anew; a hand mark stays."""
    paper.hand_in("s-7f3a", small.as_bytes(small.honest(paper.released)))
    grade(paper.room, "paper-1", say=lines[1])
    with open_book(paper.folder) as book:
        text = next(a for a in book.answers() if a.exercise == "t-ex-silence")
        from dataclasses import replace

        book.put_answers([replace(text, state="marked", share=0.5, points=3.0)])
        book.put_marks([Mark("s-7f3a", "t-ex-silence", "limits", "B", 1)])
    path = data_dir().parent / "instructor" / "solutions" / "t-ex-count.md"
    before = path.read_text("utf-8")
    try:
        path.write_text(before.replace("phase.groupby", "phase[:5].groupby"), "utf-8")
        found = grade(paper.room, "paper-1", regrade=True, say=lines[1])
    finally:
        path.write_text(before, "utf-8")
    assert [c[:3] for c in found.changes] == [("s-7f3a", "t-ex-count", "code")]
    assert "before" in "\n".join(summary(found))
    with open_book(paper.folder) as book:
        assert next(a for a in book.answers() if a.exercise == "t-ex-silence").points == 3.0
        assert len(book.marks()) == 1


def test_a_later_attempt_keeps_a_mark_only_for_the_same_words(paper, lines):
    """A second hand-in with the same text stays marked; with another text it waits again."""
    from dataclasses import replace

    paper.hand_in("s-7f3a", small.as_bytes(small.honest(paper.released)))
    grade(paper.room, "paper-1", sandboxed=False, say=lines[1])
    with open_book(paper.folder) as book:
        book.put_answers(
            [replace(a, state="marked", share=0.5, points=1.0) for a in book.answers() if a.part == "text"]
        )
    work = small.honest(paper.released)
    next(c for c in work["cells"] if c["id"] == "t-ex-silence-text")["source"] = "Another text."
    paper.hand_in("s-7f3a", small.as_bytes(work), attempt=2)
    grade(paper.room, "paper-1", sandboxed=False, say=lines[1])
    states = paper.states("s-7f3a")
    assert states["t-ex-turn", "text"] == "marked"
    assert states["t-ex-silence", "text"] == "to mark"


def test_killed_at_any_moment_the_rest_is_done_and_nothing_twice(paper, need_sandbox, lines):
    """SIGKILL in the middle leaves whole submissions only; the next call finishes them, and finds as many as there are."""
    for n in range(12):
        paper.hand_in(f"s-00{n:02d}", small.as_bytes(small.honest(paper.released)))
    code = f"from pathlib import Path\nfrom russia_nato.classroom.folder import ClassFolder\nfrom russia_nato.classroom.grade import grade\ngrade(ClassFolder(Path({str(paper.room.path)!r})), 'paper-1', workers='1')"
    seen = 0
    for pause in (0.9, 1.6):
        process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ}, stdout=subprocess.DEVNULL)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_book(paper.folder) as book:
            graded = [s.code for s in book.counting() if s.state == "graded"]
            assert all(len(book.answers(c)) == 5 for c in graded)
            assert len(book.answers()) == 5 * len(graded)
            seen = len(graded)
    found = grade(paper.room, "paper-1", say=lines[1])
    assert found.done == 12 - seen
    with open_book(paper.folder) as book:
        assert len(book.answers()) == 60
        assert {s.state for s in book.counting()} == {"graded"}


def test_a_cluster_of_two_processes_gives_the_same_result(paper, need_sandbox, lines):
    """Units handed to Dask come back as those of threads do."""
    distributed = pytest.importorskip(
        "distributed", reason="distributed is an extra: pip install 'russia-nato[cluster]'"
    )
    for n in range(3):
        paper.hand_in(f"s-000{n}", small.as_bytes(small.honest(paper.released)))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        address = cluster.scheduler_address.removeprefix("tcp://")
        found = grade(paper.room, "paper-1", workers=f"dask://{address}", say=lines[1])
    assert found.done == 3
    far = [paper.states(f"s-000{n}") for n in range(3)]
    grade(paper.room, "paper-1", regrade=True, say=lines[1])
    assert far == [paper.states(f"s-000{n}") for n in range(3)]
    assert set(far[0].values()) == {"right", "to mark"}


def test_a_single_number_is_compared_with_the_right_one():
    """A number, a date and a text have no labels and are right or wrong all the same."""
    from russia_nato.exercises.compare import compare
    from russia_nato.exercises.forms import Form

    right = {"kind": "number", "index": [], "columns": [], "values": [69]}
    form = Form("number", "a number of days")
    assert compare(form, right, right).state == "right"
    assert compare(form, {**right, "values": [68]}, right).state == "wrong"


def test_words_count_wherever_a_student_put_them(paper, lines):
    """Below the stub, in a cell of one's own, or under the prompt: it is an answer; the stub alone is none."""
    places = {
        "s-0001": lambda w: small.answered(w, {}, {"t-ex-silence": "*Your answer*\n\nThe March statement."}),
        "s-0002": lambda w: None,
        "s-0003": lambda w: next(c for c in w["cells"] if c["id"] == "t-ex-silence").update(
            source=next(c for c in w["cells"] if c["id"] == "t-ex-silence")["source"] + "\n\nThe March statement."
        ),
        "s-0004": lambda w: None,
    }
    import copy

    for code, put in places.items():
        work = copy.deepcopy(paper.released)
        if code == "s-0002":  # straight after the text cell of the question
            at = next(n for n, c in enumerate(work["cells"]) if c["id"] == "t-ex-silence-text")
            work["cells"].insert(at + 1, small.cell("markdown", "mine", "The March statement."))
        else:
            work = put(work) or work
        paper.hand_in(code, small.as_bytes(work))
    grade(paper.room, "paper-1", sandboxed=False, say=lines[1])
    with open_book(paper.folder) as book:
        found = {a.code: a for a in book.answers() if a.exercise == "t-ex-silence"}
    assert [found[c].state for c in places] == ["to mark"] * 3 + ["no answer"]
    assert {found[c].given.strip() for c in list(places)[:3]} == {"The March statement."}
