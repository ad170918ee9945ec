"""Quizzes on paper: a page to print, the questions first and the key with the reasons on pages of its own."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ..book.quiz import Question, Quiz

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:11pt/1.4 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}}h1{{font-size:1.4rem}}
ol.options{{list-style:upper-alpha;margin:.3rem 0 .9rem}}section.quiz,section.key{{break-before:page}}section.quiz:first-of-type
{{break-before:auto}}div.question{{break-inside:avoid}}p{{margin:.4rem 0}}.points{{color:#555}}</style></head><body>
{body}
</body></html>
"""


def letters(question: Question) -> str:
    """Return the letters of the right options, as the page prints them.

    Examples
    --------
    >>> from russia_nato.book.quiz import Option
    >>> letters(Question("q", "multiple", "?", 2, tuple(Option(x, x != "a", "") for x in "abc")))
    'B, C'
    """
    return ", ".join(chr(65 + n) for n, o in enumerate(question.options) if o.correct)


def _asked(n: int, question: Question) -> str:
    hint = " Choose all that are right." if question.type == "multiple" else ""
    points = f"{question.points} point{'s' if question.points > 1 else ''}"
    options = "".join(f"<li>{html.escape(o.text)}</li>" for o in question.options)
    prompt = html.escape(question.prompt + hint)
    return f'<div class="question"><p>{n}. {prompt} <span class="points">({points})</span></p><ol class="options">{options}</ol></div>'


def _solved(n: int, question: Question) -> str:
    reasons = "".join(f"<li>{html.escape(o.feedback)}</li>" for o in question.options)
    return f'<div class="question"><p>{n}. <strong>{letters(question)}</strong></p><ol class="options">{reasons}</ol></div>'


def paper_html(quizzes: Sequence[Quiz]) -> bytes:
    """Return quizzes as one page to print; it asks nothing of any network.

    Examples
    --------
    >>> from russia_nato.book.quiz import load_quiz
    >>> from russia_nato.schema import data_dir
    >>> made = paper_html([load_quiz(data_dir() / "quizzes" / "phase-1.yml")]).decode()
    >>> made.index("<h1>") < made.index("<h1>Key")
    True
    """
    body = []
    for quiz in quizzes:
        asked = "".join(_asked(n, q) for n, q in enumerate(quiz.questions, 1))
        body.append(f'<section class="quiz"><h1>{html.escape(quiz.title)}</h1><p>Name:</p>{asked}</section>')
    for quiz in quizzes:
        solved = "".join(_solved(n, q) for n, q in enumerate(quiz.questions, 1))
        body.append(f'<section class="key"><h1>Key: {html.escape(quiz.title)}</h1>{solved}</section>')
    return _PAGE.format(title=html.escape("; ".join(q.title for q in quizzes)), body="\n".join(body)).encode()
