"""Build the book: check the data, execute and set the pages, print them, and put the new book in the place of the old.

The pages are built in `_build/work` and moved to `_build/html` only when every step has succeeded, so that the last good book
stays where it is until there is a better one.
"""

from __future__ import annotations

import datetime as dt
import html
import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ..data import cutoff_date
from ..errors import CourseError
from ..validate import validate
from .command import JUPYTER_BOOK
from .notebooks import digest

PDF_NAME = "russia-nato.pdf"
NEED_MB = 600  # a build with its caches and the PDF's working files


class BuildError(CourseError):
    """A step of the build that failed; the message says which and where to look."""


@dataclass
class BuildReport:
    """What a build made and how long each step took, in seconds."""

    html: Path
    pdf: Path
    seconds: dict[str, float] = field(default_factory=dict)
    reused: set[str] = field(default_factory=set)


def say(text: str) -> None:
    print(text, flush=True)


def run_jupyter_book(root: Path, work: Path, fresh: bool, settings: dict[str, str] | None = None) -> None:
    command = [
        *JUPYTER_BOOK, "build", str(root), "--path-output", str(work), "-W", "-n", "--keep-going", *(["--all"] if fresh else []),
    ]  # fmt: skip
    env = {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "SOURCE_DATE_EPOCH": str(edition_time(root)),
        **(settings or {}),
    }
    done = subprocess.run(command, cwd=root, env=env)
    if done.returncode:
        raise BuildError(
            "the pages could not be built: the lines above name the file and the line; the last good book is unchanged"
        )


def edition_time(root: Path) -> int:
    """Return the time that the edition is dated to: its cut-off date, so that the same inputs give the same bytes."""
    return int(dt.datetime.combine(cutoff_date(root / "data"), dt.time(12), dt.UTC).timestamp())


def check_disk(root: Path) -> None:
    free = shutil.disk_usage(root).free // 2**20
    if free < NEED_MB:
        raise BuildError(
            f"the disk has {free} MB free in {root}; a build needs {NEED_MB} MB: free some room and call again"
        )


def replace_folder(new: Path, old: Path) -> None:
    """Put a folder in the place of another, with the old one gone only when the new one stands."""
    gone = old.with_name(old.name + ".old")
    shutil.rmtree(gone, ignore_errors=True)
    if old.exists():
        old.rename(gone)
    new.rename(old)
    shutil.rmtree(gone, ignore_errors=True)


def build_book(root: Path, *, pdf: bool = True, fresh: bool = False) -> BuildReport:
    """Build the whole book.

    Parameters
    ----------
    root : pathlib.Path
        The checkout: the folder with ``_config.yml``, ``_toc.yml`` and ``data``.
    pdf : bool
        Whether to print the pages too.
    fresh : bool
        Whether to read every page again.

    Returns
    -------
    BuildReport
        Where the book is and how long each step took.

    Raises
    ------
    BuildError
        If the data are not valid, a page or a notebook fails, or the PDF cannot be made. The last good book stays.
    """
    root = root.resolve()
    out, work = root / "_build" / "html", root / "_build" / "work"
    made = work / "_build" / "html"
    report = BuildReport(out, out / PDF_NAME)
    check_disk(root)

    def step(name: str, doing: str):
        say(doing)
        report.seconds[name] = -time.perf_counter()
        return lambda: report.seconds.__setitem__(name, report.seconds[name] + time.perf_counter())

    done = step("data", "1/3 Checking the data ...")
    problems = validate(root / "data", schema=False)
    done()
    if problems:
        lines = "\n".join(f"  {p}" for p in problems[:20])
        raise BuildError(
            f"{len(problems)} problems in the data:\n{lines}\nNothing was built; the last good book is unchanged."
        )

    done = step("pages", "2/3 Executing the notebooks and setting the pages ...")
    run_jupyter_book(root, work, fresh)
    done()

    staged = root / "_build" / "html.new"
    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(made, staged)
    _front_door(root, staged)
    if pdf:
        done = step("pdf", "3/3 Printing the PDF ...")
        _print(root, staged, report)
        done()
    elif (out / PDF_NAME).exists():
        shutil.copy2(out / PDF_NAME, staged / PDF_NAME)
    replace_folder(staged, out)
    return report


def _front_door(root: Path, pages: Path) -> None:
    """Give the site's first address a title, a language and a way on; Jupyter Book leaves a bare redirect there."""
    title = html.escape(yaml.safe_load((root / "_config.yml").read_text("utf-8"))["title"])
    first = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))["root"] + ".html"
    (pages / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="0; url={first}"></head>'
        f'<body><main><h1>{title}</h1><p><a href="{first}">Read the course</a> or <a href="{PDF_NAME}">take it as a PDF</a>.</p></main></body></html>\n',
        "utf-8",
    )


def _print(root: Path, pages: Path, report: BuildReport) -> None:
    """Make the PDF, or take the one made before from the same pages."""
    from print_book import PdfError, build_pdf

    kept, mark = root / "_build" / PDF_NAME, root / "_build" / "pdf.inputs"
    inputs = pages_digest(pages) + digest(Path(__file__).parent / "pdf") + (root / "_toc.yml").read_text("utf-8")
    if not (kept.exists() and mark.exists() and mark.read_text("utf-8") == inputs):
        try:
            time_of_edition = dt.datetime.fromtimestamp(edition_time(root), dt.UTC)
            edition = f"Data to {time_of_edition.day} {time_of_edition:%B %Y}"
            build_pdf(root, pages, kept, timestamp=time_of_edition, edition=edition)
        except PdfError as e:
            raise BuildError(f"the PDF could not be made: {e}\nThe last good book is unchanged.") from None
        mark.write_text(inputs, "utf-8")
    else:
        report.reused.add("pdf")
    shutil.copy2(kept, pages / PDF_NAME)


def pages_digest(pages: Path) -> str:
    """Return a fingerprint of all built pages and the pictures they show."""
    import hashlib

    h = hashlib.sha256()
    for path in sorted([*pages.rglob("*.html"), *pages.glob("_images/*")]):
        h.update(path.relative_to(pages).as_posix().encode() + b"\0" + path.read_bytes())
    return h.hexdigest()
