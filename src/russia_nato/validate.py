"""`russia-nato validate`: the schema by frictionless, the rules of rules.py, and the count of what the data hold."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .bibliography import check_references, load_references
from .data import check_cells, read_rows, split_list
from .errors import DataError, Problem
from .rules import RULES, Package
from .schema import data_dir, read_package, tables

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
