"""What stops a print build, said so that an author can mend it."""

from __future__ import annotations

from .tree import Tag, words


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

    Examples
    --------
    >>> raise PdfError("no title", page="intro", remedy="Begin the page with a heading")
    Traceback (most recent call last):
    print_book.errors.PdfError: intro: no title. Begin the page with a heading
    """

    def __init__(self, problem: str, *, page: str = "", element: str = "", remedy: str = "") -> None:
        self.problem, self.page, self.element, self.remedy = problem, page, element, remedy
        where = f"{page}: " if page else ""
        at = f" at {element}" if element else ""
        then = f". {remedy}" if remedy else ""
        super().__init__(f"{where}{problem}{at}{then}")


class Faults:
    """Where faults go: a strict build stops at the first, any other mends what it can and lists them.

    Examples
    --------
    >>> faults = Faults(strict=False)
    >>> faults.add(PdfError("no title", page="intro"))
    >>> faults.listed
    ['intro: no title']
    """

    def __init__(self, strict: bool = True) -> None:
        self.strict = strict
        self.listed: list[str] = []

    def add(self, fault: PdfError) -> None:
        """Stop at a fault, or list it."""
        if self.strict:
            raise fault
        self.listed.append(str(fault))


def describe(tag: Tag) -> str:
    """Return the opening tag of an element, short enough for a message.

    Examples
    --------
    >>> from .tree import new
    >>> describe(new("a", "there", href="#nowhere"))
    '<a href="#nowhere">there'
    """
    inner = "".join(f' {key}="{value}"' for key, value in tag.attrib.items() if not key.startswith("data-typst"))
    opening = f"<{tag.tag}{inner}>"
    if len(opening) > 120:
        opening = opening[:117] + "..."
    return f"{opening}{words(tag)[:40].rstrip()}"
