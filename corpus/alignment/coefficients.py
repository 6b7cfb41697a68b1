"""Small models as data, fitted by `scripts/calibrate.py` and readable as JSON.

The score of two texts is linear: a bias and a weight a signal. The score of a bead in its place is a sum of small
decision trees (gradient boosting), since margins and sizes mean something else together than apart; most signals may
only move it one way, so that it stays readable: more similarity never makes a bead worse. A logistic map with few
points turns the score into a confidence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.runs import Array
from corpus.alignment.tables import MODEL
from corpus.types import CorpusError


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
        total: Any = self.bias
        for name, (at, worth) in self.steps.items():
            total = total + worth[np.searchsorted(at, signals[name])]
        return np.asarray(total, np.float64)

    @staticmethod
    def load(stored: Mapping[str, Any]) -> Steps:
        """From JSON: `steps` are `{signal: [thresholds, worths]}`."""
        steps = {name: (np.array(at, float), np.array(worth, float)) for name, (at, worth) in stored["steps"].items()}
        return Steps(float(stored["bias"]), steps)


@dataclass(frozen=True)
class Trees:
    """A sum of decision trees in log-odds, as arrays (trees, nodes).

    At a node the signal `names[feature]` is compared: up to `threshold` it goes `left`, else `right`; a leaf goes to
    itself and has a `value`.
    """

    bias: float
    names: tuple[str, ...]
    feature: NDArray[np.int64]
    threshold: Array
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: Array
    depth: int

    def score(self, signals: Mapping[str, NDArray[np.floating]]) -> Array:
        """Log-odds (b,) from arrays of signals (b,)."""
        rows = np.stack([np.asarray(signals[name], np.float64) for name in self.names], axis=-1)
        every = np.arange(len(self.feature))
        node = np.zeros((len(rows), len(every)), np.int64)
        for _ in range(self.depth):
            here = rows[np.arange(len(rows))[:, None], self.feature[every, node]]
            node = np.where(here <= self.threshold[every, node], self.left[every, node], self.right[every, node])
        return np.asarray(self.bias + self.value[every, node].sum(1))

    @staticmethod
    def load(stored: Mapping[str, Any]) -> Trees:
        """From JSON: `trees` are nested `[signal, threshold, left, right]`, a leaf is its value."""
        names = tuple(stored["names"])
        flat = [_flat(tree, names) for tree in stored["trees"]]
        size = max((len(rows) for rows, _ in flat), default=1)
        columns = np.zeros((len(flat), size, 5))
        for at, (rows, _) in enumerate(flat):
            columns[at, : len(rows)] = rows
        feature, left, right = (columns[..., c].astype(np.int64) for c in (0, 2, 3))
        depth = max((deep for _, deep in flat), default=0)
        return Trees(float(stored["bias"]), names, feature, columns[..., 1], left, right, columns[..., 4], depth)


def _flat(tree: Any, names: tuple[str, ...]) -> tuple[list[list[float]], int]:
    """A nested tree as rows [feature, threshold, left, right, value], and its depth."""
    rows: list[list[float]] = []

    def add(node: Any) -> tuple[int, int]:
        at = len(rows)
        rows.append([0, 0, at, at, 0])
        if not isinstance(node, list):
            rows[at][4] = float(node)
            return at, 0
        name, threshold, left, right = node
        (l_at, l_depth), (r_at, r_depth) = add(left), add(right)
        rows[at] = [names.index(name), float(threshold), l_at, r_at, 0]
        return at, 1 + max(l_depth, r_depth)

    return rows, add(tree)[1]


@dataclass(frozen=True)
class Coefficients:
    """All that is fitted: the score of two texts, the scores of a bead in its place, and the map to a confidence.

    `bead` and `headline` are opinions that build on each other: the second also sees what the first says of all beads.
    `calibration` are points (log-odds, log-odds) of an increasing, piecewise linear map.
    """

    local: Linear
    bead: tuple[Trees, ...]
    headline: tuple[Trees, ...]
    calibration: tuple[tuple[float, float], ...]
    models: str  # the digest of what it was fitted on
    digest: str

    def confidence(self, log_odds: Array) -> Array:
        """The calibrated probability that a careful bilingual reader would accept a bead, rounded to 4 decimals."""
        x, y = np.array(self.calibration).T
        mapped = np.interp(log_odds, x, y)
        return np.asarray(np.round(1 / (1 + np.exp(-mapped)), 4))


@cache
def coefficients(path: Path = MODEL / "coefficients.json") -> Coefficients:
    """The coefficients that come with the package. CorpusError where the file is missing or broken."""
    try:
        raw = path.read_bytes()
        values = json.loads(raw)
        local = Linear(values["local"]["bias"], values["local"]["weights"])
        bead, headline = (tuple(map(Trees.load, values[name])) for name in ("bead", "headline"))
        points = tuple((float(a), float(b)) for a, b in values["calibration"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"no readable coefficients ({error}); fit them with scripts/calibrate.py", path=path
        ) from error
    return Coefficients(local, bead, headline, points, str(values["models"]), hashlib.sha256(raw).hexdigest()[:12])
