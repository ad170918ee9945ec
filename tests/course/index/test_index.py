"""The cooperation-conflict index and the test for change points."""

import doctest
import importlib

import numpy as np
import pandas as pd
import pytest

import russia_nato as rn

EVENTS = pd.DataFrame(
    [
        ("a", "2001-03-01", "nato", "russia", "057"),
        ("b", "2001-06-01", "russia", "poland", "111"),
        ("c", "2003-01-01", "russia", "nato", "111"),
        ("d", "2003-02-01", "russia", "usa", "163"),
        ("e", "2003-02-01", "nato", "usa", "030"),
        ("f", "2003-07-01", "russia", "georgia", "190"),
    ],
    columns=["event_id", "start_date", "source_actor", "target_actor", "cameo_code"],
).assign(start_date=lambda t: pd.to_datetime(t["start_date"]))


def test_only_acts_between_the_two_sides_count():
    """Acts within a side or towards a third are left out, and Poland is on NATO's side in 2001."""
    assert list(rn.acts_between(EVENTS)["event_id"]) == ["a", "b", "c", "d"]
    assert list(rn.acts_between(EVENTS, ("russia", "between"))["event_id"]) == ["f"]


def test_the_mean_and_the_counts_are_those_of_the_weights():
    """A signed agreement (+8) and a denunciation (-2) make +3; the other numbers count what they say."""
    row = rn.conflict_index(EVENTS).set_index("period").loc["2001"]
    assert (
        row["mean"],
        row["total"],
        row["events"],
        row["cooperative"],
        row["conflictual"],
        row["words"],
        row["deeds"],
    ) == (3, 6, 2, 1, 1, 1, 1)


def test_a_year_without_acts_has_no_mean():
    """It stays in the table with no events and a missing mean, which is not the same as a mean of nought."""
    row = rn.conflict_index(EVENTS).set_index("period").loc["2002"]
    assert row["events"] == 0 and np.isnan(row["mean"])


def test_words_and_deeds_add_up_to_all_and_so_do_directions():
    """No act is lost or counted twice when the index is split by kind or by direction."""
    events = rn.load_events()
    whole = rn.conflict_index(events)["events"].sum()
    assert whole == len(rn.acts_between(events)) > 100
    assert whole == sum(rn.conflict_index(events, acts=a)["events"].sum() for a in ("words", "deeds"))
    each = rn.conflict_index(events, direction="each")
    assert whole == each["events"].sum() and set(each["direction"]) == {"nato to russia", "russia to nato"}


def test_quarters_add_up_to_years():
    """The totals of the quarters are those of the year."""
    events = rn.load_events()
    years, quarters = rn.conflict_index(events), rn.conflict_index(events, "quarter")
    assert np.isclose(years["total"].sum(), quarters["total"].sum()) and len(quarters) > 3 * len(years)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"freq": "week"}, "freq 'week'"),
        ({"acts": "thoughts"}, "acts 'thoughts'"),
        ({"direction": "up"}, "direction 'up'"),
        ({"sides": ("nato", "nato")}, "two different"),
    ],
)
def test_unknown_options_are_refused(options, message):
    """The refusal names the option, the value and what is allowed."""
    with pytest.raises(ValueError, match=message):
        rn.conflict_index(EVENTS, **options)


def test_a_step_is_found_where_it_is():
    """Of a step in noise, the year and the size are found and the change is kept."""
    noise = np.random.default_rng(7).normal(0, 1, 40)
    series = pd.Series(noise + np.where(np.arange(40) >= 25, 5, 0), index=range(1980, 2020))
    found = rn.change_points(series)
    assert found.loc[0, "at"] == 2005 and found.loc[0, "kept"] and found.loc[0, "shift"] == pytest.approx(5, abs=1)


def test_two_steps_are_found_one_after_the_other():
    """The search goes on in both parts after a change that was kept."""
    noise = np.random.default_rng(3).normal(0, 1, 45)
    found = rn.change_points(pd.Series(noise + np.repeat([0, 6, 1], 15)))
    assert sorted(found.loc[found["kept"], "at"]) == [15, 30]


def test_noise_is_seldom_taken_for_a_change():
    """Of 200 series of noise, about alpha and not more than a tenth show a change: the test keeps its level."""
    rng = np.random.default_rng(11)
    false = [bool(rn.change_points(pd.Series(rng.normal(size=30)), permutations=99).loc[0, "kept"]) for _ in range(200)]
    assert 0.005 <= np.mean(false) <= 0.10


def test_shuffling_blocks_is_harder_to_pass_for_values_that_follow_one_another():
    """On random walks, which drift without a turning point, p-values are larger with blocks than without."""
    rng = np.random.default_rng(5)
    walks = [pd.Series(rng.normal(size=36).cumsum()) for _ in range(40)]
    single, blocks = ([rn.change_points(w, permutations=99, block=b).loc[0, "p_value"] for w in walks] for b in (1, 6))
    assert np.mean(blocks) > np.mean(single)


def test_the_same_seed_gives_the_same_table():
    """Results can be repeated, and missing values are left out without shifting the labels."""
    series = rn.conflict_index(rn.load_events()).set_index("period")["mean"]
    pd.testing.assert_frame_equal(rn.change_points(series), rn.change_points(series))
    assert rn.change_points(pd.Series([1, 1, 1, np.nan, 9, 9, 9], index=list("abcdefg")), alpha=0.2).loc[0, "at"] == "e"


def test_weights_decide_how_much_a_value_counts():
    """A mean in the table is the weighted one."""
    found = rn.change_points(pd.Series([0.0, 0, 4, 9, 9, 9]), weights=pd.Series([1, 1, 2, 1, 1, 1]))
    assert found.loc[0, "before"] == pytest.approx(2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: rn.change_points(s.head(4)), "has 4 values; allowed is a series of 6 or more"),
        (lambda s: rn.change_points(s, alpha=5), "alpha 5"),
        (lambda s: rn.change_points(s, block=0), "block 0"),
        (lambda s: rn.change_points(s, weights=s * 0), "above 0"),
    ],
)
def test_what_cannot_be_tested_is_refused(call, message):
    """Too short a series and options without sense are refused by name."""
    with pytest.raises(ValueError, match=message):
        call(pd.Series(range(1, 11)))


@pytest.mark.parametrize(
    "name",
    ["measures.tone", "measures.changepoints"],
)
def test_examples_in_docstrings_run(name):
    """What a docstring shows is what one gets."""
    module = importlib.import_module(f"russia_nato.{name}")
    result = doctest.testmod(module)
    assert result.attempted > 0 and result.failed == 0
