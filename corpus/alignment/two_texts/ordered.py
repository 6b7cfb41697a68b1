"""The choice of beads along a corridor: two opinions on every draft, then the best chain; start at `chosen`.

The first opinion knows a bead and its neighbourhood. What it makes of all drafts says how much an alignment would lose
by each of them, and with that the second opinion looks at those that may be right. A bead is worth its probability less
a price, for each sentence it takes; deletions cost nothing but what they leave, so no document needs a price of its own
for them: where much is missing the probabilities are low.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from corpus.alignment.drafts.bead_signals import first_signals
from corpus.alignment.drafts.chain import best_chain, chain, lost
from corpus.alignment.drafts.drafts import Drafts
from corpus.alignment.learned.bead_score import BeadScore
from corpus.alignment.runs import Array, Ints
from corpus.alignment.selection import heaviest, linked

PRICE = 0.1  # what a bead must be worth to be chosen over nothing
JUMP = 1.5  # the price of going on elsewhere, in parts that are surely right
LEAST = -4.5  # log-odds of the first opinion below which the second is not asked, unless nothing else begins there
CROWD = 400  # rivals of which the best set is no longer looked for
FAR = 12.0  # log-odds beyond these say no more


@dataclass(frozen=True)
class Survivors:
    """The drafts that the second opinion judges, and what the first made of them."""

    drafts: Drafts
    first: Array  # log-odds (b,)
    signals: dict[str, Array]
    jump: float


def probability(log_odds: Array) -> Array:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def worth(drafts: Drafts, log_odds: Array) -> Array:
    """What beads weigh in a chain, rounded before anything compares it."""
    return np.round((probability(log_odds) - PRICE) * (drafts.ja_size + drafts.en_size) / 2, 4)


def survivors(drafts: Drafts, signals: dict[str, Array], log_odds: Array, jump: float = JUMP) -> tuple[Survivors, Ints]:
    """The drafts of at least LEAST and the likeliest of those that begin with a part; and which of all these are."""
    log_odds = np.asarray(np.round(np.clip(log_odds, -FAR, FAR), 4))
    kept = log_odds >= LEAST
    for first in (drafts.ja, drafts.en):
        order = np.lexsort((-log_odds, first))
        heads = np.ones(len(order), bool)
        heads[1:] = first[order][1:] != first[order][:-1]
        kept[order[heads]] = True
    which = np.flatnonzero(kept)
    chosen = {name: values[which] for name, values in signals.items()}
    return Survivors(drafts.picked(which), log_odds[which], chosen, jump), which


def _lost(found: Survivors) -> Array:
    return np.minimum(lost(*found.drafts.ends, worth(found.drafts, found.first), found.jump), 3.0)


# name -> (what it is, how it is computed (b,), which way it may move a bead): what the second opinion sees besides.
SECOND: dict[str, tuple[str, Callable[[Survivors], Array], int]] = {
    "first": ("log-odds of the first opinion", lambda s: s.first, 1),
    "lost": ("what the whole alignment would lose by it", _lost, -1),
}


def second_signals(found: Survivors) -> dict[str, Array]:
    """The first signals and those of the second opinion, rounded."""
    return found.signals | {name: np.round(compute(found), 4) for name, (_, compute, _) in SECOND.items()}


@dataclass(frozen=True)
class Judged:
    """Drafts with their signals and the log-odds of the second opinion (b,)."""

    drafts: Drafts
    signals: dict[str, Array]
    log_odds: Array


def judged(drafts: Drafts, score: BeadScore, jump: float = JUMP) -> Judged:
    """The survivors of the first opinion with the second one."""
    signals = first_signals(drafts)
    found, _ = survivors(drafts, signals, score.first.score(signals), jump)
    signals = second_signals(found)
    return Judged(found.drafts, signals, np.round(score.second.score(signals), 4))


def chosen(found: Judged, jump: float = JUMP) -> Ints:
    """The best chain: indices of drafts in Japanese order, none of which share a part.

    After a jump a chain could come back to English that it used before; then the heavier bead keeps it.
    """
    weights = worth(found.drafts, found.log_odds)
    picked = best_chain(*chain(*found.drafts.ends, weights, jump))
    taken = np.zeros(len(found.drafts.corridor.patches.en), bool)
    kept = []
    for bead in sorted(picked, key=lambda bead: (-weights[bead], bead)):
        parts = slice(int(found.drafts.en[bead]), int(found.drafts.en[bead] + found.drafts.en_size[bead]))
        if not taken[parts].any():
            taken[parts] = True
            kept.append(bead)
    return np.array(sorted(kept), np.int64)


def chosen_anyhow(found: Judged) -> Ints:
    """The heaviest beads without regard to order, none of which share a part.

    Of each group of rivals the best set (`selection.py`); of a group of very many, as identical texts make it, the
    heaviest bead first.
    """
    weights = worth(found.drafts, found.log_odds)
    useful = np.flatnonzero(weights > 0)
    ja, ja_end, en, en_end = (side[useful] for side in found.drafts.ends)
    kept: list[int] = []
    for group in _rivals(ja, ja_end, en, en_end):
        if len(group) > CROWD:
            kept += useful[_greedy(group, weights[useful], ja, ja_end, en, en_end)].tolist()
            continue
        a, b, c, d = (side[group] for side in (ja, ja_end, en, en_end))
        conflicts = (a[:, None] < b) & (a < b[:, None]) | (c[:, None] < d) & (c < d[:, None])
        np.fill_diagonal(conflicts, False)
        kept += useful[group[heaviest(weights[useful[group]].tolist(), conflicts)]].tolist()
    return np.array(sorted(kept), np.int64)


def _rivals(ja: Ints, ja_end: Ints, en: Ints, en_end: Ints) -> list[Ints]:
    """Groups of beads that share parts, directly or by way of others; each group in order."""
    holder: dict[tuple[int, int], int] = {}
    links = [
        (holder.setdefault((side, part), bead), bead)
        for side, firsts, ends in ((0, ja, ja_end), (1, en, en_end))
        for bead, (first, end) in enumerate(zip(firsts.tolist(), ends.tolist(), strict=True))
        for part in range(first, end)
    ]
    group = np.array(linked(len(ja), links), np.int64)
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if len(order) else []


def _greedy(group: Ints, weights: Array, ja: Ints, ja_end: Ints, en: Ints, en_end: Ints) -> Ints:
    """Beads of a group, the heaviest first, each if it shares no part with those before it; ties by position."""
    taken: set[tuple[int, int]] = set()
    kept = []
    for bead in group[np.lexsort((group, -weights[group]))].tolist():
        parts = {(0, part) for part in range(ja[bead], ja_end[bead])}
        parts |= {(1, part) for part in range(en[bead], en_end[bead])}
        if not parts & taken:
            taken |= parts
            kept.append(bead)
    return np.array(kept, np.int64)


def missed(found: Judged, picked: Ints) -> float:
    """How many times more a choice without order could link at most, as the first opinion sees it.

    On documents for fitting 1.00 to 1.06 (97 in 100); where the English was shuffled within windows of five, from 1.18.
    """
    drafts, weights = found.drafts, worth(found.drafts, found.signals["first"])
    best = np.zeros(len(drafts.corridor.patches.ja))
    for step in range(int(drafts.ja_size.max(initial=0))):
        some = np.flatnonzero(drafts.ja_size > step)
        np.maximum.at(best, drafts.ja[some] + step, weights[some] / drafts.ja_size[some])
    return float(best.sum() / max(weights[picked].sum(), 1e-9))


def said(found: Judged, picked: Ints) -> float:
    """How many parts a choice surely links: the sum of its beads' weights."""
    return float(worth(found.drafts, found.log_odds)[picked].sum())
