"""A table to read: names for ids, figures at the right, no row numbers, no NaN."""

import pandas as pd
from bs4 import BeautifulSoup

import russia_nato as rn


def _cells(table) -> list[list[str]]:
    soup = BeautifulSoup(table._repr_html_(), "html.parser")
    return [[c.get_text() for c in row.find_all(["th", "td"])] for row in soup.find_all("tr")]


def test_ids_become_names_where_no_code_needs_them():
    """Actors, persons, issues and phases are named; ids of rows stay as they are, to be copied."""
    rows = rn.load_positions()[["position_id", "actor_id", "issue_id", "stance"]].iloc[[93]]
    head, body = _cells(rn.show(rows))
    assert head == ["position_id", "actor", "issue", "stance"]
    assert body[0] == rows["position_id"].iloc[0] and body[1] != rows["actor_id"].iloc[0] and body[1][0].isupper()


def test_row_numbers_go_and_labels_stay():
    """An index of row numbers is left out; one with a name is a column."""
    counts = pd.crosstab(pd.Series([1997, 1998], name="year"), pd.Series(["a", "b"], name="kind"))
    assert _cells(rn.show(counts)) == [["year", "a", "b"], ["1997", "1", "0"], ["1998", "0", "1"]]
    assert _cells(rn.show(pd.DataFrame({"a": [1]}, index=[265]))) == [["a"], ["1"]]


def test_a_row_on_its_side_reads_as_a_record():
    """One row turned by .T has its columns' names at the left and no row number above it."""
    row = pd.DataFrame({"start_date": ["1989-12-19"], "title": ["A visit"]}, index=[16])
    assert _cells(rn.show(row.T)) == [["column", "value"], ["date", "1989-12-19"], ["title", "A visit"]]
    counts = pd.crosstab(pd.Series(["a", "b"], name="kind"), pd.Series([1997, 1997], name="year"))
    assert _cells(rn.show(counts))[0] == ["kind", "1997"]


def test_nothing_is_shown_as_nan():
    """What is missing is a dash; numbers are rounded alike, whole ones stay whole, and a minus is a minus."""
    frame = pd.DataFrame({"n": [1.0, None], "d": pd.to_datetime(["2014-03-18", None]), "t": ["x", None], "k": [-2, 3]})
    assert _cells(rn.show(frame, digits=1))[1:] == [["1.0", "2014-03-18", "x", "−2"], ["–", "–", "–", "3"]]
    assert "nan" not in rn.show(frame)._repr_html_().lower() and "NaT" not in repr(rn.show(frame))


def test_figures_stand_at_the_right_and_words_at_the_left():
    """The side is written on each cell, so that JupyterLab, page and paper agree; text is escaped."""
    soup = BeautifulSoup(rn.show(pd.DataFrame({"n": [1, None], "t": ["<b> & c", "d"]}))._repr_html_(), "html.parser")
    sides = [c["style"].split(";")[0] for c in soup.find_all("td")]
    assert sides == ["text-align:right", "text-align:left"] * 2 and soup.find("b") is None


def test_a_series_of_anchors_reads_as_a_scale():
    """The five anchors of an issue are headed by their numbers."""
    anchors = rn.load_issues().set_index("issue_id").loc["borders", "anchor_m2":"anchor_p2"]
    assert [row[0] for row in _cells(rn.show(anchors))[1:]] == ["−2", "−1", "0", "+1", "+2"]


def test_grouped_rows_keep_both_labels():
    """Two levels of labels are two columns."""
    pairs = (
        pd.DataFrame({"source_actor": ["usa", "usa"], "target_actor": ["russia", "nato"]}).value_counts().rename("acts")
    )
    assert _cells(rn.show(pairs))[0] == ["from", "to", "acts"] and _cells(rn.show(pairs))[1][0] == "United States"
