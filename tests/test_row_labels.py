"""Labels before lines that only the lines around them tell from what is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.lines.markup import markup_of
from corpus.extraction.lines.row_labels import without_labels
from corpus.types import Mark, Span


def bare(text: str, *bold: str) -> list[str]:
    """The lines of a text without their labels, given what is in bold, and that they are characters of the text."""
    marks = [Mark("strong", Span(text.index(words), text.index(words) + len(words))) for words in bold]
    markup = markup_of(marks, text)
    lines = without_labels(lines_of(text, markup), markup)
    assert [text[line.span.start : line.span.end] for line in lines] == [line.text for line in lines]
    return [line.text for line in lines if line.text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "1 谷に井戸があった。\n1 There was a well.\n2 人々は名を忘れた。\n2 The people forgot its name.",
            ["谷に井戸があった。", "There was a well.", "人々は名を忘れた。", "The people forgot its name."],
        ),
        (
            "14 雨だった。\n15 風だった。\n16 晴れた。\n\n14 It rained.\n15 It blew.\n16 It was fine.",
            ["雨だった。", "風だった。", "晴れた。", "It rained.", "It blew.", "It was fine."],
        ),
        (
            "E101 Your session has expired.\n期限が切れました。\nE102 The file is too large.\nE102 大きすぎます。",
            ["Your session has expired.", "期限が切れました。", "The file is too large.", "大きすぎます。"],
        ),
        (
            "老人 また止まってる。\nOLD MAN It's stopped again.\n看護師 (間)待ってる。\nNURSE (pause) It's waiting.",
            ["また止まってる。", "It's stopped again.", "(間)待ってる。", "(pause) It's waiting."],
        ),
    ],
)
def test_labels_of_both_languages_and_of_rows_are_cut(text: str, found: list[str]) -> None:
    assert bare(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "3 人が来た。\n3 men came.\n4 人が残った。\n4 men stayed.",  # these count
        "1 谷に井戸があった。\nThere was a well.\n2 人々は名を忘れた。\nThe people forgot its name.",
        "F15 Eagles took off.\nF15が離陸した。\nF16 Falcons stayed.\nF16は残った。",
        "E102 The file is too large.\nファイルが大きすぎます。",
        "NASA It is a launch.\n米宇宙局 打ち上げです。",
        "NASA It is a launch.\n打ち上げです。\nESA It is a delay.\n延期です。",
    ],
)
def test_what_is_said_stays(text: str) -> None:
    assert bare(text) == text.split("\n")


def test_words_in_bold_label_where_both_languages_have_them() -> None:
    text = "要旨 三つの市で調べた。\n\nAbstract We looked at three cities."
    assert bare(text, "要旨", "Abstract") == ["三つの市で調べた。", "We looked at three cities."]
    assert bare(text, "Abstract") == text.split("\n\n")
    assert bare(text.replace("要旨 ", "要旨"), "要旨", "Abstract") == text.replace("要旨 ", "要旨").split("\n\n")


PIECES = ["1 ", "2 ", "3 ", "E101 ", "E102 ", "OLD MAN ", "老人 ", "雨だった。", "It rained.", "\n", "\n\n"]
TABLES = [
    "1 谷に井戸があった。\n1 There was a well.\n2 人々は名を忘れた。\n2 The people forgot its name.\n",
    "E101 Your session has expired.\n期限が切れました。\nE102 The file is too large.\nE102 大きすぎます。\n",
    "老人 また止まってる。\nOLD MAN It's stopped again.\n看護師 (間)待ってる。\nNURSE (pause) It's waiting.\n",
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*PIECES, *TABLES]), max_size=12).map("".join))
def test_lines_keep_their_ends_and_some_text(text: str) -> None:
    markup = markup_of((), text)
    lines = lines_of(text, markup)
    for line, cut in zip(lines, without_labels(lines, markup), strict=True):
        assert (line.span.end, line.kind) == (cut.span.end, cut.kind)
        assert line.text.endswith(cut.text)
        assert bool(cut.text) == bool(line.text)
