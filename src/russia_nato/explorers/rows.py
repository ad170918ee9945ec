"""The rows behind a drawing as a list: each with its date, its words, its place in the book, and what it may be filtered by.

Row n of the list is mark n of the drawing. A script reads the list and keeps no data of its own; without one the list is what a
reader has.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..charts import Drawing
from ..data import load_actors, load_issues, load_people, load_phases, load_positions, split_list
from ..dates import iso_date, phase_number, when, written_date
from ..sides import SIDES, kind_of, side_of
from ..typography import signed, smart_html

#: Where the records lie, from any page of the book: chapters and notebooks stand in folders beside one another.
HOME = "../chapters/"
ACTS = {
    "word": "Words",
    "cooperation": "Deeds of cooperation",
    "conflict": "Deeds of conflict",
    "neutral": "Deeds of neither",
}
ANCHORS = {-2: "anchor_m2", -1: "anchor_m1", 0: "anchor_0", 1: "anchor_p1", 2: "anchor_p2"}
LEVELS = {
    "heads": "Heads of state and government",
    "foreign-ministers": "Foreign ministers",
    "defence-ministers": "Defence ministers",
    "chiefs-of-staff": "Chiefs of staff",
    "ambassadors": "Ambassadors",
    "other": "Deputies and others",
}


@dataclass(frozen=True)
class Row:
    """A row as a line of the list: date for machines and readers, words, address (empty where the book has none), what follows."""

    iso: str
    when: str
    title: str
    href: str
    more: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Rows:
    """The list, and the facets by which it may be filtered: key, name, and values by their number of rows."""

    noun: str
    facets: tuple[tuple[str, str, tuple[str, ...]], ...]
    rows: tuple[Row, ...]

    def items(self) -> str:
        """Return the lines as HTML."""
        return "".join(map(_line, self.rows))

    def codes(self) -> dict[str, Any]:
        """Return for a script the facets, and for each row the numbers of its values, facet by facet."""
        places = [{v: str(n) for n, v in enumerate(values)} for *_, values in self.facets]
        rows = [
            ";".join(",".join(at[v] for v in values) for at, values in zip(places, r.values, strict=True))
            for r in self.rows
        ]
        return {"facets": [[key, name, list(values)] for key, name, values in self.facets], "rows": rows}


def _line(row: Row) -> str:
    title = smart_html(row.title)
    words = f'<a href="{html.escape(row.href)}">{title}</a>' if row.href else f"<b>{title}</b>"
    return f'<li><time datetime="{row.iso}">{row.when}</time> {words}{row.more}</li>'


def _rows(noun: str, names: Sequence[tuple[str, str]], rows: Iterable[Row], orders: dict[str, Sequence[str]]) -> Rows:
    """Return the list with those facets that tell rows apart; the values of a facet by frequency, or in an order of their own."""
    rows = list(rows)
    facets, kept = [], []
    for n, (key, name) in enumerate(names):
        counts = Counter(v for r in rows for v in r.values[n])
        if len(counts) > 1:
            values = [v for v in orders[key] if v in counts] if key in orders else [v for v, _ in counts.most_common()]
            facets.append((key, name, tuple(values)))
            kept.append(n)
    cut = (Row(r.iso, r.when, r.title, r.href, r.more, tuple(r.values[n] for n in kept)) for r in rows)
    return Rows(noun, tuple(facets), tuple(cut))


def slug(text: str) -> str:
    """Return a value as it stands in an address; ``explore.js`` writes it so too.

    Examples
    --------
    >>> slug("Bosnia and Herzegovina"), slug("−2 Rejects it")
    ('bosnia-and-herzegovina', '−2-rejects-it')
    """
    return re.sub(r"[^\w+−]+|_", "-", text.lower()).strip("-")


def _known(ids: str, names: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(i, i) for i in split_list(ids)))


def _names(table: pd.DataFrame, key: str, column: str = "name") -> dict[str, str]:
    return dict(zip(table[key], table[column], strict=True))


def event_rows(events: pd.DataFrame) -> Rows:
    """Return events in the order of time.

    Examples
    --------
    >>> import russia_nato as rn
    >>> rows = event_rows(rn.load_events())
    >>> [name for _, name, _ in rows.facets]
    ['Side', 'Act', 'Phase', 'Kind', 'Actor', 'Person', 'Place', 'Issue', 'Evidence']
    """
    actors, people = _names(load_actors(), "actor_id"), _names(load_people(), "person_id")
    issues, numbers = _names(load_issues(), "issue_id", "title"), _names(load_phases(), "phase_id", "number")
    phases = {p.phase_id: f"{p.number} {p.title}" for p in load_phases().itertuples()}
    said = load_positions().groupby("event_id")["issue_id"].unique().to_dict()
    events = events.sort_values(["start_date", "event_id"], kind="stable")
    sides, kinds = side_of(events["source_actor"], events["start_date"]), kind_of(events["act"])

    def row(e: dict, side: str, act: str) -> Row:
        values = (
            (SIDES[side].name,),
            (ACTS[act],),
            (phases[e["phase_id"]],),
            (str(e["kind"]),),
            tuple(dict.fromkeys(actors[a] for a in (e["source_actor"], e["target_actor"]) if a in actors)),
            _known(e.get("people", ""), people),
            (e["place"],) if e["place"] else (),
            tuple(issues[i] for i in said.get(e["event_id"], ())),
            (str(e["evidence"]),),
        )
        href = f"{HOME}record-{numbers[e['phase_id']]}.html#event-{e['event_id']}"
        return Row(iso_date(e["start_date"], e["date_precision"]), when(e), e["title"], href, "", values)

    names = (
        ("side", "Side"), ("act", "Act"), ("phase", "Phase"), ("kind", "Kind"), ("actor", "Actor"), ("person", "Person"), ("place", "Place"),
        ("issue", "Issue"), ("evidence", "Evidence"),
    )  # fmt: skip
    made = (row(e, s, a) for e, s, a in zip(events.to_dict("records"), sides, kinds, strict=True))
    return _rows(
        "events",
        names,
        made,
        {"side": [s.name for s in SIDES.values()], "act": list(ACTS.values()), "phase": list(phases.values())},
    )


def position_rows(positions: pd.DataFrame, anchors: dict[int, str]) -> Rows:
    """Return positions on one issue in the order of time; ``anchors`` are the words of its scale.

    Examples
    --------
    >>> import russia_nato as rn
    >>> rows = position_rows(rn.load_positions().query("issue_id == 'german-unity'"), dict.fromkeys(range(-2, 3), "said"))
    >>> rows.rows[0].title
    'George H. W. Bush, United States'
    """
    actors, people = _names(load_actors(), "actor_id"), _names(load_people(), "person_id")
    positions = positions.sort_values(["date", "position_id"], kind="stable")
    sides, numbers = side_of(positions["actor_id"], positions["date"]), phase_number(positions["date"])
    scale = {n: f"{signed(n)} {words}" for n, words in sorted(anchors.items(), reverse=True)}

    def row(p: dict, side: str, number: int) -> Row:
        actor, who = actors[p["actor_id"]], people.get(p["person_id"], "")
        stance = int(p["stance"])
        values = (
            (SIDES[side].name,),
            (actor,),
            (who,) if who else (),
            (scale[stance],),
            (str(p["evidence"]),),
        )
        href = f"{HOME}record-{number}.html#position-{p['position_id']}"
        more = f' <span class="rn-stance">{signed(stance)}</span>'
        iso = iso_date(p["date"], p["date_precision"])
        return Row(iso, when(p), f"{who}, {actor}" if who else actor, href, more, values)

    names = ("side", "Side"), ("actor", "Actor"), ("person", "Person"), ("stance", "Stance"), ("evidence", "Evidence")
    made = (row(p, s, n) for p, s, n in zip(positions.to_dict("records"), sides, numbers, strict=True))
    return _rows("positions", names, made, {"side": [s.name for s in SIDES.values()], "stance": list(scale.values())})


def meeting_rows(councils: pd.DataFrame) -> Rows:
    """Return the meetings of the councils in the order of time.

    Examples
    --------
    >>> import russia_nato as rn
    >>> meeting_rows(rn.load_councils()).rows[0].title
    'NACC, foreign ministers'
    """
    rows = councils.sort_values(["date", "meeting_id"], kind="stable")

    def row(m: dict, number: int) -> Row:
        level = LEVELS[str(m["level"])]
        values = (str(m["body"]),), (level,), (m["place"],) if m["place"] else ()
        href = f"{HOME}record-{number}.html#meeting-{m['meeting_id']}"
        iso = iso_date(m["date"], m["date_precision"])
        return Row(iso, when(m), f"{m['body']}, {level[0].lower()}{level[1:]}", href, "", values)

    names = ("council", "Council"), ("rank", "Rank"), ("place", "Place")
    made = (row(m, n) for m, n in zip(rows.to_dict("records"), phase_number(rows["date"]), strict=True))
    return _rows("meetings", names, made, {"rank": list(LEVELS.values())})


def member_rows(members: pd.DataFrame) -> Rows:
    """Return the Allies by the day of their accession, each with the steps that led there.

    Examples
    --------
    >>> import russia_nato as rn
    >>> member_rows(rn.load_members()).rows[-1].title
    'Sweden'
    """
    rows = members.sort_values(["acceded", "actor_id"], kind="stable")

    def row(m: dict) -> Row:
        steps = (("invited", m["invited"]), ("protocol signed", m["protocol_signed"]))
        told = "; ".join(f"{word} {written_date(day)}" for word, day in steps if pd.notna(day))
        more = f" <small>{told}</small>" if told else ""
        return Row(
            f"{m['acceded']:%Y-%m-%d}", written_date(m["acceded"]), m["country"], "", more, ((str(m["round"]),),)
        )

    return _rows("Allies", (("round", "Round"),), map(row, rows.to_dict("records")), {})


def year_rows(index: pd.DataFrame) -> Rows:
    """Return the years of the index, each with what was weighed and the way to its events.

    Examples
    --------
    >>> from russia_nato.charts import drawing
    >>> year_rows(drawing("index").rows).rows[25].title
    '19 acts, sum −68'
    """

    def row(y: dict) -> Row:
        told = f"deeds {signed(y['deeds+'])} and {signed(y['deeds-'])}, words {signed(y['words+'])} and {signed(y['words-'])}"
        what = "conflict" if y["sum"] < 0 else "cooperation" if y["sum"] > 0 else "neither"
        href = f"{HOME}explore-timeline.html#explore=explorer-timeline&from={y['year']}-01&to={y['year']}-12"
        title = f"{y['acts']} acts, sum {signed(y['sum'])}"
        return Row(str(y["year"]), str(y["year"]), title, href, f" <small>{told}</small>", ((what,),))

    return _rows("years", (("more", "More of"),), map(row, index.to_dict("records")), {})


def rows_of(drawn: Drawing) -> Rows:
    """Return the rows behind the marks of a drawing, mark by mark.

    Examples
    --------
    >>> from russia_nato.charts import drawing
    >>> rows_of(drawing("tiles")).noun
    'Allies'
    """
    if drawn.kind != "stances":
        return {"timeline": event_rows, "councils": meeting_rows, "tiles": member_rows, "index": year_rows}[drawn.kind](
            drawn.rows
        )
    issue = load_issues().set_index("issue_id").loc[drawn.rows["issue_id"].iloc[0]]
    return position_rows(drawn.rows, {n: str(issue[column]) for n, column in ANCHORS.items()})
