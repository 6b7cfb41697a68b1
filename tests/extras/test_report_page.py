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
    sidecar = "title = '''{0}'''\npublisher = '''{0}'''\n".format(payloads.splitlines()[0])
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
    colour = "getComputedStyle(document.querySelector('.bead.{}')).backgroundColor"
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


def test_keys_go_from_pair_to_pair_and_open_their_boxes(page: Browser) -> None:
    at = f"{SHOWN}.indexOf(document.activeElement)"
    box = "getComputedStyle(document.activeElement.querySelector('.box')).display"
    page.press("j")
    assert page.ask(at) == 0 and page.ask(box) == "block"
    page.press("j")
    page.press("j")
    assert page.ask(at) == 2
    page.press("k")
    assert page.ask(at) == 1
    page.press("Tab")
    assert page.ask(at) == 2 and page.ask(box) == "block"
    assert page.ask("document.activeElement.getAttribute('aria-label')").startswith("confidence ")
    page.press("Escape")
    assert page.ask(at) == -1
    page.press("j")
    assert page.ask(at) == 3


def test_the_pointer_opens_a_box_and_does_not_stay_in_it(page: Browser) -> None:
    box = "(({{ display, pointerEvents }}) => [display, pointerEvents])(getComputedStyle({}.querySelector('.box')))"
    first, second = (f"document.querySelectorAll('.bead')[{at}]" for at in (0, 1))
    page.ask(f"{first}.scrollIntoView({{ block: 'center' }})")
    for over, other in ((first, second), (second, first)):
        page.point(over)
        assert page.ask(box.format(over)) == ["block", "none"]
        assert page.ask(box.format(other))[0] == "none"


def test_only_what_is_to_be_reviewed_can_be_shown(page: Browser) -> None:
    every, waiting = (page.ask(f"document.querySelectorAll('.bead{kind}').length") for kind in ("", ".waits"))
    assert 0 < waiting < every
    page.press("r")
    assert page.ask(f"{SHOWN}.length") == waiting
    assert page.ask(f"{SHOWN}.every((bead) => bead.classList.contains('waits'))")
    assert page.ask("[...document.querySelectorAll('.rest')].every((rest) => !rest.getClientRects().length)")
    assert page.ask("document.querySelector('label:has(#review)').textContent").strip() == f"to review ({waiting})"
    page.press("j")
    page.press("j")
    assert page.ask(f"{SHOWN}.indexOf(document.activeElement)") == 1
    page.press("r")
    before = page.ask(f"{SHOWN}.indexOf(document.activeElement)")
    page.press("k")
    assert page.ask(f"{SHOWN}.indexOf(document.activeElement)") == before - 1
    assert page.ask(f"{SHOWN}.length") == every


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
    assert page.ask(light.format("backgroundColor")) and not page.ask(light.format("color"))
    assert page.ask("getComputedStyle(document.querySelector('.filter')).display") == "none"
