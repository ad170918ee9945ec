"""From release to return, twice: sixty hand-ins through Canvas and through Moodle, every state and point as written down beforehand."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tests.course.classroom import small, synthetic
from tests.course.classroom.hostile import CASES, TURN
from tests.course.classroom.synthetic import Sent, Student

from russia_nato.classroom.assignment import Late, read_assignment, write_assignment
from russia_nato.classroom.collect import collect
from russia_nato.classroom.folder import ClassFolder
from russia_nato.classroom.grade import grade
from russia_nato.classroom.gradebook import open_book
from russia_nato.classroom.rerun import find_sandbox
from russia_nato.classroom.returns import give_back
from russia_nato.classroom.roster import enrol, read_people, read_roster
from russia_nato.classroom.sandbox import Limits
from russia_nato.cli import main
from russia_nato.schema import data_dir

pytestmark = pytest.mark.slow  # re-runs sixty submissions

DUE = dt.datetime(2026, 10, 5, 18, tzinfo=dt.UTC)
TEXTS = {"t-ex-turn": "The last row names a condition.", "t-ex-silence": "The statements of March and July."}
CRITERIA = {"t-ex-turn": ("reading", "limits"), "t-ex-silence": ("evidence", "reach", "limits")}
#: What the code of honest work is worth, and its texts where every criterion is met.
CODE = {"t-ex-turn": 4.0, "t-ex-count": 4.0, "t-ex-stance": 2.0}
WORDS = {"t-ex-turn": 2.0, "t-ex-silence": 6.0}
WHOLE = 18.0
OPEN = {"timed out", "out of memory", "error", "not plain", "differs from hand-in", "not re-run"}
NEARLY = small.RIGHT["t-ex-count"] + "\nanswer.iloc[0] += 1"  # four of five years are right


@dataclass
class Plan:
    """What a student does, and what must come of it; a total that is None must stay blank."""

    student: Student
    content: list[bytes]
    state: str = "graded"
    code: dict[str, float] = field(default_factory=lambda: dict(CODE))
    words: bool = True
    late: bool = False
    minus: float = 0.0
    excused: str = ""
    final: bool = True
    lost: set[str] = field(default_factory=set)  # exercises whose text is gone

    @property
    def level(self) -> float:
        """How far both markers together find each criterion met."""
        return sum(marks_of(self.student)) / 2

    @property
    def total(self) -> float | None:
        """The total, by plain arithmetic."""
        if not self.final:
            return None
        words = {e: w * self.level * self.words * (e not in self.lost) for e, w in WORDS.items()}
        if self.excused:
            words.pop(self.excused)
            return (sum(self.code.values()) + sum(words.values())) / (WHOLE - WORDS[self.excused]) * WHOLE
        return sum(self.code.values()) + sum(words.values()) - self.minus


def marks_of(student: Student) -> tuple[float, float]:
    """How far each of the two markers finds each criterion met."""
    return student.number % 3 / 2, (student.number + 1) % 3 / 2


def values_of(key: dict) -> dict:
    """What the checks of honest work were given."""
    stance = {"kind": "number", "index": [], "columns": [], "values": [-1]}
    return {e: {"plain": v} for e, v in ({**key, "t-ex-stance": stance}).items()}


def plans(paper, *, recorded: bool) -> list[Plan]:
    """The sixty: twenty-eight who work in one of ten ways, and the hostile ones."""
    values, released = values_of(paper.key), paper.released
    off = {
        "plain": {
            **paper.key["t-ex-count"],
            "values": [n + (i == 0) for i, n in enumerate(paper.key["t-ex-count"]["values"])],
        }
    }
    flat = {"plain": {"kind": "number", "index": [], "columns": [], "values": [40]}}

    def work(count: str | None = None, given: dict | None = None, hours: float = -3) -> bytes:
        code = small.RIGHT | ({"t-ex-count": count} if count else {})
        mine = (values | ({"t-ex-count": given} if given else {})) if recorded else None
        return synthetic.filled(released, code, TEXTS, values=mine, time=DUE + dt.timedelta(hours=hours))

    ways = {
        "honest": lambda p: Plan(p, [work()]),
        "partly": lambda p: Plan(p, [work(NEARLY, off)], code=CODE | {"t-ex-count": 3.2}),
        "wrong form": lambda p: Plan(p, [work("answer = 40", flat)], code=CODE | {"t-ex-count": 0.0}),
        "empty": lambda p: Plan(p, [small.as_bytes(released)], code=dict.fromkeys(CODE, 0.0), words=False),
        "late": lambda p: Plan(p, [work(hours=25)], late=True, minus=0.2 * WHOLE),
        "twice": lambda p: Plan(p, [work("answer = 40", flat, hours=-5), work()]),
        "other assignment": lambda p: Plan(p, [json.dumps({"cells": []}).encode()], "other assignment", final=False),
        "nothing": lambda p: Plan(p, [], "none", final=False),
        "excused": lambda p: Plan(p, [work()], excused="t-ex-silence"),
    }
    how = ["honest"] * 12 + ["partly"] * 4 + ["wrong form"] * 3 + ["empty"] * 2 + ["late"] * 2 + ["twice"] * 2
    how += ["other assignment", "nothing", "excused"]
    people = synthetic.students(60)
    made = [ways[w](p) for w, p in zip(how, people[:28], strict=True)]
    for case, p in zip(CASES, people[28:], strict=True):
        content = case.make(released, paper.key)
        made.append(hostile(Plan(p, [content], case.submission), case, recorded))
    return made


def hostile(plan: Plan, case, recorded: bool) -> Plan:
    """What must come of a hostile hand-in: a total only where each of its questions is judged."""
    if not recorded:
        states = {**{(e, "code"): "right" for e in CODE}, **case.states}
        plan.final = case.submission == "graded" and not OPEN & set(states.values()) and case.name != "patched modules"
        plan.code = {e: w * (states[e, "code"] == "right") for e, w in CODE.items()}
        plan.lost = {e for (e, part), s in case.states.items() if part == "text" and s == "no answer"}
    else:
        plan.final = False  # none of them has all its answers recorded, and nothing is re-run
    return plan


def mark_by_two(room: ClassFolder, folder: Path, people: list[Plan]) -> None:
    """Two markers mark every text that waits, in the CSV that the command reads; what code could not say they leave open."""
    codes = codes_of(room, people)
    with open_book(room.assignment("paper-1")) as book:
        waiting = {(a.code, a.exercise) for a in book.answers() if a.state == "to mark"}
    for n, marker in enumerate("AB"):
        rows = [("code", "exercise", "criterion", "level", "comment")]
        for plan in people:
            code = codes.get(plan.student.number)
            for exercise, criteria in CRITERIA.items():
                if (code, exercise) in waiting and exercise != plan.excused:
                    rows += [(code, exercise, c, marks_of(plan.student)[n], f"{marker} on {c}") for c in criteria]
        with (folder / f"marks-{marker}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    assert (
        main(
            ["mark", "paper-1", "--import", *(str(folder / f"marks-{m}.csv") for m in "AB"), "--class", str(room.path)]
        )
        == 0
    )


def codes_of(room: ClassFolder, people: list[Plan]) -> dict[int, str]:
    """The code of each student who handed in, by number."""
    with open_book(room.assignment("paper-1")) as book:
        users = {s.lms["user"]: s.code for s in book.submissions()}
    return {p.student.number: users[u] for p in people for u in (p.student.user, p.student.participant) if u in users}


def settle(paper) -> None:
    """Set due time and late rule, as an instructor edits them after the release."""
    made = replace(read_assignment(paper.folder), due=DUE, late=Late(10, 0.1, DUE + dt.timedelta(days=7)))
    write_assignment(paper.folder, made)


def check(room: ClassFolder, people: list[Plan]) -> dict[int, float | None]:
    """Compare every state and total with what was written down."""
    codes = codes_of(room, people)
    with open_book(room.assignment("paper-1")) as book:
        states = {s.code: s.state for s in book.counting()}
        totals = book.totals(read_assignment(room.assignment("paper-1")), [p.code for p in read_roster(room)])["total"]
    wrong = []
    for plan in people:
        code = codes.get(plan.student.number)
        state, total = states.get(code, "none"), totals.get(code, math.nan)
        wanted = "final" if plan.total is not None else plan.state
        if (state, None if math.isnan(total) else round(total, 2)) != (
            wanted,
            None if plan.total is None else round(plan.total, 2),
        ):
            wrong.append((plan.student.number, state, total, wanted, plan.total))
    assert not wrong
    return {p.student.number: p.total for p in people}


def grades(path: Path, at: int, key: int = 1, mark: str = "utf-8") -> dict[str, str]:
    """A column of an export by the platform's number."""
    with path.open(encoding=mark, newline="") as file:
        return {row[key]: row[at] for row in list(csv.reader(file))[1:]}


def written(total: float | None) -> str:
    """A total as it stands in an export."""
    return "" if total is None else f"{round(total, 2):g}"


def test_through_canvas_and_back(paper, tmp_path, capsys):
    """Flat files, late, handed in again, Cyrillic and hostile; graded, killed, resumed, marked by two: each point is as it must be."""
    if find_sandbox(data_dir())[0] is None:
        pytest.skip(find_sandbox(data_dir())[1])
    room, people = paper.room, plans(paper, recorded=False)
    room.roster.unlink()
    export = synthetic.canvas_gradebook(tmp_path / "grades.csv", [p.student for p in people], WHOLE)
    enrol(room, read_people(export))
    settle(paper)
    sent = []
    for plan in people:
        for n, content in enumerate(plan.content):
            name = "моя работа.ipynb" if plan.student.number == 2 else f"paper-1{f'-{n}' if n else ''}.ipynb"
            sent.append(Sent(plan.student, content, name, plan.late, 90_000 + 1000 * n + plan.student.number))
    download = synthetic.canvas_download(tmp_path / "submissions.zip", sent)
    report = collect(room, "paper-1", download)
    assert (report.taken, len(report.whose)) == (61, 0)
    killed_and_resumed(paper)
    with open_book(paper.folder) as book:
        for plan in people:
            if plan.excused:
                book.excuse(codes_of(room, people)[plan.student.number], plan.excused, "ill")
    mark_by_two(room, tmp_path, people)
    totals = check(room, people)
    assert collect(room, "paper-1", download).taken == 0  # the same download again changes nothing
    assert check(room, people) == totals
    assert main(["return", "paper-1", "--canvas", str(export), "--class", str(room.path)]) == 0
    column = grades(paper.folder.out / "grades.csv", 5)
    assert {p.student.user: column[p.student.user] for p in people} == {
        p.student.user: written(p.total) for p in people
    }
    names = zipfile.ZipFile(paper.folder.out / "feedback.zip").namelist()
    last = {s.student.number: synthetic.canvas_name(s) for s in sent}
    assert sorted(names) == sorted(last[p.student.number] for p in people if p.total is not None)
    no_key_in_feedback(paper, people)
    no_name_elsewhere(room, [p.student for p in people])


def no_key_in_feedback(paper, people: list[Plan]) -> None:
    """Who was wrong is not told the right values, in whatever form they were computed."""
    archive = zipfile.ZipFile(paper.folder.out / "feedback.zip")
    right = [str(v) for v in paper.key["t-ex-count"]["values"]]
    wrong = {p.student.user for p in people if p.code["t-ex-count"] == 0}
    texts = [archive.read(n).decode() for n in archive.namelist() if n.split("_")[-3] in wrong]
    assert texts and not [t for t in texts if all(v in re.findall(r"\d+", t) for v in right)]


def killed_and_resumed(paper) -> None:
    """Grade, kill it in the middle, and call it again: the rest is done and nothing twice."""
    code = (
        "from pathlib import Path; from russia_nato.classroom.folder import ClassFolder\n"
        "from russia_nato.classroom.grade import grade; from russia_nato.classroom.sandbox import Limits\n"
        f"grade(ClassFolder(Path({str(paper.room.path)!r})), 'paper-1', limits=Limits(seconds=3))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ}, stdout=subprocess.DEVNULL)
    for _ in range(600):
        time.sleep(0.1)
        with open_book(paper.folder) as book:
            done = sum(s.state == "graded" for s in book.counting())
        if done >= 5:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    with open_book(paper.folder) as book:
        done = [s for s in book.counting() if s.state == "graded"]
        assert 5 <= len(done) < 50 and all(
            len([a for a in book.answers(s.code) if a.attempt == s.attempt]) == 5 for s in done
        )
        left = sum(s.state in ("collected", "late") for s in book.counting())
    assert grade(paper.room, "paper-1", limits=Limits(seconds=3), say=lambda line: None).done == left
    assert grade(paper.room, "paper-1", say=lambda line: None).done == 0


def no_name_elsewhere(room: ClassFolder, people: list[Student]) -> None:
    """No name that a platform knows stands in the class outside the roster and out/."""
    names = [n for p in people for n in (p.name, p.shown, p.name.partition(",")[0].lower() + "_")]
    for path in room.path.rglob("*"):
        if (
            path.is_file()
            and path != room.roster
            and path.parent.name != "out"
            and path.suffix in (".ipynb", ".sqlite", ".yml")
        ):
            text = path.read_bytes().decode("utf-8", "replace")
            assert not [n for n in names if n in text or n in str(path.relative_to(room.path))], path


def test_through_moodle_and_back(paper, tmp_path):
    """Old and new folders, flat and blind, without a sandbox: recorded answers count, what is not recorded stays open, each point is right."""
    room, people = paper.room, plans(paper, recorded=True)
    room.roster.unlink()
    named, blind = [p for p in people if p.student.number % 4], [p for p in people if not p.student.number % 4]
    export = synthetic.moodle_worksheet(
        tmp_path / "Bewertungen.csv", [p.student for p in named], language="de", points=WHOLE
    )
    hidden = synthetic.moodle_worksheet(tmp_path / "blind.csv", [p.student for p in blind], blind=True, points=WHOLE)
    enrol(room, read_people(export))
    settle(paper)
    forms = {1: "old", 2: "new", 3: "flat", 0: "blind"}
    for attempt in range(2):  # the download of the day before, and that of the last day
        for rest, form in forms.items():
            sent = [Sent(p.student, p.content[min(attempt, len(p.content) - 1)], "meine Arbeit.ipynb")
                    for p in people if p.content and p.student.number % 4 == rest]  # fmt: skip
            collect(room, "paper-1", synthetic.moodle_download(tmp_path / f"{form}.zip", sent, form))
    grade(room, "paper-1", sandboxed=False, say=lambda line: None)
    with open_book(paper.folder) as book:
        for plan in people:
            if plan.excused:
                book.excuse(codes_of(room, people)[plan.student.number], plan.excused, "ill")
    mark_by_two(room, tmp_path, people)
    check(room, people)
    for sheet, mine, at in ((export, named, 4), (hidden, blind, 2)):
        give_back(room, "paper-1", sheet)
        column = {
            re.search(r"\d+$", k)[0]: v for k, v in grades(paper.folder.out / sheet.name, at, 0, "utf-8-sig").items()
        }
        assert {p.student.participant: column[p.student.participant] for p in mine} == {
            p.student.participant: written(p.total) for p in mine
        }
    names = set(zipfile.ZipFile(paper.folder.out / "feedback.zip").namelist())
    for plan in people:
        whole = synthetic.moodle_name(Sent(plan.student, b"", "meine Arbeit.ipynb"), forms[plan.student.number % 4])
        assert (whole in names) == (whole.replace(".ipynb", ".html") in names) == (plan.total is not None)


def test_an_anonymous_course_of_canvas_and_back(paper, tmp_path):
    """Hidden persons get codes, points and feedback; the gradebook has no rows for them yet, and that is said."""
    room, people = paper.room, plans(paper, recorded=True)[:6]
    room.roster.unlink()
    export = synthetic.canvas_gradebook(tmp_path / "grades.csv", [p.student for p in people], WHOLE)
    enrol(room, read_people(export))
    sent = [Sent(p.student, p.content[0]) for p in people]
    collect(room, "paper-1", synthetic.canvas_download(tmp_path / "s.zip", sent, anonymous=True))
    grade(room, "paper-1", sandboxed=False, say=lambda line: None)
    with open_book(paper.folder) as book:
        codes = {s.lms["user"]: s.code for s in book.counting()}
        for answer in [a for a in book.answers() if a.state == "to mark"]:
            book.put_answers([replace(answer, state="marked", points=1.0)])
    result = give_back(room, "paper-1", export)
    assert (
        result.sheet.filled == 0
        and sorted(result.sheet.codes_without_row) == sorted(codes.values())
        and result.files == 6
    )
    assert sorted(zipfile.ZipFile(result.feedback).namelist()) == sorted(
        synthetic.canvas_name(s, anonymous=True) for s in sent
    )
    assert TURN in {(a.exercise, a.part) for a in open_book(paper.folder).answers()}
