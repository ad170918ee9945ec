"""The course's package as one file to install anywhere, laid beside the pages: code, data and notebooks, nothing for teachers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ..errors import CourseError
from . import inputs

MADE_OF = (
    "src",
    "data",
    "notebooks",
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "LICENSE-text",
)


def make_wheel(root: Path, kept: Path, settings: dict[str, str]) -> tuple[Path, bool]:
    """Return the wheel of a checkout and whether it was made anew; it is kept in a folder until something in it changes.

    Parameters
    ----------
    root : pathlib.Path
        The checkout.
    kept : pathlib.Path
        Where wheel and fingerprint stay.
    settings : dict
        The environment; its SOURCE_DATE_EPOCH makes the same inputs give the same bytes.

    Raises
    ------
    CourseError
        If pip cannot build it; says what it said.

    Notes
    -----
    It takes some seconds; tests/course/exercises/test_wheel.py builds one, installs it and works with it.
    """
    mark, made_of = kept / "wheel.inputs", inputs.digest(*(root / name for name in MADE_OF))
    found = sorted(kept.glob("russia_nato-*.whl"))
    if len(found) == 1 and mark.is_file() and mark.read_text("utf-8") == made_of:
        return found[0], False
    with tempfile.TemporaryDirectory() as folder:
        made = _build(root, Path(folder), settings)
        for old in found:
            old.unlink()
        kept.mkdir(parents=True, exist_ok=True)
        target = Path(shutil.copy2(made, kept / made.name))
    mark.write_text(made_of, "utf-8")
    return target, True


def _build(root: Path, folder: Path, settings: dict[str, str]) -> Path:
    """Build the wheel from a copy, because a build leaves folders behind."""
    source = folder / "source"
    source.mkdir()
    for name in MADE_OF:
        if (root / name).is_dir():
            hidden = shutil.ignore_patterns("__pycache__", ".*", "*.egg-info")
            shutil.copytree(root / name, source / name, ignore=hidden)
        else:
            shutil.copy2(root / name, source / name)
    options = ["-q", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-w", str(folder), str(source)]
    call = [sys.executable, "-m", "pip", "wheel", *options]
    done = subprocess.run(call, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    made = sorted(folder.glob("*.whl"))
    if done.returncode or len(made) != 1:
        raise CourseError(f"the wheel could not be built: {(done.stderr or done.stdout).strip()[-500:]}")
    return made[0]
