"""Parts of a Japanese line that may be all that renders: between slashes, on one side of an arrow, in parentheses.

（ようこそ／またどうぞ）                                   line by line
連鎖代入は警告ではなくエラーになる → 修正済み              with the page's own answer behind it
気遣う一行もある（今夜は何も壊れません）                   as an aside, also behind English: "..." とある（...）
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from corpus.extraction.lines.line import JAPANESE_WORD
from corpus.extraction.overlaps import Overlaps
from corpus.extraction.sentences.quotations import matched, says_something
from corpus.types import Span

_SLASH = regex.compile("／")
_ARROW = regex.compile(r"[ 　][→⇒][ 　]")
_LONGEST = 400  # characters of an aside, of which nested ones are looked at again
_SAYS = regex.compile(r"\p{Hiragana}(?:.*?\p{Hiragana}){2}")


def between_slashes(text: str, line: Span) -> list[Span]:
    """What stands between the slashes of a line in parentheses."""
    said = text[line.start : line.end]
    if said[:1] not in ("（", "(") or said[-1:] not in ("）", ")") or "／" not in said:
        return []
    slashes = (match.start() for match in _SLASH.finditer(text, line.start, line.end))
    places = [line.start, *slashes, line.end - 1]
    return [Span(a + 1, b) for a, b in pairwise(places) if b > a + 1]


def around_arrow(text: str, line: Span) -> list[Span]:
    """Both sides of the only arrow that a line has with blanks around it, outside of brackets: one may render."""
    arrows = list(_ARROW.finditer(text, line.start, line.end))
    if len(arrows) != 1:
        return []
    before, behind = arrows[0].span()
    if any(opened < before < closed for opened, closed in matched(text, line.start, line.end).items()):
        return []
    sides = Span(line.start, before), Span(behind, line.end)
    return [side for side in sides if JAPANESE_WORD.search(text, side.start, side.end)]


def asides(text: str, sentence: Span, others: Overlaps) -> Iterator[Span]:
    """The insides of parentheses that say something, those that `others` touch left out."""
    if "（" not in text[sentence.start : sentence.end]:
        return
    for opened, closed in matched(text, sentence.start, sentence.end).items():
        if text[opened] != "（" or closed - opened > _LONGEST:
            continue
        inside = Span(opened + 1, closed)
        said = text[inside.start : inside.end]
        if _SAYS.search(said) and says_something(said) and not others.touching(inside):
            yield inside
