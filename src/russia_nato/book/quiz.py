"""Self-check quizzes: read data/quizzes/*.yml, refuse what is wrong, and set it as a page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml

from ..errors import CourseError


class QuizError(CourseError):
    """A quiz file that cannot be used: names the file, the question and what is allowed."""


@dataclass(frozen=True)
class Option:
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    id: str
    type: str  # single or multiple
    prompt: str
    points: int
    options: tuple[Option, ...]
    event: str = ""


@dataclass(frozen=True)
class Quiz:
    id: str
    title: str
    questions: tuple[Question, ...]


def _question(path: Path, n: int, q: dict) -> Question:
    where = f"{path.name}, question {q.get('id', n) if isinstance(q, dict) else n}"
    if not isinstance(q, dict) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(q.get("id", ""))):
        raise QuizError(f"{where}: an id in lower-case letters, digits and hyphens is required")
    if q.get("type") not in ("single", "multiple"):
        raise QuizError(f"{where}: type {q.get('type')!r}: allowed is single or multiple")
    if not str(q.get("prompt", "")).strip():
        raise QuizError(f"{where}: a prompt is required")
    options = []
    for o in q.get("options") or ():
        if not str(o.get("text", "")).strip() or not str(o.get("feedback", "")).strip():
            raise QuizError(f"{where}, option {o.get('text')!r}: text and feedback are required on every option")
        options.append(Option(str(o["text"]), bool(o.get("correct")), str(o["feedback"])))
    right = sum(o.correct for o in options)
    if len(options) < 3 or right < 1 or (q["type"] == "single" and right != 1) or right == len(options):
        raise QuizError(
            f"{where}: {len(options)} options, {right} correct: at least 3 are needed, exactly one correct for single, and at least one wrong"
        )
    if len({o.text for o in options}) != len(options):
        raise QuizError(f"{where}: two options say the same")
    return Question(
        q["id"], q["type"], str(q["prompt"]), int(q.get("points", 1)), tuple(options), str(q.get("event", ""))
    )


def load_quiz(path: Path) -> Quiz:
    """Read a quiz.

    Raises
    ------
    QuizError
        If the file is missing, is not YAML, or a question is not one that can be asked; names the question.
    """
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.yml"))) or "none"
        raise QuizError(f"{path.name}: missing; allowed is one of: {known}") from None
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        raise QuizError(
            f"{path.name}:{mark.line + 1 if mark else '?'}: {getattr(e, 'problem', e)}; it must be valid YAML"
        ) from None
    if not isinstance(raw, dict) or not raw.get("title") or not raw.get("questions"):
        raise QuizError(f"{path.name}: a title and a list of questions are required")
    questions = tuple(_question(path, n, q) for n, q in enumerate(raw["questions"], 1))
    ids = [q.id for q in questions]
    if len(set(ids)) != len(ids):
        raise QuizError(f"{path.name}: the question ids {sorted({i for i in ids if ids.count(i) > 1})} stand twice")
    return Quiz(path.stem, str(raw["title"]), questions)


def quiz_html(quiz: Quiz) -> str:
    """Return a quiz as HTML that checks itself by a short script, and prints as questions."""
    e = html.escape
    out = [
        f'<section class="quiz" data-print="quiz" id="quiz-{quiz.id}" aria-label="{e(quiz.title)}" data-title="{e(quiz.title)}">'
    ]
    for n, q in enumerate(quiz.questions, 1):
        kind, hint = (
            ("radio", "")
            if q.type == "single"
            else ("checkbox", ' <span class="quiz-hint">(choose all that are right)</span>')
        )
        options = "".join(
            f'<li data-correct="{str(o.correct).lower()}" data-feedback="{e(o.feedback)}"><label><input type="{kind}" name="{quiz.id}-{q.id}" value="{i}"> {e(o.text)}</label></li>'
            for i, o in enumerate(q.options)
        )
        out.append(
            f'<fieldset class="quiz-question" data-print="question" id="quiz-{quiz.id}-{q.id}"><legend class="quiz-prompt" data-print="prompt">{n}. {e(q.prompt)}{hint}</legend>'
            f'<ol class="quiz-options" data-print="options">{options}</ol>'
            + (
                '<button type="button" class="quiz-check screen-only" data-print="omit">Check</button>'
                if q.type == "multiple"
                else ""
            )
            + '<div class="quiz-feedback screen-only" data-print="omit" role="status"></div></fieldset>'
        )
    script = files(__package__).joinpath("look", "quiz.js").read_text("utf-8").strip()
    out.append(f"<script>({script})(document.getElementById('quiz-{quiz.id}'));</script></section>")
    return "".join(out)
