"""Code, its output and other preformatted text."""

from __future__ import annotations

from .text import ZERO_WIDTH_SPACE, string
from .tree import Tag, classes, holder, with_class

LANGUAGES = dict.fromkeys(("ipython3", "ipython", "python3", "default"), "python") | {"console": "sh", "shell": "sh"}
PLAIN = {"none", "text", "myst-ansi", "notranslate", ""}
LINE = 78


def listing(pre: Tag) -> str:
    """Write a ``<pre>``: highlighted where its language is known, in a plainer frame where it is output.

    Examples
    --------
    >>> from .tree import new
    >>> listing(new("pre", "x = 1"))
    '#listing("x = 1")'
    """
    around = {name for tag in (pre, *pre.iterancestors()) for name in classes(tag)}
    language = next((name[10:] for name in sorted(around) if name.startswith("highlight-")), "")
    language = LANGUAGES.get(language, language)
    text = "\n".join(fold(line.rstrip()) for line in pre.text_content().expandtabs(4).strip("\n").split("\n"))
    output = "cell_output" in around or "output" in around
    cell = holder(pre, "cell")
    arguments = [string(text)]
    if language not in PLAIN and not output:
        arguments.append(f"lang: {string(language)}")
    if output:
        arguments.append("output: true")
    elif cell is not None and next(with_class(cell, "cell_output"), None) is not None:
        arguments.append("more: true")
    if text.count("\n") > 24:
        arguments.append("long: true")
    if "data-typst-numbered" in pre.attrib:
        arguments.append("numbered: true")
    return f"#listing({', '.join(arguments)})"


def fold(line: str) -> str:
    """Let a long line break between its words, and inside a token only where that is longer than a line.

    Examples
    --------
    >>> fold("short"), len(fold("x" * 100)) - 100
    ('short', 9)
    """
    if len(line) <= LINE:
        return line
    words = line.split(" ")
    return " ".join(
        ZERO_WIDTH_SPACE.join(word[at : at + 10] for at in range(0, len(word), 10)) if len(word) > LINE // 2 else word
        for word in words
    )
