"""A small course to release and grade: four exercises, their solutions and forms, and students who answer them."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import yaml
from tests.support import ROOT

UNIT = "phase-3-workshop"
#: Sentences of the instructor's that must be found wherever they are planted.
SECRET = "The gap that matters runs from seventeen March to twenty-three July of that year."
HALF = "It says that the council was silent and gives one of the two statements."

PROMPTS = {
    "t-ex-turn": ("data", "How far did Russia move?", {"code": 4, "text": 2}, "Make `answer` a list of Russia's stances on *enlargement*, by date. Then say in 50 words what moved."),
    "t-ex-count": ("data", "How many events a year?", {"code": 4}, "Make `answer` a Series with the number of events for each year of the phase."),
    "t-ex-silence": ("sources", "Whose silence is it?", {"text": 6}, "Which documents hold the gap, and what can they not show? Write 80 words."),
    "t-ex-stance": ("coding", "Code a sentence", {"code": 2}, "Set `stance` to your code of the sentence, from -2 to +2."),
}  # fmt: skip
RIGHT = {
    "t-ex-turn": 'rows = stated[(stated["actor_id"] == "russia") & (stated["issue_id"] == "enlargement")]\nanswer = rows.sort_values("date")["stance"].tolist()',
    "t-ex-count": 'answer = phase.groupby(phase["start_date"].dt.year).size()',
    "t-ex-stance": "stance = -1",
}
RUBRICS = {
    "t-ex-turn": [("reading", 1, "names the conditional words"), ("limits", 1, "weighs the kind of document")],
    "t-ex-silence": [("evidence", 2, "names both statements by date"), ("reach", 2, "tells the two kinds of gap apart"), ("limits", 2, "says what is not proved")],
}  # fmt: skip
FORMS = {
    "t-ex-turn": {"kind": "list", "wants": "a list of whole numbers from -2 to +2", "choices": [-2, -1, 0, 1, 2], "least": 2},
    "t-ex-count": {"kind": "series", "wants": "a Series with one count for each year"},
    "t-ex-stance": {"kind": "number", "wants": "a whole number", "mode": "codes", "choices": [-2, -1, 0, 1, 2], "reference": ["positions.stance"], "row": "ukraine-mfa-1999"},
}  # fmt: skip
SETUP = """import pandas as pd
import russia_nato as rn

events = rn.load_events()
positions = rn.load_positions()
phase = events[events["phase_id"] == "founding-act"]
stated = positions[positions["date"].between("1997-01-01", "2001-12-31")]"""


def cell(kind: str, ident: str, text: str, **metadata: Any) -> dict[str, Any]:
    """Return a cell."""
    made = {"cell_type": kind, "id": ident, "metadata": metadata, "source": text}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def notebook() -> dict[str, Any]:
    """Return the workshop."""
    cells = [
        cell("markdown", "t-title", "# Workshop"),
        cell("code", "t-setup", SETUP),
        cell("code", "t-chart", 'ax = rn.plot_timeline(events, phase="founding-act")'),
    ]
    for n, (ident, (kind, title, parts, words)) in enumerate(PROMPTS.items(), 1):
        points = sum(parts.values())
        meta = {
            "id": ident,
            "kind": kind,
            "level": "apply",
            "minutes": 15,
            "objectives": ["judge-sources"],
            "points": points,
            "practice": False,
            "parts": parts,
        }
        name = "stance" if ident == "t-ex-stance" else "answer"
        meta |= {"answer": name} if name != "answer" else {}
        line = f"`{ident}` · assessed · {points} points · 15 minutes"
        cells.append(cell("markdown", ident, f"### Exercise {n}: {title}\n\n{line}\n\n{words}", exercise=meta))
        if "code" in parts:
            cells.append(cell("code", f"{ident}-answer", f"{name} = ..."))
            cells.append(cell("code", f"{ident}-check", f'rn.check("{ident}", {name})'))
        if "text" in parts:
            cells.append(cell("markdown", f"{ident}-text", "*Your answer*"))
    cells += [
        cell("markdown", "t-hand-in-why", "## Hand in\n\nSave, then run the next cell."),
        cell("code", "t-hand-in", "rn.hand_in()"),
    ]
    return {"cells": cells, "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, "nbformat": 4, "nbformat_minor": 5}  # fmt: skip


def solution(ident: str) -> str:
    """Return the solution file of an exercise."""
    code = f"```python\n{RIGHT[ident]}\n```\n\n" if ident in RIGHT else ""
    words = (
        SECRET
        if ident == "t-ex-silence"
        else f"What moved in {ident} is the condition that the last of the rows now names openly."
    )
    rows = "".join(f"| {n} | {p} | {m} | |\n" for n, p, m in RUBRICS.get(ident, ()))
    rubric = (
        f"\n## Rubric\n\n| criterion | points | meets it when | evidence seen |\n| --- | --- | --- | --- |\n{rows}"
        if rows
        else ""
    )
    samples = (
        f"\n## Samples\n\n### Full\n\n> {SECRET}\n\nMarks: evidence 2, reach 2, limits 2.\n\n### Half\n\n> {HALF}\n\nMarks: evidence 1, reach 2, limits 0. Nothing is said of proof.\n\n### Weak\n\n> It was silent.\n\nMarks: evidence 0, reach 0, limits 0.\n"
        if ident == "t-ex-silence"
        else ""
    )
    return f"## Solution\n\n{code}{words}\n{rubric}{samples}"


def make_course(root: Path) -> Path:
    """Make the course in a folder: data, notebook, solutions, a chapter."""
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("checks", "quizzes"))
    (root / "data" / "checks").mkdir()
    (root / "data" / "checks" / "phase-3.yml").write_text(yaml.safe_dump(FORMS), "utf-8")
    for name in ("notebooks", "chapters", "instructor/solutions"):
        (root / name).mkdir(parents=True)
    (root / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    (root / "notebooks" / f"{UNIT}.ipynb").write_text(json.dumps(notebook(), indent=1), "utf-8")
    for ident in PROMPTS:
        (root / "instructor" / "solutions" / f"{ident}.md").write_text(solution(ident), "utf-8")
    return root


def answered(released: dict[str, Any], code: dict[str, str], texts: dict[str, str]) -> dict[str, Any]:
    """Return a released notebook with code and texts in the cells that are there for them."""
    made = copy.deepcopy(released)
    for c in made["cells"]:
        ident, _, part = c["id"].rpartition("-")
        if part == "answer" and ident in code:
            c["source"] = code[ident]
        elif part == "text" and ident in texts:
            c["source"] = texts[ident]
    return made


def honest(released: dict[str, Any]) -> dict[str, Any]:
    """Return the work of a student who answers everything, code rightly."""
    return answered(
        released,
        RIGHT,
        {"t-ex-turn": "The last row names a condition.", "t-ex-silence": "The statements of March and July."},
    )


def recorded(work: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Return work with plain answers recorded as `rn.hand_in` records them."""
    made = copy.deepcopy(work)
    sources = {c["id"]: c["source"] for c in made["cells"]}
    about = made["metadata"].setdefault("russia_nato", {})
    about["answers"] = {
        e: {"plain": v, "cell": hashlib.sha256(sources[f"{e}-answer"].encode()).hexdigest()} for e, v in values.items()
    }
    return made


def as_bytes(work: Any) -> bytes:
    """Return work as a file holds it."""
    return json.dumps(work, ensure_ascii=False, indent=1).encode()
