"""Where a page renders an original as a whole, in order: what the best chain of beads over both says of each of them.

A page of quotations keeps no order, and its beads are judged one by one. Where a whole text is translated, sentence
after sentence, each is told by its neighbours as well: two texts in order are aligned nearly without an error
(`two_texts/`). So the Japanese of a page is aligned with each of its originals in order, too, and a stretch in which
most sentences of both face each other is taken for a translation: its beads are as sure as the chain is of them, and
parts of them no surer than it leaves them to be.

In such a text hardly a sentence faces nothing. So one that the chain leaves alone, unless it is sure of that, belongs
to the bead beside it whose two sides come nearer to their usual lengths with it. Read one by one, 37 of 39 did that
the chain had not wholly left alone (documents of six projects).

English that stands on the page itself is not: it is quoted there between what the page says, and chains by which the
half of a sentence is swallowed were surer than the page's own beads (of 138 pages strict F1 .779 for .810).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import log
from types import MappingProxyType

import numpy as np

from corpus.alignment.learned.bead_score import BeadScore
from corpus.alignment.learned.encoder import Encoder
from corpus.alignment.runs import Array, Runs
from corpus.alignment.two_texts.beads import beads_of_texts
from corpus.types import Bead, Language, Passage, Sentence

FEWEST = 10  # beads of a stretch: fewer may follow each other by chance
DENSE = 0.6  # of a stretch's sentences that face others, on both sides together
LIKELY = 0.5  # confidence from which a bead counts
# By how much smaller the odds are that a sentence faces nothing than where the map of two texts was fitted (there one
# in ten was dropped, of whole translations one in seventy), and where a neighbour comes nearer to the usual lengths
# with it (two in five do by chance).
SELDOM = 0.06

Place = tuple[int, int, int, int, int]
"""Where a bead stands: from where to where on the page, its English document, from where to where in that."""


@dataclass(frozen=True)
class Whole:
    """What the chains of a page and its originals say of beads, by their places."""

    sure: Mapping[Place, float]
    """How sure beads of a chain are."""
    most: Mapping[Place, float]
    """How sure others can be at most: a part of a bead, and what has beside it a sentence that belongs to it."""
    joined: tuple[Passage, ...] = ()
    """The Japanese of beads over several lines, which no passage of the page has together."""


NOTHING = Whole(MappingProxyType({}), MappingProxyType({}))


def chained(passages: Sequence[Passage], texts: Sequence[str], encoder: Encoder, score: BeadScore) -> Whole:
    """What is said of beads by each stretch in which a page renders an original in order.

    `passages` are those of the body, `texts[d]` is the text of document d, the page itself the first one. Of rival
    readings of the same characters the outermost is taken.
    """
    sure: dict[Place, float] = {}
    most: dict[Place, float] = {}
    joined: list[Passage] = []
    ja = _sentences(passages, "ja", 0)
    for document, text in enumerate(texts[1:], start=1):
        en = _sentences(passages, "en", document)
        if min(len(ja), len(en)) < FEWEST:
            continue
        said, original = _Side.of(ja, texts[0]), _Side.of(en, text)
        beads = beads_of_texts(said.texts, original.texts, True, encoder, score)
        for stretch in stretches_of(beads):
            left_alone = _left_alone(beads, stretch, said, original)
            for bead in stretch:
                for part in _parts(bead):
                    most[_place(part, document, said, original)] = 1 - bead.confidence
                more, alone = left_alone.get(bead.ja[0], (bead, 1.0))
                for reading, likely in ((more, 1 - alone), (bead, alone)):
                    place = _place(reading, document, said, original)
                    sure[place], most[place] = bead.confidence * likely, max(likely, most.get(place, 0))
                    joined += _joined([ja[at] for at in reading.ja])
    return Whole(sure, most, tuple(joined))


@dataclass(frozen=True)
class _Side:
    """The sentences of a side with the passages that they are of, and their texts."""

    sentences: Sequence[Sentence]
    texts: Sequence[str]
    text: str

    @classmethod
    def of(cls, said: Sequence[tuple[Passage, Sentence]], text: str) -> _Side:
        sentences = [sentence for _, sentence in said]
        return cls(sentences, [text[one.span.start : one.span.end] for one in sentences], text)

    def size(self, which: Sequence[int]) -> int:
        """How many characters some sentences have."""
        return sum(len(self.texts[at]) for at in which)


def _place(bead: Bead, document: int, said: _Side, original: _Side) -> Place:
    (start, end), (first, last) = (
        (side.sentences[run[0]].span.start, side.sentences[run[-1]].span.end)
        for side, run in ((said, bead.ja), (original, bead.en))
    )
    return start, end, document, first, last


def _parts(bead: Bead) -> Iterator[Bead]:
    """The beads of some of a bead's sentences on each side that follow each other, not the bead itself."""
    for ja, en in product(*([run[a:b] for a, b in combinations(range(len(run) + 1), 2)] for run in (bead.ja, bead.en))):
        if (ja, en) != (bead.ja, bead.en):
            yield replace(bead, ja=ja, en=en)


def _left_alone(
    beads: Sequence[Bead], stretch: Sequence[Bead], ja: _Side, en: _Side
) -> Mapping[int, tuple[Bead, float]]:
    """Beads of a stretch with a sentence beside them that faces nothing, by their first sentence.

    Each with that sentence, and the probability that this indeed faces nothing. It may belong to one of the neighbours
    in its paragraph: to the one whose two sides come nearest to the usual lengths with it, if they come nearer.
    """
    usual = float(np.median([en.size(bead.en) / ja.size(bead.ja) for bead in stretch]))
    inner = beads[beads.index(stretch[0]) : beads.index(stretch[-1]) + 1]
    found: dict[int, tuple[Bead, float]] = {}
    for at, alone in enumerate(inner):
        beside = [bead for bead in (*inner[max(0, at - 1) : at], *inner[at + 1 : at + 2]) if bead.ja and bead.en]
        if (alone.ja and alone.en) or not beside:
            continue
        nearer = [_nearer(bead, alone, usual, ja, en) if _together(bead, alone, ja, en) else 0.0 for bead in beside]
        gain, bead = nearer[best := int(np.argmax(nearer))], beside[best]
        left = 1 / (1 + (1 / max(alone.confidence, 1e-6) - 1) / SELDOM)
        if gain > 0 and left < found.get(bead.ja[0], (bead, 1.0))[1]:
            more = replace(bead, ja=tuple(sorted(bead.ja + alone.ja)), en=tuple(sorted(bead.en + alone.en)))
            found[bead.ja[0]] = more, left
    return found


def _together(bead: Bead, alone: Bead, ja: _Side, en: _Side) -> bool:
    """Whether a sentence that faces nothing stands in the same paragraph as a bead beside it, in English its line."""
    side, own, its, border = (ja, alone.ja, bead.ja, "\n\n") if alone.ja else (en, alone.en, bead.en, "\n")
    first, second = (its[-1], own[0]) if its[-1] < own[0] else (own[-1], its[0])
    return border not in side.text[side.sentences[first].span.end : side.sentences[second].span.start]


def _nearer(bead: Bead, alone: Bead, usual: float, ja: _Side, en: _Side) -> float:
    """How much nearer to the usual one the ratio of a bead's lengths is with a sentence that faces nothing."""
    ratios = [en.size(e) / ja.size(j) for e, j in ((bead.en, bead.ja), (bead.en + alone.en, bead.ja + alone.ja))]
    apart, together = (abs(log(ratio / usual)) for ratio in ratios)
    return apart - together


def _joined(said: Sequence[tuple[Passage, Sentence]]) -> Iterator[Passage]:
    """The passage that some sentences of several lines would be of, if these are of one role."""
    passages = {id(passage): passage for passage, _ in said}
    if len(passages) > 1 and len({passage.role for passage in passages.values()}) == 1:
        yield replace(said[0][0], sentences=tuple(sentence for _, sentence in said))


def _sentences(passages: Sequence[Passage], language: Language, document: int) -> list[tuple[Passage, Sentence]]:
    """The sentences of a document in one language, of its outermost readings, in order, with their passages."""
    found: list[tuple[Passage, Sentence]] = []
    end = -1
    own = (passage for passage in passages if (passage.language, passage.document) == (language, document))
    for passage in sorted(own, key=lambda one: (one.span.start, -one.span.end)):
        if passage.span.start >= end:
            found += ((passage, sentence) for sentence in passage.sentences)
            end = passage.span.end
    return found


def stretches_of(beads: Sequence[Bead]) -> Iterator[Sequence[Bead]]:
    """The stretches of two texts in order in which at least `DENSE` of all sentences face others, of `FEWEST` beads.

    Each sentence that faces one weighs for going on, each other one against it; a stretch ends where it weighs most.
    """
    linked = [bool(bead.ja and bead.en) and bead.confidence >= LIKELY for bead in beads]
    links = [at for at, one in enumerate(linked) if one]
    alone = np.cumsum([0 if one else len(bead.ja) + len(bead.en) for one, bead in zip(linked, beads, strict=True)])
    begin = 0
    while begin < len(links):
        total = most = 0.0
        end = begin
        for at in range(begin, len(links)):
            if at > begin:
                total -= DENSE * float(alone[links[at]] - alone[links[at - 1]])
            if total < 0:
                break
            total += (1 - DENSE) * (len(beads[links[at]].ja) + len(beads[links[at]].en))
            if total > most:
                most, end = total, at + 1
        if end - begin >= FEWEST:
            yield [beads[at] for at in links[begin:end]]
        begin = max(end, begin + 1)


def at_places(found: Mapping[Place, float], ja: Runs, en: Runs, elsewhere: float) -> Array:
    """What is found of each cell of runs by its place (J, E)."""
    said = np.full((len(ja), len(en)), elsewhere)
    rows, columns = (_by_place(side) if found else {} for side in (ja, en))
    for (start, end, document, first, last), value in found.items():
        for row in rows.get((0, start, end), ()):
            said[row, columns.get((document, first, last), [])] = value
    return said


def _by_place(runs: Runs) -> dict[tuple[int, int, int], list[int]]:
    """The runs by their document and where they begin and end in it."""
    found: dict[tuple[int, int, int], list[int]] = {}
    for run, (first, end) in enumerate(runs.bounds):
        document = runs.passages[int(runs.owner[first])].document
        place = document, runs.sentences[first].span.start, runs.sentences[end - 1].span.end
        found.setdefault(place, []).append(run)
    return found
