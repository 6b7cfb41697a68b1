"""Drafts of beads along a corridor: which runs of parts may face each other; start at `drafts_of`.

Drafts come from one rule: every part of a bead must be about as near to the other side's run as it is to anything else
in the corridor. It keeps 98 in 100 right beads and some four drafts a part. What a draft knows of itself, of its
variants and of its neighbourhood is here; `bead_signals.py` makes numbers of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.alignment.drafts.corridor import Corridor, every_cell
from corpus.alignment.drafts.patches import OUTSIDE, Look
from corpus.alignment.drafts.sides import MOST, Side
from corpus.alignment.runs import Array, Bools, Ints

# How many parts a bead may have on each side. Longer ones are linked by the sentences that their parts stand in.
SIZES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1), (2, 3), (3, 2))
GATE = -0.3  # how much less near a part of a bead may be to the other side's run than to what lies outside of it
RIVALS = 6  # of a part: more than a run has parts, so one of them lies outside
RIVAL_READINGS = 16  # the same on a page, where several readings of the same characters are no rivals
NONE = 1.0  # the gain over a variant that does not exist
DENSE = 1 << 20  # cells of a table in which a place is found without a search


@dataclass(frozen=True)
class Drafts:
    """Beads that are thought of: patch, first part and size on both sides (b,), sorted by first parts."""

    corridor: Corridor
    patch: Ints
    ja: Ints
    ja_size: Ints
    en: Ints
    en_size: Ints
    fits: Fits
    cell: Ints  # the corridor's cell where each begins (b,)

    def __len__(self) -> int:
        return len(self.ja)

    def picked(self, which: Ints) -> Drafts:
        """Some of them."""
        sides = (self.ja[which], self.ja_size[which], self.en[which], self.en_size[which])
        return Drafts(self.corridor, self.patch[which], *sides, self.fits, self.cell[which])

    @property
    def ends(self) -> tuple[Ints, Ints, Ints, Ints]:
        """First and end on both sides, as `chain` takes them."""
        return self.ja, self.ja + self.ja_size, self.en, self.en + self.en_size

    @cached_property
    def near(self) -> Look:
        """Cosine of variants of the beads: so many parts later and longer in the Japanese, then in the English."""
        return self.corridor.patches.around(self.patch, self.ja, self.ja_size, self.en, self.en_size)

    @cached_property
    def similarity(self) -> Array:
        """Cosine of the two runs."""
        return self.near(0, 0, 0, 0)

    def gain(self, *variants: tuple[int, int, int, int]) -> Array:
        """How much nearer the two runs are than the best of some variants of theirs."""
        best = self.near(*variants[0])
        for variant in variants[1:]:
            best = np.maximum(best, self.near(*variant))
        return self._over(best)

    def _over(self, best: Array) -> Array:
        return np.where(best <= OUTSIDE, NONE, self.similarity - best)

    @cached_property
    def halves(self) -> Array:
        """How much nearer the runs are than the farther of their two halves, cut where that is nearest."""
        best = np.full(len(self), OUTSIDE)
        which = np.flatnonzero((self.ja_size > 1) & (self.en_size > 1))
        some = self.picked(which)
        look, one = self.corridor.patches.around, np.ones(len(which), np.int64)
        ends = some.ja + some.ja_size, some.en + some.en_size
        first, last = look(some.patch, some.ja, one, some.en, one), look(some.patch, ends[0], one, ends[1], one)
        for x, y in ((1, 1), (1, 2), (2, 1)):  # the sizes of one half, whichever that is; the other has what is left
            for half, rest in ((first(0, x - 1, 0, y - 1), some.near(x, -x, y, -y)),
                               (last(-x, x - 1, -y, y - 1), some.near(0, -x, 0, -y))):  # fmt: skip
                best[which] = np.maximum(best[which], np.minimum(half, rest))
        return self._over(best)

    def beside(self, *, behind: bool) -> Array:
        """The cosine of the best small bead directly before the bead, or behind it; .5 at both ends of the texts."""
        one = np.ones(len(self), np.int64)
        ja, en = (self.ja + self.ja_size, self.en + self.en_size) if behind else (self.ja, self.en)
        look = self.corridor.patches.around(self.patch, ja, one, en, one)
        sizes = ((1, 1), (1, 2), (2, 1))
        found = [look(0, x - 1, 0, y - 1) if behind else look(-x, x - 1, -y, y - 1) for x, y in sizes]
        best = np.maximum(np.maximum(found[0], found[1]), found[2])
        ends = self.corridor.patches.ja.opens(ja), self.corridor.patches.en.opens(en)
        return np.where(ends[0] & ends[1], 0.5, np.where(ends[0] | ends[1], OUTSIDE, best))

    def moved(self, ja: int, en: int) -> Array:
        """The gain over the better of two beads of the same size, one side of which begins a part off."""
        before, behind = self.near(-ja, 0, -en, 0), self.near(ja, 0, en, 0)
        side = self.corridor.patches.ja if ja else self.corridor.patches.en
        first, size = (self.ja, self.ja_size) if ja else (self.en, self.en_size)
        if side.bounded:
            before[side.opens(first)] = OUTSIDE
            behind[side.opens(first + size)] = OUTSIDE
        return self._over(np.maximum(before, behind))

    @cached_property
    def _members(self) -> tuple[tuple[Ints, Bools], tuple[Ints, Bools]]:
        """Where the numbers of a bead's parts stand in the fits (MOST, b), flat; and which are of no part of it."""
        cells, steps = self.fits.down.shape[1], np.arange(MOST)[:, None]
        ja = (self.en_size - 1) * cells + self.fits.down[:MOST].take(self.cell, axis=1)
        en = (self.ja_size - 1) * cells + self.fits.right[:MOST].take(self.cell, axis=1)
        return (ja, steps >= self.ja_size), (en, steps >= self.en_size)

    def least_ja(self, of: Array) -> Array:
        """The least of a number of the cells (size of the English run - 1, cell) over a bead's Japanese parts."""
        return _least(of, *self._members[0])

    def least_en(self, of: Array) -> Array:
        """The least of a number of the cells (size of the Japanese run - 1, cell) over its English parts."""
        return _least(of, *self._members[1])

    def claim_ja(self) -> Array:
        """The greater margin of the two Japanese parts next to a bead, as if they were in it."""
        beside = self.fits.up[self.cell], self.fits.down[self.ja_size, self.cell]
        return np.maximum(*(self.fits.ja_margin[self.en_size - 1, place] for place in beside))

    def claim_en(self) -> Array:
        """The same of the English parts."""
        beside = self.fits.left[self.cell], self.fits.right[self.en_size, self.cell]
        return np.maximum(*(self.fits.en_margin[self.ja_size - 1, place] for place in beside))


def _least(of: Array, places: Ints, none: Bools) -> Array:
    values = of.ravel().take(places)
    values[none] = np.inf
    return np.asarray(values.min(axis=0))


@dataclass(frozen=True)
class Fits:
    """How each part fits the runs that begin at the corridor's cells, numbers (run size - 1, cell).

    The last cell is none: a place beyond the corridor. `down`, `right` give the cell so many parts further (steps, c),
    `up`, `left` the one before.
    """

    ja: Array  # cosine of the row's part to the run of the column's parts
    en: Array
    ja_margin: Array  # how much that is over the part's best elsewhere in the corridor
    en_margin: Array
    down: Ints
    right: Ints
    up: Ints
    left: Ints


def fits_of(corridor: Corridor, most: int = RIVALS) -> Fits:
    """The fits of all cells of a corridor, `most` rivals a part."""
    count = len(corridor.ja)
    one = np.ones(count, np.int64)
    look = corridor.patches.around(corridor.patch, corridor.ja, one, corridor.en, one)
    single = look(0, 0, 0, 0)
    fits, margins = [], []
    for rows, places, japanese in ((corridor.ja, corridor.en, True), (corridor.en, corridor.ja, False)):
        side = corridor.patches.en if japanese else corridor.patches.ja
        rivals, rival_places = _rivals(rows, places, single, most)
        rival_begins, rival_ends = side.begins[rival_places], side.ends[rival_places]
        fit, margin = (np.full((MOST, count + 1), OUTSIDE) for _ in range(2))
        for more in range(side.longest):
            found = look(0, 0, 0, more) if japanese else look(0, more, 0, 0)
            begin, end = side.begins[places], side.ends[np.minimum(places + more, len(side) - 1)]
            inside = (rival_begins < end[:, None]) & (rival_ends > begin[:, None])
            outside = np.where(inside, OUTSIDE, rivals).max(axis=1)
            fit[more, :count] = found
            margin[more, :count] = np.where(found > OUTSIDE, found - outside, OUTSIDE)
        fits.append(fit)
        margins.append(margin)
    step, further, none = _steps(corridor), np.arange(MOST + 1), np.zeros(MOST + 1, np.int64)
    down, right = step(np.append(further, -1), np.append(none, 0)), step(np.append(none, 0), np.append(further, -1))
    return Fits(fits[0], fits[1], margins[0], margins[1], down[:-1], right[:-1], down[-1], right[-1])


def _steps(corridor: Corridor) -> Callable[[Ints, Ints], Ints]:
    """Which cell lies so many rows below and columns right of each (steps, c + 1); the last stands for none."""
    ja, en, count = corridor.patches.ja, corridor.patches.en, len(corridor.ja)
    rows, columns = len(ja), len(en)
    dense = rows * columns <= DENSE
    width = columns + 2 * MOST if dense else columns
    keys = (corridor.ja + MOST) * width + corridor.en + MOST if dense else corridor.ja * width + corridor.en
    if dense:
        places = np.full((rows + 2 * MOST) * width, count)
        places[keys] = np.arange(count)

    def step(down: Ints, right: Ints) -> Ints:
        wanted = keys + (down * width + right)[:, None]
        found = np.full((len(down), count + 1), count)
        if dense:
            found[:, :-1] = places[wanted]
        else:
            place = np.searchsorted(keys, wanted)
            beside = corridor.en + right[:, None]
            there = (np.append(keys, -1)[place] == wanted) & (beside >= 0) & (beside < columns)
            found[:, :-1] = np.where(there, place, count)
        for side, part, steps in ((ja, corridor.ja, down), (en, corridor.en, right)):
            if side.bounded:
                found[:, :-1][_leaves(side, part, steps[:, None])] = count
        return found

    return step


def _leaves(side: Side, part: Ints, step: Ints) -> Bools:
    """Whether a step of so many parts leaves the text (steps, c)."""
    return np.where(step < 0, side.opens(part), part + step >= side.limits[part])


def _rivals(rows: Ints, places: Ints, similarity: Array, most: int) -> tuple[Array, Ints]:
    """For each cell the greatest similarities of its row's cells, and where these stand (c, most)."""
    order = np.lexsort((places, -similarity, rows))
    sorted_rows = rows[order]
    begins = np.searchsorted(sorted_rows, sorted_rows)  # of each cell's row
    rank = np.arange(len(rows)) - begins
    height = int(rows.max(initial=0)) + 1
    values, where = np.full((height, most), OUTSIDE), np.full((height, most), -1)
    top = rank < most
    values[sorted_rows[top], rank[top]] = similarity[order[top]]
    where[sorted_rows[top], rank[top]] = places[order[top]]
    return values[rows], where[rows]


def drafts_of(corridor: Corridor) -> Drafts:
    """The beads along a corridor all of whose parts fit, by `GATE`."""
    fits = fits_of(corridor)
    down, right = fits.down[:, :-1], fits.right[:, :-1]
    found = []
    for rows, columns in SIZES:
        fit = fits.ja_margin[columns - 1, :-1].copy()
        for step in range(1, rows):
            np.minimum(fit, fits.ja_margin[columns - 1].take(down[step]), out=fit)
        for step in range(columns):
            np.minimum(fit, fits.en_margin[rows - 1].take(right[step]), out=fit)
        kept = np.flatnonzero(fit >= GATE)
        found.append((kept, np.full(len(kept), rows), np.full(len(kept), columns)))
    cell, ja_size, en_size = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((en_size, ja_size, cell))
    cell, ja_size, en_size = cell[order], ja_size[order], en_size[order]
    drafts = Drafts(corridor, corridor.patch[cell], corridor.ja[cell], ja_size, corridor.en[cell], en_size, fits, cell)
    return drafts.picked(np.flatnonzero(drafts.similarity != 0))  # a text without any known piece is like nothing


def drafts_of_cells(ja: Side, en: Side, ja_bounds: tuple[Ints, Ints], en_bounds: tuple[Ints, Ints]) -> Drafts:
    """Given beads (first parts and ends of both sides, each (b,)) in a table of which every cell is looked at."""
    whole = every_cell(ja, en)
    (ja_first, ja_end), (en_first, en_end) = ja_bounds, en_bounds
    fits, patch = fits_of(whole, RIVAL_READINGS), np.zeros(len(ja_first), np.int64)
    cell = ja_first * len(en) + en_first
    return Drafts(whole, patch, ja_first, ja_end - ja_first, en_first, en_end - en_first, fits, cell)
