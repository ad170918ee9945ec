"""From a built HTML book to its PDF."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from .assemble import assemble
from .chapters import write_book
from .errors import Faults
from .finish import finish
from .images import Pictures
from .plan import Plan, read_plan
from .text import string
from .typeset import typeset
from .writer import Volume


@dataclass(frozen=True)
class PdfReport:
    """What was printed.

    Attributes
    ----------
    path : Path
        The finished file.
    size : int
        Its size in bytes.
    parts, chapters, images, tables, footnotes, quizzes : int
        How many of each the book holds; ``images`` leaves out mere decoration.
    faults : tuple of str
        What is wrong with the book, where the build was not strict.
    warnings : tuple of str
        Remarks of the typesetter.
    """

    path: Path
    size: int
    parts: int
    chapters: int
    images: int
    tables: int
    footnotes: int
    quizzes: int
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


def build_pdf(
    book_dir: Path, html_dir: Path, out: Path, *, timestamp: datetime, edition: str | None = None, strict: bool = True
) -> PdfReport:
    """Print a built Jupyter Book as a tagged PDF (A4, PDF/UA-1).

    Parameters
    ----------
    book_dir, html_dir : Path
        Folder of ``_config.yml`` (title, author, copyright) and ``_toc.yml``, and folder of the built HTML pages.
    out : Path
        The file to write. It is replaced only when the new one is finished.
    timestamp : datetime
        Time that the file gives as its making; needs a time zone. Equal inputs give equal bytes.
    edition : str, optional
        Line on the title page, such as the edition and its cut-off date; by default ``release`` of
        ``sphinx.config`` in ``_config.yml``, or else the day of ``timestamp``.
    strict : bool
        Whether to stop at the first fault. Otherwise what has no printed form is named in its place on paper, an image
        that nobody described says so, a broken link is plain text, and the report lists each.

    Returns
    -------
    PdfReport
        What was printed.

    Raises
    ------
    PdfError
        If the book has a fault that must not reach paper. The message names the page, the element and the remedy.
    ValueError
        If the timestamp has no time zone.

    Examples
    --------
    >>> build_pdf(Path("."), Path("_build/html"), Path("_build/html/book.pdf"),
    ...           timestamp=datetime(2026, 11, 1, tzinfo=UTC))  # doctest: +SKIP
    """
    if timestamp.tzinfo is None:
        raise ValueError(f"timestamp {timestamp} has no time zone; pass one, such as datetime.UTC")
    html_dir, out, faults = Path(html_dir), Path(out), Faults(strict)
    plan = read_plan(Path(book_dir), edition)
    if not plan.edition and edition is None:
        plan = replace(plan, edition=f"Edition of {timestamp.day} {timestamp:%B %Y}")
    document = assemble(plan, html_dir, faults)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        volume = Volume(document, Pictures(html_dir, Path(folder), faults), faults)
        warnings = _print(volume, Path(folder), out, timestamp)
    return PdfReport(
        path=out,
        size=out.stat().st_size,
        parts=len(plan.parts),
        chapters=len(document.pages),
        images=volume.images,
        tables=len(volume.row_heads),
        footnotes=volume.footnotes,
        quizzes=document.quizzes,
        faults=tuple(faults.listed),
        warnings=tuple(warnings),
    )


def _print(volume: Volume, folder: Path, out: Path, timestamp: datetime) -> list[str]:
    """Write the source, set it, finish the file beside the target and put it in its place in one step."""
    document, plan, beside = volume.document, volume.document.plan, out.with_name(f".{out.name}.new")
    source = _front(plan) + write_book(volume)
    title_matter = [("_config.yml", "", text) for text in (plan.title, plan.author, plan.edition, plan.copyright)]
    texts = [*volume.texts, *volume.pictures.texts, *title_matter]
    pdf, warnings = typeset(source, folder, timestamp, texts, volume.faults)
    try:
        finish(pdf, beside, {page.ref.name: page.title for page in document.pages}, volume.row_heads, volume.faults)
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)
    return warnings


def _front(plan: Plan) -> str:
    fields = {
        "title": plan.title,
        "author": plan.author,
        "edition": plan.edition,
        "rights": plan.copyright,
    }
    fields["lang"], *region = plan.language.replace("_", "-").split("-")
    fields |= {"region": region[0]} if region and len(region[0]) == 2 else {}
    arguments = ", ".join(f"{name}: {string(value)}" for name, value in fields.items())
    return f'#import "template.typ": *\n#show: volume.with({arguments})\n'
