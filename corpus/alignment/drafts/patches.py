"""Patches of the table of all parts by all parts, in which similarity of any two runs can be looked up.

Only near the path of an alignment does anybody look, so the table is kept as rectangles (`corridor.py` lays them). A
patch holds the prefix sums of the products of its parts' vectors: the product of two runs is a sum of four of them, and
no run is encoded or multiplied twice. All patches lie in one buffer, so that a million lookups are one gather.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corpus.alignment.drafts.sides import MOST, Side
from corpus.alignment.products import product
from corpus.alignment.runs import Array, Floats, Ints

OUTSIDE = -1.0  # the similarity of what does not exist
LEAN = 1e-3  # similarity that the whole way from the diagonal to a corner counts
TABLE = 4096  # pairs of parts of which all similarities are kept
EDGE = MOST  # parts beyond the texts that may be asked for
Look = Callable[[int, int, int, int], Array]  # parts later and longer in the Japanese, then in the English
BEST = 2  # neighbours that say how near a part is to all


class Area(NamedTuple):
    """Rows `[top, bottom)` by columns `[left, right)`."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Patches:
    """Rectangles of the table of all parts, and what each row and column is like in them at best.

    A patch alone is the whole table.
    """

    ja: Side
    en: Side
    areas: Ints  # (p, 4)
    starts: Ints  # where each patch's prefix sums begin (p,)
    sums: Array  # prefix sums of all patches, rows of `right - left + 1`
    ja_usual: Floats  # mean of the BEST similarities of a part, over its patches (n,)
    en_usual: Floats

    def around(self, patch: Ints, ja: Ints, ja_size: Ints, en: Ints, en_size: Ints) -> Look:
        """Cosine of runs (b,) given by first part and size, and of variants of them: see `Look`.

        OUTSIDE where a run leaves the patch or its text, or has no size.
        """
        if self._table is not None:
            table, (tall, wide, row, _) = self._table.ravel(), (stride // 8 for stride in self._table.strides)
            first = ja_size * tall + en_size * wide + (ja + EDGE) * row + en + EDGE
            return lambda a, m, c, n: table.take(first + (m * tall + n * wide + a * row + c))
        return self._looked_up(patch, ja, ja_size, en, en_size)

    def _looked_up(self, patch: Ints, ja: Ints, ja_size: Ints, en: Ints, en_size: Ints) -> Look:
        top, bottom, left, right = (side[patch] for side in self.areas.T)
        width = right - left + 1
        start = self.starts[patch] + (ja - top) * width + (en - left)
        before, over, behind, beyond = top - ja, bottom - ja, left - en, right - en  # the steps that leave the patch

        def look(a: int, m: int, c: int, n: int) -> Array:
            rows, columns = ja_size + m, en_size + n
            real = (rows > 0) & (columns > 0) & (rows <= MOST) & (columns <= MOST)
            real &= (before <= a) & (behind <= c) & (rows + a <= over) & (columns + c <= beyond)
            if self.ja.bounded:
                real &= rows + (ja + a) <= self.ja.limits[np.where(real, ja + a, 0)]
            if self.en.bounded:
                real &= columns + (en + c) <= self.en.limits[np.where(real, en + c, 0)]
            rows, columns = np.where(real, rows, 1), np.where(real, columns, 1)
            above = np.where(real, start + (a * width + c), 0)
            below = above + np.where(real, rows * width, 0)
            product = self.sums[below + columns] - self.sums[below] - self.sums[above + columns] + self.sums[above]
            product /= self.ja.norms[rows - 1, np.where(real, ja + a, 0)]
            product /= self.en.norms[columns - 1, np.where(real, en + c, 0)]
            return np.where(real, product, OUTSIDE)

        return look

    @cached_property
    def _table(self) -> Array | None:
        """Of one small patch every similarity, padded with OUTSIDE: (sizes + 2, sizes + 2, rows + pad, columns + pad).

        To look it up takes two steps instead of twenty, which is what a page of a few sentences consists of.
        """
        if len(self.areas) != 1 or len(self.ja) * len(self.en) > TABLE:
            return None
        rows, columns = len(self.ja), len(self.en)
        sums = self.sums.reshape(rows + 1, columns + 1)
        table = np.full((MOST + 2, MOST + 2, rows + 2 * EDGE, columns + 2 * EDGE), OUTSIDE)
        for m in range(1, self.ja.longest + 1):
            tall = sums[m:] - sums[:-m]
            for n in range(1, self.en.longest + 1):
                into = table[m, n, EDGE : EDGE + rows - m + 1, EDGE : EDGE + columns - n + 1]
                np.subtract(tall[:, n:], tall[:, :-n], out=into)
                into /= self.ja.norms[m - 1, : rows - m + 1, None]
                into /= self.en.norms[n - 1, None, : columns - n + 1]
        for size in range(2, self.ja.longest + 1):
            table[size, :, EDGE + np.flatnonzero(np.arange(rows) + size > self.ja.limits)] = OUTSIDE
        for size in range(2, self.en.longest + 1):
            table[:, size, :, EDGE + np.flatnonzero(np.arange(columns) + size > self.en.limits)] = OUTSIDE
        return table


class Seeds(NamedTuple):
    """Cells of single parts that may be beads: the likeliest of each row and each column of a patch."""

    patch: Ints
    ja: Ints
    en: Ints
    similarity: Array

    def picked(self, which: Ints) -> Seeds:
        """Some of them."""
        return Seeds(self.patch[which], self.ja[which], self.en[which], self.similarity[which])


def patches_of(ja: Side, en: Side, areas: Sequence[Area], seeds: int) -> tuple[Patches, Seeds]:
    """Patches of some areas (at least one) with so many seeds a row and a column."""
    starts = np.cumsum([0, *((a.bottom - a.top + 1) * (a.right - a.left + 1) for a in areas)])
    sums = np.zeros(int(starts[-1]))
    ja_usual, en_usual = np.full(len(ja), OUTSIDE, np.float32), np.full(len(en), OUTSIDE, np.float32)
    found = [Seeds(*(np.zeros(0, np.int64),) * 3, np.zeros(0))]
    for number, area in enumerate(areas):
        top, bottom, left, right = area
        products = product(ja.vectors[top:bottom], en.vectors[left:right].T)
        into = sums[starts[number] : starts[number + 1]].reshape(bottom - top + 1, right - left + 1)[1:, 1:]
        np.cumsum(products, axis=0, dtype=np.float64, out=into)
        np.cumsum(into, axis=1, out=into)
        products /= ja.norms[0, top:bottom, None]
        products /= en.norms[0, None, left:right]
        for usual, first, table in ((ja_usual, top, products), (en_usual, left, products.T)):
            mine = usual[first : first + len(table)]
            np.maximum(mine, np.partition(table, -BEST if table.shape[1] > 1 else 0)[:, -BEST:].mean(axis=1), out=mine)
        if not seeds:
            continue
        height, size = products.shape
        # Of several that say the same, those near the diagonal.
        off = np.arange(height)[:, None] / height - np.arange(size) / size
        leaning = products - LEAN * np.abs(off, out=off)
        rows, columns = _likeliest(leaning, seeds), _likeliest(leaning.T, seeds)
        keys = [
            (np.arange(bottom - top)[:, None] * size + rows).ravel(),
            (columns * size + np.arange(right - left)[:, None]).ravel(),
        ]
        cells = np.unique(np.concatenate(keys))
        i, j = cells // size, cells % size
        found.append(Seeds(np.full(len(cells), number), i + top, j + left, products[i, j].astype(np.float64)))
    patches = Patches(ja, en, np.array(areas, np.int64).reshape(-1, 4), starts[:-1], sums, ja_usual, en_usual)
    patch, i, j = (np.concatenate([getattr(each, name) for each in found]) for name in ("patch", "ja", "en"))
    return patches, Seeds(patch, i, j, np.concatenate([each.similarity for each in found]))


def _likeliest(table: Array, count: int) -> Ints:
    """Where the greatest values of each row stand (n, count), in no order."""
    count = min(count, table.shape[1])
    return np.asarray(np.argpartition(table, -count, axis=1)[:, -count:])
