"""The cooperation-conflict index: which acts count, with what weight, and in which period."""

import numpy as np
import pandas as pd
import pytest

import russia_nato as rn

EVENTS = pd.DataFrame(
    [
        ("a", "2001-03-01", "treaty-signed", "nato", "russia", "057"),
        ("b", "2001-06-01", "criticises", "russia", "poland", "111"),
        ("c", "2003-01-01", "criticises", "russia", "nato", "111"),
        ("d", "2003-02-01", "sanctions-imposed", "russia", "usa", "163"),
        ("e", "2003-02-01", "offers", "nato", "usa", "030"),
        ("f", "2003-07-01", "attacks", "russia", "georgia", "190"),
    ],
    columns=["event_id", "start_date", "act", "source_actor", "target_actor", "cameo_code"],
).assign(start_date=lambda t: pd.to_datetime(t["start_date"]))


def test_only_acts_between_the_two_sides_count():
    """Acts within a side or towards a third are left out, and Poland is on NATO's side in 2001."""
    assert list(rn.acts_between(EVENTS)["event_id"]) == ["a", "b", "c", "d"]
    assert list(rn.acts_between(EVENTS, ("russia", "between"))["event_id"]) == ["f"]


def test_councils_count_as_nato_towards_russia_if_one_asks():
    """A session of the NATO-Russia Council counts with councils=True alone; not NACC, nor a council's act towards a third."""
    more = pd.DataFrame(
        [
            ("g", "2004-01-01", "council-meets", "nrc", "russia", "040"),
            ("h", "1992-03-01", "council-meets", "nacc", "russia", "040"),
            ("i", "2004-01-02", "council-meets", "nrc", "ukraine", "040"),
            ("j", "2004-01-03", "criticises", "russia", "pjc", "111"),
        ],
        columns=EVENTS.columns,
    ).assign(start_date=lambda t: pd.to_datetime(t["start_date"]))
    events = pd.concat([EVENTS, more])
    assert list(rn.acts_between(events)["event_id"]) == ["a", "b", "c", "d"]
    counted = rn.acts_between(events, councils=True).set_index("event_id")
    assert list(counted.index) == ["a", "b", "c", "d", "g", "j"]
    assert counted.loc["g", "direction"] == "nato to russia" and counted.loc["j", "direction"] == "russia to nato"
    assert rn.conflict_index(events, councils=True)["events"].sum() == 6


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
