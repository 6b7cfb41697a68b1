"""Direct and indirect speech, and the words that tell of it: "と述べています" behind, "投稿しました" before.

Runs over passages that were found already; it changes none of their characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from corpus.languages import REPORTING_TAILS, SPEECH_JA
from corpus.types import Passage, Span

_NO_VERBS = {"いう", "いった", "いい、", "語録", "記事", "見出し", "話を"}
_STEMS = "|".join(map(regex.escape, sorted(set(SPEECH_JA) - _NO_VERBS, key=lambda stem: (-len(stem), stem))))
_VERB = rf"(?:{_STEMS})[\p{{Hiragana}}]{{0,8}}"
# Behind a quotation: its bracket, a particle, at most a few words that belong to the verb ("と、自身のブログに").
_BEHIND = regex.compile(rf"[」』”\")）]\s*(?:と|って|などと|とも|との)?[^「」『』。\n]{{0,24}}?(?P<cue>{_VERB})")
_BEFORE = regex.compile(rf"(?P<cue>{_VERB})[^\n。]{{0,12}}[。：:]?$")
_TAILS = tuple(regex.compile(tail) for tail in REPORTING_TAILS)
_REST = regex.compile(r"[^。！？!?\n]*")
_ENDERS = "。！？!?．. "


def with_cues(text: str, passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, the Japanese ones with how they speak and what says so."""
    for passage in passages:
        if passage.language != "ja" or passage.role not in ("quotation", "narration"):
            yield passage
        elif passage.role == "quotation":
            yield replace(passage, speech="direct", cue=_of_quotation(text, passage.span))
        else:
            tail = _of_report(text, passage.span)
            yield passage if tail is None else replace(passage, speech="indirect", cue=tail)


def _of_quotation(text: str, quotation: Span) -> Span | None:
    """The verb behind a quotation in its sentence, else the one that ends the line before it."""
    if match := _BEHIND.match(text, quotation.end):
        return Span(*match.span("cue"))
    start = text.rfind("\n", 0, quotation.start) + 1
    if text[start : quotation.start].strip(" 　「『（(→・"):
        return None
    end = start
    while end > 0 and text[end - 1].isspace():
        end -= 1
    begin = text.rfind("\n", 0, end) + 1
    match = _BEFORE.search(text, begin, end)
    return Span(*match.span("cue")) if match else None


def _of_report(text: str, told: Span) -> Span | None:
    """The tail that tells of a report: at the end of a sentence of narration, or behind a clause of one."""
    body, size = text[told.start : told.end + 40], len(told)
    whole = body[:size].rstrip(_ENDERS)
    for tail in _TAILS:
        if match := tail.search(whole):
            return Span(told.start + match.start(), told.start + len(whole))
    behind = _REST.match(body, size)
    if behind is None or not behind.group():
        return None
    rest = behind.group().rstrip(_ENDERS)
    for tail in _TAILS:
        if (match := tail.search(rest)) and match.start() <= 1:
            return Span(told.end + match.start(), told.end + len(rest))
    return None
