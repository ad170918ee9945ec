"""Titles are sentences with numbers of their own data: each is computed here a second time, and moves when the data move."""

import itertools

import matplotlib.pyplot as plt
import pytest

import russia_nato as rn
from russia_nato.charts import description
from russia_nato.charts.draw import stack
from russia_nato.sides import kind_of, side_of
from russia_nato.typography import signed

PHASE = "munich-to-reset"


def _acts(events):
    n = kind_of(events.loc[events["phase_id"] == PHASE, "act"]).value_counts()
    return [f"{n.sum()} acts", f"{n['word']} words", f"{n['conflict']} deeds of conflict"]


def _answers(positions):
    own = positions[positions["issue_id"] == "enlargement"]
    side = side_of(own["actor_id"], own["date"])
    yes, no = own[(side == "nato") & (own["stance"] > 0)], own[(side == "russia") & (own["stance"] < 0)]
    return [
        f"NATO and Allies said yes in {len(yes)} of {(side == 'nato').sum()}",
        f"Moscow said no in {len(no)} of {(side == 'russia').sum()}",
    ]


def _allies(members):
    before = (members["acceded"] < "1989-01-01").sum()
    return [f"{before} Allies in 1989", f"{len(members)} by {members['acceded'].max().year}"]


def _votes(series):
    own = series[series["indicator_id"] == "unga-ukraine-votes"]
    yes, no = (
        own[own["entity"] == e].sort_values("date").set_index("date")["value"].astype(int) for e in ("yes", "no")
    )
    top = yes.idxmax()
    return [
        f"yes from {yes.max()} states in {top:%B %Y} to {yes[top:].min()}",
        f"{yes.iloc[-1]} in",
        f"no from {no.min()} to",
    ]


def _means(events):
    index = rn.conflict_index(events).dropna(subset=["mean"])
    return [f"{signed(index['mean'].iloc[n], 1)} in {index['period'].iloc[n]}" for n in (0, -1)]


def _silence(councils):
    days = sorted(set(councils["date"]))
    longest = max((b - a).days for a, b in itertools.pairwise(days))
    return [f"{len(councils)} meetings", f"{longest} days"]


def _waits(members):
    dated = members[(members["round"] > 1949) & members["invited"].notna()]
    days = (dated["acceded"] - dated["invited"]).dt.days
    return [f"{dated.loc[days.idxmax(), 'country']} {days.max()}", f"waited {days.min()} days"]


def _agreed(codes):
    return [f"{(codes['coder_1'] == codes['coder_2']).sum()} of {len(codes)} units"]


def _in_1999(members):
    then = members[members["acceded"].dt.year <= 1999]
    return [f"{len(then)} Allies at the end of 1999", f"{(then['round'] > 1949).sum()} more than the founders"]


def _spent(series):
    own = series[(series["indicator_id"] == "milex-share-gdp") & (series["entity"] == "Russia")].sort_values("date")
    return [f"Russia rose from {own['value'].iloc[0]:.3g} in", f"to {own['value'].iloc[-1]:.3g} in"]


def _moved(positions):
    own = rn.stance_changes(positions[side_of(positions["actor_id"], positions["date"]) == "russia"])
    return ["Soviet Union, Russia moved most on", " in phase "] if len(own) else []


# What draws, from what, which words must be there, and a change of the data after which they must not.
CHARTS = {
    "timeline": (lambda d: rn.plot_timeline(d, phase=PHASE), rn.load_events, _acts, lambda d: d.drop(d.index[d["phase_id"] == PHASE][:9])),
    "stances": (lambda d: rn.plot_stances(d, issue="enlargement"), rn.load_positions, _answers, lambda d: d.assign(stance=-d["stance"])),
    "enlargement": (rn.plot_enlargement, rn.load_members, _allies, lambda d: d[d["acceded"] < "2023-01-01"]),
    "votes": (rn.plot_votes, rn.load_series, _votes, lambda d: d.assign(value=(d["value"] - 1).clip(0))),
    "index": (lambda d: rn.plot_index(rn.conflict_index(d)), rn.load_events, _means, lambda d: d[d["start_date"] > "1995"]),
    "meetings": (rn.plot_meetings, rn.load_councils, _silence, lambda d: d.iloc[::9]),
    "paths": (rn.plot_accession_paths, rn.load_members, _waits, lambda d: d[d["round"] > 2004]),
    "coders": (rn.plot_coder_table, rn.load_double_coding, _agreed, lambda d: d.assign(coder_1=-d["coder_1"])),
    "tiles": (lambda d: rn.plot_tile_map(d, year=1999), rn.load_members, _in_1999, lambda d: d[d["acceded"] < "1990-01-01"]),
    "series": (lambda d: rn.plot_series(d, "milex-share-gdp", entities=["Russia"]), rn.load_series, _spent, lambda d: d.assign(value=-d["value"])),
    "matrix": (lambda d: rn.plot_stance_matrix(d, side="russia"), rn.load_positions, _moved, lambda d: d.iloc[:20]),
}  # fmt: skip


@pytest.mark.parametrize("chart", CHARTS)
def test_a_title_says_what_its_data_say(chart):
    """The title has the numbers of the data, in the drawing too, and the alternative text begins with it; other data, another title."""
    draw, load, expected, change = CHARTS[chart]
    ax = draw(load())
    title = description(ax).title
    for words in expected(load()):
        assert words in title
    assert ax.get_title(loc="left").replace("\n", " ") == title
    assert rn.alt_text(ax).startswith(f"{title}. ")
    other = draw(change(load()))
    assert description(other).title != title
    plt.close("all")


@pytest.mark.parametrize("chart", CHARTS)
def test_no_legend_covers_a_title(chart):
    """Every line of the title stands over the legend; the timeline's two rows of it covered the title's second line."""
    draw, load, *_ = CHARTS[chart]
    ax = draw(load())
    ax.figure.draw_without_rendering()
    title, legend = ax._left_title.get_window_extent(), ax.get_legend()
    if legend is not None:
        box = legend.get_window_extent()
        assert title.y0 >= box.y1 - 1 or title.y1 <= box.y0 or title.x1 <= box.x0 or title.x0 >= box.x1
    plt.close("all")


@pytest.mark.parametrize("phase", list(rn.load_phases()["phase_id"]))
def test_a_timeline_numbers_the_turning_points_of_the_phase(phase):
    """The editor's choice is numbered and named in its words, under a title of its own lines; weights used to choose, and left out Munich."""
    points = rn.load_turning_points().query("kind == 'point' and phase_id == @phase")
    ax = rn.plot_timeline(rn.load_events(), phase=phase)
    ax.figure.draw_without_rendering()
    key = " ".join(" ".join(t.get_text().split()) for t in ax.texts)
    assert len(points) >= 5 and all(label.replace("'", "’") in key.replace("'", "’") for label in points["label"])
    assert ax._left_title.get_window_extent().y0 >= ax.get_legend().get_window_extent().y1 - 1
    plt.close("all")


def test_words_are_made_without_drawing():
    """Placing and wording need no figure: titles and alternative texts of a book's index could be made without matplotlib's pen."""
    from russia_nato.charts import enlargement, meetings, timeline

    before = plt.get_fignums()
    assert timeline._words(timeline._layout(rn.load_events(), PHASE, 6)).title
    assert meetings._words(meetings._layout(rn.load_councils(), None)).table.shape[0] > 100
    assert enlargement._words(enlargement._layout(rn.load_members(), 1989, None)).alt
    assert plt.get_fignums() == before


@pytest.mark.parametrize("phase", list(rn.load_phases()["phase_id"]))
def test_marks_of_a_timeline_do_not_hide_one_another(phase):
    """No mark of a phase stands nearer to another of its lane than its own width, in time or aside, save where all steps are taken: 6 in 100."""
    from russia_nato.charts import timeline

    acts = timeline._layout(rn.load_events(), phase, 6).acts
    near = (acts["x"].max() - acts["x"].min()) * 0.02
    hidden = sum(
        abs(a.x - b.x) < near and abs(a.y - b.y) < 0.1
        for n, a in enumerate(acts.itertuples())
        for b in acts.iloc[n + 1 :].itertuples()
    )
    assert hidden <= len(acts) * 0.06


def test_a_mark_steps_aside_as_little_as_it_must():
    """Marks far apart stay on their line, near ones take the next free step, and a crowd reuses the step held longest ago."""
    assert stack([0, 10, 20], 5, (0, 1)) == [0, 0, 0]
    assert stack([0, 1, 6], 5, (0, 1)) == [0, 1, 0]
    assert stack([0, 1, 2], 5, (0, 1)) == [0, 1, 0]
