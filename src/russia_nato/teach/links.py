"""Links from an instructor's page to a heading elsewhere in the book, checked when all pages have been read."""

from __future__ import annotations

import difflib

from docutils import nodes
from sphinx.util import logging

log = logging.getLogger(__name__)


class PageLink(nodes.Inline, nodes.TextElement):
    """A link to a heading of another page: `page` is its docname, `anchor` the heading's id."""


def page_link(directive, text: str, page: str, anchor: str, what: str) -> PageLink:
    """Return a link and remember it for the check; without ``text`` it prints the heading, and ``what`` says in a warning what leads there."""
    env = directive.env
    if not hasattr(env, "rn_page_links"):
        env.rn_page_links = {}
    env.rn_page_links.setdefault(env.docname, []).append((directive.lineno, page, anchor, what))
    return PageLink("", text, page=page, anchor=anchor)


def headings(env, page: str) -> dict[str, str]:
    """Return the headings of a page that has been read: their words by id."""
    return {
        i: s.next_node(nodes.title).astext() for s in env.get_doctree(page).findall(nodes.section) for i in s["ids"]
    }


def _check(app, env) -> None:
    """Warn, which stops the strict build, of each link to a page or heading that is not there."""
    known: dict[str, dict[str, str]] = {}
    for docname, found in sorted(getattr(env, "rn_page_links", {}).items()):
        for line, page, anchor, what in found:
            if page not in env.all_docs:
                near = difflib.get_close_matches(page, sorted(env.all_docs), 3)
                hint = f", such as {', '.join(near)}" if near else ""
                log.warning(
                    "%s: page %r is not in this edition: allowed is a page of _toc.yml%s",
                    what,
                    page,
                    hint,
                    location=(docname, line),
                )
                continue
            if page not in known:
                known[page] = headings(env, page)
            if anchor not in known[page]:
                allowed = ", ".join(known[page]) or "none"
                log.warning(
                    "%s: %s has no heading with the id %r: allowed is one of %s",
                    what,
                    page,
                    anchor,
                    allowed,
                    location=(docname, line),
                )


def _resolve(app, doctree, docname) -> None:
    """Turn each link into a reference for this builder."""
    known: dict[str, dict[str, str]] = {}
    for node in list(doctree.findall(PageLink)):
        page, anchor = node["page"], node["anchor"]
        if page not in known:
            known[page] = headings(app.env, page) if page in app.env.all_docs else {}
        words = node.astext() or known[page].get(anchor) or f"{page}#{anchor}"
        if known[page]:
            uri = f"{app.builder.get_relative_uri(docname, page)}#{anchor}"
            node.replace_self(nodes.reference("", words, internal=True, refuri=uri))
        else:
            node.replace_self(nodes.Text(words))


def _purge(app, env, docname) -> None:
    getattr(env, "rn_page_links", {}).pop(docname, None)


def _merge(app, env, docnames, other) -> None:
    mine = getattr(env, "rn_page_links", {})
    mine.update({d: v for d, v in getattr(other, "rn_page_links", {}).items() if d in docnames})
    env.rn_page_links = mine


def setup(app) -> None:
    app.add_node(PageLink)
    app.connect("env-check-consistency", lambda app, env: _check(app, env))
    app.connect("doctree-resolved", _resolve)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
