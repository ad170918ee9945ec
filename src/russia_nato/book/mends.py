"""What the build changes in packages of others, all in one place: each with what it does, why, and how long it is needed.

`tests/course/book/test_mends.py` fails when a package changes where a mend reaches into it, so that no mend outlives its reason.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.search import IndexBuilder

from .bibstyle import SORTING, Work

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

    It compares each entry of a bibliography with each citation of the book, 2,276 with 3,051, at every build: 10 of the 25
    seconds of one in which nothing changed; and each citation with each entry, twice. Where a book has several bibliographies it
    makes room for all entries in each: `only` says which can stand there. Needed until its domain keeps indexes (2.7 does not).
    """
    from sphinxcontrib.bibtex.citation_target import parse_citation_targets
    from sphinxcontrib.bibtex.domain import BibtexDomain

    class Indexed(BibtexDomain):
        _refs: list | None = None  # what stands in place of all citations while one entry is looked at
        _entries: list | None = None
        _by_key: dict[str, list] | None = None
        _named: list | None = None  # what stands in place of all entries while one citation is resolved

        @contextmanager
        def only(self, entries: list) -> Iterator[None]:
            """Let these be all entries, for a bibliography that is read meanwhile."""
            self._entries = entries
            try:
                yield
            finally:
                self._entries = None

        @property
        def citations(self) -> list:
            return super().citations if self._named is None else self._named

        def env_updated(self):
            self._by_key = None
            return super().env_updated()

        def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
            if self._by_key is None:
                self._by_key = {}
                for citation in self.citations:
                    self._by_key.setdefault(citation.key, []).append(citation)
            keys = [named.key for named in parse_citation_targets(target)]
            # Sorted, because the bibliographies of pages that two processes read have no order.
            self._named = sorted(
                (c for key in keys for c in self._by_key.get(key, ())), key=lambda c: SORTING.sorting_key(c.entry)
            )
            try:
                return super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
            finally:
                self._named = None

        @property
        def citation_refs(self) -> list:
            return super().citation_refs if self._refs is None else self._refs

        def get_entries(self, bibfiles) -> Iterator:
            return super().get_entries(bibfiles) if self._entries is None else iter(self._entries)

        def get_filtered_entries(self, bibliography_key) -> Iterator:
            bibliography = self.bibliographies[bibliography_key]
            citing: dict[str, list] = {}
            for ref in self.citation_refs:
                for target in ref.targets:
                    citing.setdefault(target.key, []).append(ref)
            found: list = []
            try:
                for entry in list(self.get_entries(bibliography.bibfiles)):
                    if bibliography.keyprefix + entry.key not in bibliography.citation_nodes:
                        continue
                    self._entries, self._refs = [entry], citing.get(bibliography.keyprefix + entry.key, [])
                    found += super().get_filtered_entries(bibliography_key)
            finally:
                self._entries = self._refs = None
            return iter(found)

    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(Indexed, override=True)


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
    _citations_by_key(app)
    _build_by_two(app)
    app.connect("config-inited", _declare_safe, priority=999)
