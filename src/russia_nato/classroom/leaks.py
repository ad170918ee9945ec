"""Does a release give anything away? Every byte that students get is searched for what is the instructor's.

Searched for are: eight words in a row of a solution, a lesson plan or any other text below ``instructor/`` or in the private
bank; whole notes, comments and metadata, also shorter ones; the values that solutions yield; files and attachments, whole or in
part; and words that lead to ``instructor/``. They are found in any case, in Markdown, HTML and JSON, behind entities, escapes,
base64 and hex, in archives and within one another. What the data and the chapters say is public and may be quoted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import CourseError
from .unwrap import texts, unwrap

RUN = 8  # words in a row
_NOTE = re.compile(r"<!--(.*?)-->|^(?:note|remark|key|accept)s?\s*:(.*)$", re.M | re.S | re.I)
_WORD = re.compile(r"\w+")
_SCRAP = 64  # bytes of a file that is no text


class LeakError(CourseError):
    """A release that would give something away: names the file of the release, the words and where they come from."""


@dataclass(frozen=True)
class Leak:
    """Something of the instructor's in a file of a release."""

    file: str
    what: str
    source: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what} (from {self.source})"


def words(text: str) -> list[str]:
    """Return the words of a text, without regard to case, accents' encoding and what stands between them.

    Examples
    --------
    >>> words("It is a GAP\\n> of *our* reading")
    ['it', 'is', 'a', 'gap', 'of', 'our', 'reading']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def runs(text: str, n: int = RUN) -> Iterator[tuple[str, ...]]:
    """Yield each run of ``n`` words of a text.

    Examples
    --------
    >>> list(runs("one two three", 2))
    [('one', 'two'), ('two', 'three')]
    """
    found = words(text)
    yield from zip(*(found[i:] for i in range(n)), strict=False)


@dataclass
class Secrets:
    """What must not be found: runs of words, shorter notes, scraps of files that are no text, and where each comes from."""

    runs: dict[tuple[str, ...], str] = field(default_factory=dict)
    notes: dict[tuple[str, ...], str] = field(default_factory=dict)
    scraps: dict[bytes, str] = field(default_factory=dict)
    values: dict[tuple[str, ...], str] = field(default_factory=dict)

    def add_text(self, text: str, source: str) -> None:
        """Keep the words of a text."""
        for run in runs(text):
            self.runs.setdefault(run, source)
        for found in _NOTE.finditer(text):
            self.add_note(found[1] or found[2] or "", source)

    def add_note(self, text: str, source: str) -> None:
        """Keep a note or a value of metadata whole, where it is shorter than a run."""
        if 3 <= len(note := tuple(words(text))) < RUN:
            self.notes.setdefault(note, source)

    def add_bytes(self, data: bytes, source: str) -> None:
        """Keep scraps of a file that is no text."""
        for at in range(0, max(len(data) - _SCRAP, 1), 4 * _SCRAP):
            if len(scrap := data[at : at + _SCRAP]) >= 16 and len(set(scrap)) > 8:
                self.scraps.setdefault(scrap, source)

    def add_file(self, path: Path, source: str) -> None:
        """Keep a file: the texts in it, its notes and metadata, and its bytes where they are no text."""
        data = path.read_bytes()
        for how, layer in unwrap(data):
            if how and len(layer) < 2 * _SCRAP:
                continue  # a long word, such as an address, read as base64
            found = list(texts(layer))
            for text in found:
                self.add_text(text, source)
            if not found:
                self.add_bytes(layer, source)
        if path.suffix == ".ipynb":
            self._add_metadata(data, source)

    def _add_metadata(self, data: bytes, source: str) -> None:
        try:
            notebook = json.loads(data)
            holders = [notebook, *notebook.get("cells", [])]
        except (ValueError, AttributeError):
            return
        for holder in holders:
            for text in _strings({k: v for k, v in holder.get("metadata", {}).items() if k not in KNOWN}):
                self.add_note(text, source)

    def add_value(self, plain: Mapping[str, Any], source: str) -> None:
        """Keep what a solution yields, where it is so much that it cannot stand somewhere by chance."""
        cells = [v for row in plain["values"] for v in (row if isinstance(row, list) else [row])]
        found = tuple(w for v in cells for w in words(json.dumps(v, ensure_ascii=False)))
        if (len(found) >= 4 and sum(map(len, found)) >= 7) or (
            len(cells) == 1 and isinstance(cells[0], float) and len(str(cells[0])) > 6
        ):
            self.values.setdefault(found[:24], source)
        shown = [w for k, v in zip(plain["index"], plain["values"], strict=False) for w in words(f"{k} {v}")]
        if len(shown) >= 8:
            self.values.setdefault(tuple(shown[:24]), source)


#: Metadata that a released notebook may carry; whatever else stands in an instructor's notebook is looked for.
KNOWN = ("kernelspec", "language_info", "exercise", "tags", "russia_nato")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for k, v in value.items():
            yield f"{k}: {v}" if isinstance(v, str | int | float) else str(k)
            yield from _strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from _strings(v)


def gather(folders: Iterable[tuple[str, Path]], public: Iterable[Path], shared_code: str = "") -> Secrets:
    """Return what must not be found.

    Parameters
    ----------
    folders : iterable of (str, pathlib.Path)
        Name and place of the instructor's folders; everything below them is secret but ``notebooks/`` of a bank.
    public : iterable of pathlib.Path
        Files that everybody has: data and chapters. What they say may be quoted.
    shared_code : str
        Code that students are given; a solution may go on from it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.md").write_text("one two three four five six seven eight nine")
    ...     len(gather([("instructor", Path(folder))], []).runs)
    2
    """
    secrets = Secrets()
    for name, folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(".pyc")):
            inner = path.relative_to(folder)
            if inner.parts[0] == "notebooks":
                secrets._add_metadata(path.read_bytes(), f"{name}/{inner.as_posix()}")
            else:
                secrets.add_file(path, f"{name}/{inner.as_posix()}")
    known = set(runs(shared_code))
    for path in public:
        known.update(runs(path.read_text("utf-8", errors="replace")))
    for run in known & secrets.runs.keys():
        del secrets.runs[run]
    return secrets


def _in_text(text: str, secrets: Secrets, lengths: Mapping[int, set[tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    found = words(text)
    for run in zip(*(found[i:] for i in range(RUN)), strict=False):
        if run in secrets.runs:
            yield f"the words {' '.join(run)!r}", secrets.runs[run]
            break
    for n, wanted in lengths.items():
        for at in range(len(found) - n + 1):
            piece = tuple(found[at : at + n])
            if piece in wanted and piece in secrets.notes:
                yield f"the note {' '.join(piece)!r}", secrets.notes[piece]
            elif piece in wanted:
                yield f"the values {' '.join(piece)[:60]!r}", secrets.values[piece]
    if re.search(r"\binstructor/", text, re.I):
        yield "the words 'instructor/', which lead to solutions", "the house rules"


def find_leaks(
    files: Iterable[tuple[str, bytes]], secrets: Secrets, public: frozenset[bytes] = frozenset()
) -> list[Leak]:
    """Return what files give away.

    Parameters
    ----------
    files : iterable of (str, bytes)
        Names and bytes of all that students get.
    secrets : Secrets
        From `gather`.
    public : frozenset of bytes
        Whole files that everybody has already, byte by byte: they are not searched.

    Examples
    --------
    >>> secrets = Secrets()
    >>> secrets.add_text("one two three four five six seven eight", "instructor/a.md")
    >>> print(find_leaks([("a.html", b"<p>One two <b>three four</b> five six seven eight")], secrets)[0])
    a.html: the words 'one two three four five six seven eight' (from instructor/a.md)
    """
    lengths: dict[int, set[tuple[str, ...]]] = {}
    for piece in (*secrets.notes, *secrets.values):
        lengths.setdefault(len(piece), set()).add(piece)
    found: dict[tuple[str, str], Leak] = {}
    for name, data in files:
        if data in public:
            continue
        for how, layer in unwrap(data):
            where = f"{name}{how}"
            for text in texts(layer):
                for what, source in _in_text(text, secrets, lengths):
                    found.setdefault((name, what), Leak(where, what, source))
            for scrap, source in secrets.scraps.items():
                if scrap in layer:
                    found.setdefault((name, source), Leak(where, "bytes of a file", source))
    return list(found.values())
