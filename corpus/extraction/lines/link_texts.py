"""What a link within a sentence says is one piece: "詳しくは[React | 公式ドキュメント](https://...)を参照してください。"

Strokes and dashes set apart what a line says elsewhere, its sentences, its cells and the title of a page from who
published it. So pages are read as a copy of the same length in which those within such a link are `OBJECT`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from corpus.extraction.lines.line import language_of
from corpus.extraction.lines.markup import with_objects
from corpus.types import Mark, Span

_APART = regex.compile(r"[ 　](?:[-|｜–—―/／:：]|--)[ 　]")
# What a sentence goes on with behind a link, in Japanese and in English, and what it may end with behind one that it
# leads to ("Read [Testing - Docs](https://...).").
_GOES_ON = regex.compile(r" ?(?:[はがをにでのとへもや]|です|だ|から|まで|より|って)|,? \p{Ll}{2,}")
_ENDS = regex.compile(r"[.,;!?。]")
_LEADS_TO = regex.compile(r"(?<!\p{Lu})\p{Ll}+ $|[\p{Hiragana}、] ?$")


def with_whole_links(text: str, marks: Iterable[Mark]) -> str:
    """A text with `OBJECT` for what would divide a link within a sentence."""
    links = (mark.span for mark in marks if mark.kind == "link")
    return with_objects(text, (place for link in links for place in _dividers(text, link)))


def _dividers(text: str, link: Span) -> Iterator[Span]:
    """Where the text of a link is divided that stands within a sentence."""
    if "\n" in text[link.start : link.end] or not _is_within(text, link):
        return
    for match in _APART.finditer(text, link.start, link.end):
        if not _two_texts(text[link.start : match.start()], text[match.end() : link.end]):
            yield Span(*match.span())


def _two_texts(before: str, behind: str) -> bool:
    """Whether a text and its rendering stand in the link, or several sentences."""
    return language_of(before) != language_of(behind) or before.rstrip().endswith(("。", "."))


def _is_within(text: str, link: Span) -> bool:
    """Whether a sentence goes on behind a link, or leads to it and ends there."""
    if _GOES_ON.match(text, link.end):
        return True
    before = text[max(0, link.start - 24) : link.start]
    return _ENDS.match(text, link.end) is not None and _LEADS_TO.search(before) is not None
