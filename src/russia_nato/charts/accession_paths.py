"""How long a state waited between invitation, protocol and accession."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from ..measures.waits import accession_waits
from .describe import Description, describe
from .draw import GREY, RULE, axes, headline, house_style, legend_above, lines_of, rows_as_axis

STEPS = {
    "invited": ("o", "#56B4E9", "invited"),
    "signed": ("D", "#0072B2", "protocol signed"),
    "acceded": ("s", "#1a1a1a", "acceded"),
}
MONTH = 365.25 / 12


@dataclass(frozen=True)
class _Layout:
    """The waits of each later Ally, with the place of each step in months from the protocol; one unread is missing."""

    waits: pd.DataFrame


def _layout(members: pd.DataFrame) -> _Layout:
    waits = accession_waits(members)
    undated = list(waits.loc[waits["to_accession"].isna(), "country"])
    if undated:
        raise ValueError(f"{undated} have no day of the protocol, on which the chart stands")
    invited = -waits["to_protocol"].astype(float) / MONTH
    return _Layout(waits.assign(invited=invited, signed=0.0, acceded=waits["to_accession"].astype(float) / MONTH))


def _draw(layout: _Layout, title: str, ax: Axes) -> None:
    waits, n = layout.waits, len(layout.waits)
    ax.axvline(0, color=RULE, linewidth=0.8, zorder=0)
    beside = {"xytext": (-6, 0), "textcoords": "offset points", "ha": "right", "va": "center"}
    for y, w in enumerate(waits.itertuples()):
        start = 0 if pd.isna(w.invited) else w.invited
        ax.plot([start, w.acceded], [y, y], color="#8c8c8c", linewidth=1.4, zorder=1, gid=f"path-{w.country}")
        if pd.isna(w.invited):
            ax.annotate("invitation unread", (0, y), fontsize=7.5, color=GREY, **beside)
    for step, (marker, color, name) in STEPS.items():
        size, above = (8, 2) if step == "invited" else (5.5, 3)
        look = {"markersize": size, "markeredgecolor": "white", "markeredgewidth": 0.4, "zorder": above}
        ax.plot(waits[step], range(n), marker, color=color, label=name, gid=f"step-{step}", **look)
    rows_as_axis(ax, [f"{w.country} ({w.round})" for w in waits.itertuples()])
    ax.set_xlim(left=min(-13.0, ax.get_xlim()[0]))  # room for the words beside a gap
    ax.set_ylim(n - 0.4, -0.6)
    ax.set_xlabel("Months before and after the protocol was signed")
    legend_above(ax, None, 3, -0.35)
    headline(ax, title)


def _words(layout: _Layout) -> Description:
    waits = layout.waits
    dated = waits.dropna(subset=["total"]).sort_values("total", kind="stable")
    gaps = list(waits.loc[waits["total"].isna(), "country"])
    title = f"{len(waits)} Allies joined after the founders"
    if len(dated):
        quick, slow = dated.iloc[0], dated.iloc[-1]
        title = (
            f"From invitation to accession {quick['country']} waited {quick['total']} days, "
            f"{slow['country']} {slow['total']}"
        )
    told = ", ".join(f"{w.country} {w.total} days" for w in waits.itertuples() if not pd.isna(w.total))
    detail = f"Chart of {len(waits)} Allies that joined after the founders. From invitation to accession {told}." + (
        f" The day of the invitation was not read for {' and '.join(gaps)}." if gaps else ""
    )
    table = waits[["country", "round", "to_protocol", "to_accession", "total"]].astype("object").fillna("not read")
    table.columns = [
        "Country", "Round", "Invitation to protocol, days", "Protocol to accession, days", "Invitation to accession, days",
    ]  # fmt: skip
    return Description(title, detail, "members table of the course (NATO).", table, f"Data table: {len(table)} paths")


def plot_accession_paths(members: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw, for each Ally after the founders, the months from protocol back to invitation and on to accession.

    The signing of the protocol is the zero of the axis, because every later Ally's is known; where the day of the invitation
    was not read, no line is drawn to the left of it and the row says so.

    Parameters
    ----------
    members : pandas.DataFrame
        Rows of the members table; ``country``, ``invited``, ``protocol_signed``, ``acceded`` and ``round`` are used.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column or all rows are missing, or an Ally's protocol has no date.

    Source
    ------
    The members table (NATO).

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_accession_paths(rn.load_members())
    >>> "Sweden" in [t.get_text().split(" (")[0] for t in ax.get_yticklabels()]
    True
    """
    layout = _layout(members)
    words = _words(layout)
    with house_style():
        ax = axes(ax, 1.05 + 0.2 * len(layout.waits) + 0.165 * len(lines_of(words.title)))
        _draw(layout, words.title, ax)
    return describe(ax, words)
