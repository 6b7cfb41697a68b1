"""The day of a letter or a statement, from the line above it that gives one; the year of a signature that has none.

"2 February 2026", "Date: 30 September 2025", "To the Board of Ostrand Ltd. — 21 January 2026": such a line dates the
English below it as far as that goes, and what else the same person says in pieces, each before its rendering.
"@ullabeck · Aug 6" is of the last such day up to that of the page, where its source does not give it the one in its
first lines that is no sentence's: "2021年1月5日に就任した市長は" tells of another day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from corpus.extraction.dates import iso_date, latest_date
from corpus.extraction.lines import JAPANESE_LINE, LATIN_WORD, SENTENCE_END, Line
from corpus.types import Passage

_HEAD = 8  # lines in which a page gives its day
_SAID = frozenset({"english", "signature", "byline"})  # kinds of lines that are not the page's own
_LONGEST = 90  # characters of a line that gives a day
_SENTENCE = "。"  # in a line that tells of days, and does not give one
# But one gives it that begins with it, by itself, or says that the page is of it: "2026年2月26日　傍聴席は11人。"
_GIVEN = regex.compile(r"^\s*[\d年月日/.-]+\s|(?:公開|更新|掲載|投稿|配信)[。）)]")
_OWN = frozenset({"japanese", "heading", "related"})  # kinds of lines above which the day is another text's


def with_years(lines: Sequence[Line], page: str | None) -> list[Line]:
    """The lines; those that say who wrote what on a day without a year have that of the page, whose day is given."""
    if page is None:
        return list(lines)
    return [
        replace(line, said=replace(line.said, posted_on=latest_date(line.text, page)))
        if line.kind in ("signature", "byline") and line.said.posted_on is None
        else line
        for line in lines
    ]


def page_day(lines: Sequence[Line]) -> str | None:
    """The day of a page, as its first own lines give it that are no sentences: in Japanese, or in figures alone."""
    told = [line for line in lines if line.kind != "blank"]
    own = (line.text for line in told[:_HEAD] if line.kind not in _SAID and _gives(line.text))
    days = (iso_date(text) for text in own if JAPANESE_LINE.search(text) or not LATIN_WORD.search(text))
    return next((day for day in days if day), None)


def _gives(text: str) -> bool:
    """Whether a line gives the day that it names, and does not tell of it."""
    return _SENTENCE not in text or bool(_GIVEN.search(text))


def dated(passages: Sequence[Passage], lines: Sequence[Line]) -> Iterator[Passage]:
    """The passages in order, English ones without a day with that of the line above them."""
    days = list(_days(lines))
    pieces: dict[tuple[str | None, str | None], str] = {}  # by who speaks: the day of the piece before
    for passage in passages:
        said = passage.attribution
        if passage.language == "ja" or passage.role not in ("post", "quotation") or said.posted_on:
            yield passage
            continue
        who = (said.speaker, said.handle)
        day = days[bisect_right(lines, passage.span.start, key=_starts) - 1] or pieces.get(who)
        if day and any(who):
            pieces[who] = day
        yield replace(passage, attribution=replace(said, posted_on=day)) if day else passage


def _days(lines: Sequence[Line]) -> Iterator[str | None]:
    """Of each line the day that it or a line above gives, as far as that goes."""
    day: str | None = None
    for line in lines:
        if line.kind in _OWN or line.said.posted_on:
            day = None
        elif line.kind != "blank":
            day = _day(line) or day
        yield day


def _starts(line: Line) -> int:
    return line.span.start


def _day(line: Line) -> str | None:
    """The day that a line gives which is no sentence, and none in Japanese."""
    short = len(line.text) <= _LONGEST and not SENTENCE_END.search(line.text)
    return iso_date(line.text) if short and not JAPANESE_LINE.search(line.text) else None
