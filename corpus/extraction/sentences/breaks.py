"""Where a passage is broken into sentences, and how what lies between two breaks is trimmed: one for both languages.

`Breaks` knows the links, brackets and list marks of a passage, each found once, and gathers the break points that the
rules of a language in `splitting` choose. All of it runs in linear time: every look around a place is bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache, cached_property
from itertools import accumulate

from corpus import languages as facts
from corpus.extraction.lines.marks import (
    BARE_TIME,
    BRACKETED_TIME,
    EMOJI,
    LINK,
    MARK,
    NOTE,
    OF_ACCOUNT,
    OF_LINK,
    REACTION,
    REFERENCE,
)
from corpus.types import Sentence, Span

_HASHTAG = r"(?<![\w&/])[#＃]\w*[^\W\d]\w*"
_NOISE = re.compile(rf"(?P<space>\s+)|(?P<emoji>{EMOJI}+)|(?P<tag>{_HASHTAG})")
# What may stand between two sentences on a line: the time of a recording, a stroke, who speaks next, those to whom a
# post answers, applause, the number of a note ("[3] 04:40 We met." where notes have times).
_BETWEEN = re.compile(
    rf"{BRACKETED_TIME}|[/／|｜](?=\s)|[A-DＡ-Ｄ][:：](?=\s)|(?:@\w{{1,20}}\s+)+(?=\w)(?!{OF_ACCOUNT})"
    rf"|[(（](?:{'|'.join(sorted(facts.STAGE_DIRECTIONS | facts.SILENCES))})[)）](?=\s)"
    # "[3]が正解です。" and "[5] is the answer." begin with a number that is said.
    rf"|{NOTE}+\s?{BARE_TIME}|{NOTE}+(?=\D)(?!{NOTE})(?!を|[がはとのにへも][ァ-ヺ一-鿿A-Za-z0-9「『（(［\[]|\s(?:is|are|was|were)\b)"
)
# Behind a link with which a sentence begins: "https://example.org is down", "https://example.orgはまた落ちています".
# A link that a sentence is about stays whatever the other language has; はい and もう begin one of their own.
_NO_PARTICLE = "では?、|でもね?、|ではまた|です|でし|でき|は[いじや]|はっき|が[んっ]|にほん|の[んちど]|も[うしちっのと]"
_SAID_OF_LINK = re.compile(rf"[ \t]+{OF_LINK}|[ 　]?(?!{_NO_PARTICLE})[はがをにでのも](?=[ぁ-ゖァ-ヺ一-鿿])")
# What a run of links, hashtags and emoji at the end of a text needs, links aside.
_MAY_TRAIL = re.compile(rf"[#＃]|(?:\s|{EMOJI})\Z")
_BRACKET = re.compile(rf"[\n{re.escape(''.join((*facts.BRACKETS, *facts.BRACKETS.values())))}]")
# In Japanese the number of a note may stand before the full stop. Behind a particle ("正解は[3]。") it is what is said,
# but for those with which sentences end ("のですが[3]。"), and so it is behind another one and in code ("配列[3]。").
_NOTED = (
    rf"(?<=[ぁ-ゖ])(?<![\]］][かと])(?:(?<![はがをにのもへでや])|(?<=[すただ]が|のに|ので|なの|かも))(?:{REFERENCE.pattern})+。?"
    r"|(?<=[一-鿿])(?:［\d{1,2}］)+。"
)
# "👍 12K" behind a comment, "*6" and "[8][9]" behind a sentence, "(p. 40)" behind a passage of a book, the strokes that
# end a row of cells.
_COUNTED = re.compile(
    rf"(?:{REACTION}\s?[0-9][0-9.,]*[KkMm万]?|(?:(?<=[.!?。！？」』”])|(?<=[.!?。！？][)）]))(?:\s?{NOTE})+|{_NOTED}|(?:\s+[|｜])+"
    r"|(?<=[.!?…\"”’'])\s\(pp?\.\s?[0-9][^()\n]{0,12}\))\Z"
)
_COUNT = 120  # characters before the end that are looked at for these
_UNWRAPPED = {**facts.QUOTATION_BRACKETS, **facts.PARENTHESES, "［": "］"}
_FEW = 5  # words before a hashtag that is one of them
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
TEXT = re.compile(r"[^\W_]")


class Breaks:
    """The text with what is found once: links, matching brackets, and the break points gathered so far."""

    def __init__(self, text: str) -> None:
        self.text, self.end = text, len(text)
        self.links = [match.span() for match in LINK.finditer(text)]
        self._link_starts = [span[0] for span in self.links]
        self.pairs = _bracket_pairs(text)
        self.unwrapped: dict[int, bool] = {}  # opener -> does it hold a whole line
        self.closers: set[int] = set()  # closers of those
        self.marks: set[int] = set()  # the characters of list marks
        self.breaks: set[int] = {0, self.end}
        self.lines: list[int] = []  # the breaks that lines make, in order

    def in_link(self, at: int) -> bool:
        index = bisect_right(self._link_starts, at) - 1
        return index >= 0 and at < self.links[index][1]

    def link_end(self, at: int) -> int | None:
        """The end of the link that starts here."""
        index = bisect_right(self._link_starts, at) - 1
        return self.links[index][1] if index >= 0 and self.links[index][0] == at else None

    def encloses(self, at: int) -> bool:
        """Whether a place stands inside a bracket."""
        index = bisect_right(self._openers, at - 1) - 1
        return index >= 0 and at < self._until[index]

    @cached_property
    def _openers(self) -> list[int]:
        """The openers of brackets that close, in order."""
        return sorted(self.pairs)

    @cached_property
    def _until(self) -> list[int]:
        """How far the brackets reach that open up to each of them."""
        return list(accumulate((self.pairs[opener] for opener in self._openers), max))

    def sentence_start(self, sentence: int, at: int) -> int:
        """The last break at or before `at`, knowing that of an earlier place."""
        index = bisect_right(self.lines, at) - 1
        return max(sentence, self.lines[index]) if index >= 0 else sentence

    def sentences(self, cut: Callable[[str, int, int], bool], offset: int) -> list[Sentence]:
        """What the breaks leave, moved by `offset` characters; `cut(text, start, end)` is asked about the last one."""
        places = sorted(self.breaks)
        spans = [span for span in map(self._trim, places, places[1:]) if span is not None]
        last = len(spans) - 1
        return [
            Sentence(
                Span(span.start + offset, span.end + offset), cut=index == last and cut(self.text, span.start, span.end)
            )
            for index, span in enumerate(spans)
        ]

    def _trim(self, start: int, end: int) -> Span | None:
        """`[start, end)` without white space, marks, links and emoji around it; None if no text is left."""
        text = self.text
        while start < end:
            noise = _NOISE.match(text, start, end)
            if (link := self.link_end(start)) is not None and link <= end:
                if _SAID_OF_LINK.match(text, link, end):
                    break
                start = link
            elif noise and not noise["tag"]:
                start = noise.end()
            elif self.unwrapped.get(start) or start in self.closers:
                start += 1
            elif _at_line_start(text, start) and (mark := MARK.match(text, start, end)):
                start = mark.end()
            elif between := _BETWEEN.match(text, start, end):
                start = between.end()
            else:
                break
        end = self._trim_end(start, end)
        return Span(start, end) if TEXT.search(text, start, end) else None

    def _without_blanks(self, start: int, end: int) -> int:
        """Where `[start, end)` ends without the white space at its end."""
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return end

    def _trim_end(self, start: int, end: int) -> int:
        """Where the last word or mark ends, before a run of links, hashtags and emoji that reaches the end."""
        end = self._without_blanks(start, end)
        if (count := _COUNTED.search(self.text, max(start, end - _COUNT), end)) is not None:
            end = self._without_blanks(start, count.start())
        if not self.links and not _MAY_TRAIL.search(self.text, start, end):
            return end  # as nearly all do
        chain, reached, tags, loose = start, -1, 0, start
        at = start
        while at < end:
            noise = _NOISE.match(self.text, at, end)
            link = self.link_end(at)
            stop = link if link is not None and link <= end else noise.end() if noise else None
            if stop is None:
                upcoming = _NOISE.search(self.text, at, end)
                index = bisect_right(self._link_starts, at)
                next_link = self.links[index][0] if index < len(self.links) else end
                at = min(upcoming.start() if upcoming else end, next_link, end)
                continue
            if at != reached:
                chain, tags, loose = at, 0, at
            if noise and noise["tag"] and link is None:
                # One hashtag directly behind few words is a word of the sentence ("I love #python").
                tags += 1
                before = self.text[max(start, at - 2) : at].strip()[-1:]
                few = self.text.count(" ", start, at) <= _FEW
                if tags == 1 and at - chain < 3 and few and (before.isalnum() or before in tuple(",、")):
                    loose = stop
            reached = at = stop
        if reached != end:
            return end
        return loose if tags == 1 and loose > chain else chain


def tokens(passage: Breaks, run: re.Pattern[str]) -> list[re.Match[str]]:
    """Opening brackets and runs of enders, in order."""
    return list(_or_opener(run).finditer(passage.text))


@cache
def _or_opener(run: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"[{re.escape(''.join(facts.BRACKETS))}]|{run.pattern}")


def _bracket_pairs(text: str) -> dict[int, int]:
    """Opener -> closer, of brackets that match within a paragraph; what does not match is ignored."""
    closers = {closer: opener for opener, closer in facts.BRACKETS.items()}
    pairs: dict[int, int] = {}
    stack: list[int] = []
    waiting: dict[str, int] = dict.fromkeys(facts.BRACKETS, 0)
    for match in _BRACKET.finditer(text):
        at, char = match.start(), match.group()
        if char in waiting:
            stack.append(at)
            waiting[char] += 1
        elif char in closers and waiting[closers[char]]:
            while True:
                opener = stack.pop()
                waiting[text[opener]] -= 1
                if text[opener] == closers[char]:
                    break
            pairs[opener] = at
        elif char == "\n" and stack and BLANK_LINE.match(text, at):
            stack.clear()
            waiting = dict.fromkeys(facts.BRACKETS, 0)
    return pairs


def break_lines(passage: Breaks, ended: Callable[[str, int], bool], japanese: bool) -> None:
    """Break at blank lines, at list marks, and where `ended` says that the line before was the end.

    In Japanese every list mark begins a line of its own, and an indented line a paragraph; in English a line may wrap
    before a number or a dash, so a mark counts only behind another one or where `ended` says so, and the mark of a
    quoted mail, which stands before every line, never does.
    """
    text = passage.text
    mark = MARK.match(text)
    listed = _lists(mark, japanese)
    passage.marks.update(range(*mark.span()) if mark else ())
    at = text.find("\n")
    while at >= 0:
        behind = at - 1
        while behind >= 0 and text[behind] in " \t\r　":
            behind -= 1
        mark = MARK.match(text, at + 1)
        marked = _lists(mark, japanese)
        over = behind < 0 or text[behind] == "\n" or ended(text, behind)
        if over or (marked and (listed or japanese)) or (japanese and text[at + 1 : at + 2] == "　"):
            passage.breaks.add(at + 1)
            passage.lines.append(at + 1)
            passage.marks.update(range(*mark.span()) if mark else ())
            listed = marked
        at = text.find("\n", at + 1)


def _lists(mark: re.Match[str] | None, japanese: bool) -> bool:
    """Whether a line begins with the mark of a list."""
    return mark is not None and (japanese or mark.group() not in facts.MAIL_MARKS)


def unwrap(passage: Breaks, opener: int) -> bool:
    """Does this bracket, or the row of brackets that it begins, hold a whole line? Then its inside is split."""
    if opener in passage.unwrapped:
        return passage.unwrapped[opener]
    text, row, at = passage.text, [], opener
    first = _at_line_start(text, opener) or passage.unwrapped.get(opener - 1, False)
    while first and at in passage.pairs and text[at] in _UNWRAPPED:
        row.append(at)
        at = passage.pairs[at] + 1
    rest = at
    while rest < passage.end and text[rest] in "。 \t\r　":
        rest += 1
    whole = bool(row) and (rest >= passage.end or text[rest] == "\n" or rest in passage.closers)
    for place in row or [opener]:
        passage.unwrapped[place] = whole
    if whole:
        for place in row:
            closer = passage.pairs[place]
            passage.closers.add(closer)
            passage.breaks.update((place, place + 1, closer, closer + 1))
    return whole


def _at_line_start(text: str, at: int) -> bool:
    """Stand only white space, list marks or opening brackets before `at` on its line (as far as 8 characters back)?"""
    before = text[max(0, at - 8) : at].rpartition("\n")[2].strip()
    if at > 8 and "\n" not in text[at - 8 : at]:
        return False
    mark = MARK.match(before + " ")
    return not before[mark.end() if mark else 0 :].strip(" \t　「『（(")


def after_closers(passage: Breaks, at: int) -> int:
    """Behind the closing quotation marks and brackets that follow an ender."""
    while at < passage.end and passage.text[at] in facts.CLOSING_QUOTES and at not in passage.closers:
        at += 1
    return at


def with_remark(passage: Breaks, stop: int, *, known_only: bool = False) -> int:
    """Behind a remark in parentheses that belongs to the sentence that ended at `stop`: "(laughs)", "（笑）".

    Or in square brackets, if it tells what is heard: "[laughter, applause]".
    `known_only`: others stand for themselves, as "(second statement, same day)" behind what was stated.
    """
    text, at = passage.text, stop
    while at < passage.end and at - stop < 3 and text[at] in " \t　":
        at += 1
    closer = passage.pairs.get(at)
    if closer is None or closer - at > 40 or closer >= passage.end:
        return stop
    inside = text[at + 1 : closer]
    ends_there = closer + 1 >= passage.end or text[closer + 1] in "\n 　。.！？!?"
    said = frozenset(inside.strip().strip(" .").lower().split(", "))
    if text[at] not in facts.PARENTHESES and not (text[at] in "[［" and said <= facts.HEARD_EN):
        return stop
    known = said <= facts.STAGE_DIRECTIONS
    # A sentence in parentheses has its own ender and stands for itself.
    if not known and (known_only or not ends_there or "\n" in inside or any(char in "。！？!?.…" for char in inside)):
        return stop
    after = closer + 1
    while after < passage.end and text[after] in "。.！？!?":
        after += 1
    return after


def behind_noise(passage: Breaks, at: int) -> int:
    """The next character that is no white space, emoji, link, or hashtag."""
    while at < passage.end:
        noise = _NOISE.match(passage.text, at, passage.end)
        link = passage.link_end(at)
        if link is not None:
            at = link
        elif noise and not noise["tag"]:
            at = noise.end()
        else:
            break
    return at
