"""Prune stylesheets to the classes, ids and tags that a site uses, and write them without a byte to spare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import tinycss2

from .markup import Page

#: Functions any of whose arguments may match; what stands in the others (``:not()`` and so on) is no condition to use.
ALTERNATIVES = ("is", "where", "matches", "-webkit-any")
CONDITIONAL = ("media", "supports", "layer", "container")
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


@dataclass
class Style:
    """A style rule: selectors and declarations."""

    selectors: list[str]
    declarations: list[str]


@dataclass
class Group:
    """A rule around other rules, such as ``@media``."""

    prelude: str
    rules: list[Rule] = field(default_factory=list)


@dataclass
class Verbatim:
    """A rule kept or dropped as a whole: ``@font-face``, ``@keyframes``, ``@page``, nested styles."""

    keyword: str
    prelude: str
    text: str


Rule = Style | Group | Verbatim


def prune(sheet: str, used: Used | None) -> list[Rule]:
    """Parse a stylesheet and keep the rules that can match something in use; all of them where `used` is ``None``."""
    return _rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), used)


def _rules(nodes: Iterable[Any], used: Used | None) -> list[Rule]:
    kept: list[Rule] = []
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = [_write(part) for part in _split(node.prelude) if used is None or can_match(part, used)]
            if not selectors:
                continue
            if any(token.type == "{} block" for token in node.content):
                head = ",".join(selectors)
                kept.append(Verbatim("", head, f"{head}{{{_write(node.content)}}}"))
            elif declarations := _declarations(node.content):
                kept.append(Style(selectors, declarations))
        elif node.type == "at-rule":
            kept += _at_rule(node, used)
    return kept


def _at_rule(node: Any, used: Used | None) -> list[Rule]:
    keyword, prelude = node.lower_at_keyword, _write(node.prelude)
    head = f"@{keyword} {prelude}".rstrip()
    if node.content is None:
        # The files that @import names have already been put before this one; the charset is written once, on top.
        return [] if keyword in ("charset", "import") else [Verbatim(keyword, prelude, f"{head};")]
    if keyword in CONDITIONAL:
        inner = _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True), used)
        return [Group(head, inner)] if inner else []
    return [Verbatim(keyword, prelude, f"{head}{{{_write(node.content)}}}")]


def _declarations(content: list[Any]) -> list[str]:
    parsed = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    written = []
    for item in parsed:
        if item.type == "declaration":
            name = item.name if item.name.startswith("--") else item.lower_name
            important = "!important" if item.important else ""
            written.append(f"{name}:{_write(item.value)}{important}")
    return written


def _split(prelude: list[Any]) -> list[list[Any]]:
    """Split a selector list at its commas."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def can_match(selector: list[Any], used: Used) -> bool:
    """Whether a selector's classes, ids and tags are all in use.

    Attributes and states (``[open]``, ``:hover``) may change at any time and are no reason to drop a rule; neither is
    what stands in ``:not()`` or ``:has()``.
    """
    before = ""
    for token in selector:
        if token.type == "hash":
            if not used.has_name(token.value):
                return False
        elif token.type == "ident":
            if before == "." and not used.has_name(token.value):
                return False
            if before not in (".", ":") and token.lower_value not in used.tags:
                return False
        elif token.type == "function" and token.lower_name in ALTERNATIVES:
            if not any(can_match(part, used) for part in _split(token.arguments)):
                return False
        before = token.value if token.type == "literal" else ""
    return True


def _write(tokens: list[Any]) -> str:
    """Serialise tokens without comments and surplus white space; strings keep theirs."""
    pieces: list[str] = []
    for token in tokens:
        if token.type == "comment":
            continue
        pieces.append(" " if token.type == "whitespace" else token.serialize())
    return "".join(_collapse(pieces)).strip(" ")


def _collapse(pieces: list[str]) -> Iterable[str]:
    """Drop white space that repeats or stands beside a comma or a child sign."""
    previous = " "
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else " "
        if piece == " " and (previous in (" ", ",", ">") or following in (" ", ",", ">")):
            continue
        yield piece
        previous = piece


def drop_unread(rules: list[Rule], elsewhere: str) -> list[Rule]:
    """Drop custom properties, key frames and fonts that nothing reads, until nothing more can go.

    Parameters
    ----------
    rules : list of Rule
        The pruned rules.
    elsewhere : str
        Inline styles and scripts, which may read a custom property too.
    """
    while True:
        text = dump(rules)
        read = set(re.findall(r"var\(\s*(--[\w-]+)", text)) | set(re.findall(r"--[\w-]+", elsewhere))
        slim = [rule for rule in (_without(rule, read, text) for rule in rules) if rule is not None]
        if dump(slim) == text:
            return slim
        rules = slim


def _without(rule: Rule, read: set[str], text: str) -> Rule | None:
    if isinstance(rule, Style):
        declarations = [d for d in rule.declarations if not d.startswith("--") or d.split(":", 1)[0] in read]
        return Style(rule.selectors, declarations) if declarations else None
    if isinstance(rule, Group):
        inner = [r for r in (_without(inner, read, text) for inner in rule.rules) if r is not None]
        return Group(rule.prelude, inner) if inner else None
    if rule.keyword.endswith("keyframes"):
        named = rf"animation(-name)?:[^;}}]*(?<![\w-]){re.escape(rule.prelude)}(?![\w-])"
        return rule if re.search(named, text) else None
    if rule.keyword == "font-face":
        family = re.search(r"font-family:\s*[\"']?([^;\"'}]+)", rule.text)
        others = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
        return rule if family and family[1].strip() in others else None
    return rule


def dump(rules: list[Rule]) -> str:
    """Write rules as a stylesheet."""
    parts = []
    for rule in rules:
        if isinstance(rule, Style):
            parts.append(f"{','.join(rule.selectors)}{{{';'.join(rule.declarations)}}}")
        elif isinstance(rule, Group):
            parts.append(f"{rule.prelude}{{{dump(rule.rules)}}}")
        else:
            parts.append(rule.text)
    return "".join(parts)
