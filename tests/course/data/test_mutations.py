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
from russia_nato.validate import check_package, mistakes

SEED, PER_BATCH = 19891219, 60


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


# Where a corruption can be made; the others are made in any table.
ONLY_IN = {
    outside_phase: ["events"],
    title_with_stop: ["events"],
    not_in_its_table: ["second_reading"],
    stance_without_note: ["positions"],
    joined_elsewhen: ["actors"],
    status_without_date: ["documents"],
    long_quotation: ["positions", "readings"],
    no_language: ["positions", "readings"],
    ours_alone: ["positions", "readings"],
    out_of_range: ["positions", "cameo_codes"],
}


def _spoil(clean, rng, corruptions):
    """Return a copy of the package in which each corruption has been made once, in a row of its own, and their places."""
    package = copy.copy(clean)
    package.rows = {n: list(rows) for n, rows in clean.rows.items()}
    names = [n for n in clean.tables if clean.rows[n] and n != "phases"]
    plan, used = [], set()
    for n, corrupt in enumerate(corruptions, rng.randrange(len(names))):
        name = names[n % len(names)]  # each table in turn, or any other where the corruption does not apply to it
        while True:
            name = name if name in ONLY_IN.get(corrupt, names) else rng.choice(ONLY_IN[corrupt])
            at = rng.randrange(len(package.rows[name]))
            row = dict(package.rows[name][at])
            column = None if (name, at) in used else corrupt(rng, package, name, row)
            if column is not None and row != package.rows[name][at]:
                break
            name = rng.choice(names)
        used.add((name, at))
        package.rows[name][at] = row
        plan.append((f"{name}.csv", at + 2, column, corrupt.__name__))
    return package, plan


def _missed(package, plan):
    """Return the corruptions of a plan that no check reports at their file, row and column."""
    reported = {(p.file, p.row, c) for p in check_package(package) for c in (p.column or "").split("+")}
    return [place for place in plan if place[:3] not in reported]


def test_six_hundred_corruptions_are_all_caught_where_they_were_made(clean):
    """Each of 600 seeded corruptions, of every kind and over all tables, is reported with its file, row and column."""
    rng, missed, touched, done = random.Random(SEED), [], set(), 0
    while done < 600:
        kinds = [CORRUPTIONS[(done + n) % len(CORRUPTIONS)] for n in range(min(PER_BATCH, 600 - done))]
        rng.shuffle(kinds)  # so that no table meets the same kinds each time
        package, plan = _spoil(clean, rng, kinds)
        missed += _missed(package, plan)
        touched |= {place[0] for place in plan}
        done += len(plan)
    assert not missed, "\n".join(map(str, missed))
    assert touched == {f"{n}.csv" for n in clean.tables if n != "phases"}, "every other table was touched"


@pytest.mark.parametrize("corrupt", [blank, bad_number, bad_id, stray_space, unknown_key, end_before_start])
def test_a_broken_phase_is_caught_alone(clean, corrupt):
    """The phases, by which others are measured, are spoiled one row at a time (first, fourth, last): each corruption is reported where it was made."""
    rng = random.Random(SEED)
    for at in (0, 3, 7):
        package = copy.copy(clean)
        package.rows = {**clean.rows, "phases": [dict(r) for r in clean.rows["phases"]]}
        column = corrupt(rng, package, "phases", package.rows["phases"][at])
        if column is not None:
            assert _missed(package, [("phases.csv", at + 2, column)]) == []


def test_what_is_held_back_never_hides_the_mistake(clean):
    """Each kind of corruption, made alone, leaves a message: what only follows is dropped, and never all of it."""
    rng = random.Random(SEED)
    for corrupt in CORRUPTIONS:
        package, plan = _spoil(clean, rng, [corrupt])
        found = check_package(package)
        kept = mistakes(package, found)
        assert kept and set(kept) <= set(found), plan


def test_an_event_entered_twice_is_caught(clean):
    """Forty events that take the day, actors, act and place of another are each reported, with the row that has them already."""
    columns = ("start_date", "source_actor", "target_actor", "act", "place")
    places = random.Random(SEED).sample(range(len(clean.rows["events"])), 80)
    pairs = sorted((min(pair), max(pair)) for pair in zip(places[::2], places[1::2], strict=True))
    package = copy.copy(clean)
    package.rows = {**clean.rows, "events": list(clean.rows["events"])}
    for first, second in pairs:
        taken = {c: clean.rows["events"][first][c] for c in columns}
        package.rows["events"][second] = {**clean.rows["events"][second], **taken}
    found = {p.row: p.allowed for p in check_package(package) if p.column == "+".join(columns)}
    for first, second in pairs:
        assert f"row {first + 2};" in found.pop(second + 2)
    assert found == {}


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
