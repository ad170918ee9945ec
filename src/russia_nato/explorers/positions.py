"""Explore positions: two actors' words on one issue, side by side and in the order of time."""

from __future__ import annotations

import html

import pandas as pd
from matplotlib.axes import Axes

from ..charts import plot_stances
from ..data import load_actors, load_issues, load_people, split_list
from ..dates import iso_date, written_date
from ..errors import need
from ..sides import side_of
from .base import Explorer, select, sources_html


class PositionsExplorer(Explorer):
    """The object that :func:`explore_positions` returns."""

    script = "positions"

    def __init__(self, positions: pd.DataFrame, issue: str | None = None, actors: tuple[str, str] | None = None):
        need(
            positions,
            ["position_id", "date", "actor_id", "issue_id", "stance", "quotation", "paraphrase", "venue", "sources"],
            "positions",
        )
        self._issues, self._actors = load_issues().set_index("issue_id"), load_actors().set_index("actor_id")
        if issue is not None and issue not in self._issues.index:
            raise ValueError(f"unknown issue {issue!r}; allowed is one of {list(self._issues.index)}")
        chosen = positions if issue is None else positions[positions["issue_id"] == issue]
        need(chosen, [], "positions" if issue is None else f"positions on {issue!r}")
        self.positions = chosen.assign(side=side_of(chosen["actor_id"], chosen["date"])).sort_values(
            ["date", "position_id"]
        )
        unknown = sorted(set(actors or ()) - set(self.positions["actor_id"]))
        if unknown:
            raise ValueError(
                f"actors {unknown} state nothing here; allowed are {sorted(self.positions['actor_id'].unique())}"
            )
        self.issue = issue or self._most_told()
        self.actors = actors or self._two_sides()
        self.title = "Compare stated positions" + (f": {self._issues.loc[issue, 'title']}" if issue else "")
        people = load_people().set_index("person_id")["name"]
        self._speaker = self.positions["person_id"].map(people).fillna("") if "person_id" in self.positions else ""

    def _most_told(self) -> str:
        """Return the issue with most positions, of those on which most sides speak."""
        told = self.positions.groupby("issue_id", observed=True).agg(sides=("side", "nunique"), rows=("side", "size"))
        return str(told.sort_values(["sides", "rows"], ascending=False, kind="stable").index[0])

    def _two_sides(self) -> tuple[str, str]:
        """Return the actors of two different sides that say most on the first issue."""
        mine = self.positions[self.positions["issue_id"] == self.issue]
        counts = mine["actor_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        first = counts.index[0]
        sides = mine.drop_duplicates("actor_id", keep="last").set_index("actor_id")["side"]
        other = (
            [a for a in counts.index if sides[a] != sides[first]] or [a for a in counts.index if a != first] or [first]
        )
        return first, other[0]

    def select(self, issue: str, actor: str) -> pd.DataFrame:
        """Return what an actor said on an issue, oldest first."""
        return self.positions[(self.positions["issue_id"] == issue) & (self.positions["actor_id"] == actor)]

    def _card(self, p, hidden: bool = False, column: str = "") -> str:
        speaker = self._speaker.get(p.Index, "") if len(self._speaker) else ""
        name = self._actors.loc[p.actor_id, "name"]
        quote = f"<blockquote><p>“{html.escape(p.quotation)}”</p></blockquote>" if p.quotation else ""
        original = (
            f'<p class="rn-original" lang="{p.language}">{html.escape(p.quotation_original)}</p>'
            if p.quotation_original
            else ""
        )
        ours = " Our translation." if p.translation == "ours" else ""
        dated = p.date, getattr(p, "date_precision", "day")
        who = f"{html.escape(speaker)}, {html.escape(name)}" if speaker else html.escape(name)
        return (
            f'<li class="rn-position side-{p.side}" data-issue="{p.issue_id}" data-actor="{p.actor_id}"{" hidden" if hidden else ""}>'
            f'<p class="explorer-meta"><time datetime="{iso_date(*dated)}">{written_date(*dated)}</time>: {who} '
            f'<span class="rn-stance">stance {int(p.stance):+d}</span></p>{quote}{original}<p>{html.escape(p.paraphrase)}</p>'
            f"<details><summary>Source and coding</summary><p>{html.escape(p.venue)}; {html.escape(p.locator)}.{ours} {html.escape(p.coding_note)} "
            f"Sources: {sources_html(split_list(p.sources))}</p></details></li>"
        ).replace("stance +0", "stance 0")

    def _options(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        issues = [(i, self._issues.loc[i, "title"]) for i in self._issues.index if i in set(self.positions["issue_id"])]
        actors = sorted(
            ((a, self._actors.loc[a, "name"]) for a in self.positions["actor_id"].unique()), key=lambda t: t[1]
        )
        return issues, actors

    def page(self) -> str:
        issues, actors = self._options()
        left, right = self.actors
        controls = (
            select("issue", "Issue", issues, self.issue)
            if len(issues) > 1
            else f'<input type="hidden" name="issue" value="{self.issue}">'
        )
        controls += select("left", "First actor", actors, left) + select("right", "Second actor", actors, right)
        cards = "".join(self._card(p) for p in self.positions.itertuples())
        return (
            f'<form class="explorer-controls"><fieldset><legend>{html.escape(self.title)}</legend>{controls}</fieldset></form>'
            f'<p class="explorer-question">{html.escape(self._issues.loc[self.issue, "question"])}</p><p class="explorer-count" role="status">{len(self.positions)} positions</p>'
            f'<div class="rn-compare" hidden><section><p class="explorer-column"></p><ol></ol></section><section><p class="explorer-column"></p><ol></ol></section></div>'
            f'<ol class="explorer-results">{cards}</ol>'
            f'<script type="application/json" class="explorer-questions">{_json({i: self._issues.loc[i, "question"] for i, _ in issues})}</script>'
        )

    def still(self) -> Axes:
        return plot_stances(self.positions, issue=self.issue, actors=self.actors)

    def widget(self):
        import ipywidgets as w

        issues, actors = self._options()
        turn = lambda pairs: [(t, v) for v, t in pairs]  # noqa: E731
        issue = w.Dropdown(options=turn(issues), value=self.issue, description="Issue")
        boxes = [
            w.Dropdown(options=turn(actors), value=a, description=d)
            for a, d in zip(self.actors, ("First", "Second"), strict=True)
        ]
        panes = [w.HTML(layout=w.Layout(width="50%")), w.HTML(layout=w.Layout(width="50%"))]
        question = w.HTML()

        def show(_=None) -> None:
            question.value = f"<p>{html.escape(self._issues.loc[issue.value, 'question'])}</p>"
            for box, pane in zip(boxes, panes, strict=True):
                found = self.select(issue.value, box.value)
                pane.value = (
                    f"<ol>{''.join(self._card(p) for p in found.itertuples())}</ol>"
                    if len(found)
                    else "<p>No position read on this issue.</p>"
                )

        for box in (issue, *boxes):
            box.observe(show, "value")
        show()
        return w.VBox([w.HBox([issue, *boxes], layout=w.Layout(flex_flow="row wrap")), question, w.HBox(panes)])


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def explore_positions(
    positions: pd.DataFrame, *, issue: str | None = None, actors: tuple[str, str] | None = None
) -> PositionsExplorer:
    """Set two actors' positions on an issue side by side, in the order of time.

    Parameters
    ----------
    positions : pandas.DataFrame
        Rows of the positions table.
    issue : str, optional
        Id of an issue to explore alone.
    actors : tuple of str, optional
        Ids of the two actors to begin with; by default the two from different sides that say most.

    Returns
    -------
    PositionsExplorer
        Live in JupyterLab, HTML in a built page, a chart on paper.

    Raises
    ------
    ValueError
        If a column is missing, no position is left, or the issue or an actor is unknown.

    Source
    ------
    The positions table; every row names its sources.

    Examples
    --------
    >>> import russia_nato as rn
    >>> explorer = rn.explore_positions(rn.load_positions(), issue="german-unity")
    >>> len(explorer.actors)
    2
    """
    return PositionsExplorer(positions, issue, actors)
