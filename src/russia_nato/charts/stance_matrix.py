"""Stances as a table of means with their counts, and who moved on what."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from ..data import load_issues, load_phases
from ..dates import phase_number
from ..errors import need
from ..sides import SIDES, side_of
from ..typography import signed, smart
from .describe import Description, describe
from .draw import axes, bare, cell, headline, house_style, lines_of

# Purple to green: no side's colour, because the sign of a stance takes no side.
SHADES = LinearSegmentedColormap.from_list("stance", ["#9970ab", "#f7f7f7", "#5aae61"])


@dataclass(frozen=True)
class _Layout:
    """A cell a row of the frame (row id, phase, mean, size, lowest, highest, place), the rows' names, and of what."""

    cells: pd.DataFrame
    names: dict[str, str]
    phases: pd.DataFrame
    side: str | None
    whose: str
    least: int


def _select(positions: pd.DataFrame, side: str | None, issue: str | None, issues: pd.DataFrame) -> pd.DataFrame:
    need(positions, ["date", "actor_id", "issue_id", "stance"], "positions")
    if (side is None) == (issue is None):
        raise ValueError("give either side or issue, and not both")
    if side is not None and side not in SIDES:
        raise ValueError(f"unknown side {side!r}; allowed is one of {list(SIDES)}")
    if issue is not None and issue not in issues.index:
        raise ValueError(f"unknown issue {issue!r}; allowed is one of {list(issues.index)}")
    chosen = positions.assign(
        side=side_of(positions["actor_id"], positions["date"]), phase=phase_number(positions["date"])
    )
    chosen = chosen[chosen["side"] == side] if side else chosen[chosen["issue_id"] == issue]
    need(chosen, [], f"positions of {side!r}" if side else f"positions on {issue!r}")
    return chosen


def _layout(positions: pd.DataFrame, side: str | None, issue: str | None, least: int) -> _Layout:
    issues, phases = load_issues().set_index("issue_id"), load_phases()
    chosen = _select(positions, side, issue, issues)
    by = "issue_id" if side else "side"
    order = [r for r in (issues.index if side else SIDES) if r in set(chosen[by])]
    names = {r: smart(issues.loc[r, "title"]) if side else SIDES[r].name for r in order}
    cells = (
        chosen.groupby([chosen[by].astype(str), "phase"])["stance"].agg(["mean", "size", "min", "max"]).reset_index()
    )
    cells = cells.rename(columns={by: "row"}).assign(y=lambda t: t["row"].map(order.index))
    cells = cells.assign(x=cells["phase"] - 1).sort_values(["y", "x"]).reset_index(drop=True)
    whose = (
        f"of {SIDES[side].name} by issue"
        if side
        else f"on the question “{smart(issues.loc[issue, 'question'])}” by side"
    )
    return _Layout(cells, names, phases, side, whose, least)


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    for c in layout.cells.itertuples():
        thin = c.size < layout.least
        fill = "white" if thin else SHADES((c.mean + 2) / 4)
        cell(ax, c.x - 0.5, c.y - 0.5, 1, f"cell-{c.row}-{c.phase}", fill, hatch="////" if thin else None)
        text = {"ha": "center", "va": "center"}
        if thin:
            text["bbox"] = {"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none"}
        ax.text(c.x, c.y - 0.13, signed(c.mean, 1), fontsize=7.5, color="#595959" if thin else "#1a1a1a", **text)
        ax.text(c.x, c.y + 0.28, f"n {c.size}", fontsize=6.3, color="#404040", **text)
    ax.set_xlim(-0.5, len(layout.phases) - 0.5)
    ax.set_ylim(len(layout.names) - 0.5, -0.5)
    ax.set_xticks(range(len(layout.phases)), [_years(p) for p in layout.phases.itertuples()], fontsize=7.2)
    ax.set_yticks(range(len(layout.names)), [textwrap.fill(n, 24) for n in layout.names.values()], fontsize=7.5)
    bare(ax)
    ax.xaxis.tick_top()
    ax.set_xlabel(f"Mean stance, −2 rejects to +2 affirms; n rows; hatched: fewer than {layout.least}", fontsize=7.5)
    headline(ax, title, 24)


def _years(phase) -> str:
    """Return the years of a phase over two lines."""
    if pd.isna(phase.end_date):
        return f"{phase.start_date:%Y}\nto now"
    later = phase.start_date.year != phase.end_date.year
    return f"{phase.start_date:%Y}\n" + (f"–{phase.end_date:%Y}" if later else "")


def _moved(layout: _Layout) -> str:
    """Say which row moved most between its first and its last phase of enough rows."""
    full = layout.cells[layout.cells["size"] >= layout.least].groupby("row")
    ends = full.agg(first=("mean", "first"), last=("mean", "last"), start=("phase", "first"), end=("phase", "last"))
    ends = ends[ends["start"] < ends["end"]]
    if ends.empty:
        return f"No row has two phases of {layout.least} statements or more"
    row = (ends["last"] - ends["first"]).abs().idxmax()
    e, name = ends.loc[row], layout.names[row]
    span = f"from {signed(e['first'], 1)} in phase {e['start']:.0f} to {signed(e['last'], 1)} in phase {e['end']:.0f}"
    return f"{SIDES[layout.side].name} moved most on “{name}”, {span}" if layout.side else f"{name} moved most, {span}"


def _words(layout: _Layout) -> Description:
    cells, title_of = layout.cells, dict(zip(layout.phases["number"], layout.phases["title"], strict=True))
    told = "; ".join(
        f"{layout.names[r]}: "
        + ", ".join(f"{signed(c.mean, 1)} in phase {c.phase} (n {c.size})" for c in own.itertuples())
        for r, own in cells.groupby("row", sort=False)
    )
    detail = (
        f"Table of mean stances {layout.whose} and phase, from −2 (rejects) to +2 (affirms), "
        f"{cells['size'].sum()} statements. {told}."
    )
    table = pd.DataFrame({
        "Issue" if layout.side else "Side": cells["row"].map(layout.names),
        "Phase": [f"{p} {title_of[p]}" for p in cells["phase"]],
        "Mean stance": cells["mean"].astype(float).round(2), "Rows": cells["size"], "Lowest": cells["min"].astype(int), "Highest": cells["max"].astype(int),
    })  # fmt: skip
    source = "positions table of the course; stances coded by the rules in data/coding.md."
    return Description(_moved(layout), detail, source, table, f"Data table: {len(table)} cells")


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
    layout = _layout(positions, side, issue, least)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 0.8 + 0.37 * len(layout.names) + 0.165 * len(lines_of(words.title)))
        _draw(layout, words.title, ax)
    return describe(ax, words)
