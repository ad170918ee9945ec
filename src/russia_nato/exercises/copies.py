"""Copies of the course's notebooks to work on, so that nobody works in the tracked ones."""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path

from ..errors import CourseError
from ..schema import COURSE, data_dir


def notebooks_dir() -> Path:
    """Return the folder of the notebooks: the checkout's whose data are used, else the one that the wheel carries.

    Raises
    ------
    CourseError
        If there is none.

    Examples
    --------
    >>> (notebooks_dir() / "phase-3-workshop.ipynb").is_file()
    True
    """
    places = [data_dir().parent / "notebooks", COURSE / "notebooks"]
    for place in places:
        if any(place.glob("*.ipynb")):
            return place
    raise CourseError(f"no notebooks in {' or '.join(map(str, places))}; install the course's wheel again")


def copy_notebook(name: str, folder: Path) -> Path:
    """Copy a notebook to work on, and return where it stands; a copy that is there already is never overwritten.

    Parameters
    ----------
    name : str
        Its name, such as ``phase-3-workshop``; the beginning is enough where only one begins so.
    folder : pathlib.Path
        Where it goes; made where it is missing.

    Raises
    ------
    CourseError
        If no notebook or more than one is meant, or a copy stands there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     copy_notebook("phase-3", Path(folder)).name
    'phase-3-workshop.ipynb'
    """
    source = notebooks_dir()
    names = sorted(p.stem for p in source.glob("*.ipynb"))
    wanted = name.removesuffix(".ipynb")
    meant = [wanted] if wanted in names else [n for n in names if n.startswith(f"{wanted}-")]
    if len(meant) != 1:
        near = meant or difflib.get_close_matches(wanted, names, n=3, cutoff=0.4) or names
        raise CourseError(f"notebook {name!r}: allowed is one of: {', '.join(near)}")
    target = folder / f"{meant[0]}.ipynb"
    if target.exists():
        raise CourseError(f"{target}: there already, and perhaps with your work; name another folder, or move it away")
    if folder.resolve() == source.resolve():
        raise CourseError(f"{folder}: the course's own notebooks stand here; name a folder of yours")
    folder.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    shutil.copyfile(source / target.name, part)
    os.replace(part, target)
    return target
