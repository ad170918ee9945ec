"""Pages that hold under the strictest policy of content, ``default-src 'self'``: no script and no style stands in the page itself.

A server that sends this policy lets a browser run and apply nothing but files of the site, so that whatever may once get into
a page stays dead. What the theme and notebooks write into pages is moved to files beside them.
"""

from __future__ import annotations

import re
from pathlib import Path

from .css import DATA_TYPES
from .markup import Element, Page, start_tag
from .sheets import digest
from .site import Site

POLICY = "default-src 'self'"
#: Read by hosts such as Netlify and Cloudflare Pages; for others it says what to send.
HEADERS = "_headers"
FOLDER = "inline"
#: The one head script that differs from page to page takes what differs from its element.
PAGENAME = re.compile(r"DOCUMENTATION_OPTIONS\.pagename = '([^']*)'")
CALL = re.compile(r"(?:window\.)?(\w+)\(\);?")


def move_out(text: str, path: Path, site: Site) -> str:
    """Return a tidied page without scripts and styles of its own; the files that it names instead are written.

    A handler that calls one function by name becomes ``data-call``, which ``lean.js`` obeys.
    """
    page = Page(text)
    place = f"{site.prefix(path)}_static/{FOLDER}"
    _scripts(page, site, place)
    _styles(page, site, place)
    for element in page.elements:
        for name, value in element.attrs.items():
            if name.startswith("on") and (call := CALL.fullmatch(value.strip())):
                page.set(element, **{name: None, "data-call": call[1]})
    return page.result()


def left_in(page: Page) -> list[str]:
    """Return the start of each thing in a page that the policy forbids and that cannot be moved."""
    wrong = []
    for e in page.elements:
        names = [n for n in e.attrs if n == "style" or n.startswith("on")]
        if names or e.name == "style" or (_is_inline(e) and e.content.strip()):
            wrong.append(page.text[e.start : e.end][:100])
    return wrong


def headers() -> str:
    """Return the file that tells a host which policy to send with every page."""
    return f"/*\n  Content-Security-Policy: {POLICY}\n"


def _is_inline(element: Element) -> bool:
    return (
        element.name == "script" and "src" not in element.attrs and not DATA_TYPES.search(element.attrs.get("type", ""))
    )


def _file(site: Site, text: str, suffix: str) -> str:
    name = f"{digest(text)}{suffix}"
    file = site.static / FOLDER / name
    file.parent.mkdir(exist_ok=True)
    if not file.is_file():
        file.write_text(text, "utf-8", newline="\n")
    return name


def _scripts(page: Page, site: Site, place: str) -> None:
    """Join the scripts of the head, which wait for nothing, in one file at the place of the first; each other gets one of its own."""
    head = page.text.find("</head>")
    inline = [e for e in page.elements if _is_inline(e) and e.content.strip()]
    first = [e for e in inline if e.start < head and "type" not in e.attrs]
    code = ";\n".join(e.content.strip().rstrip(";") for e in first)
    named = PAGENAME.search(code)
    code = PAGENAME.sub("DOCUMENTATION_OPTIONS.pagename=document.currentScript.dataset.page", code)
    for e in first[1:]:
        page.remove(e)
    for e in inline:
        if e not in first[1:]:
            name = _file(site, code if e in first else e.content, ".js")
            more = {"data-page": named[1]} if named and e in first else {}
            page.replace(e.start, e.end, start_tag("script", {**e.attrs, "src": f"{place}/{name}", **more}))
            page.replace(e.end, e.end + len(e.content), "")


def _styles(page: Page, site: Site, place: str) -> None:
    """Move style elements and attributes to one stylesheet; a class with the weight of three stands for each attribute."""
    rules: dict[str, None] = {}
    for e in page.find("style"):
        text = " ".join(e.content.split())
        if page.text.rfind("<noscript", 0, e.start) > page.text.rfind("</noscript", 0, e.start):
            page.replace(e.start, e.stop, _link(place, _file(site, text, ".css")))  # for readers without scripts alone
        else:
            rules[text] = None
            page.remove(e)
    for e in page.elements:
        if style := e.attrs.get("style", "").strip():
            name = f"s-{digest(style)}"
            rules[f".{name}.{name}.{name}{{{style}}}"] = None
            page.set(e, **{"style": None, "class": " ".join([*e.classes, name])})
    if rules:
        head = page.text.index("</head>")
        page.replace(head, head, _link(place, _file(site, "\n".join(sorted(rules)), ".css")))


def _link(place: str, name: str) -> str:
    return f'<link rel="stylesheet" href="{place}/{name}" />'
