"""A short name for the content of the data, so that a grade can say on which rows it rests."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..schema import FILE, data_dir, tables


def data_digest(folder: Path | None = None) -> str:
    """Return 16 letters that change whenever a table, the schema or the bibliography changes; line ends do not count.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Folder of the data package, the course's own by default.

    Examples
    --------
    >>> len(data_digest()), data_digest() == data_digest(data_dir())
    (16, True)
    """
    folder = folder or data_dir()
    names = sorted({FILE, "references.bib", *(t.path.name for t in tables(folder).values())})
    whole = hashlib.sha256()
    for name in names:
        content = (folder / name).read_bytes().replace(b"\r\n", b"\n") if (folder / name).is_file() else b""
        whole.update(f"{name} {len(content)}\n".encode() + content)
    return whole.hexdigest()[:16]
