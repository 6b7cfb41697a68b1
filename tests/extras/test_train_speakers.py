"""`scripts/train_speakers.py` learns a ranking of those who may speak, stored as JSON and the same each time."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import train_speakers

from corpus.extraction.attribution.speakers import ranking

pytestmark = pytest.mark.extras


def test_a_ranking_is_learned_and_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_speakers, "TREES", 20)
    found = list(islice(train_speakers.asked("fit"), 1000))
    stored, weights = train_speakers.learned(found)
    again, same = train_speakers.learned(found)
    assert json.loads(json.dumps(stored)) == stored == again and np.array_equal(weights, same)

    path = tmp_path / "speakers.json"
    train_speakers.write(path, stored, weights)
    best = ranking(path)
    known = [each for each in found if each.right.any()]
    first = [each.right[0] for each in known]
    chosen = []
    for each in known:
        voice = best.voice(each.page, each.rendering)  # None where the likeliest is a thing
        chosen.append(bool(voice and each.gold and train_speakers.named(voice.form, each.gold)))
    assert np.mean(chosen) > 1.5 * np.mean(first)
