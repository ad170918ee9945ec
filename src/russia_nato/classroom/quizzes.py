"""Quizzes for use outside the book: which there are, and each file that can be made of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..book.quiz import Quiz, load_quiz
from ..schema import data_dir
from .folder import ClassError
from .quiz_canvas import canvas_zip
from .quiz_moodle import moodle_xml
from .quiz_paper import paper_html
from .sources import private_bank


@dataclass(frozen=True)
class Maker:
    """A file that can be made of quizzes: its ending, and what makes its bytes."""

    ending: str
    make: Callable[[Sequence[Quiz]], bytes]


MAKERS = {
    "canvas": Maker(".zip", canvas_zip),
    "moodle": Maker(".xml", moodle_xml),
    "paper": Maker(".html", paper_html),
}


def quiz_files() -> dict[str, Path]:
    """Return the quizzes by name: the course's, which are for practice, and those of a private bank, which may be for marks.

    Examples
    --------
    >>> "phase-1" in quiz_files()
    True
    """
    bank = private_bank()
    folders = [data_dir() / "quizzes", *([bank / "quizzes"] if bank else [])]
    return {p.stem: p for folder in folders for p in sorted(folder.glob("*.yml"))}


def read_quizzes(names: Sequence[str]) -> list[Quiz]:
    """Return quizzes by name, or all.

    Raises
    ------
    ClassError
        If a name is unknown; says which are known.
    QuizError
        If a file cannot be used.

    Examples
    --------
    >>> [q.id for q in read_quizzes(["phase-2", "phase-1"])]
    ['phase-2', 'phase-1']
    """
    files = quiz_files()
    for name in names:
        if name not in files:
            raise ClassError(f"quiz {name!r}: allowed is one of {', '.join(files)}")
    quizzes = [load_quiz(files[name]) for name in names or files]
    ids = [q.id for quiz in quizzes for q in quiz.questions]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise ClassError(f"quizzes: the question {', '.join(twice)} stands in two of them; an id is allowed once")
    return quizzes


def write_quizzes(kind: str, path: Path, quizzes: Sequence[Quiz]) -> Path:
    """Write a file of quizzes.

    Parameters
    ----------
    kind : str
        ``canvas`` (QTI 1.2), ``moodle`` (Moodle XML) or ``paper`` (a page to print, with the key at its end).
    path : pathlib.Path
        Where it goes.
    quizzes : sequence of Quiz
        What is asked.

    Raises
    ------
    ClassError
        If the ending is not that of the kind.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_quizzes("moodle", Path(folder) / "quizzes.xml", read_quizzes(["phase-1"])).name
    'quizzes.xml'
    """
    maker = MAKERS[kind]
    if path.suffix.lower() != maker.ending:
        raise ClassError(f"--{kind} {path}: a name that ends in {maker.ending} is required")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(maker.make(quizzes))
    os.replace(part, path)
    return path


def listing(quizzes: Sequence[Quiz]) -> str:
    """Return a line for each quiz: name, questions, points and title.

    Examples
    --------
    >>> listing(read_quizzes(["phase-1"])).split()[0]
    'phase-1'
    """
    rows = [(q.id, len(q.questions), sum(x.points for x in q.questions), q.title) for q in quizzes]
    return "\n".join(f"{name:<12}{n:>3} questions {points:>3} points  {title}" for name, n, points, title in rows)
