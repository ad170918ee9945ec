"""A table to read: the same in JupyterLab, on a page and on paper."""

from __future__ import annotations

import html
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .data import load_table
from .typography import minus, smart_html

if TYPE_CHECKING:
    import pandas as pd

# Which table names an id, by the column that holds it.
_NAMES = {
    "actor_id": ("actors", "name"),
    "source_actor": ("actors", "name"),
    "target_actor": ("actors", "name"),
    "actor": ("actors", "name"),
    "person_id": ("people", "name"),
    "issue_id": ("issues", "title"),
    "phase_id": ("phases", "title"),
}
_HEADS = {
    "anchor_m2": "−2", "anchor_m1": "−1", "anchor_0": "0", "anchor_p1": "+1", "anchor_p2": "+2",
    "source_actor": "from", "target_actor": "to", "start_date": "date", "n_sources": "sources",
}  # fmt: skip
_IDS = ("actor_id", "person_id", "issue_id", "phase_id")
MISSING = "–"


@lru_cache(maxsize=8)
def _names(column: str) -> dict[str, str]:
    table, name = _NAMES[column]
    rows = load_table(table)
    return dict(zip(rows.iloc[:, 0], rows[name], strict=True))


def _head(label: object) -> str:
    """Return a heading as words: ``actor_id`` as actor, ``coding_note`` as coding note; ids to copy keep their name."""
    text = str(label)
    if text in _HEADS:
        return _HEADS[text]
    if text in _IDS:
        text = text.removesuffix("_id")
    return text if text.endswith("_id") else text.replace("_", " ")


def _is_number(value: Any) -> bool:
    import numpy as np

    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _word(value: Any, column: object, digits: int) -> str:
    """Return a cell as words: a name for an id, a day for a date, a rounded number, a dash for what is missing."""
    import pandas as pd

    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return MISSING
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if _is_number(value):
        whole = float(value) == int(value) and not isinstance(value, float)
        return minus(str(int(value)) if whole else f"{float(value):.{digits}f}")
    if str(column) in _NAMES:
        return _names(str(column)).get(str(value), str(value))
    return str(value)


def _cell(text: str, column: object, figure: bool, tag: str = "td") -> str:
    """Return a cell; words begin at the left, figures end at the right, and an id may break at its hyphens only."""
    side = "right" if figure else "left"
    body = smart_html(text)
    if str(column).endswith("_id") and str(column) not in _NAMES and tag == "td":
        hyphenated = html.escape(text).replace("-", "-<wbr>")
        body = f'<code style="white-space:normal">{hyphenated}</code>'
    elif len(text) == 10 and text[4:5] == "-" == text[7:8]:
        body = f'<span style="white-space:nowrap">{body}</span>'
    return f'<{tag} style="text-align:{side};vertical-align:top">{body}</{tag}>'


class Shown:
    """A table as people read it; a notebook shows it, ``print`` writes it with bars."""

    def __init__(self, heads: list[str], columns: list[object], rows: list[list[str]], figures: list[bool]):
        self.heads, self.columns, self.rows, self.figures = heads, columns, rows, figures

    def _repr_html_(self) -> str:
        head = "".join(_cell(h, "", f, "th") for h, f in zip(self.heads, self.figures, strict=True))
        body = "".join(
            "<tr>" + "".join(_cell(*c) for c in zip(row, self.columns, self.figures, strict=True)) + "</tr>\n"
            for row in self.rows
        )
        return f'<table class="dataframe" style="width:auto;max-width:100%"><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>'

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in [self.heads, *self.rows])


def show(table: pd.DataFrame | pd.Series, *, digits: int = 2) -> Shown:
    """Show a table to be read: words wrapped, figures at the right, names in the place of ids, no row numbers, no NaN.

    Parameters
    ----------
    table : pandas.DataFrame or pandas.Series
        What is shown. Its index stands in the first columns where it says more than a row's number.
    digits : int
        Decimal places of numbers that are not whole.

    Returns
    -------
    Shown
        The last line of a cell shows it. The table itself is not changed, and the ids that code needs (of events, positions,
        documents) stay as they are.

    Examples
    --------
    >>> import pandas as pd
    >>> show(pd.DataFrame({"actor_id": ["usa"], "stance": [-1], "share": [0.333]}, index=[93]))
    actor | stance | share
    United States | −1 | 0.33
    """
    import pandas as pd

    frame = table.to_frame("" if table.name is None else table.name) if isinstance(table, pd.Series) else table
    index = frame.index
    numbered = index.nlevels == 1 and index.name is None and all(map(_is_number, index))
    columns: list[object] = [*([] if numbered else index.names), *frame.columns]
    rows = []
    for label, values in zip(index, frame.itertuples(index=False, name=None), strict=True):
        labels = [] if numbered else list(label) if index.nlevels > 1 else [label]
        rows.append([*labels, *values])
    figures = [all(_is_number(row[n]) or _word(row[n], "", 0) == MISSING for row in rows) for n in range(len(columns))]
    words = [[_word(v, c, digits) for v, c in zip(row, columns, strict=True)] for row in rows]
    unnamed = index.nlevels == 1 and index.name is None and frame.columns.name is None
    lying = (
        unnamed and len(frame.columns) == 1 and _is_number(frame.columns[0])
    )  # one row turned by .T under its number
    if (isinstance(table, pd.Series) or lying) and not numbered:
        words = [[_head(row[0]) if row[0] in _HEADS else row[0], *row[1:]] for row in words]
    heads = ["" if c is None else _head(" ".join(map(str, c)) if isinstance(c, tuple) else c) for c in columns]
    if lying and not numbered:
        heads[-2:] = ["column", "value"]
    return Shown(heads, columns, words, figures)
