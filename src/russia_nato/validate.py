"""`russia-nato validate`: the schema by frictionless, the rules of rules.py, and the count of what the data hold."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from .bibliography import check_references, load_references
from .data import check_cells, read_rows, split_list
from .rules import RULES, Package
from .schema import DataError, Problem, data_dir, read_package, tables

# What a page cites, in MyST and in CommonMark: {cite}`a,b`, {cite:t}`a`, @a is not used.
_CITE = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")


def cited_in_pages(root: Path) -> dict[str, str]:
    """Return each BibTeX key that a chapter or notebook cites, with the first page that does."""
    found: dict[str, str] = {}
    for folder, pattern in (("chapters", "**/*.md"), ("notebooks", "*.ipynb")):
        for page in sorted((root / folder).glob(pattern)):
            for keys in _CITE.findall(page.read_text("utf-8")):
                for key in keys.split(","):
                    found.setdefault(key.strip(), page.relative_to(root).as_posix())
    return found


def read_all(folder: Path) -> tuple[Package, list[Problem]]:
    """Read every table as strings; a table that cannot be read is empty and its problem is returned."""
    declared, rows, problems = tables(folder), {}, []
    for name, table in declared.items():
        try:
            rows[name] = read_rows(table)
        except DataError as e:
            rows[name] = []
            problems.append(Problem(table.path.name, None, None, None, str(e)))
    try:
        references = load_references(folder)
    except DataError as e:
        references = {}
        problems.append(Problem("references.bib", None, None, None, str(e)))
    return Package(folder, declared, rows, references, read_package(folder)["cutoff"]), problems


def check_keys(p: Package) -> list[Problem]:
    """Return the cells that name a row which is not there."""
    found = []
    for name, table in p.tables.items():
        for fk in table.foreign_keys:
            known = {r[fk.target] for r in p.rows[fk.table]}
            for line, row in p.each(name):
                if row[fk.column] and row[fk.column] not in known:
                    found.append(
                        Problem(f"{name}.csv", line, fk.column, row[fk.column], f"an id that stands in {fk.table}.csv")
                    )
    return found


def check_schema_with_frictionless(folder: Path) -> list[Problem]:
    """Return what the frictionless library finds wrong with the package, as an outside reader of it would."""
    import frictionless

    before = os.getcwd()
    try:  # frictionless resolves paths against the working directory and takes only safe, relative ones
        os.chdir(folder)
        report = frictionless.validate("datapackage.json")
    finally:
        os.chdir(before)
    found = [Problem("datapackage.json", None, None, None, e.message) for e in report.errors]
    for task in report.tasks:
        for e in task.errors:
            row, column = getattr(e, "row_number", None), getattr(e, "field_name", None)
            found.append(Problem(Path(task.place).name, row, column, getattr(e, "cell", None), e.note or e.message))
    return found


def check_package(package: Package) -> list[Problem]:
    """Return what is wrong with the rows: cells, keys between tables, and the rules; not the bibliography's entries."""
    problems = []
    for name, table in package.tables.items():
        problems += check_cells(table, package.rows[name])
    if any(p.file == "phases.csv" for p in problems):
        return problems  # the rules measure against the phases
    problems += check_keys(package)
    known = {(p.file, p.row, p.column) for p in problems}
    for _promise, check in RULES:
        problems += [p for p in check(package) if (p.file, p.row, p.column) not in known]  # one report a cell
    return problems


def validate(folder: Path | None = None, *, schema: bool = True) -> list[Problem]:
    """Return all that is wrong with the data package.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Folder of the data package; the course's own by default.
    schema : bool
        Whether to let frictionless read the package too, which takes some seconds and finds what the checks here
        find by themselves, so that they do not rest on our own reading of the standard alone.

    Examples
    --------
    >>> from russia_nato.validate import validate
    >>> validate(schema=False)
    []
    """
    folder = (folder or data_dir()).resolve()
    package, problems = read_all(folder)
    problems += check_package(package)
    if not any(q.file == "references.bib" and q.row is None for q in problems):
        pages = cited_in_pages(folder.parent)
        for key, page in pages.items():
            if key not in package.references:
                problems.append(Problem(page, None, "cite", key, "a key that stands in references.bib"))
        cited = {k for rows in package.rows.values() for r in rows for k in split_list(r.get("sources"))}
        problems += check_references(package.references, cited | set(pages), folder)
    if schema and not problems:
        problems += check_schema_with_frictionless(folder)
    return problems


def side_on(actor: dict[str, str], date: str) -> str:
    """Return on which side an actor stood on a date: an Ally is on NATO's from its accession."""
    return "nato" if actor["joined_nato"] and actor["joined_nato"] <= date else actor["side"]


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


COLUMNS = {"table": 16, "rows": 6, "primary": 9, "report": 8, "scholarship": 13, "sources a row": 15, "two or more": 13, "read twice": 12,
           "corrected": 11}  # fmt: skip


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
