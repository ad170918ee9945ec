"""The real book in a browser: pages open in peace, explorers and quizzes answer to mouse and keyboard, over http and as files."""

from __future__ import annotations

import re

import pytest

import russia_nato as rn
from lean_book import page_weight

pytestmark = pytest.mark.browser
CHAPTER, WORKSHOP, RECORD = "chapters/phase-1.html", "notebooks/phase-1-workshop.html", "chapters/record-1.html"
PAGES = [
    CHAPTER,
    WORKSHOP,
    RECORD,
    "chapters/welcome.html",
    "chapters/contested.html",
    "chapters/contested-promise-1990.html",
    "chapters/documents.html",
    "chapters/people.html",
    "chapters/people-a-c.html",
    "chapters/glossary.html",
    "chapters/codebook.html",
    "chapters/bibliography.html",
    "chapters/sources-m-n.html",
    "chapters/explore-timeline.html",
    "chapters/explore-positions.html",
    "chapters/explore-enlargement.html",
    "chapters/explore-councils.html",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_peace(site, visit, width, page):
    """Each kind of page opens without an error, a request off the machine, sideways overflow or anything that `default-src 'self'` forbids."""
    seen = visit(site, page, width=width, bypass_csp=False)
    assert seen.complaints == [] and seen.off_site() == []
    assert seen.overflow() <= 0
    assert seen.shift() <= 0.05
    assert (
        site.host == ""
        or seen.page.request.get(seen.page.url).headers["content-security-policy"] == "default-src 'self'"
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(served, visit, axe, width, scheme, page):
    """Each kind of page satisfies axe, in light and dark, on a phone and on a desk."""
    assert axe(visit(served, page, width=width, scheme=scheme)) == []


@pytest.mark.parametrize("page", [CHAPTER, WORKSHOP])
def test_a_chart_is_whole_on_a_phone(served, visit, page):
    """No chart, below a cell or in a chapter, reaches over an edge of what can be seen of it."""
    cut = """() => [...document.querySelectorAll('.rn-chart svg')].filter(svg => {
        const box = svg.getBoundingClientRect(), frame = svg.closest('.output');
        const seen = frame ? frame.getBoundingClientRect() : { left: 0, right: window.innerWidth };
        return box.width && (box.left < seen.left - 0.5 || box.right > seen.right + 0.5);
    }).length"""
    opened = visit(served, page, width=390)
    assert opened.page.locator(".rn-chart svg:visible").count() > 0
    assert opened.page.evaluate(cut) == 0


def test_a_mark_of_a_chapter_opens_to_its_record(site, visit):
    """At the first touch a chapter's timeline opens: a mark has a card with the entry of the record, its sources and a way there."""
    opened = visit(site, CHAPTER)
    page = opened.page
    page.locator("#fig-timeline-1 .rn-count").scroll_into_view_if_needed()
    page.locator("#fig-timeline-1 .rn-count").hover()
    page.wait_for_selector("#fig-timeline-1[data-awake=yes]")
    page.locator("#fig-timeline-1 .rn-wide [data-i]").first.click(
        force=True
    )  # a ring is open: the drawing takes the nearest mark
    card = page.locator(".lean-card")
    card.wait_for()
    assert "evidence:" in card.inner_text() and card.locator("a[href*='sources-']").count() > 0
    card.get_by_role("link", name="Open the page").click()
    page.wait_for_url(re.compile(r"record-1\.html#event-"))
    assert opened.complaints == [] and opened.off_site() == []


def test_an_explorer_of_a_workshop_answers_to_mouse_and_keyboard(site, visit):
    """A filter and a search narrow the events, the count says so, and `Show all` brings all back."""
    page = visit(site, WORKSHOP).page
    box = page.locator(".rn-explorer").first
    box.scroll_into_view_if_needed()
    box.get_by_role("button", name="Filters").click()
    everything = (rn.load_events()["phase_id"] == "ending-the-cold-war").sum()
    box.get_by_role("group", name="Side", exact=True).locator("input").first.check()
    shown = box.locator(".rn-rows li:visible")
    assert 0 < shown.count() < everything
    box.get_by_label("Search").focus()
    page.keyboard.type("genscher")
    assert box.locator("[role=status]").inner_text().startswith(f"{shown.count()} of {everything} events.")
    box.get_by_role("button", name="Show all").click()
    assert shown.count() == everything


def test_a_reader_without_scripts_sees_all_of_an_explorer(served, visit):
    """Without scripts every event and position of the explorers is there to read, and no control that nobody answers."""
    page = visit(served, WORKSHOP, java_script_enabled=False).page
    boxes = page.locator(".rn-explorer")
    for n in range(boxes.count()):
        box = boxes.nth(n)
        assert box.locator(".rn-rows > li:visible").count() == box.locator(".rn-rows > li").count() > 5
        assert box.locator("form:visible").count() == 0


def test_a_quiz_gives_feedback_on_every_answer(site, visit):
    """Each option of each single-choice question, chosen by keyboard or mouse, brings its own feedback; a right one is called right."""
    page = visit(site, CHAPTER).page
    question = page.locator(".quiz-question:has(input[type=radio])").first
    for n in range(question.locator("li").count()):
        option = question.locator("li").nth(n)
        option.locator("input").focus()
        page.keyboard.press("Space")
        said = question.locator("[role=status]").inner_text()
        assert option.get_attribute("data-feedback") in said
        assert said.startswith("Right.") == (option.get_attribute("data-correct") == "true")


def test_a_date_leads_to_its_record(site, visit):
    """Following a date of the chapter lands on the event's entry in the record, and its source leads to the bibliography."""
    page = visit(site, CHAPTER).page
    link = page.locator("a[href^='record-1.html#event-']").first
    target = link.get_attribute("href").split("#")[1]
    link.click()
    page.wait_for_url(re.compile("record-1"))
    entry = page.locator(f"[id='{target}']")
    assert entry.is_visible()
    source = entry.locator("a[href*='sources-']").first
    key = source.get_attribute("href").split("#")[1]
    source.click()
    page.wait_for_url(re.compile("sources-"))
    assert page.locator(f"li[id='{key}']").is_visible()


def test_paper_shows_drawings_in_place_of_explorers(served, visit):
    """In print the controls and lists are gone; each explorer is its wide drawing, or a word on where that stands."""
    page = visit(served, WORKSHOP).page
    page.emulate_media(media="print")
    assert page.locator(".rn-tools:visible").count() == page.locator(".rn-list:visible").count() == 0
    drawn = page.locator(".rn-explorer .rn-wide svg:visible")
    told = page.locator("p.print-only:visible").count()
    assert drawn.count() + told == page.locator(".rn-explorer").count() > 1 and told == 1
    assert all(drawn.nth(n).get_attribute("aria-label") for n in range(drawn.count()))


def test_every_page_holds_under_the_strictest_policy(served, visit):
    """On no page of the book does the browser refuse anything by `default-src 'self'`, and what pages do by script they do."""
    wrong = {}
    opened = visit(served, CHAPTER, bypass_csp=False)
    for name in served.pages():
        opened.page.goto(served.url(name))
        if refused := [c for c in opened.complaints if "Security Policy" in c]:
            wrong[name] = refused
        opened.complaints.clear()
    assert wrong == {}
    opened.page.goto(served.url(WORKSHOP))
    box = opened.page.locator(".rn-explorer").first
    box.get_by_role("button", name="Filters").click()
    box.get_by_role("group", name="Side", exact=True).locator("input").first.check()
    assert 0 < box.locator(".rn-rows > li:visible").count() < box.locator(".rn-rows > li").count()


def test_a_chapter_page_is_light(book_html, root):
    """A chapter with its drawings, and all that a cold load of it fetches, takes 57 kB and 6 bytes a word, its sources included: 84 kB (gzip) at 4,500 words."""
    for page in sorted(book_html.glob("chapters/phase-?.html")):
        source = (root / "chapters" / f"{page.stem}.md").read_text("utf-8")
        prose = re.sub(r"(?ms)^(:::|```).*?^\1\s*$|\{cite\}`[^`]*`", "", source)
        weight = page_weight(book_html, page.relative_to(book_html).as_posix())
        assert weight["total"] <= 57_000 + 6 * len(prose.split()), (page.name, weight["total"])
        assert not weight["external"] and not weight["missing"], page.name


@pytest.mark.parametrize(
    ("words", "kind", "place"),
    [
        ("Genscher Tutzing", "Event", "record-1.html#event-genscher-tutzing"),
        ("Горбачёв", "Person", "people-d-k.html#person-mikhail-gorbachev"),
        ("Партнерство заради миру", "Term", "glossary.html#term-partnership-for-peace"),
    ],
)
def test_a_search_leads_to_a_row(site, visit, words, kind, place):
    """A row is found by its title or by its Russian or Ukrainian name, is called by its kind, and its result lands on it."""
    page = visit(site, f"search.html?q={words}").page
    link = page.locator(f"#search-results a[href*='{place}']").first
    link.wait_for()
    assert kind in link.locator("xpath=..").inner_text()
    link.click()
    page.wait_for_url(re.compile(re.escape(place.split("#")[0])))
    assert page.locator(f"[id='{place.split('#')[1]}']").is_visible()


def test_a_quiz_adds_up_and_remembers(site, visit):
    """Answers bring points, a reload keeps answers, feedback and points, and `Start again` clears them."""
    page = visit(site, CHAPTER).page
    quiz = page.locator("section.quiz").first
    single = quiz.locator(".quiz-question:has(input[type=radio])").first
    single.locator("li[data-correct=true] input").check()
    score = quiz.locator(".quiz-score")
    before = score.inner_text()
    assert re.match(r"[1-9]\d* of \d+ points; 1 of \d+ questions answered", before)
    page.reload()
    assert score.inner_text() == before and single.locator("li[data-correct=true] input").is_checked()
    assert "Right." in single.locator("[role=status]").inner_text()
    quiz.locator(".quiz-again").click()
    assert score.inner_text() == "" and quiz.locator("input:checked").count() == 0
    page.reload()
    assert quiz.locator("input:checked").count() == 0


def test_a_quiz_works_where_a_browser_keeps_nothing(served, chromium):
    """Where storage is refused the quiz still answers, and no error is thrown by it."""
    context = chromium.new_context()
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(f"{error.stack}"))
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})")
    page.goto(served.url(CHAPTER))
    question = page.locator(".quiz-question:has(input[type=radio])").first
    question.locator("li[data-correct=true] input").check()
    assert "Right." in question.locator("[role=status]").inner_text()
    assert [e for e in errors if "quiz.js" in e] == []
    context.close()


def test_a_filter_narrows_a_long_list(site, visit):
    """Words narrow the list whatever their accents, empty letters go, the count says so, the address keeps them, and Escape shows all."""
    page = visit(site, "chapters/people.html").page
    names, field = page.locator(".rn-names > li"), page.locator(".rn-filter input")
    everybody = names.count()
    field.fill("basescu")
    assert page.locator(".rn-names > li:visible").all_inner_texts() == ["Traian Băsescu"]
    assert page.locator(".rn-filter output").inner_text() == f"1 of {everybody} people" and "q=basescu" in page.url
    assert page.locator(".bd-article section section:visible").count() == 1
    field.fill("nobody at all")
    assert "Nothing found" in page.locator(".rn-filter output").inner_text()
    field.press("Escape")
    assert page.locator(".rn-names > li:visible").count() == everybody


def test_a_page_has_no_filter_without_a_script(site, visit):
    """Without scripts the whole list stands, and no field that would do nothing."""
    page = visit(site, "chapters/people.html", java_script_enabled=False).page
    assert page.locator(".rn-filter input").count() == 0 and page.locator(".rn-names > li:visible").count() > 300


def test_the_first_page_remembers_where_a_reader_was(site, visit):
    """After a chapter the first page offers the way back to the heading that was read, over http and as files."""
    opened = visit(site, CHAPTER)
    page = opened.page
    page.locator(".bd-article section > h2").nth(1).scroll_into_view_if_needed()
    page.goto(site.url("chapters/welcome.html"))
    offered = page.locator(".rn-continue a")
    assert offered.get_attribute("href").startswith(site.url(CHAPTER) + "#")
    offered.click()
    assert page.url.startswith(site.url(CHAPTER))
