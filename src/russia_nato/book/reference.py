"""Directives that make whole pages from the tables: {documents}, {people}, {contested}, {terms} and {codebook}."""

from __future__ import annotations

import pandas as pd
from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term

from ..data import load_claims, load_documents, load_glossary, load_people, load_phases, split_list
from ..dates import in_phase, when, written_date
from ..offices import term
from ..schema import Field, Table, tables
from . import components as c
from .directives import readings_node
from .links import Mentions, by_year, kind_of_document, listed, named_in, to_events, to_speakers
from .records import PageDirective
from .rows import find_row, offices_of

LIFE = {"signed": "signed", "in_force": "in force", "suspended": "suspended", "ended": "ended"}


class Documents(PageDirective):
    """Every document, by phase: what it says, where it stands, and its source."""

    def run(self):
        self.depends_on("documents", "phases", "actors", "events", "positions", "people", "issues")
        self.naming = named_in("document")
        frame = load_documents().sort_values(["date", "document_id"])
        phases = load_phases().to_dict("records")
        before = frame[frame["date"] < phases[0]["start_date"]]
        spans = [("Before 1989", "documents-before", before)]
        spans += [(f"{p['number']} {p['title']}", f"documents-{p['phase_id']}", in_phase(frame, p)) for p in phases]
        return [
            self.section(title, ident, [self.entry(d) for d in of_phase.to_dict("records")])
            for title, ident, of_phase in spans
            if len(of_phase)
        ]

    def entry(self, d: dict) -> nodes.Node:
        ident = self.place("document", d["document_id"], f"{when(d)}: {d['title']}")
        named = self.naming.get(d["document_id"], {})
        return c.Entry.of(
            c.paragraph(c.strong(d["title"]), f", {when(d)}. {d['summary']}", self.cite(d["sources"])),
            c.Facts.of(
                f"{self.facts(d)}. ",
                listed(to_events(named.get("event", [])), "Events: "),
                listed(to_speakers(named.get("position", [])), "Positions: "),
                Mentions(kind="document", ident=d["document_id"]),
            ),
            ids=[ident],
        )

    def facts(self, d: dict) -> str:
        """Return what the table knows of a document, as a list of words."""
        parties = ", ".join(find_row("actor", a)["name"] for a in split_list(d["parties"]))
        return "; ".join(
            [
                kind_of_document(d) + (f" of {parties}" if parties else ""),
                *([d["place"]] if d["place"] else []),
                *(f"{label} {written_date(d[k])}" for k, label in LIFE.items() if pd.notna(d[k])),
                f"standing: {str(d['status']).replace('-', ' ')}",
                f"evidence: {d['evidence']}",
            ]
        )


def family_name(name: str) -> str:
    """Return the family name, with the particle that belongs to it.

    Examples
    --------
    >>> family_name("Ursula von der Leyen"), family_name("Mikhail Gorbachev")
    ('von der Leyen', 'Gorbachev')
    """
    words = name.split()
    start = next((i for i, w in enumerate(words) if i and w in {"de", "van", "von"}), len(words) - 1)
    return " ".join(words[start:])


class People(PageDirective):
    """Everybody who speaks or negotiates in the tables, by family name."""

    def run(self):
        self.depends_on("people", "offices", "actors", "events", "positions")
        self.naming = named_in("person")
        people = load_people().to_dict("records")
        return [self.entry(p) for p in sorted(people, key=lambda p: (family_name(p["name"]).casefold(), p["name"]))]

    def entry(self, p: dict) -> nodes.Node:
        foreign = p["native_name"] if p["native_name"] != p["name"] else ""
        ident = self.place("person", p["person_id"], p["name"] + (f" ({foreign})" if foreign else ""))
        named = self.naming.get(p["person_id"], {})
        own = [" (", c.native(foreign, p["language"]), ")"] if foreign else None
        return c.Entry.of(
            c.paragraph(c.strong(p["name"]), own, ". ", self.who(p)),
            c.Facts.of(
                listed(by_year("event", named.get("event", [])), "Events: "),
                listed(by_year("position", named.get("position", [])), "Positions: "),
                Mentions(kind="person", ident=p["person_id"]),
            ),
            ids=[ident],
        )

    def who(self, p: dict) -> list:
        """Return the offices that a person held, with terms and sources; the roles as read where the table has none."""
        held = offices_of(p["person_id"])
        if not held:
            return [f"{p['roles'].rstrip('.')}.", self.cite(p["sources"])]
        offices = [
            [f"{'; ' if n else ''}{o['office']}, {term(o)}", self.cite(o["sources"])] for n, o in enumerate(held)
        ]
        return [*offices, "."]


class Contested(PageDirective):
    """Every contested question: agreed ground, rival readings, what would settle it."""

    def run(self):
        self.depends_on("claims", "answers", "readings")
        return [
            self.section(
                claim["title"],
                self.place("claim", claim["claim_id"], claim["title"]),
                c.paragraph(c.strong(claim["question"])),
                readings_node(self, claim),
                Mentions(kind="claim", ident=claim["claim_id"]),
            )
            for claim in load_claims().to_dict("records")
        ]


class Terms(PageDirective):
    """The glossary, as a Sphinx glossary, so that {term} links to it."""

    def run(self):
        self.depends_on("glossary")
        entries = nodes.definition_list(classes=["glossary"])
        for t in sorted(load_glossary().to_dict("records"), key=lambda t: t["term_en"].casefold()):
            entries += self.entry(t)
        box = addnodes.glossary(sorted=False)
        box += entries
        return [box]

    def entry(self, t: dict) -> nodes.Node:
        others = [
            (name, t[k], code) for name, k, code in (("Russian", "term_ru", "ru"), ("Ukrainian", "term_uk", "uk"))
        ]
        known = [(name, word, code) for name, word, code in others if word]
        title = f"{t['term_en']} ({'; '.join(word for _, word, _ in known)})" if known else t["term_en"]
        ident = self.place("term", t["term_id"], title)
        term = make_glossary_term(
            self.env, [nodes.Text(t["term_en"])], None, self.env.docname, self.lineno, ident, self.state.document
        )
        words = [[f"{'; ' if n else ''}{name}: ", c.native(w, code)] for n, (name, w, code) in enumerate(known)]
        definition = nodes.definition("", c.paragraph(t["definition"], self.cite(t["sources"])))
        if known:
            definition += c.paragraph(words, ".")
        return nodes.definition_list_item("", term, definition)


class Codebook(PageDirective):
    """Every table and column of the data package, from the schema itself."""

    def run(self):
        self.env.note_dependency(str(tables()["phases"].path.parent / "datapackage.json"))
        return [
            self.section(
                f"{t.title} ({t.name}.csv)",
                f"table-{t.name.replace('_', '-')}",
                c.paragraph(t.grain),
                c.table(f"Columns of {t.name}", ("Column", "Meaning", "Allowed"), self.columns(t), "rn-codebook"),
            )
            for t in tables().values()
        ]

    def columns(self, table: Table) -> list[nodes.Node]:
        return [
            c.row(nodes.literal("", f.name), f.description, "; ".join(self.allowed(table, f))) for f in table.fields
        ]

    def allowed(self, table: Table, field: Field) -> list[str]:
        """Return what may stand in a column, in words."""
        key = next((k for k in table.foreign_keys if k.column == field.name), None)
        return [
            field.type,
            *(["required"] if field.required else []),
            *(["key"] if field.name in table.key else []),
            *([f"an id of {key.table}"] if key else []),
            *([f"ids of {field.refers_to}"] if field.refers_to else []),
            *(["one of " + ", ".join(field.constraints["enum"])] if "enum" in field.constraints else []),
            *([field.unit] if field.unit else []),
        ]


def setup(app) -> None:
    kinds = {"documents": Documents, "people": People, "terms": Terms, "contested": Contested, "codebook": Codebook}
    for name, directive in kinds.items():
        app.add_directive(name, directive)
