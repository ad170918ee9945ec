"""A small book made of a few pages, to see what roles and directives do and how they refuse."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace
from tests.conftest import ROOT

from russia_nato.explorers.base import STATIC

CONF = """
extensions = ["myst_nb", "sphinxcontrib.bibtex", "russia_nato.book"]
bibtex_bibfiles = [{bib!r}]
bibtex_reference_style = "author_year"
bibtex_default_style = "course"
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_mime_priority_overrides = [["html", "text/html", 0]]
html_theme = "basic"
nitpicky = True
"""
REST = """
# Rest

```{record} ending-the-cold-war
```

```{documents}
```

```{people}
```

```{contested}
```

```{terms}
```

```{bibliography}
:all:
```
"""


class SmallBook:
    """Pages in a folder, built with Sphinx; `warnings` holds what the strict build would stop at."""

    def __init__(self, folder: Path):
        self.src, self.out = folder / "src", folder / "out"
        self.src.mkdir()
        (self.src / "conf.py").write_text(CONF.format(bib=str(ROOT / "data" / "references.bib")), "utf-8")
        self.warnings = ""

    def build(self, text: str, rest: str = "", **files: str) -> str:
        """Build `text` as the page index (and `rest` as another), and return the HTML of the index."""
        (self.src / "index.md").write_text(text + ("\n\n```{toctree}\nrest\n```\n" if rest else ""), "utf-8")
        if rest:
            (self.src / "rest.md").write_text(rest, "utf-8")
        for name, content in files.items():
            (self.src / name.replace("__", ".")).write_text(content, "utf-8")
        warn = io.StringIO()
        with docutils_namespace():  # a second book in one process is not told that its node classes are known
            app = Sphinx(
                self.src, self.src, self.out, self.out / ".doctrees", "html", status=None, warning=warn, freshenv=False
            )
            app.build()
        self.warnings = warn.getvalue()
        return (self.out / "index.html").read_text("utf-8")


@pytest.fixture(autouse=True)
def as_built(monkeypatch):
    """Small books are built as `make book` builds: explorers show the page's face; by one process, which is quicker for so few pages."""
    monkeypatch.setenv(STATIC, "1")
    monkeypatch.setenv("RUSSIA_NATO_JOBS", "1")


@pytest.fixture
def small_book(tmp_path):
    return SmallBook(tmp_path)
