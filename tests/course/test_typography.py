"""Words that reach a reader past Sphinx have the same marks as those that Sphinx prints."""

import pytest

from russia_nato import typography


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("NATO's", "NATO’s"),
        ('"one"', "“one”"),
        ("the '90s", "the ’90s"),
        ("1989--1991", "1989–1991"),
        ("wait...", "wait…"),
        ("«слово»", "«слово»"),
    ],
)
def test_marks_are_those_of_a_printed_page(typed, printed):
    """Straight quotes, double hyphens and three dots are set; other languages' marks stay."""
    assert typography.smart(typed) == printed
