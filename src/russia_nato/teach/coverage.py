"""What the course must tell, and where it tells it: the table `coverage`, its rules, and the directive {coverage}."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from docutils import nodes

from ..bibliography import load_references
from ..book import components as c
from ..book.links import to_heading, to_row
from ..book.rows import CourseDirective, find_row, rows_of
from ..data import load_coverage, split_list
from ..dates import when
from ..errors import DataError, counted
from ..schema import tables
from ..typography import smart

ACROSS = "Across the phases"


def coverage_problems(rows: Iterable[dict], events: Collection[str], references: Collection[str]) -> list[str]:
    """Return what keeps the table from covering the course.

    Parameters
    ----------
    rows : iterable of dict
        Rows of the table `coverage`.
    events, references : collection of str
        The ids and keys that may be named.

    Returns
    -------
    list of str
        A sentence for each point without a row, without page, event or source, and for each unknown id.

    Examples
    --------
    >>> row = {"point": 1, "phase_id": "", "page": "chapters/phase-1", "anchor": "a", "events": "nothing", "sources": "b"}
    >>> coverage_problems([row], {"berlin-wall-opens"}, {"b"})[0]
    "point 1: unknown event 'nothing': allowed is an id of events.csv"
    """
    return list(_problems(list(rows), events, references))


def _problems(rows: list[dict], events: Collection[str], references: Collection[str]) -> Iterator[str]:
    for row in rows:
        point = int(row["point"])
        for column in ("page", "anchor", "sources", *(("events",) if row["phase_id"] else ())):
            if not row[column]:
                yield f"point {point}: no {column.rstrip('s')}: {'one or more' if column.endswith('s') else 'a value'} is required"
        for kind, column, known, where in (
            ("event", "events", events, "an id of events.csv"),
            ("source", "sources", references, "a key of references.bib"),
        ):
            for ident in split_list(row[column]):
                if ident not in known:
                    yield f"point {point}: unknown {kind} {ident!r}: allowed is {where}"
    told = {int(r["point"]) for r in rows}
    last = tables()["coverage"]["point"].constraints["maximum"]
    for point in sorted(set(range(1, last + 1)) - told):
        yield f"point {point}: no row in coverage.csv: points 1 to {last} need one each"


class Coverage(CourseDirective):
    """Print where each point of the course is told; refuse a gap, an unknown id and a heading that is not there."""

    def run(self):
        self.depends_on("coverage", "events", "phases")
        try:
            rows = load_coverage().sort_values("point").to_dict("records")
        except DataError as e:
            raise self.error(str(e)) from None
        if problems := coverage_problems(rows, rows_of("event"), load_references()):
            raise self.error(f"coverage: {counted(len(problems), 'gap')}: " + "; ".join(problems))
        out: list[nodes.Node] = []
        parts = {p["phase_id"]: f"{p['number']} {p['title']}" for p in rows_of("phase").values()} | {"": ACROSS}
        for phase, title in parts.items():
            mine = [r for r in rows if r["phase_id"] == phase]
            box = nodes.section(
                ids=[nodes.make_id(f"covered {title}")], names=[nodes.fully_normalize_name(f"covered {title}")]
            )
            box += nodes.title("", title)
            box += self.table(title, mine)
            out.append(box)
        return out

    def table(self, title: str, rows: list[dict]) -> nodes.Node:
        """Return the rows of a part of the course as a table with links."""
        columns = ("Point", "What is told", "Where", "Events", "Sources")
        return c.table(f"Points of {title}", columns, [self.point(r) for r in rows], "rn-coverage")

    def point(self, r: dict) -> nodes.Node:
        """Return a point as a row; its links to events do not count as a mention, unlike the role {event}."""
        where = to_heading(self, r["page"], r["anchor"], f"coverage.csv, point {r['point']}")
        links = []
        for ident in split_list(r["events"]):
            event = find_row("event", ident)
            links += ["; " if links else "", to_row("event", ident, when(event), smart(event["title"]))]
        return c.row(str(r["point"]), r["text"], where, links or "–", self.cite(r["sources"])[1:])


def setup(app) -> None:
    app.add_directive("coverage", Coverage)
