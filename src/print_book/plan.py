"""The plan of the book, read from ``_config.yml`` and ``_toc.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .errors import PdfError


@dataclass(frozen=True)
class PageRef:
    """One page of the book: its name, its heading level in print, the number of its part (None outside parts)."""

    name: str
    level: int
    part: int | None


@dataclass(frozen=True)
class Plan:
    """Title matter and the pages in reading order.

    Attributes
    ----------
    parts : tuple of str
        Captions of the parts, in order; ``PageRef.part`` is an index into it.
    baseurl : str
        Address of the published site, or an empty string.
    """

    title: str
    author: str
    copyright: str
    edition: str
    language: str
    baseurl: str
    parts: tuple[str, ...]
    pages: tuple[PageRef, ...]


def _load(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PdfError(
            "the file is missing", page=path.name, remedy=f"Put {path.name} into the book's folder"
        ) from None
    except yaml.YAMLError as error:
        raise PdfError(f"not valid YAML ({error})", page=path.name) from error
    if not isinstance(content, dict):
        raise PdfError("no mapping of keys to values", page=path.name)
    return content


def read_plan(book_dir: Path, edition: str | None = None) -> Plan:
    r"""Read the plan of a Jupyter Book.

    Parameters
    ----------
    book_dir : Path
        Folder that holds ``_config.yml`` and ``_toc.yml``.
    edition : str, optional
        Line under the author's name; by default ``sphinx.config.release``.

    Raises
    ------
    PdfError
        If a file or a required key is missing, or an entry names no page.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "_config.yml").write_text("title: Lighthouses\nauthor: A. Sample")
    ...     _ = Path(folder, "_toc.yml").write_text("root: intro\nchapters: [{file: act.md}]")
    ...     [(page.name, page.level) for page in read_plan(Path(folder)).pages]
    [('intro', 1), ('act', 1)]
    """
    config, toc = _load(book_dir / "_config.yml"), _load(book_dir / "_toc.yml")
    for key in ("title", "author"):
        if not config.get(key):
            raise PdfError(
                f"no {key}", page="_config.yml", remedy=f"Add a line `{key}: ...`; it goes on the title page"
            )
    sphinx = (config.get("sphinx") or {}).get("config") or {}
    if not toc.get("root"):
        raise PdfError("no root", page="_toc.yml", remedy="Name the first page: `root: intro`")
    parts: list[str] = []
    pages = [PageRef(_name(toc["root"]), 1, None)]
    for block in toc.get("parts") or toc.get("subtrees") or [toc]:
        entries = _children(block)
        if block.get("caption") and entries:
            parts.append(str(block["caption"]))
            pages += _pages(entries, 2, len(parts) - 1)
        else:
            pages += _pages(entries, 1, None)
    return Plan(
        title=str(config["title"]),
        author=str(config["author"]),
        copyright=str(config.get("copyright") or ""),
        edition=edition if edition is not None else str(sphinx.get("release") or ""),
        language=str(sphinx.get("language") or "en"),
        baseurl=str((config.get("html") or {}).get("baseurl") or ""),
        parts=tuple(parts),
        pages=tuple(pages),
    )


def _children(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the entries below a part or a page, under whichever key holds them."""
    own = [child for key in ("chapters", "sections", "entries") for child in entry.get(key) or []]
    return own + [child for block in entry.get("subtrees") or [] for child in _children(block)]


def _pages(entries: list[dict[str, Any]], level: int, part: int | None) -> Iterator[PageRef]:
    for entry in entries:
        if "url" in entry:
            continue
        if "file" not in entry:
            raise PdfError(f"an entry without `file`: {entry}", page="_toc.yml", remedy="Name each page with `file:`")
        yield PageRef(_name(entry["file"]), level, part)
        yield from _pages(_children(entry), level + 1, part)


def _name(file: str) -> str:
    """Return the page's name as Sphinx knows it: no extension, forward slashes."""
    name = str(file).replace("\\", "/")
    for extension in (".md", ".ipynb", ".rst"):
        name = name.removesuffix(extension)
    return name
