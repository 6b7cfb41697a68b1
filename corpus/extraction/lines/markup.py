"""What a page's markup says about its lines: headings, link lists, items, quotations, bold, days, other languages.

Plain text has none of it; there every question is answered with nothing, and the lines speak for themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from corpus.extraction.lines.dates import iso_date
from corpus.extraction.lines.details import Detail
from corpus.extraction.lines.line import JAPANESE, LATIN_WORD, SENTENCE_END
from corpus.languages import NO_TONGUES, OUR_TONGUES
from corpus.types import Mark, Span

OBJECT = "\ufffc"  # the character that stands for what is no text
_PLAIN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?[.,:;!?]?")  # a word
_TWO, _FEW, _MOSTLY = 2, 4, 0.7  # words of a sentence, of another message, and how many of its words are plain
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_DAY = re.compile(r"\s*\d{4}-\d\d-\d\d(?!\d)")  # of a time as markup gives it: 2024-08-06T10:15:00Z
LINKED = 0.9  # of a line's characters: then it is a link and nothing else


@dataclass(frozen=True, slots=True)
class Markup:
    """The marks of a page that extraction asks about, each kind by where it begins."""

    headings: tuple[tuple[Span, str], ...] = ()  # with their levels
    links: tuple[Span, ...] = ()
    quotes: tuple[Span, ...] = ()
    items: frozenset[Span] = frozenset()
    bold: tuple[Span, ...] = ()
    days: tuple[Detail, ...] = ()  # of "3時間前", as its machine-readable form gives it
    foreign: tuple[Span, ...] = ()  # neither Japanese nor English
    hidden: str | None = None  # the page's text with `OBJECT` for code, where it has such

    def without_code(self, text: str) -> str:
        """The page's text with `OBJECT` for each letter of code in a line: it is of neither language."""
        return text if self.hidden is None else self.hidden

    def is_code(self, run: Span) -> bool:
        """Whether a run of Latin letters is little more than code: a whole sentence has a word besides, others two."""
        if self.hidden is None:
            return False
        told = self.hidden[run.start : run.end]
        return OBJECT in told and len(LATIN_WORD.findall(told)) < (1 if SENTENCE_END.search(told) else 2)

    def heading_of(self, line: Span) -> str | None:
        """The level of the heading that a line is, `1` to `6`; None for a line that is none."""
        at = bisect_right(self.headings, line.start, key=lambda heading: heading[0].start) - 1
        if at < 0 or not _within(line, self.headings[at][0]):
            return None
        return self.headings[at][1]

    def is_link(self, line: Span) -> bool:
        """Whether a line is all links."""
        first = bisect_left(self.links, line.start, key=_start)
        last = bisect_left(self.links, line.end, key=_start)
        covered = sum(min(link.end, line.end) - link.start for link in self.links[first:last])
        return covered >= LINKED * len(line)

    def link_at(self, start: int) -> Span | None:
        """The link that begins at a place."""
        at = bisect_left(self.links, start, key=_start)
        return self.links[at] if at < len(self.links) and self.links[at].start == start else None

    def is_item(self, line: Span) -> bool:
        """Whether a line is an item of a list, and all of it."""
        return line in self.items

    def is_bold(self, line: Span) -> bool:
        """Whether all of a line is in bold."""
        return _holds(self.bold, line)

    def bold_at(self, start: int) -> Span | None:
        """What is in bold from a place on."""
        at = bisect_left(self.bold, start, key=_start)
        return self.bold[at] if at < len(self.bold) and self.bold[at].start == start else None

    def is_foreign(self, text: Span) -> bool:
        """Whether a line or a sentence is in a third language."""
        return _holds(self.foreign, text)

    def is_quoted(self, line: Span) -> bool:
        """Whether a line stands in a block quotation."""
        return self.quotation_of(line) is not None

    def quotation_of(self, line: Span) -> Span | None:
        """The narrowest quotation that holds a line."""
        last = bisect_right(self.quotes, line.start, key=_start)
        around = (quote for quote in self.quotes[max(0, last - 8) : last] if _within(line, quote))
        return min(around, key=len, default=None)

    def quotations(self, line: Span) -> list[Span]:
        """The quotations inside a line that are less than all of it."""
        first = bisect_left(self.quotes, line.start, key=_start)
        last = bisect_left(self.quotes, line.end, key=_start)
        return [q for q in self.quotes[first:last] if q.end <= line.end and q != line and len(q)]


def markup_of(marks: Sequence[Mark], text: str) -> Markup:
    """The marks of an article with this text, sorted out."""

    def of(kind: Literal["link", "quote", "strong"]) -> tuple[Span, ...]:
        return tuple(sorted(mark.span for mark in marks if mark.kind == kind))

    headings = sorted((mark.span, mark.value) for mark in marks if mark.kind == "heading")
    items = frozenset(mark.span for mark in marks if mark.kind == "item")
    return Markup(
        headings=tuple(headings),
        links=of("link"),
        quotes=of("quote"),
        items=items,
        bold=of("strong"),
        days=tuple(_days(marks)),
        foreign=tuple(sorted(_foreign(marks, text))),
        hidden=_hidden(marks, text),
    )


def _hidden(marks: Sequence[Mark], text: str) -> str | None:
    """A text with `OBJECT` for what is marked as code and is no message in words: `Need to install packages`."""
    code = (mark.span for mark in marks if mark.kind == "code")
    hidden = [span for span in code if not _is_shown(text, span)]
    return with_objects(text, hidden) if hidden else None


def with_objects(text: str, spans: Iterable[Span]) -> str:
    """A text of the same length with `OBJECT` for each letter of some spans; of those that overlap the first counts."""
    parts, at = [], 0
    for span in sorted(spans):
        if span.start >= at:
            parts += [text[at : span.start], OBJECT * len(span)]
            at = span.end
    return "".join([*parts, text[at:]])


def _is_shown(text: str, code: Span) -> bool:
    """Whether what is marked as code is an account, or a message in words."""
    return text[code.start - 1 : code.start] in ("@", "＠") or _is_message(text[code.start : code.end])


def _is_message(code: str) -> bool:
    """Whether what is set as code is Japanese, a sentence of words, or most of it words and no option: a message."""
    words = code.split()
    plain = sum(_PLAIN.fullmatch(word) is not None for word in words)
    sentence = plain == len(words) >= _TWO and code[-1] in ".!?"
    option = any(word[0] in "-$/~" for word in words)
    return JAPANESE.search(code) is not None or sentence or (not option and plain >= max(_FEW, _MOSTLY * len(words)))


def _days(marks: Sequence[Mark]) -> Iterator[Detail]:
    """The days of the times that a page marks as such, in order, those that are in a calendar."""
    for mark in sorted((mark for mark in marks if mark.kind == "time"), key=lambda mark: mark.span):
        match = _DAY.match(mark.value)
        if match and (day := iso_date(match[0])):
            yield Detail(mark.span, day)


def _foreign(marks: Sequence[Mark], text: str) -> Iterator[Span]:
    """What the markup of parts of a page says to be in a third language, without what in it is said to be in another.

    What has kana is Japanese whatever a template says, and the language of an embedded post is a machine's guess.
    """
    told = [mark for mark in marks if mark.kind == "lang"]
    posts = [mark.span for mark in marks if mark.kind == "post"]
    for number, mark in enumerate(told):
        if not _is_third(mark.value) or any(_within(mark.span, post) for post in posts):
            continue
        own = list(_outside(mark.span, (told[later].span for later in range(number + 1, len(told)))))
        if not any(_KANA.search(text, part.start, part.end) for part in own):
            yield from own


def _is_third(tag: str) -> bool:
    """Whether a tag (`zh-Hant`) names neither of our languages; Japanese in Latin letters (`ja-Latn`) is a third."""
    language, *more = tag.lower().replace("_", "-").split("-")
    if language in OUR_TONGUES:
        return language[0] == "j" and "latn" in more
    return len(language) in (2, 3) and language not in NO_TONGUES


def _outside(span: Span, parts: Iterable[Span]) -> Iterator[Span]:
    """The stretches of a span between parts of it; those are in the order of their beginnings, and go on behind it."""
    at = span.start
    for part in takewhile(lambda part: part.start < span.end, parts):
        if part.start > at:
            yield Span(at, part.start)
        at = max(at, part.end)
    if at < span.end:
        yield Span(at, span.end)


def _start(span: Span) -> int:
    return span.start


def _holds(spans: Sequence[Span], text: Span) -> bool:
    """Whether one of some spans that do not overlap, or the one that begins last, holds a text."""
    at = bisect_right(spans, text.start, key=_start) - 1
    return at >= 0 and _within(text, spans[at])


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
