"""The states of a question and of a submission: every case has a name, and none of them is a silent zero."""

from __future__ import annotations

from enum import StrEnum


class Question(StrEnum):
    """What a part of a question came to.

    Examples
    --------
    >>> Question("timed out").final, Question.RIGHT.final
    (False, True)
    """

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NO_ANSWER = "no answer"
    NOT_PLAIN = "not plain"
    ERROR = "error"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    NOT_RERUN = "not re-run"
    DIFFERS = "differs from hand-in"
    TO_MARK = "to mark"
    MARKED = "marked"
    EXCUSED = "excused"

    @property
    def final(self) -> bool:
        """Whether points follow from it; the others wait for a person."""
        return self in (
            Question.RIGHT,
            Question.PARTLY,
            Question.WRONG,
            Question.NO_ANSWER,
            Question.MARKED,
            Question.EXCUSED,
        )


class Handed(StrEnum):
    """What became of a submission.

    Examples
    --------
    >>> [s for s in Handed if s.gradable]
    [<Handed.LATE: 'late'>, <Handed.COLLECTED: 'collected'>]
    """

    NONE = "none"
    LATE = "late"
    COLLECTED = "collected"
    UNREADABLE = "unreadable"
    OTHER_ASSIGNMENT = "other assignment"
    SUPERSEDED = "superseded"
    GRADED = "graded"
    FINAL = "final"

    @property
    def gradable(self) -> bool:
        """Whether `grade` has still to look at it."""
        return self in (Handed.LATE, Handed.COLLECTED)
