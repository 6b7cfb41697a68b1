"""The signals of a bead that its two texts give by themselves: what they say, not where they stand.

Everything is computed for all runs of one side against all runs of the other at once. Two mechanisms carry it: the
similarity of vectors (a run's vector is a sum over its sentences), and coverage: how much of one side's items (pieces,
numbers, names, Latin words) finds a counterpart among the other side's. `LOCAL` is the table of signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from corpus.alignment.anchors import latin_tokens
from corpus.alignment.encoder import EmbeddedEncoder, unit
from corpus.alignment.numbers import Number, number_agreement, numbers
from corpus.alignment.runs import Array, Floats, Runs
from corpus.names import names_in, similarities

# English characters for a Japanese one, the median over the pairs that calibration may see.
LENGTH_RATIO = 2.4
# What a number that may be a mere word ("one", 一) weighs beside a plain one.
WEAK_NUMBER = 0.3
# Above the threshold for a name (`corpus.names.SAME`), since a sentence offers some twenty words to meet by chance.
SOUNDS_ALIKE = 0.75


@dataclass(frozen=True)
class Coverage:
    """How much of each run's items is matched on the other side: masses (J, E), and the whole ones (J,), (E,)."""

    ja: Array
    en: Array
    ja_whole: Array
    en_whole: Array


@dataclass(frozen=True)
class Facing:
    """All runs of the Japanese side against all of the English one, with an encoder to compare them."""

    ja: Runs
    en: Runs
    encoder: EmbeddedEncoder

    @cached_property
    def similarity(self) -> Floats:
        """Cosine of the runs' vectors (J, E)."""
        vectors = [unit(side.total(self.encoder.sums(side.texts))) for side in (self.ja, self.en)]
        return np.asarray(vectors[0] @ vectors[1].T)

    @cached_property
    def pieces(self) -> Coverage:
        """Soft lexical alignment: each piece's best cosine among the other side's, weighted as the encoder does."""
        ids = [[self.encoder.pieces(text) for text in side.texts] for side in (self.ja, self.en)]
        known = [np.unique(np.concatenate([np.zeros(0, np.int32), *side])) for side in ids]
        vectors = [self.encoder.piece_vectors(side) for side in known]
        weights = [self.encoder.piece_weights(side) for side in known]
        alike = np.maximum(vectors[0] @ vectors[1].T, 0)
        items = [[np.searchsorted(k, text) for text in side] for k, side in zip(known, ids, strict=True)]
        return coverage(self.ja, self.en, items, alike, weights)

    @cached_property
    def numbers(self) -> Coverage:
        """Numbers and dates that stand on both sides; those that may be mere words count little."""
        ja = [sorted(numbers(text, "ja")) for text in self.ja.texts]
        en = [sorted(numbers(text, "en")) for text in self.en.texts]
        return self._alike(ja, en, _same_numbers, lambda number: WEAK_NUMBER if number.weak else 1.0)

    @cached_property
    def latin(self) -> Coverage:
        """Latin words in the Japanese that stand in the English too."""
        ja, en = ([sorted(latin_tokens(text)) for text in side.texts] for side in (self.ja, self.en))
        return self._alike(ja, en, lambda a, b: np.array([[x == y for y in b] for x in a], np.float32))

    @cached_property
    def names(self) -> Coverage:
        """Katakana words of the Japanese, names and loanwords, that sound like a word of the English."""
        ja = [list(names_in(text)) for text in self.ja.texts]
        en = [sorted(word for word in latin_tokens(text) if len(word) >= 3) for text in self.en.texts]
        return self._alike(ja, en, lambda a, b: similarities(a, b, floor=SOUNDS_ALIKE))

    def _alike(
        self,
        ja: Sequence[Sequence[Any]],
        en: Sequence[Sequence[Any]],
        compare: Callable[[list[Any], list[Any]], Floats],
        weigh: Callable[[Any], float] = lambda item: 1.0,
    ) -> Coverage:
        """Coverage of items whose likeness `compare` gives for all known ones of both sides at once."""
        known: list[list[Any]] = [list(dict.fromkeys(item for text in side for item in text)) for side in (ja, en)]
        places = [{item: at for at, item in enumerate(side)} for side in known]
        alike = compare(*known).reshape(*map(len, known))
        items = [
            [np.array([place[item] for item in text], np.int64) for text in side]
            for place, side in zip(places, (ja, en), strict=True)
        ]
        weights = [np.array([weigh(item) for item in side], np.float32) for side in known]
        return coverage(self.ja, self.en, items, alike, weights)

    @cached_property
    def length(self) -> Floats:
        """How far the lengths are from the usual ratio, as a logarithm (J, E)."""
        ja = np.log(self.ja.total(np.array([max(1, len(t)) for t in self.ja.texts], np.float32)) * LENGTH_RATIO)
        en = np.log(self.en.total(np.array([max(1, len(t)) for t in self.en.texts], np.float32)))
        return np.asarray(en[None, :] - ja[:, None], np.float32)

    @cached_property
    def evidence(self) -> Floats:
        """The logarithm of the weight of the lighter side's pieces (J, E): short texts say little."""
        lighter = np.minimum(self.pieces.ja_whole[:, None], self.pieces.en_whole[None, :])
        return np.asarray(np.log1p(lighter), np.float32)


def _same_numbers(ja: Sequence[Number], en: Sequence[Number]) -> Floats:
    met = [[number_agreement(frozenset({a}), frozenset({b})).matched for b in en] for a in ja]
    return np.array([[bool(found) for found in row] for row in met], np.float32)


def coverage(
    ja: Runs, en: Runs, items: Sequence[Sequence[np.ndarray]], alike: Floats, weights: Sequence[Floats]
) -> Coverage:
    """Coverage of runs by runs, from the likeness (u, v) of the known items and each sentence's items as indices.

    Every item counts with its best likeness in the other run, so a run covers more the longer it is, and what it covers
    of another says whether that one's text is all there.
    """
    ja_counts, en_counts = (_counts(side, len(weight)) * weight for side, weight in zip(items, weights, strict=True))
    masses = []
    for mine, theirs, counts, table, others in (
        (ja, en, ja_counts, alike, items[1]),
        (en, ja, en_counts, alike.T, items[0]),
    ):
        best = theirs.largest(_best(table, others))  # (u, runs of the other side)
        masses.append(mine.total(np.asarray(counts @ best, np.float64)))
    wholes = [side.total(np.asarray(counts.sum(1), np.float64)) for side, counts in ((ja, ja_counts), (en, en_counts))]
    return Coverage(masses[0], masses[1].T, wholes[0], wholes[1])


def _counts(items: Sequence[np.ndarray], known: int) -> Floats:
    """How often each sentence has each item (n, u)."""
    counts = np.zeros((len(items), known), np.float32)
    for row, found in enumerate(items):
        np.add.at(counts[row], found, 1)
    return counts


def _best(alike: Floats, items: Sequence[np.ndarray]) -> Floats:
    """The best likeness of each known item to any item of each sentence (u, n); 0 for a sentence without items."""
    best = np.zeros((len(alike), len(items)), np.float32)
    for column, found in enumerate(items):
        if len(found):
            best[:, column] = alike[:, found].max(axis=1)
    return best


def _share(mass: Array, whole: Array) -> Floats:
    return np.asarray(mass / np.maximum(whole, 1e-6), np.float32)


def _matched(found: Coverage) -> Floats:
    return np.asarray(np.minimum(np.minimum(found.ja, found.en), 3), np.float32)


def _alone(mass: Array, whole: Array) -> Floats:
    return np.asarray(np.minimum(whole - mass, 3), np.float32)


# name -> (what it is, the matrix (J, E)). One row is one place to add a signal; calibration gives it its weight.
LOCAL: dict[str, tuple[str, Callable[[Facing], Floats]]] = {
    "similarity": ("cosine of the two sums of piece vectors", lambda f: f.similarity),
    "covered_ja": (
        "share of the Japanese that finds something like it in the English",
        lambda f: _share(f.pieces.ja, f.pieces.ja_whole[:, None]),
    ),
    "covered_en": (
        "share of the English that finds something like it in the Japanese",
        lambda f: _share(f.pieces.en, f.pieces.en_whole[None, :]),
    ),
    "similarity_evidence": (
        "the cosine, weighted by how much text there is",
        lambda f: f.similarity * (f.evidence - 1.5),
    ),
    "evidence": ("logarithm of the lighter side's weight", lambda f: f.evidence),
    "numbers": ("numbers on both sides, up to 3", lambda f: _matched(f.numbers)),
    "numbers_only_ja": (
        "numbers of the Japanese alone, up to 3",
        lambda f: _alone(f.numbers.ja, f.numbers.ja_whole[:, None]),
    ),
    "numbers_only_en": (
        "numbers of the English alone, up to 3",
        lambda f: _alone(f.numbers.en, f.numbers.en_whole[None, :]),
    ),
    "names": ("katakana words that sound like an English word, up to 3", lambda f: _matched(f.names)),
    "names_only_ja": (
        "katakana words that sound like none, up to 3",
        lambda f: _alone(f.names.ja, f.names.ja_whole[:, None]),
    ),
    "latin": ("Latin words on both sides, up to 3", lambda f: _matched(f.latin)),
    "latin_only_ja": (
        "Latin words of the Japanese alone, up to 3",
        lambda f: _alone(f.latin.ja, f.latin.ja_whole[:, None]),
    ),
    "longer_en": ("logarithm of how much longer than usual the English is", lambda f: np.maximum(f.length, 0)),
    "longer_ja": ("logarithm of how much longer than usual the Japanese is", lambda f: np.maximum(-f.length, 0)),
}
