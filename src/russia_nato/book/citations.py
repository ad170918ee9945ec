"""Citations and entries of bibliographies, found by their keys: a mend of sphinxcontrib-bibtex, put in place by `mends.py`.

sphinxcontrib-bibtex compares each entry of a bibliography with each citation of the book, 2,276 with 3,051, at every build: 10 of the 25
seconds of one in which nothing changed; and each citation with each entry, twice. Where a book has several bibliographies it
makes room for all entries in each: `only` says which can stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain

from .bibstyle import SORTING


class CitationsByKey(BibtexDomain):
    """The domain of citations, with an index by key in place of each loop over all."""

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
