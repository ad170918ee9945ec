"""Explorers in the pages: the rows of each as a deck beside the book, and {explorer}, which sets one with its list."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxRole

from lean_book.cards import deck_script

from ..charts import Drawing, drawing
from ..charts.pens.sheet import SHAPES
from ..charts.pens.tiles import FIRST
from ..data import cutoff_date, load_issues, load_positions
from ..dates import written_date
from ..explorers.page import body_html, content, list_html, part_attributes, swapped, weights_html, year_html
from ..explorers.rows import rows_of
from ..typography import smart_html
from . import components as c
from .chart_index import note_drawing
from .links import to_page
from .rows import CourseDirective

FOLDER = "rows"  # of the decks, in the static folder


def citation(source: Path) -> str:
    """Return how the course is cited: authors, title, edition, and the day to which the data go."""
    known = yaml.safe_load((source / "CITATION.cff").read_text("utf-8")) if (source / "CITATION.cff").is_file() else {}
    edition = f", edition {known['version']}" if known else ""
    title = known.get("title", "Russia and NATO, 1989 to today")
    return f"The course contributors, {title}{edition}, data to {written_date(cutoff_date())}"


def explored(env, docname: str, ident: str, drawn: Drawing) -> tuple[str, dict[str, str]]:
    """Return a drawing as one that opens: its HTML and attributes; its rows go into a deck that a reader's first touch loads."""
    rows, deck = rows_of(drawn), f"{FOLDER}/{ident}"
    held = content(drawn, rows) | {"items": rows.items(), "cite": citation(Path(env.srcdir))}
    env.get_domain("rn").note_deck(docname, deck, deck_script(deck, held))
    body = body_html(drawn, rows, short=True)
    return body, part_attributes(drawn, rows, deck)


def settings(env, drawn: Drawing) -> tuple[dict[str, str], str]:
    """Return the attributes of an explorer of this kind, and the tools that no other has."""
    more = {"cite": citation(Path(env.srcdir))}
    if drawn.kind != "tiles":
        return more, weights_html() if drawn.kind == "index" else ""
    return more | {"slider": str(FIRST)}, year_html(FIRST, cutoff_date().year)


class Explorer(CourseDirective):
    """Set a drawing that opens, with its list: ``timeline`` (all years), ``stances`` (every issue), ``councils``, ``tiles`` or ``index``."""

    required_arguments, has_content = 1, True
    option_spec = {"name": directives.unchanged_required, "issue": directives.unchanged}
    TABLES = "events positions issues actors people phases councils members turning_points acts".split()

    def run(self):
        kind, ident, caption = self.arguments[0], self.options.get("name", ""), " ".join(self.content)
        if not ident or not caption:
            raise self.error("explorer needs a :name: and a caption that says what to see")
        self.depends_on(*self.TABLES)
        options = {"issue": self.options["issue"]} if "issue" in self.options else {}
        try:
            drawn = drawing(kind, **options)
        except (TypeError, ValueError) as e:
            raise self.error(str(e)) from None
        rows, domain = rows_of(drawn), self.env.get_domain("rn")
        note_drawing(self.env, kind, ident, drawn.words.alt, drawn.thumbnail(), caption)
        deck = f"{FOLDER}/{ident}"
        more, choices = settings(self.env, drawn)
        if kind == "stances":
            deck, choices = self.issues(ident, self.options.get("issue", ""))
        else:
            domain.note_deck(self.env.docname, deck, deck_script(deck, content(drawn, rows)))
        if kind == "timeline":
            more["shapes"] = _shapes()
        body = nodes.raw("", body_html(drawn, rows, choices), format="html")
        listed = nodes.raw("", list_html(rows), format="html")
        below = [c.ChartWords.of(self.inline(caption)), c.Source.of(f"Source: {drawn.words.source}")]
        attributes = part_attributes(drawn, rows, deck, **more)
        return [
            c.Drawing.of(body, listed, c.ChartCaption.of(below), ids=[ident], classes=["rn-explorer"], html=attributes)
        ]

    def issues(self, ident: str, first: str) -> tuple[str, str]:
        """Note a deck an issue, and return that of the first and the choice among them."""
        titles = load_issues().set_index("issue_id")["title"]
        said = [i for i in titles.index if i in set(load_positions()["issue_id"])]
        for issue in said:
            drawn, deck = drawing("stances", issue=issue), f"{FOLDER}/{ident}-{issue}"
            script = deck_script(deck, swapped(drawn, rows_of(drawn)))
            self.env.get_domain("rn").note_deck(self.env.docname, deck, script)
        order = [first, *(i for i in said if i != first)]
        options = "".join(f'<option value="{FOLDER}/{ident}-{i}">{smart_html(titles[i])}</option>' for i in order)
        return (
            f"{FOLDER}/{ident}-{first}",
            f'<label><span>Question</span> <select name="deck">{options}</select></label> ',
        )


class ViewRole(SphinxRole):
    """``{view}`words <timeline: from=2014-02&to=2014-04>` ``: links to what an explorer's page shows under this address."""

    def run(self):
        words, _, rest = self.text.rpartition("<")
        page, _, view = rest.removesuffix(">").partition(":")
        if not words.strip() or not view.strip():
            message = self.inliner.reporter.error(
                f"view {self.text!r} needs words, a page and what it shows, such as words <timeline: from=2014-02>",
                line=self.lineno,
            )
            return [nodes.problematic(self.rawtext, self.rawtext)], [message]
        anchor = f"explore=explorer-{page.strip()}&{view.strip().replace(' ', '+')}"
        return [to_page(f"explore-{page.strip()}", words.strip(), anchor)], []


def _shapes() -> str:
    """Return the full-sized marks of acts for a script that enlarges a stretch of all years."""
    return json.dumps({kind: SHAPES[kind][0] for kind in ("word", "cooperation", "conflict", "neutral")})


def _write(app, exception) -> None:
    """Write the decks into the static folder, and delete those that no page uses any more."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static"
    kept = set()
    for decks in app.env.get_domain("rn").data["decks"].values():
        for name, script in decks.items():
            file = folder / f"{name}.js"
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.is_file() or file.read_text("utf-8") != script:
                file.write_text(script, "utf-8")
            kept.add(file)
    for file in (folder / FOLDER).rglob("*.js"):
        if file not in kept:
            file.unlink()


def setup(app) -> None:
    app.add_directive("explorer", Explorer)
    app.add_role("view", ViewRole())
    app.connect("build-finished", _write)
