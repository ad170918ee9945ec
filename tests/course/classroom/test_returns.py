"""Return: totals in the instructor's own export, feedback under the platform's names, and nothing of anybody else."""

from __future__ import annotations

import csv
import json
import math
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.course.classroom import synthetic

from russia_nato.classroom.assignment import Assignment, Late, read_assignment, write_assignment
from russia_nato.classroom.collect import collect
from russia_nato.classroom.feedback import Result, notebook, page
from russia_nato.classroom.folder import ClassError, ClassFolder
from russia_nato.classroom.gradebook import Answer, Mark, open_book
from russia_nato.classroom.returns import give_back, words
from russia_nato.classroom.roster import enrol, read_people, read_roster
from russia_nato.classroom.sheets import Sheet, moodle_column
from russia_nato.cli import main

PAPER = Assignment("paper-1", "Paper 1", "x", {"a": {"code": 2, "text": 10}}, late=Late(minus_per_day=0.1))
FIVE = synthetic.students(5)


def work(text: str) -> bytes:
    """A notebook with code and a text that is no harmless one."""
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "### Question A"},
        {
            "cell_type": "code",
            "id": "a-answer",
            "metadata": {"x": 1},
            "source": "answer = 1",
            "outputs": [{"o": "secret"}],
        },
        {"cell_type": "markdown", "id": "a-text", "metadata": {}, "source": text},
        {"cell_type": "markdown", "id": "end", "metadata": {}, "source": "### Another heading"},
    ]
    return json.dumps({"cells": cells, "metadata": {"russia_nato": {"assignment": "paper-1"}}}).encode()


def graded(room: ClassFolder, points: dict[str, float | None]) -> None:
    """Grade and mark by hand: the points of the text by the platform's number, None where it is still to mark."""
    codes = {s.lms["user"]: s.code for s in open_book(room.assignment("paper-1")).counting()}
    with open_book(room.assignment("paper-1")) as book:
        for user, given in points.items():
            state = "to mark" if given is None else "marked"
            book.put_answers([Answer(codes[user], 1, "a", "code", "wrong", 0, 0, words=("Two rows are off.",)),
                              Answer(codes[user], 1, "a", "text", state, 0, given)])  # fmt: skip
            book.put_marks([Mark(codes[user], "a", "Limits", "tutor-B", 0.5, f"Name one more, {user}.")])


@pytest.fixture
def canvas(tmp_path) -> ClassFolder:
    """Five in Canvas: four handed in, one late, three are final."""
    room = ClassFolder(tmp_path / "class")
    enrol(room, read_people(synthetic.canvas_gradebook(tmp_path / "grades.csv", FIVE)))
    write_assignment(room.assignment("paper-1", make=True), PAPER)
    sent = [
        synthetic.Sent(p, work(f"<script>alert('{p.user}')</script>"), f"my work {p.number}.ipynb", late=p.number == 2)
        for p in FIVE[:4]
    ]
    collect(room, "paper-1", synthetic.canvas_download(tmp_path / "s.zip", sent))
    graded(room, {FIVE[0].user: 8.5, FIVE[1].user: 10, FIVE[2].user: 0, FIVE[3].user: None})
    return room


def column(path: Path, n: int, mark: str = "utf-8") -> list[str]:
    """A column of a CSV file."""
    with path.open(encoding=mark, newline="") as file:
        return [row[n] for row in csv.reader(file)]


def test_canvas_gets_its_own_export_with_one_column_filled(canvas, tmp_path):
    """Final totals stand in the assignment's column, late as agreed, 0 where 0 is earned, blank where it is not final; no other cell changed."""
    result = give_back(canvas, "paper-1", tmp_path / "grades.csv")
    out = canvas.path / "paper-1" / "out" / "grades.csv"
    assert column(out, 5) == ["Paper 1 (881)", "12.00", "8.5", "8.8", "0", "", "", ""]
    before, after = (list(csv.reader(p.open(encoding="utf-8", newline=""))) for p in (tmp_path / "grades.csv", out))
    assert [r[:5] + r[6:] for r in before] == [r[:5] + r[6:] for r in after]
    assert result.sheet.filled == 3 and result.files == 3 and len(result.open) == 1
    assert re.search(
        r"not final, left blank \(1\): s-\S+ Smith3, Jo \(\w+: a text: to mark\)", words(result, read_roster(canvas))
    )


def test_canvas_feedback_has_the_names_of_the_download(canvas, tmp_path):
    """Each file has the name under which it came, so that Canvas pairs it, and is a notebook with a comment under the answer."""
    archive = zipfile.ZipFile(give_back(canvas, "paper-1").feedback)
    assert sorted(archive.namelist()) == sorted(zipfile.ZipFile(tmp_path / "s.zip").namelist()[:3])
    made = json.loads(archive.read(next(n for n in archive.namelist() if "4001" in n)))
    kinds = [c["source"].splitlines()[0] for c in made["cells"]]
    assert (
        kinds[0] == "> Paper 1: 8.5 of 12 points  "
        and kinds[1] == "### Question A"
        and kinds[4].startswith("> Feedback: 8.5 of 12")
    )
    assert "Limits: half met. Name one more, 4001." in made["cells"][4]["source"]
    assert "secret" not in json.dumps(made) and all(
        set(c) >= {"cell_type", "metadata", "source"} for c in made["cells"]
    )


def test_feedback_holds_nothing_of_anybody_else(canvas):
    """No other student's words, number or code, no marker's name, and no key stands in a person's file."""
    archive = zipfile.ZipFile(give_back(canvas, "paper-1").feedback)
    codes = {p.code for p in read_roster(canvas)}
    for name in archive.namelist():
        mine = re.search(r"_(4\d\d\d)_", name)[1]
        text = archive.read(name).decode()
        others = {p.user for p in FIVE} - {mine}
        assert not [word for word in (*others, *codes, "tutor-B") if word in text], name


@pytest.mark.parametrize(
    ("form", "language", "blind"),
    [("old", "en", False), ("new", "de", False), ("flat", "de", False), ("blind", "en", True)],
)
def test_moodle_gets_its_worksheet_and_folders_back(tmp_path, form, language, blind):
    """Titles of any language stay, the grade stands beside the right participant, and the feedback lies in the folders of the download."""
    room = ClassFolder(tmp_path / "class")
    sheet = synthetic.moodle_worksheet(tmp_path / "Bewertungen.csv", FIVE, language=language, blind=blind)
    enrol(room, read_people(sheet))
    write_assignment(room.assignment("paper-1", make=True), PAPER)
    sent = [synthetic.Sent(p, work("x"), "arbeit.ipynb") for p in FIVE[:2]]
    collect(room, "paper-1", synthetic.moodle_download(tmp_path / "s.zip", sent, form))
    graded(room, {FIVE[0].participant: 7.25, FIVE[1].participant: None})
    result = give_back(room, "paper-1", sheet)
    out = room.path / "paper-1" / "out" / "Bewertungen.csv"
    at = column(out, 0, "utf-8-sig").index(next(c for c in column(out, 0, "utf-8-sig") if FIVE[0].participant in c))
    grades = column(out, 2 if blind else 4, "utf-8-sig")
    assert grades[at] == "7.25" and [g for n, g in enumerate(grades[1:], 1) if n != at] == [""] * 4
    assert (
        out.read_bytes()[:3] == b"\xef\xbb\xbf"
        and out.read_text("utf-8-sig").splitlines()[0] == sheet.read_text("utf-8-sig").splitlines()[0]
    )
    head = synthetic.moodle_name(sent[0], form).removesuffix("arbeit.ipynb")
    assert zipfile.ZipFile(result.feedback).namelist() == [f"{head}arbeit.html", f"{head}arbeit.ipynb"]


@pytest.mark.parametrize("states", ["Submitted for grading", "-"])
def test_equal_grades_are_not_taken_for_the_maximum(tmp_path, states):
    """Where all have the same grade already, it is that column which is filled anew, and never the one of states."""
    rows = [["Identifier", "Full name", "Status", "Grade", "Maximum Grade"]]
    rows += [[f"Participant {n}", f"P {n}", states, "7.50", "12.00"] for n in (7, 8)]
    sheet = Sheet("w.csv", rows, ",", False, "\n")
    assert moodle_column(sheet) == 3
    assert moodle_column(replace(sheet, rows=[[*r[:3], "", *r[4:]] if n else r for n, r in enumerate(rows)])) == 3


def test_a_comma_stays_a_comma(tmp_path):
    """Where the platform writes 12,00 the grades are written so too."""
    room = ClassFolder(tmp_path / "class")
    rows = "ID;Vollständiger Name;Status;Bewertung;Bestwertung\nTeilnehmer/in 70003;Mary O'Brien;-;;12,00\nTeilnehmer/in 9;X;-;;12,00\n"
    (tmp_path / "w.csv").write_text(rows, "utf-8")
    enrol(room, read_people(tmp_path / "w.csv"))
    write_assignment(room.assignment("paper-1", make=True), PAPER)
    collect(room, "paper-1", synthetic.moodle_download(tmp_path / "s.zip", [synthetic.Sent(FIVE[0], work("x"))]))
    graded(room, {FIVE[0].participant: 7.5})
    give_back(room, "paper-1", tmp_path / "w.csv")
    assert "Mary O'Brien;-;7,5;12,00" in (room.path / "paper-1" / "out" / "w.csv").read_text("utf-8")


def test_a_person_without_a_file_is_found_by_name_or_address(tmp_path):
    """With a roster from Canvas a Moodle worksheet's row of somebody who handed nothing in is still that person's."""
    room = ClassFolder(tmp_path / "class")
    enrol(room, read_people(synthetic.canvas_gradebook(tmp_path / "grades.csv", FIVE)))
    write_assignment(room.assignment("paper-1", make=True), PAPER)
    collect(room, "paper-1", synthetic.moodle_download(tmp_path / "s.zip", [synthetic.Sent(FIVE[0], work("x"))]))
    graded(room, {FIVE[0].participant: 1})
    people = [*FIVE, synthetic.Student(50, "Stranger, A")]
    result = give_back(room, "paper-1", synthetic.moodle_worksheet(tmp_path / "w.csv", people))
    assert result.sheet.rows_of_nobody == ["moodle 70150"] and result.sheet.filled == 1


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (
            ("12.00", "10.00"),
            {},
            "the platform gives 10 points, the assignment 12; set the platform to 12, or call with --scale",
        ),
        (
            ("Paper 1 (881)", "Essay (881)"),
            {},
            "no single column 'Paper 1' or 'paper-1' or 'paper 1'; name one with --column: Essay (881)",
        ),
        (
            ("Student,ID", "Name,Number"),
            {},
            "neither a Canvas gradebook (Student, ID, ... Section) nor a Moodle grading worksheet",
        ),
        ((), {"column": "Paper 9"}, "no single column 'Paper 9'; name one with --column: Paper 1 (881), Paper 2 (882)"),
    ],
)
def test_an_export_that_does_not_fit_is_refused(canvas, tmp_path, change, options, said):
    """Other points, no column of that name and another file are refused with what to do, and nothing is written."""
    path = tmp_path / "g.csv"
    path.write_text((tmp_path / "grades.csv").read_text("utf-8").replace(*change or ("x", "x")), "utf-8")
    with pytest.raises(ClassError) as e:
        give_back(canvas, "paper-1", path, **options)
    assert said in str(e.value) and not (canvas.path / "paper-1" / "out" / "g.csv").exists()


def test_points_are_converted_when_asked(canvas, tmp_path):
    """--scale writes the same share of the platform's points, and --column names the column."""
    path = tmp_path / "g.csv"
    path.write_text((tmp_path / "grades.csv").read_text("utf-8").replace("12.00", "100"), "utf-8")
    give_back(canvas, "paper-1", path, scale=True, column="Paper 1 (881)")
    assert column(canvas.path / "paper-1" / "out" / "g.csv", 5)[2:4] == ["70.83", "73.33"]


def test_an_export_in_out_is_never_overwritten(canvas):
    """The instructor's own file stays; the copy is named otherwise only by its folder."""
    mine = synthetic.canvas_gradebook(canvas.path / "paper-1" / "out" / "grades.csv", FIVE)
    with pytest.raises(ClassError, match="it would be overwritten"):
        give_back(canvas, "paper-1", mine)


def test_the_page_asks_nothing_of_anybody():
    """What a student typed is shown and never runs; there is no script, link, image or request in the page."""
    made = page(
        json.loads(work("<script>x</script><img src=http://evil>")), Result(PAPER, [], [], {"a": "ill"}, 12, 0, 0, {})
    )
    tags = set(re.findall(r"<([a-z0-9]+)[ >]", made))
    assert tags <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "pre", "section", "div"}
    assert "&lt;script&gt;" in made and "excused (ill)" in made and "default-src 'none'" in made


def test_comments_are_no_markup_and_lost_exercises_are_named():
    """A comment with Markdown or HTML in it is shown as typed; an exercise that the file lost is told at its end."""
    marks = [Mark("s-1", "a", "Limits", "B", 1, "<b>*well*</b>")]
    made = notebook(
        {"cells": [None, {"cell_type": "markdown", "source": "only"}]}, Result(PAPER, [], marks, {}, 5, 0, 0, {})
    )
    assert (
        r"\<b\>\*well\*\</b\>" in made["cells"][-1]["source"]
        and "a was not found in your file." in made["cells"][-1]["source"]
    )


def test_the_same_result_gives_the_same_files(canvas, tmp_path):
    """Called twice, return writes the same bytes, so that a difference means something."""
    once = give_back(canvas, "paper-1", tmp_path / "grades.csv")
    before = [once.feedback.read_bytes(), once.sheet.path.read_bytes()]
    again = give_back(canvas, "paper-1", tmp_path / "grades.csv")
    assert [again.feedback.read_bytes(), again.sheet.path.read_bytes()] == before


def test_an_excuse_counts_neither_way(canvas, tmp_path, capsys):
    """`russia-nato excuse` takes a question out of a total and tells why; an unknown code or exercise is refused with what is allowed."""
    write_assignment(
        canvas.assignment("paper-1"), Assignment("paper-1", "Paper 1", "x", {**PAPER.points, "b": {"text": 4}})
    )
    code = next(p.code for p in read_roster(canvas) if p.lms_id == FIVE[0].user)
    call = lambda *words: main(["excuse", "paper-1", *words, "--because", "ill", "--class", str(canvas.path)])  # noqa: E731
    assert call("s-0000") == 1 and "a code such as s-7f3a is allowed" in capsys.readouterr().err
    assert call(code, "c") == 1 and "allowed is one of a, b" in capsys.readouterr().err
    assert math.isnan(total_of(canvas, code))
    assert call(code, "b") == 0 and total_of(canvas, code) == pytest.approx(8.5 / 12 * 16)


def total_of(room: ClassFolder, code: str) -> float:
    """The total of a code."""
    folder = room.assignment("paper-1")
    return open_book(folder).totals(read_assignment(folder), [code])["total"].iloc[0]


def test_the_command_returns(canvas, tmp_path, capsys):
    """`russia-nato return` says what it wrote; before anything was collected it says what to call first."""
    assert main(["return", "paper-1", "--canvas", str(tmp_path / "grades.csv"), "--class", str(canvas.path)]) == 0
    assert capsys.readouterr().out.startswith("3 grades in ")
    write_assignment(canvas.assignment("paper-2", make=True), PAPER)
    assert main(["return", "paper-2", "--class", str(canvas.path)]) == 1
    assert "nothing was collected; call `russia-nato collect paper-2 DOWNLOAD` first" in capsys.readouterr().err
    assert math.isnan(open_book(canvas.assignment("paper-2")).totals(PAPER, ["s-0000"])["total"].iloc[0])
