"""How Jupyter Book is called: in this environment, whether or not its script is on the path, with what `mends` says.

``python -m russia_nato.book.command build ...`` takes what ``jupyter-book build ...`` takes.
"""

from __future__ import annotations

import sys

from . import mends

JUPYTER_BOOK = [sys.executable, "-m", "russia_nato.book.command"]


def main() -> None:
    mends.leave_out_grammars()
    mends.collect_less()
    from jupyter_book.cli.main import main as jupyter_book

    try:
        jupyter_book(prog_name="jupyter-book")
    except RuntimeError:  # Jupyter Book's word for an error that Sphinx has shown already
        sys.exit(1)


if __name__ == "__main__":
    main()
