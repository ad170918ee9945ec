"""Coder agreement: alpha as published, its range, and the rows on which coders part."""

from math import isnan, nan

import numpy as np
import pandas as pd
import pytest

import russia_nato as rn
from russia_nato.measures.agreement import _coincide, _matrix

# The examples of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections A to E.
BINARY = pd.DataFrame({"a": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], "b": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]})
NAMES = pd.DataFrame({"a": list("aabbdcccedda"), "b": list("babbbccceddd")})
FOUR = pd.DataFrame({
    "a": [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan], "b": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
    "c": [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan], "d": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
})  # fmt: skip
# A second published set, with three coders and whole units uncoded.
THREE = pd.DataFrame({
    "a": [nan, nan, nan, nan, nan, 3, 4, 1, 2, 1, 1, 3, 3, nan, 3], "b": [1, nan, 2, 1, 3, 3, 4, 3, nan, nan, nan, nan, nan, nan, nan],
    "c": [nan, nan, 2, 1, 3, 4, 4, nan, 2, 1, 1, 3, 3, nan, 4],
})  # fmt: skip


@pytest.mark.parametrize(
    ("codes", "level", "published"),
    [(BINARY, "nominal", 0.095), (NAMES, "nominal", 0.692), (FOUR, "nominal", 0.743), (FOUR, "ordinal", 0.815), (FOUR, "interval", 0.849), (THREE, "nominal", 0.691), (THREE, "interval", 0.811)],
)  # fmt: skip
def test_alpha_is_as_published(codes, level, published):
    """Alpha gives the published value of each worked example, with labels, with missing codes and at each level."""
    assert rn.krippendorff_alpha(codes, level) == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_is_that_of_another_hand(level):
    """The package krippendorff, written by others, gives the same number for two to five coders with gaps, and for our own codes."""
    import krippendorff as other

    rng = np.random.default_rng(7)
    tables = [rn.load_double_coding()[["coder_1", "coder_2", "coder_3"]].astype(float), FOUR]
    for coders in (2, 3, 5):
        codes = rng.integers(-2, 3, (40, coders)).astype(float)
        codes[rng.random(codes.shape) < 0.2] = nan
        tables.append(pd.DataFrame(codes))
    for table in tables:
        expected = other.alpha(reliability_data=table.to_numpy().T, level_of_measurement=level)
        assert rn.krippendorff_alpha(table, level) == pytest.approx(expected, abs=1e-12)


def test_a_missing_code_is_left_out_whatever_marks_it():
    """Alpha of three coders is the same whether a missing code is nan or the missing value of whole numbers."""
    codes = pd.DataFrame({"a": [1, 2, 2, 0], "b": [1, 2, 1, 0], "c": [1, nan, 2, 0]})
    assert rn.krippendorff_alpha(codes.astype("Int64")) == rn.krippendorff_alpha(codes)
    assert list(rn.disagreements(codes.astype("Int64"), coders=("a", "c")).index) == []


def test_alpha_by_hand():
    """Six codes, five of one value and one of another, that meet in one unit of three: observed 2/6, expected 10/30, alpha 0."""
    codes = pd.DataFrame({"a": [1, 1, 1], "b": [1, 2, 1]})
    assert rn.krippendorff_alpha(codes, "nominal") == pytest.approx(1 - (2 / 6) / (10 / 30))


def test_the_coincidences_of_the_paper():
    """The coincidence matrix of the four-coder example holds 40 codes, 7 and 10 and 8 and 4 and 3 on the diagonal."""
    table = rn.coincidences(FOUR)
    assert [round(table.loc[v, v], 6) for v in table.index] == [7, 10, 8, 4, 3]
    assert table.to_numpy().sum() == pytest.approx(40) and (table == table.T).all().all()
    assert list(_coincide(_matrix(FOUR, "nominal")[0]).sum(axis=0).round(6)) == [9, 13, 10, 5, 3]


def test_full_agreement_is_one_and_no_variation_is_undefined():
    """Equal codes give 1; codes of one value give no number, since nothing could have differed."""
    assert rn.krippendorff_alpha(pd.DataFrame({"a": [1, 2], "b": [1, 2]})) == 1
    assert isnan(rn.krippendorff_alpha(pd.DataFrame({"a": [1, 1], "b": [1, 1]})))


def test_the_order_of_coders_and_units_does_not_matter():
    """Alpha is the same when coders or units change places, and falls when a coder is turned upside down."""
    turned = FOUR[["d", "b", "a", "c"]].iloc[::-1]
    assert rn.krippendorff_alpha(turned) == pytest.approx(rn.krippendorff_alpha(FOUR))
    assert rn.krippendorff_alpha(FOUR.assign(a=6 - FOUR["a"])) < rn.krippendorff_alpha(FOUR)


def test_the_course_s_own_double_coding():
    """The result is as it came out: alpha near 0.83 as names and near 0.97 as an order, all codes within a point."""
    both = rn.load_double_coding()[["coder_1", "coder_2"]]
    assert rn.krippendorff_alpha(both, "nominal") == pytest.approx(0.83, abs=0.03)
    assert rn.krippendorff_alpha(both) == pytest.approx(0.97, abs=0.015)
    assert (both["coder_1"] - both["coder_2"]).abs().max() == 1


def test_from_the_words_alone_agreement_falls_and_no_stance_turns_round():
    """The coder who had the words alone agrees less with the first than the second did, and never with the opposite sign."""
    double = rn.load_double_coding()
    both = double[["coder_1", "coder_3"]].dropna()
    assert len(both) == 54 and (both["coder_1"] * both["coder_3"] >= 0).all()
    words = rn.krippendorff_alpha(both, "nominal")
    assert words == pytest.approx(0.69, abs=0.02)
    assert words < rn.krippendorff_alpha(double.loc[both.index, ["coder_1", "coder_2"]], "nominal")


def test_the_range_holds_alpha_and_can_be_drawn_again():
    """The 95 per cent range lies around alpha, is wider for fewer units, and is the same for the same seed."""
    both = rn.load_double_coding()[["coder_1", "coder_2"]]
    low, high = rn.alpha_interval(both, "nominal", draws=200)
    assert low < rn.krippendorff_alpha(both, "nominal") < high
    assert (low, high) == rn.alpha_interval(both, "nominal", draws=200)
    few = rn.alpha_interval(both.iloc[::4], "nominal", draws=200)
    assert few[1] - few[0] > high - low


def test_disagreements_are_the_rows_that_differ():
    """Only rows with two different codes are returned, the widest first, with the other columns kept."""
    codes = pd.DataFrame({"unit": list("abcd"), "coder_1": [1, 2, 0, nan], "coder_2": [1, 1, 2, 2]})
    found = rn.disagreements(codes)
    assert list(found["unit"]) == ["c", "b"] and list(found["distance"]) == [2, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rn.krippendorff_alpha(FOUR, "ratio"), "unknown level 'ratio'; allowed is one of nominal"),
        (lambda: rn.krippendorff_alpha(FOUR[["a"]]), "two coders or more"),
        (lambda: rn.krippendorff_alpha(NAMES), "hold no numbers"),
        (
            lambda: rn.krippendorff_alpha(pd.DataFrame({"a": [1, nan], "b": [nan, 1]})),
            "no unit has codes by two coders",
        ),
        (lambda: rn.alpha_interval(FOUR, draws=1), "draws is 1"),
        (lambda: rn.disagreements(FOUR), "codes lack the columns"),
        (lambda: rn.disagreements(NAMES, coders=("a", "b")), "hold no numbers"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(call, message):
    """Bad input is refused with the bad value and what is allowed."""
    with pytest.raises(ValueError, match=message):
        call()
