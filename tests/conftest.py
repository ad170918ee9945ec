"""What all tests share: the checkout, and a copy of its data that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib
import pytest
from tests.support import ROOT

matplotlib.use("agg")
pytest_plugins = ["tests.browser"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A copy of the data package, alone in its folder, to be spoiled."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="session")
def book_html() -> Path:
    """The pages that `make book` left."""
    pages = ROOT / "_build" / "html"
    if not (pages / "index.html").is_file():
        pytest.fail("_build/html/index.html is missing: run `make book` first (`make test` does)")
    return pages


@pytest.fixture(autouse=True)
def close_figures():
    """Close the figures that a test drew."""
    yield
    import matplotlib.pyplot as plt

    plt.close("all")
