"""Drawings as a browser draws them: one of the two widths, no word on another, right in the dark and where a page is strict."""

from pathlib import Path

import pytest

import russia_nato as rn
from russia_nato.charts import chart_figure

CSS = Path(rn.__file__).parent / "book" / "look" / "course.css"
FIGURES = [
    ("timeline", {}),
    *(("timeline", {"phase": p}) for p in rn.load_phases()["phase_id"]),
    ("stances", {"issue": "enlargement"}),
    ("stances", {"issue": "arms-control"}),
    ("councils", {}),
    ("tiles", {}),
    ("index", {}),
]
# Words that stand on one another, reach over the edge of their sheet, or are smaller than a phone's reader can read.
MEASURE = """() => {
  const found = [];
  const sheets = [...document.querySelectorAll(".rn-drawing svg[role=img]")].filter(s => s.getClientRects().length);
  for (const sheet of sheets) {
    const edge = sheet.getBoundingClientRect();
    const texts = [...sheet.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect(), t]);
    for (const [words, r, t] of texts) {
      if (r.left < edge.left - 1 || r.right > edge.right + 1) found.push(["over the edge", words]);
      if (parseFloat(getComputedStyle(t).fontSize) < 11) found.push(["too small", words]);
    }
    texts.forEach(([a, r], i) => texts.slice(i + 1).forEach(([b, q]) => {
      if (r.left < q.right - 1 && q.left < r.right - 1 && r.top < q.bottom - 3 && q.top < r.bottom - 3) found.push([a, b]);
    }));
  }
  return [sheets.map(s => Math.round(s.getBoundingClientRect().width)), found, document.documentElement.scrollWidth - innerWidth];
}"""


@pytest.fixture(scope="module")
def page_of_drawings(tmp_path_factory):
    """A page with all drawings and the course's stylesheet, under a policy that refuses inline style and script."""
    folder = tmp_path_factory.mktemp("drawings")
    (folder / "course.css").write_text(CSS.read_text("utf-8"), "utf-8")
    (folder / "face.css").write_text("body { margin: 0 16px; }", "utf-8")
    figures = "".join(chart_figure(name, caption="What to see.", **options) for name, options in FIGURES)
    policy = (
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self' file:; style-src 'self' file:\">"
    )
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">{policy}<title>Drawings</title>'
        '<link rel="stylesheet" href="course.css"><link rel="stylesheet" href="face.css"></head>'
        f'<body><main class="bd-article"><h1>Drawings</h1>{figures}</main></body></html>',
        "utf-8",
    )
    return folder


@pytest.mark.parametrize("face", ["DejaVu Sans", "Liberation Sans", "sans-serif"])
@pytest.mark.parametrize(("viewport", "drawn"), [(1280, 688), (390, 328), (360, 328)])
def test_a_browser_sets_no_word_on_another(page_of_drawings, chromium, viewport, drawn, face):
    """At each width one of the two drawings is shown, in its own size, and its words stand clear in every face."""
    (page_of_drawings / "face.css").write_text(f"body {{ margin: 0 16px; --rn-sans: '{face}', sans-serif; }}", "utf-8")
    page = chromium.new_page(viewport={"width": viewport, "height": 900})
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto((page_of_drawings / "index.html").as_uri())
    widths, found, overflow = page.evaluate(MEASURE)
    page.close()
    assert widths == [drawn] * len(FIGURES) and found == [] and overflow <= 0 and refused == []


def test_a_side_has_another_ink_in_the_dark(page_of_drawings, chromium):
    """Marks, words and lines take the colours of the dark page; nothing is drawn on a white plate."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto((page_of_drawings / "index.html").as_uri())
    inks = "() => ['.nato', '.russia', '.quiet', '.rule'].map(c => getComputedStyle(document.querySelector('.rn-wide ' + c)).color)"
    light = page.evaluate(inks)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = page.evaluate(inks)
    plates = page.evaluate(
        "[...document.querySelectorAll('.rn-drawing *')].filter(e => getComputedStyle(e).backgroundColor === 'rgb(255, 255, 255)').length"
    )
    page.close()
    assert all(a != b for a, b in zip(light, dark, strict=True)) and plates == 0


def test_paper_takes_the_wide_drawing(page_of_drawings, chromium):
    """In print each figure shows its wide drawing alone, as wide as the page."""
    page = chromium.new_page(viewport={"width": 640, "height": 900})
    page.goto((page_of_drawings / "index.html").as_uri())
    page.emulate_media(media="print")
    assert (
        page.locator(".rn-wide svg:visible").count() == len(FIGURES)
        and page.locator(".rn-narrow svg:visible").count() == 0
    )
    box = page.locator(".rn-wide svg").first.bounding_box()
    page.close()
    assert box["x"] + box["width"] <= 640
