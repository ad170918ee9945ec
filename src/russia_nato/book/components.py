"""Small builders of nodes that the directives share: raw HTML around content that Sphinx resolves."""

from __future__ import annotations

import html
import re

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from . import rows as fetch

esc = html.escape


class Run(nodes.General, nodes.TextElement):
    """Inline content between two pieces of raw HTML: prints its children and nothing else."""


def raw(text: str) -> nodes.raw:
    """Return HTML that goes into the page as it is."""
    return nodes.raw("", text, format="html")


class CourseDirective(SphinxDirective):
    """A directive that draws on the data: finds rows, or fails with the file, the line and what is allowed."""

    def row(self, kind: str, ident: str) -> dict:
        found = fetch.row(kind, ident)
        if found is None:
            raise self.error(f"unknown {kind} {ident!r}: {fetch.allowed(kind, ident)}")
        return found

    def depends_on(self, *tables: str) -> None:
        fetch.note_dependency(self.env, *tables)

    def inline(self, myst: str) -> list[nodes.Node]:
        """Return the nodes of a line of MyST, such as a citation or a caption with roles."""
        found, messages = self.state.inline_text(myst, self.lineno)
        return [Run("", "", *found), *messages]

    def block(self, myst: str) -> list[nodes.Node]:
        """Return the nodes of a block of MyST."""
        box = nodes.container()
        self.state.nested_parse(myst.splitlines(), self.content_offset, box)
        return box.children

    def parts(self, *pieces: str | list[nodes.Node]) -> list[nodes.Node]:
        """Return HTML strings and lists of nodes as one run inside a paragraph-free container."""
        out: list[nodes.Node] = []
        for piece in pieces:
            out += [raw(piece)] if isinstance(piece, str) else piece
        return out


def _slim(app, pagename, templatename, context, doctree) -> None:
    """Leave out what a page's citations carry and nothing uses: a name for each, and the span that holds it."""
    body = context.get("body", "")
    targets = set(re.findall(r'href="#(id\d+)"', body))
    if 'class="citation"' in body:  # the bibliography itself
        return
    body = re.sub(
        r'<span class="bibtex-citation" id="(id\d+)">(.*?)</span>',
        lambda m: m[0] if m[1] in targets else m[2],
        body,
        flags=re.S,
    )
    context["body"] = body


def setup(app) -> None:
    app.connect("html-page-context", _slim)
    nothing = (lambda writer, node: None, lambda writer, node: None)
    app.add_node(Run, html=nothing, latex=nothing, text=nothing)
