"""Links known only when all pages have been read: where a row stands, which pages tell of it, which rows name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pandas as pd
from docutils import nodes

from ..data import split_list
from ..dates import when, written_date
from . import rows as fetch
from .components import Run

NAMES = {  # the columns in which events and positions name rows of the other kinds
    "event": {"position": "event_id"},
    "document": {"event": "documents", "position": "document_id"},
    "person": {"event": "people", "position": "person_id"},
}
FROM_TABLES = ("record-", "documents", "people", "contested", "ways-in", "charts")


class Mentions(nodes.General, nodes.Element):
    """A place that becomes links to the pages that mention a row."""


class PlaceLink(nodes.Inline, nodes.TextElement):
    """Words that link to a row (``kind``, ``ident``) or to a page by its last name (``page``, ``anchor``)."""


def to_row(kind: str, ident: str, words: str) -> PlaceLink:
    """Return words that will link to the place of a row."""
    return PlaceLink("", words, kind=kind, ident=ident)


def to_page(page: str, words: str, anchor: str = "") -> PlaceLink:
    """Return words that will link to a page, named without its folder."""
    return PlaceLink("", words, page=page, anchor=anchor)


def listed(links: Iterable[nodes.Node], lead: str = "", between: str = ", ") -> list[nodes.Node]:
    """Return links as a sentence with a lead and a full stop, or nothing where there are none."""
    out: list[nodes.Node] = []
    for link in links:
        out += [nodes.Text(between if out else lead), link]
    return [Run("", "", *out, nodes.Text(". "))] if out else []


def _date(r: dict) -> pd.Timestamp:
    return r["start_date"] if "start_date" in r else r["date"]


def named_in(kind: str) -> dict[str, dict[str, list[dict]]]:
    """Return, by id, the events and the positions that name a row of this kind, each in order of time."""
    found: dict[str, dict[str, list[dict]]] = {}
    for other, column in NAMES[kind].items():
        for r in sorted(fetch.rows(other).values(), key=lambda r: (_date(r), r[f"{other}_id"])):
            for ident in split_list(r[column]):
                found.setdefault(ident, {}).setdefault(other, []).append(r)
    return found


def speaker(r: dict) -> str:
    """Return who speaks in a position: the person, or the state or organisation."""
    return fetch.row("person", r["person_id"])["name"] if r["person_id"] else fetch.row("actor", r["actor_id"])["name"]


def to_speakers(positions: list[dict]) -> list[PlaceLink]:
    """Return links to positions by their speakers; one who speaks twice is told apart by the issue, then by the day."""
    words = [speaker(r) for r in positions]
    issue = lambda r: fetch.row("issue", r["issue_id"])["title"]  # noqa: E731
    for more in (issue, when):
        words = [f"{w} ({more(r)})" if words.count(w) > 1 else w for r, w in zip(positions, words, strict=True)]
    return [to_row("position", r["position_id"], w) for r, w in zip(positions, words, strict=True)]


def to_events(events: list[dict]) -> list[PlaceLink]:
    """Return links to events by their dates."""
    return [to_row("event", e["event_id"], when(e)) for e in events]


def by_year(kind: str, found: list[dict]) -> Iterator[nodes.Node]:
    """Return links by day, the days of a year in brackets after it."""
    for year, mine in groupby(found, key=lambda r: _date(r).year):
        inside: list[nodes.Node] = []
        for r in mine:
            precision, date = str(r["date_precision"]), _date(r)
            words = (
                "day unknown" if precision == "year" else written_date(date, precision, "%b").removesuffix(f" {year}")
            )
            inside += [nodes.Text(", " if inside else f"{year} ("), to_row(kind, r[f"{kind}_id"], words)]
        yield Run("", "", *inside, nodes.Text(")"))


def short_title(document: dict) -> str:
    """Return the title of a document, or its kind and date where the title is long."""
    return (
        document["title"]
        if len(document["title"]) <= 80
        else f"{str(document['kind']).replace('communique', 'communiqué')} of {when(document)}"
    )


def page_named(env, name: str) -> str | None:
    """Return the page with this last name, such as ``phase-1``, wherever it lies."""
    return next((d for d in sorted(env.all_docs) if d.rpartition("/")[2] == name), None)


def reference(builder, docname: str, page: str, anchor: str, words: str) -> nodes.reference:
    """Return a link from one page to a place on another, or on the same one."""
    uri = "" if page == docname else builder.get_relative_uri(docname, page)
    return nodes.reference("", words, internal=True, refuri=uri + (f"#{anchor}" if anchor else ""))


def _from_tables(docname: str) -> bool:
    return docname.rpartition("/")[2].startswith(FROM_TABLES)


def _fill(app, doctree, docname) -> None:
    """Make the links of a page, now that every row has its place."""
    env, builder = app.env, app.builder
    domain = env.get_domain("rn")
    for node in list(doctree.findall(Mentions)):
        pages = [p for p in domain.mentions(node["kind"], node["ident"]) if p != docname and not _from_tables(p)]
        links = [reference(builder, docname, page, "", env.titles[page].astext()) for page in pages]
        node.replace_self(listed(links, "Told in: "))
    for node in list(doctree.findall(PlaceLink)):
        if "page" in node:
            page = page_named(env, node["page"])
            place = (page, node["anchor"]) if page else None
        else:
            place = domain.place(node["kind"], node["ident"])
        words = node.astext()
        node.replace_self(reference(builder, docname, *place, words) if place else nodes.Text(words))


def _refresh(app, env) -> list[str]:
    """Write pages again whose links changed.

    All when a row moved; those made from tables when a chapter came to name other rows or to draw other charts.
    """
    data = env.get_domain("rn").data
    places = dict(data["places"])
    now = ({k: sorted(v) for k, v in data["mentions"].items() if v}, dict(data["charts"]))
    before, env.rn_links = getattr(env, "rn_links", None), (places, now)
    if before == (places, now):
        return []
    moved = before is None or before[0] != places
    return [d for d in env.all_docs if moved or _from_tables(d)]


def setup(app) -> None:
    for node in (Mentions, PlaceLink):
        app.add_node(node)
    app.connect("doctree-resolved", _fill)
    app.connect("env-updated", _refresh)
