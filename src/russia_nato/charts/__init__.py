"""Charts of the course: `plot_*(data, *, ax=None)` draws with matplotlib in one house style and returns the Axes."""

from ..measures.stances import stance_changes
from ..measures.waits import accession_waits
from .accession_paths import plot_accession_paths
from .coder_table import plot_coder_table
from .describe import (
    Description,
    alt_text,
    chart_parts,
    chart_svg,
    data_table,
    describe,
    description,
    source_line,
    table_html,
)
from .enlargement import plot_enlargement
from .index import plot_index
from .meetings import plot_meetings
from .pens import svg as svg_pen
from .pens.figure import Drawing, chart_figure, drawing, drawing_html, key_html
from .series import plot_series
from .stance_matrix import plot_stance_matrix
from .stances import plot_stances
from .tile_map import plot_tile_map
from .timeline import plot_timeline
from .votes import plot_votes

__all__ = [
    "Description", "Drawing", "accession_waits", "alt_text", "chart_figure", "chart_parts", "chart_svg", "data_table", "describe",
    "description", "drawing", "drawing_html", "key_html",
    "plot_accession_paths", "plot_coder_table", "plot_enlargement", "plot_index", "plot_meetings", "plot_series",
    "plot_stance_matrix", "plot_stances", "plot_tile_map", "plot_timeline", "plot_votes", "source_line",
    "stance_changes", "svg_pen", "table_html",
]  # fmt: skip
