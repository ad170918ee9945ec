"""The turning points that an editor chose: enough of them, in their phase, each with a reason, and stretches that run forward."""

import re

import pandas as pd
import pytest

import russia_nato as rn


@pytest.fixture(scope="module")
def points():
    events = rn.load_events().set_index("event_id")
    table = rn.load_turning_points()
    return table.assign(
        starts=table["event_id"].map(events["start_date"]),
        ends=table["until_event"].map(events["start_date"]),
        stands=table["event_id"].map(events["phase_id"]),
    )


def test_every_phase_has_six_to_eight_turning_points_and_its_stretches(points):
    """Six to eight events a phase are named, of its own years, and two or three stretches tell its story in time."""
    for phase in rn.load_phases()["phase_id"]:
        own = points[points["phase_id"] == phase]
        named = own[own["kind"] == "point"]
        assert 6 <= len(named) <= 8, phase
        assert (own.loc[own["kind"].isin(["point", "war"]), "stands"] == phase).all()
        assert 2 <= (own["kind"] == "span").sum() <= 3, phase


def test_a_stretch_runs_forward_and_only_an_open_war_has_no_end(points):
    """Points have no end, all else has one, after its start; only the war that goes on is open."""
    assert (points.loc[points["kind"] == "point", "until_event"] == "").all()
    rest = points[points["kind"] != "point"]
    assert list(rest.loc[rest["until_event"] == "", "kind"]) == ["war"]
    ended = rest[rest["until_event"] != ""]
    assert (ended["ends"] >= ended["starts"]).all()


def test_labels_are_short_and_reasons_are_sentences(points):
    """What stands on a drawing is short, a stretch says how long it was, and every reason ends like a sentence."""
    named = points["kind"].isin(["point", "war"])
    assert points.loc[named, "label"].str.len().max() <= 22
    assert not points.loc[named, "label"].str.contains("{", regex=False).any()
    assert points.loc[~named, "label"].map(lambda s: bool(re.search(r"\{(months|days)\}", s))).all()
    assert points["reason"].str.endswith(".").all() and not points["reason"].duplicated().any()


def test_every_opening_ends_where_a_war_begins(points):
    """The sentence of the whole timeline, three openings and after each a war, holds by the table."""
    openings = points[points["kind"] == "opening"]
    wars = set(points.loc[points["kind"] == "war", "event_id"])
    assert len(openings) == 3 and set(openings["until_event"]) <= wars
    assert pd.Series(openings["starts"]).is_monotonic_increasing
