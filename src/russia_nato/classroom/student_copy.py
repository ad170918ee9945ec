"""The student's copy: the notebook with the chosen exercises, in a variant where there is one, and the tables beside it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..exercises.cells import PARTS, regions, source
from ..schema import data_dir
from .leaks import KNOWN
from .sources import Unit
from .variants import Variant, vary_cells
from .worksheet import clean

#: Which tables' files go along: all that the loaders and the checks read.
DATA = (
    "*.csv",
    "datapackage.json",
    "references.bib",
    "README.md",
    "coding.md",
    "checks/*.yml",
    "checks/*.json",
    "*.yml",
)
_EXERCISE = ("id", "kind", "level", "minutes", "points", "practice", "objectives", "parts", "answer")


def student_notebook(unit: Unit, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Return the cells of a unit with the chosen exercises and without the others.

    Examples
    --------
    >>> from russia_nato.classroom.sources import course_root, find_unit
    >>> unit = find_unit(course_root(), ["p3-ex-silence"])
    >>> cells = student_notebook(unit, ["p3-ex-silence"])
    >>> [c["metadata"]["exercise"]["id"] for c in cells if "exercise" in c["metadata"]]
    ['p3-ex-silence']
    """
    left_out = {e: r for e, r in regions(unit.notebook).items() if e not in chosen}
    gone = {c.get("id") for r in left_out.values() for c in (r.prompt, *r.cells)}
    cells = [clean(c, KNOWN) for c in unit.notebook["cells"] if c.get("id") not in gone]
    for cell in cells:
        if "exercise" in cell["metadata"]:
            cell["metadata"]["exercise"] = {k: v for k, v in cell["metadata"]["exercise"].items() if k in _EXERCISE}
    if not any("rn.hand_in(" in c["source"] for c in cells):
        cells.append(clean({"cell_type": "code", "id": "hand-in", "source": "rn.hand_in()"}, ()))
    return cells


def varied(cells: Sequence[Mapping[str, Any]], variant: Variant, name: str) -> list[dict[str, Any]]:
    """Return a release's cells with a variant in its exercises; what stands around them stays.

    Examples
    --------
    >>> varied([{"cell_type": "code", "id": "a", "source": "x = 1", "metadata": {}}], Variant(1, "1", {2: "2"}), "2")[0]["source"]
    'x = 1'
    """
    mine = {c.get("id") for r in regions({"cells": cells}).values() for c in (r.prompt, *r.cells)}
    return [vary_cells([c], variant, name)[0] if c.get("id") in mine else dict(c) for c in cells]


def as_notebook(unit: Unit, cells: Sequence[Mapping[str, Any]], meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return cells as a notebook that knows of which release it is.

    Examples
    --------
    >>> from russia_nato.classroom.sources import course_root, find_unit
    >>> unit = find_unit(course_root(), ["p3-ex-silence"])
    >>> as_notebook(unit, [], {"assignment": "paper-1"})["metadata"]["russia_nato"]
    {'assignment': 'paper-1'}
    """
    kept = {k: v for k, v in unit.notebook.get("metadata", {}).items() if k in ("kernelspec", "language_info")}
    return {"cells": list(cells), "metadata": {**kept, "russia_nato": dict(meta)}, "nbformat": 4, "nbformat_minor": 5}


def copy_data(to: Path) -> None:
    """Copy the tables that a release is made on, so that a later change of them changes no mark.

    Examples
    --------
    >>> import tempfile
    >>> from russia_nato.exercises.digest import data_digest
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     copy_data(Path(folder))
    ...     data_digest(Path(folder)) == data_digest()
    True
    """
    for pattern in DATA:
        for path in sorted(data_dir().glob(pattern)):
            place = to / path.relative_to(data_dir())
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            place.parent.chmod(0o755)  # the sandbox reads them as nobody
            place.chmod(0o644)


def given_code(cells: Sequence[Mapping[str, Any]]) -> str:
    """Return the code that students are given, line by line without comments: a solution may go on from it.

    Examples
    --------
    >>> given_code([{"cell_type": "code", "id": "a", "source": "x = 1  # why"}])
    'x = 1  '
    """
    held = {
        c.get("id")
        for r in regions({"cells": cells}).values()
        for part in PARTS
        if part != "given"
        for c in getattr(r, part)
    }
    code = [source(c) for c in cells if c["cell_type"] == "code" and c.get("id") not in held]
    return "\n".join(line.split("#")[0] for text in code for line in text.splitlines())
