"""A plain answer against the form that is wanted and, where it is known, against what is right.

What is said names the places that are wrong and never the values that would be right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .forms import Form
from .wording import FOREIGN, MOVES, some, what_it_is
from .wrong_ways import is_number, met, same, values_of

STATES = ("right", "partly", "wrong", "no answer", "not plain")
Given = Mapping[str, Any]
_NEARLY = 0.75  # share from which an answer is called nearly right, and what one in the wrong order is worth


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth: its state, the share that is right (0 to 1), and what is said of it."""

    state: str
    share: float
    words: tuple[str, ...] = ()


def not_plain(form: Form, type_name: str) -> Verdict:
    """Say of an answer that cannot be read what it is, what is wanted and which move helps.

    Examples
    --------
    >>> not_plain(Form("number", "a number of days"), "Timedelta").words[1]
    'It is a span of time; .days makes a number of it.'
    """
    move = FOREIGN.get(type_name, "Look at it with print(answer).")
    return Verdict("not plain", 0.0, (f"It is {type_name}. Wanted: {form.wants}.", move))


def _coerced(form: Form, given: Given) -> Given:
    """Return the answer in the kind that is wanted where nothing is lost by it."""
    kind = given["kind"]
    if form.kind == "list" and kind == "series":
        return {**given, "kind": "list", "index": [], "columns": []}
    if form.kind == "mapping" and kind == "series":
        return {**given, "kind": "mapping", "columns": []}
    if form.kind == "series" and kind == "table" and len(given["columns"]) == 1:
        return {**given, "kind": "series", "values": [row[0] for row in given["values"]]}
    return given


def _labels(given: Given) -> list[Any]:
    """Return the labels of the rows: of a list, the places from 1."""
    if given["kind"] in ("series", "table", "mapping"):
        return list(given["index"])
    return list(range(1, len(given["values"]) + 1))


def _form_words(form: Form, given: Given, ids: frozenset[Any] | None) -> list[str]:
    """Return what is wrong with the form of an answer that is of the right kind."""
    words, n = [], len(given["values"])
    if form.columns is not None and given["kind"] == "table" and list(given["columns"]) != list(form.columns):
        have = some(list(given["columns"]))
        same = "in this order" if sorted(map(str, given["columns"])) == sorted(form.columns) else "and no others"
        words.append(f"Its columns are {have}; wanted are {some(list(form.columns))}, {same}.")
    if n == 0 and given["kind"] in ("list", "series", "table", "mapping"):
        words.append("It is empty: no row passed the selection, or nothing was put in.")
    elif form.length is not None and n != form.length:
        words.append(f"It holds {n}; {form.length} are wanted.")
    elif form.least is not None and n < form.least:
        words.append(f"It holds {n}; {form.least} or more are wanted.")
    if form.index is not None and n:
        missing = [v for v in form.index if v not in given["index"]]
        extra = [v for v in given["index"] if v not in form.index]
        if missing:
            words.append(f"Missing: {some(missing)}.")
        if extra:
            words.append(f"Not asked for: {some(extra)}.")
        if not missing and not extra and form.order and list(given["index"]) != list(form.index):
            words.append(f"The order is wanted to be {some(list(form.index))}.")
    if ids is not None:
        labels = _labels(given) if given["kind"] != "table" else [row[0] for row in given["values"] if row]
        unknown = [v for v in labels if v not in ids]
        if unknown:
            words.append(f"Not an id of the table: {some(unknown)}.")
        if len(set(map(str, labels))) < len(labels):
            words.append("An id stands twice.")
    return words + _value_words(form, given)


def _value_words(form: Form, given: Given) -> list[str]:
    """Return what is wrong with the values, as far as the form can tell."""
    if given["kind"] == "table" and form.choices is not None:
        values = [row[-1] for row in given["values"]]  # codes stand in the last column
    else:
        values = [v for v in values_of(given) if given["kind"] != "table" or is_number(v)]
    words = []
    if form.choices is not None:
        bad = [v for v in values if v not in form.choices or isinstance(v, bool)]
        if bad:
            words.append(f"Allowed is one of {some(list(form.choices))}; found: {some(bad)}.")
    if form.range is not None:
        low, high = form.range
        numbers = [v for v in values if is_number(v)]
        if len(numbers) < len(values):
            words.append("Some values are empty or no numbers.")
        elif any(not low <= v <= high for v in numbers):
            words.append(
                f"Values lie from {low:g} to {high:g}; found: {some([v for v in numbers if not low <= v <= high])}."
            )
    return words


def _rows(form: Form, given: Given) -> list[tuple[Any, list[Any]]]:
    """Return label and values of each row, by the form's key."""
    values = [row if given["kind"] == "table" else [row] for row in given["values"]]
    if given["kind"] == "table" and form.key not in ("index", "position") and form.key in given["columns"]:
        at = list(given["columns"]).index(form.key)
        return [(str(row[at]), row) for row in values]
    if form.key == "position" or given["kind"] not in ("series", "table", "mapping"):
        return list(enumerate(values, 1))
    return [(v if not isinstance(v, list) else tuple(v), row) for v, row in zip(given["index"], values, strict=True)]


def _in_columns(given: Given, columns: list[Any]) -> Given:
    """Return a table with the columns of another in their order; what it lacks is empty."""
    if given["kind"] != "table" or list(given["columns"]) == columns:
        return given
    at = [list(given["columns"]).index(c) if c in given["columns"] else None for c in columns]
    return {
        **given,
        "columns": columns,
        "values": [[None if n is None else row[n] for n in at] for row in given["values"]],
    }


def _in_order(form: Form, mine: list[tuple[Any, list[Any]]], theirs: list[tuple[Any, list[Any]]]) -> bool:
    """Whether rows stand in the right order; rows of equal value may have changed places."""
    labels = [k for k, _ in mine] == [k for k, _ in theirs]
    return labels or all(same(form, a, b) for (_, a), (_, b) in zip(mine, theirs, strict=True))


def _share(form: Form, given: Given, truth: Given) -> tuple[float, list[str]]:
    """Return the share of cells that are right, and which rows are not."""
    if form.mode == "unordered":
        have, want = Counter(map(repr, given["values"])), Counter(map(repr, truth["values"]))
        both = sum((have & want).values())
        most = max(sum(have.values()), sum(want.values()), 1)
        return both / most, [f"{both} of {sum(want.values())} are there."] if both < most else []
    mine, theirs = _rows(form, _in_columns(given, list(truth["columns"]))), _rows(form, truth)
    by_label = dict(mine)
    missing = [k for k, _ in theirs if k not in by_label]
    extra = [k for k, _ in mine if k not in dict(theirs)]
    width = max((len(row) for _, row in theirs), default=1)
    right, off = 0, []
    for label, row in theirs:
        cells = by_label.get(label, [])
        hits = sum(same(form, a, b) for a, b in zip(cells, row, strict=False))
        right += hits
        if label in by_label and hits < len(row):
            off.append(label)
    if given["kind"] not in ("list", "series", "table", "mapping"):
        return float(right), [] if right else ["It is another one."]
    words = []
    rows = "row" if form.key == "position" or given["kind"] == "list" else ""
    for say, labels in (("Missing", missing), ("Not asked for", extra), (f"Look again at {rows}".strip(), off)):
        if labels:
            words.append(f"{say}: {some(labels)}.")
    share = right / (width * max(len(theirs) + len(extra), len(mine), 1))
    if not words and len(mine) != len(theirs):
        words.append("A row stands twice.")
    if share == 1 and not words and form.order and not _in_order(form, mine, theirs):
        return _NEARLY, ["Every value is right, the order of the rows is not."]
    return (share if share < 1 or not words else _NEARLY), words


def _open(given: Given) -> list[Any]:
    """Return the entries of a dict that still hold ``...``."""
    return (
        [k for k, v in zip(given["index"], given["values"], strict=True) if v is None]
        if given["kind"] == "mapping"
        else []
    )


def _agreement(form: Form, given: Given, truth: Given) -> tuple[str, ...]:
    """Say how many codes agree with the reference, and where one parts from it."""
    theirs = dict(_rows(form, truth))
    mine = [(k, v) for k, v in _rows(form, given) if k in theirs]
    parted = [k for k, v in mine if not same(form, v, theirs[k])]
    words = (f"{len(mine) - len(parted)} of {len(mine)} agree with the reference.",)
    return (*words, f"You part on: {some(parted)}.") if parted else words


def compare(form: Form, given: Given, truth: Given | None = None, ids: frozenset[Any] | None = None) -> Verdict:
    """Return what a plain answer is worth.

    Parameters
    ----------
    form : Form
        What is wanted.
    given : mapping
        The answer, from `plain`.
    truth : mapping, optional
        The right answer, plain too; without it the form alone is judged, and "right" means that the form is.
    ids : frozenset, optional
        The labels that are possible; see ``Form.ids``.

    Returns
    -------
    Verdict
        Codes are judged by their form only: agreement with a reference is never a mark.

    Examples
    --------
    >>> form = Form("list", "a list of three numbers", length=3, range=(-2, 2))
    >>> compare(form, {"kind": "number", "index": [], "columns": [], "values": [5]}).words
    ('It is a number (5). Wanted: a list of three numbers.', 'Square brackets make a list: [first, second].')
    >>> right = {"kind": "list", "index": [], "columns": [], "values": [1, 2, -1]}
    >>> compare(form, {**right, "values": [1, 2, 0]}, right)
    Verdict(state='partly', share=0.6666666666666666, words=('Look again at row: 3.',))
    """
    if given["kind"] == "nothing":
        return Verdict("no answer", 0.0)
    unset = _open(given)
    if unset:
        if len(unset) == len(given["values"]):
            return Verdict("no answer", 0.0)
        return Verdict("wrong", 0.0, (f"Still open: {some(unset)}.",))
    given = _coerced(form, given)
    known = tuple(w.says for w in form.wrong_ways if met(w, form, given, truth))[:1]
    if given["kind"] != form.kind:
        move = known or tuple(filter(None, (MOVES.get((form.kind, given["kind"])),))) or form.hints[:1]
        return Verdict("wrong", 0.0, (f"It is {what_it_is(given)}. Wanted: {form.wants}.", *move))
    words = _form_words(form, given, ids)
    if truth is None or form.mode in ("codes", "free"):
        said = (*known, *words)
        if truth is not None and form.mode == "codes" and not said:
            return Verdict("right", 1.0, _agreement(form, given, truth))
        return Verdict("wrong" if said else "right", 0.0 if said else 1.0, said)
    share, off = _share(form, given, truth)
    said = known or tuple(words or off)
    if share == 1 and not said:
        return Verdict("right", 1.0)
    share = min(share, _NEARLY) if share == 1 else share
    return Verdict("partly" if share > 0 else "wrong", share, said)
