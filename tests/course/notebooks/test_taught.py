"""What an exercise asks for was shown before: in "Start here", or earlier in the same notebook."""

import ast
import json

import pytest
from tests.conftest import ROOT

from russia_nato.exercises.cells import regions, source
from russia_nato.exercises.truth import solution_code

NOTEBOOKS = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((ROOT / "notebooks").glob("*.ipynb"))}
CODED = [(name, r.exercise_id) for name, nb in NOTEBOOKS.items() for r in regions(nb).values() if r.answer]
PLAIN = (
    ast.Name,
    ast.Constant,
    ast.Expr,
    ast.Assign,
    ast.Module,
    ast.expr_context,
    ast.Store,
    ast.Load,
    ast.arguments,
    ast.arg,
    ast.alias,
)


def moves(code: str) -> set[str]:
    """Name what a piece of Python uses: attributes, functions, keywords, operators and kinds of syntax."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute):
            found.add("." + node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id + "()")
        elif isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg + "=")
        elif isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
            continue  # a negative number
        elif not isinstance(node, (*PLAIN, ast.USub, ast.UnaryOp)):
            found.add(type(node).__name__)
    return found


def shown_before(notebook: dict, exercise: str) -> set[str]:
    """Return the moves in the cells that stand before an exercise's answer, answers and checks of others apart."""
    others = {c["id"] for r in regions(notebook).values() for c in (*r.answer, *r.check)}
    found = set()
    for cell in notebook["cells"]:
        if cell["id"] == f"{exercise}-answer":
            break
        if cell["cell_type"] == "code" and cell["id"] not in others:
            found |= moves(source(cell))
    return found


def test_moves_are_named():
    """Attributes, functions, keywords and syntax of a line are told apart, so that a lack can be seen."""
    assert moves('answer = [f(x).mean() for x in t.groupby("y", observed=True) if x > -1]') == {
        "ListComp", "Call", "f()", ".mean", "comprehension", ".groupby", "observed=", "Compare", "Gt",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "exercise"), CODED, ids=[e for _, e in CODED])
def test_a_solution_uses_what_was_shown(name, exercise):
    """A first-year can write each solution with the moves of "Start here" and of the cells above the exercise."""
    start = {m for c in NOTEBOOKS["start-here"]["cells"] if c["cell_type"] == "code" for m in moves(source(c))}
    known = start | shown_before(NOTEBOOKS[name], exercise)
    code = solution_code((ROOT / "instructor" / "solutions" / f"{exercise}.md").read_text("utf-8"))
    assert code, f"{exercise} has an answer cell and no code in its solution"
    lacking = moves(code) - known
    assert not lacking, f"{exercise} asks for {', '.join(sorted(lacking))}: show it in {name}, or solve it more simply"
