"""Which classes, ids and tags a site uses, in its pages and in the scripts that run on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from .markup import Page

WORD = re.compile(r"[A-Za-z_][\w-]*")
#: Script elements that hold data, not code: their words say nothing about classes.
DATA_TYPES = re.compile(r"json|template|text/(?!javascript)")
ALWAYS = frozenset({"html", "head", "body", "root"})


@dataclass
class Used:
    """Names in use on a site.

    Attributes
    ----------
    names : set of str
        Classes and ids of the pages, and every word of their scripts: a class that a script adds is written in it.
    tags : set of str
        Tag names of the pages, and every word of their scripts.
    patterns : list of str
        Shell-style patterns of class names that scripts compose from parts, such as ``side-*``.
    styles : str
        Style attributes, style elements and scripts: places that may read a custom property.
    """

    names: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=lambda: set(ALWAYS))
    patterns: list[str] = field(default_factory=list)
    styles: str = ""

    def add_page(self, page: Page) -> None:
        """Take note of a page's tags, classes, ids, inline scripts and inline styles."""
        inline: list[str] = []
        for element in page.elements:
            self.tags.add(element.name)
            self.names.update(element.classes)
            if identifier := element.attrs.get("id"):
                self.names.add(identifier)
            if element.name == "script" and not DATA_TYPES.search(element.attrs.get("type", "")):
                self.add_script(element.content)
            elif element.name == "style":
                inline.append(element.content)
            if style := element.attrs.get("style"):
                inline.append(style)
            # Handlers in attributes (onclick and the like) are scripts too.
            for name, value in element.attrs.items():
                if name.startswith("on"):
                    self.add_script(value)
        self.styles += " ".join(inline)

    def add_script(self, text: str) -> None:
        """Take note of every word of a script."""
        if text:
            words = set(WORD.findall(text))
            self.names |= words
            self.tags |= {word.lower() for word in words}
            self.styles += " " + text

    def has_name(self, name: str) -> bool:
        """Whether a class or id is in use, or may be."""
        return name in self.names or any(fnmatchcase(name, pattern) for pattern in self.patterns)

    def key(self, sheets: Iterable[str]) -> str:
        """What of all this can matter to these stylesheets, as one string, the same for the same answer."""
        words = {word for sheet in sheets for word in re.findall(r"[\w-]+", sheet)}
        names = sorted(name for name in self.names if set(re.findall(r"[\w-]+", name)) <= words)
        read = sorted(set(re.findall(r"--[\w-]+", self.styles)) & words)
        return "\n".join([*names, "", *sorted(self.tags & words), "", *self.patterns, "", *read])
