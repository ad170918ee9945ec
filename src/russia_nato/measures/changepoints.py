"""Where a series changes its level: binary segmentation, each split tested against shuffled series."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

COLUMNS = ["order", "at", "before", "after", "shift", "p_value", "kept"]


def _gain(x: Floats, w: Floats, least: int) -> Floats:
    """Return, for each row of ``x``, how much of its (weighted) squares each allowed split explains."""
    total_w, total = w.sum(axis=1, keepdims=True), (w * x).sum(axis=1, keepdims=True)
    left_w = np.cumsum(w, axis=1)[:, least - 1 : x.shape[1] - least]
    left = np.cumsum(w * x, axis=1)[:, least - 1 : x.shape[1] - least]
    right_w = total_w - left_w
    gain: Floats = (left / left_w - (total - left) / right_w) ** 2 * left_w * right_w / total_w
    return gain


def _shuffled(n: int, block: int, times: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """Return ``times`` orders of ``n`` places in which blocks of neighbours stay together."""
    if block == 1:
        return rng.permuted(np.tile(np.arange(n), (times, 1)), axis=1)
    blocks = [np.arange(i, min(i + block, n)) for i in range(0, n, block)]
    return np.array([np.concatenate([blocks[i] for i in rng.permutation(len(blocks))]) for _ in range(times)])


def change_points(
    series: pd.Series,
    *,
    min_size: int = 3,
    alpha: float = 0.05,
    permutations: int = 999,
    block: int = 1,
    weights: pd.Series | None = None,
    seed: int = 1989,
) -> pd.DataFrame:
    """Find where the mean of a series changes, and test each change against chance.

    The series is cut where two means fit it best. The same cut is then sought in many shuffled copies; the p-value
    is the share of copies (the series itself counted as one) in which a cut fits as well as in the real order. A
    cut that passes is kept and both parts are searched in the same way; a cut that fails is reported and ends the
    search in its part.

    The null hypothesis is that the values could have come in any order. Values that resemble their neighbours break
    it even without a turning point, and then p-values come out too small; ``block`` shuffles whole stretches
    instead. P-values are not corrected for the number of cuts. A slow drift is reported as one or more steps.

    Parameters
    ----------
    series : pandas.Series
        Values in order; missing ones are left out.
    min_size : int
        Fewest values on each side of a cut.
    alpha : float
        Largest p-value at which a cut is kept.
    permutations : int
        Number of shuffled copies.
    block : int
        How many neighbours are shuffled together; 1 shuffles single values.
    weights : pandas.Series, optional
        How much each value counts, such as the number of events behind it; with the same labels as ``series``.
    seed : int
        Seed of the random numbers: the same seed gives the same table.

    Returns
    -------
    pandas.DataFrame
        A row for each cut tested, in the ``order`` of testing: the label ``at`` which the new level begins; the
        means ``before`` and ``after`` within the part searched, and their difference (``shift``); ``p_value``; and
        whether it was ``kept``.

    Raises
    ------
    ValueError
        If the series is too short, or an option is not allowed.

    Examples
    --------
    >>> import pandas as pd, russia_nato as rn
    >>> found = rn.change_points(pd.Series([1, 2, 1, 2, 1, 8, 9, 8, 9, 8], index=range(2001, 2011)))
    >>> int(found.loc[0, "at"]), bool(found.loc[0, "kept"])
    (2006, True)
    """
    for name, value, least in (("min_size", min_size, 1), ("permutations", permutations, 1), ("block", block, 1)):
        if value < least:
            raise ValueError(f"{name} {value!r}; allowed is a whole number from {least}")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha {alpha!r}; allowed is a number between 0 and 1")
    known = series.dropna()
    if len(known) < 2 * min_size:
        raise ValueError(
            f"the series has {len(known)} values; allowed is a series of {2 * min_size} or more (twice min_size)"
        )
    w = np.ones(len(known)) if weights is None else weights.reindex(known.index).to_numpy(dtype=float)
    if not (w > 0).all():
        raise ValueError("weights must be above 0 for each value of the series; drop the values that shall not count")
    x, queue = known.to_numpy(dtype=float), [(0, len(known))]
    rows: list[tuple[object, ...]] = []
    while queue:
        a, b = queue.pop(0)
        if b - a < 2 * min_size:
            continue
        part, part_w = x[a:b], w[a:b]
        gains = _gain(part[None], part_w[None], min_size)[0]
        cut = a + min_size + int(gains.argmax())
        orders = _shuffled(b - a, block, permutations, np.random.default_rng([seed, a, b]))
        chance = _gain(part[orders], part_w[orders], min_size).max(axis=1)
        p = (1 + int((chance >= gains.max() * (1 - 1e-9)).sum())) / (1 + permutations)
        before, after = np.average(x[a:cut], weights=w[a:cut]), np.average(x[cut:b], weights=w[cut:b])
        rows.append((len(rows) + 1, known.index[cut], before, after, after - before, p, p <= alpha))
        if p <= alpha:
            queue += [(a, cut), (cut, b)]
    return pd.DataFrame(rows, columns=COLUMNS)
