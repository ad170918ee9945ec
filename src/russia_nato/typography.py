"""Quotation marks, dashes and minus signs as a printed page has them, for words that reach a reader past Sphinx."""

from __future__ import annotations

import html
import re

from docutils.utils.smartquotes import smartyPants

_TYPED = re.compile(r"""['"`]|--|\.\.\.|\. \. \.""")  # what a printed page has otherwise


def smart(text: str) -> str:
    """Return plain text with the marks that Sphinx gives the pages: curly quotes, dashes, an ellipsis.

    Examples
    --------
    >>> smart("the \\"Founding Act\\", NATO's promise")
    'the “Founding Act”, NATO’s promise'
    """
    return str(smartyPants(text, "qDe", "en")) if _TYPED.search(text) else text


def smart_html(text: object) -> str:
    """Return plain text as HTML, for content and attributes alike, with the marks of a printed page.

    Examples
    --------
    >>> smart_html('"yes" & <no>')
    '“yes” &amp; &lt;no&gt;'
    """
    return html.escape(smart(str(text)))


def signed(number: float, digits: int = 0) -> str:
    """Write a number with its sign, a minus and not a hyphen; nought has none.

    Examples
    --------
    >>> signed(-2), signed(1), signed(-0.04, 1), signed(2.25, 1)
    ('−2', '+1', '0.0', '+2.2')
    """
    text = f"{number:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def minus(text: str) -> str:
    """Return a text with a minus sign before its negative numbers, where it has a hyphen.

    Examples
    --------
    >>> minus("denied outright: -2; +1/-1 in 2014-15")
    'denied outright: −2; +1/−1 in 2014-15'
    """
    return re.sub(r"(?<![\w)-])-(?=\d)", "−", text)
