"""Hostile submissions end in the right named state, touch no other student, and get nothing out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.course.classroom import small
from tests.course.classroom.hostile import CASES, TURN

from russia_nato.classroom.grade import grade
from russia_nato.classroom.gradebook import open_book
from russia_nato.classroom.rerun import find_sandbox
from russia_nato.classroom.sandbox import Limits
from russia_nato.schema import data_dir

pytestmark = pytest.mark.slow  # runs code of its own in many processes

WITNESS = "s-0000"


@pytest.fixture(scope="module")
def _once() -> dict:
    return {}


@pytest.fixture
def graded(paper, _once):
    """All of them handed in beside an honest one and graded in one call, once for the module."""
    if not _once:
        if find_sandbox(data_dir())[0] is None:
            pytest.skip(find_sandbox(data_dir())[1])
        paper.hand_in(WITNESS, small.as_bytes(small.honest(paper.released)))
        for n, case in enumerate(CASES, 1):
            paper.hand_in(f"s-{n:04x}", case.make(paper.released, paper.key))
        before = {p: p.read_bytes() for p in paper.folder.submissions.rglob("*.ipynb")}
        grade(paper.room, "paper-1", limits=Limits(seconds=3), say=lambda line: None)
        assert before == {p: p.read_bytes() for p in paper.folder.submissions.rglob("*.ipynb")}
        with open_book(paper.folder) as book:
            _once["submissions"] = {s.code: s.state for s in book.counting()}
            _once["answers"] = book.answers()
    return _once


def test_there_are_thirty_of_them():
    """The issue's list is covered, each case by a name of its own."""
    assert len({c.name for c in CASES}) == len(CASES) >= 30


@pytest.mark.parametrize("n", range(len(CASES)), ids=[c.name for c in CASES])
def test_each_ends_in_its_state(graded, n):
    """The file gets its state, the attacked question its own, and every other question what it would have had."""
    case, code = CASES[n], f"s-{n + 1:04x}"
    assert graded["submissions"][code] == case.submission
    states = {(a.exercise, a.part): a.state for a in graded["answers"] if a.code == code}
    if case.submission == "unreadable":
        assert not states
        return
    assert {k: states[k] for k in case.states} == case.states
    untouched = {("t-ex-count", "code"): "right", ("t-ex-stance", "code"): "right", ("t-ex-silence", "text"): "to mark"}
    for part, state in untouched.items():
        if part not in case.states:
            assert states[part] == state, (case.name, part)
    if case.name == "patched modules":
        assert states[TURN] in ("wrong", "partly", "not plain", "error")


def test_no_point_follows_from_what_a_person_must_see(graded):
    """Points stand only where the state is final; everything else is blank, never 0."""
    for a in graded["answers"]:
        final = a.state in ("right", "partly", "wrong", "no answer")
        assert (a.points is not None) == final, a
    assert not any(a.state == "no answer" and a.points for a in graded["answers"])


def test_the_honest_one_beside_them_is_judged_as_if_alone(graded):
    """No other student is touched."""
    states = {(a.exercise, a.part): a.state for a in graded["answers"] if a.code == WITNESS}
    assert sorted(states.values()) == ["right", "right", "right", "to mark", "to mark"]


def test_nothing_leaks_into_the_gradebook(graded):
    """No file of this machine, and nothing of another process, came out with an answer."""
    text = json.dumps([(a.given, a.words) for a in graded["answers"]])
    for line in Path("/etc/passwd").read_text("utf-8").splitlines()[:3] if Path("/etc/passwd").exists() else ():
        assert line not in text
    assert not Path("/tmp/pwned").exists()
