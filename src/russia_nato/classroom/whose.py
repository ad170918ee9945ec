"""out/whose.csv and out/unknown.csv: what the platform calls each file that was collected, and the files that are nobody's yet."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

from .folder import AssignmentFolder


@dataclass(frozen=True)
class Sent:
    """A file as the platform names it, to give feedback back under these names; it holds names of persons."""

    code: str
    attempt: int
    system: str
    user: str
    file: str
    folder: str
    name: str


COLUMNS = [f.name for f in fields(Sent)]


def _write(folder: AssignmentFolder, name: str, rows: Iterable[Sequence[object]]) -> None:
    folder.out.mkdir(parents=True, exist_ok=True)
    part = folder.out / f"{name}.part"
    with part.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    os.replace(part, folder.out / name)


def _read(folder: AssignmentFolder, name: str) -> list[dict[str, str]]:
    path = folder.out / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_whose(folder: AssignmentFolder) -> dict[tuple[str, int], Sent]:
    """Return what the platform calls each file, by code and attempt.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> write_whose(folder, {("s-7f3a", 1): Sent("s-7f3a", 1, "canvas", "7", "8", "", "kay_7_8_a.ipynb")})
    >>> read_whose(folder)["s-7f3a", 1].file
    '8'
    """
    rows = _read(folder, "whose.csv")
    return {
        (r["code"], int(r["attempt"])): Sent(r["code"], int(r["attempt"]), *(r[c] for c in COLUMNS[2:])) for r in rows
    }


def write_whose(folder: AssignmentFolder, sent: Mapping[tuple[str, int], Sent]) -> None:
    """Add files to the list; those of the same code and attempt are replaced.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> for code in ("s-7f3a", "s-00aa"):
    ...     write_whose(folder, {(code, 1): Sent(code, 1, "moodle", "7", "", "Kay_7_assignsubmission_file_", "a.ipynb")})
    >>> len(read_whose(folder))
    2
    """
    everything = read_whose(folder) | dict(sent)
    _write(folder, "whose.csv", [COLUMNS, *(astuple(everything[k]) for k in sorted(everything))])


def read_answers(folder: AssignmentFolder) -> dict[str, str]:
    """Return the codes that the instructor wrote beside files that were nobody's, by path.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> write_unknown(folder, ["paper.ipynb"], {"essay.ipynb": "s-7f3a"})
    >>> read_answers(folder)
    {'essay.ipynb': 's-7f3a'}
    """
    return {r["file"]: r["code"].strip() for r in _read(folder, "unknown.csv") if (r.get("code") or "").strip()}


def write_unknown(folder: AssignmentFolder, paths: Sequence[str], answers: Mapping[str, str]) -> None:
    """Write the files that are nobody's, below those for which a code was given.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> write_unknown(folder, ["paper.ipynb"], {})
    >>> (folder.out / "unknown.csv").read_text().splitlines()
    ['file,code', 'paper.ipynb,']
    """
    if paths or answers:
        open_ = [(path, "") for path in paths if path not in answers]
        _write(folder, "unknown.csv", [("file", "code"), *answers.items(), *open_])
