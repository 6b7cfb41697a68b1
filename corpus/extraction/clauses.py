"""Clauses of a narration sentence that may carry a rendering, as candidates: the alignment's score chooses.

"さらに、社長は来月から試験運用を始めることも発表しました。" renders an English sentence between its frame
("さらに、社長は") and its reporting tail ("ことも発表しました"). Where a rendering begins and ends can't be told from
Japanese alone, so beginnings (behind a topic, behind a comma) and ends (before a reporting tail) are combined, and
nothing is decided.
"""

from __future__ import annotations

import regex

from corpus.languages import HEARSAY_TAILS, TOLD_TAILS
from corpus.types import Span

_HEARSAY, _TOLD = (tuple(map(regex.compile, tails)) for tails in (HEARSAY_TAILS, TOLD_TAILS))
# Behind a topic or subject, or a word that joins sentences; the particle must follow a noun's letters.
_TOPIC = regex.compile(
    r"(?<=[\p{Han}\p{Katakana}ーA-Za-z）)さんらく])(?:から|に|で)?[はも](?:、|，)?(?=.{6})|(?<=[\p{Han}\p{Katakana}ーA-Za-z）)んら])が、?(?=.{6})"
)
_COMMA = regex.compile(r"[、，](?=.{6})")
_ENDERS = "。！？!?．. 」』）)"
_MAX_BEGINNINGS = 4
_MAX_ENDS = 3
_SHORTEST = 10  # characters; shorter ones hardly say anything without what stands around them


def clauses(text: str, sentence: Span) -> list[Span]:
    """Up to 15 spans inside a sentence that may be a rendering by themselves, the sentence itself not among them."""
    body = text[sentence.start : sentence.end]
    stop = len(body.rstrip(_ENDERS))
    ends = [*reports(body)[-_MAX_ENDS:], stop]
    marks = sorted({m.end() for m in _TOPIC.finditer(body)} | {m.end() for m in _COMMA.finditer(body)})
    beginnings = [0, *marks[:_MAX_BEGINNINGS]]
    found = {
        (begin, end)
        for begin in beginnings
        for end in ends
        if end - begin >= _SHORTEST and not (begin == 0 and end == stop) and _balanced(body[begin:end])
    }
    return [Span(sentence.start + begin, sentence.start + end) for begin, end in sorted(found)]


def reports(body: str) -> list[int]:
    """Where a report may end in a sentence, before a tail that tells of it; nowhere in one that reports nothing."""
    body = body.rstrip(_ENDERS)
    found = {m.start() for tail in _HEARSAY if (m := tail.search(body))}
    found |= {m.start() for tail in _TOLD for m in tail.finditer(body, overlapped=True)}
    ends = {at - (body[at - 1] in "、，") for at in found if at}
    return sorted(end for end in ends if end >= _SHORTEST)


def _balanced(clause: str) -> bool:
    return all(clause.count(a) == clause.count(b) for a, b in ("「」", "『』", "（）", "()"))
