"""Ways into the book made from the tables, {ways-by-phase} to {ways-by-document}, and what {changed-since}.

Each is a short list that leads to a full one. What it picks it counts, so that nobody's choice stands behind it.
"""

from __future__ import annotations

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives

from ..data import (
    cutoff_date,
    load_claims,
    load_documents,
    load_events,
    load_issues,
    load_people,
    load_phases,
    load_positions,
    split_list,
)
from ..dates import in_phase, when, written_date, years
from ..sides import SIDES
from . import components as c
from .links import named_in, to_page, to_row
from .rows import CourseDirective, find_row

CHANGED = ("suspended", "ended", "superseded")


def count(n: int, word: str) -> str:
    """Return a number with its noun."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


class Ways(CourseDirective):
    """A directive that makes a short list of links."""

    def items(self, rows: list[list[nodes.Node]]) -> list[nodes.Node]:
        out = nodes.bullet_list(bullet="-")
        for row in rows:
            out += nodes.list_item("", nodes.paragraph("", "", *row))
        return [out]

    def joined(self, links: list[nodes.Node], between: str = ", ") -> list[nodes.Node]:
        return [n for i, link in enumerate(links) for n in ([nodes.Text(between)] if i else []) + [link]]


class ByPhase(Ways):
    """The phases with their questions: chapter, record and workshop of each."""

    def run(self):
        self.depends_on("phases", "events", "positions")
        events, positions, rows = load_events(), load_positions(), []
        for p in load_phases().to_dict("records"):
            n = p["number"]
            told, held = int((events["phase_id"] == p["phase_id"]).sum()), len(in_phase(positions, p))
            title = nodes.strong("", "", nodes.Text(f"{n} "), to_page(f"phase-{n}", p["title"]))
            record = to_page(f"record-{n}", f"Record of {count(told, 'event')} and {count(held, 'position')}")
            question, workshop = (
                nodes.Text(f", {years(p)}. {p['question']} "),
                to_page(f"phase-{n}-workshop", "workshop"),
            )
            rows.append([title, question, *self.joined([record, workshop]), nodes.Text(".")])
        return self.items(rows)


class ByQuestion(Ways):
    """The contested questions, each linked to its readings."""

    def run(self):
        self.depends_on("claims")
        return self.items([[to_row("claim", c["claim_id"], c["question"])] for c in load_claims().to_dict("records")])


class ByIssue(Ways):
    """The issues on which positions are coded, each linked to the phases in which positions on it stand."""

    def run(self):
        self.depends_on("issues", "phases", "positions")
        positions, phases, rows = load_positions(), load_phases().to_dict("records"), []
        for i in load_issues().to_dict("records"):
            mine = positions[positions["issue_id"] == i["issue_id"]]
            told = [p["number"] for p in phases if len(in_phase(mine, p))]
            links = [to_page(f"record-{n}", str(n), f"positions-{i['issue_id']}") for n in told]
            if links:
                lead = f"{i['question']} {count(len(mine), 'position')}, phase{'s' if len(links) > 1 else ''} "
                rows.append([nodes.Text(lead), *self.joined(links), nodes.Text(".")])
        return self.items(rows)


class ByPerson(Ways):
    """The people whom most events and positions name, so many for each side."""

    option_spec = {"each": directives.positive_int}

    def run(self):
        self.depends_on("people", "actors", "events", "positions")
        named, rows = named_in("person"), []
        people = [p for p in load_people().to_dict("records") if p["actor_id"]]
        total = lambda p: sum(map(len, named.get(p["person_id"], {}).values()))  # noqa: E731
        for side in ("nato", "russia", "between"):
            mine = [p for p in people if str(find_row("actor", p["actor_id"])["side"]) == side]
            mine.sort(key=lambda p: (-total(p), p["name"]))
            links: list[nodes.Node] = []
            for p in mine[: self.options.get("each", 5)]:
                found = named.get(p["person_id"], {})
                held = ", ".join(count(len(found[k]), k) for k in ("event", "position") if k in found)
                person = to_row("person", p["person_id"], p["name"])
                links.append(nodes.inline("", "", *c.flat([person, f" ({held})" if held else ""])))
            rows.append(
                [nodes.strong("", SIDES[side].name), nodes.Text(": "), *self.joined(links, "; "), nodes.Text(".")]
            )
        return self.items(rows)


class ByDocument(Ways):
    """The documents of each phase that most events and positions name."""

    option_spec = {"each": directives.positive_int}

    def run(self):
        self.depends_on("documents", "phases", "events", "positions")
        named, rows = named_in("document"), []
        for p in load_phases().to_dict("records"):
            mine = in_phase(load_documents(), p).to_dict("records")
            mine.sort(
                key=lambda d: (-sum(map(len, named.get(d["document_id"], {}).values())), d["date"], d["document_id"])
            )
            chosen = sorted(mine[: self.options.get("each", 3)], key=lambda d: d["date"])
            links = [to_row("document", d["document_id"], d["title"]) for d in chosen]
            if links:
                title = nodes.strong("", f"{p['number']} {p['title']}")
                rows.append([title, nodes.Text(": "), *self.joined(links, "; "), nodes.Text(".")])
        return self.items(rows)


class ChangedSince(CourseDirective):
    """Which documents of a phase have been suspended, ended or superseded since; which were never in force."""

    required_arguments = 1

    def run(self):
        phase = self.row("phase", self.arguments[0])
        self.depends_on("documents", "phases")
        frame = load_documents().sort_values(["date", "document_id"])
        first = phase["number"] == load_phases()["number"].min()  # documents from before it are looked at there
        mine = (frame[frame["date"] <= phase["end_date"]] if first else in_phase(frame, phase)).to_dict("records")
        changed = [d for d in mine if str(d["status"]) in CHANGED or pd.notna(d["suspended"]) or pd.notna(d["ended"])]
        never = [d for d in mine if str(d["status"]) == "never-in-force"]
        end = cutoff_date()
        day = written_date(end)
        if changed:
            span = "up to the end of this phase" if first else "of this phase"
            text = f"Of the {len(mine)} documents {span} in the tables "
            text += f"{len(changed)} had lost force or been replaced by {day}.\n\n"
            text += "".join(f"- {self.change(d)}\n" for d in changed)
        else:
            text = f"None of the {len(mine)} documents of this phase in the tables "
            text += f"had been suspended, ended or superseded by {day}.\n"
        if never:
            text += f"\nNever in force: {'; '.join(self.named(d) for d in never)}.\n"
        return self.block(text)

    def named(self, d: dict) -> str:
        return f"{{document}}`{d['document_id']}` ({when(d)}) {{cite}}`{','.join(split_list(d['sources']))}`"

    def change(self, d: dict) -> str:
        days = (("first suspended on", d["suspended"]), ("ended on", d["ended"]))
        told = [f"{label} {written_date(day)}" for label, day in days if pd.notna(day)]
        if str(d["status"]) in CHANGED and not any(str(d["status"]) in t for t in told):
            told.append(f"{d['status']}, on a day that the tables do not hold")
        return f"{self.named(d)}: {'; '.join(told)}."


def setup(app) -> None:
    ways = {"phase": ByPhase, "question": ByQuestion, "issue": ByIssue, "person": ByPerson, "document": ByDocument}
    for name, directive in ways.items():
        app.add_directive(f"ways-by-{name}", directive)
    app.add_directive("changed-since", ChangedSince)
