"""Small books made of a few pages, to see what roles and directives do and how they refuse."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import docutils, logging
from tests.conftest import ROOT

from russia_nato.book.reference import PEOPLE
from russia_nato.book.rows import rows_of
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
ROWS = [f"```{{people}} {shelf}\n```" for shelf in PEOPLE]
ROWS += [f"```{{readings}} {claim}\n```" for claim in rows_of("claim")]
REST = """
# Rest

```{record} ending-the-cold-war
```

```{documents}
```

```{terms}
```

""" + "\n\n".join(ROWS)
SOURCES = "# Sources\n\n```{bibliography}\n:all:\n```\n"


@contextmanager
def apart():
    """Let a book find docutils as the first one of a process does, and leave to others what they registered, whatever it ends with."""
    known = set(docutils.additional_nodes)
    for node in known:
        docutils.unregister_node(node)
    docutils.additional_nodes.clear()
    try:
        with docutils.docutils_namespace():
            yield
    finally:
        for node in known:
            docutils.register_node(node)


class SmallBook:
    """Pages in a folder, built with Sphinx; `warnings` holds what the strict build would stop at."""

    def __init__(self, folder: Path):
        self.src, self.out = folder / "src", folder / "out"
        self.src.mkdir()
        (self.src / "conf.py").write_text(CONF.format(bib=str(ROOT / "data" / "references.bib")), "utf-8")
        self.warnings = ""

    def app(self, builder: str, warn: io.StringIO) -> Sphinx:
        """Return Sphinx, set up for the folder."""
        return Sphinx(
            self.src, self.src, self.out, self.out / ".doctrees", builder, status=None, warning=warn, freshenv=False
        )

    def build(self, text: str, rest: str = "", builder: str = "html", **files: str) -> str:
        """Build `text` as the page index (and `rest` as another), and return what the index became."""
        (self.src / "index.md").write_text(text + ("\n\n```{toctree}\nrest\n```\n" if rest else ""), "utf-8")
        if rest:
            (self.src / "rest.md").write_text(rest, "utf-8")
        for name, content in files.items():
            (self.src / name.replace("__", ".")).write_text(content, "utf-8")
        warn = io.StringIO()
        with apart():
            self.app(builder, warn).build()
        self.warnings = warn.getvalue()
        return (self.out / f"index.{'html' if builder == 'html' else 'txt'}").read_text("utf-8")


class Shelf(SmallBook):
    """A book with all that the tables hold, built once, into which a test puts a page of its own: in milliseconds, not a build."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        (self.src / "index.md").write_text("# Index\n\n```{toctree}\nrest\nsources\n```\n", "utf-8")
        (self.src / "rest.md").write_text(REST, "utf-8")
        (self.src / "sources.md").write_text(SOURCES, "utf-8")
        self.warn = io.StringIO()
        self.sphinx = self.app("html", self.warn)
        self.sphinx.builder.search = False
        self.sphinx.builder.read()  # a page is written when a test asks for it
        self.places = dict(self.sphinx.env.get_domain("rn").data["places"])

    def doctree(self, text: str) -> nodes.document:
        """Read `text` as the page index; `warnings` is what was said of it."""
        logging.setup(self.sphinx, io.StringIO(), self.warn)  # a book built meanwhile has taken the ears
        env, start = self.sphinx.env, len(self.warn.getvalue())
        (self.src / "index.md").write_text(text, "utf-8")
        env.clear_doc("index")
        self.sphinx.emit("env-purge-doc", env, "index")
        env.get_domain("rn").data["places"] = dict(self.places)  # also of a row that another test's page held
        self.sphinx.builder.read_doc("index")
        for kept in (
            env._pickled_doctree_cache,
            env._write_doc_doctree_cache,
        ):  # of one build, in which no page is read twice
            kept.clear()
        self.warnings = re.sub(r"\x1b\[[0-9;]*m", "", self.warn.getvalue()[start:])
        return env.get_doctree("index")

    def page(self, text: str) -> BeautifulSoup:
        """Return the page index made of `text`, with its links."""
        self.doctree(text)
        start = len(self.warn.getvalue())
        soup = self.written("index")
        self.warnings += self.warn.getvalue()[start:]
        return soup

    def written(self, docname: str) -> BeautifulSoup:
        """Return a page as it is now written."""
        builder = self.sphinx.builder
        tree = self.sphinx.env.get_and_resolve_doctree(docname, builder)
        builder.prepare_writing({docname})
        builder.write_doc(docname, tree)
        return BeautifulSoup((self.out / f"{docname}.html").read_text("utf-8"), "lxml")


@pytest.fixture(scope="session")
def shelves(tmp_path_factory):
    """The shelf that all tests share."""
    with pytest.MonkeyPatch.context() as patch, docutils.patch_docutils(None), docutils.docutils_namespace():
        patch.setenv("RUSSIA_NATO_JOBS", "1")
        yield Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def shelf(shelves):
    """The shelf, with an empty page index."""
    shelves.doctree("# Index\n")
    return shelves


@pytest.fixture(autouse=True)
def as_built(monkeypatch):
    """Small books are built as `make book` builds: explorers show the page's face; by one process, quicker for so few pages."""
    monkeypatch.setenv(STATIC, "1")
    monkeypatch.setenv("RUSSIA_NATO_JOBS", "1")


@pytest.fixture
def small_book(tmp_path):
    return SmallBook(tmp_path)
