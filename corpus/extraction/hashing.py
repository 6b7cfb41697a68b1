"""Features as slots of a table: what is seen is mixed into a hash, and the top bits of a hash are its slot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]

_MIX = np.uint64(0x9E3779B97F4A7C15)


def mixed(codes: Codes) -> Codes:
    """Codes spread over all their bits, so that what is added to them next gets lost in none."""
    codes = codes * _MIX
    return codes ^ (codes >> np.uint64(29))


def slots(codes: Codes, bits: int) -> Ints:
    """The slots of codes in a table of `2**bits`."""
    return np.asarray(codes * _MIX >> np.uint64(64 - bits), np.int64)
