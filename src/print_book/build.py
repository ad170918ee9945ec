"""From a built HTML book to its PDF."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from .assemble import assemble
from .compact import compact
from .finish import tag_row_headers
from .images import Pictures
from .plan import Plan, read_plan
from .text import string
from .typeset import typeset
from .writer import Writer


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
    warnings: tuple[str, ...]


def build_pdf(
    book_dir: Path, html_dir: Path, out: Path, *, timestamp: datetime, edition: str | None = None
) -> PdfReport:
    """Print a built Jupyter Book as a tagged PDF (A4, PDF/UA-1).

    Parameters
    ----------
    book_dir : Path
        Folder of ``_config.yml`` (title, author, copyright) and ``_toc.yml``.
    html_dir : Path
        Folder of the built HTML pages.
    out : Path
        The file to write. It is replaced only when the new one is finished.
    timestamp : datetime
        Time that the file gives as its making; needs a time zone. Equal inputs give equal bytes.
    edition : str, optional
        Line on the title page, such as the edition and its cut-off date; by default ``release`` of
        ``sphinx.config`` in ``_config.yml``, or else the day of ``timestamp``.

    Returns
    -------
    PdfReport
        What was printed.

    Raises
    ------
    PdfError
        If the book has a fault that must not reach paper: an image without alternative text, a missing file, a link
        that leads nowhere, a character no font covers. The message names the page, the element and the remedy.
    ValueError
        If the timestamp has no time zone.

    Examples
    --------
    >>> build_pdf(Path("."), Path("_build/html"), Path("_build/html/book.pdf"),
    ...           timestamp=datetime(2026, 11, 1, tzinfo=UTC))  # doctest: +SKIP
    """
    if timestamp.tzinfo is None:
        raise ValueError(f"timestamp {timestamp} has no time zone; pass one, such as datetime.UTC")
    book_dir, html_dir, out = Path(book_dir), Path(html_dir), Path(out)
    plan = read_plan(book_dir, edition)
    if not plan.edition and edition is None:
        plan = replace(plan, edition=f"Edition of {timestamp.day} {timestamp:%B %Y}")
    document = assemble(plan, html_dir)
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        work_dir = Path(folder)
        pictures = Pictures(html_dir, work_dir)
        writer = Writer(document, pictures)
        source = _front(plan) + writer.write()
        title_matter = [("_config.yml", "", text) for text in (plan.title, plan.author, plan.edition, plan.copyright)]
        pdf, warnings = typeset(source, work_dir, timestamp, [*writer.texts, *pictures.texts, *title_matter])
    pdf = compact(tag_row_headers(pdf, writer.row_heads))
    out.parent.mkdir(parents=True, exist_ok=True)
    _replace(out, pdf)
    return PdfReport(
        path=out,
        size=len(pdf),
        parts=len(plan.parts),
        chapters=len(document.pages),
        images=writer.images,
        tables=len(writer.row_heads),
        footnotes=writer.footnotes,
        quizzes=document.quizzes,
        warnings=tuple(warnings),
    )


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


def _replace(out: Path, data: bytes) -> None:
    """Write beside the target, then put the new file in its place in one step."""
    beside = out.with_name(f".{out.name}.new")
    try:
        beside.write_bytes(data)
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)
