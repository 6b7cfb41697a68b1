"""The learned score of a bead as data: two opinions and the maps to a confidence, fitted by `scripts/fit_beads.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.alignment.learned.coefficients import Points, Steps
from corpus.learned import learned
from corpus.trees import Trees


@dataclass(frozen=True)
class BeadScore:
    """`first` weighs what stands in a bead and around it, `second` also what the first made of the whole alignment.

    `linked` and `alone` map log-odds to log-odds: that a bead is right, that a sentence has no counterpart.
    """

    first: Steps
    second: Trees
    linked: Points
    alone: Points
    models: str  # the digest of what it was fitted on
    digest: str


@cache
def bead_score(path: Path) -> BeadScore:
    """The score in a file. CorpusError where it is missing or broken."""
    with learned(path, "score of beads", "fit it with scripts/fit_beads.py") as (values, digest):
        first, second = Steps.load(values["first"]), Trees.load(values["second"])
        linked, alone = (tuple((float(a), float(b)) for a, b in values[name]) for name in ("linked", "alone"))
        if not linked or not alone:
            raise ValueError("a map without points")
        models = str(values["models"])
    return BeadScore(first, second, linked, alone, models, digest)
