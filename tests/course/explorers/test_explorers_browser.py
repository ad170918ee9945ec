"""Explorers as a reader works them: by mouse, keyboard and finger, from a server and from files, on a desk and on a phone."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.course.explorers.conftest import EXPLORERS

import russia_nato as rn

pytestmark = pytest.mark.browser
SHEET = {390: ".rn-narrow", 1280: ".rn-wide"}
MUNICH = "event-putin-munich-speech"

N = int((rn.load_events()["phase_id"] == "munich-to-reset").sum())  # events of the phase that the sample book explores


@pytest.fixture(scope="module")
def book_html(explorers_html: Path) -> Path:
    """These tests visit the small site."""
    return explorers_html


def ready(opened):
    """Come to the explorer of a page, wait until it answers, and return the page."""
    opened.page.locator(".rn-tools").scroll_into_view_if_needed()
    opened.page.locator(".rn-count").hover()
    opened.page.wait_for_selector("[data-script][data-awake=yes]")
    return opened.page


def mark_of(page, width: int, ident: str):
    """Return the mark of a row in the drawing that is shown, by the row's address."""
    n = page.evaluate(
        "ident => [...document.querySelectorAll('.rn-rows li')].findIndex(li => li.querySelector('a')?.hash === '#' + ident)",
        ident,
    )
    return page.locator(f"{SHEET[width]} [data-i='{n}']")


def press(page, mark, how: str = "click") -> None:
    """Point at a mark's centre, which the nearest mark within reach answers to."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    {"click": page.mouse.click, "hover": page.mouse.move, "tap": page.touchscreen.tap}[how](x, y)


def test_a_mark_opens_under_the_pointer_and_stays_when_pressed(site, visit):
    """Hover shows the card and takes it away again; a press keeps it and writes it into the address; Escape closes both."""
    opened = visit(site, "chapters/band.html")
    page = ready(opened)
    press(page, mark_of(page, 1280, MUNICH), "hover")
    card = page.locator(".lean-card")
    card.wait_for()
    assert "serious provocation" in card.inner_text() and "open=" not in page.url
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible(), "the pointer may rest on the card"
    page.mouse.move(5, 5)
    card.wait_for(state="detached")
    press(page, mark_of(page, 1280, MUNICH))
    card.wait_for()
    page.wait_for_function("() => location.hash.includes('open=')")
    assert page.url.endswith(f"#explore=band-explorer&open={MUNICH}")
    page.keyboard.press("Escape")
    assert card.count() == 0 and "open=" not in page.url
    assert opened.complaints == [] and opened.off_site() == []


def test_a_chapter_loads_its_explorer_at_the_first_touch(site, visit):
    """Before it nothing of the explorer is loaded; then the drawing opens, and the first touch itself is not lost."""
    opened = visit(site, "chapters/phase.html", width=390, has_touch=True, is_mobile=True)
    page = opened.page
    late = ("cards", "explore", "/rows/")
    files = [r.rsplit("/_static", 1)[1] for r in opened.requests if "/_static" in r]
    assert files and not [f for f in files if any(name in f for name in late)]
    page.locator(".rn-narrow svg").scroll_into_view_if_needed()
    x, y = page.evaluate(
        """() => {
          const path = document.querySelector(".rn-narrow g > g > path"), box = path.closest("svg").getBoundingClientRect();
          const [x, y] = path.getAttribute("d").slice(1).split("m")[0].split(" ").map(Number);
          return [box.left + x, box.top + y];
        }"""
    )
    page.touchscreen.tap(x, y)
    card = page.locator(".lean-card")
    card.wait_for()
    assert len(card.inner_text()) > 80 and page.locator(".rn-narrow [data-i]").count() == N
    box = card.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(844, abs=1) and opened.shift() < 0.02
    assert opened.complaints == [] and opened.overflow() <= 0


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_explorer_works_by_keyboard_alone(served, visit, width, name):
    """Tab reaches the tools and one mark; arrows walk from mark to mark, End goes to the last of a lane, Enter opens and leads into
    the card, Escape leads back to the mark."""
    page = visit(served, f"chapters/{name}.html", width=width).page
    page.keyboard.press("Tab")
    for _ in range(12):
        page.keyboard.press("Tab")
        page.wait_for_timeout(60)
        if page.evaluate("document.activeElement.dataset.i !== undefined"):
            break
    at = "Number(document.activeElement.dataset.i)"
    page.wait_for_function(
        "() => document.activeElement.getAttribute('role') === 'button' && document.activeElement.dataset.i"
    )
    first = page.evaluate(at)
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown" if width == 390 and name != "tiles" else "ArrowRight")
    second = page.evaluate(at)
    assert second != first and page.evaluate("document.activeElement.getAttribute('aria-label')") != label
    page.keyboard.press("End")
    assert page.evaluate(at) >= second
    assert page.locator(f"{SHEET[width]} [tabindex]").count() == 1, "one stop a drawing"
    page.keyboard.press("Enter")
    page.locator(".lean-card").wait_for()
    page.wait_for_function("() => document.activeElement.className === 'lean-card'")
    page.keyboard.press("Escape")
    assert page.locator(".lean-card").count() == 0 and page.evaluate("document.activeElement.dataset.i !== undefined")


def test_filters_say_what_each_choice_would_show(served, visit, width):
    """Several filters hold at once; the count beside a value is what choosing it shows; what fits nothing says so and leads back."""
    page = ready(visit(served, "chapters/band.html", width=width))
    page.get_by_role("button", name="Filters").click()
    shown = lambda: page.locator(".rn-rows li:not([hidden])").count()  # noqa: E731
    for facet, value in (("Side", "Soviet Union, Russia"), ("Act", "Words")):
        label = page.get_by_role("group", name=facet, exact=True).locator("label", has_text=value)
        promised = int(label.locator("small").inner_text())
        label.locator("input").check()
        assert shown() == promised
    off = page.locator(f"{SHEET[width]} [data-i].off").count()
    total = len(rn.load_events())
    assert off == total - shown() and page.locator("[role=status]").inner_text().startswith(
        f"{shown()} of {total:,} events."
    )
    page.get_by_label("Search").fill("zzzz")
    assert shown() == 0 and "No events fit all of this." in page.locator("[role=status]").inner_text()
    page.get_by_role("button", name="Show all").click()
    assert shown() == total and "#" not in page.url


def test_a_view_is_an_address(site, visit):
    """What is chosen stands in the address, and the address alone brings it back, with the mark that was open."""
    page = ready(visit(site, "chapters/band.html"))
    page.get_by_label("Search").fill("georgia")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("group", name="Act", exact=True).locator("label", has_text="Words").locator("input").check()
    said, address = page.locator("[role=status]").inner_text(), page.url
    assert "q=georgia" in address and "act=words" in address
    again = ready(visit(site, "chapters/band.html#" + address.split("#")[1]))
    assert again.locator("[role=status]").inner_text() == said
    opened = ready(
        visit(site, f"chapters/phase.html#explore=phase-explorer&from=2007-01&to=2007-12&view=table&open={MUNICH}")
    )
    assert opened.locator(".rn-made tbody tr").count() == (rn.load_events()["start_date"].dt.year == 2007).sum()
    opened = ready(visit(site, f"chapters/phase.html#explore=phase-explorer&open={MUNICH}"))
    opened.locator(".lean-card").wait_for()
    odd = visit(site, "chapters/band.html#explore=band-explorer&side=martians&open=nothing&q=")
    assert (
        ready(odd).locator("[role=status]").inner_text().startswith(f"{len(rn.load_events()):,} events")
        and odd.complaints == []
    )


def test_a_stretch_of_the_band_opens_under_it(served, visit):
    """A drag over the band sets the window; its marks stand below it, enlarged, and open too."""
    page = ready(visit(served, "chapters/band.html"))
    box = page.locator(".rn-wide svg").bounding_box()
    page.mouse.move(box["x"] + 480, box["y"] + 230)
    page.mouse.down()
    page.mouse.move(box["x"] + 520, box["y"] + 230, steps=4)
    page.mouse.up()
    n = page.locator(".rn-rows li:not([hidden])").count()
    assert (
        0 < n < 200
        and page.locator(".rn-lens [data-i]").count() == n
        and page.locator(".rn-wide .rn-frame").count() == 1
    )
    assert page.locator(".lean-card").count() == 0, "a drag opens nothing"
    page.locator(".rn-lens [data-i]").first.click(force=True)
    page.locator(".lean-card").wait_for()
    assert "from=" in page.url and "open=" in page.url


def test_the_year_of_the_tiles_counts_the_allies(served, visit, width):
    """At the end of 1999 nineteen tiles are filled, and three of them are new."""
    page = ready(visit(served, "chapters/tiles.html", width=width))
    page.get_by_label("Year").fill("10")
    assert (
        page.locator("[role=status]")
        .inner_text()
        .startswith("By the end of 1999: 19 of 32 Allies. New: Czech Republic, Hungary, Poland.")
    )
    assert page.locator(f"{SHEET[width]} rect[data-i]:not(.off)").count() == 19
    assert page.locator(f"{SHEET[width]} rect[data-since].off").count() == 2, "nobody was promised anything in 1999"
    press(page, page.locator(f"{SHEET[width]} rect[data-i='18']"))
    page.locator(".lean-card").wait_for()
    assert "invited 8 July 1997" in page.locator(".lean-card").inner_text()


def test_the_index_is_weighed_anew(served, visit, width):
    """Without words the bars are those of deeds, the years counted anew, and the weights stand in the address."""
    page = ready(visit(served, "chapters/index.html", width=width))
    page.get_by_label("Words count").fill("0")
    acts = rn.acts_between(rn.load_events())
    acts = acts[acts["deed"] == "deeds"]
    worse = (acts["weight"].groupby(acts["start_date"].dt.year).sum() < 0).sum()
    assert f"conflict outweighs cooperation in {worse} of 38 years" in page.locator("[role=status]").inner_text()
    side = "width" if width == 390 else "height"
    sizes = page.locator(f"{SHEET[width]} [data-part*=' words']").evaluate_all(
        f"l => l.map(b => Number(b.getAttribute('{side}')))"
    )
    assert len(sizes) > 20 and set(sizes) == {0} and "words=0" in page.url
    page.get_by_role("button", name="Show all").click()
    assert page.locator("[role=status]").inner_text() == "38 years." and "words=" not in page.url


def test_positions_stand_side_by_side_in_their_years(served, visit, width):
    """Two to four actors have a column each, years one under the other; another question brings its own drawing."""
    page = ready(
        visit(
            served, "chapters/stances.html#explore=stances-explorer&actor=russia+united-states&view=sides", width=width
        )
    )
    years = [int(y) for y in page.locator(".rn-side-year").all_inner_texts()]
    assert years == sorted(years) and len(set(years)) == len(years) > 5
    said = rn.load_positions().query("issue_id == 'enlargement' and actor_id in ['russia', 'usa']")
    assert page.locator(".rn-words").count() == len(said)
    page.get_by_label("View").select_option("")
    before = page.locator(".rn-chart-title").inner_text()
    page.get_by_label("Question").select_option("missile-defence")
    page.wait_for_function(f"() => document.querySelector('.rn-chart-title').textContent !== {before!r}")
    n = len(rn.load_positions().query("issue_id == 'missile-defence'"))
    assert page.locator(f"{SHEET[width]} [data-i]").count() == n == page.locator(".rn-rows li").count()
    assert "on=missile-defence" in page.url


def test_exactly_the_view_can_be_taken_away(site, visit, tmp_path):
    """The CSV has the rows that are shown; the SVG is whole without a stylesheet and dims the others; the citation has the address."""
    page = ready(visit(site, "chapters/band.html#explore=band-explorer&q=georgia"))
    n = page.locator(".rn-rows li:not([hidden])").count()
    page.get_by_role("button", name="Take or cite").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Rows as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(got.value.path()).read_text("utf-8"))))
    assert len(rows) == n and {r["id"] for r in rows} <= set(rn.load_events()["event_id"]) and rows[0]["side"]
    with page.expect_download() as got:
        page.get_by_role("button", name="Drawing as SVG").click()
    text = Path(got.value.path()).read_text("utf-8")
    drawn = ET.fromstring(text)
    marks = [m for m in drawn.iter("{http://www.w3.org/2000/svg}path") if m.get("data-i")]
    assert len(marks) == len(rn.load_events()) and sum(m.get("opacity") is None for m in marks) == n
    assert "Three openings, and after each a war" in text and "<style" not in text and "var(" not in text
    cited = page.locator("textarea").input_value()
    assert (
        cited.startswith("The course.")
        and page.url in cited
        and f"{n} of {len(rn.load_events())} events (search: georgia)" in cited
    )


def test_the_tools_of_a_chapter_stand_behind_one_button(served, visit, width):
    """What is pressed before the script is there is pressed again when it is; pressed once more the tools are put away."""
    page = visit(served, "chapters/phase.html", width=width).page
    page.get_by_role("button", name="Explore").click()
    page.get_by_label("Search").fill("georgia")
    assert 0 < page.locator(f"{SHEET[width]} [data-i]:not(.off)").count() < N
    page.get_by_role("button", name="Explore").click()
    assert not page.get_by_label("Search").is_visible()


@pytest.mark.parametrize("name", EXPLORERS)
def test_without_scripts_there_is_a_drawing_and_no_dead_control(served, visit, width, name):
    """The drawing is there, its list too (in a chapter the record is), and nothing that a script would have to answer."""
    page = visit(served, f"chapters/{name}.html", width=width, java_script_enabled=False).page
    assert page.locator(f"{SHEET[width]} svg[role=img]").is_visible() and not page.locator(".rn-tools").is_visible()
    if name != "phase":
        assert page.locator(".rn-rows li").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", EXPLORERS)
def test_axe_finds_nothing(served, visit, axe, width, scheme, name):
    """With panels open and a card shown, in both modes; the page is not wider than its window and did not move by itself."""
    opened = visit(served, f"chapters/{name}.html", width=width, scheme=scheme)
    page = ready(opened)
    if name == "phase":
        page.get_by_role("button", name="Explore").click()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Take or cite").click()
    press(page, page.locator(f"{SHEET[width]} [data-i]").nth(3))
    page.locator(".lean-card").wait_for()
    assert axe(opened) == [] and opened.overflow() <= 0 and opened.shift() <= 0.02 and opened.complaints == []
