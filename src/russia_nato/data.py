"""Loaders: each table of the data package as a typed DataFrame, or a refusal that says what is wrong and where."""

from __future__ import annotations

import csv
import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

from .errors import DataError, Problem
from .schema import Field, Table, data_dir, read_package, tables

__all__ = [
    "DataError", "cutoff_date", "data_dir", "load_actors", "load_article_claims", "load_cameo_codes", "load_claims",
    "load_councils", "load_coverage", "load_documents", "load_double_coding", "load_events", "load_glossary", "load_indicators", "load_issues",
    "load_members", "load_people", "load_phases", "load_positions", "load_readings", "load_series", "load_second_reading", "load_table", "read_rows",
    "split_list",
]  # fmt: skip


def split_list(cell: str | None) -> list[str]:
    """Return the parts of a cell that holds a list, such as ``"nac-1990; upi-1990"``.

    Examples
    --------
    >>> split_list("nac-1990-06-08-turnberry; upi-1990-06-08")
    ['nac-1990-06-08-turnberry', 'upi-1990-06-08']
    """
    return [part.strip() for part in cell.split(";") if part.strip()] if isinstance(cell, str) else []


def read_rows(table: Table) -> list[dict[str, str]]:
    """Return the rows of a table as dictionaries of strings; the shape of the file is checked, its values are not.

    Raises
    ------
    DataError
        If the file is missing, is not UTF-8, has another header than the schema or a row of another length.
    """
    name = table.path.name
    try:
        with open(table.path, encoding="utf-8", newline="") as f:
            rows = list(csv.reader(f, strict=True))
    except FileNotFoundError:
        raise DataError(f"{name}: missing; datapackage.json declares it in {table.path.parent}") from None
    except UnicodeDecodeError as e:
        raise DataError(f"{name}: not UTF-8 at byte {e.start}; save the file as UTF-8") from None
    except csv.Error as e:
        raise DataError(f"{name}: {e}; quote every cell that holds a comma or a quotation mark") from None
    header = rows[0] if rows else []
    if header != table.columns:
        odd = [c for c in header if c not in table.columns] or [c for c in table.columns if c not in header]
        raise DataError(f"{name}:1: header {header!r} (see {odd!r}): allowed is {table.columns!r}")
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise DataError(f"{name}:{line}: {len(row)} cells: allowed is {len(header)}, as many as the header has")
    return [dict(zip(header, row, strict=True)) for row in rows[1:]]


def _cell_problem(field: Field, value: str) -> str | None:
    """Say what is allowed where ``value`` may not stand in ``field``, or return None."""
    c = field.constraints
    if value == "":
        return "a value is required" if field.required else None
    if field.type == "date":
        try:
            if dt.date.fromisoformat(value).isoformat() != value:
                raise ValueError
        except ValueError:
            return "a date as YYYY-MM-DD is allowed"
    elif field.type in ("integer", "number"):
        try:
            number = int(value) if field.type == "integer" else float(value)
        except ValueError:
            return f"{'a whole number' if field.type == 'integer' else 'a number'} is allowed"
        if not c.get("minimum", number) <= number <= c.get("maximum", number):
            return f"a number from {c.get('minimum', '-∞')} to {c.get('maximum', '∞')} is allowed"
    if "enum" in c and value not in c["enum"]:
        return f"allowed is one of {', '.join(c['enum'])}"
    if "pattern" in c and not re.fullmatch(c["pattern"].strip("^$"), value):
        return f"allowed is what matches {c['pattern']}"
    if len(value) > c.get("maxLength", len(value)):
        return f"at most {c['maxLength']} characters are allowed"
    return None


def check_cells(table: Table, rows: list[dict[str, str]]) -> list[Problem]:
    """Return what is wrong with single cells and with the key of ``rows``, by the table's schema."""
    file, found = table.path.name, []
    for field in table.fields:
        verdicts: dict[str, str | None] = {}
        for line, row in enumerate(rows, 2):
            value = row[field.name]
            if value not in verdicts:
                verdicts[value] = _cell_problem(field, value)
            if verdicts[value]:
                found.append(Problem(file, line, field.name, value, verdicts[value]))
    uniques = {(f.name,) for f in table.fields if f.constraints.get("unique")} | {table.key}
    for key in sorted(uniques):
        first: dict[tuple, int] = {}
        for line, row in enumerate(rows, 2):
            value = tuple(row[k] for k in key)
            if value in first:
                found.append(
                    Problem(
                        file, line, "+".join(key), "+".join(value), f"taken by row {first[value]}; it must be unique"
                    )
                )
            first.setdefault(value, line)
    return found


@lru_cache(maxsize=64)
def _load(folder: Path, name: str, stamp: tuple) -> pd.DataFrame:
    table = tables(folder)[name]
    rows = read_rows(table)
    problems = check_cells(table, rows)
    if problems:
        more = f" (and {len(problems) - 1} more: run `russia-nato validate`)" if len(problems) > 1 else ""
        raise DataError(f"{problems[0]}{more}")
    frame = pd.DataFrame(rows, columns=table.columns, dtype="object")
    for f in table.fields:
        column = frame[f.name].where(frame[f.name] != "", None)
        if f.type == "date":
            frame[f.name] = pd.to_datetime(column, format="%Y-%m-%d")
        elif f.type == "integer":
            frame[f.name] = column.astype("Int64")
        elif f.type == "number":
            frame[f.name] = column.astype("float64")
        elif "enum" in f.constraints:
            frame[f.name] = pd.Categorical(column, categories=f.constraints["enum"])
        else:
            frame[f.name] = frame[f.name].astype("string")
    frame.attrs.update(table=name, title=table.title)
    return frame


def load_table(name: str, folder: Path | None = None) -> pd.DataFrame:
    """Load one table of the data package.

    Parameters
    ----------
    name : str
        Name of the table, as in datapackage.json.
    folder : pathlib.Path, optional
        Folder of the data package; the course's own by default.

    Returns
    -------
    pandas.DataFrame
        Dates as ``datetime64``, whole numbers as ``Int64``, numbers as ``float64``, closed lists of values as
        categories, all else as strings ("" where nothing is known). The columns are described in the codebook.

    Raises
    ------
    DataError
        If the table is unknown or its file is not what the schema declares; the message names file, row, column,
        value and what is allowed.

    Examples
    --------
    >>> from russia_nato import load_table
    >>> load_table("phases").loc[0, "title"]
    'Ending the Cold War'
    """
    folder = (folder or data_dir()).resolve()
    known = tables(folder)
    if name not in known:
        raise DataError(f"no table {name!r}: allowed is one of {', '.join(known)}")
    path = known[name].path
    stamps = tuple(p.stat().st_mtime_ns for p in (path, folder / "datapackage.json") if p.exists())
    return _load(folder, name, stamps).copy()


def cutoff_date(folder: Path | None = None) -> dt.date:
    """Return the date up to which the data have been brought.

    Examples
    --------
    >>> from russia_nato import cutoff_date
    >>> cutoff_date().year >= 2026
    True
    """
    return dt.date.fromisoformat(read_package(folder)["cutoff"])


def _loader(name: str, meaning: str):
    def load(folder: Path | None = None) -> pd.DataFrame:
        return load_table(name, folder)

    load.__name__ = load.__qualname__ = f"load_{name}"
    load.__doc__ = f"""Load {meaning}

    Parameters
    ----------
    folder : pathlib.Path, optional
        Folder of the data package; the course's own by default.

    Returns
    -------
    pandas.DataFrame
        The table `{name}`; columns, units and meanings are in the codebook.

    Raises
    ------
    DataError
        If the file is not what data/datapackage.json declares.

    Source
    ------
    data/{name}.csv; each row names its own sources.

    Examples
    --------
    >>> import russia_nato
    >>> len(russia_nato.load_{name}()) > 0
    True
    """
    return load


load_phases = _loader("phases", "the eight phases of relations.")
load_actors = _loader("actors", "the states, organisations and offices that act or speak.")
load_people = _loader("people", "the people who spoke or negotiated.")
load_events = _loader("events", "the dated events, with source and target actor and CAMEO code.")
load_cameo_codes = _loader("cameo_codes", "the CAMEO event codes in use, with their Goldstein weights.")
load_issues = _loader(
    "issues", "the issues on which positions are stated, with the anchors of their stance scale (-2 to +2)."
)
load_positions = _loader("positions", "the stated positions, with stance (-2 to +2), quotation and source.")
load_documents = _loader("documents", "the treaties, declarations, letters, records and speeches.")
load_members = _loader("members", "the Allies, with the dates of invitation, protocol and accession.")
load_councils = _loader("councils", "the meetings of NACC, EAPC, PJC and NRC.")
load_indicators = _loader("indicators", "the definitions of the quantities in the series.")
load_series = _loader("series", "the values of the indicators.")
load_claims = _loader("claims", "the contested questions, with the ground that nobody disputes.")
load_readings = _loader("readings", "the rival readings of the contested questions.")
load_glossary = _loader("glossary", "the terms in English, Russian and Ukrainian.")
load_double_coding = _loader(
    "double_coding",
    "the positions that two coders placed on the stance scale (-2 to +2), and a third from their words alone.",
)
load_coverage = _loader(
    "coverage", "the sixty points that the course must tell, each with the page, events and sources that tell it."
)
load_article_claims = _loader(
    "article_claims", "the statements of an encyclopaedia's article, each set beside the record."
)
load_second_reading = _loader(
    "second_reading", "the rows that a second reader compared with their sources, and with what verdict."
)
