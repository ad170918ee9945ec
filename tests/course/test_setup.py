"""Set-up installs what is asked for, and nothing twice."""

from __future__ import annotations

import importlib.util
import re
import tomllib

import pytest
from tests.support import ROOT


@pytest.fixture(scope="module")
def setup_script():
    """tools/setup.py as a module."""
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "tools" / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names(text: str) -> set[str]:
    """Names of the packages that a lock's lines pin."""
    return set(re.findall(r"^([\w.-]+)==", text, re.M))


def test_the_book_needs_no_test_packages(setup_script):
    """`make book` installs neither JupyterLab nor what only tests, measurements and checks use."""
    lock = ROOT / "requirements.lock"
    book = names(setup_script.locked(lock, ["book"]))
    assert {"jupyter-book", "pandas", "typst", "setuptools"} <= book
    assert not book & {"jupyterlab", "pytest", "playwright", "frictionless", "ruff", "mypy"}
    assert "jupyterlab" in names(setup_script.locked(lock, ["lab"]))
    assert {"pytest", "playwright", "frictionless"} <= names(setup_script.locked(lock, ["test"]))


def test_the_lock_holds_what_the_project_declares(setup_script):
    """Every dependency that pyproject.toml names is pinned, in the section of its extra; a cluster brings its own versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {**extras, "book": project["dependencies"] + extras["book"]}
    assert wanted.pop("cluster") == ["distributed>=2024.8"]
    for section, requirements in wanted.items():
        pinned = names(setup_script.locked(ROOT / "requirements.lock", setup_script.SECTIONS[section]))
        assert {re.match(r"[\w.-]+", r)[0] for r in requirements} <= pinned, section


def test_every_pin_has_its_hash(setup_script):
    """No file is installed that the lock did not see."""
    text = setup_script.locked(ROOT / "requirements.lock", ["book", "lab", "test"])
    assert len(re.findall(r"^\S+==.*\\\n +--hash=sha256:", text, re.M)) == len(re.findall(r"^\S+==", text, re.M)) > 150


def test_an_unknown_goal_is_refused(setup_script, monkeypatch, capsys, tmp_path):
    """A goal that set-up does not know is named with what is allowed, before anything is made."""
    monkeypatch.setattr("sys.argv", ["setup.py", str(tmp_path / "env"), "books"])
    with pytest.raises(SystemExit):
        setup_script.main()
    assert "'books' is nothing to set up for; allowed is one of book, lab, test" in capsys.readouterr().err
    assert not (tmp_path / "env").exists()
