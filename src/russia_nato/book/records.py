"""The record of a phase, {record}: its events, stated positions and council meetings, each with its sources."""

from __future__ import annotations

from docutils import nodes

from ..data import load_councils, load_events, load_positions, split_list
from ..dates import in_phase, iso_date, when
from ..typography import minus
from . import components as c
from .directives import position_node, to_person
from .links import Link, Mentions, listed, named_in, short_title, speaker, to_row, to_speakers
from .rows import CourseDirective, find_row


class PageDirective(CourseDirective):
    """A directive that makes sections with ids of their own."""

    def section(self, title: str, ident: str, *content: c.Content) -> nodes.section:
        """Return a section; its words go through the page's typography like any other."""
        box = nodes.section(ids=[ident], names=[nodes.fully_normalize_name(ident)])
        box += nodes.title("", title)
        box.extend(c.flat(content))
        return box

    def place(self, kind: str, ident: str, title: str) -> str:
        """Note where a row stands and what a search shows of it, and return the id of its place."""
        self.env.get_domain("rn").note_place(kind, ident, self.env.docname, title)
        return f"{kind}-{ident}"

    def named(self, kind: str, cell: str, lead: str) -> list[nodes.Node]:
        """Return the rows that a cell names as links with a lead, or nothing."""
        domain = self.env.get_domain("rn")
        links: list[Link] = []
        for ident in split_list(cell):
            domain.note_mention(kind, ident, self.env.docname)
            row = find_row(kind, ident)
            links.append(to_person(ident) if kind == "person" else to_row(kind, ident, row["title"], css=f"rn-{kind}"))
        return listed(links, lead)


class Record(PageDirective):
    """The record of a phase: its events, positions and council meetings, each with its sources."""

    required_arguments = 1

    def run(self):
        phase = self.row("phase", self.arguments[0])
        self.depends_on(
            "events", "positions", "people", "documents", "actors", "issues", "phases", "councils", "cameo_codes"
        )
        return [*self.events(phase), *self.positions(phase), *self.meetings(phase)]

    def events(self, phase: dict) -> list[nodes.Node]:
        """Return the events of a phase, a section a year."""
        self.naming = named_in("event")
        events = load_events()
        events = events[events["phase_id"] == phase["phase_id"]].sort_values(["start_date", "event_id"])
        return [
            self.section(f"Events of {year}", f"events-{year}", [self.event(e) for e in of_year.to_dict("records")])
            for year, of_year in events.groupby(events["start_date"].dt.year)
        ]

    def positions(self, phase: dict) -> list[nodes.Node]:
        """Return the positions stated in a phase, a section an issue."""
        positions, blocks = in_phase(load_positions(), phase), []
        for issue_id, of_issue in positions.groupby("issue_id", sort=False):
            issue = find_row("issue", issue_id)
            question = c.paragraph(nodes.emphasis("", issue["question"]))
            shown = [self.position(r) for r in of_issue.sort_values("date").to_dict("records")]
            blocks.append(self.section(issue["title"], f"positions-{issue_id}", question, shown))
        return [self.section("Stated positions", "positions", blocks)] if blocks else []

    def meetings(self, phase: dict) -> list[nodes.Node]:
        """Return the meetings of the councils in a phase."""
        meetings = in_phase(load_councils(), phase).sort_values("date").to_dict("records")
        shown = [self.meeting(m) for m in meetings]
        return [self.section("Council meetings", "council-meetings", shown)] if shown else []

    def event(self, e: dict) -> nodes.Node:
        ident = self.place("event", e["event_id"], f"{when(e)}: {e['title']}")
        source, target = (find_row("actor", e[column])["name"] for column in ("source_actor", "target_actor"))
        date = c.Time.of(when(e), html={"datetime": iso_date(e["start_date"], e["date_precision"])})
        facts = f"{source} → {target}; CAMEO {e['cameo_code']}; evidence: {e['evidence']}. "
        positions = self.naming.get(e["event_id"], {}).get("position", [])
        return c.EventEntry.of(
            c.EntryTitle.of(date, f", {e['place']}" if e["place"] else "", f". {e['title']}"),
            c.paragraph(e["summary"], self.cite(e["sources"])),
            c.Note.of(c.strong("Note."), f" {e['note']}") if e["note"] else None,
            c.Facts.of(
                facts, self.named("person", e["people"], "People: "), self.named("document", e["documents"], "Documents: "),
                listed(to_speakers(positions), "Positions: "), Mentions(kind="event", ident=e["event_id"]),
            ),
            ids=[ident],
        )  # fmt: skip

    def position(self, p: dict) -> nodes.Node:
        issue = find_row("issue", p["issue_id"])
        ident = self.place("position", p["position_id"], f"{when(p)}: {speaker(p)} on {issue['title']}")
        event, document = find_row("event", p["event_id"]), find_row("document", p["document_id"])
        return c.Entry.of(
            position_node(self, p["position_id"], linked=False),
            c.paragraph(p["paraphrase"]) if p["quotation"] else None,
            c.Facts.of(
                f"Why this stance: {minus(p['coding_note'])} Evidence: {p['evidence']}. ",
                listed([to_row("event", p["event_id"], when(event))] if event else [], "Event: "),
                listed([to_row("document", p["document_id"], short_title(document))] if document else [], "Document: "),
                Mentions(kind="position", ident=p["position_id"]),
            ),
            ids=[ident],
        )

    def meeting(self, m: dict) -> nodes.Node:
        place = f", {m['place']}" if m["place"] else ""
        head = f"{when(m)}{place}. {m['body']}, {str(m['level']).replace('-', ' ')}."
        text = c.paragraph(c.strong(head), f" {m['outcome']}", self.cite(m["sources"]))
        return c.Entry.of(text, ids=[f"meeting-{m['meeting_id']}"])


def setup(app) -> None:
    app.add_directive("record", Record)
