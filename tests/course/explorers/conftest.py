"""A small site with every explorer, made without a book: pages, decks, and records whose entries are cards."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest
from tests.conftest import ROOT

import lean_book
import russia_nato as rn
from lean_book import cards
from lean_book.site import Site
from russia_nato.charts import drawing
from russia_nato.charts.pens.sheet import SHAPES
from russia_nato.explorers.page import body_html, content, list_html, part_attributes, swapped, weights_html, year_html
from russia_nato.explorers.rows import rows_of

POLICY = "default-src 'self' file:"
PAGE = """<!doctype html><html lang="en" data-theme="light" data-content_root="../" data-late="cards.js"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="viewport" content="width=device-width"><title>{name}</title>
<link rel="stylesheet" href="../_static/face.css"><link rel="stylesheet" href="../_static/lean_book.css"><link rel="stylesheet" href="../_static/course.css">{more}
<script defer src="../_static/lean.js"></script><script defer src="../_static/mode.js"></script></head>
<body><main class="bd-content"><article class="bd-article"><section id="{name}"><h1>{name}</h1><p>Words before, with <a href="#words-after">a link</a>.</p>{body}
<p id="words-after">Words after.</p></section></article></main></body></html>"""
# The colours that the theme gives, in both modes.
FACE = """html { --pst-color-background: #fff; --pst-color-text-base: #1c1f23; --pst-color-text-muted: #4a515a; --pst-color-link: #005f99;
--pst-color-border: #ccc; background: var(--pst-color-background); color: var(--pst-color-text-base); }
html[data-theme=dark] { --pst-color-background: #14171a; --pst-color-text-base: #dfe2e6; --pst-color-text-muted: #a9b0b9; --pst-color-link: #6cb8f0; --pst-color-border: #555; }
a { color: var(--pst-color-link); } body { margin: 0 16px; } .bd-article { max-width: 720px; margin: 0 auto; }"""
MODE = "document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';"
EXPLORERS = {
    "band": ("timeline", {}),
    "phase": ("timeline", {"phase": "munich-to-reset"}),
    "stances": ("stances", {"issue": "enlargement"}),
    "councils": ("councils", {}),
    "tiles": ("tiles", {}),
    "index": ("index", {}),
}


def _explorer(name: str, static: Path) -> str:
    """Return an explorer as a figure and write its decks; that of a phase stands as in a chapter, without its list."""
    kind, options = EXPLORERS[name]
    drawn = drawing(kind, **options)
    rows, listed = rows_of(drawn), name != "phase"
    deck, choices = f"rows/{name}", {"tiles": year_html(1989, 2026), "index": weights_html()}.get(kind, "")
    if kind == "stances":
        deck = f"rows/{name}-enlargement"
        for issue in ("enlargement", "missile-defence"):
            other = drawing("stances", issue=issue)
            script = cards.deck_script(f"rows/{name}-{issue}", swapped(other, rows_of(other)))
            (static / f"rows/{name}-{issue}.js").write_text(script, "utf-8")
            choices += f'<option value="rows/{name}-{issue}">{issue}</option>'
        choices = f'<label><span>Question</span> <select name="deck">{choices}</select></label>'
    else:
        held = content(drawn, rows) | ({} if listed else {"items": rows.items(), "cite": "The course"})
        (static / f"{deck}.js").write_text(cards.deck_script(deck, held), "utf-8")
    more = {"cite": "The course"} | ({"slider": "1989"} if kind == "tiles" else {})
    if name == "band":
        more["shapes"] = json.dumps({k: SHAPES[k][0] for k in ("word", "cooperation", "conflict", "neutral")})
    attributes = part_attributes(drawn, rows, deck, **more)
    return (
        f'<figure class="rn-chart rn-drawing rn-explorer" id="{name}-explorer"'
        + "".join(f' {k}="{html.escape(v)}"' for k, v in attributes.items())
        + f">{body_html(drawn, rows, choices, short=not listed)}{list_html(rows) if listed else ''}<figcaption><p>What to see.</p></figcaption></figure>"
    )


@pytest.fixture(scope="session")
def explorers_html(tmp_path_factory) -> Path:
    """The site's folder."""
    root = tmp_path_factory.mktemp("explorers")
    static, pages = root / "_static", root / "chapters"
    for folder in (static, static / "rows", pages):
        folder.mkdir(parents=True)
    sources = [
        Path(lean_book.__file__).parent / "static" / n for n in ("lean.js", "cards.js", "lean_book.css", "cards.css")
    ]
    sources += [
        ROOT / "src/russia_nato/book/look/course.css",
        *(ROOT / "src/russia_nato/explorers/static").iterdir(),
    ]
    for source in sources:
        (static / source.name).write_text(source.read_text("utf-8"), "utf-8")
    (static / "face.css").write_text(FACE, "utf-8")
    (static / "mode.js").write_text(MODE, "utf-8")
    (root / "favicon.ico").write_bytes(b"")
    phases = rn.load_phases().set_index("phase_id")["number"]
    events = rn.load_events()
    for number, some in events.groupby(events["phase_id"].map(phases)):
        entries = "".join(
            f'<div id="event-{e.event_id}"><p>{html.escape(e.summary)}</p></div>' for e in some.itertuples()
        )
        _write(pages / f"record-{number}.html", f"record-{number}", entries)
    for name in EXPLORERS:
        _write(pages / f"{name}.html", name, _explorer(name, static))
    for name, script in cards.files(Site(root), ["chapters/record-*"]):
        file = static / cards.FOLDER / f"{name}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script, "utf-8")
    return root


def _write(path: Path, name: str, body: str) -> None:
    more = '<link rel="stylesheet" href="../_static/explore.css">' if 'class="rn-rows"' in body else ""
    path.write_text(PAGE.format(policy=POLICY, name=name, body=body, more=more), "utf-8")
