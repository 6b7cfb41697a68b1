"""Patches of the table of all parts by all parts, in which similarity of any two runs can be looked up.

Only near the path of an alignment does anybody look, so the table is kept as rectangles (`corridor.py` lays them). A
patch holds the prefix sums of the products of its parts' vectors: the product of two runs is a sum of four of them, and
no run is encoded or multiplied twice. All patches lie in one buffer, so that a million lookups are one gather.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corpus.alignment.runs import Array, Floats, Ints
from corpus.alignment.sides import MOST, Side

OUTSIDE = -1.0  # the similarity of what does not exist
BEST = 2  # neighbours that say how near a part is to all


class Area(NamedTuple):
    """Rows `[top, bottom)` by columns `[left, right)`."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Patches:
    """Rectangles of the table, and what each row and column is like in them at best."""

    ja: Side
    en: Side
    areas: Ints  # (p, 4)
    starts: Ints  # where each patch's prefix sums begin (p,)
    sums: Array  # prefix sums of all patches, rows of `right - left + 1`
    ja_usual: Floats  # mean of the BEST similarities of a part, over its patches (n,)
    en_usual: Floats

    def similarity(self, patch: Ints, ja: Ints, ja_size: Ints, en: Ints, en_size: Ints) -> Array:
        """Cosine of runs (b,) given by first part and size; OUTSIDE where a run leaves the patch or has no size."""
        top, bottom, left, right = (side[patch] for side in self.areas.T)
        real = (ja >= top) & (en >= left) & (ja_size > 0) & (en_size > 0) & (ja_size <= MOST) & (en_size <= MOST)
        real &= (ja + ja_size <= bottom) & (en + en_size <= right)
        ja, en = np.where(real, ja, top), np.where(real, en, left)
        ja_size, en_size = np.where(real, ja_size, 1), np.where(real, en_size, 1)
        width = right - left + 1
        above = self.starts[patch] + (ja - top) * width + (en - left)
        below = above + ja_size * width
        product = self.sums[below + en_size] - self.sums[below] - self.sums[above + en_size] + self.sums[above]
        product /= self.ja.norms[ja_size - 1, ja] * self.en.norms[en_size - 1, en]
        return np.where(real, product, OUTSIDE)


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
    found: list[Seeds] = []
    for number, area in enumerate(areas):
        top, bottom, left, right = area
        product = ja.vectors[top:bottom] @ en.vectors[left:right].T
        into = sums[starts[number] : starts[number + 1]].reshape(bottom - top + 1, right - left + 1)[1:, 1:]
        np.cumsum(product, axis=0, dtype=np.float64, out=into)
        np.cumsum(into, axis=1, out=into)
        product /= ja.norms[0, top:bottom, None]
        product /= en.norms[0, None, left:right]
        rows, columns = _best(product, max(seeds, BEST)), _best(product.T, max(seeds, BEST))
        for usual, first, (values, _) in ((ja_usual, top, rows), (en_usual, left, columns)):
            mine = usual[first : first + len(values)]
            np.maximum(mine, values[:, :BEST].mean(axis=1), out=mine)
        size = product.shape[1]
        keys = [
            (np.arange(bottom - top)[:, None] * size + rows[1][:, :seeds]).ravel(),
            (columns[1][:, :seeds] * size + np.arange(right - left)[:, None]).ravel(),
        ]
        cells = np.unique(np.concatenate(keys))
        i, j = cells // size, cells % size
        found.append(Seeds(np.full(len(cells), number), i + top, j + left, product[i, j].astype(np.float64)))
    patches = Patches(ja, en, np.array(areas, np.int64).reshape(-1, 4), starts[:-1], sums, ja_usual, en_usual)
    patch, i, j = (np.concatenate([getattr(each, name) for each in found]) for name in ("patch", "ja", "en"))
    return patches, Seeds(patch, i, j, np.concatenate([each.similarity for each in found]))


def _best(table: Floats, count: int) -> tuple[Floats, Ints]:
    """The greatest values of each row and where they stand (n, count), the greatest first."""
    count = min(count, table.shape[1])
    places = np.argpartition(-table, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(table, places, axis=1)
    order = np.lexsort((places, -values), axis=1)
    return np.take_along_axis(values, order, axis=1), np.take_along_axis(places, order, axis=1)
