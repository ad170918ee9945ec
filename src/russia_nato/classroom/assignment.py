"""assignment.yml: what is asked, when it is due, what it is worth, and what being late costs."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..errors import read_text
from .folder import AssignmentFolder, ClassError

PARTS = ("code", "text")


@dataclass(frozen=True)
class Late:
    """What being late costs: nothing within the grace, then a share of all points for each day begun, and nothing counts after the end."""

    grace_minutes: int = 0
    minus_per_day: float = 0.0
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Assignment:
    """What `release` settled; everything after it reads it here.

    ``points`` holds, for each exercise, the points of its code and of its text, where it has one. ``extensions`` holds
    a later due time for single codes.
    """

    name: str
    title: str
    unit: str
    points: dict[str, dict[str, float]]
    due: dt.datetime | None = None
    late: Late = field(default_factory=Late)
    extensions: dict[str, dt.datetime] = field(default_factory=dict)
    variant: dict[str, Any] = field(default_factory=dict)
    release: str = ""
    data: str = ""

    @property
    def exercises(self) -> list[str]:
        """The ids of the exercises, in their order."""
        return list(self.points)

    @property
    def whole(self) -> float:
        """All points."""
        return sum(sum(parts.values()) for parts in self.points.values())

    def minutes_late(self, code: str, received: dt.datetime) -> int:
        """Return by how many minutes, the last one begun, a submission came after its time; 0 within the grace.

        Examples
        --------
        >>> due = dt.datetime(2026, 10, 5, 18, tzinfo=dt.timezone.utc)
        >>> paper = Assignment("paper-1", "Paper 1", "phase-3-workshop", {"a": {"text": 6}}, due, Late(grace_minutes=15))
        >>> [paper.minutes_late("s-7f3a", due + dt.timedelta(minutes=m)) for m in (-5, 15, 16)]
        [0, 0, 16]
        """
        due = self.extensions.get(code, self.due)
        if due is None:
            return 0
        minutes = math.ceil((received - due).total_seconds() / 60)
        return minutes if minutes > self.late.grace_minutes else 0

    def too_late(self, code: str, received: dt.datetime) -> bool:
        """Return whether a submission came after the last day that counts; an extension past that day moves it."""
        until = self.late.until
        return until is not None and received > max(until, self.extensions.get(code, until))

    def deduction(self, minutes: int) -> float:
        """Return the points that so many minutes cost.

        Examples
        --------
        >>> paper = Assignment("paper-1", "Paper 1", "x", {"a": {"text": 10}}, late=Late(minus_per_day=0.1))
        >>> paper.deduction(0), paper.deduction(30), paper.deduction(1441)
        (0.0, 1.0, 2.0)
        """
        return min(math.ceil(minutes / 1440) * self.late.minus_per_day, 1.0) * self.whole


def _when(where: str, value: object) -> dt.datetime:
    """Return a time with its zone."""
    try:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ClassError(f"{where}: {str(value)!r}: a time with its zone, such as 2026-10-05T18:00+02:00, is allowed")
    return moment


def _number(where: str, value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ClassError(f"{where}: {value!r}: a number from {low:g} to {high:g} is allowed")
    return value


def _only(where: str, raw: object, *known: str) -> None:
    """Refuse what is no mapping, or names a setting that is not known."""
    odd = sorted(map(str, set(raw) - set(known))) if isinstance(raw, Mapping) else [repr(raw)]
    if odd:
        raise ClassError(f"{where}: {', '.join(odd)}: allowed are {', '.join(known)}")


def _late(where: str, raw: Any) -> Late:
    _only(where, raw, "grace_minutes", "minus_per_day", "until")
    return Late(
        int(_number(f"{where}, grace_minutes", raw.get("grace_minutes", 0), 0, 10_080)),
        float(_number(f"{where}, minus_per_day", raw.get("minus_per_day", 0), 0, 1)),
        _when(f"{where}, until", raw["until"]) if raw.get("until") else None,
    )


def _points(where: str, raw: object) -> dict[str, dict[str, float]]:
    if not isinstance(raw, Mapping) or not raw:
        raise ClassError(f"{where}, points: {raw!r}: for each exercise the points of its code and text are required")
    for exercise, parts in raw.items():
        if not isinstance(parts, Mapping) or not parts or set(parts) - set(PARTS):
            raise ClassError(f"{where}, points, {exercise}: {parts!r}: code and text with their points are allowed")
        for part, value in parts.items():
            _number(f"{where}, points, {exercise}, {part}", value, 0, 1000)
    return {str(e): dict(parts) for e, parts in raw.items()}


def read_assignment(folder: AssignmentFolder) -> Assignment:
    """Return what an assignment's settings say.

    Raises
    ------
    ClassError
        Names the file, the setting, the value and what is allowed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> write_assignment(folder, Assignment("paper-1", "Paper 1", "phase-3-workshop", {"p3-ex-silence": {"text": 6}}))
    >>> read_assignment(folder).whole
    6
    """
    where = f"{folder.name}/assignment.yml"
    try:
        raw = yaml.safe_load(read_text(folder.settings))
    except FileNotFoundError:
        raise ClassError(f"{where}: missing; call `russia-nato release {folder.name}` first") from None
    except yaml.YAMLError as e:
        raise ClassError(f"{where}: {e}; it must be valid YAML") from None
    _only(where, raw, "name", "title", "unit", "points", "due", "late", "extensions", "variant", "release", "data")
    extensions = {str(c): _when(f"{where}, extensions, {c}", t) for c, t in (raw.get("extensions") or {}).items()}
    return Assignment(
        str(raw.get("name") or folder.name), str(raw.get("title") or folder.name), str(raw.get("unit") or ""),
        _points(where, raw.get("points")), _when(f"{where}, due", raw["due"]) if raw.get("due") else None,
        _late(f"{where}, late", raw.get("late") or {}), extensions, dict(raw.get("variant") or {}),
        str(raw.get("release") or ""), str(raw.get("data") or ""),
    )  # fmt: skip


def write_assignment(folder: AssignmentFolder, assignment: Assignment) -> None:
    """Write an assignment's settings, to be read again and to be edited by hand.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> write_assignment(folder, Assignment("paper-1", "Paper 1", "phase-3-workshop", {"a": {"text": 6}}))
    >>> folder.settings.read_text("utf-8").splitlines()[0]
    'name: paper-1'
    """
    iso = lambda moment: moment.isoformat() if moment else None  # noqa: E731
    late = assignment.late
    raw = {
        "name": assignment.name, "title": assignment.title, "unit": assignment.unit, "points": assignment.points,
        "due": iso(assignment.due),
        "late": {"grace_minutes": late.grace_minutes, "minus_per_day": late.minus_per_day, "until": iso(late.until)},
        "extensions": {code: iso(moment) for code, moment in assignment.extensions.items()},
        "variant": assignment.variant, "release": assignment.release, "data": assignment.data,
    }  # fmt: skip
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.settings.write_text(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), "utf-8")
