"""A Sphinx domain for the rows of the tables: where each event, document, person and claim stands in the book.

It gives the roles {event}, {document}, {person} and {claim}, resolves them to the row's place, puts the rows into the search
index, and remembers which pages mention a row, so that a row can link back. Stated positions have places too, and no role: a
chapter shows them with {position} and {compare}. The charts that the pages draw are noted beside the rows, for their index.
"""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain, ObjType
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode

from ..data import load_table
from ..dates import when
from . import rows as fetch


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
PLACES = (*KINDS, "position")


class RowRole(SphinxRole):
    """``{event}`id` `` or ``{event}`own words <id>` ``: links to a row; an event prints its date."""

    def __init__(self, kind: str):
        super().__init__()
        self.kind = kind

    def run(self):
        words, _, ident = self.text.rpartition("<")
        ident = (ident[:-1] if words else self.text).strip()
        row = fetch.row(self.kind, ident)
        if row is None:
            message = self.inliner.reporter.error(
                f"unknown {self.kind} {ident!r}: {fetch.allowed(self.kind, ident)}", line=self.lineno
            )
            return [nodes.problematic(self.rawtext, self.rawtext)], [message]
        if self.kind == "event":
            text, hint = words.strip() or when(row), row["title"]
        else:
            text, hint = words.strip() or row[KINDS[self.kind].shown], ""
        ref = pending_xref("", nodes.inline("", text, classes=[f"rn-{self.kind}"]), refdomain="rn", reftype=self.kind, reftarget=ident,
                           refdoc=self.env.docname, refwarn=True, rn_hint=hint)  # fmt: skip
        self.env.get_domain("rn").note_mention(self.kind, ident, self.env.docname)
        fetch.note_dependency(self.env, KINDS[self.kind].table)
        return [ref], []


class RowDomain(Domain):
    """Where the rows stand (``places``), which pages mention them (``mentions``), and which ``charts`` each page draws."""

    name, label = "rn", "Rows of the course's tables"
    object_types = {k: ObjType(k, k) for k in PLACES}
    initial_data = {"places": {}, "mentions": {}, "charts": {}}
    data_version = 1

    def note_place(self, kind: str, ident: str, docname: str, title: str) -> None:
        self.data["places"][kind, ident] = (docname, title)

    def note_mention(self, kind: str, ident: str, docname: str) -> None:
        self.data["mentions"].setdefault((kind, ident), set()).add(docname)

    def note_chart(self, docname: str, chart: tuple) -> None:
        """Note a chart of a page (a ``chart_index.ChartNote``), once."""
        mine = self.data["charts"].setdefault(docname, [])
        if chart not in mine:
            mine.append(chart)

    def place(self, kind: str, ident: str) -> tuple[str, str] | None:
        """Return the page on which a row stands and the id of its place, or None."""
        found = self.data["places"].get((kind, ident))
        return (found[0], f"{kind}-{ident}") if found else None

    def mentions(self, kind: str, ident: str) -> list[str]:
        """Return the pages that mention a row, in alphabetical order."""
        return sorted(self.data["mentions"].get((kind, ident), ()))

    def clear_doc(self, docname: str) -> None:
        self.data["places"] = {k: v for k, v in self.data["places"].items() if v[0] != docname}
        for pages in self.data["mentions"].values():
            pages.discard(docname)
        self.data["charts"].pop(docname, None)

    def merge_domaindata(self, docnames, otherdata) -> None:
        self.data["places"].update(otherdata["places"])
        for key, pages in otherdata["mentions"].items():
            self.data["mentions"].setdefault(key, set()).update(pages)
        self.data["charts"].update({d: otherdata["charts"][d] for d in docnames if d in otherdata["charts"]})

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        place = self.data["places"].get((typ, target))
        if place is None:
            return None  # Sphinx warns, because the reference asked for it
        return make_refnode(builder, fromdocname, place[0], f"{typ}-{target}", contnode, node.get("rn_hint") or None)

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        return []

    def get_objects(self):
        for (kind, ident), (docname, title) in sorted(self.data["places"].items()):
            yield ident, title, kind, docname, f"{kind}-{ident}", 2 if kind == "position" else 1


def setup(app) -> None:
    app.add_domain(RowDomain)
    for kind in KINDS:
        app.add_role(kind, RowRole(kind))
    load_table("phases")  # a data folder that cannot be read stops the build before it starts
