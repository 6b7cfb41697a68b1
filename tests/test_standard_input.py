"""Standard input: in which format it is taken to be, and how that is said."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from helpers import feed

from corpus.cli import main
from corpus.reading import read_articles
from corpus.types import Article, CorpusError, Source

FENCE = "```"


def told(content: bytes, form: str | None, monkeypatch: pytest.MonkeyPatch) -> Article | CorpusError:
    """What is read of standard input."""
    feed(monkeypatch, content)
    (found,) = read_articles([Path("-")], stdin_format=form)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("---\ntitle: 題\n---\n本文です。\n", "題\n\n本文です。\n"),
        ("+++\r\ntitle = '題'\r\n+++\r\n本文です。\r\n", "題\n\n本文です。\n"),
        ("本文です。\n\n## 見出し\n", "本文です。\n\n見出し\n"),
        (f"本文です。\n\n{FENCE}sh\nmake\n{FENCE}\n", "本文です。\n"),
        ("本文です。\n\n> We *won*.\n", "本文です。\n\nWe won.\n"),
    ],
)
def test_markdown_is_recognised(page: str, text: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(page.encode(encoding), None, monkeypatch)
    assert isinstance(found, Article) and found.text == text


@pytest.mark.parametrize(
    "page",
    [
        "本文です。\n#1 の人へ\n",
        "On 2 May 2024, Ann Lee wrote:\n\n> We *won*.\n\n勝った。\n",
        "名無し\n>>12\n\n> We won.\n",
        "---\n\n本文です。\n\n---\n",
    ],
)
def test_plain_text_stays_as_it_is(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(page.encode(), None, monkeypatch)
    assert isinstance(found, Article) and found.text == page


def test_the_format_can_be_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page = b"---\ntitle: T\n---\nWe *won*.\n"
    found = [told(content, form, monkeypatch) for content, form in ((page, "txt"), (gzip.compress(page), "md"))]
    assert [one.text for one in found if isinstance(one, Article)] == [page.decode(), "T\n\nWe won.\n"]
    assert isinstance(found[1], Article) and found[1].source == Source(title="T")
    assert main(["pairs", "-", "--format", "pdf"]) == 1
    named = "<stdin>: no reader for the format pdf: there is txt, srt, vtt, md, markdown, html"
    assert named in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"\x1f\x8bgarbage", gzip.compress(b"text " * 999, mtime=0)[:40]])
def test_what_is_packed_and_damaged_is_named(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(content, None, monkeypatch)
    assert isinstance(found, CorpusError) and "cannot be read" in found.message
