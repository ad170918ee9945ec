"""What students get on paper: the worksheet, one page of HTML to print, and the rubric with points and no more."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..exercises.cells import Exercise, Region, source
from ..exercises.rubric import Criterion

_LOOK = """
:root{color-scheme:light dark}
body{font:1rem/1.5 Georgia,"Times New Roman",serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.15rem;margin-top:2.2rem;break-after:avoid}
code,pre{font:.88em/1.4 ui-monospace,Menlo,Consolas,monospace}pre{white-space:pre-wrap;overflow-wrap:anywhere}
.facts{color:GrayText;font-size:.9rem}.lines i{display:block;height:1.95rem;border-bottom:1px solid GrayText}
table{border-collapse:collapse}td,th{border:1px solid GrayText;padding:.2rem .5rem;text-align:left}
@media print{body{margin:0;max-width:none}section{break-inside:avoid-page}}
"""


def to_html(markdown: str) -> str:
    """Return Markdown as HTML; HTML in it is shown, not used.

    Examples
    --------
    >>> to_html("*So* <b>it</b> is")
    '<p><em>So</em> &lt;b&gt;it&lt;/b&gt; is</p>\\n'
    """
    from markdown_it import MarkdownIt  # comes with the book; students' side does without

    made: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return made


def lines_wanted(exercise: Exercise, prompt: str) -> int:
    """Return how many lines to write on: one for ten words, by the number that the prompt asks for.

    Examples
    --------
    >>> exercise = Exercise("a", "", "", "sources", "analyse", 25, 6, False, (), {"text": 6})
    >>> lines_wanted(exercise, "Write 150 words.")
    15
    """
    if "text" not in exercise.parts:
        return 4
    asked = [int(n.replace(",", "")) for n in re.findall(r"(\d[\d,]*)(?:-| )words?\b", prompt)]
    return min(max([n // 10 for n in asked], default=12), 60)


def worksheet(title: str, chosen: Sequence[tuple[Exercise, Region]]) -> str:
    """Return the worksheet of an assignment: each prompt with lines to write on; it asks nothing of the network.

    Examples
    --------
    >>> exercise = Exercise("a", "", "One", "sources", "analyse", 25, 6, False, (), {"text": 6})
    >>> "Write" in worksheet("Paper 1", [(exercise, Region("a", {"source": "### One\\n\\nWrite 150 words."}))])
    True
    """
    parts = []
    for exercise, region in chosen:
        text = re.sub(r"^\s*#+ ", "## ", source(region.prompt), count=1)
        shown = [source(c) for c in region.given if c.get("cell_type") == "markdown"]
        body = "\n".join(to_html(t) for t in (text, *shown))
        room = f'<div class="lines" aria-hidden="true">{"<i></i>" * lines_wanted(exercise, text)}</div>'
        parts.append(f'<section id="{html.escape(exercise.id)}">{body}{room}</section>')
    name = html.escape(title)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title><style>{_LOOK}</style>'
    start = f'<h1>{name}</h1><p class="facts">Name: ______________________________</p>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{start}{"".join(parts)}</body></html>\n'


def student_rubric(title: str, chosen: Sequence[tuple[Exercise, Region]], rubrics: Mapping[str, Sequence[Criterion]],
                   points: Mapping[str, Mapping[str, float]]) -> str:  # fmt: skip
    """Return the rubric for students in Markdown: what is looked at and what it is worth, and not what would meet it.

    Examples
    --------
    >>> exercise = Exercise("a", "", "One", "sources", "analyse", 25, 6, False, (), {"text": 6})
    >>> rubrics = {"a": [Criterion("limits", 3, "x"), Criterion("evidence", 3, "y")]}
    >>> print(student_rubric("Paper 1", [(exercise, Region("a", {}))], rubrics, {"a": {"text": 6}}).splitlines()[-2])
    | limits | 3 |
    """
    out = [f"# {title}: what counts", "", "Each criterion is given in full, by half or not at all.", ""]
    for exercise, _ in chosen:
        worth = points[exercise.id]
        out += [f"## {exercise.title}", "", "| criterion | points |", "| --- | ---: |"]
        if "code" in worth:
            out.append(f"| the values of the answer | {worth['code']:g} |")
        scale = scaled(rubrics.get(exercise.id, ()), worth.get("text", 0)) if "text" in worth else ()
        out += [f"| {c.name} | {c.points:g} |" for c in scale]
        out.append("")
    return "\n".join(out).rstrip() + "\n"


def scaled(rubric: Sequence[Criterion], points: float) -> tuple[Criterion, ...]:
    """Return a rubric whose points add up to what the assignment gives; one criterion for all where there is no rubric.

    Examples
    --------
    >>> [c.points for c in scaled([Criterion("a", 1, ""), Criterion("b", 1, "")], 6)]
    [3.0, 3.0]
    """
    whole = sum(c.points for c in rubric)
    if not whole:
        return (Criterion("the answer as a whole", points, ""),)
    return tuple(Criterion(c.name, round(c.points * points / whole, 2), c.meets) for c in rubric)


def clean(cell: Mapping[str, Any], keep: Sequence[str]) -> dict[str, Any]:
    """Return a cell as it may leave: source, id, type and known metadata; no output, and attachments only where they are shown.

    Examples
    --------
    >>> clean({"cell_type": "code", "id": "a", "source": ["x"], "metadata": {"note": "y"}, "outputs": [1]}, [])
    {'cell_type': 'code', 'id': 'a', 'metadata': {}, 'source': 'x', 'execution_count': None, 'outputs': []}
    """
    text = source(cell)
    made = {
        "cell_type": cell["cell_type"],
        "id": cell.get("id", ""),
        "metadata": {k: v for k, v in cell.get("metadata", {}).items() if k in keep},
        "source": text,
    }
    if cell["cell_type"] == "code":
        made |= {"execution_count": None, "outputs": []}
    shown = {k: v for k, v in cell.get("attachments", {}).items() if f"attachment:{k}" in text}
    return made | ({"attachments": shown} if shown else {})
