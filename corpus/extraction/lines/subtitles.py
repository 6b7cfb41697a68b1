"""Marks in plain text that nobody reads out, above all those of subtitles: tags, emphasis, and cues broken into lines.

    00:00:10,500 --> 00:00:13,800
    {\\an8}Then <i>who</i>                       tags of subtitles; in other text what is opened has to be closed
    is standing on the stairs?
    じゃあ 階段に
    立っているのは誰だ
    *Rain is the best proofreader.*             a line all in stars or underscores

What is said here is which stretches of a text stand together (`Run`); `unwrapping` makes a copy of it that is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import regex

from corpus.types import Span

VOICE = r"<v(?:\.[\w-]+)*[ \t]+(?P<voice>[^<>\n]{1,40})>"
"""The tag of who speaks in a subtitle: the label of its line."""

_NAME = r"i|b|u|em|strong|font|c|lang"
_TAG = regex.compile(
    rf"<(?P<close>/?)(?P<name>{_NAME}|v(?=>))(?:[.\s][^<>\n]{{0,60}})?>|<\d{{2}}:\d{{2}}[\d:.]{{0,10}}>"
    r"|\{(?:\\[A-Za-z]{0,4}\d?[a-z]?[\d(&][^{}\\\n]{0,40})+\}"
)
_EMPHASIS = regex.compile(
    r"\s*+(?P<open>\*{1,3}|_{1,3})(?=[^*_\n]*[\s\p{Hiragana}\p{Katakana}\p{Han}])(?=\S)[^*_\n]+(?<=\S)(?P<close>(?P=open))\s*"
)
_LINE = regex.compile(r"[^\r\n]+")
_CUE = regex.compile(
    r"^[^\S\n]*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}[^\S\n]*-->[^\n]*\n"
    r"(?P<said>(?:(?![^\n]*-->)[^\S\n]*+\S[^\n]*(?:\n|\Z))*+)(?:(?=(?P<next>[^\n]*-->))|)",
    regex.MULTILINE,
)
_JAPANESE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]")
_ENDED = regex.compile(r"[。．！？.!?…‥：:♪][\"'”’」』）)\]]*$|[」』）)\]]$")
_OPENS = regex.compile(r"[-–—―♪♬・（(\[［<]|\p{Lu}[\p{Lu} ]{2,20}:|[^\s。、]{1,12}：")


class Run(NamedTuple):
    """A stretch of a text, and the parts of it that stand together; what is between them is not read."""

    whole: Span
    parts: Sequence[Span]


def untagged(text: str) -> Iterator[Run]:
    """The lines of a text that have tags or emphasis, without these."""
    cued = _CUE.search(text) is not None
    for line in _LINE.finditer(text):
        raw, start = line.group(), line.start()
        emphasis = _EMPHASIS.fullmatch(raw)
        gaps = [emphasis.span("open"), emphasis.span("close")] if emphasis else list(_tags(raw, cued=cued))
        if gaps:
            places = [gaps[0][0], *(place for gap in gaps for place in gap), len(raw)]
            parts = [Span(start + a, start + b) for a, b in zip(places[::2], places[1::2], strict=True) if a < b]
            yield Run(Span(start + gaps[0][0], line.end()), parts)


def _tags(line: str, *, cued: bool) -> Iterator[tuple[int, int]]:
    """The tags of a line; none in English that one of them would tear apart ("<i>no</i>."), and no lone one ("<b>").

    `cued`: it may be opened in one line of a cue and closed in the next.
    """
    tags = list(_TAG.finditer(line))
    count: Counter[str] = Counter()
    for tag in tags:
        if tag["name"]:
            count[tag["name"]] += -1 if tag["close"] else 1
    if not tags or (any(count.values()) and not cued):
        return
    if _JAPANESE.search(line) is None and _tears(line, tags):
        return
    yield from (tag.span() for tag in tags)


def _tears(line: str, tags: Sequence[regex.Match[str]]) -> bool:
    """Whether there is no blank where some of the tags stand in a line."""
    kept = list(line)
    for tag in tags:
        kept[tag.start() : tag.end()] = "\0" * len(tag.group())
    voice = regex.match(VOICE, line)
    said = "".join(kept)[voice.end() if voice else 0 :].strip("\0 \t　")
    return regex.search(r"\S(?<!\0)\0+(?!\0)\S", said) is not None


def cues(text: str) -> Iterator[Run]:
    """The lines of cues that are one sentence, in either language; Japanese where the English of the cue is, too."""
    for cue in _CUE.finditer(text) if "-->" in text else ():
        lines = [
            Span(line.start() + len(line[0]) - len(line[0].lstrip()), line.start() + len(line[0].rstrip()))
            for line in _LINE.finditer(text, *cue.span("said"))
        ]
        if cue["next"] and lines and text[lines[-1].start : lines[-1].end].isdigit():
            del lines[-1]  # the number of the next one
        found = [
            (japanese, unit)
            for japanese, group in groupby(lines, lambda line: bool(_JAPANESE.search(text, line.start, line.end)))
            for unit in _sentences(text, list(group))
        ]
        one = sum(not japanese for japanese, _ in found) < 2
        for japanese, unit in found:
            whole = Span(unit[0].start, unit[-1].end)
            if len(unit) > 1 and (one or not japanese):
                spaced = [unit[0], *(part for line in unit[1:] for part in _behind_blank(line))]
                yield Run(whole, unit if japanese else spaced)


def _behind_blank(line: Span) -> tuple[Span, Span]:
    """A line behind the blank that is before it."""
    return Span(line.start - 1, line.start), line


def _sentences(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """Lines of one language in a cue, together where none ends a sentence and none begins a turn or a remark."""
    run = [lines[0]]
    for line in lines[1:]:
        if _ENDED.search(text[run[-1].start : run[-1].end]) or _OPENS.match(text, line.start, line.end):
            yield run
            run = []
        run.append(line)
    yield run
