"""What is said of an answer: what it is, and the one move that makes of it what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_IS = {
    "nothing": "nothing", "flag": "True or False", "number": "a number", "text": "a text", "date": "a date", "list": "a list",
    "series": "a Series", "table": "a table", "mapping": "a dict",
}  # fmt: skip
MOVES = {
    ("series", "table"): 'One pair of brackets takes a column: table["column"].',
    ("series", "list"): "A list has lost its labels: keep the Series that groupby or value_counts gives.",
    ("series", "number"): "One number is not enough: group first, for example rows.groupby(...).size() for counts.",
    ("series", "mapping"): "pd.Series(...) around the dict makes one.",
    ("table", "series"): "Two pairs of brackets keep a table: table[[\"column\", \"column\"]].",
    ("table", "list"): "pd.DataFrame(..., columns=[...]) makes a table of a list of rows.",
    ("table", "mapping"): "pd.DataFrame(...) around the dict makes a table.",
    ("list", "number"): "Square brackets make a list: [first, second].",
    ("list", "table"): 'Take one column and end with .tolist(): table["column"].tolist().',
    ("list", "mapping"): "list(....values()) makes a list of a dict.",
    ("number", "series"): "End with what makes one number of many, such as .sum(), .mean() or .max().",
    ("number", "list"): "Take one value out of it by its place: answer[0] is the first.",
    ("number", "text"): "Leave the quotation marks away.",
    ("number", "flag"): "True and False say whether something holds; count or average them, for example with .mean().",
    ("text", "number"): 'Put it into quotation marks: "1999".',
    ("text", "series"): "Take one value out of it: .iloc[0] is the first.",
    ("date", "text"): 'pd.Timestamp("2014-03-18") makes a date of a text; better, take it from the table.',
    ("date", "series"): "End with .max() or .min() to take one date of the column.",
    ("date", "number"): "Take the date itself, not a number made of it.",
    ("mapping", "list"): 'A dict pairs an id with a value: {"id": value, "id": value}.',
    ("mapping", "number"): 'A dict pairs an id with a value: {"id": value, "id": value}.',
    ("mapping", "text"): 'A dict pairs an id with a value: {"id": value, "id": value}.',
}  # fmt: skip
FOREIGN = {
    "method": "The brackets at the end are missing: .mean() computes, .mean does not.",
    "function": "The brackets at the end are missing.",
    "DataFrameGroupBy": 'Groups are made, nothing is computed: go on with ["column"].mean(), .size() or the like.',
    "SeriesGroupBy": "Groups are made, nothing is computed: go on with .mean(), .size() or the like.",
    "Timedelta": "It is a span of time; .days makes a number of it.",
    "timedelta": "It is a span of time; .days makes a number of it.",
    "generator": "Put it into square brackets: [... for ... in ...].",
    "dict_values": "list(...) around it makes a list.",
    "Axes": "It is a chart: assign the numbers that it shows.",
}


def what_it_is(given: Mapping[str, Any]) -> str:
    """Say in words what an answer is.

    Examples
    --------
    >>> what_it_is({"kind": "list", "index": [], "columns": [], "values": [1, 2]})
    'a list of 2 values'
    """
    kind, values = given["kind"], given["values"]
    name = _IS[kind]
    if kind == "table":
        return f"a table of {len(values)} rows and {len(given['columns'])} columns"
    if kind in ("list", "series"):
        return f"{name} of {len(values)} value{'s' * (len(values) != 1)}"
    if kind == "mapping":
        return f"a dict of {len(values)} entries"
    return f"{name} ({str(values[0])[:40]})" if values else name


def some(labels: list[Any]) -> str:
    """Return up to five labels as words.

    Examples
    --------
    >>> some([1994, 1995])
    '1994, 1995'
    """
    text = ", ".join(str(v) for v in labels[:5])
    return f"{text} and {len(labels) - 5} more" if len(labels) > 5 else text
