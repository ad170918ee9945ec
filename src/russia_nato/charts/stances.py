"""Stated positions on one issue, along time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from ..data import load_actors, load_issues
from ..dates import dates_as_read
from ..errors import need
from ..sides import SIDES, side_of
from ..typography import signed, smart
from .describe import Description, describe
from .draw import (
    RULE,
    axes,
    headline,
    house_style,
    legend_above,
    lines_of,
    part_labels,
    stack,
    year_axis,
)

LABELS = {2: "+2  affirms", 1: "+1  with limits", 0: "0  takes no side", -1: "−1  objects", -2: "−2  rejects"}
WHO = {
    "nato": "NATO and Allies",
    "russia": "Moscow",
    "between": "states in between",
    "international": "international bodies",
}
LEVELS = (0, 0.17, -0.17, 0.32, -0.32, 0.44, -0.44)
# Where a name may stand, in points from its dot; those on its left end there.
SPOTS = [(5, -9), (5, 5), (-5, 5), (-5, -9), (8, -2), (5, 14), (5, -18), (-5, 14), (-5, -18)]


@dataclass(frozen=True)
class _Layout:
    """Statements with their place (x, y), side, actor's name and value, in the order of time; and the issue's question."""

    said: pd.DataFrame
    question: str


def _layout(positions: pd.DataFrame, issue: str, actors: Sequence[str] | None) -> _Layout:
    need(positions, ["date", "actor_id", "issue_id", "stance"], "positions")
    issues, table = load_issues().set_index("issue_id"), load_actors().set_index("actor_id")
    if issue not in issues.index:
        raise ValueError(f"unknown issue {issue!r}; allowed is one of {list(issues.index)}")
    unknown = sorted(set(actors or ()) - set(table.index))
    if unknown:
        raise ValueError(f"unknown actors {unknown}; allowed are the ids of the actors table")
    said = positions[positions["issue_id"] == issue]
    if actors is not None:
        said = said[said["actor_id"].isin(list(actors))]
    need(said, [], f"positions on {issue!r}")
    said = said.sort_values(["date", "actor_id"]).reset_index(drop=True)
    said = said.assign(
        side=side_of(said["actor_id"], said["date"]),
        name=said["actor_id"].map(table["name"]),
        value=said["stance"].astype(int),
        x=mdates.date2num(said["date"]),
    )
    near = max(said["x"].max() - said["x"].min(), 60) * 0.03
    y = said["value"].astype(float)
    for value, some in said.groupby("value"):
        y[some.index] = [value + step for step in stack(list(some["x"]), near, LEVELS)]
    return _Layout(said.assign(y=y), issues.loc[issue, "question"])


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    said = layout.said
    for y in LABELS:
        ax.axhline(y, color=RULE if y else "#8c8c8c", linewidth=0.8, zorder=1)
    for actor, own in said.groupby("actor_id", sort=True):
        if len(own) > 1:
            color = SIDES[own["side"].iloc[-1]].color
            ax.plot(own["x"], own["y"], color=color, linewidth=0.9, alpha=0.55, zorder=2, gid=f"line-{actor}")
    for side, look in SIDES.items():
        own = said[said["side"] == side]
        if len(own):
            edge = {"markeredgecolor": "white", "markeredgewidth": 0.5, "markersize": 6.5}
            ax.plot(own["x"], own["y"], look.marker, color=look.color, label=look.name, zorder=3, **edge)
    newest = said.groupby("actor_id").tail(1).sort_values("date").tail(10)
    text = {"fontsize": 7.5, "color": "#262626", "zorder": 4}
    names = [
        ax.annotate(textwrap.fill(p.name, 18), (p.x, p.y), xytext=SPOTS[0], textcoords="offset points", **text)
        for p in newest.itertuples()
    ]
    ax.set_yticks(sorted(LABELS), [LABELS[v] for v in sorted(LABELS)])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_ylim(-2.6, 2.6)
    ax.xaxis_date()
    year_axis(ax, 6)
    ax.margins(x=0.12)
    legend_above(ax, None, 4, -0.22, handletextpad=0, columnspacing=0.7, fontsize=7.2)
    headline(ax, title)
    part_labels(ax, names, SPOTS, list(zip(said["x"], said["y"], strict=True)))


def _answer(side: str, own: pd.DataFrame) -> str:
    """Say how many statements of a side affirm or reject, whichever is more."""
    yes, no = int((own["value"] > 0).sum()), int((own["value"] < 0).sum())
    if not yes and not no:
        return f"{WHO[side]} took no side"
    word, n = ("yes", yes) if yes >= no else ("no", no)
    return f"{WHO[side]} said {word} in {n} of {len(own)} statements"


def _words(layout: _Layout) -> Description:
    said = layout.said
    sides = [s for s in SIDES if s in set(said["side"])][:2]
    answers = "; ".join(_answer(s, said[said["side"] == s]) for s in sides)
    told = "; ".join(
        f"{name} " + ", ".join(f"{signed(p.value)} in {p.date:%Y}" for p in own.itertuples())
        for name, own in said.groupby("name", sort=True)
    )
    detail = f"Chart of stances from −2 (rejects) to +2 (affirms), {len(said)} statements: {told}."
    shown = pd.DataFrame({
        "Date": dates_as_read(said), "Actor": said["name"], "Stance": said["value"],
        "What was held": said.get("paraphrase", ""),
    })  # fmt: skip
    source = "positions table of the course; stances coded by the rules in data/coding.md."
    title = f"{smart(layout.question)} {answers[0].upper()}{answers[1:]}"
    return Description(title, detail, source, shown, f"Data table: {len(shown)} positions")


def stances_words(positions: pd.DataFrame, issue: str) -> Description:
    """Return the words of the drawing for pages: its detail, source and table; no figure is made."""
    return _words(_layout(positions, issue, None))


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
    layout = _layout(positions, issue, actors)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 3.5 + 0.165 * len(lines_of(words.title)))
        _draw(layout, words.title, ax)
    return describe(ax, words)
