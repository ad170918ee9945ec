"""Join the stylesheets that a site's pages name into one, pruned to what the site uses."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from .css import Rule, Used, drop_unread, dump, prune

URL = re.compile(r"url\(\s*(['\"]?)(?!data:|#|[a-z]+:|/)([^)'\"]+?)\1\s*\)")
IMPORT = re.compile(r"@import\s+(?:url\()?\s*[\"']?([^\"');\s]+)")
NOTICE = re.compile(r"/\*!.*?\*/", re.S)


def with_imports(sheet: Path) -> list[Path]:
    """A stylesheet after those that it imports."""
    found: list[Path] = []
    for address in IMPORT.findall(sheet.read_text("utf-8")):
        target = Path(os.path.normpath(sheet.parent / address.split("?")[0]))
        if target.is_file():
            found += with_imports(target)
    return [*found, sheet]


def read_sheets(names: list[str], static: Path) -> dict[str, str]:
    """Text of each named stylesheet and of those it imports, with addresses that hold from the static folder."""
    texts: dict[str, str] = {}
    for name in names:
        for sheet in with_imports(static / name):
            key = sheet.relative_to(static).as_posix()
            if key not in texts:
                texts[key] = rebase(sheet.read_text("utf-8"), sheet.parent, static)
    return texts


def rebase(text: str, folder: Path, static: Path) -> str:
    """Rewrite relative addresses of a stylesheet in `folder` so that they hold from `static`."""

    def move(match: re.Match[str]) -> str:
        target = os.path.relpath(os.path.normpath(folder / match[2]), static)
        return f"url({target.replace(os.sep, '/')})"

    return URL.sub(move, re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text))


def join(texts: dict[str, str], used: Used, whole: tuple[str, ...]) -> str:
    """One stylesheet out of many.

    Parameters
    ----------
    texts : dict of str to str
        Stylesheets by name, in the order of the cascade.
    used : Used
        What the site uses.
    whole : tuple of str
        Names of stylesheets that are written small and never pruned, such as the course's own: it is short, and its
        classes may be composed by scripts.
    """
    rules: list[Rule] = []
    for name, text in texts.items():
        rules += prune(text, None if name in whole else used)
    return dump(drop_unread(rules, used.styles))


def notices(texts: dict[str, str]) -> str:
    """The licence notices of all stylesheets, which pruning takes out of them."""
    found = {match.strip() for text in texts.values() for match in NOTICE.findall(text)}
    return "\n\n".join(sorted(found)) + "\n" if found else ""


def digest(text: str) -> str:
    """A short name for a text, the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]
