"""Charts of the course: `plot_*(data, *, ax=None)` draws with matplotlib in one house style and returns the Axes."""

from .describe import Description, alt_text, chart_parts, chart_svg, data_table, describe, description, source_line
from .enlargement import plot_enlargement
from .stances import plot_stances
from .timeline import plot_timeline

__all__ = [
    "Description", "alt_text", "chart_parts", "chart_svg", "data_table", "describe", "description", "plot_enlargement",
    "plot_stances", "plot_timeline", "source_line",
]  # fmt: skip
