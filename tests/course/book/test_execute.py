"""Notebooks are executed two at a time into a cache: once for each state of cells, tables and package, and named when they fail."""

from __future__ import annotations

import json
import os

import nbformat
import pytest

from russia_nato.book import execute
from russia_nato.book.execute import NotebookError, execute_all


def write(path, code: str) -> None:
    cell = {"cell_type": "code", "id": "first", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    kernel = {"name": "python3", "display_name": "Python 3"}
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": [cell]}), "utf-8"
    )


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Execute notebooks named by their code, with a table beside them; returns how many were executed anew."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "events.csv").write_text("1", "utf-8")

    def call(**notebooks: str):
        paths = [tmp_path / f"{name}.ipynb" for name in notebooks]
        for path, code in zip(paths, notebooks.values(), strict=True):
            write(path, code)
        env = {**os.environ, "RUSSIA_NATO_MARK": "a mark"}
        return execute_all(paths, tmp_path / "caches", data, env, tmp_path / "log").anew

    call.data = data
    return call


@pytest.mark.slow
def test_a_result_is_kept_until_cells_or_data_change(run):
    """The same notebook is not executed twice; a changed cell or a changed table executes it anew."""
    assert [run(a="1"), run(a="1"), run(a="2"), run(a="2")] == [1, 0, 1, 0]
    (run.data / "events.csv").write_text("2", "utf-8")
    assert run(a="2") == 1


@pytest.mark.slow
def test_failures_are_named_and_good_results_kept(run):
    """A cell that raises and a kernel that dies are both named by notebook and cell; the notebook that ran is kept."""
    bad = {
        "raises": "1/0",
        "dies": "import os; os._exit(1)",
        "good": "import os; assert os.environ['RUSSIA_NATO_MARK']",
    }
    with pytest.raises(NotebookError) as e:
        run(**bad)
    assert "raises.ipynb: cell 'first': ZeroDivisionError: division by zero" in str(e.value)
    assert "dies.ipynb: cell 'first': its kernel died" in str(e.value) and "good" not in str(e.value)
    assert run(good=bad["good"]) == 0


def test_two_notebooks_run_at_a_time(tmp_path, monkeypatch):
    """Never more than two kernels run at once, and two do."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    running, most = [0], [0]

    async def slow(path, *_):
        running[0] += 1
        most[0] = max(most[0], running[0])
        await asyncio.sleep(0.01)
        running[0] -= 1
        return ""

    monkeypatch.setattr(execute, "_run", slow)
    work = execute._run_all([(tmp_path, nbformat.v4.new_notebook())] * 5, {}, 10, None)
    with ThreadPoolExecutor() as pool:  # a browser of another test may keep a loop in this thread
        pool.submit(asyncio.run, work).result()
    assert most[0] == 2
