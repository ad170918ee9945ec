"""The key of an assignment: what the solutions yield on the release's data, computed in a process of its own.

Run as a module it reads ``{"notebook": ..., "solutions": ...}`` and writes the answers as plain JSON. Solutions are the
instructor's own code, so this process needs no sandbox; nothing of a student's ever comes here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import CourseError
from ..exercises.truth import truths
from .folder import AssignmentFolder, ClassError

FILE = "key.json"
Plain = dict[str, Any]


class SolutionError(CourseError):
    """A key that cannot be computed or read: names the exercise and what Python said."""


def solve(notebook: Mapping[str, Any], solutions: Mapping[str, str], data: Path) -> dict[str, Plain]:
    """Return what solutions yield on the tables of a folder, by exercise.

    Raises
    ------
    SolutionError
        If a solution does not run.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> meta = {"id": "x-one", "kind": "data", "level": "apply", "minutes": 5, "points": 1, "practice": True}
    >>> prompt = {"cell_type": "markdown", "id": "x-one", "source": "### One", "metadata": {"exercise": meta}}
    >>> solve({"cells": [prompt]}, {"x-one": "```python\\nanswer = [1, 2]\\n```"}, data_dir())["x-one"]["values"]
    [1, 2]
    """
    job = json.dumps({"notebook": notebook, "solutions": dict(solutions)})
    path = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]))
    settings = {**os.environ, "PYTHONPATH": path, "RUSSIA_NATO_DATA": str(data), "MPLBACKEND": "agg"}
    call = [sys.executable, "-m", "russia_nato.classroom.key"]
    done = subprocess.run(call, input=job, capture_output=True, text=True, env=settings, encoding="utf-8", check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise SolutionError(f"key: {said[-1] if said else 'the solutions did not run'}")
    return dict(json.loads(done.stdout))


def write_key(folder: AssignmentFolder, key: Mapping[str, Mapping[str, Plain]]) -> None:
    """Write the key of an assignment: for each variant ("" where there are none) the answers by exercise.

    Examples
    --------
    See `read_key`.
    """
    folder.key.mkdir(parents=True, exist_ok=True)
    half = folder.key / f"{FILE}.part"
    half.write_text(json.dumps(key, ensure_ascii=False, indent=1), "utf-8")
    os.replace(half, folder.key / FILE)


def read_key(folder: AssignmentFolder) -> dict[str, dict[str, Plain]]:
    """Return the key of an assignment.

    Raises
    ------
    ClassError
        If there is none, or it is no JSON.

    Examples
    --------
    >>> import tempfile
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> write_key(folder, {"": {"p1": {"kind": "number", "index": [], "columns": [], "values": [4]}}})
    >>> read_key(folder)[""]["p1"]["values"]
    [4]
    """
    path = folder.key / FILE
    try:
        found: dict[str, dict[str, Plain]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise ClassError(
            f"{folder.name}/key/{FILE}: {e}; call `russia-nato release {folder.name}` to write it"
        ) from None
    return found


def main() -> int:
    """Read notebook and solutions, and write what the solutions yield."""
    job = json.loads(sys.stdin.buffer.read())
    out, sys.stdout = sys.stdout, sys.stderr  # what a solution prints is no part of the key
    try:
        found = truths(job["notebook"], job["solutions"])
    except CourseError as e:
        print(e, file=sys.stderr)
        return 1
    out.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
