"""Texts that are broken as they stand on a page, and lines in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction.lines.chinese import is_chinese
from corpus.extraction.sentences.broken import is_broken

BROKEN = [
    "「この病院で30年働いてきましたが、",
    "1時間ないなら、本を読み始めてはいけません」",
    "氷は速く解けており、 図：海氷面積の推移（出典：気象庁） 村は移転を迫られるだろう",
    "冬が来る前に橋を PR 転職するなら〇〇エージェント 再建する",
    "賃金は物価よりこの記事は有料記事です。残り845文字速く上がらなければならない",
    "She has been working here ( ) 2015.",
    "I didn't know ______ to say.",
    "Keep the receipt in case you need to ------- the product.",
]
WHOLE = [
    "「潮は交渉しない」",
    "彼は「『もう行く』と言った」と話した。",
    "私たちは廊下の床で眠りました",
    "PRを出しました。",
    "関数 f() を呼びます。",
    "The snake_case name __init__ is fine (really).",
    "We rested -- then we left — for good.",
]
CHINESE = ["这本书比那本书贵。", "請勿觸摸展品。", "置物櫃使用費一百日圓，使用後退還。", "退房時間為上午十一時。"]
NOT_CHINESE = [
    "優勝決定。",
    "展示品に触らないでください。",
    "東京都知事選挙",
    "電気炊飯器使用禁止。",
    "関係者以外立入禁止。",
    "6月1日 - 発令。9月7日 - 撤回。御役御免。",
    "Hello there, 这本书说 readers of the world",
    "",
]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_texts(text: str) -> None:
    assert is_broken(text)


@pytest.mark.parametrize("text", WHOLE)
def test_whole_texts(text: str) -> None:
    assert not is_broken(text)


@given(st.text(st.sampled_from("「」『』あ。")))
def test_what_is_quoted_whole_stays_whole(text: str) -> None:
    assert is_broken(text) == is_broken(f"「{text}」") or "「" in text or "」" in text


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_lines(text: str) -> None:
    assert is_chinese(text)


@pytest.mark.parametrize("text", NOT_CHINESE)
def test_other_lines(text: str) -> None:
    assert not is_chinese(text)
