"""What a class made of an assignment, as numbers: shares by question and criterion, commonest wrong answers, and how it coded.

Nothing here knows a name, and nothing of one student can be told from it, but a passage that its writer has allowed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data import load_table
from ..exercises.forms import Form, load_forms
from .assignment import Assignment, read_assignment
from .folder import AssignmentFolder, ClassError, ClassFolder
from .gradebook import Answer, Gradebook, Mark, open_book
from .marks import Agreement, agreement, criteria
from .states import Question

if TYPE_CHECKING:
    import pandas as pd

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of a question: how many answers are in which state, the mean share of its points, and its commonest wrong answers."""

    exercise: str
    part: str
    states: Counter[str]
    mean: float | None
    wrong: tuple[tuple[str, int], ...] = ()
    criteria: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)  # not met, half, met
    agreement: Agreement | None = None

    @property
    def whole(self) -> int:
        """How many were handed in."""
        return self.states.total()


@dataclass(frozen=True)
class Coding:
    """How a class coded: counts of codes by row, the course's own codes, alpha of the class, and of its codes with the course's."""

    exercise: str
    counts: pd.DataFrame
    reference: Mapping[Any, Any]
    alpha: float | None
    alpha_course: float | None
    same: tuple[int, int]  # codes that are the course's own, and codes compared
    coders: int


@dataclass(frozen=True)
class Report:
    """All that the page says."""

    assignment: Assignment
    submissions: Counter[str]
    parts: tuple[Part, ...]
    codings: tuple[Coding, ...]
    passages: tuple[tuple[str, str], ...] = ()


def in_words(answer: Answer) -> str:
    """Return a wrong answer as one sentence: what the comparison said of it, and its values where they are short.

    Examples
    --------
    >>> given = {"kind": "list", "index": [], "columns": [], "values": [0, 0]}
    >>> in_words(Answer("s-1", 1, "a", "code", "wrong", given=given, words=("Look again at rows 1, 2.",)))
    'Look again at rows 1, 2. Given: [0, 0]'
    """
    said = (
        " ".join(w for w in answer.words if not w.startswith(("as handed in", "no answer was recorded")))
        or answer.state
    )
    values = answer.given.get("values") if isinstance(answer.given, dict) else None
    shown = str(values) if values is not None and len(str(values)) <= 60 else ""
    return f"{said} Given: {shown}" if shown else said


def parts_of(
    assignment: Assignment, answers: Sequence[Answer], marks: Sequence[Mark], commonest: int = 5
) -> list[Part]:
    """Return what each part of each question came to.

    Examples
    --------
    >>> paper = Assignment("p", "P", "u", {"a": {"code": 2}})
    >>> right, wrong = (Answer(c, 1, "a", "code", s, p / 2, p) for c, s, p in [("1", "right", 2), ("2", "wrong", 0)])
    >>> parts_of(paper, [right, wrong], [])[0].mean
    0.5
    """
    found = []
    for exercise, worth in assignment.points.items():
        for part in worth:
            mine = [a for a in answers if (a.exercise, a.part) == (exercise, part)]
            final = [a.share for a in mine if a.points is not None]
            bad = Counter(
                in_words(a)
                for a in mine
                if part == "code" and a.state not in (Question.RIGHT, Question.NO_ANSWER, Question.MARKED)
            )
            names = [c.name for c in criteria(assignment, exercise)["text"]] if part == "text" else []
            found.append(Part(
                exercise, part, Counter(a.state for a in mine), sum(final) / len(final) if final else None,
                tuple(bad.most_common(commonest)), {n: _levels(marks, exercise, n) for n in names},
                agreement(marks, exercise) if part == "text" else None,
            ))  # fmt: skip
    return found


def _levels(marks: Sequence[Mark], exercise: str, criterion: str) -> tuple[int, int, int]:
    """Return for how many codes a criterion was not met, half met and met; the mean of the markers counts."""
    by_code: dict[str, list[float]] = defaultdict(list)
    for m in marks:
        if (m.exercise, m.criterion) == (exercise, criterion):
            by_code[m.code].append(m.level)
    means = [sum(v) / len(v) for v in by_code.values()]
    return sum(m < 0.25 for m in means), sum(0.25 <= m < 0.75 for m in means), sum(m >= 0.75 for m in means)


def codes_of(given: object, form: Form) -> dict[Any, Any]:
    """Return the codes of an answer by row; a single code stands under the row that the form names.

    Examples
    --------
    >>> codes_of({"kind": "number", "index": [], "columns": [], "values": [-1]}, Form("number", "a code", row="a-1"))
    {'a-1': -1}
    """
    if not isinstance(given, dict) or given.get("kind") == "nothing":
        return {}
    values = given["values"]
    if given["kind"] == "table":
        return {row[0]: row[-1] for row in values if len(row) > 1}
    if given["kind"] in ("mapping", "series"):
        return {k: v for k, v in zip(given["index"], values, strict=False) if not isinstance(k, list)}
    return {form.row or "the code": values[0]} if len(values) == 1 else dict(enumerate(values, 1))


def _simple(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def coding_of(exercise: str, form: Form, answers: Sequence[Answer], data: Path) -> Coding | None:
    """Return how a class coded, or None where nobody did; rows on which it splits most come first.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> given = {"kind": "number", "index": [], "columns": [], "values": [-1]}
    >>> form = Form("number", "a code", mode="codes", choices=(-1, 0, 1), reference=("positions.stance",), row="ukraine-mfa-1999")
    >>> coding_of("a", form, [Answer("s-1", 1, "a", "code", "right", given=given)], data_dir()).same
    (1, 1)
    """
    import pandas as pd

    given = {a.code: codes_of(a.given, form) for a in answers if a.exercise == exercise and a.part == "code"}
    table = pd.DataFrame(
        [(r, c, v) for c, codes in given.items() for r, v in codes.items() if _simple(v)],
        columns=["row", "coder", "value"],
    )
    if table.empty:
        return None
    wide = table.drop_duplicates(["row", "coder"]).pivot(index="row", columns="coder", values="value")
    numbers = all(isinstance(v, int | float) for v in table["value"])
    choices = [c for c in (form.choices or ()) if _simple(c)] or sorted(set(table["value"]), key=str)
    counts = wide.apply(lambda row: row.value_counts(), axis=1).reindex(columns=choices).fillna(0).astype(int)
    split = 1 - counts.max(axis=1) / counts.sum(axis=1).clip(lower=1)
    counts = counts.loc[split.sort_values(ascending=False, kind="stable").index]
    reference = {k: v for k, v in _reference(form, data).items() if k in wide.index}
    pairs = [(v, reference[r]) for r, v in zip(table["row"], table["value"], strict=True) if r in reference]
    same = sum(str(mine) == str(theirs) for mine, theirs in pairs)
    level = "ordinal" if numbers else "nominal"
    beside = pd.DataFrame(pairs, columns=["class", "course"])
    return Coding(
        exercise,
        counts,
        reference,
        _alpha(wide, level),
        _alpha(beside, level) if len(reference) > 1 else None,
        (same, len(pairs)),
        wide.shape[1],
    )


def _alpha(codes: pd.DataFrame, level: str) -> float | None:
    """Return alpha, or None where it says nothing: of one row, of one coder, or where all codes are one."""
    from ..measures.agreement import krippendorff_alpha

    if len(codes) < 2 or codes.shape[1] < 2:
        return None
    try:
        alpha = krippendorff_alpha(codes.astype(float) if level == "ordinal" else codes, level)
    except ValueError:
        return None
    return None if alpha != alpha else alpha


def _reference(form: Form, data: Path) -> dict[Any, Any]:
    """Return the course's own codes by row, where the form names a column of them."""
    if not form.reference:
        return {}
    table, column = form.reference[0].split(".")
    rows = load_table(table, data)
    return {k: v for k, v in zip(rows.iloc[:, 0], rows[column], strict=True) if v == v and v is not None}


def _passages(book: Gradebook, wanted: Sequence[str]) -> list[tuple[str, str]]:
    """Return passages by their exercise; whoever names a code says that its writer has allowed it."""
    found = []
    for name in wanted:
        code, _, exercise = name.partition("/")
        text = next(
            (a.given for a in book.answers() if (a.code, a.exercise, a.part) == (code, exercise, "text") and a.given),
            None,
        )
        if not isinstance(text, str):
            raise ClassError(
                f"--passage {name}: no text there; CODE/EXERCISE of a text that was handed in is allowed, such as s-7f3a/p3-ex-silence"
            )
        found.append((exercise, text))
    return found


def make_report(room: ClassFolder, name: str, passages: Sequence[str] = ()) -> Report:
    """Return what a class made of an assignment.

    Parameters
    ----------
    room, name
        The class and the assignment.
    passages : sequence of str
        CODE/EXERCISE of texts whose writers have allowed that they are read out without a name.

    Examples
    --------
    >>> make_report(ClassFolder(Path("no-such-class")), "paper-1")
    Traceback (most recent call last):
    russia_nato.classroom.folder.ClassError: assignment 'paper-1': not in no-such-class; allowed is one of: none yet: call \
`russia-nato release` first
    """
    folder: AssignmentFolder = room.assignment(name)
    assignment, forms = read_assignment(folder), load_forms(folder.release / "data" / "checks")
    with open_book(folder) as book:
        answers, marks = book.answers(), book.marks()
        submissions = Counter(s.state for s in book.counting())
        read_out = _passages(book, passages)
    coded = [e for e in assignment.exercises if e in forms and forms[e].mode == "codes"]
    codings = [coding_of(e, forms[e], answers, folder.release / "data") for e in coded]
    return Report(
        assignment,
        submissions,
        tuple(parts_of(assignment, answers, marks)),
        tuple(c for c in codings if c),
        tuple(read_out),
    )
