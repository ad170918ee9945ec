"""Student code is re-run guarded or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from russia_nato.classroom.rerun import Answer, Job, Outcome, Part, find_sandbox, rerun, run_job
from russia_nato.classroom.sandbox import IMAGE, Limits, Sandbox, command
from russia_nato.schema import data_dir

pytestmark = pytest.mark.slow  # runs code of its own in many processes

GIVEN = (
    "import pandas as pd\nimport russia_nato as rn\nevents = rn.load_events()\nax = rn.plot_timeline(events)\nax.set_title('x')",
)


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    """The sandbox of this machine; the tests of what it holds back need one."""
    found, words = find_sandbox(data_dir())
    if found is None:
        if os.environ.get("RUSSIA_NATO_REQUIRE_SANDBOX") == "1":
            pytest.fail(words)
        pytest.skip(words)
    return found


@pytest.fixture
def run(sandbox: Sandbox):
    """Run cells as one region each, and return the answers."""

    def go(*cells: str, seconds: int = 20, given: tuple[str, ...] = ()) -> Outcome:
        parts = tuple(Part(f"r{n}", (c,)) for n, c in enumerate(cells))
        return rerun(sandbox, data_dir(), Job(given, parts, Limits(seconds=seconds)))

    return go


def test_an_honest_answer_comes_back_as_plain_data_with_charts_off(run):
    """Given cells run with charts that draw nothing, and the answer crosses as JSON."""
    found = run("answer = events.groupby('phase_id').size()", given=GIVEN)
    assert found.answers["r0"].state == "ran"
    assert found.answers["r0"].plain["kind"] == "series"
    assert 0.05 < found.cpu < 5


def test_the_variable_is_cleared_between_regions(run):
    """A region without an answer does not inherit that of the region before."""
    found = run("answer = 4", "x = 1")
    assert found.answers["r1"].plain["kind"] == "nothing"


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("while True: pass", "timed out"),
        ("import time\ntime.sleep(60)", "timed out"),
        ("import os\nos.close(1)\n[os.close(n) for n in range(3, 20) if n]", "error"),
        ("x = 'a' * (3 * 10**9)", "out of memory"),
        ("x = [0]\nwhile True: x = x * 1000", "out of memory"),
        ("import os\nos._exit(0)", "error"),
        ("raise SystemExit", "error"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "out of memory"),
        ("import os\nfor n in range(3, 20):\n    try:\n        while True: os.write(n, b'x' * 10**6)\n    except OSError: pass", "error"),
        ("class Same:\n    def __eq__(self, other): return True\nanswer = Same()", "not plain"),
        ("answer =", "error"),
    ],
)  # fmt: skip
def test_what_breaks_gets_its_state_and_spoils_no_other_region(run, cell, state):
    """The regions before and after one that ends the process are answered."""
    found = run("answer = 1", cell, "answer = 2", seconds=3)
    assert [found.answers[f"r{n}"].state for n in range(3)] == ["ran", state, "ran"], found


def test_nothing_can_be_read_but_python_package_and_data(run):
    """Neither the checkout nor a home folder nor the caller's environment is there."""
    os.environ["A_SECRET"] = "of the caller"
    try:
        found = run(
            "import os\nanswer = sorted(os.environ)",
            f"answer = open({str(Path(__file__))!r}).read()",
            "import os\nanswer = os.listdir('/etc') + os.listdir('/proc/1/fd') if os.getuid() == 0 else os.listdir('/etc')",
            "import os\nanswer = [os.listdir('/course'), os.path.isdir('/course-data'), os.path.isdir('/course/instructor')]",
        )
    finally:
        del os.environ["A_SECRET"]
    assert "A_SECRET" not in found.answers["r0"].plain["values"]
    assert found.answers["r1"].state == "error"
    assert found.answers["r2"].plain["values"] == ["ld.so.cache"]
    assert found.answers["r3"].plain["values"] == [["russia_nato"], True, False]


def test_code_is_nobody_without_network_and_cannot_write_but_a_little(run):
    """The user is no root, sockets go nowhere, 64 MB can be written in one place, and limits cannot be raised."""
    found = run(
        "import os\nanswer = os.getuid()",
        "import socket\nsocket.create_connection(('1.1.1.1', 80), timeout=2)",
        "n = 0\ntry:\n    while n < 100:\n        open(f'/tmp/f{n}', 'wb').write(b'x' * 10**7)\n        n += 1\nexcept OSError:\n    answer = n",
        "answer = []\nfor p in ('/', '/dev', '/dev/shm', '/course', '/course-data', '/usr/lib', '/etc', '/proc'):\n"
        "    try:\n        open(p + '/x', 'w')\n        answer.append(p)\n    except OSError: pass",
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    )
    values = [a.plain["values"] if a.plain else a.words for a in found.answers.values()]
    assert values[0] != [0]
    assert "nreachable" in values[1]
    assert values[2][0] <= 6
    assert values[3] == []
    assert "not allowed" in values[4]


def test_a_fork_bomb_meets_its_limit_even_when_root_calls(run):
    """Forty processes are the most, and none of them outlives the job."""
    found = run(
        "import os\nn = 0\ntry:\n    while True:\n        if os.fork() == 0:\n            import time\n            time.sleep(60)\n        n += 1\nexcept OSError:\n    answer = n"
    )
    assert found.answers["r0"].plain["values"][0] < 40


def test_a_given_cell_that_fails_is_no_fault_of_the_student(run):
    """Where the release's own cells do not run, nothing is said to have been re-run."""
    found = run("answer = 1", given=("import no_such_package",))
    assert found.answers["r0"].state == "not re-run"
    assert "no_such_package" in found.answers["r0"].words


def test_lines_that_are_not_of_the_form_are_passed_over(run):
    """A student who writes into the channel reaches no region but the own ones, and no shape but plain data."""
    forge = 'import os\nfor n in range(3, 12):\n    try: os.write(n, b\'{"id": "x", "state": "ran", "plain": {}}\\n[1]\\n\\xff{{\\n\')\n    except OSError: pass\nanswer = 5'
    found = run(forge)
    assert list(found.answers) == ["r0"]
    assert found.answers["r0"].plain["values"] == [5]


def test_a_sandbox_that_does_not_start_says_so():
    """The program's own words come back, and no answer."""
    found = run_job(Sandbox("bubblewrap", "/bin/false"), data_dir(), Job((), (Part("a", ("answer = 1",)),)))
    assert not found.started
    assert not found.answers
    assert rerun(Sandbox("bubblewrap", "/bin/false"), data_dir(), Job((), (Part("a", ("answer = 1",)),))).answers == {
        "a": Answer("not re-run", None, "the sandbox did not start")
    }


@pytest.mark.parametrize("kind", ["docker", "podman"])
def test_containers_get_the_same_limits(kind, tmp_path):
    """The call of Docker or Podman has no network, a read-only root, 64 MB to write, 1 GB, 40 processes and no rights."""
    call = command(Sandbox(kind, kind), data_dir(), tmp_path)
    line = " ".join(call)
    for part in ("--network none", "--read-only", "/tmp:rw,size=64m", "--memory 1024m", "--pids-limit 40", "--cap-drop ALL",
                 "--security-opt no-new-privileges", "--user 65534:65534", f"{IMAGE} python"):  # fmt: skip
        assert part in line
    mounts = [call[n + 1] for n, word in enumerate(call) if word == "--volume"]
    assert all(m.endswith(":ro") for m in mounts) and len(mounts) == 2


def test_no_call_runs_python_without_a_sandbox(tmp_path):
    """Every command line that `command` builds begins with what guards it."""
    for kind in ("bubblewrap", "docker", "podman"):
        for root in (True, False):
            assert command(Sandbox(kind, f"/x/{kind}"), data_dir(), tmp_path, root=root)[0] in (f"/x/{kind}", "unshare")
