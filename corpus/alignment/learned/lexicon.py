"""The lexical translation table: how likely a piece of one language is, given a text of the other (IBM model 1).

Learned by `scripts/learning/lexicon.py` over the pieces of the encoder's vocabulary, in both directions. Where the
encoder says that two texts are about the same thing, the table says which of their words render each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.learned.tables import read_table
from corpus.alignment.runs import Floats, Ints, folded, ranges
from corpus.learned import MODELS

PROBABILITY = 32  # a stored byte q is the probability exp(-q / 32), 255 is none
BACKGROUND = 16  # a stored byte q is the share exp(-q / 16) of all words of the language


@dataclass(frozen=True)
class Direction:
    """Probabilities of pieces given a piece: those given `p` stand at `starts[p]:starts[p + 1]`."""

    starts: Ints
    pieces: NDArray[np.int32]
    probabilities: Floats

    def expected(self, wanted: Ints, texts: Sequence[Ints]) -> Floats:
        """How often each of the different pieces `wanted` (u,) is expected in the rendering of each text (n, u)."""
        place = np.full(len(self.starts) - 1, -1, np.int64)
        place[wanted] = np.arange(len(wanted))
        given = np.unique(np.concatenate([np.zeros(0, np.int64), *texts]))
        sizes = self.starts[given + 1] - self.starts[given]
        at = ranges(self.starts[given], sizes)
        column = place[self.pieces[at]]
        known = np.flatnonzero(column >= 0)
        row = np.repeat(np.arange(len(given)), sizes)[known]
        each = np.zeros((len(given), len(wanted)), np.float32)  # of one piece: common ones recur in most of the texts
        each[row, column[known]] = self.probabilities[at[known]]
        return folded(np.add, each, [given.searchsorted(text) for text in texts])


@dataclass(frozen=True)
class Lexicon:
    """Both directions, and for each piece how common it is among the words of its language; 0 for what it lacks."""

    ja_given_en: Direction
    en_given_ja: Direction
    background: Floats


@cache
def lexicon(folder: Path = MODELS) -> Lexicon:
    """The table that comes with the package. CorpusError where it is missing."""
    stored = read_table(folder, "lexicon.npz")
    counts = stored["counts"].astype(np.int64)
    ja = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    en = stored["en"].astype(np.int32)
    order = np.argsort(en, kind="stable")
    forward, backward = (_probabilities(stored[name]) for name in ("en_given_ja", "ja_given_en"))
    background = np.exp(-stored["background"].astype(np.float32) / BACKGROUND)
    return Lexicon(
        ja_given_en=Direction(_starts(np.bincount(en, minlength=len(counts))), ja[order], backward[order]),
        en_given_ja=Direction(_starts(counts), en, forward),
        background=np.where(stored["background"] < 255, background, 0).astype(np.float32),
    )


def _starts(counts: NDArray[np.int64]) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)])


def _probabilities(stored: NDArray[np.uint8]) -> Floats:
    return np.where(stored < 255, np.exp(-stored.astype(np.float32) / PROBABILITY), 0).astype(np.float32)
