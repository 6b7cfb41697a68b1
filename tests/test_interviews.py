"""Who asks in an interview, and by what the page calls a group that signs in Latin letters (`attribution`)."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.extraction.attribution.interviews import is_asked, who_asks
from corpus.types import Span


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("聞き手・訳＝小渕ちひろ", "小渕ちひろ"),
        ("聞き手：三宅そら）", "三宅そら"),
        ("聞き手は編集部の大西。", "大西"),
        ("聞き手＝日野原 透　通訳・構成＝編集部", "日野原"),
        ("（聞き手：マイロ・トランター氏）", "マイロ・トランター氏"),
        ("（聞き手：服部）", "服部"),
        ("聞き手＝田中記者", "田中記者"),
        ("まず聞き手が尋ねる。", "聞き手"),
        ("（聞き手・構成：編集部）", None),
        ("（聞き手・編集部）", None),
        ("（聞き手：国際部）", None),
        ("聞き手は本誌の記者", None),
        ("（聞き手：国際部・阿部）", "阿部"),
        ("（聞き手：当社社長の森）", "森"),
        ("（聞き手・まとめ＝三宅そら）", "三宅そら"),
        ("聞き手：なるほど。", "聞き手"),
        ("聞き手は近所のおじいさんだ。", "近所"),
        ("聞き手は三宅そらさん", "三宅そら"),
        ("聞き手はさまざまだ。", "聞き手"),
        ("聞き手：本誌取材班", None),
        ("誰も尋ねない。", None),
    ],
)
def test_who_asks_is_a_person(text: str, who: str | None) -> None:
    assert who_asks(text) == who


INTERVIEW = """【インタビュー】「カードは9枚」――作者のウェンデル・アシュビー氏に聞く
作者のウェンデル・アシュビー氏に話を聞いた。（聞き手・構成：編集部）
――『Small Hours』は、どのくらいかかりましたか？
アシュビー　休み休みで、6年です。
Q: How long did Small Hours take you?
A: Six years, on and off.
"""

BAKERY = """カナダの小さなパン屋Loaf Hourの投稿が人気を集めています。
2025年3月15日、行列のルールについての質問に、店はこう答えました。
Yes, you may hold a place in line for a friend. No, the friend may not be a chair.
— Loaf Hour (@loafhour_bakes) March 15, 2025
店側は、友人のために列の場所を取っておくのは構わないとし、そのうえで「友人」に椅子は含まれないと念を押しました。
"""


def pairs(folder: Path, page: str) -> list[corpus.Pair]:
    """The pairs of a page."""
    path = folder / "page.txt"
    path.write_text(page, encoding="utf-8")
    return list(corpus.pairs(path))


def test_a_line_that_invites_an_answer_is_a_question_where_others_ask() -> None:
    invites = "――カードは一枚も増やさないそうですね。"
    page = f"{INTERVIEW}{invites}\nアシュビー　増やしません。\n"
    asked = page.index(invites)
    assert is_asked(page, Span(asked + 2, asked + len(invites)))
    alone = f"{invites}\nアシュビー　増やしません。\n"
    assert not is_asked(alone, Span(2, len(invites)))


@pytest.mark.parametrize(
    ("above", "line", "asks"),
    [
        ("Q1\nWhy does the whale owe money?\n", "なぜ鯨は借金をしているのですか？", True),
        ("Q4\n", "日本の観客に期待することは？", True),
        ("Q4\n日本の観客に期待することは？\n", "アン・ペン：笑う場所が違うのでは？", False),
        ("Q4\n", "笑う場所が違います。", False),
        ("Q1\n", "ファン：好きな鳥は何ですか？", False),
        ("Quartet\n", "なぜ鯨は借金をしているのですか？", False),
    ],
)
def test_a_question_may_stand_below_its_label(above: str, line: str, asks: bool) -> None:
    text = f"{above}{line}\n"
    assert is_asked(text, Span(len(above) + line.find("：") + 1, len(above) + len(line))) is asks


STORY = """作家アン・ペンの小説。誰が？
――誰が扉を開けたのか。
老人は言った。
――夜は静かでしょう。
"""


def test_a_story_with_dashes_asks_nothing() -> None:
    said = "夜は静かでしょう。"
    place = Span(STORY.index(said), STORY.index(said) + len(said))
    assert not is_asked(STORY, place)
    assert is_asked(f"{STORY}（聞き手：三宅そら）", place)
    assert is_asked(f"{STORY}アン・ペン氏に話を聞きました。", place)


def test_an_office_asks_nothing(tmp_path: Path) -> None:
    question, answer = (pair.attribution for pair in pairs(tmp_path, INTERVIEW))
    assert (question.speaker, question.speaker_ja) == (None, None)
    assert answer.speaker_ja and "アシュビー" in answer.speaker_ja


def test_a_group_that_signs_in_latin_letters_is_what_the_page_calls_it(tmp_path: Path) -> None:
    found = {(pair.attribution.speaker, pair.attribution.speaker_ja) for pair in pairs(tmp_path, BAKERY)}
    assert found == {("Loaf Hour", "店側")}
