"""Records of a WARC: where they end, as the next begins there, and where and when they were taken."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from test_formats import A, B, C
from test_warc import HTML, PAGE, SPELLED, bare, found_in, http, lower, packed, record, spelled, the_page, whole

from corpus import build
from corpus.provenance import verify

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


TOO_LONG = record(b"x" * 10).replace(b"Length: 10", b"Length: 9999")
LOW = [spelled(one, lower, b"\r\n") for one in (A, B, C)]


@pytest.mark.parametrize("records", [LOW, [LOW[0], LOW[1], C], [A, LOW[1], C]])
@pytest.mark.parametrize("rubbish", [b"rubbish\r\n\r\n", b"\x1f\x8b\x08rubbish\r\n\r\n", TOO_LONG])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_behind_a_break_the_next_record_is_read(
    records: list[bytes], rubbish: bytes, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    one, two, three = map(pack, records)
    articles, problems = found_in(tmp_path, one + two + rubbish + three)
    assert [one.name for one in articles] == [f"crawl#urn:uuid:{name}" for name in "abc"]
    assert problems and all("is broken" in problem for problem in problems)


@pytest.mark.parametrize("count", [*range(4), 4096 - 20, 4096, 9000])
def test_members_may_be_filled_up(count: int, tmp_path: Path) -> None:
    articles, problems = found_in(tmp_path, b"".join(gzip.compress(one) + bytes(count) for one in LOW))
    assert problems == [] and [one.name for one in articles] == [f"crawl#urn:uuid:{name}" for name in "abc"]


def test_so_it_is_where_lines_end_in_lf(tmp_path: Path) -> None:
    one, two, three = SPELLED["LF"]
    articles, problems = found_in(tmp_path, one + two.replace(b"</p>", b"</p>and more") + three)
    assert [one.name for one in articles] == ["crawl#urn:uuid:a", "crawl#urn:uuid:c"]
    assert len(problems) == 1 and "is broken behind byte" in problems[0]


@pytest.mark.parametrize(
    ("stated", "url", "day"),
    [
        (["WARC-Target-URI: <https://a.jp/y>", "WARC-Date: 20240806010203"], "https://a.jp/y", "2024-08-06"),
        (["warc-target-uri: https://a.jp/y", "warc-date: 2024-08-06T01:02:03.5Z"], "https://a.jp/y", "2024-08-06"),
        (["WARC-Target-URI: ", "WARC-Date: 20241306010203"], None, None),
        (["WARC-Target-URI: HTTPS://a.jp/a b"], "HTTPS://a.jp/a%20b", None),
        (["WARC-Target-URI: file:///home/ann/saved.html"], None, None),
        (["WARC-Target-URI: urn:dom:https://a.jp/y"], None, None),
    ],
)
def test_where_and_when_a_capture_was_taken(
    stated: list[str], url: str | None, day: str | None, tmp_path: Path
) -> None:
    source = the_page(tmp_path, record(http(PAGE, HTML), *stated)).source
    assert (source.url, source.retrieved) == (url, day)


def test_a_dataset_says_which_capture_a_row_is_from(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "crawl.warc").write_bytes(record(http(PAGE, HTML), "WARC-Date: 20240806010203"))
    folder = build(tmp_path / "articles", out=tmp_path / "build").published.folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (entry,) = manifest["documents"]
    assert entry["record"] == "urn:uuid:x" and entry["retrieved"] == "2024-08-06"
    assert verify(folder, [tmp_path / "articles"]) == []
    for day, wrong in (("2024-08-07", 1), (None, 0)):
        entry.pop("retrieved", None)
        entry.update({"retrieved": day} if day else {})
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert [one.message for one in verify(folder, [tmp_path / "articles"])] == [
            "crawl#urn:uuid:x was not retrieved on the day that the manifest states; build again"
        ] * wrong
