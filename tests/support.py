"""What tests of more than one package share: where the checkout is, and how a small book is built from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "lean_book" / "sample"


def copy_sample(folder: Path) -> Path:
    """Copy the sample book, which holds every component once, to a folder."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    return folder


def build_book(source: Path, *arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a strict build of the book in `source`; `code` runs in the builder first."""
    start = f"{code or ''}\nimport sys\nfrom jupyter_book.cli.main import main\nmain(sys.argv[1:])"
    command = [sys.executable, "-c", start, "build", "-W", "-n", "--keep-going", *arguments, str(source)]
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
