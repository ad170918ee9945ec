"""data/references.bib: read it, check it and name its sources in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .errors import DataError, Problem
from .schema import data_dir

EVIDENCE = ("primary", "report", "scholarship")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_START = re.compile(r"^@(\w+)\s*\{\s*([^,\s]+)\s*,", re.M)


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
    """Return BibTeX text without its braces and LaTeX escapes."""
    text = (
        text.replace("\\&", "&")
        .replace("\\%", "%")
        .replace("\\_", "_")
        .replace("\\#", "#")
        .replace("~", "\u00a0")
        .replace("---", "—")
    )
    return re.sub(r"\s+", " ", re.sub(r"(?<!\\)[{}]", "", text).replace("--", "–")).strip()


def _people(entry) -> str:
    """Return authors (or editors) as printed: bodies whole, people as first name and last name."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_plain(" ".join([*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names])) for p in people]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


@lru_cache(maxsize=4)
def _parse(path: Path, stamp: int) -> dict[str, Reference]:
    from pybtex.database import BibliographyDataError, parse_string
    from pybtex.scanner import PybtexSyntaxError

    text = path.read_text("utf-8")
    try:
        database = parse_string(text, "bibtex")
    except PybtexSyntaxError as e:
        raise DataError(f"{path.name}:{e.lineno}: {e}; close every brace and put a comma after every field") from None
    except BibliographyDataError as e:
        raise DataError(f"{path.name}: {e}; every key may stand once") from None
    out = {}
    for key, e in database.entries.items():
        fields = {k.lower(): (v if k.lower() in ("url", "doi", "copy") else _plain(v)) for k, v in e.fields.items()}
        out[key] = Reference(
            key,
            e.type,
            _people(e),
            fields.get("title", ""),
            "undated" if "urldate" in fields else fields.get("date") or fields.get("year", ""),
            fields,
        )
    return out


def load_references(folder: Path | None = None) -> dict[str, Reference]:
    """Return the entries of references.bib by key.

    Raises
    ------
    DataError
        If the file is missing or is not BibTeX; names the line.

    Examples
    --------
    >>> from russia_nato.bibliography import load_references
    >>> len(load_references()) > 0
    True
    """
    path = (folder or data_dir()) / "references.bib"
    if not path.is_file():
        raise DataError(f"references.bib: missing in {path.parent}")
    return _parse(path, path.stat().st_mtime_ns)


def lines_of_keys(folder: Path) -> dict[str, int]:
    """Return the line of references.bib on which each entry starts."""
    text = (folder / "references.bib").read_text("utf-8")
    return {m[2]: text.count("\n", 0, m.start()) + 1 for m in _START.finditer(text)}


def check_references(references: dict[str, Reference], cited: set[str], folder: Path) -> list[Problem]:
    """Return what is wrong with the entries: key, issuing body, title, date, address, keywords, or cited by nobody."""
    found, lines = [], lines_of_keys(folder)

    def bad(key: str, column: str | None, value: str | None, allowed: str) -> None:
        found.append(Problem("references.bib", lines.get(key), column, value, allowed))

    for key, ref in references.items():
        if not _KEY.fullmatch(key):
            bad(key, "key", key, "lower-case letters, digits and single hyphens are allowed")
        if not ref.author:
            bad(key, "author", key, "an issuing body or author is required")
        if not ref.title:
            bad(key, "title", key, "a title is required")
        year = ref.fields.get("year", "")
        if not (
            re.fullmatch(r"\d{4}", year)
            or (year == "n.d." and re.fullmatch(r"\d{4}-\d{2}-\d{2}", ref.fields.get("urldate", "")))
        ):
            bad(
                key,
                "year",
                year,
                f"a year of four digits, or n.d. with the day of reading in urldate, is required in {key}",
            )
        date = ref.fields.get("date", "")
        if date and not (re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date) and date[:4] == ref.fields.get("year", "")[:4]):
            bad(key, "date", date, f"YYYY, YYYY-MM or YYYY-MM-DD in the entry's year is allowed in {key}")
        if not ref.url:
            bad(key, "url", key, "an address or a DOI is required")
        elif (
            not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", ref.url)
            or (ref.fields.get("doi", "10.") or "")[:3] != "10."
        ):
            bad(
                key,
                "url",
                ref.url,
                f"an http(s) address with a host, or a DOI that begins with 10., is allowed in {key}",
            )
        if len(ref.keywords & set(EVIDENCE)) != 1 or ref.keywords - set(EVIDENCE) - {"address-unchecked"}:
            bad(
                key,
                "keywords",
                ", ".join(sorted(ref.keywords)),
                f"one of {', '.join(EVIDENCE)}, and address-unchecked or not, in {key}",
            )
        if key not in cited:
            bad(key, "key", key, "no row and no page cites it; cite it or remove it")
    return found
