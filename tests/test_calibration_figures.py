"""What is said of a calibration is right where it can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from measuring.calibration_figures import figures


def test_figures_are_counted() -> None:
    pages = [
        (np.array([0.9, 0.9, 0.6]), np.array([1.0, 1.0, 0.0])),
        (np.array([0.9, 0.9]), np.array([1.0, 0.0])),
    ]
    found = figures(pages)
    assert (found["pages"], found["beads"], found["right"]) == (2, 5, 3)
    assert found["ece"] == pytest.approx(0.8 * abs(0.9 - 0.75) + 0.2 * 0.6)
    assert found["ece_low"] <= found["ece_high"]
    assert [(row["beads"], row["right"]) for row in found["curve"]] == [(1, 0), (4, 3)]
    at = {row["threshold"]: row for row in found["thresholds"]}
    assert (at[0.8]["precision"], at[0.8]["recall"], at[0.5]["precision"]) == (0.75, 1.0, 0.6)
    assert found["cut_offs"] == {"0.95": None, "0.98": None, "0.99": None}


def test_a_cut_off_keeps_equal_confidences_together() -> None:
    page = (np.array([0.99, 0.9, 0.9, 0.5]), np.array([1.0, 1.0, 0.0, 1.0]))
    assert figures([page])["cut_offs"]["0.95"] == 0.99
