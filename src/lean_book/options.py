"""Theme options and page context: what the pages are given before they are written."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

HERE = Path(__file__).parent
THEME = "sphinx_book_theme"

#: The book theme's second top bar repeats its search button and holds a hidden menu button, which takes the click
#: handler of the visible one: on a phone the menu would not open.  Nothing else stands in that bar.
NO_TOP_BAR: dict[str, list[str]] = {
    name: [] for name in ("navbar_start", "navbar_center", "navbar_end", "navbar_persistent")
}

#: Scripts never wanted: live code needs a server elsewhere, and one icon script outweighs the rest of the site.
DROPPED_SCRIPTS = ("sphinx-thebe.js", "scripts/fontawesome.js")
DROPPED_SHEETS = ("sphinx-thebe.css",)
DESCRIPTION_LENGTH = 160


def set_theme_options(app: Sphinx, config: Config) -> None:
    """Set what the lean pages need of the theme, keeping what the author has chosen."""
    if config.html_theme != THEME:
        return
    options = config.html_theme_options
    for name, value in {**NO_TOP_BAR, "primary_sidebar_end": ["lean-downloads.html"]}.items():
        options.setdefault(name, value)
    config.templates_path.append(str(HERE / "templates"))
    config.html_static_path.append(str(HERE / "static"))


def set_page_context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page its downloads and description, and leave out the scripts no page wants."""
    if app.builder.format != "html" or app.config.html_theme != THEME:
        return
    context["lean_downloads"] = downloads(app, context)
    context["header_buttons"] = header_buttons(app, context)
    context["script_files"] = [s for s in context.get("script_files", []) if not _dropped_script(s)]
    context["css_files"] = [s for s in context.get("css_files", []) if not _named(s, DROPPED_SHEETS)]
    metatags = context.get("metatags") or ""
    if doctree is not None and 'name="description"' not in metatags and (text := description(doctree)):
        context["metatags"] = f'{metatags}\n<meta name="description" content="{escape(text)}" />'


def downloads(app: Sphinx, context: dict[str, Any]) -> list[dict[str, str]]:
    """The files a reader can take away from a page: the book as PDF, the page's notebook, the page's source."""
    pathto = context["pathto"]
    found = []
    if app.config.lean_pdf:
        found.append({"kind": "pdf", "url": pathto(app.config.lean_pdf, 1), "text": app.config.lean_pdf_title})
    suffix = context.get("page_source_suffix")
    if suffix and context.get("ipynb_source"):
        url = f"{pathto('_sources', 1)}/{context['ipynb_source']}"
        found.append({"kind": "notebook", "url": url, "text": "This page (.ipynb)"})
    if suffix:
        url = f"{pathto('_sources', 1)}/{context['sourcename']}"
        found.append({"kind": "source", "url": url, "text": f"This page ({suffix})"})
    return found


def header_buttons(app: Sphinx, context: dict[str, Any]) -> list[dict[str, Any]]:
    """The theme's buttons, with downloads that say what they bring."""
    icons = {"pdf": "fas fa-file-pdf", "notebook": "fas fa-code", "source": "fas fa-file"}
    menu: list[dict[str, Any]] = [
        {
            "type": "link",
            "url": item["url"],
            "text": item["text"],
            "icon": icons[item["kind"]],
            "label": f"download-{item['kind']}-button",
        }
        for item in context["lean_downloads"]
    ]
    menu.append(
        {
            "type": "javascript",
            "javascript": "window.print()",
            "text": "Print this page",
            "icon": "fas fa-print",
            "label": "print-button",
        }
    )
    group = {
        "type": "group",
        "tooltip": "Download or print",
        "icon": "fas fa-download",
        "buttons": menu,
        "label": "download-buttons",
    }
    buttons = list(context.get("header_buttons") or [])
    for place, button in enumerate(buttons):
        if button.get("label") == "download-buttons":
            buttons[place] = group
            return buttons
    return [*buttons, group]


def description(doctree: nodes.document) -> str:
    """The first sentence or two of a page, for search engines and link previews."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if text:
            return text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + "…"
    return ""


def _named(asset: Any, names: tuple[str, ...]) -> bool:
    """Whether a script or stylesheet (an object or a plain path) has one of these names."""
    return str(getattr(asset, "filename", asset) or "").endswith(names)


def _dropped_script(script: Any) -> bool:
    body = str(getattr(script, "attributes", {}).get("body") or "")
    return _named(script, DROPPED_SCRIPTS) or "THEBE_JS_URL" in body
