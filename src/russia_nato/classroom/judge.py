"""One submission judged: what it claims, what its code yields in the sandbox, and the state of each part of each question.

Judging reads a file and the release and writes nothing, so that it can be done by many processes, and again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..exercises.compare import Verdict, compare, not_plain
from ..exercises.plain import KINDS, LIMIT
from .gradebook import Answer
from .paper import Paper, Plain, Reply, UnreadableError, Work, parse, read_work
from .paper import Question as Asked
from .rerun import OWN, Job, Part, rerun
from .rerun import Answer as Ran
from .sandbox import Limits, Sandbox
from .states import Question

#: Codes and free answers are judged by their form: agreement with a reference is never a mark.
UNMARKED = ("codes", "free")
NOT_RERUN = "as handed in, not re-run"


@dataclass(frozen=True)
class Unit:
    """A submission to judge: whose, which attempt, the bytes that were handed in and the name of the variant."""

    code: str
    attempt: int
    data: bytes
    variant: str = ""


@dataclass(frozen=True)
class Judged:
    """What a submission came to; ``unreadable`` says why where no answer could be looked for."""

    code: str
    attempt: int
    answers: tuple[Answer, ...] = ()
    unreadable: str = ""
    cpu: float = 0.0


def _formed(given: object) -> bool:
    """Say whether a claim has the shape of a plain answer."""
    if (
        not isinstance(given, dict)
        or set(given) != {"kind", "index", "columns", "values"}
        or given["kind"] not in KINDS
    ):
        return False
    if not all(isinstance(given[k], list) for k in ("index", "columns", "values")):
        return False
    n, labelled = len(given["values"]), given["kind"] in ("series", "table", "mapping")
    if labelled and len(given["index"]) != n:
        return False
    if given["kind"] == "table" and any(
        not isinstance(row, list) or len(row) != len(given["columns"]) for row in given["values"]
    ):
        return False
    return n <= 1 or labelled or given["kind"] == "list"


def verdict_on(asked: Asked, given: Plain | None, foreign: str = "") -> Verdict:
    """Return what a plain answer is worth; one that no `plain` could have made is not plain.

    Examples
    --------
    >>> from russia_nato.exercises.cells import Exercise
    >>> from russia_nato.exercises.forms import Form
    >>> exercise = Exercise("a", "", "A", "data", "apply", 5, 2, False, (), {"code": 2})
    >>> right = {"kind": "number", "index": [], "columns": [], "values": [4]}
    >>> asked = Asked(exercise, (), frozenset(), "", {"code": 2}, Form("number", "a number"), None, right)
    >>> verdict_on(asked, right).state, verdict_on(asked, {"kind": "number", "values": [4]}).state
    ('right', 'not plain')
    """
    assert asked.form is not None
    if foreign or given is None:
        return not_plain(asked.form, foreign or "nothing that can be read")
    try:
        if _formed(given) and len(json.dumps(given)) <= LIMIT:
            return compare(asked.form, given, None if asked.form.mode in UNMARKED else asked.truth, asked.ids)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
        pass  # a shape that only a forged file can have
    return not_plain(asked.form, "no plain answer")


def job_of(paper: Paper, work: Work, limits: Limits) -> Job | None:
    """Return what is to be run for a submission, or None where there is no code of the student's.

    Examples
    --------
    >>> job_of(Paper((), frozenset(), frozenset(), {}), Work({}), Limits()) is None
    True
    """
    asked = [e for e, q in paper.questions.items() if "code" in q.points]
    if not any(work.replies[e].code for e in asked):
        return None
    parts = [Part(OWN, tuple(work.own))] if work.own else []
    for e in asked:
        question = paper.questions[e]
        parts.append(Part(e, (*question.given, *work.replies[e].code), question.exercise.answer_name))
    return Job(paper.given, tuple(parts), limits)


def _code_part(unit: Unit, asked: Asked, reply: Reply, ran: Ran | None) -> Answer:
    """Return the state of the code of a question, from what was claimed and what ran."""
    head = (unit.code, unit.attempt, asked.exercise.id, "code")
    if not reply.code:
        return Answer(*head, Question.NO_ANSWER, 0.0, 0.0, words=_missing(reply))
    claim, again = reply.claim, ran is not None and ran.state != Question.NOT_RERUN
    said = verdict_on(asked, claim.plain, claim.not_plain) if claim else None
    if not again:
        why = (NOT_RERUN, *((ran.words,) if ran and ran.words else ()))
        if said is None or claim is None:
            return Answer(
                *head, Question.NOT_RERUN, cell=reply.source, words=(*why, "no answer was recorded in the file")
            )
        return _answer(head, asked, reply, Question(said.state), said, claim.plain, recorded=True, more=why)
    assert ran is not None
    if ran.state == "ran":
        found = verdict_on(asked, ran.plain)
    else:
        found = not_plain(asked.form, ran.words.removeprefix("not plain: ")) if ran.state == "not plain" and asked.form else Verdict(ran.state, 0.0, (ran.words,))  # fmt: skip
    state = Question(found.state)
    if said is not None and (said.state, round(said.share, 6)) != (found.state, round(found.share, 6)):
        words = (f"handed in: {said.state}", f"re-run: {found.state}")
        return _answer(head, asked, reply, Question.DIFFERS, found, ran.plain, more=words, recorded=True)
    return _answer(head, asked, reply, state, found, ran.plain, recorded=claim is not None)


def _answer(head: tuple[str, int, str, str], asked: Asked, reply: Reply, state: Question, found: Verdict, given: Plain | None,
            *, recorded: bool, more: tuple[str, ...] = ()) -> Answer:  # fmt: skip
    """Return a row of the gradebook; points follow only where the state is final."""
    points = round(found.share * asked.points["code"], 2) if state.final else None
    kept = given if given is not None and len(json.dumps(given)) <= LIMIT else None
    words = (*more, *found.words, *reply.notes)
    return Answer(*head, state, found.share, points, kept, recorded, reply.source, words)


def _missing(reply: Reply) -> tuple[str, ...]:
    return (*(() if reply.there else ("the exercise is not in the file",)), *reply.notes)


def _text_part(unit: Unit, asked: Asked, reply: Reply) -> Answer:
    head = (unit.code, unit.attempt, asked.exercise.id, "text")
    if not reply.text.strip():
        return Answer(*head, Question.NO_ANSWER, 0.0, 0.0, words=_missing(reply))
    return Answer(*head, Question.TO_MARK, given=reply.text, cell=reply.source, words=tuple(reply.notes))


def judge(
    unit: Unit, papers: Mapping[str, Paper], sandbox: Sandbox | None, data: Path, limits: Limits | None = None
) -> Judged:
    """Judge a submission.

    Parameters
    ----------
    unit : Unit
        What was handed in.
    papers : mapping of str to Paper
        The release by variant ("" where there are none).
    sandbox : Sandbox, optional
        Where code is re-run; without one the recorded answers count, and say so.
    data : pathlib.Path
        The release's data.
    limits : Limits, optional
        What the code may use.

    Examples
    --------
    >>> judge(Unit("s-7f3a", 1, b"{"), {"": Paper((), frozenset(), frozenset(), {})}, None, Path(".")).unreadable
    'no JSON (Expecting property name enclosed in double quotes)'
    """
    paper = papers[unit.variant]
    try:
        work = read_work(parse(unit.data), paper)
    except UnreadableError as e:
        return Judged(unit.code, unit.attempt, unreadable=str(e))
    job = job_of(paper, work, limits or Limits()) if sandbox else None
    outcome = rerun(sandbox, data, job) if sandbox and job else None
    answers: list[Answer] = []
    for ident, asked in paper.questions.items():
        reply = work.replies[ident]
        if "code" in asked.points:
            answers.append(_code_part(unit, asked, reply, outcome.answers.get(ident) if outcome else None))
        if "text" in asked.points:
            answers.append(_text_part(unit, asked, reply))
    return Judged(unit.code, unit.attempt, tuple(answers), cpu=outcome.cpu if outcome else 0.0)


def describe(answer: Answer) -> str:
    """Return an answer's state in one line, for lists and logs.

    Examples
    --------
    >>> describe(Answer("s-7f3a", 1, "a", "code", "error", words=("NameError: x",)))
    's-7f3a a code: error (NameError: x)'
    """
    words = f" ({'; '.join(answer.words)})" if answer.words else ""
    return f"{answer.code} {answer.exercise} {answer.part}: {answer.state}{words}"
