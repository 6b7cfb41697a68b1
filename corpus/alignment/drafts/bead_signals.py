"""The first signals of a bead, those by which texts are aligned and pages too: `FIRST` is the table.

A bead against its own shorter and longer variants, its halves, its rivals, its neighbours, and its lengths: similarity
counts against the neighbourhood, so that to swallow one more part must pay (as in Vecalign and Bertalign, where the
neighbourhood is a sample and one margin).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corpus.alignment.comparing.facing import LENGTH_RATIO
from corpus.alignment.comparing.signals import SPREAD
from corpus.alignment.drafts.drafts import Drafts
from corpus.alignment.drafts.sides import Side
from corpus.alignment.runs import Array, Ints

LONGEST = 6.0  # standard deviations of the length: more says no more


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
    "weakest_ja": ("cosine of its farthest Japanese part", lambda d: d.least_ja(d.fits.ja), 1),
    "weakest_en": ("cosine of its farthest English part", lambda d: d.least_en(d.fits.en), 1),
    "margin_ja": (
        "what its farthest Japanese part gains over anything near outside of the bead",
        lambda d: d.least_ja(d.fits.ja_margin), 1,
    ),
    "margin_en": ("the same of its English parts", lambda d: d.least_en(d.fits.en_margin), 1),
    "claim_ja": (
        "what a Japanese part beside it would gain by being in it",
        lambda d: d.claim_ja(), -1,
    ),
    "claim_en": ("the same of an English part", lambda d: d.claim_en(), -1),
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
