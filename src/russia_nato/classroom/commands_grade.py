"""The instructor's commands that release, grade, mark, report and export; see `commands`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .commands import add_class, add_command

if TYPE_CHECKING:
    from .folder import AssignmentFolder


def _release(args: argparse.Namespace) -> int:
    from .folder import open_class
    from .release import paths_of, release

    made = release(open_class(args.room), args.name, args.exercises, title=args.title)
    print(
        f"Released {args.name} ({made.digest}), {made.assignment.whole:g} points. Give to students from {made.folder}:"
    )
    print("\n".join(f"  {line}" for line in paths_of(made)))
    print(
        f"The key stands in {made.folder.parent / 'key'}; edit due time and late rule in {made.folder.parent / 'assignment.yml'}."
    )
    return 0


def _grade(args: argparse.Namespace) -> int:
    from .folder import open_class
    from .grade import grade, summary

    def say(line: str) -> None:
        print(line, flush=True)

    room = open_class(args.room)
    try:
        found = grade(
            room, args.name, workers=args.workers, regrade=args.regrade, sandboxed=not args.as_handed_in, say=say
        )
    except KeyboardInterrupt:
        print("Stopped. What was graded stays; call it again for the rest.")
        return 130
    print("\n".join(summary(found)) or _nothing_new(room.assignment(args.name)))
    return 0


def _nothing_new(folder: AssignmentFolder) -> str:
    """Return what to say where there was nothing to grade."""
    from .gradebook import open_book

    with open_book(folder) as book:
        if not list(book.counting()):
            return f"Nothing was collected yet; call `russia-nato collect {folder.name} DOWNLOAD` first."
    return "Nothing new; --regrade does all again."


def _mark(args: argparse.Namespace) -> int:
    from .folder import open_class

    room = open_class(args.room)
    if args.take:
        return _take(room, args)
    if args.sheet:
        return _sheet(room, args)
    from .desk import write_desk

    path, n = write_desk(room, args.name, marker=args.marker, share=args.share, question=args.question)
    print(f"{n} answers for marker {args.marker} in {path}, those that are equal counted once")
    print(
        f"Open it in a browser, or send it; take in what it downloads with: russia-nato mark {args.name} --import marks-{args.marker}.json"
    )
    return 0


def _take(room: Any, args: argparse.Namespace) -> int:
    from .assignment import read_assignment
    from .gradebook import open_book
    from .marks import agreement, pace, read_marks, take_marks

    folder = room.assignment(args.name)
    assignment = read_assignment(folder)
    with open_book(folder) as book:
        codes = [s.code for s in book.counting()]
        marks = [m for path in args.take for m in read_marks(path, assignment, codes)]
        n, done = take_marks(book, assignment, marks)
        print(f"{n} marks taken in; {done} parts have all of theirs.")
        for path, (timed, seconds) in ((p, t) for p in args.take if (t := pace(p))):
            print(f"  {path.name}: {timed} answers, {seconds:.0f} s an answer at the median")
        left = sum(a.points is None for a in book.answers())
        print(f"{left} parts are still without points." if left else "Every part has its points.")
        for exercise in assignment.exercises:
            if found := agreement(book.marks(), exercise):
                print(f"  {found}")
    return 0


def _sheet(room: Any, args: argparse.Namespace) -> int:
    from .assignment import read_assignment
    from .gradebook import open_book
    from .marks import write_sheet

    folder = room.assignment(args.name)
    with open_book(folder) as book:
        n = write_sheet(args.sheet, book, read_assignment(folder), "" if args.marker == "A" else args.marker)
    print(f"{n} rows in {args.sheet}: fill in level (0, 0.5 or 1) and take it in with --import")
    return 0


def _report(args: argparse.Namespace) -> int:
    from .folder import open_class
    from .report_page import write_report

    print(f"The report, without a name, stands in {write_report(open_class(args.room), args.name, args.passage)}")
    return 0


def _export(args: argparse.Namespace) -> int:
    from .folder import open_class
    from .nbgrader_out import export_nbgrader

    to, n = export_nbgrader(open_class(args.room), args.name, args.to)
    print(f"{n} submissions, the source with solutions and gradebook.csv for nbgrader in {to}")
    print("nbgrader runs students' code without a sandbox; what `russia-nato grade` found stands in gradebook.csv.")
    return 0


def add_commands(sub: Any) -> None:
    """Add the commands to the command line."""
    _add_release(sub)
    _add_grade(sub)
    _add_mark(sub)
    _add_report(sub)
    _add_export(sub)


def _add_release(sub: Any) -> None:
    out = add_command(
        sub, "release", _release, "make what students get: notebook, worksheet, rubric and data, refused where anything of a solution is in it",
        "russia-nato release paper-1 --exercises p3-ex-silence p3-ex-turn-of-russia --class ~/autumn",
    )  # fmt: skip
    out.add_argument("name", help="name of the assignment, such as paper-1")
    out.add_argument(
        "--exercises",
        nargs="+",
        default=[],
        metavar="ID",
        help="exercises of one notebook (by default those of assignment.yml)",
    )
    out.add_argument("--title", default="", help="what students read above it")
    add_class(out)


def _add_grade(sub: Any) -> None:
    judge = add_command(
        sub, "grade", _grade, "judge what was collected: code in a sandbox, or as handed in where there is none; stop it at any time and call again",
        "russia-nato grade paper-1 --class ~/autumn",
    )  # fmt: skip
    judge.add_argument("name", help="the assignment")
    judge.add_argument(
        "--workers",
        default="",
        metavar="N",
        help="how many at once (by default the cores), or dask://HOST:PORT of a Dask cluster",
    )
    judge.add_argument(
        "--regrade",
        action="store_true",
        help="compute the key anew and judge all again; what people marked is not touched",
    )
    judge.add_argument("--as-handed-in", action="store_true", help="do not re-run, also where a sandbox is there")
    add_class(judge)


def _add_mark(sub: Any) -> None:
    desk = add_command(
        sub, "mark", _mark, "write a page on which a marker marks in a browser, and take in what it downloads",
        "russia-nato mark paper-1 --marker B --share 1/3 --class ~/autumn\n  russia-nato mark paper-1 --import marks-B.json --class ~/autumn",
    )  # fmt: skip
    desk.add_argument("name", help="the assignment")
    desk.add_argument("--question", default="", metavar="ID", help="one exercise only")
    desk.add_argument(
        "--marker", default="A", metavar="B", help="letters or digits that stand for the marker (A by default)"
    )
    desk.add_argument(
        "--share", default="1/1", metavar="1/3", help="which part of the answers; the first five go to every marker"
    )
    desk.add_argument(
        "--import", dest="take", nargs="+", type=Path, default=[], metavar="FILE", help="take in marks (.json, .csv)"
    )
    desk.add_argument("--csv", dest="sheet", type=Path, metavar="FILE", help="write the same as a sheet to fill in")
    add_class(desk)


def _add_report(sub: Any) -> None:
    tell = add_command(
        sub, "report", _report, "write a page for the next meeting: what the class got right and wrong, by question and criterion, and how it coded",
        "russia-nato report paper-1 --class ~/autumn",
    )  # fmt: skip
    tell.add_argument("name", help="the assignment")
    tell.add_argument(
        "--passage",
        nargs="+",
        default=[],
        metavar="CODE/ID",
        help="texts to read out without a name, whose writers have allowed it",
    )
    add_class(tell)


def _add_export(sub: Any) -> None:
    give = add_command(
        sub, "export", _export, "write an assignment as nbgrader has it: source/, submitted/ and a gradebook as CSV",
        "russia-nato export paper-1 --nbgrader --class ~/autumn",
    )  # fmt: skip
    give.add_argument("name", help="the assignment")
    give.add_argument("--nbgrader", action="store_true", required=True, help="the form of the export; there is one")
    give.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where it goes (by default out/nbgrader of the assignment)"
    )
    add_class(give)
