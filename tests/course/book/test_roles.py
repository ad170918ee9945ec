"""Roles and directives: what they print, where they lead, and how they refuse an unknown id."""

import re

import pytest

import russia_nato as rn
from russia_nato.charts.tile_map import TILES
from russia_nato.typography import smart


def test_roles_print_rows_and_lead_to_them(shelf):
    """An event role prints the date and links to the event's record; document, person and claim roles print their names; own words are kept."""
    events, people, documents = rn.load_events(), rn.load_people(), rn.load_documents()
    e = events[
        (events["phase_id"] == "ending-the-cold-war") & events["end_date"].isna() & (events["date_precision"] == "day")
    ].iloc[0]
    p, d, c = people.iloc[0], documents.iloc[0], rn.load_claims().iloc[0]
    text = f"# A\n\nOn {{event}}`{e.event_id}` and {{event}}`that day <{e.event_id}>`, {{person}}`{p.person_id}`, {{document}}`{d.document_id}`, {{claim}}`{c.claim_id}`."
    soup = shelf.page(text)
    links = {a["href"]: a for a in soup.select("a[href*='#']")}
    day = e["start_date"]
    shown = [a.get_text() for a in soup.select(f"a[href='rest.html#event-{e.event_id}']")]
    assert shown == [f"{day.day} {day:%B %Y}", "that day"]
    assert links[f"rest.html#person-{p.person_id}"].get_text() == p["name"]
    assert links[f"rest.html#document-{d.document_id}"].get_text() == d["title"]
    assert links[f"rest.html#claim-{c.claim_id}"].get_text() == c["title"]
    rest = shelf.written("rest")
    for href in links:
        if href.startswith("rest.html#"):
            assert rest.find(id=href.split("#")[1]), href
    assert "Told in: A" in rest.find(id=f"event-{e.event_id}").get_text(), "the row links back to the page"
    assert shelf.warnings == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{event}`genscher-at-tutzin`",
            r"index.md:3.*unknown event 'genscher-at-tutzin'.*allowed is an id of events.csv",
        ),
        ("{person}`nobody`", r"index.md:3.*unknown person 'nobody'.*people.csv"),
        ("```{position} nothing-said\n```", r"index.md:3.*unknown position 'nothing-said'.*positions.csv"),
        (
            "```{chart} councils\n:name: a\n:year: 1999\n\nA caption.\n```",
            r"index.md:3.*drawing 'councils' takes no year",
        ),
        ("```{chart} pie\n:name: a\n\nA caption.\n```", r"index.md:3.*unknown drawing 'pie'; allowed is one of"),
        ("```{chart} timeline\n:phase: detente\n:name: a\n\nA caption.\n```", r"index.md:3.*unknown phase 'detente'"),
        ("```{chart} timeline\n:name: a\n```", r"index.md:3.*caption"),
        ("```{quiz} phase-99\n```", r"index.md:3.*phase-99.yml: missing; allowed is one of"),
        ("{cite}`nobody-1900`", r"index.md:3.*nobody-1900"),
    ],
)
def test_an_unknown_id_is_refused_with_file_and_line(shelf, text, message):
    """An unknown id is a warning, which stops the strict build, and names file, line, the bad value and what is allowed."""
    shelf.page(f"# A\n\n{text}\n")
    assert re.search(message, shelf.warnings), shelf.warnings


def test_a_comparison_sets_positions_on_one_issue_side_by_side(shelf):
    """Compare shows each position with words, speaker, side and stance; positions on different issues are refused."""
    positions = rn.load_positions()
    mine = positions[(positions["issue_id"] == "german-unity") & (positions["quotation"] != "")].head(2)
    other = positions[positions["issue_id"] != "german-unity"].iloc[0]
    ids = list(mine["position_id"])
    soup = shelf.page(f"# A\n\n```{{compare}} Two views\n{ids[0]}\n{ids[1]}\n```\n")
    figures = soup.select(".rn-compare .rn-position")
    assert len(figures) == 2 and all(
        f.select_one("blockquote") and f.select_one("figcaption .rn-side") and f.select_one(".rn-stance")
        for f in figures
    )
    assert smart(mine["quotation"].iloc[0]) in figures[0].get_text()
    shelf.doctree(f"# A\n\n```{{compare}} Two views\n{ids[0]}\n{other.position_id}\n```\n")
    assert "one issue is allowed" in shelf.warnings


def test_a_chart_has_caption_words_and_data(shelf):
    """A chart directive sets a drawing in two widths with alternative text, caption, source line and data table."""
    soup = shelf.page("# A\n\n```{chart} tiles\n:name: fig-a\n\nAllies rise from 16.\n```\n")
    figure = soup.select_one("figure.rn-chart#fig-a")
    assert {s["aria-label"][:22] for s in figure.select("svg[role=img]")} == {"16 Allies became 32 by"}
    assert len(figure.select("svg[role=img]")) == 2 and len(figure.select("[data-print=omit] svg[role=img]")) == 1
    assert "Allies rise from 16." in figure.select_one("figcaption").get_text() and "Source:" in figure.get_text()
    assert len(figure.select("table tbody tr")) == len(TILES)


NOTEBOOK = """{{"nbformat": 4, "nbformat_minor": 5, "metadata": {{"kernelspec": {{"name": "python3", "display_name": "Python 3"}}}},
 "cells": [{{"cell_type": "markdown", "id": "a", "metadata": {{}}, "source": "# N"}},
 {{"cell_type": "code", "id": "b", "metadata": {{}}, "execution_count": null, "outputs": [], "source": {code!r}}}]}}"""


def test_a_notebook_that_raises_stops_the_build(small_book):
    """A failing cell stops the build, and the message names the notebook and the error."""
    from myst_nb.core.execute import ExecutionError

    with pytest.raises(ExecutionError, match="nb.ipynb"):
        small_book.build(
            "# A\n\n```{toctree}\nnb\n```\n", nb__ipynb=NOTEBOOK.format(code="1/0").replace("'1/0'", '"1/0"')
        )
