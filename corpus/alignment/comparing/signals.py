"""The signals of a bead that its two texts give by themselves: what they say, not where they stand.

`LOCAL` is the table; what it compares is computed in `facing.py`, for all runs of one side against all of the other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corpus.alignment.comparing.coverage import Coverage
from corpus.alignment.comparing.facing import LENGTH_RATIO, Facing
from corpus.alignment.learned.coefficients import Linear
from corpus.alignment.runs import Floats

MOST = 3.0  # matched or missing items beyond these say no more
SPREAD = 6.8  # variance of an English text's length a character of its usual length (Gale and Church 1993)


def _share(mass: Floats, whole: Floats) -> Floats:
    return np.asarray(mass / np.maximum(whole, 1e-6), np.float32)


def _matched(found: Coverage) -> Floats:
    return np.asarray(np.minimum(np.minimum(found.ja, found.en), MOST), np.float32)


def _alone_ja(found: Coverage) -> Floats:
    return np.asarray(np.minimum(found.ja_whole[:, None] - found.ja, MOST), np.float32)


def _alone_en(found: Coverage) -> Floats:
    return np.asarray(np.minimum(found.en_whole[None, :] - found.en, MOST), np.float32)


def _surprise(facing: Facing) -> Floats:
    """Gale and Church's difference of lengths in standard deviations, 0 to 4."""
    ja, en = facing.lengths
    usual = LENGTH_RATIO * ja[:, None]
    return np.asarray(np.minimum(abs(en[None, :] - usual) / np.sqrt(SPREAD * (en[None, :] + usual) / 2), 4), np.float32)


# name -> (what it is, the matrix (J, E)). One row is one place to add a signal; calibration gives it its weight.
LOCAL: dict[str, tuple[str, Callable[[Facing], Floats]]] = {
    "similarity": ("cosine of the two sums of piece vectors", lambda f: f.similarity),
    "covered_ja": (
        "share of the Japanese that finds something like it in the English",
        lambda f: _share(f.pieces.ja, f.pieces.ja_whole[:, None]),
    ),
    "covered_en": (
        "share of the English that finds something like it in the Japanese",
        lambda f: _share(f.pieces.en, f.pieces.en_whole[None, :]),
    ),
    "covered": (
        "the lesser of the two shares",
        lambda f: np.minimum(_share(f.pieces.ja, f.pieces.ja_whole[:, None]), _share(f.pieces.en, f.pieces.en_whole)),
    ),
    "rendered_ja": ("mean log ratio by which the English makes the Japanese likelier", lambda f: f.rendered_ja),
    "rendered_en": ("mean log ratio by which the Japanese makes the English likelier", lambda f: f.rendered_en),
    "glossed_ja": (
        "share of the Japanese words whose gloss, reading or sound stands in the English",
        lambda f: _share(f.words.ja, f.words.ja_whole[:, None]),
    ),
    "glossed_en": (
        "share of the English words that a word of the Japanese has as gloss, reading or sound",
        lambda f: _share(f.words.en, f.words.en_whole[None, :]),
    ),
    "similarity_evidence": (
        "the cosine, weighted by how much text there is",
        lambda f: f.similarity * (f.evidence - 1.5),
    ),
    "evidence": ("logarithm of the lighter side's weight", lambda f: f.evidence),
    "numbers": ("numbers on both sides, up to 3", lambda f: _matched(f.numbers)),
    "numbers_only_ja": ("numbers of the Japanese alone, up to 3", lambda f: _alone_ja(f.numbers)),
    "numbers_only_en": ("numbers of the English alone, up to 3", lambda f: _alone_en(f.numbers)),
    "names": ("katakana words that sound like an English word, up to 3", lambda f: _matched(f.names)),
    "names_only_ja": ("katakana words that sound like none, up to 3", lambda f: _alone_ja(f.names)),
    "latin": ("Latin words on both sides, up to 3", lambda f: _matched(f.latin)),
    "latin_only_ja": ("Latin words of the Japanese alone, up to 3", lambda f: _alone_ja(f.latin)),
    "marks": ("links, handles, hashtags and emoji on both sides, up to 3", lambda f: _matched(f.marks)),
    "marks_alone": (
        "links, handles, hashtags and emoji on one side only, up to 3",
        lambda f: np.minimum(_alone_ja(f.marks) + _alone_en(f.marks), MOST),
    ),
    "length_surprise": ("difference of the lengths in standard deviations, up to 4", _surprise),
    "longer_en": ("logarithm of how much longer than usual the English is", lambda f: np.maximum(f.length, 0)),
    "longer_ja": ("logarithm of how much longer than usual the Japanese is", lambda f: np.maximum(-f.length, 0)),
}


# What texts draw from the others of a passage: no score of two texts by themselves, but of a page's beads.
DRAWN: dict[str, tuple[str, Callable[[Facing], Floats]]] = {
    "drawn_ja": (
        "share of the Japanese that the English draws from the other sentences of its passage",
        lambda f: f.drawn_ja,
    ),
    "drawn_en": (
        "share of the English that the Japanese draws from the other sentences of its passage",
        lambda f: f.drawn_en,
    ),
}


def local_signals(facing: Facing) -> dict[str, Floats]:
    """Every signal of the table, as matrices (J, E)."""
    return {name: compute(facing) for name, (_, compute) in LOCAL.items()}


def page_signals(facing: Facing) -> dict[str, Floats]:
    """Those, and what texts draw from others."""
    return {name: compute(facing) for name, (_, compute) in (LOCAL | DRAWN).items()}


def text_score(facing: Facing, weigh: Linear) -> Floats:
    """Log-odds that runs render each other (J, E), float32, one signal at a time: only those with a weight."""
    total = np.full((len(facing.ja), len(facing.en)), weigh.bias, np.float32)
    for name, weight in weigh.weights.items():
        total += np.float32(weight) * LOCAL[name][1](facing)
    return total
