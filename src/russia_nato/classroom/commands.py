"""The instructor's commands, and the student's two: each loads what it needs when it is called, and its --help shows a call."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


def add_command(sub: Any, name: str, run: Any, say: str, example: str) -> argparse.ArgumentParser:
    """Add a command whose --help says what it does and shows how it is called.

    Examples
    --------
    >>> sub = argparse.ArgumentParser().add_subparsers()
    >>> "russia-nato forget" in add_command(sub, "forget", print, "delete a class", "russia-nato forget --class x").format_help()
    True
    """
    p = sub.add_parser(
        name,
        help=say,
        description=say[0].upper() + say[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.set_defaults(run=run)
    return p


def add_class(p: argparse.ArgumentParser) -> None:
    """Add the option that names the class folder."""
    p.add_argument(
        "--class",
        dest="room",
        type=Path,
        default=Path(os.environ.get("RUSSIA_NATO_CLASS", ".")),
        metavar="FOLDER",
        help="folder of the class, outside the course (by default $RUSSIA_NATO_CLASS, else the working directory)",
    )


def _roster(args: argparse.Namespace) -> int:
    from .folder import ClassFolder, refuse_checkout
    from .roster import enrol, read_people

    refuse_checkout(args.room)
    roster, new = enrol(ClassFolder(args.room.resolve()), read_people(args.export))
    print(f"{len(roster)} persons in {args.room / 'roster.csv'}, {new} of them new.")
    return 0


def _collect(args: argparse.Namespace) -> int:
    from .assignment import read_assignment
    from .collect import collect, words
    from .folder import open_class

    room = open_class(args.room)
    report = collect(room, args.name, args.download)
    print(words(report, read_assignment(room.assignment(args.name))))
    return 0


def _return(args: argparse.Namespace) -> int:
    from .folder import open_class
    from .returns import give_back, words
    from .roster import read_roster

    room = open_class(args.room)
    result = give_back(room, args.name, args.canvas or args.moodle, column=args.column, scale=args.scale)
    print(words(result, read_roster(room)))
    return 0


def _excuse(args: argparse.Namespace) -> int:
    from .assignment import read_assignment
    from .folder import ClassError, open_class
    from .gradebook import open_book
    from .roster import read_roster

    room = open_class(args.room)
    folder = room.assignment(args.name)
    known = read_assignment(folder).exercises
    if args.code not in {p.code for p in read_roster(room)}:
        raise ClassError(f"code {args.code!r}: not in roster.csv; a code such as s-7f3a is allowed")
    for exercise in args.exercises or known:
        if exercise not in known:
            raise ClassError(f"exercise {exercise!r}: not in {args.name}; allowed is one of {', '.join(known)}")
    with open_book(folder) as book, book.unit(args.code):
        for exercise in args.exercises or known:
            book.excuse(args.code, exercise, args.because)
    print(
        f"{args.code} is excused from {', '.join(args.exercises or known)} ({args.because}); that counts neither way."
    )
    return 0


def _quizzes(args: argparse.Namespace) -> int:
    from .quizzes import MAKERS, listing, read_quizzes, write_quizzes

    quizzes = read_quizzes(args.names)
    wanted = {kind: getattr(args, kind) for kind in MAKERS if getattr(args, kind)}
    print(listing(quizzes))
    for kind, path in wanted.items():
        print(f"{kind}: {write_quizzes(kind, path, quizzes)}")
    return 0


def _forget(args: argparse.Namespace) -> int:
    from .folder import forget, open_class

    room = open_class(args.room)
    if not args.yes:
        print(
            f"This deletes {room.path} with {len(room.assignments())} assignments and all that was handed in. Call again with --yes."
        )
        return 1
    print(f"Deleted {room.path}: {forget(args.room)} files.")
    return 0


def _hand_in(args: argparse.Namespace) -> int:
    from ..exercises.hand_in import report, write

    print(report(*write(args.file)))
    return 0


def _notebook(args: argparse.Namespace) -> int:
    from ..exercises.copies import copy_notebook

    print(f"Work in {copy_notebook(args.name, args.folder)}")
    return 0


def _add_student(sub: Any) -> None:
    copy = add_command(
        sub, "notebook", _notebook, "copy a workshop or lab to work on", "russia-nato notebook phase-3 my-work",
    )  # fmt: skip
    copy.add_argument("name", help="its name, or the beginning of it")
    copy.add_argument("folder", nargs="?", type=Path, default=Path("."), help="where it goes (by default here)")
    hand = add_command(
        sub, "hand-in", _hand_in, "write the one file to upload from a notebook; rn.hand_in() in it also records values",
        "russia-nato hand-in my-work/phase-3-workshop.ipynb",
    )  # fmt: skip
    hand.add_argument("file", type=Path, help="your notebook, saved")


def _add_class_list(sub: Any) -> None:
    roster = add_command(
        sub, "roster", _roster, "read who is in the class from a list of your learning platform, and give each person a code",
        "russia-nato roster 2026-10-05_Grades.csv --class ~/autumn",
    )  # fmt: skip
    roster.add_argument(
        "export", type=Path, help="Canvas gradebook, Moodle grading worksheet, or a CSV with a column 'name'"
    )
    add_class(roster)
    gone = add_command(
        sub, "forget", _forget, "delete a class: roster, submissions, marks and all", "russia-nato forget --class ~/autumn --yes",
    )  # fmt: skip
    gone.add_argument("--yes", action="store_true", help="do it; without, only say what would be deleted")
    add_class(gone)


def _add_collect(sub: Any) -> None:
    take = add_command(
        sub, "collect", _collect, "take what students handed in from a download of Canvas or Moodle, as it is; call it as often as you like",
        "russia-nato collect paper-1 ~/Downloads/submissions.zip --class ~/autumn",
    )  # fmt: skip
    take.add_argument("name", help="the assignment")
    take.add_argument("download", type=Path, help="the zip as downloaded, or a folder")
    add_class(take)


def _add_return(sub: Any) -> None:
    back = add_command(
        sub, "return", _return, "fill the final totals into your own export of Canvas or Moodle, and write the feedback to upload",
        "russia-nato return paper-1 --canvas 2026-10-20_Grades.csv --class ~/autumn",
    )  # fmt: skip
    back.add_argument("name", help="the assignment")
    lists = back.add_mutually_exclusive_group()
    lists.add_argument("--canvas", type=Path, metavar="CSV", help="the gradebook as Canvas exports it")
    lists.add_argument(
        "--moodle", type=Path, metavar="CSV", help="the grading worksheet as Moodle exports it, in any language"
    )
    back.add_argument(
        "--column", default="", metavar="TITLE", help="the column to fill, where it is not found by itself"
    )
    back.add_argument(
        "--scale", action="store_true", help="convert points where the platform gives another number of them"
    )
    add_class(back)


def _add_excuse(sub: Any) -> None:
    excuse = add_command(
        sub, "excuse", _excuse, "leave questions out of a person's total, so that they count neither way",
        "russia-nato excuse paper-1 s-7f3a p3-ex-silence --because ill --class ~/autumn",
    )  # fmt: skip
    excuse.add_argument("name", help="the assignment")
    excuse.add_argument("code", help="whose, by the code of roster.csv")
    excuse.add_argument("exercises", nargs="*", metavar="ID", help="which questions; all where none is named")
    excuse.add_argument("--because", required=True, metavar="REASON", help="the person reads it in the feedback")
    add_class(excuse)


def _add_quizzes(sub: Any) -> None:
    quiz = add_command(
        sub, "quizzes", _quizzes, "list the quizzes, and write them for Canvas, for Moodle or for paper with a key",
        "russia-nato quizzes phase-1 phase-2 --canvas quizzes.zip --paper quizzes.html",
    )  # fmt: skip
    quiz.add_argument("names", nargs="*", metavar="NAME", help="which; all where none is named")
    quiz.add_argument("--canvas", type=Path, metavar="FILE.zip", help="a QTI 1.2 package (Import Course Content)")
    quiz.add_argument("--moodle", type=Path, metavar="FILE.xml", help="Moodle XML (Question bank, Import)")
    quiz.add_argument(
        "--paper", type=Path, metavar="FILE.html", help="a page to print, with the key on pages of its own"
    )


def add_commands(sub: Any) -> None:
    """Add the commands of assignments to the command line."""
    from .commands_grade import add_commands as add_grading

    for add in (_add_student, add_grading, _add_class_list, _add_collect, _add_excuse, _add_return, _add_quizzes):
        add(sub)
