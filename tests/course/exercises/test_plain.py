"""An answer made plain: what is read, what is named instead, and nothing that the answer brings with it is called."""

import datetime
import json

import numpy as np
import pandas as pd
import pytest

from russia_nato.exercises.plain import KINDS, NotPlain, plain


@pytest.mark.parametrize(
    ("value", "kind", "values"),
    [
        (None, "nothing", []),
        (..., "nothing", []),
        (True, "flag", [True]),
        (np.bool_(True), "flag", [True]),
        (3, "number", [3]),
        (np.int64(3), "number", [3]),
        (np.float32(0.5), "number", [0.5]),
        (float("nan"), "number", [None]),
        ("1999", "text", ["1999"]),
        (datetime.date(2014, 3, 18), "date", ["2014-03-18"]),
        (pd.Timestamp("2014-03-18"), "date", ["2014-03-18"]),
        (np.datetime64("2014-03-18"), "date", ["2014-03-18"]),
        ((1, 2), "list", [1, 2]),
        ([(1, "a"), (2, "b")], "list", [[1, "a"], [2, "b"]]),
        ({2, 1}, "list", [1, 2]),
        (np.array([1, 2]), "list", [1, 2]),
        (np.array(5), "number", [5]),
        (pd.Index(["a"]), "list", ["a"]),
        (pd.array([1, None], dtype="Int64"), "list", [1, None]),
        ({"a": ...}, "mapping", [None]),
    ],
)
def test_values_of_known_types_are_read(value, kind, values):
    """Python's, NumPy's and pandas' own values become plain ones of the same meaning, and JSON holds them."""
    given = plain(value)
    assert (given["kind"], given["values"]) == (kind, values) and kind in KINDS
    assert json.loads(json.dumps(given)) == given


def test_series_and_tables_keep_labels_and_columns():
    """A Series keeps its index, a table its rows by column; categories, dates and empty cells are made plain."""
    counts = pd.Series([1, 2], index=pd.PeriodIndex(["1990Q1", "1990Q2"], freq="Q"), name="count")
    assert plain(counts) == {"kind": "series", "index": ["1990Q1", "1990Q2"], "columns": ["count"], "values": [1, 2]}
    frame = pd.DataFrame({"a": pd.Categorical(["x", "y"]), "d": pd.to_datetime(["2024-01-01", None])}, index=[5, 6])
    assert plain(frame) == {
        "kind": "table",
        "index": [5, 6],
        "columns": ["a", "d"],
        "values": [["x", "2024-01-01"], ["y", None]],
    }
    pairs = frame.assign(n=1).groupby(["a", "d"], observed=True)["n"].sum()
    assert plain(pairs)["index"] == [["x", "2024-01-01"]]


class Trap:
    """Fails the test when anything of it is called."""

    def _spring(self, *args, **kwargs):
        raise AssertionError("a method of the answer was called")

    __eq__ = __repr__ = __str__ = __iter__ = __len__ = __float__ = __index__ = _spring
    __hash__ = None


class Number(int):
    __repr__ = __eq__ = __bool__ = Trap._spring
    __hash__ = None


class Text(str):
    __repr__ = __eq__ = Trap._spring
    __hash__ = None


class Frame(pd.DataFrame):
    pass


def _column(*values):
    """Return a Series of objects, made without a look at them."""
    cells = np.empty(len(values), dtype=object)
    for n, value in enumerate(values):
        cells[n] = value
    return pd.Series(cells)


FOREIGN = {
    "alone": lambda: Trap(),
    "number": lambda: Number(1),
    "text": lambda: Text("a"),
    "in a list": lambda: [Trap()],
    "in a dict": lambda: {"a": Trap()},
    "in a Series": lambda: _column(Trap()),
    "deeper": lambda: [[Number(2)]],
}


@pytest.mark.parametrize("where", FOREIGN)
def test_foreign_classes_are_named_and_never_called(where):
    """A class that is not known, at any depth, is refused by its name; none of its methods runs."""
    with pytest.raises(NotPlain, match=r"not plain: (Trap|Number|Text)"):
        plain(FOREIGN[where]())


def test_a_subclass_of_a_known_class_is_refused():
    """A DataFrame with methods of its own is not a DataFrame here."""
    with pytest.raises(NotPlain, match="Frame"):
        plain(Frame({"a": [1]}))


def test_what_is_too_large_or_endless_is_refused():
    """More than 1 MB, a list that holds itself, infinity and a number of a thousand digits are refused, and quickly."""
    endless = []
    endless.append(endless)
    for value in (
        "x" * 1_100_000,
        list(range(300_000)),
        endless,
        float("inf"),
        10**1000,
        pd.DataFrame(np.zeros((1000, 300))),
    ):
        with pytest.raises(NotPlain):
            plain(value)


@pytest.mark.parametrize(
    ("value", "name"),
    [(pd.Series([1]).mean, "method"), (pd.Timedelta(days=1), "Timedelta"), (print, "builtin"), (b"", "bytes")],
)
def test_common_slips_have_a_name(value, name):
    """A method without brackets, a span of time, a function and bytes are named, so that a hint can be given."""
    with pytest.raises(NotPlain, match=name):
        plain(value)
