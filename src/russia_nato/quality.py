"""What the tables say of their own faults: the error rate of a sample, the recall against chronologies, the plan's gaps.

Computed from rows of text alone, so that the check starts without pandas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from .dates import covers

Row = Mapping[str, str]
ANSWERS = {  # actors that answer for one who is asked, where that is more than the actor itself
    "nato": ("nato", "nato-secretary-general"),
    "russia": ("russia", "ussr", "former-soviet-leaders"),
    "baltic-states": ("estonia", "latvia", "lithuania"),
}
Z = 1.959964  # 95 per cent of a normal distribution lies within this many standard deviations


@dataclass(frozen=True)
class Share:
    """A share of units with its 95 per cent interval by Wilson's score."""

    hits: int
    units: int

    @property
    def value(self) -> float:
        """The share itself; nan where there is no unit."""
        return self.hits / self.units if self.units else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 per cent, which holds for small samples and for shares near none and all.

        Examples
        --------
        >>> [round(end, 3) for end in Share(2, 60).interval]
        [0.009, 0.114]
        """
        n, p = self.units, self.value
        if not n:
            return (float("nan"), float("nan"))
        middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (max(0.0, (middle - half) / (1 + Z * Z / n)), min(1.0, (middle + half) / (1 + Z * Z / n)))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.hits} of {self.units}, {self.value:.1%} (95 % interval {low:.1%} to {high:.1%})"


@dataclass(frozen=True)
class ErrorRate:
    """What a reader found in a random sample of fields: how many were reached, wrong, and wrong or imprecise."""

    drawn: int
    wrong: Share
    faulty: Share


def error_rate(sample: Iterable[Row]) -> ErrorRate:
    """Return the error rate of a sample of fields; fields whose source was not reached do not count.

    Parameters
    ----------
    sample : iterable of mappings
        Rows of the error_sample table; ``verdict`` is used.

    Examples
    --------
    >>> rows = [{"verdict": v} for v in ("right", "right", "imprecise", "wrong", "not reached")]
    >>> rate = error_rate(rows)
    >>> rate.drawn, rate.wrong.units, rate.wrong.hits, rate.faulty.hits
    (5, 4, 1, 2)
    """
    c = Counter(row["verdict"] for row in sample)
    reached = c["right"] + c["imprecise"] + c["wrong"]
    return ErrorRate(c.total(), Share(c["wrong"], reached), Share(c["wrong"] + c["imprecise"], reached))


def recall_by_chronology(entries: Iterable[Row]) -> Iterator[tuple[str, Share, Counter[str]]]:
    """Yield for each chronology, and for all (""), the share of entries that the events table had, and the verdicts.

    What was declined by a rule counts as missed, so that the share does not depend on the rule.

    Parameters
    ----------
    entries : iterable of mappings
        Rows of the recall table; ``sources`` (the key of the chronology) and ``verdict`` are used.

    Examples
    --------
    >>> rows = [{"sources": "a", "verdict": v} for v in ("held", "held", "declined", "entered")]
    >>> [(name, share.hits, share.units) for name, share, _ in recall_by_chronology(rows)]
    [('a', 2, 4), ('', 2, 4)]
    """
    rows = list(entries)
    for name in [*dict.fromkeys(row["sources"] for row in rows), ""]:
        c = Counter(row["verdict"] for row in rows if name in ("", row["sources"]))
        yield name, Share(c["held"], c.total()), c


def planned_positions(
    plan: Iterable[Row], positions: Iterable[Row], phases: Iterable[Row]
) -> Iterator[tuple[Row, int]]:
    """Yield each cell of the plan for positions with the number of positions that answer it.

    Parameters
    ----------
    plan, positions, phases : iterable of mappings
        Rows of the tables position_plan, positions and phases.

    Examples
    --------
    >>> plan = [{"issue_id": "enlargement", "phase_id": "one", "asked": a} for a in ("russia", "poland", "another")]
    >>> said = [{"issue_id": "enlargement", "date": "1989-05-01", "actor_id": a} for a in ("ussr", "norway")]
    >>> phases = [{"phase_id": "one", "start_date": "1989-01-01", "end_date": "1991-12-31"}]
    >>> [(cell["asked"], n) for cell, n in planned_positions(plan, said, phases)]
    [('russia', 1), ('poland', 0), ('another', 1)]
    """
    cells, spans = list(plan), list(phases)
    named = {a for cell in cells for a in ANSWERS.get(cell["asked"], (cell["asked"],))}
    given: Counter[tuple[str, str, str]] = Counter()
    for row in positions:
        phase = next((p["phase_id"] for p in spans if covers(p, row["date"])), "")
        given[row["issue_id"], phase, row["actor_id"] if row["actor_id"] in named else "another"] += 1
    for cell in cells:
        yield (
            cell,
            sum(given[cell["issue_id"], cell["phase_id"], a] for a in ANSWERS.get(cell["asked"], (cell["asked"],))),
        )
