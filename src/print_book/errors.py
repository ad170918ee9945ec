"""What stops a print build, said so that an author can mend it."""

from __future__ import annotations


class PdfError(Exception):
    """A fault in the book that must not reach paper.

    Parameters
    ----------
    problem : str
        What is wrong.
    page : str, optional
        Page of the book (its name in ``_toc.yml``) or file at fault.
    element : str, optional
        The element at fault, as a reader of the source would recognise it.
    remedy : str, optional
        What the author can do.
    """

    def __init__(self, problem: str, *, page: str = "", element: str = "", remedy: str = "") -> None:
        self.problem, self.page, self.element, self.remedy = problem, page, element, remedy
        where = f"{page}: " if page else ""
        at = f" at {element}" if element else ""
        then = f". {remedy}" if remedy else ""
        super().__init__(f"{where}{problem}{at}{then}")


def describe(tag) -> str:
    """Return the opening tag of an element, short enough for a message."""
    inner = "".join(
        f' {name}="{" ".join(value) if isinstance(value, list) else value}"'
        for name, value in tag.attrs.items()
        if not name.startswith("data-typst")
    )
    opening = f"<{tag.name}{inner}>"
    if len(opening) > 120:
        opening = opening[:117] + "..."
    words = " ".join(tag.get_text(" ", strip=True).split())[:40]
    return f"{opening}{words}" if words else opening
