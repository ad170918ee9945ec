"""Charts of index, meetings, series and votes: their artists, their words and their refusals."""

import itertools
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import russia_nato as rn
from russia_nato.charts import chart_parts, data_table


def _artists(ax, gid):
    return [line for line in ax.lines if (line.get_gid() or "").startswith(gid)]


def _series(rows, indicator="milex-share-gdp"):
    frame = pd.DataFrame(rows, columns=["entity", "date", "date_precision", "value", "note"])
    return frame.assign(indicator_id=indicator, date=pd.to_datetime(frame["date"]))


def test_the_index_draws_each_mean_and_leaves_empty_periods_open():
    """The line holds the mean of every period, and a period without acts is a gap and not a zero."""
    index = rn.conflict_index(rn.load_events(), direction="russia to nato")
    index.loc[3, ["mean", "events"]] = [np.nan, 0]
    y = _artists(rn.plot_index(index), "line-")[0].get_ydata()
    assert np.isnan(y[3])
    assert np.allclose(np.delete(y, 3), np.delete(index["mean"].to_numpy(), 3), equal_nan=True)


def test_the_size_of_a_point_follows_the_number_of_acts():
    """A year with more acts has a larger point."""
    index = rn.conflict_index(rn.load_events())
    sizes = rn.plot_index(index).collections[0].get_sizes()
    assert (np.argsort(sizes, kind="stable") == np.argsort(index["events"], kind="stable")).all()


def test_only_changes_that_were_kept_are_drawn():
    """One dashed line for each change kept and one level more than that; changes that failed the test are not drawn."""
    index = rn.conflict_index(rn.load_events())
    breaks = pd.DataFrame({"at": ["1993", "2014", "2020"], "kept": [False, True, True]})
    ax = rn.plot_index(index, breaks=breaks)
    assert len(_artists(ax, "break")) == 2 and len(_artists(ax, "level")) == 3
    words = {t.get_text() for t in ax.texts}
    assert {"2014", "2020"} <= words and "1993" not in words


def test_every_meeting_is_drawn_once_in_the_lane_of_its_level():
    """There is a point for each row, within half a lane of its level, and none is lost."""
    councils = rn.load_councils()
    ax = rn.plot_meetings(councils)
    marks = _artists(ax, "meeting-")
    heights = np.concatenate([m.get_ydata() for m in marks])
    assert len(heights) == len(councils)
    lanes = [t.get_text().replace("\n", " ") for t in ax.get_yticklabels()]
    drawn = pd.Series([lanes[round(y)] for y in heights]).value_counts()
    assert drawn["Foreign ministers"] == (councils["level"] == "foreign-ministers").sum()


def test_gaps_of_meetings_are_shaded_and_told():
    """Each gap is shaded from its start to its end, numbered, and named in the alternative text."""
    gaps = pd.DataFrame({"start": ["1999-03-17"], "end": ["1999-09-15"], "label": ["no meeting read of"]})
    gaps = gaps.assign(start=pd.to_datetime(gaps["start"]), end=pd.to_datetime(gaps["end"]))
    ax = rn.plot_meetings(rn.load_councils(), gaps=gaps)
    assert [p.get_gid() for p in ax.patches if p.get_gid()] == ["gap-1"] and "1" in {t.get_text() for t in ax.texts}
    assert "no meeting read of, March 1999 to September 1999" in rn.alt_text(ax)


def test_a_gap_that_ends_before_it_starts_is_refused():
    """The refusal names the gap and its days."""
    gaps = pd.DataFrame(
        {"start": [pd.Timestamp("2001-01-01")], "end": [pd.Timestamp("2000-01-01")], "label": ["upside down"]}
    )
    with pytest.raises(ValueError, match="upside down"):
        rn.plot_meetings(rn.load_councils(), gaps=gaps)


def test_a_gap_in_a_series_is_a_gap_in_its_line():
    """Values three years apart are not joined; those of neighbouring years are, unless nothing may be joined."""
    rows = [("Russia", f"{y}-01-01", "year", 3.0, "") for y in (2001, 2002, 2005, 2006)]
    ax = rn.plot_series(_series(rows), "milex-share-gdp")
    assert [len(line.get_xdata()) for line in _artists(ax, "line-Russia")] == [2, 2]
    assert not _artists(rn.plot_series(_series(rows), "milex-share-gdp", join=False), "line-")


def test_the_soviet_union_and_russia_are_not_one_line():
    """Nothing is drawn between the last Soviet value and the first Russian one."""
    ax = rn.plot_series(rn.load_series(), "milex-usd", entities=["Russia", "Soviet Union"])
    spans = [pd.DatetimeIndex(line.get_xdata()).year for line in _artists(ax, "line-")]
    assert len(spans) == 2 and all(years.max() <= 1990 or years.min() >= 1992 for years in spans)


def test_estimates_are_hollow_and_explained():
    """A value whose note says estimate has a white face, others are filled, and the legend says so."""
    rows = [("Russia", "2001-01-01", "year", 3, "Estimate of SIPRI."), ("Russia", "2002-01-01", "year", 4, "")]
    ax = rn.plot_series(_series(rows), "milex-share-gdp")
    assert sorted(p.get_markerfacecolor() for p in _artists(ax, "points-")) == ["#D55E00", "white"]
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["hollow: estimate"]


def test_a_value_dated_to_a_year_stands_in_its_middle():
    """A poll of "2022" is not drawn on New Year's Day, before the invasion of February."""
    rows = [("for (MTS)", "2022-01-01", "year", 85, ""), ("for (Yle)", "2022-02-23", "day", 53, "")]
    series = _series(rows, "opinion-join-finland")
    ax = rn.plot_series(series, "opinion-join-finland", breaks={"2022-02-24": "invasion"})
    at = {p.get_gid(): pd.Timestamp(p.get_xdata()[0]) for p in _artists(ax, "points-")}
    assert at["points-for (MTS)"].month in (6, 7) and at["points-for (Yle)"] == pd.Timestamp("2022-02-23")
    assert len(_artists(ax, "break")) == 1 and "Marked: invasion" in rn.alt_text(ax)


def test_axes_name_the_unit_and_lines_their_entity():
    """The unit stands at the axis, millions shown as billions say so, and each entity is named in the chart."""
    ax = rn.plot_series(rn.load_series(), "milex-usd", entities=["United States", "France"])
    assert ax.get_ylabel().startswith("billion US dollars") and max(data_table(ax)["Value"]) < 2000
    assert {"United States", "France"} <= {t.get_text() for t in ax.texts}
    assert rn.plot_series(rn.load_series(), "opinion-nato-russia").get_ylim() == (0, 100)


def test_labels_do_not_cover_one_another():
    """Names of lines that end at the same value stand apart."""
    rows = [(f"State {n}", f"{y}-01-01", "year", 2.0, "") for n in range(6) for y in (2001, 2002)]
    ax = rn.plot_series(_series(rows), "milex-share-gdp")
    ax.figure.canvas.draw()
    boxes = sorted((Text.get_window_extent(t) for t in ax.texts), key=lambda b: b.y0)
    assert len(boxes) == 6 and all(a.y1 <= b.y0 + 2 for a, b in itertools.pairwise(boxes))


def test_a_vote_is_drawn_in_full():
    """The parts of each bar are the counts of the table and what is left of all states, as in the vote of 2014."""
    ax = rn.plot_votes(rn.load_series())
    table = data_table(ax)
    assert (table[["Yes", "Abstaining", "No", "Not voting"]].sum(axis=1) == 193).all()
    assert "27 March 2014, Resolution 68/262" in rn.alt_text(ax)
    assert "100 yes, 58 abstaining, 11 no, 24 not voting" in rn.alt_text(ax)
    assert sum(p.get_width() for p in ax.patches) == 193 * len(table)


def test_dates_are_written_on_every_system():
    """No chart asks the system for `%-d`, which Windows refuses; the day of a vote has no nought before it."""
    source = "".join(f.read_text("utf-8") for f in Path(rn.__file__).parent.rglob("*.py"))
    assert not re.search(r"%[-#][dmHIMSjyU]", source)
    assert "; 2 March 2022, " in rn.alt_text(rn.plot_votes(rn.load_series()))


DRAWN = {
    "index": lambda: rn.plot_index(rn.conflict_index(rn.load_events())),
    "meetings": lambda: rn.plot_meetings(rn.load_councils()),
    "series": lambda: rn.plot_series(rn.load_series(), "unga-agreement"),
    "votes": lambda: rn.plot_votes(rn.load_series()),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_of_numbers_says_what_it_shows(name):
    """Alternative text with numbers, a source line, and a data table with all that is drawn."""
    ax = DRAWN[name]()
    assert len(re.findall(r"\d", rn.alt_text(ax))) > 5 and rn.source_line(ax) and len(data_table(ax)) > 5
    html = "".join(chart_parts(ax, "fig-x"))
    assert html.count("<tr>") == len(data_table(ax)) + 1 and ax.get_xlabel()


REFUSED = {
    "unknown indicator 'happiness'; allowed is one of": lambda: rn.plot_series(rn.load_series(), "happiness"),
    "has no entities": lambda: rn.plot_series(rn.load_series(), "milex-usd", entities=["Atlantis"]),
    "has no rows": lambda: rn.plot_series(rn.load_series(), "milex-usd", since=2100),
    "unknown body": lambda: rn.plot_meetings(rn.load_councils().assign(body="UN")),
    "more than 150 states": lambda: rn.plot_votes(rn.load_series(), states=150),
    "one direction": lambda: rn.plot_index(
        rn.conflict_index(rn.load_events(), direction="each"), breaks=pd.DataFrame({"at": [], "kept": []})
    ),
    "not periods of the index": lambda: rn.plot_index(
        rn.conflict_index(rn.load_events()), breaks=pd.DataFrame({"at": ["1066"], "kept": [True]})
    ),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_these_charts_cannot_draw_is_refused_by_name(message):
    """Bad input is refused with the bad value and what is allowed."""
    with pytest.raises(ValueError, match=message):
        REFUSED[message]()


def test_a_colour_of_a_side_is_drawn_for_that_side_alone():
    """Russia's orange, Ukraine's green and the blues of Allies stand for them; an answer, a pollster or a sum of none has none of these."""
    from russia_nato.charts.looks import ALLIED, FIXED, NEUTRAL, looks_of

    own = {color for color, *_ in [*ALLIED, *FIXED.values()]}
    assert not own & {color for color, *_ in NEUTRAL}
    looks = looks_of(["Russia", "United States", "Poland", "European Allies and Canada of 2024", "Ukraine"])
    blues = {color for color, *_ in ALLIED} | {FIXED["United States"][0]}
    assert {looks[e][0] for e in ("United States", "Poland", "European Allies and Canada of 2024")} <= blues
    assert len(set(looks.values())) == len(looks)
    for indicator in ("opinion-nato-russia", "opinion-join-finland", "air-policing"):
        names = list(rn.load_series().query("indicator_id == @indicator")["entity"].unique())
        assert not own & {color for color, *_ in looks_of(names).values()}, indicator
