"""What is right: the value that the code of a solution yields on the data at hand. There is no second key."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import CourseError
from .cells import exercise_of, read_exercises, regions, source
from .forms import load_forms
from .plain import plain

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


class TruthError(CourseError):
    """A solution that does not run: names the exercise and what Python said."""


def solution_code(solution: str) -> str:
    """Return the Python of a solution file, or nothing where the solution is a text.

    Examples
    --------
    >>> solution_code("## Solution\\n\\n```python\\nanswer = 1\\n```\\n")
    'answer = 1\\n'
    """
    found = _BLOCK.search(solution)
    return found[1] if found else ""


@contextlib.contextmanager
def without_charts() -> Iterator[None]:
    """Let charts and explorers be called and draw nothing: no answer depends on them, and they cost most of the time.

    Examples
    --------
    >>> import russia_nato as rn
    >>> with without_charts():
    ...     rn.plot_timeline("no table at all")
    """
    import russia_nato

    names = [n for n in dir(russia_nato) if n.startswith(("plot_", "explore_"))]
    before = {n: vars(russia_nato).get(n) for n in names}
    vars(russia_nato).update(dict.fromkeys(names, lambda *args, **kwargs: None))
    try:
        yield
    finally:
        for name in names:
            del vars(russia_nato)[name]
        vars(russia_nato).update({n: v for n, v in before.items() if v is not None})


def namespaces(notebook: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the course's own cells of a notebook and yield, at each exercise, its id and the names that are known there.

    Answer and check cells do not run. The names are a copy, so that one exercise does not change what another begins with.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    owner = {id_of(c): i for i, r in regions(notebook).items() for c in (*r.answer, *r.check)}
    given = {id_of(c): i for i, r in regions(notebook).items() for c in (r.prompt, *r.given)}
    last = {i: c for c, i in given.items()}
    for cell in notebook["cells"]:
        text = source(cell)
        if cell["cell_type"] == "code" and id_of(cell) not in owner and "rn.hand_in(" not in text:
            exec(compile(text, str(cell.get("id")), "exec"), names)
        if id_of(cell) in given and last[given[id_of(cell)]] == id_of(cell):
            yield given[id_of(cell)], dict(names)


def id_of(cell: Mapping[str, Any]) -> str:
    """Return the id of a cell, or its text where it has none."""
    return str(cell.get("id") or source(cell))


def truths(notebook: Mapping[str, Any], solutions: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return what the solutions of a notebook's exercises yield, as plain data.

    Parameters
    ----------
    notebook : mapping
        The notebook as JSON.
    solutions : mapping of str to str
        The solution file of each exercise, by its id; one without Python has no value.

    Raises
    ------
    TruthError
        If the code of a solution fails, or assigns no answer.

    Examples
    --------
    >>> meta = {"id": "x-one", "kind": "data", "level": "apply", "minutes": 5, "points": 1, "practice": True}
    >>> prompt = {"cell_type": "markdown", "id": "x-one", "source": "### One", "metadata": {"exercise": meta}}
    >>> truths({"cells": [prompt]}, {"x-one": "```python\\nanswer = 1 + 1\\n```"})["x-one"]["values"]
    [2]
    """
    names_of = {
        c["metadata"]["exercise"]["id"]: exercise_of(c, "").answer_name
        for c in notebook["cells"]
        if "exercise" in c.get("metadata", {})
    }
    found = {}
    with without_charts(), contextlib.redirect_stdout(io.StringIO()):
        for exercise_id, names in namespaces(notebook):
            code = solution_code(solutions.get(exercise_id, ""))
            if not code:
                continue
            try:
                exec(compile(code, f"{exercise_id}.md", "exec"), names)
                found[exercise_id] = plain(names[names_of[exercise_id]])
            except Exception as e:
                raise TruthError(f"{exercise_id}.md: the solution does not run: {type(e).__name__}: {e}") from None
    return found


def all_truths(root: Path) -> dict[str, dict[str, Any]]:
    """Return what every solution of a checkout yields, by exercise.

    Examples
    --------
    >>> all_truths(Path("no/such/folder"))
    {}
    """
    solutions = {p.stem: p.read_text("utf-8") for p in sorted((root / "instructor" / "solutions").glob("*.md"))}
    found = {}
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        found.update(truths(json.loads(path.read_text("utf-8")), solutions))
    return found


def practice_file(root: Path) -> str:
    """Return the text of ``data/checks/practice.json``: what the solutions of practice exercises yield, and no others.

    Codes are left out where a table of the course holds the reference.

    Examples
    --------
    >>> practice_file(Path("no/such/folder"))
    '{\\n\\n}\\n'
    """
    known, forms = read_exercises(root / "notebooks"), load_forms()
    kept = {
        k: v
        for k, v in all_truths(root).items()
        if known[k].practice and not forms[k].reference and forms[k].mode != "free"
    }
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(kept.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"
