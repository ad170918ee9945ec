"""Explorers: what they find, and their three faces."""

import re

import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup

import russia_nato as rn
from russia_nato.explorers import positions as positions_module
from russia_nato.explorers import timeline as timeline_module


@pytest.fixture(scope="module")
def timeline():
    return rn.explore_timeline(rn.load_events(), phase="ending-the-cold-war")


@pytest.fixture(scope="module")
def positions():
    return rn.explore_positions(rn.load_positions(), issue="german-unity")


def test_events_are_found_by_kind_side_and_words(timeline):
    """Filters narrow the events to those that fit all of them; nothing asked finds all."""
    assert len(timeline.select()) == len(timeline.events)
    kind = str(timeline.events["kind"].iloc[0])
    found = timeline.select(kind=kind)
    assert 0 < len(found) < len(timeline.events) and set(found["kind"].astype(str)) == {kind}
    assert set(timeline.select(side="russia")["side"]) == {"russia"}
    word = timeline.events["title"].iloc[3].split()[0]
    hits = timeline.select(search=word.upper())
    assert len(hits) and hits["title"].str.cat(hits["summary"], sep=" ").str.contains(word, case=False).all()
    assert timeline.select(search="zzzz").empty


def test_the_page_shows_every_event_with_its_sources_and_works_without_scripts(timeline):
    """The HTML lists all events, none hidden, each with summary, evidence and a linked source; controls are native and labelled."""
    soup = BeautifulSoup(timeline.html(), "html.parser")
    items = soup.select(".explorer-results > li")
    assert len(items) == len(timeline.events) and not soup.select(".explorer-results > li[hidden]")
    for item in items:
        assert (
            item.select_one("time[datetime]")
            and item.select_one("details summary")
            and "Sources:" in item.text
            and item.select("a[href^=http]")
        )
    for control in soup.select("select, input"):
        assert control.find_parent("label")
    assert soup.select_one("[role=status]") and not re.search(r'(src|href)="https?://[^"]*\.(js|css)', str(soup))


@pytest.mark.parametrize("table", ["events", "positions"])
def test_a_date_for_machines_is_no_finer_than_its_source(table):
    """The page's dates say a day only where the row does; a month is year and month, an autumn and a year are a year."""
    if table == "events":
        explorer = rn.explore_timeline(rn.load_events())
        rows = explorer.events
    else:
        explorer = rn.explore_positions(rn.load_positions(), issue="missile-defence")
        rows = explorer.positions
    shown = [t["datetime"] for t in BeautifulSoup(explorer.html(), "html.parser").select(".explorer-results > li time")]
    assert set(rows["date_precision"].astype(str)) >= {"day", "month", "autumn"}
    length = {"day": 10, "month": 7, "autumn": 4, "year": 4}
    assert sorted(map(len, shown)) == sorted(length[str(p)] for p in rows["date_precision"])


def test_two_sides_meet_where_there_is_an_issue_on_which_they_do():
    """Without an issue the explorer begins where most sides speak, although one actor says more on another issue."""
    rows = rn.load_positions()
    rows = rows[
        (rows["issue_id"] == "german-unity") | (rows["issue_id"] == "enlargement") & (rows["actor_id"] == "russia")
    ]
    assert rows["issue_id"].value_counts().index[0] == "enlargement"
    explorer = rn.explore_positions(rows)
    assert explorer.issue == "german-unity" and len(set(explorer.actors)) == 2


def test_two_actors_stand_side_by_side(positions):
    """The positions explorer begins with two actors of different sides, and its page holds every position on the issue."""
    left, right = positions.actors
    sides = positions.positions.drop_duplicates("actor_id", keep="last").set_index("actor_id")["side"]
    assert sides[left] != sides[right]
    soup = BeautifulSoup(positions.html(), "html.parser")
    assert len(soup.select(".explorer-results > li")) == len(positions.positions)
    assert [s["name"] for s in soup.select("select")] == ["left", "right"]


@pytest.mark.parametrize("face", ["timeline", "positions"])
def test_one_object_has_three_faces(face, request, monkeypatch):
    """The bundle holds the widget for JupyterLab, HTML for the page and a picture for previews; a book build needs the page alone."""
    explorer = request.getfixturevalue(face)
    monkeypatch.delenv("RUSSIA_NATO_STATIC", raising=False)
    live = explorer._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "image/png", "text/plain"} <= set(live)
    monkeypatch.setenv("RUSSIA_NATO_STATIC", "1")
    still = explorer._repr_mimebundle_()
    assert set(still) == {"text/html", "text/plain"}
    assert still["text/html"] == live["text/html"], "the same page each time"
    soup = BeautifulSoup(still["text/html"], "html.parser")
    assert soup.select_one(".print-only svg[role=img][aria-label]") and soup.select_one(".screen-only form")


@pytest.mark.parametrize("static", [True, False], ids=["book", "lab"])
@pytest.mark.parametrize("face", ["timeline", "positions"])
def test_one_display_writes_its_page_once_and_draws_its_chart_once(face, static, monkeypatch):
    """The face of the page and the still chart are made once a display; they were made four times and twice."""
    explorer = (
        rn.explore_timeline(rn.load_events(), phase="ending-the-cold-war")
        if face == "timeline"
        else rn.explore_positions(rn.load_positions(), issue="german-unity")
    )
    made = []
    for name in ("page", "still"):
        make = getattr(explorer, name)
        monkeypatch.setattr(explorer, name, lambda name=name, make=make: made.append(name) or make())
    monkeypatch.setenv("RUSSIA_NATO_STATIC", "1" if static else "")
    before = plt.get_fignums()
    explorer._repr_mimebundle_()
    assert sorted(made) == ["page", "still"] and plt.get_fignums() == before


@pytest.mark.parametrize("face", ["timeline", "positions"])
def test_a_page_may_forbid_inline_scripts_and_styles(face, request):
    """An explorer carries no script and no style of its own, so that `default-src 'self'` lets all of it work."""
    page = request.getfixturevalue(face).html()
    assert "<script" not in page and not re.search(r"<[^>]*\s(style|on\w+)=", page)


@pytest.mark.parametrize("face", ["timeline", "positions"])
def test_an_explorer_prints_the_marks_of_a_page(face, request):
    """Titles and words have curly quotes like the pages; only the words of another language keep the marks of their source."""
    soup = BeautifulSoup(request.getfixturevalue(face).page(), "html.parser")
    for original in soup.select(".rn-original"):
        original.decompose()
    assert "’" in soup.text and not re.findall(r".{20}['\"].{10}", soup.text)
    assert not re.search(r"stance -\d", soup.text)


def test_what_a_frame_holds_cannot_leave_its_attribute():
    """Values of a frame that a user may pass are escaped, in attributes as in text."""
    events = rn.load_events().head(3).assign(kind='x" onclick="y', evidence="<b>", note="<i>")
    positions = rn.load_positions().query("issue_id == 'german-unity'").assign(language='ru" id="z')
    assert (positions["quotation_original"] != "").any()
    for page in (rn.explore_timeline(events).page(), rn.explore_positions(positions).page()):
        soup = BeautifulSoup(page, "html.parser")
        assert not soup.select("[onclick], [id], b, i")


COLUMNS = [("timeline", c) for c in timeline_module.COLUMNS] + [("positions", c) for c in positions_module.COLUMNS]


@pytest.mark.parametrize(("face", "column"), COLUMNS)
def test_a_frame_without_a_column_is_refused_by_name(face, column):
    """Each column that a card prints is asked for at the start, with its name, and not missed in the middle."""
    with pytest.raises(ValueError, match=rf"lacks the columns \['{column}'\]"):
        if face == "timeline":
            rn.explore_timeline(rn.load_events().drop(columns=column))
        else:
            rn.explore_positions(rn.load_positions().drop(columns=column))


@pytest.mark.parametrize("face", ["timeline", "positions"])
def test_the_columns_asked_for_are_enough(face):
    """A frame with these columns and no other is explored, drawn and printed."""
    if face == "timeline":
        rn.explore_timeline(rn.load_events()[timeline_module.COLUMNS].head(40)).html()
    else:
        rn.explore_positions(rn.load_positions()[positions_module.COLUMNS].head(40)).html()


def test_the_live_timeline_answers_to_its_controls(timeline):
    """Choosing a side in the widget calls Python and changes the list."""
    widget = timeline.widget()
    boxes, search, count, out = widget.children
    before = out.value
    boxes.children[2].value = "russia"
    assert out.value != before and count.value.startswith(f"{len(timeline.select(side='russia'))} of")
    search.value = "zzzz"
    assert count.value.startswith("0 of")


def test_the_live_positions_answer_to_their_controls(positions):
    """Choosing another actor in the widget changes its pane."""
    widget = positions.widget()
    top, _question, panes = widget.children
    other = next(v for _, v in top.children[1].options if v not in positions.actors)
    before = panes.children[0].value
    top.children[1].value = other
    assert panes.children[0].value != before


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rn.explore_timeline(rn.load_events(), phase="detente"), "unknown phase 'detente'"),
        (lambda: rn.explore_timeline(rn.load_events().iloc[:0]), "has no rows"),
        (lambda: rn.explore_positions(rn.load_positions(), issue="peace"), "unknown issue 'peace'"),
        (lambda: rn.explore_positions(rn.load_positions(), actors=("atlantis", "russia")), "atlantis"),
    ],
)
def test_what_cannot_be_explored_is_refused_by_name(call, message):
    """Bad input is refused with the bad value."""
    with pytest.raises(ValueError, match=message):
        call()
