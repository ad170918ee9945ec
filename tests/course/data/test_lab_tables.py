"""The tables of two labs: the double coding, and the encyclopaedia's statements against the record."""

import russia_nato as rn
from russia_nato.data import split_list


def test_the_double_coding_holds_what_was_coded():
    """Fifty positions or more were coded twice, on more than half of the issues, with a remark wherever the coders part."""
    double, positions = rn.load_double_coding(), rn.load_positions().set_index("position_id")
    assert len(double) >= 50 and double["position_id"].isin(positions.index).all()
    assert positions.loc[double["position_id"], "issue_id"].nunique() > len(rn.load_issues()) / 2
    apart = double[double["coder_1"] != double["coder_2"]]
    assert (apart["remark"].str.len() > 0).all()


def test_the_encyclopaedia_is_wrong_in_more_than_one_way_and_right_in_places():
    """Fifteen statements or more carry every verdict, each with a record, sources and a lesson of its own."""
    claims = rn.load_article_claims()
    assert len(claims) >= 15 and set(claims["verdict"]) == set(claims["verdict"].cat.categories)
    assert claims["lesson"].is_unique and claims["record"].is_unique


def test_every_verdict_can_be_checked_on_the_timeline():
    """Each statement names an event or more that stands in the table, and what is called an error has two sources or more."""
    claims, events = rn.load_article_claims(), set(rn.load_events()["event_id"])
    for row in claims.itertuples():
        assert split_list(row.events) and set(split_list(row.events)) <= events, row.article_claim_id
        if row.verdict == "error":
            assert len(split_list(row.sources)) >= 2, row.article_claim_id
