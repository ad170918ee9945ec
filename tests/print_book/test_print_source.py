"""What a piece of HTML becomes in the typesetter's source, one element at a time and without the typesetter."""

from __future__ import annotations

from pathlib import Path

import pytest

from print_book.assemble import Document, Page
from print_book.chapters import TEXT_WIDTH
from print_book.clean import clean
from print_book.errors import Faults
from print_book.images import Pictures
from print_book.plan import PageRef, Plan
from print_book.tree import parse
from print_book.writer import WRITERS, Context, Volume, inside, writes

CASES = {
    "text is never markup": ("<p>*a* #b $c$ [d] _e_</p>", '#"*a* #b $c$ [d] _e_";'),
    "white space folds": ("<p> one \n\t two </p>", '#"one two";'),
    "quotes and backslashes": ('<p>"\\n"</p>', r'#"\"\\n\"";'),
    "emphasis": ("<p><em>a</em><b>b</b></p>", '#emph[#"a";]#strong[#"b";]'),
    "a language": ('<p><span lang="ru">акт</span></p>', '#text(lang: "ru")[#"акт";]'),
    "a long address breaks": ("<p>https://example.org/one/two</p>", "#\"https://\u200bexample.\u200borg/\u200bone/\u200btwo\";"),
    "code in a line": ("<p><code>x = 1</code></p>", '#raw("x = 1")'),
    "a link to the web": ('<p><a href="https://a.b/c">x</a></p>', '#link("https://a.b/c")[#"x";]'),
    "a heading": ("<h3>Terms</h3>", '#heading(depth: 3)[#"Terms";]'),
    "a list": ("<ul><li>a</li><li>b</li></ul>", '#list(tight: true, [#"a";],[#"b";],)'),
    "a numbered list": (
        '<ol start="3" class="loweralpha"><li>a</li></ol>',
        '#enum(tight: true, start: 3, numbering: "a.", [#"a";],)',
    ),
    "a task list": (
        '<ul class="contains-task-list"><li><input class="task-list-item-checkbox" checked> a</li></ul>',
        '#list(tight: true, marker: none, [#"\u2612 a";],)',
    ),
    "terms": ("<dl><dt>a</dt><dt>b</dt><dd>c</dd></dl>", '#terms(tight: false, terms.item([#"a";, #"b";], [#"c";]),)'),
    "a quotation": (
        "<blockquote><p>a</p><p>\u2014b</p></blockquote>",
        '#quotation(snug: false)[#"a";][#attribution(snug: false)[#"\u2014b";]]',
    ),
    "a box": (
        '<div class="admonition warning"><p class="admonition-title">Mind</p><p>a</p></div>',
        '#callout("warning", whole: true, [#box-title[#"Mind";]\n\n#"a";])',
    ),
    "a fold": (
        "<details><summary>Mind</summary><p>a</p></details>",
        '#callout("note", whole: true, [#box-title[#"Mind";]\n\n#"a";])',
    ),
    "columns of three": (
        '<div data-print="columns"><p>a</p><p>b</p><p>c</p></div>',
        '#cards(2, [#"a";], [#"b";], grid.cell(colspan: 2)[#"c";])',
    ),
    "columns by their cards": (
        '<div data-print="columns"><p data-print="card">a</p><p>b</p></div>',
        '#cards(1, [#"a";])',
    ),
    "a table": (
        "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        ('#sheet(columns: (auto,), size: 9.5pt, whole: true, '
        'table.header(table.cell(align: right)[#strong[#"h";]],),table.cell(align: right)[#"1";],)'),
    ),
    "a script without its base": ('<p>CO<span class="math">\\(_2\\)</span></p>', '#"CO";#inline-formula($""_(2)$, "_2")'),
    "kept together": ('<p data-print="keep">a</p>', '#keep[#"a";\n\n]'),
    "omitted": ('<p data-print="omit">a</p><p>b</p>', '#"b";'),
}  # fmt: skip


def source(body: str, folder: Path) -> str:
    """Return the source of a piece of HTML."""
    article = parse(f"<article>{body}</article>").find(".//article")
    clean(article)
    plan = Plan("Title", "Author", "", "", "en", "", (), ())
    page, faults = Page(PageRef("intro", 1, None), article, [], "Title"), Faults()
    volume = Volume(Document(plan, [page]), Pictures(folder, folder, faults), faults)
    return inside(article, Context(volume, page, TEXT_WIDTH)).strip()


@pytest.mark.parametrize("case", CASES)
def test_source(tmp_path, case):
    """Each element has the source that it is promised."""
    html, expected = CASES[case]
    assert source(html, tmp_path) == expected


def test_an_element_has_one_writer():
    """A second writer for the same element is refused when the rooms are loaded, with both names."""
    with pytest.raises(ValueError, match="table has two writers: table and other"):

        @writes("table")
        def other(tag, at):
            return ""

    assert WRITERS["table"].__name__ == "table"


def test_contexts_cannot_be_changed(tmp_path):
    """What one element is given cannot be altered for the next."""
    at = Context(None, None, TEXT_WIDTH)
    narrow = at.within(22)
    assert (at.room, at.boxed, narrow.room, narrow.boxed) == (TEXT_WIDTH, False, TEXT_WIDTH - 22, True)
    with pytest.raises(AttributeError):
        at.room = 1.0
