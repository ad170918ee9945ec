"""The instructor's side of the course: exercise bank, instructor edition, answer key, coverage.

As a Sphinx extension (`russia_nato.teach`) it adds the directives of the instructor's pages; the student edition does not load it.
"""

from __future__ import annotations


def setup(app) -> dict:
    """Register the directives of the instructor edition with Sphinx."""
    from . import coverage, pages

    for module in (pages, coverage):
        module.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
