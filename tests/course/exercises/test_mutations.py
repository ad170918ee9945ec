"""Every code exercise against its solution, its stub, wrong values and wrong kinds."""

import copy
import json

import pytest
from tests.conftest import ROOT

from russia_nato.exercises.cells import read_exercises, regions, source
from russia_nato.exercises.check import _tries, check, ids_of
from russia_nato.exercises.compare import compare
from russia_nato.exercises.forms import load_forms
from russia_nato.exercises.truth import all_truths, practice_file

FORMS, EXERCISES = load_forms(), read_exercises(ROOT / "notebooks")
STUBS = {
    r.exercise_id: source(r.answer[0])
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    for r in regions(json.loads(path.read_text("utf-8"))).values()
    if r.answer
}
CODED = sorted(STUBS)
WRONG_KINDS = (None, 5, "a sentence", [])


@pytest.fixture(scope="module")
def truths():
    return all_truths(ROOT)


def said(capsys, exercise, answer) -> str:
    """Return what a check prints."""
    capsys.readouterr()
    check(exercise, answer)
    return capsys.readouterr().out


def flat(given: dict) -> list:
    return [v for row in given["values"] for v in row] if given["kind"] == "table" else list(given["values"])


def changed(given: dict, values: list) -> dict:
    """Return an answer with other values in the same form."""
    width = len(given["columns"]) if given["kind"] == "table" else 0
    rows = [values[n : n + width] for n in range(0, len(values), width)] if width else values
    return {**copy.deepcopy(given), "values": rows}


def shorter(given: dict) -> dict:
    return {**given, "index": given["index"][:-1], "values": given["values"][:-1]}


def longer(given: dict) -> dict:
    label = given["index"][-1:] and [str(given["index"][-1]) + "-more"]
    return {**given, "index": [*given["index"], *label], "values": [*given["values"], given["values"][-1]]}


def another(value):
    """Return a value of the same type that is another one, by more than any tolerance."""
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] != "1" else "2")
    return 1 if value is None else value + 1


def mutants(given: dict) -> list[dict]:
    """Return wrong answers of the right kind: turned, flattened, one off, with rows lost or won, with columns exchanged."""
    values = flat(given)
    numbers = [v for v in values if isinstance(v, int | float)]
    made = [
        changed(given, values[::-1]),
        changed(given, [0 if isinstance(v, int | float) else v for v in values]),
        changed(given, [sum(numbers) / len(numbers) if isinstance(v, int | float) else v for v in values]),
        changed(given, [-v if isinstance(v, int | float) else v for v in values]),
        changed(given, [100 * v if isinstance(v, int | float) else v for v in values]),
        changed(given, [another(values[0]), *values[1:]]),
        changed(given, [*values[:-1], another(values[-1])]),
        changed(given, [another(v) for v in values]),
        changed(given, [another(another(v)) for v in values]),
        changed(given, [None for _ in values]),
        changed(given, [2 * v if isinstance(v, str) else v for v in values]),
        changed(given, ["" if isinstance(v, str) else v / 2 if v is not None else v for v in values]),
    ]
    if len(given["values"]) > 1:
        made += [shorter(given), longer(given), changed(given, [*values[1:], values[0]])]
    if given["kind"] == "table":
        made.append({**given, "columns": given["columns"][::-1]})
    if given["kind"] in ("series", "mapping"):
        made.append({**given, "index": [f"{v}?" for v in given["index"]]})
    return [m for m in made if m != given]


def mutants_of_codes(given: dict) -> list[dict]:
    """Return codings that break the form; a coding that keeps it is never wrong."""
    values, index = list(given["values"]), list(given["index"])
    made = [changed(given, ["elsewhere", *values[1:]]), changed(given, [7, *values[1:]]), changed(given, [0.5, *values[1:]]),
            changed(given, [True, *values[1:]]), changed(given, ["", *values[1:]]), changed(given, [[1], *values[1:]])]  # fmt: skip
    if len(values) > 1:
        made += [
            shorter(shorter(shorter(given))),
            {**given, "index": ["no-such-id", *index[1:]]},
            changed(given, [None, *values[1:]]),
        ]
    return made


def test_each_code_exercise_has_a_form_and_each_form_an_exercise():
    """Forms and answer cells are the same set, and each form wants a kind that its hint can speak of."""
    assert set(FORMS) == set(STUBS) and len(FORMS) >= 37
    assert all(form.hints and form.wants for form in FORMS.values())


@pytest.mark.parametrize("exercise", CODED)
def test_the_solution_is_accepted(exercise, truths, capsys):
    """What the solution yields is right by the form and, compared with itself, in every value."""
    form, truth = FORMS[exercise], truths[exercise]
    verdict = compare(form, truth, truth, ids_of(form))
    assert (verdict.state, verdict.share) == ("right", 1.0), verdict
    assert compare(form, truth, None, ids_of(form)).state == "right"


@pytest.mark.parametrize("exercise", CODED)
def test_the_stub_is_no_answer_yet(exercise, capsys):
    """The answer cell as it stands gives "No answer yet", and no hint."""
    names = {}
    exec(STUBS[exercise], names)
    assert said(capsys, exercise, names["answer"]) == "No answer yet.\n"


@pytest.mark.parametrize("exercise", CODED)
def test_wrong_values_are_refused(exercise, truths):
    """Six wrong answers of the right kind, or more, are not taken for right."""
    form, truth = FORMS[exercise], truths[exercise]
    coded = form.mode in ("codes", "free")
    made = mutants_of_codes(truth) if coded else mutants(truth)
    assert len(made) >= 6
    for wrong in made:
        verdict = compare(form, wrong, truth, ids_of(form))
        assert verdict.state in ("wrong", "partly", "no answer") and verdict.share < 1, (wrong, verdict)
        assert verdict.words or verdict.state == "no answer", wrong


@pytest.mark.parametrize("exercise", CODED)
def test_wrong_kinds_get_a_sentence_and_no_traceback(exercise, capsys):
    """None is no answer; 5, a sentence and an empty list are told what they are or what is wrong with them, and get a hint."""
    _tries.clear()
    assert said(capsys, exercise, None) == "No answer yet.\n"
    for answer in WRONG_KINDS[1:]:
        text = said(capsys, exercise, answer)
        assert (text.startswith("Not ") and "Hint 1 of" in text) or "Hint" in text, (answer, text)
        assert "could not read" not in text and "Right" not in text and "The form is right" not in text, (answer, text)


def test_practice_answers_are_those_of_the_solutions(truths):
    """What the check of a practice exercise compares with is what its solution yields; nothing assessed is among it."""
    kept = json.loads((ROOT / "data" / "checks" / "practice.json").read_text("utf-8"))
    assert set(kept) == set(json.loads(practice_file(ROOT)))
    for exercise, given in kept.items():
        assert EXERCISES[exercise].practice, f"{exercise} is assessed: its answer must not be public"
        assert compare(FORMS[exercise], given, truths[exercise]).share == 1, f"{exercise}: run make answers"


def test_forms_do_not_hold_what_assessed_exercises_ask_for(truths):
    """No form of an assessed exercise lists the values of its solution, but for the choices that everybody is given."""
    for exercise, form in FORMS.items():
        if EXERCISES[exercise].practice or form.mode in ("codes", "free"):
            continue
        public = json.dumps([form.hints, [w.value for w in form.wrong_ways]])
        asked = [v for v in flat(truths[exercise]) if isinstance(v, str) and len(v) > 6]
        assert not [v for v in asked if v in public], exercise
