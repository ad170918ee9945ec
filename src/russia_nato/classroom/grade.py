"""Grade what was collected: every submission in a transaction of its own, what was done stays done, and people's marks stay theirs."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .assignment import Assignment, read_assignment
from .folder import AssignmentFolder, ClassError, ClassFolder
from .gradebook import Answer, Gradebook, Submission, open_book
from .judge import NOT_RERUN, Judged, Unit
from .key import read_key, solve, write_key
from .paper import Paper, read_paper
from .rerun import find_sandbox
from .sandbox import Limits
from .sources import course_root, solution_of
from .states import Handed, Question
from .variants import read_draw, read_variant, vary_solution
from .workers import Say, crew, here, there


@dataclass
class Graded:
    """What a call did: how many submissions, states of questions, what changed by a regrade, seconds, and how it was done."""

    done: int = 0
    states: Counter[str] = field(default_factory=Counter)
    unreadable: dict[str, str] = field(default_factory=dict)
    changes: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    how: str = ""


def papers_of(folder: AssignmentFolder, assignment: Assignment) -> dict[str, Paper]:
    """Return a release, or its variants, as grading needs them.

    Raises
    ------
    ClassError
        If a file of the release is missing or does not hold the assignment's exercises.

    Examples
    --------
    See `grade`.
    """
    key, found = read_key(folder), {}
    for name in key:
        path = folder.release / name / f"{assignment.name}.ipynb"
        try:
            notebook = json.loads(path.read_text("utf-8"))
            found[name] = read_paper(notebook, assignment, key[name])
        except (OSError, ValueError, KeyError) as e:
            raise ClassError(
                f"{folder.name}/release/{name}/{path.name}: {type(e).__name__}: {e}; call `russia-nato release {folder.name}` again"
            ) from None
    return found


def renew_key(folder: AssignmentFolder, assignment: Assignment) -> None:
    """Compute the key anew from the solutions of today on the release's data.

    Examples
    --------
    See `grade`.
    """
    variant = read_variant(f"{folder.name}/assignment.yml", assignment.variant)
    solutions = {e: solution_of(course_root(), e) for e in assignment.exercises}
    key = {}
    for name in variant.names() if variant else [""]:
        notebook = json.loads((folder.release / name / f"{assignment.name}.ipynb").read_text("utf-8"))
        mine = {e: vary_solution(s, variant, name) for e, s in solutions.items()} if variant else solutions
        key[name] = solve(notebook, mine, folder.release / "data")
    write_key(folder, key)


def units_of(folder: AssignmentFolder, book: Gradebook, regrade: bool) -> list[Unit]:
    """Return what is to be judged: what counts and has not been, or all that counts.

    Examples
    --------
    See `grade`.
    """
    drawn = read_draw(folder)
    wanted = [
        s for s in book.counting() if Handed(s.state).gradable or (regrade and s.state in (Handed.GRADED, Handed.FINAL))
    ]
    return [Unit(s.code, s.attempt, _bytes(folder, s), drawn.get(s.code, "")) for s in wanted]


def _bytes(folder: AssignmentFolder, s: Submission) -> bytes:
    try:
        return (folder.submissions / s.file).read_bytes()
    except OSError as e:
        raise ClassError(f"{folder.name}/submissions/{s.file}: {e.strerror}; collect {s.code} again") from None


def store(book: Gradebook, judged: Judged, result: Graded) -> None:
    """Write what a submission came to, in one transaction; what a person marked stays.

    Examples
    --------
    >>> book = Gradebook(":memory:")
    >>> store(book, Judged("s-7f3a", 1, unreadable="no JSON"), found := Graded())
    >>> found.unreadable
    {'s-7f3a': 'no JSON'}
    """
    known = book.answers(judged.code)
    old = {(a.exercise, a.part): a for a in known if a.attempt == judged.attempt}
    earlier = {(a.exercise, a.part): a for a in known if a.attempt < judged.attempt}
    with book.unit(judged.code):
        if judged.unreadable:
            book.set_state(judged.code, judged.attempt, Handed.UNREADABLE)
            book.log(f"{judged.code}: unreadable: {judged.unreadable}")
            result.unreadable[judged.code] = judged.unreadable
            return
        new = [_kept(a, old.get((a.exercise, a.part)), earlier.get((a.exercise, a.part))) for a in judged.answers]
        book.put_answers(new)
        excused = book.excuses(judged.code)
        final = all(a.points is not None or (a.code, a.exercise) in excused for a in new)
        book.set_state(judged.code, judged.attempt, Handed.FINAL if final else Handed.GRADED)
    for a in new:
        result.states[str(a.state)] += 1
        before = old.get((a.exercise, a.part))
        if before and (before.state, before.points) != (str(a.state), a.points):
            result.changes.append((a.code, a.exercise, a.part, _worth(before), _worth(a)))


def _kept(new: Answer, old: Answer | None, earlier: Answer | None) -> Answer:
    """Return what to write: a person's mark where there is one, also for a later attempt that says the same."""
    if old is not None and old.state == Question.MARKED:
        return old
    if earlier is not None and earlier.state == Question.MARKED and new.state not in (Question.NO_ANSWER,):
        if (earlier.given, earlier.cell) == (new.given, new.cell):
            return replace(earlier, attempt=new.attempt)
        return replace(new, words=(*new.words, f"attempt {earlier.attempt} was marked; the answer has changed since"))
    return new


def _worth(a: Answer) -> str:
    return f"{a.state}, {'no points yet' if a.points is None else f'{a.points:g} points'}"


def grade(room: ClassFolder, name: str, *, workers: str = "", regrade: bool = False, sandboxed: bool = True,
          limits: Limits | None = None, say: Say = print) -> Graded:  # fmt: skip
    """Grade an assignment: what was collected and not graded yet, or everything anew.

    Parameters
    ----------
    room, name
        The class and the assignment.
    workers : str
        How many at once (the cores by default), or ``dask://HOST:PORT``.
    regrade : bool
        Compute the key anew and judge all; what people have marked is never touched.
    sandboxed : bool
        False leaves the sandbox out even where there is one: recorded answers count as handed in. It never runs code.
    limits : Limits, optional
        What a submission may use.
    say : callable
        Where lines of progress go.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from russia_nato.classroom.release import release
    >>> room = ClassFolder(Path(tempfile.mkdtemp()))
    >>> made = release(room, "paper-1", ["p3-ex-silence"])
    >>> grade(room, "paper-1", sandboxed=False).done
    0 submissions to grade, as handed in, not re-run.
    0
    """
    folder = room.assignment(name)
    assignment = read_assignment(folder)
    address, n = crew(workers)
    if regrade:
        renew_key(folder, assignment)
    papers = papers_of(folder, assignment)
    data = folder.release / "data"
    sandbox, how = find_sandbox(data) if sandboxed and not address else (None, NOT_RERUN)
    result, start, limits = Graded(how=f"on {address}" if address else how), time.monotonic(), limits or Limits()
    with open_book(folder) as book:
        units = units_of(folder, book, regrade)
        say(f"{len(units)} submissions to grade, {result.how}.")
        far = there(address, units, papers, data, assignment.data, limits, sandboxed) if address else None
        for judged in far if far is not None else here(units, papers, sandbox, data, limits, n):
            store(book, judged, result)
            result.done += 1
            result.cpu += judged.cpu
            result.seconds = time.monotonic() - start
            _progress(result, len(units), say)
        if units:
            book.log(f"graded {result.done} submissions, {result.how}")
    return result


def _progress(result: Graded, whole: int, say: Say) -> None:
    """Say how far it is and how long it takes, about ten times in all."""
    if result.done % max(whole // 10, 1) == 0 or result.done == whole:
        left = result.seconds / result.done * (whole - result.done)
        say(
            f"  {result.done} of {whole} graded"
            + (f", about {left:.0f} s left" if whole > result.done else f" in {result.seconds:.1f} s")
        )


def summary(result: Graded) -> Iterator[str]:
    """Yield what to tell of a call.

    Examples
    --------
    >>> list(summary(Graded(done=1, states=Counter(right=2), how="re-run in bubblewrap")))
    ['questions: 2 right']
    """
    if result.states:
        yield "questions: " + ", ".join(f"{n} {s}" for s, n in result.states.most_common())
    for code, why in sorted(result.unreadable.items()):
        yield f"unreadable: {code}: {why}"
    if result.changes:
        yield f"changed by this call ({len(result.changes)}):"
        rows = [("code", "exercise", "part", "before", "now"), *sorted(result.changes)]
        widths = [max(len(r[i]) for r in rows) for i in range(5)]
        yield from ("  " + "  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows)
