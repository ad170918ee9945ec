"""A drawing for a page: both widths with title, key, caption, source line and data table, as one HTML figure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...data import load_councils, load_events, load_members, load_phases, load_positions
from ...dates import in_phase, written_date
from ...typography import smart, smart_html
from ..describe import Description, table_html
from ..meetings import meetings_words
from ..stances import stances_words
from ..tile_map import place_tiles, tiles_words
from ..timeline import timeline_words
from . import councils, stances, svg, tiles, timeline
from .sheet import SHAPES, Mark, Sheet
from .timeline_narrow import narrow
from .timeline_wide import wide

Key = tuple[tuple[str, str, str, str], ...]  # shape, colour, kind, words


@dataclass(frozen=True)
class Drawing:
    """A drawing in both widths, with its words; ``lead`` stands under the title, before the key."""

    words: Description
    wide: Sheet
    narrow: Sheet
    key: Key = ()
    lead: str = ""

    def thumbnail(self) -> str:
        """Return the wide drawing without its words, as a file for a small picture."""
        return svg.thumbnail(self.wide)


def _timeline(phase: str | None = None) -> Drawing:
    events = load_events()
    plan, words = timeline.plan(events, phase), timeline_words(events, phase)
    detail = f"{words.detail} Named are: {', '.join(plan.points.values())}."
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
    return Drawing(_titled(words, plan.title, detail), wide(plan), narrow(plan), key)


def _stances(issue: str = "", phase: str | None = None, actors: Sequence[str] | None = None) -> Drawing:
    positions = load_positions()
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
    return Drawing(_titled(words, plan.title, words.detail), *sheets, key, plan.question)


def _councils() -> Drawing:
    rows = load_councils()
    plan, words = councils.plan(rows), meetings_words(rows)
    told = ", ".join(f"{s.days:,} days from {written_date(s.since, 'month')}" for s in plan.mute)
    detail = f"{words.detail} Since {councils.WHOLE} no meeting at all for {told}." if told else words.detail
    ranks = ((14, "heads"), (9, "ministers"), (6, "deputies, chiefs of staff"), (4, "ambassadors"))
    key = tuple((f"meeting{high}", "", "", name) for high, name in ranks)
    return Drawing(_titled(words, plan.title, detail), councils.wide(plan), councils.narrow(plan), key)


def _tiles(year: int | None = None) -> Drawing:
    members = load_members()
    plan, words = place_tiles(members, year), tiles_words(members, year)
    return Drawing(_titled(words, tiles.title(plan), words.detail), tiles.place(plan, True), tiles.place(plan, False))


def _titled(words: Description, title: str, detail: str) -> Description:
    return Description(smart(title), detail, words.source, words.table, words.table_title)


DRAWINGS: dict[str, Callable[..., Drawing]] = {
    "timeline": _timeline,
    "stances": _stances,
    "councils": _councils,
    "tiles": _tiles,
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


def drawing_html(drawn: Drawing) -> str:
    """Return what stands in a figure above its caption: title, key, and the drawing wide and narrow; paper takes the wide one.

    Examples
    --------
    >>> drawing_html(drawing("tiles")).count("<svg ")
    2
    """
    message = smart(drawn.words.alt)
    lead = [smart_html(drawn.lead)] if drawn.lead else []
    key = [f"<span>{_swatch(shape, color, kind)} {smart_html(name)}</span>" for shape, color, kind, name in drawn.key]
    under = f'<p class="rn-key" data-print="small">{" ".join([*lead, *key])}</p>' if lead or key else ""
    return (
        f'<p class="rn-chart-title" data-print="title">{smart_html(drawn.words.title)}</p>{under}'
        f'<div class="rn-wide">{svg.write(drawn.wide, message)}</div>'
        f'<div class="rn-narrow" data-print="omit">{svg.write(drawn.narrow, message)}</div>'
    )


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
