"""What a timeline shows, of a phase or of all years: its acts, and what an editor chose to name."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...data import cutoff_date, load_phases, load_turning_points
from ...dates import written_date
from ...errors import need
from ...sides import kind_of, side_of
from .place import pile
from .sheet import Mark

LANES = {
    "nato": ("NATO and Allies", "NATO"),
    "international": ("International bodies", "bodies"),
    "between": ("States in between", "between"),
    "russia": ("Moscow and allies", "Moscow"),
}
OUTWARD = {"nato": -1, "international": -1, "between": 1, "russia": 1}
NUMBERS = "No One Two Three Four Five Six Seven Eight Nine".split()


@dataclass(frozen=True)
class Act:
    """An event as a mark: its row, when it was (as a year with its fraction, and as written), whose and what it was."""

    row: int
    event_id: str
    t: float
    when: str
    lane: str
    act: str


@dataclass(frozen=True)
class Stretch:
    """A stretch of time with its words: a war, or the time between two events."""

    event_id: str
    name: str
    when: str
    a: float
    b: float


@dataclass(frozen=True)
class Timeline:
    """What both drawings share. ``band`` is the timeline of all years, whose marks stand in quarters."""

    acts: tuple[Act, ...]
    start: float
    end: float
    band: bool
    points: dict[str, str]
    wars: tuple[Stretch, ...]
    spans: tuple[Stretch, ...]
    title: str

    def shaded(self, war: Stretch) -> bool:
        """Whether a war is shaded through the plot: one that fills most of it would tell nothing there."""
        return min(war.b, self.end) - max(war.a, self.start) < 0.6 * (self.end - self.start)

    @property
    def pitch(self) -> float:
        """The side of the square that a mark has for itself."""
        return 4.1 if self.band else 9

    def lanes(self, scale: float, origin: float, parts: int = 4) -> dict[str, list[tuple[Act, float, int]]]:
        """Pile up the marks of each lane as (act, place, level); what is named goes on top, where a leader reaches it.

        On the timeline of all years marks stand in quarters, or in as many parts of a year.
        """
        out = {}
        for lane in LANES:
            acts = [a for a in self.acts if a.lane == lane]
            order = "word neutral cooperation conflict".split()
            acts.sort(key=lambda a: (a.event_id in self.points, order.index(a.act) if self.band else 0, a.t))
            times = [(int(a.t * parts) + 0.5) / parts if self.band else a.t for a in acts]
            places = [origin + (t - self.start) * scale for t in times]
            levels = pile(places, self.pitch * 0.9)
            for n, a in enumerate(acts):
                if a.event_id in self.points:
                    near = (levels[k] for k in range(n) if abs(places[k] - places[n]) < self.pitch)
                    levels[n] = 1 + max(near, default=-1)
            out[lane] = list(zip(acts, places, levels, strict=True))
        return out

    def ticks(self) -> list[tuple[float, str, float]]:
        """Return the lines of the axis and their names: where a line stands, its name, and where the name does."""
        length, first = self.end - self.start, int(self.start)
        if length > 12:
            return [(float(y), str(y), float(y)) for y in range(first, int(self.end) + 1) if y % 5 == 0]
        if length > 2:
            years = [y for y in range(first, int(self.end) + 1) if y < self.end - 0.2]
            edges = [
                (max(y, self.start), min(y + 1, self.end)) for y in years
            ]  # a part of a year is named in its middle
            return [(a, str(y), (a + b) / 2) for y, (a, b) in zip(years, edges, strict=True)]
        quarters = [first + q / 4 for q in range(int(length * 4) + 1)]
        names = [f"{'Jan Apr Jul Oct'.split()[round(t % 1 * 4)]} {int(t)}" for t in quarters]
        return [(t, name, t + 0.125) for t, name in zip(quarters, names, strict=True) if t + 0.24 < self.end]

    def when(self, act: Act) -> str:
        """Write when a named act was: its year on the band, else its day."""
        return act.when[-4:] if self.band else act.when

    def marks(self, acts: list[tuple[Act, float, int]], lane: str, place) -> list[Mark]:
        """Return the marks of a lane; ``place`` turns (place, level) into x and y."""
        size = "-small" if self.band else ""
        return [
            Mark(*place(p, level), a.act + size, lane, a.act, a.row)
            for a, p, level in sorted(acts, key=lambda m: m[0].row)
        ]


def year(day: pd.Timestamp) -> float:
    """Return a day as a year with its fraction.

    Examples
    --------
    >>> year(pd.Timestamp("2001-01-01")), round(year(pd.Timestamp("2001-07-02")), 2)
    (2001.0, 2001.5)
    """
    return day.year + (day.day_of_year - 1) / (366 if day.is_leap_year else 365)


def _acts(events: pd.DataFrame) -> tuple[Act, ...]:
    sides = side_of(events["source_actor"], events["start_date"])
    dated = zip(events["start_date"], events["date_precision"], strict=True)
    when = [written_date(day, precision, "%b") for day, precision in dated]
    columns = events["event_id"], map(year, events["start_date"]), when, sides, kind_of(events["act"])
    return tuple(Act(n, *row) for n, row in enumerate(zip(*columns, strict=True)))


def _stretch(row, events: pd.DataFrame, edge: pd.Timestamp, whole: bool) -> Stretch:
    """Return a stretch between two events; a war takes in both, any other runs from the end of one to the start of the other."""
    first = events.loc[row.event_id]
    a, b = first["start_date"], edge
    if row.until_event:
        last = events.loc[row.until_event]
        b = last["end_date"] if whole and pd.notna(last["end_date"]) else last["start_date"]
    if not whole and pd.notna(first["end_date"]):
        a = first["end_date"]
    days = (b - a).days
    name = row.label.format(months=round(days / 30.4375), days=days)
    opens, ends = written_date(a, month="%b"), written_date(b, month="%b") if row.until_event else ""
    when = (
        f"{opens.split()[0]}–{ends}"
        if opens[-8:] == ends[-8:]
        else f"{opens[:-5] if opens[-4:] == ends[-4:] else opens} – {ends}"
    )
    return Stretch(row.event_id, name, when if ends else f"since {opens}", year(a), year(b))


def plan(events: pd.DataFrame, phase: str | None = None) -> Timeline:
    """Choose what a timeline shows: the events of a phase, or all, with the turning points of the table of that name.

    Raises
    ------
    ValueError
        If a column or all rows are missing, or the phase is unknown.

    Examples
    --------
    >>> import russia_nato as rn
    >>> plan(rn.load_events(), "munich-to-reset").title
    '18 months to war, 27 to ‘partnership’, 12 to a new threat'
    """
    columns = "event_id start_date end_date date_precision phase_id source_actor act".split()
    need(events, columns, "events")
    phases, cutoff = load_phases().set_index("phase_id"), pd.Timestamp(cutoff_date())
    if phase is not None and phase not in phases.index:
        raise ValueError(f"unknown phase {phase!r}; allowed is one of {list(phases.index)}")
    chosen = events if phase is None else events[events["phase_id"] == phase]
    need(chosen, [], "events" if phase is None else f"events of the phase {phase!r}")
    chosen = chosen.sort_values(["start_date", "event_id"], kind="stable")
    span = phases if phase is None else phases.loc[[phase]]
    start = span["start_date"].min()
    end = cutoff if span["end_date"].isna().any() else span["end_date"].max() + pd.Timedelta(days=1)
    points, by_id = load_turning_points(), events.set_index("event_id")
    points = points[points["event_id"].isin(by_id.index) & points["until_event"].isin([*by_id.index, ""])]
    wars = [_stretch(w, by_id, end, True) for w in points[points["kind"] == "war"].itertuples()]
    wars.sort(key=lambda w: w.a)
    own = points[points["on_band"] == "yes"] if phase is None else points[points["phase_id"] == phase]
    spans = [
        _stretch(s, by_id, end, False)
        for s in own[own["kind"] == ("opening" if phase is None else "span")].itertuples()
    ]
    named = own[own["kind"] == "point"]
    return Timeline(
        _acts(chosen),
        year(start),
        year(end) + (0.25 if phase is None else 0.02),
        phase is None,
        {n.event_id: n.label.split(":")[0] if phase is None else n.label for n in named.itertuples()},
        tuple(w for w in wars if w.b > year(start) and w.a < year(end)),
        tuple(spans),
        _message(own, wars, spans, phase) or f"{len(chosen)} acts from {start.year} to {end.year}",
    )


def _message(own: pd.DataFrame, wars: list[Stretch], spans: list[Stretch], phase: str | None) -> str:
    """Say what the timeline says: the stretches of a phase in months and days; of all years, whether wars ended the openings.

    Of a selection in which none of them is, it has nothing to say.
    """
    if phase is not None:
        return ", ".join(s.name for s in spans)
    starts = {w.event_id for w in wars}
    ended = [r.until_event in starts for r in own[own["kind"] == "opening"].itertuples()]
    if not ended:
        return ""
    many = NUMBERS[len(ended)] if len(ended) < len(NUMBERS) else str(len(ended))
    if all(ended):
        return f"{many} openings, and after each a war"
    return f"{many} openings, {sum(ended)} of them ended by a war"
