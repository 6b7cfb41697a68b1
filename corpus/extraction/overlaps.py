"""Which of many spans touch another, found without looking at each: a line may hold thousands of quotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from corpus.types import Span


class Overlaps:
    """Spans of one text, in any order; they may lie in each other."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]
        self._ends = list(accumulate((span.end for span in self._spans), max))  # the furthest end up to here

    def touching(self, span: Span) -> list[Span]:
        """Those that share a character with a span, in the order of their starts."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        return [other for other in self._spans[first:last] if other.end > span.start]
