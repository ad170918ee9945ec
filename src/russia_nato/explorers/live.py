"""The live face of an explorer: each control calls Python, which finds the rows, counts them and draws them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..charts import svg_pen
from ..typography import smart_html

if TYPE_CHECKING:
    from .base import Explorer

LEAST = 2  # rows that a drawing of their own needs


def live(explorer: Explorer):
    """Return the widget: search, years, a choice a facet, the drawing of what fits, its list, and the card of the row chosen."""
    import ipywidgets as w

    years = sorted({int(r.iso[:4]) for r in explorer.rows.rows})
    search = w.Text(description="Search", placeholder="words", continuous_update=False)
    span = w.IntRangeSlider(
        value=(years[0], years[-1]), min=years[0], max=years[-1], description="Years", continuous_update=False
    )
    boxes = {
        key: w.Dropdown(options=[("all", ""), *((v, v) for v in values)], description=name)
        for key, name, values in explorer.rows.facets
    }
    count, picture, chosen, card = w.HTML(), w.HTML(), w.Select(rows=8, layout=w.Layout(width="100%")), w.HTML()

    def asked(but: str = "") -> dict:
        return {"search": search.value, "years": span.value} | {k: b.value for k, b in boxes.items() if k != but}

    def show(_=None) -> None:
        found = explorer.select(**asked())
        count.value = f"<b>{len(found)} of {len(explorer.table)} {explorer.rows.noun}</b>"
        picture.value = svg_pen.write(explorer.drawn(found).wide, "") if len(found) >= LEAST else ""
        lines = dict(zip(explorer.table.index, explorer.rows.rows, strict=True))
        chosen.options = [(f"{lines[i].when}  {lines[i].title}", i) for i in found.index]
        if not len(found):
            card.value = "<p>Nothing fits all of this: take back a filter or a word.</p>"

    def open_row(_=None) -> None:
        if chosen.value is not None:
            card.value = explorer.card(explorer.table.loc[chosen.value].to_dict())

    for box in (search, span, *boxes.values()):
        box.observe(show, "value")
    chosen.observe(open_row, "value")
    show()
    head = w.HTML(f"<b>{smart_html(explorer.drawn().words.title)}</b>")
    controls = w.HBox([search, span, *boxes.values()], layout=w.Layout(flex_flow="row wrap"))
    return w.VBox([head, controls, count, picture, chosen, card])
