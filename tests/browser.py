"""A browser, a site to visit and what a visit records.

Set ``CHROMIUM`` to a browser of your own.  Without any browser these tests are skipped, unless
``RUSSIA_NATO_REQUIRE_BROWSER=1`` says that they must run.

The site that `site` and `served` visit is that of the fixture `book_html`: the real book's, or in a module that defines
its own `book_html`, another.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.support import build_book, copy_sample

WIDTHS = (390, 1280)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks another host for something fails here, whatever the network allows.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
#: Adds up what moves on the page without the reader's doing.
WATCH_LAYOUT = """
window.__shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.__shift += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""


def miss(reason: str) -> None:
    """Skip a test that lacks something, or fail it where it must run."""
    if os.environ.get("RUSSIA_NATO_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def find_chromium() -> str | None:
    """Path of a Chromium browser, or ``None``."""
    for candidate in (os.environ.get("CHROMIUM"), "/usr/bin/chromium"):
        if candidate and Path(candidate).is_file():
            return candidate
    names = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """A running browser, shared by all tests."""
    path = find_chromium()
    if path is None:
        miss("no Chromium found: set CHROMIUM to its path, or install chromium or google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        miss("the package playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of a small book that holds every component once, built for this session."""
    pytest.importorskip("jupyter_book", reason="the package jupyter-book is not installed")
    source = copy_sample(tmp_path_factory.mktemp("book") / "sample")
    done = build_book(source)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    html = source / "_build" / "html"
    # The real one is made from the finished pages; here a link to it only has to lead somewhere.
    (html / "book.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    return html


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files under the policy that the site's `_headers` asks for, without a line for each request."""

    def end_headers(self) -> None:
        wanted = Path(self.directory) / "_headers"
        if wanted.is_file():
            for line in wanted.read_text("utf-8").splitlines()[1:]:
                self.send_header(*line.strip().split(": ", 1))
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Site:
    """A built site under the address a reader opens it by."""

    html: Path
    base: str

    @property
    def host(self) -> str:
        """Host and port of the site; empty for files."""
        return urlsplit(self.base).netloc

    def url(self, page: str) -> str:
        """Address of a page."""
        return self.base + page

    def pages(self) -> list[str]:
        """Every page of the site, in a fixed order."""
        hidden = ("_static", "_sources", "_images", "_downloads")
        found = (file.relative_to(self.html) for file in self.html.rglob("*.html"))
        return sorted(file.as_posix() for file in found if file.parts[0] not in hidden)


def _serve(html: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    handler = functools.partial(_Quiet, directory=str(html))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/"


# Module scope: a module may override `book_html`, and a session's site would keep that of the module before.
@pytest.fixture(scope="module", params=["http", "file"])
def site(request: pytest.FixtureRequest, book_html: Path) -> Iterator[Site]:
    """The site, once served by a local server and once opened as files."""
    if request.param == "file":
        yield Site(book_html, book_html.resolve().as_uri() + "/")
        return
    server, base = _serve(book_html)
    yield Site(book_html, base)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(book_html: Path) -> Iterator[Site]:
    """The site served by a local server, for what does not depend on how it is opened."""
    server, base = _serve(book_html)
    yield Site(book_html, base)
    server.shutdown()
    server.server_close()


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    """The width of a phone's window, then of a desk's, in CSS pixels."""
    return request.param


@dataclass
class Visit:
    """An open page, and what the browser asked for and complained of since."""

    site: Site
    page: object
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def off_site(self) -> list[str]:
        """Requests that left the site."""
        inside = ("file", "data", "blob", "about")
        parts = [(url, urlsplit(url)) for url in self.requests]
        return [url for url, part in parts if part.scheme not in inside and part.netloc != self.site.host]

    def shift(self) -> float:
        """How much the page has moved by itself (cumulative layout shift)."""
        return float(self.page.evaluate("window.__shift"))

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def visit(chromium) -> Iterator[Callable[..., Visit]]:
    """Open a page: ``visit(site, "index.html", width=390, scheme="dark")``."""
    contexts = []

    def open_page(site: Site, page: str, *, width: int = 1280, scheme: str = "light", **options) -> Visit:
        viewport = {"width": width, "height": 844 if width < 768 else 900}
        options = {
            "bypass_csp": True,
            **options,
        }  # as a test waits by evaluating code; tests of the policy say otherwise
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, accept_downloads=True, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        opened = context.new_page()
        result = Visit(site, opened)
        opened.on("request", lambda request: result.requests.append(request.url))
        opened.on("requestfailed", lambda request: _failed(result, request))
        opened.on("pageerror", lambda error: result.complaints.append(str(error)))
        opened.on("console", lambda message: _complaint(result, message))
        if options.get("java_script_enabled", True):
            opened.add_init_script(WATCH_LAYOUT)
        opened.goto(site.url(page), wait_until="load")
        return result

    yield open_page
    for context in contexts:
        context.close()


def _complaint(result: Visit, message) -> None:
    if message.type in ("error", "warning"):
        result.complaints.append(message.text)


def _failed(result: Visit, request) -> None:
    # A page that is left drops what it was still loading; that is no defect.
    if request.failure != "net::ERR_ABORTED":
        result.complaints.append(f"{request.url}: {request.failure}")


@pytest.fixture
def axe(chromium) -> Callable[..., list[str]]:
    """List what axe finds wrong with a page: ``axe(visit)``."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        miss("the package axe-playwright-python is not installed")

    def run(visit: Visit) -> list[str]:
        # Preloading would have axe fetch stylesheets, which a page opened as a file may not. What passes is not listed element by
        # element: half of the time on a page of six thousand elements.
        options = {"preload": False, "resultTypes": ["violations"]}
        found = Axe().run(visit.page, options=options).response["violations"]
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]

    return run
