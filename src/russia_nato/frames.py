"""A table of the data package as a typed DataFrame, or a refusal that says what is wrong and where."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from .errors import DataError
from .schema import data_dir, tables
from .tabular import check_cells, read_rows


@lru_cache(maxsize=64)
def _load(folder: Path, name: str, stamp: tuple[int, ...]) -> pd.DataFrame:
    table = tables(folder)[name]
    rows = read_rows(table)
    if problems := check_cells(table, rows):
        raise DataError(*problems)
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
        categories, all else as strings ("" where nothing is known).

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
        raise DataError(f"no table {name!r} in {folder}: allowed is one of {', '.join(known)}")
    path = known[name].path
    stamps = tuple(p.stat().st_mtime_ns for p in (path, folder / "datapackage.json") if p.exists())
    return _load(folder, name, stamps).copy()
