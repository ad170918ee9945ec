"""What the tables hold, counted: for `russia-nato validate` and for the data card."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from .data import split_list
from .rules import Package
from .schema import data_dir
from .sides import side_on
from .validate import read_all

COLUMNS = {"table": 16, "rows": 6, "primary": 9, "report": 8, "scholarship": 13, "sources a row": 15, "two or more": 13, "read twice": 12,
           "corrected": 11}  # fmt: skip


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


def summary(folder: Path | None = None) -> str:
    """Return the counts of the data package as text: rows, evidence, sources a row, rows per phase and side."""
    package, _ = read_all((folder or data_dir()).resolve())
    table = [dict(zip(COLUMNS, COLUMNS, strict=True)), *tally(package)]
    lines = [
        "".join(
            f"{line.get(c, ''):<{w}}" if c == "table" else f"{line.get(c, ''):>{w}}" for c, w in COLUMNS.items()
        ).rstrip()
        for line in table
    ]
    kinds = Counter(
        next(iter(r.keywords & {"primary", "report", "scholarship"}), "?") for r in package.references.values()
    )
    unchecked = sum("address-unchecked" in r.keywords for r in package.references.values())
    lines.append(f"{'references':<16}{len(package.references):>6}  primary {kinds['primary']}, report {kinds['report']}, "
                 f"scholarship {kinds['scholarship']}; address unchecked {unchecked}")  # fmt: skip
    actors = {r["actor_id"]: r for r in package.rows["actors"]}
    sides = ("nato", "russia", "between", "international")
    lines += [
        "",
        f"{'events by source actor, positions by speaker':<46}" + "".join(f"{s:>14}" for s in sides) + f"{'all':>8}",
    ]
    for phase in package.rows["phases"]:
        start, end = phase["start_date"], phase["end_date"] or "9999"
        for name, column, date in (("events", "source_actor", "start_date"), ("positions", "actor_id", "date")):
            c = Counter(
                side_on(actors[r[column]], r[date])
                for r in package.rows[name]
                if start <= r[date] <= end and r[column] in actors
            )
            lines.append(
                f"{phase['number']} {phase['title'][:32]:<33}{name:<11}"
                + "".join(f"{c[s]:>14}" for s in sides)
                + f"{sum(c.values()):>8}"
            )
    return "\n".join(lines)
