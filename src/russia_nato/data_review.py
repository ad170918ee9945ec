"""Loaders of the tables in which others look at the record: second codings and readings, samples, plans, coverage.

``data`` gives them to everybody, under the same rules as its own.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .frames import load_table


def load_double_coding(folder: Path | None = None) -> pd.DataFrame:
    """Load the double coding: one row is a position that two coders placed on its scale, and a third from its words alone.

    Columns: ``position_id``, ``coder_1``, ``coder_2`` and ``coder_3`` (scale points, -2 to +2; the third is missing where
    there is no quotation), ``remark`` (of the second coder), ``remark_3``.

    >>> len(load_double_coding())
    60
    """
    return load_table("double_coding", folder)


def load_event_double_coding(folder: Path | None = None) -> pd.DataFrame:
    """Load the double coding of events: one row is an event, drawn at random, that a second coder coded blind.

    Columns: ``event_id``, ``act_first`` and ``act_second`` (by the decision table), ``source_side_first`` and
    ``source_side_second``, ``target_side_first`` and ``target_side_second``, ``date_first`` and ``date_second`` (it was shown
    to the second coder), ``confidence_second`` (1 to 3), ``remark`` (of the second coder).

    >>> len(load_event_double_coding())
    120
    """
    return load_table("event_double_coding", folder)


def load_article_claims(folder: Path | None = None) -> pd.DataFrame:
    """Load an encyclopaedia's statements: one row is one of them, set beside what the tables of this course hold.

    Columns: ``article_claim_id``, ``says`` (the article), ``record`` (the sources), ``verdict``, ``events`` (to hold it
    against), ``sources``, ``lesson``.

    >>> "error" in set(load_article_claims()["verdict"])
    True
    """
    return load_table("article_claims", folder)


def load_coverage(folder: Path | None = None) -> pd.DataFrame:
    """Load the coverage: one row is a point that the course must tell, with the heading under which it is told.

    Columns: ``point`` (its number), ``phase_id`` ("" where it cuts across them), ``text``, ``page`` and
    ``anchor`` (of the heading), ``events``, ``sources``.

    >>> load_coverage()["point"].is_monotonic_increasing
    True
    """
    return load_table("coverage", folder)


def load_second_reading(folder: Path | None = None) -> pd.DataFrame:
    """Load the second readings: one row is a row of another table that a second reader compared with its sources.

    Columns: ``table`` and ``row_id`` (the key; parts of a longer key are joined by |), ``verdict`` (confirmed or corrected).

    >>> sorted(load_second_reading()["verdict"].unique())
    ['confirmed', 'corrected']
    """
    return load_table("second_reading", folder)


def load_error_sample(folder: Path | None = None) -> pd.DataFrame:
    """Load the sample for the error rate: one row is a field that states a fact, drawn at random and read in its source again.

    Columns: ``number`` (in the order of the draw), ``table``, ``row_id`` and ``column`` (of the field), ``value`` (on the day
    of the draw), ``verdict`` (right, imprecise, wrong or not reached), ``found`` (what the source says), ``read_in``, ``note``.

    >>> len(load_error_sample())
    200
    """
    return load_table("error_sample", folder)


def load_position_plan(folder: Path | None = None) -> pd.DataFrame:
    """Load the plan for positions: one row is an issue, a phase and an actor whose position was looked for.

    Columns: ``issue_id``, ``phase_id``, ``asked`` (an actor, baltic-states or another), ``why_empty`` ("" where a position
    stands).

    >>> len(load_position_plan())
    820
    """
    return load_table("position_plan", folder)


def load_recall(folder: Path | None = None) -> pd.DataFrame:
    """Load the recall: one row is an entry of a published chronology, and whether the events table tells it.

    Columns: ``sources`` (key of the chronology), ``number`` (of the entry in it), ``date`` (text: YYYY, YYYY-MM or YYYY-MM-DD),
    ``entry`` (in our words), ``verdict`` (held, entered, declined or wanted), ``events`` (that tell it), ``reason``.

    >>> set(load_recall()["verdict"]) <= {"held", "entered", "declined", "wanted"}
    True
    """
    return load_table("recall", folder)
