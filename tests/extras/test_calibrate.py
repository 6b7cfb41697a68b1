"""`scripts/calibrate.py` fits opinions on made pages that are stored as plain trees and tell right beads from wrong."""

from __future__ import annotations

import json

import calibrate
import numpy as np
import parallel
import pytest

from corpus.alignment.model import Trees
from corpus.alignment.signals import LOCAL


@pytest.mark.extras
@pytest.mark.parametrize("headline", [False, True], ids=["body", "headline"])
def test_an_opinion_is_fitted_and_stored(headline: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate, "TREES", 40)
    made = list(calibrate.extracted(parallel.documents(), 40, 1))
    local = calibrate.fit_local(made, np.random.default_rng(1))
    assert set(local.weights) <= set(LOCAL)
    assert all(weight * calibrate.DIRECTIONS.get(name, 0) >= 0 for name, weight in local.weights.items())

    stored = calibrate.fit_opinion(made, local, [], headline=headline)
    assert json.loads(json.dumps(stored)) == stored
    assert calibrate.fit_opinion(made, local, [], headline=headline) == stored
    second = calibrate.fit_opinion(made, local, [stored], headline=headline)
    assert set(second["names"]) > set(stored["names"])

    opinion = Trees.load(stored)
    right: list[float] = []
    wrong: list[float] = []
    for page in calibrate.extracted(parallel.documents(), 15, 2):
        found = calibrate.thought_of(page, calibrate.TITLE if headline else calibrate.BODY, local)
        if found is not None:
            truth = calibrate.labels(page, found.ja, found.en, found.cells, strictly=not headline, headline=headline)
            scores = opinion.score(found.signals)
            right.extend(scores[truth > 0].tolist())
            wrong.extend(scores[truth == 0].tolist())
    assert right and wrong
    order = np.argsort(np.argsort(np.array(right + wrong)))[: len(right)]
    above = (order.sum() - len(right) * (len(right) - 1) / 2) / (len(right) * len(wrong))
    assert above > 0.9  # the chance that a right bead scores above a wrong one
