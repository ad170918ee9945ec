"""The lean pages keep every feature of the theme, on a phone and a desk, from a server and from files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fontTools.ttLib import TTFont

from lean_book import page_weight

NARRATIVE = "part-one/narrative.html"
COMPONENTS = "part-one/components.html"
WORKSHOP = "part-two/workshop.html"
EXPLORER = "part-two/explorer.html"
BUDGET = 60_000

#: What has the focus, and whether that is seen on it or on the icon in it: an outline, or a shadow in its place.
FOCUS = """() => {
  const element = document.activeElement;
  const name = element.getAttribute("aria-label") || element.textContent.trim();
  const seen = [element, ...element.children].some(part => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
  return {name, seen: element === document.body || seen, header: !!element.closest(".bd-header-article")};
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def book_html(sample_html: Path) -> Path:
    """These tests visit the sample."""
    return sample_html


def test_every_page_opens_in_peace(site, visit, width):
    """No page asks another host for anything, complains, moves by itself or is wider than its window."""
    wrong = {}
    for page in site.pages():
        opened = visit(site, page, width=width)
        opened.page.wait_for_timeout(300)
        found = [*opened.off_site(), *opened.complaints]
        if opened.shift() > 0.02:
            found.append(f"moved by {opened.shift():.3f}")
        if opened.overflow() > 0:
            found.append(f"wider by {opened.overflow()} px")
        if found:
            wrong[page] = found
    assert not wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(served, visit, axe, width, scheme):
    """Every page is free of what axe can find, in light and dark."""
    wrong = {}
    for page in served.pages():
        opened = visit(served, page, width=width, scheme=scheme)
        opened.page.wait_for_timeout(200)
        assert opened.page.get_attribute("html", "data-theme") == scheme
        if found := axe(opened):
            wrong[page] = found
    assert not wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(served, visit, axe, scheme):
    """Menu, contents, downloads, search field, table and quiz answer are free of findings when open."""
    wrong = {}
    for name, steps in {
        "menu": [".primary-toggle:visible"],
        "contents": [".secondary-toggle:visible"],
        "downloads": [".dropdown-download-buttons > button"],
        "search": [".search-button__button:visible"],
        "table": [".rn-chart summary", ".admonition.dropdown .toggle-button", ".sd-dropdown summary"],
    }.items():
        opened = visit(served, NARRATIVE, width=390, scheme=scheme)
        for step in steps:
            opened.page.locator(step).first.click()
        opened.page.wait_for_timeout(500)
        if found := axe(opened):
            wrong[name] = found
    opened = visit(served, COMPONENTS, width=390, scheme=scheme)
    for place in (0, 1):
        opened.page.locator(".quiz-options input").nth(place).check()
        wrong |= {f"answer {place}": found for found in [axe(opened)] if found}
    assert not wrong


def test_menu_leads_to_another_page(site, visit, width):
    """The menu opens, leads to a page, and names where the reader is."""
    opened = visit(site, "index.html", width=width)
    page = opened.page
    if width < 992:
        assert not page.locator(".bd-docs-nav").is_visible()
        page.locator(".primary-toggle:visible").click()
    page.locator(".bd-docs-nav a", has_text="A narrative chapter").click()
    page.wait_for_url(f"**/{NARRATIVE}")
    here = page.locator(".bd-docs-nav a.current").first.text_content()
    assert here == page.locator("h1:visible").inner_text().rstrip("#")
    assert not opened.complaints


def test_menu_closes_again(site, visit, width):
    """The menu can be put away: by Escape on a phone, with its button on a desk."""
    page = visit(site, NARRATIVE, width=width).page
    menu, button = page.locator(".bd-docs-nav"), page.locator(".primary-toggle:visible")
    button.click()
    if width < 992:
        menu.wait_for(state="visible")
        page.keyboard.press("Escape")
        menu.wait_for(state="hidden")
    else:
        page.wait_for_function(
            "(menu => menu.getBoundingClientRect().right <= 0 || !menu.checkVisibility({visibilityProperty: true}))"
            "(document.querySelector('.bd-docs-nav'))"
        )


def test_search_finds_and_marks_the_words(site, visit, width):
    """A search from any page lists the pages that hold the word, and the page it leads to marks it."""
    opened = visit(site, COMPONENTS, width=width)
    page = opened.page
    assert not [url for url in opened.requests if "searchindex" in url], "the index is for the search page only"
    page.locator(".search-button__button:visible").first.click()
    page.keyboard.type("telephone")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=telephone")
    result = page.locator("#search-results li a").first
    assert result.inner_text().startswith("A narrative chapter")
    result.click()
    page.locator("span.highlighted").first.wait_for()
    page.get_by_role("link", name="Hide Search Matches").click()
    page.wait_for_function("document.querySelectorAll('span.highlighted').length === 0")
    assert not opened.complaints
    assert not opened.off_site()


def test_colour_mode_is_kept(site, visit, width):
    """The switch changes the colours, and the choice holds on the next page from its first paint."""
    page = visit(site, NARRATIVE, width=width).page
    read = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(read)
    for _ in range(3):
        page.locator(".theme-switch-button:visible").click()
        if page.get_attribute("html", "data-theme") == "dark":
            break
    after = page.evaluate(read)
    assert after != before
    early = "window.__early = document.documentElement.dataset.theme"
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => {early})")
    page.goto(page.url.replace(NARRATIVE, COMPONENTS))
    assert page.evaluate("window.__early") == "dark"
    assert page.evaluate(read) == after


def test_downloads_open_by_mouse_and_keyboard(site, visit, width):
    """The download menu opens by click and by key, closes by Escape, and gives the focus back."""
    page = visit(site, NARRATIVE, width=width).page
    button, menu = page.locator(".dropdown-download-buttons > button"), page.locator(".dropdown-download-buttons ul")
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')").endswith("book.pdf")
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Download or print"
    page.mouse.move(5, 600)
    menu.wait_for(state="hidden")
    button.click()
    page.mouse.click(5, 600)
    assert button.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_has_the_focus_shows_it(served, visit, width, scheme):
    """A reader who goes by keyboard sees where the focus is, on every control of the page."""
    page = visit(served, NARRATIVE, width=width, scheme=scheme).page
    unseen, in_header = [], set()
    for _ in range(60):
        page.keyboard.press("Tab")
        look = page.evaluate(FOCUS)
        in_header |= {look["name"]} if look["header"] else set()
        if not look["seen"]:
            unseen.append(look["name"])
    assert {"Site menu", "Download or print"} <= in_header
    assert unseen == []


@pytest.mark.parametrize(("name", "suffix"), [(NARRATIVE, ".md"), (WORKSHOP, ".ipynb")])
def test_source_is_saved(site, visit, name, suffix):
    """A click saves the page's source or notebook, byte for byte that of the book's sources."""
    page = visit(site, name).page
    source = site.html / "_sources" / name.replace(".html", suffix)
    page.locator(".dropdown-download-buttons > button").click()
    link = page.locator(".btn-download-source-button")
    if not site.host:
        # Browsers open, rather than save, what a page opened as a file links to.
        assert link.evaluate("link => link.href") == source.resolve().as_uri()
        return
    with page.expect_download() as caught:
        link.click()
    assert caught.value.suggested_filename.endswith(suffix)
    assert Path(caught.value.path()).read_bytes() == source.read_bytes()


def test_every_page_links_the_pdf(site, visit):
    """The whole course as PDF is one click away from every page, and the link leads to the file."""
    for name in site.pages():
        page = visit(site, name).page
        links = page.locator("a[href$='book.pdf']")
        assert links.count() >= 2, name
        target = links.first.evaluate("link => link.href")
        assert target == site.url("book.pdf"), name
    assert (site.html / "book.pdf").is_file()


def test_contents_lead_to_a_section(site, visit, width):
    """The contents of a page lead to a section, which then stands below the bar at the top."""
    page = visit(site, NARRATIVE, width=width).page
    if width < 992:
        page.locator(".secondary-toggle:visible").click()
    page.locator("#pst-page-toc-nav a:visible", has_text="Where the readings part").click()
    page.wait_for_function("location.hash === '#where-the-readings-part'")
    page.wait_for_timeout(300)
    top = page.evaluate("document.querySelector('#where-the-readings-part h2').getBoundingClientRect().top")
    bar = page.evaluate("document.querySelector('.bd-header-article').getBoundingClientRect().bottom")
    assert bar - 1 <= top < 500


def test_pages_follow_each_other(site, visit, width):
    """Next and previous lead through the book and back."""
    page = visit(site, NARRATIVE, width=width).page
    page.locator(".right-next").click()
    page.wait_for_url(f"**/{COMPONENTS}")
    page.locator(".left-prev").click()
    page.wait_for_url(f"**/{NARRATIVE}")


def test_launch_buttons_name_the_notebook(served, visit, width):
    """The launch menu of a notebook opens, and its links name the repository and the notebook."""
    page = visit(served, WORKSHOP, width=width).page
    page.locator(".dropdown-launch-buttons > button").click()
    links = page.locator(".dropdown-launch-buttons a:visible").evaluate_all("all => all.map(link => link.href)")
    assert any(urlsplit(link).netloc == "mybinder.org" for link in links)
    assert any(urlsplit(link).netloc == "colab.research.google.com" for link in links)
    assert all("example/course" in link and "workshop.ipynb" in link for link in links)


def test_folded_parts_open(site, visit, width):
    """Dropdowns, folded admonitions, folded cells and tabs show their content when asked."""
    page = visit(site, NARRATIVE, width=width).page
    for handle, content in {
        ".sd-dropdown summary": "Its content is hidden until it is opened.",
        ".admonition.dropdown .toggle-button": "Its content is hidden by the toggle button.",
    }.items():
        text = page.get_by_text(content)
        assert not text.is_visible()
        page.locator(handle).click()
        text.wait_for(state="visible")
    page.goto(site.url(COMPONENTS))
    page.get_by_text("Second tab").click()
    page.get_by_text("The second panel.").wait_for(state="visible")
    page.goto(site.url(WORKSHOP))
    page.locator("details.above-input summary").click()
    page.get_by_text("frame.plot()").wait_for(state="visible")


def test_code_can_be_copied(served, visit):
    """The button beside a cell copies its code."""
    opened = visit(served, WORKSHOP, permissions=["clipboard-read", "clipboard-write"])
    opened.page.locator(".highlight").first.hover()
    opened.page.locator("button.copybtn").first.click()
    assert opened.page.evaluate("navigator.clipboard.readText()").startswith("import pandas as pd")


def test_a_long_line_of_code_goes_on_below(served, visit):
    """On a phone no code of a cell hides behind a scroll bar."""
    opened = visit(served, WORKSHOP, width=390)
    code = opened.page.locator(".cell_input .highlight pre").first
    assert "long_line" in code.inner_text()
    assert code.evaluate("pre => pre.scrollWidth <= pre.clientWidth")


def test_wide_tables_scroll_in_their_frame(served, visit):
    """On a phone a wide table scrolls inside its frame, by keyboard too."""
    for name, frame in {
        NARRATIVE: ".pst-scrollable-table-container",
        EXPLORER: ".explorer-results",
        WORKSHOP: ".cell_output .output.text_html",
    }.items():
        opened = visit(served, name, width=390)
        box = opened.page.locator(frame).first
        opened.page.wait_for_function("frame => document.querySelector(frame).tabIndex === 0", arg=frame)
        assert box.evaluate("box => box.scrollWidth > box.clientWidth"), name
        assert opened.overflow() <= 0, name
        box.focus()
        opened.page.keyboard.press("ArrowRight")
        opened.page.wait_for_function("frame => document.querySelector(frame).scrollLeft > 0", arg=frame)


def test_every_icon_has_a_glyph(served, visit):
    """Each icon that a page draws is in the cut font that draws it."""
    glyphs = {file.stem: set(TTFont(file).getBestCmap()) for file in (served.html / "_static/lean").glob("*.woff2")}
    drawn = """() => [...document.querySelectorAll('*')].flatMap(e => ['::before', '::after'].map(p => {
        const s = getComputedStyle(e, p);
        return [s.fontFamily, s.fontWeight, s.content];
    })).filter(([family, , content]) => family.includes('Font Awesome') && content.length === 3)"""
    seen = 0
    for name in served.pages():
        for family, weight, content in visit(served, name).page.evaluate(drawn):
            font = "fa-brands-400" if "Brands" in family else "fa-solid-900" if weight == "900" else "fa-regular-400"
            assert ord(content[1]) in glyphs[font], (name, family, hex(ord(content[1])))
            seen += 1
    assert seen > 50


@pytest.mark.parametrize(("media", "shown", "hidden"), [("screen", "screen", "print"), ("print", "print", "screen")])
def test_screen_and_paper_show_their_own(served, visit, media, shown, hidden):
    """What is for the screen is not on paper, and what is for paper is neither seen nor read on the screen."""
    page = visit(served, EXPLORER).page
    page.emulate_media(media=media)
    assert page.locator(f".{shown}-only").first.is_visible()
    assert page.locator(f".{hidden}-only").first.evaluate("element => getComputedStyle(element).display") == "none"


def test_a_reader_without_scripts_can_read(served, visit):
    """Without scripts the text, the menu and the colours are there."""
    page = visit(served, NARRATIVE, java_script_enabled=False).page
    assert page.locator("h1:visible").count() == 1
    assert page.locator(".bd-docs-nav a").first.is_visible()
    assert page.locator("html").get_attribute("data-theme") == "light"


def test_narrative_page_is_light(served):
    """A narrative page with a chart weighs at most 60 kB on a first visit, all it loads included."""
    weight = page_weight(served.html, NARRATIVE)
    assert weight["total"] <= BUDGET, weight["assets"]
    assert not weight["external"]
    assert not weight["missing"]


def test_weight_leaves_nothing_out(served, visit):
    """Everything a browser asks for on a first visit is in the weight of the page."""
    for name in (NARRATIVE, COMPONENTS, WORKSHOP, "search.html"):
        opened = visit(served, name)
        opened.page.wait_for_timeout(300)
        asked = {urlsplit(url).path.lstrip("/") for url in opened.requests}
        assert asked <= set(page_weight(served.html, name)["assets"]), name


def test_pages_hold_under_the_strictest_policy(served, visit, width):
    """Sent with `default-src 'self'`, every page opens without a violation, keeps its mode, and runs no script put into it."""
    broken = "addEventListener('securitypolicyviolation', e => (window.__broken ||= []).push(e.violatedDirective + e.sample))"
    wrong = {}
    for name in served.pages():
        opened = visit(served, name, width=width, scheme="dark", bypass_csp=False)
        page = opened.page
        assert page.request.get(served.url(name)).headers["content-security-policy"] == "default-src 'self'"
        page.add_init_script(broken)
        page.reload()
        assert page.get_attribute("html", "data-theme") == "dark"
        if opened.complaints or page.evaluate("window.__broken || []"):
            wrong[name] = [*opened.complaints, *page.evaluate("window.__broken || []")]
        put = "document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.__put = 1'}))"
        page.evaluate(put)
        assert page.evaluate("[window.__put, window.__broken.length]") == [None, 1]
    assert not wrong
