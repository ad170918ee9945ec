"""Explore positions: what was said on an issue, on the scale of its answers, and two to four actors beside one another."""

from __future__ import annotations

import html
import json
from functools import cached_property

import pandas as pd
from matplotlib.axes import Axes

from ..charts import Drawing, drawing, plot_stances
from ..data import load_actors, load_issues
from ..errors import need
from ..sides import side_of
from ..typography import smart_html
from .base import Explorer
from .cards import position_card
from .page import swapped
from .rows import ANCHORS, Rows, position_rows, slug

COLUMNS = (
    "position_id date date_precision actor_id person_id issue_id stance quotation quotation_original language translation "
    "paraphrase venue locator evidence sources coding_note"
).split()


class PositionsExplorer(Explorer):
    """The object that :func:`explore_positions` returns."""

    kind = "positions"

    def __init__(self, positions: pd.DataFrame, issue: str | None = None, actors: tuple[str, ...] | None = None):
        need(positions, COLUMNS, "positions")
        self._issues, self._actors = load_issues().set_index("issue_id"), load_actors().set_index("actor_id")
        if issue is not None and issue not in self._issues.index:
            raise ValueError(f"unknown issue {issue!r}; allowed is one of {list(self._issues.index)}")
        chosen = positions if issue is None else positions[positions["issue_id"] == issue]
        need(chosen, [], "positions" if issue is None else f"positions on {issue!r}")
        self.positions = chosen.assign(side=side_of(chosen["actor_id"], chosen["date"])).sort_values(
            ["date", "position_id"], kind="stable"
        )
        unknown = sorted(set(actors or ()) - set(self.positions["actor_id"]))
        if unknown:
            raise ValueError(
                f"actors {unknown} state nothing here; allowed are {sorted(self.positions['actor_id'].unique())}"
            )
        self.issue = issue or self._most_told()
        self.asked = actors is not None
        self.actors = actors or self._two_sides()
        self.title = "Compare stated positions" + (f": {self._issues.loc[issue, 'title']}" if issue else "")

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

    @property
    def issues(self) -> list[str]:
        """The issues that may be chosen, the first before the others."""
        said = set(self.positions["issue_id"])
        return [self.issue, *(i for i in self._issues.index if i in said and i != self.issue)]

    @property
    def table(self) -> pd.DataFrame:
        return self.positions[self.positions["issue_id"] == self.issue]

    @cached_property
    def rows(self) -> Rows:
        return self.rows_on(self.issue)

    def rows_on(self, issue: str) -> Rows:
        """Return the positions on an issue as a list."""
        anchors = {n: str(self._issues.loc[issue, column]) for n, column in ANCHORS.items()}
        return position_rows(self.positions[self.positions["issue_id"] == issue], anchors)

    def drawn(self, rows: pd.DataFrame | None = None) -> Drawing:
        return drawing("stances", issue=self.issue, rows=self.positions if rows is None else rows)

    def view(self) -> str:
        """Return what the page shows at first: the actors that were asked for."""
        chosen = " ".join(slug(self._actors.loc[a, "name"]) for a in self.actors)
        return f"actor={chosen}" if self.asked else ""

    def choices(self) -> str:
        """Return the choice among issues, each with its drawing, where there is more than one."""
        if len(self.issues) < 2:
            return ""
        options = ""
        for issue in self.issues:
            content = swapped(drawing("stances", issue=issue, rows=self.positions), self.rows_on(issue))
            text = html.escape(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
            options += f'<option data-content="{text}">{smart_html(self._issues.loc[issue, "title"])}</option>'
        return f'<label><span>Question</span> <select name="deck">{options}</select></label> '

    def card(self, row: dict) -> str:
        return position_card(row)

    def still(self) -> Axes:
        return plot_stances(self.positions, issue=self.issue, actors=self.actors)


def explore_positions(
    positions: pd.DataFrame, *, issue: str | None = None, actors: tuple[str, ...] | None = None
) -> PositionsExplorer:
    """Explore what was said on an issue, and set two to four actors' words side by side.

    Parameters
    ----------
    positions : pandas.DataFrame
        Rows of the positions table.
    issue : str, optional
        Id of an issue to explore alone.
    actors : tuple of str, optional
        Ids of the actors to begin with; by default all are shown.

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
