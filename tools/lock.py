"""Write requirements.lock anew from pyproject.toml: `python tools/lock.py` (needs uv).

One resolution for everything, in three sections: what `make book` needs, what JupyterLab adds, and what only tests and
measurements use. So the same package never has two versions, and nobody installs what he does not need.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes",
           "--no-emit-index-url", "--no-annotate", "--no-header", "-q"]  # fmt: skip
SECTIONS = {"book": ["book"], "lab": ["book", "lab"], "test": ["book", "lab", "test"]}


def compiled(extras: list[str], *more: str) -> dict[str, str]:
    """Return the locked requirements by their first line, such as ``pandas==3.1.0``."""
    options = [word for extra in extras for word in ("--extra", extra)]
    done = subprocess.run([*COMMAND, *options, *more], cwd=ROOT, check=True, capture_output=True, text=True)
    return {part.split(" \\")[0]: part for part in re.split(r"\n(?=\S)", done.stdout.strip())}


def main() -> int:
    """Resolve, sort into sections and write."""
    everything = compiled(SECTIONS["test"])
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "all.txt"
        pins.write_text("\n".join(everything) + "\n", "utf-8")
        seen: set[str] = set()
        text = ""
        for section, extras in SECTIONS.items():
            found = compiled(extras, "-c", str(pins))
            text += f"## {section}\n" + "".join(f"{found[name]}\n" for name in found if name not in seen)
            seen |= set(found)
    (ROOT / "requirements.lock").write_text(text, "utf-8", newline="\n")
    print(f"requirements.lock: {len(seen)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
