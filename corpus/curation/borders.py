"""Whether a text stands on a page by itself, or as a part of something longer: a word, a number, a clause.

`切符は要る` is no text of a page that says `切符は要るわけではない`, nor `We're 3 and 0.` of one that says `We're 3 and
0.5 games back.`, though the letters stand there. A text begins and ends where a sentence or a clause of the page does
that nothing behind takes back, at a line break, a bracket, or a mark between sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.languages import CLOSING_QUOTES, ENGLISH_ENDERS, JAPANESE_ENDERS, OPENING_QUOTES
from corpus.types import Language, Span

_JAPANESE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}ー々]")
_BEHIND = regex.compile("[^。！？!?」』\n、][^。！？!?」』\n、]*|、[^。！？!?」』\n、]*|")
_TAKEN_BACK = regex.compile("^とは|な[いかくし]|ません|ず(?:に|$)|[嘘誤違]|うそ|を否定|(?<!と)か$")
"""What takes back what stands before it in its sentence: とは思わない, というのは嘘だ."""

_TIES = frozenset("-‐‑–−+$€£¥￥#@.,．，:/'’")
"""What ties a number or a word to what stands beside it, without a space: -5, $5, 0.5, 1,000, non-member, don't."""

_ASKS = frozenset("?!？！⁉⁇⁈‽")


def by_itself(language: Language, page: str, spans: Sequence[Span], sentences: Sequence[Span] = ()) -> bool:
    """Whether what stands on these spans of a page begins and ends at borders.

    `sentences` are those of the page in its language, and the clauses that are read as such. A line break within one is
    no border.
    """
    start, end = spans[0].start, spans[-1].end
    starts, ends = ({one.start for one in sentences}, {one.end for one in sentences})
    return (start in starts or _begins(language, page, start, sentences)) and (
        (end in ends and not _taken_back(language, page, end)) or _ends(language, page, end, sentences)
    )


def _begins(language: Language, page: str, start: int, sentences: Sequence[Span]) -> bool:
    at = start  # where what stands before it ends
    while at and page[at - 1].isspace():
        at -= 1
    near, first = page[at - 1 : at], page[start]
    if not at or first in OPENING_QUOTES or _on_another_line(page, at - 1, start, sentences):
        return True
    if at == start and near in _TIES:
        return near in OPENING_QUOTES and not page[max(0, at - 2) : at - 1].isalnum()
    if near.isalnum():
        return _scripts_differ(language, first, near)
    return language == "ja" or near not in ",，"


def _ends(language: Language, page: str, end: int, sentences: Sequence[Span]) -> bool:
    at = end  # where what stands behind it begins
    while at < len(page) and page[at].isspace():
        at += 1
    last, near, apart = page[end - 1], page[at : at + 1], at > end
    if not near or _on_another_line(page, end - 1, at, sentences):
        return True
    if last in JAPANESE_ENDERS | ENGLISH_ENDERS | CLOSING_QUOTES:  # but 0. is no end of 0.5
        return apart or last != "." or not (near.isascii() and near.isalnum())
    if near in _ASKS or (not apart and near in _TIES and not _closes(page[at : at + 2])):
        return False
    return not near.isalnum() or _scripts_differ(language, last, near)


def _taken_back(language: Language, page: str, end: int) -> bool:
    """Whether what follows a clause to the next comma says that it is not so, or asks; English says so before it."""
    behind = _BEHIND.match(page, end) if language == "ja" and page[end - 1] not in JAPANESE_ENDERS else None
    return behind is not None and bool(_TAKEN_BACK.search(behind[0]))


def _closes(behind: str) -> bool:
    """Whether a mark that may tie two words or numbers is the last of its text here: a full stop, a closing quote."""
    second = behind[1:2]
    return behind[0] in ".．,，'’:" and not second.isalnum() and (behind[0] not in ",，" or second in CLOSING_QUOTES)


def _scripts_differ(language: Language, mine: str, other: str) -> bool:
    """Whether English meets Japanese: beside a text in Japanese, English words are often a part of it."""
    return language == "en" and mine.isascii() and bool(_JAPANESE.match(other))


def _on_another_line(page: str, one: int, other: int, sentences: Sequence[Span]) -> bool:
    """Whether a line ends between two characters, and no sentence goes on over it."""
    if "\n" not in page[one:other]:
        return False
    return not any(sentence.start <= one and other < sentence.end for sentence in sentences)
