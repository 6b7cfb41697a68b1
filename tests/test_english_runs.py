"""Which Latin letters of a Japanese line are English, and which marks say that a rendering follows."""

from __future__ import annotations

import pytest

from corpus.extraction.lines.leads import TRANSLATION
from corpus.extraction.sentences.english_runs import english_runs


@pytest.mark.parametrize(
    "line",
    [
        "~/.config/loft/lua/*.lua にある lua ファイルは、まとめられます。",
        "use_cache と run() を呼び出すと loft::lua::read も呼ばれます。",
        "Open Harbour Public License v2.0 (OHPL 2.0)から移ります。",
        "Harbour as a Service (HaaS)基盤は港を貸し出す仕組みです。",
        "実行中の文脈(the worker's running context)として知られます。",
        "実行中の文脈 （the worker's running context） は一つです。",
        "案内の「What does this mean for boat owners?」の項目が書き換えられました。",
    ],
)
def test_names_terms_and_code_are_no_english(line: str) -> None:
    assert english_runs(line, 0, len(line)) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("看板 (please do not feed birds) には「鳥に餌をやらないでください」とある。", "please do not feed birds"),
        ("名言 (The die is cast) は「賽は投げられた」という意味だ。", "The die is cast"),
        ("手放すな（don't let go of it）と言った。", "don't let go of it"),
        (
            "聖書の「Love your neighbor as yourself.」の節は「隣人を愛せ」と訳される。",
            "Love your neighbor as yourself.",
        ),
        ("案内の「How do I cancel?」の項目（解約するには？）", "How do I cancel?"),
        ("案内の「How do I cancel?」の欄干に立つ。", "How do I cancel?"),
        ('"Welcome, {name}!"（ようこそ、{name}さん！）', "Welcome, {name}!"),
        ("No pain, no gain=痛みなくして得るものなし", "No pain, no gain"),
        ("He/she/they all agreed. と言った。", "He/she/they all agreed."),
        ("STAY HOME, SAVE LIVES家にいて", "STAY HOME, SAVE LIVES"),
    ],
)
def test_sayings_and_what_is_rendered_behind_stay_english(line: str, said: str) -> None:
    assert [line[run.start : run.end] for run in english_runs(line, 0, len(line))] == [said]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("(DeepL Pro による翻訳) 港は五月に開く。", "港は五月に開く。"),
        ("【筆者訳】港は五月に開く。", "港は五月に開く。"),
        ("（編集部による和訳）：港は五月に開く。", "港は五月に開く。"),
        ("DeepL訳：港は五月に開く。", "港は五月に開く。"),
        ("DeepL訳)港は五月に開く。", "港は五月に開く。"),
        ("DeepL:) 港は五月に開く。", "港は五月に開く。"),
        ("訳) 港は五月に開く。", "港は五月に開く。"),
        ("（訳）港は五月に開く。", "港は五月に開く。"),
    ],
)
def test_marks_of_a_rendering_may_say_whose_it_is(line: str, rest: str) -> None:
    mark = TRANSLATION.match(line)
    assert mark is not None and line[mark.end() :] == rest


@pytest.mark.parametrize(
    "line",
    [
        "【内訳】港は五月に開く。", "【言い訳】港は五月に開く。", "（通訳）今日は来られません。",
        "（誤訳）港は五月に開く。", "（機械翻訳）は便利だが間違える。", "翻訳）という作業は続く。",
        "AI 翻訳: 今年の動向", "Google 翻訳：精度が上がった。", "【新刊の邦訳】『老人と海』が出た。",
    ],
)  # fmt: skip
def test_words_that_end_like_marks_are_none(line: str) -> None:
    assert TRANSLATION.match(line) is None
