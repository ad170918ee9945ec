"""`make instructor`: the student's book with every solution and rubric, lesson plans, exercise bank, answer key and coverage.

The book's sources are copied to `_build/instructor/source`, where the instructor's pages join the table of contents and the
setting `rn_edition` opens the solutions. The student edition is built from the checkout itself and never sees them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from ..book.build import STUDENT, BuildError, BuildReport, Edition, build
from ..book.notebooks import caches_of
from .bank import check_bank

PAGES = ("teaching", "lesson-plans", "exercise-bank", "answer-key", "coverage")
PDF_NAME = "russia-nato-instructor.pdf"
SKIP = {"_build", "src", "tests", "tools", "node_modules"}


def stage(root: Path, source: Path, pdf: bool = True) -> Path:
    """Copy the book's sources and turn the copy into the instructor edition; ``pdf`` says whether its pages offer one.

    Raises
    ------
    BuildError
        If a page of the instructor edition is missing.
    """
    missing = [f"instructor/{p}.md" for p in PAGES if not (root / "instructor" / f"{p}.md").is_file()]
    if missing:
        raise BuildError(
            f"the instructor edition needs {', '.join(missing)}; write {'it' if len(missing) == 1 else 'them'}"
        )
    shutil.rmtree(source, ignore_errors=True)

    def skip(folder: str, names: list[str]) -> set[str]:
        top = Path(folder).resolve() == root.resolve()
        return {
            n
            for n in names
            if n.startswith(".") or n == "__pycache__" or (top and (n in SKIP or n.endswith(".egg-info")))
        }

    shutil.copytree(root, source, ignore=skip)
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    (source / "_config.yml").write_text(
        yaml.safe_dump(instructor_config(config, root, pdf), sort_keys=False, allow_unicode=True), "utf-8"
    )
    (source / "_toc.yml").write_text(yaml.safe_dump(instructor_toc(toc), sort_keys=False, allow_unicode=True), "utf-8")
    return source


def instructor_config(config: dict, root: Path, pdf: bool = True) -> dict:
    """Return the book's settings with what the instructor edition changes."""
    sphinx = dict(config.get("sphinx") or {})
    title = f"{config['title']}: instructor edition"
    sphinx["extra_extensions"] = [*sphinx.get("extra_extensions", []), "russia_nato.teach"]
    sphinx["config"] = {
        **(sphinx.get("config") or {}),
        "html_title": title,
        "rn_edition": "instructor",
        "rn_caches": caches_of(root).as_posix(),  # what the student edition has executed
        "lean_pdf": PDF_NAME if pdf else "",
    }
    exclude = ["instructor/solutions" if p == "instructor" else p for p in config.get("exclude_patterns", [])]
    return {**config, "title": title, "exclude_patterns": exclude, "sphinx": sphinx}


def instructor_toc(toc: dict) -> dict:
    """Return the table of contents with the instructor's pages as a last part."""
    part = {"caption": "For instructors", "chapters": [{"file": f"instructor/{p}"} for p in PAGES]}
    return {**toc, "parts": [*toc.get("parts", []), part]}


def problems(root: Path) -> list[str]:
    """Return what is wrong with the data and with the exercises."""
    return [*STUDENT.problems(root), *check_bank(root)[1]]


INSTRUCTOR = Edition("instructor edition", "_build/instructor", PDF_NAME, problems, stage)


def build_instructor(root: Path, *, pdf: bool = True, fresh: bool = False) -> BuildReport:
    """Build the instructor edition. See `russia_nato.book.build.build`."""
    return build(INSTRUCTOR, root, pdf=pdf, fresh=fresh)
