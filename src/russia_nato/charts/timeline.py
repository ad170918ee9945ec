"""The timeline of events, in lanes by the side that acted."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from ..data import load_cameo_codes, load_phases
from ..dates import dates_as_read, written_date
from ..errors import need
from ..sides import act_of, side_of
from .describe import describe
from .style import SIDES, axes, house_style, key_below, legend_above, part_labels, year_axis

ACTS = {"word": ("o", "words"), "cooperation": ("^", "a cooperative deed"), "conflict": ("v", "a conflictual deed")}

# Where a number may stand, in points from its mark.
SPOTS = [(0, 5), (0, -12), (6, -3), (-6, -3), (6, 5), (-6, 5), (6, -11), (-6, -11), (0, 14), (0, -21)]


def _select(events: pd.DataFrame, phase: str | None) -> tuple[pd.DataFrame, str]:
    need(events, ["event_id", "start_date", "title", "phase_id", "source_actor", "cameo_code"], "events")
    if phase is None:
        return events, "the events table"
    phases = load_phases().set_index("phase_id")
    if phase not in phases.index:
        raise ValueError(f"unknown phase {phase!r}; allowed is one of {list(phases.index)}")
    chosen = events[events["phase_id"] == phase]
    need(chosen, [], f"events of the phase {phase!r}")
    return chosen, f"{phases.loc[phase, 'title']}"


def plot_timeline(
    events: pd.DataFrame, *, phase: str | None = None, label: Sequence[str] | int = 6, ax: Axes | None = None
) -> Axes:
    """Draw events along time, in a lane for each side that acted.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of the events table; ``start_date``, ``title``, ``source_actor``, ``cameo_code`` and ``phase_id`` are used.
    phase : str, optional
        Id of a phase to draw alone.
    label : sequence of str or int
        Ids of events to number and name under the axes, or how many to choose by the size of their Goldstein weight.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; its alternative text is given by :func:`alt_text`.

    Raises
    ------
    ValueError
        If a column is missing, no event is left, or a phase, actor or event is unknown.

    Source
    ------
    The events table; weights after Goldstein (1992) from the cameo_codes table.

    Examples
    --------
    >>> import russia_nato as rn
    >>> ax = rn.plot_timeline(rn.load_events(), phase="ending-the-cold-war")
    >>> ax.get_xlabel()
    'Year'
    """
    chosen, subject = _select(events, phase)
    chosen = chosen.sort_values(["start_date", "event_id"]).reset_index(drop=True)
    chosen = chosen.assign(
        side=side_of(chosen["source_actor"], chosen["start_date"]),
        act=chosen["cameo_code"].map(act_of),
        weight=chosen["cameo_code"].map(load_cameo_codes().set_index("cameo_code")["goldstein"]),
    )
    if isinstance(label, int):
        biggest = chosen.assign(size=chosen["weight"].abs()).sort_values(
            ["size", "start_date"], ascending=[False, True]
        )
        label = list(biggest["event_id"].head(label))
    unknown = [e for e in label if e not in set(chosen["event_id"])]
    if unknown:
        raise ValueError(f"events to label {unknown} are not among those drawn")
    lanes = [s for s in SIDES if s in set(chosen["side"])]
    key = chosen[chosen["event_id"].isin(label)]
    key_lines = [
        textwrap.fill(
            f"({n}) {written_date(e.start_date, getattr(e, 'date_precision', 'day'), '%b')}: {e.title}",
            62,
            subsequent_indent="    ",
        )
        for n, e in enumerate(key.itertuples(), 1)
    ]
    n_lines = sum(t.count("\n") + 1 for t in key_lines)
    with house_style():
        ax = axes(ax, 0.8 + 0.62 * len(lanes) + 0.165 * n_lines)
        numbers: list[Annotation] = []
        dots: list[tuple[float, float]] = []
        span = max((chosen["start_date"].max() - chosen["start_date"].min()).days, 30)
        for lane, side in enumerate(reversed(lanes)):
            look = SIDES[side]
            ax.axhline(lane, color="#d9d9d9", linewidth=0.8, zorder=1)
            taken: list[pd.Timestamp] = []
            for e in chosen[chosen["side"] == side].itertuples():
                crowd = sum(abs((e.start_date - t).days) < span * 0.022 for t in taken[-4:])
                taken.append(e.start_date)
                y = lane + (0, 0.22, -0.22, 0.38, -0.38)[min(crowd, 4)]
                dots.append((mdates.date2num(e.start_date), y))
                ax.plot(
                    e.start_date,
                    y,
                    ACTS[e.act][0],
                    color=look.color,
                    markersize=5.5,
                    markeredgecolor="white",
                    markeredgewidth=0.5,
                    zorder=3,
                )
                if e.event_id in label:
                    n = list(key["event_id"]).index(e.event_id) + 1
                    number = ax.annotate(str(n), (mdates.date2num(e.start_date), y), xytext=SPOTS[0], textcoords="offset points", ha="center",
                                         fontsize=8, fontweight="bold", zorder=5, bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.85})  # fmt: skip
                    numbers.append(number)
        ax.set_yticks(
            range(len(lanes)), [textwrap.fill(SIDES[s].name, 13, break_long_words=False) for s in reversed(lanes)]
        )
        ax.set_ylim(-0.6, len(lanes) - 0.35)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        year_axis(ax, 7)
        used = [a for a in ACTS if a in set(chosen["act"])]
        handles = [
            Line2D([], [], marker=ACTS[a][0], color="#595959", linestyle="", markersize=5.5, label=ACTS[a][1])
            for a in used
        ]
        legend_above(ax, handles, 3)
        key_below(ax, key_lines, -62)
        part_labels(ax, numbers, SPOTS, dots)
    first, last = chosen["start_date"].min(), chosen["start_date"].max()
    counts = ", ".join(f"{(chosen['side'] == s).sum()} by {SIDES[s].name}" for s in lanes)
    named = "; ".join(
        f"{written_date(e.start_date, getattr(e, 'date_precision', 'day'))}, {e.title}" for e in key.itertuples()
    )
    alt = f"Timeline of {len(chosen)} events from {first:%B %Y} to {last:%B %Y} ({subject}): {counts}. Numbered are: {named}." if named else (
        f"Timeline of {len(chosen)} events from {first:%B %Y} to {last:%B %Y} ({subject}): {counts}."
    )  # fmt: skip
    table = pd.DataFrame({
        "Date": dates_as_read(chosen, "start_date"), "Side": chosen["side"].map(lambda s: SIDES[s].name), "Event": chosen["title"],
        "CAMEO": chosen["cameo_code"], "Weight": chosen["weight"],
    })  # fmt: skip
    return describe(
        ax,
        alt,
        "events table of the course; every row names its sources. Acts coded by CAMEO.",
        table,
        f"Data table: {len(table)} events",
    )
