"""Renderings that nobody says whom the page names: it tells of them there, or strangers have their say."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.types import Article, Source

KNOT, KNOT_JA = "A good knot knows how to come undone.", "良い結び目は、ほどけることを知っている"
MILL, MILL_JA = "has bought the old mill by the river.", "は川沿いの古い水車小屋を買った。"
# Each a page with (speaker, speaker_ja) of what it renders, in order.
PAGES = {
    "an article in both languages tells of her": (
        (
            f"暮らし\n\nブラント氏の暮らしが話題だ。\n\nIlse Brandt {MILL}\nイルゼ・ブラント氏{MILL_JA}\n\n"
            f"ブラント氏はこう話す。\n{KNOT}\n「{KNOT_JA}」"
        ),
        [(None, None), ("Ilse Brandt", "ブラント氏")],
    ),
    "she tells of herself": (
        f"暮らし\n\nブラント氏はこう話す。\nI, Ilse Brandt, {MILL[:2]}ve{MILL[3:]}\n「イルゼ・ブラント{MILL_JA}」",
        [("Ilse Brandt", "ブラント氏")],
    ),
    "a firm tells of itself": (
        f"水車小屋\n\nBrandt Mills社は声明で述べた。\nBrandt Mills {MILL}\n「Brandt Mills{MILL_JA}」",
        [("Brandt Mills", "Brandt Mills社")],
    ),
    "strangers write": (
        (
            f"試合\n\nブラント選手が勝った。\n\n海外の反応\n翻訳: {KNOT_JA}。\n原文: {KNOT}\n"
            "翻訳: 彼女はとても悲しそうに見えるよ😢\n原文: She looks so sad to me 😢"
        ),
        [(None, None), (None, None)],
    ),
    "strangers write, each under a name": (
        f"試合\n\n海外の反応\nイルゼ・ブラント: {KNOT_JA}。\nIlse Brandt: {KNOT}",
        [("Ilse Brandt", "イルゼ・ブラント")],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_nobody_says_what_tells_of_them(name: str) -> None:
    text, expected = PAGES[name]
    pairs = corpus.pairs(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    assert [(pair.attribution.speaker, pair.attribution.speaker_ja) for pair in pairs] == expected
