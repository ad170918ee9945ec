"""CPU seconds a submission: recorded and re-run, for a class of 60 and for 1,000, beside nbgrader in the same run.

Part of `make bench`; alone: `python tools/bench_grading.py 60 1000`. The assignment is the workshop of phase 3 with all its
exercises, every student answering as the solutions do. nbgrader goes into an environment of its own and grades 20 of the 60.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

UNIT = "phase-3-workshop"
NBGRADER = "nbgrader==0.9.6"
BESIDE = 20  # submissions that nbgrader grades: it takes seconds for each
GOALS = {"re-run": 0.6, "recorded": 0.02}


@dataclass
class Line:
    """What one way of grading took."""

    name: str
    submissions: int
    cpu: float
    seconds: float

    def __str__(self) -> str:
        each = self.cpu / self.submissions
        return f"{self.name:<22}{self.submissions:>12}{self.seconds:>10.1f}{self.cpu:>10.1f}{each:>18.3f}"


def _submission(released: dict, key: dict, solutions: dict[str, str], n: int) -> bytes:
    """Return the work of a student who answers as the solutions do, with the values recorded."""
    from russia_nato.exercises.cells import regions
    from russia_nato.exercises.hand_in import cell_hash

    work = json.loads(json.dumps(released))
    for cell in work["cells"]:
        ident, _, part = cell["id"].rpartition("-")
        if part == "answer" and ident in solutions:
            cell["source"] = f"{solutions[ident]}# {n}"
        elif part == "text":
            cell["source"] = f"A text of student {n}, to be marked by a person."
    found = regions(work)
    answers = {e: {"plain": v, "cell": cell_hash(found[e].answer)} for e, v in key.items()}
    work["metadata"]["russia_nato"]["answers"] = answers
    return json.dumps(work).encode()


def make_class(folder: Path, submissions: int):
    """Return a class of so many, who have all handed in the workshop."""
    from russia_nato.classroom.folder import ClassFolder
    from russia_nato.classroom.gradebook import Submission, open_book
    from russia_nato.classroom.key import read_key
    from russia_nato.classroom.release import release
    from russia_nato.classroom.sources import course_root, read_unit, solution_of
    from russia_nato.exercises.truth import solution_code

    folder.mkdir(parents=True)
    room = ClassFolder(folder)
    room.roster.write_text("code,lms,lms_id,name,email,login,section\n", "utf-8")
    root = course_root()
    exercises = list(read_unit(root / "notebooks" / f"{UNIT}.ipynb").exercises)
    made = release(room, "bench", exercises)
    assignment = room.assignment("bench")
    released = json.loads((made.folder / "bench.ipynb").read_text("utf-8"))
    key = read_key(assignment)[""]
    code = {e: solution_code(solution_of(root, e)) for e in key}
    with open_book(assignment) as book:
        for n in range(submissions):
            name = f"s-{n:04x}"
            path = assignment.submissions / name / "1-bench.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(_submission(released, key, code, n))
            with book.unit(name):
                book.put_submission(
                    Submission(name, 1, "", f"{name}/1-bench.ipynb", "2026-10-05T18:00:00+00:00", 0, True, "collected")
                )
    return room


def _graded(room, sandboxed: bool) -> Line:
    """Grade in this process; CPU is its own and what the sandboxed processes say of theirs."""
    from russia_nato.classroom.grade import grade

    start, cpu = time.perf_counter(), time.process_time()
    found = grade(room, "bench", sandboxed=sandboxed, say=lambda line: None)
    wrong = {s: n for s, n in found.states.items() if s not in ("right", "to mark")}
    if wrong or not found.done:
        sys.stderr.write(f"bench: not all answers were right: {wrong}\n")
    name = "re-run" if found.cpu else "recorded"
    return Line(name, found.done, time.process_time() - cpu + found.cpu, time.perf_counter() - start)


def _beside(room, work: Path) -> Line | None:
    """Let nbgrader grade some of the same submissions, or return None where it cannot be installed."""
    from russia_nato.classroom.nbgrader_out import export_nbgrader

    root = Path(__file__).resolve().parents[1]
    venv, course = work / "nbgrader", work / "course"
    needs = ["pandas", "matplotlib", "ipywidgets", "pybtex", "pyyaml", "docutils"]
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", NBGRADER, *needs]
    if (done := subprocess.run(pip, capture_output=True, text=True, check=False)).returncode:
        sys.stderr.write(f"bench: {NBGRADER} was not installed:\n{done.stderr[-600:]}\n")
        return None
    export_nbgrader(room, "bench", course)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n", "utf-8")
    for late in sorted((course / "submitted").iterdir())[BESIDE:]:
        (late / "bench" / "bench.ipynb").unlink()
        (late / "bench" / "timestamp.txt").unlink()
        (late / "bench").rmdir()
        late.rmdir()
    path = os.pathsep.join([str(venv / "bin"), os.environ["PATH"]])  # it calls alembic by its name
    settings = {
        **os.environ,
        "PATH": path,
        "PYTHONPATH": str(root / "src"),
        "RUSSIA_NATO_DATA": str(root / "data"),
        "MPLBACKEND": "agg",
    }
    command = [str(venv / "bin" / "nbgrader")]
    quiet = {"cwd": course, "env": settings, "capture_output": True, "text": True, "check": False}
    made = subprocess.run([*command, "generate_assignment", "bench"], **quiet)
    start, before = time.perf_counter(), os.times()
    done = subprocess.run([*command, "autograde", "bench"], **quiet)
    after = os.times()
    count = len(list((course / "autograded").glob("*/bench/bench.ipynb")))
    if made.returncode or done.returncode or not count:
        sys.stderr.write(f"bench: nbgrader failed:\n{(made.stderr + done.stderr)[-1200:]}\n")
        return None
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Line(NBGRADER.replace("==", " "), count, cpu, time.perf_counter() - start)


def run(sizes: list[int], beside: bool = True) -> int:
    """Measure, print the table, and return 1 where a goal is missed."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            for sandboxed in (False, True):
                room = make_class(Path(folder) / f"{size}-{sandboxed}", size)
                lines.append(_graded(room, sandboxed))
                sys.stderr.write(f"  {lines[-1]}\n")
        if beside and (other := _beside(room, Path(folder) / "beside")):
            lines.append(other)
    print(f"{'grading':<22}{'submissions':>12}{'seconds':>10}{'CPU s':>10}{'CPU s a hand-in':>18}")
    print("\n".join(map(str, lines)))
    missed = [n for n in lines if n.name in GOALS and n.cpu / n.submissions > GOALS[n.name]]
    print(
        f"(goals: {', '.join(f'{v} {k}' for k, v in GOALS.items())}; nbgrader runs a kernel a hand-in, without a sandbox)"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(run([int(n) for n in sys.argv[1:]] or [60, 1000]))
