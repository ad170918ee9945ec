"""The rules that a table schema cannot hold: what must be true between cells, rows, tables and sources.

Each rule is a function from the package's rows to problems; `RULES` lists them with the sentence that says what they promise.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .bibliography import Reference
from .data import split_list
from .errors import Problem
from .schema import Table

MAX_WORDS = 35


@dataclass
class Package:
    """All rows as strings, with what is needed to judge them."""

    folder: Path
    tables: dict[str, Table]
    rows: dict[str, list[dict[str, str]]]
    references: dict[str, Reference]
    cutoff: str

    def each(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        return enumerate(self.rows.get(table, []), 2)

    def ids(self, table: str) -> set[str]:
        return {r[self.tables[table].key[0]] for r in self.rows[table]}


Rule = Callable[[Package], Iterator[Problem]]
RULES: list[tuple[str, Rule]] = []


def rule(promise: str) -> Callable[[Rule], Rule]:
    def add(f: Rule) -> Rule:
        RULES.append((promise, f))
        return f

    return add


@rule("Cells hold no stray white space, control characters or decomposed letters.")
def clean_cells(p: Package):
    for name in p.rows:
        for line, row in p.each(name):
            for column, value in row.items():
                if value != value.strip() or "  " in value or re.search(r"[\x00-\x1f\x7f\u200b\ufeff]", value):
                    yield Problem(
                        f"{name}.csv",
                        line,
                        column,
                        value,
                        "no white space at the ends, no double spaces, no control characters",
                    )
                elif unicodedata.normalize("NFC", value) != value:
                    yield Problem(f"{name}.csv", line, column, value, "letters composed by Unicode NFC")


@rule("Every id named in a list stands in the table (or the bibliography) that it names, once.")
def known_in_lists(p: Package):
    ids = {"references": set(p.references)}
    for name, table in p.tables.items():
        for field in table.fields:
            if not field.separator:
                continue
            for line, row in p.each(name):
                parts = split_list(row[field.name])
                if row[field.name] != field.separator.join(parts) or len(set(parts)) != len(parts):
                    yield Problem(f"{name}.csv", line, field.name, row[field.name], 'ids, each once, separated by "; "')
                for part in parts if field.refers_to else ():
                    if part not in ids.setdefault(
                        field.refers_to, set() if field.refers_to == "references" else p.ids(field.refers_to)
                    ):
                        where = "references.bib" if field.refers_to == "references" else f"{field.refers_to}.csv"
                        yield Problem(f"{name}.csv", line, field.name, part, f"an id that stands in {where}")


@rule("A row read as primary cites a primary source; one read as scholarship cites a study.")
def evidence_has_its_source(p: Package):
    for name, table in p.tables.items():
        if "evidence" not in table.columns:
            continue
        for line, row in p.each(name):
            kinds = set().union(
                *(p.references[k].keywords for k in split_list(row["sources"]) if k in p.references), set()
            )
            if kinds and row["evidence"] in ("primary", "scholarship") and row["evidence"] not in kinds:
                allowed = f"at least one source with the keyword {row['evidence']}, or another level of evidence"
                yield Problem(f"{name}.csv", line, "evidence", row["evidence"], allowed)


@rule(
    "A date is not finer than its source: a month stands as its first day, an autumn as 1 September, a year as 1 January."
)
def precision_holds(p: Package):
    for name, table in p.tables.items():
        if "date_precision" not in table.columns:
            continue
        column = "start_date" if "start_date" in table.columns else "date"
        for line, row in p.each(name):
            ending = {"month": "-01", "autumn": "-09-01", "year": "-01-01"}.get(row["date_precision"], "")
            if not row[column].endswith(ending):
                yield Problem(
                    f"{name}.csv",
                    line,
                    column,
                    row[column],
                    f"precision is {row['date_precision']}: a date that ends in {ending}",
                )


@rule("Nothing ends before it starts, and nothing is dated after the cut-off or before 1945.")
def dates_in_order(p: Package):
    for name, table in p.tables.items():
        dates = [f.name for f in table.fields if f.type == "date"]
        for line, row in p.each(name):
            for column in dates:
                if row[column] and not "1945-01-01" <= row[column] <= p.cutoff and name != "phases":
                    yield Problem(
                        f"{name}.csv", line, column, row[column], f"a date from 1945 to the cut-off, {p.cutoff}"
                    )
            for first, last in (("start_date", "end_date"), ("date", "end_date"), ("signed", "in_force"), ("signed", "ended"),
                                ("in_force", "ended"), ("in_force", "suspended"), ("invited", "protocol_signed"), ("protocol_signed", "acceded")):  # fmt: skip
                if row.get(first) and row.get(last) and row[last] < row[first]:
                    yield Problem(f"{name}.csv", line, last, row[last], f"a date not before {first} {row[first]}")
                if last == "end_date" and row.get(first) and row.get(last) == row[first]:
                    yield Problem(f"{name}.csv", line, last, row[last], f"empty, or a date after {first} {row[first]}")


@rule("The phases follow one another without gap or overlap, and every event lies inside its phase.")
def events_inside_phases(p: Package):
    spans, after = {}, None
    for line, row in p.each("phases"):
        start, end = row["start_date"], row["end_date"] or "9999-12-31"
        if after and start != after:
            yield Problem("phases.csv", line, "start_date", start, f"the day after the phase before it ends, {after}")
        after = (dt.date.fromisoformat(end) + dt.timedelta(1)).isoformat() if row["end_date"] else None
        spans[row["phase_id"]] = (start, end)
    for line, row in p.each("events"):
        start, end = spans.get(row["phase_id"], ("", "9999"))
        if not start <= row["start_date"] <= end:
            yield Problem(
                "events.csv",
                line,
                "start_date",
                row["start_date"],
                f"a date inside {row['phase_id']}, {start} to {end}",
            )


@rule("No event, position, document, meeting or reading is entered twice.")
def no_duplicates(p: Package):
    keys = {
        "events": ("start_date", "source_actor", "target_actor", "cameo_code", "place"),
        "positions": ("date", "actor_id", "person_id", "issue_id", "venue", "locator"),
        "documents": ("date", "title"),
        "councils": ("date", "body", "level"),
        "readings": ("claim_id", "holder", "date", "locator"),
        "glossary": ("term_ru", "term_uk", "definition"),
        "people": ("native_name",),
    }
    for name, columns in keys.items():
        first: dict[tuple, tuple[int, dict]] = {}
        titles: dict[tuple, int] = {}
        for line, row in p.each(name):
            value = tuple(row[c].casefold() for c in columns)
            if value in first:
                shown = " / ".join(row[c] for c in columns)
                yield Problem(
                    f"{name}.csv",
                    line,
                    "+".join(columns),
                    shown,
                    f"not the same as row {first[value][0]}; merge the two or tell them apart",
                )
            first.setdefault(value, (line, row))
            text = next((row[c] for c in ("title", "quotation", "statement") if row.get(c)), "")
            plain = (row.get("claim_id", "") + row.get("issue_id", ""), re.sub(r"\W+", " ", text.casefold()).strip())
            if plain[1] and plain in titles and name in ("events", "positions", "readings"):
                yield Problem(f"{name}.csv", line, None, text, f"words that row {titles[plain]} does not have already")
            titles.setdefault(plain, line)


@rule("Quotations have 35 words at the most, a language and a translator, and ours stand beside the original.")
def quotations_in_bounds(p: Package):
    for name in ("positions", "readings"):
        for line, row in p.each(name):
            for column in ("quotation", "quotation_original"):
                n = len(row[column].split())
                if n > MAX_WORDS:
                    yield Problem(
                        f"{name}.csv", line, column, f"{row[column][:60]}… ({n} words)", f"at most {MAX_WORDS} words"
                    )
            if row["quotation"] and not row["language"]:
                yield Problem(
                    f"{name}.csv", line, "language", "", "the language of the words as first spoken (ISO 639-1)"
                )
            if row["quotation"] and not row["translation"]:
                yield Problem(f"{name}.csv", line, "translation", "", "original, official, press or ours")
            if row["translation"] == "ours" and not row["quotation_original"]:
                yield Problem(
                    f"{name}.csv", line, "quotation_original", "", "the original words, because the translation is ours"
                )
            if (row["translation"] == "original") != (row["language"] == "en") and row["quotation"]:
                yield Problem(
                    f"{name}.csv",
                    line,
                    "translation",
                    row["translation"],
                    f"original if and only if the language is en (it is {row['language']!r})",
                )
            if not row["quotation"] and (row["translation"] or row["quotation_original"]):
                yield Problem(
                    f"{name}.csv",
                    line,
                    "quotation",
                    "",
                    "the English words, because an original or a translator is given",
                )


@rule(
    "Titles are sentences of a timeline (no full stop, a capital first); summaries, notes and paraphrases are whole sentences."
)
def sentences(p: Package):
    for line, row in p.each("events"):
        if row["title"].endswith(".") or not row["title"][:1].isupper() and not row["title"][:1].isdigit():
            yield Problem(
                "events.csv", line, "title", row["title"], "a sentence with a capital and without a full stop"
            )
    whole = {"events": ["summary"], "positions": ["paraphrase", "coding_note"], "documents": ["summary"], "readings": ["statement"],
             "claims": ["agreed_ground"], "glossary": ["definition"], "councils": ["outcome"], "indicators": ["definition"]}  # fmt: skip
    for name, columns in whole.items():
        for line, row in p.each(name):
            for column in columns:
                if row[column] and (not re.search(r"[.?!][\"'”’)]*$", row[column]) or len(row[column].split()) < 3):
                    yield Problem(
                        f"{name}.csv",
                        line,
                        column,
                        row[column][-60:],
                        "one or more whole sentences, ending in a full stop",
                    )


@rule("An actor acts while it exists, and joins NATO on the day that the members table gives.")
def actors_in_time(p: Package):
    until = {"ussr": "1991-12-31", "gdr": "1990-10-03", "warsaw-pact": "1991-07-01", "czechoslovakia": "1992-12-31"}
    since = {
        "czech-republic": "1993-01-01",
        "slovakia": "1993-01-01",
        "pjc": "1997-05-27",
        "nrc": "2002-05-28",
        "nacc": "1991-11-07",
    }
    for name, column, date in (
        ("events", "source_actor", "start_date"),
        ("events", "target_actor", "start_date"),
        ("positions", "actor_id", "date"),
    ):
        for line, row in p.each(name):
            a, d = row[column], row[date]
            if d > until.get(a, "9999") or d < since.get(a, ""):
                yield Problem(
                    f"{name}.csv",
                    line,
                    column,
                    a,
                    f"an actor that exists on {d} ({a}: {since.get(a, '')} to {until.get(a, '')})",
                )
    acceded = {r["actor_id"]: r["acceded"] for r in p.rows["members"]}
    for line, row in p.each("actors"):
        if row["joined_nato"] != acceded.get(row["actor_id"], ""):
            allowed = f"the day in members.csv, {acceded.get(row['actor_id']) or 'none'}"
            yield Problem("actors.csv", line, "joined_nato", row["joined_nato"], allowed)
    names = {r["actor_id"]: r for r in p.rows["actors"]}
    for line, row in p.each("members"):
        actor = names.get(row["actor_id"], {})
        for column, theirs in (("country", "name"), ("iso3", "iso3")):
            if actor and row[column] != actor[theirs]:
                yield Problem("members.csv", line, column, row[column], f"as in actors.csv, {actor[theirs]!r}")


@rule("CAMEO codes in the table are those in use.")
def cameo_in_use(p: Package):
    used = {r["cameo_code"] for r in p.rows["events"]}
    for line, row in p.each("cameo_codes"):
        if row["cameo_code"] not in used:
            yield Problem("cameo_codes.csv", line, "cameo_code", row["cameo_code"], "a code that an event uses")


@rule("A document's dates agree with its standing.")
def documents_stand(p: Package):
    needs = {"ended": "ended", "suspended": "suspended"}
    for line, row in p.each("documents"):
        column = needs.get(row["status"])
        if column and not row[column]:
            yield Problem("documents.csv", line, column, "", f"a date, because the status is {row['status']}")
        if row["status"] in ("in-force", "political") and row["ended"]:
            yield Problem("documents.csv", line, "ended", row["ended"], f"empty, because the status is {row['status']}")


@rule("Every issue, indicator and claim is used: positions, values and two readings or more.")
def nothing_empty(p: Package):
    for parent, key, child, least in (
        ("indicators", "indicator_id", "series", 1),
        ("claims", "claim_id", "readings", 2),
    ):
        counts: dict[str, int] = {}
        for _, row in p.each(child):
            counts[row[key]] = counts.get(row[key], 0) + 1
        for line, row in p.each(parent):
            if counts.get(row[key], 0) < least:
                yield Problem(f"{parent}.csv", line, key, row[key], f"an id with {least} or more rows in {child}.csv")


@rule("A row called read twice stands in its table.")
def read_twice_stands(p: Package):
    known: dict[str, set[str]] = {}
    for line, row in p.each("second_reading"):
        name = row["table"]
        if name not in p.tables:
            continue  # the schema has refused it
        ids = known.setdefault(name, {"|".join(r[c] for c in p.tables[name].key) for r in p.rows[name]})
        if row["row_id"] not in ids:
            allowed = f"the key of a row of {name}.csv ({' | '.join(p.tables[name].key)})"
            yield Problem("second_reading.csv", line, "row_id", row["row_id"], allowed)
