"""Cut icon fonts down to the icons that a stylesheet draws."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# The subsetter reports every table it visits, which would drown what the build has to say.
logging.getLogger("fontTools").setLevel(logging.WARNING)

FOLDER = "lean"
FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE = re.compile(r"url\(([^)]*\.woff2)[^)]*\)")
#: Where a stylesheet names icons: as generated content, or in a custom property that content is read from.
GLYPHS = re.compile(r"(?:content|--[\w-]+):\s*([\"'])(.{1,2}?)\1")


def icons_in(css: str) -> set[int]:
    """Code points of the icons that a stylesheet draws."""
    return {ord(char) for match in GLYPHS.finditer(css) for char in match[2]}


def subset_fonts(css: str, static: Path, folder: str = FOLDER, marker: str = "vendor/fontawesome/") -> str:
    """Write the icon fonts cut to size, and return the stylesheet that loads those.

    Parameters
    ----------
    css : str
        The pruned stylesheet, with addresses relative to `static`.
    static : pathlib.Path
        The site's folder of static files; the original fonts stay as they are.
    folder : str
        Where in it the cut fonts go.
    marker : str
        What the address of an icon font contains.
    """
    icons = icons_in(css)

    def face(match: re.Match[str]) -> str:
        source = SOURCE.search(match[0])
        if not source or marker not in source[1]:
            return match[0]
        target = _subset(static / source[1], static / folder, icons)
        if target is None:
            return ""
        # One format is enough: every browser that can show these pages reads WOFF2.
        address = f'url({folder}/{target.name})format("woff2")'
        return re.sub(r"src:[^;}]*", lambda _: f"src:{address}", match[0])

    return FACE.sub(face, css)


def _subset(font_file: Path, folder: Path, icons: set[int]) -> Path | None:
    """Write one font with only these icons; ``None`` where it has none of them."""
    options = subset.Options(flavor="woff2", notdef_outline=True, layout_features=[], name_IDs=[0, 1, 2, 13, 14])
    font: TTFont = subset.load_font(str(font_file), options)
    present = icons & set(font.getBestCmap())
    if not present:
        return None
    worker = subset.Subsetter(options)
    worker.populate(unicodes=present)
    worker.subset(font)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / font_file.name
    subset.save_font(font, str(target), options)
    return target
