"""Ink: one set of sizes, and the shapes that several charts share.

Figures are narrow (4.7 inches), so that their text stays legible when a phone scales them to 360 pixels.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence
from contextlib import contextmanager

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

WIDTH = 4.7  # inches
ABOVE = "legend-above"  # by this a title knows the legend that it stands over
RULE, GREY, INK = "#d9d9d9", "#595959", "#1a1a1a"

RC = {
    "font.family": ["DejaVu Sans"], "font.size": 8.5, "axes.titlesize": 9.5, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.labelsize": 8.5, "xtick.labelsize": 8.5, "ytick.labelsize": 8.5, "legend.fontsize": 8, "axes.spines.top": False,
    "axes.spines.right": False, "axes.edgecolor": GREY, "axes.grid": False, "grid.color": RULE, "grid.linewidth": 0.6,
    "lines.linewidth": 1.6, "figure.facecolor": "white", "savefig.facecolor": "white", "svg.fonttype": "none", "svg.hashsalt": "russia-nato",
    "axes.unicode_minus": True,
}  # fmt: skip


@contextmanager
def house_style():
    """Draw in the house style inside the block.

    Only the settings of the style are put back: matplotlib's own context would also put back what a notebook's backend sets
    when it draws its first figure, and later figures would not be shown.
    """
    before = {key: mpl.rcParams[key] for key in RC}
    mpl.rcParams.update(RC)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def axes(ax: Axes | None, height: float) -> Axes:
    """Return ``ax``, or the axes of a new figure of the house width and ``height`` inches."""
    if ax is not None:
        return ax
    fig = plt.figure(figsize=(WIDTH, height), layout="constrained")
    return fig.add_subplot()


def lines_of(title: str) -> list[str]:
    """Return a title as the lines in which a figure of the house width sets it."""
    return textwrap.wrap(title, 57)


def headline(ax: Axes, title: str, above: float = 0.0) -> None:
    """Set a chart's title over it and its legend, ``above`` points higher than its frame, from the left edge of a figure of its own."""
    made = ax.set_title("\n".join(lines_of(title)), y=1.0, pad=0, linespacing=1.25)
    figure = ax.figure
    above = max(above, _legend_height(ax))
    lift = ScaledTranslation(0, (above + 7) / 72, figure.dpi_scale_trans)
    if len(figure.axes) == 1:
        made.set_x(0.01)
        made.set_transform(blended_transform_factory(figure.transFigure, ax.transAxes) + lift)
    else:
        made.set_transform(ax.transAxes + lift)


def _legend_height(ax: Axes) -> float:
    """Return how high the legend above the axes reaches, in points."""
    legend = ax.get_legend()
    if legend is None or legend.get_gid() != ABOVE:
        return 0.0
    inside = legend.get_window_extent(ax.figure.canvas.get_renderer()).height * 72 / ax.figure.dpi
    return inside + legend.borderaxespad * legend.prop.get_size_in_points()


def legend_above(ax: Axes, handles: list | None, columns: int, left: float = 0.0, **options) -> None:
    """Set the legend in a line above the axes, where it hides nothing; it begins ``left`` of their width beside them."""
    named = {} if handles is None else {"handles": handles}
    look = {"frameon": False, "handletextpad": 0.2, "columnspacing": 1, "borderpad": 0.1} | options
    ax.legend(loc="lower left", bbox_to_anchor=(left, 1.0), ncols=columns, **named, **look).set_gid(ABOVE)


def key_below(ax: Axes, lines: list[str], left: float) -> None:
    """Set the key to a chart's numbers under its axes, ``left`` points beside their edge."""
    if lines:
        place = {"xycoords": "axes fraction", "xytext": (left, -32), "textcoords": "offset points", "va": "top"}
        ax.annotate("\n".join(lines), (0, 0), fontsize=8, linespacing=1.35, annotation_clip=False, **place)


def year_axis(ax: Axes, most: int = 7) -> None:
    """Let the lower axis tell time, with ``most`` ticks at the most and no false precision."""
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=most))
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator(), show_offset=False))
    ax.set_xlabel("Year")


def rows_as_axis(ax: Axes, names: Sequence[str], **look) -> None:
    """Name the rows of a chart beside them, without ticks and without the frame's edge."""
    ax.set_yticks(range(len(names)), names, **look)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def bare(ax: Axes) -> None:
    """Leave the axes their labels alone: no ticks, no frame."""
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def cell(ax: Axes, left: float, top: float, size: float, gid: str, fill, **look) -> None:
    """Draw a square cell of a table or a map, of ``size`` in the units of the axes."""
    look = {"edgecolor": "#d0d0d0", "linewidth": 0.6} | look
    ax.add_patch(Rectangle((left, top), size, size, facecolor=fill, gid=gid, **look))


def dark(color: str) -> bool:
    """Whether white writing reads better than black on a colour, given as #rrggbb."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def stack(places: Sequence[float], near: float, levels: Sequence[float]) -> list[float]:
    """Return how far each mark of a lane steps aside, so that marks nearer than ``near`` do not hide one another.

    Each mark takes the first of the ``levels`` that no near mark holds; where all are held, the one held furthest away.

    Examples
    --------
    >>> stack([0, 1, 2, 10], near=3, levels=(0, 0.2, -0.2))
    [0, 0.2, -0.2, 0]
    """
    last = dict.fromkeys(levels, -np.inf)
    out = []
    for place in places:
        level = next((k for k, held in last.items() if place - held >= near), min(last, key=last.get))
        last[level] = place
        out.append(level)
    return out


def spread(wanted: list[float], sizes: list[float]) -> list[float]:
    """Move labels of these sizes apart until none covers another, as little as that takes.

    Examples
    --------
    >>> spread([1, 1], [2, 2])
    [0.0, 2.0]
    """
    order, placed = sorted(range(len(wanted)), key=lambda i: wanted[i]), list(wanted)
    for _ in range(200):
        moved = False
        for a, b in itertools.pairwise(order):
            room = (sizes[a] + sizes[b]) / 2
            lack = room - (placed[b] - placed[a])
            if lack > room * 0.01:
                placed[a], placed[b], moved = placed[a] - lack / 2, placed[b] + lack / 2, True
        if not moved:
            break
    return placed


_SIDE = {-1: "right", 0: "center", 1: "left"}


def part_labels(
    ax: Axes, names: list[Annotation], spots: list[tuple[int, int]], dots: list[tuple[float, float]]
) -> None:
    """Give each name the first spot beside its dot where it covers least of the dots and of the names before it.

    Spots are in points from the dot; a name to its left ends there, one above or below is centred.
    """
    if not names:
        return
    ax.figure.draw_without_rendering()
    point = ax.figure.dpi / 72
    half = 4.0 * point
    at = ax.transData.transform(dots)
    taken = np.hstack([at - half, at + half])
    if legend := ax.get_legend():
        taken = np.vstack([taken, legend.get_window_extent().extents])
    offsets = np.array(spots, dtype=float) * point
    sides = np.sign(offsets[:, 0])
    for name in names:
        name.set_position((0, 0))
        name.set_horizontalalignment("left")
        x0, y0, x1, y1 = name.get_window_extent().extents
        shift = offsets - np.column_stack([(1 - sides) / 2 * (x1 - x0), np.zeros(len(sides))])
        boxes = np.array([x0, y0, x1, y1]) + np.hstack([shift, shift])
        width = np.minimum(boxes[:, None, 2], taken[None, :, 2]) - np.maximum(boxes[:, None, 0], taken[None, :, 0])
        height = np.minimum(boxes[:, None, 3], taken[None, :, 3]) - np.maximum(boxes[:, None, 1], taken[None, :, 1])
        covered = (width.clip(0) * height.clip(0)).sum(axis=1).round()
        best = int(covered.argmin())
        name.set_position(spots[best])
        name.set_horizontalalignment(_SIDE[int(sides[best])])
        taken = np.vstack([taken, boxes[best]])
    if ax.figure.get_layout_engine() is not None:
        ax.figure.set_layout_engine("none")  # the places were chosen for this layout
