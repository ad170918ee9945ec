"""Write data/checks/practice.json: what the solutions of the practice exercises yield on the tables of today."""

from pathlib import Path

from russia_nato.exercises.truth import practice_file

ROOT = Path(__file__).parents[1]
(ROOT / "data" / "checks" / "practice.json").write_text(practice_file(ROOT), encoding="utf-8")
