"""Explorers in a book: their rows lie in decks beside the pages, their pages are linked by what they show."""

import json
import re

import pytest

import russia_nato as rn
from russia_nato.charts import drawing
from russia_nato.explorers.rows import rows_of, slug

CHART = "# A\n\n```{chart} timeline\n:phase: ending-the-cold-war\n:name: fig-one\n\nWhat to see.\n```\n"
EXPLORER = "# B\n\n```{explorer} tiles\n:name: explorer-enlargement\n\nWhat to see.\n```\n"


def deck(book, name: str) -> dict:
    """Return what a deck of a small book holds."""
    text = (book.out / "_static" / f"{name}.js").read_text("utf-8")
    return json.loads(text.removeprefix(f'deck("{name}",').rstrip().removesuffix(")"))


def test_a_chart_of_a_chapter_finds_its_rows_in_a_deck(small_book):
    """The page names script and deck and loads neither; the deck has a line and the codes of each mark; a deck of no page goes."""
    html = small_book.build(CHART)
    assert (
        'data-script="explore-views.js explore.js"' in html
        and 'data-deck="rows/fig-one"' in html
        and 'src="_static/explore.js' not in html
    )
    assert (small_book.out / "_static" / "explore.js").is_file()
    rows = deck(small_book, "rows/fig-one")
    assert rows["items"].count("<li>") == len(rows["rows"]) == sum(map(len, rows["sheets"][0]["marks"]))
    assert "rn-rows" not in html, "a chapter does not carry the list"
    small_book.build("# A\n\nNothing.\n")
    assert not (small_book.out / "_static" / "rows" / "fig-one.js").exists()


def test_a_page_of_its_own_has_the_list_too(small_book):
    """Without scripts the page of an explorer has drawing and list; its deck holds the codes alone."""
    small_book.build("# A\n\n```{toctree}\nb\n```\n", b__md=EXPLORER)
    page = (small_book.out / "b.html").read_text("utf-8")
    assert page.count("<li><time") == 32 and "items" not in deck(small_book, "rows/explorer-enlargement")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```{explorer} tiles\n\nWhat to see.\n```\n", "explorer needs a :name: and a caption"),
        ("```{explorer} pie\n:name: x\n\nWhat to see.\n```\n", "unknown drawing 'pie'"),
        ("{view}`a view`\n", "needs words, a page and what it shows"),
    ],
)
def test_what_cannot_be_explored_is_refused_by_name(shelf, text, message):
    """Bad input stops with what is wrong and what is allowed."""
    shelf.doctree(f"# A\n\n{text}")
    assert message in shelf.warnings


def test_a_chapter_links_to_a_view(small_book):
    """The role leads to the explorer's page with what it is to show; without the page the words stay words."""
    text = "# A\n\n{view}`the year 1999 <enlargement: to=1999-01&round=1999 2004>`\n"
    assert ">the year 1999</a>" not in small_book.build(text)
    files = {"explore-enlargement__md": EXPLORER}
    html = small_book.build(f"{text}\n```{{toctree}}\nexplore-enlargement\n```\n", **files)
    assert 'href="explore-enlargement.html#explore=explorer-enlargement&amp;to=1999-01&amp;round=1999+2004"' in html


VIEW = re.compile(r"\{view\}`[^`]*<(\w+): ([^`]*)>`")
EXPLORED = {
    "timeline": lambda _: drawing("timeline"),
    "positions": lambda issue: drawing("stances", issue=issue or "enlargement"),
    "enlargement": lambda _: drawing("tiles"),
    "councils": lambda _: drawing("councils"),
    "index": lambda _: drawing("index"),
}
WEIGHTS = {"words", "cooperation", "conflict"}  # per cent


def test_every_view_that_a_chapter_links_to_shows_something(root):
    """Each value in a link is one of its explorer, and rows fit all that the link asks."""
    titles = {slug(t): i for i, t in zip(*[rn.load_issues()[c] for c in ("issue_id", "title")], strict=True)}
    found = [
        m.groups() for page in sorted((root / "chapters").glob("*.md")) for m in VIEW.finditer(page.read_text("utf-8"))
    ]
    assert len(found) > 10
    for page, view in found:
        asked = dict(part.split("=") for part in view.split("&"))
        rows = rows_of(EXPLORED[page](titles.get(asked.pop("on", ""))))
        places = {key: (n, {slug(v): v for v in values}) for n, (key, _, values) in enumerate(rows.facets)}
        start, end, _ = asked.pop("from", "0"), asked.pop("to", "9999"), asked.pop("view", "")
        left = [r for r in rows.rows if start <= r.iso[:7] and r.iso[: len(end)] <= end]
        for key, values in asked.items():
            if page == "index" and key in WEIGHTS:
                assert 0 <= int(values) <= 100
                continue
            n, known = places[key]
            left = [r for r in left if {known[v] for v in values.split()} & set(r.values[n])]
        assert left, (page, view)
