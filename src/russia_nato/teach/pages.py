"""Directives that make the instructor's pages: {exercise-bank} and {answer-key}."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from docutils import nodes

from ..book import components as c
from ..book.links import to_heading
from ..book.quiz import Question, QuizError, load_quiz
from ..book.rows import CourseDirective
from ..data import data_dir
from ..dates import when
from .bank import KINDS, BankError, Exercise, load_bank, load_objectives

COLUMNS = ("Exercise", "Unit", "Kind", "Level", "Minutes", "Points", "Use", "Objectives")


class ExerciseBank(CourseDirective):
    """Print all exercises as a table to choose from, with sums by kind."""

    def run(self):
        root = Path(self.env.srcdir)
        for path in sorted((root / "notebooks").glob("*.ipynb")):
            self.env.note_dependency(str(path))
        try:
            bank = load_bank(root)
        except BankError as e:
            raise self.error(str(e)) from None
        return [*self.block(self.sums(bank)), self.table(bank)]

    def sums(self, bank: list[Exercise]) -> str:
        """Return the counts as a sentence and a table in MyST."""
        uses = Counter((e.kind, e.practice) for e in bank)
        lines = ["| kind | practice | assessed | minutes | points |", "| --- | --- | --- | --- | --- |"]
        for kind in KINDS:
            mine = [e for e in bank if e.kind == kind]
            lines.append(
                f"| {kind} | {uses[kind, True]} | {uses[kind, False]} | {sum(e.minutes for e in mine)} | {sum(e.points for e in mine)} |"
            )
        assessed = sum(not e.practice for e in bank)
        minutes = sum(e.minutes for e in bank)
        lead = (
            f"The course has {len(bank)} exercises, {assessed} of them assessed; together they take {minutes} minutes."
        )
        return "\n".join([lead, "", *lines])

    def table(self, bank: list[Exercise]) -> nodes.Node:
        """Return the exercises as a table with links."""
        rows, aims = [], load_objectives(Path(self.env.srcdir))
        for e in bank:
            link = to_heading(self, e.page, e.anchor, f"exercise {e.id}", e.title)
            head = [link, c.Break.of(), nodes.literal("", e.id)]
            facts = (e.unit, e.kind, e.level, str(e.minutes), str(e.points), "practice" if e.practice else "assessed")
            rows.append(c.row(head, *facts, " ".join(aims[o] for o in e.objectives), ident=f"bank-{e.id}"))
        return c.table("All exercises", COLUMNS, rows, "rn-bank")


class AnswerKey(CourseDirective):
    """Print the right options of every self-check, with the reason that the page gives."""

    def run(self):
        out: list[nodes.Node] = []
        for path in sorted((data_dir() / "quizzes").glob("*.yml")):
            self.env.note_dependency(str(path))
            try:
                quiz = load_quiz(path)
            except QuizError as e:
                raise self.error(str(e)) from None
            box = nodes.section(ids=[f"key-{quiz.id}"], names=[f"key-{quiz.id}"])
            box += nodes.title("", quiz.title)
            points = sum(q.points for q in quiz.questions)
            box.extend(self.block(f"{len(quiz.questions)} questions, {points} {'point' if points == 1 else 'points'}."))
            questions = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".")
            questions.extend(self.question(q) for q in quiz.questions)
            box += questions
            out.append(box)
        if not out:
            raise self.error(
                f"answer-key: no quizzes in {data_dir() / 'quizzes'}: allowed is one file or more, such as phase-1.yml"
            )
        return out

    def question(self, q: Question) -> nodes.list_item:
        """Return a question with its right options, lettered as on paper, and where it can be read again."""
        right = nodes.bullet_list("", bullet="-")
        for n, o in enumerate(q.options):
            if o.correct:
                right += nodes.list_item("", c.paragraph(c.strong(f"{chr(65 + n)}. {o.text}"), f" {o.feedback}"))
        points = f"{q.points} {'point' if q.points == 1 else 'points'}"
        item = nodes.list_item("", c.paragraph(f"{q.prompt} ({points})"), right)
        if q.event:
            row = self.row("event", q.event)
            item += c.paragraph(f"To read again: {row['title']}, {when(row)}.")
        return item


def setup(app) -> None:
    app.add_directive("exercise-bank", ExerciseBank)
    app.add_directive("answer-key", AnswerKey)
