"""Self-check quizzes: read data/quizzes/*.yml, refuse what is wrong, put the options in their order, and set the questions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from docutils import nodes

from ..errors import CourseError
from . import components as c


class QuizError(CourseError):
    """A quiz file that cannot be used: names the file, the question and what is allowed."""


@dataclass(frozen=True)
class Option:
    """What can be chosen, and what is said to those who choose it; ``place`` is its number in the file."""

    text: str
    correct: bool
    feedback: str
    place: int = 0


@dataclass(frozen=True)
class Question:
    """A question; its options stand in the order in which page, paper and key print them."""

    id: str
    type: str  # single or multiple
    prompt: str
    points: int
    options: tuple[Option, ...]
    event: str = ""


@dataclass(frozen=True)
class Quiz:
    """The questions of a file."""

    id: str
    title: str
    questions: tuple[Question, ...]


def shuffled(question: str, options: list[Option]) -> tuple[Option, ...]:
    """Return the options in an order that the question's id decides: the same everywhere, and no hint at the right one.

    Examples
    --------
    >>> letters = [Option(x, False, "", n) for n, x in enumerate("abcd")]
    >>> "".join(o.text for o in shuffled("p1-first-contact", letters))
    'cbad'
    """
    lot = lambda o: hashlib.sha256(f"{question} {o.place}".encode()).digest()  # noqa: E731
    return tuple(sorted(options, key=lot))


def _options(where: str, q: dict) -> list[Option]:
    """Return the options of a question in the order of the file."""
    options = []
    for n, o in enumerate(q.get("options") or ()):
        if not isinstance(o, dict):
            raise QuizError(f"{where}, option {o!r}: text and feedback are required on every option")
        if not str(o.get("text", "")).strip() or not str(o.get("feedback", "")).strip():
            raise QuizError(f"{where}, option {o.get('text')!r}: text and feedback are required on every option")
        options.append(Option(str(o["text"]), bool(o.get("correct")), str(o["feedback"]), n))
    right = sum(o.correct for o in options)
    if len(options) < 3 or right < 1 or (q["type"] == "single" and right != 1) or right == len(options):
        raise QuizError(
            f"{where}: {len(options)} options, {right} correct: at least 3 are needed, "
            "exactly one correct for single, and at least one wrong"
        )
    if len({o.text for o in options}) != len(options):
        raise QuizError(f"{where}: two options say the same")
    return options


def _question(path: Path, n: int, q: dict) -> Question:
    where = f"{path.name}, question {q.get('id', n) if isinstance(q, dict) else n}"
    if not isinstance(q, dict) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(q.get("id", ""))):
        raise QuizError(f"{where}: an id in lower-case letters, digits and hyphens is required")
    if q.get("type") not in ("single", "multiple"):
        raise QuizError(f"{where}: type {q.get('type')!r}: allowed is single or multiple")
    if not str(q.get("prompt", "")).strip():
        raise QuizError(f"{where}: a prompt is required")
    points = q.get("points", 1)
    if isinstance(points, bool) or not isinstance(points, int) or points < 1:
        raise QuizError(f"{where}: points {points!r}: a whole number above 0 is allowed")
    options = shuffled(q["id"], _options(where, q))
    return Question(q["id"], q["type"], str(q["prompt"]), points, options, str(q.get("event", "")))


def load_quiz(path: Path) -> Quiz:
    """Read a quiz.

    Raises
    ------
    QuizError
        If the file is missing, is not YAML, or a question is not one that can be asked; names the question.

    Examples
    --------
    >>> from russia_nato.data import data_dir
    >>> load_quiz(data_dir() / "quizzes" / "phase-1.yml").questions[0].id
    'p1-first-contact'
    """
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.yml"))) or "none"
        raise QuizError(f"{path.name}: missing; allowed is one of: {known}") from None
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 1 if mark else "?"
        raise QuizError(f"{path.name}:{line}: {getattr(e, 'problem', e)}; it must be valid YAML") from None
    if not isinstance(raw, dict) or not raw.get("title") or not raw.get("questions"):
        raise QuizError(f"{path.name}: a title and a list of questions are required")
    questions = tuple(_question(path, n, q) for n, q in enumerate(raw["questions"], 1))
    ids = [q.id for q in questions]
    if len(set(ids)) != len(ids):
        raise QuizError(f"{path.name}: the question ids {sorted({i for i in ids if ids.count(i) > 1})} stand twice")
    return Quiz(path.stem, str(raw["title"]), questions)


class QuizBox(c.Part, nodes.container):
    """The questions of a quiz.

    Where there are scripts, look/quiz.js checks them, adds up the points, and keeps the answers, by the numbers that options have
    in the file, where the browser lets it.
    """

    tag, css, printed = "section", "quiz", "quiz"


class QuestionBox(c.Part, nodes.container):
    """A question with its options."""

    tag, css, printed = "fieldset", "quiz-question", "question"


class Prompt(c.Part, nodes.paragraph):
    """What is asked."""

    tag, css, printed = "legend", "quiz-prompt", "prompt"


class Hint(c.Part, nodes.inline):
    """How many options may be chosen."""

    tag, css = "span", "quiz-hint"


class Options(c.Part, nodes.enumerated_list):
    """The options, lettered."""

    tag, css, printed = "ol", "quiz-options", "options"


class Choice(c.Part, nodes.list_item):
    """An option."""

    tag = "li"


class Label(c.Part, nodes.paragraph):
    """An option's words with what is ticked for it."""

    tag = "label"


def quiz_nodes(quiz: Quiz) -> nodes.Node:
    """Return a quiz as nodes: the page checks it by a script, paper and other builders ask it."""
    questions = [_question_nodes(quiz, n, q) for n, q in enumerate(quiz.questions, 1)]
    score = c.Reply.of(classes=["quiz-score", "screen-only"], html={"role": "status"})
    return QuizBox.of(questions, score, ids=[f"quiz-{quiz.id}"], html={"aria-label": quiz.title})


def _question_nodes(quiz: Quiz, n: int, q: Question) -> nodes.Node:
    many = q.type == "multiple"
    kind = {"type": "checkbox" if many else "radio", "name": f"{quiz.id}-{q.id}"}
    options = [
        Choice.of(
            Label.of(c.Control.of(html={**kind, "value": str(o.place)}), f" {o.text}"),
            html={"data-feedback": o.feedback} | ({"data-correct": "true"} if o.correct else {}),
        )
        for o in q.options
    ]
    hint = [" ", Hint.of("(choose all that are right)")] if many else None
    check = c.Button.of("Check", classes=["quiz-check", "screen-only"], html={"type": "button"}) if many else None
    return QuestionBox.of(
        Prompt.of(f"{n}. {q.prompt}", hint),
        Options.of(options, enumtype="upperalpha", prefix="", suffix="."),
        check,
        c.Reply.of(classes=["quiz-feedback", "screen-only"], html={"role": "status"}),
        ids=[f"quiz-{quiz.id}-{q.id}"],
        html={"data-points": str(q.points)},
    )
