"""The built HTML of any Jupyter Book as one tagged, linked PDF (PDF/UA-1).

The printer knows HTML5, the classes that Sphinx, MyST-NB, sphinx-design and sphinx-book-theme write, and one attribute,
``data-print``, with which any other HTML says what paper needs to know. Its tokens stand apart by spaces:

========== ==============================================================================================
omit       not on paper (Bootstrap's class ``d-print-none`` says the same)
entry      a record among many, kept together; a page of fifteen or more is set small in two columns
dense      set the page that holds it small in two columns, however few entries it has
works      a list of works, each an item, set with hanging lines
box        a framed box
title      the title line of a box
small      small print
columns    children side by side: those marked ``card``, or all
card       one of the columns
tag        an inline label; ``tag side`` where it names a side, set in a frame
keep       not to be split between pages (a box: up to 1,500 letters)
quiz       a group of questions, with an ``id``; its answers go into a key at the back
question   one of them
prompt     what it asks
options    its list of options, lettered; the right ones carry ``data-correct="true"``, and any may carry ``data-feedback``
========== ==============================================================================================

Any other token stops the build, as does an element that has no printed form, a picture without alternative text or a link
that leads nowhere. A book that is not ready for that is printed with ``strict=False``: the report lists what is wrong.

Examples
--------
>>> from datetime import UTC, datetime
>>> report = build_pdf(Path("book"), Path("book/_build/html"), Path("book.pdf"),
...                    timestamp=datetime(2026, 11, 1, tzinfo=UTC), strict=False)  # doctest: +SKIP
>>> print(*report.faults, sep="\\n")  # doctest: +SKIP
notebooks: an image without alternative text at <img alt="" src="...">. Describe what it shows: ...
"""

from .build import PdfReport, build_pdf
from .errors import PdfError

__all__ = ["PdfError", "PdfReport", "build_pdf"]
