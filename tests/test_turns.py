"""Labels in hiragana, or of two words: which of them a page shows to be names."""

from __future__ import annotations

import pytest

from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.lines.leads import lead_of
from corpus.extraction.lines.turns import turns_of

SAID = "電車がまた遅れています。"


@pytest.mark.parametrize(
    ("english", "label", "name"),
    [
        ("Miyuki", "みゆき：", "みゆき"),
        ("Miyuki", "みゆきさん: ", "みゆきさん"),
        ("Miyuki", "みゆき　", "みゆき"),
        ("Yuri Koike", "小池ゆり（学生）：", "小池ゆり"),
        ("Makoto Ito", "伊藤 誠：", "伊藤 誠"),
        ("Maria Lopez", "マリア ロペス：", "マリア ロペス"),
    ],
)
def test_an_english_label_beside_it_shows_a_name(english: str, label: str, name: str) -> None:
    assert turns_of(lines_of(f"題名\n{english}: My train is late.\n{label}{SAID}")) == {name}


def test_turns_show_names_where_they_come_again_or_have_a_time() -> None:
    again = f"Kate: My train is late.\nゆり: {SAID}\nケイト：今日もです。\nゆり: {SAID}"
    assert turns_of(lines_of(again)) == {"ゆり"}
    assert turns_of(lines_of(f"10:02 Kate: My train is late.\n10:03 ゆり: {SAID}")) == {"ゆり"}


@pytest.mark.parametrize(
    "page",
    [
        f"題名\nKate: My train is late.\nつまり：{SAID}\nKate: It is late.\nつまり：{SAID}",
        f"題名\nThe Train: It is late.\nきのう　{SAID}",
        f"題名\nWeather: Rain, and a late train.\n重要 事項：{SAID}",
        f"しつもん：電車は来ますか。\nこたえ：{SAID}\nしつもん：いつですか。\nこたえ：{SAID}",
        f"題名\nまめちしき：{SAID}\n\n駅では、まめちしき：という札が立つ。",
    ],
)
def test_what_a_page_does_not_show_to_be_a_name_is_none(page: str) -> None:
    assert not turns_of(lines_of(page))


def test_what_was_exported_from_a_chat_has_a_name_behind_each_time() -> None:
    page = f"[LINE] Kateとのトーク履歴\n\n2025/05/31(土)\n18:20 Kate My train is late.\n18:21 森田 {SAID}"
    assert turns_of(lines_of(page)) == {"Kate", "森田"}
    assert not turns_of(lines_of(page.partition("\n\n")[2]))


def test_accounts_in_angle_brackets_take_turns() -> None:
    assert turns_of(lines_of(f"<kate> It is late.\n<yuri> {SAID}\n<kate> Again.\n<yuri> {SAID}")) == {"yuri"}
    tags = "<title> is the title of a page.\n<title> はページの題名です。\n<body> は本文です。"
    assert not turns_of(lines_of(tags))


@pytest.mark.parametrize(
    ("label", "speaks"),
    [
        ("コール", True),
        ("注", False),
        ("編注", False),
        ("解説", False),
        ("訳注", False),
        ("日本語", False),
        ("Tip", False),
    ],
)
def test_a_line_in_brackets_is_a_turn_by_the_label_of_who_speaks_alone(label: str, speaks: bool) -> None:
    line = f"（{label}：{SAID}）"
    assert lead_of(line, 0, len(line)).speech == speaks
