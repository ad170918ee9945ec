"""Rules that a table schema cannot hold, on cells, lists, sources and words; the first line of each says what it promises."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from .errors import Problem
from .package import Package
from .tabular import split_list

MAX_WORDS = 35
Rule = Callable[[Package], Iterator[Problem]]

_STRAY = re.compile(r"^\s|\s$|  |[\x00-\x1f\x7f\u200b\ufeff]")
_SENTENCE_END = re.compile(r"[.?!][\"'”’)]*$")


def clean_cells(p: Package) -> Iterator[Problem]:
    """Cells hold no stray white space, control characters or decomposed letters."""
    for name in p.rows:
        for line, row in p.each(name):
            for column, value in row.items():
                if _STRAY.search(value):
                    allowed = "no white space at the ends, no double spaces, no control characters"
                    yield Problem(f"{name}.csv", line, column, value, allowed)
                elif not unicodedata.is_normalized("NFC", value):
                    yield Problem(f"{name}.csv", line, column, value, "letters composed by Unicode NFC")


def known_in_lists(p: Package) -> Iterator[Problem]:
    """Every id named in a list stands in the table (or the bibliography) that it names, once."""
    ids: dict[str, set[str]] = {}
    for name, table in p.tables.items():
        for field in (f for f in table.fields if f.separator):
            other = field.refers_to
            known = ids.setdefault(other, p.ids(other)) if other else set()
            where = "references.bib" if other == "references" else f"{other}.csv"
            for line, row in p.each(name):
                parts = split_list(row[field.name])
                if row[field.name] != field.separator.join(parts) or len(set(parts)) != len(parts):
                    yield Problem(f"{name}.csv", line, field.name, row[field.name], 'ids, each once, separated by "; "')
                for part in parts if other else ():
                    if part not in known:
                        yield Problem(f"{name}.csv", line, field.name, part, f"an id that stands in {where}", (other,))


def evidence_has_its_source(p: Package) -> Iterator[Problem]:
    """A row read as primary cites a primary source; one read as scholarship cites a study."""
    keywords = {key: ref.keywords for key, ref in p.references.items()}
    for name, table in p.tables.items():
        if "evidence" not in table.columns:
            continue
        for line, row in p.each(name):
            kinds = set().union(*(keywords.get(k, ()) for k in split_list(row["sources"])))
            if kinds and row["evidence"] in ("primary", "scholarship") and row["evidence"] not in kinds:
                allowed = f"at least one source with the keyword {row['evidence']}, or another level of evidence"
                yield Problem(f"{name}.csv", line, "evidence", row["evidence"], allowed)


def no_duplicates(p: Package) -> Iterator[Problem]:
    """No event, position, document, meeting or reading is entered twice."""
    keys = {
        "events": ("start_date", "source_actor", "target_actor", "act", "place"),
        "positions": ("date", "actor_id", "person_id", "issue_id", "venue", "locator"),
        "documents": ("date", "title"),
        "councils": ("date", "body", "level"),
        "readings": ("claim_id", "holder", "date", "locator"),
        "glossary": ("term_ru", "term_uk", "definition"),
        "people": ("native_name",),
    }
    for name, columns in keys.items():
        first: dict[tuple[str, ...], int] = {}
        for line, row in p.each(name):
            value = tuple(row[c].casefold() for c in columns)
            if value in first:
                allowed = f"not the same as row {first[value]}; merge the two or tell them apart"
                yield Problem(f"{name}.csv", line, "+".join(columns), " / ".join(row[c] for c in columns), allowed)
            first.setdefault(value, line)


def no_repeated_words(p: Package) -> Iterator[Problem]:
    """No two events, positions on an issue or readings of a claim have the same title, quotation or statement."""
    for name, words, within in (
        ("events", "title", None),
        ("positions", "quotation", "issue_id"),
        ("readings", "quotation", "claim_id"),
        ("readings", "statement", "claim_id"),
    ):
        first: dict[tuple[str, str], int] = {}
        for line, row in p.each(name):
            plain = re.sub(r"\W+", " ", row[words].casefold()).strip()
            value = (row[within] if within else "", plain)
            if plain and value in first:
                yield Problem(f"{name}.csv", line, words, row[words], f"words that row {first[value]} does not have")
            first.setdefault(value, line)


def quotations_in_bounds(p: Package) -> Iterator[Problem]:
    """Quotations have 35 words at the most, a language and a translator, and ours stand beside the original."""
    for name in ("positions", "readings"):
        for line, row in p.each(name):
            for column, value, allowed in _quotation_faults(row):
                yield Problem(f"{name}.csv", line, column, value, allowed)


def _quotation_faults(row: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for column in ("quotation", "quotation_original"):
        if (n := len(row[column].split())) > MAX_WORDS:
            yield column, f"{row[column][:60]}… ({n} words)", f"at most {MAX_WORDS} words"
    words, translation = row["quotation"], row["translation"]
    if words and not row["language"]:
        yield "language", "", "the language of the words as first spoken (ISO 639-1)"
    if words and not translation:
        yield "translation", "", "original, official, press or ours"
    if translation == "ours" and not row["quotation_original"]:
        yield "quotation_original", "", "the original words, because the translation is ours"
    if words and (translation == "original") != (row["language"] == "en"):
        allowed = f"original if and only if the language is en (it is {row['language']!r})"
        yield "translation", translation, allowed
    if not words and (translation or row["quotation_original"]):
        yield "quotation", "", "the English words, because an original or a translator is given"


def sentences(p: Package) -> Iterator[Problem]:
    """Titles have a capital first and no full stop; summaries, notes and paraphrases are whole sentences."""
    for line, row in p.each("events"):
        title = row["title"]
        if title.endswith(".") or not (title[:1].isupper() or title[:1].isdigit()):
            yield Problem("events.csv", line, "title", title, "a sentence with a capital and without a full stop")
    whole = {"events": ["summary"], "positions": ["paraphrase", "coding_note"], "documents": ["summary"], "readings": ["statement"],
             "claims": ["agreed_ground"], "glossary": ["definition"], "councils": ["outcome"], "indicators": ["definition"]}  # fmt: skip
    for name, columns in whole.items():
        for line, row in p.each(name):
            for column in columns:
                text = row[column]
                if text and (not _SENTENCE_END.search(text) or len(text.split()) < 3):
                    allowed = "one or more whole sentences, ending in a full stop"
                    yield Problem(f"{name}.csv", line, column, text[-60:], allowed)


def nothing_empty(p: Package) -> Iterator[Problem]:
    """Every indicator and claim is used: a value or more, two readings or more."""
    for parent, key, child, least in (
        ("indicators", "indicator_id", "series", 1),
        ("claims", "claim_id", "readings", 2),
    ):
        counts = Counter(row[key] for row in p.rows[child])
        for line, row in p.each(parent):
            if counts[row[key]] < least:
                allowed = f"an id with {least} or more rows in {child}.csv"
                yield Problem(f"{parent}.csv", line, key, row[key], allowed, (child,))


def read_twice_stands(p: Package) -> Iterator[Problem]:
    """A row called read twice stands in its table."""
    known: dict[str, set[str]] = {}
    for line, row in p.each("second_reading"):
        name = row["table"]
        if name not in p.tables:
            continue  # the schema has refused it
        key = p.tables[name].key
        if name not in known:
            known[name] = {"|".join(r[c] for c in key) for r in p.rows[name]}
        if row["row_id"] not in known[name]:
            allowed = f"the key of a row of {name}.csv ({' | '.join(key)})"
            yield Problem("second_reading.csv", line, "row_id", row["row_id"], allowed, (name,))


RULES: tuple[Rule, ...] = (
    clean_cells, known_in_lists, evidence_has_its_source, no_duplicates, no_repeated_words, quotations_in_bounds, sentences,
    nothing_empty, read_twice_stands,
)  # fmt: skip
