"""Coverage: how much of a run's items finds a counterpart among another run's, whatever the items are.

Every item counts with its best likeness in the other run, so a run covers more the longer it is, and what it covers of
another says whether that one's text is all there. `coverage` is for items that are all more or less alike (pieces, by
their vectors), `linked_coverage` for those of which few pairs are (words, names, numbers): the same sums, over links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corpus.alignment.products import product
from corpus.alignment.runs import Floats, Ints, Runs, folded, ranges

BLOCK = 1 << 20  # items of runs at once
STRIPE = 512  # rows
SOFTNESS = 0.1  # of a likeness; .05 and .2 tell as much


@dataclass(frozen=True)
class Items:
    """The items of one side: those of each sentence as indices of the different ones, and what each of these weighs."""

    texts: Sequence[Ints]
    weights: Floats  # (u,)

    @cached_property
    def masses(self) -> Floats:
        """What the items of each sentence weigh together (n,)."""
        return np.array([self.weights[text].sum() if len(text) else 0 for text in self.texts], np.float32)


@dataclass(frozen=True)
class Coverage:
    """How much of each run's items is matched on the other side: masses (J, E), and the whole ones (J,), (E,)."""

    ja: Floats
    en: Floats
    ja_whole: Floats
    en_whole: Floats


class Links(NamedTuple):
    """Pairs of items that are alike: indices of the Japanese and the English one, and how much, each (l,)."""

    ja: Ints
    en: Ints
    likeness: Floats


class Nearest(NamedTuple):
    """The best likeness of each item to any item of each sentence of the other side: (u, English), (v, Japanese)."""

    ja: Floats
    en: Floats

    @staticmethod
    def of(ja_items: Items, en_items: Items, alike: Floats) -> Nearest:
        """From the likeness (u, v) of all items of both sides; 0 for a sentence without items."""
        return Nearest(_best(alike, en_items.texts), _best(alike.T, ja_items.texts))


def coverage(ja: Runs, en: Runs, ja_items: Items, en_items: Items, nearest: Nearest) -> Coverage:
    """Coverage of runs by runs."""
    masses = _mass(ja, ja_items, en.largest(nearest.ja)), _mass(en, en_items, ja.largest(nearest.en)).T
    return Coverage(*masses, _whole(ja, ja_items), _whole(en, en_items))


def drawn(mine: Runs, theirs: Runs, items: Items, best: Floats) -> Floats:
    """Which share of my runs' items their runs draw from the other sentences of their passage (my runs, their runs).

    `best` is the best likeness of my items to each of their sentences. An item falls to the sentences of a passage by
    a softmax of it, as words fall to words in IBM model 1: a run that covers as much as a shorter one does, but with
    words that it would find elsewhere in the passage as well, draws less.
    """
    if not len(items.weights) or not len(theirs.texts):
        return np.zeros((len(mine), len(theirs)), np.float32)
    _, begins, own = np.unique(theirs.owner, return_index=True, return_inverse=True)
    parts = np.exp(best / SOFTNESS)
    parts /= np.add.reduceat(parts, begins, axis=1)[:, own]
    mass = theirs.total(turned(_mass(mine, items, parts)))
    return np.asarray(mass.T / np.maximum(_whole(mine, items), 1e-3)[:, None], np.float32)


def linked_coverage(ja: Runs, en: Runs, ja_items: Items, en_items: Items, links: Links) -> Coverage:
    """The same where the likeness is 0 but for few pairs of items."""
    wholes = _whole(ja, ja_items), _whole(en, en_items)
    if not len(links.ja):  # as of most kinds of items on most pages
        nothing = np.zeros((len(ja), len(en)), np.float32)
        return Coverage(nothing, nothing, *wholes)
    ja_owners, en_owners = _Owners.of(ja, ja_items), _Owners.of(en, en_items)
    masses = (
        _linked_mass(ja_owners, en_owners, ja_items, links),
        _linked_mass(en_owners, ja_owners, en_items, Links(links.en, links.ja, links.likeness)).T,
    )
    return Coverage(*masses, *wholes)


def _whole(side: Runs, items: Items) -> Floats:
    return side.total(items.masses)


def _mass(mine: Runs, items: Items, best: Floats) -> Floats:
    """What my runs' items weigh (my runs, k), each item times what is told of it (u, k)."""
    mass = np.zeros((len(items.texts), best.shape[1]), np.float32)
    for row, text in enumerate(items.texts):
        if len(text):
            mass[row] = product(items.weights[text], best[text])
    return mine.total(mass)


def _best(alike: Floats, texts: Sequence[Ints]) -> Floats:
    """The best likeness of each item (u,) to any item of each sentence (u, n); 0 for a sentence without items."""
    return turned(folded(np.maximum, turned(alike), texts))  # whole rows are read faster than columns


def turned(matrix: Floats) -> Floats:
    """The transpose (m, n) of a matrix (n, m), in memory too: by stripes, three times as fast as in one go."""
    if matrix.flags.f_contiguous:
        return matrix.T
    found = np.empty(matrix.shape[::-1], matrix.dtype)
    for start in range(0, len(matrix), STRIPE):
        found[:, start : start + STRIPE] = matrix[start : start + STRIPE].T
    return found


@dataclass(frozen=True)
class _Owners:
    """The runs that hold each item: those of item u, and how often, at `starts[u]:starts[u + 1]`."""

    starts: Ints
    runs: Ints
    counts: Floats
    size: int

    @staticmethod
    def of(side: Runs, items: Items) -> _Owners:
        """Of all runs of a side."""
        lengths = np.array([len(text) for text in items.texts], np.int64)
        flat = np.concatenate([np.zeros(0, np.int64), *items.texts])
        begins = np.cumsum(lengths) - lengths
        total = np.append(begins, lengths.sum())
        first, end = total[side.first], total[side.end]  # a run's items stand one after the other
        sizes = end - first
        at = ranges(first, sizes)
        keys, counts = np.unique(flat[at] * len(side) + np.repeat(np.arange(len(side)), sizes), return_counts=True)
        starts = np.searchsorted(keys, np.arange(len(items.weights) + 1) * len(side))
        return _Owners(starts, keys % max(1, len(side)), counts.astype(np.float32), len(side))

    def of_each(self, items: Ints) -> tuple[Ints, Ints, Floats]:
        """The runs of all the items one after the other: the place in `items`, the run, how often it holds the item."""
        sizes = self.starts[items + 1] - self.starts[items]
        at = ranges(self.starts[items], sizes)
        return np.repeat(np.arange(len(items)), sizes), self.runs[at], self.counts[at]


def _linked_mass(mine: _Owners, theirs: _Owners, items: Items, links: Links) -> Floats:
    """What the other side's runs cover of my runs' items (my runs, their runs)."""
    mass = np.zeros(mine.size * theirs.size, np.float64)
    link, run, _ = theirs.of_each(links.en)
    keys = links.ja[link] * theirs.size + run
    order = np.argsort(keys, kind="stable")
    known, starts = np.unique(keys[order], return_index=True)
    if len(known):
        best = np.maximum.reduceat(links.likeness[link][order], starts)  # of each of my items in each of their runs
        for part in np.array_split(np.arange(len(known)), len(known) // BLOCK + 1):
            item = known[part] // theirs.size
            place, rows, counts = mine.of_each(item)
            worth = counts * (items.weights[item] * best[part])[place]
            mass += np.bincount(rows * theirs.size + known[part][place] % theirs.size, worth, len(mass))
    return mass.reshape(mine.size, theirs.size).astype(np.float32)
