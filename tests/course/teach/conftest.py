"""A small course of two exercises, one for practice and one assessed, to build bank and edition from."""

from __future__ import annotations

import json
from pathlib import Path


def line_of(meta: dict) -> str:
    """Return the line under an exercise's heading."""
    mode = "practice" if meta["practice"] else "assessed"
    return f"`{meta['id']}` · {mode} · {meta['points']} points · {meta['minutes']} minutes"


def notebook(*exercises) -> str:
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Work"}]
    for n, meta in enumerate(exercises, 1):
        cells.append(
            {
                "cell_type": "markdown",
                "id": f"ex-{n}",
                "metadata": {"exercise": meta},
                "source": f"### Exercise {n}: Count {n}\n\n{line_of(meta)}\n\nCount the rows.",
            }
        )
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            "cells": cells,
        }
    )


META = {
    "kind": "data",
    "objectives": ["count-rows"],
    "level": "apply",
    "minutes": 15,
    "parts": {"text": 4},
    "points": 4,
}
EXERCISES = [
    {**META, "id": "p1-ex-a", "practice": True},
    {**META, "id": "p1-ex-b", "kind": "argument", "practice": False},
]
RUBRIC = "## Model answer\n\nOnly markers may read this line.\n\n## Rubric\n\n| criterion | points | meets it when |\n| --- | --- | --- |\n| Count | 3 | it is right |\n| Limit | 1 | one is named |\n"


def write_exercises(folder: Path) -> None:
    """Write the notebook, its solutions and the list of objectives into a folder."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "objectives.yml").write_text("count-rows: Count rows.\n", "utf-8")
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "notebooks" / "phase-1-workshop.ipynb").write_text(notebook(*EXERCISES), "utf-8")
    (folder / "instructor" / "solutions").mkdir(parents=True, exist_ok=True)
    (folder / "instructor" / "solutions" / "p1-ex-a.md").write_text(
        "## Solution\n\nAnyone may read this line.\n", "utf-8"
    )
    (folder / "instructor" / "solutions" / "p1-ex-b.md").write_text(RUBRIC, "utf-8")
