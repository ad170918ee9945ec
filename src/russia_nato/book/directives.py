"""Directives with which a chapter draws on the data: {position}, {compare}, {chart}, {quiz}, {key-points}, {document-set}."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives

from ..charts import Drawing, drawing, table_html
from ..data import data_dir
from ..dates import when
from ..offices import office_on
from ..sides import SIDES, side_on
from ..typography import signed
from . import components as c
from .chart_index import note_drawing
from .explorers import explored
from .links import Link, to_row
from .quiz import QuizError, load_quiz, quiz_nodes
from .rows import CourseDirective, find_row, offices_of

ANCHORS = {-2: "anchor_m2", -1: "anchor_m1", 0: "anchor_0", 1: "anchor_p1", 2: "anchor_p2"}
READ = {"whole": "read whole", "extract": "read in extracts", "abstract": "read in its abstract"}
TRANSLATIONS = {"ours": "our translation", "press": "press translation", "official": "official translation"}


def quotation(row: dict) -> nodes.Node | None:
    """Return a row's words: the quotation, the original where the words were not English, and whose translation it is."""
    if not row["quotation"]:
        return None
    whose = TRANSLATIONS.get(str(row["translation"]))
    mark = [" ", c.Translation.of(f"({whose})")] if whose else None
    original = row["quotation_original"]
    return c.Quotation.of(
        c.paragraph(f"“{row['quotation']}”", mark),
        c.native(original, row["language"], c.Original) if original else None,
    )


def position_node(d: CourseDirective, ident: str, linked: bool = True) -> nodes.Node:
    """Return a stated position: words, speaker, date, venue, stance (linked to the reasons for it in the record) and source."""
    row = d.row("position", ident)
    domain = d.env.get_domain("rn")
    domain.note_mention("position", ident, d.env.docname)
    actor, issue = find_row("actor", row["actor_id"]), find_row("issue", row["issue_id"])
    side = side_on(actor, row["date"])
    name: list = [actor["name"]]
    if row["person_id"]:
        domain.note_mention("person", row["person_id"], d.env.docname)
        held = office_on(offices_of(row["person_id"]), row["person_id"], row["actor_id"], f"{row['date']:%Y-%m-%d}")
        name = [to_person(row["person_id"]), f", {held or actor['name']}"]
    stance = f"{issue['title']}: {signed(int(row['stance']))}"
    return c.Words.of(
        quotation(row) or c.Quotation.of(c.paragraph(row["paraphrase"]), classes=["rn-paraphrase"]),
        c.Caption.of(
            c.SideTag.of(SIDES[side].name), " ", name, f", {when(row)}, {row['venue']}; {row['locator']}", d.cite(row["sources"]), " ",
            c.StanceTag.of(to_row("position", ident, stance) if linked else stance, html={"title": issue[ANCHORS[int(row["stance"])]]}),
        ),
        classes=[f"side-{side}"],
    )  # fmt: skip


def to_person(ident: str) -> Link:
    """Return a link to a person by name, as the role {person} makes it."""
    return to_row("person", ident, find_row("person", ident)["name"], css="rn-person")


class Position(CourseDirective):
    """Set one stated position: its words, speaker and source."""

    required_arguments = 1

    def run(self):
        self.depends_on("positions", "people", "offices", "actors", "issues")
        return [position_node(self, self.arguments[0])]


class Compare(CourseDirective):
    """Set two to four stated positions side by side."""

    required_arguments, final_argument_whitespace, has_content = 1, True, True

    def run(self):
        self.depends_on("positions", "people", "offices", "actors", "issues")
        idents = [line.strip() for line in self.content if line.strip()]
        if not 2 <= len(idents) <= 4:
            raise self.error(f"compare has {len(idents)} positions: two to four are allowed, one id a line")
        issues = {self.row("position", i)["issue_id"] for i in idents}
        if len(issues) > 1:
            raise self.error(f"compare has positions on {sorted(issues)}: one issue is allowed")
        question = find_row("issue", issues.pop())["question"]
        title = c.BoxTitle.of(c.strong(self.arguments[0]), c.Break.of(), question, classes=["rn-compare-title"])
        columns = c.Columns.of([position_node(self, i) for i in idents])
        return [c.Box.of(title, columns, classes=["rn-compare-box"])]


class Chart(CourseDirective):
    """Set a drawing, wide and narrow, with title, caption, alternative text, source line and data table."""

    required_arguments, has_content = 1, True
    option_spec = {
        "phase": directives.unchanged,
        "issue": directives.unchanged,
        "actors": directives.unchanged,
        "year": directives.nonnegative_int,
        "name": directives.unchanged_required,
    }
    TABLES = {
        "timeline": ("events", "phases", "actors", "acts", "turning_points"),
        "stances": ("positions", "issues", "actors", "people", "phases"),
        "councils": ("councils", "events", "turning_points"),
        "tiles": ("members", "actors", "events"),
    }

    def draw(self) -> Drawing:
        """Return the drawing that the argument names, of its tables."""
        kind = self.arguments[0]
        self.depends_on(*self.TABLES.get(kind, ()))
        options = {name: value for name, value in self.options.items() if name != "name"}
        if "actors" in options:
            options["actors"] = options["actors"].replace(",", " ").split()
        try:
            return drawing(kind, **options)
        except TypeError:
            raise self.error(f"the drawing {kind!r} takes no {' or '.join(sorted(options))} of these") from None
        except ValueError as e:
            raise self.error(str(e)) from None

    def run(self):
        if "name" not in self.options:
            raise self.error("chart needs a :name:, such as fig-timeline-1")
        caption = " ".join(self.content)
        if not caption.strip():
            raise self.error("chart needs a caption that says what to see")
        drawn, ident = self.draw(), self.options["name"]
        note_drawing(self.env, self.arguments[0], ident, drawn.words.alt, drawn.thumbnail(), caption)
        record = self.to_record(len(drawn.words.table))
        below = [c.ChartWords.of(self.inline(caption)), *record, c.Source.of(f"Source: {drawn.words.source}")]
        table = [] if record else [nodes.raw("", table_html(drawn.words), format="html")]
        body, attributes = explored(self.env, self.env.docname, ident, drawn)
        return [
            c.Drawing.of(
                nodes.raw("", body, format="html"), c.ChartCaption.of(below), table,
                ids=[ident], classes=["rn-explorer"], html=attributes,
            )
        ]  # fmt: skip

    def to_record(self, rows: int) -> list[nodes.Node]:
        """Return a link to the record of a phase where a timeline shows one: it is the chart's table, and has the sources too."""
        if self.arguments[0] != "timeline" or "phase" not in self.options:
            return []
        number = self.row("phase", self.options["phase"])["number"]
        link = self.inline(f"[All {rows} events with their sources](record-{number}.md)")
        return [c.RecordLink.of(link, ".")]


class Quiz(CourseDirective):
    """Set the self-check questions of a file in data/quizzes."""

    required_arguments = 1

    def run(self):
        path = data_dir() / "quizzes" / f"{self.arguments[0]}.yml"
        self.env.note_dependency(str(path))
        try:
            quiz = load_quiz(path)
        except QuizError as e:
            raise self.error(str(e)) from None
        return [quiz_nodes(quiz)]


class Box(CourseDirective):
    """A titled box around ordinary content: key points, or a set of documents to read against one another."""

    has_content, optional_arguments, final_argument_whitespace = True, 1, True

    def run(self):
        self.assert_has_content()
        title = " ".join(self.arguments)
        inside = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, inside)
        kind = c.KeptBox if self.name == "key-points" else c.Box
        label = title or self.name.replace("-", " ").capitalize()
        head = c.BoxTitle.of(c.strong(title), classes=["rn-box-title"]) if title else None
        return [kind.of(head, inside.children, classes=[self.name], html={"role": "group", "aria-label": label})]


def setup(app) -> None:
    for name, d in (
        ("position", Position),
        ("compare", Compare),
        ("chart", Chart),
        ("quiz", Quiz),
        ("key-points", Box),
        ("document-set", Box),
    ):
        app.add_directive(name, d)
