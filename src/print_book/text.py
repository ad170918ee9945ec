"""Strings, as Typst source."""

from __future__ import annotations

import re

ZERO_WIDTH_SPACE = "\u200b"


def string(text: str) -> str:
    r"""Quote a text as a Typst string.

    Examples
    --------
    >>> print(string('a "b"\n'))
    "a \"b\"\u{a}"
    """
    text = text.replace("\ufeff", "").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{{{ord(m[0]):x}}}", text) + '"'


def run(text: str, longest: int = 24, cut: int = 0) -> str:
    """Write running text: white space folds as in HTML, nothing in it is markup.

    Examples
    --------
    >>> run("one  *two* ")
    '#"one *two*"; '
    """
    text = re.sub(r"[ \t\r\n\f]+", " ", text)
    core = text.strip(" ")
    if not core:
        return " " if text else ""
    before, after = (" " if text[0] == " " else ""), (" " if text[-1] == " " else "")
    return f"{before}#{string(breakable(core, longest, cut))};{after}"


def breakable(text: str, longest: int = 24, cut: int = 0) -> str:
    """Allow a line break inside long tokens: after punctuation, and after every ``cut`` letters if given.

    Examples
    --------
    >>> breakable("abcdef", cut=3).split(ZERO_WIDTH_SPACE)
    ['abc', 'def']
    """
    if cut:
        return re.sub(rf"\S{{{cut}}}(?=\S)", lambda m: m[0] + ZERO_WIDTH_SPACE, text)
    return re.sub(
        rf"\S{{{longest + 1},}}",
        lambda m: re.sub(r"(?<=[/_.?&=%:])(?=[^/_.?&=%:\s])", ZERO_WIDTH_SPACE, m[0]),
        text,
    )
