"""Votes by number: how many said yes, abstained, said no, or did not vote."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from ..dates import written_date
from ..errors import need
from .describe import describe
from .style import axes, house_style

COLORS = {"yes": "#0072B2", "abstaining": "#bdbdbd", "no": "#D55E00", "not voting": "#f2f2f2"}
HATCH = {"abstaining": "", "no": "///", "not voting": "", "yes": ""}


def plot_votes(series: pd.DataFrame, *, states: int = 193, ax: Axes | None = None) -> Axes:
    """Draw the recorded votes of the General Assembly on Ukraine, a bar for each resolution.

    The bars stand beside one another for reading, not as a trend: each resolution asks another question.

    Parameters
    ----------
    series : pandas.DataFrame
        Rows of the series table; those of ``unga-ukraine-votes`` are drawn.
    states : int
        Members of the United Nations; what is left over is shown as not voting. There are 193 since 2011.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column or all rows are missing, or a resolution lacks one of its three counts or has more votes than
        ``states``.

    Source
    ------
    United Nations General Assembly, results as announced; indicator ``unga-ukraine-votes``.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_votes(rn.load_series())
    >>> ax.get_xlabel()
    'States'
    """
    need(series, ["indicator_id", "entity", "date", "value", "note"], "series")
    mine = series[series["indicator_id"] == "unga-ukraine-votes"]
    need(mine, [], "values of 'unga-ukraine-votes'")
    counts = mine.pivot_table(index=["date", "note"], columns="entity", values="value", aggfunc="sum", dropna=False)
    counts = counts.reindex(columns=["yes", "abstaining", "no"])[lambda c: c.notna().any(axis=1)]
    if counts.isna().any().any():
        day = counts[counts.isna().any(axis=1)].index[0][0]
        raise ValueError(f"the vote of {day:%Y-%m-%d} lacks one of yes, abstaining, no")
    counts["not voting"] = states - counts.sum(axis=1)
    if (counts["not voting"] < 0).any():
        raise ValueError(f"a vote has more than {states} states; set `states`")
    counts = counts.astype(int).sort_index(ascending=False)
    names = [
        textwrap.fill(f"{written_date(day, month='%b')}: {note.removeprefix('Resolution ').rstrip('.')}", 26)
        for day, note in counts.index
    ]
    with house_style():
        ax = axes(ax, 0.9 + 0.5 * len(counts))
        left = pd.Series(0, index=counts.index)
        for kind, color in COLORS.items():
            bars = ax.barh(
                range(len(counts)),
                counts[kind],
                left=left,
                height=0.62,
                color=color,
                edgecolor="#595959",
                linewidth=0.4,
                hatch=HATCH[kind],
                label=kind,
            )
            for bar, n in zip(bars, counts[kind], strict=True):
                if n >= 5 and kind != "not voting":
                    ax.text(
                        bar.get_x() + bar.get_width() / 2,
                        bar.get_y() + bar.get_height() / 2,
                        str(n),
                        ha="center",
                        va="center",
                        fontsize=7.5,
                        color="white" if kind == "yes" else "#1a1a1a",
                        bbox={"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.8}
                        if kind == "no"
                        else None,
                    )
            left = left + counts[kind]
        ax.set_yticks(range(len(counts)), names, fontsize=7.6)
        ax.tick_params(axis="y", length=0)
        ax.set_xlim(0, states)
        ax.set_xlabel("States")
        ax.legend(
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
            ncols=4,
            frameon=False,
            handlelength=1.1,
            handletextpad=0.4,
            columnspacing=0.9,
            borderpad=0.1,
        )
    ordered = counts.sort_index()
    told = "; ".join(
        f"{written_date(day)}, {note.rstrip('.')}: {r['yes']} yes, {r['abstaining']} abstaining, "
        f"{r['no']} no, {r['not voting']} not voting"
        for (day, note), r in ordered.iterrows()
    )
    table = ordered.reset_index().assign(date=lambda t: t["date"].dt.strftime("%Y-%m-%d"))
    table = table[["date", "note", *COLORS]].set_axis(
        ["Date", "Resolution", "Yes", "Abstaining", "No", "Not voting"], axis=1
    )
    return describe(
        ax,
        f"Bar chart of {len(counts)} votes. {told}.",
        "United Nations General Assembly; series table of the course.",
        table,
        f"Data table: {len(table)} votes",
    )
