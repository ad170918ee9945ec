"""The exercise bank: every exercise of the notebooks with its prompt, solution and rubric, or a list of what is wrong with them.

A notebook's Markdown cell holds the prompt and, in its metadata, what grading needs; `instructor/solutions/<id>.md` holds the
solution (or model answer) and, where the exercise is assessed, a single-point rubric.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from docutils.nodes import make_id

from ..book.notebooks import solution_file
from ..errors import CourseError, read_text
from ..exercises.cells import exercise_of
from ..exercises.rubric import SAMPLES, Criterion, Sample, read_rubric, read_samples

KINDS = ("data", "sources", "coding", "argument", "discuss")
PARTS = ("code", "text")
LEVELS = ("remember", "understand", "apply", "analyse", "evaluate", "create")
FIELDS = ("id", "kind", "level", "minutes", "objectives", "parts", "points", "practice")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BankError(CourseError):
    """An exercise that cannot be used: names notebook, cell, field, the bad value and what is allowed."""


@dataclass(frozen=True)
class Exercise:
    """An exercise, as a class can be set it.

    Attributes
    ----------
    id, kind, level : str
        Its name, one of `KINDS` and one of `LEVELS`.
    minutes, points : int
        How long it takes, and what it is worth.
    practice : bool
        Whether its solution stands in the student edition; the others are assessed.
    objectives : tuple of str
        What doing it trains: slugs of ``data/objectives.yml``.
    parts : dict of str to int
        Points of ``code`` and of ``text``, which add up to ``points``.
    notebook, cell : str
        Name of the notebook without ending, and id of the cell with the prompt.
    title, prompt : str
        The heading, and the text below it.
    solution : str
        The whole solution file, rubric included.
    rubric : tuple of Criterion
        What its text is marked by; empty where there is none.
    samples : tuple of Sample
        Marked sample answers; empty where there are none.
    """

    id: str
    kind: str
    level: str
    minutes: int
    points: int
    practice: bool
    objectives: tuple[str, ...]
    parts: dict[str, int]
    notebook: str
    cell: str
    title: str
    prompt: str
    solution: str
    rubric: tuple[Criterion, ...]
    samples: tuple[Sample, ...]

    @property
    def unit(self) -> str:
        """The phase or lab that it belongs to, such as ``"phase 3"``."""
        found = re.match(r"(phase|lab)-(\d+)", self.notebook)
        return f"{found[1]} {found[2]}" if found else self.notebook

    @property
    def page(self) -> str:
        """The page of the book on which it stands."""
        return f"notebooks/{self.notebook}"

    @property
    def anchor(self) -> str:
        """The id of its heading on that page, as Sphinx makes it."""
        return make_id(self.title)


def _order(path: Path) -> tuple:
    """What is done first, then phases, then labs, each by number."""
    found = re.match(r"(phase|lab)-(\d+)", path.stem)
    return (1 + (found[1] != "phase"), int(found[2]), path.stem) if found else (0, 0, path.stem)


def _field_problem(name: str, value, known: dict[str, str]) -> str | None:
    """Say what is allowed in a field of the metadata where ``value`` is not, or return None."""
    if name == "id" and not (isinstance(value, str) and _ID.fullmatch(value)):
        return "lower-case letters, digits and single hyphens are allowed"
    if name == "kind" and value not in KINDS:
        return f"allowed is one of {', '.join(KINDS)}"
    if name == "level" and value not in LEVELS:
        return f"allowed is one of {', '.join(LEVELS)}"
    if name in ("minutes", "points") and (isinstance(value, bool) or not isinstance(value, int) or value <= 0):
        return "a whole number above 0 is allowed"
    if name == "practice" and not isinstance(value, bool):
        return "true or false is allowed"
    if name == "objectives" and not (isinstance(value, list) and value and all(v in known for v in value)):
        return f"a list of one or more slugs of data/objectives.yml is allowed: {', '.join(known)}"
    if name == "parts" and not (
        isinstance(value, dict)
        and value
        and set(value) <= set(PARTS)
        and all(type(v) is int and v > 0 for v in value.values())
    ):
        return f"points of {' and '.join(PARTS)}, whole numbers above 0, are allowed"
    return None


def load_objectives(root: Path) -> dict[str, str]:
    """Return what the exercises train: sentences by slug, from ``data/objectives.yml``.

    Examples
    --------
    >>> from pathlib import Path
    >>> load_objectives(Path("."))["check-evidence"]  # doctest: +SKIP
    'Check what the rows of a table rest on before using them.'
    """
    found: dict[str, str] = yaml.safe_load(read_text(root / "data" / "objectives.yml"))
    return found


def _rubric_problems(meta: dict, rubric: tuple[Criterion, ...], samples: tuple[Sample, ...]) -> list[str]:
    """Say what keeps a rubric from being added up, and samples from showing how."""
    words, points = meta["parts"].get("text", 0), [c.points for c in rubric]
    found = []
    if words and not meta["practice"] and len(rubric) < 2:
        found.append("needs '## Rubric' and a table of two criteria or more, because its text is assessed")
    if rubric and (None in points or sum(points) != words):
        found.append(
            f"the points of the rubric are {points}: numbers that add up to {words}, the points of the text, are allowed"
        )
    worth = {c.name: c.points for c in rubric}
    for s in samples:
        if s.level not in SAMPLES or not s.text or not s.reason or list(s.marks) != list(worth):
            found.append(
                f"sample {s.level!r}: one of {', '.join(SAMPLES)} with a quoted text and 'Marks: ' for each criterion in order, then a reason, is required"
            )
        elif any(mark not in (0, worth[k] / 2, worth[k]) for k, mark in s.marks.items()):
            found.append(
                f"sample {s.level!r}: marks {s.marks}: nothing, half or all of a criterion's points are allowed"
            )
    return found


def _exercise(
    root: Path, path: Path, cell: dict, place: str, known: dict[str, str], problems: list[str]
) -> Exercise | None:
    """Return the exercise of a cell, or note what is wrong with it."""
    meta, before = cell["metadata"]["exercise"], len(problems)
    text = "".join(cell["source"])
    for name in FIELDS:
        if not isinstance(meta, dict) or name not in meta:
            problems.append(f"{place}, field {name!r}: missing; the fields are {', '.join(FIELDS)}")
        elif wrong := _field_problem(name, meta[name], known):
            problems.append(f"{place}, field {name!r}: {meta[name]!r}: {wrong}")
    for name in sorted(set(meta) - {*FIELDS, "answer"}) if isinstance(meta, dict) else ():
        problems.append(f"{place}, field {name!r}: unknown; the fields are {', '.join(FIELDS)}")
    heading = re.match(r"\s*#{2,4} (.+)", text)
    if cell["cell_type"] != "markdown" or not heading or not text[heading.end() :].strip():
        problems.append(f"{place}: a Markdown cell with a heading and a prompt below it is required")
    if len(problems) > before:
        return None
    if sum(meta["parts"].values()) != meta["points"]:
        problems.append(
            f"{place}, field 'parts': {meta['parts']!r}: points that add up to {meta['points']} are allowed"
        )
    line = exercise_of(cell, "").line
    if line not in text.split("\n"):
        problems.append(f"{place}: the line {line!r} is required under the heading, as its metadata say")
    file = solution_file(root, meta["id"])
    solution = file.read_text("utf-8") if file.is_file() else ""
    name = file.relative_to(root).as_posix()
    if not solution.strip():
        problems.append(
            f"{place}, field 'id': {meta['id']!r}: {name} is {'empty' if file.is_file() else 'missing'}; write the solution there"
        )
    rubric, samples = read_rubric(solution), read_samples(solution)
    if solution.strip():
        problems.extend(f"{name}: {wrong}" for wrong in _rubric_problems(meta, rubric, samples))
    if len(problems) > before:
        return None
    return Exercise(
        **{k: meta[k] for k in FIELDS if k != "objectives"}, objectives=tuple(meta["objectives"]), notebook=path.stem, cell=cell.get("id", ""),
        title=re.sub(r"[*`]", "", heading[1]).strip(), prompt=text.partition(line)[2].strip(),
        solution=solution.strip(), rubric=rubric, samples=samples,
    )  # fmt: skip


def check_bank(root: Path) -> tuple[list[Exercise], list[str]]:
    """Read all exercises and return the good ones, in the order of the book, with what is wrong with the others."""
    found, problems, named, known = [], [], {}, load_objectives(root)
    for path in sorted((root / "notebooks").glob("*.ipynb"), key=_order):
        try:
            cells = json.loads(path.read_text("utf-8"))["cells"]
        except (json.JSONDecodeError, KeyError, UnicodeDecodeError) as e:
            problems.append(f"{path.name}: not a notebook ({type(e).__name__}: {e})")
            continue
        for n, cell in enumerate(cells, 1):
            place = f"{path.name}, cell {cell.get('id', n)!r}"
            if "exercise" not in cell.get("metadata", {}):
                if cell["cell_type"] == "markdown" and re.match(r"\s*#+ Exercise \d", "".join(cell["source"])):
                    problems.append(f"{place}: headed as an exercise but without metadata 'exercise'")
                continue
            meta = cell["metadata"]["exercise"]
            ident = meta.get("id") if isinstance(meta, dict) else None
            if ident in named:
                problems.append(f"{place}, field 'id': {ident!r}: taken by {named[ident]}; it must be unique")
            elif isinstance(ident, str):
                named[ident] = place
            if exercise := _exercise(root, path, cell, place, known, problems):
                found.append(exercise)
    for file in sorted((root / "instructor" / "solutions").glob("*.md")):
        if file.stem not in named:
            problems.append(
                f"{file.relative_to(root).as_posix()}: no exercise has the id {file.stem!r}; remove the file or mend its name"
            )
    return found, problems


def load_bank(root: Path) -> list[Exercise]:
    """Return every exercise of the course, in the order of the book.

    Parameters
    ----------
    root : pathlib.Path
        The checkout.

    Raises
    ------
    BankError
        If an exercise lacks something or a solution belongs to none; names notebook, cell, field, value and what is allowed.

    Examples
    --------
    >>> from pathlib import Path
    >>> load_bank(Path("."))[0].unit  # doctest: +SKIP
    'phase 1'
    """
    found, problems = check_bank(root)
    if problems:
        raise BankError("\n".join(problems))
    return found
