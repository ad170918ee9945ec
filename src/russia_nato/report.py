"""What the tables hold, counted: for `russia-nato validate` and for the data card."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from .agreement_of_events import event_agreement
from .dates import covers
from .errors import counted
from .package import Package, read_all
from .quality import error_rate, planned_positions, recall_by_chronology
from .schema import data_dir
from .sides import SIDES, side_on
from .tabular import split_list

COLUMNS = {"table": 20, "rows": 6, "primary": 9, "report": 8, "scholarship": 13, "sources a row": 15, "two or more": 13, "read twice": 12,
           "corrected": 11}  # fmt: skip

#: Tables whose rows rest on sources that a second reader can read again, with what one row and more are called.
READ_TWICE = {
    "events": ("event", "events"),
    "positions": ("position", "positions"),
    "quotations": ("quotation", "quotations"),
    "documents": ("document", "documents"),
    "readings": ("reading", "readings"),
    "councils": ("council meeting", "council meetings"),
    "members": ("Ally", "Allies"),
    "claims": ("claim", "claims"),
    "series": ("value", "values"),
    "glossary": ("glossary term", "glossary terms"),
    "people": ("person", "people"),
}


def tally(package: Package) -> list[dict[str, str]]:
    """Return one line a table: rows, shares of evidence, sources a row, rows read twice and corrected then."""
    lines = []
    for name, table in package.tables.items():
        rows = package.rows[name]
        n, line = len(rows), {"table": name, "rows": str(len(rows))}
        if "evidence" in table.columns and n:
            share = Counter(r["evidence"] for r in rows)
            line |= {level: f"{share[level] / n:.0%}" for level in ("primary", "report", "scholarship")}
        if "sources" in table.columns and n:
            counts = [len(split_list(r["sources"])) for r in rows]
            line |= {"sources a row": f"{sum(counts) / n:.2f}", "two or more": f"{sum(c > 1 for c in counts) / n:.0%}"}
        if twice := [r["verdict"] for r in package.rows["second_reading"] if r["table"] == name]:
            line |= {"read twice": str(len(twice)), "corrected": str(twice.count("corrected"))}
        lines.append(line)
    return lines


def card(folder: Path | None = None) -> str:
    """Return the table of counts of the data card (data/README.md), in Markdown."""
    package, _ = read_all((folder or data_dir()).resolve())
    lines = [list(COLUMNS), ["---", *["---:"] * (len(COLUMNS) - 1)]]
    lines += [[line.get(c, "") for c in COLUMNS] for line in tally(package)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def not_read_twice(folder: Path | None = None) -> str:
    """Return the sentence of the data card that counts the rows which only one reader compared with their sources.

    Examples
    --------
    >>> print(not_read_twice())  # doctest: +ELLIPSIS
    Not read twice are ... events, ...
    """
    package, _ = read_all((folder or data_dir()).resolve())
    twice = {(r["table"], r["row_id"]) for r in package.rows["second_reading"]}
    counts = []
    for name, words in READ_TWICE.items():
        keys = ("|".join(row[column] for column in package.tables[name].key) for row in package.rows[name])
        if n := sum((name, key) not in twice for key in keys):
            counts.append(counted(n, *words))
    return f"Not read twice are {', '.join(counts[:-1])} and {counts[-1]}."


def summary(folder: Path | None = None) -> str:
    """Return the counts of the data package as text: rows, evidence, sources a row, rows by phase and side, agreement."""
    package, _ = read_all((folder or data_dir()).resolve())
    table = [dict(zip(COLUMNS, COLUMNS, strict=True)), *tally(package)]
    lines = [
        "".join(f"{line.get(c, ''):{'<' if c == 'table' else '>'}{w}}" for c, w in COLUMNS.items()).rstrip()
        for line in table
    ]
    levels = Counter(k for r in package.references.values() for k in r.keywords)
    lines.append(f"{'references':<20}{len(package.references):>6}  primary {levels['primary']}, report {levels['report']}, "
                 f"scholarship {levels['scholarship']}; address unchecked {levels['address-unchecked']}")  # fmt: skip
    return "\n".join(
        [
            *lines,
            not_read_twice(folder),
            "",
            *_by_side(package),
            "",
            *_by_deed(package),
            "",
            *_stances(package),
            *_coders(package),
            *_quality(package),
        ]
    )


def _by_side(package: Package) -> list[str]:
    """Return the events and positions of each phase by the side that acts or speaks."""
    actors = {r["actor_id"]: r for r in package.rows["actors"]}
    head = f"{'events by source actor, positions by speaker':<46}"
    lines = [head + "".join(f"{s:>14}" for s in SIDES) + f"{'all':>8}"]
    for phase in package.rows["phases"]:
        for name, column, date in (("events", "source_actor", "start_date"), ("positions", "actor_id", "date")):
            mine = [r for r in package.rows[name] if covers(phase, r[date])]
            c = Counter(side_on(actors[r[column]], r[date]) for r in mine)
            counts = "".join(f"{c[s]:>14}" for s in SIDES) + f"{len(mine):>8}"
            lines.append(f"{phase['number']} {phase['title'][:32]:<33}{name:<11}{counts}")
    return lines


def _by_deed(package: Package) -> list[str]:
    """Return for each phase how many events are words and how many deeds, and how many rest on a primary text."""
    deed = {r["act_id"]: r["deed"] for r in package.rows["acts"]}
    lines = [
        f"{'events by what was done, and by evidence':<46}{'words':>14}{'deeds':>14}{'deeds, share':>14}{'primary':>14}{'all':>8}"
    ]
    for phase in [*package.rows["phases"], None]:
        mine = [r for r in package.rows["events"] if phase is None or covers(phase, r["start_date"])]
        n, c = len(mine) or 1, Counter(deed[r["act"]] for r in mine)
        primary = sum(r["evidence"] == "primary" for r in mine)
        name = f"{phase['number']} {phase['title'][:32]}" if phase else "all phases"
        cells = (f"{c['words']:>14}", f"{c['deeds']:>14}", f"{c['deeds'] / n:>14.0%}", f"{primary / n:>14.0%}")
        lines.append(f"{name:<46}{''.join(cells)}{len(mine):>8}")
    return lines


def _stances(package: Package) -> list[str]:
    """Return how sure the coders were of the stances."""
    c = Counter(r["confidence"] for r in package.rows["positions"])
    return [
        f"confidence of stances: 3 (one anchor alone) {c['3']}, 2 (a neighbour could be argued) {c['2']}, 1 (thin words) {c['1']}"
    ]


def _coders(package: Package) -> list[str]:
    """Return how far two coders of the same events agreed."""
    return [
        f"events coded twice, {a.what}: {a.same} of {a.units} the same; Krippendorff's alpha, nominal, {a.alpha:.2f}"
        for a in event_agreement(package.rows["event_double_coding"], package.rows["acts"])
    ]


def faults(folder: Path | None = None) -> str:
    """Return the sentences of the data card, and of the page on method, that measure errors and gaps.

    Examples
    --------
    >>> print(faults())  # doctest: +ELLIPSIS
    200 fields were drawn at random ...
    """
    package, _ = read_all((folder or data_dir()).resolve())
    rows = package.rows
    rate, plan = error_rate(rows["error_sample"]), [*_planned(package)]
    recall = list(recall_by_chronology(rows["recall"]))
    _, held, c = recall[-1]
    return (
        f"{rate.drawn} fields were drawn at random (seed 20261202) from all cells that state a fact, and read in their sources by "
        f"somebody who had entered none of them; {rate.wrong.units} could be reached. "
        f"Wrong were {rate.wrong}; wrong or imprecise {rate.faulty}. All were mended, and each stands in `error_sample`.\n"
        f"Against {len(recall) - 1} published chronologies that were not used in filling the tables, the events told {held}; of the "
        f"{held.units - held.hits} entries missed, {c['entered']} were entered, {c['declined']} declined by a rule and "
        f"{c['wanted']} are still wanted (`recall`).\n"
        f"Of the {len(plan)} cells of the plan for positions (issue, phase, actor) {sum(n > 0 for n in plan)} have one or more."
    )


def _planned(package: Package) -> list[int]:
    rows = package.rows
    return [n for _, n in planned_positions(rows["position_plan"], rows["positions"], rows["phases"])]


def _quality(package: Package) -> list[str]:
    """Return what the tables say of their own faults: plan, error rate, recall."""
    rows = package.rows
    plan = _planned(package)
    rate = error_rate(rows["error_sample"])
    recall = {name: share for name, share, _ in recall_by_chronology(rows["recall"])}
    return [
        f"plan for positions: {sum(n > 0 for n in plan)} of {len(plan)} cells (issue, phase, actor) are answered",
        f"error rate: {rate.drawn} fields drawn, {rate.wrong.units} reached; wrong {rate.wrong}; wrong or imprecise {rate.faulty}",
        f"recall against {len(recall) - 1} chronologies: {recall['']}",
    ]
