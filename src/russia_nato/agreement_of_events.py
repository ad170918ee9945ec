"""How far two coders of the same events agreed, computed from rows of text alone, so that the check starts without pandas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """What was compared, of how many units, how many were the same, and Krippendorff's alpha (nominal)."""

    what: str
    units: int
    same: int
    alpha: float


def nominal_alpha(pairs: Iterable[tuple[str, str]]) -> float:
    """Return Krippendorff's alpha of two coders' labels, each unit coded by both; nan where all labels are one.

    Examples
    --------
    >>> round(nominal_alpha(zip("0100000010", "1110010000", strict=True)), 3)
    0.095
    """
    both = list(pairs)
    totals = Counter(label for pair in both for label in pair)
    n = sum(totals.values())
    expected = n * n - sum(k * k for k in totals.values())
    observed = 2 * sum(a != b for a, b in both)
    return 1 - (n - 1) * observed / expected if expected else float("nan")


def event_agreement(coded: Iterable[Mapping[str, str]], acts: Iterable[Mapping[str, str]]) -> Iterator[Agreement]:
    """Yield the agreement on act, CAMEO code and root, words or deeds, and on the sides of source and target.

    Parameters
    ----------
    coded : iterable of mappings
        Rows of the event_double_coding table.
    acts : iterable of mappings
        Rows of the acts table, from which codes and deeds follow.

    Examples
    --------
    >>> from russia_nato.package import read_all
    >>> from russia_nato.schema import data_dir
    >>> rows = read_all(data_dir())[0].rows
    >>> [a.what for a in event_agreement(rows["event_double_coding"], rows["acts"])][:2]
    ['act', 'CAMEO code']
    """
    by_id, rows = {a["act_id"]: a for a in acts}, list(coded)
    done = [(by_id[r["act_first"]], by_id[r["act_second"]]) for r in rows]
    compared = {
        "act": [(a["act_id"], b["act_id"]) for a, b in done],
        "CAMEO code": [(a["cameo_code"], b["cameo_code"]) for a, b in done],
        "CAMEO root": [(a["cameo_code"][:2], b["cameo_code"][:2]) for a, b in done],
        "words or deeds": [(a["deed"], b["deed"]) for a, b in done],
        "side of the source": [(r["source_side_first"], r["source_side_second"]) for r in rows],
        "side of the target": [(r["target_side_first"], r["target_side_second"]) for r in rows],
    }
    for what, pairs in compared.items():
        yield Agreement(what, len(pairs), sum(a == b for a, b in pairs), nominal_alpha(pairs))
