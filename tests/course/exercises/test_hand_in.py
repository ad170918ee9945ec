"""Hand in: one file with the student's cells and values, no outputs, no name; nothing is lost and nothing stale is recorded."""

from __future__ import annotations

import json
import os

import pytest

from russia_nato.cli import main
from russia_nato.errors import CourseError
from russia_nato.exercises.copies import copy_notebook
from russia_nato.exercises.digest import data_digest
from russia_nato.exercises.hand_in import HandInError, cell_hash, hand_in, prepare, read_notebook, write
from russia_nato.exercises.kernel import Kernel, unsaved

ONE, TWO = "p3-ex-turn-of-russia", "p3-ex-silence"


def cell(ident: str, source: str, count: int | None = None, **more) -> dict:
    """A cell; code where it was counted."""
    code = {"cell_type": "code", "execution_count": count, "outputs": [{"x": "y" * 999}]}
    return {"id": ident, "source": source, "metadata": {}, **(code if count else {"cell_type": "markdown"}), **more}


def notebook(answer: str = "answer = [1, 2]", text: str = "one two three") -> dict:
    """A workshop with two exercises, run once from top to bottom and saved."""
    about = {"exercise": {"id": ONE, "answer": "answer"}}
    return {
        "metadata": {"widgets": {"state": "z" * 9999}, "russia_nato": {"assignment": "paper-1", "release": "abcd"}},
        "cells": [
            cell(ONE, f"### One\n\n`{ONE}` · assessed · 6 points · 20 minutes", metadata=about),
            cell(f"{ONE}-answer", answer, 1),
            cell(f"{ONE}-check", f'rn.check("{ONE}", answer)', 2),
            cell(TWO, f"### Two\n\n`{TWO}` · assessed · 6 points · 25 minutes\n\nSay in 150 words why."),
            cell(f"{TWO}-text", text),
        ],
    }


def kernel(*inputs: str, count: int = 2) -> Kernel:
    """A kernel that ran these inputs and checked exercise one at `count`."""
    given = {"plain": {"kind": "list", "index": [], "columns": [], "values": [1, 2]}, "count": count}
    return Kernel(["", *inputs], {ONE: given})


def test_the_file_holds_cells_and_values_and_nothing_else(tmp_path):
    """Outputs, counts, widget state and foreign metadata stay behind; the answer is there as plain data with its cell's hash."""
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps(notebook()), "utf-8")
    target, lines = write(path, kernel("answer = [1, 2]", "rn.check(1)"))
    assert target == tmp_path / "hand-in" / "paper-1.ipynb" and target.stat().st_size < 4000
    made = json.loads(target.read_text("utf-8"))
    about = made["metadata"].pop("russia_nato")
    assert set(made["metadata"]) == {"kernelspec"} and "y" * 9 not in json.dumps(made)
    assert [c["source"] for c in made["cells"]] == [c["source"] for c in notebook()["cells"]]
    assert about["assignment"] == "paper-1" and about["release"] == "abcd" and about["data"] == data_digest()
    assert about["answers"][ONE]["plain"]["values"] == [1, 2]
    assert about["answers"][ONE]["cell"] == cell_hash([{"source": "answer = [1, 2]"}])
    assert [(n.exercise, n.answered, n.words) for n in lines] == [(ONE, True, ""), (TWO, True, "3 of 150")]


@pytest.mark.parametrize(
    ("inputs", "count"),
    [
        (["answer = [9]", "rn.check(1)"], 2),  # the cell was changed after it had been checked
        (["answer = [1, 2]", "answer = 5", "rn.check(1)"], 3),  # another cell's answer was checked
        (["rn.check(1)", "answer = [1, 2]"], 1),  # the check ran before the cell
        ([], 7),  # the kernel was started again
    ],
)
def test_what_is_stale_is_not_recorded(inputs, count):
    """A value that does not come from the answer cell as it stands in the file is left out."""
    made, lines = prepare(notebook(), "x", kernel(*inputs, count=count))
    assert made["metadata"]["russia_nato"]["answers"] == {} and lines[0].form == "not checked"


def test_an_answer_that_is_not_plain_is_recorded_as_such():
    """Its type is handed in, so that the one who grades knows that there was something."""
    ran = Kernel(["", "answer = [1, 2]", "c"], {ONE: {"not_plain": "Figure", "count": 2}})
    made, lines = prepare(notebook(), "x", ran)
    assert made["metadata"]["russia_nato"]["answers"][ONE]["not_plain"] == "Figure" and lines[0].form == "not plain"


def test_empty_answers_are_named():
    """A stub and an empty text are no answers."""
    lines = prepare(notebook("answer = ...", "*Your answer*"), "x", Kernel())[1]
    assert [n.answered for n in lines] == [False, False]


def test_a_cell_that_ran_and_was_not_saved_is_said():
    """An input after the newest count in the file that stands nowhere in it means that the file is older than the work."""
    assert unsaved(notebook(), ["", "answer = [1, 2]", "x", "answer = [3]"]) == ["answer = [3]"]
    assert unsaved(notebook(), ["", "answer = [0]", "x", "answer = [1, 2]"]) == []


def test_hand_in_never_raises_and_says_what_to_do(tmp_path, monkeypatch, capsys):
    """Without a file it asks for the name; a text that is no notebook is named; a second run writes the same one file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    hand_in()
    assert "Which notebook is it?" in capsys.readouterr().out
    for n in range(17):
        (tmp_path / f"w{n}.ipynb").write_text("{}", "utf-8")
        os.utime(tmp_path / f"w{n}.ipynb", (n, n))
    hand_in()
    assert "saved here last: w16.ipynb, w15.ipynb, w14.ipynb and 14 more." in capsys.readouterr().out
    (tmp_path / "a.ipynb").write_text("{", "utf-8")
    hand_in("a.ipynb")
    assert "a.ipynb: " in capsys.readouterr().out
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook()), "utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "a.ipynb"))
    for _ in range(2):
        hand_in()
        said = capsys.readouterr().out.splitlines()[-1]
        assert said == f"Upload this file: {os.path.join('hand-in', 'paper-1.ipynb')}"
    assert [p.name for p in (tmp_path / "hand-in").iterdir()] == ["paper-1.ipynb"]


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"cells": 3}', '{"cells": [', "\ufeff{}", '{"worksheets": []}', "[" * 100_000]
)
def test_what_is_no_notebook_is_refused(tmp_path, text):
    """Broken and foreign files are refused by name."""
    (tmp_path / "a.ipynb").write_text(text, "utf-8")
    with pytest.raises(HandInError, match=r"a.ipynb: "):
        read_notebook(tmp_path / "a.ipynb")


def test_odd_cells_do_not_stop_a_hand_in():
    """Cells and metadata of a wrong shape are passed over, and the work beside them is handed in."""
    odd = notebook()
    odd["cells"] += [None, 3, {"cell_type": "code", "metadata": None, "source": ["a\n", "b"]}, {}]
    odd["metadata"] = None
    made, lines = prepare(odd, "phase-3-workshop", Kernel())
    assert made["metadata"]["russia_nato"]["assignment"] == "phase-3-workshop" and len(lines) == 2


def test_the_terminal_does_the_same(root, tmp_path, monkeypatch, capsys):
    """`russia-nato notebook` copies a workshop, never over work, and `russia-nato hand-in` writes the file to upload."""
    monkeypatch.chdir(tmp_path)
    assert main(["notebook", "phase-3", "work"]) == 0
    mine = tmp_path / "work" / "phase-3-workshop.ipynb"
    assert mine.read_bytes() == (root / "notebooks" / "phase-3-workshop.ipynb").read_bytes()
    assert main(["notebook", "phase-3", "work"]) == 1 and "perhaps with your work" in capsys.readouterr().err
    about = {"exercise": {"id": ONE}}
    mine.write_text(json.dumps({**notebook(), "metadata": {"exercise": about}}), "utf-8")
    assert main(["hand-in", str(mine)]) == 0
    assert (tmp_path / "work" / "hand-in" / "phase-3-workshop.ipynb").is_file()
    with pytest.raises(CourseError, match="allowed is one of: phase-1-workshop, "):
        copy_notebook("phase", tmp_path)
    with pytest.raises(CourseError, match="lab-3"):
        copy_notebook("lab-3-position", tmp_path)


def test_the_digest_follows_the_data(spoiled):
    """A changed row changes the digest; line ends of another system do not."""
    before = data_digest(spoiled)
    path = spoiled / "phases.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert data_digest(spoiled) == before
    path.write_text(path.read_text("utf-8").replace("Ending", "ending", 1), "utf-8")
    assert data_digest(spoiled) != before
