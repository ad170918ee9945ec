"""What the course must tell, and where it tells it: the table `coverage`, its rules, and the directive {coverage}."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from docutils import nodes
from sphinx.addnodes import pending_xref

from ..bibliography import load_references
from ..book import rows as fetch
from ..book.components import CourseDirective, Run, esc
from ..data import load_coverage, split_list
from ..dates import when
from ..errors import DataError
from ..schema import tables
from .links import page_link

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
        if problems := coverage_problems(rows, fetch.rows("event"), load_references()):
            raise self.error(f"coverage: {len(problems)} gaps: " + "; ".join(problems))
        out: list[nodes.Node] = []
        parts = {p["phase_id"]: f"{p['number']} {p['title']}" for p in fetch.rows("phase").values()} | {"": ACROSS}
        for phase, title in parts.items():
            mine = [r for r in rows if r["phase_id"] == phase]
            box = nodes.section(
                ids=[nodes.make_id(f"covered {title}")], names=[nodes.fully_normalize_name(f"covered {title}")]
            )
            box += nodes.title("", title)
            box.extend(self.table(title, mine))
            out.append(box)
        return out

    def table(self, title: str, rows: list[dict]) -> list[nodes.Node]:
        """Return the rows of a part of the course as a table with links."""
        head = "".join(f'<th scope="col">{c}</th>' for c in ("Point", "What is told", "Where", "Events", "Sources"))
        pieces: list[str | list[nodes.Node]] = [
            f'<div class="rn-tablewrap" tabindex="0" role="region" aria-label="Points of {esc(title)}"><table class="rn-coverage"><thead><tr>{head}</tr></thead><tbody>'
        ]
        for r in rows:
            link = page_link(self, "", r["page"], r["anchor"], f"coverage.csv, point {r['point']}")
            pieces += [f'<tr><th scope="row">{r["point"]}</th><td>{esc(r["text"])}</td><td>', [Run("", "", link)], "</td><td>",
                       [Run("", "", *self.events(r))], "</td><td>", self.inline(fetch.cite(r["sources"])), "</td></tr>"]  # fmt: skip
        return self.parts(*pieces, "</tbody></table></div>")

    def events(self, r: dict) -> list[nodes.Node]:
        """Return links to the events' records; unlike the role {event} they do not count as a mention."""
        out: list[nodes.Node] = []
        for n, ident in enumerate(split_list(r["events"])):
            row = fetch.row("event", ident)
            link = pending_xref("", nodes.inline("", when(row)), refdomain="rn", reftype="event", reftarget=ident, refdoc=self.env.docname,
                                refwarn=True, rn_hint=row["title"])  # fmt: skip
            out += [nodes.Text("; "), link] if n else [link]
        return out or [nodes.Text("–")]


def setup(app) -> None:
    app.add_directive("coverage", Coverage)
