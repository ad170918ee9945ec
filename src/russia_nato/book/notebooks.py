"""Notebooks in the book: which results are theirs, and the solutions that an edition shows.

A notebook's result depends on its cells, on the tables and on the package. jupyter-cache knows the cells only, so each state
of tables and package gets a cache folder of its own, and a change of them makes Sphinx read the notebooks again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.util import logging

from ..data import data_dir
from . import inputs
from .execute import cache_folder

log = logging.getLogger(__name__)


def caches_of(root: Path) -> Path:
    """Return the folder of the checkout in which all its editions keep the results of notebooks."""
    return root / "_build" / "work" / "_build" / ".jupyter_cache"


def _configure(app, config) -> None:
    config.rn_package, config.rn_look = inputs.of_pages(), inputs.of_look()
    config.rn_results = inputs.of_notebooks(data_dir())
    caches = Path(config.rn_caches) if config.rn_caches else Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(cache_folder(caches, data_dir()))


def _outdated(app, env, added, changed, removed) -> list[str]:
    """Return the notebooks, when tables or package are not those with which they were read."""
    before, env.rn_results = getattr(env, "rn_results", None), app.config.rn_results
    if before in (None, env.rn_results):
        return []
    return [d for d in env.all_docs if env.doc2path(d).endswith(".ipynb")]


def solution_file(root: Path, exercise: str) -> Path:
    """Return the path of the model solution of an exercise."""
    return root / "instructor" / "solutions" / f"{exercise}.md"


def _box(ident: str, title: str, solution: str) -> tuple[str, str]:
    """Return a closed box with a solution; its headings become bold words, because a box holds no sections."""
    body = re.sub(r"^##+ (.+?)\s*$", r"**\1.**", solution.replace("## Solution\n", "").strip(), flags=re.M)
    fence = "`" * 5
    return ident, f"{fence}{{dropdown}} {title}\n{body}\n{fence}\n"


def with_solutions(notebook: dict, root: Path, edition: str = "student") -> dict:
    """Return the notebook with a line of facts under each exercise and the solutions of an edition.

    Parameters
    ----------
    notebook : dict
        The notebook as JSON; it is not changed.
    root : pathlib.Path
        The folder that holds ``instructor/solutions``.
    edition : str
        "student" shows the solutions of practice exercises, "instructor" those of the assessed ones too, with their rubrics.
        Each stands in a closed box after the answer.
    """
    cells, pending = [], None

    def close() -> None:
        nonlocal pending
        if pending:
            cells.append(
                {"cell_type": "markdown", "id": f"solution-{pending[0]}"[:64], "metadata": {}, "source": pending[1]}
            )
        pending = None

    for cell in notebook["cells"]:
        meta = cell.get("metadata", {}).get("exercise")
        text = "".join(cell["source"]) if isinstance(cell["source"], list) else cell["source"]
        if meta or (cell["cell_type"] == "markdown" and text.lstrip().startswith("#")):
            close()
        if meta:
            facts = f"Kind: {meta['kind']}. Level: {meta['level']}."
            cell = {**cell, "source": f"{text.rstrip()}\n\n*{facts}*\n"}
            path = solution_file(root, meta["id"])
            if meta["practice"] or edition == "instructor":
                if not path.is_file():
                    log.warning("exercise %s has no solution; write %s", meta["id"], path.relative_to(root))
                else:
                    solution = path.read_text("utf-8")
                    what = "solution and rubric" if "## Rubric" in solution else "solution"
                    title = (
                        f"A {what}, once you have tried"
                        if meta["practice"]
                        else f"{what.capitalize()} (instructor edition only)"
                    )
                    pending = _box(meta["id"], title, solution)
        cells.append(cell)
    close()
    return {**notebook, "cells": cells}


def _source_read(app, docname, source) -> None:
    if app.env.doc2path(docname).endswith(".ipynb"):
        root = Path(app.srcdir)
        source[0] = json.dumps(with_solutions(json.loads(source[0]), root, app.config.rn_edition))
        for path in sorted((root / "instructor" / "solutions").glob("*.md")):
            if f'"{path.stem}"' in source[0]:
                app.env.note_dependency(str(path))


def setup(app) -> None:
    app.add_config_value("rn_package", "", "env")
    app.add_config_value("rn_look", "", "html")
    app.add_config_value("rn_results", "", "")
    app.add_config_value("rn_edition", "student", "env", str)
    app.add_config_value("rn_caches", "", "", str)  # where executed notebooks are kept; beside the pages if empty
    app.connect("config-inited", _configure, priority=100)
    app.connect("env-get-outdated", _outdated)
    app.connect("source-read", _source_read)
