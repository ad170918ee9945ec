"""Where the files of a built site lie, which of them a page names, and which may go."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .markup import Element, Page

#: Folders of the output that hold copies of sources and assets, never pages of the theme.
NOT_PAGES = ("_static", "_sources", "_images", "_downloads", "_sphinx_design_static")

#: Left over from extensions; a file that a page still names stays.
LEFT_OVERS = (
    "pygments.css",
    "sphinx-thebe.css",
    "sphinx-thebe.js",
    "copybutton_funcs.js",
    "copybutton.js",
    "clipboard.min.js",
    "togglebutton.js",
    "design-tabs.js",
    "documentation_options.js",
)


@dataclass(frozen=True)
class Site:
    """A folder of built pages."""

    root: Path

    @property
    def static(self) -> Path:
        """The folder of scripts, styles and fonts."""
        return self.root / "_static"

    def pages(self) -> list[Path]:
        """Every HTML page, in a fixed order."""
        found = self.root.rglob("*.html")
        return sorted(page for page in found if page.relative_to(self.root).parts[0] not in NOT_PAGES)

    def prefix(self, page: Path) -> str:
        """What stands before ``_static/`` in a page's links: empty at the root, ``../`` one folder down."""
        up = os.path.relpath(self.root, page.parent).replace(os.sep, "/")
        return "" if up == "." else f"{up}/"

    def file(self, page: Path, address: str) -> Path | None:
        """The file an address on a page stands for; ``None`` for another host, a data URI or a file that is missing."""
        parts = urlsplit(address)
        if is_external(address) or parts.scheme or not parts.path:
            return None
        target = Path(os.path.normpath(page.parent / unquote(parts.path)))
        return target if target.is_file() else None


def is_external(address: str) -> bool:
    """Whether loading this address leaves the site."""
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme in ("http", "https", "ws", "wss", "ftp")


def loaded(page: Page) -> Iterator[tuple[str, Element, str]]:
    """Yield kind, element and address of everything a page loads by itself."""
    for element in page.elements:
        attrs = element.attrs
        relations = attrs.get("rel", "").lower().split()
        if element.name == "link" and attrs.get("href"):
            if "stylesheet" in relations:
                yield "style", element, attrs["href"]
            elif "icon" in relations:
                yield "icon", element, attrs["href"]
            elif {"preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"} & set(relations):
                yield "preload", element, attrs["href"]
        elif element.name == "script" and attrs.get("src"):
            yield "script", element, attrs["src"]
        elif element.name in ("img", "source", "iframe", "video", "audio", "embed", "track"):
            if attrs.get("src"):
                yield "media", element, attrs["src"]
            for choice in attrs.get("srcset", "").split(","):
                if choice.strip():
                    yield "media", element, choice.split()[0]
        elif element.name == "object" and attrs.get("data"):
            yield "media", element, attrs["data"]


def theme_files(folders: Iterable[str]) -> set[str]:
    """Names of the files that the theme and its parents put into the static folder."""
    names: set[str] = set()
    for folder in folders:
        static = Path(folder) / "static"
        for file in static.rglob("*"):
            if file.is_file():
                name = file.relative_to(static).as_posix()
                names.add(name.removesuffix(".jinja").removesuffix("_t"))
    return names


def clean(static: Path, candidates: Iterable[str], named: set[Path]) -> list[str]:
    """Delete those candidates that nothing names, and folders left empty.

    Only files known to come from the theme, its extensions or the joined stylesheets are candidates, so a data file or
    picture of the course is never at risk.

    Parameters
    ----------
    static : pathlib.Path
        The static folder of the output.
    candidates : iterable of str
        Paths inside `static` that may go.
    named : set of pathlib.Path
        Files that a page or the joined stylesheet names.

    Returns
    -------
    list of str
        What was deleted, sorted.
    """
    gone = []
    for name in sorted(set(candidates)):
        file = static / name
        if file.is_file() and file not in named:
            file.unlink()
            gone.append(name)
    for folder in sorted((f for f in static.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return gone
