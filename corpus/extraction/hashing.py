"""Features as slots of a table: what is seen is mixed into a hash, and the top bits of a hash are its slot."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.types import CorpusError

Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Stored = NDArray[np.int8]
# What reading a file of arrays ends in; the last is zipfile's word for a way of packing that there is not.
_DAMAGED = (OSError, ValueError, TypeError, KeyError, EOFError, BadZipFile, zlib.error, NotImplementedError)

_MIX = np.uint64(0x9E3779B97F4A7C15)


def mixed(codes: Codes) -> Codes:
    """Codes spread over all their bits, so that what is added to them next gets lost in none."""
    codes = codes * _MIX
    codes ^= codes >> np.uint64(29)
    return codes


def slots(codes: Codes, bits: int) -> Ints:
    """The slots of codes in a table of `2**bits`."""
    return np.asarray(codes * _MIX >> np.uint64(64 - bits), np.int64)


def load_weights(path: Path, names: Sequence[str], size: int, *, of: str, cure: str) -> list[Stored]:
    """Tables of learned weights in steps, (size,) each, by their names in a file.

    CorpusError, with what they are `of` and a `cure`, where the file is missing or damaged in whatever way.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            found = [np.asarray(stored[name]) for name in names]
        for name, table in zip(names, found, strict=True):
            if table.shape != (size,) or table.dtype != np.int8:
                raise ValueError(f"{name} are {table.dtype} {table.shape}")
    except _DAMAGED as error:
        raise CorpusError(f"no table of {of} ({error}); {cure}", path=path) from error
    return found
