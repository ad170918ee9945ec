"""House style: one palette and one set of sizes for every chart.

The colours are from Okabe and Ito's set, which people with any common kind of colour blindness can tell apart; each side has
a marker of its own as well, so that a chart still reads in grey. Figures are narrow (4.7 inches) so that their text stays
legible when a phone scales them to 360 pixels.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

WIDTH = 4.7  # inches


@dataclass(frozen=True)
class Side:
    """How a side looks and is called."""

    name: str
    color: str
    marker: str


SIDES = {
    "nato": Side("NATO and Allies", "#0072B2", "o"),
    "russia": Side("Soviet Union, Russia", "#D55E00", "s"),
    "between": Side("States in between", "#007F5F", "^"),
    "international": Side("International bodies", "#595959", "D"),
}

RC = {
    "font.family": ["DejaVu Sans"], "font.size": 8.5, "axes.titlesize": 10, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.labelsize": 8.5, "xtick.labelsize": 8.5, "ytick.labelsize": 8.5, "legend.fontsize": 8, "axes.spines.top": False,
    "axes.spines.right": False, "axes.edgecolor": "#595959", "axes.grid": False, "grid.color": "#d9d9d9", "grid.linewidth": 0.6,
    "lines.linewidth": 1.6, "figure.facecolor": "white", "savefig.facecolor": "white", "svg.fonttype": "none", "svg.hashsalt": "russia-nato",
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


_SIDE = {-1: "right", 0: "center", 1: "left"}


def part_labels(
    ax: Axes, names: list[Annotation], spots: list[tuple[int, int]], dots: list[tuple[float, float]]
) -> None:
    """Give each name the first spot beside its dot where it covers least of the dots and of the names before it.

    Spots are in points from the dot; a name to its left ends there, one above or below is centred.
    """
    ax.figure.draw_without_rendering()
    half = 4.0 * ax.figure.dpi / 72
    taken = [Bbox.from_extents(x - half, y - half, x + half, y + half) for x, y in ax.transData.transform(dots)]
    taken += [legend.get_window_extent()] if (legend := ax.get_legend()) else []
    for name in names:
        tried = []
        for n, spot in enumerate(spots):
            name.set_position(spot)
            name.set_horizontalalignment(_SIDE[(spot[0] > 0) - (spot[0] < 0)])
            box = name.get_window_extent()
            covered = [Bbox.intersection(box, other) for other in taken]
            tried.append((round(sum(c.width * c.height for c in covered if c is not None)), n, spot, box))
        _, _, spot, box = min(tried, key=lambda t: t[:2])
        name.set_position(spot)
        name.set_horizontalalignment(_SIDE[(spot[0] > 0) - (spot[0] < 0)])
        taken.append(box)
    if ax.figure.get_layout_engine() is not None:
        ax.figure.set_layout_engine("none")  # the places were chosen for this layout


def year_axis(ax: Axes, most: int = 7) -> None:
    """Let the lower axis tell time, with ``most`` ticks at the most and no false precision."""
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=most))
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator(), show_offset=False))
    ax.set_xlabel("Year")


def legend_above(ax: Axes, handles: list, columns: int) -> None:
    """Set the legend in a line above the axes, where it hides nothing."""
    ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=columns,
        frameon=False,
        handletextpad=0.1,
        columnspacing=1,
    )


def key_below(ax: Axes, lines: list[str], left: float) -> None:
    """Set the key to a chart's numbers under its axes, ``left`` points beside their edge."""
    if lines:
        ax.annotate(
            "\n".join(lines),
            (0, 0),
            xycoords="axes fraction",
            xytext=(left, -32),
            textcoords="offset points",
            va="top",
            fontsize=8,
            linespacing=1.35,
            annotation_clip=False,
        )
