"""The data package's schema, read from data/datapackage.json: the one place that says what a table holds."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from .errors import DataError


@dataclass(frozen=True)
class Field:
    """A column: its type, its meaning and its constraints."""

    name: str
    type: str
    description: str
    unit: str = ""
    separator: str = ""  # not empty for a cell that holds a list
    refers_to: str = ""  # table (or "references") whose ids the list holds
    constraints: dict = field(default_factory=dict)

    @property
    def required(self) -> bool:
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
        return [f.name for f in self.fields]

    def __getitem__(self, column: str) -> Field:
        return next(f for f in self.fields if f.name == column)


def data_dir() -> Path:
    """Return the folder that holds datapackage.json.

    It is the one in the environment variable ``RUSSIA_NATO_DATA`` where that is set, else the ``data`` folder of the
    checkout that this package was installed from, else the nearest ``data`` folder at or above the working directory.

    Raises
    ------
    DataError
        If no folder with a datapackage.json is found.
    """
    named = os.environ.get("RUSSIA_NATO_DATA")
    if named:
        places = [Path(named)]
    else:
        here = Path.cwd()
        places = [Path(__file__).parents[2] / "data", *(p / "data" for p in (here, *here.parents))]
    for place in places:
        if (place / "datapackage.json").is_file():
            return place.resolve()
    raise DataError(
        f"datapackage.json: not found in {', '.join(map(str, places[:3]))}; "
        "run from a checkout of the course or set RUSSIA_NATO_DATA to its data folder"
    )


def read_package(folder: Path | None = None) -> dict:
    """Return datapackage.json as a dictionary."""
    path = (folder or data_dir()) / "datapackage.json"
    try:
        return json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as e:
        raise DataError(f"{path.name}:{e.lineno}: {e.msg}; it must be valid JSON") from None
    except FileNotFoundError:
        raise DataError(f"{path.name}: missing in {path.parent}") from None


@lru_cache(maxsize=8)
def _tables(folder: Path, stamp: int) -> dict[str, Table]:
    out = {}
    for res in read_package(folder)["resources"]:
        s = res["schema"]
        fields = tuple(
            Field(
                f["name"],
                f["type"],
                f["description"],
                f.get("unit", ""),
                f.get("list", ""),
                f.get("refersTo", ""),
                f.get("constraints", {}),
            )
            for f in s["fields"]
        )
        fks = tuple(
            ForeignKey(k["fields"][0], k["reference"]["resource"], k["reference"]["fields"][0])
            for k in s.get("foreignKeys", [])
        )
        out[res["name"]] = Table(
            res["name"], folder / res["path"], res["title"], res["description"], fields, tuple(s["primaryKey"]), fks
        )
    return out


def tables(folder: Path | None = None) -> dict[str, Table]:
    """Return the declared tables by name."""
    folder = folder or data_dir()
    path = folder / "datapackage.json"
    if not path.is_file():
        raise DataError(f"datapackage.json: missing in {folder}")
    return _tables(folder, path.stat().st_mtime_ns)
