"""The data package's schema, read from data/datapackage.json: the one place that says what a table holds."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from .errors import DataError, read_text

FILE = "datapackage.json"
COURSE = Path(__file__).parent / "course"  # where the wheel carries data and notebooks; missing in a checkout
TYPES = ("string", "date", "integer", "number")
T = TypeVar("T", str, list[Any], dict[str, Any])


@dataclass(frozen=True)
class Field:
    """A column: its type, its meaning and its constraints."""

    name: str
    type: str
    description: str
    unit: str = ""
    separator: str = ""  # not empty for a cell that holds a list
    refers_to: str = ""  # table (or "references") whose ids the list holds
    constraints: dict[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether no cell may be empty."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class ForeignKey:
    """A column that names a row of another table."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """A table of the data package."""

    name: str
    path: Path
    title: str
    grain: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in their order."""
        return [f.name for f in self.fields]

    def __getitem__(self, column: str) -> Field:
        return next(f for f in self.fields if f.name == column)


def data_dir() -> Path:
    """Return the folder that holds datapackage.json.

    It is the one in the environment variable ``RUSSIA_NATO_DATA`` where that is set, else the nearest ``data`` folder at
    or above the working directory, else the ``data`` folder of the checkout that this package was installed from, else the
    one that the wheel carries. So a command that is called in a checkout uses that checkout's data, wherever the package
    itself lies, and a notebook beside the data of a release uses these.

    Raises
    ------
    DataError
        If no folder with a datapackage.json is found.

    Examples
    --------
    >>> (data_dir() / "events.csv").is_file()
    True
    """
    return _data_dir(os.environ.get("RUSSIA_NATO_DATA", ""), Path.cwd())


@lru_cache(maxsize=16)
def _data_dir(named: str, here: Path) -> Path:
    if named:
        places = [Path(named)]
    else:
        own = [COURSE.parents[2] / "data", COURSE / "data"]
        places = [*(p / "data" for p in (here, *here.parents)), *own]
    for place in places:
        if (place / FILE).is_file():
            return place.resolve()
    raise DataError(
        f"{FILE}: not found in {', '.join(map(str, [*places[:2], *places[2:][-2:-1]]))}; "
        "run from a checkout of the course or set RUSSIA_NATO_DATA to its data folder"
    )


def read_package(folder: Path | None = None) -> dict[str, Any]:
    """Return datapackage.json as a dictionary.

    Raises
    ------
    DataError
        If the file is missing, or is not JSON with properties; names the line.

    Examples
    --------
    >>> read_package()["name"]
    'russia-nato'
    """
    path = (folder or data_dir()) / FILE
    try:
        package = json.loads(read_text(path))
    except json.JSONDecodeError as e:
        raise DataError(f"{FILE}:{e.lineno}: {e.msg}; it must be valid JSON") from None
    except FileNotFoundError:
        raise DataError(f"{FILE}: missing in {path.parent}") from None
    if not isinstance(package, dict):
        raise DataError(f"{FILE}: {type(package).__name__}: an object with properties is allowed")
    return package


def cutoff_date(folder: Path | None = None) -> dt.date:
    """Return the day up to which the data have been brought.

    Raises
    ------
    DataError
        If datapackage.json has no ``cutoff`` that is a date.

    Examples
    --------
    >>> cutoff_date().year >= 2026
    True
    """
    text = read_package(folder).get("cutoff")
    try:
        return dt.date.fromisoformat(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise DataError(_wrong("cutoff", text, "a date as YYYY-MM-DD is required")) from None


def _wrong(where: str, value: object, allowed: str) -> str:
    return f"{FILE}, {where}: {'missing' if value is None else repr(value)[:80]}: {allowed}"


def _take(node: dict[str, Any], key: str, kind: type[T], where: str) -> T:
    """Return a property that must be there, or refuse by its place in the file."""
    value = node.get(key)
    if isinstance(value, kind) and value:
        return value
    words = {str: "a text", list: "a list of one or more", dict: "an object"}[kind]
    raise DataError(_wrong(f"{where}{key}", value, f"{words} is required"))


def _names(node: dict[str, Any], key: str, known: list[str], where: str) -> tuple[str, ...]:
    """Return the columns that a key names: the standard allows one name or a list of them."""
    value = node.get(key)
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or any(n not in known for n in names):
        raise DataError(_wrong(f"{where}{key}", value, f"one or more of the columns {', '.join(known)} are required"))
    return tuple(names)


def _field(f: object, where: str) -> Field:
    if not isinstance(f, dict):
        raise DataError(_wrong(where, f, "an object with name, type and description is required"))
    name = _take(f, "name", str, f"{where}, property ")
    where = f"{where} ({name}), property "
    kind, constraints = _take(f, "type", str, where), f.get("constraints", {})
    if kind not in TYPES:
        raise DataError(_wrong(f"{where}type", kind, f"allowed is one of {', '.join(TYPES)}"))
    if not isinstance(constraints, dict) or not isinstance(constraints.get("enum", []), list):
        raise DataError(_wrong(f"{where}constraints", constraints, "an object is allowed, its enum a list"))
    try:
        re.compile(constraints.get("pattern", ""))
    except (re.error, TypeError):
        raise DataError(_wrong(f"{where}pattern", constraints["pattern"], "a regular expression is allowed")) from None
    text = _take(f, "description", str, where)
    return Field(name, kind, text, f.get("unit", ""), f.get("list", ""), f.get("refersTo", ""), constraints)


def _table(folder: Path, resource: object, n: int) -> Table:
    if not isinstance(resource, dict):
        raise DataError(_wrong(f"resources[{n}]", resource, "an object is required"))
    name = _take(resource, "name", str, f"resources[{n}], property ")
    where = f"table {name!r}, "
    path, title, grain = (_take(resource, k, str, f"{where}property ") for k in ("path", "title", "description"))
    schema = _take(resource, "schema", dict, f"{where}property ")
    listed = _take(schema, "fields", list, f"{where}schema, property ")
    fields = tuple(_field(f, f"{where}field {i}") for i, f in enumerate(listed, 1))
    columns = [f.name for f in fields]
    key, keys = _names(schema, "primaryKey", columns, f"{where}schema, property "), []
    for k in schema.get("foreignKeys") or ():
        mine = _names(k, "fields", columns, f"{where}foreignKeys, property ")
        reference = _take(k, "reference", dict, f"{where}foreignKeys, property ")
        theirs = reference.get("fields")
        target = theirs[0] if isinstance(theirs, list) and len(theirs) == 1 else theirs
        if len(mine) != 1 or not isinstance(target, str):
            raise DataError(_wrong(f"{where}foreignKeys", k, "one column that names one column is allowed"))
        keys.append(ForeignKey(mine[0], reference.get("resource") or name, target))
    return Table(name, folder / path, title, grain, fields, key, tuple(keys))


@lru_cache(maxsize=8)
def _tables(folder: Path, stamp: int) -> dict[str, Table]:
    resources = _take(read_package(folder), "resources", list, "property ")
    out = {t.name: t for t in (_table(folder, r, n) for n, r in enumerate(resources, 1))}
    for t in out.values():
        for k in t.foreign_keys:
            if k.table not in out or k.target not in out[k.table].columns:
                place = f"table {t.name!r}, foreignKeys, column {k.column!r}"
                raise DataError(_wrong(place, f"{k.table}.{k.target}", "a column of a declared table is allowed"))
    return out


def tables(folder: Path | None = None) -> dict[str, Table]:
    """Return the declared tables by name.

    Raises
    ------
    DataError
        If datapackage.json is missing or lacks what a table needs; names the table, the field and the property.

    Examples
    --------
    >>> tables()["phases"].key
    ('phase_id',)
    """
    folder = (folder or data_dir()).resolve()
    path = folder / FILE
    if not path.is_file():
        raise DataError(f"{FILE}: missing in {folder}")
    return _tables(folder, path.stat().st_mtime_ns)
