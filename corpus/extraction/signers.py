"""Names that sign what stands above them in both languages, as collections of quotations have them.

    A map is a letter from someone who got lost before you.
    地図とは、あなたより先に道に迷った誰かからの手紙である。
    ― フレデリカ・ストーン               behind a dash, "発言者：フレデリカ・ストーン", or "（随筆家）" behind the name

A dash begins many a line, and a hyphen the items of lists: a dash signs where the page has a name alone behind it below
each English text, and above none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import regex

from corpus.extraction.bylines import NAME
from corpus.extraction.english_runs import english_runs
from corpus.extraction.line import Line
from corpus.extraction.mentions import TITLES
from corpus.types import Span

_JAPANESE_NAME = (
    r"(?:[\p{Han}々]{1,8}の)?"
    r"(?:[\p{Katakana}ー]{2,}(?:[・＝=\s][\p{Katakana}ー]+)*|[\p{Han}々]{1,4}[ 　]?[\p{Han}々]{1,4})"
    rf"(?:{TITLES})?"
)
_SIGNER = regex.compile(
    rf"(?:(?:[—–―─]{{1,2}}|--)\s*|[（(【\[]?(?:発言者|話者|語り手|Speaker|Said by)[)）】\]]?\s*[:：]?\s*)"
    rf"(?P<name>{_JAPANESE_NAME}|{NAME})\s*(?:[、,（(／/].{{0,40}})?$"
    rf"|(?P<name>{_JAPANESE_NAME})\s?[（(][^（）()]{{2,40}}[)）]$"
)
_LONGEST = 120  # characters of a line that signs
Signer = tuple[Span, str]
"""A stretch of a page, and the form by which it names who says all that is rendered in it."""


def signers_of(lines: Sequence[Line]) -> tuple[Signer, ...]:
    """The signers of a page, each with what stands above the name, below the one before; none where they are no habit.

    One alone is none, nor is any where a name stands above the first English text or English below the last name.
    """
    told = [line for line in lines if line.kind != "blank"]
    names = {at: match["name"] for at, line in enumerate(told) if (match := _signs(line))}
    if len(names) < 2:
        return ()
    english = [at for at, line in enumerate(told) if at not in names and _has_english(line)]
    bounds = [-1, *names]
    each = all(bisect_left(english, above) < bisect_left(english, below) for above, below in pairwise(bounds))
    if not each or english[-1] > bounds[-1]:
        return ()
    return tuple((Span(told[above + 1].span.start, told[at].span.start), names[at]) for above, at in pairwise(bounds))


def _has_english(line: Line) -> bool:
    return line.kind == "english" or (line.kind == "japanese" and bool(english_runs(line.text, 0, len(line.text))))


def _signs(line: Line) -> regex.Match[str] | None:
    """A line that may sign what is above it in both languages: no signature of the English alone."""
    short = len(line.text) <= _LONGEST and line.kind in ("english", "japanese", "furniture")
    return _SIGNER.match(line.text) if short else None
