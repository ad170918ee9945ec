"""The printed book: the built HTML pages as one tagged, linked PDF (PDF/UA-1)."""

from .build import PdfReport, build_pdf
from .errors import PdfError

__all__ = ["PdfError", "PdfReport", "build_pdf"]
