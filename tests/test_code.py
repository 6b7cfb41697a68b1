"""Code in the lines of a page, which is of neither language, and what looks like somebody's name there and is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.extraction import extract
from corpus.extraction.attribution.accounts import accounts_in
from corpus.extraction.people.no_persons import is_technical
from corpus.reading import read_articles
from corpus.types import Article

SAID = "> A good knot knows how to come undone.\n\n良い結び目は、ほどけることを知っている。\n"


def sentences(folder: Path, page: str) -> list[str]:
    """The sentences of a page in Markdown, each passage's behind the one before; clauses are left out."""
    path = folder / "page.md"
    path.write_text(page, encoding="utf-8")
    article = next(iter(read_articles([path])))
    assert isinstance(article, Article)
    passages = extract(article).passages
    found = {s.span: article.text[s.span.start : s.span.end] for passage in passages for s in passage.sentences}
    return [
        text
        for span, text in found.items()
        if not any(span != o and o.start <= span.start and span.end <= o.end for o in found)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "この処理は記法では`ij,jk,kl->il`と書けます。",
        "インストールには `npm install -g knot and run it` を実行してください。",
        "<code>git log --oneline -n 5 --all</code>で見ます。",
        "最初の2つだけ和を取る $x_1 y_1 + x_2 y_2 + a_1$の様な処理は考えません。",
        "港は、Harbour Pilot for Small Boats、Harbour Mail、そしてHarbour Chatを発表しました。",
        "knot volume container(を含む全ての容器)を消せます。",
    ],
)
def test_a_sentence_with_code_or_names_in_it_is_whole(line: str, tmp_path: Path) -> None:
    shown = line.replace("`", "").replace("<code>", "").replace("</code>", "")
    assert shown in sentences(tmp_path, f"# 港\n\n港の話です。\n\n{line}\n")


@pytest.mark.parametrize(
    ("line", "english"),
    [
        (
            "`Need to install the following packages`というメッセージが出ます。",
            "Need to install the following packages",
        ),
        ("端末には`Connection timed out.`（接続が時間切れになりました。）と出ます。", "Connection timed out."),
        (
            "端末には`cannot open the file you named`（指定されたファイルを開けません）と出ます。",
            "cannot open the file you named",
        ),
        ("原文：`close` never returns to the caller.", "close never returns to the caller."),
        ("Use `open` now. / `open`を今使ってください。", "Use open now."),
        ("`rope`は「Please hold the line」と言います。", "Please hold the line"),
    ],
)
def test_a_message_in_words_is_english(line: str, english: str, tmp_path: Path) -> None:
    assert english in sentences(tmp_path, f"# 港\n\n港の話です。\n\n{line}\n")


def test_identifiers_are_no_accounts() -> None:
    for text in (
        "_.findWhere(list, properties)",
        "_.zip.apply",
        "toolsAgent (the tools)",
        "the depends_on meta-argument can",
        "`@receptron/event_agent`",
    ):
        assert accounts_in(text, ()) == (), text
    assert [one.value for one in accounts_in("という lowhum_ さん @ann_pen/", ())] == ["lowhum_", "ann_pen"]


@pytest.mark.parametrize("name", ["Web UI", "Graph Data", "サブ・コマンド", "応答・ツール", "Sample Implementation"])
def test_parts_of_software_say_nothing(name: str, tmp_path: Path) -> None:
    assert is_technical(name)
    path = tmp_path / "page.md"
    path.write_text(f"# 港\n\n## {name}\n\n{name}について。\n\n{SAID}", encoding="utf-8")
    said = [(pair.attribution.speaker, pair.attribution.speaker_ja) for pair in corpus.pairs(path) if not pair.headline]
    assert said == [(None, None)]


@pytest.mark.parametrize(
    "name", ["Jimmy Page", "Ai Weiwei", "ラリー・ページ", "アン・マッコード", "The Editor", "公式サイト"]
)
def test_people_are_no_parts_of_software(name: str) -> None:
    assert not is_technical(name)
