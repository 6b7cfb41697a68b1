"""Whether one side of a bead says clearly more than the other: learned from pairs of which one side was cut.

What a cut does to a literal sentence, freedom does to a whole one, so that coverage alone takes every free rendering
for a part of one. `scripts/train_one_sided.py` shows small trees both: sentences of documents, whole and cut, and the
pairs of pages as their writers wrote them, whole and cut, where most are free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from corpus.alignment.comparing.unsaid import UNSAID
from corpus.learned import MODELS, learned
from corpus.trees import Trees

TABLE = MODELS / "one_sided.json"
# What is asked of a bead: of its two texts, by nothing that another encoder would change.
SIGNALS = (
    "covered_ja", "covered_en", "rendered_ja", "rendered_en", "glossed_ja", "glossed_en", "evidence",
    "longer_ja", "longer_en", "numbers_only_ja", "numbers_only_en", "ja_sentences", "en_sentences", *UNSAID,
)  # fmt: skip


@dataclass(frozen=True)
class OneSided:
    """What is learned: trees over `SIGNALS`, in log-odds."""

    trees: Trees
    digest: str

    def probability(self, signals: Mapping[str, float]) -> float:
        """How likely it is that one side of a bead with these signals says clearly more, rounded to 4 decimals."""
        return self.probabilities([signals])[0]

    def probabilities(self, beads: Sequence[Mapping[str, float]]) -> list[float]:
        """The same of several beads."""
        odds = self.trees.score({name: np.array([one[name] for one in beads], np.float64) for name in self.trees.names})
        return [round(float(1 / (1 + np.exp(-own))), 4) for own in odds]


@cache
def one_sided(path: Path = TABLE) -> OneSided:
    """What comes with the package. CorpusError where the file is missing or broken."""
    with learned(path, "table of one-sided pairs", "learn it with scripts/train_one_sided.py") as (values, digest):
        trees = Trees.load(values["trees"])
        if not trees.names or not set(trees.names) <= set(SIGNALS):
            raise ValueError("it is of other signals")
    return OneSided(trees, digest)
