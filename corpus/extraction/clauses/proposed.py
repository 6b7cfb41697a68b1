"""Clauses of a narration sentence that may carry a rendering, as candidates: the alignment's score chooses.

Where a rendering begins and ends can't be told from Japanese alone, so the likeliest pairs of a beginning and an end
(`edges.py`) are proposed, and nothing is decided. What travels with each are the log-probabilities of its beginning
and, if it begins there, of its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import pairwise

import numpy as np
import regex

from corpus.extraction.clauses.edges import Edges
from corpus.extraction.lines.markup import OBJECT
from corpus.languages import CONNECTIVES_JA, HEARSAY_TAILS, INNER_TAILS, TOLD_TAILS
from corpus.types import Sentence, Span

_HEARSAY, _TOLD = (tuple(map(regex.compile, tails)) for tails in (HEARSAY_TAILS, TOLD_TAILS))
_INNER = regex.compile("|".join(INNER_TAILS))
# Where one clause goes on to the next: "...ではなかったけれど、", "...が14人いたが、".
_JOINT = regex.compile(r"(?:が|けれども?|けど|のに|ものの|一方で?|うえに?|上に|[てでしりくず]|ため|から|ので)、")
_LEAD = regex.compile(rf"(?:{'|'.join(CONNECTIVES_JA)})、?")
JOINTS = 2  # of a clause, beyond which it is an enumeration
_HALF = 6  # characters of a part of a clause that renders by itself
_INNER_EDGE = -2.0  # log-probability of an edge within a clause: one in eight of the likeliest clauses renders two
MOST = 8  # clauses of a sentence
MOST_OF_STRETCH = 3  # the same of a stretch of one that tells of several things
UNLIKELY = -5.0  # log-probability of a clause that nobody would cut out
LONGEST = 400  # characters of a sentence whose clauses are looked for
_SHORTEST = 6  # characters of a sentence whose clauses are looked for, and of a stretch of one
_SHORTEST_CLAUSE = 4  # shorter ones hardly say anything without what stands around them
_SHORTEST_REPORT = 10
_SURE_END = -0.5  # log-probability of an end before the English of what ends there
_CLEAR = -3.0  # log-probability of an edge by which sentences that follow each other are cut together
# No rendering begins or ends between two letters of a kind: of 13,000 places that are marked in `data/gold` none does.
_INSIDE = (
    r"(?<=[\p{Han}々])[\p{Han}々]|(?<=[\p{Katakana}ー])[\p{Katakana}ー]|(?<=\p{Latin})\p{Latin}|"
    r"(?<=\d)[,，.．]?\d|(?<=\d[,，.．])\d"
)
# Nor within a name or a noun of several scripts: "サブ・コマンド", "Webサイト", "サーバ側"; of the same places none.
_FOREIGN = r"\p{Katakana}\p{Latin}"
_IN_NOUN = rf"(?<=[{_FOREIGN}ー])(?:・?[{_FOREIGN}]|\p{{Han}})|(?<=[{_FOREIGN}ー]・)[{_FOREIGN}]|{OBJECT}|(?<={OBJECT})"
# A particle goes on with the word before it, a blank between them or not: "Docker は毎晩、".
_PARTICLE = r"(?<=[\p{Latin}\p{Katakana}ー\d] )(?:[はがをにのへ]|[とでも](?=[\p{Han}\p{Katakana}\p{Latin}]))"
# Nor does one begin, or end, behind a kanji whose word goes on: there begins "お…" or "その…" at most, and what
# follows an end is a particle or the copula.
_NO_BEGINNING = regex.compile(rf"{_INSIDE}|{_IN_NOUN}|{_PARTICLE}|(?<=[\p{{Han}}々])(?![おごこそ])\p{{Hiragana}}")
# And a name or a foreign word directly behind an end is what the end is said of: "…した|ブラウザ" (so in 15 of 17,000
# places: titles of headlines, laughter).
_SAID_OF = rf"(?<=[\p{{Hiragana}}\p{{Han}}]) ?(?![wｗ]{{1,9}}(?!\p{{Latin}}))[{_FOREIGN}]"
_NO_END = regex.compile(
    rf"{_INSIDE}|{_IN_NOUN}|{_SAID_OF}|(?<=[\p{{Han}}々])(?![だとなでをかのらがにへまも])\p{{Hiragana}}"
)
_CLOSING = "。！？!?．. 」』）)"


def clauses(sentence: Sentence, edges: Edges, *, glossed: bool = False) -> tuple[Sentence, list[Sentence]]:
    """A sentence with its own edges, and up to `MOST` spans inside it that may be a rendering by themselves.

    `glossed`: its English stands right behind it, so that a rendering ends with it.

    One that is too short for such spans, or longer than `LONGEST`, has neither: its edges are sure.
    """
    start, end = sentence.span.start, sentence.span.end
    if not _SHORTEST <= end - start <= LONGEST:
        return sentence, []
    whole, found = _cut(edges, start, end, MOST)
    if glossed:
        known = {one.span for one in found}
        found += [one for one in _endings(edges, start, end) if one.span not in known]
    for first, stop in stretches(edges.text, sentence.span):
        own, inside = _cut(edges, first, stop, MOST_OF_STRETCH)
        known = {one.span for one in found}
        found += [one for one in (Sentence(Span(first, stop), edges=own), *inside) if one.span not in known]
    known = {sentence.span, *(one.span for one in found)}
    likeliest = max([replace(sentence, edges=whole), *found], key=_likelihood)
    found += [one for one in _parts(edges.text, likeliest) if one.span not in known]
    found += [one for one in _without_lead(edges.text, likeliest) if one.span not in known]
    return replace(sentence, edges=whole), sorted(found, key=lambda one: one.span)


def _without_lead(text: str, clause: Sentence) -> list[Sentence]:
    """A clause without the word by which its writer goes on: "そして…", "おかげで…" may be his own or be told."""
    lead = _LEAD.match(text, clause.span.start, clause.span.end)
    if lead is None or clause.span.end - lead.end() < _SHORTEST:
        return []
    return [Sentence(Span(lead.end(), clause.span.end), edges=(_INNER_EDGE, clause.edges[1]))]


def _parts(text: str, clause: Sentence) -> list[Sentence]:
    """The parts of a clause that may render a sentence each: "…14人いたが、" and "…9人が並んでいた"."""
    start, end = clause.span.start, clause.span.end
    joints = [match.end() for match in _JOINT.finditer(text, start, end)]
    places = [start, *joints, end]
    if not 1 <= len(joints) <= JOINTS or any(b - a < _HALF for a, b in pairwise(places)):
        return []
    begins = [clause.edges[0], *[_INNER_EDGE] * len(joints)]
    ends = [*[_INNER_EDGE] * len(joints), clause.edges[1]]
    spans = [Span(a, b - (b in joints)) for a, b in pairwise(places)]
    return [Sentence(span, edges=(a, b)) for span, a, b in zip(spans, begins, ends, strict=True)]


def stretches(text: str, sentence: Span) -> list[tuple[int, int]]:
    """The stretches of a sentence that tells of several things, each with the tail that tells of it; none in others.

    "…と明かし、…と笑わせた。" is told of twice.
    """
    ends = [match.end() for match in _INNER.finditer(text, sentence.start, sentence.end)]
    if not ends:
        return []
    places = [sentence.start, *ends, sentence.end]
    return [(a, b - (text[b - 1] == "、")) for a, b in pairwise(places) if b - a >= _SHORTEST and len(places) > 2]


def _cut(edges: Edges, start: int, end: int, most: int) -> tuple[tuple[float, float], list[Sentence]]:
    """The edges of a stretch of text as a whole, and up to `most` spans inside it."""
    ways = edges.of(start, end)
    odds = np.round(ways.odds, 4)
    begins = np.round(ways.of_begins, 4)
    stop = int(ways.ends[-1])
    opens = [_NO_BEGINNING.match(edges.text, start + at) is None for at in ways.begins.tolist()]
    closes = [_NO_END.match(edges.text, start + at, end) is None for at in ways.ends.tolist()]
    likely = sorted(
        (-odds[at, to], begin, behind, float(begins[at]), float(odds[at, to] - begins[at]))
        for at, to in zip(*(each.tolist() for each in np.nonzero(odds >= UNLIKELY)), strict=True)
        for begin, behind in [(int(ways.begins[at]), int(ways.ends[to]))]
        if behind - begin >= _SHORTEST_CLAUSE and (begin, behind) != (0, stop) and opens[at] and closes[to]
    )
    found = [
        Sentence(Span(start + begin, start + behind), edges=(begin_odds, end_odds))
        for _, begin, behind, begin_odds, end_odds in likely[:most]
    ]
    return (float(begins[0]), float(odds[0, -1] - begins[0])), found


def _endings(edges: Edges, start: int, end: int) -> list[Sentence]:
    """The likeliest spans that end with a stretch of text, behind which their English stands."""
    ways = edges.of(start, end)
    begins = np.round(ways.of_begins, 4)
    likely = sorted(
        (-odds, at)
        for odds, at in zip(begins.tolist(), ways.begins.tolist(), strict=True)
        if at and end - start - at >= _SHORTEST_CLAUSE and _NO_BEGINNING.match(edges.text, start + at) is None
    )
    return [Sentence(Span(start + at, end), edges=(-odds, _SURE_END)) for odds, at in likely[:MOST_OF_STRETCH]]


def cut_together(
    first: tuple[Sentence, Sequence[Sentence]], second: tuple[Sentence, Sequence[Sentence]]
) -> Iterator[tuple[Sentence, Sentence]]:
    """Two sentences that follow each other, cut where the first begins with a frame or the second ends in a tail.

    Each with its clauses. "店主によると、店は土曜で閉める。41年続けた、という。" renders two sentences.
    """
    heads = [one for one in first[1] if one.span.end >= first[0].span.end - 2 and one.edges[0] >= _CLEAR]
    tails = [one for one in second[1] if one.span.start == second[0].span.start and one.edges[1] >= _CLEAR]
    for head in (first[0], *nlargest(1, heads, key=_likelihood)):
        for tail in (second[0], *nlargest(1, tails, key=_likelihood)):
            if head is not first[0] or tail is not second[0]:
                yield head, tail


def _likelihood(clause: Sentence) -> float:
    return sum(clause.edges)


def reports(body: str) -> list[int]:
    """Where a report may end in a sentence, before a tail that tells of it; nowhere in one that reports nothing."""
    body = body.rstrip(_CLOSING)
    found = {m.start() for tail in _HEARSAY if (m := tail.search(body))}
    found |= {m.start() for tail in _TOLD for m in tail.finditer(body, overlapped=True)}
    ends = {at - (body[at - 1] in "、，") for at in found if at}
    return sorted(end for end in ends if end >= _SHORTEST_REPORT)
