"""`scripts/train_details.py` learns which day and which account is meant, stored as JSON and the same each time."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import train_details

from corpus.extraction.attribution.posted import SORTS, TABLES, choice, known, table_of, told

pytestmark = pytest.mark.extras


def test_details_are_learned_and_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_details, "TREES", 30)
    found = list(islice(train_details.asked("fit"), 2000))
    for sort in SORTS:
        own = [each for each in found if each.sort == sort]
        path, again = tmp_path / f"{TABLES[sort]}.json", tmp_path / "again.json"
        train_details.write(path, own)
        train_details.write(again, own)
        assert path.read_bytes() == again.read_bytes()
        assert table_of(path).read_bytes() == table_of(again).read_bytes()
        best = choice(sort, tmp_path)
        values = [told(sort, one.said, best.likeliest(one.page, one.rendering, one.said)) for one in own]
        right = [(value and value.lower()) == each.gold for value, each in zip(values, own, strict=True)]
        by_lines = [known(sort, each.said)[1] for each in own]
        ruled = [(value and value.lower()) == each.gold for value, each in zip(by_lines, own, strict=True)]
        assert np.mean(right) > np.mean(ruled)
