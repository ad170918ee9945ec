"""A drawing for a page: both widths with title, key, caption, source line and data table, as one HTML figure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ...data import load_councils, load_events, load_members, load_phases, load_positions
from ...dates import in_phase, written_date
from ...typography import smart, smart_html
from ..describe import Description, table_html
from ..meetings import meetings_words
from ..stances import stances_words
from ..tile_map import place_tiles, tiles_words
from ..timeline import timeline_words
from . import councils, index, stances, svg, tiles, timeline
from .sheet import SHAPES, Mark, Sheet
from .timeline_narrow import narrow
from .timeline_wide import wide

Key = tuple[tuple[str, str, str, str], ...]  # shape, colour, kind, words


@dataclass(frozen=True)
class Drawing:
    """A drawing in both widths, with its words and the rows behind its marks; ``lead`` stands under the title, before the key."""

    kind: str
    rows: pd.DataFrame = field(compare=False, repr=False)
    words: Description
    wide: Sheet
    narrow: Sheet
    key: Key = ()
    lead: str = ""

    def thumbnail(self) -> str:
        """Return the wide drawing without its words, as a file for a small picture."""
        return svg.thumbnail(self.wide)


def _timeline(phase: str | None = None, rows: pd.DataFrame | None = None) -> Drawing:
    events = load_events() if rows is None else rows
    plan, words = timeline.plan(events, phase), timeline_words(events, phase)
    detail = words.detail + (f" Named are: {', '.join(plan.points.values())}." if plan.points else "")
    if plan.wars:
        detail += f" Wars are shown as spans: {', '.join(f'{w.name} {w.when}' for w in plan.wars)}."
    kinds = (
        ("word", "words"),
        ("cooperation", "deeds of cooperation"),
        ("conflict", "deeds of conflict"),
        ("neutral", "deeds of neither"),
    )
    used = {a.act for a in plan.acts}
    key = tuple((kind, "", kind, name) for kind, name in kinds if kind in used)
    shown = events if phase is None else events[events["phase_id"] == phase]
    return Drawing("timeline", shown, _titled(words, plan.title, detail), wide(plan), narrow(plan), key)


def _stances(
    issue: str = "", phase: str | None = None, actors: Sequence[str] | None = None, rows: pd.DataFrame | None = None
) -> Drawing:
    positions = load_positions() if rows is None else rows
    if phase is not None:
        phases = load_phases().set_index("phase_id", drop=False)
        if phase not in phases.index:
            raise ValueError(f"unknown phase {phase!r}; allowed is one of {list(phases.index)}")
        positions = in_phase(positions, phases.loc[phase].to_dict())
    if actors is not None:
        positions = positions[positions["actor_id"].isin(list(actors))]
    plan, words = stances.plan(positions, issue), stances_words(positions, issue)
    sides = [s for s in stances.NAMES if any(p.lane == s for p in plan.said)]
    key = tuple((s, s, "", stances.NAMES[s]) for s in sides)
    sheets = stances.place(plan, True), stances.place(plan, False)
    shown = positions[positions["issue_id"] == issue]
    return Drawing("stances", shown, _titled(words, plan.title, words.detail), *sheets, key, plan.question)


def _councils() -> Drawing:
    rows = load_councils()
    plan, words = councils.plan(rows), meetings_words(rows)
    told = ", ".join(f"{s.days:,} days from {written_date(s.since, 'month')}" for s in plan.mute)
    detail = f"{words.detail} Since {councils.WHOLE} no meeting at all for {told}." if told else words.detail
    ranks = ((14, "heads"), (9, "ministers"), (6, "deputies, chiefs of staff"), (4, "ambassadors"))
    key = tuple((f"meeting{high}", "", "", name) for high, name in ranks)
    sheets = councils.wide(plan), councils.narrow(plan)
    return Drawing("councils", rows, _titled(words, plan.title, detail), *sheets, key)


def _tiles(year: int | None = None) -> Drawing:
    members = load_members()
    plan, words = place_tiles(members, year), tiles_words(members, year)
    allies = members.sort_values(["acceded", "actor_id"], kind="stable")["iso3"]
    rows = {iso3: n for n, iso3 in enumerate(allies)}
    sheets = tiles.place(plan, True, rows), tiles.place(plan, False, rows)
    return Drawing("tiles", members, _titled(words, tiles.title(plan), words.detail), *sheets)


def _index() -> Drawing:
    events = load_events()
    plan = index.plan(events)
    rows = pd.DataFrame(
        [{"year": y.year, "acts": y.acts, **y.parts, "sum": y.total} for y in plan.years],
    )
    told = "; ".join(f"{y.year}: {y.total:+.0f} of {y.acts} acts".replace("-", "−") for y in plan.years)
    detail = f"Bars of the weights of acts between NATO’s side and Russia’s, year by year, cooperation against conflict. Sums: {told}."
    table = rows.rename(columns={"year": "Year", "acts": "Acts", "sum": "Sum"})
    source = "events table of the course; weights after Goldstein (1992) as tabulated for CAMEO."
    words = Description(smart(plan.title), detail, source, table, f"Data table: {len(table)} years")
    key = (("bar-full", "", "", "deeds"), ("bar-light", "", "light", "words"))
    return Drawing("index", rows, words, index.place(plan, True), index.place(plan, False), key)


def _titled(words: Description, title: str, detail: str) -> Description:
    return Description(smart(title), detail, words.source, words.table, words.table_title)


DRAWINGS: dict[str, Callable[..., Drawing]] = {
    "timeline": _timeline,
    "stances": _stances,
    "councils": _councils,
    "tiles": _tiles,
    "index": _index,
}


def drawing(name: str, **options) -> Drawing:
    """Return a drawing by its name: ``timeline`` (all years, or ``phase=``), ``stances`` (``issue=``, ``phase=``, ``actors=``), ``councils``, ``tiles`` (``year=``).

    Raises
    ------
    ValueError
        If the name, a phase, an issue or a year is unknown.

    Examples
    --------
    >>> drawing("timeline").words.title
    'Three openings, and after each a war'
    """
    if name not in DRAWINGS:
        raise ValueError(f"unknown drawing {name!r}; allowed is one of {list(DRAWINGS)}")
    return DRAWINGS[name](**options)


def _swatch(shape: str, color: str, kind: str) -> str:
    half = max(SHAPES[shape][1]) + 1.5
    body = svg.write(Sheet(2 * half, 2 * half, (Mark(half, half, shape, color, kind),)), "")
    return re.sub(r'role="img" aria-label="" font-size="[^"]*" font-family="[^"]*"', 'aria-hidden="true"', body)


def drawing_html(drawn: Drawing, tools: str = "", rows: bool = False) -> str:
    """Return what stands in a figure above its caption: title, key, and the drawing wide and narrow; paper takes the wide one.

    ``tools`` stand between key and drawing; ``rows`` names on each mark its row, for a script that opens marks.

    Examples
    --------
    >>> drawing_html(drawing("tiles")).count("<svg ")
    2
    """
    message, title = smart(drawn.words.alt), smart_html(drawn.words.title)
    under = key_html(drawn)
    return (
        f'<p class="rn-chart-title" data-print="title">{title}</p>{under}{tools}'
        f'<div class="rn-wide">{svg.write(drawn.wide, message, rows)}</div>'
        f'<div class="rn-narrow" data-print="omit">{svg.write(drawn.narrow, message, rows)}</div>'
    )


def key_html(drawn: Drawing) -> str:
    """Return what stands between title and drawing: the question, and what the marks mean.

    Examples
    --------
    >>> key_html(drawing("tiles"))
    ''
    """
    lead = [smart_html(drawn.lead)] if drawn.lead else []
    key = [f"<span>{_swatch(shape, color, kind)} {smart_html(name)}</span>" for shape, color, kind, name in drawn.key]
    return f'<p class="rn-key" data-print="small">{" ".join([*lead, *key])}</p>' if lead or key else ""


def chart_figure(name: str, *, ident: str = "", caption: str = "", **options) -> str:
    """Return a drawing for a page as one HTML figure: both widths, title, key, caption, source line and data table.

    Parameters
    ----------
    name : {"timeline", "stances", "councils", "tiles"}
        The drawing.
    ident : str, optional
        Id of the figure; made of its name and options by default.
    caption : str, optional
        Plain words that say what to see; a page that has roles in its caption sets :func:`drawing_html` in a figure of its own.
    **options
        ``phase`` for a timeline; ``issue``, ``phase`` and ``actors`` for stances; ``year`` for tiles.

    Raises
    ------
    ValueError
        If the name or an option's value is unknown.

    Examples
    --------
    >>> chart_figure("timeline", phase="munich-to-reset").count("<svg ")
    6
    """
    drawn, ident = drawing(name, **options), ident or "-".join(["fig", name, *map(str, options.values())])
    told = f'<p class="rn-caption">{smart_html(caption)}</p>' if caption else ""
    return (
        f'<figure class="rn-chart rn-drawing" id="{html.escape(ident)}">{drawing_html(drawn)}<figcaption>{told}'
        f'<p class="rn-source">Source: {smart_html(drawn.words.source)}</p></figcaption>{table_html(drawn.words)}</figure>'
    )
