"""Small models as data, fitted by `scripts/calibrate.py` and readable as JSON.

The score of two texts is linear: a bias and a weight a signal. The score of a bead in its place is a sum of small
decision trees (gradient boosting), since margins and sizes mean something else together than apart; most signals may
only move it one way, so that it stays readable: more similarity never makes a bead worse. A logistic map with few
points turns the score into a confidence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.alignment.learned.tables import MODEL
from corpus.alignment.runs import Array
from corpus.types import CorpusError

BLOCK = 512  # beads at once
MOST_LEAVES = 64  # of a tree, as bits
Bits = NDArray[np.uint64]
Points = tuple[tuple[float, float], ...]  # (log-odds, log-odds) of an increasing, piecewise linear map


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
class Trees:
    """A sum of decision trees in log-odds, read signal by signal instead of node by node.

    Whatever the other signals are, a signal's value leaves some leaves of each tree possible: those on its side of the
    nodes that compare it. The one leaf that all signals leave possible is where a walk down the tree would end
    (QuickScorer; Lucchese et al. 2015). `possible[name]` are the thresholds (k,), increasing, and the leaves that are
    possible up to each and beyond all, as bits (k + 1, trees); `value` is what each leaf is worth (trees, leaves).
    """

    bias: float
    possible: Mapping[str, tuple[Array, Bits]]
    value: Array

    @property
    def names(self) -> tuple[str, ...]:
        """The signals that are looked at."""
        return tuple(self.possible)

    def score(self, signals: Mapping[str, NDArray[np.floating]]) -> Array:
        """Log-odds (b,) from arrays of signals (b,)."""
        trees = np.arange(len(self.value))
        found = np.empty(len(signals[self.names[0]]))
        for start in range(0, len(found), BLOCK):  # what a block needs stays in a core's cache
            block = slice(start, start + BLOCK)
            left = np.full((len(found[block]), len(trees)), ~np.uint64(0))
            for name, (at, leaves) in self.possible.items():
                left &= leaves.take(at.searchsorted(signals[name][block]), axis=0)
            leaf = np.frexp(left.astype(np.float64))[1] - 1  # which the one bit is
            found[block] = self.value[trees, leaf].sum(axis=1)
        return self.bias + found

    @staticmethod
    def load(stored: Mapping[str, Any]) -> Trees:
        """From JSON: `trees` are nested `[signal, threshold, left, right]`, a leaf is its value."""
        nodes: dict[str, list[_Node]] = {name: [] for name in stored["names"]}
        values = [_leaves_of(tree, number, nodes, 0) for number, tree in enumerate(stored["trees"])]
        most = max(map(len, values), default=1)
        if most > MOST_LEAVES:
            raise ValueError(f"a tree of {most} leaves; {MOST_LEAVES} are the most")
        value = np.array([[*leaves, *[0.0] * (most - len(leaves))] for leaves in values]).reshape(-1, most)
        own = np.array([(1 << len(leaves)) - 1 for leaves in values], np.uint64)
        return Trees(float(stored["bias"]), {name: _possible(asked, own) for name, asked in nodes.items()}, value)


class _Node(NamedTuple):
    """A node of a tree, and the leaves below it on both sides of its threshold, as bits."""

    tree: int
    threshold: float
    left: int
    right: int


def _leaves_of(tree: Any, number: int, nodes: Mapping[str, list[_Node]], before: int) -> list[float]:
    """The values of the leaves of a part of a tree, so many leaves `before` it; adds its nodes to those of signals."""
    if not isinstance(tree, list):
        return [float(tree)]
    name, threshold, *sides = tree
    left = _leaves_of(sides[0], number, nodes, before)
    right = _leaves_of(sides[1], number, nodes, before + len(left))
    low, middle, high = (1 << count for count in (before, before + len(left), before + len(left) + len(right)))
    nodes[name].append(_Node(number, float(threshold), middle - low, high - middle))
    return left + right


def _possible(nodes: Sequence[_Node], own: Bits) -> tuple[Array, Bits]:
    """What the nodes of one signal leave possible, as in `Trees`, of each tree's `own` leaves (trees,)."""
    tree, threshold = np.array([node.tree for node in nodes], np.int64), np.array([node.threshold for node in nodes])
    at, place = np.unique(threshold, return_inverse=True)
    below, beyond = np.tile(own, (len(at) + 1, 1)), np.tile(own, (len(at) + 1, 1))
    np.bitwise_and.at(below, (place, tree), ~np.array([node.right for node in nodes], np.uint64))
    np.bitwise_and.at(beyond, (place + 1, tree), ~np.array([node.left for node in nodes], np.uint64))
    # What a node rules out up to its threshold is ruled out by all smaller values, and the other way round.
    left = np.bitwise_and.accumulate(below[::-1])[::-1] & np.bitwise_and.accumulate(beyond)
    return at, np.asarray(left, np.uint64)


@dataclass(frozen=True)
class Coefficients:
    """All that is fitted: the score of two texts, the scores of a bead in its place, and the map to a confidence.

    `bead` and `headline` are opinions that build on each other: the second also sees what the first says of all beads.
    `calibration` are points (log-odds, log-odds) of an increasing, piecewise linear map.
    """

    local: Linear
    bead: tuple[Trees, ...]
    headline: tuple[Trees, ...]
    calibration: Points
    models: str  # the digest of what it was fitted on
    beads: str  # and of the score of beads that it sees
    clauses: str  # and of the table that proposes clauses of narration
    digest: str

    def confidence(self, log_odds: Array) -> Array:
        """The calibrated probability that a careful bilingual reader would accept a bead, rounded to 4 decimals."""
        return mapped(self.calibration, log_odds)


@cache
def coefficients(path: Path = MODEL / "coefficients.json") -> Coefficients:
    """The coefficients that come with the package. CorpusError where the file is missing or broken."""
    try:
        raw = path.read_bytes()
        values = json.loads(raw)
        local = Linear(values["local"]["bias"], values["local"]["weights"])
        bead, headline = (tuple(map(Trees.load, values[name])) for name in ("bead", "headline"))
        points = tuple((float(a), float(b)) for a, b in values["calibration"])
        digests = str(values["models"]), str(values["beads"]), str(values["clauses"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"no readable coefficients ({error}); fit them with scripts/calibrate.py", path=path
        ) from error
    return Coefficients(local, bead, headline, points, *digests, hashlib.sha256(raw).hexdigest()[:12])
