"""Tables of learned weights: what is read of them, and that a damaged one is named however it is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.extraction.attribution import wordings
from corpus.extraction.clauses import edges
from corpus.extraction.hashing import load_weights
from corpus.types import CorpusError

TABLES = {edges.TABLE: ("begins", "ends", "pairs"), wordings.TABLE: ("weights",)}
PLACES = 150  # of a file where a byte is damaged


@pytest.mark.parametrize(("path", "names"), TABLES.items(), ids=lambda value: getattr(value, "name", ""))
def test_a_damaged_table_is_read_as_it_was_or_named(path: Path, names: tuple[str, ...], tmp_path: Path) -> None:
    raw, size = path.read_bytes(), len(np.load(path)[names[0]])
    named: list[CorpusError] = []
    whole = load_weights(path, names, size, of="weights", cure="learn it")
    other = tmp_path / path.name
    for at in range(0, len(raw), max(1, len(raw) // PLACES)):
        damaged = bytearray(raw)
        damaged[at] ^= 0x55
        other.write_bytes(bytes(damaged))
        try:
            again = load_weights(other, names, size, of="weights", cure="learn it")
            assert all((a == b).all() for a, b in zip(whole, again, strict=True))  # what is damaged is not read
        except CorpusError as error:
            named.append(error)
    assert len(named) > PLACES // 2
    assert all(error.path == str(other) and "learn it" in str(error) for error in named)


@pytest.mark.parametrize("weights", [np.zeros(3, np.int8), np.zeros(8), np.zeros((2, 8), np.int8)])
def test_weights_of_another_size_or_kind_are_named(weights: np.ndarray, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "other.npz", weights=weights)
    with pytest.raises(CorpusError, match=r"no table of others .*; learn them"):
        load_weights(tmp_path / "other.npz", ("weights",), 8, of="others", cure="learn them")
