"""How likely each segment of a sentence is one that renders something, when several may: sets of disjoint segments.

A sentence renders what it tells in one segment as a rule, in two or three where it tells of several things. A set of
segments that do not overlap weighs the product of what they weigh, and each set but the empty one is as likely as its
share of all (a semi-Markov conditional random field with two labels: Sarawagi and Cohen, 2004). What is asked of a
segment is the share of the sets that hold it. Forwards and backwards over the places where segments begin, many
sentences at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corpus.extraction.hashing import Ints

Array = NDArray[np.float64]


def shares(worth: Array, begins: Ints, ends: Ints) -> Array:
    """The share of the sets that hold each segment (n, b, e).

    `worth` (n, b, e) is what each weighs, 0 where it is none; `begins` (n, b) and `ends` (n, e) are in order, as
    places of their sentence.
    """
    behind = (ends[:, None, :] <= begins[:, :, None]).astype(np.float64)  # (n, b, e): ends where or before it begins
    ending = np.zeros(ends.shape)  # what all sets weigh whose last segment ends here
    before = np.empty(begins.shape)  # what all sets weigh, the empty one too, that lie before here
    for at in range(begins.shape[1]):
        before[:, at] = 1 + np.add.reduce(ending * behind[:, at], axis=1)
        ending += before[:, at, None] * worth[:, at]
    beginning = np.zeros(begins.shape)
    after = np.empty(ends.shape)
    for at in reversed(range(ends.shape[1])):
        after[:, at] = 1 + np.add.reduce(beginning * behind[:, :, at], axis=1)
        beginning += worth[:, :, at] * after[:, at, None]
    every = ending.sum(axis=1)[:, None, None]
    found: Array = before[:, :, None] * worth * after[:, None, :] / every
    return found
