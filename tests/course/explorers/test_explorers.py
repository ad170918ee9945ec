"""Explorers: what they find, and their three faces."""

import os
import re

import pytest
from bs4 import BeautifulSoup

import russia_nato as rn


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
    """The bundle holds the widget for JupyterLab, HTML for the page and a picture for paper and previews; a book build leaves the widget out."""
    explorer = request.getfixturevalue(face)
    monkeypatch.delenv("RUSSIA_NATO_STATIC", raising=False)
    live = explorer._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "image/png", "text/plain"} <= set(live)
    monkeypatch.setitem(os.environ, "RUSSIA_NATO_STATIC", "1")
    still = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" not in still
    assert still["text/html"] == live["text/html"], "the same page each time"
    soup = BeautifulSoup(still["text/html"], "html.parser")
    assert soup.select_one(".print-only svg[role=img][aria-label]") and soup.select_one(".screen-only form")


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
