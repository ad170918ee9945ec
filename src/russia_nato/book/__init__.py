"""The book: Sphinx extensions that draw on the data, lean HTML, print, and the build that joins them.

As a Sphinx extension (`russia_nato.book`) it adds the course's roles and directives.
"""

from __future__ import annotations


def setup(app) -> dict:
    """Register the roles, directives and build settings of the course with Sphinx."""
    from . import bibstyle, chart_index, directives, domain, entry, execution, html_parts, links, method, pages

    for module in (domain, html_parts, links, chart_index, directives, pages, entry, method, execution, bibstyle):
        module.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
