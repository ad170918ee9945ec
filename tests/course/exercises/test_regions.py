"""Regions: an answer is found wherever a student's editing has left it."""

from __future__ import annotations

from russia_nato.exercises.cells import regions


def cell(ident: str, source: str, kind: str = "markdown") -> dict:
    """A cell."""
    return {"cell_type": kind, "id": ident, "metadata": {}, "source": source}


LINE = "`p1-ex-one` · practice · 4 points · 15 minutes"
PROMPT, ANSWER = cell("p1-ex-one", f"### One\n\n{LINE}"), cell("p1-ex-one-answer", "answer = 1", "code")


def test_a_prompt_that_stands_twice_loses_no_answer():
    """A copy of the prompt anywhere, with or without its id, leaves the answer in the exercise."""
    copy, end = {**PROMPT, "id": "x9"}, cell("end", "## The end")
    for cells in ([PROMPT, copy, ANSWER], [copy, end, PROMPT, ANSWER], [PROMPT, ANSWER, end, copy]):
        found = regions({"cells": cells})
        assert list(found) == ["p1-ex-one"] and [c["source"] for c in found["p1-ex-one"].answer] == ["answer = 1"]


def test_what_follows_the_next_heading_is_no_part_of_it():
    """A heading of the same level ends an exercise; one that is deeper, such as a student's own, does not."""
    own, end, after = cell("a", "#### My steps"), cell("b", "### Two"), cell("c", "later")
    assert [c["id"] for c in regions({"cells": [PROMPT, ANSWER, own, end, after]})["p1-ex-one"].other] == ["a"]
