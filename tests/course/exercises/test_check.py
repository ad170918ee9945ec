"""What a student is told: kinds, near misses, known wrong ways, hints one by one; never a traceback, never a key."""

import pandas as pd
import pytest

from russia_nato.exercises import check as module
from russia_nato.exercises.check import check, recorded
from russia_nato.exercises.compare import compare
from russia_nato.exercises.forms import Form, FormError, read_form
from russia_nato.exercises.plain import plain
from russia_nato.exercises.truth import TruthError, truths


@pytest.fixture(autouse=True)
def fresh():
    """A kernel that has checked nothing yet."""
    for seen in (module._recorded, module._tries, module._last):
        seen.clear()


@pytest.fixture
def say(capsys):
    def run(exercise, *answer):
        check(exercise, *answer)
        return capsys.readouterr().out

    return run


RUSSIA = pd.Series([-0.667, -1.5, -1.0, -1.25], index=[1993, 1994, 1995, 1996])


def test_a_practice_answer_is_told_to_be_right(say):
    """The right answer of a practice exercise is called right, rounded or not."""
    assert say("p2-ex-russia-by-year", RUSSIA) == "Right.\n"


def test_a_near_miss_is_told_by_its_place_and_not_by_its_value(say):
    """One wrong year of four is named; the value that would be right is not printed."""
    text = say("p2-ex-russia-by-year", RUSSIA.replace(-1.5, -1.0))
    assert text.startswith("Nearly. Look again at: 1994.") and "-1.5" not in text


def test_wrong_rows_and_missing_rows_are_told(say):
    """A missing year and one that was not asked for are named."""
    text = say("p2-ex-russia-by-year", RUSSIA.rename({1996: 1997}))
    assert "Missing: 1996." in text and "Not asked for: 1997." in text


def test_the_right_counts_in_another_order_are_nearly_right(say):
    """value_counts without sort_index has a sentence of its own."""
    quarters = pd.Series(plain_values("p1-ex-quarters"))
    assert say("p1-ex-quarters", quarters) == "Right.\n"
    text = say("p1-ex-quarters", quarters.sort_values(ascending=False, kind="stable"))
    assert text.startswith("Nearly.") and "sort_index()" in text


def plain_values(exercise: str) -> dict:
    from russia_nato.schema import data_dir

    given = module._truths(data_dir() / "checks")[exercise]
    return dict(zip(given["index"], given["values"], strict=True))


def test_a_single_value_that_is_wrong_is_told_without_a_place(say):
    """One number has no row to look at again."""
    text = say("l4-ex-longest-silence", 687)
    assert text.startswith("Not yet: the kind is right, the value is not. It is another one.") and "688" not in text


def test_known_wrong_ways_have_their_own_sentence(say):
    """Months for quarters, a sign turned round and two numbers exchanged are recognised."""
    assert "These are months" in say("p1-ex-quarters", pd.Series([1, 2], index=["1990-01", "1990-02"]))
    assert "The sign is turned round" in say("p2-ex-russia-by-year", -RUSSIA)
    days, events = module._truths(module.data_dir() / "checks")["p7-ex-weeks"]["values"]
    assert "wrong order" in say("p7-ex-weeks", (events, days))


def test_the_values_of_an_assessed_exercise_are_not_judged(say):
    """A right form is told to be right, whatever the values; whether they are is seen after hand-in."""
    for stances in ([-1, 0, 1, -2, 2], [-1, -1, -1, -2, -1, -1, -1]):
        assert say("p3-ex-turn-of-russia", stances) == "The form is right; the values are checked when you hand in.\n"
    assert "All values are the same" in say("p3-ex-turn-of-russia", [0, 0, 0, 0, 0])


def test_hints_come_one_by_one(say):
    """Each further try brings the next hint, and the last one stays."""
    hints = [say("p3-ex-turn-of-russia", 5).splitlines()[-1] for _ in range(4)]
    assert [h[:11] for h in hints] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"] and len(
        set(hints)
    ) == 3


def test_a_hint_is_said_once(say):
    """Where no move of its own leads from one kind to another the hint does, and its words do not stand there twice."""
    hint = "The year of a date is in phase["
    assert say("p3-ex-evidence-by-year", 5).count(hint) == 1
    assert hint not in say("p3-ex-evidence-by-year", 5)


def test_the_wrong_kind_is_told_with_the_move_that_helps(say):
    """What it is, what is wanted, and one move; groups without a sum and a method without brackets are recognised."""
    assert "It is a number (5). Wanted: a list of whole numbers" in say("p3-ex-turn-of-russia", 5)
    assert "nothing is computed" in say("p2-ex-russia-by-year", RUSSIA.groupby(level=0))
    assert "brackets at the end are missing" in say("p2-ex-russia-by-year", RUSSIA.mean)
    assert "True or False" in say("l5-ex-new-members", True)


def test_codes_are_set_beside_the_table_and_never_marked(say):
    """A code that differs from the course's is of the right form; the table's code and note are shown after it."""
    text = say("p3-ex-code-ukraine", 2)
    assert text.startswith("The form is right.\nYou: 2. The table: -1.\nIts note:")
    five = {
        "gorbachev-promise-2008": 2,
        "gorbachev-promise-2014-10": -2,
        "gorbachev-promise-2017": -2,
        "nato-promise-2014": -2,
        "putin-promise-2021": 2,
    }
    text = say("p1-ex-code-five", five)
    assert "4 of 5 agree with yours" in text and "gorbachev-promise-2017: yours -2, the table -1." in text


def test_half_filled_codes_say_which_are_open(say):
    """A dict in which some places still hold three dots names them."""
    assert "Still open: b, d." in say(
        "l5-ex-code-headlines", {"a": "none", "b": ..., "c": "none", "d": ..., "e": "none"}
    )


def test_alpha_is_told_where_codes_are_enough(say):
    """Ten codes or more are compared by alpha with each coder."""
    import russia_nato as rn

    double = rn.load_double_coding().head(12)
    mine = dict(zip(double["position_id"], double["coder_1"].astype(int), strict=True))
    text = say("l7-ex-own-codes", mine)
    assert "double_coding.coder_1: 12 of 12 agree with yours, ordinal alpha 1.00." in text and "coder_3" in text


def test_the_answer_of_another_exercise_is_noticed(say):
    """A check that is handed the object that the exercise before was handed says so."""
    say("p2-ex-russia-by-year", RUSSIA)
    assert "the very answer of p2-ex-russia-by-year" in say("p4-ex-weight-by-year", RUSSIA)
    say("p3-ex-code-ukraine", -1)
    assert "very answer" not in say("p6-ex-code-borders", -1)


def test_what_was_checked_is_kept_for_the_hand_in(say):
    """The last answer of each exercise is kept as plain data, and one that is not plain by its type."""
    say("p3-ex-turn-of-russia", [1, 2])
    say("p2-ex-russia-by-year", RUSSIA.mean)
    assert recorded()["p3-ex-turn-of-russia"]["plain"]["values"] == [1, 2]
    assert recorded()["p2-ex-russia-by-year"]["not_plain"] == "method"


def test_a_check_never_raises(say, monkeypatch):
    """A wrong name, an answer that fights back and a fault of the check itself are sentences, and the next cell runs."""

    class Bad:
        def __getattr__(self, name):
            raise RuntimeError(name)

    assert "No exercise is called" in say("p9-ex-none", 1)
    assert "It is Bad" in say("p3-ex-turn-of-russia", Bad())
    monkeypatch.setattr(module, "load_forms", lambda: 1 / 0)
    assert "Your work is kept" in say("p3-ex-turn-of-russia", [1])


def test_equal_values_may_change_places_in_an_order():
    """In a series sorted by value, rows of the same value may stand in either order, others may not."""
    form = Form("series", "a Series")
    truth = plain(pd.Series({"a": 3, "b": 0, "c": 0}))
    assert compare(form, plain(pd.Series({"a": 3, "c": 0, "b": 0})), truth).state == "right"
    assert compare(form, plain(pd.Series({"b": 0, "a": 3, "c": 0})), truth).state == "partly"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"kind": "sum", "wants": "x"}, "field 'kind': 'sum'"),
        ({"kind": "list"}, "field 'wants': None"),
        ({"kind": "list", "wants": "x", "lenght": 3}, "field 'lenght': unknown"),
        ({"kind": "list", "wants": "x", "mode": "near"}, "field 'mode': 'near'"),
        ({"kind": "list", "wants": "x", "wrong_ways": [{"is": "odd", "says": "y"}]}, "is 'odd'"),
        ({"kind": "list", "wants": "x", "wrong_ways": [{"says": "y"}]}, "'says' and one of"),
        ("list", "fields are required"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused_by_its_place(entry, says):
    """File, exercise, field, value and what is allowed are named."""
    with pytest.raises(FormError, match=r"lab-1\.yml, l1-ex-one") as e:
        read_form("lab-1.yml, l1-ex-one", entry)
    assert says in str(e.value)


def test_a_solution_that_fails_is_named():
    """The exercise whose solution does not run stands in the error, with what Python said."""
    meta = {"id": "x-one", "kind": "data", "level": "apply", "minutes": 5, "points": 1, "practice": True}
    prompt = {"cell_type": "markdown", "id": "x-one", "source": "### One", "metadata": {"exercise": meta}}
    with pytest.raises(TruthError, match=r"x-one\.md: the solution does not run: ZeroDivisionError"):
        truths({"cells": [prompt]}, {"x-one": "```python\nanswer = 1 / 0\n```"})
