"""Variants of an assignment: another actor, issue or year in the place of the one that the exercise names.

The parameter stands in the exercise as a value in code (``"russia"``, ``1999``) and as words in its text (Russia, 1999). Both
are replaced in prompt, given cells and solution alike; so the right answer follows, because the solution is code.
"""

from __future__ import annotations

import csv
import io
import random
import re
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..exercises.cells import source
from .folder import AssignmentFolder, ClassError
from .roster import Person

BY = ("student", "section")


@dataclass(frozen=True)
class Variant:
    """What varies: the value in code and its words in the exercise, the values that take their place, and by whom it is drawn."""

    value: Any
    words: str
    values: Mapping[Any, str]
    by: str = "student"
    seed: int = 1

    def names(self) -> list[str]:
        """Return the names of the variants, as files and the key have them."""
        return [str(v) for v in self.values]

    def draw(self, person: Person) -> str:
        """Return the name of the variant of a person: the same for every call, by seed and code, or by seed and section.

        Examples
        --------
        >>> variant = Variant("russia", "Russia", {"france": "France", "germany": "Germany"}, by="section")
        >>> variant.draw(Person("s-1", "", "", "", section="A")) == variant.draw(Person("s-2", "", "", "", section="A"))
        True
        """
        who = person.code if self.by == "student" else person.section
        return random.Random(f"{self.seed}/{who}").choice(self.names())

    def code(self, text: str, name: str) -> str:
        """Return code with the variant's value in the place of the exercise's, wherever it is a value of its own.

        Examples
        --------
        >>> Variant("russia", "Russia", {"france": "France"}).code('rows[rows["actor_id"] == "russia"]  # russia', "france")
        'rows[rows["actor_id"] == "france"]  # russia'
        """
        new = next(v for v in self.values if str(v) == name)
        out, last, lines = [], 0, text.splitlines(keepends=True)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        except (tokenize.TokenError, SyntaxError):
            return text
        for token in tokens:
            if token.type in (tokenize.STRING, tokenize.NUMBER) and _is(token.string, self.value):
                begin = starts[token.start[0] - 1] + token.start[1]
                out += [
                    text[last:begin],
                    token.string[0] + str(new) + token.string[-1] if token.type == tokenize.STRING else repr(new),
                ]
                last = starts[token.end[0] - 1] + token.end[1]
        return "".join([*out, text[last:]])

    def prose(self, text: str, name: str) -> str:
        """Return text with the variant's words in the place of the exercise's; ids and code stay.

        Examples
        --------
        >>> Variant("russia", "Russia", {"france": "France"}).prose("Russia's turn `p3-russia`", "france")
        "France's turn `p3-russia`"
        """
        new = next(w for v, w in self.values.items() if str(v) == name)
        return re.sub(rf"(?<![\w-]){re.escape(self.words)}(?![\w-])", lambda _: new, text)


def _is(literal: str, value: Any) -> bool:
    if isinstance(value, str):
        return literal in (f'"{value}"', f"'{value}'")
    return literal == repr(value)


def read_variant(where: str, raw: Mapping[str, Any]) -> Variant | None:
    """Return the variant that an assignment's settings describe, or None where they describe none.

    Raises
    ------
    ClassError
        Names the setting, its value and what is allowed.

    Examples
    --------
    >>> read_variant("a.yml", {"in_place_of": {"russia": "Russia"}, "values": {"france": "France"}, "by": "student"}).seed
    1
    """
    if not raw:
        return None
    known = ("in_place_of", "values", "by", "seed")
    if odd := sorted(set(raw) - set(known)):
        raise ClassError(f"{where}, variant: {', '.join(odd)}: allowed are {', '.join(known)}")
    base, values = raw.get("in_place_of"), raw.get("values")
    if not isinstance(base, Mapping) or len(base) != 1:
        raise ClassError(
            f"{where}, variant, in_place_of: {base!r}: one value with its words is allowed, such as {{russia: Russia}}"
        )
    if not isinstance(values, Mapping) or not values:
        raise ClassError(
            f"{where}, variant, values: {values!r}: values with their words are allowed, such as {{france: France}}"
        )
    for value in values:
        if not re.fullmatch(r"[A-Za-z0-9-]+", str(value)):
            raise ClassError(f"{where}, variant, values: {value!r}: letters, digits and hyphens are allowed")
    if raw.get("by", "student") not in BY:
        raise ClassError(f"{where}, variant, by: {raw['by']!r}: allowed is one of {', '.join(BY)}")
    [(value, words)] = base.items()
    return Variant(
        value, str(words), {v: str(w) for v, w in values.items()}, raw.get("by", "student"), int(raw.get("seed", 1))
    )


def vary_cells(cells: Sequence[Mapping[str, Any]], variant: Variant, name: str) -> list[dict[str, Any]]:
    """Return cells of exercises with a variant in them.

    Examples
    --------
    >>> variant = Variant(1999, "1999", {2008: "2008"})
    >>> [source(c) for c in vary_cells([{"cell_type": "code", "source": "year = 1999"}], variant, "2008")]
    ['year = 2008']
    """
    turn = {"code": variant.code, "markdown": variant.prose}
    return [
        {**c, "source": turn[c["cell_type"]](source(c), name) if c["cell_type"] in turn else source(c)} for c in cells
    ]


def vary_solution(solution: str, variant: Variant, name: str) -> str:
    """Return a solution with a variant in its code.

    Examples
    --------
    >>> vary_solution("```python\\nyear = 1999\\n```\\nOf 1999.", Variant(1999, "1999", {2008: "2008"}), "2008")
    '```python\\nyear = 2008\\n```\\nOf 1999.'
    """
    return re.sub(
        r"(^```python\n)(.*?)(^```)", lambda m: m[1] + variant.code(m[2], name) + m[3], solution, flags=re.M | re.S
    )


def write_draw(folder: AssignmentFolder, people: Sequence[Person], variant: Variant) -> dict[str, str]:
    """Write which code has which variant (and, in out/, which name), and return it; a draw that was made stays.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = AssignmentFolder(Path(tempfile.mkdtemp()))
    >>> write_draw(folder, [Person("s-7f3a", "list", "", "A. Kay")], Variant("russia", "Russia", {"france": "France"}))
    {'s-7f3a': 'france'}
    """
    drawn = {p.code: variant.draw(p) for p in people} | read_draw(folder)
    folder.key.mkdir(parents=True, exist_ok=True)
    folder.out.mkdir(parents=True, exist_ok=True)
    names = {p.code: p.name for p in people}
    with (folder.key / "variants.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "variant"), *sorted(drawn.items())])
    with (folder.out / "variants.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("name", "file"), *((names.get(c, c), f"release/{v}/") for c, v in sorted(drawn.items()))]
        )
    return drawn


def read_draw(folder: AssignmentFolder) -> dict[str, str]:
    """Return which code has which variant; empty where there are none.

    Examples
    --------
    >>> from pathlib import Path
    >>> read_draw(AssignmentFolder(Path("no-such-class/paper-1")))
    {}
    """
    path = folder.key / "variants.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["variant"] for row in csv.DictReader(file)}
