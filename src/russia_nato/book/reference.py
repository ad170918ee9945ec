"""Directives that make whole pages from the tables: {documents}, {people}, {terms} and {codebook}."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term

from ..data import load_documents, load_glossary, load_people, load_phases, split_list
from ..dates import in_phase, when, written_date
from ..offices import term
from ..schema import Field, Table, tables
from . import components as c
from .bibstyle import plain
from .letters import anchor, filter_of, letter, line
from .links import Mentions, by_year, kind_of_document, listed, named_in, to_events, to_row, to_speakers
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
        spans = [span for span in spans if len(span[2])]
        here = self.env.docname
        return [
            line((here, title.split()[0], ident) for title, ident, _ in spans),
            filter_of("documents", ".rn-entry"),
            *(
                self.section(title, ident, [self.entry(d) for d in rows.to_dict("records")])
                for title, ident, rows in spans
            ),
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
    >>> family_name("Ursula von der Leyen"), family_name("Igor Girkin (Strelkov)")
    ('von der Leyen', 'Girkin')
    """
    words = name.partition(" (")[0].split()
    start = next((i for i, w in enumerate(words) if i and w in {"de", "van", "von"}), len(words) - 1)
    return " ".join(words[start:])


#: The pages of people: so many letters that a page keeps to 60 kB on the network.
PEOPLE = {"a-c": "ABC", "d-k": "DEFGHIJK", "l-o": "LMNO", "p-s": "PQRS", "t-z": "TUVWXYZ"}


def by_letter(people: list[dict]) -> dict[str, list[dict]]:
    """Return people by the first letter of the family name, in the order of the alphabet.

    Examples
    --------
    >>> list(by_letter([{"name": "Boris Yeltsin"}, {"name": "James Baker"}]))
    ['B', 'Y']
    """
    order = sorted(people, key=lambda p: (plain(family_name(p["name"])), p["name"]))
    return {key: list(group) for key, group in groupby(order, key=lambda p: letter(family_name(p["name"])))}


class People(PageDirective):
    """Everybody who speaks or negotiates in the tables, under some letters; without an argument, the names alone."""

    optional_arguments = 1

    def run(self):
        self.depends_on("people", "offices", "actors", "events", "positions")
        shelf = self.arguments[0] if self.arguments else ""
        if shelf and shelf not in PEOPLE:
            raise self.error(f"unknown letters {shelf!r}: allowed is one of {', '.join(PEOPLE)}")
        self.naming = named_in("person")
        people = by_letter(load_people().to_dict("records"))
        page = {key: f"people-{name}" for name, keys in PEOPLE.items() for key in keys}
        out = [line((page[key] if shelf else self.env.docname, key, anchor(key)) for key in people)]
        if not shelf:
            return [*out, filter_of("people", ".rn-names > li"), *(self.names(key, people[key]) for key in people)]
        return [
            *out,
            *(self.section(k, anchor(k), [self.entry(p) for p in people[k]]) for k in people if k in PEOPLE[shelf]),
        ]

    def names(self, key: str, people: list[dict]) -> nodes.section:
        """Return the names under a letter; the id of each is that of its place, because links of earlier editions lead to it here."""
        shown = nodes.bullet_list(bullet="-", classes=["rn-names"])
        for p in people:
            own = [" (", c.native(p["native_name"], p["language"]), ")"] if p["native_name"] != p["name"] else None
            words = c.paragraph(to_row("person", p["person_id"], p["name"]), own)
            shown += nodes.list_item("", words, ids=[f"person-{p['person_id']}"])
        return self.section(key, anchor(key), shown)

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


class Terms(PageDirective):
    """The glossary, as a Sphinx glossary, so that {term} links to it."""

    def run(self):
        self.depends_on("glossary")
        terms = sorted(
            load_glossary().to_dict("records"), key=lambda t: (letter(t["term_en"]), t["term_en"].casefold())
        )
        by_letter = {key: list(group) for key, group in groupby(terms, key=lambda t: letter(t["term_en"]))}
        sections = [self.section(key, anchor(key), self.glossary(group)) for key, group in by_letter.items()]
        here = self.env.docname
        return [line((here, key, anchor(key)) for key in by_letter), filter_of("terms", "dl.glossary dt"), *sections]

    def glossary(self, terms: list[dict]) -> nodes.Node:
        """Return terms as a list that Sphinx knows for a glossary."""
        entries = nodes.definition_list("", *(self.entry(t) for t in terms), classes=["glossary"])
        return addnodes.glossary("", entries, sorted=False)

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
    kinds = {"documents": Documents, "people": People, "terms": Terms, "codebook": Codebook}
    for name, directive in kinds.items():
        app.add_directive(name, directive)
