"""Explore events: filter by phase, kind and side, search, and open an event to see its details and sources."""

from __future__ import annotations

import html

import pandas as pd
from matplotlib.axes import Axes

from ..charts import plot_timeline
from ..data import load_actors, load_phases, split_list
from ..errors import need
from ..sides import SIDES, side_of
from ..typography import smart_html
from .base import Explorer, data, select, sources_html, time_html

COLUMNS = (
    "event_id start_date date_precision title summary note phase_id kind act place source_actor target_actor cameo_code "
    "evidence sources"
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
        self.phase = phase
        self.events = chosen.assign(side=side_of(chosen["source_actor"], chosen["start_date"])).sort_values(
            ["start_date", "event_id"]
        )
        self.title = "Explore the events" + (f": {phases.loc[phase, 'title']}" if phase else "")
        self._phases = phases[phases.index.isin(self.events["phase_id"].unique())]
        self._names = load_actors().set_index("actor_id")["name"]

    def select(self, *, phase: str = "", kind: str = "", side: str = "", search: str = "") -> pd.DataFrame:
        """Return the events that fit; an empty string fits all, and ``search`` looks in titles, summaries and places."""
        found = self.events
        for column, value in (("phase_id", phase), ("kind", kind), ("side", side)):
            if value:
                found = found[found[column] == value]
        words = search.casefold().split()
        text = (found["title"] + " " + found["summary"] + " " + found["place"]).str.casefold()
        for word in words:
            found, text = found[text.str.contains(word, regex=False)], text[text.str.contains(word, regex=False)]
        return found

    def _choices(self) -> dict[str, list[tuple[str, str]]]:
        kinds = sorted(self.events["kind"].astype(str).unique())
        return {
            "phase": [("", "all phases"), *((i, f"{p['number']} {p['title']}") for i, p in self._phases.iterrows())],
            "kind": [("", "all kinds"), *((k, k) for k in kinds)],
            "side": [
                ("", "all sides"),
                *((s, look.name) for s, look in SIDES.items() if s in set(self.events["side"])),
            ],
        }

    def _card(self, e) -> str:
        who = " → ".join(self._names.get(a, a) for a in (e.source_actor, e.target_actor))
        note = f'<p class="explorer-note">{smart_html(e.note)}</p>' if e.note else ""
        place = f", {e.place}" if e.place else ""
        told = smart_html(f"{who}{place}. Kind: {e.kind}. Evidence: {e.evidence}.")
        return (
            f'<li class="side-{html.escape(e.side)}"{data(phase=e.phase_id, kind=e.kind, side=e.side)}><details>'
            f"<summary>{time_html(e.start_date, e.date_precision)} {smart_html(e.title)}</summary>"
            f'<p>{smart_html(e.summary)}</p>{note}<p class="explorer-meta">{told} '
            f"Sources: {sources_html(split_list(e.sources))}</p></details></li>"
        )

    def page(self) -> str:
        choices = self._choices()
        controls = "".join(
            select(n, n.capitalize(), choices[n]) for n in ("phase", "kind", "side") if len(choices[n]) > 2
        )
        cards = "".join(self._card(e) for e in self.events.itertuples())
        return (
            f'<form class="explorer-controls"><fieldset><legend>{smart_html(self.title)}</legend>{controls}'
            '<label>Search <input type="search" name="search" autocomplete="off"></label> <button type="reset">Show all</button></fieldset></form>'
            f'<p class="explorer-count" role="status">{len(self.events)} events</p><ol class="explorer-results" data-scrolls>{cards}</ol>'
        )

    def still(self) -> Axes:
        return plot_timeline(self.events, phase=self.phase, label=8)

    def widget(self):
        import ipywidgets as w

        choices = self._choices()
        boxes = {n: w.Dropdown(options=[(t, v) for v, t in choices[n]], description=n.capitalize()) for n in choices}
        search, count, out = w.Text(description="Search", continuous_update=True), w.HTML(), w.HTML()

        def show(_=None) -> None:
            found = self.select(search=search.value, **{n: b.value for n, b in boxes.items()})
            count.value = f"{len(found)} of {len(self.events)} events"
            out.value = f"<ol>{''.join(self._card(e) for e in found.itertuples())}</ol>"

        for box in (*boxes.values(), search):
            box.observe(show, "value")
        show()
        return w.VBox([w.HBox(list(boxes.values()), layout=w.Layout(flex_flow="row wrap")), search, count, out])


def explore_timeline(events: pd.DataFrame, *, phase: str | None = None) -> TimelineExplorer:
    """Explore events by phase, kind, side and search; each opens to its summary and sources.

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
    >>> found = rn.explore_timeline(rn.load_events()).select(kind="treaty")
    >>> len(found) > 0
    True
    """
    return TimelineExplorer(events, phase)
