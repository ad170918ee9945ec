"""Execute the notebooks, two at a time, into the cache from which the pages take their results.

The cache is jupyter-cache's, under a key made of tables and package (`inputs.of_notebooks`); within it a notebook is known by its
cells. Sphinx finds all results there and starts no kernel.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ..errors import CourseError
from . import inputs

AT_A_TIME = 2
KEPT = 3  # states of data and package whose results are kept


class NotebookError(CourseError):
    """Notebooks that did not run to their end: names each with its cell and error."""


@dataclass(frozen=True)
class Executed:
    """How many notebooks there are, and how many had to be executed anew."""

    all: int
    anew: int


def cache_folder(caches: Path, data: Path) -> Path:
    """Return the cache for the present state of data and package, and forget all but the last few states."""
    now = caches / inputs.of_notebooks(data)
    if caches.is_dir():
        for old in sorted(caches.iterdir(), key=lambda p: p.stat().st_mtime)[:-KEPT]:
            if old != now:
                shutil.rmtree(old, ignore_errors=True)
    return now


def execute_all(
    notebooks: list[Path], caches: Path, data: Path, env: Mapping[str, str], log: Path, timeout: int = 120
) -> Executed:
    """Execute the notebooks whose results are not in the cache, and put them there.

    Parameters
    ----------
    notebooks : list of pathlib.Path
        The notebooks.
    caches : pathlib.Path
        The folder of caches, one for each state of data and package.
    data : pathlib.Path
        The data package that they read.
    env : mapping
        The environment of their kernels.
    log : pathlib.Path
        The file to which goes what kernels say beside their results.
    timeout : int
        Seconds that a cell may take.

    Raises
    ------
    NotebookError
        If a cell fails or a kernel dies. The results of the others are kept.
    """
    import nbformat
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    cache = get_cache(str(cache_folder(caches, data)))
    todo = []
    for path in notebooks:
        notebook = nbformat.read(path, 4)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            todo.append((path, notebook))
    problems = []
    # In a thread of its own: who calls this may have a running loop, as a notebook or a browser test has.
    with open(log, "a", encoding="utf-8") as out, ThreadPoolExecutor(1) as thread:
        ran = thread.submit(asyncio.run, _run_all(todo, env, timeout, out)).result()
    for path, notebook, seconds, problem in ran:
        if problem:
            problems.append(f"{path.parent.name}/{path.name}: {problem}")
        else:
            bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    if problems:
        raise NotebookError("\n".join(problems))
    return Executed(len(notebooks), len(todo))


async def _run_all(todo: list, env: Mapping[str, str], timeout: int, out) -> list[tuple]:
    free = asyncio.Semaphore(AT_A_TIME)

    async def one(path: Path, notebook) -> tuple:
        async with free:
            start = time.perf_counter()
            problem = await _run(path, notebook, env, timeout, out)
            return path, notebook, time.perf_counter() - start, problem

    return await asyncio.gather(*(one(path, notebook) for path, notebook in todo))


async def _run(path: Path, notebook, env: Mapping[str, str], timeout: int, out) -> str:
    """Execute a notebook in place, and return what went wrong, or nothing."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    place = ""

    def note(cell, **_) -> None:
        nonlocal place
        place = f"cell {cell.get('id', '')!r}: "

    where = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(notebook, timeout=timeout, record_timing=False, resources=where, on_cell_start=note)
    try:
        await client.async_execute(env=dict(env), stderr=out)
    except CellExecutionError as e:
        return f"{place}{e.ename}: {e.evalue}\n{_last_lines(e.traceback)}"
    except CellTimeoutError:
        return f"{place}took longer than {timeout} seconds; the setting is execute, timeout in _config.yml"
    except DeadKernelError:
        return f"{place}its kernel died; execute it by itself in JupyterLab to see why"
    return ""


def _last_lines(traceback: str, count: int = 12) -> str:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", traceback).rstrip().splitlines()
    return "\n".join(f"    {line}" for line in lines[-count:])


def notebooks_of(root: Path) -> list[Path]:
    """Return the notebooks that stand in the table of contents, in its order.

    Examples
    --------
    >>> from pathlib import Path
    >>> notebooks_of(Path("."))[0].name  # doctest: +SKIP
    'phase-1-workshop.ipynb'
    """
    named = re.findall(r"(?m)^\s*-?\s*(?:file|root):\s*(\S+)", (root / "_toc.yml").read_text("utf-8"))
    return [path for name in named if (path := root / f"{name.removesuffix('.ipynb')}.ipynb").is_file()]


def timeout_of(config: dict) -> int:
    """Return how long a cell may take, in seconds, by the book's settings."""
    return int((config.get("execute") or {}).get("timeout", 30))
