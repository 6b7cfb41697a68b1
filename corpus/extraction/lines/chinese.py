"""Chinese on a page, which is neither of the two languages: kanji alone do not make a line Japanese."""

from __future__ import annotations

import regex

from corpus.languages import CHINESE_ONLY

_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HAN = regex.compile(r"\p{Han}")
_WORDS = regex.compile("上午|下午|因為|可以|請勿|的是")
_SENTENCE = regex.compile(r"(?<![\p{Han}，])[\p{Han}，]{12,}+[。？！]")  # Japanese has kana in so long a one
_LATIN = regex.compile(r"\p{Latin}{2,}")
_FEWEST = 4  # kanji; shorter lines are names and words of both languages
_MOST = 3  # words in Latin letters; a line that has more of them is English, whatever stands beside it


def is_chinese(text: str) -> bool:
    """Whether a line without kana is Chinese: by its letters, or as a sentence that is all in kanji."""
    kanji = _HAN.findall(text)
    if len(kanji) < _FEWEST or _KANA.search(text) or len(_LATIN.findall(text)) > _MOST:
        return False
    if not CHINESE_ONLY.isdisjoint(kanji) or _WORDS.search(text):
        return True
    return _SENTENCE.search(text) is not None
