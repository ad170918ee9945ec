"""Put data and notebooks into the wheel, so that an installed package works on any machine; all else is in pyproject.toml."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
FOLDERS = ("data", "notebooks")  # never instructor/


class BuildWithCourse(build_py):
    """Copies the course beside the code; an editable install uses the checkout's own folders."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        course = Path(self.build_lib) / "russia_nato" / "course"
        shutil.rmtree(course, ignore_errors=True)
        for name in FOLDERS:
            hidden = shutil.ignore_patterns(".*", "__pycache__")
            shutil.copytree(HERE / name, course / name, ignore=hidden)


setup(cmdclass={"build_py": BuildWithCourse})
