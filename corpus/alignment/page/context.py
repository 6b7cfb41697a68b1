"""The signals of a bead that other beads give: rivals for its sentences, longer and shorter ones, neighbours.

A bead is good if nothing else is as good: its score is compared with that of rival beads (another English run for the
same Japanese, another Japanese run for the same English, a sentence more or less on one side, its own two halves), as
similarity against a neighbourhood is in the best published aligners, and the beads before and behind it are asked
whether they agree. `relations` is called twice: over the scores of texts, and over those of beads that came of it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from corpus.alignment.runs import Array, Bools, Floats, Ints, Runs, running

FLOOR = -6.0  # log-odds below which a rival is none
SURE = 5.0  # what a signal gains over a reading that is not there


def relations(score: Floats, ja: Runs, en: Runs, rows: Ints, columns: Ints) -> dict[str, Array]:
    """What the scores (J, E) of all beads say about those of some rows and columns, each (b,): name -> (b,)."""
    here = score[rows, columns].astype(np.float64)

    def margin(best: Floats, high: float = 5.0) -> Array:
        return np.asarray(np.clip(here - best, -5.0, high), np.float64)

    rival_en, longer_en, shorter_en = best_rivals(score, en, rows, columns)
    rival_ja, longer_ja, shorter_ja = best_rivals(score.T, ja, columns, rows)
    many = (ja.size[rows] > 1) & (en.size[columns] > 1)
    lent, hosts = told(score, ja), ja.host[rows]
    return {
        "margin_en": margin(rival_en),
        "margin_ja": margin(rival_ja),
        "longer_rival_en": margin(longer_en, 2.0),
        "shorter_rival_en": margin(shorter_en, 2.0),
        "longer_rival_ja": margin(longer_ja, 2.0),
        "shorter_rival_ja": margin(shorter_ja, 2.0),
        "reading_en": margin(np.maximum(longer_en, shorter_en), 2.0),
        "reading_ja": margin(np.maximum(longer_ja, shorter_ja), 2.0),
        "halves": np.where(many, np.clip(halves(score, ja, en, rows, columns), -3, 6) + 3, 0),
        "before": np.clip(neighbours(lent, ja, en, hosts, columns, behind=False), -3, 4),
        "behind": np.clip(neighbours(lent, ja, en, hosts, columns, behind=True), -3, 4),
        "company": np.clip(company(lent, ja, en, hosts, columns), -3, 5),
        **claims(lent, ja, en, rows, columns),
    }


def told(score: Floats, ja: Runs) -> Floats:
    """The scores in which a sentence of narration has the best of its clauses, too (J, E)."""
    clauses = np.flatnonzero(ja.host != np.arange(len(ja)))
    found = score.copy()
    np.maximum.at(found, ja.host[clauses], score[clauses])
    return found


def gains(signals: Mapping[str, Floats], ja: Runs, en: Runs, rows: Ints, columns: Ints) -> dict[str, Array]:
    """How much more signals of texts (J, E) say of a bead than of its readings with more, or less, on one side (b,).

    What the second of two sentences adds tells whether both are rendered. `SURE` where there is no such reading.
    """
    table = np.stack(list(signals.values()))
    here = table[:, rows, columns]
    found: dict[str, Array] = {}
    sides = (("en", table, rows, en, columns), ("ja", table.swapaxes(1, 2), columns, ja, rows))
    for side, tables, facing, runs, own in sides:
        for kind, near in zip(("longer", "shorter"), runs.readings, strict=True):
            best = _best_of_readings(tables, facing, near, own, -SURE)
            gain = np.clip(here - best, -SURE, SURE).astype(np.float64)
            found |= zip((f"{name}_over_{kind}_{side}" for name in signals), gain, strict=True)
    return found


def best_rivals(score: Floats, side: Runs, rows: Ints, columns: Ints) -> tuple[Floats, Floats, Floats]:
    """For each bead the best score in its row (b,) of the runs that its column shares nothing with, of its readings."""
    apart = _best_apart(score.T, side)[columns, rows]
    longer, shorter = (_best_of_readings(score[None], rows, near, columns, FLOOR)[0] for near in side.readings)
    return apart, longer, shorter


def _best_apart(table: Floats, side: Runs) -> Floats:
    """For each run of a side (r, k) the most that a table says of the runs that share no character with it (r, k).

    These are all that end before it or begin behind it: the documents lie one behind the other. `FLOOR` at least.
    What says the same (`twins`) is no rival: a page that quotes a sentence twice is no less sure of what it renders.
    """
    document, first, last = side.characters.T
    begins, ends = (document * (int(last.max(initial=0)) + 1) + place for place in (first, last))
    nothing = np.full((1, table.shape[1]), FLOOR, np.float32)
    by_end, by_begin = np.argsort(ends), np.argsort(-begins)
    before, behind = (running(np.concatenate([nothing, table[order]]), np.maximum) for order in (by_end, by_begin))
    sooner = ends[by_end].searchsorted(begins, side="right")
    later = (-begins[by_begin]).searchsorted(-ends, side="right")
    best: Floats = np.maximum(before[sooner], behind[later])
    for twins in side.twins:
        others = np.ones(len(table), np.bool_)
        others[twins] = False
        for run in twins.tolist():
            rivals = others & ((ends <= begins[run]) | (begins >= ends[run]))
            best[run] = table[rivals].max(axis=0, initial=FLOOR)
    return best


def _best_of_readings(tables: Floats, rows: Ints, near: Ints, columns: Ints, least: float) -> Floats:
    """For each bead the most (m, b) that tables (m, r, c) say in its row of the readings (c, k) of its column."""
    best = np.full((len(tables), len(rows)), least, np.float32)
    ends = np.full((*tables.shape[:2], 1), least, np.float32)
    padded = np.concatenate([tables, ends], axis=2)  # where a reading that is not there (-1) is looked for
    for other in near.T:
        np.maximum(best, padded[:, rows, other[columns]], out=best)
    return best


def halves(score: Floats, ja: Runs, en: Runs, rows: Ints, columns: Ints) -> Array:
    """For each bead of two sentences or more on both sides the best weaker half over all ways to cut it in two."""
    best = np.full(len(rows), FLOOR)
    a, b, c, d = ja.first[rows], ja.end[rows], en.first[columns], en.end[columns]
    for x in range(1, int((b - a).max(initial=1))):
        for y in range(1, int((d - c).max(initial=1))):
            some = np.flatnonzero((b - a > x) & (d - c > y))
            left = _score_at(score, ja.at(a[some], x), en.at(c[some], y))
            right = _score_at(score, ja.at(a[some] + x, (b - a)[some] - x), en.at(c[some] + y, (d - c)[some] - y))
            best[some] = np.maximum(best[some], np.minimum(left, right))
    return best


def neighbours(score: Floats, ja: Runs, en: Runs, rows: Ints, columns: Ints, *, behind: bool) -> Array:
    """For each bead the best score of a bead directly before it, or directly behind it.

    Within both passages these are the beads next to it, of up to two sentences. At the beginning (end) of a passage
    the sentence before (behind) it on the page takes their place, since what is one paragraph here may be two lines
    there; where none is, or where both passages begin (end) and no bead leads into them, that counts as 0, even odds.
    """
    (ja_leaves, ja_near), (en_leaves, en_near) = _beside(ja, rows, behind=behind), _beside(en, columns, behind=behind)

    def of_size(x: int, y: int) -> Array:
        back = (0, 0) if behind else (x - 1, y - 1)
        return _score_at(score, ja.at(ja_near - back[0], x), en.at(en_near - back[1], y))

    single = of_size(1, 1)
    inside = np.maximum(np.maximum(single, of_size(2, 1)), of_size(1, 2))
    beyond = np.maximum(single, np.where(ja_leaves & en_leaves, 0, FLOOR))
    beyond[(ja_near < 0) | (en_near < 0)] = 0
    return np.maximum(np.where(ja_leaves | en_leaves, beyond, inside), FLOOR)


def _beside(side: Runs, runs: Ints, *, behind: bool) -> tuple[Bools, Ints]:
    """Whether each run's passage begins (ends) where it does, and the sentence before (behind) it on the page or -1."""
    own = side.end[runs] - 1 if behind else side.first[runs]
    leaves = side.offsets[behind][runs] == 0
    beyond = side.behind if behind else side.before
    return leaves, np.where(leaves, beyond[own], own + (1 if behind else -1))


def _score_at(score: Floats, rows: Ints, columns: Ints) -> Array:
    """The scores of beads (b,), FLOOR where one of the runs is not there (-1)."""
    return np.where((rows < 0) | (columns < 0), FLOOR, score[rows, columns])


def company(score: Floats, ja: Runs, en: Runs, rows: Ints, columns: Ints) -> Floats:
    """For each bead the best score of another Japanese sentence of its passage with one of the English passage (b,)."""
    single_ja, single_en = np.flatnonzero(ja.size == 1), np.flatnonzero(en.size == 1)
    there, begins = np.unique(en.passage[single_en], return_index=True)
    top = np.maximum.reduceat(score[np.ix_(single_ja, single_en)], begins, axis=1)
    place = ja.offsets[0][single_ja]  # of each sentence in its passage
    # Two empty places on either side, so that there is one before the first sentence and one behind the longest run.
    ranked = np.full((place.max() + 3, len(ja.passages), len(there)), FLOOR, np.float32)
    ranked[place + 1, ja.passage[single_ja]] = top
    before = np.maximum.accumulate(ranked, axis=0)
    behind = np.maximum.accumulate(ranked[::-1], axis=0)[::-1]
    first = ja.offsets[0][rows]
    own = ja.passage[rows], np.searchsorted(there, en.passage[columns])
    best: Floats = np.maximum(before[first, *own], behind[first + ja.size[rows] + 1, *own])
    return best


def claims(score: Floats, ja: Runs, en: Runs, rows: Ints, columns: Ints) -> dict[str, Array]:
    """Whether what stands beside a bead in its passages is rendered elsewhere, and what is in the bead.

    Of two sentences that are told in one the second is left over by a bead that takes the first alone: nothing else
    claims it, while all around it is claimed.
    """
    found: dict[str, Array] = {}
    sides = (("en", score, ja, en, rows, columns, columns), ("ja", score.T, en, ja, columns, rows, ja.host[rows]))
    for name, table, other, side, facing, own, place in sides:
        # For each run the best score of any run apart from it with each sentence of the side.
        claim = _best_apart(table[:, side.at(np.arange(len(side.texts)), 1)], other)
        left, inside, share = _beside_and_within(claim, side, facing, own, place)
        found |= {f"left_{name}": left, f"taken_{name}": inside, f"share_{name}": share}
    return found


def _beside_and_within(claim: Floats, side: Runs, facing: Ints, own: Ints, place: Ints) -> tuple[Array, Array, Array]:
    """The weaker claim on the sentences beside a bead (5 where none is), the strongest inside, the share of others."""
    before, behind = side.offsets
    first, end = side.first[place], side.end[place]
    last = len(side.texts) - 1
    above = np.where(before[place] > 0, claim[facing, np.maximum(first - 1, 0)], 5)
    below = np.where(behind[place] > 0, claim[facing, np.minimum(end, last)], 5)
    inside = np.full(len(own), FLOOR)
    for more in range(int((end - first).max(initial=0))):
        here = np.flatnonzero(end - first > more)
        inside[here] = np.maximum(inside[here], claim[facing[here], first[here] + more])
    claimed = np.pad(np.cumsum(claim > 0, axis=1), ((0, 0), (1, 0)))
    start, stop = first - before[place], end + behind[place]
    others = (stop - start) - (end - first)
    count = claimed[facing, stop] - claimed[facing, start] - (claimed[facing, end] - claimed[facing, first])
    share = np.where(others > 0, count / np.maximum(others, 1), 0.5)
    return np.clip(np.minimum(above, below), -4, 5), np.clip(inside, -4, 5), share
