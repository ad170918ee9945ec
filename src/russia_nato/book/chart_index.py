"""The index of charts: every chart that the pages draw, noted as they are read: a small picture, and what it says.

A chart of a chapter is noted by its directive, one of a notebook from the notebook's output; nothing is listed by hand,
so the index cannot drift. The pictures are the charts' own drawings without their writing, in files of about 2 kB.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives

from ..typography import smart
from . import components as c
from .links import reference
from .rows import CourseDirective

FIGURE = re.compile(r'<figure class="rn-chart" id="([^"]+)">(<svg\b.*?</svg>)', re.S)
PREFIX = "chart-small-"


class ChartNote(NamedTuple):
    """A chart on a page: what draws it, its id there, its caption, its alternative text, and its drawing made small."""

    kind: str
    name: str
    caption: str
    alt: str
    drawing: str


class Plates(c.Part, nodes.bullet_list):
    """Charts with small pictures of them."""

    tag = "ul"


class Plate(c.Part, nodes.list_item):
    """One of them."""

    tag = "li"


class ChartIndex(nodes.General, nodes.Element):
    """A place that becomes the charts of the book, once all pages have been read."""


def first_sentence(text: str, longest: int = 260) -> str:
    """Return the first sentence of a text, cut between words where it is long."""
    first = re.split(r"(?<=[\w)”\"])[.](?=\s+[A-Z])", text, maxsplit=1)[0].rstrip(".")
    return f"{first}." if len(first) <= longest else f"{first[:longest].rsplit(' ', 1)[0].rstrip(',;:')} …"


def plain(myst: str) -> str:
    """Return the words of a caption: without citations and source, and with the words of other roles."""
    text = re.sub(r"\s*\{cite(?::\w+)?\}`[^`]*`", "", myst)
    text = re.sub(r"\{[\w:]+\}`([^`<]*?)\s*(?:<[^`>]*>)?`", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("*", "")
    return re.sub(r"\s+Source: [^.]*\.?\s*$", "", text).strip()


def small(svg: str) -> str:
    """Return a drawing without its writing, cut to what is drawn, as fine as a small picture needs."""
    svg = re.sub(r"<text\b.*?</text>|<clipPath\b.*?</clipPath>", "", svg, flags=re.S)
    svg = re.sub(r' (?:role|aria-label|class|font-family)="[^"]*"', "", svg, count=4)
    svg = re.sub(r' clip-path="[^"]*"', "", svg)
    for n, ident in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))):
        svg = svg.replace(f'id="{ident}"', f'id="{n}"').replace(f'href="#{ident}"', f'href="#{n}"')
    parts = re.split(r"(<defs>.*?</defs>)", svg, flags=re.S)  # marks keep their shape, places go to the nearest point
    svg = "".join(p if p.startswith("<defs>") else re.sub(r' (?:d|x|y)="[^"]*"', _rounded, p) for p in parts)
    while (shorter := re.sub(r"<g>((?:(?!</?g\b).)*)</g>|<g/>|<defs>\s*</defs>", r"\1", svg, flags=re.S)) != svg:
        svg = shorter
    drawn = re.sub(r"<defs>.*?</defs>", "", svg, flags=re.S)
    drawn = re.sub(r"<path\b[^>]*>", "", drawn, count=1)  # the white of the whole figure
    plate = re.search(r'd="M ([^"]*)z ?" fill="#ffffff"', drawn)  # that of the axes, without the legend above
    places = plate[1] if plate else " ".join(re.findall(r' d="([^"]*)"', drawn))
    points = re.findall(r"(-?\d+) (-?\d+)", places)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if not box or not points:
        return svg
    x, y = [int(a) for a, _ in points], [int(b) for _, b in points]
    left, top = max(min(x) - 4, 0), max(min(y) - 4, 0)
    width, height = min(max(x) + 4, float(box[1])) - left, min(max(y) + 4, float(box[2])) - top
    head = re.sub(r' (?:width|height|viewBox)="[^"]*"', "", svg[: svg.index(">")])
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="{left} {top} {width:.0f} {height:.0f}"'
    return f"{head} {size}{svg[svg.index('>') :]}"


def _rounded(found: re.Match) -> str:
    return re.sub(r"-?\d+\.\d+", lambda n: f"{float(n[0]):.0f}", found[0])


def note_chart(env, kind: str, name: str, svg: str, caption: str = "") -> None:
    """Note a chart of a page from its drawing."""
    alt = html.unescape(re.search(r'aria-label="([^"]*)"', svg)[1])
    note_drawing(env, kind, name, alt, small(svg), caption)


def note_drawing(env, kind: str, name: str, alt: str, picture: str, caption: str = "") -> None:
    """Note a drawing of a page with its alternative text and its small picture."""
    env.get_domain("rn").note_chart(env.docname, ChartNote(kind, name, plain(caption), alt, picture))


def _note_outputs(app, doctree) -> None:
    """Note the charts that a notebook's cells show, with the ``plot_*`` function that the cell calls."""
    for node in doctree.findall(nodes.raw):
        if "rn-chart" not in (text := node.astext()) or (cell := _cell(node)) is None:
            continue
        code = "\n".join(c.astext() for c in cell.findall(nodes.literal_block))
        call = re.search(r"\bplot_(\w+)\(", code)
        for found in FIGURE.finditer(text):
            note_chart(app.env, call[1] if call else "other", found[1], found[2])


def _cell(node: nodes.Node) -> nodes.Node | None:
    while node is not None and "cell" not in node.get("classes", []):
        node = node.parent
    return node


def reading_order(env) -> Iterator[str]:
    """Return the pages in the order of the table of contents, and after them those that stand in none."""
    seen: dict[str, None] = {}

    def visit(docname: str) -> None:
        if docname not in seen:
            seen[docname] = None
            for child in env.toctree_includes.get(docname, []):
                visit(child)

    visit(env.config.root_doc)
    yield from seen
    yield from sorted(env.all_docs.keys() - seen.keys())


def charts_of(env) -> list[list[tuple[str, ChartNote]]]:
    """Return the charts in reading order, each with the pages that draw it; the same words are the same chart."""
    noted = env.get_domain("rn").data["charts"]
    found: dict[str, list[tuple[str, ChartNote]]] = {}
    for docname in reading_order(env):
        for chart in noted.get(docname, []):
            found.setdefault(chart.alt, []).append((docname, chart))
    return list(found.values())


class ChartIndexDirective(CourseDirective):
    """List charts: all, the ``:kinds:`` named, or all ``:but:`` some; ``:brief:`` gives captions without pictures."""

    option_spec = {
        "kinds": directives.unchanged_required,
        "but": directives.unchanged_required,
        "brief": directives.flag,
    }

    def run(self):
        if "kinds" in self.options and "but" in self.options:
            raise self.error("chart-index takes :kinds: or :but:, not both")
        kinds = {o: self.options.get(o, "").replace(",", " ").split() for o in ("kinds", "but")}
        return [ChartIndex(brief="brief" in self.options, **kinds)]


def _picture(app, docname: str, chart: ChartNote) -> nodes.Node:
    """Write the small picture of a chart and return its node."""
    file = f"{PREFIX}{chart.name}.svg"
    folder = Path(app.outdir) / app.builder.imagedir
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file
    if not path.is_file() or path.read_text("utf-8") != chart.drawing:
        path.write_text(chart.drawing, "utf-8")
    address = posixpath.join(posixpath.relpath(app.builder.imagedir, posixpath.dirname(docname) or "."), file)
    return c.Picture.of(html={"src": address, "alt": first_sentence(chart.alt, 200), "loading": "lazy"})


def _entry(app, docname: str, pages: list[tuple[str, ChartNote]], brief: bool) -> nodes.Node:
    """Return a chart of the index: where it stands and what it says; with its picture where there is room."""
    (page, chart), *others = pages
    says = smart(chart.caption or first_sentence(chart.alt))
    title = lambda p: nodes.Text(app.env.titles[p].astext())  # noqa: E731
    link = lambda p, drawn: reference(app.builder, docname, p, drawn.name, title(p))  # noqa: E731
    if brief:
        return Plate.of(nodes.inline("", "", nodes.Text(f"{says} "), link(page, chart)))
    again = [
        [", " if n else " Drawn again in: ", link(p, d)] for n, (p, d) in enumerate(o for o in others if o[0] != page)
    ]
    picture = _picture(app, docname, chart) if app.builder.format == "html" else None
    return Plate.of(picture, c.paragraph(link(page, chart), f". {says}", again))


def _fill(app, doctree, docname) -> None:
    """Make the index of charts, now that every page has been read."""
    places = list(doctree.findall(ChartIndex))
    if not places:
        return
    charts = charts_of(app.env)
    for node in places:
        kinds, but, brief = node["kinds"], node["but"], node["brief"]
        wanted = [p for p in charts if (not kinds or p[0][1].kind in kinds) and p[0][1].kind not in but]
        items = [_entry(app, docname, pages, brief) for pages in wanted if pages[0][1].caption or not brief]
        node.replace_self(Plates.of(items, classes=[] if brief else ["rn-charts"]) if items else [])
    if app.builder.format == "html":
        kept = {f"{PREFIX}{pages[0][1].name}.svg" for pages in charts}
        for old in (Path(app.outdir) / app.builder.imagedir).glob(f"{PREFIX}*.svg"):
            if old.name not in kept:
                old.unlink()


def setup(app) -> None:
    app.add_node(ChartIndex)
    app.add_directive("chart-index", ChartIndexDirective)
    app.connect("doctree-read", _note_outputs)
    app.connect("doctree-resolved", _fill)
