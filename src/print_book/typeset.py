"""Typst source to PDF/UA-1, with the book's fonts only and errors that name the page."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .errors import Faults, PdfError

TEMPLATES = ("template.typ", "look.typ", "boxes.typ", "code-theme.typ")
MISSING = "\u25a1"  # what stands for a character that no font has, where the build is not strict
# The C library of Linux keeps more and more freed memory for large blocks; held at its first limit, it takes 70 MB less.
KEEP_SMALL = {"MALLOC_MMAP_THRESHOLD_": str(128 * 1024)}


def lay_out_fonts(folder: Path) -> None:
    """Copy the DejaVu fonts that matplotlib brings; its LastResort font would hide characters no font covers."""
    folder.mkdir(exist_ok=True)
    brought = find_spec("matplotlib")
    if brought is None or brought.origin is None:
        raise PdfError("the fonts are missing", remedy="Install matplotlib, which brings the DejaVu fonts")
    for font in sorted(Path(brought.origin).parent.glob("mpl-data/fonts/ttf/DejaVu*.ttf")):
        shutil.copyfile(font, folder / font.name)


def typeset(
    source: str, work_dir: Path, timestamp: datetime, texts: list[tuple[str, str, str]], faults: Faults
) -> tuple[Path, list[str]]:
    """Compile the book.

    Parameters
    ----------
    source : str
        The main file; pictures lie beside it in ``work_dir``.
    work_dir : Path
        Folder of the source.
    timestamp : datetime
        Time that the file gives as its making, with a time zone.
    texts : list of (page, element, text)
        Everything printed, to name the place of a fault.

    Returns
    -------
    tuple of Path and list of str
        The PDF, and Typst's warnings.

    Raises
    ------
    PdfError
        If a character has no glyph, or Typst refuses the source.
    """
    for name in TEMPLATES:
        (work_dir / name).write_text(
            files(__package__).joinpath("look", name).read_text(encoding="utf-8"), encoding="utf-8"
        )
    lay_out_fonts(work_dir / "fonts")
    while True:
        (work_dir / "book.typ").write_text(source, encoding="utf-8")
        said = _run(work_dir, timestamp)
        if not said["error"]:
            return work_dir / "book.pdf", said["warnings"]
        fault, letters = _explain(said["error"], source, texts)
        faults.add(fault)
        instead = {ord(letter): MISSING for letter in letters if not letter.isascii()}
        held = [path for path in work_dir.glob("*.svg") if (text := path.read_text("utf-8")) != text.translate(instead)]
        if not held and source == source.translate(instead):
            raise fault
        source = source.translate(instead)
        for path in held:
            path.write_text(path.read_text("utf-8").translate(instead), "utf-8")


def _run(work_dir: Path, timestamp: datetime) -> dict[str, Any]:
    """Let a process of its own compile the source, so that its memory goes back when the file is set."""
    script, when = Path(__file__).with_name("compiler.py"), timestamp.astimezone(UTC).isoformat()
    # -P: the script's own folder stays off the path, where text.py and tables.py would hide other modules
    command = [sys.executable, "-P", str(script), str(work_dir), when]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=os.environ | KEEP_SMALL)
    if done.returncode:
        raise PdfError(f"the typesetter broke off: {done.stderr.strip()[-500:] or f'code {done.returncode}'}")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _explain(diagnostic: str, source: str, texts: list[tuple[str, str, str]]) -> tuple[PdfError, str]:
    """Turn Typst's report into an error that an author can act on, and the characters that no font has."""
    glyph = re.search(
        r'(?:text `"(.*?)"` could not be displayed|disallowed codepoint `"(.*?)"`)', diagnostic, flags=re.S
    )
    if glyph:
        letters = re.sub(r"\\u\{(\w+)\}", lambda m: chr(int(m[1], 16)), glyph[1] or glyph[2] or "")
        page, element = next(((p, e) for p, e, text in texts if letters and letters in text), ("", ""))
        if not page:
            page, element = next(
                ((p, e) for p, e, text in texts if letters and letters[0] in text), ("title matter", "")
            )
        names = ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in letters)
        around = next((t for p, _, t in texts if p == page and letters in t), "")
        at = around.find(letters)
        context = " ".join(around[max(0, at - 30) : at + 30].split())
        fault = PdfError(
            f"no font of the book has the character {letters!r} ({names})",
            page=page,
            element=" ".join(filter(None, [element, f"\u00ab{context}\u00bb" if context else ""])),
            remedy='Write it otherwise, or mark it data-print="omit"',
        )
        return fault, letters
    line = re.search(r"book\.typ:(\d+)", diagnostic)
    page = ""
    if line:
        before = source.split("\n")[: int(line[1])]
        page = next((text[8:] for text in reversed(before) if text.startswith("// page ")), "")
    said = re.search(r"error: (.*)", diagnostic)
    hints = re.findall(r"= hint: (.*)", diagnostic.split("\n\n")[0])
    return PdfError(
        f"the page cannot be typeset: {'; '.join([said[1] if said else diagnostic, *hints])}", page=page
    ), ""
