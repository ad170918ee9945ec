"""The test for change points: it finds steps where they are, and keeps its level on noise."""

import numpy as np
import pandas as pd
import pytest

import russia_nato as rn


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
