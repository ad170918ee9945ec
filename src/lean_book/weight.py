"""Weigh a page: what a first visit brings over the network."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

from .markup import Page
from .sheets import URL
from .site import Site, is_external, loaded

#: Already compressed; servers send these as they are.
COMPRESSED = {".woff2", ".woff", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".gz", ".zip", ".pdf"}
#: The level of compression most servers use.
LEVEL = 6


def transfer_size(file: Path) -> int:
    """Bytes of a file on the network."""
    data = file.read_bytes()
    if file.suffix.lower() in COMPRESSED:
        return len(data)
    return len(gzip.compress(data, LEVEL, mtime=0))


def page_weight(html_dir: str | Path, page: str) -> dict[str, Any]:
    """Weigh a page and everything it loads on a first visit.

    Parameters
    ----------
    html_dir : str or pathlib.Path
        Folder of the built site.
    page : str
        Path of the page inside it, such as ``chapters/first.html``.

    Returns
    -------
    dict
        ``page``: its path; ``total``: bytes (gzip) of the page and all its assets; ``requests``: their number;
        ``assets``: bytes of each file by its path in the site, the page first; ``external``: addresses on other hosts,
        sorted; ``missing``: addresses of this site that have no file, sorted.

    Notes
    -----
    Pictures that a browser loads late are counted, and so is every font that the stylesheet names: the figure is an
    upper bound.

    Examples
    --------
    >>> page_weight("_build/html", "index.html")["total"] <= 60_000  # doctest: +SKIP
    True
    """
    site = Site(Path(html_dir).resolve())
    path = site.root / page
    assets = {page: transfer_size(path)}
    external: set[str] = set()
    missing: set[str] = set()

    def add(base: Path, address: str) -> Path | None:
        if is_external(address):
            external.add(address)
            return None
        if re.match(r"(data|blob|about|javascript):", address):
            return None
        file = site.file(base, address)
        if file is None:
            missing.add(address)
        else:
            assets.setdefault(file.relative_to(site.root).as_posix(), transfer_size(file))
        return file

    parsed = Page(path.read_text("utf-8"))
    sheets = [(path, element.content) for element in parsed.find("style")]
    for kind, _, address in loaded(parsed):
        file = add(path, address)
        if kind == "style" and file:
            sheets.append((file, file.read_text("utf-8")))
    for base, text in sheets:
        external.update(re.findall(r"url\(\s*['\"]?(https?:[^)'\"]+)", text))
        for match in URL.finditer(text):
            add(base, match[2])
    return {
        "page": page,
        "total": sum(assets.values()),
        "requests": len(assets),
        "assets": assets,
        "external": sorted(external),
        "missing": sorted(missing),
    }
