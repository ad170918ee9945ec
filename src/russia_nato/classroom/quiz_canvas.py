"""Quizzes for Canvas: a QTI 1.2 package that Classic and New Quizzes import, with feedback on every option."""

from __future__ import annotations

import hashlib
import html
import io
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ..book.quiz import Option, Question, Quiz

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
META = "http://canvas.instructure.com/xsd/cccv1p0"
MANIFEST = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LEARNING = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_DAY = (2026, 1, 1, 0, 0, 0)  # the same quizzes give the same file


def _ident(*words: str) -> str:
    """Return an identifier that stays the same, so that a second import replaces the first."""
    return "g" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:31]


def _number(question: Question, option: Option) -> str:
    """Return the number of an option: small, as Canvas writes them, and its own within the question."""
    return str(int(hashlib.sha256(question.id.encode()).hexdigest()[:5], 16) % 9000 * 10 + 10_000 + option.place)


def _text(parent: ET.Element, words: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = f"<p>{html.escape(words, quote=False)}</p>"


def _fields(parent: ET.Element, values: dict[str, str]) -> None:
    meta = ET.SubElement(parent, "qtimetadata")
    for label, entry in values.items():
        field = ET.SubElement(meta, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry


def _right(parent: ET.Element, question: Question) -> None:
    """Say which choice earns the points: the right option, or all the right ones and none of the others."""
    condition = ET.SubElement(parent, "respcondition", attrib={"continue": "No"})
    where = ET.SubElement(condition, "conditionvar")
    if question.type == "multiple":
        where = ET.SubElement(where, "and")
    for option in question.options:
        if question.type == "multiple" or option.correct:
            place = where if option.correct else ET.SubElement(where, "not")
            ET.SubElement(place, "varequal", respident="response1").text = _number(question, option)
    ET.SubElement(condition, "setvar", action="Set", varname="SCORE").text = "100"


def _item(section: ET.Element, question: Question) -> None:
    many = question.type == "multiple"
    item = ET.SubElement(section, "item", ident=_ident("item", question.id), title=question.id)
    kind = "multiple_answers_question" if many else "multiple_choice_question"
    _fields(
        ET.SubElement(item, "itemmetadata"),
        {
            "question_type": kind,
            "points_possible": f"{question.points}.0",
            "original_answer_ids": ",".join(_number(question, o) for o in question.options),
            "assessment_question_identifierref": _ident("question", question.id),
        },
    )
    shown = ET.SubElement(item, "presentation")
    _text(shown, question.prompt)
    response = ET.SubElement(shown, "response_lid", ident="response1", rcardinality="Multiple" if many else "Single")
    choices = ET.SubElement(response, "render_choice")
    for option in question.options:
        _text(ET.SubElement(choices, "response_label", ident=_number(question, option)), option.text)
    scoring = ET.SubElement(item, "resprocessing")
    outcomes = ET.SubElement(scoring, "outcomes")
    ET.SubElement(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    for option in question.options:
        number = _number(question, option)
        condition = ET.SubElement(scoring, "respcondition", attrib={"continue": "Yes"})
        where = ET.SubElement(condition, "conditionvar")
        ET.SubElement(where, "varequal", respident="response1").text = number
        ET.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=f"{number}_fb")
    _right(scoring, question)
    for option in question.options:
        feedback = ET.SubElement(item, "itemfeedback", ident=f"{_number(question, option)}_fb")
        _text(ET.SubElement(feedback, "flow_mat"), option.feedback)


def _assessment(quiz: Quiz) -> bytes:
    root = ET.Element("questestinterop", xmlns=QTI)
    assessment = ET.SubElement(root, "assessment", ident=_ident("quiz", quiz.id), title=quiz.title)
    _fields(assessment, {"cc_maxattempts": "unlimited"})
    section = ET.SubElement(assessment, "section", ident="root_section")
    for question in quiz.questions:
        _item(section, question)
    return _bytes(root)


def _settings(quiz: Quiz) -> bytes:
    """Say how Canvas is to ask: for practice, as often as one likes, in a new order for each."""
    root = ET.Element("quiz", identifier=_ident("quiz", quiz.id), xmlns=META)
    points = sum(q.points for q in quiz.questions)
    values = {"title": quiz.title, "description": "", "shuffle_answers": "true", "scoring_policy": "keep_highest",
              "quiz_type": "practice_quiz", "points_possible": f"{points}.0", "show_correct_answers": "true", "allowed_attempts": "-1"}  # fmt: skip
    for name, value in values.items():
        ET.SubElement(root, name).text = value
    return _bytes(root)


def _manifest(quizzes: Sequence[Quiz]) -> bytes:
    root = ET.Element("manifest", identifier=_ident("package", *(q.id for q in quizzes)), xmlns=MANIFEST)
    about = ET.SubElement(root, "metadata")
    ET.SubElement(about, "schema").text = "IMS Content"
    ET.SubElement(about, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    for quiz in quizzes:
        ident = _ident("quiz", quiz.id)
        settings = _ident("settings", quiz.id)
        asked = ET.SubElement(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
        ET.SubElement(asked, "file", href=f"{ident}/{ident}.xml")
        ET.SubElement(asked, "dependency", identifierref=settings)
        more = ET.SubElement(
            resources, "resource", identifier=settings, type=_LEARNING, href=f"{ident}/assessment_meta.xml"
        )
        ET.SubElement(more, "file", href=f"{ident}/assessment_meta.xml")
    return _bytes(root)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True)


def canvas_zip(quizzes: Sequence[Quiz]) -> bytes:
    """Return quizzes as a package that Canvas imports ("Import Course Content", "QTI .zip file").

    Examples
    --------
    >>> from russia_nato.book.quiz import load_quiz
    >>> from russia_nato.schema import data_dir
    >>> made = canvas_zip([load_quiz(data_dir() / "quizzes" / "phase-1.yml")])
    >>> len(zipfile.ZipFile(io.BytesIO(made)).namelist())
    3
    """
    files = {"imsmanifest.xml": _manifest(quizzes)}
    for quiz in quizzes:
        ident = _ident("quiz", quiz.id)
        files |= {f"{ident}/{ident}.xml": _assessment(quiz), f"{ident}/assessment_meta.xml": _settings(quiz)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()
