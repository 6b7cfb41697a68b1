"""Pages that were made to take long are read and taken apart, and memory keeps its bound.

The pages, and a table of what each takes, are in `scripts/hostile_pages.py`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hostile_pages import HTML, KINDS, TEXT
from test_formats import A, record

import corpus
from corpus.extraction import extract
from corpus.reading.html import page as html_page
from corpus.reading.origin import Origin

ONE_RUN = """
import sys
sys.path.insert(0, "tests")
sys.path.insert(0, "scripts")
from measuring.memory import most_memory
from test_hostile_pages import HTML, read_page
page = HTML[sys.argv[1]](int(sys.argv[2])).encode()
before = most_memory()
read_page(page)
print(len(page), most_memory() - before)
"""


def read_page(page: bytes) -> str:
    """The text of a page."""
    return html_page.read(page, Origin(Path("page.html"), "page", 10**9)).text


@pytest.mark.parametrize("kind", HTML)
def test_a_hostile_page_is_read(kind: str) -> None:
    """With work that grows with the square of the length this would not end; the ratios are the script's to print."""
    assert read_page(HTML[kind](30_000).encode()).strip()


def test_a_short_page_of_tags_that_never_close_is_read() -> None:
    """Each paragraph would open all of them again: 29 kB took 23 seconds and 890 MB."""
    page = "".join(f"<b id={number}><p>x" for number in range(4_000))
    assert read_page(page.encode()).split() == ["x"] * 4_000


def test_a_line_of_many_renderings_of_one_sentence_is_aligned(tmp_path: Path) -> None:
    """Each excludes all others; without a bound on the search 4 kB took nine seconds, ten times as long as 2 kB."""
    text = "題名です\n" + "「今日は休みます」と述べ、" * 200 + "\nI am off today.\n"
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    found = [pair for pair in corpus.pairs(tmp_path / "page.txt") if not pair.headline]
    assert [pair.en.text for pair in found] == ["I am off today."]


LONG_LINES = ["digits in one line", "a line of 'of the '", "a line of 'a: '"]


@pytest.mark.parametrize("kind", LONG_LINES)
def test_a_long_line_is_taken_apart(kind: str, tmp_path: Path) -> None:
    """With each place of it tried up to its end 10 kB took half a minute, and twice as much four times as long."""
    (tmp_path / "page.txt").write_text(TEXT[kind](20_000), encoding="utf-8")
    assert extract(corpus.read(tmp_path / "page.txt")).passages


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_page_is_taken_apart_within_its_text(kind: str, tmp_path: Path) -> None:
    ending, make = KINDS[kind]
    (tmp_path / f"page{ending}").write_bytes(make(60).encode())
    article = corpus.read(tmp_path / f"page{ending}")
    page = extract(article)
    assert extract(corpus.read(tmp_path / f"page{ending}")).passages == page.passages
    for passage in page.passages:
        places = [place for sentence in passage.sentences for s in sentence.spans for place in (s.start, s.end)]
        assert places == sorted(places) and places[0] >= 0 and places[-1] <= len(article.text)


@pytest.mark.parametrize("kind", HTML)
def test_memory_is_bounded(kind: str) -> None:
    pytest.importorskip("resource")
    run = subprocess.run(
        [sys.executable, "-c", ONE_RUN, kind, "100000"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    size, taken = map(int, run.stdout.split())
    assert taken <= 20 * size + 200_000_000


def test_an_archive_takes_the_memory_of_a_page(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    page = record("long", ("<p>" + "これは長い頁です。" * 2_000 + "</p>").encode())
    (tmp_path / "crawl.warc").write_bytes((A + page) * 1_000)
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'scripts')\n"
        "from corpus.reading import read_articles; from measuring.memory import most_memory\n"
        "before = most_memory()\n"
        "print(sum(bool(one.text) for one in read_articles([Path(sys.argv[1])])))\n"
        "print(most_memory() - before)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "crawl.warc")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    pages, taken = map(int, run.stdout.split())
    assert pages == 2_000
    assert taken < 30_000_000 < (tmp_path / "crawl.warc").stat().st_size
