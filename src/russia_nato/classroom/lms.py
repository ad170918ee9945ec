"""Whose file is it? What Canvas, Moodle and nbgrader write into the names of files and folders, and the person it leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from .roster import Person, plain_name

_MOODLE = re.compile(r"(.+?)_(\d+)_assignsubmission_(file|onlinetext)(?:_(.*))?", re.S)
#: Canvas: name, LATE, number of the user (or anon_ and five letters), number of the file, the student's own name for it.
_CANVAS = re.compile(r"(?:(.*?)_)?(?:(late)_)?(\d+)_(\d+)_(.+)", re.I | re.S)
_HIDDEN = re.compile(r"()(?:(late)_)?(anon_[a-z0-9]{4,})_(\d+)_(.+)", re.I | re.S)
_BLIND = re.compile(r"\D*\S\s\d+")  # "Participant 7", in any language
_AGAIN = re.compile(r"-(\d{1,2})(?=\.[^.]+$|$)")


@dataclass(frozen=True)
class Origin:
    """What a path says of a file: the system, its numbers, and the names of person, folder and file as it wrote them.

    ``own`` is the student's own name for the file, ``sent`` the one under which the system gives it; ``name`` is that of the
    person, as far as the system shows it.
    """

    system: str  # canvas, moodle, nbgrader, or empty
    user: str = ""
    file: str = ""
    name: str = ""
    folder: str = ""
    own: str = ""
    sent: str = ""
    late: bool = False
    online: bool = False  # Moodle's online text

    @property
    def again(self) -> int:
        """The number that Canvas appends to the name of a file that is handed in again."""
        found = _AGAIN.search(self.own) if self.system == "canvas" else None
        return int(found[1]) if found else 0


def origin(path: PurePosixPath) -> Origin:
    """Return what the path of a file in a download says.

    Examples
    --------
    >>> canvas = origin(PurePosixPath("obrienmary_LATE_4711_90210_paper-1-1.ipynb"))
    >>> canvas.system, canvas.user, canvas.file, canvas.late, canvas.own, canvas.again
    ('canvas', '4711', '90210', True, 'paper-1-1.ipynb', 1)
    >>> moodle = origin(PurePosixPath("Пётр Жуков_104_assignsubmission_file_/мой файл.ipynb"))
    >>> moodle.system, moodle.user, moodle.name, moodle.own
    ('moodle', '104', 'Пётр Жуков', 'мой файл.ipynb')
    >>> origin(PurePosixPath("Participant 7_104_assignsubmission_file_paper.ipynb")).own
    'paper.ipynb'
    """
    for n, part in enumerate(path.parts):
        if found := _MOODLE.fullmatch(part):
            flat = n == len(path.parts) - 1
            own = found[4] or path.name if flat else path.name
            folder, online = "" if flat else part, found[3] == "onlinetext"
            return Origin("moodle", found[2], "", found[1], folder, own, path.name, online=online)
    if "submitted" in path.parts[:-2]:
        student = path.parts[path.parts.index("submitted") + 1]
        return Origin("nbgrader", student, "", "", student, path.name, path.name)
    for part in reversed(path.parts):  # a zip that a student handed in has the name, and the notebook lies in it
        if found := _HIDDEN.fullmatch(part) or _CANVAS.fullmatch(part):
            name = found[1] or ""
            late = bool(found[2]) or name.upper() == "LATE"  # without a name in an anonymous course
            return Origin(
                "canvas", found[3], found[4], "" if name.upper() == "LATE" else name, "", found[5], part, late
            )
    return Origin("", own=path.name, sent=path.name)


def is_blind(found: Origin) -> bool:
    """Return whether the system hides the person: an anonymous course of Canvas, blind marking of Moodle.

    Examples
    --------
    >>> is_blind(origin(PurePosixPath("anon_a1B2c_90210_paper.ipynb")))
    True
    >>> is_blind(origin(PurePosixPath("Участник 7_104_assignsubmission_file_")))
    True
    """
    if found.system == "canvas":
        return found.user.lower().startswith("anon_")
    return found.system == "moodle" and bool(_BLIND.fullmatch(found.name))


class Owners:
    """The persons of a roster, to be found by what a path says.

    Examples
    --------
    >>> owners = Owners([Person("s-7f3a", "canvas", "4711", "O'Brien, Mary", login="mob1")])
    >>> owners.of(PurePosixPath("obrienmary_4711_1_paper.ipynb")).code
    's-7f3a'
    >>> owners.of(PurePosixPath("submitted/mob1/paper-1/paper-1.ipynb")).code
    's-7f3a'
    >>> owners.of(PurePosixPath("paper.ipynb"))
    """

    def __init__(self, people: Sequence[Person]):
        self._ids = {(p.lms, p.lms_id): p for p in people if p.lms_id}
        self._lists = {p.lms_id: p for p in people if p.lms == "list" and p.lms_id}
        self._words: dict[str, set[Person]] = {}
        for p in people:
            mail = p.email.partition("@")[0]
            for word in (p.code, p.login, p.email, mail, p.name, _turned(p.name)):
                self._words.setdefault(plain_name(word), set()).add(p)
        self._words.pop("", None)

    def of(self, path: PurePosixPath) -> Person | None:
        """Return whose a file is, or None where that is not certain: no name is guessed."""
        found = origin(path)
        if known := self._ids.get((found.system, found.user)):
            return known
        if found.system in ("canvas", "moodle"):
            return self._lists.get(found.user) or self.named(found.name)
        return self._of_words(path)

    def named(self, word: str) -> Person | None:
        """Return the one person with this name, code, login or address."""
        people = self._words.get(plain_name(word), set())
        return next(iter(people)) if len(people) == 1 else None

    def _of_words(self, path: PurePosixPath) -> Person | None:
        """Return the one person whom a part of the path names: whole, or as a word of it that is a code, login or number."""
        found = set()
        for part in (*path.parts[:-1], path.name.split(".")[0]):
            words = [part, *re.split(r"[\s_,()]+", part)]
            found |= {p for w in words for p in [self.named(w) or self._lists.get(w)] if p}
        return found.pop() if len(found) == 1 else None


def _turned(name: str) -> str:
    """Return "O'Brien, Mary" as "Mary O'Brien", and "Mary O'Brien" as "O'Brien Mary"."""
    last, comma, first = name.partition(",")
    if comma:
        return f"{first} {last}"
    first, _, last = name.rpartition(" ")
    return f"{last} {first}"
