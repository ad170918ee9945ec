"""Loaders: typed frames, or a refusal that names file, row, column, value and what is allowed."""

import csv
import io
import time

import pandas as pd
import pytest

import russia_nato as rn
from russia_nato.data import load_table
from russia_nato.errors import DataError
from russia_nato.schema import tables


@pytest.mark.parametrize("name", sorted(tables()))
def test_each_table_loads_with_the_declared_columns_and_types(name):
    """A loaded table has the schema's columns, with dates as dates and numbers as numbers."""
    frame, table = load_table(name), tables()[name]
    assert list(frame.columns) == table.columns
    for field in table.fields:
        kind = frame[field.name].dtype
        if field.type == "date":
            assert pd.api.types.is_datetime64_any_dtype(kind)
        if field.type in ("integer", "number"):
            assert pd.api.types.is_numeric_dtype(kind)
    assert getattr(rn, f"load_{name}")().equals(frame)


def _edit(folder, name, line, column, value):
    path = folder / f"{name}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    rows[line - 1][rows[0].index(column)] = value
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize(
    ("name", "column", "value", "allowed"),
    [
        ("events", "start_date", "9 February 1990", "a date as YYYY-MM-DD"),
        ("events", "start_date", "1990-02-30", "a date as YYYY-MM-DD"),
        ("events", "kind", "party", "one of summit, meeting"),
        ("positions", "stance", "3", "from -2 to 2"),
        ("positions", "stance", "often", "a whole number"),
        ("positions", "coding_note", "", "a value is required"),
        ("events", "event_id", "Tutzing Speech", "allowed is what matches"),
        ("cameo_codes", "goldstein", "-11", "from -10 to 10"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place_and_what_is_allowed(spoiled, name, column, value, allowed):
    """A bad cell stops the loader, and the message names file, row, column, value and what is allowed."""
    _edit(spoiled, name, 3, column, value)
    with pytest.raises(DataError) as e:
        load_table(name, spoiled)
    for part in (f"{name}.csv:3", repr(column), repr(value), allowed):
        assert part in str(e.value)


def test_a_repeated_key_is_refused(spoiled):
    """Two rows with one id are refused, and the message names both."""
    rows = (spoiled / "issues.csv").read_text("utf-8").splitlines()
    (spoiled / "issues.csv").write_text("\n".join([*rows, rows[1]]) + "\n", "utf-8")
    with pytest.raises(DataError, match=rf"issues.csv:{len(rows) + 1}.*taken by row 2"):
        load_table("issues", spoiled)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda p: p.unlink(), "phases.csv: missing"),
        (lambda p: p.write_bytes(b"\xff" + p.read_bytes()), "not UTF-8"),
        (lambda p: p.write_text(p.read_text("utf-8").replace("phase_id", "phase", 1), "utf-8"), "phases.csv:1: header"),
        (lambda p: p.write_text(p.read_text("utf-8") + "one,two\n", "utf-8"), "2 cells: allowed is 7"),
    ],
)
def test_a_bad_file_is_refused(spoiled, spoil, message):
    """A file that is missing, not UTF-8 or of another shape is refused by name."""
    spoil(spoiled / "phases.csv")
    with pytest.raises(DataError, match=message):
        load_table("phases", spoiled)


def test_an_unknown_table_is_refused():
    """A table that is not declared is refused with the names of those that are."""
    with pytest.raises(DataError, match="no table 'wars' in .*: allowed is one of phases"):
        load_table("wars")


def test_a_loaded_table_is_ones_own():
    """Changing a loaded table does not change what the next call returns."""
    frame = rn.load_phases()
    frame.loc[0, "title"] = "spoiled"
    assert rn.load_phases().loc[0, "title"] != "spoiled"


def test_a_changed_file_is_read_again(spoiled):
    """A loader never returns what a file held before it was changed."""
    before = load_table("phases", spoiled).loc[0, "title"]
    time.sleep(0.01)
    _edit(spoiled, "phases", 2, "title", "Another title")
    assert load_table("phases", spoiled).loc[0, "title"] == "Another title" != before
