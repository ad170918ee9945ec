"""Directives with which a chapter draws on the data: {position}, {compare}, {readings}, {chart}, {quiz}, {key-points}, {document-set}."""

from __future__ import annotations

import matplotlib.pyplot as plt
from docutils import nodes
from docutils.parsers.rst import directives

from ..charts import chart_parts, data_table, plot_enlargement, plot_stances, plot_timeline
from ..data import load_events, load_members, load_positions
from ..dates import plain_date, when
from ..sides import SIDES, side_on
from . import rows as fetch
from .chart_index import note_chart
from .components import CourseDirective, Run, esc
from .links import to_row
from .quiz import QuizError, load_quiz, quiz_html


def quotation_html(row: dict) -> str:
    """Return a row's words: the quotation, the original where the words were not English, and whose translation it is."""
    if not row["quotation"]:
        return ""
    original = (
        f'<p class="rn-original" lang="{row["language"]}">{esc(row["quotation_original"])}</p>'
        if row["quotation_original"]
        else ""
    )
    whose = {"ours": "our translation", "press": "press translation", "official": "official translation"}.get(
        str(row["translation"]), ""
    )
    mark = f' <span class="rn-translation">({whose})</span>' if whose else ""
    return f"<blockquote><p>“{esc(row['quotation'])}”{mark}</p>{original}</blockquote>"


def side_of_row(row: dict) -> str:
    """Return the side on which the speaker stood when it spoke."""
    actor = fetch.row("actor", row["actor_id"])
    joined = actor["joined_nato"]
    plain = {
        "side": str(actor["side"]),
        "joined_nato": "" if joined != joined or joined is None else f"{joined:%Y-%m-%d}",
    }
    return side_on(plain, f"{row['date']:%Y-%m-%d}")


def position_nodes(d: CourseDirective, ident: str, linked: bool = True) -> list[nodes.Node]:
    """Return a stated position as a figure: words, speaker, date, venue, stance (linked to the reasons for it in the record) and source."""
    row = d.row("position", ident)
    d.env.get_domain("rn").note_mention("position", ident, d.env.docname)
    actor = fetch.row("actor", row["actor_id"])
    side = side_of_row(row)
    speaker = fetch.row("person", row["person_id"]) if row["person_id"] else None
    issue = fetch.row("issue", row["issue_id"])
    name = f"{{person}}`{row['person_id']}`, {actor['name']}" if speaker else actor["name"]
    stance = f"{int(row['stance']):+d}".replace("+0", "0")
    anchor = issue[
        {-2: "anchor_m2", -1: "anchor_m1", 0: "anchor_0", 1: "anchor_p1", 2: "anchor_p2"}[int(row["stance"])]
    ]
    stance = f"{issue['title']}: {stance}"
    words = quotation_html(row) or f'<blockquote class="rn-paraphrase"><p>{esc(row["paraphrase"])}</p></blockquote>'
    return d.parts(
        f'<figure class="rn-position side-{side}">{words}<figcaption><span class="rn-side" data-print="tag side">{SIDES[side].name}</span> ',
        d.inline(f"{name}, {when(row)}, {row['venue']}; {row['locator']} {fetch.cite(row['sources'])}"),
        f' <span class="rn-stance" data-print="tag" title="{esc(anchor)}">',
        [Run("", "", to_row("position", ident, stance) if linked else nodes.Text(stance))],
        "</span></figcaption></figure>",
    )


class Position(CourseDirective):
    """Set one stated position: its words, speaker and source."""

    required_arguments = 1

    def run(self):
        self.depends_on("positions", "people", "actors", "issues")
        return position_nodes(self, self.arguments[0])


class Compare(CourseDirective):
    """Set two or three stated positions side by side."""

    required_arguments, final_argument_whitespace, has_content = 1, True, True

    def run(self):
        self.depends_on("positions", "people", "actors", "issues")
        idents = [line.strip() for line in self.content if line.strip()]
        if not 2 <= len(idents) <= 3:
            raise self.error(f"compare has {len(idents)} positions: two or three are allowed, one id a line")
        issues = {self.row("position", i)["issue_id"] for i in idents}
        if len(issues) > 1:
            raise self.error(f"compare has positions on {sorted(issues)}: one issue is allowed")
        question = fetch.row("issue", issues.pop())["question"]
        inner = [n for i in idents for n in position_nodes(self, i)]
        head = f'<div class="rn-compare-box" data-print="box"><p class="rn-compare-title" data-print="title"><strong>{esc(self.arguments[0])}</strong><br>{esc(question)}</p>'
        return self.parts(f'{head}<div class="rn-compare" data-print="columns">', inner, "</div></div>")


class Readings(CourseDirective):
    """Set the rival readings of a contested question, with the ground that nobody disputes."""

    required_arguments = 1

    def run(self):
        self.depends_on("claims", "readings")
        from ..data import load_readings

        claim = self.row("claim", self.arguments[0])
        frame = load_readings()
        mine = frame[frame["claim_id"] == claim["claim_id"]].to_dict("records")
        out = self.parts(
            '<div class="rn-readings" data-print="box"><p><strong>Agreed ground.</strong> ',
            self.inline(f"{claim['agreed_ground']} {fetch.cite(claim['sources'])}"),
            "</p>",
        )
        for r in mine:
            words = quotation_html(r)
            out += self.parts(
                f'<figure class="rn-reading kind-{r["kind"]}"><figcaption><strong>{esc(r["holder"])}</strong> ({r["kind"]}, {plain_date(r["date"])})</figcaption><p>{esc(r["statement"])} ',
                self.inline(fetch.cite(r["sources"])), f"</p>{words}</figure>",
            )  # fmt: skip
        return out + self.parts(
            f"<p><strong>What would settle it.</strong> {esc(claim['what_would_settle'])}</p></div>"
        )


class Chart(CourseDirective):
    """Draw a chart at build time, with caption, alternative text, source line and data table."""

    required_arguments, has_content = 1, True
    option_spec = {
        "phase": directives.unchanged,
        "issue": directives.unchanged,
        "actors": directives.unchanged,
        "label": directives.unchanged,
        "name": directives.unchanged_required,
    }

    def _draw(self):
        kind, o = self.arguments[0], self.options
        if kind == "timeline":
            self.depends_on("events", "phases", "actors", "cameo_codes")
            return plot_timeline(
                load_events(), phase=o.get("phase"), label=o["label"].replace(",", " ").split() if "label" in o else 6
            )
        if kind == "stances":
            self.depends_on("positions", "issues", "actors")
            frame = load_positions()
            if "phase" in o:
                span = self.row("phase", o["phase"])
                frame = frame[(frame["date"] >= span["start_date"]) & ~(frame["date"] > span["end_date"])]
            return plot_stances(
                frame, issue=o.get("issue", ""), actors=o["actors"].replace(",", " ").split() if "actors" in o else None
            )
        if kind == "enlargement":
            self.depends_on("members")
            return plot_enlargement(load_members())
        raise self.error(f"unknown chart {kind!r}: allowed is one of timeline, stances, enlargement")

    def run(self):
        if "name" not in self.options:
            raise self.error("chart needs a :name:, such as fig-timeline-1")
        if not "".join(self.content).strip():
            raise self.error("chart needs a caption that says what to see")
        try:
            ax = self._draw()
        except ValueError as e:
            raise self.error(str(e)) from None
        before, source, table = chart_parts(ax, self.options["name"])
        rows = len(data_table(ax))
        plt.close(ax.figure)
        note_chart(self.env, self.arguments[0], self.options["name"], before, " ".join(self.content))
        caption = self.inline(" ".join(self.content))
        if (
            self.arguments[0] == "timeline" and "phase" in self.options
        ):  # the record is this chart's table, and has the sources too
            number = self.row("phase", self.options["phase"])["number"]
            link = self.inline(f"[All {rows} events with their sources](record-{number}.md)")
            return self.parts(
                before + '<p class="rn-caption">',
                caption,
                '</p><p class="rn-source screen-only" data-print="omit">',
                link,
                f".</p>{source}</figcaption></figure>",
            )
        return self.parts(before + '<p class="rn-caption">', caption, f"</p>{source}</figcaption>{table}</figure>")


class Quiz(CourseDirective):
    """Set the self-check questions of a file in data/quizzes."""

    required_arguments = 1

    def run(self):
        from ..data import data_dir

        path = data_dir() / "quizzes" / f"{self.arguments[0]}.yml"
        self.env.note_dependency(str(path))
        try:
            quiz = load_quiz(path)
        except QuizError as e:
            raise self.error(str(e)) from None
        return self.parts(quiz_html(quiz))


class Box(CourseDirective):
    """A titled box around ordinary content: key points, or a set of documents to read against one another."""

    has_content, optional_arguments, final_argument_whitespace = True, 1, True

    def run(self):
        self.assert_has_content()
        title = (
            f'<p class="rn-box-title" data-print="title"><strong>{esc(self.arguments[0])}</strong></p>'
            if self.arguments
            else ""
        )
        label = esc(self.arguments[0]) if self.arguments else self.name.replace("-", " ").capitalize()
        box = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, box)
        printed = "box keep" if self.name == "key-points" else "box"
        head = f'<div class="{self.name}" data-print="{printed}" role="group" aria-label="{label}">{title}'
        return self.parts(head, box.children, "</div>")


def setup(app) -> None:
    for name, d in (
        ("position", Position),
        ("compare", Compare),
        ("readings", Readings),
        ("chart", Chart),
        ("quiz", Quiz),
        ("key-points", Box),
        ("document-set", Box),
    ):
        app.add_directive(name, d)
