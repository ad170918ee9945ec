"""Stated positions on one issue, along time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from ..data import load_actors, load_issues
from ..dates import dates_as_read
from ..errors import need
from ..sides import side_of
from .describe import describe
from .style import SIDES, axes, house_style, part_labels, year_axis

LABELS = {2: "+2  affirms", 1: "+1  with limits", 0: "0  takes no side", -1: "-1  objects", -2: "-2  rejects"}


#: Where a name may stand, in points from its dot; those on its left end there.
SPOTS = [(5, -9), (5, 5), (-5, 5), (-5, -9), (8, -2), (5, 14), (5, -18), (-5, 14), (-5, -18)]


def plot_stances(
    positions: pd.DataFrame, *, issue: str, actors: Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the stances that actors stated on one issue, from -2 (rejects the proposition) to +2 (affirms it), along time.

    Parameters
    ----------
    positions : pandas.DataFrame
        Rows of the positions table; ``date``, ``actor_id``, ``issue_id`` and ``stance`` are used.
    issue : str
        Id of the issue.
    actors : sequence of str, optional
        Ids of the actors to draw; all by default.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column is missing, an issue or actor is unknown, or no position is left.

    Source
    ------
    The positions table; stances coded by data/coding.md.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_stances(rn.load_positions(), issue="german-unity")
    >>> len(ax.get_yticks())
    5
    """
    need(positions, ["date", "actor_id", "issue_id", "stance"], "positions")
    issues, table = load_issues().set_index("issue_id"), load_actors().set_index("actor_id")
    if issue not in issues.index:
        raise ValueError(f"unknown issue {issue!r}; allowed is one of {list(issues.index)}")
    unknown = sorted(set(actors or ()) - set(table.index))
    if unknown:
        raise ValueError(f"unknown actors {unknown}; allowed are the ids of the actors table")
    chosen = positions[positions["issue_id"] == issue]
    if actors is not None:
        chosen = chosen[chosen["actor_id"].isin(list(actors))]
    need(chosen, [], f"positions on {issue!r}")
    chosen = chosen.sort_values(["date", "actor_id"]).reset_index(drop=True)
    chosen = chosen.assign(
        side=side_of(chosen["actor_id"], chosen["date"]),
        name=chosen["actor_id"].map(table["name"]),
        value=chosen["stance"].astype(int),
    )
    with house_style():
        ax = axes(ax, 3.6)
        for y in range(-2, 3):
            ax.axhline(y, color="#d9d9d9" if y else "#8c8c8c", linewidth=0.8, zorder=1)
        span = max((chosen["date"].max() - chosen["date"].min()).days, 60)
        placed: list[tuple[pd.Timestamp, float]] = []
        ys = []
        for p in chosen.itertuples():  # points that would hide one another stand side by side
            near = sum(abs((p.date - d).days) < span * 0.03 and round(y) == p.value for d, y in placed)
            y = p.value + (0, 0.17, -0.17, 0.32, -0.32, 0.44, -0.44)[min(near, 6)]
            placed.append((p.date, y))
            ys.append(y)
        chosen = chosen.assign(y=ys)
        for actor, mine in chosen.groupby("actor_id", sort=True):
            if len(mine) > 1:
                ax.plot(
                    mine["date"],
                    mine["y"],
                    color=SIDES[mine["side"].iloc[-1]].color,
                    linewidth=0.9,
                    alpha=0.55,
                    zorder=2,
                    gid=f"line-{actor}",
                )
        for side, look in SIDES.items():
            mine = chosen[chosen["side"] == side]
            if len(mine):
                ax.plot(
                    mine["date"],
                    mine["y"],
                    look.marker,
                    color=look.color,
                    label=look.name,
                    markersize=6.5,
                    markeredgecolor="white",
                    markeredgewidth=0.5,
                    zorder=3,
                )
        newest = chosen.groupby("actor_id").tail(1).sort_values("date")
        names = [
            ax.annotate(
                textwrap.fill(p.name, 18),
                (mdates.date2num(p.date), p.y),
                xytext=SPOTS[0],
                textcoords="offset points",
                fontsize=7.5,
                color="#262626",
                zorder=4,
            )
            for p in newest.tail(10).itertuples()
        ]
        ax.set_yticks(range(-2, 3), [LABELS[v] for v in range(-2, 3)])
        ax.set_ylim(-2.6, 2.6)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        year_axis(ax, 6)
        ax.margins(x=0.12)
        ax.set_title(textwrap.fill(issues.loc[issue, "question"], 54), pad=26, fontsize=9)
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(-0.22, 1.0),
            ncols=4,
            frameon=False,
            handletextpad=0,
            columnspacing=0.7,
            borderpad=0.1,
            fontsize=7.2,
        )
        part_labels(ax, names, SPOTS, list(zip(mdates.date2num(chosen["date"]), chosen["y"], strict=True)))
    told = "; ".join(
        f"{name} " + ", ".join(f"{p.value:+d} in {p.date:%Y}".replace("+0", "0") for p in mine.itertuples())
        for name, mine in chosen.groupby("name", sort=True)
    )
    alt = f'Stances on the question "{issues.loc[issue, "question"]}", from -2 (rejects) to +2 (affirms), {len(chosen)} statements: {told}.'
    shown = pd.DataFrame({
        "Date": dates_as_read(chosen), "Actor": chosen["name"], "Stance": chosen["value"],
        "What was held": chosen["paraphrase"] if "paraphrase" in chosen else "",
    })  # fmt: skip
    return describe(
        ax,
        alt,
        "positions table of the course; stances coded by the rules in data/coding.md.",
        shown,
        f"Data table: {len(shown)} positions",
    )
