"""The wheel: all that a student's notebook needs, on a machine with nothing but Python, and nothing that is for teachers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from tests.support import ROOT

from russia_nato.book.wheel import make_wheel

EPOCH = {"SOURCE_DATE_EPOCH": "1790000000"}
CODE = """
import sys
import russia_nato as rn
print(rn.data_dir())
print(len(rn.load_events()))
for name in dir(rn):
    getattr(rn, name)  # each is loaded on first use
rn.plot_timeline(rn.load_events(), phase="founding-act")
rn.explore_timeline(rn.load_events(), phase="founding-act")
rn.check("p3-ex-turn-of-russia", ...)
from russia_nato.cli import main
main(["notebook", "phase-3", "mine"])
rn.hand_in("mine/phase-3-workshop.ipynb")
heavy = {"jupyter_book", "sphinx", "myst_nb", "lxml", "typst", "tinycss2", "fontTools.subset", "nbformat", "pikepdf"}
print("heavy:", *sorted(heavy & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, as the build of the book makes it."""
    return make_wheel(ROOT, tmp_path_factory.mktemp("wheel"), EPOCH)[0]


@pytest.mark.slow
def test_the_same_course_gives_the_same_wheel(wheel, tmp_path):
    """What did not change is not built again, and a second build gives the same bytes; the checkout stays as it was."""
    before = set(ROOT.iterdir())
    assert make_wheel(ROOT, wheel.parent, EPOCH) == (wheel, False)
    again, anew = make_wheel(ROOT, tmp_path, EPOCH)
    assert anew and again.read_bytes() == wheel.read_bytes() and set(ROOT.iterdir()) == before


@pytest.mark.slow
def test_the_wheel_carries_the_course_and_nothing_for_teachers(wheel):
    """Data, checks and notebooks are in it; no file of instructor/ is, and it stays small."""
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "data/events.csv",
        "data/checks/phase-3.yml",
        "data/quizzes/phase-1.yml",
        "notebooks/phase-3-workshop.ipynb",
    ):
        assert f"russia_nato/course/{wanted}" in names
    assert not [n for n in names if re.search(r"instructor/|solutions/|\.pyc$|/\.", n)]
    assert wheel.stat().st_size < 4_000_000


@pytest.mark.slow
def test_an_installed_wheel_works_outside_any_checkout(wheel, tmp_path):
    """With the wheel alone a notebook loads the data, checks an answer and is handed in, without what builds the book."""
    site, home = tmp_path / "site", tmp_path / "home"
    install = ["install", "-q", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True)
    home.mkdir()
    environment = {k: v for k, v in os.environ.items() if k != "RUSSIA_NATO_DATA"} | {"PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == str(site / "russia_nato" / "course" / "data") and int(lines[1]) > 500
    assert lines[2] == "No answer yet." and lines[-2].startswith("Upload this file: ") and lines[-1] == "heavy:"
    assert (home / "mine" / "hand-in" / "phase-3-workshop.ipynb").is_file()


def test_the_notebooks_name_the_wheel_that_is_built():
    """Each notebook and the page that they name say what to install, and it is the file of this version."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for path in [ROOT / "chapters" / "welcome.md", *sorted((ROOT / "notebooks").glob("*.ipynb"))]:
        named = set(re.findall(r"russia_nato-([\d.]+)-py3-none-any\.whl", path.read_text("utf-8")))
        assert named == {version}, path.name


def test_nothing_that_students_use_calls_what_only_posix_has():
    """The modules of a student's side import nothing of POSIX alone, so that they work on Windows too."""
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:fcntl|resource|pwd|grp|termios)\b|os\.(?:fork|symlink|geteuid|setsid)\b", re.M
    )
    course = ROOT / "src" / "russia_nato"
    for path in [*course.glob("*.py"), *(course / "exercises").glob("*.py"), *(course / "measures").glob("*.py")]:
        assert not forbidden.search(path.read_text("utf-8")), path.name
