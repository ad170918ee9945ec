"""Who judges: threads of this machine, each with one sandboxed process at a time, or the workers of a Dask cluster.

A unit of work is one submission; it is the same for both, and so is what comes back.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import lru_cache
from pathlib import Path
from typing import Any

from .folder import ClassError
from .judge import Judged, Unit, judge
from .paper import Paper
from .rerun import find_sandbox
from .sandbox import Limits, Sandbox

DASK = "dask://"


def cores() -> int:
    """Return how many processes run at once on this machine.

    Examples
    --------
    >>> cores() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def here(units: Sequence[Unit], papers: Mapping[str, Paper], sandbox: Sandbox | None, data: Path, limits: Limits, n: int) -> Iterator[Judged]:  # fmt: skip
    """Yield what units come to, as they are done, ``n`` at a time.

    Examples
    --------
    >>> paper = {"": Paper((), frozenset(), frozenset(), {})}
    >>> [j.code for j in here([Unit("s-1", 1, b'{"cells": []}')], paper, None, Path("."), Limits(), 2)]
    ['s-1']
    """
    with ThreadPoolExecutor(max_workers=max(n, 1)) as pool:
        left = [pool.submit(judge, u, papers, sandbox, data, limits) for u in units]
        try:
            for future in as_completed(left):
                yield future.result()
        finally:
            for future in left:
                future.cancel()


def pack(folder: Path) -> bytes:
    """Return a folder's files as one archive, to be sent to workers.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.csv").write_text("a")
    ...     zipfile.ZipFile(io.BytesIO(pack(Path(folder)))).namelist()
    ['a.csv']
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
    return out.getvalue()


@lru_cache(maxsize=2)
def _unpack(digest: str, packed: bytes) -> tempfile.TemporaryDirectory[str]:
    """Return a folder with the release's data on a worker; it stays as long as the worker."""
    folder = tempfile.TemporaryDirectory(prefix="rn-data-")
    os.chmod(folder.name, 0o755)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder.name)  # our own archive: `pack` made it
    for path in Path(folder.name).rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def judge_far(
    unit: Unit, papers: Mapping[str, Paper], packed: bytes, digest: str, limits: Limits, rerun: bool
) -> Judged:
    """Judge a submission on a worker of a cluster, in the sandbox that the worker's machine has.

    Examples
    --------
    >>> paper = {"": Paper((), frozenset(), frozenset(), {})}
    >>> judge_far(Unit("s-1", 1, b'{"cells": []}'), paper, pack(Path("no-such")), "d", Limits(), False).code
    's-1'
    """
    data = Path(_unpack(digest, packed).name)
    return judge(unit, papers, find_sandbox(data)[0] if rerun else None, data, limits)


def there(address: str, units: Sequence[Unit], papers: Mapping[str, Paper], data: Path, digest: str, limits: Limits, rerun: bool) -> Iterator[Judged]:  # fmt: skip
    """Yield what units come to on an existing Dask cluster.

    Raises
    ------
    ClassError
        If distributed is not installed or no scheduler answers.
    """
    try:
        from distributed import Client
        from distributed import as_completed as dask_completed
    except ImportError:
        raise ClassError(
            f"--workers {address}: distributed is not installed; pip install 'russia-nato[cluster]'"
        ) from None
    try:
        client: Any = Client(f"tcp://{address.removeprefix(DASK)}", timeout="10s")
    except OSError as e:
        raise ClassError(
            f"--workers {address}: no scheduler answers ({e}); dask://HOST:PORT of a running one is allowed"
        ) from None
    with client:
        shared, packed = client.scatter([dict(papers), pack(data)], broadcast=True, hash=False)
        futures = [client.submit(judge_far, u, shared, packed, digest, limits, rerun, pure=False) for u in units]
        for _, judged in dask_completed(futures, with_results=True):
            yield judged


def crew(workers: str) -> tuple[str, int]:
    """Return the address of a cluster and how many work here, from what was typed after ``--workers``.

    Raises
    ------
    ClassError
        Names the value and what is allowed.

    Examples
    --------
    >>> crew("4"), crew("dask://head:8786")
    (('', 4), ('dask://head:8786', 0))
    """
    if workers.startswith(DASK):
        return workers, 0
    if workers and not (workers.isdigit() and 1 <= int(workers) <= 256):
        raise ClassError(f"--workers {workers}: a number from 1 to 256, or dask://HOST:PORT, is allowed")
    return "", int(workers) if workers else cores()


Say = Callable[[str], None]
