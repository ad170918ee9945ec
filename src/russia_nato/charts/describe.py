"""What a chart says in words: its title, alternative text made from its data, its source line and its data table.

A chart that was described is shown in Jupyter and in the book as a figure with all of them.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..typography import smart_html
from .draw import house_style


@dataclass(frozen=True)
class Description:
    """The words that stand for a chart: what it says as a sentence, what it shows, from where, and the numbers."""

    title: str
    detail: str
    source: str
    table: pd.DataFrame
    table_title: str

    @property
    def alt(self) -> str:
        """The alternative text: the message first, then what is drawn."""
        return f"{self.title}. {self.detail}"


FACES = "'DejaVu Sans', Verdana, sans-serif"
_OF: WeakKeyDictionary[Axes, Description] = WeakKeyDictionary()


def describe(ax: Axes, words: Description) -> Axes:
    """Attach its words to a chart, and let Jupyter show them with it."""
    _OF[ax] = words
    _register_with_jupyter()
    return ax


def description(ax: Axes) -> Description:
    """Return what was attached to a chart.

    Raises
    ------
    ValueError
        If the axes were not drawn by a ``plot_*`` function of the course.
    """
    if ax not in _OF:
        raise ValueError("these axes were not drawn by a plot_* function of russia_nato")
    return _OF[ax]


def alt_text(ax: Axes) -> str:
    """Return the alternative text of a chart: what it says, then what it shows, with the numbers.

    Examples
    --------
    >>> import russia_nato as rn
    >>> rn.alt_text(rn.plot_enlargement(rn.load_members()))[:42]
    '16 Allies in 1989 became 32 by 2024, in 7 '
    """
    return description(ax).alt


def source_line(ax: Axes) -> str:
    """Return the source line of a chart.

    Examples
    --------
    >>> import russia_nato as rn
    >>> rn.source_line(rn.plot_enlargement(rn.load_members())).split(" ")[0]
    'members'
    """
    return description(ax).source


def data_table(ax: Axes) -> pd.DataFrame:
    """Return the data that a chart shows, as a table fit to be read."""
    return description(ax).table.copy()


def chart_svg(ax: Axes, ident: str = "") -> str:
    """Return a chart's figure as an inline SVG element that carries its alternative text.

    ``ident`` sets the ids inside the drawing apart from those of other drawings on the page.
    """
    buffer = io.StringIO()
    with house_style():
        ax.figure.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight", pad_inches=0.05
        )
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", buffer.getvalue()[buffer.getvalue().index("<svg") :], flags=re.S)
    svg = re.sub(r"\s*<!--.*?-->\s*", "\n", svg, flags=re.S)
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", svg, flags=re.S)  # it would apply to the whole page
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r"(\.\d\d)\d+", r"\1", svg)  # hundredths of a point are finer than any screen
    named = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: m[0] if m[1] in named else "", svg)  # names that nothing refers to
    svg = re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", " ", svg))
    prefix = re.sub(r"\W+", "-", ident) or "c"
    svg = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    svg = re.sub(r' style="([^"]*)"', _attributes, svg)  # a page that forbids inline style still draws attributes
    return svg.replace(
        "<svg ",
        f'<svg role="img" aria-label="{smart_html(alt_text(ax))}" class="rn-svg" stroke-linejoin="round" '
        f'font-family="{FACES}" ',
        1,
    ).strip()


def _attributes(style: re.Match) -> str:
    """Write the declarations of an element's style as attributes; the faces are named once, at the root."""
    pairs = [d.split(":", 1) for d in style[1].split(";") if ":" in d]
    return "".join(f' {k.strip()}="{v.strip()}"' for k, v in pairs if k.strip() != "font-family")


def _number(value: object) -> str:
    """Write a number without the digits that binary fractions add; a missing one leaves its cell empty."""
    if pd.isna(value):
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def table_html(words: Description) -> str:
    """Return the data table of a chart, folded under its title; numbers stand to the right."""
    table, number = words.table, set(words.table.select_dtypes("number").columns)
    head = "".join(f'<th scope="col">{smart_html(c)}</th>' for c in table.columns)

    def cell(column: object, value: object) -> str:
        if column in number:
            return f'<td class="text-right">{_number(value)}</td>'
        return f"<td>{smart_html(value)}</td>"

    body = "".join(
        f"<tr>{''.join(map(cell, table.columns, row))}</tr>" for row in table.itertuples(index=False, name=None)
    )
    title = smart_html(words.table_title)
    return (
        f'<details class="rn-table screen-only" data-print="omit"><summary>{title}</summary>'
        f'<div class="rn-tablewrap" tabindex="0" role="region" aria-label="{title}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def chart_parts(ax: Axes, ident: str) -> tuple[str, str, str]:
    """Return a chart as the parts of an HTML figure: its start with the drawing, after which a caption may go; source line; data table."""
    words = description(ax)
    return (
        f'<figure class="rn-chart" id="{html.escape(ident)}">{chart_svg(ax, ident)}<figcaption>',
        f'<p class="rn-source">Source: {smart_html(words.source)}</p>',
        table_html(words),
    )


def _figure_html(fig: Figure) -> str | None:
    described = [ax for ax in fig.axes if ax in _OF]
    if len(fig.axes) != 1 or not described:
        return None  # not one of ours alone: shown as any matplotlib figure
    ident = "chart-" + hashlib.sha1(_OF[described[0]].alt.encode()).hexdigest()[:8]
    drawing, source, table = chart_parts(described[0], ident)
    return f"{drawing}{source}</figcaption>{table}</figure>"


def _register_with_jupyter() -> None:
    """Show described figures as HTML where IPython displays them; does nothing outside IPython."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(Figure, _figure_html)
