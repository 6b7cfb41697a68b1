"""Where a rendering begins and where it ends, looked at together: what the frame before it says of the one behind it.

What "係員は、餌をやらないよう求めている。" renders begins behind its subject because of what the sentence ends
in, and that of "係員は餌をやらない。" does not. `edges.py` knows the letters around one place; here what stands
before a beginning, behind an end and between them is hashed together, a combination a feature.
"""

from __future__ import annotations

import numpy as np

from corpus.extraction.hashing import Codes, Ints, mixed, slots

PAIRS_BITS = 17  # of a hash: how many weights there are
SIGHT = 8  # letters on each side of a place that are looked at
_OWN = 14  # characters behind a beginning in which the rendering's own subject stands
_ONE = np.uint64(1)
_END = ord("\n")
_COUNTED = np.array([ord(letter) for letter in "はがた"], np.uint64)
# What a run of so many letters weighs: the powers of an odd number, so that the hash of a run is one product.
_POWERS = np.array([pow(0x100000001B3, at + 1, 1 << 64) for at in range(SIGHT)], np.uint64)
_RUNS = np.triu(np.broadcast_to(_POWERS[:, None], (SIGHT, SIGHT)))

# What a beginning says: L so many letters before it, F behind it, H the first ones of the sentence up to it, FAR how
# much stands before it, NONE whether nothing does, HEAD whether that has a topic and a subject, and its last letter.
_BEGINS = ("", "L1", "L2", "L3", "L4", "L5", "L8", "FAR", "NONE", "L1F3", "L1F1", "L1H3", "L1H4", "NONEL1", "HEAD")
# What an end says: R so many letters behind it, Z before it, T the last ones of the sentence behind it, S the last two,
# FAR how much stands behind it, NONE whether nothing does, TAIL whether that has a topic and ends in a past tense, and
# its first letter.
_ENDS = (
    "", "R1", "R2", "R3", "R4", "R6", "R8", "Z1", "Z2", "FAR", "NONE", "T2", "T3", "T5",
    "Z2R1", "Z4R2", "Z2S2", "T3Z1", "TAIL",
)  # fmt: skip
# What lies between: whether what is said has a topic and a subject of its own, how long it is.
_BETWEEN = ("", "OWN", "LONG")
# One row a feature: what is asked of the beginning, of the end, and of what lies between.
_TOGETHER = (
    ("L1", "R2", ""), ("L2", "R2", ""), ("L2", "R4", ""), ("L1", "R3", ""), ("L2", "T2", ""), ("L1", "T3", ""),
    ("L2", "Z1", ""), ("L1", "Z2", ""), ("FAR", "FAR", ""), ("L1", "FAR", ""), ("FAR", "R2", ""),
    ("NONEL1", "NONE", ""), ("NONE", "R3", ""), ("L2", "Z2R1", ""), ("L1F1", "R2", ""), ("NONE", "R8", ""),
    ("L2", "R8", ""), ("L1H3", "R2", ""), ("", "R8", ""), ("", "R6", ""), ("", "T5", ""), ("", "T3Z1", ""),
    ("L1", "", "OWN"), ("L2", "R1", "OWN"), ("", "R2", "OWN"), ("HEAD", "TAIL", ""), ("HEAD", "R1", "OWN"),
    ("L8", "", ""), ("L1H4", "", ""), ("L5", "R1", ""), ("L4", "R1", ""), ("", "Z2S2", ""),
    ("L1", "R1", "LONG"), ("L1F3", "NONE", ""), ("", "Z4R2", ""),
)  # fmt: skip
FEATURES = len(_TOGETHER)
_ROWS = [np.array([names.index(row[at]) for row in _TOGETHER]) for at, names in enumerate((_BEGINS, _ENDS, _BETWEEN))]


def _and(codes: Codes, more: Codes) -> Codes:
    """One code of what two say."""
    return mixed(mixed(codes + _ONE) + more + _ONE)


_FAR = np.searchsorted((0, 1, 2, 3, 4, 7, 12, 20), np.arange(21), side="right").astype(np.uint64)  # lengths in steps
_NO_YES = mixed(np.arange(2).astype(np.uint64) + _ONE)  # the codes of False and True
_BOTH = mixed(_NO_YES[:, None] + np.arange(2).astype(np.uint64) + _ONE)  # the same of two facts


def _far(lengths: Ints) -> Codes:
    return _FAR.take(lengths, mode="clip")


def pair_slots(letters: Codes, begins: Ints, ends: Ints) -> Ints:
    """The slots of all pairs of beginnings and ends in a sentence without its full stop (FEATURES, begins, ends)."""
    last, count = len(letters), len(begins)
    barrier = np.full(SIGHT, _END, np.uint64)
    spaced = np.concatenate([barrier, letters, barrier])
    places = np.concatenate([[0, last], begins, ends])
    # Hashes of the 1 to SIGHT letters before and behind each of these (SIGHT, places).
    before = (spaced[places[:, None] + np.arange(SIGHT - 1, -1, -1)] @ _RUNS).T
    behind = (spaced[places[:, None] + np.arange(SIGHT, 2 * SIGHT)] @ _RUNS).T
    seen = np.zeros((3, last + 1), np.int64)  # topics, subjects and past tenses up to each place
    np.cumsum(letters == _COUNTED[:, None], axis=1, out=seen[:, 1:])
    left = _begins(before[:, 2 : 2 + count], behind[:, 2 : 2 + count], behind[:, 0], seen, begins)
    right = _ends(before[:, 2 + count :], behind[:, 2 + count :], before[:, 1], seen, ends)
    stop = np.minimum(begins[:, None] + _OWN, ends)
    own = seen[:2, stop] > seen[:2, begins][:, :, None]
    between = np.zeros((len(_BETWEEN), count, len(ends)), np.uint64)
    between[1] = 1 + own[0] + 2 * own[1]
    between[2] = _far(ends - begins[:, None])
    codes = left[_ROWS[0]][:, :, None] * np.uint64(3) + right[_ROWS[1]][:, None, :]
    codes = mixed(codes) + between[_ROWS[2]]
    codes = mixed(codes + np.arange(FEATURES, dtype=np.uint64)[:, None, None])
    return slots(codes, PAIRS_BITS)


def _begins(before: Codes, behind: Codes, first: Codes, seen: Ints, places: Ints) -> Codes:
    """What each beginning says (_BEGINS, places); `first` are the runs that the sentence begins with."""
    none = _NO_YES[(places == 0).astype(np.int64)]
    topics = (seen[0, places] > 0).astype(np.int64)
    subjects = (seen[1, np.maximum(places - 1, 0)] > 0).astype(np.int64)
    opening = first[np.minimum(np.array([[3], [4]]), np.maximum(places, 1)) - 1]
    opened = _and(opening, none)
    letter = before[0]
    alone = np.array([np.zeros_like(letter), *before[[0, 1, 2, 3, 4, 7]], _far(places), none])
    joined = _and(np.array([behind[2], letter, *opened, none]), np.array([letter, behind[0], letter, letter, letter]))
    return np.concatenate([alone, joined, mixed(_BOTH[topics, subjects] + letter + _ONE)[None]])


def _ends(before: Codes, behind: Codes, ending: Codes, seen: Ints, places: Ints) -> Codes:
    """What each end says (_ENDS, places); `ending` are the runs that the sentence ends with."""
    last = seen.shape[1] - 1
    left = last - places
    topics = (seen[0, last] > seen[0, places]).astype(np.int64)
    pasts = (seen[2, last] > seen[2, np.maximum(places, last - 3)]).astype(np.int64)
    most = np.array([[2], [3], [5]])
    behind_it = ending[np.clip(left, 1, most) - 1]
    letter = behind[0]
    none = _NO_YES[(left == 0).astype(np.int64)]
    alone = np.array([np.zeros_like(letter), *behind[[0, 1, 2, 3, 5, 7]], *before[:2], _far(left), none])
    sizes = np.minimum(left, most).astype(np.uint64)
    joined = _and(
        np.concatenate([behind_it, before[[1, 3, 1]]]),
        np.concatenate([sizes, behind[:2], np.broadcast_to(ending[1], (1, len(left)))]),
    )
    tail = _and(joined[1], before[0])
    return np.concatenate([alone, joined, tail[None], mixed(_BOTH[topics, pasts] + letter + _ONE)[None]])
