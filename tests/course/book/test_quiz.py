"""Self-checks: a file that cannot be asked is refused, and where the right option stands no reader can guess."""

from __future__ import annotations

import copy

import pytest
import yaml

from russia_nato.book.quiz import QuizError, load_quiz
from russia_nato.data import data_dir
from russia_nato.errors import CourseError

OPTIONS = [
    {"text": "One", "feedback": "Why one", "correct": True},
    {"text": "Two", "feedback": "Why two"},
    {"text": "Three", "feedback": "Why three"},
]
GOOD = {"title": "A quiz", "questions": [{"id": "a-1", "type": "single", "prompt": "Which?", "options": OPTIONS}]}


def all_quizzes():
    """The quizzes of the course."""
    return [load_quiz(p) for p in sorted((data_dir() / "quizzes").glob("*.yml"))]


def refusal(folder, change) -> str:
    """What is said of the good quiz after a change of its content."""
    content = copy.deepcopy(GOOD)
    change(content, content["questions"][0])
    path = folder / "quiz.yml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    with pytest.raises(QuizError) as e:
        load_quiz(path)
    assert isinstance(e.value, CourseError)
    return str(e.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda quiz, q: quiz.pop("title"), "quiz.yml: a title and a list of questions are required"),
        (lambda quiz, q: quiz.update(questions=["x"]), "question 1: an id in lower-case letters"),
        (lambda quiz, q: q.update(id="A 1"), "question A 1: an id in lower-case letters"),
        (lambda quiz, q: q.update(type="open"), "question a-1: type 'open': allowed is single or multiple"),
        (lambda quiz, q: q.update(prompt=" "), "question a-1: a prompt is required"),
        (lambda quiz, q: q.update(points=0), "question a-1: points 0: a whole number above 0"),
        (lambda quiz, q: q["options"].append("x"), "question a-1, option 'x': text and feedback are required"),
        (lambda quiz, q: q["options"][0].pop("feedback"), "question a-1, option 'One': text and feedback are required"),
        (lambda quiz, q: q["options"].pop(), "question a-1: 2 options, 1 correct"),
        (lambda quiz, q: q["options"][1].update(correct=True), "question a-1: 3 options, 2 correct"),
        (lambda quiz, q: q["options"][0].update(correct=False), "question a-1: 3 options, 0 correct"),
        (lambda quiz, q: q["options"][1].update(text="One"), "question a-1: two options say the same"),
        (lambda quiz, q: quiz["questions"].append(dict(q)), "the question ids ['a-1'] stand twice"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(tmp_path, change, message):
    """Each mistake is named with file, question, value and what is allowed, as an error that a user can mend."""
    assert message in refusal(tmp_path, change)


def test_a_file_that_is_missing_or_no_yaml_is_refused(tmp_path):
    """A missing file is answered with those there are, a broken one with its line."""
    (tmp_path / "other.yml").write_text("title: [", "utf-8")
    with pytest.raises(QuizError, match="quiz.yml: missing; allowed is one of: other"):
        load_quiz(tmp_path / "quiz.yml")
    with pytest.raises(QuizError, match=r"other.yml:\d+: .*valid YAML"):
        load_quiz(tmp_path / "other.yml")


def test_the_place_of_the_right_option_is_no_hint():
    """Over all single-choice questions the right option stands in each place about equally often (chi-square, 1 in 100)."""
    questions = [q for quiz in all_quizzes() for q in quiz.questions if q.type == "single" and len(q.options) == 4]
    places = [next(n for n, o in enumerate(q.options) if o.correct) for q in questions]
    expected = len(places) / 4
    chi_square = sum((places.count(n) - expected) ** 2 / expected for n in range(4))
    assert len(places) >= 20 and chi_square < 11.34, [places.count(n) for n in range(4)]


def test_the_order_depends_on_the_question_alone(tmp_path):
    """Options keep their order when words are mended, all stand there once, and each remembers its number in the file."""
    path = tmp_path / "quiz.yml"
    path.write_text(yaml.safe_dump(GOOD), "utf-8")
    before = [o.place for o in load_quiz(path).questions[0].options]
    changed = copy.deepcopy(GOOD)
    changed["questions"][0]["options"][0]["text"] = "One, mended"
    path.write_text(yaml.safe_dump(changed), "utf-8")
    assert [o.place for o in load_quiz(path).questions[0].options] == before and sorted(before) == [0, 1, 2]


def test_page_and_key_ask_in_one_order(shelf):
    """The page sets the options in the order in which the quiz is loaded, which is that of the answer key too."""
    soup = shelf.page("# A\n\n```{quiz} phase-1\n```\n")
    quiz = load_quiz(data_dir() / "quizzes" / "phase-1.yml")
    for question in quiz.questions:
        box = soup.find(id=f"quiz-phase-1-{question.id}")
        assert [int(i["value"]) for i in box.select("input")] == [o.place for o in question.options]
        right = [li.get("data-correct") == "true" for li in box.select("li")]
        assert right == [o.correct for o in question.options]
        assert box["data-points"] == str(question.points) and box["data-print"] == "question"
    assert not soup.select("section.quiz script")
    assert [s["src"] for s in soup.select("script[src*='quiz.js']")]
