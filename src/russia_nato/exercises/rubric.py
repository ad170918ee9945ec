"""What a text is marked by: the criteria of its rubric with their points, and samples that show the marks at work.

A solution file holds ``## Rubric``, a table of criteria, and ``## Samples`` with ``### Full``, ``### Half`` and ``### Weak``: a text
as a student might write it, quoted, and below it one line ``Marks: <criterion> <points>, ... . <reason>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SAMPLES = ("Full", "Half", "Weak")
_ROW = re.compile(r"^\|(.+)\|\s*$", re.M)


@dataclass(frozen=True)
class Criterion:
    """A row of a rubric: its name, what it is worth (None where the table does not say), and when it is met."""

    name: str
    points: float | None
    meets: str


@dataclass(frozen=True)
class Sample:
    """A sample answer: how good (Full, Half, Weak), its text, the points by criterion, and why."""

    level: str
    text: str
    marks: dict[str, float]
    reason: str


def section(solution: str, title: str) -> str:
    """Return what stands under a heading ``## title``, up to the next heading of its level.

    Examples
    --------
    >>> section("## Solution\\n\\nSo.\\n\\n## Rubric\\n\\n| a |\\n", "Rubric")
    '| a |'
    """
    found = re.search(rf"^## {re.escape(title)}\s*$(.*?)(?=^## |\Z)", solution, re.M | re.S)
    return found[1].strip() if found else ""


def read_rubric(solution: str) -> tuple[Criterion, ...]:
    """Return the criteria of a solution, by the names of the table's columns.

    Examples
    --------
    >>> read_rubric("## Rubric\\n\\n| criterion | points | meets it when |\\n| - | - | - |\\n| Limits | 2 | one is named |\\n")
    (Criterion(name='Limits', points=2.0, meets='one is named'),)
    """
    rows = [[c.strip() for c in m[1].split("|")] for m in _ROW.finditer(section(solution, "Rubric"))]
    if len(rows) < 3:
        return ()
    heads = [h.lower() for h in rows[0]]
    found = []
    for row in rows[2:]:
        cell = dict(zip(heads, row, strict=False))
        points = cell.get("points", "")
        worth = float(points) if re.fullmatch(r"\d+(\.\d+)?", points) else None
        if cell.get("criterion") and cell.get("meets it when"):
            found.append(Criterion(cell["criterion"], worth, cell["meets it when"]))
    return tuple(found)


def read_samples(solution: str) -> tuple[Sample, ...]:
    """Return the sample answers of a solution, in their order.

    Examples
    --------
    >>> text = "## Samples\\n\\n### Half\\n\\n> It rose.\\n\\nMarks: Limits 1. No limit is named.\\n"
    >>> read_samples(text)
    (Sample(level='Half', text='It rose.', marks={'Limits': 1.0}, reason='No limit is named.'),)
    """
    found = []
    for part in re.split(r"^### ", section(solution, "Samples"), flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        text = "\n".join(line[1:].strip() for line in body.splitlines() if line.startswith(">"))
        line = re.search(r"^Marks: (.+?\d(?:\.5)?)\.(?: (.*))?$", body, re.M)
        pairs = re.findall(r"(.+?) (\d+(?:\.5)?)(?:, |$)", line[1]) if line else []
        reason = (line[2] or "") if line else ""
        found.append(Sample(title.split(":")[0].strip(), text.strip(), {k: float(v) for k, v in pairs}, reason))
    return tuple(found)
