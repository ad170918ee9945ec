"""How the bibliography is set: who, when, what, where, and an address that is shown as a link.

Sources of one author and year are told apart by a letter, 2002a and 2002b, in citations and entries alike.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from docutils import nodes
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style as Unsrt
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import FieldIsMissing, field, first_of, href, join, node, optional, sentence, tag, words

from ..dates import plain_date
from ..typography import smart
from .components import Part


class Works(Part, nodes.bullet_list):
    """Sources, sorted by their authors."""

    tag, css, printed = "ul", "rn-works", "works dense"


class Work(Part, nodes.list_item):
    """One of them."""

    tag = "li"


class Letters(Part, nodes.paragraph):
    """The letters of the alphabet, each a link, which paper leaves to the order of what stands below."""

    tag, css, printed = "p", "rn-letters", "omit"


def plain(text: str) -> str:
    """Return text as it is sorted: without accents, braces and marks before the first letter.

    Examples
    --------
    >>> plain("{Čapek}"), plain("“Rossiya” TV"), plain("Єва")
    ('capek', 'rossiya tv', 'єва')
    """
    parts = unicodedata.normalize("NFKD", text)
    return "".join(ch for ch in parts if not unicodedata.combining(ch) and ch not in "{}\"“”«»'‘’[]").casefold().strip()


def name_of(entry) -> str:
    """Return the name under which a source is sorted: family name or body, of the first author or editor."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    return " ".join([*people[0].prelast_names, *people[0].last_names]) if people else entry.fields.get("title", "")


class Sorting(BaseSortingStyle):
    """By author or body, namesakes by their first names, then by year with its letter, date and title."""

    def sorting_key(self, entry):
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        first = [" ".join([*p.first_names, *p.middle_names]) for p in people[:1]]
        others = [str(p) for p in people[1:]]
        when = [entry.fields.get(f, "") for f in ("year", "date", "title")]
        return ([plain(n) for n in (name_of(entry), *first, *others)], *when, entry.key)


SORTING = Sorting()


class Keys(BaseLabelStyle):
    """An entry has no number: its label, which no page prints, is its key."""

    def format_labels(self, sorted_entries):
        return [entry.key for entry in sorted_entries]


@node
def _issuer(children, context):
    """Authors, else editors, as printed."""
    entry = context["entry"]
    role = next((r for r in ("author", "editor") if entry.persons.get(r)), None)
    if role is None:
        raise FieldIsMissing("author", entry)
    return context["style"].format_names(role, as_sentence=False).format_data(context)


class CourseStyle(Unsrt):
    """One template for every type: most sources are documents that a body issued on a day."""

    default_sorting_style = "course"
    default_label_style = "course"

    def _template(self):
        date = first_of[optional[field("shown", raw=True)], field("year", raw=True)]
        host = first_of[
            optional[
                words[
                    tag("em")[field("journal")],
                    optional[field("volume", raw=True)],
                    optional[join["(", field("number", raw=True), ")"]],
                ]
            ],
            optional[words["In", tag("em")[field("booktitle")]]],
            optional[field("howpublished")],
            optional[field("publisher")],
            "",
        ]
        link = first_of[
            optional[href(join["https://doi.org/", field("doi", raw=True)])[join["doi:", field("doi", raw=True)]]],
            optional[href(field("url", raw=True))[field("url", raw=True)]],
            "",
        ]
        return words[
            join[_issuer, " (", date, ")."],
            sentence[tag("em")[field("title")]],
            optional[sentence[host, optional[join["pp. ", field("pages", raw=True)]]]],
            link,
        ]

    def __getattr__(self, name: str):
        if name.startswith("get_") and name.endswith("_template"):
            return lambda entry: self._template()
        raise AttributeError(name)


for _kind in (
    "article",
    "book",
    "incollection",
    "misc",
    "techreport",
    "inproceedings",
    "phdthesis",
    "mastersthesis",
    "online",
):
    setattr(CourseStyle, f"get_{_kind}_template", lambda self, e: self._template())


def _cited_as(entry) -> tuple:
    """Return what a citation prints of an entry: its authors' names and its year."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [plain(" ".join([*p.prelast_names, *p.last_names])) for p in people] or [plain(name_of(entry))]
    return (names if len(names) < 3 else [names[0], "et al."]), entry.fields.get("year", "")


def tell_apart(entries: list) -> None:
    """Give a letter to the year of each entry whose citation another one shares, and to each entry the date that it shows.

    Examples
    --------
    >>> from pybtex.database import Entry, Person
    >>> made = [
    ...     Entry("misc", {"year": day[:4], "date": day}, {"author": [Person("{TASS}")]})
    ...     for day in ("2002-05-28", "2002-01", "2003")
    ... ]
    >>> for entry, key in zip(made, "xyz"):
    ...     entry.key = key
    >>> tell_apart(made)
    >>> [(e.fields["year"], e.fields["shown"]) for e in made]
    [('2002b', '2002b, 28 May'), ('2002a', '2002a, January'), ('2003', '2003')]
    """
    order = sorted(entries, key=lambda e: (_cited_as(e), *SORTING.sorting_key(e)))
    for (_, year), group in groupby(order, key=_cited_as):
        alike = sorted(
            group, key=lambda e: (e.fields.get("date") or e.fields.get("urldate", ""), *SORTING.sorting_key(e))
        )
        for n, entry in enumerate(alike):
            mark = "z" * (n // 26) + "abcdefghijklmnopqrstuvwxyz"[n % 26] if len(alike) > 1 else ""
            date, read = entry.fields.get("date", ""), entry.fields.get("urldate", "")
            exact = plain_date(date).removesuffix(year).strip() if "-" in date and date.startswith(year) else ""
            if read:
                exact = f"read {plain_date(read)}"
            entry.fields["year"] = f"{year}{'-' if mark and not year[-1:].isdigit() else ''}{mark}"
            entry.fields["shown"] = entry.fields["year"] + (f", {exact}" if exact else "")


def _tell_apart(app) -> None:
    entries = list(app.env.get_domain("cite").bibdata.data.entries.values())
    if any("shown" not in entry.fields for entry in entries):  # parsed anew, not kept from the build before
        tell_apart(entries)


def _where_changed(app, env) -> list[str]:
    """Return the pages that cite a source whose letter or page is another than in the build before."""
    domain = env.get_domain("cite")
    now = {e.key: (e.bibliography_key.docname, e.citation_id, e.entry.fields.get("year", "")) for e in domain.citations}
    before, env.rn_sources = getattr(env, "rn_sources", now), now
    moved = {key for key in now.keys() | before.keys() if now.get(key) != before.get(key)}
    return (
        sorted({ref.docname for ref in domain.citation_refs if moved & {t.key for t in ref.targets}}) if moved else []
    )


def _typeset(box: nodes.Element) -> None:
    """Give text the marks of a printed page; texts side by side are one, because a letter before an apostrophe decides which it is.

    pybtex parts what stands in braces from the rest, and does not say of such text in which element it is.
    """
    out: list[nodes.Node] = []
    for is_text, run in groupby(box.children, key=lambda child: isinstance(child, nodes.Text)):
        children = list(run)
        out += [nodes.Text(smart("".join(children).replace("`", "'")))] if is_text else children
    box[:] = out


CYRILLIC = re.compile(r"[\u0400-\u04ff]+(?:[^()\[\]<>A-Za-z\u0400-\u04ff]+[\u0400-\u04ff]+)*")
#: The tag of a language in Cyrillic letters by its name in a source's `langid`.
TAGS = {"ukrainian": "uk", "belarusian": "be", "bulgarian": "bg", "serbian": "sr", "macedonian": "mk"}


def named(text: str, langid: str) -> list[nodes.Node]:
    """Return text in which words in Cyrillic letters say their language, so that voices read them as what they are.

    Examples
    --------
    >>> [n.astext() for n in named("TASS (ТАСС), 5 мая", "russian") if isinstance(n, nodes.inline)]
    ['ТАСС', 'мая']
    """
    out, done = [], 0
    for run in CYRILLIC.finditer(text):
        tag = TAGS.get(langid) or ("uk" if re.search("[ієїґ]", run[0]) and langid != "russian" else "ru")
        out += [nodes.Text(text[done : run.start()])] if run.start() > done else []
        out.append(nodes.inline("", run[0], classes=[f"language-{tag}"]))
        done = run.end()
    return [*out, nodes.Text(text[done:])] if done < len(text) else out


def _name_languages(entry: nodes.Element, langid: str) -> None:
    for text in [
        t for t in entry.findall(nodes.Text) if CYRILLIC.search(t) and not isinstance(t.parent, nodes.reference)
    ]:
        text.parent.replace(text, named(text, langid))


def _set_sources(app, doctree, docname: str) -> None:
    """Set a bibliography as a list without numbers; elsewhere leave out of citations what nothing uses.

    That is a name for each, to which a bibliography on the same page could lead back.
    """
    entries = list(doctree.findall(nodes.citation))
    fields = (
        {nodes.make_id(k): e.fields for k, e in app.env.get_domain("cite").bibdata.data.entries.items()}
        if entries
        else {}
    )
    for entry in entries:
        above = entry.parent
        if not isinstance(above, Works):
            works = Works()
            works.extend(above.children)
            above.replace_self(works)
        for box in [b for b in entry.findall(nodes.Element) if not isinstance(b, (nodes.reference, nodes.label))]:
            _typeset(box)
        _name_languages(entry, fields.get(entry["ids"][0], {}).get("langid", ""))
        made = Work("", *[n for n in entry.children if not isinstance(n, nodes.label)], ids=entry["ids"])
        entry.replace_self(made)
    if not entries:
        for cited in [n for n in doctree.findall(nodes.inline) if "bibtex-citation" in n["classes"]]:
            cited.parent.replace(cited, cited.children)


def setup(app) -> None:
    register_plugin("pybtex.style.formatting", "course", CourseStyle)
    register_plugin("pybtex.style.sorting", "course", Sorting)
    register_plugin("pybtex.style.labels", "course", Keys)
    app.connect("builder-inited", _tell_apart)
    app.connect("env-updated", _where_changed, priority=900)
    app.connect("doctree-resolved", _set_sources)
