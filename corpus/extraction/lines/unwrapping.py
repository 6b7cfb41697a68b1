"""Japanese that goes on in the next line, as it is copied out of a PDF or broken by hand: one line again, for reading.

    当社のポンプは9台に1台ほどが塩害で失われており、農家の皆さまの前で喜ん
    で読み上げたい数字ではございません。                                      all lines as wide as the page, in mid-word

    壊れたまま発売して
    あとからパッチを当てる手もありましたし、
    そうしろと言う人は大勢いました。                                          short lines behind commas and particles

Everywhere else a line is a unit of its own, so pages are read as a copy of the same length in which such breaks are
blanks at the end of the lines that were put together; `Unwrapped` leads from places in the copy to those in the text.
So it is with letters and their marks (か and U+3099, as files of macOS have them), which are one letter in the copy.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex

from corpus.extraction.hashing import Ints
from corpus.extraction.lines.subtitles import Run, cues, untagged
from corpus.languages import HEADING_MARKS, LIST_MARKS
from corpus.types import Passage, Sentence, Span

NARROWEST = 36  # columns of a text that fills its lines, a Japanese letter having two
SLACK = 6  # columns by which a full line may be narrower: what may not stand at its end, or begin the next, is moved
FULL_LINES = 2  # of a paragraph that go on, from which on it fills its lines; a page has one more
GOING_ON = 0.3  # of the long lines of such a page, at least
WIDER = 0.1  # of the long lines of a page that fills its lines may be wider: tables, notes
BY_HAND = (12, 60)  # columns of a line that is broken by hand: shorter ones are headings, longer ones nobody broke
AHEAD = 8  # lines in which a sentence that is broken by hand has its full stop
MOST_OF_ONE = 4  # lines that render one English sentence
_FURTHEST = 600  # characters above them in which it is looked for
_STOP = regex.compile(r"[。！？]$")
_CUT = regex.compile(r"[\p{Hiragana}、，]$")
_ABOVE = regex.compile(r"(?:[^\n\p{Hiragana}\p{Katakana}\p{Han}]++\n)++\n?[ \t　]*\Z")
_LATIN = regex.compile(r"\p{Latin}{2}")
_ENGLISH_END = regex.compile(r"[.!?…][\"'”’)]*(?=\s|$)")
_MARKED = regex.compile(r"\P{M}\p{Mn}{1,4}+(?!\p{Mn})")  # a letter, and the marks that it has
_MANY_MARKS = regex.compile(r"\p{Mn}{5}")  # no letter has them; putting a million in order takes long
_BREAK = regex.compile(r"\r\n|\r|\n")
_BLANKS = str.maketrans("\r\n", "  ")
_LINE = regex.compile(r"[^\r\n]+")
_KANA = regex.compile(r"\p{Hiragana}")
_ENDED = regex.compile(r"[。！？!?…‥」』）)】〕〉》”\"：:♪☆★〜～|｜／/]$")
_HEADS = HEADING_MARKS | set("#＃→⇒")
_WITHIN_WORDS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー々、，「『（(]$")
_WITHIN = regex.compile(r"[。！？](?=[^。！？」』）)])")
_PROSE = regex.compile(r"[。！？][」』）)]*$")
# What begins a unit of its own: a mark of a list, a number, a time, a label.
_UNIT = regex.compile(
    rf"[{regex.escape(''.join(sorted(LIST_MARKS | HEADING_MARKS)))}>#＃↳└┗├┣│┃―—–◎▷【〔［\[<＜〈《|｜①-⓿❶-➓-]"
    r"|[（(]?[\d０-９]{1,3}\s*[.．)）、:：\t 　-]|[\d０-９]{1,2}[:：][\d０-９]{2}"
    r"|[QAＱＡ]\d*\s*[.．:：　]|[^\s。、「」『』]{1,16}(?:[:：]|　(?=\S))"
)
_PHRASE = regex.compile(r"(?:[、，]|(?<=\p{Han}|\p{Hiragana}|\p{Katakana}|ー)[はがをにもとのでて])$")
_HEADS_ON = regex.compile(r"(?:について|に関して|に対して|によって)[、，]?$")
_ADDRESSED = regex.compile(r".{0,16}(?:様|さま|さん|へ|各位|皆|みんな|みなさん|諸君)[、，]$")


@dataclass(frozen=True)
class Unwrapped:
    """A copy of a text in which some line breaks are moved behind what they stand in.

    `places` (n,) are those of each of its characters in the text, None where nothing is moved; `marks` are the places
    of marks that are one with the letter before them in the copy.
    """

    text: str
    places: Ints | None = field(default=None, compare=False, repr=False)
    marks: frozenset[int] = field(default=frozenset(), compare=False, repr=False)

    def passage(self, passage: Passage) -> Passage:
        """A passage of the copy as one of the text."""
        if self.places is None:
            return passage
        cue = passage.cue and _around(self._spans(passage.cue))
        return replace(passage, sentences=tuple(map(self._sentence, passage.sentences)), cue=cue)

    def copied(self, passage: Passage) -> Passage:
        """A passage of the text as one of the copy."""
        if self.places is None:
            return passage
        known = self._known.get(id(passage))
        if known is None or known[0] is not passage:  # it is kept here, so no other one has its id
            known = self._known[id(passage)] = passage, self._copied(passage)
        return known[1]

    @cached_property
    def _known(self) -> dict[int, tuple[Passage, Passage]]:
        """Passages of the text with those of the copy: each pair of a page asks for two."""
        return {}

    def _copied(self, passage: Passage) -> Passage:
        sentences = tuple(
            replace(each, span=self.span(each.span), pieces=tuple(_runs(map(self.span, each.pieces))))
            for each in passage.sentences
        )
        return replace(passage, sentences=sentences, cue=passage.cue and self.span(passage.cue))

    def span(self, span: Span) -> Span:
        """A span of the text as one of the copy."""
        if self.places is None or not len(span):
            return span
        own = self._copies[span.start : span.end]
        return Span(int(own.min()), int(own.max()) + 1)

    @cached_property
    def _copies(self) -> Ints:
        """Place in the text -> place in the copy."""
        assert self.places is not None
        copies = np.empty_like(self.places)
        copies[self.places] = np.arange(len(self.places))
        for mark in sorted(self.marks):
            copies[mark] = copies[mark - 1]
        return copies

    def _sentence(self, sentence: Sentence) -> Sentence:
        pieces = tuple(piece for span in sentence.spans for piece in self._spans(span))
        alone = len(pieces) == 1
        return replace(sentence, span=_around(pieces), pieces=() if alone else pieces)

    def _spans(self, span: Span) -> tuple[Span, ...]:
        """The stretches of the text that a span of the copy stands on."""
        assert self.places is not None
        read = np.arange(span.start, span.end)
        if self.marks:
            letters = read[~np.isin(self.places[read], self._marks)]
            read = letters if len(letters) else read
        own = self.places[read]
        borders = [0, *(np.flatnonzero(np.diff(own) != 1) + 1).tolist(), len(own)]
        told = [read[a:b] for a, b in pairwise(borders) if b > a]
        # Blanks between two lines that were put together are no part of what stands on both sides of them.
        kept = [each for each in told if not all(self.text[at].isspace() for at in each)] or told
        return self._with_marks(Span(int(self.places[each[0]]), int(self.places[each[-1]]) + 1) for each in kept)

    @cached_property
    def _marks(self) -> Ints:
        return np.array(sorted(self.marks))

    def _with_marks(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Spans of the text in order, the marks of their letters in them."""
        found: list[Span] = []
        for span in sorted(spans):
            end, start = span.end, span.start
            while end in self.marks:
                end += 1
            if found and found[-1].end == start and start - 1 in self.marks:
                start = found.pop().start
            found.append(Span(start, end))
        return tuple(found)


def unwrapped(text: str, *, plain: bool = True) -> Unwrapped:
    """A text with the Japanese lines that go on in the next one put together.

    Of `plain` text the lines of subtitles are, too, and it is read without the marks in it that nobody reads out.
    """
    copy = _composed(text)
    if plain:
        copy = _moved(copy, untagged(copy.text))
        copy = _moved(copy, cues(copy.text))
    return _moved(copy, (Run(Span(run[0].start, run[-1].end), run) for run in _wrapped(copy.text)))


def _composed(text: str) -> Unwrapped:
    """A copy in which letters with marks are one letter each, as they are mostly written."""
    if not _MANY_MARKS.search(text) and unicodedata.is_normalized("NFC", text):
        return Unwrapped(text)
    letters, runs, marks = list(text), list[Run](), set[int]()
    for line in _LINE.finditer(text):
        parts, at = list[Span](), line.start()
        for found in _MARKED.finditer(text, line.start(), line.end()):
            letter = unicodedata.normalize("NFC", found[0])
            if len(letter) == 1:
                letters[found.start()] = letter
                parts.append(Span(at, found.start() + 1))
                marks.update(range(found.start() + 1, found.end()))
                at = found.end()
        if parts:
            runs.append(Run(Span(*line.span()), [*parts, Span(at, line.end())]))
    return replace(_moved(Unwrapped("".join(letters)), runs), marks=frozenset(marks))


def _moved(copy: Unwrapped, runs: Iterable[Run]) -> Unwrapped:
    """A copy in which the parts of runs follow each other, with blanks behind them for what is not read."""
    text = copy.text
    order: list[Span] = []
    pieces: list[str] = []
    at = 0
    for whole, parts in runs:
        borders = [whole.start, *(place for part in parts for place in (part.start, part.end)), whole.end]
        gaps = [Span(a, b) for a, b in zip(borders[::2], borders[1::2], strict=True) if a < b]
        order += [Span(at, whole.start), *parts, *gaps]
        pieces += [text[at : whole.start], *(text[part.start : part.end].translate(_BLANKS) for part in parts)]
        pieces.append(" " * sum(map(len, gaps)))
        at = whole.end
    if not order:
        return copy
    order.append(Span(at, len(text)))
    places = np.concatenate([np.arange(span.start, span.end) for span in order])
    places = places if copy.places is None else copy.places[places]
    return Unwrapped("".join((*pieces, text[at:])), places, copy.marks)


class _Line(NamedTuple):
    """A Japanese line without the white space around it, and the columns that it takes with it."""

    span: Span
    body: str
    width: int

    @property
    def goes_on(self) -> bool:
        """Whether no sentence seems to end with it."""
        return _ENDED.search(self.body) is None

    @property
    def is_cut(self) -> bool:
        """Whether it goes on and ends with a letter or a comma of Japanese: "ID:kQz8Yw0p0" ends the head of a post."""
        return self.goes_on and _WITHIN_WORDS.search(self.body) is not None


def _wrapped(text: str) -> Iterator[list[Span]]:
    """Lines that are one, without the white space around them."""
    blocks = list(_blocks(text))
    of_page = _full_on(blocks)
    for block in blocks:
        prose = any("。" in line.body for line in block)
        if _is_one(text, block):
            yield [line.span for line in block]
            continue
        full = (of_page if prose else 0) or _full_in(block)
        run = [block[0].span]
        for at, line in enumerate(block[1:]):
            if _joins(block, at, full):
                run.append(line.span)
                continue
            if len(run) > 1:
                yield run
            run = [line.span]
        if len(run) > 1:
            yield run


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Runs of Japanese lines without a blank or an English one between them; an indented one begins another."""
    block: list[_Line] = []
    end = indent = 0  # of the line before
    for match in _LINE.finditer(text):
        raw = match.group()
        body = raw.strip()
        own = len(raw) - len(raw.lstrip())
        near = len(_BREAK.findall(text, end, match.start())) <= 1 and own <= indent
        end, indent = match.end(), own
        if block and not (near and _KANA.search(body)):
            yield block
            block = []
        if _KANA.search(body):
            start = match.start() + own
            block.append(_Line(Span(start, start + len(body)), body, _width(raw.rstrip())))
    if block:
        yield block


def _full_on(blocks: Sequence[Sequence[_Line]]) -> int:
    """The columns from which a line of a page is full; 0 where the page does not fill its lines.

    It does where three lines and more than three in ten go on and are as wide, hardly any is wider, and full stops
    stand in mid-line: a list of headlines or of comments has none there.
    """
    if sum(_WITHIN.search(line.body) is not None for block in blocks for line in block) < FULL_LINES:
        return 0
    long = [line.width for block in blocks for line in block if line.width >= NARROWEST]
    going_on = [line.width for block in blocks for line in block[:-1] if line.is_cut and line.width >= NARROWEST]
    count = Counter(going_on)
    alike = {width: sum(count[width - less] for less in range(SLACK + 1)) for width in count}
    widest = max(alike, key=lambda width: (alike[width], width), default=0)
    wider = sum(other > widest + SLACK for other in long)
    fills = alike.get(widest, 0) > max(FULL_LINES, GOING_ON * len(long)) and wider <= WIDER * len(long)
    return widest - SLACK if fills else 0


def _full_in(block: Sequence[_Line]) -> int:
    """The same of a paragraph whose lines are all full but for those that end a sentence."""
    going_on = [line.width for line in block[:-1] if line.goes_on]
    full = max(line.width for line in block) - SLACK
    fills = len(going_on) >= FULL_LINES and full + SLACK >= NARROWEST and min(going_on) >= full
    return full if fills and any(_PROSE.search(line.body) for line in block) else 0


def _is_one(text: str, block: Sequence[_Line]) -> bool:
    """Whether a few lines directly below one English sentence are its rendering: one with a full stop at their end.

    Each but the last ends with a kana, as no heading does.
    """
    *cut, last = block
    if not 1 <= len(cut) < MOST_OF_ONE or not _STOP.search(last.body) or _WITHIN.search(last.body):
        return False
    if not all(line.is_cut and _CUT.search(line.body) and not _WITHIN.search(line.body) for line in cut):
        return False
    if any(_UNIT.match(line.body) for line in block) or cut[0].body[0] in _HEADS or _ADDRESSED.fullmatch(cut[0].body):
        return False
    above = _ABOVE.search(text, max(0, block[0].span.start - _FURTHEST), block[0].span.start)
    english = above[0].rstrip() if above else ""
    ends = [match.end() for match in _ENGLISH_END.finditer(english)]
    return ends == [len(english)] and _LATIN.search(english) is not None


def _joins(block: Sequence[_Line], at: int, full: int) -> bool:
    """Whether a line of a block goes on in the next one."""
    own, following = block[at], block[at + 1]
    if not own.goes_on or _UNIT.match(following.body) or own.body[0] in _HEADS:
        return False
    if full and own.width >= full and own.is_cut:
        return True
    if not _by_hand(own) or not BY_HAND[0] <= following.width <= BY_HAND[1] or _WITHIN.search(following.body):
        return False
    # A particle alone ends headings, too: a comma has to stand at the end of this line or of one beside it.
    beside = (line for line in block[max(0, at - 1) : at + 2] if _by_hand(line))
    if not any(line.body[-1] in "、，" for line in beside) or own.span.start == 0:
        return False
    stop = next((line for line in block[at + 1 : at + 1 + AHEAD] if not line.goes_on), None)
    return stop is not None and _PROSE.search(stop.body) is not None


def _by_hand(line: _Line) -> bool:
    """Whether somebody may have broken a sentence behind a line that ends with a comma or a particle."""
    body = line.body
    within = BY_HAND[0] <= line.width <= BY_HAND[1]
    return within and _PHRASE.search(body) is not None and not _HEADS_ON.search(body) and not _ADDRESSED.fullmatch(body)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def _around(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end)


def _runs(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, those that follow each other as one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    yield from found if len(found) > 1 else ()
