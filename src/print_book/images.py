"""Pictures of a page: checked for alternative text, and laid out as files beside the Typst source."""

from __future__ import annotations

import base64
import hashlib
import io
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from PIL import Image, UnidentifiedImageError

from .assemble import Page
from .errors import Faults, PdfError, describe
from .svg import POINTS, normalise
from .tree import Tag, holder

MAX_HEIGHT = 560.0
TALL, TALL_SHARE = 230.0, 0.86  # a tall chart of a notebook is set smaller, so that more than one fits on a page
UNDESCRIBED = "A picture that nobody has described"
ADD_ALT = (
    'Describe what it shows: alt="..." for an image, aria-label for an inline SVG, cell metadata '
    '{"mystnb": {"image": {"alt": "..."}}} for a figure of a notebook; role="presentation" if it says nothing'
)


@dataclass(frozen=True)
class Picture:
    """A picture file and its size in points; ``alt`` is None for mere decoration."""

    file: str
    width: float
    height: float
    alt: str | None


class Pictures:
    """Copies each picture into the work folder, once.

    Parameters
    ----------
    html_dir, work_dir : Path
        Where the built pages are, and where the Typst source will be.
    """

    def __init__(self, html_dir: Path, work_dir: Path, faults: Faults) -> None:
        self.html_dir, self.work_dir, self.faults = html_dir, work_dir, faults
        self.texts: list[tuple[str, str, str]] = []
        self._files: dict[bytes, str] = {}

    def add(self, image: Tag, page: Page) -> Picture:
        """Return the picture behind an ``<img>``.

        Raises
        ------
        PdfError
            If it has no alternative text, or its file is missing or unreadable.
        """
        name, element = page.ref.name, describe(image)
        alt = self._alt(image, name, element)
        try:
            if "data-svg" in image.attrib:
                data, kind = page.svgs[int(image.get("data-svg"))].encode(), "svg"
            else:
                data, kind = self._read(image.get("src", ""), name)
            if kind == "svg":
                data, width, height, words = normalise(data.decode("utf-8"))
                self.texts.append((name, f"picture {element}", words))
            else:
                with Image.open(io.BytesIO(data)) as opened:
                    width, height = (side * POINTS["px"] for side in opened.size)
                    kind = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}[opened.format or ""]
        except FileNotFoundError as error:
            fault, remedy = error.args[0], "Put the file in place, or mend the path, and build the pages again"
            raise PdfError(f"the picture file {fault} is missing", page=name, element=element, remedy=remedy) from None
        except (ValueError, KeyError, UnidentifiedImageError) as error:
            fault, remedy = f"a picture that cannot be read ({error})", "Use an SVG, PNG or JPEG file of the book's own"
            raise PdfError(fault, page=name, element=element, remedy=remedy) from error
        width, height = _wanted(image, width, height)
        shrink = min(1.0, MAX_HEIGHT / height)
        if height > TALL and holder(image, "cell") is not None:
            shrink = min(shrink, max(TALL / height, TALL_SHARE))
        return Picture(self.store(data, kind), width * shrink, height * shrink, alt)

    def _alt(self, image: Tag, page: str, element: str) -> str | None:
        alt = " ".join((image.get("alt") or "").split())
        source = image.get("src", "")
        if alt and not (alt == source or re.fullmatch(r"\S*/\S+\.(svg|png|jpe?g|gif|webp)", alt)):
            return alt
        if image.get("role") in ("presentation", "none") or image.get("aria-hidden") == "true":
            return None
        problem = "an image whose alternative text is a file's path" if alt else "an image without alternative text"
        self.faults.add(PdfError(problem, page=page, element=element, remedy=ADD_ALT))
        return UNDESCRIBED

    def _read(self, source: str, page: str) -> tuple[bytes, str]:
        if source.startswith("data:"):
            head, _, body = source.partition(",")
            data = base64.b64decode(unquote(body)) if head.endswith(";base64") else unquote_to_bytes(body)
            return data, "svg" if "svg" in head else ""
        if re.match(r"[a-z]+:|//", source):
            raise ValueError("a picture on another site; print takes only the book's own files")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(source.partition("?")[0])))
        file = self.html_dir / path
        if not source or not file.is_file():
            raise FileNotFoundError(path)
        return file.read_bytes(), "svg" if file.suffix.lower() == ".svg" else ""

    def store(self, data: bytes, kind: str = "svg") -> str:
        """Write a picture's file, once for equal content; return its name."""
        digest = hashlib.sha256(data).digest()
        if digest not in self._files:
            self._files[digest] = f"picture-{len(self._files) + 1}.{kind}"
            (self.work_dir / self._files[digest]).write_bytes(data)
        return self._files[digest]


def _wanted(image: Tag, width: float, height: float) -> tuple[float, float]:
    """Apply the page's own width or height; pixels are three quarters of a point."""
    for side, natural in (("width", width), ("height", height)):
        wish = re.search(rf"(?:^|;)\s*{side}:\s*([\d.]+)(px|pt|em|in|cm|mm)", image.get("style", ""))
        value, unit = (wish[1], wish[2]) if wish else (image.get(side, ""), "px")
        if re.fullmatch(r"[\d.]+", value) and float(value):
            scale = float(value) * POINTS[unit] / natural
            return width * scale, height * scale
    return width, height


def percent(image: Tag) -> float | None:
    """Return the share of the text width the page asks for, if it asks for one.

    Examples
    --------
    >>> from .tree import new
    >>> percent(new("img", style="width: 60%")), percent(new("img", width="60"))
    (60.0, None)
    """
    share = re.search(r"(?:^|;)\s*width:\s*([\d.]+)%", image.get("style", "")) or re.fullmatch(
        r"([\d.]+)%", image.get("width", "")
    )
    return min(float(share[1]), 100.0) if share else None
