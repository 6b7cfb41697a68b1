"""WARC as the tools of archivists write it: which records are pages, whole ones, and what is said of the others."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given
from hypothesis import strategies as st
from test_formats import A, B, C

from corpus.cli import main
from corpus.reading import http_response, read_articles
from corpus.types import Article, CorpusError

PAGE = "<!DOCTYPE html><html lang=ja><title>題</title><p>これは頁です。</p></html>".encode()
LONG = b"".join(b"<p>%d</p>" % number for number in range(2_000))
HTML = "Content-Type: text/html"


def http(body: bytes = PAGE, *headers: str, status: str = "200 OK") -> bytes:
    """An HTTP response."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def record(block: bytes, *headers: str, kind: str = "response", content: str = "application/http") -> bytes:
    """A record of a WARC."""
    head = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Record-ID: <urn:uuid:x>", *headers]
    head += [f"Content-Type: {content}"] if content else []
    if not any("target" in one.lower() for one in headers):
        head.append("WARC-Target-URI: https://a.jp/x")
    return "\r\n".join([*head, f"Content-Length: {len(block)}", "", ""]).encode() + block + b"\r\n\r\n"


def found_in(folder: Path, content: bytes, name: str = "crawl.warc") -> tuple[list[Article], list[str]]:
    """The articles of an archive, and what is said of what is none."""
    (folder / name).write_bytes(content)
    found = list(read_articles([folder / name]))
    problems = [one.message for one in found if isinstance(one, CorpusError)]
    return [one for one in found if isinstance(one, Article)], problems


def the_page(folder: Path, content: bytes) -> Article:
    """The one page of an archive, of which nothing is wrong."""
    articles, problems = found_in(folder, content)
    assert problems == [] and len(articles) == 1
    return articles[0]


def the_problem(folder: Path, content: bytes) -> str:
    """The one thing that is wrong with an archive without a page."""
    articles, problems = found_in(folder, content)
    assert articles == [] and len(problems) == 1
    return problems[0]


def lower(head: bytes) -> bytes:
    return re.sub(rb"(?<=\n)[\w-]+(?=:)", lambda name: name[0].lower(), head)


def bare(head: bytes) -> bytes:
    return head.replace(b"\r\n", b"\n")


def spelled(archive: bytes, how: Callable[[bytes], bytes], end: bytes) -> bytes:
    """A record whose head is spelled otherwise; its block stays."""
    head, _, block = archive.partition(b"\r\n\r\n")
    return how(head) + 2 * end + block.removesuffix(b"\r\n\r\n") + 2 * end


SPELLED = {
    "lower": [spelled(one, lower, b"\r\n") for one in (A, B, C)],
    "LF": [spelled(one, bare, b"\n") for one in (A, B, C)],
    "both": [spelled(one, lambda head: bare(lower(head)), b"\n") for one in (A, B, C)],
    "type alone": [one.replace(b"WARC-Type", b"warc-type") for one in (A, B, C)],
    "mixed": [A, spelled(B, lower, b"\r\n"), C],
}


def whole(records: Iterable[bytes]) -> bytes:
    return b"".join(records)


def packed(records: Iterable[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


@pytest.mark.parametrize("records", SPELLED.values(), ids=SPELLED)
@pytest.mark.parametrize("written", [whole, packed, lambda records: gzip.compress(whole(records))])
def test_heads_are_read_however_they_are_spelled(
    records: list[bytes], written: Callable[[Iterable[bytes]], bytes], tmp_path: Path
) -> None:
    articles, problems = found_in(tmp_path, written(records))
    if problems:  # where a record begins within a file that is packed as a whole is not known
        assert "unusual way; unpack the file" in problems[0] and records is SPELLED["mixed"] and len(articles) == 1
        return
    assert [one.name for one in articles] == [f"crawl#urn:uuid:{name}" for name in "abc"]
    assert [one.text for one in articles] == [f"これは頁{name}です。\n" for name in "abc"]
    assert [(one.source.url, one.source.retrieved) for one in articles] == [
        (f"https://a.jp/{name}", "2024-08-06") for name in "abc"
    ]


@pytest.mark.parametrize("records", SPELLED.values(), ids=SPELLED)
def test_so_they_are_from_standard_input(records: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(whole(records))))
    names = [one.name if isinstance(one, Article) else str(one) for one in read_articles([Path("-")])]
    assert names == [f"stdin#urn:uuid:{name}" for name in "abc"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_lost_line_ends_are_named_and_nothing_is_read_beyond_a_record(count: int, tmp_path: Path) -> None:
    articles, problems = found_in(tmp_path, bare(whole((A, B, C)[:count])))
    assert articles == [] and len(problems) == 1
    assert "is broken" in problems[0] and "as a binary file" in problems[0]


@pytest.mark.parametrize("damaged", [A[:-20], b"rubbish\r\n\r\n", gzip.compress(A)[:40]])
def test_what_is_broken_behind_a_head_that_is_spelled_otherwise_is_named(damaged: bytes, tmp_path: Path) -> None:
    articles, problems = found_in(tmp_path, SPELLED["lower"][0] + damaged)
    assert [one.name for one in articles] == ["crawl#urn:uuid:a"]
    assert len(problems) == 1 and "is broken" in problems[0]


@pytest.mark.parametrize("length", [b"x", b"00", b"-1", b"", b"9" * 30])
def test_a_length_that_is_none_stops_no_other_record(length: bytes, tmp_path: Path) -> None:
    broken = re.sub(rb"(?<=\r\nContent-Length: )\d+", length, B)
    articles, problems = found_in(tmp_path, A + broken + C)
    assert [one.name for one in articles] == ["crawl#urn:uuid:a", "crawl#urn:uuid:c"] and problems


@pytest.mark.parametrize(
    "content",
    [
        record(PAGE, kind="resource", content="text/html"),
        record(PAGE, kind="resource", content="text/html; charset=utf-8"),
        record(PAGE, kind="conversion", content="application/xhtml+xml"),
        record(http(PAGE, HTML), kind="Response"),
        record(http(PAGE, HTML), content=""),
        record(http(PAGE, HTML, status="203 Non-Authoritative Information")),
        record(http(PAGE, HTML).replace(b"HTTP/1.1", b"HTTP/2")),
        record(http(PAGE, HTML).replace(b"\r\n", b"\n")),
        record(http(PAGE)),
        record(PAGE, kind="resource", content=""),
        record(http(b"\xef\xbb\xbf \r\n<!-- x --><?xml version='1.0'?>" + PAGE)),
        record(http(PAGE, "Content-Type: html")),
        record(http(PAGE, "Content-Type: */*")),
        record(http(PAGE, "Content-Type: TEXT/HTML")),
        record(http(PAGE, "content-type:text/html ;charset=UTF-8")),
        record(http(PAGE, "Content-Type: text/plain, text/html; charset=utf-8")),
        record(http(PAGE, "Content-Type: text/plain", HTML)),
        record(http(PAGE, "Content-Type: text/html;\r\n charset=utf-8")),
        record(http(PAGE, "Content-Type: application/xml")),
        record(http(b"<?xml version='1.0'?>\n" + PAGE.removeprefix(b"<!DOCTYPE html>"), "Content-Type: text/xml")),
        record(http(PAGE, "Content-Type: application/vnd.wap.xhtml+xml")),
        record(http(PAGE.decode().encode("utf-16"))),
    ],
)
def test_what_is_plainly_html_is_a_page(content: bytes, tmp_path: Path) -> None:
    article = the_page(tmp_path, content)
    assert article.text == "これは頁です。\n" and article.source.title == "題"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (record(http(b"x" * 99, "Content-Type: image/png")), "response of image/png"),
        (record(http(b"{}", "Content-Type: application/json")), "response of application/json"),
        (record(http(b"{}")), "response of no stated type"),
        (record(http(b"<rss></rss>", "Content-Type: application/xml")), "response of application/xml"),
        (record(http(PAGE, "Content-Type: text/plain")), "response of text/plain"),
        (record(http(PAGE, "Content-Type: text/html, text/plain")), "response of text/plain"),
        (record(http(b"", HTML, status="404 Not Found")), "response with the status 404"),
        (record(http(b"", HTML, status="301 Moved")), "response with the status 301"),
        (record(b"text", kind="conversion", content="text/plain"), "conversion of text/plain"),
        (record(b"127.0.0.1", content="text/dns"), "response of text/dns"),
        (record(http(b"", HTML), kind="revisit"), "revisit"),
        (record(b"", kind="continuation"), "continuation"),
        (record(b"a: b", kind="metadata", content="application/warc-fields"), "metadata"),
        (record(b"", kind="\x1b[1m" + "x" * 500), "�[1m" + "x" * 195 + "…"),
    ],
)
def test_an_archive_without_a_page_says_what_it_holds(content: bytes, kind: str, tmp_path: Path) -> None:
    assert the_problem(tmp_path, content).startswith(f"1 record, no page (1 {kind}): ")
    image = record(http(b"x", "Content-Type: image/png"))
    for written in (content * 19 + image, packed([content] * 19 + [image])):
        said = the_problem(tmp_path, written)
        assert said.startswith("20 records, no page (") and f"19 {kind}" in said or kind.endswith("image/png")
    article, problems = found_in(tmp_path, content + A)
    assert len(article) == 1 and problems == []


def test_of_many_kinds_the_most_are_named(tmp_path: Path) -> None:
    kinds = [record(http(b"x", f"Content-Type: image/x{number}")) for number in range(500)]
    said = the_problem(tmp_path, whole([*kinds, *kinds[:1] * 1_000]))
    assert "1,500 records, no page (1,001 response of image/x0, 400 of other kinds, 1 " in said
    assert said.count("response of") == 3 and "97 others)" in said


def test_a_folder_of_such_archives_is_not_called_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "meta.warc").write_bytes(record(b"a: b", kind="metadata"))
    command = ["--articles", str(tmp_path / "articles"), "--out", str(tmp_path / "out")]
    assert main(["build", *command]) == 1
    said = capsys.readouterr().err
    assert "meta.warc: 1 record, no page (1 metadata)" in said and "put some" not in said
    assert main(["pairs", str(tmp_path / "articles")]) == 1
    said = capsys.readouterr().err
    assert "meta.warc: 1 record, no page (1 metadata)" in said and "put some" not in said


def chunked(body: bytes, size: int = 97) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x;n=1\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def bare_deflate(body: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(body) + packing.flush()


def flushed(body: bytes, wbits: int = 31) -> bytes:
    """What is packed without an end, as servers send it that forget to close."""
    packing = zlib.compressobj(wbits=wbits)
    return packing.compress(body) + packing.flush(zlib.Z_SYNC_FLUSH)


def by(writer: type[BrotliWriter] | type[ZstdWriter]) -> Callable[[bytes], bytes]:
    def pack(body: bytes) -> bytes:
        out = io.BytesIO()
        with writer(out) as stream:
            stream.write(body)
        return out.getvalue()

    return pack


PACKED: dict[str, tuple[list[str], Callable[[bytes], bytes]]] = {
    "gzip": (["Content-Encoding: gzip"], gzip.compress),
    "x-gzip": (["content-encoding: X-GZIP"], gzip.compress),
    "deflate": (["Content-Encoding: deflate"], zlib.compress),
    "bare deflate": (["Content-Encoding: deflate"], bare_deflate),
    "br": (["Content-Encoding: br"], by(BrotliWriter)),
    "zstd": (["Content-Encoding: zstd"], by(ZstdWriter)),
    "chunked": (["Transfer-Encoding: chunked"], chunked),
    "both": (["Content-Encoding: gzip", "Transfer-Encoding: chunked"], lambda body: chunked(gzip.compress(body))),
    "on the way": (["Transfer-Encoding: gzip, chunked"], lambda body: chunked(gzip.compress(body))),
    "twice": (["Content-Encoding: gzip, deflate"], lambda body: zlib.compress(gzip.compress(body))),
    "members": (["Content-Encoding: gzip"], lambda body: packed([body[:9], body[9:]])),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_body_is_unpacked_if_it_is_packed(name: str, tmp_path: Path) -> None:
    headers, pack = PACKED[name]
    for body in (pack(PAGE), PAGE):
        assert the_page(tmp_path, record(http(body, HTML, *headers))).text == "これは頁です。\n"
        assert the_page(tmp_path, record(http(body, *headers))).text == "これは頁です。\n"


@pytest.mark.parametrize("name", PACKED)
def test_a_body_that_ends_early_is_cut_off_wherever_it_ends(name: str, tmp_path: Path) -> None:
    headers, pack = PACKED[name]
    body = pack(LONG)
    ends = sorted(
        {*range(2, len(body) - (5 if "chunked" in str(headers) else 1), max(1, len(body) // 50)), len(body) // 2}
    )
    for end in ends:
        if name == "members" and end == len(gzip.compress(LONG[:9])):
            continue
        said = the_problem(tmp_path, record(http(body[:end], HTML, *headers)))
        assert said.startswith("the record urn:uuid:x of https://a.jp/x: is ")
        assert "is cut off" in said or "is broken: it cannot be unpacked" in said


@pytest.mark.parametrize("named", ["gzip", "x-gzip", "deflate", "bare deflate", "both"])
def test_what_stands_behind_what_was_packed_is_padding(named: str, tmp_path: Path) -> None:
    headers, pack = PACKED[named]
    content = pack(PAGE) if named != "both" else chunked(gzip.compress(PAGE) + b"\0\r\n")
    assert the_page(tmp_path, record(http(content + b"\r\n\0x", HTML, *headers))).text == "これは頁です。\n"


@pytest.mark.parametrize("named", ["utf-8", "none", "identity", "", "binary", "UTF-8, none", "x-my-own"])
def test_a_packing_that_is_none_is_passed_over(named: str, tmp_path: Path) -> None:
    assert the_page(tmp_path, record(http(PAGE, HTML, f"Content-Encoding: {named}"))).text == "これは頁です。\n"
    body = gzip.compress(PAGE)
    if named != "x-my-own":
        response = record(http(body, HTML, f"Content-Encoding: gzip, {named}"))
        assert the_page(tmp_path, response).text == "これは頁です。\n"


OPEN = PAGE.removesuffix(b"</html>")
LENGTH = len(OPEN)
CUT = [
    ([HTML, f"Content-Length: {LENGTH + 1}"], "200 OK", [], f"it has {LENGTH} of the {LENGTH + 1} bytes"),
    ([HTML, f"content-length: {LENGTH + 1}", "Content-Encoding: none"], "200 OK", [], f"it has {LENGTH} of the"),
    ([HTML, "Content-Range: bytes 3001-5999/6896"], "206 Partial Content", [], "(206, bytes 3001-5999/6896)"),
    ([HTML, "Content-Range: bytes 0-5/" + "9" * 50], "206 Partial Content", [], "(206, bytes 0-5/999"),
    ([HTML, f"Content-Range: bytes 0-{LENGTH - 1}/*"], "206 Partial Content", [], "(206, bytes 0-"),
    ([HTML], "206 Partial Content", [], "(206, no Content-Range)"),
    ([HTML], "200 OK", ["WARC-Segment-Number: 1"], "it is the segment 1 of a page"),
    ([HTML], "200 OK", ["WARC-Truncated: length"], "as the crawler says (length)"),
]


@pytest.mark.parametrize(("headers", "status", "warc", "said"), CUT)
def test_a_page_that_is_not_whole_is_named(
    headers: list[str], status: str, warc: list[str], said: str, tmp_path: Path
) -> None:
    problem = the_problem(tmp_path, record(http(OPEN, *headers, status=status), *warc))
    assert "of https://a.jp/x: is cut off: " in problem.replace(", as", ": as") and said in problem
    assert problem.endswith("take another capture of the page")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        # Whole by their own end, whatever the headers say; the others below by their headers.
        (PAGE, [f"Content-Length: {len(PAGE) + 1}"], "200 OK"),
        (PAGE.upper() + b"\r\n ", [f"Content-Length: {len(PAGE) + 9}", "Content-Encoding: none"], "200 OK"),
        (PAGE.decode().encode("utf-16"), [f"Content-Length: {len(PAGE) * 3}"], "200 OK"),
        *(
            (pack(OPEN), [*headers, "Content-Length: 999"], "200 OK")
            for name, (headers, pack) in PACKED.items()
            if name != "chunked"
        ),
        (gzip.compress(PAGE)[:-8], ["Content-Encoding: gzip"], "200 OK"),
        (gzip.compress(PAGE)[:-3], ["Content-Encoding: gzip", "Content-Length: 999"], "200 OK"),
        (flushed(PAGE), ["Content-Encoding: gzip"], "200 OK"),
        (flushed(PAGE, 15), ["Content-Encoding: deflate"], "200 OK"),
        (flushed(PAGE, -15), ["Content-Encoding: deflate"], "200 OK"),
        (chunked(PAGE).removesuffix(b"0\r\n\r\n"), ["Transfer-Encoding: chunked"], "200 OK"),
        (chunked(gzip.compress(OPEN))[:-5], ["Content-Encoding: gzip", "Transfer-Encoding: chunked"], "200 OK"),
        (chunked(flushed(PAGE))[:-5], ["Content-Encoding: gzip", "Transfer-Encoding: chunked"], "200 OK"),
        (PAGE, [f"Content-Length: {LENGTH}"], "200 OK"),
        (PAGE, [f"Content-Length: {LENGTH - 9}"], "200 OK"),
        (PAGE, ["Content-Length: many"], "200 OK"),
        (PAGE, ["Content-Encoding: gzip", f"Content-Length: {LENGTH * 2}"], "200 OK"),  # of what was packed
        (chunked(PAGE), ["Transfer-Encoding: chunked", f"Content-Length: {LENGTH * 9}"], "200 OK"),
        (PAGE, [f"Content-Range: bytes 0-{len(PAGE) - 1}/{len(PAGE)}"], "206 Partial Content"),
    ],
)
def test_a_page_that_is_whole_is_read(body: bytes, headers: list[str], status: str, tmp_path: Path) -> None:
    assert the_page(tmp_path, record(http(body, HTML, *headers, status=status))).text == "これは頁です。\n"


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (b"\x1f\x8bxyz", ["Content-Encoding: gzip"], "is broken: it cannot be unpacked (gzip: "),
        (b"xyz", ["Content-Encoding: gzip"], "is broken: it cannot be unpacked (gzip: "),
        (b"xyz", ["Transfer-Encoding: chunked"], "(chunked: it does not begin with the length of a chunk)"),
        (b"", ["Content-Encoding: gzip", "Content-Length: 9"], "it has 0 of the 9 bytes"),
        (b"xyz", ["Content-Encoding: compress"], "is packed in a way that is not read (compress)"),
        (b"xyz", ["Content-Encoding: " + "gzip, " * 50], "is packed 50 times, as no page is"),
    ],
)
def test_what_cannot_be_unpacked_is_named(body: bytes, headers: list[str], said: str, tmp_path: Path) -> None:
    assert said in the_problem(tmp_path, record(http(body, HTML, *headers)))


@pytest.mark.parametrize("name", PACKED)
def test_no_more_is_unpacked_than_is_read(name: str, tmp_path: Path) -> None:
    headers, pack = PACKED[name]
    content = record(http(pack(b" " * 3_000_000 + PAGE), HTML, *headers))
    (tmp_path / "crawl.warc").write_bytes(content)
    (error,) = read_articles([tmp_path / "crawl.warc"], max_bytes=100_000)
    assert isinstance(error, CorpusError) and "has more than 100,000 bytes" in error.message
    answer = http_response.parsed(http(pack(b" " * 3_000_000), HTML, *headers))
    assert 100_000 < len(http_response.unpacked(answer, 100_000)) < 200_000


@given(st.binary(max_size=200), st.sampled_from([one for headers, _ in PACKED.values() for one in headers]))
def test_any_bytes_are_read_or_named(body: bytes, header: str) -> None:
    for block in (body, http(body, HTML, header)):
        try:
            answer = http_response.parsed(block)
            http_response.is_page(answer)
            assert len(http_response.whole(answer, 1_000)) <= 1_001 + len(body)
        except CorpusError:
            continue
