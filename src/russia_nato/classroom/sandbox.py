"""Student code runs in a sandbox or not at all: bubblewrap on Linux, Docker or Podman elsewhere.

Inside there is no network, no other process and no file but Python, its libraries, this package and the release's data;
what may be written is 64 MB that vanish with the process. The caller may be root: the code inside never is. No option runs
student code without a sandbox; where there is none, answers count as handed in and are said not to have been re-run.
"""

from __future__ import annotations

import os
import shlex
import sys
import sysconfig
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

NOBODY = 65534
PACKAGE = Path(__file__).parents[1]
SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/lib32", "/usr/lib32")
IMAGE = "russia-nato-sandbox"
#: What to type once where Docker or Podman is to serve; the image needs nothing of the course, which is lent to it.
MAKE_IMAGE = f"printf 'FROM python:3.11-slim\\nRUN pip install pandas pyyaml\\n' | docker build -t {IMAGE} -"
INSIDE = "russia_nato.classroom.inside"


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds, megabytes of memory and of disk, processes.

    Examples
    --------
    >>> Limits().seconds
    20
    """

    seconds: int = 20
    memory_mb: int = 1024
    processes: int = 40
    disk_mb: int = 64

    def plain(self) -> dict[str, int]:
        """Return the limits as a dictionary."""
        return asdict(self)


@dataclass(frozen=True)
class Sandbox:
    """A way to run code guarded: its ``kind`` (bubblewrap, docker or podman) and the program that does it."""

    kind: str
    program: str


def _settings(packages: list[str], data: str) -> dict[str, str]:
    """Return the environment inside: nothing of the caller's goes in."""
    return {
        "PYTHONPATH": ":".join(["/course", *packages]),
        "RUSSIA_NATO_DATA": data,
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": "/tmp",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def _python() -> tuple[str, list[str], list[str]]:
    """Return the interpreter, the folders of installed packages, and all that must be readable for them."""
    program = os.path.realpath(sys.executable)
    found = [
        p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages")
    ]  # one may build on another
    packages = list(dict.fromkeys(map(os.path.realpath, [*found, *map(sysconfig.get_path, ("purelib", "platlib"))])))
    standard = [os.path.realpath(sysconfig.get_path(p)) for p in ("stdlib", "platstdlib")]
    library = Path(sys.base_prefix, "lib")
    shared = [str(p) for p in library.glob("libpython*.so*")] if str(library) not in SYSTEM else []
    wanted = [program, *standard, *packages, *shared]
    wanted = [p for p in dict.fromkeys(wanted) if Path(p).exists() and not p.startswith(tuple(f"{s}/" for s in SYSTEM))]
    # A folder within one that is lent already needs no binding of its own.
    return (
        program,
        packages,
        [p for p in wanted if not any(p != q and Path(p).is_relative_to(q) for q in wanted)],
    )


def _bwrap(program: str, data: Path, limits: Limits, lent: list[tuple[str, str]]) -> list[str]:
    """Return the call of bubblewrap; ``lent`` names where a file lies now and where it lies inside."""
    python, packages, _ = _python()
    call = [program, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    for name, value in _settings(packages, "/course-data").items():
        call += ["--setenv", name, value]
    for folder in map(Path, SYSTEM):
        if folder.is_symlink():
            call += ["--symlink", os.readlink(folder), str(folder)]
        elif folder.is_dir():
            call += ["--ro-bind", str(folder), str(folder)]
    if Path("/etc/ld.so.cache").exists():
        call += ["--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    call += ["--proc", "/proc", "--dev", "/dev"]
    # Lent files come after /tmp, since an interpreter or a data folder may lie below it.
    call += ["--size", str(limits.disk_mb * 2**20), "--tmpfs", "/tmp"]
    for now, inside in lent:
        call += ["--ro-bind", now, inside]
    # What bubblewrap makes itself would be room to fill: only /tmp can be written.
    call += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
    return [*call, python, "-S", "-B", "-m", INSIDE]


def _as_nobody(program: str, data: Path, limits: Limits, scratch: Path) -> list[str]:
    """Return the call for root: in a mount table of its own, lend what nobody may read, give up root, then bubblewrap.

    As root the limit on processes does not bind; and an interpreter in a folder of root's can only be lent from a place
    that others may enter, which is ``scratch``, an empty folder outside this call.
    """
    script, lent = ["set -e"], []
    for n, (now, inside) in enumerate(_lent(data)):
        place = scratch / str(n)
        make = "mkdir" if Path(now).is_dir() else ": >"
        script.append(f"{make} {shlex.quote(str(place))}; mount --bind {shlex.quote(now)} {shlex.quote(str(place))}")
        lent.append((str(place), inside))
    script.insert(1, f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(scratch))}")
    call = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *_bwrap(program, data, limits, lent)]
    script.append("exec " + shlex.join(call))
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", "\n".join(script)]


def _lent(data: Path) -> list[tuple[str, str]]:
    """Return what is lent to a sandbox of this machine: where it lies, and where it lies inside."""
    own = [(str(PACKAGE), f"/course/{PACKAGE.name}"), (str(data.resolve()), "/course-data")]
    return [*((p, p) for p in _python()[2]), *own]


def _container(program: str, data: Path, limits: Limits, name: str) -> list[str]:
    """Return the call of Docker or Podman with the same limits."""
    call = [program, "run", "--rm", "--interactive", "--name", name, "--network", "none", "--read-only"]
    call += ["--tmpfs", f"/tmp:rw,size={limits.disk_mb}m", "--memory", f"{limits.memory_mb}m"]
    call += ["--memory-swap", f"{limits.memory_mb}m", "--pids-limit", str(limits.processes), "--cap-drop", "ALL"]
    call += ["--security-opt", "no-new-privileges", "--user", f"{NOBODY}:{NOBODY}", "--workdir", "/tmp"]
    for key, value in _settings([], "/course-data").items():
        call += ["--env", f"{key}={value}"]
    call += ["--volume", f"{PACKAGE}:/course/{PACKAGE.name}:ro", "--volume", f"{data.resolve()}:/course-data:ro"]
    return [*call, IMAGE, "python", "-B", "-m", INSIDE]


def command(
    sandbox: Sandbox, data: Path, scratch: Path, limits: Limits | None = None, *, root: bool = False
) -> list[str]:
    """Return the command line that runs one job guarded.

    Parameters
    ----------
    sandbox : Sandbox
        What `russia_nato.classroom.rerun.find_sandbox` returned.
    data : pathlib.Path
        The release's data, the only tables that can be read inside.
    scratch : pathlib.Path
        An empty folder for this call; its name also names a container.
    limits : Limits
        What the job may use; the usual limits by default.
    root : bool
        Whether the caller is root, who is left behind before bubblewrap starts.

    Examples
    --------
    >>> from pathlib import Path
    >>> call = command(Sandbox("docker", "docker"), Path("data"), Path("/tmp/one"))
    >>> call[:2], "none" in call, "--read-only" in call
    (['docker', 'run'], True, True)
    """
    limits = limits or Limits()
    if sandbox.kind != "bubblewrap":
        return _container(sandbox.program, data, limits, f"russia-nato-{scratch.name}")
    if root:
        return _as_nobody(sandbox.program, data, limits, scratch)
    return _bwrap(sandbox.program, data, limits, _lent(data))


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Return an empty folder that others may enter, for one call; it goes when the call is over.

    Examples
    --------
    >>> with scratch_folder() as folder:
    ...     list(Path(folder).iterdir())
    []
    """
    folder = tempfile.TemporaryDirectory(prefix="rn-", dir="/tmp" if Path("/tmp").is_dir() else None)
    os.chmod(folder.name, 0o755)
    return folder


def is_root() -> bool:
    """Say whether the caller is root; nobody is on Windows.

    Examples
    --------
    >>> is_root() in (True, False)
    True
    """
    return hasattr(os, "geteuid") and os.geteuid() == 0
