"""What a reader can take away: {edition}, {cite-course} and {data-files}, and the files themselves, which the build puts beside the pages.

The data lie in the folder ``data`` of the book, each table under its name, and as one zip; the same inputs give the same bytes.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from docutils import nodes

from ..data import cutoff_date, data_dir
from ..dates import plain_date, written_date
from ..schema import tables
from . import components as c
from .rows import CourseDirective

FOLDER, PACKAGE = "data", "russia-nato-data.zip"
BESIDE = ("datapackage.json", "references.bib", "README.md", "coding.md")
EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip knows no day before


def described() -> dict:
    """Return what the data package says of itself.

    Examples
    --------
    >>> described()["name"]
    'russia-nato'
    """
    return json.loads((data_dir() / "datapackage.json").read_text("utf-8"))


def files() -> list[Path]:
    """Return the files of the data package: the tables, what describes them, and their sources.

    Examples
    --------
    >>> {"events.csv", "references.bib"} <= {f.name for f in files()}
    True
    """
    folder = data_dir()
    return [*(t.path for t in tables(folder).values()), *(folder / name for name in BESIDE)]


def pack(target: Path) -> None:
    """Write the data package as a zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(files()):
            entry = zipfile.ZipInfo(f"russia-nato-data/{file.name}", EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, file.read_bytes())


def citation(package: dict) -> tuple[str, str]:
    """Return how to cite the course, as a sentence and for a reference manager.

    Examples
    --------
    >>> citation({"version": "1.0", "created": "2026-12-01", "contributors": [{"title": "A"}]})[0]
    'A (2026). Russia and NATO, 1989 to today: an open course with data. Edition 1.0. CC BY 4.0.'
    """
    title = "Russia and NATO, 1989 to today: an open course with data"
    who, year, edition = package["contributors"][0]["title"], package["created"][:4], package["version"]
    entry = (
        f"@misc{{russia-nato-{year},\n  author  = {{{{{who}}}}},\n  title   = {{{title}}},\n"
        f"  year    = {{{year}}},\n  edition = {{{edition}}},\n  note    = {{CC BY 4.0}}\n}}"
    )
    return f"{who} ({year}). {title}. Edition {edition}. CC BY 4.0.", entry


def to_file(directive: CourseDirective, name: str, words: str) -> nodes.reference:
    """Return a link to a file that lies beside the pages."""
    up = "../" * directive.env.docname.count("/")
    return nodes.reference("", words, internal=True, refuri=f"{up}{FOLDER}/{name}")


class Edition(CourseDirective):
    """The edition, its day and its cut-off date."""

    def run(self):
        self.env.note_dependency(str(data_dir() / "datapackage.json"))
        package, day = described(), cutoff_date()
        return [
            c.Facts.of(
                f"Edition {package['version']}, {plain_date(package['created'][:10])}; data to {written_date(day)}. "
                "Text and data CC BY 4.0, code MIT."
            )
        ]


class Cite(CourseDirective):
    """How to cite the course."""

    def run(self):
        self.env.note_dependency(str(data_dir() / "datapackage.json"))
        sentence, entry = citation(described())
        return [c.paragraph(sentence), nodes.literal_block(entry, entry, language="none")]


class DataFiles(CourseDirective):
    """The package as one zip, and each table with what a row of it is, its number of rows and its file."""

    def run(self):
        self.depends_on(*tables())
        self.env.note_dependency(str(data_dir() / "datapackage.json"))
        size = sum(f.stat().st_size for f in files()) / 1e6
        rows = [
            c.row(to_file(self, t.path.name, t.path.name), t.title, f"{_rows(t.path):,}", ident=f"file-{t.name.replace('_', '-')}")
            for t in tables().values()
        ]  # fmt: skip
        beside = [[", " if n else "", to_file(self, name, name)] for n, name in enumerate(BESIDE)]
        whole = to_file(self, PACKAGE, "The whole package as one zip")
        return [
            c.paragraph(nodes.strong("", "", whole), f", {size:.0f} MB unpacked. Beside the tables: ", beside, "."),
            c.table("Tables of the data package", ("File", "What it holds", "Rows"), rows, "rn-files"),
        ]


def _rows(path: Path) -> int:
    import csv

    with open(path, encoding="utf-8", newline="") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


def _lay(app, exception: Exception | None) -> None:
    """Put the data beside the pages."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for file in files():
        (folder / file.name).write_bytes(file.read_bytes())
    pack(folder / PACKAGE)


def setup(app) -> None:
    for name, directive in (("edition", Edition), ("cite-course", Cite), ("data-files", DataFiles)):
        app.add_directive(name, directive)
    app.connect("build-finished", _lay)
