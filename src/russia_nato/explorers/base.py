"""One object, three faces.

1. Live in JupyterLab: ipywidgets that call Python.
2. In a built page: HTML with native controls, driven by ``static/explorers.js``; it needs no kernel, works at file:// and
   by keyboard, and shows everything where scripts are off or the file is not there.
3. On paper and in previews: a still chart.
"""

from __future__ import annotations

import hashlib
import html
import io
import os
from abc import ABC, abstractmethod
from base64 import b64encode
from functools import cached_property
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from ..bibliography import load_references
from ..charts import alt_text, chart_svg, source_line
from ..dates import iso_date, written_date
from ..typography import smart_html

#: Set while a book is built: its pages never use face 1, and widget ids would differ from build to build.
STATIC = "RUSSIA_NATO_STATIC"
#: The folder of the script that drives face 2; a book that shows explorers loads the file once a page.
SCRIPTS = Path(__file__).parent / "static"
SCRIPT = "explorers.js"


class Explorer(ABC):
    """What all explorers share: the choice of the face, and the frame of the page's face."""

    #: name by which explorers.js knows this kind
    kind: str
    title: str

    @abstractmethod
    def widget(self):
        """Return the live face: an ipywidgets widget."""

    @abstractmethod
    def page(self) -> str:
        """Return the inner HTML of the page's face: a form, a count and the results."""

    @abstractmethod
    def still(self) -> Axes:
        """Return the still face: a chart."""

    @cached_property
    def _page(self) -> str:
        return self.page()

    @property
    def ident(self) -> str:
        """An id for the page that depends on the content alone."""
        return f"{self.kind}-{hashlib.sha1(self._page.encode()).hexdigest()[:8]}"

    def html(self, still: Axes | None = None) -> str:
        """Return the page's face, with the still chart that is printed in its place."""
        ax = still or self._drawn()
        return (
            f'<div class="explorer explorer-{self.kind}" id="{self.ident}" role="region" '
            f'aria-label="{smart_html(self.title)}" data-explorer="{self.kind}">'
            f'<div class="explorer-live screen-only" data-print="omit">{self._page}</div>'
            f'<figure class="explorer-still print-only">{chart_svg(ax, self.ident)}'
            f'<figcaption><p class="rn-caption">{smart_html(self.title)}</p>'
            f'<p class="rn-source">Source: {smart_html(source_line(ax))}</p></figcaption></figure></div>'
        )

    def _drawn(self) -> Axes:
        """Return the still chart, taken from pyplot's hands, so that a notebook does not show it a second time."""
        ax = self.still()
        plt.close(ax.figure)
        return ax

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        ax = self._drawn()
        bundle = {"text/plain": f"{self.title}. {alt_text(ax)}", "text/html": self.html(ax)}
        if os.environ.get(STATIC):
            return bundle
        buffer = io.BytesIO()
        ax.figure.savefig(buffer, format="png", dpi=144, bbox_inches="tight", metadata={"Software": None})
        return self.widget()._repr_mimebundle_() | bundle | {"image/png": b64encode(buffer.getvalue()).decode()}


def select(name: str, label: str, options: list[tuple[str, ...]], chosen: str = "") -> str:
    """Return a labelled native select; an option is its value, its words and, where there is one, its question."""
    items = "".join(
        f'<option value="{html.escape(value)}"{" selected" if value == chosen else ""}'
        f"{''.join(f' data-question={chr(34)}{smart_html(q)}{chr(34)}' for q in question)}>{smart_html(words)}</option>"
        for value, words, *question in options
    )
    return f'<label>{smart_html(label)} <select name="{html.escape(name)}">{items}</select></label>'


def data(**values: object) -> str:
    """Return data attributes, escaped, each after a space.

    Examples
    --------
    >>> data(kind='a"b')
    ' data-kind="a&quot;b"'
    """
    return "".join(f' data-{name}="{html.escape(str(value))}"' for name, value in values.items())


def time_html(date, precision: object) -> str:
    """Return a date as written and for machines, no finer than its source gives it."""
    return f'<time datetime="{iso_date(date, precision)}">{written_date(date, precision)}</time>'


def sources_html(keys: list[str]) -> str:
    """Return a list of sources as HTML, with links."""
    refs = load_references()
    out = []
    for key in keys:
        ref = refs.get(key)
        if ref is None:
            out.append(html.escape(key))
        elif ref.url:
            out.append(f'<a href="{html.escape(ref.url)}">{smart_html(ref.short)}</a>')
        else:
            out.append(smart_html(ref.short))
    return "; ".join(out)
