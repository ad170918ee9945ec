"""Self-check quizzes: lettered on paper, with a key at the back of the book."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from .errors import PdfError, describe

KEY_PAGE = "key-to-the-self-checks"
KEY_TITLE = "Key to the self-checks"


@dataclass
class QuizKey:
    """Collects the answers of every quiz, in reading order."""

    entries: list[tuple[str, str, Tag]] = field(default_factory=list)

    def take(self, article: Tag, page: str, title: str, soup: BeautifulSoup) -> None:
        """Letter the questions of a page for print and note their answers.

        Parameters
        ----------
        article : Tag
            The page; its ``section.quiz`` elements are changed in place.
        page, title : str
            Name and title of the page, for messages and for the key.

        Raises
        ------
        PdfError
            If a question has no prompt, no options, or no correct option.
        """
        for quiz in article.select("section.quiz"):
            if not quiz.get("id"):
                raise PdfError("a quiz without id", page=page, element=describe(quiz), remedy='Write id="quiz-..."')
            answers = soup.new_tag("ol", attrs={"class": ["quiz-key"]})
            for number, question in enumerate(quiz.select(".quiz-question"), start=1):
                answers.append(_letter(question, number, page, soup))
            last = quiz.select(".quiz-options")
            if last:
                last[-1]["data-typst-last"] = ""
            where = f"{page}--{quiz['id']}"
            self.entries.append((title, where, answers))
            pointer = soup.new_tag("p", attrs={"class": ["quiz-pointer"], "data-typst-key": f"{KEY_PAGE}#{where}"})
            quiz.append(pointer)

    def chapter(self, soup: BeautifulSoup) -> Tag | None:
        """Return the key as a page of the book, or None where the book asks nothing."""
        if not self.entries:
            return None
        article = soup.new_tag("article")
        heading = soup.new_tag("h1")
        heading.string = KEY_TITLE
        article.append(heading)
        for title, where, answers in self.entries:
            below = soup.new_tag("h2", id=where)
            below.string = title
            article.extend([below, answers])
        return article


def _letter(question: Tag, number: int, page: str, soup: BeautifulSoup) -> Tag:
    """Number a question and letter its options; return its entry in the key."""
    prompt, options = question.select_one(".quiz-prompt"), question.select(".quiz-options > li")
    correct = [index for index, option in enumerate(options) if option.get("data-correct") == "true"]
    element = describe(question)
    if prompt is None:
        raise PdfError("a quiz question without prompt", page=page, element=element, remedy="Add p.quiz-prompt")
    if not correct:
        raise PdfError(
            "a quiz question without a correct option",
            page=page,
            element=element,
            remedy='Give at least one li of ol.quiz-options data-correct="true"',
        )
    prompt.name, prompt["data-typst-number"] = "p", str(number)
    first = next((text for text in prompt.find_all(string=True) if text.strip()), None)
    if first:  # the page may have numbered it already
        first.replace_with(re.sub(rf"^\s*{number}\.\s+", "", first))
    entry = soup.new_tag("li")
    verdict = soup.new_tag("p", attrs={"data-typst-lead": ""} if any(o.get("data-feedback") for o in options) else {})
    strong = soup.new_tag("strong")
    strong.string = ", ".join(chr(65 + index) for index in correct)
    verdict.append(strong)
    verdict.append(": " + "; ".join(options[index].get_text(" ", strip=True) for index in correct))
    entry.append(verdict)
    remarks = soup.new_tag("dl", attrs={"class": ["quiz-remarks"]})
    for index, option in enumerate(options):
        if option.get("data-feedback"):
            letter, remark = soup.new_tag("dt"), soup.new_tag("dd")
            letter.string, remark.string = chr(65 + index), option["data-feedback"]
            remarks.extend([letter, remark])
    if remarks.contents:
        entry.append(remarks)
    return entry
