"""How long a state waited between invitation, protocol and accession."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ..measures.waits import accession_waits
from .describe import describe
from .style import axes, house_style

STEPS = {
    "invited": ("o", "#56B4E9", "invited"),
    "protocol_signed": ("D", "#0072B2", "protocol signed"),
    "acceded": ("s", "#1a1a1a", "acceded"),
}
MONTH = 365.25 / 12


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
    waits = accession_waits(members)
    undated = list(waits.loc[waits["to_accession"].isna(), "country"])
    if undated:
        raise ValueError(f"{undated} have no day of the protocol, on which the chart stands")
    n = len(waits)
    with house_style():
        ax = axes(ax, 1.0 + 0.2 * n)
        ax.axvline(0, color="#d9d9d9", linewidth=0.8, zorder=0)
        for y, w in enumerate(waits.itertuples()):
            known = not pd.isna(w.to_protocol)
            start, end = (-w.to_protocol / MONTH if known else 0), w.to_accession / MONTH
            ax.plot([start, end], [y, y], color="#8c8c8c", linewidth=1.4, zorder=1, gid=f"path-{w.country}")
            for step, x in (("invited", start if known else None), ("protocol_signed", 0), ("acceded", end)):
                if x is not None:
                    ax.plot(
                        x,
                        y,
                        STEPS[step][0],
                        color=STEPS[step][1],
                        markersize=8 if step == "invited" else 5.5,
                        markeredgecolor="white",
                        markeredgewidth=0.4,
                        zorder=2 if step == "invited" else 3,
                        label=STEPS[step][2] if y == n - 1 else None,
                    )
            if not known:
                ax.annotate(
                    "invitation unread",
                    (0, y),
                    xytext=(-6, 0),
                    textcoords="offset points",
                    ha="right",
                    va="center",
                    fontsize=7.5,
                    color="#595959",
                )
        ax.set_yticks(range(n), [f"{w.country} ({w.round})" for w in waits.itertuples()])
        ax.set_xlim(left=min(-13.0, ax.get_xlim()[0]))  # room for the words beside a gap
        ax.set_ylim(n - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("Months before and after the protocol was signed")
        ax.legend(
            loc="lower left", bbox_to_anchor=(-0.35, 1.0), ncols=3, frameon=False, handletextpad=0.1, columnspacing=1
        )
    dated = waits.dropna(subset=["total"]).sort_values("total", kind="stable")
    quick, slow = dated.iloc[0], dated.iloc[-1]
    gaps = list(waits.loc[waits["total"].isna(), "country"])
    alt = (
        f"Chart of {n} Allies that joined after the founders. From invitation to accession {', '.join(f'{w.country} {w.total} days' for w in waits.itertuples() if not pd.isna(w.total))}. "
        f"The shortest is {quick['country']}, the longest {slow['country']}."
        + (f" The day of the invitation was not read for {' and '.join(gaps)}." if gaps else "")
    )
    table = waits.astype({"to_protocol": "object", "to_accession": "object", "total": "object"}).fillna("not read")
    table.columns = [
        "Country",
        "Round",
        "Invitation to protocol, days",
        "Protocol to accession, days",
        "Invitation to accession, days",
    ]
    return describe(ax, alt, "members table of the course (NATO).", table, f"Data table: {n} paths")
