"""The signals of a bead that other beads give: rivals for its sentences, longer and shorter ones, neighbours.

A bead is good if nothing else is as good: its score is compared with that of rival beads (another English run for the
same Japanese, another Japanese run for the same English, a sentence more or less on one side, its own two halves), as
similarity against a neighbourhood is in the best published aligners, and the beads before and behind it are asked
whether they agree. `relations` is called twice: over the scores of texts, and over those of beads that came of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.alignment.runs import Array, Bools, Floats, Ints, Runs

Cells = Sequence[tuple[int, int]]

FLOOR = -6.0  # log-odds below which a rival is none


def relations(score: Floats, ja: Runs, en: Runs, cells: Cells) -> dict[str, Array]:
    """What the scores (J, E) of all beads say about each of the beads `cells`: name -> (b,)."""
    rows, columns = (np.array([cell[side] for cell in cells], np.int64) for side in (0, 1))
    here = score[rows, columns].astype(np.float64)

    def margin(best: Floats, high: float = 5.0) -> Array:
        return np.asarray(np.clip(here - best[rows, columns], -5.0, high), np.float64)

    many = (ja.size[rows] > 1) & (en.size[columns] > 1)
    before, behind = neighbours(score, ja, en, cells)
    best, second = np.moveaxis(company(score, ja, en)[ja.passage[rows], en.passage[columns]].astype(np.float64), -1, 0)
    # The best of the two passages' other sentences: the second best where the bead itself may be the best.
    others = np.where(here >= best - 1e-3, second, best)
    return {
        "margin_en": margin(rivals(score, en.overlap)),
        "margin_ja": margin(rivals(score.T, ja.overlap).T),
        "longer_rival_en": margin(variants(score, en.overlap, en.length, longer=True), 2.0),
        "shorter_rival_en": margin(variants(score, en.overlap, en.length, longer=False), 2.0),
        "longer_rival_ja": margin(variants(score.T, ja.overlap, ja.length, longer=True).T, 2.0),
        "shorter_rival_ja": margin(variants(score.T, ja.overlap, ja.length, longer=False).T, 2.0),
        "halves": np.where(many, np.clip(halves(score, ja, en, cells), -3, 6) + 3, 0),
        "before": np.clip(before, -3, 4),
        "behind": np.clip(behind, -3, 4),
        "company": np.clip(others, -3, 5),
    }


def gains(similarity: Floats, ja: Runs, en: Runs, cells: Cells) -> dict[str, Array]:
    """How much more alike a bead's texts are than with a sentence more, or less, on one side; -1 to 1."""
    rows, columns = (np.array([cell[side] for cell in cells], np.int64) for side in (0, 1))

    def gain(best: Floats) -> Array:
        return np.asarray(np.clip(similarity[rows, columns] - np.maximum(best[rows, columns], -1), -1, 1), np.float64)

    return {
        "gain_longer_en": gain(variants(similarity, en.overlap, en.length, longer=True)),
        "gain_shorter_en": gain(variants(similarity, en.overlap, en.length, longer=False)),
        "gain_longer_ja": gain(variants(similarity.T, ja.overlap, ja.length, longer=True).T),
        "gain_shorter_ja": gain(variants(similarity.T, ja.overlap, ja.length, longer=False).T),
    }


def rivals(score: Floats, overlap: Bools) -> Floats:
    """For each cell of (R, C) the best score in its row among columns that share no characters with its own."""
    return _best_among(score, ~overlap)


def variants(score: Floats, overlap: Bools, length: Ints, *, longer: bool) -> Floats:
    """For each cell the best score in its row among other columns that overlap its own and are longer (or not)."""
    near = overlap & ((length[None, :] > length[:, None]) == longer)
    np.fill_diagonal(near, False)
    return _best_among(score, near)


def _best_among(score: Floats, wanted: Bools) -> Floats:
    """For each cell of (R, C) the best score in its row among the columns that `wanted` (C, C) names for its own.

    The columns are taken from the best down until each has met one that it wants: mostly after two or three steps,
    where a look at all of them would take the cube of their number.
    """
    rows, columns = score.shape
    best = np.full_like(score, FLOOR)
    any_wanted = wanted.any(axis=1)
    left_rows, left_columns = np.nonzero(np.broadcast_to(any_wanted, (rows, columns)))
    order = np.argsort(-score, axis=1, kind="stable")
    for step in range(columns):
        if not len(left_rows):
            break
        candidate = order[left_rows, step]
        value = score[left_rows, candidate]
        met = wanted[left_columns, candidate]
        best[left_rows[met], left_columns[met]] = value[met]
        stays = ~met & (value > FLOOR)  # what comes behind a score at the floor is no better
        left_rows, left_columns = left_rows[stays], left_columns[stays]
    return np.maximum(best, FLOOR)


def halves(score: Floats, ja: Runs, en: Runs, cells: Cells) -> Array:
    """For each bead of two sentences or more on both sides the best weaker half over all ways to cut it in two."""
    best = np.full(len(cells), FLOOR)
    for at, (j, e) in enumerate(cells):
        a, b, c, d = (int(x) for x in (ja.first[j], ja.end[j], en.first[e], en.end[e]))
        for x in range(a + 1, b):
            for y in range(c + 1, d):
                left = score[ja.index[a, x], en.index[c, y]]
                right = score[ja.index[x, b], en.index[y, d]]
                best[at] = max(best[at], min(left, right))
    return best


def neighbours(score: Floats, ja: Runs, en: Runs, cells: Cells) -> tuple[Array, Array]:
    """For each bead the best score of a bead directly before it, and directly behind it.

    Within both passages these are the beads next to it, of up to two sentences. At the beginning (end) of a passage
    the sentence before (behind) it on the page takes their place, since what is one paragraph here may be two lines
    there; where none is, or where both passages begin (end) and no bead leads into them, that counts as 0, even odds.
    """
    before, behind = np.full(len(cells), FLOOR), np.full(len(cells), FLOOR)
    for at, (j, e) in enumerate(cells):
        a, b, c, d = (int(x) for x in (ja.first[j], ja.end[j], en.first[e], en.end[e]))
        opens = (a == 0 or ja.owner[a - 1] != ja.owner[a], c == 0 or en.owner[c - 1] != en.owner[c])
        closes = (b == len(ja.owner) or ja.owner[b] != ja.owner[a], d == len(en.owner) or en.owner[d] != en.owner[c])
        if not any(opens):
            before[at] = max(
                score[ja.index[x, a], en.index[y, c]]
                for x, y in ((a - 1, c - 1), (a - 2, c - 1), (a - 1, c - 2))
                if (x, a) in ja.index and (y, c) in en.index
            )
        else:
            near = (ja.before[a] if opens[0] else a - 1, en.before[c] if opens[1] else c - 1)
            before[at] = _next_passage(score, ja, en, near, least=0.0 if all(opens) else FLOOR)
        if not any(closes):
            behind[at] = max(
                score[ja.index[b, x], en.index[d, y]]
                for x, y in ((b + 1, d + 1), (b + 2, d + 1), (b + 1, d + 2))
                if (b, x) in ja.index and (d, y) in en.index
            )
        else:
            near = (ja.behind[b - 1] if closes[0] else b, en.behind[d - 1] if closes[1] else d)
            behind[at] = _next_passage(score, ja, en, near, least=0.0 if all(closes) else FLOOR)
    return np.maximum(before, FLOOR), np.maximum(behind, FLOOR)


def _next_passage(score: Floats, ja: Runs, en: Runs, near: tuple[int, int], *, least: float) -> float:
    """The score of two single sentences, 0 where one is not there."""
    if min(near) < 0:
        return 0.0
    return max(least, float(score[ja.index[near[0], near[0] + 1], en.index[near[1], near[1] + 1]]))


def company(score: Floats, ja: Runs, en: Runs) -> Floats:
    """For each pair of passages (P, Q) the two best scores of single sentences there, to tell how others agree.

    Returns (P, Q, 2), FLOOR where there are not as many.
    """
    best = np.full((len(ja.passages), len(en.passages), 2), FLOOR, np.float32)
    single_ja, single_en = np.flatnonzero(ja.size == 1), np.flatnonzero(en.size == 1)
    if not len(single_ja) or not len(single_en):
        return best
    there, begins = np.unique(en.passage[single_en], return_index=True)
    top = np.maximum.reduceat(score[np.ix_(single_ja, single_en)], begins, axis=1)
    firsts = np.flatnonzero(np.diff(ja.passage[single_ja], prepend=-1))
    for first, end in zip(firsts.tolist(), [*firsts[1:].tolist(), len(single_ja)], strict=True):
        ranked = -np.sort(-top[first:end], axis=0)[:2]
        best[ja.passage[single_ja[first]], there, : len(ranked)] = np.maximum(ranked.T, FLOOR)
    return best
