"""The parts that the course's pages are made of, as nodes that say what they mean.

Each part is a kind of an ordinary node (container, paragraph, list, table), so that every builder can set it: Sphinx falls back on
the ordinary one. For HTML it has an element, a class, and what paper is to know of it (``data-print``). What goes into a part is
nodes or plain text, never markup: escapes, curly quotes, dashes and links are Sphinx's work, and cells of the tables are plain text.
"""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

Content = "str | nodes.Node | Iterable[Content] | None"


def flat(content: Iterable) -> list[nodes.Node]:
    """Return content as nodes: text as text, lists unfolded, nothing left out as nothing.

    Examples
    --------
    >>> [n.astext() for n in flat(["a", None, ["b", [nodes.strong("", "c")]]])]
    ['a', 'b', 'c']
    """
    out: list[nodes.Node] = []
    for piece in content:
        if isinstance(piece, str):
            out += [nodes.Text(piece)] if piece else []
        elif isinstance(piece, nodes.Node):
            out.append(piece)
        elif piece is not None:
            out += flat(piece)
    return out


class Part:
    """What all parts share: ``tag``, ``css`` and ``printed`` are their HTML; an instance adds classes, ids and ``html`` attributes."""

    tag, css, printed, void = "div", "", "", False

    @classmethod
    def of(cls, *content: Content, **attributes) -> nodes.Element:
        """Return the part around its content."""
        node = cls("", **attributes)  # type: ignore[call-arg]
        node.extend(flat(content))  # type: ignore[attr-defined]
        return node  # type: ignore[return-value]


class Entry(Part, nodes.container):
    """A row with all that the tables hold of it."""

    css, printed = "rn-entry", "entry"


class EventEntry(Entry):
    """A row that is a small text of its own, with a heading."""

    tag = "article"


class EntryTitle(Part, nodes.rubric):
    """The heading of an entry: it stands in no table of contents."""

    tag, css = "h3", "rn-entry-title"


class Facts(Part, nodes.paragraph):
    """What is known of a row beside its text, in small print."""

    tag, css, printed = "p", "rn-meta", "small"


class Note(Part, nodes.paragraph):
    """A remark on how a row is to be read."""

    tag, css, printed = "p", "rn-note", "small"


class Words(Part, nodes.container):
    """Words of somebody: a quotation or a paraphrase with its caption."""

    tag, css = "figure", "rn-position"


class Reading(Part, nodes.container):
    """One side's reading of a contested question."""

    tag, css = "figure", "rn-reading"


class Caption(Part, nodes.paragraph):
    """Whose words they are, when and where they were said, and the source."""

    tag = "figcaption"


class Quotation(Part, nodes.block_quote):
    """Words as they were said or written, or a paraphrase of them."""

    tag = "blockquote"


class Original(Part, nodes.paragraph):
    """A quotation in its own language, with the marks that it has there."""

    tag, css = "p", "rn-original"


class Native(Part, nodes.inline):
    """A name or a term in its own language."""

    tag = "span"


class Translation(Part, nodes.inline):
    """Who translated."""

    tag, css = "span", "rn-translation"


class SideTag(Part, nodes.inline):
    """On which side a speaker stood."""

    tag, css, printed = "span", "rn-side", "tag side"


class StanceTag(Part, nodes.inline):
    """Where words stand on the scale of an issue."""

    tag, css, printed = "span", "rn-stance", "tag"


class Time(Part, nodes.inline):
    """A date for readers and, in ``datetime``, for machines."""

    tag = "time"


class Break(Part, nodes.inline):
    """The end of a line."""

    tag, void = "br", True


class Box(Part, nodes.container):
    """A framed box; its class says of what."""

    printed = "box"


class KeptBox(Box):
    """A box that paper does not split."""

    printed = "box keep"


class BoxTitle(Part, nodes.paragraph):
    """The title of a box."""

    tag, printed = "p", "title"


class Columns(Part, nodes.container):
    """What is read side by side."""

    css, printed = "rn-compare", "columns"


class Chart(Part, nodes.container):
    """A drawing with its caption, source and data."""

    tag, css = "figure", "rn-chart"


class Drawing(Chart):
    """A drawing for two widths, with its caption, source and data."""

    css = "rn-chart rn-drawing"


class ChartCaption(Part, nodes.container):
    """The paragraphs below a drawing."""

    tag = "figcaption"


class ChartWords(Part, nodes.paragraph):
    """What to see in a drawing."""

    tag, css = "p", "rn-caption"


class Source(Part, nodes.paragraph):
    """Where the numbers of a drawing are from."""

    tag, css = "p", "rn-source"


class RecordLink(Source):
    """The way from a drawing to the record that is its table, which paper leaves to the contents."""

    css, printed = "rn-source screen-only", "omit"


class Table(Part, nodes.table):
    """A table that scrolls in a frame of its own where the page is narrow; ``label`` names it."""

    tag = "table"


class Row(Part, nodes.row):
    """A row of a table."""

    tag = "tr"


class Cell(Part, nodes.entry):
    """A cell; one with a ``scope`` heads its row or column."""

    tag = "td"


class OnScreen(Part, nodes.inline):
    """What only a screen can use: no other builder shows it."""

    tag, printed = "span", "omit"


class Picture(OnScreen):
    """A small picture."""

    tag, css, void = "img", "screen-only", True


class Control(OnScreen):
    """What a reader ticks."""

    tag, printed, void = "input", "", True


class Button(OnScreen):
    """What a reader presses."""

    tag = "button"


class Reply(OnScreen):
    """A place where a script answers."""

    tag = "div"


def table(label: str, columns: Iterable[Content], rows: Iterable[nodes.row], css: str = "") -> nodes.table:
    """Return a table with a heading a column.

    Examples
    --------
    >>> made = table("Rows", ["Table", "All"], [row(["events"], "581", ident="r")])
    >>> [c.astext() for c in made.findall(Cell)]
    ['Table', 'All', 'events', '581']
    """
    heads = [Cell.of(nodes.paragraph("", "", *flat([c])), html={"scope": "col"}) for c in columns]
    made = Table.of(label=label, classes=[css] if css else [])
    group = nodes.tgroup("", cols=len(heads))
    group.extend(nodes.colspec("", colwidth=20) for _ in heads)
    group += nodes.thead("", Row.of(heads))
    group += nodes.tbody("", *rows)
    made += group
    return made


def row(head: Content, *cells: Content, ident: str = "", number: bool = False) -> nodes.row:
    """Return a row of a table: a cell that heads it, and the others; numbers stand at the right."""
    classes = ["text-right"] if number else []
    made = [Cell.of(nodes.paragraph("", "", *flat([head])), html={"scope": "row"})]
    made += [Cell.of(nodes.paragraph("", "", *flat([c])), classes=list(classes)) for c in cells]
    return Row.of(made, ids=[ident] if ident else [])


def paragraph(*content: Content) -> nodes.paragraph:
    """Return an ordinary paragraph."""
    return nodes.paragraph("", "", *flat(content))


def strong(text: str) -> nodes.strong:
    """Return words of weight."""
    return nodes.strong("", text)


def native(text: str, language: str, part: type[Part] = Native) -> nodes.Element:
    """Return words in their own language: named for voices, and with the quotation marks that stand in the table."""
    return part.of(text, classes=[f"language-{language}"], support_smartquotes=False)
