"""Notebooks: stripped, short, plain, with exercises that can be graded, and running from top to bottom."""

import json
import re
from contextlib import suppress

import nbformat
import pytest
from jupyter_cache import get_cache
from nbclient import NotebookClient
from tests.conftest import ROOT

from russia_nato.book import inputs, notebooks

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
KINDS = {"data", "sources", "coding", "argument", "discuss"}
MYST = re.compile(r"\{[a-z:-]+\}`|^:::|^```\{", re.M)


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def notebook(request):
    return nbformat.read(request.param, 4)


def _is_workshop(notebook) -> bool:
    return notebook.cells[0].source.startswith("# Workshop")


def test_there_is_a_workshop_for_each_phase_chapter():
    """Each phase chapter has its workshop."""
    chapters = {p.stem.removeprefix("phase-") for p in (ROOT / "chapters").glob("phase-?.md")}
    assert (
        chapters
        == {p.stem.removeprefix("phase-").removesuffix("-workshop") for p in NOTEBOOKS if p.stem.startswith("phase-")}
        != set()
    )


def test_outputs_are_stripped_and_cells_are_short(notebook):
    """No output or execution count is kept; code cells have 8 lines at most, no function and no plotting code; ids are stable words."""
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell.id), cell.id
        if cell.cell_type == "code":
            assert not cell.outputs and cell.execution_count is None
            assert len(cell.source.splitlines()) <= 8, cell.source
            assert not re.search(r"^\s*def |plt\.|matplotlib", cell.source, re.M), cell.source


def test_markdown_is_plain(notebook):
    """Markdown cells hold no MyST role or directive, which JupyterLab would show as it stands."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not MYST.search(cell.source), cell.source[:200]


def test_each_code_cell_is_led_in(notebook):
    """A sentence stands before each code cell: no two code cells follow one another, answers apart."""
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if cell.cell_type == before.cell_type == "code":
            assert re.search(r"answer|\.\.\.", before.source + cell.source), cell.source


def test_exercises_carry_what_grading_needs(notebook):
    """A workshop has five exercises of five kinds or more, a lab four or more and "Start here" two; each has a solution, an assessed text a rubric."""
    found = [c.metadata["exercise"] for c in notebook.cells if "exercise" in c.metadata]
    kinds = {e["kind"] for e in found}
    least = 5 if _is_workshop(notebook) else 4 if notebook.cells[0].source.startswith("# Lab") else 2
    assert (
        len(found) >= least and kinds >= KINDS
        if _is_workshop(notebook)
        else len(found) >= least and kinds <= KINDS and len(kinds) > 1
    )
    assert len({e["id"] for e in found}) == len(found)
    for e in found:
        assert set(e) == {"id", "kind", "objectives", "level", "minutes", "parts", "points", "practice"}, e
        assert (
            e["level"] in {"remember", "understand", "apply", "analyse", "evaluate", "create"}
            and e["minutes"] > 0
            and e["points"] > 0
            and e["objectives"]
        )
        text = (ROOT / "instructor" / "solutions" / f"{e['id']}.md").read_text("utf-8")
        assert len(text.split()) > 30, e["id"]
        if not e["practice"] and "text" in e["parts"]:
            assert "## Rubric" in text, e["id"]


def executed(notebook):
    """Return the notebook with its results: those that `make book` keeps for its cells, the tables and the package as they are now, or new ones."""
    kept = notebooks.caches_of(ROOT) / inputs.of_notebooks(ROOT / "data")
    if kept.is_dir():
        cache = get_cache(str(kept))
        with suppress(KeyError):
            return cache.get_cache_bundle(cache.match_cache_notebook(notebook).pk).nb
    return run(notebook)


def run(notebook):
    """Execute the notebook as a reader does, with live explorers."""
    where = {"metadata": {"path": str(ROOT / "notebooks")}}
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources=where).execute()
    return notebook


def results(notebook) -> str:
    return json.dumps([c.get("outputs", []) for c in notebook.cells if c.cell_type == "code"])


@pytest.mark.slow
def test_a_notebook_runs_from_top_to_bottom(notebook):
    """Unanswered, each cell has run without an error, and two charts or explorers at least are shown (a lab: one)."""
    least, cells = 2 if _is_workshop(notebook) else 1, [c.source for c in notebook.cells if c.cell_type == "code"]
    done = executed(notebook)
    assert [c.source for c in done.cells if c.cell_type == "code"] == cells
    assert all(c.execution_count for c in done.cells if c.cell_type == "code")
    shown = results(done)
    assert shown.count("<figure class") >= least and '"output_type": "error"' not in shown


@pytest.mark.slow
def test_explorers_live_in_a_notebook():
    """Executed by a reader, a workshop runs from top to bottom too, and each of its two kinds of explorers is a widget."""
    shown = results(run(nbformat.read(ROOT / "notebooks" / "phase-1-workshop.ipynb", 4)))
    assert shown.count("application/vnd.jupyter.widget-view+json") >= 2
    assert 'id=\\"timeline-' in shown and 'id=\\"positions-' in shown
