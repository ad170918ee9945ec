"""Rows for the book: one row by its id, and how its date is printed."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path

from ..data import data_dir, load_table, split_list
from ..schema import tables

_TABLES = {
    "event": "events", "document": "documents", "person": "people", "claim": "claims", "position": "positions", "actor": "actors",
    "issue": "issues", "phase": "phases",
}  # fmt: skip


@lru_cache(maxsize=32)
def _indexed(folder: Path, name: str, stamp: int) -> dict[str, dict]:
    frame = load_table(name, folder)
    key = tables(folder)[name].key[0]
    return {r[key]: r for r in frame.to_dict("records")}


def rows(kind: str) -> dict[str, dict]:
    """Return all rows of a kind by id, in the order of the table."""
    name, folder = _TABLES[kind], data_dir()
    return _indexed(folder, name, (folder / f"{name}.csv").stat().st_mtime_ns)


def row(kind: str, ident: str) -> dict | None:
    """Return one row, or None where the id is unknown."""
    return rows(kind).get(ident)


def allowed(kind: str, ident: str) -> str:
    """Say which ids are allowed, the most similar first."""
    near = difflib.get_close_matches(ident, rows(kind), 3, 0.5)
    return f"allowed is an id of {_TABLES[kind]}.csv" + (f", such as {', '.join(near)}" if near else "")


def note_dependency(env, *names: str) -> None:
    """Tell Sphinx to read the page again when one of these tables changes."""
    for name in names:
        env.note_dependency(str(data_dir() / f"{name}.csv"))


def cite(keys: str) -> str:
    """Return the citation, in MyST, of a cell of sources."""
    return "{cite}`" + ",".join(split_list(keys)) + "`"
