"""The folder of a class, and the folder of each assignment in it; refused where students' work could be published."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ..errors import CourseError

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ClassError(CourseError):
    """What an instructor can mend in a class folder or a file of it: names file, row, value and what is allowed."""


@dataclass(frozen=True)
class AssignmentFolder:
    """Where the files of an assignment stand: ``CLASS/NAME``."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the assignment."""
        return self.path.name

    @property
    def settings(self) -> Path:
        """assignment.yml: what is asked, when it is due, what it is worth."""
        return self.path / "assignment.yml"

    @property
    def release(self) -> Path:
        """What students get."""
        return self.path / "release"

    @property
    def key(self) -> Path:
        """The truth, exercise by exercise; never given out."""
        return self.path / "key"

    @property
    def submissions(self) -> Path:
        """What was handed in, by code."""
        return self.path / "submissions"

    @property
    def gradebook(self) -> Path:
        """States, points and marks."""
        return self.path / "gradebook.sqlite"

    @property
    def marks(self) -> Path:
        """Pages for markers, and what they send back."""
        return self.path / "marks"

    @property
    def out(self) -> Path:
        """What goes back to the learning platform; it holds names."""
        return self.path / "out"


@dataclass(frozen=True)
class ClassFolder:
    """A class: its roster, and a folder for each assignment."""

    path: Path

    @property
    def roster(self) -> Path:
        """Who is in the class; it holds names."""
        return self.path / "roster.csv"

    def assignment(self, name: str, *, make: bool = False) -> AssignmentFolder:
        """Return the folder of an assignment.

        Raises
        ------
        ClassError
            If the name is none that files can have everywhere, or the assignment is not there and may not be made.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ClassFolder(Path(folder)).assignment("paper 1")
        Traceback (most recent call last):
        russia_nato.classroom.folder.ClassError: assignment 'paper 1': lower-case letters, digits and single hyphens are allowed
        """
        if not _NAME.fullmatch(name):
            raise ClassError(f"assignment {name!r}: lower-case letters, digits and single hyphens are allowed")
        folder = AssignmentFolder(self.path / name)
        if make:
            folder.path.mkdir(parents=True, exist_ok=True)
        elif not folder.settings.is_file():
            known = ", ".join(self.assignments()) or "none yet: call `russia-nato release` first"
            raise ClassError(f"assignment {name!r}: not in {self.path}; allowed is one of: {known}")
        return folder

    def assignments(self) -> list[str]:
        """Return the names of the assignments that were released to the class."""
        return sorted(p.parent.name for p in self.path.glob("*/assignment.yml"))


def _git_ignores(top: Path, path: Path) -> bool:
    """Return whether git says that it would never add a file below ``path``; where git cannot be asked, it does not."""
    if not shutil.which("git"):
        return False
    asked = ["git", "-C", str(top), "check-ignore", "--quiet", str(path / "roster.csv")]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def refuse_checkout(path: Path) -> None:
    """Refuse a folder inside a checkout, unless git ignores it: names and answers must not be published with the course.

    Raises
    ------
    ClassError
        Names the folder and the checkout.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     refuse_checkout(Path(folder) / "class")
    """
    path = path.resolve()
    for top in (path, *path.parents):
        if (top / ".git").exists():
            if _git_ignores(top, path):
                return
            where = f"the checkout {top} and is not ignored by git"
        elif (top / "_toc.yml").is_file() and (top / "data" / "datapackage.json").is_file():
            where = f"the course's own folder {top}"
        else:
            continue
        raise ClassError(
            f"class folder {path}: it lies inside {where}; allowed is a folder outside, such as ~/my-class"
        )


def open_class(path: Path) -> ClassFolder:
    """Return a class that has a roster.

    Raises
    ------
    ClassError
        If the folder lies in a checkout, or no roster stands in it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "roster.csv").write_text("code,lms,lms_id,name,email,login,section\\n")
    ...     open_class(Path(folder)).assignments()
    []
    """
    refuse_checkout(path)
    room = ClassFolder(path.resolve())
    if not room.roster.is_file():
        raise ClassError(
            f"class folder {room.path}: no roster.csv; call `russia-nato roster EXPORT.csv --class {path}` with the list of "
            "participants from your learning platform, or name the folder with --class"
        )
    return room


def forget(path: Path) -> int:
    """Delete a class with all that was handed in, and return how many files that were.

    Raises
    ------
    ClassError
        If the folder is no class; nothing is deleted then.

    Examples
    --------
    >>> import tempfile
    >>> room = Path(tempfile.mkdtemp())
    >>> _ = (room / "roster.csv").write_text("code,lms,lms_id,name,email,login,section\\n")
    >>> forget(room), room.exists()
    (1, False)
    """
    room = open_class(path)
    if path.is_symlink():
        raise ClassError(f"class folder {path}: a link; name the folder itself")
    strangers = [p.name for p in room.path.iterdir() if p != room.roster and not _is_ours(p)]
    if strangers:
        raise ClassError(
            f"class folder {room.path}: {', '.join(sorted(strangers)[:5])} is not of the class; move it away, then call again"
        )
    files = sum(p.is_file() for p in room.path.rglob("*"))
    shutil.rmtree(room.path)
    return files


def _is_ours(path: Path) -> bool:
    """Return whether a file or folder in a class folder was made by these commands."""
    return (path.is_dir() and (path / "assignment.yml").is_file()) or path.name in (".DS_Store", "desktop.ini")
