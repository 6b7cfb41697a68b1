"""What stands before lines in both languages and is not said: numbers, codes, words in bold, who speaks in a play.

    1 はじめに、谷に井戸があった。        1 In the beginning there was a well.     numbers that go on
    E102 The file is too large.           E103 We couldn't find that page.         codes alike but for their figures
    **要旨** 観察は3市で行った。          **Abstract** We observed three cities.   in bold, before a blank
    老人 また止まってる。                 OLD MAN It's stopped again.              before a blank, in capitals

A number with its stop, and a name before a colon, are labels by themselves (`labels`, `leads`); these are labels only
where the lines of the other language, or of the same row, have such a one, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from corpus.extraction.lines.line import Line
from corpus.extraction.lines.markup import Markup
from corpus.types import Span

_NUMBER = regex.compile(r"(?P<label>\d{1,3})[ 　]+(?=[^\s\d])")
_CODE = regex.compile(
    r"(?P<label>(?P<row>\p{Lu}{1,6}[-_]?)\d{2,5})[ 　]+(?=[\p{Lu}\p{Hiragana}\p{Katakana}\p{Han}「“\"])"
)
_IN_PLAY = (
    regex.compile(r"\p{Lu}{2,16}(?:[ .'’-]{1,2}\p{Lu}{2,16}){0,3}\.?\s+(?=[(（]|\p{Lu}(?:\p{Ll}|['’]|\s\p{Ll})|I\b)"),
    regex.compile(r"[\p{Han}\p{Katakana}ー・]{1,12}[ 　]+(?=[^\s\p{Latin}])"),
)
_BOLD = 24  # characters of a label in bold
_ROW = 2  # lines of a row
_KINDS = {"english", "japanese"}

Pairs = Sequence[tuple[Line, Line]]  # English and Japanese lines right above or below each other
Found = Iterator[tuple[Line, int]]  # lines that have a label, and its length with the blank behind it


def without_labels(lines: Sequence[Line], markup: Markup) -> list[Line]:
    """The lines without what labels them. Linear in their length."""
    told = [line for line in lines if line.kind in _KINDS]
    around = pairwise(line for line in lines if line.kind != "blank")
    pairs = [(a, b) if a.kind == "english" else (b, a) for a, b in around if {a.kind, b.kind} == _KINDS]
    lengths: dict[Span, int] = {}
    for rule in _RULES:
        lengths.update((line.span, length) for line, length in rule(told, pairs, markup))
    return [_cut(line, lengths[line.span]) if line.span in lengths else line for line in lines]


def _cut(line: Line, length: int) -> Line:
    return replace(line, span=Span(line.span.start + length, line.span.end), text=line.text[length:])


def _numbers(told: Sequence[Line], pairs: Pairs, markup: Markup) -> Found:
    """Numbers that lines of both languages have and that go on, from 1 or three of them: "3 人が来た" counts."""
    numbered = [(line, int(match["label"]), match.end()) for line in told if (match := _NUMBER.match(line.text))]
    both = set.intersection(*({number for line, number, _ in numbered if line.kind == kind} for kind in _KINDS))
    for line, number, length in numbered:
        goes_on = not both.isdisjoint((number - 1, number + 1))
        if number in both and goes_on and (1 in both or len(both) > _ROW):
            yield line, length


def _codes(told: Sequence[Line], pairs: Pairs, markup: Markup) -> Found:
    """Codes some of which are alike but for their figures, where no rendering tells of them: "F16は残った"."""
    coded = [(line, match) for line in told if (match := _CODE.match(line.text))]
    rows = Counter(row for row, _ in {(match["row"], match["label"]) for _, match in coded})
    rendered = {en.span: ja.text[_length(_CODE, ja) :] for en, ja in pairs}
    said = {match["label"] for line, match in coded if match["label"] in rendered.get(line.span, "")}
    for line, match in coded:
        if rows[match["row"]] >= _ROW and match["label"] not in said:
            yield line, match.end()


def _in_bold(told: Sequence[Line], pairs: Pairs, markup: Markup) -> Found:
    """Words in bold with which lines begin that stand right above or below each other."""
    for both in pairs:
        lengths = [_bold(line, markup) for line in both]
        if all(lengths):
            yield from zip(both, lengths, strict=True)


def _bold(line: Line, markup: Markup) -> int:
    """How long the words in bold are that a line begins with, and the blank behind them; 0 for a line with none."""
    head = markup.bold_at(line.span.start)
    length = 0 if head is None else head.end - line.span.start
    return length + 1 if 0 < length <= _BOLD and line.text[length : length + 1] in (" ", "　") else 0


def _in_play(told: Sequence[Line], pairs: Pairs, markup: Markup) -> Found:
    """Who speaks in lines that stand right above or below each other, as several do."""
    heads = [(both, [_length(form, line) for form, line in zip(_IN_PLAY, both, strict=True)]) for both in pairs]
    found = [(both, lengths) for both, lengths in heads if all(lengths)]
    for both, lengths in found if len(found) >= _ROW else ():
        yield from zip(both, lengths, strict=True)


def _length(form: regex.Pattern[str], line: Line) -> int:
    """How long a label of this form is with the blank behind it; 0 for a line that has none."""
    match = form.match(line.text)
    return match.end() if match else 0


_RULES: tuple[Callable[[Sequence[Line], Pairs, Markup], Found], ...] = (_numbers, _codes, _in_bold, _in_play)
