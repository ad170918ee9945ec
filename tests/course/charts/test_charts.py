"""Charts: what is drawn (the artists), what is said in words, and what is refused."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import russia_nato as rn
from russia_nato.charts import chart_parts, chart_svg, data_table
from russia_nato.sides import SIDES, side_of


def test_a_timeline_draws_each_event_once_in_the_lane_of_its_side():
    """The chart has one marker for each event of the phase, in the colour of the side that acted."""
    events = rn.load_events()
    mine = events[events["phase_id"] == "ending-the-cold-war"]
    ax = rn.plot_timeline(events, phase="ending-the-cold-war")
    marks = [line for line in ax.lines if (line.get_gid() or "").startswith("acts-")]
    assert sum(len(m.get_xdata()) for m in marks) == len(mine)
    sides = side_of(mine["source_actor"], mine["start_date"])
    for side, n in sides.value_counts().items():
        assert sum(len(m.get_xdata()) for m in marks if m.get_color() == SIDES[side].color) == n


def test_a_timeline_names_the_events_that_one_asks_for():
    """Events named in `label` are numbered in the chart and told in the alternative text; unknown ones are refused."""
    events = rn.load_events()
    one = events[events["phase_id"] == "ending-the-cold-war"].iloc[5]
    ax = rn.plot_timeline(events, phase="ending-the-cold-war", label=[one["event_id"]])
    assert one["title"] in rn.alt_text(ax)
    assert "1" in [t.get_text() for t in ax.texts]
    with pytest.raises(ValueError, match="nothing-happened"):
        rn.plot_timeline(events, label=["nothing-happened"])


def test_stances_stand_at_their_points_of_the_scale():
    """Each position is drawn within half a point of its stance, on an axis with all five points."""
    positions = rn.load_positions()
    mine = positions[positions["issue_id"] == "enlargement"]
    ax = rn.plot_stances(positions, issue="enlargement")
    assert list(ax.get_yticks()) == [-2, -1, 0, 1, 2]
    drawn = sorted(round(y) for line in ax.lines if line.get_linestyle() == "None" for y in line.get_ydata())
    assert drawn == sorted(mine["stance"])


def test_enlargement_steps_from_sixteen_to_thirty_two():
    """The step chart begins at the Allies of 1989 and ends at those of today, by the members table."""
    members = rn.load_members()
    ax = rn.plot_enlargement(members)
    y = [int(v) for v in ax.lines[0].get_ydata()]
    assert y[0] == (members["acceded"] < "1989-01-01").sum() and y[-1] == len(members) and y == sorted(y)


@pytest.mark.parametrize("draw", [
    lambda: rn.plot_timeline(rn.load_events(), phase="ending-the-cold-war"), lambda: rn.plot_stances(rn.load_positions(), issue="german-unity"), lambda: rn.plot_enlargement(rn.load_members()),
])  # fmt: skip
def test_a_chart_says_what_it_shows(draw):
    """Every chart has alternative text with numbers from its data, a source line and a data table that can be reached beside it."""
    ax = draw()
    assert len(rn.alt_text(ax)) > 60 and re.search(r"\d", rn.alt_text(ax)) and rn.source_line(ax)
    html = "".join(chart_parts(ax, "fig-x"))
    assert html.count("<tr>") == len(data_table(ax)) + 1 and 'role="img" aria-label="' in html and "Source:" in html
    assert not ax.figure.get_suptitle() and plt.fignum_exists(ax.figure.number)


def test_a_drawing_keeps_its_text_and_is_the_same_each_time():
    """The SVG holds its words as text, no style that would reach the page, and the same bytes in two drawings."""
    draw = lambda: chart_svg(rn.plot_enlargement(rn.load_members()), "a")  # noqa: E731
    one, two = draw(), draw()
    assert one == two
    assert ">Allies</text>" in one and "<style" not in one and "<metadata" not in one
    assert not re.search(r"""id=["'](?!a-)""", one)
    assert " style=" not in one, "a page that forbids inline style would lose its colours"


def test_a_chart_is_drawn_on_given_axes():
    """`ax` is drawn on and returned, and nothing is shown."""
    _, ax = plt.subplots()
    assert rn.plot_enlargement(rn.load_members(), ax=ax) is ax


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rn.plot_timeline(rn.load_events(), phase="detente"), "unknown phase 'detente'; allowed is one of"),
        (lambda: rn.plot_stances(rn.load_positions(), issue="peace"), "unknown issue 'peace'; allowed is one of"),
        (lambda: rn.plot_stances(rn.load_positions(), issue="enlargement", actors=["atlantis"]), "unknown actors"),
        (lambda: rn.plot_timeline(pd.DataFrame({"title": ["a"]})), "lacks the columns"),
        (lambda: rn.plot_enlargement(rn.load_members().iloc[:0]), "has no rows"),
        (lambda: rn.alt_text(plt.subplots()[1]), "not drawn by a plot_"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(call, message):
    """Bad input is refused with the bad value and what is allowed."""
    with pytest.raises(ValueError, match=message):
        call()


def test_an_ally_is_on_natos_side_from_its_accession():
    """Poland stands between the sides in 1993 and on NATO's from 12 March 1999."""
    dates = pd.Series(pd.to_datetime(["1993-08-25", "1999-03-11", "1999-03-12"]))
    assert list(side_of(pd.Series(["poland"] * 3), dates)) == ["between", "between", "nato"]


def test_every_chart_of_a_notebook_is_shown():
    """In a notebook each cell that draws a chart shows it, with its words, and not the first one only."""
    import nbformat
    from nbclient import NotebookClient

    cells = [
        "import russia_nato as rn",
        "rn.plot_enlargement(rn.load_members());",
        "rn.plot_stances(rn.load_positions(), issue='enlargement');",
    ]
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(nb, kernel_name="python3", timeout=60).execute()
    for cell in nb.cells[1:]:
        assert ["rn-chart" in o["data"].get("text/html", "") for o in cell.outputs] == [True]
