"""The console script `russia-nato`: build the book, check the data, set and grade assignments."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .classroom.commands import add_commands
from .errors import CourseError, counted

if TYPE_CHECKING:
    from .book.build import BuildReport

PIPE_CLOSED = 141  # 128 and the number of the signal, as shells say it


def find_root(start: Path | None = None) -> Path:
    """Return the checkout: the nearest folder at or above ``start`` with a ``_toc.yml`` and a ``data`` folder.

    Raises
    ------
    CourseError
        If there is none.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> find_root(data_dir()) == data_dir().parent
    True
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "data" / "datapackage.json").is_file():
            return folder
    raise CourseError(
        f"no _toc.yml and data/datapackage.json at or above {here}; call it inside a checkout of the course"
    )


def _book(args: argparse.Namespace) -> int:
    from .book.build import build_book

    return _built(build_book(find_root(), pdf=not args.no_pdf, fresh=args.fresh), "The book stands in", "")


def _built(report: BuildReport, words: str, advice: str) -> int:
    """Say where a book stands, how long it took and where the log is."""
    paper = f"\nand in {report.pdf}" if report.pdf.exists() else ""
    print(f"{words} {report.html / 'index.html'}{paper}{advice}")
    if "all" not in report.reused:
        print(f"{sum(report.seconds.values()):.1f} s in all; the log is in {report.log}")
    return 0


def _validate(args: argparse.Namespace) -> int:
    from .report import card, not_read_twice, summary
    from .validate import validate

    folder = find_root() / "data" if args.folder is None else args.folder
    problems = validate(folder)
    for p in problems:
        print(p, file=sys.stderr)
    if problems:
        print(f"russia-nato: {counted(len(problems), 'problem')} in {folder}", file=sys.stderr)
        return 1
    print(f"{card(folder)}\n\n{not_read_twice(folder)}" if args.card else summary(folder))
    return 0


def _instructor(args: argparse.Namespace) -> int:
    from .teach.edition import build_instructor

    report = build_instructor(find_root(), pdf=not args.no_pdf, fresh=args.fresh)
    return _built(report, "The instructor edition stands in", "; keep it from your students.")


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    p = argparse.ArgumentParser(
        prog="russia-nato", description="Build and check the course on Russia-NATO relations, and teach with it."
    )
    sub = p.add_subparsers(dest="command", required=True)
    book = sub.add_parser("book", help="build the book as HTML and PDF")
    book.add_argument("--no-pdf", action="store_true", help="leave the PDF as it is")
    book.add_argument("--fresh", action="store_true", help="read every page again")
    book.set_defaults(run=_book)
    check = sub.add_parser("validate", help="check the data and print what they hold")
    check.add_argument("folder", nargs="?", type=Path, help="folder of a data package (the course's own by default)")
    check.add_argument("--card", action="store_true", help="print the counts as they stand in data/README.md")
    check.set_defaults(run=_validate)
    instructor = sub.add_parser(
        "instructor", help="build the instructor edition: solutions, rubrics, lesson plans, exercise bank, coverage"
    )
    instructor.add_argument("--no-pdf", action="store_true", help="set the pages only")
    instructor.add_argument("--fresh", action="store_true", help="read every page again")
    instructor.set_defaults(run=_instructor)
    add_commands(sub)
    return p


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 if all is well, 1 if the user can mend it, 2 for a bad call.

    Whoever reads the output may stop before its end, as ``russia-nato validate | head`` does: the code is then that of a
    program which the shell stopped for it.

    Examples
    --------
    >>> main(["validate", "--card"])  # doctest: +ELLIPSIS
    | table | rows | ...
    0
    """
    args = parser().parse_args(argv)
    if isinstance(
        sys.stdout, io.TextIOWrapper
    ):  # a name that the console cannot print must not stop what is done with it
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # What is left of the output goes nowhere, so that closing it at the end does not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except CourseError as e:
        print(f"russia-nato: {e}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
