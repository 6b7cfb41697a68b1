"""The numbers of a text as values, whichever way the language writes them; start at `numbers`.

1万8700, １８，７００, 一万八千七百 and 18,700 are one value; so are 9割 and 90 percent, 令和6年 and 2024,
3月 and March, 午後3時 and 3 p.m. `same` says what else is one: half past eight is 午前8時半 or 午後8時半, a third
of it 3割, 98年 is 1998. Lengths, weights and money are not converted: a page that does so (70 feet,
21メートル) renders freely. Small numbers in words ("one", "first", 一つ) are `weak`: they come and go in translation,
so they may agree but never disagree.

`agreement.py` has the values and when two are one, `japanese.py` and `english.py` a table each of the ways to write
them, `common.py` what both write alike, `otherwise.py` what differs and tells one fact all the same.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.alignment.comparing.anchors import without_anchors
from corpus.alignment.comparing.numbers.agreement import Number, NumberAgreement, number_agreement, same
from corpus.alignment.comparing.numbers.english import english_numbers
from corpus.alignment.comparing.numbers.japanese import japanese_numbers
from corpus.alignment.comparing.numbers.otherwise import Spans, unexplained
from corpus.types import Language

__all__ = ["Number", "NumberAgreement", "Spans", "number_agreement", "numbers", "same", "unexplained"]

READERS = {"ja": japanese_numbers, "en": english_numbers}


@lru_cache(maxsize=1 << 12)  # a sentence is asked for them by its signals, and again where it is a pair's text
def numbers(text: str, language: Language) -> frozenset[Number]:
    """The different numbers of a text; those in links, handles and hashtags are none. Linear in the text's length."""
    return frozenset(READERS[language](without_anchors(text)))
