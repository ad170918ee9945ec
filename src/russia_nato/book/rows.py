"""Rows for the book: all of a kind, one by its id, what to say where the id is unknown, and directives that draw on them."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..data import data_dir, load_table, split_list
from ..schema import tables

_TABLES = {
    "event": "events",
    "document": "documents",
    "person": "people",
    "claim": "claims",
    "position": "positions",
    "actor": "actors",
    "issue": "issues",
    "phase": "phases",
    "term": "glossary",
}


@lru_cache(maxsize=32)
def _indexed(folder: Path, name: str, stamp: int) -> dict[str, dict]:
    frame = load_table(name, folder)
    key = tables(folder)[name].key[0]
    return {r[key]: r for r in frame.to_dict("records")}


def rows_of(kind: str) -> dict[str, dict]:
    """Return all rows of a kind by id, in the order of the table.

    Examples
    --------
    >>> next(iter(rows_of("phase")))
    'ending-the-cold-war'
    """
    name, folder = _TABLES[kind], data_dir()
    return _indexed(folder, name, (folder / f"{name}.csv").stat().st_mtime_ns)


def find_row(kind: str, ident: str) -> dict | None:
    """Return one row, or None where the id is unknown.

    Examples
    --------
    >>> find_row("phase", "ending-the-cold-war")["number"], find_row("phase", "detente")
    (1, None)
    """
    return rows_of(kind).get(ident)


@lru_cache(maxsize=4)
def _offices(folder: Path, stamp: int) -> dict[str, list[dict]]:
    held: dict[str, list[dict]] = {}
    for row in load_table("offices", folder).sort_values(["since", "until"]).to_dict("records"):
        held.setdefault(row["person_id"], []).append(row)
    return held


def offices_of(person_id: str) -> list[dict]:
    """Return the offices of a person, the oldest first.

    Examples
    --------
    >>> offices_of("nobody-at-all")
    []
    """
    folder = data_dir()
    return _offices(folder, (folder / "offices.csv").stat().st_mtime_ns).get(person_id, [])


def allowed_ids(kind: str, ident: str) -> str:
    """Say which ids are allowed, the most similar first.

    Examples
    --------
    >>> allowed_ids("phase", "ending-the-cold-wars")
    'allowed is an id of phases.csv, such as ending-the-cold-war'
    """
    near = difflib.get_close_matches(ident, rows_of(kind), 3, 0.5)
    return f"allowed is an id of {_TABLES[kind]}.csv" + (f", such as {', '.join(near)}" if near else "")


def note_dependency(env, *names: str) -> None:
    """Tell Sphinx to read the page again when one of these tables changes."""
    for name in names:
        env.note_dependency(str(data_dir() / f"{name}.csv"))


class CourseDirective(SphinxDirective):
    """A directive that draws on the data: finds rows, or fails with the file, the line and what is allowed."""

    def row(self, kind: str, ident: str) -> dict:
        found = find_row(kind, ident)
        if found is None:
            raise self.error(f"unknown {kind} {ident!r}: {allowed_ids(kind, ident)}")
        return found

    def depends_on(self, *tables: str) -> None:
        note_dependency(self.env, *tables)

    def inline(self, myst: str) -> list[nodes.Node]:
        """Return the nodes of a line of MyST that an author wrote, such as a caption with roles."""
        found, messages = self.state.inline_text(myst, self.lineno)
        return [*found, *messages]

    def cite(self, keys: str) -> list[nodes.Node]:
        """Return the citation of a cell of sources, with a space before it."""
        return [nodes.Text(" "), *self.inline("{cite}`" + ",".join(split_list(keys)) + "`")]

    def block(self, myst: str) -> list[nodes.Node]:
        """Return the nodes of a block of MyST."""
        box = nodes.container()
        self.state.nested_parse(myst.splitlines(), self.content_offset, box)
        return box.children
