"""What runs inside the sandbox: the release's given cells, then the student's, and plain answers out of it.

A job comes in on standard input as JSON; one line of JSON goes out for each region, and nothing else leaves. The process
that started this one trusts no word of it: what comes out is a claim about the student's own answers and no more.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any


class Still:
    """Stands in for a chart or an explorer: takes every call and every name, and draws nothing.

    Examples
    --------
    >>> ax = Still()
    >>> ax.set_title("Meetings") is ax
    True
    """

    def __call__(self, *_: object, **__: object) -> Still:
        return self

    def __getattr__(self, name: str) -> Still:
        if name.startswith("_"):
            raise AttributeError(name)
        return self


def runnable(source: str) -> str:
    """Return a cell's source without the lines that only a notebook understands (``%magic``, ``!command``).

    Examples
    --------
    >>> runnable("%matplotlib inline\\nx = 1")
    '#\\nx = 1'
    """
    return "\n".join("#" if line.startswith(("%", "!", "?")) else line for line in source.split("\n"))


def limit(limits: dict[str, int]) -> None:
    """Take away for good what the limits do not allow; no process inside can ask for it back."""
    import resource  # not on Windows, where nothing is re-run

    kinds = {
        resource.RLIMIT_AS: limits["memory_mb"] * 2**20,
        resource.RLIMIT_FSIZE: limits["disk_mb"] * 2**20,
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in kinds.items():
        resource.setrlimit(kind, (value, value))
    # The clock outside ends what takes too long; this ends what only counts, with a signal that tells why.
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"] + 1, limits["seconds"] + 2))


def _quiet_package() -> None:
    """Turn charts, explorers, checks and the hand-in off: they cost time, and nobody looks."""
    import russia_nato

    for name in dir(russia_nato):
        if name.startswith(("plot_", "explore_")) or name in ("check", "hand_in", "show"):
            setattr(russia_nato, name, Still())


def _run(cells: list[str], space: dict[str, Any], label: str) -> None:
    for n, source in enumerate(cells, 1):
        exec(compile(runnable(source), f"<{label}, cell {n}>", "exec"), space)


def _answer(region: dict[str, Any], space: dict[str, Any], plain: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Run one region and return what came of it; nothing that the student's code raises goes further."""
    name = region["name"]
    space[name] = ...
    try:
        _run(region["cells"], space, region["id"])
        value = space.get(name, ...)
        return {"state": "ran", "plain": plain(None if value is ... else value)}
    except MemoryError:
        return {"state": "out of memory", "words": "more memory than the sandbox allows"}
    except BaseException as e:  # SystemExit and KeyboardInterrupt of the student's code too
        kind = type(e).__name__
        if kind == "NotPlain":
            return {"state": "not plain", "words": str(e)[:300]}
        return {"state": "error", "words": f"{kind}: {str(e)[:300]}" if kind else "error"}


def main() -> None:
    """Read the job, run it, and write a line for each region."""
    job = json.loads(sys.stdin.buffer.read())
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    limit(job["limits"])

    def say(line: dict[str, Any]) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    from ..exercises.plain import plain

    _quiet_package()
    space: dict[str, Any] = {"__name__": "__main__", "display": Still()}
    say({"id": "", "state": "started"})
    try:
        _run(job["given"], space, "given")
    except BaseException as e:
        say({"id": "", "state": "error", "words": f"{type(e).__name__}: {str(e)[:300]}"})
        os._exit(1)
    for region in job["regions"]:
        say({"id": region["id"], "state": "started"})
        found = _answer(region, space, plain)
        with contextlib.suppress(MemoryError):
            say({"id": region["id"], **found})
    used = os.times()
    say({"id": "", "state": "ended", "cpu": used.user + used.system + used.children_user + used.children_system})
    os._exit(0)  # threads and exit handlers of the student's code have no say


if __name__ == "__main__":
    main()
