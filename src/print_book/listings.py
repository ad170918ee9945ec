"""Code, its output and other preformatted text."""

from __future__ import annotations

from bs4 import Tag

from .text import ZERO_WIDTH_SPACE, string

LANGUAGES = dict.fromkeys(("ipython3", "ipython", "python3", "default"), "python") | {"console": "sh", "shell": "sh"}
PLAIN = {"none", "text", "myst-ansi", "notranslate", ""}
LINE = 78


def listing(pre: Tag) -> str:
    """Write a ``<pre>``: highlighted where its language is known, in a plainer frame where it is output."""
    classes = {name for parent in [pre, *pre.parents] if parent.attrs for name in parent.get("class", [])}
    language = next((name[10:] for name in sorted(classes) if name.startswith("highlight-")), "")
    language = LANGUAGES.get(language, language)
    text = "\n".join(fold(line.rstrip()) for line in pre.get_text().expandtabs(4).strip("\n").split("\n"))
    output = "cell_output" in classes or "output" in classes
    holds = pre.find_parent(class_="cell")
    arguments = [string(text)]
    if language not in PLAIN and not output:
        arguments.append(f"lang: {string(language)}")
    if output:
        arguments.append("output: true")
    elif holds and holds.find(class_="cell_output"):
        arguments.append("more: true")
    if text.count("\n") > 24:
        arguments.append("long: true")
    if pre.has_attr("data-typst-numbered"):
        arguments.append("numbered: true")
    return f"#listing({', '.join(arguments)})"


def fold(line: str) -> str:
    """Let a long line break between its words, and inside a token only where that is longer than a line."""
    if len(line) <= LINE:
        return line
    words = line.split(" ")
    return " ".join(
        ZERO_WIDTH_SPACE.join(word[at : at + 10] for at in range(0, len(word), 10)) if len(word) > LINE // 2 else word
        for word in words
    )
