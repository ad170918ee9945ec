"""What is counted anew at each build: {counts}, {evidence-levels} and {coder-agreement}."""

from __future__ import annotations

import re

from ..agreement_of_events import event_agreement
from ..bibliography import load_references
from ..data import cutoff_date, data_dir, load_double_coding, load_second_reading, load_table
from ..dates import written_date
from ..measures.agreement import krippendorff_alpha
from ..package import read_all
from ..report import faults
from ..schema import tables
from . import components as c
from .rows import CourseDirective

TABLES = {
    "events": "Events",
    "positions": "Positions",
    "documents": "Documents",
    "councils": "Meetings",
    "readings": "Readings",
}
LEVELS = ("primary", "report", "scholarship")


class Counts(CourseDirective):
    """How much the tables hold, and up to which date."""

    def run(self):
        self.depends_on(*tables())
        words = {"events": "events", "positions": "stated positions", "documents": "documents", "members": "Allies", "councils": "council meetings", "claims": "contested questions",
                 "readings": "readings of them", "glossary": "terms", "people": "people"}  # fmt: skip
        counts = [f"{n:,} {w}" for t, w in words.items() if (n := len(load_table(t)))]
        day = cutoff_date()
        text = f"The data hold {', '.join(counts)} and {len(load_references()):,} sources; they reach to {written_date(day)}, the cut-off date of this edition."
        return self.block(text)


class EvidenceLevels(CourseDirective):
    """A table of how many rows stand on which evidence and were read twice, and how many sources are in English."""

    def run(self):
        self.depends_on(*TABLES, "second_reading")
        twice = load_second_reading()
        self.env.note_dependency(str(data_dir() / "references.bib"))
        rows = []
        for table, title in TABLES.items():
            frame = load_table(table)
            two = int(frame["sources"].str.contains(";", regex=False).sum())
            again = twice[twice["table"] == table]
            corrected = int((again["verdict"] == "corrected").sum())
            by_level = (int((frame["evidence"] == level).sum()) for level in LEVELS)
            counts = [len(frame), *by_level, two, len(again), corrected]
            rows.append(c.row(title, *map(str, counts), number=True))
        levels = (level.capitalize() for level in LEVELS)
        columns = ("Rows of", "All", *levels, "Two sources", "Read twice", "Corrected")
        languages = re.findall(r"(?m)^\s*langid\s*=\s*\{(\w+)\}", (data_dir() / "references.bib").read_text("utf-8"))
        english = languages.count("english")
        text = (
            f"Of the {len(languages):,} sources whose language is entered, {english:,} "
            f"({english / len(languages):.0%}) are in English; the others are in {len(set(languages)) - 1} languages."
        )
        return [c.table("Rows by evidence", columns, rows), *self.block(text.replace("%", " %"))]


class CoderAgreement(CourseDirective):
    """How far two coders of the same positions, and of the same events, agreed."""

    def run(self):
        self.depends_on("double_coding", "event_double_coding", "acts")
        codes = load_double_coding()
        apart = (codes["coder_1"] - codes["coder_2"]).abs()
        same, most = int((apart == 0).sum()), int(apart.max())
        alpha = krippendorff_alpha(codes[["coder_1", "coder_2"]], "ordinal")
        words = codes[["coder_1", "coder_3"]].dropna()
        alone, of_words = int((words["coder_1"] == words["coder_3"]).sum()), krippendorff_alpha(words, "ordinal")
        text = (
            f"{len(codes)} positions were placed on the scale twice, the second time without sight of the first stance "
            f"and its note. The two chose the same point for {same} ({same / len(codes):.0%}) and were never more than "
            f"{most} {'point' if most == 1 else 'points'} apart; Krippendorff's alpha, ordinal, is {alpha:.2f}. "
            f"A third coder had the quoted words of {len(words)} of them alone, without speaker and paraphrase, and chose "
            f"the first coder's point for {alone} ({alone / len(words):.0%}); alpha is {of_words:.2f}."
        )
        return [*self.block(text.replace("%", " %")), *self.block(_of_events().replace("%", " %"))]


def _of_events() -> str:
    """Say how far two coders of the same events agreed."""
    rows = read_all(data_dir())[0].rows
    done = {a.what: a for a in event_agreement(rows["event_double_coding"], rows["acts"])}
    act = done["act"]
    rest = ", ".join(f"{done[w].alpha:.2f} for {name}" for w, name in _COMPARED.items())
    return (
        f"{act.units} events, drawn at random, were coded a second time from their title, summary, place and note, without "
        f"sight of the first coding. The two chose the same act of {len(rows['acts'])} for {act.same} "
        f"({act.same / act.units:.0%}); Krippendorff's alpha, nominal, is {act.alpha:.2f} for the act, {rest}."
    )


_COMPARED = {
    "CAMEO root": "the root of its CAMEO code",
    "words or deeds": "words against deeds",
    "side of the source": "the side that acts",
    "side of the target": "the side acted upon",
}


class MeasuredFaults(CourseDirective):
    """The error rate of a sample, the recall against chronologies, and how much of the plan for positions is answered."""

    def run(self):
        self.depends_on("error_sample", "recall", "position_plan", "positions", "phases")
        return self.block(faults().replace("\n", "\n\n").replace(" %", " %"))


def setup(app) -> None:
    app.add_directive("counts", Counts)
    app.add_directive("evidence-levels", EvidenceLevels)
    app.add_directive("coder-agreement", CoderAgreement)
    app.add_directive("measured-faults", MeasuredFaults)
