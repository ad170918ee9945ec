"""`russia-nato validate`: what the schema and the rules find wrong in the data, one message for one mistake."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from . import rules_acts, rules_quality, rules_rows, rules_time
from .bibliography import check_references
from .errors import DataError, Problem, read_text
from .package import Package, read_all
from .schema import data_dir
from .tabular import FEW, check_cells, split_list

# What a page cites, in MyST and in CommonMark: {cite}`a,b`, {cite:t}`a`, @a is not used.
_CITE = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
COLUMN_WIDE = (
    20  # so many cells of a column that are wrong in the same way, or half of them, are a spreadsheet's one mistake
)


def cited_in_pages(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Return each BibTeX key that a chapter or notebook cites, with the first page that does, and the pages that cannot be read.

    Examples
    --------
    >>> cited, unread = cited_in_pages(data_dir().parent)
    >>> cited["two-plus-four-1990-09-12"], unread
    ('chapters/before-you-start.md', [])
    """
    found: dict[str, str] = {}
    unread: list[Problem] = []
    for folder, pattern in (("chapters", "**/*.md"), ("notebooks", "*.ipynb")):
        for path in sorted((root / folder).glob(pattern)):
            page = path.relative_to(root).as_posix()
            try:
                cited = _CITE.findall(read_text(path, page))
            except DataError as e:
                unread += e.problems
                continue
            for key in (k.strip() for keys in cited for k in keys.split(",")):
                found.setdefault(key, page)
    return found, unread


def check_keys(p: Package) -> list[Problem]:
    """Return the cells that name a row which is not there.

    Examples
    --------
    >>> package, _ = read_all(data_dir())
    >>> check_keys(package)
    []
    """
    found = []
    for name, table in p.tables.items():
        for fk in table.foreign_keys:
            known = {r[fk.target] for r in p.rows[fk.table]}
            for line, row in p.each(name):
                if (value := row[fk.column]) and value not in known:
                    allowed = f"an id that stands in {fk.table}.csv"
                    found.append(Problem(f"{name}.csv", line, fk.column, value, allowed, (fk.table,)))
    return found


def check_package(package: Package) -> list[Problem]:
    """Return what is wrong with the rows: cells, keys between tables, and the rules; not the bibliography's entries.

    Examples
    --------
    >>> package, _ = read_all(data_dir())
    >>> check_package(package)
    []
    """
    problems = []
    for name, table in package.tables.items():
        problems += check_cells(table, package.rows[name], package.lines[name])
    problems += check_keys(package)
    known = {(p.file, p.row, p.column) for p in problems}
    for rule in (*rules_rows.RULES, *rules_acts.RULES, *rules_time.RULES, *rules_quality.RULES):
        problems += [p for p in rule(package) if (p.file, p.row, p.column) not in known]  # one report a cell
    return problems


def _check_sources(package: Package) -> list[Problem]:
    """Return what is wrong with the bibliography's entries and with the pages' citations."""
    pages, unread = cited_in_pages(package.folder.parent)
    problems = unread + [
        Problem(page, None, "cite", key, "a key that stands in references.bib", ("references",))
        for key, page in pages.items()
        if key not in package.references
    ]
    if unread or not package.references:
        return problems  # what they cite is not known
    cited = {k for rows in package.rows.values() for r in rows for k in split_list(r.get("sources"))}
    # A package that stands alone cannot tell which of its sources a chapter cites.
    alone = not (package.folder.parent / "chapters").is_dir()
    used = set(package.references) if alone else cited | set(pages)
    return problems + check_references(package.references, used, package.folder, tuple(package.tables))


def mistakes(package: Package, problems: list[Problem]) -> list[Problem]:
    """Return one problem for each mistake.

    Cells of a column that are wrong in the same way by the dozen are said once. Left out is what may only follow: an id that
    a row names and that stands in a row which could not be read, in a table whose own ids are wrong, or in a column that is
    wrong throughout.

    Examples
    --------
    >>> package, _ = read_all(data_dir())
    >>> dates = [Problem("events.csv", n, "start_date", "09/03/1989", "a date is allowed") for n in range(2, 102)]
    >>> [(p.row, p.allowed[:39]) for p in mistakes(package, dates)]
    [(2, 'a date is allowed; and so in 99 more ro')]
    """
    alike: dict[tuple[str, str | None, str], list[Problem]] = {}
    for p in problems:
        alike.setdefault((p.file, p.column, p.allowed), []).append(p)
    out: list[Problem] = []
    broken: set[str | tuple[str, str | None]] = set()  # tables, and columns of files
    for group in alike.values():
        first, n = group[0], len(group)
        table = package.tables.get(first.file.removesuffix(".csv"))
        wide = n > COLUMN_WIDE or (n > FEW and table and n > len(package.rows[table.name]) / 2)
        if table and not first.rests_on and (wide or set((first.column or "").split("+")) & set(table.key)):
            broken |= {table.name, (first.file, first.column)}
        if wide and first.row and first.column:
            why = "a spreadsheet may have rewritten the column: open the file anew and import this column as text"
            allowed = f"{first.allowed}; and so in {n - 1} more rows to row {group[-1].row}: {why}"
            group = [replace(first, allowed=allowed)]
        out += group

    def follows(p: Problem) -> bool:  # what rests on no other table never does, so that something is always said
        return bool(p.rests_on) and (package.follows(p) or bool(broken & {*p.rests_on, (p.file, p.column)}))

    return [p for p in out if not follows(p)]


def validate(folder: Path | None = None) -> list[Problem]:
    """Return all that is wrong with the data package.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Folder of the data package; the course's own by default.

    Raises
    ------
    DataError
        If datapackage.json is missing or lacks what a table needs.

    Examples
    --------
    >>> validate()
    []
    """
    package, problems = read_all((folder or data_dir()).resolve())
    return mistakes(package, problems + check_package(package) + _check_sources(package))
