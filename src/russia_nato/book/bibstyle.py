"""How the bibliography is set: who, when, what, where, and an address that is shown as a link."""

from __future__ import annotations

from docutils import nodes
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style as Unsrt
from pybtex.style.sorting.author_year_title import SortingStyle
from pybtex.style.template import FieldIsMissing, field, first_of, href, join, node, optional, sentence, tag, words


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

    default_sorting_style = "author_year_title"

    def _template(self):
        date = first_of[
            optional[join["undated, read ", field("urldate", raw=True)]],
            optional[field("date", raw=True)],
            field("year", raw=True),
        ]
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


def _slim(app, doctree, docname: str) -> None:
    """Leave out what citations carry and nothing uses: a name for each, to which a bibliography on the same page could lead back."""
    if next(doctree.findall(nodes.citation), None) is None:
        for cited in [n for n in doctree.findall(nodes.inline) if "bibtex-citation" in n["classes"]]:
            cited.parent.replace(cited, cited.children)


def setup(app) -> None:
    register_plugin("pybtex.style.formatting", "course", CourseStyle)
    register_plugin("pybtex.style.sorting", "author_year_title", SortingStyle)
    app.connect("doctree-resolved", _slim)
