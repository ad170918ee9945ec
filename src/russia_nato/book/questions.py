"""Contested questions: {readings}, all that stands on the page of one, and {contested}, the list of all."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes

from ..data import load_claims, load_readings, load_table
from ..dates import plain_date
from . import components as c
from .directives import READ, quotation
from .links import Mentions, to_row
from .records import PageDirective

#: Who holds a reading, in the order in which holders stand below an answer.
HOLDERS = {
    "government": "Governments",
    "organisation": "Organisations",
    "court": "Courts",
    "commission": "Commissions",
    "witness": "Witnesses",
    "scholarship": "Scholars",
}


class Question(c.Part, nodes.container):
    """A contested question with what was found and what is disputed."""

    css, printed = "rn-question", "box"


class Spectrum(c.Part, nodes.container):
    """The answers to a contested question side by side, with who gives each."""

    css, printed = "rn-spectrum", "columns"


class Stand(c.Part, nodes.container):
    """An answer and those who give it."""

    css, printed = "rn-stand", "card"


class StandTitle(c.Part, nodes.paragraph):
    """The answer."""

    tag, css, printed = "p", "rn-stand-title", "title"


class Tally(c.Part, nodes.inline):
    """How many there are."""

    tag, css = "span", "rn-tally"


class QuestionTitle(c.EntryTitle):
    """The title of a question in the list of all, next below that of the page."""

    tag = "h2"


class Holders(c.Part, nodes.paragraph):
    """Those of one kind who give an answer."""

    tag, css = "p", "rn-holders"


class HolderKind(c.Part, nodes.inline):
    """What kind of holders they are."""

    tag, css = "span", "rn-holder-kind"


class Holder(c.Part, nodes.inline):
    """One of them."""

    tag, css = "span", "rn-holder"


def answers_of(claim_id: str) -> list[tuple[dict, list[dict]]]:
    """Return the answers to a question, each with the readings that give it, by kind of holder and date.

    Examples
    --------
    >>> all(readings for _, readings in answers_of("promise-1990"))
    True
    """
    answers, readings, order = load_table("answers"), load_readings(), list(HOLDERS)
    return [
        (
            answer,
            sorted(
                readings[readings["answer_id"] == answer["answer_id"]].to_dict("records"),
                key=lambda r: (order.index(r["kind"]), r["date"], r["holder"]),
            ),
        )
        for answer in answers[answers["claim_id"] == claim_id].to_dict("records")
    ]


def within(anchor: str, words: str) -> nodes.reference:
    """Return a link to a place on the same page."""
    return nodes.reference("", words, internal=True, refid=anchor)


def spectrum(answers: list[tuple[dict, list[dict]]]) -> nodes.Element:
    """Return who stands where: a column an answer, below it its holders by kind, each a link to the words."""
    return Spectrum.of([_stand(answer, readings) for answer, readings in answers], html={"role": "list"})


def _stand(answer: dict, readings: list[dict]) -> nodes.Element:
    holders = [
        Holders.of(
            HolderKind.of(HOLDERS[kind]),
            [Holder.of(within(f"reading-{r['reading_id']}", r["holder"])) for r in of_kind],
        )
        for kind, of_kind in ((k, list(g)) for k, g in groupby(readings, key=lambda r: r["kind"]))
    ]
    head = within(f"answer-{answer['answer_id']}", answer["answer"])
    return Stand.of(StandTitle.of(head, " ", Tally.of(str(len(readings)))), holders, html={"role": "listitem"})


class Readings(PageDirective):
    """All that stands on the page of a question: finding, who stands where, agreed ground, each answer, what would settle it."""

    required_arguments = 1

    def run(self):
        self.depends_on("claims", "answers", "readings")
        claim = self.row("claim", self.arguments[0])
        answers = answers_of(claim["claim_id"])
        settle = c.paragraph(claim["what_would_settle"])
        return [
            self.head(claim),
            self.section("Who stands where", "who-stands-where", spectrum(answers)),
            self.section("Agreed ground", "agreed-ground", c.paragraph(claim["agreed_ground"], self.cite(claim["sources"]))),
            *(self.answer(answer, readings) for answer, readings in answers),
            self.section("What would settle it", "what-would-settle-it", settle, Mentions(kind="claim", ident=claim["claim_id"])),
        ]  # fmt: skip

    def head(self, claim: dict) -> nodes.Element:
        """Return the question, what a body with the right to find has found, and what is disputed."""
        found = c.paragraph(c.strong("What was found."), f" {claim['finding']}") if claim["finding"] else None
        ident = self.place("claim", claim["claim_id"], claim["title"])
        return Question.of(c.paragraph(c.strong(claim["question"])), found, c.paragraph(claim["summary"]), ids=[ident])

    def answer(self, answer: dict, readings: list[dict]) -> nodes.section:
        """Return an answer: the strongest case for it, who gives it in what words, what would move its holders."""
        mind = c.paragraph(c.strong("What would change your mind."), f" {answer['change_mind']}")
        case = c.paragraph(answer["case"], self.cite(answer["sources"]))
        given = [self.reading(r) for r in readings]
        return self.section(answer["answer"], f"answer-{answer['answer_id']}", case, given, mind)

    def reading(self, r: dict) -> nodes.Element:
        """Return a reading: its holder, its content, its words."""
        return c.Reading.of(
            c.Caption.of(c.strong(r["holder"]), f" ({r['kind']}, {plain_date(r['date'])}; {READ[r['read']]})"),
            c.paragraph(r["statement"], self.cite(r["sources"])),
            quotation(r),
            classes=[f"kind-{r['kind']}"],
            ids=[f"reading-{r['reading_id']}"],
        )


class Contested(PageDirective):
    """Every contested question in short, with the way to its page."""

    def run(self):
        self.depends_on("claims", "answers", "readings")
        return [self.entry(claim) for claim in load_claims().to_dict("records")]

    def entry(self, claim: dict) -> nodes.Element:
        """Return a question in short; its id is that of its place, because links of earlier editions lead to it here."""
        answers = answers_of(claim["claim_id"])
        many = f"{len(answers)} answers, {sum(len(readings) for _, readings in answers)} readings"
        return c.Entry.of(
            QuestionTitle.of(to_row("claim", claim["claim_id"], claim["title"])),
            c.paragraph(c.strong(claim["question"]), f" {claim['summary']}"),
            c.Facts.of(f"{many}{'; a body has found' if claim['finding'] else ''}."),
            ids=[f"claim-{claim['claim_id']}"],
        )


def setup(app) -> None:
    app.add_directive("readings", Readings)
    app.add_directive("contested", Contested)
