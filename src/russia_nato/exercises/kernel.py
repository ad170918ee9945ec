"""What the running notebook knows: its inputs, what the checks were given, where its file is, and whether that is still so."""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .cells import Region, source


@dataclass(frozen=True)
class Kernel:
    """What a running notebook knows: its inputs by number, what the checks were given, and where its file is."""

    inputs: Sequence[str] = ()
    recorded: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: str = ""


def running() -> Kernel:
    """Return what the running notebook knows; an empty kernel outside one."""
    from .check import recorded

    named = os.environ.get("JPY_SESSION_NAME", "")
    try:
        from IPython import get_ipython
    except ImportError:
        return Kernel(file=named)
    shell = get_ipython()
    if shell is None:
        return Kernel(file=named)
    named = str(shell.user_ns.get("__vsc_ipynb_file__") or named)
    return Kernel(list(shell.history_manager.input_hist_raw), recorded(), named)


def _assigns(code: str, name: str) -> bool:
    """Return whether code assigns a variable; notebook magics are passed over."""
    try:
        tree = ast.parse("\n".join("" if line.lstrip()[:1] in ("%", "!") else line for line in code.splitlines()))
    except (SyntaxError, ValueError, RecursionError):
        return False
    return any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in ast.walk(tree))


def is_current(region: Region, name: str, given: Mapping[str, Any], inputs: Sequence[str]) -> bool:
    """Return whether what was checked comes from the answer cells as they stand in the file.

    The last input before the check that assigned the answer must be one of these cells.
    """
    count = given.get("count")
    before = inputs[1 : count + 1] if isinstance(count, int) else ()
    made = [code for code in before if _assigns(code, name)]
    return bool(made) and made[-1].strip() in {source(c).strip() for c in (*region.answer, *region.other)}


def unsaved(notebook: Mapping[str, Any], inputs: Sequence[str]) -> list[str]:
    """Return the inputs that ran after the notebook was saved and do not stand in it.

    Examples
    --------
    >>> saved = {"cells": [{"cell_type": "code", "source": "a = 1", "execution_count": 1}]}
    >>> unsaved(saved, ["", "a = 1", "a = 2"]), unsaved(saved, ["", "a = 1"])
    (['a = 2'], [])
    """
    code = [c for c in notebook["cells"] if isinstance(c, Mapping) and c.get("cell_type") == "code"]
    counts = [c["execution_count"] for c in code if isinstance(c.get("execution_count"), int)]
    standing = {source(c).strip() for c in code}
    return [i for i in inputs[max(counts, default=0) + 1 :] if i.strip() and i.strip() not in standing]
