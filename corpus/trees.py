"""Sums of small decision trees as data, read signal by signal: what gradient boosting learned, without its library.

The scripts that fit them grow them with LightGBM and store them as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 512  # rows at once
MOST_LEAVES = 64  # of a tree, as bits
Array = NDArray[np.float64]
Bits = NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class Trees:
    """A sum of decision trees in log-odds, read signal by signal instead of node by node.

    Whatever the other signals are, a signal's value leaves some leaves of each tree possible: those on its side of the
    nodes that compare it. The one leaf that all signals leave possible is where a walk down the tree would end
    (QuickScorer; Lucchese et al. 2015). `possible[name]` are the thresholds (k,), increasing, and the leaves that are
    possible up to each and beyond all, as bits (k + 1, trees) of integers no wider than the trees have leaves: to read
    them is what takes the time. `value` is what each leaf is worth (trees, leaves).
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
        trees, leaves = self.value.shape
        first = np.arange(trees) * leaves
        found = np.empty(len(signals[self.names[0]]))
        for start in range(0, len(found), BLOCK):  # what a block needs stays in a core's cache
            block = slice(start, start + BLOCK)
            left = np.full((len(found[block]), trees), (1 << leaves) - 1, _bits(leaves))
            for name, (at, bits) in self.possible.items():  # no place is to be clipped, and numpy looks for none then
                left &= bits.take(at.searchsorted(signals[name][block]), axis=0, mode="clip")
            leaf = np.frexp(left.astype(np.float64))[1] - 1  # which the one bit is
            found[block] = self.value.take(first + leaf).sum(axis=1)
        return self.bias + found

    def score_each(self, names: Sequence[str], tables: Sequence[Array]) -> list[Array]:
        """The same of several tables (b, names), in one go: many rows take hardly longer than few."""
        if not tables:
            return []
        scores = self.score(dict(zip(names, np.concatenate(tables).T, strict=True)))
        return np.split(scores, np.cumsum([len(table) for table in tables])[:-1])

    @staticmethod
    def load(stored: Mapping[str, Any]) -> Trees:
        """From JSON: `trees` are nested `[number of a signal, threshold, left, right]`, a leaf its value in `unit`."""
        nodes: list[list[_Node]] = [[] for _ in stored["names"]]
        values = [_leaves_of(tree, number, nodes, 0) for number, tree in enumerate(stored["trees"])]
        most = max(map(len, values), default=1)
        if most > MOST_LEAVES:
            raise ValueError(f"a tree of {most} leaves; {MOST_LEAVES} are the most")
        value = np.array([[*leaves, *[0.0] * (most - len(leaves))] for leaves in values]).reshape(-1, most)
        value *= float(stored.get("unit", 1.0))
        own = np.array([(1 << len(leaves)) - 1 for leaves in values], _bits(most))
        possible = {name: _possible(asked, own) for name, asked in zip(stored["names"], nodes, strict=True)}
        return Trees(float(stored["bias"]), possible, value)


class _Node(NamedTuple):
    """A node of a tree, and the leaves below it on both sides of its threshold, as bits."""

    tree: int
    threshold: float
    left: int
    right: int


def _leaves_of(tree: Any, number: int, nodes: Sequence[list[_Node]], before: int) -> list[float]:
    """The values of the leaves of a part of a tree, so many leaves `before` it; adds its nodes to those of signals."""
    if not isinstance(tree, list):
        return [float(tree)]
    signal, threshold, *sides = tree
    left = _leaves_of(sides[0], number, nodes, before)
    right = _leaves_of(sides[1], number, nodes, before + len(left))
    low, middle, high = (1 << count for count in (before, before + len(left), before + len(left) + len(right)))
    nodes[signal].append(_Node(number, float(threshold), middle - low, high - middle))
    return left + right


def _possible(nodes: Sequence[_Node], own: Bits) -> tuple[Array, Bits]:
    """What the nodes of one signal leave possible, as in `Trees`, of each tree's `own` leaves (trees,)."""
    tree, threshold = np.array([node.tree for node in nodes], np.int64), np.array([node.threshold for node in nodes])
    at, place = np.unique(threshold, return_inverse=True)
    below, beyond = np.tile(own, (len(at) + 1, 1)), np.tile(own, (len(at) + 1, 1))
    np.bitwise_and.at(below, (place, tree), ~np.array([node.right for node in nodes], own.dtype))
    np.bitwise_and.at(beyond, (place + 1, tree), ~np.array([node.left for node in nodes], own.dtype))
    # What a node rules out up to its threshold is ruled out by all smaller values, and the other way round.
    left = np.bitwise_and.accumulate(below[::-1])[::-1] & np.bitwise_and.accumulate(beyond)
    return at, np.asarray(left, own.dtype)


def _bits(leaves: int) -> np.dtype[np.unsignedinteger]:
    """The narrowest integers with a bit for each of so many leaves."""
    return np.dtype(np.min_scalar_type((1 << leaves) - 1))
