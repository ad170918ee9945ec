"""Where two coders meet and where they part."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from ..errors import need
from ..sides import SIDES
from ..typography import signed
from .describe import Description, describe
from .draw import INK, RULE, axes, bare, cell, headline, house_style

SCALE = range(-2, 3)


@dataclass(frozen=True)
class _Layout:
    """How often each code of the first coder (rows) met each of the second (columns), and the coders' names."""

    counts: pd.DataFrame
    names: tuple[str, str]

    @property
    def units(self) -> int:
        return int(self.counts.to_numpy().sum())

    @property
    def agreed(self) -> int:
        return int(self.counts.to_numpy().trace())


def _layout(codes: pd.DataFrame, coders: tuple[str, str]) -> _Layout:
    need(codes, list(coders), "codes")
    both = codes[list(coders)].dropna().astype(int)
    need(both, [], "codes by both coders")
    odd = sorted(set(both.to_numpy().ravel().tolist()) - set(SCALE))
    if odd:
        raise ValueError(f"codes {odd} are not on the scale; allowed is -2 to 2")
    counts = pd.crosstab(both[coders[0]], both[coders[1]]).reindex(index=SCALE, columns=SCALE, fill_value=0)
    return _Layout(counts, tuple(c.replace("_", " ") for c in coders))


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    top = layout.counts.to_numpy().max()
    for y, row in enumerate(SCALE):
        for x, column in enumerate(SCALE):
            n = int(layout.counts.loc[row, column])
            shade = 1 - 0.75 * n / top
            same = {"edgecolor": SIDES["nato"].color, "linewidth": 1.6, "zorder": 2} if x == y else {"edgecolor": RULE}
            cell(ax, x - 0.5, y - 0.5, 1, f"cell-{row}-{column}", (shade, shade, shade), **same)
            text = {"ha": "center", "va": "center", "fontsize": 9, "zorder": 3}
            ax.text(x, y, str(n) if n else "·", color="white" if shade < 0.55 else INK, **text)
    ax.set_xlim(-0.55, 4.55)
    ax.set_ylim(-0.55, 4.55)
    ax.set_aspect("equal")
    ax.set_xticks(range(5), [signed(v) for v in SCALE])
    ax.set_yticks(range(5), [signed(v) for v in SCALE])
    bare(ax)
    ax.set_xlabel(f"Code by {layout.names[1]}")
    ax.set_ylabel(f"Code by {layout.names[0]}")
    headline(ax, title)


def _words(layout: _Layout) -> Description:
    met = [(a, b, int(layout.counts.loc[a, b])) for a in SCALE for b in SCALE if layout.counts.loc[a, b]]
    apart = ", ".join(f"{signed(a)} against {signed(b)} ({n})" for a, b, n in met if a != b)
    title = f"Two coders agree on {layout.agreed} of {layout.units} units"
    detail = f"Table of the codes by {' and '.join(layout.names)}" + (f"; they part at {apart}." if apart else ".")
    table = pd.DataFrame(met, columns=[*(n.capitalize() for n in layout.names), "Units"])
    source = "double coding of the course, or codes of one’s own; scale by data/coding.md."
    return Description(title, detail, source, table, f"Data table: {len(table)} pairs of codes")


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
    layout = _layout(codes, coders)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 3.8)
        _draw(layout, words.title, ax)
    return describe(ax, words)
