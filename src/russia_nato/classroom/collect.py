"""Collect: from a download to one notebook an attempt under a code, and a list of who handed in, late, twice, or not at all.

It can be called again with the same download, a newer one or both: what is there already is not taken twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from .assignment import Assignment, read_assignment
from .download import Item, read_download
from .folder import AssignmentFolder, ClassError, ClassFolder
from .gradebook import Gradebook, Submission, open_book
from .handed import Handed, is_of
from .lms import Owners, is_blind, origin
from .roster import Person, enrol, read_roster
from .states import Handed as State
from .whose import Sent, read_answers, write_unknown, write_whose


@dataclass
class Report:
    """What a call of `collect` did."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)  # path and reason
    whose: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)


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

    def sort(self, items: Iterable[Item]) -> dict[str, list[Handed]]:
        """Return the files by code; what is no notebook of anybody is named."""
        roster = read_roster(self.room)
        owners, people = Owners(roster), {p.code: p for p in roster}
        by_code: dict[str, list[Handed]] = {}
        for item in items:
            person = self.owner(item.path, owners, people)
            if person is None:
                self.report.whose.append(str(item.path))
                continue
            if person.code not in people:
                people[person.code] = person
                owners = Owners(list(people.values()))
            by_code.setdefault(person.code, []).append(Handed(person.code, item))
        return by_code

    def keep(self, code: str, files: list[Handed]) -> None:
        """Write what one person handed in, in one transaction."""
        readable = [f for f in files if f.notebook is not None]
        for file in files:
            if file.notebook is None:
                self.report.refused.append((str(file.item.path), file.problem))
        with self.book.unit(code):
            for file in readable or files[-1:]:
                self._attempt(code, file)
            self._settle(code)

    def _attempt(self, code: str, file: Handed) -> None:
        known = self.book.submissions(code)
        digest = hashlib.sha256(file.item.content).hexdigest()
        same = next((s for s in known if s.sha256 == digest), None)
        found, received = file.origin, file.received.isoformat(timespec="seconds")
        lms = {
            "system": found.system,
            "user": found.user,
            "file": found.file,
            "again": found.again,
            "timed": file.timed,
        }
        if same:
            self.report.known += 1
            newer = _order(replace(same, lms=lms, received=received)) > _order(same)
            made = replace(same, lms=lms, received=received) if newer else same
        else:
            self.report.taken += 1
            attempt = max((s.attempt for s in known), default=0) + 1
            name = "" if file.item.refused else f"{code}/{attempt}-{digest[:8]}{file.suffix}"
            made = Submission(code, attempt, digest, name, received, 0, False, "", lms)
            state = State.COLLECTED
            if file.notebook is None:
                state = State.UNREADABLE
            elif not is_of(file.notebook, self.assignment, self.others):
                state = State.OTHER_ASSIGNMENT
            made = replace(made, state=str(state), late=file.minutes_late(self.assignment))
            if made.file:
                self._store(made, file.item.content)
        self.book.put_submission(made)
        self.sent[code, made.attempt] = Sent(code, made.attempt, *file.names)

    def _store(self, made: Submission, content: bytes) -> None:
        target = self.folder.submissions / made.file
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_bytes(content)
        os.replace(part, target)

    def _settle(self, code: str) -> None:
        """Say which attempt counts: the last that can be graded; where there is none, the last."""
        known = sorted(self.book.submissions(code), key=_order)
        useless = (State.UNREADABLE, State.OTHER_ASSIGNMENT)
        until = lambda s: self.assignment.too_late(code, dt.datetime.fromisoformat(s.received))  # noqa: E731
        in_time = [s for s in known if not (s.late and s.lms.get("timed") and until(s))]
        last = next((s for s in reversed(in_time) if s.state not in useless), in_time[-1] if in_time else None)
        for s in known:
            counts, state = s is last, s.state
            if state not in useless:
                fresh = State.LATE if s.late else State.COLLECTED
                graded = state in (State.GRADED, State.FINAL)
                state = (state if graded else fresh) if counts or s not in in_time else State.SUPERSEDED
            if (counts, state) != (s.counts, s.state):
                self.book.put_submission(replace(s, counts=counts, state=str(state)))


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
    >>> import tempfile, zipfile
    >>> from russia_nato.classroom.assignment import write_assignment
    >>> room = ClassFolder(Path(tempfile.mkdtemp()))
    >>> _ = enrol(room, [Person("", "canvas", "7", "Kay, A.")])
    >>> write_assignment(room.assignment("paper-1", make=True), Assignment("paper-1", "Paper 1", "x", {"a": {"text": 6}}))
    >>> with zipfile.ZipFile(room.path / "submissions.zip", "w") as archive:
    ...     archive.writestr("kaya_7_8_work.ipynb", '{"cells": [], "metadata": {"russia_nato": {"assignment": "paper-1"}}}')
    >>> [s.state for s in collect(room, "paper-1", room.path / "submissions.zip").submissions]
    ['collected']
    """
    folder = room.assignment(name)
    with open_book(folder) as book:
        work = _Collector(room, folder, book)
        zone = work.assignment.due.tzinfo if work.assignment.due else None
        by_code = work.sort(read_download(download, zone or dt.UTC))
        for code in list(by_code):
            work.keep(code, by_code.pop(code))
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
        "late": [f"{names[s.code]} ({_span(s)})" for s in counting if s.late],
        "more than once": [f"{names[c]} ({len(all_)})" for c, all_ in mine.items() if len(all_) > 1],
        "after the last day, not counted": [
            names[c] for c, all_ in mine.items() if all_ and not any(s.counts for s in all_)
        ],
        "cannot be read": [names[s.code] for s in counting if s.state == State.UNREADABLE],
        "another assignment": [names[s.code] for s in counting if s.state == State.OTHER_ASSIGNMENT],
        "not at all": [names[c] for c, all_ in mine.items() if not all_],
        "refused files": [f"{path}: {why}" for path, why in report.refused],
        "whose? fill column 'code' of out/unknown.csv and collect again": report.whose,
    }
    handed = sum(bool(all_) for all_ in mine.values())
    head = f"{assignment.name}: {report.taken} new files, {report.known} known. {handed} of {len(names)} handed in."
    return "\n".join([head, *told(lists)])


def told(lists: Mapping[str, Sequence[str]], most: int = 12) -> list[str]:
    """Return a line for each list that is not empty, with its count; of a long one the first entries.

    Examples
    --------
    >>> told({"late": ["A", "B", "C"], "twice": []}, most=2)
    ['late (3): A; B; and 1 more']
    """
    more = lambda found: [f"and {len(found) - most} more"] if len(found) > most else []  # noqa: E731
    return [f"{title} ({len(f)}): {'; '.join([*f[:most], *more(f)])}" for title, f in lists.items() if f]


def _span(s: Submission) -> str:
    """Return in words how late a submission is; Canvas says that it is, and not by how much."""
    minutes = s.late
    if minutes == 1 and s.lms.get("system") == "canvas":
        return "as Canvas says"
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours} h {rest} min" if hours < 48 else f"{hours // 24} days"
