"""Tidy one page as the theme wrote it: names for assistive technology, sizes for images, one stylesheet."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path

import imagesize

from .markup import Element, Page, start_tag
from .scripts import tidy_scripts
from .site import Site, loaded

LEAN_CSS = "lean.css"
#: The link to it, or to one of the smaller ones that groups of pages have (see `lean_groups`).
LINK = re.compile(r"(_static/)lean(?:-\d+)?\.css\?v=\w+")
SHEETS = "data-sheets"
#: By this address a page is known to be the theme's.
THEME_SHEET = "_static/styles/pydata-sphinx-theme.css"

#: Names for the theme's parts that have none.  A dialog without a name is announced as nothing.
NAMES = {
    "pst-search-dialog": {"aria-label": "Search"},
    "pst-primary-sidebar-modal": {"aria-label": "Site menu"},
    "pst-secondary-sidebar-modal": {"aria-label": "On this page"},
    "pst-primary-sidebar": {"role": "region", "aria-label": "Site menu"},
    "pst-secondary-sidebar": {"role": "region", "aria-label": "On this page"},
    "searchbox": {"role": "region", "aria-label": "Search matches"},
    "pst-skip-link": {"role": "region", "aria-label": "Skip"},
    "pst-back-to-top": {"aria-label": "Back to top"},
}
BUTTON_NAMES = {"primary-toggle": "Site menu", "secondary-toggle": "On this page"}
SVG_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}


def is_fresh(text: str) -> bool:
    """Whether a page has just been written by the theme and was not tidied yet."""
    return THEME_SHEET in text and not LINK.search(text)


def is_lean(text: str) -> bool:
    """Whether a page has been tidied by this extension, in this build or an earlier one."""
    return bool(LINK.search(text))


def tidy(
    text: str, path: Path, site: Site, options_script: str, default_mode: str = "auto", late: str | None = None
) -> str:
    """Return the lean page for a page as the theme wrote it; ``late`` is a script that comes with a reader's first move."""
    page = Page(text)
    set_mode(page, default_mode)
    for html in page.find("html"):
        page.set(html, data_late=late)
    name_parts(page)
    name_chevrons(page)
    mark_headers(page)
    mark_words(page)
    size_images(page, path, site)
    save_downloads(page)
    tidy_scripts(page, options_script, default_mode)
    join_sheets(page, path, site)
    return page.result()


def set_mode(page: Page, default_mode: str) -> None:
    """Give a reader without scripts the light page; the theme has no colours for the mode it writes."""
    for html in page.find("html"):
        page.set(html, data_theme="dark" if default_mode == "dark" else "light")


def name_parts(page: Page) -> None:
    """Name dialogs, regions and buttons, and keep one viewport line of three."""
    viewports = [meta for meta in page.find("meta") if meta.attrs.get("name") == "viewport"]
    for meta in viewports[1:]:
        page.remove(meta)
    for element in page.elements:
        for name, value in NAMES.get(element.attrs.get("id", ""), {}).items():
            page.set(element, **{name: value})
        for cls, label in BUTTON_NAMES.items():
            if element.name == "button" and cls in element.classes:
                page.set(element, aria_label=label, title=label)
        if element.name == "i" and any(cls.startswith("fa-") for cls in element.classes):
            page.set(element, aria_hidden="true")


def name_chevrons(page: Page) -> None:
    """Name the button that unfolds a chapter's sections in the menu after the chapter."""
    link = None
    for element in page.elements:
        if element.name == "a" and "reference" in element.classes:
            link = element
        elif element.name == "summary" and link and "</a><details" in page.text[link.end : element.start]:
            title = re.sub(r"<[^>]*>", "", page.text[link.end : page.text.index("</a>", link.end)])
            page.set(element, aria_label=f"Sections of {unescape(' '.join(title.split()))}")


def mark_headers(page: Page) -> None:
    """Tell which cells each table header stands over; a header without text is no header."""
    part = "tbody"
    for element in page.article():
        if element.name in ("table", "thead", "tbody", "tfoot"):
            part = element.name
        if element.name != "th":
            continue
        close = page.text.find("</th>", element.end)
        if close >= 0 and not page.text[element.end : close].strip():
            cell = start_tag("td", {**element.attrs, "scope": None})
            page.replace(element.start, close + len("</th>"), f"{cell}</td>")
        elif "scope" not in element.attrs:
            page.set(element, scope="col" if part == "thead" else "row")


#: What stands at the right of its column in a data frame: numbers, dates, true and false, and what is missing.
FIGURE = re.compile(r"[-+−]?[\d.,:%e+/ -]*|NaN|NaT|None|nan|<NA>|True|False|\.\.\.")


def mark_words(page: Page) -> None:
    """Mark the columns of a data frame that hold words, so that only figures and dates stand at the right."""
    for table in page.find("table", "dataframe"):
        stop = page.text.find("</table>", table.end)
        rows: list[list[Element]] = []
        part, heads = "thead", 0
        for element in page.elements[page.elements.index(table) + 1 :]:
            if element.start > stop:
                break
            if element.name in ("thead", "tbody"):
                part = element.name
            elif element.name == "tr":
                rows.append([])
                heads += part == "thead"
            elif element.name in ("th", "td") and rows:
                rows[-1].append(element)
        for place in range(1, max((sum(c.name == "td" for c in row) for row in rows[heads:]), default=0) + 1):
            body = [row[-place] for row in rows[heads:] if len(row) >= place and row[-place].name == "td"]
            if all(FIGURE.fullmatch(unescape(_text(page, cell))) for cell in body):
                continue
            above = [
                row[-place] for row in rows[:heads] if len(row) >= place and not any("colspan" in c.attrs for c in row)
            ]
            for cell in (*above, *body):
                page.set(cell, **{"class": " ".join([*cell.classes, "lean-words"])})


def _text(page: Page, cell: Element) -> str:
    """Return what stands in a table cell, without markup."""
    close = page.text.find(f"</{cell.name}>", cell.end)
    return re.sub(r"<[^>]*>", "", page.text[cell.end : close]).strip()


def size_images(page: Page, path: Path, site: Site) -> None:
    """Give each image the room it will need, so that nothing moves when it arrives, and load those below late."""
    images = list(page.find("img"))
    for place, image in enumerate(images):
        file = site.file(path, image.attrs.get("src", ""))
        if "width" not in image.attrs and "height" not in image.attrs and file and (size := image_size(file)):
            page.set(image, width=size[0], height=size[1])
        if place and "loading" not in image.attrs:
            page.set(image, loading="lazy")


def image_size(file: Path) -> tuple[int, int] | None:
    """Width and height of an image in CSS pixels, or ``None`` where the file does not say."""
    if file.suffix.lower() != ".svg":
        size = imagesize.get(str(file))
        return (int(size[0]), int(size[1])) if min(size) > 0 else None
    head = file.read_text("utf-8", errors="replace")[:4000]
    opening = re.search(r"<svg\b[^>]*>", head)
    if not opening:
        return None
    sides = [re.search(rf'\s{side}="([\d.]+)(\w*)"', opening[0]) for side in ("width", "height")]
    if all(side and side[2] in SVG_UNITS for side in sides):
        width, height = (round(float(side[1]) * SVG_UNITS[side[2]]) for side in sides if side)
        return width, height
    box = re.search(r'viewBox="[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)"', opening[0])
    return (round(float(box[1])), round(float(box[2]))) if box else None


def save_downloads(page: Page) -> None:
    """Let a click on a source or notebook save the file; the theme opens it as a page of raw text in a new tab."""
    for link in page.find("a"):
        for kind in ("source", "notebook", "pdf"):
            if f"btn-download-{kind}-button" in link.classes:
                page.set(link, target=None, download=None if kind == "pdf" else "")


def join_sheets(page: Page, path: Path, site: Site) -> None:
    """Put one link to the site's joined stylesheet in place of all others, noting which it stands for.

    The note lets a later build, in which this page is not written again, still know what its stylesheet is made of.
    """
    links: list[Element] = []
    sheets: list[str] = []
    for kind, element, address in loaded(page):
        file = site.file(path, address) if kind == "style" else None
        if file and file.is_relative_to(site.static):
            links.append(element)
            sheets.append(file.relative_to(site.static).as_posix())
    if not links:
        return
    href = f"{site.prefix(path)}_static/{LEAN_CSS}"
    first = links[0]
    link = f'<link rel="stylesheet" href="{href}?v=0" {SHEETS}="{escape(" ".join(sheets))}" />'
    page.replace(first.start, first.stop, link)
    for element in links[1:]:
        page.remove(element)


def stamp(text: str, digest: str, name: str = LEAN_CSS) -> str:
    """Write the stylesheet's name and digest into a lean page, so that browsers never pair it with an older stylesheet."""
    return LINK.sub(rf"\g<1>{name}?v={digest}", text)
