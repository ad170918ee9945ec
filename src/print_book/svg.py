"""SVG pictures: taken out of a page unharmed, and made ready for the typesetter."""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FAMILIES = ("DejaVu", "Libertinus")
POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "in": 72.0, "cm": 28.346, "mm": 2.8346, "em": 12.0, "ex": 6.0}


_COMMENT = re.compile(r"<!--.*?-->|<script\b.*?</script\s*>", re.S | re.I)
_EDGE = re.compile(r"<(/?)svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.I)


def lift_svgs(page: str) -> tuple[str, list[str]]:
    """Replace each inline SVG by ``<img data-svg="n">``, for HTML parsers spoil SVG's mixed-case names.

    The placeholder carries the picture's name (``aria-label`` or ``<title>``) as ``alt``, and its class, id and role.

    Returns
    -------
    tuple of str and list of str
        The page without inline SVG, and the pictures, in order.

    Examples
    --------
    >>> lift_svgs('<p><svg role="img" aria-label="A dot"><circle r="1"/></svg></p>')
    ('<p><img data-svg="0" role="img" alt="A dot"></p>', ['<svg role="img" aria-label="A dot"><circle r="1"/></svg>'])
    """
    page = re.sub(r"\r\n?", "\n", _COMMENT.sub("", page))
    pieces: list[str] = []
    pictures: list[str] = []
    at = depth = start = 0
    for edge in _EDGE.finditer(page):
        if not edge[1]:
            if not edge[0].endswith("/>"):
                start = start if depth else edge.start()
                depth += 1
        elif depth:
            depth -= 1
            if not depth:
                pieces += [page[at:start], _placeholder(page[start : edge.end()], len(pictures))]
                pictures.append(page[start : edge.end()])
                at = edge.end()
    return "".join([*pieces, page[at:]]), pictures


def _placeholder(source: str, number: int) -> str:
    head = next(_EDGE.finditer(source))[0]
    given = {
        name: unescape(value) for name, _, value in re.findall(r"([\w:-]+)\s*=\s*(['\"])(.*?)\2", head, flags=re.S)
    }
    title = re.search(r"<title[^>]*>(.*?)</title>", source, flags=re.S)
    name = given.get("aria-label") or (unescape(title[1]).strip() if title else None)
    kept = {key: given[key] for key in ("id", "class", "role", "aria-hidden", "style", "data-print") if key in given}
    if name is not None:
        kept["alt"] = name
    return f'<img data-svg="{number}"' + "".join(f' {key}="{escape(value)}"' for key, value in kept.items()) + ">"


def normalise(source: str) -> tuple[bytes, float, float, str]:
    """Make an SVG stand alone, with the book's fonts.

    Returns
    -------
    tuple of bytes, float, float and str
        The file's content, its width and height in points, and the text it shows.

    Raises
    ------
    ValueError
        If the picture is not well-formed XML or has no size.
    """
    source = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", source, flags=re.S).strip()
    head, rest = source[: source.find(">")], source[source.find(">") :]
    if "xmlns=" not in head:
        head = head.replace("<svg", f'<svg xmlns="{SVG}"', 1)
    if "xlink:" in source and "xmlns:xlink" not in source:
        head = head.replace("<svg", f'<svg xmlns:xlink="{XLINK}"', 1)
    source = re.sub(r"var\(\s*--[\w-]+\s*,\s*([^()]+)\)", r"\1", head + rest)
    source = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)(\w+;)", lambda m: unescape(m[0]), source)
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise ValueError(f"not well-formed SVG ({error})") from error
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    box = [float(number) for number in re.findall(r"-?[\d.]+", root.get("viewBox", ""))]
    width, height = _length(root.get("width")), _length(root.get("height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if width and not height:
            height = width * box[3] / box[2]
        elif height and not width:
            width = height * box[2] / box[3]
        elif not width:
            width, height = box[2] * 0.75, box[3] * 0.75
    if not width or not height:
        raise ValueError("an SVG without size: it has neither viewBox nor width and height")
    root.set("width", f"{width:.3f}pt")
    root.set("height", f"{height:.3f}pt")
    for element in root.iter():
        _name_fonts(element)
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{{{SVG}}}text"))
    return ElementTree.tostring(root, encoding="utf-8"), width, height, words


def _length(value: str | None) -> float:
    length = re.fullmatch(r"\s*([\d.]+)\s*([a-z]*)\s*", value or "")
    return float(length[1]) * POINTS[length[2]] if length and length[2] in POINTS else 0.0


def _name_fonts(element: ElementTree.Element) -> None:
    """Name a font of the book where the picture asks for any other."""
    family = element.get("font-family")
    if family and not any(known in family for known in FAMILIES):
        element.set("font-family", "DejaVu Sans")
    style = element.get("style")
    if style and "font" in style and not any(known in style for known in FAMILIES):
        style = re.sub(r"font-family\s*:[^;]*", "font-family: 'DejaVu Sans'", style)
        style = re.sub(r"(font\s*:[^;]*?[\d.]+(?:px|pt|em|%)?(?:/[\d.]+)?\s)[^;]*", r"\1'DejaVu Sans'", style)
        element.set("style", style)
    if element.tag == f"{{{SVG}}}text" and not family and "font" not in (style or ""):
        element.set("font-family", "DejaVu Sans")
