"""What a student is told of an answer, in the notebook, at once.

A check never raises and never stops "Run All". It tells the kind of an answer from its values and from a near miss, and gives
the hints one by one. Of assessed exercises it knows the form alone; their values are checked after hand-in. What the solutions of
practice exercises yield stands in ``data/checks/practice.json``, because these solutions stand on the pages too; a test
computes it anew from the solutions, so that there is no second key. Codes are set beside the course's own, and never marked.
"""

from __future__ import annotations

import difflib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..schema import data_dir
from .compare import Verdict, compare, not_plain
from .forms import Form, load_forms
from .plain import NotPlain, plain

TRUTHS = "practice.json"
Given = dict[str, Any]

# Of this kernel: what was given to the last check of each exercise, how often it was wrong, and the object seen last.
_recorded: dict[str, Given] = {}
_tries: dict[str, int] = {}
_last: list[tuple[str, object]] = []


def recorded() -> dict[str, Given]:
    """Return what was given to the checks of this kernel, by exercise.

    Returns
    -------
    dict
        ``{"plain": ...}`` or ``{"not_plain": type}``, with ``count``, the number of cells run before the check.

    Examples
    --------
    >>> sorted(recorded()) == sorted(recorded())
    True
    """
    return dict(_recorded)


def _shell() -> Any:
    """Return the shell of the running notebook; None outside one."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def _count() -> int | None:
    """Return how many cells this kernel has begun to run, the one that runs now among them; None outside a notebook.

    The shell's own count says one more in IPython 9, where the cell that comes next would be taken for what was checked.
    """
    shell = _shell()
    return None if shell is None else len(shell.history_manager.input_hist_raw) - 1


def _failed_before() -> bool:
    """Return whether the cell that ran just before was to make an answer and failed, so that `answer` is an older one."""
    shell = _shell()
    if shell is None or shell.last_execution_succeeded is not False:
        return False
    return bool(re.search(r"^\s*answer\s*=", "".join(shell.history_manager.input_hist_raw[-2:-1]), re.M))


@lru_cache(maxsize=4)
def _truths(folder: Path) -> dict[str, Given]:
    path = folder / TRUTHS
    found: dict[str, Given] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def _column(name: str) -> dict[Any, Any]:
    """Return a column such as ``positions.stance`` as a dict from the table's key, which is its first column."""
    from ..data import load_table

    table, column = name.split(".")
    rows = load_table(table)
    rows = rows[rows[column].notna()]
    return dict(zip(rows.iloc[:, 0].tolist(), rows[column].tolist(), strict=True))


def ids_of(form: Form) -> frozenset[Any] | None:
    """Return the labels that are possible, where the form names a column of ids.

    Examples
    --------
    >>> form = Form("mapping", "a dict", ids="phases.phase_id")
    >>> "founding-act" in ids_of(form)
    True
    """
    return None if form.ids is None else frozenset(_column(form.ids))


def _beside(form: Form, given: Given) -> tuple[str, ...]:
    """Set codes beside the course's own: how many agree, and for the others the coder's note."""
    single = form.row is not None
    codes = {form.row: given["values"][0]} if single else dict(zip(given["index"], given["values"], strict=True))
    words = []
    notes = _column(form.note) if form.note else {}
    for name in form.reference:
        theirs = _column(name)
        pairs = [(k, v, theirs[k]) for k, v in codes.items() if k in theirs]
        same = [k for k, mine, other in pairs if str(mine) == str(other)]
        if single:
            words.append(f"You: {codes[form.row]}. The table: {theirs[form.row]}.")
            words.extend([f"Its note: {notes[form.row]}"] if notes else [])
            continue
        words.append(f"{name}: {len(same)} of {len(pairs)} agree with yours{_alpha(pairs)}.")
        for k, mine, other in pairs:
            if k not in same and notes:
                words.append(f"  {k}: yours {mine}, the table {other}. {notes[k]}")
    return tuple(words)


def _alpha(pairs: list[tuple[Any, Any, Any]]) -> str:
    """Return Krippendorff's alpha in words, where there are codes enough to speak of it."""
    if len(pairs) < 10:
        return ""
    import pandas as pd

    from ..measures.agreement import krippendorff_alpha

    table = pd.DataFrame([(mine, other) for _, mine, other in pairs], columns=["mine", "theirs"])
    level = "nominal" if isinstance(pairs[0][1], str) else "ordinal"
    if level == "nominal":
        table = table.astype(str)
    try:
        return f", {level} alpha {krippendorff_alpha(table, level):.2f}"
    except ValueError:  # all codes the same: there is nothing to agree beyond chance
        return ""


def judge(exercise_id: str, form: Form, given: Given) -> tuple[str, Verdict]:
    """Return the first words and the verdict on a plain answer, from what is public.

    Examples
    --------
    >>> form = Form("number", "a number", range=(0, 1))
    >>> judge("no-such-exercise", form, {"kind": "number", "index": [], "columns": [], "values": [0.5]})[0]
    'The form is right; the values are checked when you hand in.'
    """
    truth = _truths(data_dir() / "checks").get(exercise_id)
    verdict = compare(form, given, truth, ids_of(form))
    if verdict.state == "no answer":
        return "No answer yet.", verdict
    if verdict.state == "right":
        if form.mode == "codes":
            beside = _beside(form, given) if form.reference else verdict.words
            return "The form is right.", Verdict("right", 1.0, beside)
        if form.mode == "free":
            return "The form is right; what you chose is for people to judge.", verdict
        return ("Right." if truth else "The form is right; the values are checked when you hand in."), verdict
    if given["kind"] != form.kind and any(w.startswith("It is ") for w in verdict.words):
        return "Not the right kind.", verdict
    if truth and form.mode not in ("codes", "free"):
        if not given["index"] and given["kind"] != "list":
            return "Not yet: the kind is right, the value is not.", verdict
        return ("Nearly." if verdict.share >= 0.75 else "Not yet: the kind is right, some values are not."), verdict
    return "Not yet: look at its form.", verdict


def _warn_of_twice(exercise_id: str, answer: object) -> None:
    """Say so where an answer is the very object that another exercise was answered with."""
    again = [name for name, thing in _last if thing is answer and name != exercise_id]
    if again and (isinstance(answer, list | dict) or hasattr(type(answer), "iloc")):
        print(f"This is the very answer of {again[-1]}: was the answer cell of this exercise run?")
    _last[:] = [*[seen for seen in _last if seen[0] != exercise_id][-3:], (exercise_id, answer)]


def _hint(exercise_id: str, form: Form) -> None:
    """Print the next hint; after the last one it stays."""
    tries = _tries[exercise_id] = _tries.get(exercise_id, 0) + 1
    if form.hints:
        at = min(tries, len(form.hints))
        print(f"Hint {at} of {len(form.hints)}: {form.hints[at - 1]}")


def _say(exercise_id: str, answer: object) -> None:
    forms = load_forms()
    if exercise_id not in forms:
        near = difflib.get_close_matches(str(exercise_id), forms, n=3)
        print(
            f"No exercise is called {str(exercise_id)[:60]!r}." + (f" Did you mean {', '.join(near)}?" if near else "")
        )
        return
    form = forms[exercise_id]
    if _failed_before():
        print(
            "The answer cell has just failed; the last of its red lines says why. Mend it, run it, then run this again."
        )
        return
    _warn_of_twice(exercise_id, answer)
    try:
        given = plain(answer)
    except NotPlain as e:
        _recorded[exercise_id] = {"not_plain": e.type_name, "count": _count()}
        print("Not the right kind.", *not_plain(form, e.type_name).words)
        _hint(exercise_id, form)
        return
    _recorded[exercise_id] = {"plain": given, "count": _count()}
    head, verdict = judge(exercise_id, form, given)
    words = [w for w in verdict.words if w not in form.hints]  # hints come one by one, below
    print(head, *words, sep="\n" if form.mode == "codes" and verdict.state == "right" else " ")
    if verdict.state in ("wrong", "partly"):
        _hint(exercise_id, form)


def check(exercise_id: str, answer: object = ...) -> None:
    """Say what an answer is like: none yet, not the right kind, the right form, nearly, or right.

    Parameters
    ----------
    exercise_id : str
        The name that stands under the exercise's heading.
    answer : object
        What you found. Without it, or while it is ``...``, there is no answer yet.

    Notes
    -----
    It prints and never raises, so that the cells below run on. A further try brings a further hint.

    Examples
    --------
    >>> check("p3-ex-turn-of-russia", ...)
    No answer yet.
    >>> check("p3-ex-turn-of-russai", ...)
    No exercise is called 'p3-ex-turn-of-russai'. Did you mean p3-ex-turn-of-russia?
    """
    try:
        _say(exercise_id, answer)
    except Exception as e:  # a check that fails must not take the rest of the notebook with it
        print(
            f"The check could not read this answer ({type(e).__name__}: {str(e)[:200]}). Your work is kept; hand it in as it is."
        )
