"""Charts of the labs: tile map, paths of accession, stances by phase, two coders' codes."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

import russia_nato as rn
from russia_nato.charts import chart_parts, data_table
from russia_nato.charts.tile_map import BLUES, DISPUTED, TILES
from russia_nato.sides import side_of

DRAWN = {
    "tiles": lambda: rn.plot_tile_map(rn.load_members()),
    "paths": lambda: rn.plot_accession_paths(rn.load_members()),
    "matrix of a side": lambda: rn.plot_stance_matrix(rn.load_positions(), side="russia"),
    "matrix of an issue": lambda: rn.plot_stance_matrix(rn.load_positions(), issue="enlargement"),
    "coders": lambda: rn.plot_coder_table(rn.load_double_coding()),
}


def _cells(ax, prefix):
    return {
        p.get_gid().removeprefix(prefix): p
        for p in ax.patches
        if isinstance(p, Rectangle) and (p.get_gid() or "").startswith(prefix)
    }


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_lab_chart_says_what_it_shows(draw):
    """Each chart has alternative text with numbers from its data, a source line and a data table beside it."""
    ax = draw()
    assert len(rn.alt_text(ax)) > 60 and re.search(r"\d", rn.alt_text(ax)) and rn.source_line(ax)
    html = "".join(chart_parts(ax, "fig-x"))
    assert html.count("<tr>") == len(data_table(ax)) + 1 and 'role="img"' in html


@pytest.mark.parametrize("draw", [
    lambda ax: rn.plot_tile_map(rn.load_members(), ax=ax), lambda ax: rn.plot_accession_paths(rn.load_members(), ax=ax),
    lambda ax: rn.plot_stance_matrix(rn.load_positions(), issue="enlargement", ax=ax), lambda ax: rn.plot_coder_table(rn.load_double_coding(), ax=ax),
])  # fmt: skip
def test_a_lab_chart_is_drawn_on_given_axes(draw):
    """`ax` is drawn on and returned."""
    _, ax = plt.subplots()
    assert draw(ax) is ax


def test_each_state_has_a_tile_of_its_own():
    """No two tiles share a place, every Ally has one, and each prints its code."""
    assert len(set(TILES.values())) == len(TILES) and set(rn.load_members()["iso3"]) <= set(TILES)
    ax = rn.plot_tile_map(rn.load_members())
    words = {t.get_text() for t in ax.texts}
    assert set(TILES) - {"Kosovo"} <= words and set(_cells(ax, "tile-")) == set(TILES)
    assert not ax.lines and not ax.axison


@pytest.mark.parametrize("year", [1993, 1999, 2004, 2016, 2022, 2024])
def test_a_tile_map_colours_the_allies_of_its_year(year):
    """As many tiles are blue as there were Allies at the year's end, each with the year of its round; the count is told."""
    members = rn.load_members()
    allies = members[members["acceded"].dt.year <= year]
    ax = rn.plot_tile_map(members, year=year)
    blue = {t for t, p in _cells(ax, "tile-").items() if plt.matplotlib.colors.to_hex(p.get_facecolor()) in BLUES}
    assert blue == set(allies["iso3"]) and f"{len(allies)} Allies" in rn.alt_text(ax)
    years = [t.get_text() for t in ax.texts if t.get_text().isdigit()]
    assert sorted(years) == sorted(allies["round"].astype(str))


def test_kosovo_is_drawn_apart_and_named_as_disputed():
    """Kosovo's tile has a dotted edge and no ISO code, and the table, the text and the source line say why."""
    ax = rn.plot_tile_map(rn.load_members())
    tile = _cells(ax, "tile-")["Kosovo"]
    assert tile.get_linestyle() in (":", "dotted") and "Kos.*" in {t.get_text() for t in ax.texts}
    row = data_table(ax).set_index("State").loc["Kosovo"]
    assert row["ISO code"] == "none" and row.iloc[1] == DISPUTED
    assert "dotted" in rn.alt_text(ax) and "General Assembly" in rn.source_line(ax)


def test_the_promise_of_2008_is_not_drawn_before_2008():
    """Ukraine and Georgia stand as promised from 2008 on, and as other non-members before."""
    at = lambda y: data_table(rn.plot_tile_map(rn.load_members(), year=y)).set_index("ISO code").iloc[:, 1]  # noqa: E731
    assert set(at(2007)[["UKR", "GEO"]]) == {"not a member"} and all("2008" in s for s in at(2008)[["UKR", "GEO"]])


def test_waits_are_differences_of_the_dates_and_gaps_stay_gaps():
    """Days are those between the dates of the table; where a date was not read there is no number, and no line is drawn for it."""
    members = rn.load_members().set_index("country")
    waits = rn.accession_waits(rn.load_members()).set_index("country")
    assert len(waits) == (members["round"] > 1949).sum()
    for country, w in waits.iterrows():
        m = members.loc[country]
        assert pd.isna(w["total"]) == pd.isna(m["invited"])
        if not pd.isna(w["total"]):
            assert w["total"] == (m["acceded"] - m["invited"]).days == w["to_protocol"] + w["to_accession"]
    ax = rn.plot_accession_paths(rn.load_members())
    lines = {
        line.get_gid().removeprefix("path-"): line for line in ax.lines if (line.get_gid() or "").startswith("path-")
    }
    for country, w in waits.iterrows():
        assert (min(lines[country].get_xdata()) < 0) == (not pd.isna(w["total"])), country
    assert sum("unread" in t.get_text() for t in ax.texts) == waits["total"].isna().sum()


def test_a_stance_matrix_prints_mean_and_count_of_each_cell():
    """Each cell's mean and number of rows are those of the table, thin cells are hatched, and no cell is drawn for no row."""
    positions = rn.load_positions()
    positions = positions[positions["issue_id"] == "enlargement"]
    ax = rn.plot_stance_matrix(positions, issue="enlargement", least=4)
    side = side_of(positions["actor_id"], positions["date"])
    for phase in rn.load_phases().itertuples():
        inside = positions["date"].between(
            phase.start_date, phase.end_date if not pd.isna(phase.end_date) else pd.Timestamp("2100-01-01")
        )
        for who in ("nato", "russia", "between", "international"):
            mine = positions[inside & (side == who)]["stance"]
            cell = _cells(ax, "cell-").get(f"{who}-{phase.number}")
            assert (cell is None) == mine.empty
            if cell is not None:
                assert bool(cell.get_hatch()) == (len(mine) < 4)
    table = data_table(ax)
    assert table["Rows"].sum() == len(positions)
    assert len(table) == len(_cells(ax, "cell-")) and sum(t.get_text().startswith("n ") for t in ax.texts) == len(table)


def test_changes_are_between_phases_with_enough_rows():
    """Each change is the last median less the first, from phases that hold the rows asked for; two made-up turns are found."""
    moved = rn.stance_changes(rn.load_positions(), least=3)
    assert (moved[["n_first", "n_last"]] >= 3).all().all() and (moved["first_phase"] < moved["last_phase"]).all()
    assert (moved["change"] == moved["median_last"] - moved["median_first"]).all() and moved[
        "change"
    ].abs().is_monotonic_decreasing
    dates = pd.to_datetime(["1990-01-01", "1990-02-01", "2015-01-01", "2015-02-01", "2015-03-01"])
    made = pd.DataFrame({"date": dates, "actor_id": "russia", "issue_id": "enlargement", "stance": [1, 1, -2, -2, 2]})
    assert rn.stance_changes(made).loc[0, ["first_phase", "last_phase", "change"]].tolist() == [1, 6, -3]


def test_the_coder_table_counts_every_pair_once():
    """The numbers in the cells add up to the units, and the agreement told is that of the diagonal."""
    codes = rn.load_double_coding()
    ax = rn.plot_coder_table(codes)
    assert sum(int(t.get_text()) for t in ax.texts if t.get_text().isdigit()) == len(codes)
    assert f"agree on {(codes['coder_1'] == codes['coder_2']).sum()}" in rn.alt_text(ax)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rn.plot_tile_map(rn.load_members(), year=1980), "year is 1980; allowed is 1993"),
        (lambda: rn.plot_tile_map(rn.load_members().assign(iso3="XXX")), r"members \['XXX'\] have no tile"),
        (lambda: rn.plot_accession_paths(rn.load_members().assign(protocol_signed=pd.NaT)), "no day of the protocol"),
        (lambda: rn.accession_waits(rn.load_members().query("round == 1949")), "has no rows"),
        (lambda: rn.plot_stance_matrix(rn.load_positions()), "either side or issue"),
        (lambda: rn.plot_stance_matrix(rn.load_positions(), side="east"), "unknown side 'east'; allowed is one of"),
        (lambda: rn.plot_stance_matrix(rn.load_positions(), issue="peace"), "unknown issue 'peace'; allowed is one of"),
        (lambda: rn.stance_changes(rn.load_positions(), by="issue_id"), "by is 'issue_id'; allowed is"),
        (
            lambda: rn.plot_coder_table(pd.DataFrame({"coder_1": [3], "coder_2": [1]})),
            r"codes \[3\] are not on the scale",
        ),
        (lambda: rn.plot_coder_table(pd.DataFrame({"coder_1": [3]})), "lacks the columns"),
    ],
)
def test_what_a_lab_chart_cannot_draw_is_refused_by_name(call, message):
    """Bad input is refused with the bad value and what is allowed."""
    with pytest.raises(ValueError, match=message):
        call()
