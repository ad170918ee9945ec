"""Loaders: each table of the data package as a typed DataFrame, or a refusal that says what is wrong and where.

Each docstring is the table's card: what one row is, its columns (the key first) and their units. ``folder`` is the folder of
the data package, the course's own by default. All of them raise DataError where the file is not what data/datapackage.json
declares. Text is "" where nothing is known; a missing date or number is missing. Where a table has ``evidence``, it says what
was read for the row (primary, report or scholarship), and ``sources`` are keys of references.bib, separated by "; ".
The tables that look at the record from outside have their loaders in data_review.py.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .data_review import (
    load_article_claims,
    load_coverage,
    load_double_coding,
    load_error_sample,
    load_event_double_coding,
    load_position_plan,
    load_recall,
    load_second_reading,
)
from .errors import DataError
from .frames import load_table
from .schema import cutoff_date, data_dir
from .tabular import split_list

__all__ = [
    "DataError", "cutoff_date", "data_dir", "load_actors", "load_acts", "load_answers", "load_article_claims",
    "load_cameo_codes", "load_claims", "load_councils", "load_coverage", "load_documents", "load_double_coding",
    "load_error_sample", "load_event_double_coding", "load_events", "load_glossary", "load_indicators", "load_issues",
    "load_members", "load_offices", "load_people", "load_phases", "load_position_plan", "load_positions",
    "load_quotations", "load_readings", "load_recall", "load_second_reading", "load_series", "load_table",
    "load_turning_points", "split_list",
]  # fmt: skip


def load_phases(folder: Path | None = None) -> pd.DataFrame:
    """Load the phases of relations: one row is a phase; together they cover every day since 1 January 1989 once.

    Columns: ``phase_id``, ``number`` (of the phase and its chapter), ``title``, ``start_date`` and ``end_date`` (both days
    lie in the phase; missing while it goes on), ``question`` (that the chapter asks), ``turning_point`` (an event).

    >>> load_phases().loc[0, "title"]
    'Ending the Cold War'
    """
    return load_table("phases", folder)


def load_actors(folder: Path | None = None) -> pd.DataFrame:
    """Load the actors: one row is a state, organisation or office that acts or speaks.

    Columns: ``actor_id``, ``name``, ``kind``, ``iso3`` (of a state), ``side`` (while it is not an Ally: nato, russia,
    between, international), ``joined_nato`` (date; from it on a state counts as nato), ``since`` and ``until`` (first and
    last date on which it can act, where one lies after 1988), ``promised_by`` (event in which the Allies agreed that it will
    become a member).

    >>> load_actors().set_index("actor_id").loc["poland", "joined_nato"].year
    1999
    """
    return load_table("actors", folder)


def load_people(folder: Path | None = None) -> pd.DataFrame:
    """Load the people: one row is a person who spoke or negotiated.

    Columns: ``person_id``, ``name``, ``native_name``, ``language`` (ISO 639, of the native name), ``roles`` (offices, as
    the sources give them), ``actor_id`` (for whom the person mainly spoke), ``sources``.

    >>> load_people().set_index("person_id").loc["mikhail-gorbachev", "language"]
    'ru'
    """
    return load_table("people", folder)


def load_events(folder: Path | None = None) -> pd.DataFrame:
    """Load the events: one row is one dated act by one actor towards another.

    Columns: ``event_id``, ``start_date`` and ``end_date`` (missing for a single day), ``date_precision`` (day, month, autumn,
    year), ``title``, ``summary``, ``phase_id``, ``kind`` (for filtering), ``act`` (what was done, by the decision table),
    ``source_actor`` (who acted), ``target_actor`` (towards whom), ``cameo_code`` (text, leading zeros count),
    ``plover_type`` and ``plover_mode`` (of PLOVER, CAMEO's successor), ``place``, ``people``, ``documents``, ``note``,
    ``evidence``, ``sources``.

    >>> load_events().set_index("event_id").loc["cfe-treaty-signed", "cameo_code"]
    '057'
    """
    return load_table("events", folder)


def load_acts(folder: Path | None = None) -> pd.DataFrame:
    """Load the decision table of acts: one row is an act that occurs in this history, with the rule by which it is chosen.

    Columns: ``act_id``, ``title``, ``rule`` (when to choose it), ``cameo_code``, ``plover_type`` and ``plover_mode`` (of
    every event of the act), ``deed`` (words or deeds), ``lasts`` (whether it may take more than a day), ``within`` (whether
    source and target may be one: always, may, never), ``source_rule``, ``target_rule``, ``example`` (events).

    >>> load_acts().set_index("act_id").loc["council-meets", ["cameo_code", "deed"]].tolist()
    ['040', 'words']
    """
    return load_table("acts", folder)


def load_cameo_codes(folder: Path | None = None) -> pd.DataFrame:
    """Load the CAMEO codes: one row is an event code that the events table uses.

    Columns: ``cameo_code``, ``label``, ``goldstein`` (weight from -10, conflict, to +10, cooperation), ``sources``.

    >>> load_cameo_codes().set_index("cameo_code").loc["057", "goldstein"].item()
    8.0
    """
    return load_table("cameo_codes", folder)


def load_issues(folder: Path | None = None) -> pd.DataFrame:
    """Load the issues: one row is a question on which positions are stated, with an anchor for each point of its scale.

    Columns: ``issue_id``, ``title``, ``question`` (a proposition), ``anchor_m2``, ``anchor_m1``, ``anchor_0``, ``anchor_p1``,
    ``anchor_p2`` (what the stances -2, rejects, to +2, affirms, mean on this issue).

    >>> len(load_issues()) >= 12
    True
    """
    return load_table("issues", folder)


def load_positions(folder: Path | None = None) -> pd.DataFrame:
    """Load the positions: one row is what one actor said in its own name on one issue at one time.

    Columns: ``position_id``, ``date``, ``date_precision``, ``actor_id`` (for whom), ``person_id`` (who spoke), ``issue_id``,
    ``stance`` (scale point, -2 rejects to +2 affirms), ``confidence`` (in it, 1 to 3), ``quotation`` and
    ``quotation_original`` (35 words at the most), ``language`` (of the original), ``translation`` (by whom), ``paraphrase``, ``venue``, ``event_id``, ``document_id``,
    ``evidence``, ``sources``, ``locator`` (place in the source), ``coding_note`` (why this stance).

    >>> load_positions()["stance"].between(-2, 2).all().item()
    True
    """
    return load_table("positions", folder)


def load_documents(folder: Path | None = None) -> pd.DataFrame:
    """Load the documents: one row is a treaty, declaration, letter, record, speech or other text.

    Columns: ``document_id``, ``title``, ``date``, ``date_precision``, ``kind``, ``parties`` (actors), ``place``, ``signed``,
    ``in_force``, ``suspended`` and ``ended`` (dates, missing where there is none), ``status`` (standing at the cut-off
    date), ``summary``, ``evidence``, ``sources``.

    >>> (load_documents()["kind"] == "treaty").any().item()
    True
    """
    return load_table("documents", folder)


def load_members(folder: Path | None = None) -> pd.DataFrame:
    """Load the Allies: one row is a party to the North Atlantic Treaty.

    Columns: ``actor_id``, ``country``, ``iso3``, ``invited``, ``protocol_signed`` and ``acceded`` (dates; the first two are
    missing for founders and where unread), ``round`` (1949 for the founders, else the year), ``note``, ``evidence``,
    ``sources``.

    >>> len(load_members())
    32
    """
    return load_table("members", folder)


def load_councils(folder: Path | None = None) -> pd.DataFrame:
    """Load the council meetings: one row is a meeting of NACC, EAPC, PJC or NRC.

    Columns: ``meeting_id``, ``date`` and ``end_date`` (missing for a single day), ``date_precision``, ``body``, ``level``
    (heads to other), ``place``, ``outcome``, ``evidence``, ``sources``.

    >>> sorted(load_councils()["body"].unique())
    ['EAPC', 'NACC', 'NRC', 'PJC']
    """
    return load_table("councils", folder)


def load_indicators(folder: Path | None = None) -> pd.DataFrame:
    """Load the indicators: one row is a quantity whose values stand in the series table, by one producer and definition.

    Columns: ``indicator_id``, ``title``, ``definition``, ``unit`` (with the price base of money), ``producer``, ``method``,
    ``caveats`` (what it cannot show), ``sources``.

    >>> load_indicators().set_index("indicator_id").loc["nato-members", "unit"]
    'states'
    """
    return load_table("indicators", folder)


def load_series(folder: Path | None = None) -> pd.DataFrame:
    """Load the series: one row is one value of an indicator for one entity at one date; these three are the key.

    Columns: ``indicator_id``, ``entity``, ``date``, ``date_precision``, ``value`` (in the indicator's unit), ``note``
    (breaks, estimates, sample), ``evidence``, ``sources``.

    >>> set(load_series()["indicator_id"]) <= set(load_indicators()["indicator_id"])
    True
    """
    return load_table("series", folder)


def load_claims(folder: Path | None = None) -> pd.DataFrame:
    """Load the contested questions: one row is a question on which the sides or the scholars disagree.

    Columns: ``claim_id``, ``title``, ``question``, ``finding`` (of a court, an inquiry or the General Assembly; "" where none
    found), ``summary`` (three sentences), ``agreed_ground`` (what nobody disputes), ``what_would_settle`` (it), ``sources``.

    >>> load_claims().loc[0, "claim_id"]
    'promise-1990'
    """
    return load_table("claims", folder)


def load_answers(folder: Path | None = None) -> pd.DataFrame:
    """Load the answers: one row is an answer to a contested question, with the strongest case for it.

    Columns: ``answer_id``, ``claim_id``, ``answer`` (in a sentence), ``case`` (that a holder would sign), ``change_mind``
    (what would move a fair holder), ``sources``.

    >>> bool(load_answers()["claim_id"].value_counts().min() >= 2)
    True
    """
    return load_table("answers", folder)


def load_offices(folder: Path | None = None) -> pd.DataFrame:
    """Load the offices: one row is an office that a person held for a state or organisation.

    Columns: ``person_id``, ``office``, ``actor_id``, ``since`` and ``until`` (text: YYYY, YYYY-MM or YYYY-MM-DD; an end is
    "" where it was held on the cut-off date), ``bounds`` (term, or seen: the first and last day on which a source shows the
    person in it), ``evidence``, ``sources``.

    >>> load_offices()["bounds"].isin(["term", "seen"]).all().item()
    True
    """
    return load_table("offices", folder)


def load_readings(folder: Path | None = None) -> pd.DataFrame:
    """Load the readings: one row is one holder's reading of one contested question.

    Columns: ``reading_id``, ``claim_id``, ``answer_id`` (the answer it gives or comes nearest to), ``holder``, ``kind`` (of holder), ``date`` (text: YYYY, YYYY-MM or YYYY-MM-DD),
    ``statement``, ``quotation`` and ``quotation_original`` (35 words at the most), ``language``, ``translation``,
    ``evidence``, ``read`` (whole, extract or abstract), ``sources``, ``locator``.

    >>> load_readings()["claim_id"].isin(load_claims()["claim_id"]).all().item()
    True
    """
    return load_table("readings", folder)


def load_glossary(folder: Path | None = None) -> pd.DataFrame:
    """Load the glossary: one row is a term in English, Russian and Ukrainian.

    Columns: ``term_id``, ``term_en``, ``term_ru`` and ``term_uk`` ("" where none was seen in a source), ``definition``,
    ``sources``.

    >>> load_glossary()["term_id"].is_unique
    True
    """
    return load_table("glossary", folder)


def load_quotations(folder: Path | None = None) -> pd.DataFrame:
    """Load the quotations: one row is a passage that a chapter quotes and that is no stated position.

    Columns: ``quotation_id``, ``quotation``, ``quotation_original``, ``language``, ``translation``, ``person_id``,
    ``actor_id``, ``date``, ``date_precision``, ``document_id``, ``event_id``, ``evidence``, ``sources``, ``locator``.

    >>> load_quotations()["quotation_id"].is_unique
    True
    """
    return load_table("quotations", folder)


def load_turning_points(folder: Path | None = None) -> pd.DataFrame:
    """Load the turning points: one row is an event that an editor names on a timeline, or a stretch between two events.

    Columns: ``phase_id``, ``kind`` (point, war, span or opening), ``event_id``, ``until_event``, ``label`` (may ask for
    the months or days between the two), ``reason``, ``on_band`` (named on the timeline of all years too).

    >>> load_turning_points().query("kind == 'opening'")["event_id"].tolist()
    ['founding-act-signed', 'rome-summit-nrc', 'nrc-lisbon-summit']
    """
    return load_table("turning_points", folder)
