"""One object, three faces.

1. Live in JupyterLab: ipywidgets that call Python (``live``).
2. In a built page: the drawing with native controls (``page``), answered by ``static/explore.js``; it needs no kernel, works at
   file:// and by keyboard, and leaves drawing and list where scripts are off.
3. On paper and in previews: the still.
"""

from __future__ import annotations

import hashlib
import io
import os
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from ..charts import Drawing, alt_text
from ..sides import SIDES
from .page import figure_html
from .rows import Row, Rows

#: Set while a book is built: its pages never use face 1, and widget ids would differ from build to build.
STATIC = "RUSSIA_NATO_STATIC"
#: The folder of the script that drives face 2.
SCRIPTS = Path(__file__).parent / "static"


class Explorer(ABC):
    """What all explorers share: rows and their facets, the choice of the face, and the frame of the page's face."""

    kind: str
    title: str
    on_paper = True

    @property
    @abstractmethod
    def rows(self) -> Rows:
        """The rows behind the marks, with their facets."""

    @property
    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The rows of the course's table that are explored, in the order of ``rows``."""

    @abstractmethod
    def drawn(self, rows: pd.DataFrame | None = None) -> Drawing:
        """Return the drawing of these rows, or of all."""

    @abstractmethod
    def still(self) -> Axes:
        """Return the still face: a chart."""

    @abstractmethod
    def card(self, row: dict) -> str:
        """Return what opens from a mark, as HTML, where there is no book to open."""

    def view(self) -> str:
        """Return what the page shows at first, as in its address; all by default."""
        return ""

    def choices(self) -> str:
        """Return the controls that no other explorer has."""
        return ""

    def select(
        self, *, search: str = "", years: tuple[int, int] | None = None, **chosen: str | Iterable[str]
    ) -> pd.DataFrame:
        """Return the rows that fit all that is asked.

        ``chosen`` are values by facet (one, or several of which one must fit), ``search`` looks in all words, ``years`` takes in both.

        Raises
        ------
        ValueError
            If there is no such facet.
        """
        places = {key: n for n, (key, *_) in enumerate(self.rows.facets)}
        asked = {key: _values(value) for key, value in chosen.items() if value}
        unknown = sorted(set(asked) - set(places))
        if unknown:
            raise ValueError(f"rows are not told apart by {unknown}; allowed are {list(places)}")
        words = search.casefold().split()

        def fits(row: Row, text: str) -> bool:
            if years and not years[0] <= int(row.iso[:4]) <= years[1]:
                return False
            return all(set(row.values[places[k]]) & v for k, v in asked.items()) and all(w in text for w in words)

        texts = self._texts()
        return self.table[[fits(row, text) for row, text in zip(self.rows.rows, texts, strict=True)]]

    def _texts(self) -> list[str]:
        """Return all words of each row, for a search."""
        cells = self.table.select_dtypes(exclude=["number", "datetime"]).itertuples(index=False)
        written = (" ".join(map(str, row)) for row in cells)
        values = (" ".join(v for values in r.values for v in values) for r in self.rows.rows)
        return [f"{w} {v}".casefold() for w, v in zip(written, values, strict=True)]

    @cached_property
    def _page(self) -> str:
        return self.page()

    @property
    def ident(self) -> str:
        """An id for the page that depends on the rows alone."""
        return f"{self.kind}-{hashlib.sha1(self.rows.items().encode()).hexdigest()[:8]}"

    def page(self) -> str:
        """Return the page's face: the drawing with its tools and its list, which paper takes too."""
        figure = figure_html(
            self.drawn(), self.rows, self.ident, view=self.view(), choices=self.choices(), printed=self.on_paper
        )  # fmt: skip
        told = "" if self.on_paper else '<p class="print-only">The drawing to explore stands in the chapter.</p>'
        return figure + told

    def html(self) -> str:
        """Return the page's face."""
        return self._page

    def widget(self):
        """Return the live face: an ipywidgets widget whose controls call Python."""
        from .live import live

        return live(self)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        if os.environ.get(STATIC):
            return {"text/plain": f"{self.title}. {self.drawn().words.alt}", "text/html": self.html()}
        ax = self.still()
        plt.close(ax.figure)  # taken from pyplot's hands, so that a notebook does not show it a second time
        buffer = io.BytesIO()
        ax.figure.savefig(buffer, format="png", dpi=144, bbox_inches="tight", metadata={"Software": None})
        bundle = {"text/plain": f"{self.title}. {alt_text(ax)}", "text/html": self.html()}
        return self.widget()._repr_mimebundle_() | bundle | {"image/png": b64encode(buffer.getvalue()).decode()}


def _values(value: str | Iterable[str]) -> set[str]:
    """Return values as they are shown; a side may be named by its id."""
    values = {value} if isinstance(value, str) else set(value)
    return {SIDES[v].name if v in SIDES else v for v in values}
