"""The house keeps its budgets, so that each room can be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT

MODULE, FUNCTION, DEPTH = 300, 60, 2
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").glob("*.py")])


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Each function with its lines, those of its docstring left out."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            said = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) is not None else 0
            yield node.name, node.end_lineno - node.lineno + 1 - said


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_modules_and_functions_are_short(path: Path):
    """No module has more than 300 lines, and no function more than 60 beside its docstring."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= MODULE
    assert {name: lines for name, lines in functions(text) if lines > FUNCTION} == {}


def test_no_room_is_deeper_than_two_floors_below_its_package():
    """The folders of a package are at most two deep."""
    deep = {
        p.parent for p in SOURCES if len(p.relative_to(ROOT / "src" if "src" in p.parts else ROOT).parts) > DEPTH + 2
    }
    assert deep == set()
