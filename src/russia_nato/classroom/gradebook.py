"""The gradebook of an assignment: one SQLite file, one transaction a submission, and no total before every question is final."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .folder import AssignmentFolder, ClassError

if TYPE_CHECKING:
    import pandas as pd

    from .assignment import Assignment

_TABLES = """
CREATE TABLE IF NOT EXISTS submissions(code TEXT, attempt INTEGER, sha256 TEXT, file TEXT, received TEXT, late INTEGER,
  counts INTEGER, state TEXT, lms TEXT, PRIMARY KEY(code, attempt));
CREATE TABLE IF NOT EXISTS answers(code TEXT, attempt INTEGER, exercise TEXT, part TEXT, state TEXT, share REAL, points REAL,
  given TEXT, recorded INTEGER, cell TEXT, words TEXT, PRIMARY KEY(code, attempt, exercise, part));
CREATE TABLE IF NOT EXISTS marks(code TEXT, exercise TEXT, criterion TEXT, marker TEXT, level REAL, comment TEXT, time TEXT,
  PRIMARY KEY(code, exercise, criterion, marker));
CREATE TABLE IF NOT EXISTS excuses(code TEXT, exercise TEXT, reason TEXT, PRIMARY KEY(code, exercise));
CREATE TABLE IF NOT EXISTS log(time TEXT, what TEXT);
"""


@dataclass(frozen=True)
class Submission:
    """A file that was handed in. ``late`` counts minutes; ``counts`` says whether it is the one that is graded.

    ``lms`` holds the system and its numbers; names of persons, files and folders stand in ``out/whose.csv``.
    """

    code: str
    attempt: int
    sha256: str
    file: str
    received: str
    late: int
    counts: bool
    state: str
    lms: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What a submission answers to one part of a question; ``points`` is None until it is final."""

    code: str
    attempt: int
    exercise: str
    part: str  # code or text
    state: str
    share: float = 0.0
    points: float | None = None
    given: object = None  # an answer as plain JSON, or a text
    recorded: bool = False
    cell: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """How far one marker found one criterion met: 0, 0.5 or 1."""

    code: str
    exercise: str
    criterion: str
    marker: str
    level: float
    comment: str = ""
    time: str = ""


class Gradebook:
    """An open gradebook; what is written stands in a transaction of its own, or in the `unit` around it.

    Examples
    --------
    >>> book = Gradebook(":memory:")
    >>> with book.unit("s-7f3a"):
    ...     book.put_submission(Submission("s-7f3a", 1, "", "1-a.ipynb", "2026-10-05T18:00+00:00", 0, True, "collected"))
    ...     book.put_answers([Answer("s-7f3a", 1, "p3-ex-silence", "text", "marked", 0.5, 3.0)])
    >>> book.answers()[0].points
    3.0
    """

    def __init__(self, path: Path | str):
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_TABLES)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def unit(self, code: str) -> Iterator[None]:
        """One transaction: all of what is written inside stands, or nothing of it, even where the process is killed.

        ``code`` says whose it is; an error inside is told with it.
        """
        if self._db.in_transaction:
            raise RuntimeError(f"{code}: a unit inside a unit")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException as e:
            self._db.execute("ROLLBACK")
            e.add_note(f"nothing of {code} was written")
            raise
        self._db.execute("COMMIT")

    def _put(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        for row in rows:
            self._db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    def _get(self, table: str, code: str | None, order: str) -> list[sqlite3.Row]:
        where, values = ("WHERE code = ?", (code,)) if code is not None else ("", ())
        return self._db.execute(f"SELECT * FROM {table} {where} ORDER BY {order}", values).fetchall()

    def put_submission(self, s: Submission) -> None:
        """Write a submission in place of the one of the same code and attempt."""
        lms = json.dumps(s.lms, sort_keys=True)
        row = (s.code, s.attempt, s.sha256, s.file, s.received, s.late, int(s.counts), str(s.state), lms)
        self._put("submissions", [row])

    def submissions(self, code: str | None = None) -> list[Submission]:
        """Return all submissions, or those of a code, attempt by attempt."""
        rows = self._get("submissions", code, "code, attempt")
        return [Submission(*r[:6], bool(r["counts"]), r["state"], json.loads(r["lms"])) for r in rows]

    def counting(self) -> list[Submission]:
        """Return the submission of each code that is graded."""
        return [s for s in self.submissions() if s.counts]

    def set_state(self, code: str, attempt: int, state: str) -> None:
        """Write the state of a submission."""
        self._db.execute("UPDATE submissions SET state = ? WHERE code = ? AND attempt = ?", (str(state), code, attempt))

    def put_answers(self, answers: Iterable[Answer]) -> None:
        """Write answers in place of those to the same parts of the same attempt."""
        dump = lambda value: json.dumps(value, ensure_ascii=False)  # noqa: E731
        self._put("answers", ((a.code, a.attempt, a.exercise, a.part, str(a.state), a.share, a.points, dump(a.given),
                               int(a.recorded), a.cell, dump(list(a.words))) for a in answers))  # fmt: skip

    def answers(self, code: str | None = None) -> list[Answer]:
        """Return the answers of the attempts that count, or of all attempts of a code."""
        counts = {(s.code, s.attempt) for s in self.counting()} if code is None else set()
        rows = self._get("answers", code, "code, attempt, exercise, part")
        return [
            Answer(*r[:7], json.loads(r["given"]), bool(r["recorded"]), r["cell"], tuple(json.loads(r["words"])))
            for r in rows
            if code is not None or (r["code"], r["attempt"]) in counts
        ]

    def put_marks(self, marks: Iterable[Mark]) -> None:
        """Write marks in place of the same marker's for the same criteria."""
        self._put("marks", ((m.code, m.exercise, m.criterion, m.marker, m.level, m.comment, m.time) for m in marks))

    def marks(self, code: str | None = None) -> list[Mark]:
        """Return all marks, or those of a code."""
        return [Mark(*r) for r in self._get("marks", code, "code, exercise, criterion, marker")]

    def excuse(self, code: str, exercise: str, reason: str) -> None:
        """Leave a question out of a code's total, with the reason."""
        self._put("excuses", [(code, exercise, reason)])

    def excuses(self, code: str | None = None) -> dict[tuple[str, str], str]:
        """Return the reasons by code and exercise."""
        return {(r["code"], r["exercise"]): r["reason"] for r in self._get("excuses", code, "code, exercise")}

    def log(self, what: str) -> None:
        """Note what was done, with the time; no names."""
        self._put("log", [(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), what)])

    def totals(self, assignment: Assignment, codes: Sequence[str]) -> pd.DataFrame:
        """Return a row for each code: state, points, ``of``, minutes late, deduction, and the total, which is NaN until it is final.

        A question is final when every part of it has points or it is excused. What is excused counts neither way: the
        total is the share of the other points, out of all of the assignment. Who handed nothing in has no total either.

        Examples
        --------
        >>> from russia_nato.classroom.assignment import Assignment
        >>> paper = Assignment("paper-1", "Paper 1", "x", {"a": {"code": 2, "text": 4}})
        >>> book = Gradebook(":memory:")
        >>> book.put_submission(Submission("s-7f3a", 1, "", "", "2026-10-05T18:00+00:00", 0, True, "collected"))
        >>> book.put_answers([Answer("s-7f3a", 1, "a", "code", "right", 1, 2), Answer("s-7f3a", 1, "a", "text", "to mark")])
        >>> book.totals(paper, ["s-7f3a"])["total"].tolist()
        [nan]
        >>> book.put_answers([Answer("s-7f3a", 1, "a", "text", "marked", 0.75, 3)])
        >>> book.totals(paper, ["s-7f3a"])["total"].tolist()
        [5.0]
        """
        import pandas as pd

        answers = {(a.code, a.exercise, a.part): a for a in self.answers()}
        counting, excuses = {s.code: s for s in self.counting()}, self.excuses()
        rows = []
        for code in codes:
            parts = {
                (e, part): worth
                for e, split in assignment.points.items()
                if (code, e) not in excuses
                for part, worth in split.items()
            }
            got = [answers[code, e, p].points if (code, e, p) in answers else None for e, p in parts]
            mine, of = counting.get(code), sum(parts.values())
            final = mine is not None and all(g is not None for g in got) and of > 0
            points = sum(g for g in got if g is not None)
            minus = assignment.deduction(mine.late) if mine else 0.0
            total = max(points / of * assignment.whole - minus, 0.0) if final else float("nan")
            rows.append((mine.state if mine else "none", points, of, mine.late if mine else 0, minus, total))
        columns = ["state", "points", "of", "minutes_late", "deduction", "total"]
        return pd.DataFrame(rows, index=pd.Index(codes, name="code"), columns=columns)


def open_book(folder: AssignmentFolder) -> Gradebook:
    """Return the gradebook of an assignment, made where there is none.

    Raises
    ------
    ClassError
        If the file is no gradebook.

    Examples
    --------
    >>> import tempfile
    >>> with open_book(AssignmentFolder(Path(tempfile.mkdtemp()))) as book:
    ...     book.submissions()
    []
    """
    folder.path.mkdir(parents=True, exist_ok=True)
    try:
        return Gradebook(folder.gradebook)
    except sqlite3.DatabaseError as e:
        raise ClassError(
            f"{folder.name}/gradebook.sqlite: {e}; a gradebook that these commands wrote is allowed"
        ) from None
