"""Collect: from a download to one notebook an attempt under a code, and a list of who handed in, late, twice, or not at all.

It can be called again with the same download, a newer one or both: what is there already is not taken twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ..exercises.cells import regions
from .assignment import Assignment, read_assignment
from .download import Item, read_download
from .folder import AssignmentFolder, ClassError, ClassFolder
from .gradebook import Gradebook, Submission, open_book
from .lms import Origin, Owners, is_blind, origin
from .roster import Person, enrol, read_roster
from .states import Handed
from .whose import Sent, read_answers, write_unknown, write_whose

NOTEBOOKS = (".ipynb", ".json", ".txt", "")


@dataclass
class Report:
    """What a call of `collect` did."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)  # path and reason
    whose: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    item: Item
    found: Origin
    person: Person
    notebook: Mapping[str, Any] | None
    problem: str


def _notebook(item: Item) -> tuple[Mapping[str, Any] | None, str]:
    """Return a notebook, or why it cannot be read."""
    if item.refused:
        return None, item.refused
    if item.path.suffix.lower() not in NOTEBOOKS:
        return None, "no notebook"
    try:
        made = json.loads(item.content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, "not UTF-8"
    except (ValueError, RecursionError) as e:
        return None, f"not JSON ({str(e)[:60]})"
    if not isinstance(made, dict) or not isinstance(made.get("cells"), list):
        return None, "no notebook: it has no cells"
    return made, ""


def _settled(notebook: Mapping[str, Any]) -> Mapping[str, Any]:
    meta = notebook.get("metadata")
    about = meta.get("russia_nato") if isinstance(meta, Mapping) else None
    return about if isinstance(about, Mapping) else {}


def is_of(notebook: Mapping[str, Any], assignment: Assignment, others: Iterable[str] = ()) -> bool:
    """Return whether a notebook answers this assignment: by its metadata, else by the ids of its exercises, never by its name.

    Examples
    --------
    >>> paper = Assignment("paper-1", "Paper 1", "x", {"p3-ex-silence": {"text": 6}})
    >>> is_of({"cells": [{"cell_type": "markdown", "id": "p3-ex-silence", "source": "### Silence"}]}, paper)
    True
    >>> is_of({"cells": [], "metadata": {"russia_nato": {"assignment": "paper-2"}}}, paper, ["paper-2"])
    False
    """
    named = _settled(notebook).get("assignment")
    if named == assignment.name:
        return True
    if named in others:
        return False
    try:
        return bool(regions(notebook, dict.fromkeys(assignment.exercises)))
    except (TypeError, AttributeError, ValueError):  # cells of no known shape
        return False


def _received(file: _File) -> dt.datetime:
    """Return when a file was handed in: its own word, for zips carry the time of the download; else the file's time."""
    said = _settled(file.notebook).get("time") if file.notebook else None
    try:
        moment = dt.datetime.fromisoformat(str(said)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return file.item.time
    return (
        moment
        if dt.datetime(2020, 1, 1, tzinfo=dt.UTC) < moment < dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        else file.item.time
    )


def _minutes_late(file: _File, assignment: Assignment) -> int:
    """Return the minutes after the due time. The platform's own LATE is believed; a time that nobody wrote down is not."""
    said = file.notebook is not None and "time" in _settled(file.notebook)
    minutes = assignment.minutes_late(file.person.code, _received(file)) if said else 0
    return max(minutes, 1) if file.found.late else (0 if file.found.system == "canvas" else minutes)


def _order(s: Submission) -> tuple:
    """Attempts in the order in which they came: by the platform's number of the file, which grows, else by time."""
    number = str(s.lms.get("file", ""))
    return (int(number) if number.isdigit() else 0, int(s.lms.get("again", 0)), s.received, s.attempt)


class _Collector:
    """One call of `collect`."""

    def __init__(self, room: ClassFolder, folder: AssignmentFolder, book: Gradebook):
        self.room, self.folder, self.book = room, folder, book
        self.assignment = read_assignment(folder)
        self.others = [n for n in room.assignments() if n != folder.name]
        self.report, self.sent = Report(), {}
        self.named = read_answers(folder)

    def owner(self, path: PurePosixPath, owners: Owners, people: Mapping[str, Person]) -> Person | None:
        """Return whose a file is: as the instructor said, as the roster says, or a new person whom the platform hides."""
        if code := self.named.get(str(path)):
            if code not in people:
                raise ClassError(
                    f"out/unknown.csv, column 'code': {code!r} for {path}: a code of roster.csv is allowed"
                )
            return people[code]
        if known := owners.of(path):
            return known
        found = origin(path)
        if not is_blind(found):
            return None
        roster, _ = enrol(self.room, [Person("", found.system, found.user, "")])
        return next(p for p in roster if (p.lms, p.lms_id) == (found.system, found.user))

    def sort(self, items: Iterable[Item]) -> dict[str, list[tuple[Item, Person]]]:
        """Return the files by code; what is no notebook of anybody is named."""
        roster = read_roster(self.room)
        owners, people = Owners(roster), {p.code: p for p in roster}
        by_code: dict[str, list[tuple[Item, Person]]] = {}
        for item in items:
            person = self.owner(item.path, owners, people)
            if person is None:
                self.report.whose.append(str(item.path))
                continue
            if person.code not in people:
                people[person.code] = person
                owners = Owners(list(people.values()))
            by_code.setdefault(person.code, []).append((item, person))
        return by_code

    def keep(self, code: str, items: Iterable[tuple[Item, Person]]) -> None:
        """Write what one person handed in, in one transaction."""
        files = [_File(item, origin(item.path), person, *_notebook(item)) for item, person in items]
        readable = [f for f in files if f.notebook is not None]
        for file in files:
            if file.notebook is None:
                self.report.refused.append((str(file.item.path), file.problem))
        with self.book.unit(code):
            for file in readable or files[-1:]:
                self._attempt(code, file)
            self._settle(code)

    def _attempt(self, code: str, file: _File) -> None:
        known = self.book.submissions(code)
        digest = hashlib.sha256(file.item.content).hexdigest()
        same = next((s for s in known if s.sha256 == digest), None)
        lms = {"system": file.found.system, "user": file.found.user, "file": file.found.file, "again": file.found.again}
        received = _received(file).astimezone(dt.UTC).isoformat(timespec="seconds")
        if same:
            self.report.known += 1
            newer = _order(replace(same, lms=lms, received=received)) > _order(same)
            made = replace(same, lms=lms, received=received) if newer else same
        else:
            self.report.taken += 1
            attempt = max((s.attempt for s in known), default=0) + 1
            name = "" if file.item.refused else f"{code}/{attempt}-{digest[:8]}{_suffix(file)}"
            made = Submission(code, attempt, digest, name, received, 0, False, "", lms)
            state = Handed.COLLECTED
            if file.notebook is None:
                state = Handed.UNREADABLE
            elif not is_of(file.notebook, self.assignment, self.others):
                state = Handed.OTHER_ASSIGNMENT
            made = replace(made, state=str(state), late=_minutes_late(file, self.assignment))
            if made.file:
                self._store(made, file.item.content)
        self.book.put_submission(made)
        self.sent[code, made.attempt] = Sent(code, made.attempt, *_names(file))

    def _store(self, made: Submission, content: bytes) -> None:
        target = self.folder.submissions / made.file
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_bytes(content)
        os.replace(part, target)

    def _settle(self, code: str) -> None:
        """Say which attempt counts: the last that can be graded; where there is none, the last."""
        known = sorted(self.book.submissions(code), key=_order)
        useless = (Handed.UNREADABLE, Handed.OTHER_ASSIGNMENT)
        until = lambda s: self.assignment.too_late(code, dt.datetime.fromisoformat(s.received))  # noqa: E731
        in_time = [s for s in known if not (s.late and until(s))]
        last = next((s for s in reversed(in_time) if s.state not in useless), in_time[-1] if in_time else None)
        for s in known:
            counts, state = s is last, s.state
            if state not in useless:
                fresh = Handed.LATE if s.late else Handed.COLLECTED
                graded = state in (Handed.GRADED, Handed.FINAL)
                state = (state if graded else fresh) if counts or s not in in_time else Handed.SUPERSEDED
            if (counts, state) != (s.counts, s.state):
                self.book.put_submission(replace(s, counts=counts, state=str(state)))


def _suffix(file: _File) -> str:
    """Return .ipynb for what is one, else the ending of the file, where it is a plain one."""
    ending = file.item.path.suffix.lower()
    return ending if file.notebook is None and re.fullmatch(r"\.[a-z0-9]{1,5}", ending) else ".ipynb"


def _names(file: _File) -> tuple[str, str, str, str, str]:
    """Return what the platform calls the file: system, user, file, folder and the name of the file as it was downloaded."""
    found = file.found
    return (
        found.system,
        found.user,
        found.file,
        found.folder,
        file.item.path.name if found.system == "canvas" else found.own,
    )


def collect(room: ClassFolder, name: str, download: Path) -> Report:
    """Take what a download holds for an assignment.

    Parameters
    ----------
    room : ClassFolder
        The class.
    name : str
        The assignment.
    download : pathlib.Path
        A zip or a folder from Canvas, Moodle or nbgrader, or one whose names lead to the roster.

    Raises
    ------
    ClassError
        If class, assignment or download cannot be used.

    Examples
    --------
    See tests/course/classroom/test_collect.py, where whole downloads are collected.
    """
    folder = room.assignment(name)
    with open_book(folder) as book:
        work = _Collector(room, folder, book)
        zone = work.assignment.due.tzinfo if work.assignment.due else None
        for code, files in work.sort(read_download(download, zone or dt.UTC)).items():
            work.keep(code, files)
        write_whose(folder, work.sent)
        write_unknown(folder, work.report.whose, work.named)
        book.log(f"collected: {work.report.taken} new, {work.report.known} known, {len(work.report.whose)} nobody's")
        work.report.people, work.report.submissions = read_roster(room), book.submissions()
    return work.report


def words(report: Report, assignment: Assignment) -> str:
    """Return what is printed after a download was collected: the counts, and by name what needs a look.

    Examples
    --------
    >>> paper = Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}})
    >>> print(words(Report(people=[Person("s-7f3a", "list", "", "A. Kay")]), paper))
    paper-1: 0 new files, 0 known. 0 of 1 handed in.
    not at all (1): s-7f3a A. Kay
    """
    names = {p.code: f"{p.code} {p.name}".strip() for p in report.people}
    mine = {c: [s for s in report.submissions if s.code == c] for c in names}
    counting = [s for s in report.submissions if s.counts]
    lists = {
        "late": [f"{names[s.code]} ({_span(s.late)})" for s in counting if s.late],
        "more than once": [f"{names[c]} ({len(all_)})" for c, all_ in mine.items() if len(all_) > 1],
        "after the last day, not counted": [
            names[c] for c, all_ in mine.items() if all_ and not any(s.counts for s in all_)
        ],
        "cannot be read": [names[s.code] for s in counting if s.state == Handed.UNREADABLE],
        "another assignment": [names[s.code] for s in counting if s.state == Handed.OTHER_ASSIGNMENT],
        "not at all": [names[c] for c, all_ in mine.items() if not all_],
        "refused files": [f"{path}: {why}" for path, why in report.refused],
        "whose? fill column 'code' of out/unknown.csv and collect again": report.whose,
    }
    handed = sum(bool(all_) for all_ in mine.values())
    head = f"{assignment.name}: {report.taken} new files, {report.known} known. {handed} of {len(names)} handed in."
    return "\n".join(
        [head, *(f"{title} ({len(found)}): {'; '.join(found)}" for title, found in lists.items() if found)]
    )


def _span(minutes: int) -> str:
    """Return minutes in words."""
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours} h {rest} min" if hours < 48 else f"{hours // 24} days"
