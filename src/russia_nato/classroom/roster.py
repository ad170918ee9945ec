"""Who is in a class: read a learning platform's list, give each person a random code, keep the codes when the list is read again."""

from __future__ import annotations

import csv
import io
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from ..errors import DataError, read_text
from .folder import ClassError, ClassFolder

_PARTICIPANT = re.compile(r"\D+?(\d+)")  # Moodle's "Participant 123", in any language
#: What the columns of a plain list may be called.
_TITLES = {
    "lms_id": ("lms_id", "id", "user id", "userid"),
    "name": ("name", "full name", "student", "student name"),
    "email": ("email", "email address", "e-mail"),
    "login": ("login", "sis login id", "username", "id number", "student_id"),
    "section": ("section", "group", "groups"),
}


@dataclass(frozen=True)
class Person:
    """A row of the roster: one person, known elsewhere by ``code`` alone."""

    code: str
    lms: str  # canvas, moodle or list
    lms_id: str
    name: str
    email: str = ""
    login: str = ""
    section: str = ""


COLUMNS = [f.name for f in fields(Person)]


def plain_name(name: str) -> str:
    """Return a name as letters and digits alone, so that spellings of one name by different systems are equal.

    Examples
    --------
    >>> plain_name("O'Brien, Mary-Ann"), plain_name("Müller"), plain_name("Жуков, Пётр")
    ('obrienmaryann', 'muller', 'жуковпетр')
    """
    spelled = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in spelled if c.isalnum())


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file with commas, semicolons or tabs, without those that are empty.

    Raises
    ------
    ClassError
        If the file is missing, not UTF-8 or has no rows.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "list.csv").write_text("name;id\\nA. Kay;7\\n")
    ...     read_rows(Path(folder) / "list.csv")
    [['name', 'id'], ['A. Kay', '7']]
    """
    try:
        text = read_text(path)
    except OSError:
        raise ClassError(f"{path}: no such file") from None
    except DataError as e:
        raise ClassError(str(e)) from None
    head = text.partition("\n")[0]
    comma = max(",;\t", key=head.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=comma) if any(c.strip() for c in row)]
    if len(rows) < 2:
        raise ClassError(f"{path.name}: {len(rows)} rows; a row of titles and a row for each person are required")
    return rows


def is_canvas(titles: Sequence[str]) -> bool:
    """Return whether the titles are those of a Canvas gradebook.

    Examples
    --------
    >>> is_canvas(["Student", "ID", "SIS Login ID", "Section"]), is_canvas(["name", "id"])
    (True, False)
    """
    return list(titles[:2]) == ["Student", "ID"] and "Section" in titles


def participant(cell: str) -> str:
    """Return the number of a cell of Moodle's first column, or an empty text.

    Examples
    --------
    >>> participant("Participant 104"), participant("Участник 7"), participant("Kay, A.")
    ('104', '7', '')
    """
    found = _PARTICIPANT.fullmatch(cell.strip())
    return found[1] if found else ""


def is_moodle(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the rows are those of a Moodle grading worksheet, whatever the language of its titles.

    Examples
    --------
    >>> is_moodle([["Kennung", "Vollständiger Name", "Status"], ["Teilnehmer/in 12", "A. Kay", "-"]])
    True
    """
    return len(rows[0]) > 2 and all(participant(row[0]) for row in rows[1:])


def _canvas(rows: list[list[str]], name: str) -> Iterable[Person]:
    titles = rows[0]
    at = {t: titles.index(t) for t in ("Student", "ID", "SIS Login ID", "Section") if t in titles}
    for n, row in enumerate(rows[1:], 2):
        cell = lambda t, row=row: row[at[t]].strip() if t in at and at[t] < len(row) else ""  # noqa: E731
        if not cell("ID") or cell("Student") in ("Student, Test", "Points Possible"):
            continue
        if not cell("ID").isdigit():
            raise ClassError(
                f"{name}:{n}, column 'ID': {cell('ID')!r}: a whole number, as Canvas exports it, is allowed"
            )
        yield Person("", "canvas", cell("ID"), cell("Student"), "", cell("SIS Login ID"), cell("Section"))


def _moodle(rows: list[list[str]], name: str) -> Iterable[Person]:
    for row in rows[1:]:
        mail = next((c.strip() for c in row[1:] if re.fullmatch(r"\S+@\S+", c.strip())), "")
        blind = len(rows[0]) > 1 and re.fullmatch(r"status", rows[0][1].strip(), re.I)
        yield Person("", "moodle", participant(row[0]), "" if blind else row[1].strip(), mail)


def _plain(rows: list[list[str]], name: str) -> Iterable[Person]:
    titles = [t.strip().casefold() for t in rows[0]]
    at = {f: next((titles.index(t) for t in known if t in titles), None) for f, known in _TITLES.items()}
    first = next((titles.index(t) for t in ("first name", "vorname") if t in titles), None)
    last = next((titles.index(t) for t in ("last name", "surname", "nachname") if t in titles), None)
    if at["name"] is None and (first is None or last is None):
        allowed = ", ".join(t for known in _TITLES.values() for t in known[:2])
        raise ClassError(f"{name}:1: the titles {', '.join(rows[0])}: a column 'name' is required; known are {allowed}")
    for n, row in enumerate(rows[1:], 2):
        cell = lambda i, row=row: row[i].strip() if i is not None and i < len(row) else ""  # noqa: E731
        who = cell(at["name"]) or f"{cell(first)} {cell(last)}".strip()
        if not who:
            raise ClassError(f"{name}:{n}, column 'name': empty; the name of a person is required")
        yield Person("", "list", cell(at["lms_id"]), who, cell(at["email"]), cell(at["login"]), cell(at["section"]))


def read_people(path: Path) -> list[Person]:
    """Return the persons of a list, still without codes: a Canvas gradebook, a Moodle grading worksheet, or a CSV with a name column.

    Raises
    ------
    ClassError
        Names the file, the row, the value and what is allowed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "list.csv").write_text("name,email\\nA. Kay,kay@example.org\\n")
    ...     read_people(Path(folder) / "list.csv")[0].email
    'kay@example.org'
    """
    rows = read_rows(path)
    read: Callable[[list[list[str]], str], Iterable[Person]] = (
        _canvas if is_canvas(rows[0]) else _moodle if is_moodle(rows) else _plain
    )
    people = list(read(rows, path.name))
    ids = [(p.lms_id, p.name) if not p.lms_id else p.lms_id for p in people]
    if twice := sorted({str(i) for i in ids if ids.count(i) > 1}):
        raise ClassError(f"{path.name}: {', '.join(twice)} stands twice; one row a person is allowed")
    if not people:
        raise ClassError(f"{path.name}: no persons in it; one row a person is required")
    return people


def read_roster(room: ClassFolder) -> list[Person]:
    """Return the roster of a class.

    Raises
    ------
    ClassError
        If a column is missing or a code stands twice.

    Examples
    --------
    >>> import tempfile
    >>> room = ClassFolder(Path(tempfile.mkdtemp()))
    >>> write_roster(room, [Person("s-7f3a", "canvas", "7", "A. Kay")])
    >>> read_roster(room)[0].name
    'A. Kay'
    """
    with room.roster.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    people = []
    for n, row in enumerate(rows, 2):
        if missing := [c for c in COLUMNS if row.get(c) is None]:
            raise ClassError(
                f"roster.csv:{n}: the columns {', '.join(missing)} are missing; required are {', '.join(COLUMNS)}"
            )
        people.append(Person(*(row[c].strip() for c in COLUMNS)))
        if not re.fullmatch(r"s-[0-9a-f]{4,8}", people[-1].code):
            raise ClassError(
                f"roster.csv:{n}, column 'code': {people[-1].code!r}: s- and four to eight of 0-9a-f are allowed"
            )
    codes = [p.code for p in people]
    if twice := sorted({c for c in codes if codes.count(c) > 1}):
        raise ClassError(f"roster.csv, column 'code': {', '.join(twice)} stands twice; one row a person is allowed")
    return people


def write_roster(room: ClassFolder, people: Sequence[Person]) -> None:
    """Write the roster in one move, so that a reader never meets half of it; readable by its owner alone where that can be said.

    Examples
    --------
    >>> import tempfile
    >>> room = ClassFolder(Path(tempfile.mkdtemp()))
    >>> write_roster(room, [Person("s-7f3a", "canvas", "7", "A. Kay")])
    >>> room.roster.read_text().splitlines()[1]
    's-7f3a,canvas,7,A. Kay,,,'
    """
    room.path.mkdir(parents=True, exist_ok=True)
    half = room.roster.with_suffix(".part")
    with half.open("w", encoding="utf-8", newline="") as file:
        half.chmod(0o600)
        csv.writer(file).writerows([COLUMNS, *map(astuple, people)])
    os.replace(half, room.roster)


def _same(a: Person, b: Person) -> bool:
    """Return whether two rows are one person: by the platform's number, else by address, login or name."""
    if a.lms == b.lms and a.lms_id and b.lms_id and a.lms != "moodle":
        return a.lms_id == b.lms_id
    if a.lms == b.lms == "moodle" and a.lms_id == b.lms_id:
        return True
    for mine, theirs in ((a.email.casefold(), b.email.casefold()), (a.login.casefold(), b.login.casefold())):
        if mine and theirs:
            return mine == theirs
    return bool(a.name) and plain_name(a.name) == plain_name(b.name)


def enrol(room: ClassFolder, people: Sequence[Person]) -> tuple[list[Person], int]:
    """Add persons to the roster of a class and return it with the number of new ones; who is there keeps the code.

    Codes are random, so that nobody can reckon one from a name.

    Examples
    --------
    >>> import tempfile
    >>> room = ClassFolder(Path(tempfile.mkdtemp()))
    >>> roster, new = enrol(room, [Person("", "canvas", "7", "A. Kay")])
    >>> enrol(room, [Person("", "canvas", "7", "A. Kay"), Person("", "canvas", "8", "B. Lee")])[1]
    1
    """
    roster = read_roster(room) if room.roster.is_file() else []
    taken, new = {p.code for p in roster}, 0
    for person in people:
        mine = [n for n, p in enumerate(roster) if _same(p, person)]
        if len(mine) == 1:
            known = roster[mine[0]]
            roster[mine[0]] = replace(person, code=known.code, section=person.section or known.section)
            continue
        code = next(c for c in iter(lambda: f"s-{secrets.token_hex(2)}", "") if c not in taken)
        taken.add(code)
        roster.append(replace(person, code=code))
        new += 1
    write_roster(room, roster)
    return roster, new
