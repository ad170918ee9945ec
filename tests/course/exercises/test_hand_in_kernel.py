"""Hand in from a running notebook: what a student sees after Run All, and what is in the file."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from tests.support import ROOT

pytestmark = pytest.mark.slow  # starts kernels

ANSWER = """rows = positions[(positions["actor_id"] == "russia") & (positions["issue_id"] == "enlargement")]
answer = rows[rows["date"].between("1997-01-01", "2001-12-31")].sort_values("date")["stance"].tolist()"""


def run(path: Path, monkeypatch, *, after_save: str = "") -> str:
    """Run a notebook from top to bottom, save it before the last cell as a student does, and return what the last cell prints.

    ``after_save`` changes and runs the answer of exercise 6 once more without saving.
    """
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    monkeypatch.setenv("RUSSIA_NATO_DATA", str(ROOT / "data"))
    book = nbformat.read(path, 4)
    client = NotebookClient(book, timeout=120)
    with client.setup_kernel():
        for n, cell in enumerate(book.cells[:-1]):
            client.execute_cell(cell, n) if cell.cell_type == "code" else None
        nbformat.write(book, path)
        at = next(n for n, c in enumerate(book.cells) if c.id == "p3-ex-turn-of-russia-answer")
        if after_save:
            book.cells[at].source = after_save
            client.execute_cell(book.cells[at], at)
        client.execute_cell(book.cells[-1], len(book.cells) - 1)
    return "".join(o.get("text", "") for o in book.cells[-1].outputs)


@pytest.fixture
def mine(tmp_path) -> Path:
    """A copy of workshop 3 with two answers."""
    book = nbformat.read(ROOT / "notebooks" / "phase-3-workshop.ipynb", 4)
    for cell in book.cells:
        if cell.id == "p3-ex-turn-of-russia-answer":
            cell.source = ANSWER
        elif cell.id == "p3-ex-silence-text":
            cell.source = "The statements of March and of July 1999."
    nbformat.write(book, tmp_path / "workshop.ipynb")
    return tmp_path / "workshop.ipynb"


def test_a_whole_workshop_is_handed_in(mine, monkeypatch):
    """Run All goes to its end over open exercises; the list says what is answered; the value stands in a small file without outputs."""
    said = run(mine, monkeypatch)
    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.startswith("p3-ex-")}
    assert rows["p3-ex-turn-of-russia"][:2] == ["yes", "yes"] and rows["p3-ex-silence"][0] == "yes"
    assert all(row[0] == "NO" for name, row in rows.items() if name not in ("p3-ex-turn-of-russia", "p3-ex-silence"))
    assert said.splitlines()[-1].startswith("Upload this file: ")
    made = json.loads((mine.parent / "hand-in" / "workshop.ipynb").read_text("utf-8"))
    answers = made["metadata"]["russia_nato"]["answers"]
    assert (
        answers["p3-ex-turn-of-russia"]["plain"]["kind"] == "list"
        and len(answers["p3-ex-turn-of-russia"]["plain"]["values"]) >= 5
    )
    assert mine.stat().st_size > 400_000 and (mine.parent / "hand-in" / "workshop.ipynb").stat().st_size < 40_000


def test_work_that_was_not_saved_is_not_handed_in(mine, monkeypatch):
    """A cell that ran after the last save stops it with what to press, and no file is written."""
    said = run(mine, monkeypatch, after_save="answer = [0]")
    assert said.startswith("Save first (Ctrl+S)") and not (mine.parent / "hand-in").exists()


def test_an_answer_stays_recorded_when_the_next_one_is_made_at_once(mine, monkeypatch):
    """Who goes from a check straight to the next answer cell keeps both values, though both cells assign `answer`."""
    book = nbformat.read(mine, 4)
    parts = [f"p3-ex-{e}{p}" for e in ("code-ukraine", "turn-of-russia") for p in ("", "-answer", "-check")]
    book.cells = [c for c in book.cells if c.id in ("p3-setup", *parts, "p3-hand-in")]
    next(c for c in book.cells if c.id == "p3-ex-code-ukraine-answer").source = "answer = -1"
    nbformat.write(book, mine)
    said = run(mine, monkeypatch)
    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.startswith("p3-ex-")}
    assert rows == {"p3-ex-code-ukraine": ["yes", "yes"], "p3-ex-turn-of-russia": ["yes", "yes"]}, said
    made = json.loads((mine.parent / "hand-in" / "workshop.ipynb").read_text("utf-8"))
    assert set(made["metadata"]["russia_nato"]["answers"]) == set(rows)


@pytest.mark.parametrize("wrong", ['answer = phase["no_such"]', "answer = [1, 2"])
def test_an_older_answer_is_not_judged_where_the_newer_failed(mine, monkeypatch, wrong):
    """After an answer cell that fails the check says so and judges nothing; run once more it judges what is there."""
    monkeypatch.setenv("RUSSIA_NATO_DATA", str(ROOT / "data"))
    cells = ["import russia_nato as rn", "answer = [-1, 0]", wrong, *['rn.check("p3-ex-turn-of-russia", answer)'] * 2]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(book, timeout=120, allow_errors=True).execute()
    first, second = ("".join(o.get("text", "") for o in c.outputs) for c in book.cells[-2:])
    assert first.startswith("The answer cell has just failed") and len(first.splitlines()) == 1
    assert second.startswith("The form is right")
