"""What an answer must look like: read from ``data/checks/<unit>.yml``, one entry an exercise.

A form says kind, length, labels, columns and range, what helps, and which wrong ways are known. It never holds a value that is
asked for: that is what the code of the solution yields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import CourseError, read_text
from ..schema import data_dir
from .plain import KINDS

MODES = ("exact", "tolerance", "unordered", "table", "codes", "free")
SEEN = ("kind", "length", "labels", "columns", "all", "value", "is")
TURNS = ("reversed", "negated", "percent", "complement", "sorted", "unsorted", "shifted", "swapped")


class FormError(CourseError):
    """A form that cannot be used: names file, exercise, field, value and what is allowed."""


@dataclass(frozen=True)
class WrongWay:
    """A wrong way that is known, how it is recognised, and the sentence that helps.

    Recognised by one of: ``kind`` of the answer, ``length``, ``labels`` (a pattern that all of them match), ``columns``,
    ``all`` (every value is this one, or ``equal``), ``value`` (the answer is this), or ``is`` (the right answer reversed,
    negated, as percent, as its complement, sorted by value, unsorted, shifted by a row, or with pairs swapped).
    """

    seen: str
    value: Any
    says: str


@dataclass(frozen=True)
class Form:
    """The form of an answer.

    Attributes
    ----------
    kind : str
        One of the kinds of `plain`.
    wants : str
        What is wanted, in words that end a sentence: "a Series with one count for each quarter".
    mode : str
        How values are compared: ``exact``, within a ``tolerance``, ``unordered``, as a ``table``, as ``codes`` (agreement with
        a reference, which is never a mark), or not at all (``free``).
    length, least : int, optional
        How many values, exactly or at least.
    index, columns : tuple, optional
        Labels and columns, in order; only where the prompt says them.
    ids : str, optional
        ``table.column`` in which every label must stand, such as ``positions.position_id``.
    range : tuple, optional
        Lowest and highest value that is possible.
    choices : tuple, optional
        The values that are allowed.
    order : bool
        Whether the order of the rows matters.
    tolerance : float
        By how much a number may be off.
    key : str
        How rows of a table are matched: ``index``, ``position``, or the name of a column.
    reference : tuple of str
        For codes: each ``table.column`` that holds a code of the course's own.
    note, row : str, optional
        The ``table.column`` of the coder's note, and the row where a single statement is coded.
    hints : tuple of str
        Given one by one, on each further try.
    wrong_ways : tuple of WrongWay
        Recognised before anything else is said.
    """

    kind: str
    wants: str
    mode: str = "exact"
    length: int | None = None
    least: int | None = None
    index: tuple[Any, ...] | None = None
    columns: tuple[str, ...] | None = None
    ids: str | None = None
    range: tuple[float, float] | None = None
    choices: tuple[Any, ...] | None = None
    order: bool = True
    tolerance: float = 1e-9
    key: str = "index"
    reference: tuple[str, ...] = ()
    note: str | None = None
    row: str | None = None
    hints: tuple[str, ...] = ()
    wrong_ways: tuple[WrongWay, ...] = ()


_FIELDS = tuple(f.name for f in fields(Form))


def _wrong_way(place: str, entry: Mapping[str, Any]) -> WrongWay:
    seen = [k for k in entry if k != "says"]
    if (
        not isinstance(entry, Mapping)
        or len(seen) != 1
        or seen[0] not in SEEN
        or not isinstance(entry.get("says"), str)
    ):
        raise FormError(f"{place}, field 'wrong_ways': {entry!r}: 'says' and one of {', '.join(SEEN)} are required")
    if seen[0] == "is" and entry["is"] not in TURNS:
        raise FormError(f"{place}, field 'wrong_ways': is {entry['is']!r}: allowed is one of {', '.join(TURNS)}")
    return WrongWay(seen[0], entry[seen[0]], entry["says"])


def read_form(place: str, entry: Mapping[str, Any]) -> Form:
    """Return the form that an entry describes.

    Raises
    ------
    FormError
        Names the place, the field, the value and what is allowed.

    Examples
    --------
    >>> read_form("phase-1.yml, p1-ex-one", {"kind": "number", "wants": "a number of days", "range": [0, 100]}).range
    (0, 100)
    >>> read_form("phase-1.yml, p1-ex-one", {"kind": "sum", "wants": "a number"})
    Traceback (most recent call last):
    russia_nato.exercises.forms.FormError: phase-1.yml, p1-ex-one, field 'kind': 'sum': allowed is one of nothing, flag, \
number, text, date, list, series, table, mapping
    """
    if not isinstance(entry, Mapping):
        raise FormError(f"{place}: {entry!r}: fields are required: {', '.join(_FIELDS)}")
    for name in entry:
        if name not in _FIELDS:
            raise FormError(f"{place}, field {name!r}: unknown; allowed is one of {', '.join(_FIELDS)}")
    for name in ("kind", "wants"):
        if not isinstance(entry.get(name), str):
            raise FormError(f"{place}, field {name!r}: {entry.get(name)!r}: text is required")
    for name, allowed in (("kind", KINDS), ("mode", MODES)):
        if entry.get(name, allowed[0]) not in allowed:
            raise FormError(f"{place}, field {name!r}: {entry[name]!r}: allowed is one of {', '.join(allowed)}")
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) and k != "wrong_ways" else v for k, v in entry.items()}
    given["wrong_ways"] = tuple(_wrong_way(place, w) for w in entry.get("wrong_ways", ()))
    return Form(**given)


@lru_cache(maxsize=4)
def _read(folder: Path) -> dict[str, Form]:
    import yaml

    forms: dict[str, Form] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            entries = yaml.safe_load(read_text(path)) or {}
        except yaml.YAMLError as e:
            raise FormError(f"{path.name}: not YAML: {e}") from None
        for ident, entry in entries.items():
            if ident in forms:
                raise FormError(f"{path.name}, {ident}: stands twice; each exercise has one form")
            forms[ident] = read_form(f"{path.name}, {ident}", entry)
    return forms


def load_forms(folder: Path | None = None) -> dict[str, Form]:
    """Return the form of every exercise that is answered in code, by its id.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Where the files stand; ``data/checks`` by default.

    Raises
    ------
    FormError
        If an entry cannot be used.

    Examples
    --------
    >>> load_forms()["p3-ex-turn-of-russia"].kind
    'list'
    """
    return dict(_read(folder or data_dir() / "checks"))
