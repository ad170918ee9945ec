"""The marking desk: a page that works alone, by keyboard, with agreement before the rest opens, and marks that come back once."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from tests.browser import Site
from tests.course.classroom import small

from russia_nato.classroom.assignment import read_assignment
from russia_nato.classroom.desk import Share, write_desk
from russia_nato.classroom.folder import ClassError
from russia_nato.classroom.grade import grade
from russia_nato.classroom.gradebook import open_book
from russia_nato.classroom.marks import agreement, read_marks, take_marks, write_sheet
from russia_nato.cli import main
from russia_nato.measures.agreement import krippendorff_alpha

EVIL = "</script><script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">"
FORMULA = '=HYPERLINK("//x","y")'
TEXTS = [f"Text number {n} on the statements of March and July." for n in range(10)] + [
    "The same words.",
    "the same  WORDS.",
    EVIL,
    FORMULA,
]


@pytest.fixture
def waiting(paper):
    """Fourteen papers, two of which say the same, graded without running anything."""
    for n, text in enumerate(TEXTS):
        work = small.answered(paper.released, {}, {"t-ex-silence": text})
        if n == 0:
            work = small.answered(work, {"t-ex-turn": "answer = nothing_here"}, {})
        paper.hand_in(f"s-{n:04x}", small.as_bytes(work))
    grade(paper.room, "paper-1", sandboxed=False, say=lambda line: None)
    return paper


def items(path: Path) -> list[dict]:
    """Return the answers to the question of words that a page shows."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', path.read_text("utf-8"), re.S)
    return next(q["items"] for q in json.loads(found[1])["questions"] if q["part"] == "text")


def test_the_page_stands_alone_and_knows_codes_only(waiting):
    """No address, no name; rubric, model answer and samples are in it; what a student wrote cannot become markup."""
    path, n = write_desk(waiting.room, "paper-1")
    text = path.read_text("utf-8")
    assert "://" not in text and "A. Kay" not in text
    assert "tells the two kinds of gap apart" in text and small.HALF in text and small.SECRET in text
    assert "<img src=x" not in text
    assert n == 13 + 1
    assert sorted(len(i["codes"]) for i in items(path)) == [1] * 12 + [2]


def test_the_first_five_go_to_all_and_the_rest_is_shared(waiting):
    """Two markers have the same first five, and every other answer has one marker."""
    pages = [items(write_desk(waiting.room, "paper-1", marker=m, share=f"{n}/2")[0]) for n, m in ((1, "A"), (2, "B"))]
    first, rest = ([{i["id"] for i in p if i["first"] is b} for p in pages] for b in (True, False))
    assert first[0] == first[1] and len(first[0]) == 5
    assert not rest[0] & rest[1] and len(first[0] | rest[0] | rest[1]) == 13


def test_what_cannot_be_is_refused(waiting):
    """A share, a marker or a question that there is not, and an assignment in which nothing waits."""
    for wrong in ({"share": "3/2"}, {"marker": "B/C"}, {"question": "t-ex-trun"}):
        with pytest.raises(ClassError, match="allowed"):
            write_desk(waiting.room, "paper-1", **wrong)
    assert Share.read("1/3") == Share(1, 3)


def _file(path: Path, folder, marks: list[dict], marker: str = "B") -> Path:
    a = read_assignment(folder)
    about = {"assignment": a.name, "release": a.release, "marker": marker, "marks": marks}
    path.write_text(json.dumps(about), "utf-8")
    return path


def _marks(code: str, *levels: float) -> list[dict]:
    names = [r[0] for r in small.RUBRICS["t-ex-silence"]]
    return [
        {"code": code, "exercise": "t-ex-silence", "criterion": c, "level": v, "comment": ""}
        for c, v in zip(names, levels, strict=False)
    ]


def test_marks_become_points_when_every_criterion_has_one(waiting, tmp_path):
    """Two of three criteria give nothing yet; the third makes points; a second marker makes the mean; nothing counts twice."""
    a = read_assignment(waiting.folder)
    with open_book(waiting.folder) as book:
        codes = [s.code for s in book.counting()]

        def take(marks, marker="B"):
            return take_marks(
                book, a, read_marks(_file(tmp_path / f"marks-{marker}.json", waiting.folder, marks, marker), a, codes)
            )

        def points():
            return next(x.points for x in book.answers() if (x.code, x.exercise) == ("s-0001", "t-ex-silence"))

        assert take(_marks("s-0001", 1, 0.5)) == (2, 0)
        assert points() is None
        assert take(_marks("s-0001", 1, 0.5, 0)) == (3, 1)
        assert points() == 3.0
        take(_marks("s-0001", 1, 0.5, 0))
        assert points() == 3.0 and len(book.marks("s-0001")) == 3
        take(_marks("s-0001", 1, 0.5, 1), "C")
        assert points() == 4.0
        found = agreement(book.marks(), "t-ex-silence")
        assert (found.units, round(found.same, 2)) == (3, 0.67)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "s-9999"}, "code: 's-9999'"),
        ({"level": 2}, "0, 0.5 and 1 are allowed"),
        ({"level": "nan"}, "0, 0.5 and 1 are allowed"),
        ({"criterion": "style"}, "allowed is one of evidence, reach, limits"),
        ({"exercise": "x"}, "exercise: 'x'"),
    ],
)
def test_a_mark_that_cannot_be_is_named_and_none_of_its_file_counts(waiting, tmp_path, capsys, change, words):
    """File, mark, value and what is allowed are told, and the good marks of the same file wait with the bad one."""
    path = _file(
        tmp_path / "marks-B.json", waiting.folder, [*_marks("s-0001", 1, 1, 1), {**_marks("s-0002", 1)[0], **change}]
    )
    assert main(["mark", "paper-1", "--import", str(path), "--class", str(waiting.room.path)]) == 1
    assert words in (err := capsys.readouterr().err) and "marks-B.json, mark 4" in err
    with open_book(waiting.folder) as book:
        assert not book.marks()


def test_a_file_of_another_release_is_refused(waiting, tmp_path):
    """Marks of another paper do not slip in."""
    path = _file(tmp_path / "marks-B.json", waiting.folder, [])
    path.write_text(path.read_text("utf-8").replace("paper-1", "paper-2"), "utf-8")
    with pytest.raises(ClassError, match="marks of 'paper-2'"):
        read_marks(path, read_assignment(waiting.folder), [])


def test_a_sheet_says_the_same_as_the_page(waiting, tmp_path):
    """Written, filled in and read back, a CSV gives the same marks."""
    a, path = read_assignment(waiting.folder), tmp_path / "marks-B.csv"
    with open_book(waiting.folder) as book:
        codes = [s.code for s in book.counting()]
        n = write_sheet(path, book, a, "B")
        assert n == 14 * 3 + 1
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {r["answer"] for r in rows if FORMULA in r["answer"]} == {f"'{FORMULA}"}  # words, to a spreadsheet
        for row in rows:
            row["level"] = "0,5" if row["code"] == "s-0001" else ""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        take_marks(book, a, read_marks(path, a, codes))
        assert {(m.code, m.level, m.marker) for m in book.marks()} == {("s-0001", 0.5, "B")}
        again = tmp_path / "again.csv"
        write_sheet(again, book, a)
        assert {m.criterion for m in read_marks(again, a, codes)} == {"evidence", "reach", "limits"}


def _open(visit, path: Path, **options):
    return visit(Site(path.parent, path.parent.as_uri() + "/"), path.name, **options)


def test_a_marker_works_by_keyboard_alone_and_nothing_is_lost(waiting, visit, tmp_path):
    """Digits set levels and move on, n goes next, c writes a comment that is kept; a reload keeps all; the file comes back whole."""
    path, _ = write_desk(waiting.room, "paper-1", question="t-ex-silence")
    seen = _open(visit, path)
    page = seen.page
    assert page.title() != "pwned"
    for _ in range(3):
        for key in "210":
            page.keyboard.press(key)
        page.keyboard.press("n")
    page.keyboard.press("c")
    page.keyboard.type("Name the day: 23 July.")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    assert "3 of 13 marked" in page.inner_text(".count")
    assert page.evaluate("document.querySelectorAll('.criterion.now .name')[0].textContent").startswith("reach")
    page.reload()
    assert "3 of 13 marked" in page.inner_text(".count")
    page.keyboard.press("u")
    assert page.inner_text("#place") == "Answer 4 of 13"
    assert page.input_value("#comment") == "Name the day: 23 July."
    page.get_by_text("Keep this comment to use again").click()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("Alt+1")
    assert page.input_value("#comment") == "Name the day: 23 July."
    with page.expect_download() as download:
        page.keyboard.press("d")
    file = tmp_path / "marks-A.json"
    download.value.save_as(file)
    assert download.value.suggested_filename == "marks-A.json"
    a = read_assignment(waiting.folder)
    with open_book(waiting.folder) as book:
        found = read_marks(file, a, [s.code for s in book.counting()])
        equal = sum(len(i["codes"]) - 1 for i in items(path)[:3])
        assert len(found) == 3 * 3 + 1 + 3 * equal + (len(items(path)[3]["codes"]) - 1)
        assert {m.level for m in found} == {0, 0.5, 1}
        take_marks(book, a, found)
        assert {x.points for x in book.answers() if x.state == "marked"} == {3.0}
    assert not seen.off_site() and not seen.complaints


def test_the_rest_opens_when_two_markers_have_compared(waiting, visit, tmp_path):
    """Five are open; after another marker's file is read, share and alpha stand there as the course's own measure says, and the rest opens."""
    levels = {"A": [0, 0.5, 1, 1, 0], "B": [0, 1, 1, 1, 0.5]}
    files = {}
    pages = {}
    for n, marker in enumerate("AB", 1):
        path, _ = write_desk(waiting.room, "paper-1", marker=marker, share=f"{n}/2", question="t-ex-silence")
        page = pages[marker] = _open(visit, path).page
        assert "Answer 1 of 5" in page.inner_text("#place")
        for level in levels[marker]:
            for _ in range(3):
                page.keyboard.press({0: "0", 0.5: "1", 1: "2"}[level])
            page.keyboard.press("n")
        assert page.is_disabled("#open-rest")
        assert "compare" in page.inner_text("[role=status]")  # after the last of them n leads to what comes next
        place = page.locator("#gate").bounding_box()
        assert 0 <= place["y"] < page.viewport_size["height"]
        with page.expect_download() as download:
            page.keyboard.press("d")
        files[marker] = tmp_path / f"marks-{marker}.json"
        download.value.save_as(files[marker])
    page = pages["A"]
    page.set_input_files("input[type=file]", files["B"])
    page.wait_for_selector("#alpha")
    import pandas as pd

    table = pd.DataFrame({m: [v for v in levels[m] for _ in range(3)] for m in "AB"})
    assert page.inner_text("#alpha") == f"{krippendorff_alpha(table, 'interval'):.2f}"
    assert "9 of 15" in page.inner_text("#gate")
    page.click("#open-rest")
    assert page.inner_text("#place") == "Answer 6 of 9"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_can_be_read(waiting, visit, scheme, width):
    """Nothing is wider than the window, and axe finds no fault, in both modes."""
    from axe_playwright_python.sync_playwright import Axe

    path, _ = write_desk(waiting.room, "paper-1")
    seen = _open(visit, path, width=width, scheme=scheme)
    assert seen.overflow() <= 0
    found = Axe().run(seen.page).response["violations"]
    assert not found, [(v["id"], [n["html"][:120] for n in v["nodes"][:2]]) for v in found]
