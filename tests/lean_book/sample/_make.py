"""Write the sample's chart and notebook; run it again after changing either."""

import json
from pathlib import Path

HERE = Path(__file__).parent
BARS = "".join(
    f'<rect x="{60 + 56 * i}" y="{220 - h}" width="36" height="{h}" fill="#0072b2"/>'
    f'<text x="{78 + 56 * i}" y="240" text-anchor="middle" font-size="13">{1991 + i}</text>'
    for i, h in enumerate([40, 90, 120, 150, 110, 170, 190, 160])
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="560pt" height="260pt" viewBox="0 0 560 260">'
    '<rect width="560" height="260" fill="#fff"/><path d="M50 20V220H540" fill="none" stroke="#333"/>'
    f"{BARS}</svg>\n"
)


def cell(kind: str, source: str, outputs: list | None = None, **metadata) -> dict:
    """One notebook cell, with its stored outputs."""
    made = {"cell_type": kind, "metadata": metadata, "source": source}
    if kind == "code":
        made |= {"execution_count": 1, "outputs": outputs or []}
    return made


TABLE = (
    '<div><table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th>'
    + "".join(f"<th>measure_{i}</th>" for i in range(12))
    + "</tr></thead><tbody>"
    + "".join(
        f"<tr><th>{1991 + r}</th>" + "".join(f"<td>{r * 12 + i}.25</td>" for i in range(12)) + "</tr>" for r in range(6)
    )
    + "</tbody></table></div>"
)


def main() -> None:
    """Write both files beside this one."""
    (HERE / "part-one" / "chart.svg").write_text(SVG, encoding="utf-8")
    result = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
    cells = [
        cell("markdown", "# A sample workshop\n\nA sentence before each cell says why."),
        cell(
            "code",
            "import pandas as pd\n\n"
            "long_line = 'a line of code that is longer than a phone is wide, so that it has to wrap'\n"
            "frame = pd.read_csv('sample.csv').set_index('year')\nframe.head(6)",
            [result | {"data": {"text/html": TABLE, "text/plain": "table"}}],
        ),
        cell("markdown", "## A chart drawn by code\n\nThe next cell draws a chart."),
        cell(
            "code",
            "frame.plot()",
            [result | {"data": {"image/svg+xml": SVG, "text/plain": "<Axes>"}}],
            tags=["hide-input"],
        ),
        cell(
            "code",
            "print('done')",
            [{"output_type": "stream", "name": "stdout", "text": "done\n"}],
            tags=["hide-output"],
        ),
    ]
    for number, made in enumerate(cells):
        made["id"] = f"cell-{number}"
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(notebook, indent=1) + "\n"
    (HERE / "part-two" / "workshop.ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
