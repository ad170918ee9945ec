"""Ways in, the index of charts, notes on what changed, and the links between rows: what they show and where they lead."""

from __future__ import annotations

import re

import pandas as pd
from bs4 import BeautifulSoup
from docutils import nodes
from tests.course.book.test_roles import NOTEBOOK

import russia_nato as rn
from russia_nato.book.chart_index import first_sentence, plain, small
from russia_nato.book.links import by_year
from russia_nato.charts import chart_svg
from russia_nato.data import split_list

PHASE = "ending-the-cold-war"


def soup_of(small_book, page: str) -> BeautifulSoup:
    """The built page of this name."""
    return BeautifulSoup((small_book.out / f"{page}.html").read_text("utf-8"), "html.parser")


def early(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows dated in the first phase, which the page ``rest`` records."""
    span = rn.load_phases().set_index("phase_id").loc[PHASE]
    return frame[(frame["date"] >= span["start_date"]) & (frame["date"] <= span["end_date"])]


def test_each_way_leads_to_its_rows(shelf):
    """The ways by question, person and document link to entries that are there; the people are those whom most rows name."""
    ways = "".join(f"```{{ways-by-{w}}}\n```\n\n" for w in ("phase", "question", "issue", "person", "document"))
    index = shelf.page(f"# A\n\n{ways}")
    assert shelf.warnings == ""
    rest = {e["id"] for e in shelf.written("rest").select("[id]")}
    links = [a["href"].removeprefix("rest.html#") for a in index.select("a[href^='rest.html#']")]
    assert set(links) <= rest
    assert {f"claim-{c}" for c in rn.load_claims()["claim_id"]} <= set(links)
    named = pd.concat([rn.load_events()["people"].map(split_list).explode(), rn.load_positions()["person_id"]])
    most = named[named.fillna("") != ""].value_counts().index[0]
    text = index.get_text().translate({0x2019: "'", 0x201C: '"', 0x201D: '"'})
    assert f"person-{most}" in links
    assert all(q in text for q in [*rn.load_phases()["question"], *rn.load_claims()["question"]])
    assert sum(link.startswith("document-") for link in links) == 3 * len(rn.load_phases())


def test_a_way_to_a_page_that_is_not_there_is_words(small_book):
    """A phase links to the chapter that stands in the book; one without a chapter is named without a link."""
    index = BeautifulSoup(
        small_book.build("# A\n\n```{ways-by-phase}\n```\n\n```{toctree}\nphase-2\n```\n", **{"phase-2__md": "# B\n"}),
        "html.parser",
    )
    titles = rn.load_phases().set_index("number")["title"]
    assert index.find("a", href="phase-2.html", string=titles[2])
    assert not index.find("a", string=titles[1]) and titles[1] in index.get_text()


def test_what_changed_since_is_what_the_table_says(shelf):
    """Every document of the phase that lost force or was replaced is named with its days, no other; a phase without says so."""
    text = f"# A\n\n```{{changed-since}} {PHASE}\n```\n\n## B\n\n```{{changed-since}} crimea-and-breakdown\n```\n"
    index = shelf.page(text)
    assert shelf.warnings == ""
    documents = rn.load_documents()
    mine = documents[documents["date"] <= early(documents)["date"].max()]
    gone = mine[
        mine["status"].isin(["suspended", "ended", "superseded"]) | mine["suspended"].notna() | mine["ended"].notna()
    ]
    entries = [li for li in index.select("li") if li.find("a", href=re.compile("#document-"))]
    items = {li.a["href"].split("#document-")[1]: li.get_text() for li in entries if not li.find_parent(id="b")}
    assert set(items) == set(gone["document_id"]) and "inf-treaty" in items, (
        "the treaty of 1987 is told in the first phase"
    )
    for d in gone.to_dict("records"):
        for column, words in (("suspended", "first suspended on"), ("ended", "ended on")):
            if pd.notna(d[column]):
                assert f"{words} {d[column].day} {d[column]:%B %Y}" in items[d["document_id"]]
    assert "None of the" in index.find(id="b").get_text()


def test_an_unknown_phase_is_refused(shelf):
    """What changed since an unknown phase is a warning, which stops the strict build and names the line and the phase."""
    shelf.doctree("# A\n\n```{changed-since} detente\n```\n")
    assert re.search(r"index.md:3.*unknown phase 'detente'", shelf.warnings), shelf.warnings


def test_events_positions_documents_and_people_name_one_another(shelf):
    """A position links to its event and document; these and the speaker link back to the position."""
    shelf.page("# A")
    assert shelf.warnings == ""
    rest = shelf.written("rest")
    positions, here = early(rn.load_positions()), {e["id"] for e in rest.select("[id]")}
    linked = 0
    for p in positions.to_dict("records"):
        entry, place = rest.find(id=f"position-{p['position_id']}"), f"#position-{p['position_id']}"
        for kind in ("event", "document", "person"):
            ident = f"{kind}-{p[f'{kind}_id']}"
            if p[f"{kind}_id"] and ident in here:
                assert entry.find("a", href=re.compile(f"#{ident}$")), ident
                assert rest.find(id=ident).find("a", href=place), (ident, place)
                linked += 1
    assert linked > len(positions)
    for e in rn.load_events().query("phase_id == @PHASE").to_dict("records"):
        for kind, column in (("document", "documents"), ("person", "people")):
            for ident in split_list(e[column]):
                assert rest.find(id=f"{kind}-{ident}").find("a", href=f"#event-{e['event_id']}"), (ident, e["event_id"])


def test_a_quotation_in_a_chapter_and_its_row_lead_to_each_other(shelf):
    """A position shown in a chapter links from its stance to the row with the reasons, and the row says where it is told, once a chapter shows it."""
    first = early(rn.load_positions()).iloc[0]["position_id"]
    shelf.page("# Chapter A")
    assert "Told in" not in shelf.written("rest").find(id=f"position-{first}").get_text()
    index = shelf.page(f"# Chapter A\n\n```{{position}} {first}\n```\n")
    assert index.select_one(f".rn-stance a[href='rest.html#position-{first}']")
    assert "Told in: Chapter A." in shelf.written("rest").find(id=f"position-{first}").get_text()


def test_the_index_follows_the_charts(small_book):
    """A chart is listed with picture, words and a link; when its caption changes or it goes, the index and its pictures follow."""
    listing = {"charts__md": "# Charts\n\n```{chart-index}\n```\n"}
    chart = "# Chapter A\n\n```{{chart}} tiles\n:name: fig-a\n\n{}\n```\n\n```{{toctree}}\ncharts\n```\n"
    for caption in ("Allies rise from 16.", "Allies double."):
        small_book.build(chart.format(caption), **listing)
        item = soup_of(small_book, "charts").select_one(".rn-charts > li")
        assert item.a["href"] == "index.html#fig-a" and item.a.get_text() == "Chapter A" and caption in item.get_text()
        picture = small_book.out / item.img["src"]
        assert picture.is_file() and "<text" not in picture.read_text("utf-8")
        assert item.img["alt"].startswith("16 Allies became 32")
    small_book.build("# Chapter A\n\n```{toctree}\ncharts\n```\n", **listing)
    assert not soup_of(small_book, "charts").select(".rn-charts > li") and not picture.exists()


def test_the_index_lists_what_notebooks_show(small_book):
    """A notebook's chart is listed from its output; one that two notebooks draw is listed once, with both places."""
    code = "import russia_nato as rn; rn.plot_enlargement(rn.load_members()); rn.plot_meetings(rn.load_councils());"
    text = (
        "# A\n\n```{chart} tiles\n:name: fig-a\n\nAllies rise from 16.\n```\n\n```{chart-index}\n```\n\n"
        "```{toctree}\nnb\nnc\n```\n"
    )
    written = NOTEBOOK.format(code=code).replace(f"'{code}'", f'"{code}"')
    html = small_book.build(text, nb__ipynb=written, nc__ipynb=written)
    items = BeautifulSoup(html, "html.parser").select(".rn-charts > li")
    shown = [[a["href"] for a in i.select("a")] for i in items]
    notebook = [f["id"] for f in soup_of(small_book, "nb").select("figure.rn-chart")]
    assert len(notebook) == 2
    assert shown == [["#fig-a"], *([f"{page}.html#{chart}" for page in ("nb", "nc")] for chart in notebook)]


def test_a_small_drawing_keeps_what_is_drawn():
    """The small picture has the chart's marks inside its frame, no writing and no names for assistive technology."""
    ax = rn.plot_stances(rn.load_positions(), issue="german-unity")
    whole = chart_svg(ax, "fig-a")
    drawing = small(whole)
    assert "<text" not in drawing and "aria-label" not in drawing and len(drawing) < len(whole) * 0.7
    assert drawing.count("<use") == whole.count("<use")
    left, top, width, height = map(int, re.search(r'viewBox="(\d+) (\d+) (\d+) (\d+)"', drawing).groups())
    marks = re.findall(r'<use [^>]*?x="(\d+)" y="(\d+)"[^>]*fill="#(?:0072b2|d55e00|007f5f)', drawing)
    assert (
        marks
        and sum(left <= int(x) <= left + width and top <= int(y) <= top + height for x, y in marks) >= len(marks) - 4
    )


def test_captions_become_plain_sentences():
    """Citations and the closing source line go, words of roles stay, and a long text is cut between words."""
    caption = (
        "Allies rise {cite}`a,b`, says {person}`Solana <javier-solana>` in [a letter](x.md). Source: members table."
    )
    assert plain(caption) == "Allies rise, says Solana in a letter."
    assert first_sentence("Up by 2.5 points. Down again.") == "Up by 2.5 points."
    assert first_sentence("word " * 80).endswith("word …") and len(first_sentence("word " * 80)) <= 262


def test_days_are_no_finer_than_their_sources():
    """In a person's list a month stands for a month, and a year without a day says so."""
    rows = [
        {"event_id": str(n), "start_date": pd.Timestamp("1995-03-01"), "date_precision": p}
        for n, p in enumerate(("day", "month", "autumn", "year"))
    ]
    assert nodes.paragraph("", "", *by_year("event", rows)).astext() == "1995 (1 Mar, Mar, autumn, day unknown)"


def test_method_counts_the_tables(shelf):
    """The page on method prints the rows by evidence and the agreement of the coders as the tables hold them."""
    index = shelf.page("# A\n\n```{evidence-levels}\n```\n\n```{coder-agreement}\n```\n")
    events, codes = rn.load_events(), rn.load_double_coding()
    cells = [td.get_text() for td in index.select_one("tbody tr").select("td")]
    assert cells[:4] == [
        str(len(events)),
        *(str((events["evidence"] == level).sum()) for level in ("primary", "report", "scholarship")),
    ]
    twice = rn.load_second_reading().query("table == 'events'")
    assert cells[5:] == [str(len(twice)), str((twice["verdict"] == "corrected").sum())]
    same = (codes["coder_1"] == codes["coder_2"]).sum()
    assert f"{len(codes)} positions" in index.get_text() and f"the same point for {same} " in index.get_text()


def test_every_chart_of_the_book_is_in_the_index(book_html):
    """Each chart on each built page has a link from the index of charts, and every picture there is in its file.

    The explorers of notebooks are not listed: each draws what a chapter draws, or a selection of it. Nor is the whole arc on
    the first page, which is the drawing of all events.
    """
    index = BeautifulSoup((book_html / "chapters" / "charts.html").read_text("utf-8"), "html.parser")
    listed = {a["href"] for a in index.select(".rn-charts a")}
    missing = []
    pages = [*book_html.glob("chapters/*.html"), *book_html.glob("notebooks/*.html")]
    for page in sorted(p for p in pages if p.name != "welcome.html"):
        for figure in BeautifulSoup(page.read_text("utf-8"), "html.parser").select("figure.rn-chart:not([data-codes])"):
            address = page.name if page.parent.name == "chapters" else f"../notebooks/{page.name}"
            if f"{address}#{figure['id']}" not in listed:
                missing.append(f"{page.name}#{figure['id']}")
    assert missing == []
    pictures = index.select(".rn-charts img")
    assert len(pictures) >= 20
    assert all((book_html / "chapters" / i["src"]).is_file() and len(i["alt"].split()) >= 5 for i in pictures)
