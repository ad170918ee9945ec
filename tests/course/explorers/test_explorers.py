"""Explorers: what they find, and their three faces."""

import json
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
    return rn.explore_positions(rn.load_positions(), issue="german-unity", actors=("ussr", "usa"))


FACES = pytest.mark.parametrize("face", ["timeline", "positions"])


def test_events_are_found_by_facets_years_and_words(timeline):
    """What is asked narrows the events to those that fit all of it; nothing asked finds all."""
    assert len(timeline.select()) == len(timeline.events)
    kind = str(timeline.events["kind"].iloc[0])
    found = timeline.select(kind=kind)
    assert 0 < len(found) < len(timeline.events) and set(found["kind"].astype(str)) == {kind}
    russia = timeline.select(side="russia")
    assert len(russia) and len(timeline.select(side="russia", kind=kind)) < min(len(russia), len(found))
    assert len(timeline.select(side=["russia", "nato"])) == len(russia) + len(timeline.select(side="nato"))
    assert set(timeline.select(years=(1990, 1990))["start_date"].dt.year) == {1990}
    word = timeline.events["title"].iloc[3].split()[0]
    hits = timeline.select(search=word.upper())
    assert len(hits) and hits["title"].str.cat(hits["summary"], sep=" ").str.contains(word, case=False).any()
    assert timeline.select(search="zzzz").empty
    with pytest.raises(ValueError, match=r"not told apart by \['colour'\]; allowed are \['side', 'act'"):
        timeline.select(colour="red")


@FACES
def test_a_mark_of_the_page_belongs_to_a_line_of_its_list(face, request):
    """Both widths have a mark for each line, numbered as the lines stand; each line has a date and a place in the book."""
    explorer = request.getfixturevalue(face)
    soup = BeautifulSoup(explorer.html(), "html.parser")
    lines = soup.select(".rn-rows > li")
    told = [sheet["marks"] for sheet in json.loads(soup.figure["data-codes"])["sheets"]]
    for width, marks in zip(("wide", "narrow"), told, strict=True):
        drawn = [len(p["d"].split("M")) - 1 for p in soup.select(f".rn-{width} g > g > path")]
        assert drawn == list(map(len, marks))
        assert sorted(n for run in marks for n in run) == list(range(len(lines))) == list(range(len(explorer.table)))
    key = explorer.table.columns[0]
    for line, ident in zip(lines, explorer.table[key], strict=True):
        assert line.select_one("time[datetime]") and line.a["href"].endswith(f"#{key.removesuffix('_id')}-{ident}")


@FACES
def test_a_page_without_scripts_has_drawing_and_list(face, request):
    """The list is shown, no line hidden; controls are native and labelled, and all of them stand where a stylesheet hides them."""
    soup = BeautifulSoup(request.getfixturevalue(face).html(), "html.parser")
    assert not soup.select(".rn-list[hidden], .rn-rows li[hidden]")
    for control in soup.select("select, input"):
        assert control.find_parent("label")
    assert not [c for c in soup.select("select, input, button") if c.find_parent(class_="rn-tools") is None]
    assert soup.select_one(".rn-tools [role=status]") and soup.select_one("svg[role=img][aria-label]")


@FACES
def test_each_row_has_a_value_in_each_facet_that_tells_them_apart(face, request):
    """The codes of a row are numbers of the facets' values, and stand in the order of the rows."""
    explorer = request.getfixturevalue(face)
    codes = json.loads(BeautifulSoup(explorer.html(), "html.parser").figure["data-codes"])
    assert len(codes["rows"]) == len(explorer.table) and all(len(values) > 1 for *_, values in codes["facets"])
    side = next(n for n, (key, *_) in enumerate(codes["facets"]) if key == "side")
    names = [codes["facets"][side][2][int(row.split(";")[side])] for row in codes["rows"]]
    assert names == [r.values[side][0] for r in explorer.rows.rows]


@pytest.mark.parametrize("table", ["events", "positions"])
def test_a_date_for_machines_is_no_finer_than_its_source(table):
    """The page's dates say a day only where the row does; a month is year and month, an autumn and a year are a year."""
    if table == "events":
        explorer = rn.explore_timeline(rn.load_events())
    else:
        explorer = rn.explore_positions(rn.load_positions(), issue="missile-defence")
    shown = [t["datetime"] for t in BeautifulSoup(explorer.html(), "html.parser").select(".rn-rows time")]
    assert set(explorer.table["date_precision"].astype(str)) >= {"day", "month", "autumn"}
    length = {"day": 10, "month": 7, "autumn": 4, "year": 4}
    assert sorted(map(len, shown)) == sorted(length[str(p)] for p in explorer.table["date_precision"])


def test_two_sides_meet_where_there_is_an_issue_on_which_they_do():
    """Without an issue the explorer begins where most sides speak, although one actor says more on another issue."""
    rows = rn.load_positions()
    rows = rows[
        (rows["issue_id"] == "german-unity") | (rows["issue_id"] == "enlargement") & (rows["actor_id"] == "russia")
    ]
    assert rows["issue_id"].value_counts().index[0] == "enlargement"
    explorer = rn.explore_positions(rows)
    assert explorer.issue == "german-unity" and len(set(explorer.actors)) == 2


def test_the_page_begins_with_the_actors_that_were_asked_for(positions):
    """The view at first is written as in an address; without actors asked for all are shown."""
    assert BeautifulSoup(positions.html(), "html.parser").figure["data-view"] == "actor=soviet-union united-states"
    assert "data-view" not in rn.explore_positions(rn.load_positions(), issue="german-unity").html()


def test_each_issue_of_many_has_its_own_drawing():
    """Where rows are on several issues, the choice holds title, both widths, facets and list of each."""
    rows = rn.load_positions().query("issue_id in ['german-unity', 'missile-defence']")
    options = BeautifulSoup(rn.explore_positions(rows).html(), "html.parser").select("select[name=deck] option")
    assert len(options) == 2
    for option in options:
        content = json.loads(option["data-content"])
        assert content["items"].count("<li>") == len(content["rows"]) == sum(map(len, content["sheets"][0]["marks"]))


@FACES
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


def test_paper_has_a_timeline_once(timeline):
    """The timeline of a phase is printed in its chapter: its explorer leaves a word in its place; others are printed."""
    soup = BeautifulSoup(timeline.html(), "html.parser")
    assert soup.figure["data-print"] == "omit" and "screen-only" in soup.figure["class"]
    assert "chapter" in soup.select_one("p.print-only").text
    band = BeautifulSoup(rn.explore_timeline(rn.load_events()).html(), "html.parser")
    assert "data-print" not in band.figure.attrs and band.select_one(".rn-list")["data-print"] == "omit"


@FACES
def test_one_display_writes_its_page_once(face, monkeypatch):
    """The face of the page is made once a display, and the chart of the preview does not stay open."""
    explorer = (
        rn.explore_timeline(rn.load_events(), phase="ending-the-cold-war")
        if face == "timeline"
        else rn.explore_positions(rn.load_positions(), issue="german-unity")
    )
    made, make = [], explorer.page
    monkeypatch.setattr(explorer, "page", lambda: made.append("page") or make())
    monkeypatch.setenv("RUSSIA_NATO_STATIC", "")
    before = plt.get_fignums()
    explorer._repr_mimebundle_()
    explorer._repr_mimebundle_()
    assert made == ["page"] and plt.get_fignums() == before


@FACES
def test_a_page_may_forbid_inline_scripts_and_styles(face, request):
    """An explorer carries no script and no style of its own, so that `default-src 'self'` lets all of it work."""
    page = request.getfixturevalue(face).html()
    assert "<script" not in page and not re.search(r"<[^>]*\s(style|on\w+)=", page)


@FACES
def test_an_explorer_prints_the_marks_of_a_page(face, request):
    """Titles and words have curly quotes like the pages, and negative numbers a minus."""
    soup = BeautifulSoup(request.getfixturevalue(face).page(), "html.parser")
    assert not re.findall(r".{20}['\"].{10}", soup.text) and not re.search(r"\s-\d", soup.text)


def test_what_a_frame_holds_cannot_leave_its_attribute():
    """Values of a frame that a user may pass are escaped, in attributes as in text."""
    events = rn.load_events().head(3).assign(kind='x" onclick="y', evidence="<b>", title="<i>")
    events["evidence"] = ["<b>", "c", "d"]
    positions = rn.load_positions().query("issue_id == 'german-unity'").assign(language='ru" id="z')
    explorer = rn.explore_positions(positions)
    cards = "".join(explorer.card(r) for r in explorer.table.to_dict("records"))
    for page in (rn.explore_timeline(events).page(), explorer.page(), cards):
        assert not BeautifulSoup(page, "html.parser").select("[onclick], [id=z], i")


COLUMNS = [("timeline", c) for c in timeline_module.COLUMNS] + [("positions", c) for c in positions_module.COLUMNS]


@pytest.mark.parametrize(("face", "column"), COLUMNS)
def test_a_frame_without_a_column_is_refused_by_name(face, column):
    """Each column that is drawn, listed or opened is asked for at the start, with its name, and not missed in the middle."""
    with pytest.raises(ValueError, match=rf"lacks the columns \['{column}'\]"):
        if face == "timeline":
            rn.explore_timeline(rn.load_events().drop(columns=column))
        else:
            rn.explore_positions(rn.load_positions().drop(columns=column))


@FACES
def test_the_columns_asked_for_are_enough(face):
    """A frame with these columns and no other is explored, drawn, opened and printed."""
    if face == "timeline":
        explorer = rn.explore_timeline(rn.load_events()[timeline_module.COLUMNS].head(40))
    else:
        explorer = rn.explore_positions(rn.load_positions()[positions_module.COLUMNS].head(40))
    assert explorer.html() and explorer.card(explorer.table.iloc[0].to_dict())


@FACES
def test_the_live_face_answers_to_its_controls(face, request):
    """A choice in the widget calls Python: the count, the list and the drawing are those of what fits; what fits nothing says so."""
    explorer = request.getfixturevalue(face)
    _, controls, count, picture, chosen, card = explorer.widget().children
    search, _, side = controls.children[:3]
    before = picture.value
    side.value = "Soviet Union, Russia"
    fits = explorer.select(side="russia")
    assert count.value.startswith(f"<b>{len(fits)} of") and len(chosen.options) == len(fits) and picture.value != before
    chosen.value = chosen.options[1][1]
    assert explorer.table.loc[chosen.value, explorer.table.columns[0]] == fits.iloc[1, 0] and "Sources:" in card.value
    search.value = "zzzz"
    assert count.value.startswith("<b>0 of") and "Nothing fits" in card.value


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
