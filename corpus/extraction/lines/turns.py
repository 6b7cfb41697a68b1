"""Labels in hiragana, of two words, or of a chat, before Japanese lines: which of them a page shows to be names.

    Miyuki: My train is late again.       an English label beside it that sounds so
    みゆき：電車がまた遅れるんです。
    Kate: Save me one dumpling!           or the label of somebody else beside it, where it comes again or has a time
    ゆり: 餃子を一つ残しておいて！

    [LINE] Kateとのトーク履歴               or what was said was exported from a chat
    18:21 森田 電車がまた遅れています。

Its letters alone tell nothing: つまり： and まとめ： look like みゆき：, and 重要 事項： like 伊藤 誠：.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from corpus.extraction.lines.labels import name_before, sounds_like
from corpus.extraction.lines.leads import Calling, calling_of, label_of_line
from corpus.extraction.lines.line import Line
from corpus.languages import FORM_WORDS_JA

_EXPORT, _ROW = regex.compile(r"\[LINE\]\s"), regex.compile(r"\d{1,2}:\d\d (\S{1,24}) ")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
# Words that stand before a colon and name nobody, on a page of turns too.
_NOBODY = FORM_WORDS_JA | frozenset({
    "つまり", "たとえば", "ちなみに", "なお", "まとめ", "おまけ", "あらすじ", "ひとこと", "こたえ", "しつもん",
    "きっかけ", "ねらい", "お知らせ", "おすすめ", "お題", "訳し方", "使い方", "読み方",
})  # fmt: skip


def turns_of(lines: Sequence[Line]) -> frozenset[str]:
    """The names that label lines of a page, of those that elsewhere would label none."""
    told = [line for line in lines if line.kind != "blank"]
    if told and _EXPORT.match(told[0].text):
        return frozenset(row[1] for line in told if (row := _ROW.match(line.text)))
    callings = [calling_of(line.text) if line.kind == "japanese" else None for line in told]
    english = [name_before(line.text) if line.kind == "english" else None for line in told]
    count = Counter(calling.name for calling in callings if calling and calling.colon)

    def speaks(at: int) -> str | None:
        calling = callings[at]
        labelled = calling.name if calling and calling.colon else english[at]
        return labelled or (label_of_line(told[at].text) if told[at].kind == "japanese" else None)

    def shown(at: int, calling: Calling) -> bool:
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(told)]
        if any((name := english[place]) and _is_heard(calling.name, name) for place in beside):
            return True
        turn = calling.colon and calling.name not in _NOBODY and (count[calling.name] > 1 or calling.timed)
        return turn and any((other := speaks(place)) and other != calling.name for place in beside)

    return frozenset(calling.name for at, calling in enumerate(callings) if calling and shown(at, calling))


def _is_heard(ja: str, en: str) -> bool:
    """Whether an English label may be the name of a Japanese one; of two words in kanji it has two words as well."""
    return sounds_like(ja, en) and (" " in en or _KANA.search(ja) is not None)
