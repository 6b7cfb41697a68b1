"""Small models as data, fitted by `scripts/calibrate.py` and readable as JSON.

The score of two texts is linear: a bias and a weight a signal. The score of a bead in its place is a sum of small
decision trees (gradient boosting), since margins and sizes mean something else together than apart; most signals may
only move it one way, so that it stays readable: more similarity never makes a bead worse. A logistic map with few
points turns the score into a confidence, which is lower where one side says more (`scripts/fit_partial.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.runs import Array
from corpus.learned import MODELS, learned
from corpus.trees import Trees
from corpus.types import Relation

Points = tuple[tuple[float, float], ...]  # (log-odds, log-odds) of an increasing, piecewise linear map


EDGE = 1e-4  # confidences have four decimals: none is nearer to 0 or 1 once it is moved


def mapped(points: Points, log_odds: Array) -> Array:
    """The probability (b,) that a map makes of log-odds, rounded to 4 decimals."""
    x, y = np.array(points).T
    return np.asarray(np.round(1 / (1 + np.exp(-np.interp(log_odds, x, y))), 4))


@dataclass(frozen=True)
class Linear:
    """`bias + sum of weight * signal` in log-odds."""

    bias: float
    weights: Mapping[str, float]

    def score(self, signals: Mapping[str, NDArray[np.floating]]) -> Array:
        """Log-odds from arrays of signals of one shape; signals without a weight are left out."""
        total = self.bias + sum(weight * np.asarray(signals[name], np.float64) for name, weight in self.weights.items())
        return np.asarray(total, np.float64)


@dataclass(frozen=True)
class Steps:
    """A sum of step functions in log-odds, one a signal: a generalised additive model (Hastie and Tibshirani 1986).

    `steps[name]` are the thresholds (k,), increasing, and what the signal is worth up to each and beyond all (k + 1,).
    """

    bias: float
    steps: Mapping[str, tuple[Array, Array]]

    def score(self, signals: Mapping[str, NDArray[np.floating]]) -> Array:
        """Log-odds (b,) from arrays of signals (b,)."""
        total = np.full(len(next(iter(signals.values()))), self.bias)
        for name, (at, worth) in self.steps.items():
            total += worth[np.searchsorted(at, signals[name])]
        return total

    @staticmethod
    def load(stored: Mapping[str, Any]) -> Steps:
        """From JSON: `steps` are `{signal: [thresholds, worths]}`."""
        steps = {name: (np.array(at, float), np.array(worth, float)) for name, (at, worth) in stored["steps"].items()}
        return Steps(float(stored["bias"]), steps)


@dataclass(frozen=True)
class Coefficients:
    """All that is fitted: the score of two texts, the scores of a bead in its place, and the map to a confidence.

    `bead` and `headline` are opinions that build on each other: the second also sees what the first says of all beads.
    `calibration` are points (log-odds, log-odds) of an increasing, piecewise linear map. `partial` is by how much
    less a bead is sure where one side says more: the opinions were fitted on pages by other hands, and are too sure of
    such beads by new ones.
    """

    local: Linear
    bead: tuple[Trees, ...]
    headline: tuple[Trees, ...]
    calibration: Points
    models: str  # the digest of what it was fitted on
    beads: str  # and of the score of beads that it sees
    clauses: str  # and of the table that proposes clauses of narration
    digest: str
    partial: float = 0.0

    def confidence(self, log_odds: Array) -> Array:
        """The calibrated probability that a careful bilingual reader would accept a bead, rounded to 4 decimals."""
        return mapped(self.calibration, log_odds)

    def related(self, confidence: float, relation: Relation) -> float:
        """The confidence of a bead of a page's body once its relation is known, rounded to 4 decimals."""
        if relation != "partial" or not self.partial:
            return confidence
        sure = min(max(confidence, EDGE), 1 - EDGE)
        return round(1 / (1 + (1 - sure) / sure * math.exp(-self.partial)), 4)


@cache
def coefficients(path: Path = MODELS / "coefficients.json") -> Coefficients:
    """The coefficients that come with the package. CorpusError where the file is missing or broken."""
    with learned(path, "coefficients", "fit them with scripts/calibrate.py") as (values, digest):
        local = Linear(values["local"]["bias"], values["local"]["weights"])
        bead, headline = (tuple(map(Trees.load, values[name])) for name in ("bead", "headline"))
        points = tuple((float(a), float(b)) for a, b in values["calibration"])
        digests = str(values["models"]), str(values["beads"]), str(values["clauses"])
        partial = float(values.get("partial", 0.0))
    return Coefficients(local, bead, headline, points, *digests, digest, partial)
