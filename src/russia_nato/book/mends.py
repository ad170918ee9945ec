"""What the build changes in packages of others, all in one place: each with what it does, why, and how long it is needed.

`tests/course/book/test_mends.py` fails when a package changes where a mend reaches into it, so that no mend outlives its reason.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from functools import lru_cache

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.search import IndexBuilder

from .bibstyle import Work

#: Extensions of Jupyter Book that do not say that pages may be built by two processes. None of them keeps anything of a page
#: outside the environment. To be reported to each of them.
SILENT = ("sphinx_external_toc", "sphinx_jupyterbook_latex", "sphinx_multitoc_numbering")


def remember_plugins() -> None:
    """Let pybtex remember the plugins that it found.

    `pybtex.plugin.find_plugin` walks the entry points of all installed packages at each call, and sphinxcontrib-bibtex calls it
    for each citation: 35 of the 90 seconds of this book's pages. Needed until pybtex keeps the answer itself (0.26 does not).
    """
    import pybtex.plugin

    if not hasattr(pybtex.plugin.find_plugin, "cache_info"):
        pybtex.plugin.find_plugin = lru_cache(maxsize=None)(pybtex.plugin.find_plugin)


#: What LaTeX reads as more than letters: commands, groups, ties, dashes, quotation marks, and spaces that it would join.
LATEX = re.compile(r"[\\{}$~^_%&#\"`'<>|*\n\t]|--|,,|  |^ | $")


def take_plain_text_as_it_stands() -> None:
    """Let pybtex leave a field without any LaTeX as it is.

    `Text.from_latex` decodes and parses 12,000 fields at every build, also of one changed page, and three of four hold letters
    alone: 2 of 12 seconds. Needed until pybtex looks first (0.26 does not).
    """
    from pybtex.richtext import Text

    if Text.from_latex.__func__.__module__ == __name__:
        return
    decode = Text.from_latex.__func__

    def from_latex(cls, latex):
        return decode(cls, latex) if LATEX.search(latex) else cls(latex)

    Text.from_latex = classmethod(from_latex)


def leave_out_grammars() -> None:
    """Keep jsonschema from importing `rfc3987_syntax`.

    That package builds 38 grammars (3.6 s) for the format "iri", which no schema here asks for; jsonschema does without it where
    it is not installed. To be called before anything imports jsonschema.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def collect_less() -> None:
    """Let Python look for circular garbage less often: a book is one large tree that lives to the end (5 s, 90 MB more)."""
    gc.set_threshold(100_000, 20, 100)


def _citations_by_key(app) -> None:
    """Let sphinxcontrib-bibtex find by its key which pages cite an entry, and which entry a citation names.

    Needed until its domain keeps indexes (2.7 does not); `citations.py` says what it compares without them.
    """
    from .citations import CitationsByKey

    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(CitationsByKey, override=True)


def _build_by_two(app) -> None:
    """Let two processes read and write the pages: Jupyter Book has no option for it, and some of its extensions do not say that they can."""
    if os.name == "posix" and (os.cpu_count() or 1) > 1 and os.environ.get("RUSSIA_NATO_JOBS", "2") != "1":
        app.parallel = 2


def _declare_safe(app, config) -> None:
    for name in SILENT:
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = app.extensions[name].parallel_write_safe = True


def _no_twin_terms() -> None:
    """Leave the glossary's terms, as Sphinx's standard domain knows them, out of the search index.

    They stand there as rows of the course, with their Russian and Ukrainian names; Sphinx has no setting for a kind of object.
    """
    StandardDomain.object_types["term"].attrs["searchprio"] = -1


def _index_less() -> None:
    """Leave out of the search index what nobody searches: drawings with their numbers, explorers, and the bibliography's entries.

    Sphinx reads the words of raw HTML too, and can leave out whole pages only. The events and positions that an explorer shows
    are found as rows, and by the words of their records; a hit in the bibliography led to a page of two thousand entries. It also
    keeps words that no page holds any more, so that a second build differs from a first.
    """
    collect, prune = IndexBuilder._word_collector, IndexBuilder.prune
    if collect.__module__ == __name__:
        return

    def without(builder: IndexBuilder, doctree: nodes.document):
        aside = [(n, n.children) for n in doctree.findall() if isinstance(n, (nodes.raw, nodes.citation, Work))]
        for node, _ in aside:
            node.children = []
        try:
            return collect(builder, doctree)
        finally:
            for node, children in aside:
                node.children = children

    def prune_words(builder: IndexBuilder, docnames) -> None:
        prune(builder, docnames)
        for words in (builder._mapping, builder._title_mapping):
            for word in [w for w, pages in words.items() if not pages]:
                del words[word]

    IndexBuilder._word_collector, IndexBuilder.prune = without, prune_words


def setup(app) -> None:
    _index_less()
    _no_twin_terms()
    remember_plugins()
    take_plain_text_as_it_stands()
    _citations_by_key(app)
    _build_by_two(app)
    app.connect("config-inited", _declare_safe, priority=999)
