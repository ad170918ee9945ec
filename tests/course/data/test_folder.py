"""Which data are taken: those that are named, else those of the checkout in which one stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import russia_nato as rn
from russia_nato.book import rows
from russia_nato.errors import DataError
from russia_nato.schema import data_dir


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch):
    """No data folder is named from outside."""
    monkeypatch.delenv("RUSSIA_NATO_DATA", raising=False)


def test_a_checkout_uses_its_own_data_wherever_the_package_lies(spoiled, monkeypatch):
    """In a second checkout, and in any folder of it, the loaders read that checkout's tables and not the installed one's."""
    (spoiled.parent / "notebooks").mkdir()
    title = "Ending the Cold War"
    path = spoiled / "phases.csv"
    path.write_text(path.read_text("utf-8").replace(title, "A title of the second checkout", 1), "utf-8")
    for folder in (spoiled.parent, spoiled.parent / "notebooks"):
        monkeypatch.chdir(folder)
        assert data_dir() == spoiled.resolve()
        assert rn.load_phases().loc[0, "title"] == "A title of the second checkout"


def test_data_that_are_named_come_first(spoiled, root, monkeypatch):
    """RUSSIA_NATO_DATA wins over the working directory."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("RUSSIA_NATO_DATA", str(spoiled))
    assert data_dir() == spoiled.resolve()


def test_outside_any_checkout_the_installed_one_s_data_are_read(tmp_path, monkeypatch):
    """Where no data folder stands at or above the working directory, the package's own checkout gives the data."""
    monkeypatch.chdir(tmp_path)
    assert data_dir() == Path(rn.__file__).resolve().parents[2] / "data"


def test_a_named_folder_without_data_is_refused(tmp_path, monkeypatch):
    """A name that leads nowhere is refused by that name, and no other data are taken in its place."""
    monkeypatch.setenv("RUSSIA_NATO_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="datapackage.json: not found in .*nowhere"):
        data_dir()


def test_rows_of_one_folder_are_not_given_for_another(spoiled, root, monkeypatch):
    """Two folders whose files were changed at the same moment keep their rows apart."""
    path = spoiled / "phases.csv"
    path.write_text(path.read_text("utf-8").replace("Ending the Cold War", "Another title", 1), "utf-8")
    stamp = (root / "data" / "phases.csv").stat().st_mtime_ns
    os.utime(path, ns=(stamp, stamp))
    for folder, title in ((root / "data", "Ending the Cold War"), (spoiled, "Another title")):
        monkeypatch.setenv("RUSSIA_NATO_DATA", str(folder))
        assert rows.find_row("phase", "ending-the-cold-war")["title"] == title
