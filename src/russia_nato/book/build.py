"""Build a book: check the data, execute the notebooks, set the pages, print them, and put the new book in the place of the old.

One pipeline serves every edition; what differs between them an `Edition` says. The pages are built in a folder of their own and
moved to the place of the book only when every step has succeeded, so that the last good book stays until there is a better one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..dates import written_date
from ..errors import CourseError, counted
from . import inputs
from .folders import replace_folder, restore_folder
from .wheel import make_wheel

NEED_MB = 600  # a build with its caches and the PDF's working files
LOG = "build.log"
NOISE = re.compile(r"# \d{4}-\d\d-\d\d .* INFO ")  # of nbclient, for the log


class BuildError(CourseError):
    """A step of the build that failed; the message says which and where to look."""


def _data_problems(root: Path) -> list[str]:
    from ..validate import validate

    return [str(p) for p in validate(root / "data")]


@dataclass(frozen=True)
class Edition:
    """What one edition of the book does differently.

    Attributes
    ----------
    name : str
        What it is called in messages.
    home : str
        The folder that holds it, in the checkout.
    pdf : str
        The name of its PDF.
    problems : callable
        Says what is wrong with the sources in a checkout, one line each.
    stage : callable, optional
        Makes the sources of the edition from the checkout, and returns their folder; without it they are the checkout itself.
    """

    name: str
    home: str
    pdf: str
    problems: Callable[[Path], list[str]] = _data_problems
    stage: Callable[[Path, Path, bool], Path] | None = None


STUDENT = Edition("book", "_build", "russia-nato.pdf")


@dataclass
class BuildReport:
    """What a build made, how long each step took, in seconds, and which steps had nothing to do."""

    html: Path
    pdf: Path
    log: Path
    seconds: dict[str, float] = field(default_factory=dict)
    reused: set[str] = field(default_factory=set)
    steps: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step and say in one line what it did: its words are what the block puts into the list."""
        words: list[str] = []
        start = time.perf_counter()
        print(f"{len(self.seconds) + 1}/{self.steps} {name[:1].upper() + name[1:]} ...", end=" ", flush=True)
        try:
            yield words
        except BaseException:
            print(flush=True)
            raise
        self.seconds[name] = time.perf_counter() - start
        print(f"{', '.join(words)} ({self.seconds[name]:.1f} s)", flush=True)


def cutoff(root: Path) -> dt.datetime:
    """Return the time that the edition is dated to: its cut-off date, so that the same inputs give the same bytes."""
    from ..data import cutoff_date

    return dt.datetime.combine(cutoff_date(root / "data"), dt.time(12), dt.UTC)


def settings(source: Path) -> dict[str, str]:
    """Return the environment in which notebooks run and pages are set: that of the user, with what the book fixes."""
    from ..explorers.base import STATIC

    return {
        **os.environ,
        STATIC: "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "RUSSIA_NATO_DATA": str(source / "data"),
        "SOURCE_DATE_EPOCH": str(int(cutoff(source).timestamp())),
    }


def run_jupyter_book(source: Path, work: Path, fresh: bool, log: Path) -> None:
    """Set the pages of a folder of sources; what Sphinx says goes to the log, and each warning to the reader, once."""
    from .command import JUPYTER_BOOK

    command = [*JUPYTER_BOOK, "build", str(source), "--path-output", str(work), "-W", "-n", "--keep-going"]
    shown: set[str] = set()
    with open(log, "a", encoding="utf-8") as out:
        child = subprocess.Popen(
            [*command, *(["--all"] if fresh else [])], cwd=source, env=settings(source), stdout=out, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
        for line in child.stderr or ():
            text = re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip()
            out.write(text + "\n")
            if text and text not in shown and not NOISE.match(text):
                print(("" if shown else "\n") + text, flush=True)
                shown.add(text)
        if child.wait():
            raise BuildError("the pages could not be built: the lines above name the file and the line")


def check_disk(root: Path) -> None:
    free = shutil.disk_usage(root).free // 2**20
    if free < NEED_MB:
        raise BuildError(
            f"the disk has {free} MB free in {root}; a build needs {NEED_MB} MB: free some room and call again"
        )


def build_book(root: Path, *, pdf: bool = True, fresh: bool = False) -> BuildReport:
    """Build the book that students read. See `build`."""
    return build(STUDENT, root, pdf=pdf, fresh=fresh)


def build(edition: Edition, root: Path, *, pdf: bool = True, fresh: bool = False) -> BuildReport:
    """Build an edition of the book.

    Parameters
    ----------
    edition : Edition
        Which.
    root : pathlib.Path
        The checkout: the folder with ``_config.yml``, ``_toc.yml`` and ``data``. No other checkout's data are read.
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
    home = root / edition.home
    home.mkdir(parents=True, exist_ok=True)
    out = home / "html"
    report = BuildReport(out, out / edition.pdf, home / LOG, steps=4 if pdf else 3)
    restore_folder(out)
    made_of = inputs.of_book(root, edition.name)
    if not fresh and _stands(home, out, made_of, pdf):
        print("Nothing has changed since the last build.", flush=True)
        report.reused.add("all")
        return report
    try:
        _make(edition, root, home, report, pdf, fresh)
    except CourseError as e:
        raise BuildError(f"{e}\nThe last good {edition.name} is unchanged. The log is in {report.log}.") from None
    mark = {"inputs": made_of, "pdf": pdf, "output": inputs.of_output(out)}
    (home / "made.json").write_text(json.dumps(mark), "utf-8")
    return report


def _stands(home: Path, out: Path, made_of: str, pdf: bool) -> bool:
    """Whether the book that stands was made of the same and is whole."""
    try:
        mark = json.loads((home / "made.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return mark["inputs"] == made_of and (mark["pdf"] or not pdf) and mark["output"] == inputs.of_output(out)


def _make(edition: Edition, root: Path, home: Path, report: BuildReport, pdf: bool, fresh: bool) -> None:
    from .notebooks import caches_of

    check_disk(root)
    report.log.write_text("", "utf-8")
    with report.step("data") as words:
        if problems := edition.problems(root):
            lines = "\n".join(f"  {p}" for p in problems[:20])
            raise BuildError(f"{counted(len(problems), 'problem')} in what the {edition.name} is made of:\n{lines}")
        words.append(counted(len(list((root / "data").glob("*.csv"))), "table"))
    source, work = edition.stage(root, home / "source", pdf) if edition.stage else root, home / "work"
    with report.step("notebooks") as words:
        words += _execute(source, caches_of(root), report.log)
    with report.step("pages") as words:
        run_jupyter_book(source, work, fresh, report.log)
        staged = home / "html.new"
        shutil.rmtree(staged, ignore_errors=True)
        shutil.copytree(work / "_build" / "html", staged)
        words.append(counted(sum(1 for p in staged.rglob("*.html") if "_static" not in p.parts), "page"))
        if (root / "setup.py").is_file():
            shutil.copy2(make_wheel(root, home / "wheel", settings(source))[0], staged)
    _front_door(source, staged, edition.pdf if pdf or report.pdf.exists() else "")
    if pdf:
        with report.step("PDF") as words:
            words.append(_print(edition, source, home, staged, report))
    elif report.pdf.exists():
        shutil.copy2(report.pdf, staged / edition.pdf)
    replace_folder(staged, report.html)


def _execute(source: Path, caches: Path, log: Path) -> list[str]:
    """Execute the notebooks that need it, and say how many there are."""
    import yaml

    from .execute import execute_all, notebooks_of, timeout_of

    config = yaml.safe_load((source / "_config.yml").read_text("utf-8"))
    ran = execute_all(notebooks_of(source), caches, source / "data", settings(source), log, timeout_of(config))
    return [counted(ran.all, "notebook"), f"{ran.anew} executed"]


def _front_door(source: Path, pages: Path, pdf: str) -> None:
    """Give the site's first address a title, a language and a way on; Jupyter Book leaves a bare redirect there."""
    import yaml

    title = html.escape(yaml.safe_load((source / "_config.yml").read_text("utf-8"))["title"])
    first = yaml.safe_load((source / "_toc.yml").read_text("utf-8"))["root"] + ".html"
    or_paper = f' or <a href="{pdf}">take it as a PDF</a>' if pdf else ""
    (pages / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="refresh" content="0; url={first}"></head><body><main><h1>{title}</h1>'
        f'<p><a href="{first}">Read the course</a>{or_paper}.</p></main></body></html>\n',
        "utf-8",
    )


def _print(edition: Edition, source: Path, home: Path, pages: Path, report: BuildReport) -> str:
    """Make the PDF, or take the one made before from the same pages; say which."""
    from print_book import PdfError, build_pdf

    kept, mark = home / edition.pdf, home / "pdf.inputs"
    printer = inputs.digest(inputs.PACKAGE.with_name("print_book"))
    made_of = f"{pages_digest(pages)} {printer} {inputs.digest(source / '_toc.yml')}"
    words = "unchanged"
    if kept.exists() and mark.exists() and mark.read_text("utf-8") == made_of:
        report.reused.add("pdf")
    else:
        time_of_edition = cutoff(source)
        try:
            build_pdf(
                source, pages, kept, timestamp=time_of_edition,
                edition=f"Data to {written_date(time_of_edition)}",
            )  # fmt: skip
        except PdfError as e:
            raise BuildError(f"the PDF could not be made: {e}; --no-pdf builds the pages alone") from None
        mark.write_text(made_of, "utf-8")
        words = f"{kept.stat().st_size / 1e6:.1f} MB"
    shutil.copy2(kept, pages / edition.pdf)
    return words


def pages_digest(pages: Path) -> str:
    """Return a fingerprint of all built pages and the pictures they show."""
    h = hashlib.sha256()
    for path in sorted([*pages.rglob("*.html"), *pages.glob("_images/*")]):
        h.update(path.relative_to(pages).as_posix().encode() + b"\0" + path.read_bytes())
    return h.hexdigest()
