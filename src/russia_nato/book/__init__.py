"""The book: Sphinx extensions that draw on the data, lean HTML, print, and the build that joins them.

As a Sphinx extension (`russia_nato.book`) it adds the course's roles and directives.
"""

from __future__ import annotations

from pathlib import Path

from ..explorers.base import SCRIPTS

LOOK = Path(__file__).parent / "look"


#: What an element says of itself when a script drives it, and the script.
MARKS = (('data-print="quiz"', "quiz.js"), ("data-filter=", "filter.js"))


def _add_look(app, config) -> None:
    """Give the pages the course's own stylesheet, picture and memory of where a reader was."""
    config.html_static_path += [str(LOOK), str(SCRIPTS)]
    app.add_css_file("course.css", priority=900)
    app.add_js_file("continue.js", loading_method="defer")
    config.html_favicon = config.html_favicon or str(LOOK / "favicon.svg")


def _add_scripts(app, pagename, templatename, context, doctree) -> None:
    """Give pages what drives them: a quiz or a filter its script, an explorer's list its style; the rest comes with the first touch."""
    body = context.get("body", "")
    for mark, script in MARKS:
        if mark in body:
            app.add_js_file(script, loading_method="defer")
    if 'class="rn-rows"' in body:
        app.add_css_file("explorers.css", priority=910)


def setup(app) -> dict:
    """Register the roles, directives and build settings of the course with Sphinx."""
    from . import bibliography_pages, bibstyle, chart_index, counts, directives, domain, doors, explorers
    from . import links, mends, notebooks, questions, records, reference, rendering, take, ways  # isort: skip

    rooms = (
        mends, domain, rendering, links, chart_index, explorers, directives, records, reference, questions, ways, counts,
        take, doors, notebooks, bibstyle, bibliography_pages,
    )  # fmt: skip
    for room in rooms:
        room.setup(app)
    app.connect("config-inited", _add_look)
    app.connect("html-page-context", _add_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
