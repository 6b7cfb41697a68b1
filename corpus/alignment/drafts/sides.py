"""One side of two texts that are aligned: what its sentences fall into, and the vectors of all runs of it.

What is given as one sentence is often more than one to whoever wrote the other side, so beads are made of *parts*:
what stands between the full stops inside a sentence. Where sentences were merged on one side the parts still face each
other one by one, and the beads of sentences are whatever their parts link (strict F1 on documents with 30 % of
neighbours merged and 20 % dropped rose from .78 to .86, nothing else changed).

A run's vector is the sum of its parts' vectors, so the similarity of any two runs comes from sums of products of parts
(`patches.py`), and of a run only its length has to be known: from the products of near parts of the same side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import regex

from corpus.alignment.learned.encoder import BLOCK, EmbeddedEncoder, Encoder
from corpus.alignment.runs import Bools, Floats, Ints, Runs
from corpus.types import Language

MOST = 4  # parts of a run
LEAST_NORM = 1e-3
# A full stop ends a part, with the closing marks behind it. Cutting too often does no harm: a run puts it together.
_JAPANESE_STOP = regex.compile(r"(?:[。．！？!?]++[」』）)”\"]*+)++")
_ENGLISH_STOP = regex.compile(r"(?<=[.!?:][\"')\]”’]*)\s+(?=[\"'(\[“‘]*[\p{Lu}\p{N}])")


@dataclass(frozen=True)
class Side:
    """The parts of one side, in order; runs are indexed by size and first part, `[size - 1, first]`."""

    parts: tuple[str, ...]
    owner: Ints  # part -> sentence (n,)
    sentences: int
    vectors: Floats  # (n, d), not of unit length: a longer text weighs more in a sum
    norms: Floats  # lengths of the runs' vectors (MOST, n); runs that go over the end are never asked for
    lengths: Floats  # characters of the runs, white space aside (MOST, n)
    limits: Ints  # the first part behind the text that a part stands in (n,): no run goes beyond
    begins: Ints  # what a part takes of its side, from (n,)
    ends: Ints  # up to: rival readings of the same characters take the same

    def __len__(self) -> int:
        return len(self.parts)

    @cached_property
    def bounded(self) -> bool:
        """Whether the side is several texts, as the passages of a page are."""
        return bool((self.limits != len(self)).any())

    @cached_property
    def longest(self) -> int:
        """How many parts the longest text has, up to MOST: no run has more."""
        return min(MOST, int((self.limits - np.arange(len(self))).max(initial=0)))

    def part(self, kept: Ints) -> Side:
        """Some whole texts of a side that is several, by their parts in order; each part is a sentence."""
        texts = np.cumsum(self.opens(kept))
        return Side(
            tuple(self.parts[at] for at in kept.tolist()),
            np.arange(len(kept)),
            len(kept),
            self.vectors[kept],
            self.norms[:, kept],
            self.lengths[:, kept],
            np.searchsorted(texts, texts, side="right"),
            self.begins[kept],
            self.ends[kept],
        )

    def opens(self, part: Ints) -> Bools:
        """Whether a text begins at a place (b,), 0 to n."""
        return np.asarray(np.append(True, self.limits == np.arange(1, len(self) + 1))[part])


def parts_of(language: Language, sentence: str) -> list[str]:
    """What a sentence falls into: itself, or what stands between the full stops in it."""
    if language == "en":
        found = _ENGLISH_STOP.split(sentence)
    else:
        ends = [0, *(stop.end() for stop in _JAPANESE_STOP.finditer(sentence)), len(sentence)]
        found = [sentence[start:end] for start, end in pairwise(ends)]
    return [part for part in found if part and not part.isspace()] or [sentence]


def side_of(language: Language, sentences: Sequence[str], encoder: Encoder) -> Side:
    """The parts of sentences with their vectors."""
    found = [parts_of(language, sentence) for sentence in sentences]
    parts = tuple(part for each in found for part in each)
    owner = np.repeat(np.arange(len(found)), [len(each) for each in found])
    every = np.arange(len(parts))
    return _side(parts, owner, np.full(len(parts), len(parts)), every, every + 1, encoder)


def side_of_runs(runs: Runs, encoder: Encoder) -> Side:
    """The sentences of a page's passages as they are, each passage a text of its own."""
    document = np.array([runs.passages[at].document for at in runs.owner.tolist()], np.int64)
    spans = np.array([(s.span.start, s.span.end) for s in runs.sentences], np.int64).reshape(-1, 2)
    spans += document[:, None] * int(spans.max(initial=0) + 1)  # documents one behind the other
    limits = np.searchsorted(runs.owner, runs.owner, side="right")
    return _side(runs.texts, np.arange(len(runs.texts)), limits, spans[:, 0], spans[:, 1], encoder)


def _side(parts: tuple[str, ...], owner: Ints, limits: Ints, begins: Ints, ends: Ints, encoder: Encoder) -> Side:
    sizes = np.array([max(1, len("".join(part.split()))) for part in parts], np.float32)
    vectors = weighted(parts, sizes, encoder)
    count = int(owner[-1]) + 1 if len(owner) else 0
    return Side(parts, owner, count, vectors, _norms(vectors), _lengths(sizes), limits, begins, ends)


def weighted(texts: Sequence[str], sizes: Floats, encoder: Encoder) -> Floats:
    """Texts as rows (n, d) that may be added up.

    The embedded encoder's own sums, in units of a usual piece; of any other encoder its unit rows, longer for longer
    texts (`sizes` in characters): what a sum of them would have been nobody knows.
    """
    if not isinstance(encoder, EmbeddedEncoder):
        return np.asarray(encoder.encode(texts) * np.sqrt(sizes)[:, None], np.float32)
    rows = np.empty((len(texts), encoder.dimension), np.float32)
    for start in range(0, len(texts), BLOCK):
        rows[start : start + BLOCK] = encoder.sums(texts[start : start + BLOCK])
    rows *= np.float32(1 / encoder.usual)
    return rows


def _norms(vectors: Floats) -> Floats:
    count = len(vectors)
    near = [np.einsum("ij,ij->i", vectors[: max(0, count - far)], vectors[far:]) for far in range(MOST)]
    squares = np.zeros((MOST, count), np.float64)
    for size in range(1, min(MOST, count) + 1):
        runs = count - size + 1
        for first in range(size):
            squares[size - 1, :runs] += near[0][first : first + runs]
            for far in range(1, size - first):
                squares[size - 1, :runs] += 2 * near[far][first : first + runs]
    return np.sqrt(np.maximum(squares, LEAST_NORM**2)).astype(np.float32)


def _lengths(sizes: Floats) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(sizes, dtype=np.float64)])
    lengths = np.ones((MOST, len(sizes)), np.float32)
    for size in range(1, min(MOST, len(sizes)) + 1):
        lengths[size - 1, : len(sizes) - size + 1] = total[size:] - total[:-size]
    return lengths
