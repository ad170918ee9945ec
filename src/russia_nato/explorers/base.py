"""One object, three faces.

1. Live in JupyterLab: ipywidgets that call Python.
2. In a built page: HTML with native controls and a short script; it needs no kernel, works at file:// and by keyboard, and
   shows everything where scripts are off.
3. On paper and in previews: a still chart.
"""

from __future__ import annotations

import hashlib
import html
import io
import os
from abc import ABC, abstractmethod
from base64 import b64encode
from importlib.resources import files

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from ..charts import alt_text, chart_svg, source_line

STATIC = "RUSSIA_NATO_STATIC"  # set while a book is built: its pages never use face 1, and widget ids would differ from build to build


class Explorer(ABC):
    """What all explorers share: the choice of the face, and the frame of the page's face."""

    #: name of the script in explorers/static that drives the page's face
    script: str
    title: str

    @abstractmethod
    def widget(self):
        """Return the live face: an ipywidgets widget."""

    @abstractmethod
    def page(self) -> str:
        """Return the inner HTML of the page's face, between the form's start and the results' end."""

    @abstractmethod
    def still(self) -> Axes:
        """Return the still face: a chart."""

    def _drawn(self) -> Axes:
        """Return the still chart, taken from pyplot's hands, so that a notebook does not show it a second time."""
        ax = self.still()
        plt.close(ax.figure)
        return ax

    @property
    def ident(self) -> str:
        """An id for the page that depends on the content alone."""
        return f"{self.script}-{hashlib.sha1(self.page().encode()).hexdigest()[:8]}"

    def html(self) -> str:
        """Return the page's face, with the still chart that is printed in its place."""
        script = files(__package__).joinpath("static", f"{self.script}.js").read_text("utf-8")
        ax = self._drawn()
        return (
            f'<div class="explorer explorer-{self.script}" id="{self.ident}" role="region" aria-label="{html.escape(self.title)}">'
            f'<div class="explorer-live screen-only" data-print="omit">{self.page()}</div>'
            f'<figure class="explorer-still print-only">{chart_svg(ax, self.ident)}'
            f'<figcaption><p class="rn-caption">{html.escape(self.title)}</p><p class="rn-source">Source: {html.escape(source_line(ax))}</p></figcaption></figure>'
            f"<script>({script.strip()})(document.getElementById({self.ident!r}));</script></div>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        buffer = io.BytesIO()
        ax = self._drawn()
        ax.figure.savefig(buffer, format="png", dpi=144, bbox_inches="tight", metadata={"Software": None})
        bundle = {
            "text/plain": f"{self.title}. {alt_text(ax)}",
            "image/png": b64encode(buffer.getvalue()).decode(),
            "text/html": self.html(),
        }
        return bundle if os.environ.get(STATIC) else self.widget()._repr_mimebundle_() | bundle


def select(name: str, label: str, options: list[tuple[str, str]], chosen: str = "") -> str:
    """Return a labelled native select."""
    items = "".join(
        f'<option value="{html.escape(v)}"{" selected" if v == chosen else ""}>{html.escape(t)}</option>'
        for v, t in options
    )
    return f'<label>{html.escape(label)} <select name="{name}">{items}</select></label>'


def sources_html(keys: list[str]) -> str:
    """Return a list of sources as HTML, with links."""
    from ..bibliography import load_references

    refs = load_references()
    out = []
    for key in keys:
        ref = refs.get(key)
        if ref is None:
            out.append(html.escape(key))
        elif ref.url:
            out.append(f'<a href="{html.escape(ref.url)}">{html.escape(ref.short)}</a>')
        else:
            out.append(html.escape(ref.short))
    return "; ".join(out)
