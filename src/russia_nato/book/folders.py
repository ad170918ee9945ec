"""Put a folder in the place of another, so that one of the two stands whatever happens."""

from __future__ import annotations

import shutil
from pathlib import Path


def _aside(folder: Path) -> Path:
    return folder.with_name(folder.name + ".old")


def restore_folder(folder: Path) -> None:
    """Bring a folder back that `replace_folder` had put aside when it was killed."""
    if not folder.exists() and _aside(folder).exists():
        _aside(folder).rename(folder)


def replace_folder(new: Path, old: Path) -> None:
    """Put a folder in the place of another, with the old one gone only when the new one stands.

    No system renames one full folder over another, so between two renames the old one stands aside: whatever interrupts them
    brings it back at once, and a kill is mended by the next build (`restore_folder`), before it does anything else.
    """
    restore_folder(old)
    shutil.rmtree(_aside(old), ignore_errors=True)
    if old.exists():
        old.rename(_aside(old))
    try:
        new.rename(old)
    except BaseException:
        restore_folder(old)
        raise
    shutil.rmtree(_aside(old), ignore_errors=True)
