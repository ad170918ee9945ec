"""Explore positions: two actors' words on one issue, side by side and in the order of time."""

from __future__ import annotations

import html

import pandas as pd
from matplotlib.axes import Axes

from ..charts import plot_stances
from ..data import load_actors, load_issues, load_people, split_list
from ..errors import need
from ..sides import side_of
from ..typography import signed, smart_html
from .base import Explorer, data, select, sources_html, time_html

COLUMNS = (
    "position_id date date_precision actor_id person_id issue_id stance quotation quotation_original language translation "
    "paraphrase venue locator evidence sources coding_note"
).split()


class PositionsExplorer(Explorer):
    """The object that :func:`explore_positions` returns."""

    kind = "positions"

    def __init__(self, positions: pd.DataFrame, issue: str | None = None, actors: tuple[str, str] | None = None):
        need(positions, COLUMNS, "positions")
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
        self._people = load_people().set_index("person_id")["name"]

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

    def _card(self, p) -> str:
        speaker, name = self._people.get(p.person_id, ""), self._actors.loc[p.actor_id, "name"]
        who = smart_html(f"{speaker}, {name}" if speaker else name)
        quote = f"<blockquote><p>{smart_html(f'“{p.quotation}”')}</p></blockquote>" if p.quotation else ""
        original = (  # another language's marks are its own
            f'<p class="rn-original" lang="{html.escape(p.language)}">{html.escape(p.quotation_original)}</p>'
            if p.quotation_original
            else ""
        )
        ours = " Our translation." if p.translation == "ours" else ""
        reasons = smart_html(f"{p.venue}; {p.locator}.{ours} {p.coding_note}")
        return (
            f'<li class="rn-position side-{html.escape(p.side)}"{data(issue=p.issue_id, actor=p.actor_id)}>'
            f'<p class="explorer-meta">{time_html(p.date, p.date_precision)}: {who} '
            f'<span class="rn-stance">stance {signed(int(p.stance))}</span></p>{quote}{original}'
            f"<p>{smart_html(p.paraphrase)}</p><details><summary>Source and coding</summary>"
            f"<p>{reasons} Sources: {sources_html(split_list(p.sources))}</p></details></li>"
        )

    def _options(self) -> tuple[list[tuple[str, ...]], list[tuple[str, str]]]:
        said = set(self.positions["issue_id"])
        issues = [(i, r["title"], r["question"]) for i, r in self._issues.iterrows() if i in said]
        actors = ((a, self._actors.loc[a, "name"]) for a in self.positions["actor_id"].unique())
        return issues, sorted(actors, key=lambda t: t[1])

    def page(self) -> str:
        issues, actors = self._options()
        left, right = self.actors
        controls = (
            select("issue", "Issue", issues, self.issue)
            if len(issues) > 1
            else f'<input type="hidden" name="issue" value="{html.escape(self.issue)}">'
        )
        controls += select("left", "First actor", actors, left) + select("right", "Second actor", actors, right)
        cards = "".join(self._card(p) for p in self.positions.itertuples())
        column = '<section><p class="explorer-column"></p><ol></ol></section>'
        return (
            f'<form class="explorer-controls"><fieldset><legend>{smart_html(self.title)}</legend>{controls}'
            f"</fieldset></form>"
            f'<p class="explorer-question">{smart_html(self._issues.loc[self.issue, "question"])}</p>'
            f'<p class="explorer-count" role="status">{len(self.positions)} positions</p>'
            f'<div class="rn-compare" hidden>{column}{column}</div><ol class="explorer-results" data-scrolls>{cards}</ol>'
        )

    def still(self) -> Axes:
        return plot_stances(self.positions, issue=self.issue, actors=self.actors)

    def widget(self):
        import ipywidgets as w

        issues, actors = self._options()
        issue = w.Dropdown(options=[(t, i) for i, t, _ in issues], value=self.issue, description="Issue")
        boxes = [
            w.Dropdown(options=[(t, a) for a, t in actors], value=actor, description=which)
            for actor, which in zip(self.actors, ("First", "Second"), strict=True)
        ]
        panes = [w.HTML(layout=w.Layout(width="50%")), w.HTML(layout=w.Layout(width="50%"))]
        question = w.HTML()

        def show(_=None) -> None:
            question.value = f"<p>{smart_html(self._issues.loc[issue.value, 'question'])}</p>"
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
