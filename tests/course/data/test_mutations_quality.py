"""Seeded corruptions of offices and of what the tables say of their own faults."""

from __future__ import annotations

import pytest

from russia_nato.package import read_all
from russia_nato.schema import data_dir

from .spoiling import any_row, missed_by, put


def _is(column, *values):
    return lambda p, row: row[column] in values


def _answered(p, row):
    return not row["why_empty"]


CORRUPTIONS = {
    "an office that ends before it begins": ("offices", any_row, put("until", "1066")),
    "an office after the cut-off": ("offices", any_row, put("since", "2031-01-01")),
    "an office that ends after the cut-off": ("offices", any_row, put("until", "2031")),
    "an office seen without an end": ("offices", _is("bounds", "seen"), put("until", "")),
    "an office of nobody": ("offices", any_row, put("person_id", "nobody-at-all")),
    "an office of no state": ("offices", any_row, put("actor_id", "atlantis")),
    "a term that is neither term nor seen": ("offices", any_row, put("bounds", "perhaps")),
    "a term with a written date": ("offices", any_row, put("since", "May 1990")),
    "an office without a source": ("offices", any_row, put("sources", "")),
    "an office with a source that is none": ("offices", any_row, put("sources", "nobody-1900-nothing")),
    "a gap that no reason explains": ("position_plan", lambda p, r: r["why_empty"], put("why_empty", "")),
    "a reason where a position stands": ("position_plan", _answered, put("why_empty", "not looked up")),
    "an issue that is none": ("position_plan", any_row, put("issue_id", "weather")),
    "an actor that the plan does not ask": ("position_plan", any_row, put("asked", "norway")),
    "a sampled table that is none": ("error_sample", any_row, put("table", "feelings")),
    "a sampled column that is none": ("error_sample", any_row, put("column", "mood")),
    "a verdict that is none": ("error_sample", any_row, put("verdict", "fine")),
    "a verdict on nothing read": ("error_sample", _is("verdict", "right", "imprecise", "wrong"), put("read_in", "")),
    "a fault without what the source says": ("error_sample", _is("verdict", "imprecise", "wrong"), put("found", "")),
    "a number drawn twice": ("error_sample", lambda p, r: r["number"] != "1", put("number", "1")),
    "an entry held by no event": ("recall", _is("verdict", "held", "entered"), put("events", "")),
    "an entry held by an event that is none": ("recall", _is("verdict", "held"), put("events", "nothing-happens")),
    "an entry declined without a reason": ("recall", _is("verdict", "declined", "wanted"), put("reason", "")),
    "a chronology that is no source": ("recall", any_row, put("sources", "nobody-1900-nothing")),
    "an entry with a written date": ("recall", any_row, put("date", "in May")),
    "an entry half held": ("recall", any_row, put("verdict", "half")),
}  # fmt: skip


@pytest.fixture(scope="module")
def clean():
    return read_all(data_dir())[0]


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_broken_rule_is_reported_where_it_was_broken(clean, name):
    """Each corruption, made in up to eight seeded rows at once, is reported at the file, row and column of each."""
    assert missed_by(clean, name, *CORRUPTIONS[name]) == set()
