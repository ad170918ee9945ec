"""Data, charts and explorers of the course on Russia-NATO relations.

Names are loaded on first use, so that importing the package costs no more than what is used.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "data": (
        "load_actors load_article_claims load_cameo_codes load_claims load_councils load_coverage load_documents load_double_coding "
        "load_events load_glossary load_indicators load_issues load_members load_people load_phases load_positions "
        "load_readings load_second_reading load_series load_table cutoff_date "
        "data_dir"
    ),
    "charts": (
        "plot_accession_paths plot_coder_table plot_enlargement plot_index plot_meetings plot_series "
        "plot_stance_matrix plot_stances plot_tile_map plot_timeline plot_votes alt_text source_line"
    ),
    "errors": "DataError",
    "measures.tone": "acts_between conflict_index",
    "measures.changepoints": "change_points",
    "measures.waits": "accession_waits",
    "measures.stances": "stance_changes",
    "measures.agreement": "alpha_interval coincidences disagreements krippendorff_alpha",
    "explorers": "explore_positions explore_timeline",
}
_WHERE = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"module 'russia_nato' has no attribute {name!r}")
    return getattr(import_module(f"russia_nato.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
