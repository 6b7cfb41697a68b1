"""What confidences are corrected by is found again where it is known."""

from __future__ import annotations

import numpy as np
import pytest
from fit_corrections import Seen, fitted, worth


def test_weights_are_found_again_and_are_worth_something() -> None:
    rng = np.random.default_rng(3)
    kinds = np.stack([rng.random(20_000) < 0.2, rng.normal(0, 0.5, 20_000)], axis=1).astype(float)
    odds = rng.normal(1, 2, 20_000)
    truth = np.array([-0.9, 0.6])
    right = (rng.random(20_000) < 1 / (1 + np.exp(-(odds + kinds @ truth)))).astype(float)
    seen = Seen(odds, kinds, right)
    weights = fitted(seen)
    assert weights == pytest.approx(truth, abs=0.12)
    before, after = (float(part.split(",")[0]) for part in worth("all", seen, weights).split("loss ")[1:])
    assert after < before


def test_confidences_that_are_right_stay() -> None:
    rng = np.random.default_rng(4)
    kinds = np.stack([rng.random(20_000) < 0.2, rng.normal(0, 0.5, 20_000)], axis=1).astype(float)
    odds = rng.normal(1, 2, 20_000)
    right = (rng.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)
    assert fitted(Seen(odds, kinds, right)) == pytest.approx([0, 0], abs=0.1)
