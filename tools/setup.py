"""Make the course's own environment: `python tools/setup.py .venv`. Needs Python 3.11 or newer and nothing else.

Everything is installed from requirements.lock, where each file has its hash, so that two set-ups a month apart are the same.
This script must run on old Pythons too, to say that they are too old: no newer syntax in it.
"""

import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
NEED_MB = 1500  # what the environment takes, with room for pip's working files


def fail(message):
    sys.stderr.write("set-up: " + message + "\n")
    sys.exit(1)


def main():
    if sys.version_info[:2] < NEEDED:
        fail(
            "Python %d.%d or newer is needed; this is Python %d.%d (%s). Call make with another one, such as: make book PYTHON=python3.12"
            % (NEEDED + sys.version_info[:2] + (sys.executable,))
        )
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    venv = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, ".venv"))
    free = shutil.disk_usage(here).free // 2**20
    if free < NEED_MB:
        fail("the disk has %d MB free in %s; set-up needs %d MB: free some room and call again" % (free, here, NEED_MB))
    python = os.path.join(venv, "Scripts" if os.name == "nt" else "bin", "python")
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    lock = os.path.join(here, "requirements.lock")
    steps = [
        ("1/3 Making the environment in %s ..." % venv, [sys.executable, "-m", "venv", venv]),
        ("2/3 Installing the locked packages (a minute or two) ...", pip + ["--require-hashes", "-r", lock]),
        ("3/3 Installing the course's own package ...", pip + ["--no-deps", "--no-build-isolation", "-e", here]),
    ]
    for message, command in steps:
        print(message, flush=True)
        done = subprocess.call(command, cwd=here)
        if done:
            fail("this step failed (exit code %d): %s" % (done, " ".join(command)))
    with open(os.path.join(venv, ".ready"), "w") as f:
        f.write("ok\n")


if __name__ == "__main__":
    main()
