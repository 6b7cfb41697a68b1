"""Which Latin word a katakana word sounds like, by learned vectors: fast enough for all words of two long documents.

A word is the sum of the vectors of its runs of up to four letters (hashed, as fastText does; Bojanowski et al. 2017),
one table for the sounds of katakana and one for Latin letters, learned on names and loanwords so that two spellings of
one word point the same way (`scripts/train_sounds.py`). `corpus.names` compares two names without a model, letter by
letter, and explains itself; this is for finding, and measured better at it:

    cosine at least   .45    .50    .55    .60
    recall           .996   .993   .989   .979
    false rate      .0030  .0014  .0007  .0003
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.tables import MODEL, read_table
from corpus.names import latin_letters, sounds_of

Floats = NDArray[np.float32]

BUCKETS = 1 << 13
LONGEST = 4  # letters of a run
APART, TOGETHER = 0.45, 0.75  # cosines of words that are surely not, and surely, the same


@lru_cache(maxsize=1 << 14)
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
        ja = _vectors(self.ja, [sounds_of(word) for word in katakana])
        en = _vectors(self.en, [latin_letters(word) for word in latin])
        cosine = ja @ en.T
        cosine -= APART
        cosine /= TOGETHER - APART
        return np.asarray(np.clip(cosine, 0, 1, out=cosine), np.float32)


def _vectors(table: Floats, words: Sequence[str]) -> Floats:
    rows = np.zeros((len(words), table.shape[1]), np.float32)
    for row, word in enumerate(words):
        if word:
            np.add.reduce(table.take(runs_of_letters(word), 0), axis=0, out=rows[row])
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


@cache
def sounds(folder: Path = MODEL) -> Sounds:
    """The table that comes with the package. CorpusError where it is missing."""
    stored = read_table(folder, "sounds.npz")
    ja, en = (stored[side].astype(np.float32) for side in ("ja", "en"))  # whole numbers, so that their sums are exact
    return Sounds(ja, en)
