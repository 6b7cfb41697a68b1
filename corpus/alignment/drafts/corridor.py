"""Where an alignment may run: from coarse to fine, in time linear in the length; start at `corridor`.

A small table is looked at whole. In a large one a few hundred long parts are looked for in all of the other side; the
best chain of what they find (`chain.py`, jumps allowed, so that blocks that moved are found) cuts the table into small
areas from one find to the next, and those that are still large are cut again in the same way. Inside the areas the
likeliest cells are chained once more, and beads are thought of near that path only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpus.alignment.drafts.chain import best_chain, chain
from corpus.alignment.drafts.patches import Area, Patches, Seeds, patches_of
from corpus.alignment.drafts.sides import Side
from corpus.alignment.products import product
from corpus.alignment.runs import Array, Ints, ranges

TINY = 256  # cells of a table without need of a path
SMALL = 1 << 16  # cells of a table that is looked at whole
PROBES = 400  # parts that are looked for at once: the cost is so many times the length of the other side
APART = 8  # parts of which at most one is looked for
TIED, TIE = 3, 0.01  # finds of a part that are thought of, where they are nearly as near as the best
CLEAR = 0.03  # how much nearer than anything else a find must be
PAD = 16  # parts around an area: a bead may begin before it and its neighbours are asked, too
SEEDS = 3  # of a row or column
NEARER = 0.03  # a cell may be so much less near than its row and column usually are at best
JA_WHOLE, EN_WHOLE = 20.0, 48.0  # characters of a part whose similarity can be trusted in full
JUMP = 0.6  # the price of a jump between cells, in similarity
WIDTH = 3  # parts on both sides of the path
HOLE = 4000  # cells between two points of the path that are looked at whole


@dataclass(frozen=True)
class Corridor:
    """The cells where beads may begin: patch, first part on both sides, each (c,)."""

    patches: Patches
    patch: Ints
    ja: Ints
    en: Ints


def corridor(ja: Side, en: Side, *, jump: float = JUMP, everywhere: bool = False) -> Corridor:
    """The cells near the best path; `everywhere`: near the likeliest cells of each row and column, without a path.

    Of a table of a few sentences all cells.
    """
    if len(ja) * len(en) <= TINY:
        return every_cell(ja, en)
    whole = Area(0, len(ja), 0, len(en))
    areas = [whole] if everywhere else list(_areas(ja, en, whole, jump))
    patches, seeds = patches_of(ja, en, areas, SEEDS)
    if everywhere:
        boxes = _points(seeds, 1)
    else:
        firsts = np.flatnonzero(seeds.similarity >= _top(seeds, len(ja), len(en)))
        boxes = np.concatenate([_around(_path(patches, seeds, jump), areas), _points(seeds.picked(firsts), 0)])
    return Corridor(patches, *_cells(boxes, patches, len(en)))


def every_cell(ja: Side, en: Side) -> Corridor:
    """All cells, in one patch."""
    patches, _ = patches_of(ja, en, [Area(0, len(ja), 0, len(en))], 0)
    rows, columns = np.divmod(np.arange(len(ja) * len(en)), len(en))
    return Corridor(patches, np.zeros(len(rows), np.int64), rows, columns)


def _areas(ja: Side, en: Side, area: Area, jump: float) -> Iterator[Area]:
    """Small areas along the path through an area."""
    top, bottom, left, right = area
    rows, columns = bottom - top, right - left
    if not rows or not columns:
        return
    if rows * columns <= SMALL:
        yield area
        return
    i, j = _probed(ja, en, area, jump)
    if not len(i):
        yield from _diagonal(area)
        return
    points = [(top, left), *zip(i.tolist(), j.tolist(), strict=True), (bottom, right)]
    for (a, c), (b, d) in pairwise(points):
        if d < c:  # a jump somewhere between the two: on from the one, and up to the other
            far = b - a
            inner = [(a, b, c, c + far), (a, b, d - far, d)]
        else:
            inner = [(a, b, c, d)]
        for inside in inner:
            wide = _padded(inside, area)
            small = (wide.bottom - wide.top) * (wide.right - wide.left)
            if small <= SMALL:
                yield wide
            elif small >= 0.7 * rows * columns:  # the finds did not help
                yield from _diagonal(wide)
            else:
                yield from _areas(ja, en, wide, jump)


def _padded(inside: tuple[int, int, int, int], area: Area) -> Area:
    a, b, c, d = inside
    return Area(max(area.top, a - PAD), min(area.bottom, b + PAD), max(area.left, c - PAD), min(area.right, d + PAD))


def _diagonal(area: Area) -> Iterator[Area]:
    """Small areas from corner to corner: what is left to assume where nothing is found."""
    rows, columns = area.bottom - area.top, area.right - area.left
    steps = -(-max(rows, columns) // 96)
    for step in range(steps):
        a, b = (area.top + rows * at // steps for at in (step, step + 1))
        c, d = (area.left + columns * at // steps for at in (step, step + 1))
        yield _padded((a, max(b, a + 1), c, max(d, c + 1)), area)


def _probed(ja: Side, en: Side, area: Area, jump: float) -> tuple[Ints, Ints]:
    """Cells that are surely on the path: long parts of the shorter side and what they are most like in the other."""
    top, bottom, left, right = area
    turned = bottom - top > right - left
    short, long = (en, ja) if turned else (ja, en)
    low, high, first, end = (left, right, top, bottom) if turned else area
    count = max(1, min(PROBES, (high - low) // APART))
    edges = low + (high - low) * np.arange(count + 1) // count
    probes = np.array([a + int(short.norms[0, a:b].argmax()) for a, b in pairwise(edges.tolist())])
    like = product(short.vectors[probes], long.vectors[first:end].T)
    like /= short.norms[0, probes, None]
    like /= long.norms[0, None, first:end]
    every = np.arange(count)
    best, value = np.zeros((TIED + 1, count), np.int64), np.zeros((TIED + 1, count), np.float32)
    for found in range(TIED + 1):
        best[found] = like.argmax(axis=1)
        value[found] = like[every, best[found]]
        for near in (-1, 0, 1):  # the next parts may hold some of the same sentence
            like[every, np.clip(best[found] + near, 0, end - first - 1)] = -1
    # What stands on the other side more than once is found more than once: the chain chooses.
    tied = value >= value[0] - TIE
    clear = np.round((value - np.where(tied, -1, value).max(axis=0)).astype(np.float64), 4)
    sure = tied & ~tied.all(axis=0) & (clear > CLEAR)
    probe, place = np.broadcast_to(probes, best.shape)[sure], best[sure] + first
    i, j = (place, probe) if turned else (probe, place)
    clear = clear[sure]
    chosen = best_chain(*chain(i, i + 1, j, j + 1, clear, jump))
    return i[chosen], j[chosen]


def _path(patches: Patches, seeds: Seeds, jump: float) -> Seeds:
    """The best chain of cells of single parts."""
    usual = (patches.ja_usual[seeds.ja] + patches.en_usual[seeds.en]) / 2
    size = np.minimum(patches.ja.lengths[0, seeds.ja] / JA_WHOLE, patches.en.lengths[0, seeds.en] / EN_WHOLE)
    weight = np.round((seeds.similarity - usual + NEARER) * np.sqrt(np.minimum(size, 1)), 4)
    useful = np.flatnonzero(weight > 0)
    _, first = np.unique(seeds.ja[useful] * len(patches.en) + seeds.en[useful], return_index=True)
    useful = useful[first]
    i, j = seeds.ja[useful], seeds.en[useful]
    return seeds.picked(useful[best_chain(*chain(i, i + 1, j, j + 1, weight[useful], jump))])


def _top(seeds: Seeds, rows: int, columns: int) -> Array:
    """For each seed the greater of what its row and its column have at best: those that reach it are first in both."""
    best_row, best_column = np.full(rows, -2.0), np.full(columns, -2.0)
    np.maximum.at(best_row, seeds.ja, seeds.similarity)
    np.maximum.at(best_column, seeds.en, seeds.similarity)
    return np.asarray(np.maximum(best_row[seeds.ja], best_column[seeds.en]))


def _boxes(patch: Ints, top: Ints, left: Ints, bottom: Ints, right: Ints, around: int) -> Ints:
    """Rows (patch, top, bottom, left, right), widened."""
    return np.stack([patch, top - around, bottom + around, left - around, right + around], axis=1)


def _points(seeds: Seeds, around: int) -> Ints:
    return _boxes(seeds.patch, seeds.ja, seeds.en, seeds.ja + 1, seeds.en + 1, around)


def _around(path: Seeds, areas: list[Area]) -> Ints:
    """The boxes from each point of the path to the next; of a large hole only its ends."""
    if not len(path.ja):
        return np.zeros((0, 5), np.int64)
    first, last = (areas[int(path.patch[at])] for at in (0, -1))
    patch = np.concatenate([path.patch[:1], path.patch])
    then = np.concatenate([path.patch, path.patch[-1:]])
    i = np.concatenate([[first.top - 1], path.ja, [last.bottom]])
    j = np.concatenate([[first.left - 1], path.en, [last.right]])
    a, b, c, d = i[:-1], i[1:], j[:-1], j[1:]
    hole = (d < c) | ((b - a) * (d - c) > HOLE)
    inside = _boxes(patch, a, c, b + 1, d + 1, WIDTH)[~hole]
    ends = [_boxes(patch, a, c, a + 1, c + 1, WIDTH)[hole], _boxes(then, b, d, b + 1, d + 1, WIDTH)[hole]]
    return np.concatenate([inside, *ends])


def _cells(boxes: Ints, patches: Patches, columns: int) -> tuple[Ints, Ints, Ints]:
    """The cells of boxes (patch, top, bottom, left, right), each once, in order, within their patches."""
    patch, top, bottom, left, right = boxes.T
    area = patches.areas[patch]
    top, left = np.maximum(top, area[:, 0]), np.maximum(left, area[:, 2])
    height, width = np.minimum(bottom, area[:, 1]) - top, np.minimum(right, area[:, 3]) - left
    real = (height > 0) & (width > 0)
    patch, top, left, height, width = (x[real] for x in (patch, top, left, height, width))
    line_left, line_width = np.repeat(left, height), np.repeat(width, height)  # one line a row of a box
    i = np.repeat(ranges(top, height), line_width)
    j = ranges(line_left, line_width)
    patch = np.repeat(np.repeat(patch, height), line_width)
    _, first = np.unique(i * columns + j, return_index=True)
    return patch[first], i[first], j[first]
