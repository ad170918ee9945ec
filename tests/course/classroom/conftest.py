"""A small course, a class and a release of it, made once; each test that writes works on a copy."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.course.classroom import small

from russia_nato.classroom.folder import AssignmentFolder, ClassFolder
from russia_nato.classroom.gradebook import Submission, open_book
from russia_nato.classroom.release import release

PAPER = "paper-1"


@dataclass
class Small:
    """A class with one assignment released to it."""

    room: ClassFolder
    folder: AssignmentFolder
    released: dict[str, Any]
    key: dict[str, Any]

    def hand_in(self, code: str, work: bytes, attempt: int = 1, state: str = "collected") -> None:
        """Put a file where `collect` would put it."""
        sha = hashlib.sha256(work).hexdigest()
        file = f"{code}/{attempt}-{sha[:8]}.ipynb"
        place = self.folder.submissions / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(work)
        now = dt.datetime(2026, 10, 5, 18, tzinfo=dt.UTC).isoformat()
        with open_book(self.folder) as book:
            for s in book.submissions(code):
                book.put_submission(
                    Submission(
                        *(
                            *(getattr(s, n) for n in ("code", "attempt", "sha256", "file", "received", "late")),
                            False,
                            "superseded",
                            s.lms,
                        )
                    )
                )
            book.put_submission(Submission(code, attempt, sha, file, now, 0, True, state))

    def states(self, code: str) -> dict[tuple[str, str], str]:
        """Return the states of the parts of a code's questions."""
        with open_book(self.folder) as book:
            return {(a.exercise, a.part): a.state for a in book.answers() if a.code == code}


@pytest.fixture(scope="session")
def small_course(tmp_path_factory) -> Iterator[Path]:
    """The small course; the commands find it by its data."""
    yield small.make_course(tmp_path_factory.mktemp("course") / "course")


@pytest.fixture
def course(small_course: Path, monkeypatch) -> Path:
    """The small course in use."""
    monkeypatch.setenv("RUSSIA_NATO_DATA", str(small_course / "data"))
    monkeypatch.delenv("RUSSIA_NATO_PRIVATE", raising=False)
    return small_course


@pytest.fixture(scope="session")
def _released(small_course: Path, tmp_path_factory) -> Path:
    before = os.environ.get("RUSSIA_NATO_DATA")
    os.environ["RUSSIA_NATO_DATA"] = str(small_course / "data")
    try:
        room = ClassFolder(tmp_path_factory.mktemp("class"))
        room.roster.write_text("code,lms,lms_id,name,email,login,section\ns-7f3a,canvas,7,A. Kay,,,\n", "utf-8")
        release(room, PAPER, list(small.PROMPTS), title="Paper 1")
        return room.path
    finally:
        os.environ.pop("RUSSIA_NATO_DATA") if before is None else os.environ.update(RUSSIA_NATO_DATA=before)


@pytest.fixture
def paper(course: Path, _released: Path, tmp_path: Path) -> Small:
    """A class of its own with the small course's exercises released as ``paper-1``."""
    shutil.copytree(_released, tmp_path / "class")
    room = ClassFolder(tmp_path / "class")
    folder = room.assignment(PAPER)
    released = json.loads((folder.release / f"{PAPER}.ipynb").read_text("utf-8"))
    return Small(room, folder, released, json.loads((folder.key / "key.json").read_text("utf-8"))[""])


@pytest.fixture
def lines() -> tuple[list[str], Callable[[str], None]]:
    """What a command says, line by line."""
    said: list[str] = []
    return said, said.append
