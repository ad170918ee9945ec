"""Votes by number: how many said yes, abstained, said no, or did not vote."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from ..dates import written_date
from ..errors import need
from .describe import Description, describe
from .draw import GREY, INK, axes, headline, house_style, legend_above, rows_as_axis

# From the left: the bars are centred on those who abstained, and no colour of a side stands for an answer.
COLORS = {"no": "#8A5A00", "abstaining": "#bdbdbd", "yes": "#404040", "not voting": "#f2f2f2"}


@dataclass(frozen=True)
class _Layout:
    """The counts of each vote (by day and resolution, the oldest last), where each part of a bar begins, and all states."""

    counts: pd.DataFrame
    starts: pd.DataFrame
    states: int


def _layout(series: pd.DataFrame, states: int) -> _Layout:
    need(series, ["indicator_id", "entity", "date", "value", "note"], "series")
    votes = series[series["indicator_id"] == "unga-ukraine-votes"]
    need(votes, [], "values of 'unga-ukraine-votes'")
    counts = votes.pivot_table(index=["date", "note"], columns="entity", values="value", aggfunc="sum", dropna=False)
    counts = counts.reindex(columns=["yes", "abstaining", "no"])[lambda c: c.notna().any(axis=1)]
    if counts.isna().any().any():
        day = counts[counts.isna().any(axis=1)].index[0][0]
        raise ValueError(f"the vote of {day:%Y-%m-%d} lacks one of yes, abstaining, no")
    counts["not voting"] = states - counts.sum(axis=1)
    if (counts["not voting"] < 0).any():
        raise ValueError(f"a vote has more than {states} states; set `states`")
    counts = counts.astype(int).sort_index(ascending=False)[list(COLORS)]
    starts = (counts.cumsum(axis=1) - counts).sub(counts["no"] + counts["abstaining"] / 2, axis=0)
    return _Layout(counts, starts, states)


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    counts, rows = layout.counts, range(len(layout.counts))
    white = {"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.8}
    for kind, color in COLORS.items():
        look = {"color": color, "edgecolor": GREY, "linewidth": 0.4, "hatch": "///" if kind == "no" else ""}
        ax.barh(rows, counts[kind], left=layout.starts[kind], height=0.62, label=kind, **look)
        for y, (n, start) in enumerate(zip(counts[kind], layout.starts[kind], strict=True)):
            if n >= 5 and kind != "not voting":
                text = {"color": "white" if kind == "yes" else INK, "bbox": white if kind == "no" else None}
                ax.text(start + n / 2, y, str(n), ha="center", va="center", fontsize=7.5, **text)
    names = [
        textwrap.fill(f"{written_date(day, month='%b')}: {note.removeprefix('Resolution ').rstrip('.')}", 26)
        for day, note in counts.index
    ]
    rows_as_axis(ax, names, fontsize=7.6)
    ax.spines["left"].set_visible(True)
    ends = layout.starts + counts
    ax.set_xlim(layout.starts.min().min() - 2, ends.max().max() + 2)
    ax.axvline(0, color=GREY, linewidth=0.6, zorder=0)
    ax.set_xticks([])
    ax.set_xlabel("States, on both sides of those who abstained")
    legend_above(ax, None, 4, -0.08, handlelength=1.1, handletextpad=0.4, columnspacing=0.9)
    headline(ax, title)


def _words(layout: _Layout) -> Description:
    ordered = layout.counts.sort_index()
    yes, no = ordered["yes"], ordered["no"]
    span = lambda c: f"{c.min()} to {c.max()}" if c.min() < c.max() else f"{c.min()}"  # noqa: E731
    most, least = yes.idxmax()[0], yes.loc[yes.idxmax() :].idxmin()[0]
    fell = f"yes from {yes.max()} states in {most:%B %Y}"
    if least != most:
        fell += f" to {yes.loc[yes.idxmax() :].min()} in {least:%B %Y}"
    if ordered.index[-1][0] not in (most, least):
        fell += f" and {yes.iloc[-1]} in {ordered.index[-1][0]:%B %Y}"
    title = f"{len(ordered)} votes: {fell}; no from {span(no)}"
    told = "; ".join(
        f"{written_date(day)}, {note.rstrip('.')}: {r['yes']} yes, {r['abstaining']} abstaining, "
        f"{r['no']} no, {r['not voting']} not voting"
        for (day, note), r in ordered.iterrows()
    )
    table = ordered.reset_index().assign(date=lambda t: t["date"].dt.strftime("%Y-%m-%d"))
    names = ["Date", "Resolution", "Yes", "Abstaining", "No", "Not voting"]
    table = table[["date", "note", "yes", "abstaining", "no", "not voting"]].set_axis(names, axis=1)
    source = "United Nations General Assembly; series table of the course."
    return Description(title, f"Bar chart. {told}.", source, table, f"Data table: {len(table)} votes")


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
    'States, on both sides of those who abstained'
    """
    layout = _layout(series, states)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 1.1 + 0.5 * len(layout.counts))
        _draw(layout, words.title, ax)
    return describe(ax, words)
