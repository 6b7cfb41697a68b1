"""Pages that were made to take long: twice the page takes twice the time at most, and memory keeps its bound."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_formats import A, record

from corpus.reading import html_page
from corpus.reading.origin import Origin

HOSTILE: dict[str, Callable[[int], str]] = {
    "deep": lambda n: "<div>" * n + "x" + "</div>" * n,
    "deep in text": lambda n: "<span>" * n + "x" + "</span>" * n,
    "never closed": lambda n: "<b><i><p>x" * n,
    "never closed, all different": lambda n: "".join(f"<b id={number}><p>x" for number in range(n)),
    "closed, but never opened": lambda n: "<span>" * n + "</x>" * n + "x",
    "links in each other": lambda n: "<a href=x><div>x" * n + "</a>" * n,
    "posts in each other": lambda n: "<blockquote class=twitter-tweet>x" * n,
    "templates in each other": lambda n: "x<template>" * n,
    "NULs": lambda n: "\0<p>\0x" * n,
    "one line": lambda n: "<p>" + "日本語 の text です。" * n,
    "one tag": lambda n: "x<p " + " ".join(f"a{number}=1" for number in range(n)) + ">x",
    "brackets": lambda n: "<" * n * 5 + "x",
    "comments": lambda n: "x<!--" * n,
}
ONE_RUN = """
import resource, sys
sys.path.insert(0, "tests")
from test_hostile_pages import HOSTILE, read_page
page = HOSTILE[sys.argv[1]](int(sys.argv[2])).encode()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_page(page)
unit = 1 if sys.platform == "darwin" else 1024
print(len(page), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""


def read_page(page: bytes) -> float:
    """The seconds that a page takes."""
    start = time.perf_counter()
    assert html_page.read(page, Origin(Path("page.html"), "page", 10**9)).text.strip()
    return time.perf_counter() - start


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_is_linear(kind: str) -> None:
    def ratio() -> float:
        short = HOSTILE[kind](15_000).encode()
        long = HOSTILE[kind](30_000).encode()
        return min(read_page(long) for _ in range(2)) / min(read_page(short) for _ in range(2))

    # Pages that take milliseconds are measured badly, and any on a busy machine: the best of several must do.
    assert any(ratio() <= 2.5 for _ in range(4))


@pytest.mark.parametrize("kind", HOSTILE)
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
        "import resource, sys; from pathlib import Path; from corpus.reading import read_articles\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(sum(bool(one.text) for one in read_articles([Path(sys.argv[1])])))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "crawl.warc")], capture_output=True, text=True, check=True
    )
    pages, taken = map(int, run.stdout.split())
    unit = 1 if sys.platform == "darwin" else 1024
    assert pages == 2_000
    assert taken * unit < 30_000_000 < (tmp_path / "crawl.warc").stat().st_size
