"""Long pages, taken in stretches: some Japanese with the English that may be meant, so that time grows with length.

A page is compared each run with each, which takes the square of its sentences: nothing for a page of some hundred, a
minute for a thousand on each side. So of a long one a stretch of Japanese meets only the English that stands near it,
or is most like it by its vectors, wherever it stands. A page that is not long is one stretch, as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from corpus.alignment.learned.encoder import Encoder
from corpus.alignment.products import product
from corpus.alignment.runs import Floats
from corpus.types import Passage

# Japanese sentences times English ones from which a page is long: the longest page with gold has 6,004, half of them
# under 500.
LONG = 10_000
OWN = 80  # Japanese sentences of a stretch
FACING = 160  # English ones that it meets, half of them because they stand near, the others because they are alike
PIECE = 20  # sentences of a passage that are taken together
ALIKE = 2  # pieces that each Japanese sentence asks for


def stretches(passages: Sequence[Passage], texts: Sequence[str], encoder: Encoder) -> Iterator[list[Passage]]:
    """The passages of a page by stretches, Japanese in page order; `texts[d]` is the text of document d.

    Every Japanese sentence is in exactly one stretch, an English one in any number. Passages of very many sentences
    are taken in pieces; no bead goes over the edge of one.
    """
    counts = {"ja": 0, "en": 0}
    for passage in passages:
        counts[passage.language] += len(passage.sentences)
    if counts["ja"] * counts["en"] <= LONG:
        yield list(passages)
        return
    pieces = [piece for passage in passages for piece in _pieces(passage)]
    ja, en = ([piece for piece in pieces if piece.language == language] for language in ("ja", "en"))
    first = np.cumsum([0, *(len(piece.sentences) for piece in en)])
    vectors = _vectors(en, texts, encoder)
    for own in _grouped(ja):
        alike = np.maximum.reduceat(product(_vectors(own, texts, encoder), vectors.T), first[:-1], axis=1)
        yield [*own, *(en[at] for at in sorted(_facing(own, en, np.round(alike, 4).astype(np.float32))))]


def _pieces(passage: Passage) -> Iterator[Passage]:
    said = passage.sentences
    if len(said) <= PIECE:
        yield passage
    else:
        for at in range(0, len(said), PIECE):
            yield replace(passage, sentences=said[at : at + PIECE])


def _grouped(ja: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Runs of passages of about `OWN` sentences; those that share characters are rivals and stay together."""
    group: list[Passage] = []
    size = end = 0
    for passage in sorted(ja, key=lambda p: (p.span.start, p.span.end)):
        if size >= OWN and passage.span.start >= end:
            yield group
            group, size = [], 0
        group.append(passage)
        size += len(passage.sentences)
        end = max(end, passage.span.end)
    if group:
        yield group


def _vectors(passages: Sequence[Passage], texts: Sequence[str], encoder: Encoder) -> Floats:
    """The vectors of all sentences of passages (n, d)."""
    spans = [(passage.document, sentence.span) for passage in passages for sentence in passage.sentences]
    return encoder.encode([texts[document][span.start : span.end] for document, span in spans])


def _facing(own: Sequence[Passage], en: Sequence[Passage], alike: Floats) -> set[int]:
    """Which English pieces a stretch meets: the nearest on the page, and those most like its sentences (n, pieces)."""
    start, end = own[0].span.start, max(passage.span.end for passage in own)
    here = [at for at, piece in enumerate(en) if piece.document == 0]
    near = sorted(here, key=lambda at: (max(start - en[at].span.end, en[at].span.start - end, 0), at))
    few = min(ALIKE, alike.shape[1])
    asked = np.unique(np.argpartition(-alike, few - 1, axis=1)[:, :few])
    likest = sorted(asked.tolist(), key=lambda at: (-float(alike[:, at].max()), at))
    chosen: set[int] = set()
    for ranked, most in ((near, FACING // 2), (likest, FACING)):
        for at in ranked:
            if sum(len(en[piece].sentences) for piece in chosen) >= most:
                break
            chosen.add(at)
    return chosen
