"""Seeded corruptions over all tables: each is caught where it was made, and the clean tables raise no alarm."""

from __future__ import annotations

import copy
import random

import pytest

from russia_nato.bibliography import check_references
from russia_nato.data import split_list
from russia_nato.package import read_all
from russia_nato.rules_rows import MAX_WORDS
from russia_nato.schema import data_dir
from russia_nato.validate import check_package

SEED, PER_BATCH = 19891219, 12


def _fields(table, test):
    return [f for f in table.fields if test(f)]


def _choice(rng, things):
    return rng.choice(things) if things else None


# Each corruption takes (random, package, table's name, row) and returns the column it spoiled, or None where it does not apply.


def blank(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: f.required and row[f.name]))
    if f:
        row[f.name] = ""
        return f.name


def odd_value(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: "enum" in f.constraints and row[f.name]))
    if f:
        row[f.name] = rng.choice(["unknown", "Primary", "n/a"])
        return f.name


def bad_date(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: f.type == "date" and row[f.name]))
    if f and name != "phases":
        row[f.name] = rng.choice(["1990-02-30", "09/02/1990", "1990-2-9", "9 February 1990", "1990"])
        return f.name


def after_cutoff(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: f.type == "date" and row[f.name]))
    if f and name not in ("phases", "actors"):
        row[f.name] = "2031-01-01"
        return f.name


def bad_number(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: f.type in ("integer", "number")))
    if f:
        row[f.name] = rng.choice(["many", "1,5", "--"])
        return f.name


def out_of_range(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: "maximum" in f.constraints))
    if f:
        row[f.name] = str(int(f.constraints["maximum"]) + 1)
        return f.name


def unknown_key(rng, p, name, row):
    fk = _choice(rng, [k for k in p.tables[name].foreign_keys if row[k.column]])
    if fk:
        row[fk.column] = row[fk.column] + "-x" if fk.column != "cameo_code" else "999"
        return fk.column


def unknown_in_list(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: f.separator and row[f.name]))
    if f:
        row[f.name] = "; ".join([*split_list(row[f.name])[1:], "nobody-1900-nothing"])
        return f.name


def bad_list(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: f.separator and row[f.name]))
    if f:
        first = split_list(row[f.name])[0]
        row[f.name] = rng.choice([f"{first}; {first}", f"{first};{first}", f"{first}, {first}"])
        return f.name


def bad_id(rng, p, name, row):
    key = p.tables[name].key
    if len(key) == 1 and "pattern" in p.tables[name][key[0]].constraints:
        row[key[0]] = rng.choice([row[key[0]].upper() + "X", row[key[0]] + " a", "é" + row[key[0]]])
        return key[0]


def stray_space(rng, p, name, row):
    f = _choice(rng, _fields(p.tables[name], lambda f: f.type == "string" and len(row[f.name]) > 3 and not f.separator))
    if f:
        row[f.name] = rng.choice([" {}", "{} ", "{}\u200b", "{}\t"]).format(row[f.name])
        return f.name


def end_before_start(rng, p, name, row):
    first = next((c for c in ("start_date", "date") if c in row), None)
    if first and "end_date" in row and name != "phases":
        row["end_date"] = f"{int(row[first][:4]) - 1}{row[first][4:]}".replace("-02-29", "-02-28")
        return "end_date"


def outside_phase(rng, p, name, row):
    if name == "events":
        others = [q["phase_id"] for q in p.rows["phases"] if q["phase_id"] != row["phase_id"]]
        row["phase_id"] = rng.choice(others)
        return "start_date"


def too_fine(rng, p, name, row):
    column = "start_date" if "start_date" in row else "date"
    if "date_precision" in row and not row[column].endswith("-01"):
        levels = next(f for f in p.tables[name].fields if f.name == "date_precision").constraints["enum"]
        row["date_precision"] = rng.choice([level for level in levels if level != "day"])
        return column


def long_quotation(rng, p, name, row):
    if row.get("quotation"):
        row["quotation"] = " ".join([row["quotation"], *["word"] * MAX_WORDS])
        return "quotation"


def no_language(rng, p, name, row):
    if row.get("quotation"):
        column = rng.choice(["language", "translation"])
        row[column] = ""
        return column


def ours_alone(rng, p, name, row):
    if row.get("quotation") and row["language"] != "en":
        row["translation"], row["quotation_original"] = "ours", ""
        return "quotation_original"


def stance_without_note(rng, p, name, row):
    if name == "positions":
        row["coding_note"] = ""
        return "coding_note"


def joined_elsewhen(rng, p, name, row):
    if name == "actors" and row["joined_nato"]:
        row["joined_nato"] = "1998-03-12"
        return "joined_nato"


def not_a_sentence(rng, p, name, row):
    column = next(
        (c for c in ("summary", "paraphrase", "statement", "agreed_ground", "definition", "outcome") if row.get(c)),
        None,
    )
    if column:
        row[column] = row[column].rstrip(".!?\"'”’)") + " and"
        return column


def title_with_stop(rng, p, name, row):
    if name == "events":
        row["title"] += "."
        return "title"


def actor_of_another_time(rng, p, name, row):
    column = {"events": "source_actor", "positions": "actor_id"}.get(name)
    date = row.get("start_date") or row.get("date")
    if column and date > "1993-01-02":
        row[column] = rng.choice(["ussr", "gdr", "warsaw-pact", "czechoslovakia"])
        return column


def status_without_date(rng, p, name, row):
    if name == "documents" and not row["ended"]:
        row["status"] = "ended"
        return "ended"


def not_in_its_table(rng, p, name, row):
    if name == "second_reading":
        row["row_id"] += "-x"
        return "row_id"


CORRUPTIONS = [
    blank, odd_value, bad_date, after_cutoff, bad_number, out_of_range, unknown_key, unknown_in_list, bad_list, bad_id, stray_space,
    end_before_start, outside_phase, too_fine, long_quotation, no_language, ours_alone, stance_without_note, joined_elsewhen,
    not_a_sentence, title_with_stop, actor_of_another_time, status_without_date, not_in_its_table,
]  # fmt: skip


@pytest.fixture(scope="module")
def clean():
    package, problems = read_all(data_dir())
    assert not problems
    return package


def test_the_clean_tables_raise_no_alarm(clean):
    """No check finds anything in the data as they are."""
    assert [str(p) for p in check_package(clean)] == []


def test_six_hundred_corruptions_are_all_caught_where_they_were_made(clean):
    """Each of 600 seeded corruptions, of every kind and over all tables, is reported with its file, row and column."""
    rng, plan, used = random.Random(SEED), [], set()
    names = [n for n in clean.tables if clean.rows[n]]
    missed, done, touched = [], 0, {}
    while done < 600:
        package = copy.copy(clean)
        package.rows = {n: list(rows) for n, rows in clean.rows.items()}
        plan, used = [], set()
        while len(plan) < PER_BATCH:
            name, corrupt = rng.choice(names), CORRUPTIONS[(done + len(plan)) % len(CORRUPTIONS)]
            if corrupt in (outside_phase, title_with_stop):
                name = "events"
            elif corrupt is not_in_its_table:
                name = "second_reading"
            elif corrupt is stance_without_note:
                name = "positions"
            elif corrupt is joined_elsewhen:
                name = "actors"
            elif corrupt is status_without_date:
                name = "documents"
            elif corrupt in (long_quotation, no_language, ours_alone):
                name = rng.choice(["positions", "readings"])
            elif corrupt is out_of_range:
                name = rng.choice(["positions", "cameo_codes"])
            at = rng.randrange(len(package.rows[name]))
            if (name, at) in used or name in ("phases",) and corrupt in (bad_date, after_cutoff, end_before_start):
                continue
            if name == "phases" and any(n == "phases" for n, _ in used):
                continue  # a broken phase ends the check of its batch, so it must be the only one
            row = dict(package.rows[name][at])
            column = corrupt(rng, package, name, row)
            if column is None or row == package.rows[name][at]:
                continue
            used.add((name, at))
            package.rows[name][at] = row
            plan.append((f"{name}.csv", at + 2, column, corrupt.__name__))
            touched.setdefault(name, set()).add(corrupt.__name__)
        found = check_package(package)
        reported = {(p.file, p.row, c) for p in found for c in (p.column or "").split("+")}
        # a batch that hits the phases is judged by its own cells only
        if any(p.file == "phases.csv" for p in found):
            plan = [x for x in plan if x[0] == "phases.csv"]
        missed += [x for x in plan if x[:3] not in reported]
        done += len(plan)
    assert not missed, "\n".join(map(str, missed))
    assert set(touched) == set(names), "every table was touched"


def test_an_event_entered_twice_is_caught(clean):
    """Forty events that take the day, actors, act and place of another are each reported, with the row that has them already."""
    rng, columns = random.Random(SEED), ("start_date", "source_actor", "target_actor", "cameo_code", "place")
    for _ in range(40):
        first, second = sorted(rng.sample(range(len(clean.rows["events"])), 2))
        package = copy.copy(clean)
        package.rows = {**clean.rows, "events": list(clean.rows["events"])}
        package.rows["events"][second] = {
            **clean.rows["events"][second],
            **{c: clean.rows["events"][first][c] for c in columns},
        }
        found = [p for p in check_package(package) if p.column == "+".join(columns)]
        assert [(p.row, f"row {first + 2};" in p.allowed) for p in found] == [(second + 2, True)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", None),
        ("author", None),
        ("url", None),
        ("url", "https://"),
        ("url", "nato.int/docu"),
        ("keywords", None),
        ("keywords", "{seen}"),
        ("year", "{soon}"),
        ("date", "{1066-01-01}"),
    ],
)
def test_a_spoiled_reference_is_caught(spoiled, field, value):
    """A source without issuing body, title, date, address or evidence level is reported with its line."""
    import re

    path = spoiled / "references.bib"
    text = path.read_text("utf-8")
    entry = next(
        m
        for m in re.finditer(r"^@misc\{[^@]*?^\}", text, re.M)
        if "\n  url = " in m[0] and "\n  doi = " not in m[0] and "\n  date = " in m[0]
    )
    line = rf"^  {field} = .*\n"
    assert re.search(line, entry[0], re.M), field
    new = re.sub(
        line,
        "" if value is None else f"  {field} = {value if value.startswith('{') else '{' + value + '}'},\n",
        entry[0],
        count=1,
        flags=re.M,
    )
    path.write_text(text.replace(entry[0], new), "utf-8")
    package, problems = read_all(spoiled)
    cited = {k for rows in package.rows.values() for r in rows for k in split_list(r.get("sources"))}
    found = problems + check_references(package.references, cited | set(package.references), spoiled)
    assert any(p.file == "references.bib" and p.row for p in found), [str(p) for p in found]


def test_a_source_nobody_cites_is_caught(spoiled):
    """An entry that no row and no page cites is reported by its key and line."""
    path = spoiled / "references.bib"
    path.write_text(
        path.read_text("utf-8")
        + "\n@misc{nobody-1999-nothing,\n  author = {{Nobody}},\n  title = {Nothing},\n  year = {1999},\n  url = {https://example.org/},\n  keywords = {report}\n}\n",
        "utf-8",
    )
    package, _ = read_all(spoiled)
    cited = {k for rows in package.rows.values() for r in rows for k in split_list(r.get("sources"))}
    pages = set(package.references) - cited - {"nobody-1999-nothing"}  # what only pages cite
    found = check_references(package.references, cited | pages, spoiled)
    assert [(p.column, p.value) for p in found] == [("key", "nobody-1999-nothing")]
