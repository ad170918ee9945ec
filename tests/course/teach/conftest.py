"""A small course of two exercises, one for practice and one assessed, to build bank and edition from."""

from __future__ import annotations

import json
from pathlib import Path


def notebook(*exercises) -> str:
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Work"}]
    for n, meta in enumerate(exercises, 1):
        cells.append(
            {
                "cell_type": "markdown",
                "id": f"ex-{n}",
                "metadata": {"exercise": meta},
                "source": f"### Exercise {n}: Count {n}\n\nCount the rows.",
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


META = {"kind": "data", "objectives": ["Count rows"], "level": "apply", "minutes": 15, "points": 4}
EXERCISES = [
    {**META, "id": "p1-ex-a", "practice": True},
    {**META, "id": "p1-ex-b", "kind": "argument", "practice": False},
]
RUBRIC = "## Model answer\n\nOnly markers may read this line.\n\n## Rubric\n\n| criterion | meets it when |\n| --- | --- |\n| Count | it is right |\n| Limit | one is named |\n"


def write_exercises(folder: Path) -> None:
    """Write the notebook and its solutions into a folder."""
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "notebooks" / "phase-1-workshop.ipynb").write_text(notebook(*EXERCISES), "utf-8")
    (folder / "instructor" / "solutions").mkdir(parents=True, exist_ok=True)
    (folder / "instructor" / "solutions" / "p1-ex-a.md").write_text(
        "## Solution\n\nAnyone may read this line.\n", "utf-8"
    )
    (folder / "instructor" / "solutions" / "p1-ex-b.md").write_text(RUBRIC, "utf-8")
