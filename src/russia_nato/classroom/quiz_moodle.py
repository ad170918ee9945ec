"""Quizzes for Moodle: its own XML, with fractions, feedback on every option, and answers shuffled anew for each student."""

from __future__ import annotations

import html
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ..book.quiz import Question, Quiz

#: The fractions that Moodle knows, of options that share the points or cost them.
_SHARES = {n: f"{100 / n:.7g}" for n in range(1, 11)}


def _text(parent: ET.Element, tag: str, words: str, **more: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attrib={**more, "format": "html"})
    ET.SubElement(made, "text").text = f"<p>{html.escape(words, quote=False)}</p>" if words else ""
    return made


def _plain(parent: ET.Element, tag: str, words: str) -> None:
    ET.SubElement(ET.SubElement(parent, tag), "text").text = words


def fractions(question: Question) -> list[str]:
    """Return what each option earns, in percent: right ones share the points, and wrong ones cost them where several may be chosen.

    Examples
    --------
    >>> from russia_nato.book.quiz import Option
    >>> options = tuple(Option(x, x in "ab", "") for x in "abcde")
    >>> fractions(Question("q", "multiple", "?", 3, options))
    ['50', '50', '-33.33333', '-33.33333', '-33.33333']
    """
    right = sum(o.correct for o in question.options)
    if question.type == "single":
        return ["100" if o.correct else "0" for o in question.options]
    wrong = len(question.options) - right
    return [_SHARES[right] if o.correct else f"-{_SHARES[wrong]}" for o in question.options]


def _question(root: ET.Element, question: Question) -> None:
    made = ET.SubElement(root, "question", type="multichoice")
    _plain(made, "name", question.id)
    _text(made, "questiontext", question.prompt)
    _text(made, "generalfeedback", "")
    values = {"defaultgrade": str(question.points), "penalty": "0.3333333", "hidden": "0", "idnumber": question.id,
              "single": str(question.type == "single").lower(), "shuffleanswers": "true", "answernumbering": "ABCD"}  # fmt: skip
    for name, value in values.items():
        ET.SubElement(made, name).text = value
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _text(made, name, "")
    for option, share in zip(question.options, fractions(question), strict=True):
        answer = _text(made, "answer", option.text, fraction=share)
        _text(answer, "feedback", option.feedback)


def moodle_xml(quizzes: Sequence[Quiz]) -> bytes:
    """Return quizzes as Moodle XML ("Question bank", "Import"): a category for each quiz.

    Examples
    --------
    >>> from russia_nato.book.quiz import load_quiz
    >>> from russia_nato.schema import data_dir
    >>> made = moodle_xml([load_quiz(data_dir() / "quizzes" / "phase-1.yml")])
    >>> ET.fromstring(made).find("question").get("type")
    'category'
    """
    root = ET.Element("quiz")
    for quiz in quizzes:
        category = ET.SubElement(root, "question", type="category")
        title = quiz.title.replace("/", "//")  # a single one begins a category below
        _plain(category, "category", f"$course$/top/Russia and NATO/{title}")
        for question in quiz.questions:
            _question(root, question)
    ET.indent(root)
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True)
