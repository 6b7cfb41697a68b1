"""Where records of a WARC end: what they quote is theirs, and behind a break the next one is looked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from test_formats import A, B, C
from test_warc import HTML, PAGE, bare, found_in, http, lower, packed, record, whole

QUOTED = http(PAGE.replace("これ".encode(), b"Quoted"), HTML)


@pytest.mark.parametrize("written", [whole, packed, lambda records: gzip.compress(whole(records))])
@pytest.mark.parametrize("how", [bytes, bare, lambda head: bare(lower(head))])
@pytest.mark.parametrize("behind", [[], [C]])
def test_a_page_that_quotes_a_record_is_one_page(
    written: Callable[[Iterable[bytes]], bytes],
    how: Callable[[bytes], bytes],
    behind: list[bytes],
    tmp_path: Path,
) -> None:
    quoted = how(record(QUOTED, "WARC-Target-URI: https://b.jp/forged"))
    page = record(http(PAGE.replace(b"</p>", b"</p><!--\r\n\r\n%b\r\n\r\n-->" % quoted), HTML))
    articles, problems = found_in(tmp_path, written([A, page, B, *behind]))
    assert problems == [] and [one.source.url for one in articles] == [
        *("https://a.jp/a", "https://a.jp/x", "https://a.jp/b"),
        *["https://a.jp/c"] * len(behind),
    ]
    assert not any("Quoted" in one.text for one in articles)
    last, _ = found_in(tmp_path, written([A, page]).rstrip(b"\r\n"))
    assert len(last) == 2
