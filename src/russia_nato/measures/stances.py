"""Who moved on what: stances of one speaker or side compared between phases."""

from __future__ import annotations

import pandas as pd

from ..dates import phase_number
from ..errors import need
from ..sides import side_of

COLUMNS = [
    "issue_id", "first_phase", "last_phase", "n_first", "n_last", "median_first", "median_last", "change", "lowest",
    "highest",
]  # fmt: skip


def stance_changes(positions: pd.DataFrame, *, by: str = "actor_id", least: int = 2) -> pd.DataFrame:
    """Return who moved on what: for each speaker and issue the first and the last phase with enough rows, and the change.

    The change is one of medians, because the points of the scale are ordered and not measured; the counts stand beside it.

    Parameters
    ----------
    positions : pandas.DataFrame
        Rows of the positions table; ``date``, ``actor_id``, ``issue_id`` and ``stance`` are used.
    by : {"actor_id", "side"}
        Whether to follow actors or sides. On sides, an Ally counts from its accession: a change may be one of membership.
    least : int
        Number of rows that a phase must hold to count.

    Returns
    -------
    pandas.DataFrame
        Columns ``by``, ``issue_id``, ``first_phase``, ``last_phase``, ``n_first``, ``n_last``, ``median_first``,
        ``median_last``, ``change``, ``lowest``, ``highest``; the largest change first.

    Raises
    ------
    ValueError
        If a column is missing, there are no rows, or ``by`` is neither of the two.

    Source
    ------
    The positions table; stances coded by data/coding.md.

    Examples
    --------
    >>> import russia_nato as rn
    >>> moved = rn.stance_changes(rn.load_positions())
    >>> bool((moved["n_first"] >= 2).all())
    True
    """
    need(positions, ["date", "actor_id", "issue_id", "stance"], "positions")
    if by not in ("actor_id", "side"):
        raise ValueError(f"by is {by!r}; allowed is 'actor_id' or 'side'")
    data = positions.assign(
        phase=phase_number(positions["date"]), side=side_of(positions["actor_id"], positions["date"])
    )
    rows = []
    for (who, issue), mine in data.groupby([by, "issue_id"], sort=True):
        sizes = mine.groupby("phase").size()
        full = sorted(sizes[sizes >= least].index)
        if len(full) < 2:
            continue
        first, last = (mine.loc[mine["phase"] == p, "stance"].astype(float) for p in (full[0], full[-1]))
        lowest, highest = int(mine["stance"].min()), int(mine["stance"].max())
        before, after = first.median(), last.median()
        counted = (full[0], full[-1], len(first), len(last), before, after, after - before, lowest, highest)
        rows.append((who, issue, *counted))
    out = pd.DataFrame(rows, columns=[by, *COLUMNS])
    return out.sort_values("change", key=abs, ascending=False, kind="stable").reset_index(drop=True)
