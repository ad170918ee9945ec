"""One run of Typst in a process of its own, so that its memory goes back when the file is set.

Called by `typeset`, as a script: it takes the folder of the source and the time as JSON, and gives back what Typst said as
JSON. It imports nothing but Typst.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import typst


def compile_book(folder: Path, timestamp: datetime) -> dict[str, object]:
    """Set ``book.typ`` as ``book.pdf`` in the same folder; return Typst's ``error`` (None if there is none) and ``warnings``."""
    try:
        pdf, warnings = typst.compile_with_warnings(
            folder / "book.typ",
            root=folder,
            format="pdf",
            pdf_standards=["ua-1"],
            font_paths=[folder / "fonts"],
            ignore_system_fonts=True,
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        return {"error": error.diagnostic or str(error), "warnings": []}
    (folder / "book.pdf").write_bytes(pdf)
    return {"error": None, "warnings": [warning.message for warning in warnings]}


if __name__ == "__main__":
    json.dump(compile_book(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])), sys.stdout)
