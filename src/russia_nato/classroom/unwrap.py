"""What bytes hold: themselves, what base64, hex and archives hide in them, and the texts of each layer."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

_DEEP = 4
_MOST = 64 * 2**20
_PACKED = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){24,}")


def _base64(data: bytes) -> Iterator[bytes]:
    """Yield what runs of base64 decode to, also where they are broken into lines."""
    joined = re.sub(rb"(?<=[A-Za-z0-9+/_-])(?:\\n|[\s\"',])+(?=[A-Za-z0-9+/_=-])", b"", data)
    seen = set()
    for source in (data, joined) if joined != data else (data,):
        for found in _PACKED.finditer(source):
            run = found[0].rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
            if run in seen or len(run) > _MOST:
                continue
            seen.add(run)
            # A run may begin within other letters: each of the four ways to cut it is tried.
            for cut in range(4):
                piece = run[cut:]
                piece = piece[: len(piece) - (len(piece) % 4 == 1)]
                try:
                    yield base64.b64decode(piece + b"=" * (-len(piece) % 4))
                except (binascii.Error, ValueError):
                    continue


def _archives(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the members of an archive, and what packed bytes unpack to."""
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist():
                    if entry.file_size <= _MOST:
                        yield f" > {entry.filename}", entry.filename.encode()
                        yield f" > {entry.filename}", archive.read(entry)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
            return
    magic: dict[bytes, Callable[[bytes], bytes]] = {
        b"\x1f\x8b": gzip.decompress,
        b"BZh": bz2.decompress,
        b"\xfd7zXZ": lzma.decompress,
        b"x\x9c": zlib.decompress,
        b"x\xda": zlib.decompress,
    }
    for start, unpack in magic.items():
        if data.startswith(start):
            try:
                yield " > packed", unpack(data)[:_MOST]
            except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
                return


def unwrap(data: bytes, deep: int = 0, how: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield bytes and what is hidden in them, each with words that say how it was reached.

    Examples
    --------
    >>> import base64
    >>> [how for how, layer in unwrap(base64.b64encode(b"a secret sentence of some length")) if b"secret" in layer]
    [' > base64']
    """
    yield how, data
    if deep >= _DEEP:
        return
    for name, inner in _archives(data):
        yield from unwrap(inner, deep + 1, how + name)
    for inner in _base64(data):
        yield from unwrap(inner, deep + 1, f"{how} > base64")
    for found in _HEX.finditer(data):
        yield from unwrap(binascii.unhexlify(found[0]), deep + 1, f"{how} > hex")


def _decoded(data: bytes) -> Iterator[str]:
    """Yield the bytes as text, by every encoding in which they are one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[1:20:2].count(0) > 5 or data[0:20:2].count(0) > 5:
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
            try:
                yield data.decode(encoding)
            except UnicodeDecodeError:
                continue
    text = data.decode("utf-8", errors="replace")
    if text.count("�") <= len(text) // 20:
        yield text
    elif sum(32 <= b < 127 or b in (9, 10, 13) for b in data) > 0.85 * len(data):
        yield data.decode("latin-1")


def _json_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for k, v in value.items():
            yield str(k)
            yield from _json_strings(v)
    elif isinstance(value, list):
        if value and all(isinstance(v, str) for v in value):
            yield "".join(value)  # the lines of a cell
        elif value:
            yield " ".join(v for v in map(str, value) if len(v) < 200)
        for v in value:
            yield from _json_strings(v)


def texts(data: bytes) -> Iterator[str]:
    """Yield the texts of a layer: as it stands, without tags and entities, and the strings of JSON.

    Examples
    --------
    >>> list(texts(b"<p>fi<b>ve</b> &amp; six</p>"))[-1]
    'five & six'
    """
    for text in _decoded(data):
        yield text
        bare = text
        for _ in range(2):  # what was escaped may have been escaped before
            if (opened := html.unescape(re.sub(r"<[^>]*>", " ", bare))) == bare:
                break
            bare = opened
            yield bare
        if "<" in text:  # a word may be broken by a tag, as after a soft hyphen
            yield html.unescape(re.sub(r"<[^>]*>|\u00ad", "", text))
        if re.search(r"%[0-9a-fA-F]{2}", text):
            yield unquote(text)
        if text.lstrip()[:1] in ("{", "["):
            try:
                yield from _json_strings(json.loads(text))
            except (ValueError, RecursionError):
                continue
