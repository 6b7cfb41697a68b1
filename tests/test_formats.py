"""Formats: what is read of pages in HTML and Markdown, of rows, of archives, and from standard input.

A case in `cases/reading/` is a page and `NAME.expected.json`: its text, its source, its marks with their characters.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import CASES

from corpus.cli import main
from corpus.reading import read, read_articles
from corpus.reading.charset import page_text
from corpus.reading.html import page as html_page
from corpus.reading.origin import Origin
from corpus.store import sha256_hex
from corpus.types import Article, CorpusError, Source

PAGES = sorted(path for path in (CASES / "reading").iterdir() if not path.name.endswith(".expected.json"))
PAGE = "<html lang=ja><p>図書館は開いています。</p><p>{}</p></html>"


def text_of(page: str | bytes) -> str:
    """The text of an HTML page."""
    raw = page if isinstance(page, bytes) else page.encode()
    return html_page.read(raw, Origin(Path("page.html"), "page", 10**7)).text


def said(article: Article) -> dict[str, object]:
    """What a case expects, of an article."""
    marks = [[mark.kind, mark.value, article.text[mark.span.start : mark.span.end]] for mark in article.marks]
    source = {name: value for name, value in asdict(article.source).items() if value is not None}
    return {"text": article.text.splitlines(), "encoding": article.encoding, "source": source, "marks": marks}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_read_as_its_case_says(page: Path) -> None:
    expected = json.loads(page.with_name(f"{page.name}.expected.json").read_text(encoding="utf-8"))
    assert said(read(page)) == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_marks_stand_on_text_and_in_its_order(page: Path) -> None:
    article = read(page)
    spans = [mark.span for mark in article.marks]
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end))
    assert all(article.text[span.start : span.end].strip() for span in spans)
    assert article.extractor is not None and "resiliparse" in article.extractor


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("一行目<br>二行目", "一行目\n二行目"),
        ("一行目<br><br>二行目", "一行目\n\n二行目"),
        ("改行は\n   ない", "改行はない"),
        ("a line\n   of English", "a line of English"),
        ("日本語 の空白\u3000と\u00a0空白", "日本語 の空白\u3000と\u00a0空白"),
        ("<b>太</b><i>字</i>", "太字"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>だ", "漢字だ"),
        ("&lt;b&gt; &amp;amp; &copy;", "<b> &amp; ©"),
        ("a<script>var x = '</p>'</script><style>p{}</style><!-- no -->b", "ab"),
        ("<textarea>x</textarea><button>y</button><select><option>z</select>残る", "残る"),
        ("\x00制\x01御\x7f", "制御"),
        ("図\u200b書&#8203;館&shy;の\ufeff&lrm;本 pro&shy;gram&#x2060;s", "図書館の本 programs"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_text_is_rendered_as_a_reader_sees_it(markup: str, text: str) -> None:
    assert text_of(PAGE.format(markup)) == f"図書館は開いています。\n\n{text}\n"


def test_a_table_is_a_line_a_row_and_a_layout_is_not() -> None:
    rows = "<table><tr><td>英語<td>日本語<tr><td>weight<td>重み</table>"
    assert text_of(PAGE.format(rows)).splitlines()[2:] == ["英語\t日本語", "weight\t重み"]
    layout = "<table><tr><td>一<br>二<td>三</table>"
    assert text_of(PAGE.format(layout)).splitlines()[2:] == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "iso-8859-1"),
        ("utf-8", "shift_jis"),
        ("cp932", "utf-8"),
        ("cp932", "euc-jp"),
        ("cp932", "iso-8859-1"),
        ("euc_jp", "shift_jis"),
        ("iso2022_jp", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-16-le", "shift_jis"),
        ("utf-8-sig", "euc-jp"),
        ("cp932", "no-such-encoding"),
        ("cp932", "base64"),
    ],
)
def test_a_wrong_declaration_destroys_nothing(encoding: str, declared: str) -> None:
    page = f'<meta charset="{declared}"><p>これはほんとうにそうですよ。</p>'
    assert page_text(page.encode(encoding), Path("p"), [declared])[0] == page
    assert text_of(page.encode(encoding)) == "これはほんとうにそうですよ。\n"


def test_a_declaration_decides_where_the_bytes_do_not() -> None:
    page = "<p>Café “Zoë”</p>"
    assert page_text(page.encode("cp1252"), Path("p"), ["ISO-8859-1"]) == (page, "cp1252")
    assert page_text("<p>我们</p>".encode("gb18030"), Path("p"), [None, "gb2312"])[0] == "<p>我们</p>"


def test_a_few_damaged_bytes_are_replaced() -> None:
    page = ("<p>" + "これはほんとうにそうですよ。" * 20 + "</p>").encode()
    assert text_of(page[:30] + b"\xff" + page[30:]).count("\ufffd") == 1


@pytest.mark.parametrize(("whole", "read"), [(99, True), (98, False)])
def test_of_a_hundred_characters_one_may_be_damaged(whole: int, read: bool) -> None:
    page = ("<p>" + "これは" * 33)[: 3 + whole].encode() + b"\xff</p>"
    if read:
        assert page_text(page, Path("p"))[0].count("\ufffd") == 1
    else:
        with pytest.raises(CorpusError, match="0xFF does not belong"):
            page_text(page, Path("p"))


def test_kana_outweigh_a_declaration_that_the_bytes_allow() -> None:
    page = '<meta charset="shift_jis"><p>ここはたのしいのです。</p>'
    assert page.encode("euc_jp").decode("cp932") != page
    assert page_text(page.encode("euc_jp"), Path("p"), ["shift_jis"]) == (page, "euc_jp")


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:url" content="https://a.jp/1"><link rel=canonical href="/2">', {"url": "https://a.jp/1"}),
        ('<base href="https://a.jp/x/"><link rel=canonical href="2">', {"url": "https://a.jp/x/2"}),
        ('<link rel=canonical href="/2">', {}),
        ("<title> 題 \n 名 </title>", {"title": "題 名"}),
        ('<meta property="article:published_time" content="yesterday">', {}),
        ('<meta property="article:author" content="https://a.jp/b"><meta name=author content="B">', {}),
        (
            LD.format('{"@type": "BlogPosting", "author": {"name": "A"}, "license": "MIT"}'),
            {"author": "A", "licence": "MIT"},
        ),
        (
            LD.format('[{"@type": ["NewsArticle"], "datePublished": "2024-8-6", "publisher": {"name": "P"}}]'),
            {"published": "2024-08-06", "publisher": "P"},
        ),
        (LD.format('{"@type": "Recipe", "author": "A"}'), {}),
        (LD.format('{"@type": "NewsArticle", "author": 3, "headline": ["a", {}]'), {}),
        (LD.format("[" * 100_000), {}),
    ],
)
def test_what_a_head_says_of_the_source(head: str, expected: dict[str, str]) -> None:
    page = f"<head>{head}</head><body><p>本文です。</p></body>"
    assert html_page.read(page.encode(), Origin(Path("p"), "p", 10**6)).source == Source(**expected)


def test_the_sidecar_wins_field_by_field(tmp_path: Path) -> None:
    head = '<meta property="og:url" content="https://a.jp/1"><meta property="og:title" content="ページの題">'
    (tmp_path / "page.html").write_text(f"{head}<p>本文です。</p>", encoding="utf-8")
    (tmp_path / "page.toml").write_text('title = "別の題"\nlicence = "MIT"\n', encoding="utf-8")
    assert read(tmp_path / "page.html").source == Source(url="https://a.jp/1", title="別の題", licence="MIT")


def test_the_encoding_that_a_server_named_is_heard(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes("<p>Café “Zoë”</p>".encode("cp1252"))
    with pytest.raises(CorpusError, match="no encoding that is read here"):
        read(tmp_path / "page.html")
    (tmp_path / "page.toml").write_text('[fetched]\ncharset = "ISO-8859-1"\n', encoding="utf-8")
    article = read(tmp_path / "page.html")
    assert (article.text, article.encoding) == ("Café “Zoë”\n", "cp1252")


def test_an_original_may_be_in_any_format(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("本文です。\n", encoding="utf-8")
    (tmp_path / "page.toml").write_text('originals = ["note"]\n', encoding="utf-8")
    (tmp_path / "note.html").write_text("<p>The whole note.</p>", encoding="utf-8")
    (note,) = read(tmp_path / "page.md", originals=tmp_path).originals
    assert (note.name, note.text) == ("note", "The whole note.\n")


@pytest.mark.parametrize(
    ("page", "text", "source"),
    [
        ("---\ntitle: 題\n---\n本文。\n", "題\n\n本文。\n", Source(title="題")),
        ("+++\ndate = 2024-08-06\n+++\n本文。\n", "本文。\n", Source(published="2024-08-06")),
        ("---\n\n本文。\n\n---\n", "本文。\n", Source()),
        ("本文。\n英語は続く\nhere and\nthere.\n", "本文。\n英語は続く\nhere and there.\n", Source()),
        ("[a](b) `c` **d** ![e](f) <g@h.jp>\n", "a c d g@h.jp\n", Source()),
        (
            "---\ntitle: 地図: その1\nurl: https://a.jp/1\ndescription: a: b # c\n---\n本文。\n",
            "地図: その1\n\n本文。\n",
            Source("https://a.jp/1", title="地図: その1"),
        ),
        ("---\nsource: https://a.jp/1\npermalink: /x\n---\n本文。\n", "本文。\n", Source()),
        ("---\nsource: 便り\ndate: s\ncreated: 2024-08-06\n---\n本文。\n", "本文。\n", Source(published="2024-08-06")),
        ('---\nauthor: ["[[A B]]", "[[c/D|E]]"]\n---\n本文。\n', "本文。\n", Source(author="A B, E")),
        ("---\nauthor: [[A B]]\n---\n本文。\n", "本文。\n", Source(author="A B")),
        ("> [!quote]- 原文\n> Maps came.\n", "原文\n\nMaps came.\n", Source()),
        ("> [!quote]+ 原文 (英語)\n> Maps came.\n", "原文 (英語)\n\nMaps came.\n", Source()),
        ("> [!quote]- Ann Pen\n> Maps came.\n", "Maps came.\n— Ann Pen\n", Source()),
        ("\ufeff---\r\nauthor: [A, B]\r\n---\r\n本文。\r\n", "本文。\n", Source(author="A, B")),
    ],
)  # fmt: skip
def test_markdown(page: str, text: str, source: Source, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(page.encode())
    article = read(tmp_path / "page.md")
    assert (article.text, article.source) == (text, source)


def record(name: str, body: bytes, *, head: str = "text/html; charset=utf-8", length: int | None = None) -> bytes:
    """A response of a WARC: a page, or what pretends to be one."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {head}\r\n\r\n".encode() + body
    return (
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Target-URI: https://a.jp/{name}\r\n"
        f"WARC-Date: 2024-08-06T01:02:03Z\r\nContent-Length: {len(http) if length is None else length}\r\n\r\n"
    ).encode() + http + b"\r\n\r\n"  # fmt: skip


A, B, C = (record(name, f"<p>これは頁{name}です。</p>".encode()) for name in "abc")


def of_archive(folder: Path, content: bytes, name: str = "crawl.warc") -> tuple[list[str], list[str]]:
    """The records that are articles of an archive, and what is said of the others."""
    (folder / name).write_bytes(content)
    return split(read_articles([folder / name]))


def split(found: Iterable[Article | CorpusError]) -> tuple[list[str], list[str]]:
    articles, errors = [], []
    for one in found:
        if isinstance(one, CorpusError):
            errors.append(str(one))
        else:
            articles.append(one.name)
    return articles, errors


def test_an_archive_gives_its_pages_with_their_address_and_day(tmp_path: Path) -> None:
    image = record("image", b"\x89PNG", head="image/png")
    for name, content in (("a.warc", A + image + B), ("b.warc.gz", b"".join(map(gzip.compress, (A, image, B))))):
        (tmp_path / name).write_bytes(content)
        first, second = read_articles([tmp_path / name])
        assert isinstance(first, Article) and isinstance(second, Article)
        assert (first.name, first.record, first.text) == (f"{name[0]}#urn:uuid:a", "urn:uuid:a", "これは頁aです。\n")
        assert second.source == Source(url="https://a.jp/b", retrieved="2024-08-06")


@pytest.mark.parametrize(
    ("content", "read_all_the_same", "said_of_it"),
    [
        (A + B + C[:-40], "ab", "urn:uuid:c is cut off"),
        (A + B + C[:90], "ab", ""),
        (A + b"rubbish\r\n\r\n" + B, "ab", "is broken behind byte 0"),
        (A + record("x", b"<p>x</p>", length=10) + B, "ab", "is broken behind byte"),
        (A + record("x", b"<p>x</p>", length=500) + B + C, "abc", "length of the record urn:uuid:x runs into"),
        (A + record("x", b"\xff", head="text/html\r\nContent-Encoding: br") + B, "ab", "a.jp/x: is broken"),
        (A + record("x", b"") + B, "ab", "urn:uuid:x of https://a.jp/x: is empty"),
        (A + C.replace(b"WARC-Date", b"WARC-Truncated: time\r\nWARC-Date") + B, "ab", "as the crawler says (time)"),
        (gzip.compress(A) + gzip.compress(B)[:60], "a", "is cut off"),
        (gzip.compress(A) + gzip.compress(B)[:40] + b"UUUU" + gzip.compress(C), "ac", "is broken behind byte"),
        (b"", "", "is empty: it has no records"),
        (b"<p>no archive</p>", "", "is broken behind byte 0"),
    ],
)  # fmt: skip
def test_a_broken_record_stops_no_other(
    content: bytes, read_all_the_same: str, said_of_it: str, tmp_path: Path
) -> None:
    articles, errors = of_archive(tmp_path, content)
    assert articles == [f"crawl#urn:uuid:{name}" for name in read_all_the_same]
    assert errors and any(said_of_it in error for error in errors)


ROWS = [
    {"text": "これは行です。\nA row.", "url": "https://a.jp/1", "published": "2024-08-06T00:00:00Z", "id": 3},
    {"html": "<p>これは<b>頁</b>です。</p>", "text": "other", "title": "題"},
]


def test_what_a_document_of_many_says_of_itself_wins_over_the_sidecar(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="頁の社"><link rel=canonical href="https://b.jp/2">'
    rows = [
        {"text": "行です。", "url": "https://a.jp/1", "publisher": "社", "title": "題", "retrieved": "2024-08-06"},
        {"html": f"{head}<p>頁です。</p>", "published": "2024-08-05"},
        {"text": "行です。"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "crawl.warc").write_bytes(A)
    sidecar = 'url = "https://d.jp/x"\npublisher = "倉"\nretrieved = 2026-03-01\nlicence = "MIT"\n'
    for name in ("rows.toml", "crawl.toml"):
        (tmp_path / name).write_text(sidecar, encoding="utf-8")
    found = read_articles([tmp_path / "rows.jsonl", tmp_path / "crawl.warc"])
    assert [one.source for one in found if isinstance(one, Article)] == [
        Source("https://a.jp/1", "社", "題", retrieved="2024-08-06", licence="MIT"),
        Source("https://b.jp/2", "頁の社", published="2024-08-05", retrieved="2026-03-01", licence="MIT"),
        Source("https://d.jp/x", "倉", retrieved="2026-03-01", licence="MIT"),
        Source("https://a.jp/a", "倉", retrieved="2024-08-06", licence="MIT"),
    ]


@pytest.mark.parametrize("ending", ["jsonl", "ndjson"])
@pytest.mark.parametrize("packed", [False, True])
def test_rows(tmp_path: Path, packed: bool, ending: str) -> None:
    content = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    path = tmp_path / (f"rows.{ending}.gz" if packed else f"rows.{ending}")
    path.write_bytes(gzip.compress(content) if packed else content)
    first, second = read_articles([path])
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.name, first.record, first.text, first.extractor) == ("rows#3", "3", "これは行です。\nA row.", None)
    assert first.source == Source(url="https://a.jp/1", published="2024-08-06")
    whole = called(content.splitlines()[1])
    assert (second.name, second.text, second.source) == (f"rows#{whole}", "これは頁です。\n", Source(title="題"))


@pytest.mark.parametrize(
    "field",
    [{"author": ["A", "B"]}, {"published": "March 3, 2026"}, {"published": 1772496000}, {"title": 5}, {"url": {}}],
    ids=str,
)
def test_a_field_of_a_wrong_type_costs_the_field_and_not_the_page(field: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": "行です。", "publisher": "社", **field}), encoding="utf-8")
    error, article = read_articles([tmp_path / "rows.jsonl"])
    assert isinstance(article, Article) and article.source == Source(publisher="社")
    (name,) = field
    assert isinstance(error, CorpusError) and error.line == 1
    assert error.message.startswith(f"{name} must be ") and error.message.endswith("it is taken to be unknown")
    with pytest.raises(CorpusError, match=f"rows.jsonl:1: {name} must be"):
        read(tmp_path / "rows.jsonl")


def test_a_licence_may_be_spelled_as_in_american(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"text": "行。", "license": "MIT"},
        {"text": "行だ。", "licence": "CC0-1.0", "license": "MIT"},
        {"text": "行", "id": True},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    articles = [one for one in read_articles([tmp_path / "rows.jsonl"]) if isinstance(one, Article)]
    assert [article.source.licence for article in articles] == ["MIT", "CC0-1.0", None]
    assert articles[2].record != "True"


def called(lasting: bytes) -> str:
    """What a row is called by its address, or by all of it."""
    return sha256_hex(lasting)[:12]


def names_in(path: Path, rows: Sequence[Mapping[str, Any] | str]) -> list[str]:
    """What the rows of a file are called."""
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    articles, errors = split(read_articles([path]))
    assert errors == []
    return [name.removeprefix("rows#") for name in articles]


def test_rows_are_called_by_what_of_them_lasts_and_not_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows: list[dict[str, Any]] = [
        {"text": "a"},
        {"text": "b", "url": "https://a.jp/1"},
        {"text": "c", "url": "https://a.jp/1", "id": "story-1"},
        {"text": "d", "id": 12, "html": ""},
    ]
    names = names_in(path, rows)
    assert names == [called(b'{"text": "a"}'), called(b"https://a.jp/1"), "story-1", "12"]
    assert names_in(path, ["", {"text": "new"}, "", *rows[::-1]])[1:] == names[::-1]
    assert names_in(path, rows[1:]) == names[1:]
    changed = names_in(path, [{**row, "text": "other"} for row in rows])
    assert changed[0] != names[0] and changed[1:] == names[1:]


def test_no_two_rows_are_called_the_same_whatever_they_say(tmp_path: Path) -> None:
    twice = {"text": "a", "url": "https://a.jp/1", "id": "one"}
    other = {**twice, "text": "b"}
    again = {**twice, "text": "c"}
    rows = [twice, twice, twice, other, again, {"text": "d", "id": called(b"https://a.jp/1")}]
    names = names_in(tmp_path / "rows.jsonl", rows)
    whole = [called(json.dumps(row).encode()) for row in rows]
    assert names == ["one", called(b"https://a.jp/1"), whole[2], whole[3], whole[4], whole[5]]
    row = '{"text": "a"}'
    assert names_in(tmp_path / "rows.jsonl", [row] * 3) == [called(row.encode()) + nth for nth in ("", ".2", ".3")]


@pytest.mark.parametrize("odd", ["", "a/b", "a b", "a\n", "長" * 81, None, 1.5, ["a"], {"a": 1}, "a#b"])
def test_what_is_no_name_is_not_a_rows_name(tmp_path: Path, odd: object) -> None:
    row = {"text": "a", "id": odd}
    assert names_in(tmp_path / "rows.jsonl", [row]) == [called(json.dumps(row, ensure_ascii=False).encode())]


def test_one_article_is_not_read_of_a_file_of_several(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc").write_bytes(A + B)
    with pytest.raises(CorpusError, match=r"crawl\.warc: holds several articles.*corpus\.articles"):
        read(tmp_path / "crawl.warc")


def test_standard_input_gives_pairs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page = (CASES / "reading" / "news.html").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page)))
    assert main(["pairs", "-"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ("Margaret Sagara", "msagara", "2024-08-06") in {(p["speaker"], p["handle"], p["posted_on"]) for p in found}


def test_one_bad_row_stops_no_other(tmp_path: Path) -> None:
    bad = [
        "{",
        "[]",
        "{}",
        '{"text": 1}',
        '{"text": "\\u0001"}',
    ]
    lines = ['{"text": "良い。"}', *bad, '{"text": "' + "長" * 100 + '"}', "", '{"text": "良い。"}']
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    articles, errors = split(read_articles([tmp_path / "rows.jsonl"], max_bytes=200))
    assert articles == [f"rows#{called(lines[0].encode())}", f"rows#{called(lines[0].encode())}.2"]
    assert [int(error.split(":")[1]) for error in errors] == list(range(2, len(lines) - 1))


HALF = "\\ud83d"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.jsonl", f'{{"text": "絵{HALF}文字"}}'),
        ("html.jsonl", f'{{"html": "<p>絵{HALF}文字</p>"}}'),
        (
            "title.jsonl",
            f'{{"text": "絵文字", "title": "{HALF}題", "publisher": "{HALF}", "url": "https://a.jp/{HALF}"}}',
        ),
        ("page.html", f'<script type=application/ld+json>{{"@type": "Article", "headline": "{HALF}"}}</script>絵文字'),
        ("page.md", f'---\ntitle: "題{HALF}"\n---\n絵文字\n'),
    ],
)
def test_half_a_character_is_shown_as_one_that_is_lost(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (found,) = read_articles([tmp_path / name])
    assert isinstance(found, Article)
    said = json.dumps([found.text, *(getattr(found.source, one) or "" for one in ("title", "publisher", "url"))])
    assert "\\ufffd" in said and "\\ud83d" not in said
    assert "文字" in found.text


def test_whole_emoji_of_rows_stay(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "絵\\ud83d\\ude00"}', encoding="utf-8")
    (found,) = read_articles([tmp_path / "rows.jsonl"])
    assert isinstance(found, Article) and found.text == "絵😀"


def test_a_bomb_of_gzip_stops_at_the_limit(tmp_path: Path) -> None:
    row = b'{"text": "' + b"a" * 1_500_000 + b'"}\n{"text": "b", "id": "b"}\n'
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(row))
    articles, errors = split(read_articles([tmp_path / "rows.jsonl.gz"], max_bytes=1_000_000))
    assert articles == ["rows#b"]
    assert "rows.jsonl.gz:1: has more than 1,000,000 bytes" in errors[0]


@pytest.mark.parametrize("row", [b'"' + b"1" * 97 + b'"\n', b"\n"], ids=["rows that are none", "blank lines"])
def test_a_bomb_of_rows_stops_at_what_text_can_be_packed_to(row: bytes, tmp_path: Path) -> None:
    rows = b'{"text": "b", "id": "b"}\n' + row * (9_000_000 // len(row))
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(rows))
    articles, errors = split(read_articles([tmp_path / "rows.jsonl.gz"]))
    assert articles == ["rows#b"] and len(errors) in (1, 1_001)
    assert errors[-1].endswith("any further: it unpacks to more than 100 times its size, as no text does")


def test_of_many_rows_that_are_wrong_the_rest_is_counted(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("1\n" * 1_500 + '{"text": "b", "id": "b"}\n', encoding="utf-8")
    articles, errors = split(read_articles([tmp_path / "rows.jsonl"]))
    assert articles == ["rows#b"] and len(errors) == 1_001
    assert "rows.jsonl:1500: 500 places more are wrong, the last one so: must be a JSON object" in errors[-1]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (" https://a.jp/1 \n", "https://a.jp/1"),
        ("not a url", None),
        ("https://a.jp/a b", "https://a.jp/a%20b"),
        ("HTTPS://a.jp/1", "HTTPS://a.jp/1"),
        ("https://a.jp/a\tb", None),
        ("file:///home/a.html", None),
        ("https://", None),
        ("/1", None),
        (" ", ""),
    ],
)
def test_an_address_of_a_row_is_one_or_named(written: str, url: str | None, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": "本文。", "url": written}), encoding="utf-8")
    *errors, found = read_articles([tmp_path / "rows.jsonl"])
    assert isinstance(found, Article) and found.source == Source(url=url or None)
    assert [str(error).partition(":1: ")[2] for error in errors] == (
        [f"url must be an address such as https://example.com/1, not {written!r}: it is taken to be unknown"]
        if url is None
        else []
    )


@pytest.mark.parametrize(
    "text",
    [
        "<html> is the tag that begins a page.\n<html>はページの始まりを示すタグである。\n",
        "<!DOCTYPE html>は宣言であり、<html>がそれに続く。\n",
        "<!-- 注 --><html>\n",
    ],
)
def test_a_text_about_a_tag_is_a_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(text, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": text}), encoding="utf-8")
    assert [getattr(one, "text", one) for one in read_articles([tmp_path / "talk.txt", tmp_path / "rows.jsonl"])] == [
        text,
        text,
    ]


@pytest.mark.parametrize("content", ['[{"text": "a"}]', '\ufeff\n[\n          {\n  "text": "a"\n }]'])
def test_an_array_on_standard_input_is_named_as_in_a_file(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (error,) = read_articles([Path("-")])
    assert "is one JSON array, and not an object a line: make it so" in str(error)


@pytest.mark.parametrize("form", ["txt", None])
def test_a_page_on_standard_input_is_no_plain_text(form: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<!DOCTYPE html><html><p>a</p></html>")))
    (found,) = read_articles([Path("-")], stdin_format=form)
    assert isinstance(found, CorpusError) is (form == "txt")


def test_a_sidecar_may_spell_the_licence_as_rows_do(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("本文。", encoding="utf-8")
    (tmp_path / "page.toml").write_text('license = "MIT"\n', encoding="utf-8")
    assert read(tmp_path / "page.txt").source == Source(licence="MIT")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b'\xef\xbb\xbf\n {"text": "a", "id": "b7dd"}\n{"text": "b", "id": 2}', ["stdin#b7dd", "stdin#2"]),
        (b"\n<p>a</p>", ["stdin"]),
        (A + B, ["stdin#urn:uuid:a", "stdin#urn:uuid:b"]),
        ("本文。".encode(), ["stdin"]),
        ("[1] 本文。[{ }]".encode(), ["stdin"]),
        ("<p>本文。</p>".encode("utf-16"), ["stdin"]),
        (gzip.compress(b'{"text": "a", "id": 1}'), ["stdin#1"]),
        (gzip.compress(A) + gzip.compress(B), ["stdin#urn:uuid:a", "stdin#urn:uuid:b"]),
    ],
)
def test_standard_input_is_recognised(content: bytes, names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert split(read_articles([Path("-")])) == (names, [])


def test_folders_are_read_to_their_depth_in_the_order_of_paths(tmp_path: Path) -> None:
    for name in (
        "b/page.txt",
        "b/c/page.html",
        "a.md",
        "z.TXT",
        ".git/x.txt",
        "README.md",
        "a_files/ad.html",
        "b/x.pdf",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<p>本文。</p>", encoding="utf-8")
    assert split(read_articles([tmp_path])) == (["a", "b/c/page", "b/page", "z"], [])
    assert split(read_articles([tmp_path / "b" / "c", tmp_path / "a.md"])) == (["page", "a"], [])


ROW, MARKED = b'{"text": "a"}', b"<p>a</p>"
LONG = [
    *((name, len(MARKED), MARKED) for name in ("a.txt", "a.html", "a.md")),
    ("a.jsonl", len(ROW), ROW),
    ("a.jsonl", len(ROW), ROW + b"\n"),
    ("a.jsonl", len(ROW) + 1, ROW + b"\r\n"),
    ("a.jsonl.gz", len(ROW), gzip.compress(ROW)),
    ("a.warc", len(MARKED), record("a", MARKED)),
    ("a.warc.gz", len(MARKED), gzip.compress(record("a", MARKED))),
]
"""Names of files, how many bytes the one document in each has, and what the file holds."""


@pytest.mark.parametrize(("name", "size", "content"), LONG)
def test_a_document_that_is_too_long_is_named(name: str, size: int, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert isinstance(next(read_articles([tmp_path / name], max_bytes=size)), Article)
    (error,) = read_articles([tmp_path / name], max_bytes=size - 1)
    assert isinstance(error, CorpusError) and f"has more than {size - 1} bytes" in error.message


MARKUP = (
    "<p> </p> <b> </b> <table> <td> <pre> <q> </q> <ul><li> <a␣href=x> </a> <br> <blockquote␣class=twitter-tweet> "
    '</blockquote> <div␣data-testid=tweet> </div> <p␣lang=en> あ word␣ ␣\n @a < & " <h1> <ruby>漢<rt>か <div␣hidden> '
    "<nav> <!-- <time␣datetime=2024-01-01> <svg> <template> <script> <img␣class=emoji␣alt=x> "
    "<sup> </sup> 1 <a␣href=#x> <cite> </cite> <footer> <ol␣class=references> <div␣class=comments> <i>We␣go.</i> "
    "<i>行く。</i> <blockquote␣class=instagram-media> A␣post␣shared␣by␣Ann␣(@ann) ISBN"
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from([part.replace("␣", " ") for part in MARKUP.split(" ")]), max_size=30))
def test_any_markup_gives_marks_on_its_text_and_the_same_again(parts: list[str]) -> None:
    page = "これは本文です。" + "".join(parts)
    once = html_page.from_html(page, "utf-8", Origin(Path("p"), "p", 10**6))
    assert once == html_page.from_html(page, "utf-8", Origin(Path("p"), "p", 10**6))
    assert once.text
    for mark in once.marks:
        assert 0 <= mark.span.start < mark.span.end <= len(once.text)
        assert once.text[mark.span.start : mark.span.end].strip() == once.text[mark.span.start : mark.span.end]
