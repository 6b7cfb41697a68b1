"""How much less sure a partial bead is, is found again where it is known."""

from __future__ import annotations

import numpy as np
import pytest
from fit_partial import Seen, fitted, worth


@pytest.mark.parametrize("truth", [-0.9, 0.0])
def test_a_weight_is_found_again_and_is_worth_something(truth: float) -> None:
    rng = np.random.default_rng(3)
    partial = (rng.random(20_000) < 0.2).astype(float)
    odds = rng.normal(1, 2, 20_000)
    right = (rng.random(20_000) < 1 / (1 + np.exp(-(odds + truth * partial)))).astype(float)
    seen = Seen(odds, partial, right)
    weight = fitted(seen)
    assert weight == pytest.approx(truth, abs=0.12)
    before, after = (float(part.split(",")[0]) for part in worth("all", seen, weight).split("loss ")[1:])
    assert after < before or truth == 0
