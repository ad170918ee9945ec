"""Self-check quizzes: lettered on paper, with a key at the back of the book."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .errors import PdfError, describe
from .tree import Tag, new, with_token, words

KEY_PAGE = "key-to-the-self-checks"
KEY_TITLE = "Key to the self-checks"


@dataclass
class QuizKey:
    """Collects the answers of every quiz, in reading order: (title of the page, name of the quiz, its answers)."""

    entries: list[tuple[str, str, Tag]] = field(default_factory=list)

    def collect(self, article: Tag, page: str, title: str) -> list[str]:
        """Letter the questions of a page for print and note their answers.

        Parameters
        ----------
        article : Tag
            The page; its quizzes are changed in place.
        page, title : str
            Name and title of the page, for messages and for the key.

        Returns
        -------
        list of str
            The places in the key that the page's quizzes point at.

        Raises
        ------
        PdfError
            If a quiz has no id, or a question no prompt, no options or no correct option.
        """
        places = []
        for quiz in list(with_token(article, "quiz")):
            if not quiz.get("id"):
                raise PdfError("a quiz without id", page=page, element=describe(quiz), remedy='Write id="quiz-..."')
            answers = new("ol", data_typst_key="")
            for number, question in enumerate(with_token(quiz, "question"), start=1):
                answers.append(_letter(question, number, page))
            *_, last = [None, *with_token(quiz, "options")]
            if last is not None:
                last.set("data-typst-last", "")
            where = f"{page}--{quiz.get('id')}"
            self.entries.append((title, where, answers))
            places.append(f"{KEY_PAGE}#{where}")
            quiz.append(new("p", data_typst_answers=places[-1]))
        return places

    def chapter(self) -> Tag | None:
        """Return the key as a page of the book, or None where the book asks nothing."""
        if not self.entries:
            return None
        article = new("article")
        article.append(new("h1", KEY_TITLE))
        for title, where, answers in self.entries:
            article.extend([new("h2", title, id=where), answers])
        return article


def _letter(question: Tag, number: int, page: str) -> Tag:
    """Number a question and letter its options; return its entry in the key."""
    prompt = next(with_token(question, "prompt"), None)
    options = [item for listed in with_token(question, "options") for item in listed if item.tag == "li"]
    correct = [index for index, option in enumerate(options) if option.get("data-correct") == "true"]
    element = describe(question)
    if prompt is None:
        raise PdfError(
            "a question without prompt", page=page, element=element, remedy='Mark what it asks data-print="prompt"'
        )
    if not correct:
        raise PdfError(
            "a question without a correct option",
            page=page,
            element=element,
            remedy='Give at least one li of its data-print="options" data-correct="true"',
        )
    prompt.set("data-typst-number", str(number))
    prompt.text = re.sub(rf"^\s*{number}\.\s+", "", prompt.text or "")  # the page may have numbered it already
    letters = ", ".join(chr(65 + index) for index in correct)
    entry, verdict = new("li"), new("p")
    verdict.append(new("strong", letters))
    verdict[0].tail = ": " + "; ".join(words(options[index]) for index in correct)
    entry.append(verdict)
    remarks = new("dl", data_typst_remarks="")
    for index, option in enumerate(options):
        if option.get("data-feedback"):
            remarks.extend([new("dt", chr(65 + index)), new("dd", option.get("data-feedback"))])
    if len(remarks):
        verdict.set("data-typst-lead", "")
        entry.append(remarks)
    return entry
