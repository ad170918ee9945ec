"""Links known only when all pages have been read: where a row stands, which pages tell of it, which rows name it.

There is one kind of link: a `Link` names a row, a page by its last name, or a heading of a page, and becomes a reference when all
places are known. One that must lead somewhere stops the strict build where it does not.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import groupby

import pandas as pd
from docutils import nodes
from sphinx.util import logging

from ..data import split_list
from ..dates import when, written_date
from .components import flat
from .rows import find_row, rows_of

log = logging.getLogger(__name__)

NAMES = {  # the columns in which events and positions name rows of the other kinds
    "event": {"position": "event_id"},
    "document": {"event": "documents", "position": "document_id"},
    "person": {"event": "people", "position": "person_id"},
}
FROM_TABLES = ("record-", "documents", "people", "contested", "ways-in", "charts")


class Mentions(nodes.General, nodes.Inline, nodes.Element):
    """A place that becomes links to the pages that mention a row."""


class Link(nodes.inline):
    """Words that link to a row (``kind``, ``ident``), or to a page (``page``) or a heading of it (``anchor``)."""


def to_row(kind: str, ident: str, words: str, hint: str = "", css: str = "") -> Link:
    """Return words that will link to the place of a row; ``hint`` is what a pointer shows, ``css`` a class of the words."""
    inside = nodes.inline("", words, classes=[css]) if css else nodes.Text(words)
    return Link("", "", inside, kind=kind, ident=ident, hint=hint)


def to_page(page: str, words: str, anchor: str = "") -> Link:
    """Return words that will link to a page, named without its folder; without such a page they are words."""
    return Link("", words, page=page, anchor=anchor)


def to_heading(directive, page: str, anchor: str, what: str, words: str = "") -> Link:
    """Return a link that must lead to a heading; without words it prints the heading, and ``what`` says in a warning what leads there."""
    env = directive.env
    env.get_domain("rn").note_link(env.docname, (directive.lineno, page, anchor, what))
    return Link("", words, page=page, anchor=anchor)


def listed(links: Iterable[nodes.Node], lead: str = "", between: str = ", ") -> list[nodes.Node]:
    """Return links as a sentence with a lead and a full stop, or nothing where there are none.

    Examples
    --------
    >>> [n.astext() for n in listed([to_page("a", "A"), to_page("b", "B")], "See: ")]
    ['See: ', 'A', ', ', 'B', '. ']
    """
    out: list[nodes.Node] = []
    for link in links:
        out += flat([between if out else lead, link])
    return [*out, nodes.Text(". ")] if out else []


def _date(row: dict) -> pd.Timestamp:
    return row["start_date"] if "start_date" in row else row["date"]


def named_in(kind: str) -> dict[str, dict[str, list[dict]]]:
    """Return, by id, the events and the positions that name a row of this kind, each in order of time."""
    naming: dict[str, dict[str, list[dict]]] = {}
    for other, column in NAMES[kind].items():
        for row in sorted(rows_of(other).values(), key=lambda r: (_date(r), r[f"{other}_id"])):
            for ident in split_list(row[column]):
                naming.setdefault(ident, {}).setdefault(other, []).append(row)
    return naming


def speaker(position: dict) -> str:
    """Return who speaks in a position: the person, or the state or organisation."""
    kind = "person" if position["person_id"] else "actor"
    return find_row(kind, position[f"{kind}_id"])["name"]


def to_speakers(positions: list[dict]) -> list[Link]:
    """Return links to positions by their speakers; one who speaks twice is told apart by the issue, then by the day."""
    words = [speaker(p) for p in positions]
    for more in (lambda p: find_row("issue", p["issue_id"])["title"], when):
        words = [f"{w} ({more(p)})" if words.count(w) > 1 else w for p, w in zip(positions, words, strict=True)]
    return [to_row("position", p["position_id"], w) for p, w in zip(positions, words, strict=True)]


def to_events(events: list[dict]) -> list[Link]:
    """Return links to events by their dates."""
    return [to_row("event", e["event_id"], when(e)) for e in events]


def by_year(kind: str, rows: list[dict]) -> Iterator[nodes.Node]:
    """Return links by day, the days of a year in brackets after it."""
    for year, of_year in groupby(rows, key=lambda r: _date(r).year):
        inside: list[nodes.Node] = []
        for row in of_year:
            precision, date = str(row["date_precision"]), _date(row)
            words = (
                "day unknown" if precision == "year" else written_date(date, precision, "%b").removesuffix(f" {year}")
            )
            inside += [nodes.Text(", " if inside else f"{year} ("), to_row(kind, row[f"{kind}_id"], words)]
        yield nodes.inline("", "", *inside, nodes.Text(")"))


def short_title(document: dict) -> str:
    """Return the title of a document, or its kind and date where the title is long."""
    if len(document["title"]) <= 80:
        return document["title"]
    return f"{kind_of_document(document)} of {when(document)}"


def kind_of_document(document: dict) -> str:
    """Return the kind of a document as printed: the table keeps to plain letters.

    Examples
    --------
    >>> kind_of_document({"kind": "communique"})
    'communiqué'
    """
    return str(document["kind"]).replace("communique", "communiqué")


def page_named(env, name: str) -> str | None:
    """Return the page with this name or last name, such as ``phase-1``, wherever it lies."""
    if name in env.all_docs:
        return name
    return next((d for d in sorted(env.all_docs) if d.rpartition("/")[2] == name), None)


def headings(env, page: str) -> dict[str, str]:
    """Return the headings of a page that has been read: their words by id."""
    return {
        i: s.next_node(nodes.title).astext() for s in env.get_doctree(page).findall(nodes.section) for i in s["ids"]
    }


def reference(builder, docname: str, page: str, anchor: str, *words: nodes.Node, hint: str = "") -> nodes.reference:
    """Return a link from one page to a place on another, or on the same one."""
    uri = "" if page == docname else builder.get_relative_uri(docname, page)
    node = nodes.reference("", "", *words, internal=True, refuri=uri + (f"#{anchor}" if anchor else ""))
    if hint:
        node["reftitle"] = hint
    return node


def _from_tables(docname: str) -> bool:
    return docname.rpartition("/")[2].startswith(FROM_TABLES)


def _place(env, link: Link) -> tuple[str, str] | None:
    if "page" in link:
        page = page_named(env, link["page"])
        return (page, link["anchor"]) if page else None
    return env.get_domain("rn").place(link["kind"], link["ident"])


def _fill(app, doctree, docname) -> None:
    """Make the links of a page, now that every row has its place."""
    env, builder = app.env, app.builder
    domain = env.get_domain("rn")
    for node in list(doctree.findall(Mentions)):
        pages = [p for p in domain.mentions(node["kind"], node["ident"]) if p != docname and not _from_tables(p)]
        links = [reference(builder, docname, p, "", nodes.Text(env.titles[p].astext())) for p in pages]
        told = listed(links, "Told in: ")
        inline = isinstance(node.parent, nodes.TextElement)
        node.replace_self(told if inline or not told else nodes.paragraph("", "", *told))
    for link in list(doctree.findall(Link)):
        place = _place(env, link)
        if not link.children:
            link += nodes.Text(headings(env, place[0]).get(link["anchor"], link["page"]) if place else link["page"])
        if place:
            link.replace_self(reference(builder, docname, *place, *link.children, hint=link.get("hint", "")))
        else:
            if "hint" in link and link.get("kind") in domain.roles:
                log.warning("%s %r stands on no page", link["kind"], link["ident"], location=docname, type="ref")
            link.replace_self(link.children)


def check_headings(env, asked: dict[str, list[tuple]]) -> None:
    """Warn, which stops the strict build, of each link to a page or heading that is not there."""
    known: dict[str, dict[str, str]] = {}
    for docname, links in sorted(asked.items()):
        for line, page, anchor, what in links:
            if page not in env.all_docs:
                near = difflib.get_close_matches(page, sorted(env.all_docs), 3)
                hint = f", such as {', '.join(near)}" if near else ""
                message = f"{what}: page {page!r} is not in this edition: allowed is a page of _toc.yml{hint}"
                log.warning(message, location=(docname, line))
                continue
            if page not in known:
                known[page] = headings(env, page)
            if anchor not in known[page]:
                allowed = ", ".join(known[page]) or "none"
                message = f"{what}: {page} has no heading with the id {anchor!r}: allowed is one of {allowed}"
                log.warning(message, location=(docname, line))


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
    for node in (Mentions, Link):
        app.add_node(node)
    app.connect("doctree-resolved", _fill)
    app.connect("env-updated", _refresh)
