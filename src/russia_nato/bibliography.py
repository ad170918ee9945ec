"""data/references.bib: read it, check it and name its sources in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .errors import DataError, Problem, read_text
from .schema import data_dir

FILE = "references.bib"
EVIDENCE = ("primary", "report", "scholarship")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_START = re.compile(r"^@(\w+)\s*\{\s*([^,\s]+)\s*,", re.M)
_LATEX = re.compile(r"[\\~$^]|--|``|''")
_SPACE = re.compile(r"[ \t\r\n]+")  # not the one that does not break


@dataclass(frozen=True)
class Reference:
    """A source: an entry of references.bib with LaTeX braces resolved."""

    key: str
    kind: str
    author: str
    title: str
    date: str
    fields: dict[str, str]

    @property
    def url(self) -> str:
        """The address of the official text, or of the DOI."""
        doi = self.fields.get("doi")
        return f"https://doi.org/{doi}" if doi else self.fields.get("url", "")

    @property
    def keywords(self) -> set[str]:
        """The level of evidence, and whether the address was opened."""
        return {k.strip() for k in self.fields.get("keywords", "").split(",")} - {""}

    @property
    def short(self) -> str:
        """Author, title and date in a line."""
        host = (
            self.fields.get("journal")
            or self.fields.get("booktitle")
            or self.fields.get("howpublished")
            or self.fields.get("publisher")
        )
        parts = [self.author, self.title, host if host and host not in self.author else "", self.date]
        return ", ".join(p for p in parts if p)


def _plain(text: str) -> str:
    """Return BibTeX text as it is printed; LaTeX is decoded only where there is any, because that is slow."""
    if _LATEX.search(text):
        from pybtex.richtext import Text

        text = str(Text.from_latex(text))
    return _SPACE.sub(" ", text.replace("{", "").replace("}", "")).strip(" ")


def _people(entry: Any) -> str:
    """Return authors (or editors) as printed: bodies whole, people as first name and last name."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_plain(" ".join([*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names])) for p in people]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


@lru_cache(maxsize=4)
def _parse(path: Path, stamp: int) -> dict[str, Reference]:
    from pybtex.database import BibliographyDataError, parse_string
    from pybtex.scanner import PybtexSyntaxError

    try:
        database = parse_string(read_text(path), "bibtex")
    except PybtexSyntaxError as e:
        allowed = f"{e}; close every brace and put a comma after every field"
        raise DataError(Problem(FILE, e.lineno, None, None, allowed)) from None
    except BibliographyDataError as e:
        raise DataError(Problem(FILE, None, None, None, f"{e}; every key may stand once")) from None
    if not database.entries:
        raise DataError(Problem(FILE, None, None, None, "no entry; the sources of all rows stand here"))
    out = {}
    for key, entry in database.entries.items():
        raw = ("url", "doi", "copy")
        fields = {k.lower(): (v if k.lower() in raw else _plain(v)) for k, v in entry.fields.items()}
        date = "undated" if "urldate" in fields else fields.get("date") or fields.get("year", "")
        out[key] = Reference(key, entry.type, _people(entry), fields.get("title", ""), date, fields)
    return out


def load_references(folder: Path | None = None) -> dict[str, Reference]:
    """Return the entries of references.bib by key.

    Raises
    ------
    DataError
        If the file is missing or is not BibTeX; names the line.

    Examples
    --------
    >>> load_references()["nato-2003-12-04-new-spirit"].title
    'A “new spirit” of cooperation between NATO and Russia'
    """
    path = (folder or data_dir()) / FILE
    if not path.is_file():
        raise DataError(Problem(FILE, None, None, None, f"missing in {path.parent}"))
    return _parse(path, path.stat().st_mtime_ns)


def lines_of_keys(folder: Path) -> dict[str, int]:
    """Return the line of references.bib on which each entry starts.

    Examples
    --------
    >>> min(lines_of_keys(data_dir()).values()) >= 1
    True
    """
    text, lines, line, at = read_text(folder / FILE), {}, 1, 0
    for m in _START.finditer(text):
        line += text.count("\n", at, m.start())
        at, lines[m[2]] = m.start(), line
    return lines


def _faults(key: str, ref: Reference) -> Iterator[tuple[str, str, str]]:
    """Yield the field, the value and what is allowed for each fault of an entry."""
    if not _KEY.fullmatch(key):
        yield "key", key, "lower-case letters, digits and single hyphens are allowed"
    if not ref.author:
        yield "author", key, "an issuing body or author is required"
    if not ref.title:
        yield "title", key, "a title is required"
    year, date, read = (ref.fields.get(k, "") for k in ("year", "date", "urldate"))
    if not (re.fullmatch(r"\d{4}", year) or (year == "n.d." and re.fullmatch(r"\d{4}-\d{2}-\d{2}", read))):
        yield "year", year, f"a year of four digits, or n.d. with the day of reading in urldate, is required in {key}"
    if date and not (re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date) and date[:4] == year[:4]):
        yield "date", date, f"YYYY, YYYY-MM or YYYY-MM-DD in the entry's year is allowed in {key}"
    if not ref.url:
        yield "url", key, "an address or a DOI is required"
    elif not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", ref.url) or ref.fields.get("doi", "10.")[:3] != "10.":
        yield "url", ref.url, f"an http(s) address with a host, or a DOI that begins with 10., is allowed in {key}"
    if len(ref.keywords & set(EVIDENCE)) != 1 or ref.keywords - set(EVIDENCE) - {"address-unchecked"}:
        words = ", ".join(sorted(ref.keywords))
        yield "keywords", words, f"one of {', '.join(EVIDENCE)}, and address-unchecked or not, in {key}"


def check_references(
    references: dict[str, Reference], cited: set[str], folder: Path, tables: tuple[str, ...] = ()
) -> list[Problem]:
    """Return what is wrong with the entries: key, issuing body, title, date, address, keywords, or cited by nobody.

    ``tables`` are those in which ``cited`` was looked for.

    Examples
    --------
    >>> references = load_references()
    >>> check_references(references, set(references), data_dir())
    []
    """
    lines = lines_of_keys(folder)
    found = [Problem(FILE, lines.get(key), *fault) for key, ref in references.items() for fault in _faults(key, ref)]
    unread = "no row and no page cites it; cite it or remove it"
    found += [Problem(FILE, lines.get(k), "key", k, unread, tables) for k in references if k not in cited]
    return found
