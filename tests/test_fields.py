"""Labels of fields, which nobody says, beside labels of turns, which somebody does."""

from __future__ import annotations

import pytest
from helpers import CALM
from hypothesis import given
from hypothesis import strategies as st

from corpus.extraction.lines.fields import fields_of
from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.lines.leads import label_of_line

LABELS = [("Impact", "影響"), ("Glow", "グロウ"), ("Host", "司会"), ("Sato", "佐藤")]


def fields(text: str) -> frozenset[str]:
    """The labels of fields on a page."""
    return fields_of(text, lines_of(text), label_of_line).labels


def page(*labels: tuple[str, str], said: str = "The door is shut.") -> str:
    """A page with a line behind each label in both languages."""
    return "".join(f"{en}: {said}\n{ja}：扉は閉まっています。\n\n" for en, ja in labels)


@pytest.mark.parametrize(
    "labels",
    [
        [("Impact", "影響"), ("Workaround", "回避策")],
        [("Severity", "深刻度"), ("Risk", "リスク")],
        [("Refunds", "返金"), ("Glow", "グロウ")],
        [("Mitigation", "緩和策"), ("Breakfast", "朝食")],
        [("Background", "背景"), ("Glow", "グロウ")],
        [("Impact", "影響"), ("Reach", "到達範囲")],
        [("Deprecation", "廃止予定")],
        [("Access", "アクセス"), ("Capacity", "定員")],
    ],
)
def test_labels_that_render_each_other_and_come_once_are_fields(labels: list[tuple[str, str]]) -> None:
    assert fields(page(*labels)) == {word for label in labels for word in label}


def test_what_nobody_says_stands_behind_the_label_of_a_field() -> None:
    item = "- Glow: reduced to 8s.\n- グロウ：8秒に短縮。\n"
    assert fields(item) == {"Glow", "グロウ"}
    assert fields(item.replace("reduced to 8s.", "we should have left.")) == frozenset()
    assert fields(item.replace("- ", "")) == frozenset()


@pytest.mark.parametrize("said", ["We open at nine.", "Is it shut?", "it is for you."])
def test_who_says_we_or_asks_is_no_field_beside_others(said: str) -> None:
    talk = f"Nia: {said}\nニア：閉まっています。\n\n"
    for turn in (talk, talk.replace("Nia: ", "NIA >> ")):
        assert fields(page(("Impact", "影響")) + turn) == {"Impact", "影響"}


@pytest.mark.parametrize(
    "labels",
    [
        [("Tomasz", "トマシュ"), ("Host", "司会")],
        [("Tomasz", "トマシュ"), ("Ilse", "イルゼ")],
        [("Sato", "佐藤"), ("Ohno", "大野")],
        [("Zhang", "張"), ("Liu", "劉")],
        [("Jin", "陳"), ("Grace", "恵")],
        [("Hyun", "玄彬"), ("Zhang", "張偉")],
        [("Guard", "車掌")],
        [("Lost", "マーサー")],
        [("Impact", "影響"), ("Clerk", "店員")],
        [("Impact", "影響"), ("Risk", "リスク"), ("Impact", "影響")],
        [("Ilse Brandt", "イルゼ・ブラント"), ("Impact", "影響")],
    ],
)
def test_talk_has_no_fields(labels: list[tuple[str, str]]) -> None:
    assert fields(page(*labels)) == frozenset()


def test_a_single_kanji_is_no_field_beside_one() -> None:
    assert fields(page(("Impact", "影響"), ("Zhang", "張"))) == {"Impact", "影響"}


def test_a_part_of_a_name_on_the_page_is_nobodys_field() -> None:
    assert fields("イルゼ・グロウさん\n\n" + page(("Glow", "グロウ"), ("Impact", "影響"))) == frozenset()


@CALM
@given(st.lists(st.sampled_from(LABELS), max_size=5))
def test_fields_are_labels_of_the_page_and_stand_in_its_lines(labels: list[tuple[str, str]]) -> None:
    text = page(*labels)
    found = fields_of(text, lines_of(text), label_of_line)
    assert found.labels <= {word for label in labels for word in label}
    assert all(text[line.start : line.end].partition("：")[0] in found.labels for line in found.lines)
