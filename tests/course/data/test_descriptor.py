"""datapackage.json: what it lacks is named, and what the standard allows is read."""

from __future__ import annotations

import json

import pytest

from russia_nato.data import cutoff_date, load_table
from russia_nato.errors import DataError
from russia_nato.schema import read_package, tables
from russia_nato.validate import validate


@pytest.fixture
def descriptor(spoiled):
    """Change the descriptor of a copy of the data by a function, and return the folder."""

    def change(f):
        path = spoiled / "datapackage.json"
        package = json.loads(path.read_text("utf-8"))
        f(package)
        path.write_text(json.dumps(package, ensure_ascii=False), "utf-8")
        return spoiled

    return change


def _fields(package, table):
    return next(r for r in package["resources"] if r["name"] == table)["schema"]["fields"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p.pop("cutoff"), "datapackage.json, cutoff: missing: a date as YYYY-MM-DD is required"),
        (lambda p: p.update(cutoff="soon"), "cutoff: 'soon': a date as YYYY-MM-DD is required"),
        (lambda p: p.pop("resources"), "property resources: missing: a list of one or more is required"),
        (lambda p: p["resources"][1].pop("path"), "table 'actors', property path: missing: a text is required"),
        (lambda p: p["resources"][1].pop("schema"), "table 'actors', property schema: missing: an object"),
        (lambda p: _fields(p, "events")[4].pop("description"), r"'events', field 5 \(title\), property description"),
        (lambda p: _fields(p, "events")[1].update(type="datetime"), "start_date.*'datetime': allowed is one of string"),
        (lambda p: _fields(p, "events")[0]["constraints"].update(pattern="["), "pattern: '\\[': a regular expression"),
        (lambda p: _fields(p, "events").insert(0, "event_id"), "field 1: 'event_id': an object with name"),
        (lambda p: p["resources"][0]["schema"].pop("primaryKey"), "'phases', schema, property primaryKey: missing"),
        (lambda p: p["resources"][0]["schema"].update(primaryKey=["id"]), r"primaryKey: \['id'\]: .* columns phase_id"),
        (
            lambda p: p["resources"][0]["schema"]["foreignKeys"][0]["reference"].update(resource="turns"),
            "foreignKeys, column 'turning_point': 'turns.event_id': a column of a declared table",
        ),
    ],
)
def test_what_the_descriptor_lacks_is_named(descriptor, change, message):
    """A property that is missing or cannot be used is refused with table, field, property and what is required."""
    folder = descriptor(change)
    with pytest.raises(DataError, match=message):
        validate(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"[]", "list: an object with properties is allowed"),
        (b"{", "datapackage.json:1: .*valid JSON"),
        (b'{"title": "\xe9"}', "datapackage.json:1: not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_descriptor_that_cannot_be_read_is_refused(spoiled, text, message):
    """A descriptor that is no JSON object in UTF-8 is refused by name."""
    (spoiled / "datapackage.json").write_bytes(text)
    with pytest.raises(DataError, match=message):
        tables(spoiled)


def test_one_name_is_as_good_as_a_list_of_one(descriptor):
    """Keys written as a single name, and a foreign key into its own table, are read as the standard allows."""

    def singles(package):
        schema = package["resources"][0]["schema"]
        schema["primaryKey"] = "phase_id"
        schema["foreignKeys"][0].update(fields="turning_point")
        schema["foreignKeys"][0]["reference"]["fields"] = "event_id"

    folder = descriptor(singles)
    assert tables(folder)["phases"].key == ("phase_id",)
    assert [(k.column, k.table, k.target) for k in tables(folder)["phases"].foreign_keys] == [
        ("turning_point", "events", "event_id")
    ]
    assert validate(folder) == [] and len(load_table("phases", folder)) == 8


def test_a_mark_before_the_descriptor_is_read(spoiled):
    """A byte order mark, as some editors put it, does not stop the reading."""
    path = spoiled / "datapackage.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_package(spoiled)["name"] == "russia-nato" and cutoff_date(spoiled) == cutoff_date()


def test_a_problem_names_its_file_once_and_keeps_its_row(spoiled):
    """A missing file is named once; a short row keeps its line."""
    (spoiled / "quizzes").rename(spoiled / "elsewhere")
    (spoiled / "people.csv").unlink()
    with open(spoiled / "issues.csv", "a", encoding="utf-8") as f:
        f.write("one,two\n")
    found = {p.file: p for p in validate(spoiled)}
    assert set(found) == {"people.csv", "issues.csv"}
    assert str(found["people.csv"]).startswith("people.csv: missing; datapackage.json declares it")
    assert str(found["issues.csv"]).startswith("issues.csv:15: 2 cells: allowed is 8")
    assert found["issues.csv"].row == 15
