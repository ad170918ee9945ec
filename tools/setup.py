"""Make the course's own environment: `python tools/setup.py .venv [book|lab|test]`. Needs Python 3.11 or newer and nothing else.

Everything is installed from requirements.lock, where each file has its hash, so that two set-ups a month apart are the same.
The lock has a section for each thing that one may want to do, and only the sections needed for it are installed.
This script must run on old Pythons too, to say that they are too old: no newer syntax in it.
"""

import os
import shutil
import subprocess
import sys
import tempfile

NEEDED = (3, 11)
NEED_MB = 1500  # what the environment takes, with room for pip's working files
SECTIONS = {"book": ["book"], "lab": ["book", "lab"], "test": ["book", "lab", "test"]}


def fail(message):
    sys.stderr.write("set-up: " + message + "\n")
    sys.exit(1)


def locked(path, sections):
    """The lines of the lock that belong to these sections; each begins with a line such as `## lab`."""
    lines, section = [], None
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("## "):
                section = line[3:].strip()
            elif section in sections:
                lines.append(line)
    return "".join(lines)


def main():
    if sys.version_info[:2] < NEEDED:
        fail(
            "Python %d.%d or newer is needed; this is Python %d.%d (%s). Call make with another one, such as: make book PYTHON=python3.12"
            % (NEEDED + sys.version_info[:2] + (sys.executable,))
        )
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    venv = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, ".venv"))
    goal = sys.argv[2] if len(sys.argv) > 2 else "book"
    if goal not in SECTIONS:
        fail("%r is nothing to set up for; allowed is one of %s" % (goal, ", ".join(SECTIONS)))
    free = shutil.disk_usage(here).free // 2**20
    if free < NEED_MB:
        fail("the disk has %d MB free in %s; set-up needs %d MB: free some room and call again" % (free, here, NEED_MB))
    python = os.path.join(venv, "Scripts" if os.name == "nt" else "bin", "python")
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = [s for s in SECTIONS["test"] if os.path.isfile(os.path.join(venv, ".ready-" + s))]
    wanted = [s for s in SECTIONS[goal] if s not in done]
    with tempfile.TemporaryDirectory() as folder:
        lock = os.path.join(folder, "requirements.txt")
        with open(lock, "w", encoding="utf-8") as f:
            f.write(locked(os.path.join(here, "requirements.lock"), wanted))
        steps = [
            ("1/3 Making the environment in %s ..." % venv, [sys.executable, "-m", "venv", venv]),
            (
                "2/3 Installing the locked packages for %s (a minute or less) ..." % " and ".join(wanted),
                pip + ["--no-deps", "--require-hashes", "-r", lock],
            ),
            ("3/3 Installing the course's own package ...", pip + ["--no-deps", "--no-build-isolation", "-e", here]),
        ]
        if "book" in done:
            steps = steps[1:2]
        for message, command in steps:
            print(message, flush=True)
            code = subprocess.call(command, cwd=here)
            if code:
                fail("this step failed (exit code %d): %s" % (code, " ".join(command)))
    for section in wanted:
        with open(os.path.join(venv, ".ready-" + section), "w") as f:
            f.write("ok\n")


if __name__ == "__main__":
    main()
