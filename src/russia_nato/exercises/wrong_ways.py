"""Wrong ways that are known: the right answer turned, or a form that gives away how it came about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from .forms import Form, WrongWay

Given = Mapping[str, Any]


def values_of(given: Given) -> list[Any]:
    """Return all values of an answer in one list.

    Examples
    --------
    >>> values_of({"kind": "table", "values": [[1, 2], [3, 4]]})
    [1, 2, 3, 4]
    """
    return [v for row in given["values"] for v in row] if given["kind"] == "table" else list(given["values"])


def is_number(value: Any) -> bool:
    """Whether a plain value is a number, and not true or false.

    Examples
    --------
    >>> is_number(1), is_number(True)
    (True, False)
    """
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(form: Form, a: Any, b: Any) -> bool:
    """Whether two plain values are the same: numbers within the tolerance, texts to the letter, apart from spaces at the ends.

    Examples
    --------
    >>> same(Form("number", "a number", tolerance=0.01), 0.333, 1 / 3)
    True
    """
    if is_number(a) and is_number(b):
        return bool(abs(a - b) <= form.tolerance)
    if isinstance(a, bool) or isinstance(b, bool) or type(a) is not type(b):
        return False
    if isinstance(a, str):
        return bool(a.strip() == b.strip())
    if isinstance(a, list):
        return len(a) == len(b) and all(same(form, x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)


def turned(way: str, form: Form, given: Given, truth: Given) -> bool:
    """Whether an answer is the right one turned in a known way."""
    have, want = values_of(given), values_of(truth)
    if len(have) != len(want) or not have:
        return False
    numbers = all(map(is_number, have)) and all(map(is_number, want))

    def like(made: list[Any]) -> bool:
        return made != want and all(same(form, a, b) for a, b in zip(have, made, strict=True))

    if way == "reversed":
        return like(want[::-1])
    if way == "unsorted":
        return have != want and Counter(map(repr, have)) == Counter(map(repr, want))
    if way == "swapped":
        return len(want) == 2 and like(want[::-1])
    if not numbers:
        return False
    turns = {
        "negated": [-v for v in want],
        "percent": [100 * v for v in want],
        "complement": [1 - v for v in want],
        "sorted": sorted(want),
        "shifted": [*want[1:], want[0]],
    }
    return like(turns[way]) or (way == "sorted" and like(sorted(want, reverse=True)))


def met(way: WrongWay, form: Form, given: Given, truth: Given | None) -> bool:
    """Whether an answer went a known wrong way.

    Examples
    --------
    >>> way = WrongWay("all", "equal", "Group first.")
    >>> met(way, Form("list", "a list"), {"kind": "list", "index": [], "columns": [], "values": [1, 1]}, None)
    True
    """
    cells = values_of(given)
    if way.seen == "is":
        return truth is not None and given["kind"] == truth["kind"] and turned(way.value, form, given, truth)
    if way.seen == "labels":
        labels = [str(v) for v in given["index"]]
        return bool(labels) and all(re.fullmatch(way.value, v) for v in labels)
    if way.seen == "all":
        wanted = cells[:1] if way.value == "equal" else [way.value]
        return len(cells) > 1 and all(v == wanted[0] for v in cells)
    if way.seen == "value":
        return (
            cells == way.value if isinstance(way.value, list) else len(cells) == 1 and same(form, cells[0], way.value)
        )
    found = {"kind": given["kind"], "length": len(given["values"]), "columns": list(given["columns"])}
    return bool(found[way.seen] == way.value)
