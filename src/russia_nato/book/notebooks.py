"""Notebooks in the book: a cache that knows the data and the package, fixed outputs, and the solutions that an edition shows.

A notebook's result depends on its cells, on the tables and on the package. jupyter-cache knows the cells only, so each state
of tables and package gets a cache folder of its own, and a change of them makes Sphinx read the notebooks again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from sphinx.util import logging

from ..data import data_dir
from ..explorers.base import STATIC

log = logging.getLogger(__name__)


def digest(*folders: Path) -> str:
    """Return a fingerprint of all source files in the folders."""
    h = hashlib.sha256()
    for folder in folders:
        for path in sorted(
            p
            for p in folder.rglob("*")
            if p.is_file()
            and p.suffix in {".py", ".js", ".css", ".html", ".typ", ".csv", ".json", ".bib", ".yml", ".md"}
        ):
            h.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return h.hexdigest()[:16]


def _configure(app, config) -> None:
    package = Path(__file__).parents[1]
    config.rn_package = digest(package)
    config.rn_data = digest(data_dir())
    caches = Path(config.rn_caches) if config.rn_caches else Path(app.outdir).parent / ".jupyter_cache"
    mine = caches / f"{config.rn_package}-{config.rn_data}"
    config.nb_execution_cache_path = str(mine)
    if caches.is_dir():
        for old in sorted(caches.iterdir(), key=lambda p: p.stat().st_mtime)[:-3]:
            if old != mine:
                shutil.rmtree(old, ignore_errors=True)
    # the kernels inherit these
    os.environ[STATIC] = "1"
    os.environ["RUSSIA_NATO_DATA"] = str(data_dir())
    os.environ.setdefault("PYTHONHASHSEED", "0")


def _outdated(app, env, added, changed, removed) -> list[str]:
    """Return the notebooks, when the data are not those with which they were read."""
    if getattr(env, "rn_data", None) in (None, app.config.rn_data):
        env.rn_data = app.config.rn_data
        return []
    env.rn_data = app.config.rn_data
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
            facts = f"Kind: {meta['kind']}. Level: {meta['level']}. {meta['minutes']} minutes, {meta['points']} points. {'Practice.' if meta['practice'] else 'Assessed.'}"
            cell = {**cell, "source": f"{text.rstrip()}\n\n*{facts}*\n"}
            path = solution_file(root, meta["id"])
            if meta["practice"] or edition == "instructor":
                title = (
                    "A solution, once you have tried"
                    if meta["practice"]
                    else "Solution and rubric (instructor edition only)"
                )
                if not path.is_file():
                    log.warning("exercise %s has no solution; write %s", meta["id"], path.relative_to(root))
                else:
                    pending = _box(meta["id"], title, path.read_text("utf-8"))
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
    app.add_config_value("rn_data", "", "")
    app.add_config_value("rn_edition", "student", "env", str)
    app.add_config_value("rn_caches", "", "", str)  # where executed notebooks are kept; beside the pages if empty
    app.connect("config-inited", _configure, priority=100)
    app.connect("env-get-outdated", _outdated)
    app.connect("source-read", _source_read)
