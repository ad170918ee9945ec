"""`make bench`: seconds and peak memory of set-up, builds, PDF, import and notebooks, beside the stock template of Jupyter Book;
then CPU seconds a graded submission, beside nbgrader.

Everything is measured on a fresh copy of the tracked files, and the template is built in the same run on the same machine.
Memory is that of the largest process of each step.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import bench_grading  # the file beside this one

from russia_nato.book.command import JUPYTER_BOOK


@dataclass
class Measure:
    """What one step took."""

    seconds: float
    megabytes: float
    ok: bool


def measure(command: list[str], cwd: Path, **env: str) -> Measure:
    """Run a command and return its time and the memory of its largest process."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **env}, stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode:
            log.seek(0)
            sys.stderr.write(f"bench: {' '.join(command)} failed:\n{log.read().decode(errors='replace')[-1500:]}\n")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Measure(seconds, usage.ru_maxrss / scale, process.returncode == 0)


def _copy_tracked(root: Path, to: Path) -> None:
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    )
    for name in filter(None, names):
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, to / name)


def _ours(root: Path, work: Path) -> dict[str, Measure]:
    _copy_tracked(root, work)
    out: dict[str, Measure] = {}
    python, cli = str(work / ".venv/bin/python"), str(work / ".venv/bin/russia-nato")

    def step(name: str, command: list[str]) -> None:
        out[name] = measure(command, work)
        _say({name: out[name]})

    step("set-up", [sys.executable, "tools/setup.py", ".venv"])
    step("clean build, whole", [cli, "book"])
    step("no-change build", [cli, "book"])
    # What of it is what: the pages again with the notebooks' results kept, then nothing but the PDF.
    shutil.rmtree(work / "_build" / "html")
    step("clean build, pages, notebooks cached", [cli, "book", "--fresh", "--no-pdf"])
    step("PDF step", [cli, "book"])
    page = work / "chapters" / "phase-1.md"
    page.write_text(page.read_text("utf-8").replace("## Sources\n", "## Sources\n\nOne more sentence.\n", 1), "utf-8")
    step("one-page-edit build, pages", [cli, "book", "--no-pdf"])
    step("validate", [cli, "validate"])
    step("import russia_nato", [python, "-c", "import russia_nato"])
    step(
        "load all tables",
        [python, "-c", "from russia_nato.data import load_table, tables; [load_table(n) for n in tables()]"],
    )
    return out


def _stock(work: Path) -> dict[str, Measure]:
    venv = work / ".venv"
    create = subprocess.run([*JUPYTER_BOOK, "create", str(work / "book")], capture_output=True, text=True)
    if create.returncode:
        sys.stderr.write(create.stderr)
    setup = f"{sys.executable} -m venv {venv} && {venv}/bin/pip install -q --disable-pip-version-check jupyter-book==1.0.4.post1 matplotlib numpy"
    out = {"set-up": measure(["sh", "-c", setup], work)}
    build = [str(venv / "bin" / "jupyter-book"), "build", "book"]
    out["clean build, pages"] = measure(build, work)
    out["no-change build"] = measure(build, work)
    page = work / "book" / "intro.md"
    page.write_text(page.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    out["one-page-edit build, pages"] = measure(build, work)
    out["clean build, whole"] = out["clean build, pages"]
    out["import russia_nato"] = measure([str(venv / "bin" / "python"), "-c", "import matplotlib.pyplot"], work)
    return out


def _say(rows: dict[str, Measure]) -> None:
    for name, m in rows.items():
        sys.stderr.write(f"  {name}: {m.seconds:.1f} s, {m.megabytes:.0f} MB{'' if m.ok else ' FAILED'}\n")
        sys.stderr.flush()


def table(ours: dict[str, Measure], stock: dict[str, Measure]) -> str:
    """Return the measures as a table, with the ratio of ours to the template's."""
    lines = [f"{'step':<38}{'seconds':>9}{'MB':>7}{'stock s':>9}{'stock MB':>9}{'ratio':>7}"]
    for name, m in ours.items():
        other = stock.get(name)
        beside = (
            f"{other.seconds:>9.1f}{other.megabytes:>9.0f}{m.seconds / other.seconds:>7.2f}"
            if other
            else f"{'-':>9}{'-':>9}{'-':>7}"
        )
        lines.append(f"{name:<38}{m.seconds:>9.1f}{m.megabytes:>7.0f}{beside}{'' if m.ok else '  FAILED'}")
    lines.append(
        "(stock: the template of `jupyter-book create`; its import is of matplotlib.pyplot, which its notebook imports)"
    )
    return "\n".join(lines)


def run(root: Path) -> int:
    """Measure both, then grading, print the tables, and return 1 when a step of ours failed or a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder) / "ours", Path(folder) / "stock"
        here.mkdir()
        there.mkdir()
        sys.stderr.write("Measuring the course ...\n")
        ours = _ours(root, here)
        sys.stderr.write("Measuring the stock template ...\n")
        stock = _stock(there)
        _say(stock)
        print(table(ours, stock))
    sys.stderr.write("Measuring grading, beside nbgrader ...\n")
    missed = bench_grading.run([60, 1000])
    return 0 if all(m.ok for m in ours.values()) and not missed else 1


if __name__ == "__main__":
    sys.exit(run(Path(__file__).resolve().parents[1]))
