"""Chinese on a page, which is neither of the two languages: kanji alone do not make a line Japanese."""

from __future__ import annotations

import regex

from corpus.languages import CHINESE_ONLY

_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HAN = regex.compile(r"\p{Han}")
_SENTENCE = regex.compile(r"[\p{Han}，]{9,}[。？！，]")  # Japanese writes none of this length without kana
_LATIN = regex.compile(r"\p{Latin}{2,}")
_FEWEST = 4  # kanji; shorter lines are names and words of both languages
_WORDS = 3  # in Latin letters; a line that has more of them is English, whatever stands beside it


def is_chinese(text: str) -> bool:
    """Whether a line without kana is Chinese: by its letters, or as a sentence that is all in kanji."""
    kanji = _HAN.findall(text)
    if len(kanji) < _FEWEST or _KANA.search(text) or len(_LATIN.findall(text)) > _WORDS:
        return False
    return not CHINESE_ONLY.isdisjoint(kanji) or _SENTENCE.search(text) is not None
