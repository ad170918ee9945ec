"""Re-run a submission: jobs go into the sandbox as JSON, plain answers come back, and what broke is left out of the next try.

A process that ends in the middle (endless loop, killed, too much memory) has answered the regions before; the region in
which it ended gets its state, and a fresh process runs the others. So one hostile answer spoils no other.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from .sandbox import IMAGE, MAKE_IMAGE, Limits, Sandbox, command, is_root, scratch_folder

MOST_OUTPUT = 8 * 2**20
#: Starting Python and pandas takes a second or two on a busy machine; the student's time is counted on top of it.
START = 10.0
OWN = "own cells"  # the pseudo-region of cells that the student added outside all exercises


@dataclass(frozen=True)
class Part:
    """The cells of one region to run: its id, their sources, and the name of the variable that holds the answer."""

    id: str
    cells: tuple[str, ...]
    name: str = "answer"


@dataclass(frozen=True)
class Job:
    """The release's given cells, and the student's regions in their order."""

    given: tuple[str, ...]
    parts: tuple[Part, ...]
    limits: Limits = field(default_factory=Limits)

    def plain(self) -> bytes:
        """Return the job as JSON."""
        regions = [{"id": p.id, "cells": list(p.cells), "name": p.name} for p in self.parts]
        return json.dumps({"given": list(self.given), "regions": regions, "limits": self.limits.plain()}).encode()


@dataclass(frozen=True)
class Answer:
    """What a region came to: "ran" with a plain value, or error, not plain, timed out, out of memory."""

    state: str
    plain: dict[str, Any] | None = None
    words: str = ""


@dataclass
class Outcome:
    """What one or more processes of a job left: answers by region, whether one started, what went wrong, CPU seconds."""

    answers: dict[str, Answer] = field(default_factory=dict)
    started: bool = False
    words: str = ""
    cpu: float = 0.0
    running: str | None = None  # the region in which the process was when it ended


def _read(process: subprocess.Popen[bytes], out: IO[bytes], limits: Limits) -> tuple[bytes, str]:
    """Return what the process wrote within its time, and why it was stopped ("" where it ended by itself)."""
    end, data = time.monotonic() + START + limits.seconds, bytearray()
    begun = False
    with selectors.DefaultSelector() as ready:
        ready.register(out, selectors.EVENT_READ)
        while True:
            if not (left := end - time.monotonic()) > 0 or not ready.select(left):
                return bytes(data), "timed out"
            piece = os.read(out.fileno(), 2**16)
            if not piece:
                return bytes(data), ""
            data += piece
            if not begun:  # Python and the package are there: from now on the student's seconds run
                begun, end = True, time.monotonic() + limits.seconds
            if len(data) > MOST_OUTPUT:
                return bytes(data), "error"


def _sound(value: object, depth: int = 0) -> bool:
    """Say whether a value from the sandbox is JSON of the shape that plain answers have."""
    if value is None or isinstance(value, bool | int | float | str):
        return True
    if isinstance(value, list):
        return depth < 4 and all(_sound(v, depth + 1) for v in value)
    if isinstance(value, dict):
        return depth < 4 and all(isinstance(k, str) and _sound(v, depth + 1) for k, v in value.items())
    return False


def _lines(data: bytes, known: set[str], outcome: Outcome) -> None:
    """Take the lines of a process into its outcome; what is not of the form is passed over."""
    for line in data.split(b"\n"):
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if not isinstance(said, dict) or not isinstance(said.get("id"), str) or not isinstance(said.get("state"), str):
            continue
        ident, state, words = said["id"], said["state"], str(said.get("words", ""))[:400]
        if ident == "":
            outcome.started = True
            outcome.words = words
            # bubblewrap does not wait for what it started, so the process tells its seconds itself
            outcome.cpu += said["cpu"] if isinstance(said.get("cpu"), float) and 0 <= said["cpu"] < 1e4 else 0
        elif ident not in known or ident in outcome.answers:
            continue
        elif state == "started":
            outcome.running = ident
        elif state == "ran" and isinstance(said.get("plain"), dict) and _sound(said["plain"]):
            outcome.answers[ident], outcome.running = Answer("ran", said["plain"]), None
        elif state in ("error", "not plain", "out of memory"):
            outcome.answers[ident], outcome.running = Answer(state, None, words), None


def run_job(sandbox: Sandbox, data: Path, job: Job) -> Outcome:
    """Run a job in one process of the sandbox and return what came of it.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> sandbox, words = find_sandbox(data_dir())
    >>> sandbox is None or run_job(sandbox, data_dir(), Job((), (Part("p1", ("answer = 1 + 1",)),))).answers["p1"].state
    'ran'
    """
    outcome = Outcome()
    with scratch_folder() as scratch:
        call = command(sandbox, data, Path(scratch), job.limits, root=is_root())
        pipe = subprocess.PIPE
        process = subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe, close_fds=True)
        assert process.stdin and process.stdout and process.stderr
        writer = threading.Thread(target=_write, args=(process.stdin, job.plain()), daemon=True)
        writer.start()
        said, stopped = _read(process, process.stdout, job.limits)
        if sandbox.kind != "bubblewrap" and stopped:
            name = f"russia-nato-{Path(scratch).name}"
            subprocess.run([sandbox.program, "kill", name], capture_output=True, check=False)
        outcome.cpu = _reap(process, 0 if stopped else 2)
        complaint = process.stderr.read(4000).decode(errors="replace").strip()
        writer.join(1)
        process.stdout.close()
        process.stderr.close()
    _lines(said, {p.id for p in job.parts}, outcome)
    if not outcome.started:
        outcome.words = complaint.splitlines()[-1][:300] if complaint else "the sandbox did not start"
    elif outcome.running is not None:
        outcome.answers[outcome.running] = _ended(stopped, process.returncode, job.limits)
    return outcome


def _write(to: IO[bytes], job: bytes) -> None:
    """Write a job and close; a process that has gone takes nothing."""
    try:
        to.write(job)
        to.close()
    except OSError:
        return


def _reap(process: subprocess.Popen[bytes], patience: float) -> float:
    """End a process that does not end by itself, and return the CPU seconds that it and its children used."""
    if not hasattr(os, "wait4"):  # Windows, with Docker
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        process.kill()
        process.wait()
        return 0.0
    end = time.monotonic() + patience
    while (gone := os.wait4(process.pid, os.WNOHANG))[0] == 0 and time.monotonic() < end:
        time.sleep(0.002)
    if gone[0] == 0:
        os.kill(process.pid, signal.SIGKILL)
        gone = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(gone[1])
    return gone[2].ru_utime + gone[2].ru_stime


def _ended(stopped: str, code: int | None, limits: Limits) -> Answer:
    """Return the state of the region in which a process ended before it had answered."""
    if stopped == "timed out" or code in (128 + 24, -24):  # SIGXCPU
        return Answer("timed out", None, f"it ran for more than {limits.seconds} seconds")
    if stopped:
        return Answer("error", None, "it wrote more than the sandbox lets out")
    if code in (137, 134, 139, -9, -6, -11):  # killed, or a library that could not get memory
        return Answer(
            "out of memory", None, f"the process was ended for want of {limits.memory_mb} MB or of its own doing"
        )
    return Answer("error", None, "the code ended the process")


def rerun(sandbox: Sandbox, data: Path, job: Job) -> Outcome:
    """Run a job until every region has an answer or a state, in as many processes as it takes.

    Parameters
    ----------
    sandbox : Sandbox
        Where it runs.
    data : pathlib.Path
        The release's data.
    job : Job
        Given cells and regions.

    Returns
    -------
    Outcome
        An answer for each region; ``started`` is False where the sandbox itself failed.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> sandbox, words = find_sandbox(data_dir())
    >>> job = Job((), (Part("a", ("raise SystemExit",)), Part("b", ("answer = 'yes'",))))
    >>> sandbox is None or [a.state for a in rerun(sandbox, data_dir(), job).answers.values()] == ["error", "ran"]
    True
    """
    whole = Outcome()
    left = job.parts
    while True:
        found = run_job(sandbox, data, replace(job, parts=left))
        whole.answers |= found.answers
        whole.started, whole.words, whole.cpu = found.started, found.words, whole.cpu + found.cpu
        before, left = left, tuple(p for p in left if p.id not in whole.answers)
        if not left or not found.started or len(left) == len(before):
            break
    for part in left:
        whole.answers[part.id] = Answer("not re-run", None, whole.words or "the given cells did not end")
    return whole


def _works(sandbox: Sandbox, data: Path) -> str:
    """Return "" if an empty job runs in the sandbox, or what it said."""
    found = run_job(sandbox, data, Job((), ()))
    return "" if found.started else found.words or "it did not start"


@lru_cache(maxsize=4)
def find_sandbox(data: Path) -> tuple[Sandbox | None, str]:
    """Return the sandbox of this machine, tried with an empty job, and a sentence about it.

    Parameters
    ----------
    data : pathlib.Path
        Folder of a data package that the trial lends.

    Returns
    -------
    tuple
        The sandbox, or None where there is none, and what to tell the instructor.

    Examples
    --------
    >>> from russia_nato.schema import data_dir
    >>> sandbox, words = find_sandbox(data_dir())
    >>> words.startswith("re-run in" if sandbox else "as handed in, not re-run")
    True
    """
    tried = []
    if sys.platform == "linux" and (program := shutil.which("bwrap")):
        sandbox = Sandbox("bubblewrap", program)
        if not (wrong := _works(sandbox, data)):
            return sandbox, f"re-run in bubblewrap{' as nobody' if is_root() else ''}"
        tried.append(f"bubblewrap is installed and does not work here ({wrong})")
    for kind in ("docker", "podman"):
        if not (program := shutil.which(kind)):
            continue
        look = subprocess.run([program, "image", "inspect", IMAGE], capture_output=True, text=True, check=False)
        if look.returncode == 0 and not (wrong := _works(Sandbox(kind, program), data)):
            return Sandbox(kind, program), f"re-run in {kind}"
        tried.append(f"{kind} has no image {IMAGE} or does not run; make it with: {MAKE_IMAGE}")
    advice = "; ".join(tried) or "install bubblewrap (Linux), Docker or Podman to re-run answers"
    return None, f"as handed in, not re-run: {advice}"
