"""The instructor's commands that release, grade, mark, report and export; see `commands`."""

from __future__ import annotations

import argparse
from typing import Any

from .commands import add_class, add_command


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
    found = grade(room, args.name, workers=args.workers, regrade=args.regrade, sandboxed=not args.as_handed_in, say=say)
    print("\n".join(summary(found)) or "Nothing new; --regrade does all again.")
    return 0


def add_commands(sub: Any) -> None:
    """Add the commands to the command line."""
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
