"""`make audit`: the built book against its goals: weight of each page, links, and in a browser layout shift and axe.

One page of each kind is opened at 390 and 1280 px in both modes; with ``--all`` every page is. A goal that is met today is held:
above it the audit fails. One that is not met yet is printed as missed.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from lean_book import page_weight

SHIFT = 0.02
WATCH = """new PerformanceObserver(list => { for (const e of list.getEntries())
    if (!e.hadRecentInput) window.moved = (window.moved || 0) + e.value; }).observe({ type: 'layout-shift', buffered: true })"""


@dataclass(frozen=True)
class Kind:
    """Pages of one kind: which they are, the one that stands for all, and how heavy one may be, in kB; ``held`` says since when it fails."""

    name: str
    pattern: str
    one: str
    goal: float
    held: bool


#: The first whose pattern a page fits is its kind.
KINDS = (
    Kind("first page", "chapters/welcome.html", "chapters/welcome.html", 45, False),
    Kind("chapter", "chapters/phase-*", "chapters/phase-3.html", 45, False),
    Kind("workshop or lab", "notebooks/*", "notebooks/phase-1-workshop.html", 60, False),
    Kind("record", "chapters/record-*", "chapters/record-1.html", 60, False),
    Kind("people", "chapters/people*", "chapters/people-a-c.html", 60, True),
    Kind("question", "chapters/contested*", "chapters/contested-promise-1990.html", 60, True),
    Kind("glossary", "chapters/glossary*", "chapters/glossary.html", 60, False),
    Kind("documents", "chapters/documents*", "chapters/documents.html", 60, False),
    Kind("bibliography", "chapters/sources-*", "chapters/sources-m-n.html", 60, False),
    Kind("explorer", "chapters/explore-*", "chapters/explore-timeline.html", 120, True),
    Kind("other", "chapters/*", "chapters/method.html", 60, False),
)


def pages_of(html: Path) -> dict[str, Kind]:
    """Return the pages of the book with their kinds."""
    found = (
        p.relative_to(html).as_posix() for folder in ("chapters", "notebooks") for p in html.glob(f"{folder}/*.html")
    )
    return {p: next(k for k in KINDS if fnmatchcase(p, k.pattern)) for p in sorted(found)}


def weigh(html: Path, pages: dict[str, Kind]) -> list[str]:
    """Print the weights of each kind against its goal, and return what is above a goal that is held."""
    faults = []
    print(f"{'kind':16} {'pages':>5} {'median':>8} {'heaviest':>9} {'goal':>6}  kB, gzip, cold, all that loads")
    for kind in KINDS:
        weights = sorted((page_weight(html, p)["total"] / 1000, p) for p, k in pages.items() if k is kind)
        if not weights:
            continue
        above = [(w, p) for w, p in weights if w > kind.goal]
        word = "" if not above else "ABOVE" if kind.held else f"missed by {len(above)}"
        print(
            f"{kind.name:16} {len(weights):5} {weights[len(weights) // 2][0]:8.1f} {weights[-1][0]:9.1f} {kind.goal:6.0f}  {word}"
        )
        if kind.held:
            faults += [f"{p}: {w:.1f} kB, allowed are {kind.goal:.0f}" for w, p in above]
    return faults


def dead_links(html: Path) -> list[str]:
    """Return the links that lead to no file, or to no place of a page."""
    soups = {
        p.resolve(): BeautifulSoup(p.read_text("utf-8"), "html.parser")
        for p in html.rglob("*.html")
        if "_static" not in p.parts
    }
    ids = {p: {e["id"] for e in s.select("[id]")} for p, s in soups.items()}
    faults = []
    for page, soup in soups.items():
        for a in soup.select("a[href]"):
            url = urlsplit(a["href"])
            if url.scheme or url.netloc or a["href"] == "#" or "=" in url.fragment:  # a view of an explorer is no place
                continue
            target = (page.parent / unquote(url.path)).resolve() if url.path else page
            known = ids.get(target)
            if not target.exists() or (url.fragment and known is not None and unquote(url.fragment) not in known):
                faults.append(f"{page.relative_to(html.resolve())}: {a['href']} leads nowhere")
    return faults


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def _browser() -> str:
    names = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        sys.exit("audit: no Chromium found: set CHROMIUM to its path, or call with --no-browser")
    return path


def look(html: Path, pages: list[str]) -> Iterator[str]:
    """Open pages at two widths in two modes, and return what axe finds, what moves and what is wider than the window."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(html)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser())
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                context.add_init_script(WATCH)
                for name in pages:
                    page, where = context.new_page(), f"{name} at {width} px, {scheme}"
                    page.goto(f"http://127.0.0.1:{server.server_port}/{name}", wait_until="load")
                    page.wait_for_timeout(300)
                    moved = page.evaluate("window.moved || 0")
                    if moved > SHIFT:
                        yield f"{where}: layout shift {moved:.3f}, allowed is {SHIFT}"
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        yield f"{where}: wider than the window"
                    options = {"preload": False, "resultTypes": ["violations"]}
                    for rule in Axe().run(page, options=options).response["violations"]:
                        yield f"{where}: axe {rule['id']}, {len(rule['nodes'])} times: {rule['nodes'][0]['html'][:120]}"
                    page.close()
                context.close()
        browser.close()
    server.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument("html", nargs="?", type=Path, default=Path("_build/html"), help="the folder of the built book")
    parser.add_argument("--all", action="store_true", help="open every page, not one of each kind")
    parser.add_argument("--no-browser", action="store_true", help="weigh and follow links only")
    asked = parser.parse_args()
    if not (asked.html / "index.html").is_file():
        sys.exit(f"audit: no book in {asked.html}: `make book` builds it")
    pages = pages_of(asked.html)
    faults = [*weigh(asked.html, pages), *dead_links(asked.html)]
    if not asked.no_browser:
        seen = list(pages) if asked.all else [k.one for k in KINDS if k.one in pages]
        found = list(look(asked.html, seen))
        print(f"{len(seen)} pages opened at two widths in two modes")
        faults += found
    print("\n".join(faults) or "Nothing is above a goal that is held.")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
