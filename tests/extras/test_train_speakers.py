"""`scripts/train_speakers.py` learns a ranking of those who may speak, stored as JSON and the same each time."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import train_speakers

from corpus.extraction.attribution.speakers import HINTS, ranking
from corpus.extraction.attribution.voices import SIGNALS
from corpus.trees import Trees

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


def test_what_a_page_tells_adds_to_how_sure_the_first_is() -> None:
    rng = np.random.default_rng(1)
    hints, signals = rng.normal(size=(4000, len(HINTS))), rng.normal(size=(4000, len(SIGNALS)))
    odds = 0.5 + 2 * hints[:, 0] - hints[:, 1] + np.where(signals[:, 3] > 0.5, 1.5, -1.5)
    right = (rng.random(4000) < 1 / (1 + np.exp(-odds))).astype(float)
    sure = train_speakers.sureness(hints, right, np.ones(4000))
    stored = train_speakers.speaking(train_speakers.Firsts(hints, signals, right, np.ones(4000)), sure)
    assert sure[1] > 1 > -0.5 > sure[2]
    told = np.zeros((2, len(HINTS) + len(SIGNALS)))
    told[:, len(HINTS) + 3] = 1.0, 0.0
    much, little = Trees.load(stored).score(dict(zip((*HINTS, *SIGNALS), told.T, strict=True)))
    assert much - little > 1.5
