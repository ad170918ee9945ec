"""The face of an explorer in a page: the drawing with its tools, and the rows behind its marks.

The tools are native controls that a stylesheet hides where scripts do not run; ``explore.js`` fills and answers them. It comes
when a reader first touches the part (``data-script``), and the rows of a chapter's drawing with it, from a deck.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from ..charts import Drawing, drawing_html, key_html, svg_pen
from ..typography import smart, smart_html
from .rows import Rows

SCRIPTS = "explore-views.js explore.js"
PLAIN = ("", "list", "table")
VIEWS_OF = {"stances": (*PLAIN, "sides")}
VIEWS = {"": "Drawing", "list": "List", "table": "Table", "sides": "Side by side"}


def tools_html(
    title: str, noun: str, count: int, views: Sequence[str] = ("", "list", "table"), choices: str = ""
) -> str:
    """Return the tools of an explorer: search, filters, view and what may be taken away, and the line that says what is shown."""
    options = "".join(f'<option value="{v}">{VIEWS[v]}</option>' for v in views)
    return (
        f'<form class="rn-tools screen-only" data-print="omit" role="search" aria-label="{smart_html(title)}">{choices}'
        '<label><span>Search</span> <input type="search" name="q" autocomplete="off"></label> '
        '<button type="button" name="filters" aria-expanded="false">Filters</button> '
        f'<label><span>View</span> <select name="view">{options}</select></label> '
        '<button type="button" name="take" aria-expanded="false">Take or cite</button>'
        f'<p class="rn-key rn-count" role="status">{count:,} {html.escape(noun)}</p></form>'
    )


def content(drawn: Drawing, rows: Rows) -> dict[str, object]:
    """Return what a script needs of an explorer: facets, codes of the rows, and of each width which mark is which row and the axes."""
    sheets = (drawn.wide, drawn.narrow)
    told = [{"marks": svg_pen.mark_rows(s)} | svg_pen.axes_of(s) for s in sheets]
    views = VIEWS_OF.get(drawn.kind, PLAIN)
    return rows.codes() | {"noun": rows.noun, "views": list(views), "sheets": told}


def part_attributes(drawn: Drawing, rows: Rows, deck: str = "", **more: str) -> dict[str, str]:
    """Return the attributes by which a script knows an explorer; without a deck they carry its content."""
    attributes = {"data-script": SCRIPTS}
    if deck:
        attributes["data-deck"] = deck
    else:
        attributes["data-codes"] = json.dumps(content(drawn, rows), ensure_ascii=False, separators=(",", ":"))
    return attributes | {f"data-{k}": v for k, v in more.items()}


def list_html(rows: Rows) -> str:
    """Return the rows as a list that scrolls in a frame of its own."""
    return (
        f'<div class="rn-list screen-only" data-print="omit" data-scrolls role="region" aria-label="The {rows.noun} as a list">'
        f'<ol class="rn-rows">{rows.items()}</ol></div>'
    )


def year_html(first: int, last: int) -> str:
    """Return the slider of an explorer that shows one year at a time."""
    end = last - first
    return (
        f'<label class="rn-window"><span>Year</span> <input type="range" name="to" min="0" max="{end}" value="{end}"> '
        f"<output>{last}</output></label>"
    )


def weights_html() -> str:
    """Return the sliders of the index: how much words, and deeds of either kind, count."""
    names = (("words", "Words"), ("cooperation", "Deeds of cooperation"), ("conflict", "Deeds of conflict"))
    return "".join(
        f'<label class="rn-window"><span>{name} count</span> '
        f'<input type="range" name="{key}" min="0" max="100" step="10" value="100" data-weight> <output>100 %</output></label>'
        for key, name in names
    )


def short_tools_html(noun: str, count: int) -> str:
    """Return the tools of a drawing in a chapter: a button behind which a script puts the others."""
    return (
        '<form class="rn-tools screen-only" data-print="omit"><button type="button" name="explore">'
        f'Explore</button><p class="rn-key rn-count" role="status">{count:,} {html.escape(noun)}</p></form>'
    )


def body_html(drawn: Drawing, rows: Rows, choices: str = "", short: bool = False) -> str:
    """Return title, key, tools (in a ``short`` form for chapters) and both drawings."""
    title, count = f"Explore: {drawn.words.title}", len(rows.rows)
    if short:
        tools = short_tools_html(rows.noun, count)
    else:
        tools = tools_html(title, rows.noun, count, VIEWS_OF.get(drawn.kind, PLAIN), choices)
    named = not short or drawn.kind in ("tiles", "index")  # marks are told by the deck, boxes by their numbers
    return drawing_html(drawn, tools, rows=named)


def figure_html(
    drawn: Drawing,
    rows: Rows,
    ident: str,
    *,
    view: str = "",
    choices: str = "",
    printed: bool = True,
) -> str:
    """Return a whole explorer as one figure, for a page that has no decks, such as a notebook's.

    ``view`` is what it shows at first, as in its address; what is not ``printed`` is for the screen alone.
    """
    more = {"view": view} if view else {}
    attributes = "".join(f' {k}="{html.escape(v)}"' for k, v in part_attributes(drawn, rows, **more).items())
    screen = "" if printed else " screen-only"
    attributes += "" if printed else ' data-print="omit"'
    return (
        f'<figure class="rn-chart rn-drawing rn-explorer{screen}" id="{html.escape(ident)}"{attributes}>'
        f"{body_html(drawn, rows, choices)}{list_html(rows)}<figcaption>"
        f'<p class="rn-source">Source: {smart_html(drawn.words.source)}</p></figcaption></figure>'
    )


def swapped(drawn: Drawing, rows: Rows) -> dict[str, object]:
    """Return what takes the place of another drawing in the same explorer: title, key, both widths, facets and list."""
    message = smart(drawn.words.alt)
    return content(drawn, rows) | {
        "title": smart(drawn.words.title),
        "key": key_html(drawn).partition(">")[2].removesuffix("</p>"),
        "wide": svg_pen.write(drawn.wide, message, True),
        "narrow": svg_pen.write(drawn.narrow, message, True),
        "items": rows.items(),
    }
