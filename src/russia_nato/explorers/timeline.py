"""Explore events: a timeline whose marks open, by side, act, kind, actor, person, place, issue, evidence and words."""

from __future__ import annotations

from functools import cached_property

import pandas as pd
from matplotlib.axes import Axes

from ..charts import Drawing, drawing, plot_timeline
from ..data import load_phases
from ..errors import need
from .base import Explorer
from .cards import event_card
from .rows import Rows, event_rows

COLUMNS = (
    "event_id start_date end_date date_precision title summary note phase_id kind act place people source_actor target_actor "
    "cameo_code evidence sources"
).split()


class TimelineExplorer(Explorer):
    """The object that :func:`explore_timeline` returns."""

    kind = "timeline"

    def __init__(self, events: pd.DataFrame, phase: str | None = None):
        need(events, COLUMNS, "events")
        phases = load_phases().set_index("phase_id")
        if phase is not None and phase not in phases.index:
            raise ValueError(f"unknown phase {phase!r}; allowed is one of {list(phases.index)}")
        chosen = events if phase is None else events[events["phase_id"] == phase]
        need(chosen, [], "events")
        self.phase, self.all_events = phase, events
        self.events = chosen.sort_values(["start_date", "event_id"], kind="stable")
        self.title = "Explore the events" + (f": {phases.loc[phase, 'title']}" if phase else "")

    @cached_property
    def rows(self) -> Rows:
        return event_rows(self.events)

    @property
    def table(self) -> pd.DataFrame:
        return self.events

    def drawn(self, rows: pd.DataFrame | None = None) -> Drawing:
        shown = self.all_events if rows is None else rows
        return drawing("timeline", rows=shown, **({"phase": self.phase} if self.phase else {}))

    @property
    def on_paper(self) -> bool:  # type: ignore[override]
        """The timeline of a phase is printed in its chapter."""
        return self.phase is None

    def card(self, row: dict) -> str:
        return event_card(row)

    def still(self) -> Axes:
        return plot_timeline(self.events, phase=self.phase, label=8)


def explore_timeline(events: pd.DataFrame, *, phase: str | None = None) -> TimelineExplorer:
    """Explore events on a timeline; each mark opens to its summary and sources.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of the events table.
    phase : str, optional
        Id of a phase to explore alone.

    Returns
    -------
    TimelineExplorer
        Live in JupyterLab, HTML in a built page, a chart on paper.

    Raises
    ------
    ValueError
        If a column is missing, no event is left, or the phase is unknown.

    Source
    ------
    The events table; every row names its sources.

    Examples
    --------
    >>> import russia_nato as rn
    >>> found = rn.explore_timeline(rn.load_events()).select(kind="treaty", actor="Russia")
    >>> len(found) > 0
    True
    """
    return TimelineExplorer(events, phase)
