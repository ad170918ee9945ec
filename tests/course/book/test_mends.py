"""Each mend in a package of others is still needed, and still reaches what it mends: a release that changes this is named here."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from docutils import nodes


def fresh(code: str) -> str:
    """What a process of its own prints, where no mend is in place yet."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_pybtex_still_forgets_its_plugins():
    """pybtex looks for a plugin anew each time, and remembers it with the mend."""
    code = (
        "from russia_nato.book import mends; import pybtex.plugin as p; f = p.find_plugin; mends.remember_plugins(); "
    )
    out = fresh(
        code
        + "print(hasattr(f, 'cache_info'), p.find_plugin('pybtex.backends', 'html').__name__, p.find_plugin.cache_info().misses)"
    )
    assert out == "False Backend 1"


def test_a_field_without_latex_is_what_latex_makes_of_it():
    """pybtex decodes each field; where the mend does not, the result is the same, for every tenth field of the bibliography."""
    code = (
        "import codecs, latexcodec, russia_nato as rn; from pybtex.database import parse_file; "
        "from pybtex.markup import LaTeXParser; from pybtex.richtext import Text; from russia_nato.book import mends; "
        "print(Text.from_latex.__func__.__module__); mends.take_plain_text_as_it_stands(); "
        "entries = parse_file(rn.data_dir() / 'references.bib').entries.values(); "
        "texts = [t for e in entries for t in e.fields.values()][::10]; "
        "print(sum(not mends.LATEX.search(t) for t in texts) > len(texts) / 2); "
        "print([t for t in texts if Text.from_latex(t) != LaTeXParser(codecs.decode(t, 'ulatex')).parse()])"
    )
    assert fresh(code).split("\n") == ["pybtex.richtext", "True", "[]"]


def test_jsonschema_still_imports_grammars_and_does_without():
    """jsonschema imports the grammars where they are, and works where they are not."""
    code = "import sys; {}; import jsonschema; jsonschema.validate(1, {{'type': 'integer'}}); print(sys.modules.get('rfc3987_syntax') is not None)"
    assert fresh(code.format("from russia_nato.book import mends; mends.leave_out_grammars()")) == "False"
    if fresh("import importlib.util as u; print(u.find_spec('rfc3987_syntax') is not None)") == "True":
        assert fresh(code.format("0")) == "True", "the mend leave_out_grammars is not needed any more"


def test_bibtex_still_compares_all_with_all():
    """sphinxcontrib-bibtex asks, for each entry, all citations of the book, by the two names that the mend puts in the way."""
    from sphinxcontrib.bibtex.domain import BibtexDomain

    source = inspect.getsource(BibtexDomain.get_filtered_entries)
    assert "for citation_ref in self.citation_refs" in source and "in self.get_entries(" in source


@pytest.mark.parametrize("name", ["sphinx_external_toc", "sphinx_jupyterbook_latex", "sphinx_multitoc_numbering"])
def test_some_extensions_still_do_not_say_that_they_can_be_parallel(name):
    """The extensions that the mend speaks for do not speak for themselves."""
    from russia_nato.book.mends import SILENT

    module = __import__(name)
    said = inspect.getsource(module.setup)
    assert name in SILENT and not ("parallel_read_safe" in said and "parallel_write_safe" in said)


def test_a_bibliography_is_the_same_with_and_without_the_index(small_book, monkeypatch):
    """Entries, their order and their back references do not depend on the mend."""
    from russia_nato.book import mends

    text = "# A\n\nOne {cite}`nac-1990-06-08-turnberry`.\n\n```{bibliography}\n:filter: docname in docnames\n```\n"
    pages = [small_book.build(text)]
    monkeypatch.setattr(mends, "_citations_by_key", lambda app: None)
    pages.append(small_book.build(text + "\n"))
    bodies = [p[p.index('<div class="body"') : p.index("</section>")] for p in pages]
    assert bodies[0] == bodies[1] and '<ul class="rn-works"' in bodies[0]


def test_the_index_leaves_out_drawings_and_entries_and_changes_no_page(shelf):
    """Words of raw HTML and of the bibliography are not indexed, those of the page are, and its tree is as it was."""
    from sphinx.search import IndexBuilder

    doc = shelf.doctree("# Word\n\nProse.\n\n```{chart} tiles\n:name: fig-a\n\nCaption.\n```\n")
    entry = nodes.citation("", nodes.label("", "x"), nodes.paragraph("", "Entries"))
    doc += entry
    before = doc.pformat()
    words = IndexBuilder(shelf.sphinx.env, "en", {}, "")._word_collector(doc).words
    assert "Prose" in words and "Caption" in words and "Entries" not in words and "path" not in words
    assert len(words) < 40 and doc.pformat() == before


def test_words_that_no_page_holds_leave_the_index(shelf):
    """When the last page with a word is read again without it, the index forgets the word, as a first build would."""
    from sphinx.search import IndexBuilder

    index = IndexBuilder(shelf.sphinx.env, "en", {}, "")
    index._mapping = {"gone": {"a"}, "kept": {"a", "b"}}
    index.prune({"b"})
    assert index._mapping == {"kept": {"b"}}
