"""Directives that make whole pages from the tables: {record}, {documents}, {people}, {terms}, {codebook}, {contested}."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ..data import (
    load_claims,
    load_councils,
    load_documents,
    load_events,
    load_glossary,
    load_people,
    load_phases,
    load_positions,
    split_list,
)
from ..dates import iso_date, when
from ..schema import tables
from . import rows as fetch
from .components import CourseDirective, esc
from .directives import position_nodes
from .links import Mentions, by_year, listed, named_in, short_title, speaker, to_events, to_row, to_speakers


class PageDirective(CourseDirective):
    """A directive that makes sections with ids of their own."""

    def section(self, title: str, ident: str, children: Iterable[nodes.Node]) -> nodes.section:
        box = nodes.section(ids=[ident], names=[nodes.fully_normalize_name(ident)])
        box += nodes.title("", title)
        box.extend(children)
        return box

    def place(self, kind: str, row: dict, key: str, shown: str) -> str:
        """Register where a row stands, and return the id of the place."""
        self.env.get_domain("rn").note_place(kind, row[key], self.env.docname, row[shown])
        return f"{kind}-{row[key]}"

    def mentioned(self, kind: str, ident: str) -> list[nodes.Node]:
        return [Mentions(kind=kind, ident=ident)]


def _links(kind: str, cell: str, lead: str) -> str:
    parts = split_list(cell)
    return f" {lead}: " + ", ".join(f"{{{kind}}}`{p}`" for p in parts) + "." if parts else ""


class Record(PageDirective):
    """The record of a phase: its events, positions and council meetings, each with its sources."""

    required_arguments = 1

    def run(self):
        phase = self.row("phase", self.arguments[0])
        self.depends_on(
            "events", "positions", "people", "documents", "actors", "issues", "phases", "councils", "cameo_codes"
        )
        events, self.naming = load_events(), named_in("event")
        events = events[events["phase_id"] == phase["phase_id"]].sort_values(["start_date", "event_id"])
        out = [self.section(f"Events of {year}", f"events-{year}", [n for e in mine.to_dict("records") for n in self.event(e)])
               for year, mine in events.groupby(events["start_date"].dt.year)]  # fmt: skip
        inside = lambda f: f[(f["date"] >= phase["start_date"]) & ~(f["date"] > phase["end_date"])]  # noqa: E731
        positions = inside(load_positions())
        if len(positions):
            blocks: list[nodes.Node] = []
            for issue_id, mine in positions.groupby("issue_id", sort=False):
                issue = fetch.row("issue", issue_id)
                shown = [n for r in mine.sort_values("date").to_dict("records") for n in self.position(r)]
                blocks.append(
                    self.section(
                        issue["title"], f"positions-{issue_id}", [*self.block(f"*{issue['question']}*"), *shown]
                    )
                )
            out.append(self.section("Stated positions", "positions", blocks))
        councils = inside(load_councils())
        if len(councils):
            out.append(
                self.section(
                    "Council meetings",
                    "council-meetings",
                    [n for c in councils.sort_values("date").to_dict("records") for n in self.meeting(c)],
                )
            )
        return out

    def event(self, e: dict) -> list[nodes.Node]:
        ident = self.place("event", e, "event_id", "title")
        source, target = (fetch.row("actor", e[c])["name"] for c in ("source_actor", "target_actor"))
        more = _links("person", e["people"], "People") + _links("document", e["documents"], "Documents")
        note = (
            self.parts('<p class="rn-note" data-print="small"><strong>Note.</strong> ', self.inline(e["note"]), "</p>")
            if e["note"]
            else []
        )
        place = f", {esc(e['place'])}" if e["place"] else ""
        return self.parts(
            f'<article class="rn-entry" data-print="entry" id="{ident}"><h3 class="rn-entry-title"><time datetime="{iso_date(e["start_date"], e["date_precision"])}">{when(e)}</time>{place}. {esc(e["title"])}</h3><p>',
            self.inline(f"{e['summary']} {fetch.cite(e['sources'])}"), "</p>", note,
            f'<p class="rn-meta" data-print="small">{esc(source)} → {esc(target)}; CAMEO {e["cameo_code"]}; evidence: {e["evidence"]}.', self.inline(more), " ",
            listed(to_speakers(self.naming.get(e["event_id"], {}).get("position", [])), "Positions: "), self.mentioned("event", e["event_id"]), "</p></article>",
        )  # fmt: skip

    def position(self, r: dict) -> list[nodes.Node]:
        ident, issue = r["position_id"], fetch.row("issue", r["issue_id"])
        self.place(
            "position",
            {"position_id": ident, "title": f"{speaker(r)}, {when(r)}: {issue['title']}"},
            "position_id",
            "title",
        )
        body = position_nodes(self, ident, linked=False)
        held = f"<p>{esc(r['paraphrase'])}</p>" if r["quotation"] else ""
        event = [to_row("event", r["event_id"], when(fetch.row("event", r["event_id"])))] if r["event_id"] else []
        document = (
            [to_row("document", r["document_id"], short_title(fetch.row("document", r["document_id"])))]
            if r["document_id"]
            else []
        )
        return self.parts(
            f'<div class="rn-entry" data-print="entry" id="position-{ident}">', body, f'{held}<p class="rn-meta" data-print="small">Why this stance: {esc(r["coding_note"])} Evidence: {r["evidence"]}. ',
            listed(event, "Event: "), listed(document, "Document: "), self.mentioned("position", ident), "</p></div>",
        )  # fmt: skip

    def meeting(self, c: dict) -> list[nodes.Node]:
        place = f", {esc(c['place'])}" if c["place"] else ""
        return self.parts(
            f'<div class="rn-entry" data-print="entry" id="meeting-{c["meeting_id"]}"><p><strong>{when(c)}{place}. {c["body"]}, {esc(str(c["level"]).replace("-", " "))}.</strong> ',
            self.inline(f"{c['outcome']} {fetch.cite(c['sources'])}"), "</p></div>",
        )  # fmt: skip


class Documents(PageDirective):
    """Every document, by phase: what it says, where it stands, and its source."""

    def run(self):
        self.depends_on("documents", "phases", "actors", "events", "positions", "people", "issues")
        self.naming = named_in("document")
        frame, out = load_documents().sort_values(["date", "document_id"]), []
        phases = load_phases().to_dict("records")
        spans = [
            (None, phases[0]["start_date"], "Before 1989", "documents-before"),
            *(
                (p["start_date"], p["end_date"], f"{p['number']} {p['title']}", f"documents-{p['phase_id']}")
                for p in phases
            ),
        ]
        for start, end, title, ident in spans:
            mine = frame[
                (True if start is None else frame["date"] >= start)
                & ((frame["date"] < end) if start is None else ~(frame["date"] > end))
            ]
            if len(mine):
                out.append(self.section(title, ident, [n for d in mine.to_dict("records") for n in self.entry(d)]))
        return out

    def entry(self, d: dict) -> list[nodes.Node]:
        ident, named = self.place("document", d, "document_id", "title"), self.naming.get(d["document_id"], {})
        day = lambda v: f"{v.day} {v:%B %Y}"  # noqa: E731
        life = [
            f"{label} {day(d[c])}"
            for c, label in (
                ("signed", "signed"),
                ("in_force", "in force"),
                ("suspended", "suspended"),
                ("ended", "ended"),
            )
            if d[c] == d[c] and d[c] is not None
        ]
        parties = ", ".join(fetch.row("actor", a)["name"] for a in split_list(d["parties"]))
        facts = "; ".join(
            [
                _kind(d) + (f" of {parties}" if parties else ""),
                *([d["place"]] if d["place"] else []),
                *life,
                f"standing: {str(d['status']).replace('-', ' ')}",
                f"evidence: {d['evidence']}",
            ]
        )
        return self.parts(
            f'<div class="rn-entry" data-print="entry" id="{ident}"><p><strong>{esc(d["title"])}</strong>, {when(d)}. ', self.inline(f"{d['summary']} {fetch.cite(d['sources'])}"),
            f'</p><p class="rn-meta" data-print="small">{esc(facts)}. ', listed(to_events(named.get("event", [])), "Events: "), listed(to_speakers(named.get("position", [])), "Positions: "),
            self.mentioned("document", d["document_id"]), "</p></div>",
        )  # fmt: skip


def _kind(document: dict) -> str:
    """Return the kind of a document as printed: the table keeps to plain letters."""
    return str(document["kind"]).replace("communique", "communiqué")


def _family_name(name: str) -> str:
    """Return the family name, with the particle that belongs to it."""
    words = name.split()
    start = next((i for i, w in enumerate(words) if i and w in {"de", "van", "von"}), len(words) - 1)
    return " ".join(words[start:])


class People(PageDirective):
    """Everybody who speaks or negotiates in the tables, by family name."""

    def run(self):
        self.depends_on("people", "actors", "events", "positions")
        frame, naming = load_people(), named_in("person")
        frame = frame.assign(family=frame["name"].map(_family_name)).sort_values(
            "family", key=lambda s: s.str.casefold()
        )
        out = []
        for p in frame.to_dict("records"):
            ident, named = self.place("person", p, "person_id", "name"), naming.get(p["person_id"], {})
            native = (
                f' (<span lang="{p["language"]}">{esc(p["native_name"])}</span>)'
                if p["native_name"] != p["name"]
                else ""
            )
            out += self.parts(
                f'<div class="rn-entry" data-print="entry" id="{ident}"><p><strong>{esc(p["name"])}</strong>{native}. ', self.inline(f"{p['roles'].rstrip('.')}. {fetch.cite(p['sources'])}"),
                '</p><p class="rn-meta" data-print="small">', listed(by_year("event", named.get("event", [])), "Events: "), listed(by_year("position", named.get("position", [])), "Positions: "),
                self.mentioned("person", p["person_id"]), "</p></div>",
            )  # fmt: skip
        return out


class Terms(PageDirective):
    """The glossary, as a Sphinx glossary, so that {term} links to it."""

    def run(self):
        self.depends_on("glossary")
        frame = load_glossary().sort_values("term_en", key=lambda s: s.str.casefold())
        lines = []
        for t in frame.to_dict("records"):
            lines += [t["term_en"], f"  {t['definition']} {fetch.cite(t['sources'])}", ""]
            seen = [
                f'{name}: <span lang="{code}">{esc(t[c])}</span>'
                for name, c, code in (("Russian", "term_ru", "ru"), ("Ukrainian", "term_uk", "uk"))
                if t[c]
            ]
            lines += [f"  {'; '.join(seen)}.", ""] if seen else []
        return self.block("```{glossary}\n" + "\n".join(lines) + "\n```")


class Contested(PageDirective):
    """Every contested question: agreed ground, rival readings, what would settle it."""

    def run(self):
        self.depends_on("claims", "readings")
        out = []
        for c in load_claims().to_dict("records"):
            ident = self.place("claim", c, "claim_id", "title")
            body = [
                *self.block(f"**{c['question']}**"),
                *self.block(f"```{{readings}} {c['claim_id']}\n```"),
                *self.mentioned("claim", c["claim_id"]),
            ]
            out.append(self.section(c["title"], ident, body))
        return out


class Codebook(PageDirective):
    """Every table and column of the data package, from the schema itself."""

    def run(self):
        self.env.note_dependency(str(tables()["phases"].path.parent / "datapackage.json"))
        out = []
        for t in tables().values():
            rows = ""
            for f in t.fields:
                fk = next((k for k in t.foreign_keys if k.column == f.name), None)
                allowed = [f.type, *(["required"] if f.required else []), *(["key"] if f.name in t.key else [])]
                if fk:
                    allowed.append(f"an id of {fk.table}")
                if f.refers_to:
                    allowed.append(f"ids of {f.refers_to}")
                if "enum" in f.constraints:
                    allowed.append("one of " + ", ".join(f.constraints["enum"]))
                if f.unit:
                    allowed.append(f.unit)
                rows += f'<tr><th scope="row"><code>{f.name}</code></th><td>{esc(f.description)}</td><td>{esc("; ".join(allowed))}</td></tr>'
            table = (
                f'<div class="rn-tablewrap" tabindex="0" role="region" aria-label="Columns of {t.name}"><table class="rn-codebook"><thead><tr><th scope="col">Column</th>'
                f'<th scope="col">Meaning</th><th scope="col">Allowed</th></tr></thead><tbody>{rows}</tbody></table></div>'
            )
            out.append(
                self.section(
                    f"{t.title} ({t.name}.csv)",
                    f"table-{t.name.replace('_', '-')}",
                    [*self.block(t.grain), *self.parts(table)],
                )
            )
        return out


def setup(app) -> None:
    for name, d in (
        ("record", Record),
        ("documents", Documents),
        ("people", People),
        ("terms", Terms),
        ("contested", Contested),
        ("codebook", Codebook),
    ):
        app.add_directive(name, d)
