"""Read a download from a learning platform: a zip, a folder, or zips in either, and nothing that could harm.

No file is written under a name that stands in the download. Paths that lead outside, links, what is encrypted or too large is
named with the reason and not read.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .folder import ClassError

LIMIT = 20 * 2**20  # of one file
WHOLE = 2**30  # of all that a download unfolds to
MANY = 20_000  # files in a download
_NOISE = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Item:
    """A file of a download: its path in it, its bytes, and its time; ``refused`` says why there are no bytes."""

    path: PurePosixPath
    content: bytes
    time: dt.datetime
    refused: str = ""


def _name(info: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: many systems write UTF-8 without saying so."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _leads_out(name: str) -> bool:
    """Return whether a path could lead out of the folder where somebody unpacks it, on any system."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or "\0" in name or bool(re.match(r"[/\\]|[A-Za-z]:", name))


def _of_zip(
    archive: zipfile.ZipFile, inside: PurePosixPath, zone: dt.tzinfo, budget: list[int], deep: int
) -> Iterator[Item]:
    infos = archive.infolist()
    if len(infos) > MANY:
        raise ClassError(f"{inside.name or 'the zip'}: {len(infos)} files; at most {MANY} are allowed")
    for info in infos:
        name = _name(info)
        path = inside / (PurePosixPath(name).name if _leads_out(name) else name)
        if info.is_dir() or _NOISE & set(path.parts) or path.name.startswith("._"):
            continue
        try:
            time = dt.datetime(*info.date_time, tzinfo=zone)
        except ValueError:
            time = dt.datetime(1980, 1, 1, tzinfo=zone)
        if _leads_out(name):
            yield Item(path, b"", time, f"its path {name!r} leads out of the folder")
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield Item(path, b"", time, "a link, not a file")
        elif info.flag_bits & 1:
            yield Item(path, b"", time, "encrypted")
        else:
            yield from _read(archive, info, path, time, budget, deep)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: PurePosixPath, time: dt.datetime, budget: list[int],
          deep: int) -> Iterator[Item]:  # fmt: skip
    """Read one file of a zip, never more than the limit, whatever the zip says of its size."""
    try:
        with archive.open(info) as file:
            content = file.read(LIMIT + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as e:
        yield Item(path, b"", time, f"broken in the zip ({e})")
        return
    except Exception as e:  # zlib, lzma and bz2 have errors of their own
        yield Item(path, b"", time, f"broken in the zip ({type(e).__name__})")
        return
    budget[0] -= len(content)
    if budget[0] < 0:
        raise ClassError(f"{path}: the download unfolds to more than {WHOLE // 2**30} GB; collect it in parts")
    if len(content) > LIMIT:
        yield Item(path, b"", time, f"larger than {LIMIT // 2**20} MB")
        return
    yield from _unfold(Item(path, content, time), budget, deep)


def _unfold(item: Item, budget: list[int], deep: int) -> Iterator[Item]:
    """Return the files of a zip in a download, one level deep; any other file as it is."""
    if item.path.suffix.lower() != ".zip":
        yield item
        return
    if deep > 1:
        yield Item(item.path, b"", item.time, "a zip in a zip in a zip")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(item.content)) as archive:
            yield from _of_zip(archive, item.path, item.time.tzinfo or dt.UTC, budget, deep + 1)
    except zipfile.BadZipFile as e:
        yield Item(item.path, b"", item.time, f"no zip ({e})")


def _of_folder(folder: Path, zone: dt.tzinfo, budget: list[int]) -> Iterator[Item]:
    for here, folders, names in os.walk(folder):  # links are not followed
        folders[:] = sorted(f for f in folders if f not in _NOISE and not (Path(here) / f).is_symlink())
        for name in sorted(n for n in names if n not in _NOISE and not n.startswith("._")):
            file = Path(here) / name
            path = PurePosixPath(file.relative_to(folder).as_posix())
            about = file.lstat()
            time = dt.datetime.fromtimestamp(about.st_mtime, zone)
            if not stat.S_ISREG(about.st_mode):
                yield Item(path, b"", time, "a link, not a file" if file.is_symlink() else "not a file")
            elif about.st_size > LIMIT and file.suffix.lower() != ".zip":
                yield Item(path, b"", time, f"larger than {LIMIT // 2**20} MB")
            elif file.suffix.lower() == ".zip":
                yield from _of_file(file, path.parent, zone, budget)
            else:
                yield Item(path, file.read_bytes(), time)


def _of_file(file: Path, inside: PurePosixPath, zone: dt.tzinfo, budget: list[int]) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _of_zip(archive, inside, zone, budget, 0)
    except zipfile.BadZipFile as e:
        raise ClassError(f"{file}: no zip ({e}); a zip or a folder, as downloaded, is allowed") from None


def read_download(download: Path, zone: dt.tzinfo = dt.UTC) -> Iterator[Item]:
    """Return the files of a download one by one, with the reason where one is refused.

    Parameters
    ----------
    download : pathlib.Path
        A zip, a folder, or a single notebook.
    zone : datetime.tzinfo
        The zone of the times in a zip, which carry none.

    Raises
    ------
    ClassError
        If there is no such file, it is no zip, or it unfolds to more than is allowed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "submissions.zip"
    ...     with zipfile.ZipFile(path, "w") as archive:
    ...         archive.writestr("../../evil.ipynb", "{}")
    ...         archive.writestr("kay_7_8_paper.ipynb", "{}")
    ...     [(i.path.name, i.refused) for i in read_download(path)]
    [('evil.ipynb', "its path '../../evil.ipynb' leads out of the folder"), ('kay_7_8_paper.ipynb', '')]
    """
    budget = [WHOLE]
    if download.is_dir():
        yield from _of_folder(download, zone, budget)
    elif not download.is_file():
        raise ClassError(f"{download}: no such file or folder; a zip or a folder, as downloaded, is required")
    elif zipfile.is_zipfile(download) or download.suffix.lower() == ".zip":
        yield from _of_file(download, PurePosixPath(), zone, budget)
    elif download.stat().st_size > LIMIT:
        raise ClassError(f"{download}: larger than {LIMIT // 2**20} MB")
    else:
        time = dt.datetime.fromtimestamp(download.stat().st_mtime, zone)
        yield Item(PurePosixPath(download.name), download.read_bytes(), time)
