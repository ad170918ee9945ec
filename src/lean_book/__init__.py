"""Lean pages: every feature of the book theme at a twentieth of its weight.

A Sphinx extension for HTML builds with ``sphinx_book_theme``.  Sphinx and the theme write their pages as usual; when
the build is finished each new page is tidied once, the stylesheets of all pages are pruned to what the site uses and
joined, the icon fonts are cut to the icons in use, and what no page needs any more is removed.
"""

from .extension import setup
from .weight import page_weight

__all__ = ["page_weight", "setup"]
