"""How Jupyter Book is called: in this environment, whether or not its script is on the path."""

import sys

JUPYTER_BOOK = [sys.executable, "-c", "import sys; from jupyter_book.cli.main import main; sys.exit(main())"]
