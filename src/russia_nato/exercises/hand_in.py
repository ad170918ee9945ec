"""Hand in: one line in the notebook or the terminal, one file to upload.

The file holds the student's cells without outputs, and what the checks of this kernel were given, as plain data with a hash of
the cell that made it. It holds no name: the learning platform knows it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from ..errors import CourseError
from .cells import STUBS, Region, regions, source
from .compare import compare
from .digest import data_digest
from .forms import load_forms
from .kernel import Kernel, is_current, running, unsaved

FOLDER = "hand-in"
Cell = Mapping[str, Any]


class HandInError(CourseError):
    """Why nothing was handed in, and what to do."""


@dataclass(frozen=True)
class Line:
    """What a student is told of one exercise before uploading."""

    exercise: str
    answered: bool
    form: str
    words: str


def cell_hash(cells: Sequence[Cell]) -> str:
    """Return the hash of the source of an exercise's answer cells.

    Examples
    --------
    >>> cell_hash([{"source": "answer = 1"}])[:8]
    '5466a45c'
    """
    return hashlib.sha256("\n".join(map(source, cells)).encode()).hexdigest()


def read_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook as JSON.

    Raises
    ------
    HandInError
        If there is none, or it is no notebook; names the file.

    Examples
    --------
    >>> read_notebook(Path("no-such.ipynb"))
    Traceback (most recent call last):
    russia_nato.exercises.hand_in.HandInError: no-such.ipynb: no such file; name your notebook, such as phase-3-workshop.ipynb
    """
    try:
        notebook = json.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise HandInError(f"{path}: no such file; name your notebook, such as phase-3-workshop.ipynb") from None
    except (ValueError, RecursionError) as e:
        raise HandInError(f"{path.name}: {e}; save the notebook again and retry") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise HandInError(f"{path.name}: no cells in it; a notebook (.ipynb) is required")
    return notebook


def _asked(region: Region) -> str:
    """Return how many words a prompt asks for, such as ``200``, or nothing."""
    found = re.search(r"\b(\d{2,4})(?: to \d{2,4})? words\b", source(region.prompt))
    return found[1] if found else ""


def _line(region: Region, name: str, given: Mapping[str, Any] | None) -> Line:
    text = "\n".join(source(c) for c in (*region.text, *(c for c in region.other if c.get("cell_type") == "markdown")))
    text = "" if text.strip().casefold() in STUBS else text
    code = "\n".join(source(c) for c in region.answer if source(c).strip().casefold() not in {*STUBS, f"{name} = ..."})
    form = ""
    if region.answer:
        known = load_forms().get(region.exercise_id)
        if given is None:
            form = "not checked" if code else ""
        elif known is None or "plain" not in given:
            form = "not plain" if "not_plain" in given else "checked"
        else:
            form = {"right": "yes", "no answer": ""}.get(compare(known, given["plain"], None).state, "no")
    asked = _asked(region)
    count = len(text.split())
    return Line(
        region.exercise_id, bool(text.strip() or code), form, f"{count} of {asked}" if asked else str(count or "")
    )


def prepare(notebook: Mapping[str, Any], name: str, kernel: Kernel) -> tuple[dict[str, Any], list[Line]]:
    """Return the notebook as it is handed in, and what to say of each exercise.

    Parameters
    ----------
    notebook : mapping
        The student's notebook as JSON.
    name : str
        The assignment, where the notebook does not say it itself.
    kernel : Kernel
        What the running kernel knows; an empty one in a terminal.

    Raises
    ------
    HandInError
        If the notebook holds no exercise of the course.

    Examples
    --------
    >>> prompt = {"cell_type": "markdown", "id": "p1-ex-one", "source": "### One\\n\\n`p1-ex-one` · practice · 4 points"}
    >>> text = {"cell_type": "markdown", "id": "p1-ex-one-text", "source": "Two words."}
    >>> made, lines = prepare({"cells": [prompt, text]}, "phase-1-workshop", Kernel())
    >>> made["metadata"]["russia_nato"]["assignment"], lines[0].words
    ('phase-1-workshop', '2')
    """
    found = regions(notebook)
    if not found:
        raise HandInError(
            "no exercise of the course in this notebook; open a workshop, a lab or what your teacher gave you"
        )
    settled = _within(notebook, "metadata", "russia_nato")
    answers, lines = {}, []
    for ident, region in found.items():
        variable = str(_within(region.prompt, "metadata", "exercise").get("answer") or "answer")
        given = kernel.recorded.get(ident)
        if given is not None and not is_current(region, variable, given, kernel.inputs):
            given = None
        if given is not None:
            kept = {k: given[k] for k in ("plain", "not_plain") if k in given}
            answers[ident] = {**kept, "cell": cell_hash(region.answer)}
        lines.append(_line(region, variable, given))
    about = {
        "assignment": str(settled.get("assignment") or name), "release": str(settled.get("release") or ""),
        "data": data_digest(), "version": metadata.version("russia-nato"),
        "time": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "answers": answers,
    }  # fmt: skip
    return _stripped(notebook, about), lines


def _within(thing: Any, *keys: str) -> Mapping[str, Any]:
    """Return a mapping inside another, empty where something else stands in its place."""
    for key in keys:
        thing = thing.get(key) if isinstance(thing, Mapping) else None
    return thing if isinstance(thing, Mapping) else {}


def _stripped(notebook: Mapping[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook without outputs and widget state."""
    cells = []
    for cell in notebook["cells"]:
        if isinstance(cell, Mapping):
            keep = {k: v for k, v in cell.items() if k not in ("outputs", "execution_count")}
            keep["metadata"] = {k: v for k, v in _within(cell, "metadata").items() if k == "exercise"}
            cells.append(keep | ({"outputs": [], "execution_count": None} if cell.get("cell_type") == "code" else {}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "russia_nato": about},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def table(lines: Sequence[Line]) -> str:
    """Return what a student reads before uploading: a row for each exercise.

    Examples
    --------
    >>> print(table([Line("p3-ex-silence", True, "", "148 of 150")]))
    exercise                     answered  form right  words
    p3-ex-silence                yes                   148 of 150
    """
    rows = [("exercise", "answered", "form right", "words")]
    rows += [(n.exercise, "yes" if n.answered else "NO", n.form, n.words) for n in lines]
    return "\n".join(f"{a:<28} {b:<9} {c:<11} {d}".rstrip() for a, b, c, d in rows)


def write(path: Path, kernel: Kernel | None = None) -> tuple[Path, list[Line]]:
    """Write the file to upload beside a notebook and return where it stands, and what to say of each exercise.

    Raises
    ------
    HandInError
        If the file is no notebook of the course.
    """
    made, lines = prepare(read_notebook(path), path.stem, kernel or Kernel())
    name = re.sub(r"[^\w.-]+", "-", made["metadata"]["russia_nato"]["assignment"]) or path.stem
    target = path.resolve().parent / FOLDER / f"{name}.ipynb"
    target.parent.mkdir(exist_ok=True)
    part = target.with_suffix(".part")
    part.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    os.replace(part, target)
    return target, lines


def report(target: Path, lines: Sequence[Line]) -> str:
    """Return what is printed after the file was written.

    Examples
    --------
    >>> print(report(Path("hand-in/paper-1.ipynb"), [Line("p3-ex-silence", False, "", "")]).splitlines()[-1])
    Upload this file: hand-in/paper-1.ipynb
    """
    words = [table(lines)]
    if open_ := [n.exercise for n in lines if n.form == "not checked"]:
        words.append(
            f"Values are recorded where a check ran after its answer: run the checks of {', '.join(open_)}, then this again."
        )
    near = target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target
    return "\n".join([*words, f"Upload this file: {near}"])


def _latest(folder: Path) -> str:
    """Return which notebooks of a folder were saved last, up to three, the last one first."""
    found = sorted(folder.glob("*.ipynb"), key=lambda p: p.stat().st_mtime, reverse=True)
    if not found:
        return f"no notebook is in {folder}"
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return f"saved here last: {', '.join(p.name for p in found[:3])}{more}"


def hand_in(file: str | os.PathLike[str] | None = None, *, anyway: bool = False) -> None:
    """Write the one file that you upload, and say what is in it.

    Save the notebook first. Running it again overwrites that file only.

    Parameters
    ----------
    file : path, optional
        Your notebook; JupyterLab and VS Code know it by themselves.
    anyway : bool, default False
        Write the file although cells that ran do not stand in the saved notebook.

    Notes
    -----
    It prints and does not raise, like the checks.

    Examples
    --------
    >>> hand_in("no-such.ipynb")
    no-such.ipynb: no such file; name your notebook, such as phase-3-workshop.ipynb
    """
    kernel = running()
    named = Path(file) if file is not None else Path(kernel.file or ".")
    if named.suffix != ".ipynb" or (file is None and not named.is_file()):
        print(f'Which notebook is it? Say rn.hand_in("NAME.ipynb"); {_latest(Path.cwd())}.')
        return
    try:
        late = [] if anyway else unsaved(read_notebook(named), kernel.inputs[:-1])
        if late:
            print(
                f"Save first (Ctrl+S), then run this again: a cell that ran is not in {named.name}: {late[-1].strip()[:60]!r}."
            )
            print("If you have saved and cleared the outputs: rn.hand_in(anyway=True).")
            return
        print(report(*write(named, kernel)))
    except (CourseError, OSError) as e:
        print(e)
