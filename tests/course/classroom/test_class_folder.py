"""A class folder: refused where it could be published, names in one file, nothing half written."""

from __future__ import annotations

import datetime as dt
import math
import re
import subprocess

import pytest

from russia_nato.classroom.assignment import Assignment, Late, read_assignment, write_assignment
from russia_nato.classroom.folder import ClassError, ClassFolder, forget, open_class, refuse_checkout
from russia_nato.classroom.gradebook import Answer, Gradebook, Mark, Submission, open_book
from russia_nato.classroom.roster import enrol, read_people, read_roster
from russia_nato.cli import main

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Paper 1 (881)\n"
    "    Points Possible,,,,,10\n"
    '"O\'Brien, Mary",4711,A1,mob1,Section 1,\n'
    '"Жуков, Пётр",4712,A2,zhp,Section 2,\n'
    '"Student, Test",99,,,,\n'
)
MOODLE = (
    "Kennung;Vollständiger Name;E-Mail-Adresse;Status;Bewertung\n"
    "Teilnehmer/in 12;Mary O'Brien;mob@example.org;-;\n"
    "Teilnehmer/in 13;Пётр Жуков;zhp@example.org;-;\n"
)
PAPER = Assignment("paper-1", "Paper 1", "phase-3-workshop", {"a": {"code": 2, "text": 4}, "b": {"text": 4}})


def sent(code: str, *, attempt: int = 1, late: int = 0, counts: bool = True) -> Submission:
    """A submission of a code."""
    return Submission(
        code, attempt, "0" * 64, f"{attempt}-00000000.ipynb", "2026-10-05T18:00:00+00:00", late, counts, "collected"
    )


@pytest.fixture
def room(tmp_path) -> ClassFolder:
    """A class of two, as Canvas exports it."""
    (tmp_path / "grades.csv").write_text(CANVAS, "utf-8")
    made = ClassFolder(tmp_path / "class")
    enrol(made, read_people(tmp_path / "grades.csv"))
    return made


def test_a_class_inside_a_checkout_is_refused(tmp_path):
    """A folder in a git checkout is refused by name until git ignores it; so is one in a course that was downloaded."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with pytest.raises(ClassError, match="inside the checkout .* not ignored by git"):
        refuse_checkout(tmp_path / "class")
    (tmp_path / ".gitignore").write_text("class/\n")
    refuse_checkout(tmp_path / "class")
    with pytest.raises(ClassError):
        refuse_checkout(tmp_path / "klass")
    course = tmp_path.parent / f"{tmp_path.name}-course"
    (course / "data").mkdir(parents=True)
    for name in ("_toc.yml", "data/datapackage.json"):
        (course / name).touch()
    with pytest.raises(ClassError, match="the course's own folder"):
        refuse_checkout(course / "mine" / "class")


def test_a_roster_command_is_refused_inside_the_course(root, tmp_path, capsys):
    """`russia-nato roster` writes nothing into the checkout."""
    (tmp_path / "grades.csv").write_text(CANVAS, "utf-8")
    assert main(["roster", str(tmp_path / "grades.csv"), "--class", str(root / "my-class")]) == 1
    assert "allowed is a folder outside" in capsys.readouterr().err and not (root / "my-class").exists()


def test_a_canvas_list_gives_persons_and_random_codes(room):
    """The row of points and the test student are no persons; codes are not drawn from names and stay when the list is read again."""
    people = read_roster(room)
    assert [(p.lms, p.lms_id, p.name, p.section) for p in people] == [
        ("canvas", "4711", "O'Brien, Mary", "Section 1"),
        ("canvas", "4712", "Жуков, Пётр", "Section 2"),
    ]
    assert all(re.fullmatch("s-[0-9a-f]{4}", p.code) for p in people)
    again, new = enrol(room, read_people(room.path.parent / "grades.csv"))
    assert (again, new) == (people, 0)
    other = ClassFolder(room.path.parent / "other")
    assert {p.code for p in enrol(other, read_people(room.path.parent / "grades.csv"))[0]} != {p.code for p in people}


def test_a_moodle_list_is_known_in_any_language(tmp_path):
    """A grading worksheet is known by its first column, not by its titles; semicolons and addresses are read."""
    (tmp_path / "bewertung.csv").write_text(MOODLE, "utf-8-sig")
    people = read_people(tmp_path / "bewertung.csv")
    assert [(p.lms, p.lms_id, p.name, p.email) for p in people] == [
        ("moodle", "12", "Mary O'Brien", "mob@example.org"),
        ("moodle", "13", "Пётр Жуков", "zhp@example.org"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\n", "list.csv: 1 rows; a row of titles and a row for each person are required"),
        ("who,id\nA,1\n", "list.csv:1: the titles who, id: a column 'name' is required"),
        ("name,id\nA,1\n,2\n", "list.csv:3, column 'name': empty"),
        ("name,id\nA,1\nB,1\n", "list.csv: 1 stands twice"),
        ("Student,ID,Section\nA,seven,\n", "list.csv:2, column 'ID': 'seven': a whole number"),
    ],
)
def test_a_list_that_cannot_be_a_roster_is_refused(tmp_path, text, said):
    """Each mistake is named with file, row, value and what is allowed."""
    (tmp_path / "list.csv").write_text(text, "utf-8")
    with pytest.raises(ClassError) as e:
        read_people(tmp_path / "list.csv")
    assert said in str(e.value)


def test_names_stand_in_the_roster_alone(room):
    """After a gradebook was written no other file of the class holds a name."""
    folder = room.assignment("paper-1", make=True)
    write_assignment(folder, PAPER)
    with open_book(folder) as book:
        book.put_submission(sent(read_roster(room)[0].code))
        book.log("collected 1 file")
    found = [
        p.name for p in room.path.rglob("*") if p.is_file() and "Brien" in p.read_bytes().decode("utf-8", "replace")
    ]
    assert found == ["roster.csv"]


def test_a_unit_stands_whole_or_not_at_all(tmp_path):
    """An error in the middle of a submission leaves nothing of it and says whose it was; what stood before stays."""
    book = Gradebook(tmp_path / "g.sqlite")
    with book.unit("s-0001"):
        book.put_submission(sent("s-0001"))
    with pytest.raises(ZeroDivisionError) as e, book.unit("s-0002"):
        book.put_submission(sent("s-0002"))
        1 / 0  # noqa: B018
    assert e.value.__notes__ == ["nothing of s-0002 was written"]
    assert [s.code for s in Gradebook(tmp_path / "g.sqlite").submissions()] == ["s-0001"]


def test_what_is_written_is_read_again():
    """Submissions, answers, marks and excuses come back as they were given; only the attempt that counts answers."""
    book = Gradebook(":memory:")
    first, second = sent("s-1", counts=False), sent("s-1", attempt=2)
    answer = Answer(
        "s-1", 2, "a", "code", "right", 1.0, 2.0, {"kind": "number", "values": [1]}, True, "ab", ("Right.",)
    )
    mark = Mark("s-1", "a", "Limits", "B", 0.5, "name one more", "2026-10-06T10:00:00+00:00")
    book.put_submission(first)
    book.put_submission(second)
    book.put_answers([answer, Answer("s-1", 1, "a", "code", "wrong")])
    book.put_marks([mark])
    book.excuse("s-1", "b", "ill")
    assert book.submissions("s-1") == [first, second] and book.counting() == [second]
    assert book.answers() == [answer] and len(book.answers("s-1")) == 2
    assert book.marks() == [mark] and book.excuses() == {("s-1", "b"): "ill"}


def test_a_total_is_blank_until_every_part_is_final():
    """No hand-in, a question to mark and a missing answer each leave the total blank, never 0; an excuse counts neither way."""
    book = Gradebook(":memory:")
    for code in ("s-1", "s-2", "s-3"):
        book.put_submission(sent(code))
        book.put_answers([Answer(code, 1, "a", "code", "right", 1, 2), Answer(code, 1, "a", "text", "marked", 0.5, 2)])
    book.put_answers([Answer("s-1", 1, "b", "text", "marked", 1, 4), Answer("s-2", 1, "b", "text", "to mark")])
    totals = book.totals(PAPER, ["s-1", "s-2", "s-3", "s-4"])["total"]
    assert totals["s-1"] == 8 and all(math.isnan(totals[c]) for c in ("s-2", "s-3", "s-4"))
    book.excuse("s-3", "b", "ill")
    assert book.totals(PAPER, ["s-3"])["total"].tolist() == [pytest.approx(4 / 6 * 10)]


def test_being_late_costs_what_was_agreed():
    """Each day begun takes its share of all points, an extension moves the time, and the last day is the last."""
    due = dt.datetime(2026, 10, 5, 18, tzinfo=dt.UTC)
    day = dt.timedelta(days=1)
    paper = Assignment("p", "P", "u", {"a": {"text": 10}}, due, Late(15, 0.1, due + 3 * day), {"s-2": due + day})
    assert paper.minutes_late("s-1", due + day) == 1440 and paper.minutes_late("s-2", due + day) == 0
    assert paper.too_late("s-1", due + 4 * day) and not paper.too_late("s-1", due + 2 * day)
    book = Gradebook(":memory:")
    book.put_submission(sent("s-1", late=1500))
    book.put_answers([Answer("s-1", 1, "a", "text", "marked", 1, 10)])
    assert book.totals(paper, ["s-1"]).loc["s-1", ["deduction", "total"]].tolist() == [2.0, 8.0]


def test_settings_are_read_as_they_were_written(room):
    """assignment.yml holds all of an assignment, times with their zones."""
    due = dt.datetime(2026, 10, 5, 18, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    paper = Assignment(
        "paper-1", "Paper 1", "u", PAPER.points, due, Late(5, 0.1, due), {"s-7f3a": due}, {"by": "student"}, "r", "d"
    )
    folder = room.assignment("paper-1", make=True)
    write_assignment(folder, paper)
    assert read_assignment(folder) == paper and room.assignments() == ["paper-1"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("due: 2026-10-05", "paper-1/assignment.yml, due: '2026-10-05': a time with its zone"),
        ("late: {minus_per_day: 10}", "late, minus_per_day: 10: a number from 0 to 1 is allowed"),
        ("late: {fine: 1}", "late: fine: allowed are grace_minutes, minus_per_day, until"),
        ("points: {a: {essay: 3}}", "points, a: {'essay': 3}: code and text with their points are allowed"),
        ("colour: red", "colour: allowed are name, title"),
        ("points: [", "it must be valid YAML"),
    ],
)
def test_settings_that_are_wrong_are_refused(room, line, said):
    """A mistake in assignment.yml is named with the setting, the value and what is allowed."""
    folder = room.assignment("paper-1", make=True)
    write_assignment(folder, PAPER)
    text = "\n".join(row for row in folder.settings.read_text("utf-8").splitlines() if row[:4] not in (line[:4],))
    if line.startswith("points"):
        text = "name: paper-1"
    elif line.startswith("late"):
        text = text.replace("  grace_minutes: 0\n  minus_per_day: 0.0\n  until: null\n", "")
    folder.settings.write_text(f"{text}\n{line}\n", "utf-8")
    with pytest.raises(ClassError) as e:
        read_assignment(folder)
    assert said in str(e.value)


def test_an_assignment_that_is_not_there_is_named_with_those_that_are(room):
    """The message lists what can be named instead, and a bad name never becomes a path."""
    write_assignment(room.assignment("paper-1", make=True), PAPER)
    with pytest.raises(ClassError, match="allowed is one of: paper-1"):
        room.assignment("paper-2")
    with pytest.raises(ClassError, match="lower-case letters"):
        room.assignment("../paper-1")


def test_forget_deletes_a_class_and_nothing_else(room, capsys):
    """Without --yes nothing goes; a folder with files of others is refused; then all of it is gone."""
    write_assignment(room.assignment("paper-1", make=True), PAPER)
    assert main(["forget", "--class", str(room.path)]) == 1 and room.roster.is_file()
    (room.path / "thesis.docx").touch()
    with pytest.raises(ClassError, match=r"thesis.docx is not of the class"):
        forget(room.path)
    (room.path / "thesis.docx").unlink()
    assert main(["forget", "--class", str(room.path), "--yes"]) == 0 and not room.path.exists()
    with pytest.raises(ClassError, match=r"no roster.csv; call `russia-nato roster"):
        open_class(room.path)
