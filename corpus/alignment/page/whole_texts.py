"""Where a page renders an original as a whole, in order: what the best chain of beads over both says of each of them.

A page of quotations keeps no order, and its beads are judged one by one. Where a whole text is translated, sentence
after sentence, each is told by its neighbours as well: two texts in order are aligned nearly without an error
(`two_texts/`). So the Japanese of a page is aligned with each of its originals in order, too, and a stretch in which
most sentences of both face each other is taken for a translation: its beads are as sure as the chain is of them.

English that stands on the page itself is not: it is quoted there between what the page says, and chains by which the
half of a sentence is swallowed were surer than the page's own beads (of 138 pages strict F1 .779 for .810).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

Place = tuple[int, int, int, int, int]
"""Where a bead stands: from where to where on the page, its English document, from where to where in that."""
Whole = Mapping[Place, float]
"""The confidence of beads by their places."""
NOTHING: Whole = MappingProxyType({})


def chained(passages: Sequence[Passage], texts: Sequence[str], encoder: Encoder, score: BeadScore) -> Whole:
    """The confidence of the beads of each stretch in which a page renders an original in order, by their places.

    `passages` are those of the body, `texts[d]` is the text of document d, the page itself the first one. Of rival
    readings of the same characters the outermost is taken.
    """
    found: dict[Place, float] = {}
    ja = _sentences(passages, "ja", 0)
    for document, text in enumerate(texts[1:], start=1):
        en = _sentences(passages, "en", document)
        if min(len(ja), len(en)) < FEWEST:
            continue
        said = [texts[0][one.span.start : one.span.end] for one in ja]
        original = [text[one.span.start : one.span.end] for one in en]
        for stretch in stretches_of(beads_of_texts(said, original, True, encoder, score)):
            for bead in stretch:
                start, end = ja[bead.ja[0]].span.start, ja[bead.ja[-1]].span.end
                first, last = en[bead.en[0]].span.start, en[bead.en[-1]].span.end
                found[start, end, document, first, last] = bead.confidence
    return found


def _sentences(passages: Sequence[Passage], language: Language, document: int) -> list[Sentence]:
    """The sentences of a document in one language, of its outermost readings, in order."""
    found: list[Sentence] = []
    end = -1
    own = (passage for passage in passages if (passage.language, passage.document) == (language, document))
    for passage in sorted(own, key=lambda one: (one.span.start, -one.span.end)):
        if passage.span.start >= end:
            found += passage.sentences
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


def at_places(found: Whole, ja: Runs, en: Runs) -> Array:
    """The confidence of each cell of runs that stands where one of the beads does, 0 elsewhere (J, E)."""
    sure = np.zeros((len(ja), len(en)))
    rows, columns = (_by_place(side) if found else {} for side in (ja, en))
    for (start, end, document, first, last), confidence in found.items():
        for row in rows.get((0, start, end), ()):
            sure[row, columns.get((document, first, last), [])] = confidence
    return sure


def _by_place(runs: Runs) -> dict[tuple[int, int, int], list[int]]:
    """The runs by their document and where they begin and end in it."""
    found: dict[tuple[int, int, int], list[int]] = {}
    for run, (first, end) in enumerate(runs.bounds):
        document = runs.passages[int(runs.owner[first])].document
        place = document, runs.sentences[first].span.start, runs.sentences[end - 1].span.end
        found.setdefault(place, []).append(run)
    return found
