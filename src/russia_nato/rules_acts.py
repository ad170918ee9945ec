"""Rules on acts: one act, one row, one code; the first line of each says what it promises."""

from __future__ import annotations

from collections.abc import Iterator

from .errors import Problem
from .package import Package
from .rules_rows import Rule
from .tabular import split_list

CODES = ("cameo_code", "plover_type", "plover_mode")  # what an event takes from its act
DROPPED_ROOTS = ("01", "02")  # CAMEO's statements and appeals, which PLOVER drops
FINDINGS = ("found-responsible", "finding-other")
JOINT_COUNCILS = ("nacc", "pjc", "nrc")
MOSCOW = ("russia", "ussr")
MAY_LAST = ("meeting", "summit", "visit")  # kinds of event that take more than a day, whatever is done there
COVERT = ("covert-killing", "covert-attempt", "covert-sabotage", "covert-interference")
JOINING = ("declares-wish-to-join", "asks-to-join")
INVITING = ("invited", "protocol-signed")


def _acts(p: Package) -> dict[str, dict[str, str]]:
    return {row["act_id"]: row for row in p.rows["acts"]}


def codes_of_acts(p: Package) -> Iterator[Problem]:
    """The same act has the same codes: an event's CAMEO code, PLOVER type and mode are those of its act."""
    acts = _acts(p)
    for line, row in p.each("events"):
        act = acts.get(row["act"], row)  # an act that is not there is refused as such
        for column in CODES:
            if row[column] != act[column]:
                allowed = f"{act[column] or 'empty'}, as the act {row['act']} has in acts.csv"
                yield Problem("events.csv", line, column, row[column], allowed, ("acts",))


def acts_stand(p: Package) -> Iterator[Problem]:
    """Every act is used, its examples are events of it, and one CAMEO code has one PLOVER type and mode (none for 01, 02)."""
    of_event = {row["event_id"]: row["act"] for row in p.rows["events"]}
    used = set(of_event.values())
    first: dict[str, tuple[str, str]] = {}
    for line, row in p.each("acts"):
        act, code = row["act_id"], row["cameo_code"]
        if act not in used:
            yield Problem("acts.csv", line, "act_id", act, "an act that an event uses", ("events",))
        for example in split_list(row["example"]):
            if of_event.get(example, act) != act:
                allowed = f"events of this act ({example} is {of_event[example]})"
                yield Problem("acts.csv", line, "example", example, allowed, ("events",))
        mine = (row["plover_type"], row["plover_mode"])
        if code[:2] in DROPPED_ROOTS and any(mine):
            allowed = f"empty, because PLOVER drops the root {code[:2]}"
            yield Problem("acts.csv", line, "plover_type", " ".join(mine), allowed)
        elif mine != first.setdefault(code, mine):
            allowed = f"{' '.join(first[code])}, as another act with the code {code}"
            yield Problem("acts.csv", line, "plover_type", " ".join(mine), allowed)


def codes_in_use(p: Package) -> Iterator[Problem]:
    """CAMEO codes in the table are those that an act uses."""
    used = {row["cameo_code"] for row in p.rows["acts"]}
    for line, row in p.each("cameo_codes"):
        if (code := row["cameo_code"]) not in used:
            yield Problem("cameo_codes.csv", line, "cameo_code", code, "a code that an act uses", ("acts",))


def findings_are_findings(p: Package) -> Iterator[Problem]:
    """What a court or an inquiry finds has the kind finding, and so has nothing else but a court's order."""
    for line, row in p.each("events"):
        if row["act"] in FINDINGS and row["kind"] != "finding":
            yield Problem("events.csv", line, "kind", row["kind"], f"finding, because the act is {row['act']}")
        if row["kind"] == "finding" and row["act"] not in (*FINDINGS, "demands"):
            allowed = f"{', '.join(FINDINGS)} or demands (a court's order), because the kind is finding"
            yield Problem("events.csv", line, "act", row["act"], allowed)


def one_actor_or_two(p: Package) -> Iterator[Problem]:
    """Source and target are one for acts inside one state, may be one where acts.csv says so, and are two elsewhere."""
    acts = _acts(p)
    for line, row in p.each("events"):
        act, source, target = acts.get(row["act"]), row["source_actor"], row["target_actor"]
        if act and act["within"] == "always" and source != target:
            allowed = f"{source}, the source: {row['act']} is no act between two"
            yield Problem("events.csv", line, "target_actor", target, allowed)
        if act and act["within"] == "never" and source == target:
            allowed = f"another actor than the source: {row['act']} is an act towards another"
            yield Problem("events.csv", line, "target_actor", target, allowed)


def councils_meet_moscow(p: Package) -> Iterator[Problem]:
    """A session of the councils of both sides has Moscow as target, and a council that meets is an organisation."""
    kinds = {row["actor_id"]: row["kind"] for row in p.rows["actors"]}
    for line, row in p.each("events"):
        if row["act"] not in ("council-meets", "council-decides"):
            continue
        source, target = row["source_actor"], row["target_actor"]
        if source in JOINT_COUNCILS and target not in MOSCOW:
            allowed = f"russia (to 1991 ussr), because the source is {source}"
            yield Problem("events.csv", line, "target_actor", target, allowed)
        if kinds.get(source, "organisation") != "organisation":
            allowed = "the council or organisation that meets"
            yield Problem("events.csv", line, "source_actor", source, allowed, ("actors",))


def covert_acts_are_attributed(p: Package) -> Iterator[Problem]:
    """No covert act is told as fact: its note says who attributes it."""
    for line, row in p.each("events"):
        if row["act"] in COVERT and not row["note"]:
            allowed = f"who attributes the act, because it is {row['act']}"
            yield Problem("events.csv", line, "note", "", allowed)


def ends_where_it_lasts(p: Package) -> Iterator[Problem]:
    """An act has one day, save acts that last and meetings, summits and visits."""
    acts = _acts(p)
    kinds = {f.name: f for f in p.tables["events"].fields}["kind"].constraints["enum"]
    for line, row in p.each("events"):
        act = acts.get(row["act"])
        short = act and act["lasts"] == "no" and row["kind"] in kinds and row["kind"] not in MAY_LAST
        if row["end_date"] and short:
            allowed = (
                f"empty: {row['act']} has one day, unless the kind is {', '.join(MAY_LAST[:-1])} or {MAY_LAST[-1]}"
            )
            yield Problem("events.csv", line, "end_date", row["end_date"], allowed)


def organs_vote(p: Package) -> Iterator[Problem]:
    """A resolution is adopted by an organisation, and a veto falls in one."""
    kinds = {row["actor_id"]: row["kind"] for row in p.rows["actors"]}
    for line, row in p.each("events"):
        column = {"resolution-adopted": "source_actor", "vetoed": "target_actor"}.get(row["act"])
        if column and kinds.get(row[column], "organisation") != "organisation":
            allowed = f"an organisation, because the act is {row['act']}"
            yield Problem("events.csv", line, column, row[column], allowed, ("actors",))


def the_way_in(p: Package) -> Iterator[Problem]:
    """Who wishes to join or is invited is not an Ally yet, and an accession to NATO falls on the day in members.csv."""
    joined = {row["actor_id"]: row["joined_nato"] for row in p.rows["actors"]}
    acceded = {row["actor_id"]: row["acceded"] for row in p.rows["members"]}
    for line, row in p.dated("events"):
        day = row["start_date"]
        column = "source_actor" if row["act"] in JOINING else "target_actor" if row["act"] in INVITING else ""
        if column and (since := joined.get(row[column], "")) and since <= day:
            allowed = f"a state outside NATO on {day} ({row[column]} joined on {since})"
            yield Problem("events.csv", line, column, row[column], allowed, ("actors",))
        if row["act"] == "accedes" and row["target_actor"] == "nato":
            source = row["source_actor"]
            if source in joined and acceded.get(source) != day:
                allowed = f"a state that members.csv lets accede on {day}"
                yield Problem("events.csv", line, "source_actor", source, allowed, ("members",))


def sure_by_its_words(p: Package) -> Iterator[Problem]:
    """A stance is sure (3) only where its words are quoted."""
    for line, row in p.each("positions"):
        if row["confidence"] == "3" and not row["quotation"]:
            yield Problem("positions.csv", line, "confidence", "3", "1 or 2, because no words are quoted")


RULES: tuple[Rule, ...] = (
    codes_of_acts, acts_stand, codes_in_use, findings_are_findings, one_actor_or_two, councils_meet_moscow,
    covert_acts_are_attributed, ends_where_it_lasts, organs_vote, the_way_in, sure_by_its_words,
)  # fmt: skip
