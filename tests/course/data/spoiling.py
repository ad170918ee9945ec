"""How a clean package is spoiled in seeded rows, and what the check then misses."""

from __future__ import annotations

import copy
import random

from russia_nato.validate import check_package

SEED, ROWS = 20261201, 8


def put(column, value):
    """Return a corruption that writes a value into a column and is reported there."""

    def corrupt(rng, p, row):
        row[column] = value(rng, p, row) if callable(value) else value
        return column

    return corrupt


def any_row(p, row):
    """Take every row."""
    return True


def missed_by(clean, name, table, where, corrupt):
    """Spoil up to eight fitting rows of a table at once; return the places (row, column) that no check reports."""
    rng = random.Random(f"{SEED} {name}")
    fitting = [n for n, row in enumerate(clean.rows[table]) if where(clean, row)]
    assert fitting, "there are rows to spoil"
    package = copy.copy(clean)
    package.rows = {**clean.rows, table: [dict(row) for row in clean.rows[table]]}
    spoiled = {
        (n + 2, corrupt(rng, clean, package.rows[table][n])) for n in rng.sample(fitting, min(ROWS, len(fitting)))
    }
    return spoiled - {(p.row, p.column) for p in check_package(package) if p.file == f"{table}.csv"}
