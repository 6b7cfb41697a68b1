"""Clauses of a narration sentence that may carry a rendering, as candidates: the alignment's score chooses.

Where a rendering begins and ends can't be told from Japanese alone, so the likeliest beginnings and ends (`edges.py`)
are combined, and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import regex
from numpy.typing import NDArray

from corpus.extraction.edges import ENDERS, Edges
from corpus.languages import HEARSAY_TAILS, TOLD_TAILS
from corpus.types import Sentence, Span

_HEARSAY, _TOLD = (tuple(map(regex.compile, tails)) for tails in (HEARSAY_TAILS, TOLD_TAILS))
MOST = 6  # clauses of a sentence
UNLIKELY = -4.5  # log-probability of both edges of a clause that nobody would cut out
LONGEST = 400  # characters of a sentence whose clauses are looked for
_SHORTEST = 6  # characters; shorter ones hardly say anything without what stands around them
_SHORTEST_REPORT = 10
_CLEAR = -1.5  # log-probability of an edge by which sentences that follow each other are cut together
_CLOSING = "。！？!?．. 」』）)"


def clauses(sentence: Sentence, edges: Edges) -> tuple[Sentence, list[Sentence]]:
    """A sentence with its own edges, and up to `MOST` spans inside it that may be a rendering by themselves."""
    start, end = sentence.span.start, sentence.span.end
    if end - start > LONGEST:
        return sentence, []
    begins, ends = np.round(edges.of(start, end), 4)
    stop = len(edges.text[start:end].rstrip(ENDERS))
    stop = stop if np.isfinite(ends[stop]) else int(ends.argmax())
    ways = _likely(ends)
    likely = sorted(
        (-(begin_odds + end_odds), begin, behind, begin_odds, end_odds)
        for begin, begin_odds in _likely(begins)
        for behind, end_odds in ways
        if behind - begin >= _SHORTEST and begin_odds + end_odds >= UNLIKELY and (begin, behind) != (0, stop)
    )
    found = [
        Sentence(Span(start + begin, start + behind), edges=(begin_odds, end_odds))
        for _, begin, behind, begin_odds, end_odds in likely[:MOST]
    ]
    return replace(sentence, edges=(float(begins[0]), float(ends[stop]))), sorted(found, key=lambda one: one.span)


def _likely(odds: NDArray[np.float64]) -> list[tuple[int, float]]:
    """The places with some hope, and the log-probability of each."""
    places = np.flatnonzero(odds >= UNLIKELY)
    return list(zip(places.tolist(), odds[places].tolist(), strict=True))


def cut_together(
    first: tuple[Sentence, Sequence[Sentence]], second: tuple[Sentence, Sequence[Sentence]]
) -> Iterator[tuple[Sentence, Sentence]]:
    """Two sentences that follow each other, cut where the first begins with a frame or the second ends in a tail.

    Each with its clauses. "店主によると、店は土曜で閉める。41年続けた、という。" renders two sentences.
    """
    heads = [one for one in first[1] if one.span.end >= first[0].span.end - 2 and one.edges[0] >= _CLEAR][:1]
    tails = [one for one in second[1] if one.span.start == second[0].span.start and one.edges[1] >= _CLEAR][:1]
    for head in (first[0], *heads):
        for tail in (second[0], *tails):
            if head is not first[0] or tail is not second[0]:
                yield head, tail


def reports(body: str) -> list[int]:
    """Where a report may end in a sentence, before a tail that tells of it; nowhere in one that reports nothing."""
    body = body.rstrip(_CLOSING)
    found = {m.start() for tail in _HEARSAY if (m := tail.search(body))}
    found |= {m.start() for tail in _TOLD for m in tail.finditer(body, overlapped=True)}
    ends = {at - (body[at - 1] in "、，") for at in found if at}
    return sorted(end for end in ends if end >= _SHORTEST_REPORT)
