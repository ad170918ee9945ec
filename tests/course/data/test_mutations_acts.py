"""Seeded corruptions of acts: each rule on acts catches what breaks it, where it was broken."""

from __future__ import annotations

import datetime as dt

import pytest

from russia_nato.package import read_all
from russia_nato.rules_acts import COVERT, FINDINGS, INVITING, JOINING, JOINT_COUNCILS, MAY_LAST
from russia_nato.schema import data_dir

from .spoiling import any_row, missed_by, put


def _act(p, row):
    return next(a for a in p.rows["acts"] if a["act_id"] == row["act"])


def _is(*acts):
    return lambda p, row: row["act"] in acts


def _within(word):
    return lambda p, row: _act(p, row)["within"] == word


def _other(column):
    """Return a value of the column that another act has."""
    return lambda rng, p, row: rng.choice(sorted({a[column] for a in p.rows["acts"]} - {row[column]}))


def _next_day(rng, p, row):
    return (dt.date.fromisoformat(row["start_date"]) + dt.timedelta(1)).isoformat()


def _another_day(rng, p, row):
    row["start_date"] = _next_day(rng, p, row)
    return "source_actor"


def _unquoted(rng, p, row):
    row |= {"quotation": "", "quotation_original": "", "translation": "", "confidence": "3"}
    return "confidence"


def _second_of_its_code(p, row):
    first = next(a for a in p.rows["acts"] if a["cameo_code"] == row["cameo_code"])
    return first is not row and first["act_id"] != row["act_id"] and row["cameo_code"][:2] not in ("01", "02")


def _example(rng, p, row):
    return rng.choice([e["event_id"] for e in p.rows["events"] if e["act"] != row["act_id"]])


# What is broken, in which table, in which rows, and how; each returns the column at which it must be reported.
CORRUPTIONS = {
    "another act's code": ("events", any_row, put("cameo_code", _other("cameo_code"))),
    "another act's PLOVER type": ("events", any_row, put("plover_type", _other("plover_type"))),
    "another act's PLOVER mode": ("events", any_row, put("plover_mode", _other("plover_mode"))),
    "an act that is not in the table": ("events", any_row, put("act", "does-something")),
    "no act": ("events", any_row, put("act", "")),
    "a finding of another kind": ("events", _is(*FINDINGS), put("kind", "statement")),
    "another act called a finding": ("events", lambda p, r: r["act"] not in (*FINDINGS, "demands"), lambda g, p, r: put("kind", "finding")(g, p, r) and "act"),
    "a paper towards another": ("events", _within("always"), put("target_actor", "france")),
    "an act towards oneself": ("events", _within("never"), put("target_actor", lambda g, p, r: r["source_actor"])),
    "a joint council without Moscow": ("events", lambda p, r: r["source_actor"] in JOINT_COUNCILS and r["act"] == "council-meets", put("target_actor", "france")),
    "a state that meets as a council": ("events", _is("council-meets", "council-decides"), put("source_actor", "france")),
    "a covert act told as fact": ("events", _is(*COVERT), put("note", "")),
    "an act of one day that ends": ("events", lambda p, r: _act(p, r)["lasts"] == "no" and r["kind"] not in MAY_LAST and r["date_precision"] == "day", put("end_date", _next_day)),
    "a resolution of a state": ("events", _is("resolution-adopted"), put("source_actor", "france")),
    "a veto in a state": ("events", _is("vetoed"), put("target_actor", "france")),
    "an Ally that wishes to join": ("events", _is(*JOINING), put("source_actor", "norway")),
    "an Ally that is invited": ("events", _is(*INVITING), put("target_actor", "norway")),
    "an accession on another day": ("events", lambda p, r: r["act"] == "accedes" and r["target_actor"] == "nato", _another_day),
    "a state that never acceded": ("events", lambda p, r: r["act"] == "accedes" and r["target_actor"] == "nato", put("source_actor", "austria")),
    "a sure stance without words": ("positions", lambda p, r: r["quotation"], _unquoted),
    "confidence of four": ("positions", any_row, put("confidence", "4")),
    "no confidence": ("positions", any_row, put("confidence", "")),
    "an act that nobody does": ("acts", any_row, put("act_id", lambda g, p, r: r["act_id"] + "-never")),
    "an example of another act": ("acts", lambda p, r: r["example"], put("example", _example)),
    "an example that is no event": ("acts", any_row, put("example", "nothing-happens")),
    "a PLOVER type of a dropped root": ("acts", lambda p, r: r["cameo_code"][:2] in ("01", "02"), put("plover_type", "AGREE")),
    "two PLOVER types of one code": ("acts", _second_of_its_code, put("plover_type", "RETREAT YIELD")),
    "a code that CAMEO's table lacks": ("acts", any_row, put("cameo_code", "999")),
    "neither words nor deeds": ("acts", any_row, put("deed", "gestures")),
    "lasts perhaps": ("acts", any_row, put("lasts", "perhaps")),
    "within sometimes": ("acts", any_row, put("within", "sometimes")),
    "a code that no act uses": ("cameo_codes", any_row, put("cameo_code", lambda g, p, r: "9" + r["cameo_code"][-2:])),
    "a second coder's act that is none": ("event_double_coding", any_row, put("act_second", "does-something")),
    "a second coder's side that is none": ("event_double_coding", any_row, put("source_side_second", "west")),
    "a second coder's event that is none": ("event_double_coding", any_row, put("event_id", lambda g, p, r: r["event_id"] + "-x")),
}  # fmt: skip


@pytest.fixture(scope="module")
def clean():
    return read_all(data_dir())[0]


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_broken_rule_is_reported_where_it_was_broken(clean, name):
    """Each corruption, made in up to eight seeded rows at once, is reported at the file, row and column of each."""
    assert missed_by(clean, name, *CORRUPTIONS[name]) == set()
