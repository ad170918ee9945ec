"""Where two coders meet and where they part."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..errors import need
from .describe import describe
from .style import axes, house_style


def plot_coder_table(
    codes: pd.DataFrame, *, coders: tuple[str, str] = ("coder_1", "coder_2"), ax: Axes | None = None
) -> Axes:
    """Draw how often each code of one coder met each code of the other; on the diagonal they agree.

    Parameters
    ----------
    codes : pandas.DataFrame
        One row a unit, with the two coders' codes on the scale from -2 to +2.
    coders : tuple of str
        Names of the two columns: rows of the table, then columns.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column or all rows are missing, or a code is not on the scale.

    Source
    ------
    The double_coding table, or codes of one's own.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_coder_table(rn.load_double_coding())
    >>> len(ax.get_xticks())
    5
    """
    need(codes, list(coders), "codes")
    both = codes[list(coders)].dropna().astype(int)
    need(both, [], "codes by both coders")
    scale = range(-2, 3)
    odd = sorted(set(both.to_numpy().ravel().tolist()) - set(scale))
    if odd:
        raise ValueError(f"codes {odd} are not on the scale; allowed is -2 to 2")
    counts = pd.crosstab(both[coders[0]], both[coders[1]]).reindex(index=scale, columns=scale, fill_value=0)
    top = counts.to_numpy().max()
    label = [f"{v:+d}".replace("+0", "0") for v in scale]
    with house_style():
        ax = axes(ax, 3.6)
        for y, row in enumerate(scale):
            for x, column in enumerate(scale):
                n = int(counts.loc[row, column])
                shade = 1 - 0.75 * n / top
                ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=(shade, shade, shade), edgecolor="#0072B2" if x == y else "#d9d9d9", linewidth=1.6 if x == y else 0.6,
                                       zorder=2 if x == y else 1, gid=f"cell-{row}-{column}"))  # fmt: skip
                ax.text(
                    x,
                    y,
                    str(n) if n else "·",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if shade < 0.55 else "#1a1a1a",
                    zorder=3,
                )
        ax.set_xlim(-0.55, 4.55)
        ax.set_ylim(-0.55, 4.55)
        ax.set_aspect("equal")
        ax.set_xticks(range(5), label)
        ax.set_yticks(range(5), label)
        ax.tick_params(length=0)
        for spine in ax.spines.values():
            spine.set_visible(False)
        ax.set_xlabel(f"Code by {coders[1].replace('_', ' ')}")
        ax.set_ylabel(f"Code by {coders[0].replace('_', ' ')}")
    same = int((both[coders[0]] == both[coders[1]]).sum())
    apart = [(a, b, int(counts.loc[a, b])) for a in scale for b in scale if a != b and counts.loc[a, b]]
    alt = f"Table of two coders' codes on {len(both)} units. They agree on {same}" + (
        "; they part at " + ", ".join(f"{a:+d} against {b:+d} ({n})".replace("+0", "0") for a, b, n in apart) if apart else "") + "."  # fmt: skip
    table = pd.DataFrame(
        [(a, b, int(counts.loc[a, b])) for a in scale for b in scale if counts.loc[a, b]],
        columns=[coders[0].replace("_", " ").capitalize(), coders[1].replace("_", " ").capitalize(), "Units"],
    )
    return describe(
        ax,
        alt,
        "double coding of the course, or codes of one's own; scale by data/coding.md.",
        table,
        f"Data table: {len(table)} pairs of codes",
    )
