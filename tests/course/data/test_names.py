"""What the package offers: names that tools can follow, and docstrings that are cards of the tables."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import russia_nato as rn
from russia_nato import data
from russia_nato.schema import tables


def test_every_name_of_the_stub_is_there_and_no_other():
    """Each name in __init__.pyi loads from the module it names, stands in __all__, and is defined there or imported plainly."""
    stub = ast.parse(Path(rn.__file__).with_suffix(".pyi").read_text("utf-8"))
    names = {name.asname: (node.module, name.name) for node in stub.body[1:] for name in node.names}
    assert sorted(names) == rn.__all__ == dir(rn)
    for name, (module, original) in names.items():
        assert name == original and getattr(rn, name).__module__.startswith("russia_nato"), module
        assert name in ast.unparse(ast.parse(inspect.getsource(inspect.getmodule(getattr(rn, name)))))


def test_an_unknown_name_is_refused():
    """A name that the package does not have is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="module 'russia_nato' has no attribute 'load_wars'"):
        rn.load_wars  # noqa: B018


@pytest.mark.parametrize("name", sorted(tables()))
def test_the_docstring_of_a_loader_is_the_table_s_card(name):
    """A loader says what one row is and names each column of the schema, once, and no other."""
    text = inspect.getdoc(getattr(data, f"load_{name}"))
    columns = re.findall(r"``(\w+)``", text.partition("Columns:")[2].partition(">>>")[0])
    assert sorted(columns) == sorted(tables()[name].columns)
    assert re.match(r"Load .+: one row is .+\.", " ".join(text.splitlines()[:2]))


def test_a_change_of_the_names_makes_notebooks_run_again():
    """The list of names is among what a notebook's result depends on: a name that is gone is not hidden by old results."""
    from russia_nato.book.inputs import NOT_IN_NOTEBOOKS, PACKAGE, files

    assert PACKAGE / "__init__.pyi" in set(files(PACKAGE, NOT_IN_NOTEBOOKS))


@pytest.mark.parametrize("name", [n for n in rn.__all__ if n != "DataError"])
def test_every_name_is_told_by_an_example(name):
    """Each function that the package offers says what it does in a line, and shows it in an example that runs."""
    text = inspect.getdoc(getattr(rn, name))
    assert text.splitlines()[0].endswith(".") and ">>> " in text
