"""What each thing that is built is made of, as fingerprints: the notebooks' results, the pages, and the whole book.

They say what must be made again and what may be kept. What a fingerprint leaves out must not show in what it stands for.
"""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
SOURCES = {".py", ".pyi", ".js", ".css", ".html", ".typ", ".csv", ".json", ".bib", ".yml", ".md", ".ipynb", ".svg", ".png"}  # fmt: skip
NOT_DATA = ("quizzes", "README.md")  # in the data folder, and read by no notebook
#: Rooms of the package that no notebook enters: a change there leaves the notebooks' results as they are.
NOT_IN_NOTEBOOKS = ("book", "teach", "classroom", "explorers/static", "cli.py", "report.py", "package.py", "rules_rows.py", "rules_time.py", "validate.py")  # fmt: skip
#: Rooms that shape no page as it is read: the look is joined to written pages, the rest runs before or after the reading.
NOT_IN_PAGES = ("book/look", "book/wheel.py", "classroom", "book/build.py", "book/command.py", "book/execute.py", "book/folders.py", "cli.py", "report.py", "package.py", "rules_rows.py", "rules_time.py", "validate.py", "__init__.pyi")  # fmt: skip


def files(folder: Path, leave_out: Iterable[str] = ()) -> Iterator[Path]:
    """Return the sources in a folder in a fixed order, without caches, hidden files and what is left out."""
    skip = tuple(leave_out)
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        hidden = any(part.startswith((".", "_build", "__pycache__")) for part in place.split("/"))
        if path.suffix in SOURCES and not hidden and not any(place == s or place.startswith(f"{s}/") for s in skip):
            if path.is_file():
                yield path


def digest(*folders: Path, leave_out: Iterable[str] = ()) -> str:
    """Return a fingerprint of the sources in folders, the same whatever line ends a system gives them.

    Examples
    --------
    >>> digest(PACKAGE / "measures") == digest(PACKAGE / "measures", leave_out=["nothing"])
    True
    """
    h = hashlib.sha256()
    for folder in folders:
        for path in [folder] if folder.is_file() else files(folder, leave_out):
            place = path.relative_to(folder).as_posix()
            h.update(place.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return h.hexdigest()[:16]


def of_notebooks(data: Path) -> str:
    """Return the fingerprint of what a notebook's result depends on beside its cells: tables, schema, bibliography, package."""
    return f"{digest(PACKAGE, leave_out=NOT_IN_NOTEBOOKS)}-{digest(data, leave_out=NOT_DATA)}"


def of_pages() -> str:
    """Return the fingerprint of the code that makes pages of their sources."""
    return digest(PACKAGE, leave_out=NOT_IN_PAGES)


def of_look() -> str:
    """Return the fingerprint of the styles and scripts that pages load."""
    return digest(PACKAGE / "book" / "look", PACKAGE / "explorers" / "static")


def environment() -> str:
    """Return which packages are installed, by the names of their folders, and the Python that runs them."""
    place = Path(sysconfig.get_paths()["purelib"])
    installed = sorted(p.name for p in place.glob("*.dist-info"))
    return hashlib.sha256(repr((sys.version, installed)).encode()).hexdigest()[:16]


def of_book(root: Path, *settings: object) -> str:
    """Return the fingerprint of all that a book is made of: sources, data, the three packages, the environment, settings."""
    parts = [
        digest(root / name)
        for name in (
            "chapters",
            "notebooks",
            "data",
            "instructor",
            "_config.yml",
            "_toc.yml",
            "pyproject.toml",
            "setup.py",
        )
    ]
    house = [digest(PACKAGE.with_name(name)) for name in ("russia_nato", "lean_book", "print_book")]
    return hashlib.sha256(repr((parts, house, environment(), settings)).encode()).hexdigest()


def of_output(folder: Path) -> str:
    """Return the fingerprint of the names and sizes of built files, to see whether a book still stands as it was left."""
    built = sorted((p.relative_to(folder).as_posix(), p.stat().st_size) for p in folder.rglob("*") if p.is_file())
    return hashlib.sha256(repr(built).encode()).hexdigest()
