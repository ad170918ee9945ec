"""The bibliography's pages: {sources}, a page for a few letters, and the line of letters that leads from each to all."""

from __future__ import annotations

from docutils import nodes

from .bibstyle import name_of
from .letters import CYRILLIC, DIGITS, anchor, letter, line
from .records import PageDirective

#: What stands on each page: so many letters that a page holds a few hundred sources.
SHELVES = {
    "a": (DIGITS, "A"),
    "b-c": ("B", "C"),
    "d-e": ("D", "E"),
    "f-h": ("F", "G", "H"),
    "i-l": ("I", "J", "K", "L"),
    "m-n": ("M", "N"),
    "o-q": ("O", "P", "Q"),
    "r": ("R",),
    "s": ("S",),
    "t": ("T",),
    "u-z": ("U", "V", "W", "X", "Y", "Z", CYRILLIC),
}


class Sources(PageDirective):
    """The sources under a few letters; without an argument, the line of letters alone."""

    optional_arguments = 1

    def run(self):
        domain = self.env.get_domain("cite")
        by_letter: dict[str, list] = {}
        for entry in domain.get_entries(list(domain.bibdata.bibfiles)):
            by_letter.setdefault(letter(name_of(entry)), []).append(entry)
        for file in domain.bibdata.bibfiles:
            self.env.note_dependency(str(file))
        shelf = self.arguments[0] if self.arguments else ""
        if shelf and shelf not in SHELVES:
            raise self.error(f"unknown letters {shelf!r}: allowed is one of {', '.join(SHELVES)}")
        out: list[nodes.Node] = [self.letters(by_letter)]
        for heading in SHELVES.get(shelf, ()):
            if heading in by_letter:
                with domain.only(by_letter[heading]):
                    out.append(self.section(heading, anchor(heading), self.block("```{bibliography}\n:all:\n```")))
        return out

    def letters(self, by_letter: dict[str, list]) -> nodes.Node:
        """Return a link to each letter that has sources."""
        return line(
            (f"sources-{shelf}", heading, anchor(heading))
            for shelf, headings in SHELVES.items()
            for heading in headings
            if heading in by_letter
        )


def setup(app) -> None:
    app.add_directive("sources", Sources)
