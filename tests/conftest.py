"""What all tests share: the checkout, and a copy of its data that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib
import pytest
from tests.support import ROOT

matplotlib.use("agg")
pytest_plugins = ["tests.browser"]


#: What a test asks for says what it needs; so nobody has to remember a mark.
NEEDS = {
    "book_html": "book",
    "chromium": "browser",
    "visit": "browser",
    "sample_html": "slow",
    "small_book": "slow",
    "instructors": "slow",
}


def pytest_collection_modifyitems(items) -> None:
    """Mark tests by the fixtures they use, so that `make unit` can leave out what needs a book or a browser."""
    for item in items:
        for fixture in NEEDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(NEEDS[fixture])


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
