"""Data, charts and explorers of the course on Russia-NATO relations.

The names stand in ``__init__.pyi``, where editors and type checkers find them, and are loaded on first use: the commands
start without pandas, and data and measures without matplotlib (SPEC 1 of the scientific Python projects).
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

_STUB = ast.parse(Path(__file__).with_suffix(".pyi").read_text("utf-8"))
_HOME = {name.name: node.module for node in _STUB.body if isinstance(node, ast.ImportFrom) for name in node.names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return __all__
