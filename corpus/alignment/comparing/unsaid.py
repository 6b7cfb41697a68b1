"""What one of two texts says and the other does not: how much of it there is, and where it stands.

A free rendering is unlike its original all over; one that leaves a part out is like it up to there. So it is asked of
each text in order: where the heaviest stretch is that finds nothing like it on the other side, what is found beside it,
and whether its front, or its back, alone would be more like the other text than the whole is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.alignment.learned.encoder import EmbeddedEncoder
from corpus.alignment.products import product
from corpus.alignment.runs import Floats, running

FOUND = 0.35  # likeness from which a piece says something that the other side says too
FRONT = (0.25, 0.8)  # of a text's weight is in what may be its front, and the rest at least a fifth
NOTHING = 1e-6
MOST = 500  # pieces of a text that are looked at: a run of sentences has a tenth of that


@dataclass(frozen=True)
class Told:
    """One of two texts in order: what its pieces weigh (n,), how like the other side's they are (n,), their vectors.

    `vectors` (n, d) are as heavy as the pieces are, `other` (d,) is the sum of the other text's.
    """

    weights: Floats
    best: Floats
    vectors: Floats
    other: Floats

    @cached_property
    def whole(self) -> float:
        """What all pieces weigh."""
        return float(self.weights.sum()) + NOTHING

    @cached_property
    def gap(self) -> tuple[int, int, float]:
        """The heaviest stretch of what is not found (first, end), and how much it lacks (maximum-sum segment)."""
        sums = np.concatenate([[0.0], np.cumsum(self.weights * (FOUND - self.best), dtype=np.float64)])
        lacks = sums - np.minimum.accumulate(sums)
        end = int(lacks.argmax())
        return int(sums[: end + 1].argmin()), end, float(lacks[end])

    def quarter(self, which: int) -> float:
        """How like the other side's the pieces of a quarter of the text are, 0 to 3."""
        first, end = (len(self.best) * at // 4 for at in (which, which + 1))
        return self.covered(first, max(end, first + 1))

    def covered(self, first: int, end: int) -> float:
        """How like the other side's the pieces of a stretch are, by their weight."""
        weights = self.weights[first:end]
        return float(weights @ self.best[first:end]) / (float(weights.sum()) + NOTHING)

    @property
    def beside(self) -> float:
        """How like the other side's all pieces outside the gap are."""
        first, end, _ = self.gap
        weights, best = (np.concatenate([all_of[:first], all_of[end:]]) for all_of in (self.weights, self.best))
        return float(weights @ best) / (float(weights.sum()) + NOTHING)

    def gain(self, *, back: bool) -> float:
        """By how much the best front of the text, or its best back, is more like the other text than the whole is."""
        order = slice(None, None, -1) if back else slice(None)
        sums = running(self.vectors[order].astype(np.float64))
        share = np.cumsum(self.weights[order], dtype=np.float64) / self.whole
        like = sums @ self.other / (np.linalg.norm(sums, axis=1) * np.linalg.norm(self.other) + NOTHING)
        parts = (share > FRONT[0]) & (share < FRONT[1])
        return float(like[parts].max() - like[-1]) if parts.any() else 0.0


# name -> (what it is, of a text that has pieces). Of each side: `gap_ja`, `gap_en`.
OF_A_SIDE: dict[str, tuple[str, Callable[[Told], float]]] = {
    "gap": ("share of the text that its heaviest gap lacks", lambda t: t.gap[2] / t.whole),
    "gap_weight": ("share of the text in its gap", lambda t: float(t.weights[t.gap[0] : t.gap[1]].sum()) / t.whole),
    "gap_covered": ("how like the other side's the pieces of the gap are", lambda t: t.covered(*t.gap[:2])),
    "beside_gap": ("how like the other side's all others are", lambda t: t.beside),
    "before_gap": ("share of the pieces before the gap", lambda t: t.gap[0] / len(t.best)),
    "behind_gap": ("share of the pieces behind the gap", lambda t: 1 - t.gap[1] / len(t.best)),
    "quarter_1": ("how like the other side's the pieces of its first quarter are", lambda t: t.quarter(0)),
    "quarter_2": ("of its second", lambda t: t.quarter(1)),
    "quarter_3": ("of its third", lambda t: t.quarter(2)),
    "quarter_4": ("of its last", lambda t: t.quarter(3)),
    "least": ("how like the other side's the piece that is least so is", lambda t: float(t.best.min())),
    "pieces": ("logarithm of their number", lambda t: float(np.log(len(t.best)))),
    "front": ("how much more like the other text its front is", lambda t: t.gain(back=False)),
    "back": ("how much more like the other text its back is", lambda t: t.gain(back=True)),
}
UNSAID = ("alike", *(f"{name}_{side}" for side in ("ja", "en") for name in OF_A_SIDE))


def unsaid(ja: Sequence[str], en: Sequence[str], encoder: EmbeddedEncoder) -> dict[str, float]:
    """The signals of `UNSAID` of two texts, each given as its sentences: of each side, and the cosine of both."""
    pieces = [np.concatenate([np.zeros(0, np.int64), *encoder.pieces(texts)])[:MOST] for texts in (ja, en)]
    vectors = [encoder.piece_vectors(ids) for ids in pieces]
    alike = np.maximum(product(vectors[0], vectors[1].T), 0)
    if not alike.size:
        return dict.fromkeys(UNSAID, 0.0)
    weights = [encoder.piece_weights(ids) for ids in pieces]
    heavy = [own * weight[:, None] for own, weight in zip(vectors, weights, strict=True)]
    sums = [own.sum(0) for own in heavy]
    found = {"alike": float(sums[0] @ sums[1] / (np.linalg.norm(sums[0]) * np.linalg.norm(sums[1]) + NOTHING))}
    for side, name in enumerate(("ja", "en")):
        told = Told(weights[side], alike.max(1 - side), heavy[side], sums[1 - side])
        found |= {f"{signal}_{name}": compute(told) for signal, (_, compute) in OF_A_SIDE.items()}
    return {signal: round(value, 4) for signal, value in found.items()}
