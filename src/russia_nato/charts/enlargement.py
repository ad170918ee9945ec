"""How many Allies there were, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from ..errors import need
from ..sides import SIDES
from .describe import Description, describe
from .draw import axes, headline, house_style


@dataclass(frozen=True)
class _Layout:
    """The rounds (day, Allies after it, who came), the count before them, the corners of the step, and all accessions."""

    rounds: list[tuple[pd.Timestamp, int, list[str]]]
    base: int
    x: list[pd.Timestamp]
    y: list[int]
    ordered: pd.DataFrame


def _layout(members: pd.DataFrame, since: int, until: int | None) -> _Layout:
    need(members, ["country", "acceded", "round"], "members")
    ordered = members.sort_values("acceded")
    until = until or ordered["acceded"].max().year + 1
    count = ordered.groupby("acceded").size().cumsum()
    before = count[count.index.year < since]
    base = int(before.max()) if len(before) else 0
    steps = count[(count.index.year >= since) & (count.index.year <= until)]
    rounds = [(day, int(n), list(ordered.loc[ordered["acceded"] == day, "country"])) for day, n in steps.items()]
    x = [pd.Timestamp(since, 1, 1), *steps.index, pd.Timestamp(until, 12, 31)]
    return _Layout(rounds, base, x, [base, *map(int, steps), int(steps.iloc[-1]) if len(steps) else base], ordered)


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    x, y, color = layout.x, layout.y, SIDES["nato"].color
    ax.step(x, y, where="post", color=color, linewidth=2, label="Allies")
    ax.fill_between(x, 0, y, step="post", color=color, alpha=0.12, linewidth=0)
    room, above = (max(y) + 6) * 0.05, -1.0  # of a line of writing, in Allies
    for day, n, new in layout.rounds:
        text = f"{day.year}: {', '.join(new) if len(new) <= 2 else f'{len(new)} states'}"
        above = max(n, above + room)  # rounds that follow one another quickly are named one over the other
        ax.annotate(text, (day, above), xytext=(-4, 3), textcoords="offset points", ha="right", fontsize=7.5)
    ax.set_xlim(x[0], x[-1])
    ax.set_ylim(0, max(y) + 6)
    ax.set_ylabel("Allies")
    ax.set_xlabel("Year")
    headline(ax, title)


def _words(layout: _Layout) -> Description:
    first, last = layout.x[0].year, layout.rounds[-1][0].year if layout.rounds else layout.x[-1].year
    title = f"{layout.y[0]} Allies in {first} became {layout.y[-1]} by {last}, in {len(layout.rounds)} rounds"
    if layout.y[0] == layout.y[-1]:
        title = f"There were {layout.base} Allies from {first} to {layout.x[-1].year}"
    steps = "".join(f", to {n} in {day.year} ({', '.join(new)})" for day, n, new in layout.rounds)
    ordered = layout.ordered
    table = pd.DataFrame({
        "Acceded": ordered["acceded"].dt.strftime("%Y-%m-%d"), "Country": ordered["country"], "Allies": range(1, len(ordered) + 1),
    })  # fmt: skip
    detail = f"Step chart. Allies rise from {layout.base} in {first}{steps}."
    return Description(
        title, detail, "members table of the course (NATO).", table, f"Data table: {len(table)} accessions"
    )


def plot_enlargement(
    members: pd.DataFrame, *, since: int = 1989, until: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the number of Allies as a step for each round of accession.

    Parameters
    ----------
    members : pandas.DataFrame
        Rows of the members table; ``country``, ``acceded`` and ``round`` are used.
    since, until : int
        First and last year of the axis; the year after the last accession by default.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column or all rows are missing.

    Source
    ------
    The members table (NATO).

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_enlargement(rn.load_members())
    >>> int(ax.lines[0].get_ydata()[-1])
    32
    """
    layout = _layout(members, since, until)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 3.6)
        _draw(layout, words.title, ax)
    return describe(ax, words)
