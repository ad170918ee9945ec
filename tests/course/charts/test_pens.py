"""Drawings for pages: what is placed where, in both widths, before any browser has seen it."""

import re
from itertools import combinations, pairwise

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import russia_nato as rn
from russia_nato.charts import chart_figure
from russia_nato.charts.pens import councils, index, stances, svg, timeline
from russia_nato.charts.pens.figure import drawing
from russia_nato.charts.pens.sheet import NARROW, WIDE, Box, Line, Mark, Words
from russia_nato.sides import side_of

PHASES = list(rn.load_phases()["phase_id"])
ISSUES = sorted(rn.load_positions()["issue_id"].unique())
NAMES = {
    "band": ("timeline", {}),
    **{f"phase {p}": ("timeline", {"phase": p}) for p in PHASES},
    **{f"stances {i}": ("stances", {"issue": i}) for i in ISSUES},
    "stances of a phase": ("stances", {"issue": "ukraine-georgia-membership", "phase": "road-to-invasion"}),
    "stances of two": ("stances", {"issue": "missile-defence", "actors": ("russia", "usa")}),
    "councils": ("councils", {}),
    "tiles": ("tiles", {}),
    "tiles 1999": ("tiles", {"year": 1999}),
    "index": ("index", {}),
}


@pytest.fixture(scope="module", params=NAMES)
def drawn(request):
    name, options = NAMES[request.param]
    return drawing(name, **options)


def _meet(a, b, room=0.0):
    return a[0] < b[2] - room and b[0] < a[2] - room and a[1] < b[3] - room and b[1] < a[3] - room


def _runs_through(line, area):
    """Whether a line passes through an area: by its points, twenty a stretch."""
    for (x0, y0), (x1, y1) in pairwise(line):
        for k in range(21):
            x, y = x0 + (x1 - x0) * k / 20, y0 + (y1 - y0) * k / 20
            if area[0] + 1 < x < area[2] - 1 and area[1] + 1 < y < area[3] - 1:
                return True
    return False


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_nothing_on_a_sheet_covers_a_word(drawn, width):
    """Words stand on the sheet, 11 pixels or more, clear of one another, of all marks and of all leaders."""
    sheet = getattr(drawn, width)
    words = sheet.of(Words)
    for w in words:
        left, top, right, bottom = w.area
        assert w.size >= 11 and left >= -0.5 and top >= -0.5, w
        assert right <= sheet.width + 0.5 and bottom <= sheet.height + 0.5, w
    for a, b in combinations(words, 2):
        assert not _meet(a.area, b.area, 0.5), (a.text, b.text)
    for m in sheet.of(Mark):
        for w in words:
            assert not _meet(m.area, w.area, 0.5), (m, w.text)
    for line in (i for i in sheet.of(Line) if i.look.startswith("pole")):
        for w in words:
            assert not _runs_through(line.points, w.area), (line, w.text)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_marks_of_a_sheet_stand_on_it_apart(drawn, width):
    """Every mark stands on the sheet, and no two of a phase, a strip or a scale hide each other by more than an edge."""
    sheet = getattr(drawn, width)
    marks = sheet.of(Mark)
    for m in marks:
        left, top, right, bottom = m.area
        assert left >= 0 and top >= 0 and right <= sheet.width and bottom <= sheet.height, m
    hidden = [(a, b) for a, b in combinations(marks, 2) if abs(a.x - b.x) < 2 and abs(a.y - b.y) < 2]
    assert not hidden, hidden[:3]


def test_both_widths_show_the_same(drawn):
    """The narrow sheet is 328 pixels wide and the wide one 688, with the same marks of the same rows, each row once."""
    assert (drawn.wide.width, drawn.narrow.width) == (WIDE, NARROW)
    shown = [sorted((m.row, m.look, m.kind) for m in s.of(Mark)) for s in (drawn.wide, drawn.narrow)]
    assert shown[0] == shown[1] and len({row for row, *_ in shown[0]}) == len(shown[0])
    if shown[0]:
        assert len(shown[0]) == len(drawn.words.table)


def test_a_drawing_is_light_and_keeps_to_itself(drawn):
    """The same bytes each time, no style, script, id or address, each colour with the class that turns it in the dark."""
    for sheet in (drawn.wide, drawn.narrow):
        one, two = (svg.write(sheet, drawn.words.alt) for _ in range(2))
        assert one == two and not re.search(r"<(style|script)|\s(style|id|href)=|xmlns", one)
        for tag in re.findall(r"<[^>]+ color=[^>]+>", one):
            assert re.search(r'class="\w+" color="#\w{6}"', tag), tag
        assert BeautifulSoup(one, "html.parser").svg["aria-label"].startswith(drawn.words.title)


@pytest.mark.parametrize("phase", PHASES)
def test_the_title_of_a_phase_counts_its_stretches(phase):
    """Months and days are those between the events that the editor named, and other dates make another title."""
    events, points = rn.load_events(), rn.load_turning_points()
    own = points[(points["phase_id"] == phase) & (points["kind"] == "span")]
    by_id = events.set_index("event_id")
    numbers = []
    for r in own.itertuples():
        begin, end = by_id.loc[r.event_id], by_id.loc[r.until_event, "start_date"]
        days = (end - (begin["start_date"] if pd.isna(begin["end_date"]) else begin["end_date"])).days
        numbers.append(days if "{days}" in r.label else round(days / 30.4375))
    title = timeline.plan(events, phase).title
    assert [int(n) for n in re.findall(r"\d+", title)] == numbers
    late = events["event_id"] == own["until_event"].iloc[-1]
    moved = events.assign(start_date=events["start_date"].mask(late, events["start_date"] + pd.Timedelta(days=80)))
    assert timeline.plan(moved, phase).title != title


def test_the_title_of_all_years_holds_only_while_wars_end_the_openings(monkeypatch):
    """Three openings, and after each a war: without the war in Georgia in the table the sentence is another."""
    events, points = rn.load_events(), rn.load_turning_points()
    assert timeline.plan(events).title == "Three openings, and after each a war"
    peace = points[points["event_id"] != "georgia-war-begins"]
    monkeypatch.setattr(timeline, "load_turning_points", lambda: peace)
    assert timeline.plan(events).title == "Three openings, 2 of them ended by a war"


def test_the_title_of_stances_counts_yes_and_no():
    """The counts are those of the table; turned stances turn the sentence."""
    rows = rn.load_positions()
    own = rows[rows["issue_id"] == "enlargement"]
    side = side_of(own["actor_id"], own["date"])
    yes, no = ((side == "nato") & (own["stance"] > 0)).sum(), ((side == "russia") & (own["stance"] < 0)).sum()
    title = stances.plan(rows, "enlargement").title
    assert f"yes in {yes} of {(side == 'nato').sum()}" in title and f"no in {no} of {(side == 'russia').sum()}" in title
    turned = stances.plan(rows.assign(stance=-rows["stance"]), "enlargement").title
    assert f"no in {yes} of" in turned and f"yes in {no} of" in turned


@pytest.mark.parametrize("issue", ISSUES)
def test_what_a_side_said_against_its_majority_is_named(issue):
    """The sides and the exceptions that the title counts stand on the wide drawing, each with name and year; none fell out."""
    plan = stances.plan(rn.load_positions(), issue)
    named = {f"{p.speaker} {int(p.t)}" for p in plan.exceptions()} | {plan.line_of(s)[0] for s in plan.sides()}
    assert named <= {w.text for w in stances.place(plan, True).of(Words)}
    assert issue != "enlargement" or "Yeltsin 1993" in named


def test_no_single_ally_and_no_former_leader_moves_the_line_of_a_side():
    """Where NATO and Moscow spoke for themselves, their lines join those words alone: Gorbachev in 2014 is a mark beside them."""
    for issue in ("promise-1990", "enlargement"):
        rows = rn.load_positions().query("issue_id == @issue").sort_values(["date", "position_id"], kind="stable")
        plan = stances.plan(rn.load_positions(), issue)
        name, joined = plan.line_of("russia")
        assert name == "Moscow" and {rows.iloc[p.row]["actor_id"] for p in joined} <= {"russia", "ussr"}
    name, joined = plan.line_of("nato")
    assert name == "NATO" and {rows.iloc[p.row]["actor_id"] for p in joined} <= {"nato", "nato-secretary-general"}


def test_the_title_of_the_councils_counts_the_silences():
    """The days are those between two meetings of ministers; a meeting within a silence makes another sentence."""
    rows = rn.load_councils()
    title = councils.plan(rows).title
    ministers = rows[rows["body"].isin(["PJC", "NRC"]) & rows["level"].isin(councils.MINISTERS)]["date"].sort_values()
    gaps = ministers.diff().dt.days
    for days in gaps[gaps >= 365]:
        assert f"{days:.0f}" in title
    assert f"{ministers.max():%B %Y}" in title
    extra = rows.tail(1).assign(meeting_id="made-up", date=pd.Timestamp("2020-01-01"), body="NRC", level="heads")
    assert councils.plan(pd.concat([rows, extra])).title != title


def test_the_title_of_the_index_counts_years():
    """The years are those in which the weights of acts between the two sides add up to less than nought; turned weights turn the sentence."""
    acts = rn.acts_between(rn.load_events())
    sums = acts["weight"].groupby(acts["start_date"].dt.year).sum()
    title = index.plan(rn.load_events()).title
    first, last, bad, before = map(int, re.findall(r"\d+", title))
    assert (sums.loc[first:last] < 0).all() and sums.loc[first - 1] >= 0 and sums.get(last + 1, 0) >= 0
    assert bad == (sums.loc[: first - 1] < 0).sum() and before == first - 1989
    early = rn.load_events().query("start_date < '2012'")
    assert index.plan(early).title != title


def test_the_bars_of_the_index_are_its_sums():
    """Each year's parts on the sheet add up to the sum in the table, and stand on the line of nought, deeds before words."""
    drawn = drawing("index")
    for sheet in (drawn.wide, drawn.narrow):
        sums: dict[int, float] = {}
        for box in (b for b in sheet.of(Box) if b.part):
            year, kind, value = box.part.split()
            sums[int(year)] = sums.get(int(year), 0) + float(value)
            length = box.high if sheet.axis.way == "x" else box.wide
            assert length == pytest.approx(abs(float(value) * sheet.bars[1])), (year, kind)
        for row in drawn.rows.to_dict("records"):
            assert sums.get(row["year"], 0) == pytest.approx(row["sum"])
        assert [b.row for b in sheet.of(Box) if b.row >= 0] == list(range(len(drawn.rows)))


def test_a_silence_is_named_by_the_war_that_began_in_it():
    """The three silences of ministers carry the names of the wars over which they fell."""
    assert [s.name for s in councils.plan(rn.load_councils()).away] == ["Kosovo", "Georgia", "Ukraine"]


def test_the_title_of_the_tiles_counts_the_allies_of_its_year():
    """Sixteen became nineteen by 1999, and as many tiles are an Ally's."""
    members = rn.load_members()
    then = (members["acceded"].dt.year <= 1999).sum()
    drawn = drawing("tiles", year=1999)
    assert drawn.words.title == f"16 Allies became {then} by the end of 1999"
    years = [w.text for w in drawn.wide.of(Words) if w.text.isdigit()]
    assert len(years) == then


def test_a_figure_has_all_that_a_page_needs():
    """Title, key, both widths, caption, source and table; paper takes the wide one alone, and its message comes first."""
    soup = BeautifulSoup(chart_figure("timeline", phase="munich-to-reset", caption='What "turned"'), "html.parser")
    figure = soup.select_one("figure.rn-chart#fig-timeline-munich-to-reset")
    title = figure.select_one(".rn-chart-title").text
    assert title.startswith("18 months to war") and figure.select_one(".rn-caption").text == "What “turned”"
    wide, narrow = figure.select_one(".rn-wide svg[role=img]"), figure.select_one(".rn-narrow svg[role=img]")
    assert wide["aria-label"] == narrow["aria-label"] and wide["aria-label"].startswith(title)
    assert (
        figure.select_one(".rn-narrow")["data-print"] == "omit"
        and "data-print" not in figure.select_one(".rn-wide").attrs
    )
    acts = (rn.load_events()["phase_id"] == "munich-to-reset").sum()
    assert len(figure.select("tbody tr")) == acts and len(figure.select(".rn-key svg[aria-hidden]")) == 4


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chart_figure("pie"), "unknown drawing 'pie'; allowed is one of"),
        (lambda: chart_figure("timeline", phase="detente"), "unknown phase 'detente'; allowed is one of"),
        (lambda: chart_figure("stances", issue="peace"), "unknown issue 'peace'; allowed is one of"),
        (
            lambda: chart_figure("stances", issue="enlargement", phase="detente"),
            "unknown phase 'detente'; allowed is one of",
        ),
        (
            lambda: chart_figure("stances", issue="enlargement", actors=["atlantis"]),
            "positions has no rows",
        ),
        (lambda: chart_figure("tiles", year=1980), "year is 1980; allowed is 1993"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(call, message):
    """Bad input is refused with the bad value and what is allowed."""
    with pytest.raises(ValueError, match=message):
        call()


def test_a_small_picture_stands_alone_without_words(drawn):
    """The thumbnail is a file of its own, with the marks, lines and boxes of the wide drawing and no word."""
    picture = drawn.thumbnail()
    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg" ') and "<text" not in picture
    assert len(picture) < len(svg.write(drawn.wide, ""))


def test_a_script_can_tell_marks_and_rows():
    """Marks of a kind are one path, which is light; in its order the rows of the marks are told, each row once."""
    for sheet in (drawing("timeline", phase="munich-to-reset").wide, drawing("timeline").narrow):
        rows = svg.mark_rows(sheet)
        paths = re.findall(r"<g[^>]*><path d=\"([^\"]+)\"", svg.write(sheet, "", rows=True))
        assert [d.count("M") for d in paths] == list(map(len, rows))
        assert sorted(n for run in rows for n in run) == list(range(len(sheet.of(Mark))))
