"""Renderings that nobody says whom the page names: it tells of them there, or strangers have their say."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.extraction.passages import passages_of
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
    "his words have his name in them": (
        (
            "町の話\n\nヤング氏はこう述べた。\n「若者はめったに投票しない」とアラン・ヤング(Alan Young)氏は言う。\n"
            "Young people rarely vote."
        ),
        [("Alan Young", "アラン・ヤング")],
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
    "strangers write below, and she above and behind": (
        f"【海外の反応】ブラント選手の会見\n\nブラント選手はこう話した。\n{KNOT}\n「{KNOT_JA}」",
        [(None, "ブラント選手")],
    ),
    "another heading below that of strangers": (
        f"試合\n\nブラント選手が勝った。\n\n海外の反応\n\nすごい！\n\n■ 本人のコメント\n{KNOT}\n「{KNOT_JA}」",
        [(None, "ブラント選手")],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_nobody_says_what_tells_of_them(name: str) -> None:
    text, expected = PAGES[name]
    pairs = corpus.pairs(Article("page", text, Source(), "", "utf-8", Path("page.txt")))
    assert [(pair.attribution.speaker, pair.attribution.speaker_ja) for pair in pairs if not pair.headline] == expected


SIGNED = "— Bea Thorne (@bea_thorne) May 5, 2020\n"


@pytest.mark.parametrize(
    ("above", "signed"),
    [
        ("Bea Thorne has written a book on rain.\nベア・ソーン氏が雨の本を書いた。", False),
        ("Thorne’s book is on rain.\nソーン氏の本は雨の話だ。", False),
        ("I, Bea Thorne, hereby leave the mill.\n私ベア・ソーンは水車小屋を去る。", True),
        ("Every thorne is a rose in the making.\nすべての棘は作りかけの薔薇だ。", True),
        ("Rain is the best proofreader. #Thorne\n雨は最良の校正者だ。", True),
    ],
)
def test_a_signature_claims_no_text_that_tells_of_who_signs(above: str, signed: bool) -> None:
    """An article in both languages with a post in it that is rendered before it is signed."""
    passages, _ = passages_of(f"本の話\n\n{above}\n{KNOT}\n{KNOT_JA}。\n{SIGNED}")
    english = [passage for passage in passages if passage.language == "en" and passage.role == "quotation"]
    assert [one.attribution.handle for one in english] == ["bea_thorne" if signed else None, "bea_thorne"]
