"""Explorers: objects that one notebook cell shows live in JupyterLab, explorable in the built page, and still on paper."""

from .positions import explore_positions
from .timeline import explore_timeline

__all__ = ["explore_positions", "explore_timeline"]
