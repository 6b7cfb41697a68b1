"""Drafts of beads along a corridor: which runs of parts may face each other, and the first signals of each.

Drafts come from one rule (`drafts_of`): every part of a bead must be about as near to the other side's run as it is to
anything else in the corridor. It keeps 98 in 100 right beads and some five drafts a part. `FIRST` is the table of
signals: a bead against its own shorter and longer variants, its halves, its rivals, its neighbours, and its lengths:
similarity counts against the neighbourhood, so that to swallow one more part must pay (as in Vecalign and Bertalign,
where the neighbourhood is a sample and one margin).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.alignment.corridor import Corridor, every_cell
from corpus.alignment.facing import LENGTH_RATIO
from corpus.alignment.patches import OUTSIDE, Look
from corpus.alignment.runs import Array, Bools, Ints
from corpus.alignment.sides import MOST, Side
from corpus.alignment.signals import SPREAD

# How many parts a bead may have on each side. Longer ones are linked by the sentences that their parts stand in.
SIZES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1), (2, 3), (3, 2))
GATE = -0.3  # how much less near a part of a bead may be to the other side's run than to what lies outside of it
RIVALS = 6  # of a part: more than a run has parts, so one of them lies outside
RIVAL_READINGS = 16  # the same on a page, where several readings of the same characters are no rivals
NONE = 1.0  # the gain over a variant that does not exist
DENSE = 1 << 20  # cells of a table in which a place is found without a search
LONGEST = 6.0  # standard deviations of the length: more says no more


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
        return np.where(best <= OUTSIDE, NONE, self.similarity - best)

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
        best = np.maximum(before, behind)
        return np.where(best <= OUTSIDE, NONE, self.similarity - best)

    def least(self, of: Array, side: Side) -> Array:
        """The least of a number of the cells (size of the other run - 1, cell) over a bead's parts of one side."""
        japanese = side is self.corridor.patches.ja
        mine, theirs = (self.ja_size, self.en_size) if japanese else (self.en_size, self.ja_size)
        steps = self.fits.down if japanese else self.fits.right
        found = np.full(len(self), np.inf)
        for step in range(MOST):
            some = mine > step
            found[some] = np.minimum(found[some], of[theirs[some] - 1, steps[step, self.cell[some]]])
        return found

    def claims(self, of: Array, side: Side) -> Array:
        """The greatest of such a number of the two parts next to a bead on one side."""
        japanese = side is self.corridor.patches.ja
        theirs = self.en_size if japanese else self.ja_size
        steps, size = (self.fits.down, self.ja_size) if japanese else (self.fits.right, self.en_size)
        before = self.fits.up if japanese else self.fits.left
        behind = steps[size, self.cell]
        return np.maximum(of[theirs - 1, before[self.cell]], of[theirs - 1, behind])


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
        for more in range(MOST):
            found = look(0, 0, 0, more) if japanese else look(0, more, 0, 0)
            begin, end = side.begins[places], side.ends[np.minimum(places + more, len(side) - 1)]
            inside = (rival_begins < end[:, None]) & (rival_ends > begin[:, None])
            outside = np.where(inside, OUTSIDE, rivals).max(axis=1)
            fit[more, :count] = found
            margin[more, :count] = np.where(found > OUTSIDE, found - outside, OUTSIDE)
        fits.append(fit)
        margins.append(margin)
    step = _steps(corridor)
    steps_down, steps_right = (np.stack([step(at * x, at * y) for at in range(MOST + 1)]) for x, y in ((1, 0), (0, 1)))
    return Fits(fits[0], fits[1], margins[0], margins[1], steps_down, steps_right, step(-1, 0), step(0, -1))


def _steps(corridor: Corridor) -> Callable[[int, int], Ints]:
    """Which cell lies so many rows below and columns right of each (c + 1,); the last stands for none."""
    ja, en, count = corridor.patches.ja, corridor.patches.en, len(corridor.ja)
    rows, columns = len(ja), len(en)
    if rows * columns <= DENSE:
        width = columns + 2 * MOST
        places = np.full((rows + 2 * MOST) * width, count)
        here = (corridor.ja + MOST) * width + corridor.en + MOST
        places[here] = np.arange(count)

        def step_dense(down: int, right: int) -> Ints:
            found = places[here + (down * width + right)]
            if ja.bounded and down:
                found[_leaves(ja, corridor.ja, down)] = count
            if en.bounded and right:
                found[_leaves(en, corridor.en, right)] = count
            return np.append(found, count)

        return step_dense
    keys = corridor.ja * columns + corridor.en

    def step(down: int, right: int) -> Ints:
        wanted = keys + (down * columns + right)
        place = np.searchsorted(keys, wanted)
        found = np.append(keys, -1)[place] == wanted
        found &= (corridor.en + right >= 0) & (corridor.en + right < columns)
        return np.append(np.where(found, place, count), count)

    return step


def _leaves(side: Side, part: Ints, step: int) -> Bools:
    """Whether a step of so many parts leaves the text."""
    return side.opens(part) if step < 0 else np.asarray(part + step >= side.limits[part])


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
    every = np.arange(len(corridor.ja))
    found = []
    for rows, columns in SIZES:
        fit = np.full(len(every), np.inf)
        for step in range(rows):
            np.minimum(fit, fits.ja_margin[columns - 1, fits.down[step, every]], out=fit)
        for step in range(columns):
            np.minimum(fit, fits.en_margin[rows - 1, fits.right[step, every]], out=fit)
        kept = np.flatnonzero(fit >= GATE)
        found.append((kept, np.full(len(kept), rows), np.full(len(kept), columns)))
    cell, ja_size, en_size = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((en_size, ja_size, cell))
    cell, ja_size, en_size = cell[order], ja_size[order], en_size[order]
    return Drafts(corridor, corridor.patch[cell], corridor.ja[cell], ja_size, corridor.en[cell], en_size, fits, cell)


def drafts_of_cells(ja: Side, en: Side, ja_bounds: tuple[Ints, Ints], en_bounds: tuple[Ints, Ints]) -> Drafts:
    """Given beads (first parts and ends of both sides, each (b,)) in a table of which every cell is looked at."""
    whole = every_cell(ja, en)
    (ja_first, ja_end), (en_first, en_end) = ja_bounds, en_bounds
    fits, patch = fits_of(whole, RIVAL_READINGS), np.zeros(len(ja_first), np.int64)
    cell = ja_first * len(en) + en_first
    return Drafts(whole, patch, ja_first, ja_end - ja_first, en_first, en_end - en_first, fits, cell)


def _length(drafts: Drafts) -> Array:
    """How far the lengths are from the usual ratio, as a logarithm; above 0 the English is the longer."""
    ja, en = _characters(drafts)
    return np.asarray(np.log(en) - np.log(ja * LENGTH_RATIO))


def _characters(drafts: Drafts) -> tuple[Array, Array]:
    patches = drafts.corridor.patches
    ja = patches.ja.lengths[drafts.ja_size - 1, drafts.ja].astype(np.float64)
    en = patches.en.lengths[drafts.en_size - 1, drafts.en].astype(np.float64)
    return ja, en


def _surprise(drafts: Drafts) -> Array:
    ja, en = _characters(drafts)
    usual = LENGTH_RATIO * ja
    return np.asarray(np.minimum(abs(en - usual) / np.sqrt(SPREAD * (en + usual) / 2), LONGEST))


def _weights(drafts: Drafts) -> tuple[Array, Array]:
    patches = drafts.corridor.patches
    ja = patches.ja.norms[drafts.ja_size - 1, drafts.ja].astype(np.float64)
    en = patches.en.norms[drafts.en_size - 1, drafts.en].astype(np.float64)
    return ja, en


def _over_usual(drafts: Drafts) -> Array:
    """The cosine less half of what the parts of both sides are like at best (Conneau et al. 2018)."""
    patches, found = drafts.corridor.patches, drafts.similarity.copy()
    sides = ((patches.ja_usual, drafts.ja, drafts.ja_size), (patches.en_usual, drafts.en, drafts.en_size))
    for usual, first, size in sides:
        total = np.concatenate([[0.0], np.cumsum(usual, dtype=np.float64)])
        found -= (total[first + size] - total[first]) / size / 2
    return found


def _inside(side: Side, first: Ints, size: Ints) -> Array:
    """How many of a run's two ends lie inside a sentence."""
    owner = np.concatenate([[-1], side.owner, [-2]])
    first_in, last_in = (owner[at] == owner[at + 1] for at in (first, first + size))
    return np.asarray(first_in.astype(np.float64) + last_in)


def _sentences(side: Side, first: Ints, size: Ints) -> Array:
    return np.asarray(side.owner[first + size - 1] - side.owner[first] + 1, np.float64)


# name -> (what it is, how it is computed (b,), which way it may move a bead: 1 only up, -1 only down, 0 either).
FIRST: dict[str, tuple[str, Callable[[Drafts], Array], int]] = {
    "similarity": ("cosine of the two sums of piece vectors", lambda d: d.similarity, 1),
    "over_usual": ("the cosine less what both sides' parts are like at best", _over_usual, 1),
    "less_ja": (
        "gain over the best bead with a Japanese part less",
        lambda d: d.gain((1, -1, 0, 0), (0, -1, 0, 0)), 1,
    ),
    "less_en": ("gain over one with an English part less", lambda d: d.gain((0, 0, 1, -1), (0, 0, 0, -1)), 1),
    "less_both": ("gain over one with a part less on both", lambda d: d.gain((1, -1, 1, -1), (0, -1, 0, -1)), 1),
    "more_ja": ("gain over one with a Japanese part more", lambda d: d.gain((-1, 1, 0, 0), (0, 1, 0, 0)), 1),
    "more_en": ("gain over one with an English part more", lambda d: d.gain((0, 0, -1, 1), (0, 0, 0, 1)), 1),
    "more_both": ("gain over one with a part more on both", lambda d: d.gain((-1, 1, -1, 1), (0, 1, 0, 1)), 1),
    "moved_ja": ("gain over one whose Japanese begins a part off", lambda d: d.moved(1, 0), 1),
    "moved_en": ("gain over one whose English begins a part off", lambda d: d.moved(0, 1), 1),
    "halves": ("gain over the farther of its two halves", lambda d: d.halves, 0),
    "weakest_ja": ("cosine of its farthest Japanese part", lambda d: d.least(d.fits.ja, d.corridor.patches.ja), 1),
    "weakest_en": ("cosine of its farthest English part", lambda d: d.least(d.fits.en, d.corridor.patches.en), 1),
    "margin_ja": (
        "what its farthest Japanese part gains over anything near outside of the bead",
        lambda d: d.least(d.fits.ja_margin, d.corridor.patches.ja), 1,
    ),
    "margin_en": ("the same of its English parts", lambda d: d.least(d.fits.en_margin, d.corridor.patches.en), 1),
    "claim_ja": (
        "what a Japanese part beside it would gain by being in it",
        lambda d: d.claims(d.fits.ja_margin, d.corridor.patches.ja), -1,
    ),
    "claim_en": ("the same of an English part", lambda d: d.claims(d.fits.en_margin, d.corridor.patches.en), -1),
    "before": ("cosine of the best small bead right before it", lambda d: d.beside(behind=False), 0),
    "behind": ("cosine of the best small bead right behind it", lambda d: d.beside(behind=True), 0),
    "longer_en": ("logarithm of how much longer than usual the English is", lambda d: np.maximum(_length(d), 0), 0),
    "longer_ja": ("logarithm of how much longer than usual the Japanese is", lambda d: np.maximum(-_length(d), 0), 0),
    "length_surprise": ("difference of the lengths in standard deviations, up to 6", _surprise, -1),
    "heavier_en": (
        "logarithm of the English sum's length over the Japanese one's",
        lambda d: np.log(_weights(d)[1]) - np.log(_weights(d)[0]), 0,
    ),
    "evidence": ("logarithm of the lighter sum's length", lambda d: np.log(np.minimum(*_weights(d))), 0),
    "ja_parts": ("parts of the Japanese", lambda d: d.ja_size.astype(np.float64), 0),
    "en_parts": ("parts of the English", lambda d: d.en_size.astype(np.float64), 0),
    "ja_sentences": ("sentences that these lie in", lambda d: _sentences(d.corridor.patches.ja, d.ja, d.ja_size), 0),
    "en_sentences": ("and of the English", lambda d: _sentences(d.corridor.patches.en, d.en, d.en_size), 0),
    "inside_ja": ("ends of the Japanese inside one", lambda d: _inside(d.corridor.patches.ja, d.ja, d.ja_size), 0),
    "inside_en": ("and of the English", lambda d: _inside(d.corridor.patches.en, d.en, d.en_size), 0),
}  # fmt: skip


def first_signals(drafts: Drafts) -> dict[str, Array]:
    """Every signal of the table, rounded to 4 decimals before anything compares it."""
    return dict(zip(FIRST, np.round([compute(drafts) for _, compute, _ in FIRST.values()], 4), strict=True))
