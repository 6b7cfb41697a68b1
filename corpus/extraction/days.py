"""The day of a letter or a statement, from the line above it that gives one.

"2 February 2026", "Date: 30 September 2025", "To the Board of Ostrand Ltd. — 21 January 2026": such a line dates the
English below it as far as that goes, and what else the same person says in pieces, each before its rendering.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.extraction.dates import iso_date
from corpus.extraction.lines import JAPANESE_LINE, SENTENCE_END, Line
from corpus.types import Passage

_LONGEST = 90  # characters of a line that gives a day
_OWN = frozenset({"japanese", "heading", "related"})  # kinds of lines above which the day is another text's


def dated(passages: Sequence[Passage], lines: Sequence[Line]) -> Iterator[Passage]:
    """The passages in order, English ones without a day with that of the line above them."""
    days: dict[int, str] = {}  # by where a line of English begins: the day that the lines above it give
    day: str | None = None
    for line in lines:
        if line.kind in _OWN or line.said.posted_on:
            day = None
        elif line.kind != "blank":
            day = _day(line) or day
        if day:
            days[line.span.start] = day
    starts = sorted(days)
    pieces: dict[tuple[str | None, str | None], str] = {}  # by who speaks: the day of the piece before
    for passage in passages:
        said = passage.attribution
        if passage.language == "ja" or passage.role not in ("post", "quotation") or said.posted_on:
            yield passage
            continue
        at = bisect_left(starts, passage.span.start + 1) - 1
        line_day = days[starts[at]] if at >= 0 and _together(lines, starts[at], passage.span.start) else None
        who = (said.speaker, said.handle)
        found = line_day or (pieces.get(who) if any(who) else None)
        if found and any(who):
            pieces[who] = found
        yield replace(passage, attribution=replace(said, posted_on=found)) if found else passage


def _together(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether a passage begins on the line that begins at `start`."""
    number = bisect_left(lines, start, key=lambda line: line.span.start)
    return number < len(lines) and lines[number].span.start <= at <= lines[number].span.end


def _day(line: Line) -> str | None:
    """The day that a line gives which is no sentence, and none in Japanese."""
    short = len(line.text) <= _LONGEST and not SENTENCE_END.search(line.text)
    return iso_date(line.text) if short and not JAPANESE_LINE.search(line.text) else None
