"""Parts of a page are nodes: what a directive makes is seen in its tree, in milliseconds, and every builder can set it."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from docutils import nodes
from sphinx import addnodes

import russia_nato as rn
from russia_nato.book import components as c
from russia_nato.book import questions, reference, rendering
from russia_nato.book.quiz import load_quiz


def tree(node: nodes.Node, depth: int = 0) -> str:
    """The kinds of nodes below a node, indented, with the words of the leaves; links by what they name."""
    out = ""
    for child in node.children:
        if isinstance(child, nodes.Text):
            out += "  " * depth + repr(str(child)) + "\n"
        else:
            named = f" {child['kind']}/{child['ident']}" if "ident" in child else ""
            out += "  " * depth + type(child).__name__ + named + "\n" + tree(child, depth + 1)
    return out


def test_a_position_is_words_with_a_caption(shelf):
    """A stated position is a quotation and a caption of side, speaker with the office of that day, place, source and stance."""
    doc = shelf.doctree("# A\n\n```{position} bush-german-unity-1989\n```\n")
    assert shelf.warnings == ""
    shown = tree(next(doc.findall(c.Words)))
    assert shown == (
        "Quotation\n"
        "  paragraph\n"
        "    '“unification should occur in the context of Germany’s continued commitment to NATO and an increasingly "
        "integrated European Community”'\n"
        "Caption\n"
        "  SideTag\n"
        "    'NATO and Allies'\n"
        "  ' '\n"
        "  Link person/george-h-w-bush\n"
        "    inline\n"
        "      'George H. W. Bush'\n"
        "  ', President of the United States'\n"
        "  ', 4 December 1989, NATO headquarters, Brussels; second of the four principles'\n"
        "  ' '\n"
        "  pending_xref\n"
        "    inline\n"
        "      'bush-1989-12-04-brussels'\n"
        "  ' '\n"
        "  StanceTag\n"
        "    Link position/bush-german-unity-1989\n"
        "      'Germany in the Alliance: +2'\n"
    )


def test_an_event_is_an_entry_with_a_heading(shelf):
    """An event's entry holds heading with date, text, facts and mentions, and its id leads to it."""
    doc = shelf.sphinx.env.get_doctree("rest")
    event = rn.load_events().query("phase_id == 'ending-the-cold-war'").iloc[0]
    entry = next(n for n in doc.findall(c.EventEntry) if n["ids"] == [f"event-{event['event_id']}"])
    kinds = [type(n).__name__ for n in entry.children]
    assert kinds[0] == "EntryTitle" and kinds[1] == "paragraph" and kinds[-1] == "Facts"
    date = next(entry.findall(c.Time))
    assert date["html"]["datetime"] == f"{event['start_date']:%Y-%m-%d}"


def test_words_of_the_tables_are_set_like_words_of_the_chapters(shelf):
    """No straight mark, double hyphen or hyphen for a minus stands in what the tables give to a page."""
    for text in ("```{record} crimea-and-breakdown\n```", "```{quiz} phase-1\n```", "```{readings} promise-1990\n```"):
        doc = shelf.doctree(f"# A\n\n{text}\n")
        keys = {t for n in doc.findall(addnodes.pending_xref) for t in n.findall(nodes.Text)}
        own = {t for n in doc.findall(c.Original) for t in n.findall(nodes.Text)}
        words = [str(t) for t in doc.findall(nodes.Text) if t not in keys and t not in own]
        assert len(words) > 20 and [w for w in words if re.search(r"['\"]|--|[ (/]-\d", w)] == []


def test_a_cell_is_plain_text_wherever_it_stands(shelf, monkeypatch):
    """Marks that mean something in Markdown or HTML are printed as they stand, in text and in attributes."""
    odd = 'a *star*, [x](y), `code`, <b> & {event}`x` "q"'
    claims = rn.load_claims().head(1).assign(claim_id="odd", title=odd, question=odd, summary=odd, finding=odd)
    monkeypatch.setattr(questions, "load_claims", lambda: claims)
    soup = shelf.page('# A\n\n```{contested}\n```\n\n```{key-points} say "no" & <go>\nOne.\n```\n')
    plain = odd.replace('"q"', "“q”")
    assert soup.find("div", class_="body").get_text().count(plain) == 3
    assert soup.select_one(".key-points")["aria-label"] == "say “no” & <go>"


def test_a_table_names_itself_and_its_heads(shelf):
    """A table stands in a frame that has a name and takes the keyboard; its heads say what they head."""
    soup = shelf.page("# A\n\n```{codebook}\n```\n")
    frame = soup.select_one("div.rn-tablewrap")
    assert frame["tabindex"] == "0" and frame["role"] == "region" and frame["aria-label"].startswith("Columns of ")
    assert {th["scope"] for th in frame.select("thead th")} == {"col"}
    rows = frame.select("tbody tr")
    assert rows and all(r.find("th")["scope"] == "row" and len(r.find_all("td")) == 2 for r in rows)


PARTS = """# A

```{compare} Two views
bush-german-unity-1989
gorbachev-german-unity-1990-02
```

```{readings} promise-1990
```

```{chart} tiles
:name: fig-a

Allies rise from 16.
```

```{quiz} phase-1
```

```{key-points} Points
- One.
```

```{evidence-levels}
```
"""


@pytest.fixture
def two_positions():
    """Two positions with quotations on one issue."""
    frame = rn.load_positions().query("issue_id == 'german-unity' and quotation != ''")
    return list(frame["position_id"].head(2))


def test_every_builder_can_set_the_parts(small_book, two_positions):
    """Plain text, to which no part has a form of its own, has all words and none of what only a screen can use."""
    parts = PARTS.replace("bush-german-unity-1989\ngorbachev-german-unity-1990-02", "\n".join(two_positions))
    text = small_book.build(parts, builder="text")
    flat = " ".join(text.split())
    first = load_quiz(rn.data_dir() / "quizzes" / "phase-1.yml").questions[0].prompt
    for words in (
        "Two views",
        "Agreed ground",
        "What would settle it",
        "Allies rise from 16.",
        f"1. {first[:20]}",
    ):
        assert words in flat, words
    assert "Check" not in text and "<" not in re.sub(r"<[-|=+]", "", text)
    assert "not found" not in small_book.warnings.lower() and "unknown node" not in small_book.warnings.lower()


def test_content_is_unfolded_in_order():
    """Lists in lists become one row of nodes, text becomes text, and what is not there leaves no trace."""
    found = c.flat(["a", None, ["", ["b", nodes.emphasis("", "c")]], []])
    assert [n.astext() for n in found] == ["a", "b", "c"]


def test_kinds_have_one_class_each():
    """No two parts claim the same element and class with another meaning for paper."""
    seen: dict[tuple, str] = {}
    for part in rendering._all_parts():
        if part.css:
            assert seen.setdefault((part.tag, part.css), part.printed) == part.printed, part


def test_dates_that_are_not_there_are_left_out():
    """A document that never came into force has no such date among its facts."""
    row = rn.load_documents().query("in_force.isna()").iloc[0].to_dict()
    assert "in force " not in reference.Documents.facts(None, row) or "in force" in str(row["status"])
    assert pd.isna(row["in_force"])
