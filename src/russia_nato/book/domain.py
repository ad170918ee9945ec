"""A Sphinx domain for the rows of the tables: where each event, document, person, claim, position and term stands in the book.

It gives the roles {event}, {document}, {person} and {claim}, puts the rows into the search index, and remembers which pages
mention a row, so that a row can link back. Stated positions and terms have places too, and no role of their own: a chapter shows
the first with {position} and {compare}, and names the second with {term}. The charts that the pages draw, and the headings that
they must lead to, are noted beside the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.util.docutils import SphinxRole

from ..data import load_table
from ..dates import when
from ..typography import smart
from .links import check_headings, to_row
from .rows import allowed_ids, find_row, note_dependency


@dataclass(frozen=True)
class Kind:
    """A kind of row that roles can name: its table, its key and the column that is printed."""

    table: str
    key: str
    shown: str


KINDS = {
    "event": Kind("events", "event_id", "title"),
    "document": Kind("documents", "document_id", "title"),
    "person": Kind("people", "person_id", "name"),
    "claim": Kind("claims", "claim_id", "title"),
}
#: What a kind of row is called among the results of a search.
IN_WORDS = {
    "event": "Event",
    "document": "Document",
    "person": "Person",
    "claim": "Contested question",
    "position": "Stated position",
    "term": "Term",
}


class RowRole(SphinxRole):
    """``{event}`id` `` or ``{event}`own words <id>` ``: links to a row; an event prints its date."""

    def __init__(self, kind: str):
        super().__init__()
        self.kind = kind

    def run(self):
        words, _, ident = self.text.rpartition("<")
        ident = (ident[:-1] if words else self.text).strip()
        row = find_row(self.kind, ident)
        if row is None:
            message = self.inliner.reporter.error(
                f"unknown {self.kind} {ident!r}: {allowed_ids(self.kind, ident)}", line=self.lineno
            )
            return [nodes.problematic(self.rawtext, self.rawtext)], [message]
        if self.kind == "event":
            text, hint = words.strip() or when(row), smart(row["title"])
        else:
            text, hint = words.strip() or row[KINDS[self.kind].shown], ""
        self.env.get_domain("rn").note_mention(self.kind, ident, self.env.docname)
        note_dependency(self.env, KINDS[self.kind].table)
        return [to_row(self.kind, ident, text, hint, f"rn-{self.kind}")], []


class RowDomain(Domain):
    """Where the rows stand (``places``), which pages mention them (``mentions``), the ``charts`` of each page, its ``links`` and ``decks``."""

    name, label = "rn", "Rows of the course's tables"
    object_types = {kind: ObjType(words, kind) for kind, words in IN_WORDS.items()}
    initial_data = {"places": {}, "mentions": {}, "charts": {}, "links": {}, "decks": {}}
    data_version = 3

    def note_place(self, kind: str, ident: str, docname: str, title: str) -> None:
        self.data["places"][kind, ident] = (docname, title)

    def note_mention(self, kind: str, ident: str, docname: str) -> None:
        self.data["mentions"].setdefault((kind, ident), set()).add(docname)

    def note_chart(self, docname: str, chart: tuple) -> None:
        """Note a chart of a page (a ``chart_index.ChartNote``), once."""
        noted = self.data["charts"].setdefault(docname, [])
        if chart not in noted:
            noted.append(chart)

    def note_deck(self, docname: str, name: str, script: str) -> None:
        """Note a deck that a page may load: its address in the static folder, without ``.js``, and its script."""
        self.data["decks"].setdefault(docname, {})[name] = script

    def note_link(self, docname: str, link: tuple) -> None:
        """Note a link that must lead to a heading: line, page, anchor, and what leads there."""
        self.data["links"].setdefault(docname, []).append(link)

    def place(self, kind: str, ident: str) -> tuple[str, str] | None:
        """Return the page on which a row stands and the id of its place, or None."""
        known = self.data["places"].get((kind, ident))
        return (known[0], f"{kind}-{ident}") if known else None

    def mentions(self, kind: str, ident: str) -> list[str]:
        """Return the pages that mention a row, in alphabetical order."""
        return sorted(self.data["mentions"].get((kind, ident), ()))

    def clear_doc(self, docname: str) -> None:
        self.data["places"] = {k: v for k, v in self.data["places"].items() if v[0] != docname}
        for pages in self.data["mentions"].values():
            pages.discard(docname)
        for noted in ("charts", "links", "decks"):
            self.data[noted].pop(docname, None)

    def merge_domaindata(self, docnames, otherdata) -> None:
        self.data["places"].update({k: v for k, v in otherdata["places"].items() if v[0] in docnames})
        for key, pages in otherdata["mentions"].items():
            self.data["mentions"].setdefault(key, set()).update(pages & set(docnames))
        for noted in ("charts", "links", "decks"):
            self.data[noted].update({d: otherdata[noted][d] for d in docnames if d in otherdata[noted]})

    def check_consistency(self) -> None:
        check_headings(self.env, self.data["links"])

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        return []

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Return what a kind is called among the results of a search."""
        return type.lname

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Return the rows for the search index.

        The name of a row differs from the id of its place, because Sphinx leaves out an id that it can make of the name, and its
        script then makes it of the title that it shows.
        """
        for (kind, ident), (docname, title) in sorted(self.data["places"].items()):
            yield f"{kind}/{ident}", smart(title), kind, docname, f"{kind}-{ident}", 2 if kind == "position" else 1


def setup(app) -> None:
    app.add_domain(RowDomain)
    for kind in KINDS:
        app.add_role(kind, RowRole(kind))
    load_table("phases")  # a data folder that cannot be read stops the build before it starts
