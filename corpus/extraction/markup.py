"""What a page's markup says about its lines: headings, link lists, items, block quotations, quotations inside a line.

Plain text has none of it; there every question is answered with nothing, and the lines speak for themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.types import Mark, Span

LINKED = 0.9  # of a line's characters: then it is a link and nothing else


@dataclass(frozen=True, slots=True)
class Markup:
    """The marks of a page that extraction asks about, each kind by where it begins."""

    headings: tuple[tuple[Span, str], ...] = ()  # with their levels
    links: tuple[Span, ...] = ()
    quotes: tuple[Span, ...] = ()
    items: frozenset[Span] = frozenset()

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

    def is_item(self, line: Span) -> bool:
        """Whether a line is an item of a list, and all of it."""
        return line in self.items

    def is_quoted(self, line: Span) -> bool:
        """Whether a line stands in a block quotation."""
        last = bisect_right(self.quotes, line.start, key=_start)
        return any(_within(line, quote) for quote in self.quotes[max(0, last - 8) : last])

    def quotations(self, line: Span) -> list[Span]:
        """The quotations inside a line that are less than all of it."""
        first = bisect_left(self.quotes, line.start, key=_start)
        last = bisect_left(self.quotes, line.end, key=_start)
        return [q for q in self.quotes[first:last] if q.end <= line.end and q != line and len(q)]


def markup_of(marks: Sequence[Mark]) -> Markup:
    """The marks of an article, sorted out."""

    def of(kind: Literal["link", "quote"]) -> tuple[Span, ...]:
        return tuple(sorted(mark.span for mark in marks if mark.kind == kind))

    headings = sorted((mark.span, mark.value) for mark in marks if mark.kind == "heading")
    items = frozenset(mark.span for mark in marks if mark.kind == "item")
    return Markup(tuple(headings), of("link"), of("quote"), items)


def _start(span: Span) -> int:
    return span.start


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
