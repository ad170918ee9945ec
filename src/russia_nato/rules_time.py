"""Rules on time that a table schema cannot hold; the first line of each says what it promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .dates import STANDS_AT, covers
from .errors import Problem
from .package import Package
from .rules_rows import Rule

EARLIEST = "1945-01-01"
# What comes first, and what may not come before it.
ORDERS = (
    ("start_date", "end_date"), ("date", "end_date"), ("signed", "in_force"), ("signed", "ended"), ("in_force", "ended"),
    ("in_force", "suspended"), ("invited", "protocol_signed"), ("protocol_signed", "acceded"), ("since", "until"),
)  # fmt: skip


def precision_holds(p: Package) -> Iterator[Problem]:
    """A date is not finer than its source: a month stands as its first day, an autumn as 1 September, a year as 1 January."""
    for name, table in p.tables.items():
        if "date_precision" not in table.columns:
            continue
        column = "start_date" if "start_date" in table.columns else "date"
        for line, row in p.each(name):
            precision = row["date_precision"]
            if not row[column].endswith(ending := STANDS_AT.get(precision, "")):
                allowed = f"precision is {precision}: a date that ends in {ending}"
                yield Problem(f"{name}.csv", line, column, row[column], allowed)


def dates_in_order(p: Package) -> Iterator[Problem]:
    """Nothing ends before it starts, and nothing is dated after the cut-off or before 1945."""
    for name, table in p.tables.items():
        dates = [f.name for f in table.fields if f.type == "date"]
        orders = [(a, b) for a, b in ORDERS if a in dates and b in dates]
        for line, row in p.dated(name):
            for column in dates if name != "phases" else ():
                if row[column] and not EARLIEST <= row[column] <= p.cutoff:
                    allowed = f"a date from 1945 to the cut-off, {p.cutoff}"
                    yield Problem(f"{name}.csv", line, column, row[column], allowed)
            for first, last in orders:
                start, end = row[first], row[last]
                if start and end and end < start:
                    yield Problem(f"{name}.csv", line, last, end, f"a date not before {first} {start}")
                if last == "end_date" and start and end == start:
                    yield Problem(f"{name}.csv", line, last, end, f"empty, or a date after {first} {start}")


def events_inside_phases(p: Package) -> Iterator[Problem]:
    """The phases follow one another without gap or overlap, and every event lies inside its phase."""
    phases = list(p.dated("phases"))
    if len(phases) < len(p.rows["phases"]) or p.left_out.get("phases"):
        return  # there is nothing to measure against
    after = ""
    for line, row in phases:
        start, end = row["start_date"], row["end_date"]
        if after and start != after:
            yield Problem("phases.csv", line, "start_date", start, f"the day after the phase before it ends, {after}")
        after = (dt.date.fromisoformat(end) + dt.timedelta(1)).isoformat() if end else ""
    known = {row["phase_id"]: row for _, row in phases}
    for line, row in p.dated("events"):
        phase = known.get(row["phase_id"])
        if phase and not covers(phase, row["start_date"]):
            allowed = f"a date inside {row['phase_id']}, {phase['start_date']} to {phase['end_date'] or 'today'}"
            yield Problem("events.csv", line, "start_date", row["start_date"], allowed)


def actors_in_time(p: Package) -> Iterator[Problem]:
    """An actor acts and speaks while it exists."""
    actors = {row["actor_id"]: row for _, row in p.dated("actors")}
    for name, column, date in (
        ("events", "source_actor", "start_date"),
        ("events", "target_actor", "start_date"),
        ("positions", "actor_id", "date"),
    ):
        for line, row in p.dated(name):
            actor = actors.get(row[column])
            if actor and not (actor["since"] <= row[date] <= (actor["until"] or "9999")):
                span = f"{row[column]}: {actor['since'] or '…'} to {actor['until'] or '…'}"
                yield Problem(f"{name}.csv", line, column, row[column], f"an actor that exists on {row[date]} ({span})")


def joined_as_members(p: Package) -> Iterator[Problem]:
    """An actor joins NATO on the day that the members table gives, and is called there as in the actors table."""
    acceded = {r["actor_id"]: r["acceded"] for r in p.rows["members"]}
    for line, row in p.each("actors"):
        day = acceded.get(row["actor_id"], "")
        if row["joined_nato"] != day:
            allowed = f"the day in members.csv, {day or 'none'}"
            yield Problem("actors.csv", line, "joined_nato", row["joined_nato"], allowed, ("members",))
        if row["promised_by"] and day:
            allowed = f"empty, because it became a member on {day}"
            yield Problem("actors.csv", line, "promised_by", row["promised_by"], allowed)
    actors = {r["actor_id"]: r for r in p.rows["actors"]}
    for line, row in p.each("members"):
        actor = actors.get(row["actor_id"], {})
        for column, theirs in (("country", "name"), ("iso3", "iso3")):
            if actor and row[column] != actor[theirs]:
                yield Problem("members.csv", line, column, row[column], f"as in actors.csv, {actor[theirs]!r}")


def documents_stand(p: Package) -> Iterator[Problem]:
    """A document's dates agree with its standing."""
    for line, row in p.each("documents"):
        status = row["status"]
        if status in ("ended", "suspended") and not row[status]:
            yield Problem("documents.csv", line, status, "", f"a date, because the status is {status}")
        if status in ("in-force", "political") and row["ended"]:
            yield Problem("documents.csv", line, "ended", row["ended"], f"empty, because the status is {status}")


RULES: tuple[Rule, ...] = (
    precision_holds, dates_in_order, events_inside_phases, actors_in_time, joined_as_members, documents_stand,
)  # fmt: skip
