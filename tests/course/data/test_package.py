"""The data themselves: valid by an outside reader and by our rules, with the cover that the course promises."""

import csv
import io
import json
import re

import pandas as pd
import pytest

import russia_nato as rn
from russia_nato.bibliography import load_references
from russia_nato.data import split_list
from russia_nato.report import card, not_read_twice, summary
from russia_nato.schema import tables
from russia_nato.validate import validate


def test_the_data_package_is_valid():
    """The tables satisfy the schema and every rule; the bibliography is complete and used."""
    assert [str(p) for p in validate()] == []


def _by_frictionless(folder, monkeypatch):
    """Return file, row and column of what an outside reader of the standard finds wrong."""
    import frictionless

    monkeypatch.chdir(folder)  # it takes only paths that are relative to the working directory
    report = frictionless.validate("datapackage.json")
    assert not report.errors, report.errors
    return {
        (task.place, getattr(e, "row_number", None), getattr(e, "field_name", None))
        for task in report.tasks
        for e in task.errors
    }


def test_an_outside_reader_finds_the_package_valid_too(root, monkeypatch):
    """Frictionless, which reads the standard by itself, finds nothing wrong with the schema, the cells and the keys."""
    assert _by_frictionless(root / "data", monkeypatch) == set()


def test_an_outside_reader_and_ours_find_the_same_cells(spoiled, monkeypatch):
    """A bad date, an unknown kind and an empty cell are found by both, in the same rows and columns."""
    path = spoiled / "documents.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    rows[3]["date"], rows[5]["kind"], rows[7]["title"] = "1 May 1990", "leaflet", ""
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    wrong = {("documents.csv", 5, "date"), ("documents.csv", 7, "kind"), ("documents.csv", 9, "title")}
    assert {(p.file, p.row, p.column) for p in validate(spoiled)} == wrong
    assert wrong <= _by_frictionless(spoiled, monkeypatch)


def test_every_event_of_each_phase_stands_in_its_years():
    """Every phase has 50 events or more, and every year from 1989 to the cut-off has one."""
    events = rn.load_events()
    counts = events["phase_id"].value_counts()
    assert all(counts.get(p, 0) >= 50 for p in rn.load_phases()["phase_id"]), counts.to_dict()
    years = set(events["start_date"].dt.year)
    assert set(range(1989, rn.cutoff_date().year + 1)) <= years, sorted(
        set(range(1989, rn.cutoff_date().year + 1)) - years
    )


def test_events_rest_on_primary_and_independent_sources():
    """Eight in ten events or more have two sources or more; 460 or more were read in the document itself, in each phase a fifth or more."""
    events = rn.load_events()
    assert (events["sources"].map(lambda s: len(split_list(s))) >= 2).mean() >= 0.8
    primary = events["evidence"] == "primary"
    assert primary.sum() >= 460 and primary.groupby(events["phase_id"]).mean().min() >= 0.2


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("phases", 8),
        ("actors", 65),
        ("people", 258),
        ("events", 581),
        ("issues", 13),
        ("positions", 605),
        ("documents", 218),
        ("members", 32),
        ("councils", 144),
        ("indicators", 18),
        ("series", 1065),
        ("claims", 18),
        ("readings", 226),
        ("glossary", 158),
        ("double_coding", 60),
        ("article_claims", 25),
        ("coverage", 60),
        ("second_reading", 2988),
    ],
)
def test_no_table_loses_rows(table, least):
    """Each table holds the rows that it held in edition 0.2.0, or more: one that is taken away is named in CHANGES.md."""
    assert len(rn.load_table(table)) >= least


def test_the_references_are_many():
    """2,200 sources or more stand in the bibliography, and 800 primary texts or more among them."""
    refs = load_references()
    assert len(refs) >= 2200
    assert sum("primary" in r.keywords for r in refs.values()) >= 800


def _first_side(actor):
    """The side on which an actor stood before it joined NATO."""
    return str(rn.load_actors().set_index("actor_id").loc[actor, "side"])


def test_each_issue_is_heard_from_all_sides_and_over_time():
    """Twelve issues have twelve positions or more, from NATO or an Ally, from Moscow, and from a state in between; no issue is one day's."""
    from russia_nato.sides import side_of

    positions = rn.load_positions()
    positions["side"] = side_of(positions["actor_id"], positions["date"])
    full = 0
    for issue, mine in positions.groupby("issue_id"):
        assert {"nato", "russia"} <= set(mine["side"]), issue
        assert mine["date"].nunique() > 1, issue
        full += len(mine) >= 12 and "between" in set(mine["side"]) | set(mine["actor_id"].map(_first_side))
    assert full >= 12


def test_phase_one_has_what_its_chapter_needs():
    """The first phase has 25 events, 18 positions and 18 documents or more, with Soviet, Allied, Central European and neutral voices."""
    inside = lambda f: f[f["date"] <= "1991-12-31"]  # noqa: E731
    assert (rn.load_events()["phase_id"] == "ending-the-cold-war").sum() >= 25
    early = inside(rn.load_positions())
    assert len(early) >= 18 and len(inside(rn.load_documents())) >= 18
    voices = set(early["actor_id"])
    assert (
        "ussr" in voices
        and voices & {"poland", "czechoslovakia", "hungary"}
        and voices & {"finland", "sweden", "austria", "switzerland"}
    )
    readings = rn.load_readings()
    assert (readings["claim_id"] == "promise-1990").sum() >= 4


def test_each_claim_has_rival_readings_and_scholarship():
    """Every contested question has four readings or more, of two kinds of holder or more; fifteen or more have a study among them."""
    studied = 0
    for claim, mine in rn.load_readings().groupby("claim_id"):
        assert len(mine) >= 4 and mine["kind"].nunique() >= 2, claim
        studied += "scholarship" in set(mine["kind"])
    assert studied >= 15


def test_all_nrc_meetings_since_2014_are_there():
    """The eleven meetings of the NATO-Russia Council from April 2016 to January 2022 are in the table, and none after."""
    c = rn.load_councils()
    nrc = c[(c["body"] == "NRC") & (c["date"] >= "2016-01-01")]
    assert len(nrc) == 11 and str(nrc["date"].max().date()) == "2022-01-12"


def test_the_codebook_describes_every_column_and_no_other(root):
    """Schema and files have the same columns, and every column has a meaning of its own."""
    declared = json.loads((root / "data" / "datapackage.json").read_text("utf-8"))
    for res in declared["resources"]:
        with open(root / "data" / res["path"], encoding="utf-8", newline="") as f:
            assert next(csv.reader(f)) == [c["name"] for c in res["schema"]["fields"]]
        assert all(len(c["description"]) > 8 for c in res["schema"]["fields"])
    files = {p.stem for p in (root / "data").glob("*.csv")}
    assert files == set(tables())


def test_every_anchor_of_the_stance_scale_is_written():
    """Each issue has five different anchors."""
    for row in rn.load_issues().to_dict("records"):
        assert len({row[f"anchor_{a}"] for a in ("m2", "m1", "0", "p1", "p2")}) == 5


def test_names_hold_one_transliteration():
    """No column prints a name in a spelling that the coding rules do not use."""
    odd = re.compile(
        r"\b(?:Yeltzin|Jelzin|Lavrow|Medvedyev|Kiev|Zelensky|Zelenskiy|Shevarnadze|Gorbatchev|Krim|Chechenya)\b"
    )
    for name in ("events", "documents", "councils", "claims", "glossary"):
        for column in ("title", "summary", "outcome", "agreed_ground", "definition", "term_en"):
            frame = rn.load_table(name)
            if column in frame:
                bad = frame[frame[column].str.contains(odd)]
                assert bad.empty, (name, column, bad.iloc[:, 0].tolist())


def test_the_summary_counts_what_is_there():
    """The printed summary names each table with its number of rows."""
    text = summary()
    for name in tables():
        assert re.search(rf"^{name} +{len(rn.load_table(name))}\b", text, re.M), name


def test_the_data_card_prints_the_counts_of_today():
    """The card's table, its count of sources and its counts of second readings, done and not, are those of the tables (`validate --card`)."""
    text, references = (tables()["events"].path.parent / "README.md").read_text("utf-8"), load_references()
    assert card() in text and f"\n{not_read_twice()}\n" in text
    levels = {k: sum(k in r.keywords for r in references.values()) for k in ("primary", "report", "scholarship")}
    unchecked = sum("address-unchecked" in r.keywords for r in references.values())
    assert (
        f"{len(references)} sources: {levels['primary']} primary texts, {levels['report']} reports and "
        f"{levels['scholarship']} studies; {unchecked} official addresses"
    ) in text
    twice = rn.load_second_reading()
    assert (
        f"{len(twice)} rows were read twice in this way, and in {(twice['verdict'] == 'corrected').sum()} of them"
        in text
    )


def test_dates_of_the_phases_cover_all_time():
    """The phases cover each day from 1989 on, once."""
    phases = rn.load_phases()
    assert str(phases["start_date"].iloc[0].date()) == "1989-01-01" and pd.isna(phases["end_date"].iloc[-1])
    gaps = phases["start_date"].iloc[1:].reset_index(drop=True) - phases["end_date"].iloc[:-1].reset_index(drop=True)
    assert (gaps == pd.Timedelta(days=1)).all()
