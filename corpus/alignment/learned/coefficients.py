"""Small models as data, fitted by `scripts/calibrate.py` and readable as JSON.

The score of two texts is linear: a bias and a weight a signal. The score of a bead in its place is a sum of small
decision trees (gradient boosting), since margins and sizes mean something else together than apart; most signals may
only move it one way, so that it stays readable: more similarity never makes a bead worse. A logistic map with few
points turns the score into a confidence, and that of a chosen bead is corrected for what it is (`fit_corrections.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
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


EDGE = 1e-4  # confidences have four decimals: none is nearer to 0 or 1 once it is corrected
USUAL_LETTERS = 20  # of the Japanese of a bead


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
    `calibration` are points (log-odds, log-odds) of an increasing, piecewise linear map. `corrections` are weights of
    `what_it_is`, in log-odds: opinions were fitted on pages by other hands, and are too sure of some beads of new ones.
    """

    local: Linear
    bead: tuple[Trees, ...]
    headline: tuple[Trees, ...]
    calibration: Points
    models: str  # the digest of what it was fitted on
    beads: str  # and of the score of beads that it sees
    clauses: str  # and of the table that proposes clauses of narration
    digest: str
    corrections: Mapping[str, float] = field(default_factory=dict)

    def confidence(self, log_odds: Array) -> Array:
        """The calibrated probability that a careful bilingual reader would accept a bead, rounded to 4 decimals."""
        return mapped(self.calibration, log_odds)

    def corrected(self, confidence: float, relation: Relation, ja: str) -> float:
        """The confidence of a bead of a page's body, by its relation and its Japanese, rounded to 4 decimals."""
        if not self.corrections:
            return confidence
        moved = sum(weight * what_it_is(relation, ja)[name] for name, weight in self.corrections.items())
        sure = min(max(confidence, EDGE), 1 - EDGE)
        return round(1 / (1 + (1 - sure) / sure * math.exp(-moved)), 4)


def what_it_is(relation: Relation, ja: str) -> Mapping[str, float]:
    """What a bead's confidence is corrected for: whether a side says more, and how long its Japanese is."""
    letters = max(1, sum(map(str.isalnum, ja)))
    return {"partial": float(relation == "partial"), "length": math.log(letters / USUAL_LETTERS)}


@cache
def coefficients(path: Path = MODELS / "coefficients.json") -> Coefficients:
    """The coefficients that come with the package. CorpusError where the file is missing or broken."""
    with learned(path, "coefficients", "fit them with scripts/calibrate.py") as (values, digest):
        local = Linear(values["local"]["bias"], values["local"]["weights"])
        bead, headline = (tuple(map(Trees.load, values[name])) for name in ("bead", "headline"))
        points = tuple((float(a), float(b)) for a, b in values["calibration"])
        digests = str(values["models"]), str(values["beads"]), str(values["clauses"])
        corrections = {str(name): float(weight) for name, weight in values.get("corrections", {}).items()}
        if not corrections.keys() <= what_it_is("translation", "").keys():
            raise ValueError(f"they correct for what is not known: {', '.join(corrections)}")
    return Coefficients(local, bead, headline, points, *digests, digest, corrections)
