"""A file that was handed in: is it a notebook, of which assignment, when was it made, and is it late?"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..exercises.cells import regions
from .assignment import Assignment
from .download import Item
from .lms import Origin, origin

NOTEBOOKS = (".ipynb", ".json", ".txt", "")  # what people and browsers make of the ending of a notebook
_FIRST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def read_item(item: Item) -> tuple[Mapping[str, Any] | None, str]:
    """Return a notebook, or None with the reason why it cannot be read.

    Examples
    --------
    >>> from pathlib import PurePosixPath
    >>> read_item(Item(PurePosixPath("essay.pdf"), b"%PDF", dt.datetime.now(dt.UTC)))
    (None, 'no notebook')
    """
    if item.refused:
        return None, item.refused
    if item.path.suffix.lower() not in NOTEBOOKS:
        return None, "no notebook"
    try:
        made = json.loads(item.content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, "not UTF-8"
    except (ValueError, RecursionError) as e:
        return None, f"not JSON ({str(e)[:60]})"
    if not isinstance(made, dict) or not isinstance(made.get("cells"), list):
        return None, "no notebook: it has no cells"
    return made, ""


def settled(notebook: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return what `release` and `hand_in` wrote into a notebook, empty where nothing of the kind is there.

    Examples
    --------
    >>> settled({"metadata": {"russia_nato": {"assignment": "paper-1"}}})["assignment"], settled({"metadata": 3})
    ('paper-1', {})
    """
    meta = notebook.get("metadata") if notebook else None
    about = meta.get("russia_nato") if isinstance(meta, Mapping) else None
    return about if isinstance(about, Mapping) else {}


def is_of(notebook: Mapping[str, Any], assignment: Assignment, others: Iterable[str] = ()) -> bool:
    """Return whether a notebook answers this assignment: by its metadata, else by the ids of its exercises, never by its name.

    Examples
    --------
    >>> paper = Assignment("paper-1", "Paper 1", "x", {"p3-ex-silence": {"text": 6}})
    >>> is_of({"cells": [{"cell_type": "markdown", "id": "p3-ex-silence", "source": "### Silence"}]}, paper)
    True
    >>> is_of({"cells": [], "metadata": {"russia_nato": {"assignment": "paper-2"}}}, paper, ["paper-2"])
    False
    """
    named = settled(notebook).get("assignment")
    if named == assignment.name:
        return True
    if named in others:
        return False
    try:
        return bool(regions(notebook, dict.fromkeys(assignment.exercises)))
    except (TypeError, AttributeError, ValueError):  # cells of no known shape
        return False


@dataclass(frozen=True)
class Handed:
    """A file of one person.

    Examples
    --------
    >>> from pathlib import PurePosixPath
    >>> path, now = PurePosixPath("kay_LATE_7_8_paper.ipynb"), dt.datetime.now(dt.UTC)
    >>> file = Handed("s-7f3a", Item(path, b'{"cells": []}', now))
    >>> file.timed, file.minutes_late(Assignment("paper-1", "", "", {"a": {"text": 6}}))
    (False, 1)
    """

    code: str
    item: Item

    @cached_property
    def origin(self) -> Origin:
        """What the platform's names say."""
        return origin(self.item.path)

    @cached_property
    def _read(self) -> tuple[Mapping[str, Any] | None, str]:
        return read_item(self.item)

    @property
    def notebook(self) -> Mapping[str, Any] | None:
        """The notebook, where it is one."""
        return self._read[0]

    @property
    def problem(self) -> str:
        """Why it is none."""
        return self._read[1]

    @cached_property
    def _own_time(self) -> dt.datetime | None:
        """The time that `hand_in` wrote, where it is a possible one."""
        try:
            moment = dt.datetime.fromisoformat(str(settled(self.notebook).get("time"))).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            return None
        return moment if _FIRST < moment < dt.datetime.now(dt.UTC) + dt.timedelta(days=1) else None

    @property
    def timed(self) -> bool:
        """Whether it says when it was made; the times in a platform's zip are those of the download."""
        return self._own_time is not None

    @property
    def received(self) -> dt.datetime:
        """When it was handed in: by its own word, else by its time in the download."""
        return (self._own_time or self.item.time).astimezone(dt.UTC)

    def minutes_late(self, assignment: Assignment) -> int:
        """Return the minutes after the due time: Canvas's own LATE is believed, and a time that nobody wrote down is not."""
        minutes = assignment.minutes_late(self.code, self.received) if self.timed else 0
        if self.origin.system == "canvas":
            return max(minutes, 1) if self.origin.late else 0
        return minutes

    @property
    def suffix(self) -> str:
        """.ipynb for a notebook, else the ending of the file, where it is a plain one."""
        ending = self.item.path.suffix.lower()
        return ending if self.notebook is None and re.fullmatch(r"\.[a-z0-9]{1,5}", ending) else ".ipynb"

    @property
    def names(self) -> tuple[str, str, str, str, str]:
        """What the platform calls it: system, user, file, folder, and the name under which it was downloaded."""
        found = self.origin
        return found.system, found.user, found.file, found.folder, found.sent
