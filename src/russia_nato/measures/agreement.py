"""Agreement between coders: Krippendorff's alpha, how sure it is, and the rows on which coders part.

Source: Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability". Alpha is one minus the disagreement observed over
the disagreement that chance would bring: 1 is full agreement, 0 what chance gives, below 0 agreement worse than chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
LEVELS = ("nominal", "ordinal", "interval")


def _matrix(codes: pd.DataFrame, level: str) -> tuple[Floats, list[Any]]:
    """Return how often each value was given to each unit that two coders or more coded, and the values in order."""
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}; allowed is one of {', '.join(LEVELS)}")
    if not isinstance(codes, pd.DataFrame) or codes.shape[1] < 2:
        raise ValueError("codes must be a DataFrame with one row a unit and one column a coder, two coders or more")
    text = [c for c in codes.columns if not pd.api.types.is_numeric_dtype(codes[c])]
    if level != "nominal" and text:
        raise ValueError(f"columns {text} hold no numbers; {level} codes must be numbers, or the level 'nominal'")
    kept = codes[codes.notna().sum(axis=1) >= 2]
    if kept.empty:
        raise ValueError("no unit has codes by two coders; alpha compares pairs of codes")
    values = sorted(pd.unique(kept.stack().dropna()))
    given = kept.astype(object).where(kept.notna(), None).to_numpy()  # a missing code equals no value
    return np.array([[(row == v).sum() for v in values] for row in given], dtype=float), values


def _coincide(counts: Floats) -> Floats:
    """Return the coincidence matrix: each pair of codes within a unit, both ways round, weighted by one over the coders less one."""
    weight = 1 / (counts.sum(axis=1) - 1)
    pairs: Floats = (counts * weight[:, None]).T @ counts
    return pairs - np.diag((counts * weight[:, None]).sum(axis=0))


def _distances(values: list[Any], totals: Floats, level: str) -> Floats:
    """Return the squared difference of each pair of values at a level of measurement."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    # ordinal: the middle of a value's ranks, so that the distance to another value counts the codes between the two
    place = np.array(values, dtype=float) if level == "interval" else np.cumsum(totals) - totals / 2
    squares: Floats = (place[:, None] - place[None, :]) ** 2
    return squares


def _alpha(counts: Floats, values: list[Any], level: str) -> float:
    pairs = _coincide(counts)
    totals = pairs.sum(axis=0)
    d = _distances(values, totals, level)
    expected = (np.outer(totals, totals) * d).sum()
    return float("nan") if expected == 0 else float(1 - (totals.sum() - 1) * (pairs * d).sum() / expected)


def krippendorff_alpha(codes: pd.DataFrame, level: str = "ordinal") -> float:
    """Return Krippendorff's alpha: agreement between coders beyond chance.

    Parameters
    ----------
    codes : pandas.DataFrame
        One row a unit, one column a coder; missing where a coder gave no code. Numbers, or any labels if nominal.
    level : {"nominal", "ordinal", "interval"}
        What a disagreement weighs: the same for all; more, the more codes lie between; the square of the difference.

    Returns
    -------
    float
        1 for full agreement, 0 for chance; nan where all codes are one value, since nothing could then disagree.

    Raises
    ------
    ValueError
        If the level is unknown, fewer than two coders are given, no unit has two codes, or codes that must be numbers are not.

    Source
    ------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.

    Examples
    --------
    >>> import pandas as pd
    >>> from russia_nato import krippendorff_alpha
    >>> codes = pd.DataFrame({"a": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], "b": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]})
    >>> round(krippendorff_alpha(codes, "nominal"), 3)
    0.095
    """
    return _alpha(*_matrix(codes, level), level)


def alpha_interval(
    codes: pd.DataFrame, level: str = "ordinal", *, draws: int = 1000, seed: int = 1
) -> tuple[float, float]:
    """Return the range in which alpha falls in 95 of 100 samples of the same size drawn from the units, with replacement.

    It says how far alpha depends on which units were drawn; it says nothing of whether the coders were independent.

    Parameters
    ----------
    codes : pandas.DataFrame
        As for :func:`krippendorff_alpha`.
    level : {"nominal", "ordinal", "interval"}
        Level of measurement.
    draws : int
        Number of samples.
    seed : int
        Start of the random numbers, so that the same call gives the same range.

    Returns
    -------
    tuple of float
        The 2.5th and the 97.5th percentile.

    Raises
    ------
    ValueError
        As for :func:`krippendorff_alpha`, or if fewer than two draws are asked for.

    Examples
    --------
    >>> import russia_nato as rn
    >>> low, high = rn.alpha_interval(rn.load_double_coding()[["coder_1", "coder_2"]], draws=100)
    >>> low < high
    True
    """
    if draws < 2:
        raise ValueError(f"draws is {draws}; two or more are needed")
    counts, values = _matrix(codes, level)
    rng = np.random.default_rng(seed)
    found = [_alpha(counts[rng.integers(0, len(counts), len(counts))], values, level) for _ in range(draws)]
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)


def coincidences(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the coincidence matrix from which alpha is computed: how often two codes met in one unit.

    Each unit gives its pairs of codes both ways round, so that the table is symmetric and adds up to the number of codes.

    Parameters
    ----------
    codes : pandas.DataFrame
        As for :func:`krippendorff_alpha`.

    Returns
    -------
    pandas.DataFrame
        Values by values.

    Raises
    ------
    ValueError
        As for :func:`krippendorff_alpha`.

    Examples
    --------
    >>> import pandas as pd
    >>> from russia_nato import coincidences
    >>> coincidences(pd.DataFrame({"a": [1, 2], "b": [1, 1]})).loc[1, 2].item()
    1.0
    """
    counts, values = _matrix(codes, "nominal")
    return pd.DataFrame(
        _coincide(counts), index=pd.Index(values, name="code"), columns=pd.Index(values, name="other code")
    )


def disagreements(codes: pd.DataFrame, *, coders: tuple[str, str] = ("coder_1", "coder_2")) -> pd.DataFrame:
    """Return the rows on which two coders part, with their distance, the widest first.

    Parameters
    ----------
    codes : pandas.DataFrame
        One row a unit; the coders' columns are used and the others kept.
    coders : tuple of str
        Names of the two columns.

    Returns
    -------
    pandas.DataFrame
        The rows on which both gave a code and the codes differ, with the column ``distance``.

    Raises
    ------
    ValueError
        If a coder's column is missing or holds no numbers.

    Examples
    --------
    >>> import russia_nato as rn
    >>> int(rn.disagreements(rn.load_double_coding())["distance"].min())
    1
    """
    missing = [c for c in coders if c not in codes.columns]
    if missing:
        raise ValueError(f"codes lack the columns {missing}; they have {list(codes.columns)}")
    text = [c for c in coders if not pd.api.types.is_numeric_dtype(codes[c])]
    if text:
        raise ValueError(f"columns {text} hold no numbers; a distance is the difference of two numbers")
    both = codes.dropna(subset=list(coders))
    both = both.assign(distance=(both[coders[0]] - both[coders[1]]).abs())
    return both[both["distance"] > 0].sort_values("distance", ascending=False, kind="stable")
