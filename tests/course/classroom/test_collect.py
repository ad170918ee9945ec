"""Collect: every file under the right code or named as nobody's, whatever the platform called it; bad files harm nobody."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from russia_nato.classroom import download as reading
from russia_nato.classroom.assignment import Assignment, Late, write_assignment
from russia_nato.classroom.collect import collect, words
from russia_nato.classroom.download import read_download
from russia_nato.classroom.folder import ClassError, ClassFolder
from russia_nato.classroom.lms import Owners, origin
from russia_nato.classroom.roster import Person, enrol, read_roster
from russia_nato.cli import main

PEOPLE = [
    Person("", "canvas", "4711", "O'Brien, Mary", "mob@example.org", "mob1"),
    Person("", "canvas", "4712", "Жуков, Пётр", "zhp@example.org", "zhp"),
    Person("", "canvas", "4713", "Smith3, Jo", "jo@example.org", "smith3"),
    Person("", "canvas", "4714", "Müller, Anna_2", "am@example.org", "am"),
]
DUE = dt.datetime(2026, 10, 5, 18, tzinfo=dt.UTC)
POINTS = {"p3-ex-silence": {"text": 6}}


def work(
    text: str = "mine", *, name: str = "paper-1", time: dt.datetime | None = None, ident: str = "p3-ex-silence"
) -> bytes:
    """A notebook as it is handed in."""
    prompt = {"id": ident, "cell_type": "markdown", "metadata": {}, "source": "### Silence"}
    answer = {"id": f"{ident}-text", "cell_type": "markdown", "metadata": {}, "source": text}
    about = {"assignment": name} | ({"time": time.isoformat()} if time else {})
    return json.dumps({"cells": [prompt, answer], "metadata": {"russia_nato": about}}).encode()


@pytest.fixture
def room(tmp_path) -> ClassFolder:
    """A class of four with an assignment that was due."""
    made = ClassFolder(tmp_path / "class")
    enrol(made, PEOPLE)
    late = Late(10, 0.1, DUE + dt.timedelta(days=3))
    write_assignment(
        made.assignment("paper-1", make=True), Assignment("paper-1", "Paper 1", "phase-3-workshop", POINTS, DUE, late)
    )
    return made


@pytest.fixture
def send(room, tmp_path):
    """Zip files, collect them, and return the report."""

    def zipped(files: dict[str, bytes]):
        path = tmp_path / "submissions (2).zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return collect(room, "paper-1", path)

    return zipped


def states(report) -> dict[str, list[tuple[str, int, bool]]]:
    """State, minutes late and whether it counts, by the platform's number of the person."""
    codes = {p.code: p.lms_id for p in report.people}
    out: dict[str, list] = {}
    for s in report.submissions:
        out.setdefault(codes[s.code], []).append((s.state, s.late, s.counts))
    return out


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("obrienmary_4711_90210_paper-1.ipynb", "4711"),
        ("obrienmary_LATE_4711_90210_paper-1-1.ipynb", "4711"),
        ("o_brien_mary_late_4711_90210_my paper (2).ipynb", "4711"),
        ("жуковпётр_4712_90211_мой_файл_1_2.ipynb", "4712"),
        ("smith3jo_4713_90212_3_4_paper.ipynb", "4713"),
        ("smith3_LATE_4713_90212_LATE_1_2_x.ipynb", "4713"),
        ("4714_90213_paper.ipynb", "4714"),
        ("LATE_4714_90213_paper.ipynb", "4714"),
        ("submissions/müller_4714_90213_paper.ipynb", "4714"),
        ("obrienmary_4711_90210_work.zip/inner/paper.ipynb", "4711"),
        ("Mary O'Brien_104_assignsubmission_file_/paper.ipynb", "4711"),
        ("Пётр Жуков_105_assignsubmission_file/deep/er/paper.ipynb", "4712"),
        ("Anna_2 Müller_106_assignsubmission_file_paper_7_8.ipynb", "4714"),
        ("submitted/smith3/paper-1/paper-1.ipynb", "4713"),
        ("mob1/paper.ipynb", "4711"),
        ("paper (zhp).ipynb", "4712"),
        ("nobody_2_4711_90210_paper.ipynb", None),
        ("jo@example.org.ipynb", None),
        ("paper_mob1_zhp.ipynb", None),
        ("paper.ipynb", None),
        ("nobody_9999_1_paper.ipynb", None),
        ("Jane Doe_107_assignsubmission_file_/paper.ipynb", None),
    ],
)
def test_a_path_leads_to_its_person_or_to_nobody(path, who):
    """Forms of Canvas, Moodle (old, 4.1, flat), nbgrader and plain folders lead to the person; what is not certain leads to nobody."""
    owners = Owners([Person(f"s-000{n}", *list(vars(p).values())[1:]) for n, p in enumerate(PEOPLE)])
    found = owners.of(PurePosixPath(path))
    assert (found.lms_id if found else None) == who


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("anon_a1B2c_90210_paper.ipynb", ("canvas", "anon_a1B2c", "90210", "paper.ipynb", False)),
        ("anon_00017_90210_paper.ipynb", ("canvas", "anon_00017", "90210", "paper.ipynb", False)),
        ("LATE_anon_a1B2c_90210_paper.ipynb", ("canvas", "anon_a1B2c", "90210", "paper.ipynb", True)),
        ("Participant 7_104_assignsubmission_file_/paper.ipynb", ("moodle", "104", "", "paper.ipynb", False)),
        ("K_104_assignsubmission_onlinetext/onlinetext.html", ("moodle", "104", "", "onlinetext.html", False)),
    ],
)
def test_what_a_platform_writes_is_read(path, expected):
    """Numbers, the student's own name of the file and the word LATE are kept apart."""
    found = origin(PurePosixPath(path))
    assert (found.system, found.user, found.file, found.own, found.late) == expected


def test_a_canvas_download_is_taken_once(send, room):
    """Late, twice and not at all are told; a second call takes nothing new; files stand under codes, with their bytes."""
    first = work("first", time=DUE - dt.timedelta(hours=2))
    files = {
        "obrienmary_4711_100_paper.ipynb": first,
        "obrienmary_4711_120_paper-1.ipynb": work("second", time=DUE - dt.timedelta(hours=1)),
        "жуковпётр_LATE_4712_101_paper.ipynb": work(time=DUE + dt.timedelta(hours=25)),
        "smith3jo_4713_102_paper.ipynb": work(),
    }
    report = send(files)
    assert states(report) == {
        "4711": [("superseded", 0, False), ("collected", 0, True)],
        "4712": [("late", 1500, True)],
        "4713": [("collected", 0, True)],
    }
    said = words(report, Assignment("paper-1", "", "", POINTS))
    assert "4 new files, 0 known. 3 of 4 handed in." in said
    for pattern in (
        r"late \(1\): s-\S+ Жуков, Пётр \(25 h 0 min\)",
        r"more than once \(1\): .*Mary \(2\)",
        r"not at all \(1\): .*Müller",
    ):
        assert re.search(pattern, said), said
    codes = {p.lms_id: p.code for p in read_roster(room)}
    kept = list((room.path / "paper-1" / "submissions" / codes["4711"]).glob("1-*.ipynb"))
    assert [k.read_bytes() for k in kept] == [first]
    again = send(files)
    assert (again.taken, again.known) == (0, 4) and again.submissions == report.submissions


def test_an_older_download_changes_nothing(send):
    """After a newer file was collected, the download of last week does not bring the older one back."""
    old, new = {"k_4711_100_a.ipynb": work("old")}, {"k_4711_120_a-1.ipynb": work("new")}
    send(new)
    assert states(send(old))["4711"] == [("collected", 0, True), ("superseded", 0, False)]


def test_a_file_that_is_handed_in_again_as_before_counts_again(send):
    """A, then B, then A: the last word is A, and it is stored once."""
    for number, text in ((100, "A"), (110, "B"), (120, "A")):
        report = send({f"k_4711_{number}_a.ipynb": work(text)})
    assert states(report)["4711"] == [("collected", 0, True), ("superseded", 0, False)]


@pytest.mark.parametrize(
    "folder", ["{}_assignsubmission_file_/", "{}_assignsubmission_file/", "{}_assignsubmission_file_"]
)
def test_moodle_folders_of_each_kind_are_read(send, folder):
    """Old and new folders and flat files give the same, with the number that Moodle's worksheet needs."""
    report = send({folder.format("Mary O'Brien_104") + "paper.ipynb": work()})
    assert states(report) == {"4711": [("collected", 0, True)]}
    assert report.submissions[0].lms["user"] == "104"


def test_an_anonymous_course_gets_codes_without_names(send, room):
    """Who is hidden by Canvas or Moodle is a new code each, the same when the download is collected again."""
    files = {
        "anon_a1B2c_100_a.ipynb": work("a"),
        "LATE_anon_x9Y8z_101_a.ipynb": work("b"),
        "Participant 7_104_assignsubmission_file_/a.ipynb": work("c"),
    }
    report = send(files)
    assert states(report) == {
        "anon_a1B2c": [("collected", 0, True)], "anon_x9Y8z": [("late", 1, True)], "104": [("collected", 0, True)],
    }  # fmt: skip
    assert [p.name for p in read_roster(room)[4:]] == ["", "", ""]
    assert send(files).people == report.people


def test_a_file_of_nobody_is_named_and_can_be_given_an_owner(send, room):
    """The path stands in out/unknown.csv; with a code beside it the next call takes it; a wrong code is refused by value."""
    report = send({"paper.ipynb": work()})
    assert report.whose == ["paper.ipynb"] and not report.submissions
    unknown, code = room.path / "paper-1" / "out" / "unknown.csv", read_roster(room)[0].code
    unknown.write_text(f"file,code\npaper.ipynb,{code}\n", "utf-8")
    assert states(send({"paper.ipynb": work()})) == {"4711": [("collected", 0, True)]}
    unknown.write_text("file,code\npaper.ipynb,s-ffff0\n", "utf-8")
    with pytest.raises(ClassError, match=r"unknown.csv, column 'code': 's-ffff0' for paper.ipynb"):
        send({"paper.ipynb": work()})


def test_the_assignment_is_known_by_content(send, room):
    """A right file under a wrong name is taken, a wrong one under the right name is not; ids are enough where metadata is lost."""
    write_assignment(room.assignment("paper-2", make=True), Assignment("paper-2", "", "", POINTS))
    report = send(
        {
            "k_4711_1_holiday.IPYNB": work(),
            "k_4712_2_paper-1.ipynb": work(name="paper-2"),
            "k_4713_3_paper-1.json": work(name="phase-3-workshop"),
            "k_4714_4_paper-1.ipynb": work(name="", ident="p1-ex-other"),
        }
    )
    assert {k: v[0][0] for k, v in states(report).items()} == {
        "4711": "collected", "4712": "other assignment", "4713": "collected", "4714": "other assignment",
    }  # fmt: skip


def test_the_last_that_can_be_read_counts(send):
    """A broken file beside or after a good one does not take its place; alone it stands as unreadable and is named."""
    report = send({"k_4711_1_a.ipynb": work(), "k_4711_2_a-1.ipynb": b'{"cells": [', "k_4712_3_essay.pdf": b"%PDF"})
    assert states(report) == {"4711": [("collected", 0, True)], "4712": [("unreadable", 0, True)]}
    assert sorted(why.partition(" (")[0] for _, why in report.refused) == ["no notebook", "not JSON"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[" * 200_000, b"{}", b"[1]", b'{"cells": 1}', b'{"cells": [NaN', b'"text"', b"\x80\x04K\x01."],
)
def test_a_file_that_is_no_notebook_is_unreadable(send, content):
    """Whatever the bytes are, nobody else is touched."""
    report = send({"k_4711_1_a.ipynb": content, "k_4712_2_a.ipynb": work()})
    assert states(report) == {"4711": [("unreadable", 0, True)], "4712": [("collected", 0, True)]}


def test_after_the_last_day_nothing_counts(send):
    """Too late is kept and named, and an earlier attempt in time still counts."""
    past, folder = DUE + dt.timedelta(days=4), "{}_assignsubmission_file_/a.ipynb"
    send({folder.format("Mary O'Brien_104"): work("a", time=DUE), folder.format("Пётр Жуков_105"): work(time=past)})
    report = send({folder.format("Mary O'Brien_104"): work("b", time=past)})
    assert states(report) == {
        "4711": [("collected", 0, True), ("late", 5760, False)],
        "4712": [("late", 5760, False)],
    }
    assert re.search(
        r"after the last day, not counted \(1\): \S+ Жуков", words(report, Assignment("paper-1", "", "", POINTS))
    )


def test_what_could_harm_is_refused_by_name(room, tmp_path, monkeypatch):
    """Paths that lead out, links, encrypted, huge and broken files and zips in zips are named with the reason; nothing is written outside."""
    monkeypatch.setattr(reading, "LIMIT", 100_000)
    path = tmp_path / "x.zip"
    link = zipfile.ZipInfo("k_4712_2_link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    deep = work()
    for _ in range(3):
        inner = tmp_path / "inner.zip"
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("paper.zip", deep)
        deep = inner.read_bytes()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../k_4711_1_evil.ipynb", work())
        archive.writestr(link, "/etc/passwd")
        archive.writestr("k_4713_3_bomb.ipynb", b"0" * 5_000_000)
        archive.writestr("k_4714_4_deep.zip", deep)
        archive.writestr("__MACOSX/._k_4714_4_x.ipynb", b"noise")
        archive.writestr("C:\\k_4711_9_evil.ipynb", work())
    before = {p for p in tmp_path.rglob("*") if "class" not in p.parts[-3:]}
    report = collect(room, "paper-1", path)
    reasons = " | ".join(f"{p}: {why}" for p, why in report.refused)
    for said in ("leads out of the folder", "a link, not a file", "larger than", "a zip in a zip in a zip"):
        assert said in reasons
    assert "noise" not in reasons and not list(tmp_path.parent.glob("*evil*"))
    outside = {p for p in tmp_path.rglob("*") if not p.is_relative_to(room.path)}
    assert outside <= before | {tmp_path}


def test_a_colon_in_a_name_is_no_way_out(tmp_path):
    """A group's name with a colon is a name; a drive letter is a way out."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Group A: Kay_104_assignsubmission_file_/a.ipynb", work())
        archive.writestr("C:evil.ipynb", work())
    assert [bool(i.refused) for i in read_download(path)] == [False, True]


def test_links_in_a_folder_are_not_followed(room, tmp_path):
    """A link in a folder is named and not read, so that no other file of the machine becomes a submission."""
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(work("secret"))
    folder = tmp_path / "unpacked"
    folder.mkdir()
    os.symlink(secret, folder / "k_4711_1_a.ipynb")
    os.symlink(tmp_path, folder / "more")
    assert [(i.path.name, i.refused) for i in read_download(folder)] == [("k_4711_1_a.ipynb", "a link, not a file")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken"])
def test_a_download_that_is_no_zip_is_refused(room, tmp_path, content):
    """A broken or missing download is named, and the gradebook stays as it was."""
    path = tmp_path / "broken.zip"
    path.write_bytes(content)
    with pytest.raises(ClassError, match=r"broken.zip: no zip"):
        collect(room, "paper-1", path)
    with pytest.raises(ClassError, match="no such file or folder"):
        collect(room, "paper-1", tmp_path / "missing.zip")


def test_a_call_that_is_killed_is_finished_by_the_next(send, room, monkeypatch):
    """After an error in the middle those before stand, and the next call takes the rest and nothing twice."""
    from russia_nato.classroom import collect as module

    files = {f"k_471{n}_{n}_a.ipynb": work(str(n)) for n in range(1, 5)}
    real, calls = module._Collector._store, []

    def dies(self, *a):
        calls.append(a)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(self, *a)

    monkeypatch.setattr(module._Collector, "_store", dies)
    with pytest.raises(KeyboardInterrupt):
        send(files)
    monkeypatch.setattr(module._Collector, "_store", real)
    report = send(files)
    assert (report.taken, report.known) == (2, 2) and len(report.submissions) == 4


def test_names_stay_in_roster_and_out(send, room):
    """What the platform wrote into names of files stands in out/ alone, and the codes lead to nobody."""
    send(
        {
            "obrienmary_4711_100_OBrien paper.ipynb": work(),
            "Пётр Жуков_105_assignsubmission_file_/Жуков.ipynb": work("b"),
        }
    )
    for path in room.path.rglob("*"):
        inside = path.is_file() and path.read_bytes().decode("utf-8", "replace").casefold()
        if path != room.roster and path.parent.name != "out" and inside:
            assert not re.search("brien|жуков", inside + path.name.casefold()), path


def test_the_command_says_what_it_did(room, tmp_path, capsys):
    """`russia-nato collect` prints the counts, and refuses an assignment that is not there with those that are."""
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("k_4711_1_a.ipynb", work())
    assert main(["collect", "paper-1", str(path), "--class", str(room.path)]) == 0
    assert capsys.readouterr().out.startswith("paper-1: 1 new files, 0 known. 1 of 4 handed in.\n")
    assert main(["collect", "paper-9", str(path), "--class", str(room.path)]) == 1
    assert "allowed is one of: paper-1" in capsys.readouterr().err


def test_a_console_without_cyrillic_shows_codes_for_it(room, tmp_path):
    """On a console of another alphabet a name is spelled in escapes, and the work is done all the same."""
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("жуков_LATE_4712_1_a.ipynb", work())
    call = [sys.executable, "-m", "russia_nato.cli", "collect", "paper-1", str(path), "--class", str(room.path)]
    done = subprocess.run(call, env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False)
    assert done.returncode == 0 and rb"\u0416\u0443\u043a\u043e\u0432" in done.stdout


def test_names_in_utf_8_without_the_flag_are_read(tmp_path):
    """Many systems write names in UTF-8 and do not say so; Cyrillic is read as it was meant."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("жуков_4712_1_a.ipynb", b"{}")
    raw = path.read_bytes()
    flag = lambda at: raw[at + 6 : at + 8]  # noqa: E731
    at, central = 0, raw.index(b"PK\x01\x02")
    assert flag(at) == b"\x00\x08"
    raw = raw[: at + 6] + b"\0\0" + raw[at + 8 : central + 8] + b"\0\0" + raw[central + 10 :]
    Path(path).write_bytes(raw)
    assert [i.path.name for i in read_download(path)] == ["жуков_4712_1_a.ipynb"]


def test_two_notebooks_in_one_hand_in(send):
    """Of two files of one person in one folder the later counts and both are kept; one of another assignment never takes its place."""
    folder, hour = "Mary O'Brien_104_assignsubmission_file_", dt.timedelta(hours=1)
    report = send(
        {
            f"{folder}/a.ipynb": work("later", time=DUE - hour),
            f"{folder}/b.ipynb": work("earlier", time=DUE - 2 * hour),
            f"{folder}/c.ipynb": work("elsewhere", name="", ident="p1-ex-other", time=DUE),
            f"{folder}/notes.pdf": b"%PDF",
        }
    )
    assert states(report)["4711"] == [("collected", 0, True), ("superseded", 0, False), ("other assignment", 0, False)]
