"""A release gives students what they need and nothing of the instructor's."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.course.classroom import small

import russia_nato as rn
from russia_nato.classroom.assignment import Assignment, read_assignment
from russia_nato.classroom.folder import ClassError, ClassFolder
from russia_nato.classroom.leaks import LeakError, Secrets, find_leaks, gather
from russia_nato.classroom.release import release
from russia_nato.classroom.sources import SourceError, read_unit
from russia_nato.classroom.student_copy import DATA, given_code, student_notebook
from russia_nato.classroom.variants import Variant, read_draw
from russia_nato.exercises.digest import data_digest

SECRET = small.SECRET


@pytest.fixture
def own_course(course: Path, tmp_path: Path, monkeypatch) -> Path:
    """A copy of the small course to be spoiled."""
    shutil.copytree(course, tmp_path / "own")
    monkeypatch.setenv("RUSSIA_NATO_DATA", str(tmp_path / "own" / "data"))
    return tmp_path / "own"


@pytest.fixture
def room(tmp_path: Path) -> ClassFolder:
    """An empty class."""
    (tmp_path / "room").mkdir()
    rows = "".join(f"s-00{n:02d},canvas,{n},Person {n},,,{'AB'[n % 2]}\n" for n in range(8))
    (tmp_path / "room" / "roster.csv").write_text(f"code,lms,lms_id,name,email,login,section\n{rows}", "utf-8")
    return ClassFolder(tmp_path / "room")


def plant(course: Path, where: str, text: str, **cell) -> None:
    """Put text into a cell of the notebook."""
    path = course / "notebooks" / f"{small.UNIT}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    found = next(c for c in notebook["cells"] if c["id"] == where)
    found["source"] += f"\n{text}"
    found.update(cell)
    path.write_text(json.dumps(notebook), "utf-8")


def test_a_release_holds_what_students_need(paper):
    """Notebook, worksheet, rubric and data stand in release/, the key beside it; the settings know digest and points."""
    files = {p.relative_to(paper.folder.release).as_posix() for p in paper.folder.release.rglob("*") if p.is_file()}
    assert {
        "paper-1.ipynb",
        "worksheet.html",
        "rubric.md",
        "data/events.csv",
        "data/datapackage.json",
        "data/checks/phase-3.yml",
    } <= files
    assert not any("key" in f or "solution" in f for f in files)
    assert set(paper.key) == {"t-ex-turn", "t-ex-count", "t-ex-stance"}
    settings = read_assignment(paper.folder)
    about = paper.released["metadata"]["russia_nato"]
    assert about == {"assignment": "paper-1", "release": settings.release, "data": data_digest()}
    assert data_digest(paper.folder.release / "data") == data_digest()
    assert settings.points["t-ex-turn"] == {"code": 4, "text": 2}


def test_the_rubric_for_students_names_points_and_not_what_meets_them(paper):
    """Criteria and points, in full; what would meet a criterion is the marker's."""
    text = (paper.folder.release / "rubric.md").read_text("utf-8")
    assert "| evidence | 2 |" in text and "| the values of the answer | 4 |" in text
    assert "by date" not in text


def test_the_worksheet_asks_nothing_of_the_network(paper):
    """One page with every prompt and room to write; no script, no address that loads."""
    text = (paper.folder.release / "worksheet.html").read_text("utf-8")
    assert all(title in text for _, title, _, _ in small.PROMPTS.values())
    assert not re.search(r"<script|src=|href=|url\(|@import", text)
    assert text.count("<i></i>") == 5 + 4 + 8 + 4  # a line for ten words that are asked for, four for a value


def test_exercises_that_are_not_chosen_stay_at_home(course, room):
    """Only the chosen exercises stand in the notebook, with what stands around them."""
    made = release(room, "one", ["t-ex-silence"])
    cells = json.loads((made.folder / "one.ipynb").read_text("utf-8"))["cells"]
    assert [c["metadata"]["exercise"]["id"] for c in cells if "exercise" in c["metadata"]] == ["t-ex-silence"]
    assert not any(c["id"].startswith("t-ex-turn") for c in cells)
    assert cells[-1]["source"] == "rn.hand_in()" and any(c["id"] == "t-setup" for c in cells)


def test_what_cannot_be_released_is_refused_with_what_is_allowed(course, room):
    """Unknown exercises, none at all, and names that files cannot have."""
    with pytest.raises(SourceError, match="'t-ex-trun': unknown; allowed is one of t-ex-count"):
        release(room, "one", ["t-ex-trun"])
    with pytest.raises(ClassError, match="not in"):
        release(room, "one")
    with pytest.raises(ClassError, match="lower-case"):
        release(room, "Paper 1", ["t-ex-turn"])


def test_a_release_that_was_worked_on_does_not_change(paper):
    """Once a paper has come in, other exercises need another name; the same release can be written again."""
    paper.hand_in("s-7f3a", small.as_bytes(paper.released))
    with pytest.raises(ClassError, match="1 submission to release"):
        release(paper.room, "paper-1", ["t-ex-silence"])
    assert release(paper.room, "paper-1").digest == read_assignment(paper.folder).release


def test_a_solution_that_its_own_form_refuses_is_told_before_students_are_marked_by_it(own_course, room):
    """Form and solution must agree, or nobody could be right."""
    path = own_course / "instructor" / "solutions" / "t-ex-turn.md"
    path.write_text(path.read_text("utf-8").replace(".tolist()", ".sum()"), "utf-8")
    with pytest.raises(ClassError, match=r"its own solution is wrong by data/checks"):
        release(room, "one", ["t-ex-turn"])


PNG = base64.b64encode(bytes(range(256)) * 3).decode()
_YEARS = rn.load_events().query("phase_id == 'founding-act'")["start_date"].dt.year.value_counts().sort_index()
COUNTS = ", ".join(f"{year} {n}" for year, n in _YEARS.items()) + "."  # what an exercise asks for, as words


@pytest.mark.parametrize(
    ("where", "text", "cell"),
    [
        ("t-ex-silence-text", SECRET, {}),
        ("t-chart", f"# {SECRET.upper()}", {}),
        ("t-title", SECRET.replace(" ", "\n\n> *") + "*", {}),
        ("t-title", base64.b64encode(SECRET.encode()).decode(), {}),
        ("t-title", f"<span data-x='{SECRET.encode().hex()}'></span>", {}),
        ("t-title", "".join(f"&#{ord(c)};" for c in SECRET), {}),
        ("t-title", "accept seven weeks too", {}),
        ("t-title", "reviewer remark of may", {}),
        ("t-title", "The right list: -1, -1, -1, -2, -1, -1, -1.", {}),
        ("t-title", COUNTS, {}),
        ("t-title", "See instructor/solutions for more.", {}),
        ("t-title", "![](attachment:a.png)", {"attachments": {"a.png": {"image/png": PNG}}}),
        ("t-title", "Of the private bank come these nine words and no others.", {}),
    ],
    ids=["text", "upper", "broken", "base64", "hex", "entities", "note", "metadata", "value", "counts", "path", "attachment", "private"],
)  # fmt: skip
def test_a_planted_canary_stops_the_release(own_course, room, tmp_path, monkeypatch, where, text, cell):
    """Wherever a solution, a note, a value, a file or a private text stands in the notebook, nothing is written."""
    (own_course / "instructor" / "scheme.bin").write_bytes(bytes(range(256)) * 3)
    (own_course / "instructor" / "notes.md").write_text("<!-- accept seven weeks too -->\n", "utf-8")
    hidden = {"cells": [], "metadata": {"remarks": "reviewer remark of May"}, "nbformat": 4, "nbformat_minor": 5}
    (own_course / "instructor" / "draft.ipynb").write_text(json.dumps(hidden), "utf-8")
    (tmp_path / "bank" / "solutions").mkdir(parents=True)
    (tmp_path / "bank" / "memo.txt").write_text("Of the private bank come these nine words and no others.", "utf-8")
    monkeypatch.setenv("RUSSIA_NATO_PRIVATE", str(tmp_path / "bank"))
    assert release(room, "clean", list(small.PROMPTS)).digest
    plant(own_course, where, text, **cell)
    with pytest.raises(LeakError) as refused:
        release(room, "spoiled", list(small.PROMPTS))
    assert "spoiled.ipynb" in str(refused.value)
    assert not (room.path / "spoiled" / "release").exists()
    assert not list((room.path / "spoiled").glob("*.part"))


def test_metadata_and_outputs_of_the_source_do_not_go_along(own_course, room):
    """Remarks in metadata, outputs and files that are not shown stay at home, so that there is nothing to find."""
    plant(
        own_course, "t-chart", "", metadata={"instructor": SECRET}, outputs=[{"output_type": "stream", "text": SECRET}]
    )
    plant(own_course, "t-title", "", attachments={"a.txt": {"text/plain": SECRET}})
    made = release(room, "one", list(small.PROMPTS))
    assert SECRET.split()[3] not in (made.folder / "one.ipynb").read_text("utf-8") and SECRET not in (
        made.folder / "one.ipynb"
    ).read_text("utf-8")


def _zip(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        SECRET.encode(),
        SECRET.swapcase().encode("utf-16"),
        gzip.compress(SECRET.encode()),
        _zip("a.md", SECRET.encode()),
        _zip("a.bin", gzip.compress(base64.b64encode(SECRET.encode()))),
        base64.b64encode(base64.b64encode(SECRET.encode())),
        base64.encodebytes(SECRET.encode() * 3),
        base64.urlsafe_b64encode(b"??>" + SECRET.encode()),
        json.dumps({"source": [w + " " for w in SECRET.split()]}).encode(),
        json.dumps(SECRET.replace("a", "\u00e1").replace("\u00e1", "a")).encode(),
        html.escape("<p>" + SECRET.replace(" ", "</i> <i>")).encode(),
        "".join(f"%{b:02x}" for b in SECRET.encode()).encode(),
        b"\x00\xff\xfe binary " * 9 + base64.b64encode(SECRET.encode()),
    ],
)
def test_words_are_found_behind_encodings(data):
    """Archives, base64 within base64, JSON, entities, escapes: eight words in a row are found in all of them."""
    secrets = Secrets()
    secrets.add_text(SECRET, "instructor/a.md")
    assert find_leaks([("out", data)], secrets)
    assert not find_leaks([("out", b"The gap that matters runs from March to July of that year.")], secrets)


def test_what_is_public_may_be_quoted(tmp_path):
    """A solution that quotes the data or a chapter makes no leak of what everybody has."""
    (tmp_path / "instructor").mkdir()
    (tmp_path / "instructor" / "a.md").write_text("He said: one two three four five six seven eight nine.", "utf-8")
    (tmp_path / "quotes.csv").write_text("one two three four five six seven eight nine", "utf-8")
    secrets = gather([("instructor", tmp_path / "instructor")], [tmp_path / "quotes.csv"])
    assert not find_leaks([("a", b"one two three four five six seven eight nine")], secrets)
    assert find_leaks([("a", b"he said one two three four five six")], secrets)


VARIANT = {
    "in_place_of": {"russia": "Russia"},
    "values": {"russia": "Russia", "france": "France"},
    "by": "student",
    "seed": 3,
}


def test_variants_change_prompt_and_truth_together(course, room):
    """Another actor in the place of the exercise's: in its words, its given code and its answer; the draw stays."""
    settings = Assignment("own", "Own", small.UNIT, {"t-ex-turn": {"code": 4, "text": 2}}, variant=VARIANT)
    (room.path / "own").mkdir()
    from russia_nato.classroom.assignment import write_assignment

    write_assignment(ClassFolder(room.path).assignment("own", make=True), settings)
    made = release(room, "own")
    prompts = {
        name: next(
            c["source"]
            for c in json.loads((made.folder / name / "own.ipynb").read_text("utf-8"))["cells"]
            if c["id"] == "t-ex-turn"
        )
        for name in ("russia", "france")
    }
    assert "France's stances" in prompts["france"] and "Russia" not in prompts["france"].replace("t-ex", "")
    folder = room.assignment("own")
    key = json.loads((folder.key / "key.json").read_text("utf-8"))
    assert key["russia"]["t-ex-turn"]["values"] != key["france"]["t-ex-turn"]["values"]
    drawn = read_draw(folder)
    assert set(drawn.values()) == {"russia", "france"} and len(drawn) == 8
    release(room, "own")
    assert read_draw(folder) == drawn
    assert "Person" not in (folder.key / "variants.csv").read_text("utf-8")


def test_sections_share_a_variant():
    """By section, everybody of a section has the same one."""
    from russia_nato.classroom.roster import Person

    variant = Variant("a", "A", {n: n for n in "bcdefgh"}, by="section", seed=2)
    drawn = {variant.draw(Person(f"s-{n:04x}", "", "", "", section=s)) for n in range(9) for s in "A"}
    assert len(drawn) == 1


def test_a_private_bank_wins_and_holds_exercises_of_its_own(course, room, tmp_path, monkeypatch):
    """A solution of the private bank takes the place of the course's, and its notebooks can be released."""
    bank = tmp_path / "bank"
    (bank / "solutions").mkdir(parents=True)
    (bank / "notebooks").mkdir()
    own = json.loads(json.dumps(small.notebook()).replace("t-ex-count", "q-ex-count"))
    (bank / "notebooks" / "exam-1.ipynb").write_text(json.dumps(own), "utf-8")
    (bank / "solutions" / "t-ex-count.md").write_text(
        "## Solution\n\n```python\nanswer = phase[:9].groupby(phase['start_date'].dt.year).size()\n```\n"
    )
    monkeypatch.setenv("RUSSIA_NATO_PRIVATE", str(bank))
    assert read_unit(bank / "notebooks" / "exam-1.ipynb").exercises["q-ex-count"].points == 4
    (course / "instructor" / "solutions" / "t-ex-count.md").read_text("utf-8")
    made = release(room, "one", ["t-ex-silence"])
    assert made.assignment.unit == "exam-1"
    with pytest.raises(SourceError, match="no such folder"):
        monkeypatch.setenv("RUSSIA_NATO_PRIVATE", str(tmp_path / "none"))
        release(room, "two", ["t-ex-silence"])


def test_points_of_the_settings_scale_the_rubric(course, room):
    """What the instructor gives for an exercise is what its criteria add up to."""
    release(room, "one", ["t-ex-silence"])
    folder = room.assignment("one")
    from russia_nato.classroom.assignment import write_assignment

    write_assignment(folder, replace(read_assignment(folder), points={"t-ex-silence": {"text": 12}}))
    release(room, "one")
    assert "| evidence | 4 |" in (folder.release / "rubric.md").read_text("utf-8")


def test_every_notebook_of_the_course_can_be_released(root, monkeypatch):
    """No prompt, given cell or heading says eight words that a solution says; so an instructor meets no refusal."""
    monkeypatch.delenv("RUSSIA_NATO_DATA", raising=False)
    monkeypatch.delenv("RUSSIA_NATO_PRIVATE", raising=False)
    public = [p for pattern in DATA for p in (root / "data").glob(pattern)] + sorted((root / "chapters").glob("*.md"))
    units = [read_unit(p) for p in sorted((root / "notebooks").glob("*.ipynb"))]
    cells = {u.name: student_notebook(u, list(u.exercises)) for u in units}
    secrets = gather(
        [("instructor", root / "instructor")], public, given_code([c for found in cells.values() for c in found])
    )
    leaks = find_leaks([(name, json.dumps(found).encode()) for name, found in cells.items()], secrets)
    assert not leaks, "\n".join(map(str, leaks))
    assert len(units) >= 17
