"""Where a stroke between blanks sets sentences apart, as between lines of a chat: "we left / they stayed for tea".

Elsewhere it stands within a sentence and is part of it ("60 km / h", "the pass / fail rate", 男性 / 女性が), and what
is published has to have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STROKE = re.compile(r"[ \u00a0]/[ \u00a0]")
_WORDS = 3  # of each part of a line that strokes set apart
_ENDED = re.compile(r"[.,!?…][\"”’')]*$")
_STOP = re.compile(r"[.!?…][\"”’')]*(?:\s|$)")
_BEGUN = re.compile(r"[\"“‘']?(?:I\b|[A-Z][a-z'’])")  # not an acronym: "TCP / IP"
_SPOKEN = 12  # characters beside a stroke
_KANA = re.compile(r"[぀-ゟ]")
# Or an arrow to a remark: "海です　←好き".
_STROKE_JA = re.compile(r"(?<=[^ 　\n]{2}[ぁ-ゖー。！？!?])[ 　](?:[/／][ 　](?=[^ 　\n]{4})|(?=←))")


def strokes(text: str) -> Iterator[int]:
    """The places of the strokes in an English text that set sentences apart."""
    start = 0
    for line in text.split("\n"):
        parts = _STROKE.split(line)
        if len(parts) > 1 and _are_lines(parts):
            yield from (start + match.start() for match in _STROKE.finditer(line))
        start += len(line) + 1


def _are_lines(parts: list[str]) -> bool:
    """Whether what strokes separate are sentences: each is over, or begins anew, or is of some words and no stops."""
    if all(_ENDED.search(part) for part in parts[:-1]):
        return parts[-1].count(" ") > 0
    long = all(len(part.split()) >= _WORDS for part in parts)
    return long and (not any(map(_STOP.search, parts)) or all(map(_BEGUN.match, parts[1:])))


def strokes_japanese(text: str) -> Iterator[int]:
    """Where strokes and arrows in a Japanese text set a sentence apart from the one before."""
    for match in _STROKE_JA.finditer(text):
        start, end = match.span()
        spoken = text[end : end + 1] == "←" or _KANA.search(text, end, end + _SPOKEN)
        if spoken and _KANA.search(text, max(0, start - _SPOKEN), start):
            yield start
