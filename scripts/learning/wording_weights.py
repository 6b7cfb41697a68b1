"""Learn what the letters around names or days say of which is meant: weights of hashed slots.

For `train_speakers.py` and `train_details.py`. Of those that may be meant in a rendering the right ones share a
probability, a softmax of the sums of their slots. Its logarithm is climbed by AdaGrad (Duchi, Hazan and Singer 2011),
some renderings at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from learning.stages import packed
from numpy.typing import NDArray

from corpus.extraction.attribution.wordings import STEP, Array, Slots
from corpus.extraction.hashing import Stored
from corpus.store import write_atomic

EPOCHS, TOGETHER = 4, 32
RATE, DECAY = 0.08, 2e-4  # what holds sums back is their square
_TINY = 1e-9


def learned(lists: Sequence[Sequence[Slots]], right: Sequence[NDArray[np.bool_]], size: int, seed: int = 0) -> Stored:
    """Weights in steps (size,), from the slots of each of those that may be meant, and whether they are."""
    weights, squares = np.zeros(size), np.zeros(size)
    rng = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        order = rng.permutation(len(lists))
        for start in range(0, len(order), TOGETHER):
            batch = order[start : start + TOGETHER]
            sizes = np.array([len(each) for at in batch for each in lists[at]])
            slots = np.concatenate([each for at in batch for each in lists[at]])
            whose = np.repeat(np.arange(len(batch)), [len(lists[at]) for at in batch])
            said = np.concatenate([right[at] for at in batch]).astype(np.float64)
            sums = np.add.reduceat(weights[slots], np.cumsum(sizes) - sizes)
            by_one = _uphill(sums, whose, said, len(batch))
            uphill = np.bincount(slots, np.repeat(by_one, sizes), size)
            squares += uphill**2
            weights += RATE * uphill / np.sqrt(squares + _TINY)
    return np.clip(np.round(weights / STEP), -127, 127).astype(np.int8)


def write(path: Path, weights: Stored) -> None:
    """Store a table of weights as `hashing.load_weights` reads it."""
    write_atomic(path, packed({"weights": weights}, deflated=True))


def _uphill(sums: Array, whose: NDArray[np.int64], right: Array, count: int) -> Array:
    """How the mean log-probability of the right ones, less what holds sums back, changes with each one's sum."""
    most = np.full(count, -np.inf)
    np.maximum.at(most, whose, sums)
    grown = np.exp(sums - most[whose])
    share = grown / np.bincount(whose, grown, count)[whose]
    good = share * right
    good /= np.bincount(whose, good, count)[whose] + _TINY
    return np.asarray((good - share) / count - 2 * DECAY * sums / len(sums))
