"""Tie the steps together as a Sphinx extension."""

from __future__ import annotations

import hashlib
import os
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from . import cards, policy
from .css import Used
from .icons import FOLDER, subset_fonts
from .markup import Page
from .options import HERE, THEME, set_page_context, set_theme_options
from .sheets import digest, join, notices, read_sheets
from .site import LEFT_OVERS, Site, clean, is_external, loaded, theme_files
from .tidy import LEAN_CSS, SHEETS, THEME_SHEET, is_fresh, is_lean, stamp, tidy

logger = logging.getLogger(__name__)

#: Style and script of lean pages, in the folder ``static`` beside this module.
OWN_CSS, OWN_JS, CARDS_JS = "lean_book.css", "lean.js", "cards.js"
#: Read when a search is made; their words say nothing about a page's classes.
NOT_CODE = ("searchindex.js", "language_data.js")
#: Put into each page; the file itself is not kept.
OPTIONS = "documentation_options.js"


def _applies(app: Sphinx) -> bool:
    """Whether this build writes pages of the theme that this extension knows."""
    return app.builder.format == "html" and app.config.html_theme == THEME


def fingerprint() -> str:
    """A digest of this extension and of the packages it leans on: when it changes, every page is written again."""
    summary = hashlib.sha256()
    for file in sorted(HERE.rglob("*")):
        if file.is_file() and file.suffix in (".py", ".css", ".js", ".html"):
            # Line ends may differ between systems; the pages do not.
            summary.update(file.relative_to(HERE).as_posix().encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    for package in ("sphinx-book-theme", "pydata-sphinx-theme", "tinycss2", "fonttools"):
        summary.update(metadata.version(package).encode())
    return summary.hexdigest()[:16]


def prepare(app: Sphinx, config: Config) -> None:
    """Set the theme up before the builder starts."""
    set_theme_options(app, config)
    config.lean_fingerprint = fingerprint()
    if config.html_theme == THEME:
        app.add_css_file(OWN_CSS, priority=850)
        app.add_js_file(OWN_JS, priority=100, loading_method="defer")


def left_over(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Name the documents whose pages an earlier build left as the theme wrote them, so that they are written again.

    Sphinx takes such pages for finished.  Writing one of them also brings back the files that all of them name.
    """
    if not _applies(app):
        return []
    found = []
    for docname in sorted(env.found_docs):
        page = Path(app.builder.get_outfilename(docname))  # type: ignore[attr-defined]
        if page.is_file() and is_fresh(page.read_text("utf-8")):
            found.append(docname)
    return found


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Make the written pages lean.

    Sphinx writes again only the pages that changed, so this step must not depend on seeing all of them as the theme
    wrote them: a page is tidied once, when it is fresh; the stylesheet is made anew from all pages and from untouched
    originals, which Sphinx copies whenever it writes a page; and nothing of the theme is changed in place.
    """
    if exception or not _applies(app):
        return
    site = Site(Path(app.outdir).resolve())
    texts = {path: path.read_text("utf-8") for path in site.pages()}
    fresh = [path for path, text in texts.items() if is_fresh(text)]
    if fresh:
        options = (site.static / OPTIONS).read_text("utf-8")
        mode = (app.config.html_context or {}).get("default_mode") or "auto"
        for path in fresh:
            texts[path] = tidy(texts[path], path, site, options, mode, CARDS_JS if app.config.lean_cards else None)
            if app.config.lean_policy:
                texts[path] = policy.move_out(texts[path], path, site)
    pages = {path: Page(text) for path, text in texts.items() if is_lean(text)}
    if texts and not pages:
        # The theme's stylesheet is how a page is known to be the theme's: moved in a new version, nothing would be lean.
        raise ExtensionError(
            f"lean_book: none of {len(texts)} pages names {THEME_SHEET}; this version of the theme is not known"
        )
    names = sheet_names(pages, app.config.lean_own_css)
    if fresh:
        for sheet, group in grouped(site, pages, app.config.lean_groups).items():
            version = write_stylesheet(app, site, group, sheet_names(group, app.config.lean_own_css), sheet)
            for path in group:
                write(path, stamp(texts[path], version, sheet))
    # Of every page, each time: a second build must not pass for want of writing the page again.
    for path, page in pages.items():
        warn_of_external(site, path, page)
        if app.config.lean_policy:
            warn_of_inline(site, path, page)
    if app.config.lean_policy:
        write(site.root / policy.HEADERS, policy.headers())
    write_cards(site, app.config.lean_cards)
    tidy_up(app, site, pages, names)


def sheet_names(pages: dict[Path, Page], own: list[str]) -> list[str]:
    """Stylesheets that the pages stand on, in the order of the cascade, the book's own last."""
    names: dict[str, None] = {}
    for page in pages.values():
        for link in page.find("link"):
            names.update(dict.fromkeys(link.attrs.get(SHEETS, "").split()))
    return sorted(names, key=lambda name: name in own)


def grouped(site: Site, pages: dict[Path, Page], patterns: list[str]) -> dict[str, dict[Path, Page]]:
    """Say which stylesheet each page loads: one of its group's own, or that of all other pages.

    What pages of one group use, such as a notebook's cells, need not weigh on the first visit to another.
    """
    groups: dict[str, dict[Path, Page]] = {}
    for path, page in pages.items():
        place = path.relative_to(site.root).as_posix()
        number = next((n for n, pattern in enumerate(patterns, 1) if fnmatchcase(place, pattern)), 0)
        groups.setdefault(f"lean-{number}.css" if number else LEAN_CSS, {})[path] = page
    return groups


def site_scripts(site: Site, pages: dict[Path, Page]) -> set[Path]:
    """Every script file that a page loads, and those that one of them may load later."""
    found = {
        file
        for path, page in pages.items()
        for kind, _, address in loaded(page)
        if kind == "script" and (file := site.file(path, address))
    }
    return found | {site.static / name for name in ("doctools.js", "sphinx_highlight.js")}


def own_sheets(site: Site, pages: dict[Path, Page]) -> set[Path]:
    """Every stylesheet into which a page's own styles were moved."""
    found = {file for path, page in pages.items() for _, _, a in loaded(page) if (file := site.file(path, a))}
    return {file for file in found if file.suffix == ".css" and file.parent == site.static / policy.FOLDER}


def write_stylesheet(app: Sphinx, site: Site, pages: dict[Path, Page], names: list[str], name: str) -> str:
    """Write the joined stylesheet of some pages and the cut fonts; return the stylesheet's digest."""
    used = Used(patterns=[*app.config.lean_keep, "lean-card-*"])  # what a card is made of stands in decks alone
    for page in pages.values():
        used.add_page(page)
    for script in sorted(site_scripts(site, pages)):
        if script.is_file() and script.name not in NOT_CODE:
            used.add_script(script.read_text("utf-8"))
    for sheet in sorted(own_sheets(site, pages)):
        used.styles += " " + sheet.read_text("utf-8")
    texts = read_sheets(names, site.static)
    # Pruning takes seconds, and most edits of prose use no class that was not in use before.
    key = digest("\n".join([fingerprint(), used.key(texts.values()), *texts, *texts.values()]))
    stem = Path(name).stem
    cached = Path(app.doctreedir) / f"{stem}~{key}.css"
    if cached.is_file():
        css = cached.read_text("utf-8")
    else:
        css = join(texts, used, whole=tuple(app.config.lean_own_css))
        for old in cached.parent.glob(f"{stem}~*.css"):
            old.unlink()
        write(cached, css)
    folder = FOLDER + stem.removeprefix("lean")
    css = subset_fonts(css, site.static, folder)
    if licences := notices(texts):
        (site.static / folder).mkdir(exist_ok=True)
        write(site.static / folder / "licences.txt", licences)
        css = f"/*! Licences: {folder}/licences.txt */{css}"
    css = f'@charset "utf-8";{css}'
    write(site.static / name, css)
    return digest(css)


def write_cards(site: Site, patterns: list[str]) -> None:
    """Write the decks of cards, and delete those of pages that are gone."""
    folder, kept = site.static / cards.FOLDER, set()
    for name, script in cards.files(site, patterns) if patterns else ():
        file = folder / f"{name}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, script)
        kept.add(file)
    for file in folder.rglob("*.js"):
        if file not in kept:
            file.unlink()


def tidy_up(app: Sphinx, site: Site, pages: dict[Path, Page], names: list[str]) -> None:
    """Delete the theme's files that no page needs."""
    theme = app.builder.theme  # type: ignore[attr-defined]
    named = site_scripts(site, pages)
    for path, page in pages.items():
        named |= {file for _, _, address in loaded(page) if (file := site.file(path, address))}
    for sheet in [file for file in named if file.suffix == ".css"]:
        css = sheet.read_text("utf-8")
        named |= {file for file in site.static.rglob("*") if file.relative_to(site.static).as_posix() in css}
    moved = [f.relative_to(site.static).as_posix() for f in (site.static / policy.FOLDER).glob("*")]
    clean(site.static, [*theme_files(theme.get_theme_dirs()), *names, *LEFT_OVERS, *moved], named)
    # sphinx-design keeps a second copy of its files beside the static folder and makes it again when it is gone.
    copy = site.root / "_sphinx_design_static"
    if copy.is_dir():
        clean(copy, [file.name for file in copy.iterdir()], set())
        copy.rmdir()


def warn_of_external(site: Site, path: Path, page: Page) -> None:
    """Warn of everything a page would load from another host; a strict build then stops."""
    docname = path.relative_to(site.root).with_suffix("").as_posix()
    for _, _, address in loaded(page):
        if is_external(address):
            message = "page loads %s from another host"
            logger.warning(message, address, location=docname, type="lean", subtype="external")


def warn_of_inline(site: Site, path: Path, page: Page) -> None:
    """Warn of what the policy of content would forbid on a page."""
    docname = path.relative_to(site.root).with_suffix("").as_posix()
    for start in policy.left_in(page):
        message = "page holds what %s forbids: %s"
        logger.warning(message, policy.POLICY, start, location=docname, type="lean", subtype="policy")


def write(path: Path, text: str) -> None:
    """Write a file in one step, so that a build broken off leaves the old file or the new one; skip one unchanged."""
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension.

    Configuration values
    --------------------
    lean_pdf : str
        Path of the book's PDF in the site; empty for no link.
    lean_pdf_title : str
        Words of the link to it.
    lean_own_css : list of str
        Stylesheets of the book itself: they come last in the cascade, and nothing of them is pruned.
    lean_groups : list of str
        Shell-style patterns of pages, such as ``chapters/*``: those of each have a stylesheet of their own.
    lean_cards : list of str
        Shell-style patterns of pages, such as ``chapters/people``: links to a place on one show a card of what stands there.
    lean_policy : bool
        Move all scripts and styles out of the pages, so that they hold under the policy ``default-src 'self'``, and write
        ``_headers``, from which hosts take it; what cannot be moved is warned of.
    lean_keep : list of str
        Shell-style patterns of classes that scripts compose from parts, and that pruning must keep.
    """
    app.add_config_value("lean_pdf", "", "html", [str])
    app.add_config_value("lean_pdf_title", "Whole book (PDF)", "html", [str])
    app.add_config_value("lean_own_css", [], "html", [list])
    app.add_config_value("lean_groups", [], "html", [list])
    app.add_config_value("lean_cards", [], "html", [list])
    app.add_config_value("lean_policy", False, "html", [bool])
    app.add_config_value("lean_keep", [], "html", [list])
    app.add_config_value("lean_fingerprint", "", "html", [str])
    app.connect("config-inited", prepare, priority=900)
    # After the theme has filled its lists of buttons and files (501).
    app.connect("html-page-context", set_page_context, priority=900)
    # After the theme has written its last stylesheet (500).
    app.connect("build-finished", finish, priority=950)
    app.connect("env-get-outdated", left_over)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
