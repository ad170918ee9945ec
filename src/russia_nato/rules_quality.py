"""Rules on offices, on answers to contested questions, and on what the tables say of their own faults; the first line of each says what it promises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .errors import Problem
from .package import Package
from .quality import planned_positions
from .rules_rows import Rule
from .tabular import split_list

_SENTENCE = re.compile(r"[.?!][\"'”’)]*(?=\s+[A-Z“\"]|$)")


def offices_in_order(p: Package) -> Iterator[Problem]:
    """An office does not end before it begins, and nothing in the table begins or ends after the cut-off."""
    for line, row in p.each("offices"):
        since, until = row["since"], row["until"]
        if until and until[: len(since)] < since[: len(until)]:
            yield Problem("offices.csv", line, "until", until, f"{since} or later, or empty")
        for column in ("since", "until"):
            if row[column] > p.cutoff:
                yield Problem("offices.csv", line, column, row[column], f"{p.cutoff} (the cut-off) or earlier")


def seen_ends(p: Package) -> Iterator[Problem]:
    """An office known only from the days on which it was seen says until when: an open end is a term's."""
    for line, row in p.each("offices"):
        if row["bounds"] == "seen" and not row["until"]:
            yield Problem("offices.csv", line, "until", "", "the last day on which a source shows the person in office")


def plan_is_answered(p: Package) -> Iterator[Problem]:
    """The plan says why a position is missing where none stands, and only there."""
    answered = planned_positions(p.rows["position_plan"], p.rows["positions"], p.rows["phases"])
    for (line, row), (_, n) in zip(p.each("position_plan"), answered, strict=True):
        if n and row["why_empty"]:
            allowed = (
                f"empty, because positions.csv has {n} of {row['asked']} on {row['issue_id']} in {row['phase_id']}"
            )
            yield Problem("position_plan.csv", line, "why_empty", row["why_empty"], allowed, ("positions", "phases"))
        if not n and not row["why_empty"]:
            allowed = f"why positions.csv has none of {row['asked']} on {row['issue_id']} in {row['phase_id']}"
            yield Problem("position_plan.csv", line, "why_empty", "", allowed, ("positions", "phases"))


def sample_is_of_fields(p: Package) -> Iterator[Problem]:
    """Every sampled field names a column of a table, and what was read in where its source was reached."""
    for line, row in p.each("error_sample"):
        table = p.tables.get(row["table"])
        if table is None:
            yield Problem("error_sample.csv", line, "table", row["table"], f"one of {', '.join(sorted(p.tables))}")
        elif row["column"] not in table.columns:
            allowed = f"a column of {row['table']}.csv: {', '.join(table.columns)}"
            yield Problem("error_sample.csv", line, "column", row["column"], allowed)
        if row["verdict"] != "not reached" and not row["read_in"]:
            yield Problem("error_sample.csv", line, "read_in", "", "what was read, because the verdict rests on it")
        if row["verdict"] in ("imprecise", "wrong") and not row["found"]:
            yield Problem(
                "error_sample.csv", line, "found", "", f"what the source says, because the field is {row['verdict']}"
            )


def recall_is_shown(p: Package) -> Iterator[Problem]:
    """An entry of a chronology that is held names the events that tell it; one that is not says why."""
    for line, row in p.each("recall"):
        told = row["verdict"] in ("held", "entered")
        if told and not split_list(row["events"]):
            yield Problem("recall.csv", line, "events", "", f"the events that tell it, because it is {row['verdict']}")
        if not told and not row["reason"]:
            yield Problem("recall.csv", line, "reason", "", f"why, because it is {row['verdict']}")


def answers_have_readings(p: Package) -> Iterator[Problem]:
    """A contested question has two answers or more, each with a reading, and a reading gives an answer to its own question."""
    claim_of = {row["answer_id"]: row["claim_id"] for row in p.rows["answers"]}
    given = {row["answer_id"] for row in p.rows["readings"]}
    for line, row in p.each("readings"):
        claim = claim_of.get(row["answer_id"], row["claim_id"])  # an answer that is not there is refused as such
        if claim != row["claim_id"]:
            allowed = f"an answer to {row['claim_id']} (this one answers {claim})"
            yield Problem("readings.csv", line, "answer_id", row["answer_id"], allowed, ("answers",))
    for line, row in p.each("answers"):
        if row["answer_id"] not in given:
            allowed = "an answer that a reading gives"
            yield Problem("answers.csv", line, "answer_id", row["answer_id"], allowed, ("readings",))
    answers = Counter(claim_of.values())
    for line, row in p.each("claims"):
        if answers[row["claim_id"]] < 2:
            allowed = "a question with two answers or more in answers.csv"
            yield Problem("claims.csv", line, "claim_id", row["claim_id"], allowed, ("answers",))


def summaries_are_short(p: Package) -> Iterator[Problem]:
    """The summary of a contested question has three sentences, and the case for an answer two to five."""
    for table, column, least, most in (("claims", "summary", 3, 3), ("answers", "case", 2, 5)):
        for line, row in p.each(table):
            n = len(_SENTENCE.findall(row[column]))
            if not least <= n <= most:
                allowed = f"{least} sentences" if least == most else f"{least} to {most} sentences"
                yield Problem(f"{table}.csv", line, column, f"{row[column][:60]}… ({n})", allowed)


RULES: tuple[Rule, ...] = (offices_in_order, seen_ends, plan_is_answered, sample_is_of_fields, recall_is_shown,
                             answers_have_readings, summaries_are_short)  # fmt: skip
