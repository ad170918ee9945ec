"""What the package offers, for people and tools that read; ``__init__.py`` loads each name on first use."""

from .charts import (
    alt_text as alt_text,
    plot_accession_paths as plot_accession_paths,
    plot_coder_table as plot_coder_table,
    plot_enlargement as plot_enlargement,
    plot_index as plot_index,
    plot_meetings as plot_meetings,
    plot_series as plot_series,
    plot_stance_matrix as plot_stance_matrix,
    plot_stances as plot_stances,
    plot_tile_map as plot_tile_map,
    plot_timeline as plot_timeline,
    plot_votes as plot_votes,
    source_line as source_line,
)
from .data import (
    cutoff_date as cutoff_date,
    data_dir as data_dir,
    load_actors as load_actors,
    load_acts as load_acts,
    load_answers as load_answers,
    load_article_claims as load_article_claims,
    load_cameo_codes as load_cameo_codes,
    load_claims as load_claims,
    load_councils as load_councils,
    load_coverage as load_coverage,
    load_documents as load_documents,
    load_double_coding as load_double_coding,
    load_error_sample as load_error_sample,
    load_event_double_coding as load_event_double_coding,
    load_events as load_events,
    load_glossary as load_glossary,
    load_indicators as load_indicators,
    load_issues as load_issues,
    load_members as load_members,
    load_offices as load_offices,
    load_people as load_people,
    load_phases as load_phases,
    load_position_plan as load_position_plan,
    load_positions as load_positions,
    load_quotations as load_quotations,
    load_readings as load_readings,
    load_recall as load_recall,
    load_second_reading as load_second_reading,
    load_series as load_series,
    load_table as load_table,
    load_turning_points as load_turning_points,
)
from .errors import (
    DataError as DataError,
)
from .exercises.check import (
    check as check,
)
from .exercises.hand_in import (
    hand_in as hand_in,
)
from .explorers import (
    explore_positions as explore_positions,
    explore_timeline as explore_timeline,
)
from .measures.agreement import (
    alpha_interval as alpha_interval,
    coincidences as coincidences,
    disagreements as disagreements,
    krippendorff_alpha as krippendorff_alpha,
)
from .measures.changepoints import (
    change_points as change_points,
)
from .measures.stances import (
    stance_changes as stance_changes,
)
from .measures.tone import (
    acts_between as acts_between,
    conflict_index as conflict_index,
)
from .measures.waits import (
    accession_waits as accession_waits,
)
from .readable import (
    show as show,
)
