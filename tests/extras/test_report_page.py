"""The report in a browser: what is to be seen, that it is used by keyboard, and that it asks for nothing.

Hostile text is that of `cases/report`; where a payload ran, it would have changed the title of the page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import CHROMIUM, Browser, browser
from inputs import CASES

import corpus

pytestmark = [
    pytest.mark.extras,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path (Debian: apt-get install chromium)"),
]
PAGES = ("18_teacher_thread", "22_park_account", "01_cto_leaves")
SHOWN = "[...document.querySelectorAll('.bead')].filter((bead) => bead.getClientRects().length)"
TITLE = "Taiyaku: what was built"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of three pages, and of one on which every payload stands in both languages."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "articles").mkdir()
    for name in PAGES:
        shutil.copy(CASES / "pages" / f"{name}.txt", folder / "articles")
    payloads = (CASES / "report" / "payloads.txt").read_text(encoding="utf-8")
    page = (CASES / "pages" / "22_park_account.txt").read_text(encoding="utf-8")
    (folder / "articles" / "hostile.txt").write_text(payloads + page + payloads, encoding="utf-8")
    long = "translate.googleusercontent.com.example" * 6
    sidecar = f"title = '''{payloads.splitlines()[0]}'''\npublisher = '{long}'\n"
    (folder / "articles" / "hostile.toml").write_text(sidecar, encoding="utf-8")
    corpus.build(folder / "articles", out=folder / "build")
    return folder / "build" / "report.html"


@pytest.fixture
def opened(report: Path) -> Iterator[Browser]:
    """The report in a window of a desk."""
    with browser() as found:
        found.look(1280)
        found.open(report)
        yield found


@pytest.fixture
def page(opened: Browser, report: Path) -> Iterator[Browser]:
    """The same; whatever a test does with it, nothing is asked for, complained of or taken over."""
    yield opened
    assert opened.complaints() == []
    assert opened.requests() == [report.resolve().as_uri()]
    assert opened.ask("document.title") == TITLE


def test_everything_is_there(page: Browser) -> None:
    assert page.ask("document.querySelectorAll('.leaf').length") == len(PAGES) + 1
    assert page.ask(f"{SHOWN}.length") == page.ask("document.querySelectorAll('.bead').length") > 20
    assert page.ask("document.querySelectorAll('svg.plot').length") >= 1
    assert page.ask("document.querySelectorAll('.rest.ja').length") > 20
    assert page.ask("document.querySelectorAll('.rest.en').length") > 20
    # The policy lets the style in: a band is coloured, and one of low confidence otherwise.
    colour = "getComputedStyle(document.querySelector('.bead.{} b')).backgroundColor"
    levels = page.ask("[...new Set([...document.querySelectorAll('.bead')].map(b => b.className.match(/c\\d/)[0]))]")
    bands = {max(0, int(level[1]) - 1) // 2 for level in levels}  # the lowest three are one, then two and two, the best
    assert len({page.ask(colour.format(level)) for level in levels}) == len(bands) > 2


def test_what_a_page_says_is_text_and_runs_nowhere(page: Browser) -> None:
    for line in (CASES / "report" / "payloads.txt").read_text(encoding="utf-8").splitlines():
        assert page.ask(f"document.body.textContent.includes({' '.join(line.split())!r})"), line
    assert page.ask("document.scripts.length") == 1
    assert page.ask("document.querySelectorAll('img, iframe, math, base, [onload], [onerror], [onfocus]').length") == 0


def test_a_script_that_came_through_would_not_run(opened: Browser) -> None:
    opened.ask("document.body.append(Object.assign(document.createElement('script'), {text: 'document.title = 1'}))")
    assert opened.ask("document.title") == TITLE
    assert "Content Security Policy" in str(opened.complaints())


BOX = "getComputedStyle({}.querySelector('.box')).display"
OPEN = "[...document.querySelectorAll('.box')].filter((box) => getComputedStyle(box).display !== 'none').length"
AT = f"{SHOWN}.indexOf(document.activeElement)"
IN_VIEW = "(({ top, bottom }) => bottom > 0 && top < innerHeight)(document.activeElement.getBoundingClientRect())"


def test_keys_do_nothing_outside_of_the_alignments(page: Browser) -> None:
    for key in ("j", "k", "r"):
        page.press(key)
    assert page.ask(AT) == -1 and page.ask("document.getElementById('all').checked")


def test_the_skip_link_leads_to_the_pairs(page: Browser) -> None:
    page.press("Tab")
    assert page.ask("document.activeElement.className") == "skip"
    page.ask("document.activeElement.click()")
    page.press("j")
    assert page.ask(AT) == 0


def test_keys_go_from_pair_to_pair_and_open_their_boxes(page: Browser) -> None:
    box = BOX.format("document.activeElement")
    page.ask("document.getElementById('alignments').focus()")
    page.press("j")
    assert page.ask(AT) == 0 and page.ask(box) == "block"
    page.press("j")
    page.press("ArrowDown")
    assert page.ask(AT) == 2
    page.press("k")
    assert page.ask(AT) == 1
    page.press("ArrowUp")
    page.press("k")
    assert page.ask(AT) == 0 and "earlier" in page.ask("document.querySelector('.told').textContent")
    page.press("j")
    assert page.ask("document.querySelector('.told').textContent") == ""
    assert page.ask("document.activeElement.getAttribute('aria-label')").startswith("Pair 2 of ")
    page.press("Escape")
    assert page.ask(AT) == 1 and page.ask(OPEN) == 0
    page.press("j")
    assert page.ask(AT) == 2 and page.ask(OPEN) == 1


def test_each_article_is_one_stop(page: Browser) -> None:
    stop = "leaf.querySelectorAll('.bead[tabindex=\"0\"]').length"
    stops = f"[...document.querySelectorAll('.leaf')].map((leaf) => {stop})"
    some = "[...document.querySelectorAll('.leaf')].map((leaf) => leaf.querySelector('.bead') ? 1 : 0)"
    assert page.ask(stops) == page.ask(some)
    page.ask("document.getElementById('review').click()")
    waits = "[...document.querySelectorAll('.leaf')].map((leaf) => leaf.matches('.waits') ? 1 : 0)"
    assert page.ask(stops) == page.ask(waits)
    page.ask("document.getElementById('alignments').focus()")
    for _ in range(3):
        page.press("j")
        assert page.ask(stops) == page.ask(waits) and page.ask("document.activeElement.tabIndex") == 0


def test_the_pointer_may_go_into_the_box_that_it_opens(page: Browser) -> None:
    first, second = (f"document.querySelectorAll('.bead')[{at}]" for at in (0, 1))
    page.ask(f"{first}.scrollIntoView({{ block: 'center' }})")
    for over, other in ((first, second), (second, first)):
        page.point(f"{over}.querySelector('.ja')")
        assert page.ask(BOX.format(over)) == "block" and page.ask(BOX.format(other)) == "none"
    page.point(f"{second}.querySelector('.between')")
    page.ask(f"{second}.querySelector('.box').style.animation = 'none'")  # it comes late
    page.point(f"{second}.querySelector('.box')")
    assert page.ask(BOX.format(second)) == "block" and page.ask(OPEN) == 1
    page.press("Escape")
    assert page.ask(OPEN) == 0


def test_one_box_is_open_at_a_time(page: Browser) -> None:
    page.ask("document.getElementById('alignments').focus()")
    page.press("j")
    page.press("j")
    place = "({ top, bottom }) => top > 150 && bottom < 850"
    other = f"{SHOWN}.find((bead) => bead !== document.activeElement && ({place})(bead.getBoundingClientRect()))"
    page.ask(f"window.other = {other}, 0")
    page.point("window.other.querySelector('.ja')")
    assert page.ask(OPEN) == 1 and page.ask(BOX.format("window.other")) == "block"
    page.point("document.querySelector('.filter')")
    assert page.ask(OPEN) == 1 and page.ask(BOX.format("document.activeElement")) == "block"


def test_only_what_is_to_be_reviewed_can_be_shown(page: Browser) -> None:
    every, waiting = (page.ask(f"document.querySelectorAll('.bead{kind}').length") for kind in ("", ".waits"))
    assert 0 < waiting < every
    page.ask("document.getElementById('alignments').focus()")
    page.press("r")
    assert page.ask("location.search") == "?show=review"
    assert page.ask(f"{SHOWN}.filter((bead) => bead.matches('.waits')).length") == waiting
    assert page.ask(f"{SHOWN}.every((bead) => bead.matches('.waits, .near'))")
    rests = "[...document.querySelectorAll('.rest')].filter((rest) => rest.getClientRects().length)"
    assert page.ask(f"{rests}.length") > 0 and page.ask(f"{rests}.every((rest) => rest.matches('.near'))")
    assert page.ask("document.querySelector('label:has(#review)').textContent").strip() == f"to review ({waiting})"
    page.press("j")
    page.press("j")
    only = f"{SHOWN}.filter((bead) => bead.matches('.waits')).indexOf(document.activeElement)"
    assert page.ask(only) == 1
    page.press("r")
    assert page.ask(IN_VIEW) and page.ask("location.search") == ""
    before = page.ask(AT)
    page.press("k")
    assert page.ask(AT) == before - 1 and page.ask(IN_VIEW)
    assert page.ask(f"{SHOWN}.length") == every


def test_the_key_leads_back_to_the_filter_before(page: Browser) -> None:
    page.ask("document.getElementById('beads').click()")
    page.ask("document.getElementById('alignments').focus()")
    for chosen in ("review", "beads", "review"):
        page.press("r")
        assert page.ask("document.querySelector('input:checked').id") == chosen


def test_the_keys_go_on_where_the_filter_hides_the_pair(page: Browser) -> None:
    page.ask("document.querySelector('.bead:not(.waits, .near)').focus()")
    page.press("r")
    assert page.ask("document.activeElement.matches('.bead.waits')") and page.ask(IN_VIEW)
    page.press("r")
    assert page.ask("document.activeElement.matches('.bead.waits')") and page.ask(IN_VIEW)


def test_the_filter_is_in_the_address(opened: Browser, report: Path) -> None:
    opened.ask("document.getElementById('review').click()")
    for _ in range(2):
        opened.again()
        assert opened.ask("document.querySelector('input:checked').id") == "review"


@pytest.mark.parametrize("kind", [".bead.left:not(.near)", ".leaf:not(.waits)"])
def test_an_address_shows_what_the_filter_hides(opened: Browser, kind: str) -> None:
    name = opened.ask(f"document.querySelector('{kind}').id")
    opened.ask("document.getElementById('review').click()")
    assert opened.ask(f"document.getElementById('{name}').getClientRects().length") == 0
    opened.ask(f"location.hash = '{name}'")
    opened.again()
    place = opened.ask(f"document.getElementById('{name}').getBoundingClientRect().top")
    assert 0 <= place < 900 and opened.ask("document.getElementById('all').checked")


def test_an_id_can_be_found_on_the_page(page: Browser) -> None:
    for name in page.ask("[...document.querySelectorAll('.bead[id]')].slice(0, 3).map((bead) => bead.id)"):
        assert page.ask(f"window.find('{name}')")
    assert not page.ask("window.find('p0123456789abcdef0')")


def test_colours_of_the_reader_leave_marks(page: Browser) -> None:
    page.send("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    colour = "getComputedStyle(document.querySelector('{}')).{}"
    levels = {page.ask(colour.format(f".legend .c{level}", "backgroundColor")) for level in (0, 3, 5, 7, 9)}
    assert len(levels) == 5
    assert page.ask("document.querySelectorAll('.key svg').length") >= 4


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_is_wider_than_the_window(page: Browser, width: int) -> None:
    page.look(width)
    assert page.ask("document.documentElement.scrollWidth") <= width
    side_by_side = (
        "((bead) => bead.querySelector('.en').getBoundingClientRect().left >= "
        "bead.querySelector('.ja').getBoundingClientRect().right)(document.querySelector('.bead'))"
    )
    assert page.ask(side_by_side) == (width > 704)


def test_dark_and_paper(page: Browser) -> None:
    light = (
        "((parts) => parts[0] + parts[1] + parts[2] > 382)"
        "(getComputedStyle(document.documentElement).{}.match(/[0-9]+/g).map(Number))"
    )
    for dark in (False, True):
        page.look(1280, dark=dark)
        assert page.ask(light.format("backgroundColor")) == (not dark)
        assert page.ask(light.format("color")) == dark
    page.look(1280, dark=True, media="print")
    assert page.ask("document.querySelectorAll('.bars').length") and page.ask(
        "[...document.querySelectorAll('td.count')].every((cell) => cell.getBoundingClientRect().right <= innerWidth)"
    )
    assert page.ask(light.format("backgroundColor")) and not page.ask(light.format("color"))
    assert page.ask("getComputedStyle(document.querySelector('.filter')).display") == "none"
