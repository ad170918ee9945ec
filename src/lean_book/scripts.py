"""Which scripts a page keeps: those it has a use for, and none that holds up its first paint."""

from __future__ import annotations

import re

from .markup import Element, Page

#: Set before the first paint, so that a reader of the dark page sees no white flash.  The theme's own line leaves the
#: mode "auto", for which it has no colours, until its script has run.
MODE_SCRIPT = (
    '(function(d,m){try{m=localStorage.getItem("mode")||m}catch(e){}d.mode=m;d.theme=m!="auto"?m:'
    'matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"})(document.documentElement.dataset,"%s")'
)

#: Reading other pages is forbidden to a page opened as a file: the search page then shows titles without extracts.
NO_SUMMARY_AT_FILE = 'if(location.protocol=="file:")DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY=false;'

SEARCH_SCRIPTS = ("doctools.js", "sphinx_highlight.js", "searchtools.js", "language_data.js", "searchindex.js")
WIDGET_SCRIPTS = ("require.min.js", "html-manager")


def _name(script: Element) -> str:
    """A script's file name without folder and version."""
    return re.split(r"[?#]", script.attrs.get("src", ""))[0].rsplit("/", 1)[-1]


def is_search_page(page: Page) -> bool:
    """Whether this is the page that shows search results."""
    return any(element.attrs.get("id") == "search-results" for element in page.elements)


def unneeded(page: Page) -> set[str]:
    """Names of the scripts that would find nothing to do on this page."""
    article = page.article()
    classes = {name for element in article for name in element.classes}
    names = {"bootstrap.js", "fontawesome.js", "sphinx-thebe.js"}
    if "highlight" not in classes:
        names |= {"clipboard.min.js", "copybutton.js"}
    if not classes & {"toggle", "dropdown"}:
        names.add("togglebutton.js")
    if not classes & {"sd-tab-set"}:
        names.add("design-tabs.js")
    if not is_search_page(page):
        names |= set(SEARCH_SCRIPTS)
    return names


def tidy_scripts(page: Page, options_script: str, default_mode: str = "auto") -> None:
    """Drop the scripts a page has no use for, and let the rest wait until the page is read.

    Parameters
    ----------
    page : Page
        A page as the theme wrote it; edited in place.
    options_script : str
        Text of ``documentation_options.js``, which is put into the page: it is shorter than the request for it.
    default_mode : str
        Colour mode for a reader who has chosen none: ``auto``, ``light`` or ``dark``.
    """
    drop = unneeded(page)
    views = any(s.attrs.get("type") == "application/vnd.jupyter.widget-view+json" for s in page.find("script"))
    seen: set[str] = set()
    for script in page.find("script"):
        name, text = _name(script), script.content.strip()
        kind = script.attrs.get("type", "")
        if name == "documentation_options.js":
            extra = NO_SUMMARY_AT_FILE if is_search_page(page) else ""
            page.replace(script.start, script.stop, f"<script>{_shorten(options_script)}{extra}</script>")
        elif name:
            widget = any(part in script.attrs["src"] for part in WIDGET_SCRIPTS) and not views
            if name in drop or widget:
                page.remove(script)
            elif "async" not in script.attrs and kind != "module":
                page.set(script, defer="")
        elif "dataset.mode" in text and "localStorage" in text:
            page.replace(script.start, script.stop, f"<script>{MODE_SCRIPT % default_mode}</script>")
        elif kind == "text/x-thebe-config" or text.startswith("kernelName") or "THEBE_JS_URL" in text:
            page.remove(script)
        elif kind.startswith("application/vnd.jupyter.widget-state") and not views:
            page.remove(script)
        elif "togglebutton.js" in drop and re.match(r"(let|var) toggle(Hint|OpenOnPrint|button)", text):
            page.remove(script)
        elif text.startswith("DOCUMENTATION_OPTIONS.search_as_you_type"):
            # Search as you type would need the index of the whole site on every page.
            page.remove(script)
        elif text in seen and re.match(r"(var|DOCUMENTATION_OPTIONS)\b", text):
            page.remove(script)
        seen.add(text)
    for link in page.find("link", rel="preload"):
        if link.attrs.get("as") == "script":
            page.remove(link)


def _shorten(script: str) -> str:
    """A script without comments and line breaks; for the one small script whose text is known."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", script, flags=re.S)).strip()
