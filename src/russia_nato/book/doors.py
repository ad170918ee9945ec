"""Ways on: {arc} and {continue} on the first page, the whole course in one drawing and where a reader was; at a chapter's end, what comes next."""

from __future__ import annotations

import re

from docutils import nodes

from ..charts import drawing, drawing_html
from . import components as c
from .links import page_named, reference, to_page
from .rows import CourseDirective, find_row, rows_of

CHAPTER = re.compile(r"(?:.*/)?phase-(\d+)")


class Next(c.Part, nodes.container):
    """The ways on from a chapter, which paper leaves to its contents."""

    tag, css, printed = "nav", "rn-next", "omit"


class Arc(c.Drawing):
    """The drawing on the first page, which paper shows where it can be explored."""

    css, printed = "rn-chart rn-drawing rn-arc", "omit"


class WholeArc(CourseDirective):
    """Set the band of all years, with the way to the page on which it opens."""

    has_content = True

    def run(self):
        self.depends_on("events", "phases", "actors", "acts", "turning_points")
        drawn = drawing("timeline")
        words = c.ChartWords.of(self.inline(" ".join(self.content)), " ", to_page("explore-timeline", "Open it"), ".")
        return [Arc.of(nodes.raw("", drawing_html(drawn), format="html"), c.ChartCaption.of(words), ids=["fig-arc"])]


class Continue(CourseDirective):
    """A place where a script puts the way to the page that was read last."""

    def run(self):
        return [c.Reply.of(html={"data-continue": ""}, classes=["rn-continue"])]


def ways_on(app, docname: str, number: int) -> list[nodes.list_item]:
    """Return the ways on from the chapter of a phase: workshop, contested questions that it tells of, record, next chapter."""
    env, builder = app.env, app.builder

    def to(page: str, lead: str, words: str = "", anchor: str = "") -> list[nodes.list_item]:
        known = page_named(env, page)
        if not known:
            return []
        link = reference(builder, docname, known, anchor, nodes.Text(words or env.titles[known].astext()))
        return [nodes.list_item("", nodes.paragraph("", "", nodes.Text(lead), link, nodes.Text(".")))]

    domain = env.get_domain("rn")
    asked = [ident for ident in rows_of("claim") if docname in domain.mentions("claim", ident)]
    return [
        *to(f"phase-{number}-workshop", "Work with the evidence: "),
        *(item for i in asked for item in to(f"contested-{i}", "Weigh a contested question: ", find_row("claim", i)["title"])),
        *to(f"record-{number}", "Look it up: "),
        *to("labs", "Cross the phases: "),
        *to(f"phase-{number + 1}", "Read on: "),
    ]  # fmt: skip


def _lead_on(app, doctree: nodes.document, docname: str) -> None:
    chapter = CHAPTER.fullmatch(docname)
    section = doctree.next_node(nodes.section)
    if not chapter or section is None:
        return
    items = ways_on(app, docname, int(chapter[1]))
    if items:
        title = c.BoxTitle.of(c.strong("What next"))
        section += Next.of(title, nodes.bullet_list("", *items, bullet="-"), html={"aria-label": "What next"})


def setup(app) -> None:
    app.add_directive("arc", WholeArc)
    app.add_directive("continue", Continue)
    app.connect("doctree-resolved", _lead_on)
