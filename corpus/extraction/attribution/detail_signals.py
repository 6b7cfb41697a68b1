"""What a page tells of a detail of what was said, in numbers: one row for each of the days, or accounts, named near.

The rows are for `posted`, which learned when one of them is right, and when none is. They are compared by the lines,
texts and headings between them and what is asked about, by the lines they stand in, by the letters around them, and by
whether whoever speaks is named beside them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np
import regex
from numpy.typing import NDArray

from corpus.extraction.attribution.voices import Rendering, ranked
from corpus.extraction.attribution.wordings import Slots, alike, hashed
from corpus.extraction.lines.details import Detail
from corpus.extraction.lines.line import Kind, Line
from corpus.names import strip_title
from corpus.types import Attribution

Array = NDArray[np.float64]
SLOTS = 1 << 12  # of a table of letters around details
NEAR, BELOW, FIRST = 40, 20, 12  # details above a text that are looked at, below it, and at the beginning of the page
_HEAD = 4  # lines of a page's head
_SHORT = 40  # characters of a Japanese line that may be a heading
_CLOSE = 200  # characters below a text in which the letters around a detail say anything
_BEFORE, _AFTER = 8, 10  # letters around a detail that are looked at
_AROUND = 200  # characters on both sides of a detail, in its line, among which a name is looked for
_AKIN = 4  # letters with which a name begins that an account may have
_KINDS = get_args(Kind)
_FAR, _MANY, _LONG = 9999.0, 99.0, 999.0  # characters; texts, others, lines between; lines of a page, letters of one
_FURTHEST = 3000  # characters in which full stops are counted
_NAMES = regex.compile(r"[\p{Latin}'’-]{3,}|\p{Katakana}[\p{Katakana}ー]+|\p{Han}{2,}")  # words of a name

_WAY = ("far", "lines", "rank", "texts")
_PLACE = ("kind", "length", "sentence", "written", "line", "japanese", "named", "account")
_NOWHERE = (_FAR, *4 * (_MANY,), -2.0, _LONG, 0.0, -1.0, _LONG, -1.0, -1.0, -1.0)
SIGNALS = (
    *(f"{which}_{what}" for which in ("above", "below") for what in (*_WAY, "heads", *_PLACE)),
    *(f"before_{what}" for what in (*_WAY, "stops", *_PLACE)),
    "behind_far", "behind_lines", "behind_stops",
    *(f"first_{what}" for what in _PLACE),
    "times", "fully", "in_head", "of_page", "order", "signs", "own", "own_alone", "own_lines", "akin", "is_ruled",
    "values", "values_in_head", "of_page_known", "values_signed", "values_own", "texts", "texts_signed",
    "characters", "lines", "ruled", "speaker", "handle", "speaker_ja", "quoted", "at", "at_ja",
    "wording", "wording_behind_first",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A page's text, its lines but blank ones, and where its English texts begin."""

    text: str
    lines: tuple[Line, ...] = ()
    texts: tuple[int, ...] = ()

    @cached_property
    def line_starts(self) -> list[int]:
        """Where the lines begin."""
        return [line.span.start for line in self.lines]

    @cached_property
    def japanese(self) -> list[bool]:
        """Whether each line is."""
        return [line.language == "ja" for line in self.lines]

    @cached_property
    def headings(self) -> list[int]:
        """The numbers of the lines that may head what is below them."""
        lines = enumerate(self.lines)
        return [at for at, one in lines if self.japanese[at] and len(one.text) < _SHORT and one.text[-1] != "。"]

    def line_at(self, place: int) -> int:
        """The number of the line that a place is on, or that is above it."""
        return bisect_right(self.line_starts, place) - 1


@dataclass(frozen=True)
class Details:
    """The details of one sort that a page names, in order.

    Details are one whose values differ in nothing but capitals. `page` is the one of the page itself, its own day, and
    `signed` how many of its English texts have one by the lines around them.
    """

    layout: Layout
    details: tuple[Detail, ...] = ()
    signed: int = 0
    page: str | None = None

    @cached_property
    def starts(self) -> list[int]:
        """Where the details begin."""
        return [detail.span.start for detail in self.details]

    @cached_property
    def keys(self) -> list[str]:
        """The value of each in small letters."""
        return [detail.value.lower() for detail in self.details]

    @cached_property
    def line_of(self) -> list[int]:
        """The number of the line of each detail."""
        return [max(0, self.layout.line_at(start)) for start in self.starts]

    @cached_property
    def of(self) -> dict[str, list[int]]:
        """The numbers of the details with each value."""
        found: dict[str, list[int]] = {}
        for number, key in enumerate(self.keys):
            found.setdefault(key, []).append(number)
        return found

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each value among all, by their letters: of days the earliest first."""
        return {key: rank for rank, key in enumerate(sorted(self.of))}

    @cached_property
    def beside(self) -> list[str]:
        """What stands around each detail in its line, in small letters."""
        lines = (self.layout.lines[line].span for line in self.line_of)
        spans = ((detail.span, line) for detail, line in zip(self.details, lines, strict=True))
        near = ((max(line.start, own.start - _AROUND), min(line.end, own.end + _AROUND)) for own, line in spans)
        return [self.layout.text[start:end].lower() for start, end in near]

    @cached_property
    def fully(self) -> Counter[str]:
        """How often each value is written in full."""
        return Counter(key for key, detail in zip(self.keys, self.details, strict=True) if detail.written == 0)

    @cached_property
    def in_head(self) -> Counter[str]:
        """How often each value stands in the page's head."""
        return Counter(key for key, line in zip(self.keys, self.line_of, strict=True) if line < _HEAD)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The values that stand in signatures and bylines."""
        places = zip(self.keys, self.line_of, strict=True)
        return frozenset(key for key, line in places if self.layout.lines[line].kind in ("signature", "byline"))

    @cached_property
    def slots(self) -> dict[str, Slots]:
        """The slots of the letters around details, as far as they were asked for."""
        return {}


def signals_of(
    page: Details, asked: Rendering, said: Attribution, ruled: str | None, weights: Array
) -> tuple[list[str], Array]:
    """The values that a detail of a rendering may have, in small letters, and their signals (values, `SIGNALS`).

    `said` is what is known of who said it, `ruled` the detail by the lines around it; `weights` are in log-odds.
    """
    view = _View(page, asked, said, ruled)
    values = view.near()
    nothing, *worth = [float(weights[slots].sum()) for slots in view.slots(values)]
    best = max(worth, default=0.0)
    rows = [(*view.row(value), own - nothing, own - best) for value, own in zip(values, worth, strict=True)]
    return values, np.array(rows, np.float64).reshape(len(values), len(SIGNALS))


def slots_around(
    page: Details, asked: Rendering, said: Attribution, ruled: str | None
) -> tuple[list[str], list[Slots]]:
    """The values that a detail may have, and the slots of the letters around each, behind those of none of them."""
    view = _View(page, asked, said, ruled)
    values = view.near()
    return values, list(view.slots(values))


class _View:
    """A page seen from a rendering on it: what is the same for all values, said once."""

    def __init__(self, page: Details, asked: Rendering, said: Attribution, ruled: str | None) -> None:
        self.page, self.ja, self.ruled = page, asked.ja, ruled.lower() if ruled else None
        self.layout = layout = page.layout
        self.post = post = asked.post or asked.en or asked.ja
        self.post_lines = layout.line_at(post.start), layout.line_at(post.end - 1)
        self.ja_line = layout.line_at(self.ja.start)
        self.above, self.ja_above = (bisect_left(page.starts, place) for place in (post.start, self.ja.start))
        self.below = bisect_left(page.starts, post.end)
        around = [*range(min(FIRST, len(page.details)))]
        for at in (self.above, self.ja_above):
            around += range(max(0, at - NEAR), min(len(page.details), at + BELOW))
        self.numbers = sorted(set(around))
        names = f"{said.speaker or ''} {strip_title(said.speaker_ja or '')}"
        self.words = {word.lower() for word in _NAMES.findall(names)}
        named = self.words | ({f"@{said.handle.lower()}"} if said.handle else set())
        self.own = frozenset(n for n in self.numbers if any(word in page.beside[n] for word in named))
        self.own_lines: dict[str, list[int]] = {}  # of each value those that name who speaks
        for number in self.own:
            self.own_lines.setdefault(page.keys[number], []).append(page.line_of[number])
        self.rank_above = ranked(page.keys[max(0, self.above - NEAR) : self.above][::-1])
        self.rank_below = ranked(page.keys[self.below : self.below + BELOW])
        self.rank_before = ranked(page.keys[max(0, self.ja_above - NEAR) : self.ja_above][::-1])
        self.same: tuple[float, ...] = (
            len(page.of), len(page.in_head), page.page is not None, len(page.signs), len(self.own_lines),
            len(layout.texts), page.signed / max(1, len(layout.texts)), len(layout.text), len(layout.lines),
            ruled is not None, said.speaker is not None, said.handle is not None, said.speaker_ja is not None,
            asked.quoted, self.post_lines[0], self.ja_line,
        )  # fmt: skip

    def near(self) -> list[str]:
        """The values around the rendering and its English, and those at the beginning of the page."""
        return list(dict.fromkeys(self.page.keys[number] for number in self.numbers))

    def row(self, value: str) -> tuple[float, ...]:
        """The signals of one, but for those of the letters around it."""
        page, numbers = self.page, self.page.of[value]
        own = self.own_lines.get(value, [])
        nearest = min((abs(line - self.post_lines[0]) for line in own), default=_LONG)
        akin = any(word[:_AKIN] in value for word in self.words if len(word) >= _AKIN)
        return (
            *self._above(numbers, value),
            *self._below(numbers, value),
            *self._before(numbers, value),
            *self._behind(numbers),
            *self._place(numbers[0]),
            *(len(numbers), page.fully[value], page.in_head[value], value == page.page, page.order[value]),
            *(value in page.signs, bool(own), bool(own) and len(self.own_lines) == 1, nearest, akin),
            value == self.ruled,
            *self.same,
        )

    def slots(self, values: Sequence[str]) -> Iterator[Slots]:
        """The slots of the letters around each value, behind those that say that none is meant."""
        yield hashed(["none", f"none of {min(len(values), 5)}"], SLOTS)
        for value in values:
            yield np.concatenate(list(self._wording(self.page.of[value], value)))

    def _wording(self, numbers: Sequence[int], value: str) -> Iterator[Slots]:
        above, before = bisect_left(numbers, self.above), bisect_left(numbers, self.ja_above)
        below = bisect_left(numbers, self.below)
        near = "none above"
        if above:
            lines = min(self.post_lines[0] - self.page.line_of[numbers[above - 1]], 9)
            near = f"above {min(self.rank_above.get(value, 3), 3)} {lines}"
        yield hashed(["one", f"again {len(numbers) > 1}", near], SLOTS)
        if above:
            yield self._around(numbers[above - 1], "above")
        if before and not (above and numbers[above - 1] == numbers[before - 1]):
            yield self._around(numbers[before - 1], "before")
        if above != 1:
            yield self._around(numbers[0], "first")
        if below < len(numbers) and self.page.starts[numbers[below]] - self.post.end < _CLOSE:
            yield self._around(numbers[below], "below")

    def _around(self, number: int, how: str) -> Slots:
        """The slots of the letters around a detail. What a page was asked once it remembers."""
        if (place := f"{how} {number}") not in self.page.slots:
            self.page.slots[place] = hashed(self._letters(number, how), SLOTS)
        return self.page.slots[place]

    def _letters(self, number: int, how: str) -> Iterator[str]:
        """The letters before and behind a detail in its line, and those that begin that."""
        span, text = self.page.details[number].span, self.layout.text
        line = self.layout.lines[self.page.line_of[number]].span
        start, end = max(line.start, span.start - 2 * _BEFORE), min(line.end, span.end + 2 * _AFTER)
        before = "^" * (start == line.start) + alike(text[start : span.start])
        behind = alike(text[span.end : end])[:_AFTER] + "$" * (end == line.end)
        head = alike(text[line.start : min(line.start + _BEFORE, span.start)])
        yield from (f"{how} behind {behind[:size]}" for size in (1, 2, 3, 4, 6))
        yield from (f"{how} ahead {before[-size:]}" for size in (1, 2, 3, 4))
        yield from (f"{how} line {head[:size]}" for size in (1, 2, 3))

    def _place(self, number: int) -> tuple[float, ...]:
        """The line that a detail stands in."""
        at = self.page.line_of[number]
        line, written = self.layout.lines[at], self.page.details[number].written
        kind, sentence = _KINDS.index(line.kind), line.text.endswith(("。", "."))
        japanese, account = self.layout.japanese[at], "@" in self.page.beside[number]
        return (kind, len(line.text), sentence, written, at, japanese, number in self.own, account)

    def _above(self, numbers: Sequence[int], value: str) -> tuple[float, ...]:
        """How a detail stands above the English text."""
        if not (at := bisect_left(numbers, self.above)):
            return _NOWHERE
        number, post, (line, _) = numbers[at - 1], self.post, self.post_lines
        end, own = self.page.details[number].span.end, self.page.line_of[number]
        rank, heads = self.rank_above.get(value, _MANY), self._heads(own, line)
        return (post.start - end, line - own, rank, self._texts(end, post.start), heads, *self._place(number))

    def _below(self, numbers: Sequence[int], value: str) -> tuple[float, ...]:
        """How a detail stands below the English text, or in it."""
        if (at := bisect_left(numbers, self.above)) == len(numbers):
            return _NOWHERE
        number, post, (_, line) = numbers[at], self.post, self.post_lines
        start, own = self.page.starts[number], self.page.line_of[number]
        rank, heads = self.rank_below.get(value, _MANY), self._heads(line, own)
        return (start - post.end, own - line, rank, self._texts(post.end, start), heads, *self._place(number))

    def _before(self, numbers: Sequence[int], value: str) -> tuple[float, ...]:
        """How a detail stands before the rendering."""
        if not (at := bisect_left(numbers, self.ja_above)):
            return _NOWHERE
        number, start = numbers[at - 1], self.ja.start
        end, lines = self.page.details[number].span.end, self.ja_line - self.page.line_of[number]
        rank, stops = self.rank_before.get(value, _MANY), self._stops(end, start)
        return (start - end, lines, rank, self._texts(end, start), stops, *self._place(number))

    def _behind(self, numbers: Sequence[int]) -> tuple[float, float, float]:
        """How a detail stands behind the rendering."""
        at = bisect_left(numbers, bisect_left(self.page.starts, self.ja.end))
        if at == len(numbers):
            return (_FAR, _MANY, _MANY)
        start, line = self.page.starts[numbers[at]], self.page.line_of[numbers[at]]
        return (start - self.ja.end, line - self.ja_line, self._stops(self.ja.end, start))

    def _texts(self, start: int, end: int) -> int:
        """How many English texts begin between two places."""
        return bisect_left(self.layout.texts, end) - bisect_left(self.layout.texts, start)

    def _heads(self, above: int, below: int) -> int:
        """How many lines between two may be headings."""
        return bisect_left(self.layout.headings, below) - bisect_right(self.layout.headings, above)

    def _stops(self, start: int, end: int) -> float:
        return self.layout.text.count("。", start, end) if end - start < _FURTHEST else _MANY
