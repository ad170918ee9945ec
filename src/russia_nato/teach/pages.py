"""Directives that make the instructor's pages: {exercise-bank} and {answer-key}."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from docutils import nodes

from ..book.components import CourseDirective, Run, esc
from ..book.quiz import Question, QuizError, load_quiz
from ..data import data_dir
from ..dates import when
from .bank import KINDS, BankError, Exercise, load_bank
from .links import page_link

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
        return [*self.block(self.sums(bank)), *self.parts(*self.table(bank))]

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

    def table(self, bank: list[Exercise]) -> list[str | list[nodes.Node]]:
        """Return the exercises as pieces of an HTML table with links."""
        head = "".join(f'<th scope="col">{c}</th>' for c in COLUMNS)
        pieces: list[str | list[nodes.Node]] = [
            f'<div class="rn-tablewrap" tabindex="0" role="region" aria-label="All exercises"><table class="rn-bank"><thead><tr>{head}</tr></thead><tbody>'
        ]
        for e in bank:
            link = page_link(self, e.title, e.page, e.anchor, f"exercise {e.id}")
            use = "practice" if e.practice else "assessed"
            cells = "".join(
                f"<td>{esc(str(c))}</td>"
                for c in (e.unit, e.kind, e.level, e.minutes, e.points, use, "; ".join(e.objectives))
            )
            pieces += [
                f'<tr id="bank-{e.id}"><th scope="row">',
                [Run("", "", link)],
                f"<br><code>{e.id}</code></th>{cells}</tr>",
            ]
        return [*pieces, "</tbody></table></div>"]


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
            box.extend(self.parts("<ol>", *(piece for q in quiz.questions for piece in self.question(q)), "</ol>"))
            out.append(box)
        if not out:
            raise self.error(
                f"answer-key: no quizzes in {data_dir() / 'quizzes'}: allowed is one file or more, such as phase-1.yml"
            )
        return out

    def question(self, q: Question) -> list[str | list[nodes.Node]]:
        """Return a question with its right options, lettered as on paper, and where it can be read again."""
        right = "".join(
            f"<li><strong>{chr(65 + n)}. {esc(o.text)}</strong> {esc(o.feedback)}</li>"
            for n, o in enumerate(q.options)
            if o.correct
        )
        pieces: list[str | list[nodes.Node]] = [
            f"<li><p>{esc(q.prompt)} ({q.points} {'point' if q.points == 1 else 'points'})</p><ul>{right}</ul>"
        ]
        if q.event:
            row = self.row("event", q.event)
            pieces.append(f"<p>To read again: {esc(row['title'])}, {when(row)}.</p>")
        return [*pieces, "</li>"]


def setup(app) -> None:
    app.add_directive("exercise-bank", ExerciseBank)
    app.add_directive("answer-key", AnswerKey)
