"""What is a thing for all that its page tells, and what may be somebody who speaks."""

from __future__ import annotations

import re

import pytest

from corpus.extraction.attribution.persons import is_thing
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.people.naming import nouns_of
from corpus.types import Span

SAID = "もう遅いと思った"
SOMEBODY = [
    ("店員が来た。", "店員"),
    ("応募者Aが来た。", "応募者A"),
    ("現地当局が来た。", "現地当局"),
    ("老婆マーサが来た。", "老婆マーサ"),
    ("元同僚のジュリアが来た。", "元同僚のジュリア"),
    ("ソンさんが来た。", "ソンさん"),
    ("14:02 管制「到着ですか」", "管制"),
    ("ショーナ：到着です。", "ショーナ"),
    ("気象庁の声明によると雨だ。", "気象庁"),
    ("気象庁は雨だと説明した。", "気象庁"),
    ("ウルリケ（Ulrike）が来た。", "ウルリケ"),
    ("ケンジが静かに\n「到着です」", "ケンジ"),
    ("ケンジは「到着」と一言。", "ケンジ"),
    ("ケンジに怒られた。", "ケンジ"),
    ("早乙女凛（17）が来た。", "早乙女凛"),
    ("ミゲルの口癖だ。", "ミゲル"),
    ("ミゲルはペルーから来た留学生だ。", "ミゲル"),
    ("佐藤が肩をすくめた。", "佐藤"),
    ("到着です。\n— ケンジ", "ケンジ"),
    ("ストーンさん（Stone）は「到着」と話した。\nA stone fell.", "ストーンさん"),
    ("ストーン（Stone）は「到着」と話した。\nThe Stone family left.", "ストーン"),
    ("マルコの口癖だ。マルコーニは笑った。", "マルコ"),
    ("ウィル（Will）は「到着」と話した。\nWe will wait.", "ウィル"),
    ("マークは「到着」と話した。ブックマークとベンチマークを見た。", "マーク"),
    ("スタッフは「到着」と話した。スタッフルームとキッチンスタッフ。", "スタッフ"),
]
THINGS = [
    ("スープが冷めていた。", "スープ"),
    ("今季のコートは高い。\n「到着です」", "今季のコート"),
    ("祖父の座右の銘は「到着」だった。", "祖父の座右の銘"),
    ("疑問文は最後です。", "疑問文"),
    ("最大の敗因は。", "最大の敗因"),
    ("早起きは三文の徳", "三文の徳"),
    ("（画像：燃えるオーブンの前）", "燃えるオーブン"),
    ("コードの話だ。ソースコードとコードベースを読む。", "コード"),
    ("スタイル（Style）の話だ。\nKeep the style short.", "スタイル"),
    ("Urgencyの話だ。\nThere is no urgency here.", "Urgency"),
    ("READMEによると、こうだ。", "README"),
    ("Fernhill Handbookによると、こうだ。", "Fernhill Handbook"),
]


def things_of(text: str, signed: tuple[str, ...] = ()) -> dict[str, bool]:
    """The forms of the nouns of a page that goes on with something said, and whether they are things."""
    text += f"\n「{SAID}」"
    at = text.index(SAID)
    page = nouns_of(text, [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)])
    asked = Rendering(Span(at, at + len(SAID)), None, quoted=True, signed=signed)
    things = [is_thing(page, who, asked) for who in range(len(page.names))]
    return {noun.form: things[noun.who] for noun in page.nouns}


@pytest.mark.parametrize(("text", "form"), SOMEBODY, ids=[text for text, _ in SOMEBODY])
def test_somebody(text: str, form: str) -> None:
    assert things_of(text)[form] is False


@pytest.mark.parametrize(("text", "form"), THINGS, ids=[text for text, _ in THINGS])
def test_things(text: str, form: str) -> None:
    assert things_of(text).get(form, True) is True


def test_a_word_in_katakana_that_sounds_like_who_signed_is_somebody() -> None:
    assert things_of("ケンジが来た。")["ケンジ"] and not things_of("ケンジが来た。", ("Kenji",))["ケンジ"]


def test_a_loan_word_is_not_she() -> None:
    said = things_of("エレナ・ロスが来た。\nコートは高い。\n彼女は帰った。")
    assert said == {**said, "コート": True, "彼女": False}


@pytest.mark.parametrize("piece", ["「", "は", "アの", "が\n", "ア は", "漢", "ア「", "アが手"])
def test_a_long_page_of_anything_has_the_things_of_a_short_one(piece: str) -> None:
    """With work that grows with the square of the length this would take minutes; `hostile_pages.py` prints ratios."""
    few, many = (things_of((piece * size)[:size]) for size in (1_000, 100_000))
    assert few == many
