"""A small built book, written by hand: two parts, a page before them, every kind of element print knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from print_book import PdfReport, build_pdf

WHEN = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200pt" height="100pt">'
    "<path d='M0 90 L200 10' stroke='#0b4f8a'/><text x='10' y='20' style=\"font: 12px 'DejaVu Sans', sans-serif\">"
    "Маяки chartword</text></svg>"
)
FILLER = "<p>" + "The powers wrote to each other more than they met, and what they wrote was kept. " * 12 + "</p>"

PAGES = {
    "intro": '<section id="start"><h1>Before you start<a class="headerlink" href="#start">#</a></h1>'
    '<p>See <a class="reference internal" href="chapters/act.html#terms">the terms</a> and '
    '<a class="reference external" href="https://example.org/?a=1&amp;b=2">the site</a>.</p></section>',
    "chapters/act": """
<section id="the-act"><span id="first"></span><h1><span class="section-number">1. </span>The Act is signed</h1>
<p>One claim.<a class="footnote-reference brackets" href="#n1" id="id1">[1]</a> And again.<a
 class="footnote-reference brackets" href="#n1" id="id3">[1]</a></p>
<p><span lang="ru">Основополагающий акт, объём, ёлка, эхо</span>; <span lang="uk">Ґрунтовні єдині їхні умови</span>.</p>
<section id="terms"><h2>The terms</h2>"""
    + FILLER * 6
    + """
<blockquote><div><p>Quoted words.</p><p class="attribution">\u2014Founding Act</p></div></blockquote>
<section id="deeper"><h3>A deeper matter</h3>
<p>Agreement is <span class="math">\\(\\kappa = \\frac{a}{b}\\)</span>.</p></section>
</section>
<section id="chart"><h2>A chart</h2>
<figure id="fig-lights"><img alt="A line that rises from one to four." src="../_images/lights.svg"/>
<figcaption><p><span class="caption-number">Fig. 1 </span><span class="caption-text">Lights rise.</span></p>
</figcaption></figure>
<div class="live"><div data-print="omit"><label>LIVEWORD <input type="range"></label></div>
<figure class="d-none d-print-block"><svg role="img" aria-label="Still chart of two bars" viewBox="0 0 90 40"
 width="90" height="40"><linearGradient id="g"></linearGradient><text x="5" y="20">stillword</text></svg></figure></div>
<p data-print="omit">OMITTEDWORD</p></section>
<section data-print="quiz" id="quiz-act"><div data-print="question"><p data-print="prompt">When was it signed?</p>
<ol data-print="options"><li data-correct="false" data-feedback="That is the Treaty.">1949</li>
<li data-correct="true" data-feedback="Right, in Paris.">1997</li></ol></div></section>
<aside class="footnote-list brackets"><aside class="footnote brackets" id="n1"><span class="label">[<a
 role="doc-backlink" href="#id1">1</a>]</span><p>Firstnoteword of chapter one.</p></aside></aside></section>""",
    "chapters/work": """
<section id="work"><h1>Workshop</h1>
<p>A claim.<a class="footnote-reference brackets" href="#n1" id="id1">[1]</a></p>
<div class="cell"><div class="cell_input"><div class="highlight-ipython3"><div class="highlight"><pre>shown_input = 1
</pre></div></div></div><div class="cell_output"><div class="output text_plain highlight-myst-ansi"><pre>shown output
</pre></div></div></div>
<div class="cell tag_hide-input"><details class="admonition hide above-input"><summary>Show</summary>
<div class="cell_input"><pre>HIDDENINPUT</pre></div></details><div class="cell_output">
<pre>output of hidden input</pre></div></div>
<div class="cell tag_hide-output"><div class="cell_input"><pre>input of hidden output</pre></div>
<details class="admonition hide below-input"><summary>Show</summary><div class="cell_output">
<pre>HIDDENOUTPUT</pre></div></details></div>
<div class="highlight-python"><div class="highlight"><pre><span class="linenos">1</span>numbered = True
<span class="linenos">2</span>second = False
</pre></div></div>
<table class="dataframe" border="1"><thead><tr style="text-align: right;"><th></th><th>letters</th><th>place</th></tr>
<tr><th>year</th><th></th><th></th></tr></thead>
<tbody><tr><th>1997</th><td>3</td><td>Paris</td></tr><tr><th>1998</th><td>5</td><td>Москва</td></tr></tbody></table>
<details class="sd-dropdown sd-card"><summary class="sd-summary-title">
<span class="sd-summary-text">Fold title</span></summary>
<div class="sd-summary-content"><p>Folded text.</p></div></details>
<table id="long"><caption><span class="caption-text">Longcaption</span></caption>
<thead><tr><th>Headword</th><th>Note</th></tr></thead><tbody>"""
    + "".join(f"<tr><td>row {n}</td><td>note {n}</td></tr>" for n in range(90))
    + """</tbody></table>
<aside class="footnote-list"><aside class="footnote" id="n1"><span class="label">[1]</span>
<p>Secondnoteword.</p></aside></aside>
</section>""",
    "back/glossary": """
<section id="glossary"><h1>Glossary</h1><dl class="simple glossary"><dt id="term-act">act</dt><dt>treaty</dt>
<dd><p>A text that binds. <a href="../chapters/act.html">Read on</a>.</p></dd></dl>
<div class="citation-list"><div class="citation" id="c1"><span class="label">[Gol92]</span>
<p>Goldstein, 1992.</p></div></div>
</section>""",
}
TOC = {
    "format": "jb-book",
    "root": "intro",
    "parts": [
        {"caption": "First part", "chapters": [{"file": "chapters/act", "sections": [{"file": "chapters/work"}]}]},
        {"caption": "Second part", "chapters": [{"file": "back/glossary"}]},
    ],
}


class Book:
    """A built book on disk that a test can change and print."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.html, self.out = folder, folder / "_build/html", folder / "book.pdf"
        self.config = {"title": "Lighthouses", "author": "A. Sample", "copyright": "2026"}
        self.toc, self.pages = TOC, dict(PAGES)
        (self.html / "_images").mkdir(parents=True)
        (self.html / "_images/lights.svg").write_text(CHART, encoding="utf-8")

    def page(self, body: str, name: str = "intro") -> Book:
        """Give a page a new body, below a title."""
        self.pages[name] = f'<section id="p"><h1>A page</h1>{body}</section>'
        return self

    def alone(self, body: str) -> Book:
        """Leave one page only, with this body below its title."""
        self.toc, self.pages = {"format": "jb-book", "root": "intro"}, {}
        return self.page(body)

    def print(self, **options) -> PdfReport:
        """Write the book and print it."""
        (self.folder / "_config.yml").write_text(yaml.safe_dump(self.config), encoding="utf-8")
        (self.folder / "_toc.yml").write_text(yaml.safe_dump(self.toc), encoding="utf-8")
        for name, body in self.pages.items():
            path = self.html / f"{name}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                f'<html><body><nav>NAVWORD</nav><article class="bd-article">{body}</article></body></html>',
                encoding="utf-8",
            )
        return build_pdf(self.folder, self.html, self.out, **({"timestamp": WHEN} | options))

    def read(self) -> PdfReader:
        """Print the book and open it."""
        self.print()
        return PdfReader(self.out)


@pytest.fixture
def new_book() -> type[Book]:
    """Return the maker of books, for a test that needs two."""
    return Book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Return a book of the test's own."""
    return Book(tmp_path)


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """Return the whole sample, printed once."""
    return Book(tmp_path_factory.mktemp("book")).read()


@pytest.fixture(scope="session")
def texts(printed: PdfReader) -> list[str]:
    """Return the text of each page, without the marks of optional breaks."""
    return [page.extract_text().replace("\u200b", "") for page in printed.pages]


@pytest.fixture(scope="session")
def elements() -> Callable[[PdfReader], list[dict]]:
    """Return a function that lists the structure elements of a file in reading order."""

    def listed(reader: PdfReader) -> list[dict]:
        found: list[dict] = []

        def walk(node) -> None:
            node = node.get_object()
            if isinstance(node, list):
                for child in node:
                    walk(child)
            elif isinstance(node, dict):
                if "/S" in node:
                    found.append(node)
                if "/K" in node:
                    walk(node["/K"])

        walk(reader.trailer["/Root"]["/StructTreeRoot"])
        return found

    return listed
