"""Charts of the course: `plot_*(data, *, ax=None)` draws with matplotlib in one house style and returns the Axes."""

from .describe import Description, alt_text, chart_parts, chart_svg, data_table, describe, description, source_line
from .enlargement import plot_enlargement
from .index import plot_index
from .meetings import plot_meetings
from .series import plot_series
from .stances import plot_stances
from .timeline import plot_timeline
from .votes import plot_votes

__all__ = [
    "Description", "alt_text", "chart_parts", "chart_svg", "data_table", "describe", "description", "plot_enlargement",
    "plot_index", "plot_meetings", "plot_series", "plot_stances", "plot_timeline", "plot_votes", "source_line",
]  # fmt: skip
