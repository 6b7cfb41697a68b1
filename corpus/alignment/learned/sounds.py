"""Which Latin word a katakana word sounds like, by learned vectors: fast enough for all words of two long documents.

A word is the sum of the vectors of its runs of up to four letters (hashed, as fastText does; Bojanowski et al. 2017),
one table for the sounds of katakana and one for Latin letters, learned on names and loanwords so that two spellings of
one word point the same way (`scripts/learning/sounds.py`). `corpus.names` compares two names without a model, letter by
letter, and explains itself; this is for finding, and measured better at it:

    cosine at least   .45    .50    .55    .60
    recall           .996   .993   .989   .979
    false rate      .0030  .0014  .0007  .0003
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.learned.tables import read_table
from corpus.alignment.products import product
from corpus.learned import MODELS
from corpus.names import latin_letters, sounds_of

Floats = NDArray[np.float32]

BUCKETS = 1 << 13
LONGEST = 4  # letters of a run
APART, TOGETHER = 0.45, 0.75  # cosines of words that are surely not, and surely, the same


def runs_of_letters(word: str) -> NDArray[np.int64]:
    """The buckets of a word's runs of letters (k,), its ends marked."""
    marked = f"^{word}$".encode()
    found = [
        zlib.crc32(marked[at : at + size]) % BUCKETS
        for size in range(1, LONGEST + 1)
        for at in range(len(marked) - size + 1)
    ]
    return np.array(found, np.int64)


@dataclass(frozen=True)
class Sounds:
    """The vectors of runs of letters (BUCKETS, d), of katakana and of Latin words."""

    ja: Floats
    en: Floats

    def alike(self, katakana: Sequence[str], latin: Sequence[str]) -> Floats:
        """How sure it is that words sound alike, 0 to 1 (katakana, latin)."""
        if not katakana or not latin:
            return np.zeros((len(katakana), len(latin)), np.float32)
        cosine = product(np.stack(list(map(self._of_katakana, katakana))), np.stack(list(map(self._of_latin, latin))).T)
        cosine -= APART
        cosine /= TOGETHER - APART
        return np.asarray(np.clip(cosine, 0, 1, out=cosine), np.float32)

    @cached_property
    def _of_katakana(self) -> Callable[[str], Floats]:
        """The vector of a katakana word, remembered: pages have words in common."""
        return lru_cache(maxsize=1 << 14)(lambda word: _vector(self.ja, sounds_of(word)))

    @cached_property
    def _of_latin(self) -> Callable[[str], Floats]:
        """The vector of a Latin word."""
        return lru_cache(maxsize=1 << 14)(lambda word: _vector(self.en, latin_letters(word)))


def _vector(table: Floats, letters: str) -> Floats:
    """The sum of the rows of a word's runs of letters, of unit length (d,); zeros of none."""
    if not letters:
        return np.zeros(table.shape[1], np.float32)
    total = np.add.reduce(table.take(runs_of_letters(letters), 0), axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total, axis=0)), 1e-9), np.float32)


@cache
def sounds(folder: Path = MODELS) -> Sounds:
    """The table that comes with the package. CorpusError where it is missing."""
    stored = read_table(folder, "sounds.npz")
    ja, en = (stored[side].astype(np.float32) for side in ("ja", "en"))  # whole numbers, so that their sums are exact
    return Sounds(ja, en)
