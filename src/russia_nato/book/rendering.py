"""The HTML of the parts (`components`): one pair of visitors for all, and tables and cells apart."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx

from ..typography import smart
from .components import Cell, OnScreen, Part, Table

#: Attributes whose values a reader gets to see or hear.
READ = {"alt", "aria-label", "data-feedback", "data-title", "title"}


def _open(writer, node) -> None:
    attributes = {k: smart(v) if k in READ else v for k, v in node.get("html", {}).items()}
    if node.printed:
        attributes["data-print"] = node.printed
    if node.css:
        attributes["class"] = node.css
    writer.body.append(writer.starttag(node, node.tag, "", **attributes))


def _close(writer, node) -> None:
    if not node.void:
        writer.body.append(f"</{node.tag}>")


def _open_cell(writer, node) -> None:
    attributes = dict(node.get("html", {}))
    node.shown = "th" if "scope" in attributes else "td"
    writer.body.append(writer.starttag(node, node.shown, "", **attributes))
    for child in node.children:  # its one paragraph needs no element of its own
        for piece in child.children:
            piece.walkabout(writer)
    writer.body.append(f"</{node.shown}>")
    raise nodes.SkipNode


def _open_table(writer, node) -> None:
    label = writer.attval(smart(node["label"]))
    writer.body.append(f'<div class="rn-tablewrap" tabindex="0" role="region" aria-label="{label}">')
    writer.body.append(writer.starttag(node, "table", ""))
    for part in ("thead", "tbody"):
        writer.body.append(f"<{part}>")
        for line in node.next_node(getattr(nodes, part)).children:
            line.walkabout(writer)
        writer.body.append(f"</{part}>")
    writer.body.append("</table></div>")
    raise nodes.SkipNode


def _skip(writer, node) -> None:
    raise nodes.SkipNode


def _nothing(writer, node) -> None:
    pass


def _all_parts(part: type = Part) -> Iterable[type]:
    for kind in part.__subclasses__():
        yield kind
        yield from _all_parts(kind)


def setup(app: Sphinx) -> None:
    special = {Table: _open_table, Cell: _open_cell}
    for kind in dict.fromkeys(_all_parts()):
        others = (
            dict.fromkeys(("latex", "text", "man", "texinfo"), (_skip, _nothing)) if issubclass(kind, OnScreen) else {}
        )
        app.add_node(kind, html=(special.get(kind, _open), _close), **others)
