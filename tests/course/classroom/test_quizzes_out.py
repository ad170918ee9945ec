"""Quizzes out: read back as Canvas and Moodle read them, each option with its feedback, and no hint in the order."""

from __future__ import annotations

import html
import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
import yaml

from russia_nato.book.quiz import Question, load_quiz
from russia_nato.classroom.folder import ClassError
from russia_nato.classroom.quiz_canvas import MANIFEST, META, QTI, canvas_zip
from russia_nato.classroom.quiz_moodle import moodle_xml
from russia_nato.classroom.quiz_paper import letters, paper_html
from russia_nato.classroom.quizzes import read_quizzes
from russia_nato.cli import main

Read = dict[str, tuple[str, int, list[tuple[str, bool, str]]]]


@pytest.fixture(scope="module")
def quizzes():
    """All quizzes of the course."""
    return read_quizzes([])


@pytest.fixture(scope="module")
def expected(quizzes) -> Read:
    """Prompt, points, and options with feedback by question."""
    return {
        q.id: (q.prompt, q.points, [(o.text, o.correct, o.feedback) for o in q.options])
        for quiz in quizzes
        for q in quiz.questions
    }


def bare(text: str | None) -> str:
    """The words of a text in HTML."""
    return html.unescape(re.sub(r"</?p>", "", text or ""))


def from_canvas(content: bytes) -> Read:
    """Questions of a QTI package, read from its manifest on, as Canvas does."""
    archive, name, out = zipfile.ZipFile(io.BytesIO(content)), f"{{{QTI}}}", {}
    manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    resources = {r.get("identifier"): r for r in manifest.iter(f"{{{MANIFEST}}}resource")}
    for resource in [r for r in resources.values() if r.get("type") == "imsqti_xmlv1p2"]:
        settings = resources[resource.find(f"{{{MANIFEST}}}dependency").get("identifierref")].get("href")
        assert ET.fromstring(archive.read(settings)).find(f"{{{META}}}shuffle_answers").text == "true"
        root = ET.fromstring(archive.read(resource.find(f"{{{MANIFEST}}}file").get("href")))
        for item in root.iter(f"{name}item"):
            fields = {f[0].text: f[1].text for f in item.iter(f"{name}qtimetadatafield")}
            words = {f.get("ident"): bare(f.find(f".//{name}mattext").text) for f in item.iter(f"{name}itemfeedback")}
            scored = next(c for c in item.iter(f"{name}respcondition") if c.find(f"{name}setvar") is not None)
            refused = {v.text for n in scored.iter(f"{name}not") for v in n.iter(f"{name}varequal")}
            right = {v.text for v in scored.iter(f"{name}varequal")} - refused
            says = {c.find(f".//{name}varequal").text: c.find(f"{name}displayfeedback").get("linkrefid")
                    for c in item.iter(f"{name}respcondition") if c is not scored}  # fmt: skip
            options = [
                (label.get("ident"), bare(label.find(f".//{name}mattext").text))
                for label in item.iter(f"{name}response_label")
            ]
            prompt = bare(item.find(f"{name}presentation/{name}material/{name}mattext").text)
            kind = item.find(f".//{name}response_lid").get("rcardinality")
            assert (kind == "Multiple") == (fields["question_type"] == "multiple_answers_question")
            assert fields["original_answer_ids"] == ",".join(i for i, _ in options)
            assert len(options) == len({i for i, _ in options}) == len(right | refused) or kind == "Single"
            out[item.get("title")] = (
                prompt,
                int(float(fields["points_possible"])),
                [(t, i in right, words[says[i]]) for i, t in options],
            )
    return out


def from_moodle(content: bytes) -> Read:
    """Questions of Moodle XML, as its importer reads them."""
    out = {}
    for question in ET.fromstring(content).findall("question[@type='multichoice']"):
        answers = question.findall("answer")
        fractions = [float(a.get("fraction")) for a in answers]
        assert abs(sum(f for f in fractions if f > 0) - 100) < 0.001 and question.find("shuffleanswers").text == "true"
        single = question.find("single").text == "true"
        assert single == (fractions.count(100.0) == 1 and min(fractions) == 0)
        rows = [
            (bare(a.find("text").text), f > 0, bare(a.find("feedback/text").text))
            for a, f in zip(answers, fractions, strict=True)
        ]
        prompt = bare(question.find("questiontext/text").text)
        out[question.find("name/text").text] = (prompt, int(question.find("defaultgrade").text), rows)
    return out


def test_canvas_reads_every_question_back(quizzes, expected):
    """Prompt, points, order, right options and the feedback of every option, of multiple answers too, stand in the package."""
    assert from_canvas(canvas_zip(quizzes)) == expected and len(expected) > 60


def test_moodle_reads_every_question_back(quizzes, expected):
    """The same in Moodle XML: fractions add up to 100, wrong ones of multiple answers cost, and a category a quiz."""
    content = moodle_xml(quizzes)
    assert from_moodle(content) == expected
    categories = [c.text for c in ET.fromstring(content).findall("question/category/text")]
    assert len(set(categories)) == len(quizzes)


def test_moodle_s_fractions_are_those_it_knows(quizzes):
    """Each fraction is one of Moodle's own list; any other would stop its import."""
    known = {"100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "0"}
    answers = ET.fromstring(moodle_xml(quizzes)).iter("answer")
    assert {a.get("fraction").removeprefix("-") for a in answers} <= known


def test_paper_asks_first_and_solves_on_pages_of_its_own(quizzes, expected):
    """All questions stand before the first key; the key has the letters of the page and each option's reason; nothing is loaded."""
    page = paper_html(quizzes).decode()
    asked, _, solved = page.partition('<section class="key">')
    for prompt, _, options in expected.values():
        assert html.escape(prompt) in asked and all(html.escape(text) in asked for text, _, _ in options)
        assert all(html.escape(feedback) in solved and html.escape(feedback) not in asked for _, _, feedback in options)
    assert re.findall(r"<strong>([A-H, ]+)</strong>", page) == [letters(q) for quiz in quizzes for q in quiz.questions]
    assert not re.search(r"<script|<link|src=|http", page)


def test_the_place_of_the_right_option_is_no_hint_in_any_of_them(expected):
    """Over the single-choice questions of the package each place is right about equally often (chi-square, 1 in 100), as on the page."""
    places = []
    for _, _, options in from_canvas(canvas_zip(read_quizzes([]))).values():
        right = [n for n, (_, correct, _) in enumerate(options) if correct]
        if len(right) == 1 and len(options) == 4:
            places.append(right[0])
    each = len(places) / 4
    assert len(places) >= 40 and sum((places.count(n) - each) ** 2 / each for n in range(4)) < 11.34
    assert not [
        t for _, _, o in expected.values() for t, _, _ in o if re.match(r"(all|none|both) of (the|these)", t, re.I)
    ]


def test_markup_in_a_text_stays_text(tmp_path):
    """What looks like markup in a prompt, an option or a feedback comes out as it was written."""
    odd = '<b>&amp; "quotes" ]]> 1 < 2</b>'
    options = [{"text": f"{odd}{n}", "feedback": odd, "correct": n == 1} for n in range(3)]
    path = tmp_path / "odd.yml"
    path.write_text(
        yaml.safe_dump(
            {"title": f"A/B {odd}", "questions": [{"id": "x", "type": "single", "prompt": odd, "options": options}]}
        )
    )
    quiz = load_quiz(path)
    question: Question = quiz.questions[0]
    wanted = {"x": (odd, 1, [(o.text, o.correct, odd) for o in question.options])}
    assert from_canvas(canvas_zip([quiz])) == from_moodle(moodle_xml([quiz])) == wanted
    assert odd not in paper_html([quiz]).decode()


def test_the_same_quizzes_give_the_same_files(quizzes):
    """A second export is the same, byte for byte, so that a second import replaces the first."""
    assert canvas_zip(quizzes) == canvas_zip(quizzes) and moodle_xml(quizzes) == moodle_xml(quizzes)


def test_the_command_lists_and_writes(root, tmp_path, capsys, monkeypatch):
    """`russia-nato quizzes` lists; with files it writes them; a wrong name or ending is refused with what is allowed."""
    monkeypatch.chdir(root)
    assert main(["quizzes"]) == 0 and capsys.readouterr().out.count(" questions ") == 8
    files = {"canvas": "a.zip", "moodle": "a.xml", "paper": "a.html"}
    assert main(["quizzes", "phase-1", *(w for k, f in files.items() for w in (f"--{k}", str(tmp_path / f)))]) == 0
    assert {p.name for p in tmp_path.iterdir()} == set(files.values())
    assert main(["quizzes", "phase-9"]) == 1 and "allowed is one of phase-1, " in capsys.readouterr().err
    assert main(["quizzes", "--moodle", str(tmp_path / "a.zip")]) == 1
    assert "a name that ends in .xml is required" in capsys.readouterr().err


def test_a_private_bank_brings_questions_for_marks(tmp_path, monkeypatch):
    """Quizzes of the private bank are offered beside the course's; one that has an id of the course's is refused."""
    (tmp_path / "quizzes").mkdir()
    options = [{"text": t, "feedback": t, "correct": t == "a"} for t in "abc"]
    made = {"title": "Mine", "questions": [{"id": "mine-1", "type": "single", "prompt": "?", "options": options}]}
    path = tmp_path / "quizzes" / "test.yml"
    path.write_text(yaml.safe_dump(made))
    monkeypatch.setenv("RUSSIA_NATO_PRIVATE", str(tmp_path))
    assert read_quizzes([])[-1].questions[0].id == "mine-1"
    made["questions"][0]["id"] = "p1-first-contact"
    path.write_text(yaml.safe_dump(made))
    with pytest.raises(ClassError, match="the question p1-first-contact stands in two"):
        read_quizzes([])
