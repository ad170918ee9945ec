"""Remove from the static folder what no page needs once the pages are lean."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

#: Left over from extensions; a file that a page still names stays.
LEFT_OVERS = (
    "pygments.css",
    "sphinx-thebe.css",
    "sphinx-thebe.js",
    "copybutton_funcs.js",
    "copybutton.js",
    "clipboard.min.js",
    "togglebutton.js",
    "design-tabs.js",
    "documentation_options.js",
)


def theme_files(folders: Iterable[str]) -> set[str]:
    """Names of the files that the theme and its parents put into the static folder."""
    names: set[str] = set()
    for folder in folders:
        static = Path(folder) / "static"
        for file in static.rglob("*"):
            if file.is_file():
                name = file.relative_to(static).as_posix()
                names.add(name.removesuffix(".jinja").removesuffix("_t"))
    return names


def clean(static: Path, candidates: Iterable[str], named: set[Path]) -> list[str]:
    """Delete those candidates that nothing names, and folders left empty.

    Only files known to come from the theme, its extensions or the joined stylesheets are candidates, so a data file or
    picture of the course is never at risk.

    Parameters
    ----------
    static : pathlib.Path
        The static folder of the output.
    candidates : iterable of str
        Paths inside `static` that may go.
    named : set of pathlib.Path
        Files that a page or the joined stylesheet names.

    Returns
    -------
    list of str
        What was deleted, sorted.
    """
    gone = []
    for name in sorted(set(candidates)):
        file = static / name
        if file.is_file() and file not in named:
            file.unlink()
            gone.append(name)
    for folder in sorted((f for f in static.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return gone
