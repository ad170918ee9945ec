"""One place for each meaning: frames, rows and text agree on sides, phases and acts."""

from __future__ import annotations

import pandas as pd
import pytest

import russia_nato as rn
from russia_nato.dates import covers, in_phase, phase_number, plain_date, when
from russia_nato.package import read_all
from russia_nato.schema import data_dir
from russia_nato.sides import kind_of, side_of, side_on


@pytest.fixture(scope="module")
def text():
    """The package's rows as text."""
    return read_all(data_dir())[0].rows


def test_a_side_is_the_same_for_a_column_a_row_and_a_line_of_text(text):
    """Each position's speaker stands on one side, whether asked of the frame, of loaded rows or of the file's text."""
    positions = rn.load_positions()
    by_frame = side_of(positions["actor_id"], positions["date"]).tolist()
    loaded = {a["actor_id"]: a for a in rn.load_actors().to_dict("records")}
    assert by_frame == [side_on(loaded[r["actor_id"]], r["date"]) for r in positions.to_dict("records")]
    written = {a["actor_id"]: a for a in text["actors"]}
    assert by_frame == [side_on(written[r["actor_id"]], r["date"]) for r in text["positions"]]
    assert set(by_frame) == {"nato", "russia", "between", "international"}


def test_a_date_lies_in_one_phase_however_one_asks(text):
    """Each event's phase is that of its date, by number, by rows of the frame and by the file's text."""
    events, phases = rn.load_events(), rn.load_phases()
    numbers = events["phase_id"].map(phases.set_index("phase_id")["number"]).astype(int)
    assert phase_number(events["start_date"]).tolist() == numbers.tolist()
    for phase, row in zip(phases.to_dict("records"), text["phases"], strict=True):
        inside = set(in_phase(events, phase, "start_date")["event_id"])
        assert inside == {e["event_id"] for e in text["events"] if covers(row, e["start_date"])}
        assert inside == set(events.loc[events["phase_id"] == phase["phase_id"], "event_id"])


def test_both_days_of_a_phase_belong_to_it_and_the_last_has_no_end():
    """The first and the last day lie inside, the days beside them outside; the last phase goes on."""
    phases = rn.load_phases().to_dict("records")
    day = pd.Timedelta(days=1)
    for phase in phases[:-1]:
        edges = [phase["start_date"] - day, phase["start_date"], phase["end_date"], phase["end_date"] + day]
        assert [covers(phase, d) for d in edges] == [False, True, True, False]
    assert covers(phases[-1], pd.Timestamp("2100-01-01"))
    assert in_phase(rn.load_events().iloc[:0], phases[0], "start_date").columns.equals(rn.load_events().columns)


def test_what_lies_before_the_first_phase_or_is_unknown_is_refused():
    """A date without a phase, an actor and an act that no table has are refused by their value."""
    with pytest.raises(ValueError, match="1988-12-31.*lies in no phase; allowed is a date from 1989-01-01"):
        phase_number(pd.to_datetime(pd.Series(["1990-01-01", "1988-12-31"])))
    with pytest.raises(ValueError, match=r"unknown actors \['atlantis'\]"):
        side_of(pd.Series(["atlantis"]), pd.to_datetime(pd.Series(["1990-01-01"])))
    with pytest.raises(ValueError, match=r"unknown acts \['nothing'\]"):
        kind_of(pd.Series(["offers", "nothing"]))


def test_acts_are_words_and_deeds_as_the_decision_table_says():
    """Words are what acts.csv calls words; a deed is of cooperation or conflict by the sign of its weight, or of neither."""
    acts, codes = rn.load_acts(), rn.load_cameo_codes().set_index("cameo_code")
    for act, kind in zip(acts.itertuples(), kind_of(acts["act_id"]), strict=True):
        weight = codes.loc[act.cameo_code, "goldstein"]
        deed = {1: "cooperation", 0: "neutral", -1: "conflict"}[int(weight > 0) - int(weight < 0)]
        assert kind == ("word" if act.deed == "words" else deed), act.act_id
    assert set(kind_of(acts["act_id"])) == {"word", "cooperation", "conflict", "neutral"}


def test_an_actor_s_years_are_those_of_its_rows():
    """Who acts or speaks does so while it exists, and the states that parted or joined have a first or a last day."""
    actors = rn.load_actors().set_index("actor_id")
    assert set(actors.index[actors["until"].notna()]) >= {"ussr", "gdr", "warsaw-pact", "czechoslovakia"}
    assert set(actors.index[actors["since"].notna()]) >= {"czech-republic", "slovakia", "nacc", "pjc", "nrc"}
    events = rn.load_events()
    for column in ("source_actor", "target_actor"):
        mine = events.join(actors[["since", "until"]], on=column)
        assert not (mine["start_date"] < mine["since"]).any() and not (mine["start_date"] > mine["until"]).any()


def test_promised_membership_rests_on_its_event():
    """Ukraine and Georgia were promised membership at Bucharest in 2008, and no Ally is called promised."""
    actors = rn.load_actors()
    promised = actors[actors["promised_by"] != ""]
    assert set(promised["actor_id"]) == {"ukraine", "georgia"} and promised["joined_nato"].isna().all()
    event = rn.load_events().set_index("event_id").loc["bucharest-summit-declaration"]
    assert set(promised["promised_by"]) == {event.name} and event["start_date"].year == 2008


@pytest.mark.parametrize(
    ("row", "written"),
    [
        ({"date": "1990-06-07"}, "7 June 1990"),
        ({"date": "1990-06-07", "end_date": None}, "7 June 1990"),
        ({"start_date": "1990-06-28", "end_date": "1990-07-02"}, "28 June – 2 July 1990"),
        ({"start_date": "1990-12-31", "end_date": "1991-01-01"}, "31 December 1990 – 1 January 1991"),
        ({"date": "1990-06-01", "date_precision": "month"}, "June 1990"),
        ({"date": "2003-09-01", "date_precision": "autumn"}, "autumn 2003"),
    ],
)
def test_a_date_is_written_as_it_is_known(row, written):
    """Days, spans and less precise dates are written in one way, from loaded rows."""
    loaded = {k: pd.Timestamp(v) if k.endswith("date") else v for k, v in row.items()}
    assert when(loaded) == written


def test_a_date_known_by_year_or_month_is_printed_so():
    """A reading's date is printed as finely as it is known."""
    assert [plain_date(d) for d in ("1990", "1990-02", "1990-02-20")] == ["1990", "February 1990", "20 February 1990"]
