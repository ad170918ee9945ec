"""A class of sixty that never was: names as they come, hand-ins made by the course's own code, downloads as platforms make them."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from russia_nato.exercises.cells import source
from russia_nato.exercises.hand_in import prepare
from russia_nato.exercises.kernel import Kernel

ODD = (
    "O'Brien, Mary",
    "Жуков, Пётр",
    "Müller-Lüdenscheidt, Anna",
    "Smith3, Jo",
    "Ng, Li",
    "García López, José",
    "ван дер Берг, Ян",
    "李, 小龍",
)
FAMILY = (
    "Adler",
    "Brandt",
    "Costa",
    "Dvořák",
    "Eriksen",
    "Fontana",
    "Grishin",
    "Horváth",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lefèvre",
    "Marku",
)
GIVEN = ("Ada", "Boris", "Chiara", "Dario")


@dataclass(frozen=True)
class Student:
    """A person as the platforms know it: Canvas by ``user``, Moodle by ``participant`` (Identifier) of this one assignment."""

    number: int
    name: str  # family, given

    @property
    def user(self) -> str:
        """The number in Canvas."""
        return str(4000 + self.number)

    @property
    def participant(self) -> str:
        """The number in Moodle."""
        return str(70_000 + 3 * self.number)

    @property
    def shown(self) -> str:
        """The name as Moodle shows it."""
        family, _, given = self.name.partition(", ")
        return f"{given} {family}"


def students(count: int = 60) -> list[Student]:
    """The class, the odd names first."""
    names = [*ODD, *(f"{f}, {g}" for f in FAMILY for g in GIVEN)]
    return [Student(n, name) for n, name in enumerate(names[:count], 1)]


@dataclass(frozen=True)
class Sent:
    """A file on its way: whose, what, under which name, and what the platform knows of it."""

    student: Student
    content: bytes
    name: str = "paper-1.ipynb"
    late: bool = False
    number: int = 0  # of the file, which grows with time
    extra: Mapping[str, bytes] = field(default_factory=dict)


def filled(notebook: Mapping[str, Any], code: Mapping[str, str], text: Mapping[str, str], *, time: dt.datetime | None = None,
           values: Mapping[str, Mapping[str, Any]] | None = None) -> bytes:  # fmt: skip
    """A released notebook with answers by exercise, as `rn.hand_in()` writes it; ``values`` are what the checks were given.

    Without ``values`` it is what a student gets who never ran a check.
    """
    mine, inputs, recorded = copy.deepcopy(dict(notebook)), [""], {}
    for cell in mine["cells"]:
        ident, _, part = str(cell.get("id", "")).rpartition("-")
        if part == "answer" and ident in code:
            cell["source"] = code[ident]
            inputs += [source(cell), f'rn.check("{ident}", answer)']
            if values and ident in values:
                recorded[ident] = {**values[ident], "count": len(inputs) - 1}
        elif part == "text" and ident in text:
            cell["source"] = text[ident]
    made, _ = prepare(mine, "paper-1", Kernel(inputs, recorded))
    if time:
        made["metadata"]["russia_nato"]["time"] = time.astimezone(dt.UTC).isoformat(timespec="seconds")
    return json.dumps(made, ensure_ascii=False).encode()


def canvas_name(sent: Sent, *, anonymous: bool = False) -> str:
    """The name that Canvas gives a file in its download."""
    word = lambda text: "".join(c for c in text if c.isalnum() or c == "_")  # noqa: E731
    who = f"anon_{sent.student.number:05d}" if anonymous else sent.student.user
    parts = ["" if anonymous else word(sent.student.name.lower()), "LATE" if sent.late else "", who]
    number = sent.number or 90_000 + sent.student.number
    return "_".join([*filter(None, parts), str(number), sent.name])


def moodle_name(sent: Sent, form: str) -> str:
    """The path that Moodle gives a file in its download: form is old, new, flat or blind."""
    who = f"Participant {sent.student.participant}" if form == "blind" else sent.student.shown
    head = f"{who}_{sent.student.participant}_assignsubmission_file"
    return f"{head}_{sent.name}" if form == "flat" else f"{head}{'_' if form == 'old' else ''}/{sent.name}"


def _zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def canvas_download(path: Path, sent: Sequence[Sent], *, anonymous: bool = False) -> Path:
    """A zip as Canvas's "Download submissions" gives it: flat."""
    return _zip(path, {canvas_name(s, anonymous=anonymous): s.content for s in sent})


def moodle_download(path: Path, sent: Sequence[Sent], form: str = "new") -> Path:
    """A zip as Moodle's "Download all submissions" gives it."""
    return _zip(path, {moodle_name(s, form): s.content for s in sent})


def _csv(path: Path, rows: Sequence[Sequence[object]], mark: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), mark, newline="")
    return path


def canvas_gradebook(path: Path, people: Sequence[Student], points: float = 12) -> Path:
    """A gradebook as Canvas exports it: two assignments, a row of points, the test student, read-only columns."""
    titles = [
        "Student",
        "ID",
        "SIS User ID",
        "SIS Login ID",
        "Section",
        "Paper 1 (881)",
        "Paper 2 (882)",
        "Current Score",
    ]
    rows = [[p.name, p.user, f"S{p.number}", f"login{p.number}", "Section 1", "", "7.5", "62.50"] for p in people]
    possible = ["    Points Possible", "", "", "", "", f"{points:.2f}", "10.00", "(read only)"]
    return _csv(path, [titles, possible, *rows, ["Student, Test", "99", "", "", "Section 1", "", "", ""]])


def moodle_worksheet(
    path: Path, people: Sequence[Student], *, language: str = "en", blind: bool = False, points: float = 12
) -> Path:
    """A grading worksheet as Moodle exports it, in English or German, with or without names."""
    english = ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
               "Last modified (submission)", "Last modified (grade)", "Feedback comments")  # fmt: skip
    german = ("ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung", "Bewertung kann geändert werden",
              "Zuletzt geändert (Abgabe)", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar")  # fmt: skip
    who = "Participant " if language == "en" else "Teilnehmer/in"
    rows = [
        [
            f"{who}{p.participant}",
            p.shown,
            f"p{p.number}@example.org",
            "Submitted for grading",
            "",
            f"{points:.2f}",
            "Yes",
            "-",
            "-",
            "",
        ]
        for p in people
    ]
    keep = [n for n in range(len(english)) if not (blind and n in (1, 2))]
    titles = english if language == "en" else german
    return _csv(path, [[row[n] for n in keep] for row in (titles, *rows)], "utf-8-sig")
