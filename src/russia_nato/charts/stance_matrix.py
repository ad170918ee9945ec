"""Stances as a table of means with their counts, and who moved on what."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from ..data import load_issues, load_phases
from ..dates import phase_number
from ..errors import need
from ..sides import side_of
from .describe import describe
from .style import SIDES, axes, house_style

# Purple to green: no side's colour, because the sign of a stance takes no side.
SHADES = LinearSegmentedColormap.from_list("stance", ["#9970ab", "#f7f7f7", "#5aae61"])


def _signed(mean: float) -> str:
    return f"{mean:+.1f}".replace("+0.0", "0.0").replace("-0.0", "0.0")


def plot_stance_matrix(
    positions: pd.DataFrame,
    *,
    side: str | None = None,
    issue: str | None = None,
    least: int = 3,
    ax: Axes | None = None,
) -> Axes:
    """Draw the mean stance in each phase as a labelled table: of one side on each issue, or of each side on one issue.

    Each cell prints its mean and, under it, the number of rows behind it. A cell of fewer than ``least`` rows is left without
    colour and hatched, so that a thin mean is not read like a full one; a cell of none stays empty.

    Parameters
    ----------
    positions : pandas.DataFrame
        Rows of the positions table; ``date``, ``actor_id``, ``issue_id`` and ``stance`` are used.
    side : {"nato", "russia", "between", "international"}, optional
        The side whose stances on each issue are drawn.
    issue : str, optional
        Id of the issue on which each side's stances are drawn. Either ``side`` or ``issue`` is given.
    least : int
        Number of rows from which a cell is coloured.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column is missing, not exactly one of ``side`` and ``issue`` is given, one is unknown, or no position is left.

    Source
    ------
    The positions table; stances coded by data/coding.md.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_stance_matrix(rn.load_positions(), side="russia")
    >>> len(ax.get_xticks())
    8
    """
    need(positions, ["date", "actor_id", "issue_id", "stance"], "positions")
    if (side is None) == (issue is None):
        raise ValueError("give either side or issue, and not both")
    issues, phases = load_issues().set_index("issue_id"), load_phases()
    if side is not None and side not in SIDES:
        raise ValueError(f"unknown side {side!r}; allowed is one of {list(SIDES)}")
    if issue is not None and issue not in issues.index:
        raise ValueError(f"unknown issue {issue!r}; allowed is one of {list(issues.index)}")
    chosen = positions.assign(
        side=side_of(positions["actor_id"], positions["date"]), phase=phase_number(positions["date"])
    )
    chosen = chosen[chosen["side"] == side] if side else chosen[chosen["issue_id"] == issue]
    need(chosen, [], f"positions of {side!r}" if side else f"positions on {issue!r}")
    by = "issue_id" if side else "side"
    order = [r for r in (issues.index if side else SIDES) if r in set(chosen[by])]
    name = {r: issues.loc[r, "title"] if side else SIDES[r].name for r in order}
    cells = chosen.groupby([by, "phase"])["stance"].agg(["mean", "size"])
    with house_style():
        ax = axes(ax, 0.75 + 0.37 * len(order))
        for y, r in enumerate(order):
            for x, number in enumerate(phases["number"]):
                if (r, number) not in cells.index:
                    continue
                mean, size = float(cells.loc[(r, number), "mean"]), int(cells.loc[(r, number), "size"])
                thin = size < least
                ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor="white" if thin else SHADES((mean + 2) / 4), hatch="////" if thin else None,
                                       edgecolor="#d0d0d0", linewidth=0.6, gid=f"cell-{r}-{number}"))  # fmt: skip
                box = {"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none"} if thin else None
                ax.text(
                    x,
                    y - 0.13,
                    _signed(mean),
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color="#595959" if thin else "#1a1a1a",
                    bbox=box,
                )
                ax.text(x, y + 0.28, f"n {size}", ha="center", va="center", fontsize=6.3, color="#404040", bbox=box)
        ax.set_xlim(-0.5, len(phases) - 0.5)
        ax.set_ylim(len(order) - 0.5, -0.5)
        years = [
            f"{p.start_date:%Y}\n"
            + (
                "to now"
                if pd.isna(p.end_date)
                else f"–{p.end_date:%Y}"[: 5 if p.start_date.year != p.end_date.year else 0]
            )
            for p in phases.itertuples()
        ]
        ax.set_xticks(range(len(phases)), years, fontsize=7.2)
        ax.set_yticks(range(len(order)), [textwrap.fill(name[r], 24) for r in order], fontsize=7.5)
        ax.tick_params(length=0)
        ax.xaxis.tick_top()
        for spine in ax.spines.values():
            spine.set_visible(False)
        ax.set_xlabel(f"Mean stance, -2 rejects to +2 affirms; n rows; hatched: fewer than {least}", fontsize=7.5)
    number_of = dict(zip(phases["number"], phases["title"], strict=True))
    whose = f"of {SIDES[side].name} by issue" if side else f'on the question "{issues.loc[issue, "question"]}" by side'
    told = "; ".join(
        f"{name[r]}: "
        + ", ".join(
            f"{_signed(cells.loc[(r, p), 'mean'])} in phase {p} (n {cells.loc[(r, p), 'size']})"
            for p in phases["number"]
            if (r, p) in cells.index
        )
        for r in order
    )
    alt = (
        f"Table of mean stances {whose} and phase, from -2 (rejects) to +2 (affirms), {len(chosen)} statements. {told}."
    )
    table = pd.DataFrame([
        {"Issue" if side else "Side": name[r], "Phase": f"{p} {number_of[p]}", "Mean stance": round(float(cells.loc[(r, p), "mean"]), 2), "Rows": int(cells.loc[(r, p), "size"]),
         "Lowest": int(lo), "Highest": int(hi)}
        for r in order for p in phases["number"] if (r, p) in cells.index
        for lo, hi in [chosen.loc[(chosen[by] == r) & (chosen["phase"] == p), "stance"].agg(["min", "max"])]
    ])  # fmt: skip
    return describe(
        ax,
        alt,
        "positions table of the course; stances coded by the rules in data/coding.md.",
        table,
        f"Data table: {len(table)} cells",
    )
