"""How many Allies there were, year by year."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ..errors import need
from .describe import describe
from .style import SIDES, axes, house_style


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
    need(members, ["country", "acceded", "round"], "members")
    ordered = members.sort_values("acceded")
    until = until or ordered["acceded"].max().year + 1
    count = ordered.groupby("acceded").size().cumsum()
    base = int(count[count.index.year < since].max()) if (count.index.year < since).any() else 0
    steps = count[(count.index.year >= since) & (count.index.year <= until)]
    x = [pd.Timestamp(since, 1, 1), *steps.index, pd.Timestamp(until, 12, 31)]
    y = [base, *steps, int(steps.iloc[-1]) if len(steps) else base]
    with house_style():
        ax = axes(ax, 3.4)
        ax.step(x, y, where="post", color=SIDES["nato"].color, linewidth=2, label="Allies")
        ax.fill_between(x, 0, y, step="post", color=SIDES["nato"].color, alpha=0.12, linewidth=0)
        for day, n in steps.items():
            new = list(ordered.loc[ordered["acceded"] == day, "country"])
            text = ", ".join(new) if len(new) <= 2 else f"{len(new)} states"
            ax.annotate(
                f"{day.year}: {text}", (day, n), xytext=(-4, 3), textcoords="offset points", ha="right", fontsize=7.5
            )
        ax.set_xlim(x[0], x[-1])
        ax.set_ylim(0, max(y) + 4)
        ax.set_ylabel("Allies")
        ax.set_xlabel("Year")
    rounds = [(day.year, int(n), list(ordered.loc[ordered["acceded"] == day, "country"])) for day, n in steps.items()]
    alt = (
        f"Step chart. Allies rise from {base} in {since}"
        + "".join(f", to {n} in {year} ({', '.join(new)})" for year, n, new in rounds)
        + "."
    )
    table = ordered.assign(acceded=ordered["acceded"].dt.strftime("%Y-%m-%d"), n=range(1, len(ordered) + 1))[
        ["acceded", "country", "n"]
    ]
    table.columns = ["Acceded", "Country", "Allies"]
    return describe(ax, alt, "members table of the course (NATO).", table, f"Data table: {len(table)} accessions")
