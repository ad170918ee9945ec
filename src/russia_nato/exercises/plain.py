"""Answers made plain: JSON-ready kinds, rows and values, without calling a method of a class that is not known.

An answer crosses the border between a student's work and everybody else's machine in this form only. A value is taken when its
type is exactly one of those listed here; a subclass could bring methods of its own and is named instead of read.
"""

from __future__ import annotations

import datetime
import json
import math
from typing import Any

from ..errors import CourseError

KINDS = ("nothing", "flag", "number", "text", "date", "list", "series", "table", "mapping")
LIMIT = 1_000_000  # bytes of JSON
_DEEP = 3  # a list of pairs is an answer, a list of lists of lists of lists is not
_MANY = 200_000  # values; more of them would pass the limit anyhow


class NotPlain(CourseError):  # noqa: N818 - the words of the hand-in file
    """An answer that is not made of plain values; ``type_name`` says what it is, or where it is too large."""

    def __init__(self, type_name: str):
        self.type_name = type_name
        super().__init__(f"not plain: {type_name}")


def _name(value: object) -> str:
    """Return the name of a value's class, without asking the class: it may answer as it likes."""
    return str(type.__dict__["__name__"].__get__(type(value)))


def _known() -> dict[str, tuple[type, ...]]:
    """Return the types of pandas and NumPy that are read; both are loaded here, because commands start without them."""
    import numpy as np
    import pandas as pd

    numbers = (*np.sctypeDict.values(), np.bool_)
    scalars = {t for t in numbers if issubclass(t, (np.integer, np.floating, np.bool_))}
    arrays = pd.arrays
    return {
        "numpy": tuple(scalars),
        "empty": (type(pd.NA), type(pd.NaT)),
        "array": (
            np.ndarray, pd.Categorical, arrays.DatetimeArray, arrays.PeriodArray, arrays.IntegerArray, arrays.FloatingArray,
            arrays.BooleanArray, arrays.StringArray, arrays.ArrowStringArray, arrays.TimedeltaArray, arrays.IntervalArray,
            arrays.NumpyExtensionArray, arrays.SparseArray,
        ),
        "index": (pd.Index, pd.RangeIndex, pd.DatetimeIndex, pd.PeriodIndex, pd.CategoricalIndex, pd.MultiIndex),
    }  # fmt: skip


def _number(value: int | float) -> int | float | None:
    if type(value) is float and not math.isfinite(value):
        if math.isnan(value):
            return None
        raise NotPlain("a number without end (infinity)")
    if type(value) is int and value.bit_length() > 1000:
        raise NotPlain("a whole number of more than 300 digits")
    return value


def _date(value: Any) -> str:
    """Return a day as ``2014-03-18`` and a moment with its time."""
    day = value.isoformat()
    return str(day[:10] if day.endswith(("T00:00:00", "T00:00:00+00:00")) else day)


class _Reader:
    """Reads one answer; keeps count, so that an endless or huge one is refused before it fills the memory."""

    def __init__(self) -> None:
        import numpy as np
        import pandas as pd

        self.np, self.pd, self.known, self.seen = np, pd, _known(), 0

    def scalar(self, value: Any) -> tuple[str, Any]:
        """Return kind and plain value of a single value."""
        kind = type(value)
        if value is None or value is ... or kind in self.known["empty"]:
            return "nothing", None
        if kind is bool:
            return "flag", value
        if kind is int or kind is float:
            return "number", _number(value)
        if kind is str:
            return "text", value
        if kind is datetime.date or kind is datetime.datetime or kind is self.pd.Timestamp:
            return "date", _date(value)
        if kind in self.known["numpy"]:
            return self.scalar(value.item())
        if kind is self.np.datetime64:
            return self.scalar(self.pd.Timestamp(value))
        if kind is self.pd.Period:
            return "text", str(value)
        raise NotPlain(_name(value))

    def value(self, value: Any, deep: int = 0) -> Any:
        """Return a plain value: a scalar, or a list of plain values."""
        self.seen += 1
        if self.seen > _MANY:
            raise NotPlain("an answer of more than 1 MB")
        if type(value) in (list, tuple):
            if deep >= _DEEP:
                raise NotPlain("a list within lists within lists")
            return [self.value(v, deep + 1) for v in value]
        if type(value) is self.np.ndarray:
            return self.value(value.tolist(), deep)
        return self.scalar(value)[1]

    def labels(self, index: Any) -> list[Any]:
        if type(index) not in self.known["index"]:
            raise NotPlain(_name(index))
        if type(index) is self.pd.MultiIndex:
            return [self.value(v, 1) for v in index.to_flat_index().tolist()]
        self.array(index.array)
        return [self.value(v, 1) for v in index.tolist()]

    def array(self, array: Any) -> None:
        if type(array) not in self.known["array"]:
            raise NotPlain(_name(array))

    def column(self, series: Any) -> list[Any]:
        self.array(series.array)
        return [self.value(v, 1) for v in series.tolist()]

    def table(self, frame: Any) -> dict[str, Any]:
        if len(frame) * max(len(frame.columns), 1) > _MANY:
            raise NotPlain("an answer of more than 1 MB")
        columns = [self.column(frame.iloc[:, n]) for n in range(len(frame.columns))]
        rows = [list(row) for row in zip(*columns, strict=True)]
        return {
            "kind": "table",
            "index": self.labels(frame.index),
            "columns": self.labels(frame.columns),
            "values": rows,
        }

    def whole(self, answer: Any) -> dict[str, Any]:
        kind, pd = type(answer), self.pd
        if kind is pd.DataFrame:
            return self.table(answer)
        if kind is pd.Series:
            name = [] if answer.name is None else [self.value(answer.name)]
            return {
                "kind": "series",
                "index": self.labels(answer.index),
                "columns": name,
                "values": self.column(answer),
            }
        if kind is dict:
            keys = [self.value(k) for k in answer]
            return {
                "kind": "mapping",
                "index": keys,
                "columns": [],
                "values": [self.value(v, 1) for v in answer.values()],
            }
        if kind in (list, tuple) or (kind is self.np.ndarray and answer.ndim):
            return {"kind": "list", "index": [], "columns": [], "values": self.value(answer)}
        if kind in (set, frozenset):  # without order, so put into one
            return {
                "kind": "list",
                "index": [],
                "columns": [],
                "values": sorted((self.value(v) for v in answer), key=repr),
            }
        if kind in self.known["index"]:
            return {"kind": "list", "index": [], "columns": [], "values": self.labels(answer)}
        if kind in self.known["array"] and kind is not self.np.ndarray:
            return {"kind": "list", "index": [], "columns": [], "values": [self.value(v, 1) for v in answer.tolist()]}
        single, plain_value = self.scalar(answer.item() if kind is self.np.ndarray else answer)
        return {"kind": single, "index": [], "columns": [], "values": [] if single == "nothing" else [plain_value]}


def plain(value: object) -> dict[str, Any]:
    """Return an answer as plain data: what kind it is, its labels, its columns and its values.

    Parameters
    ----------
    value : object
        What a student assigned to the answer.

    Returns
    -------
    dict
        ``kind`` (one of `KINDS`), ``index``, ``columns`` and ``values``, made of text, numbers, true, false and None alone.
        The values of a table are its rows. An empty cell is None, a day ``2014-03-18``.

    Raises
    ------
    NotPlain
        If something in it is of another type, or all of it larger than 1 MB.

    Examples
    --------
    >>> plain([1, 2.5, "three"])
    {'kind': 'list', 'index': [], 'columns': [], 'values': [1, 2.5, 'three']}
    >>> plain(print)
    Traceback (most recent call last):
    russia_nato.exercises.plain.NotPlain: not plain: builtin_function_or_method
    """
    try:
        answer = _Reader().whole(value)
        size = len(json.dumps(answer, allow_nan=False).encode())
    except (RecursionError, ValueError, UnicodeError, OverflowError) as e:
        raise NotPlain(f"{_name(value)} ({type(e).__name__})") from None
    if size > LIMIT:
        raise NotPlain("an answer of more than 1 MB")
    return answer
