"""Why a bead has its score: what each signal is worth in it, and which beads it was chosen over.

The score is a sum of trees, so a signal has no weight of its own. Its share is what the log-odds would lose if this
signal alone were as usual on the page (the median of all beads that were thought of there). Shares do not sum to the
score, since signals say the same in part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.alignment.learned.bead_score import BeadScore
from corpus.alignment.learned.coefficients import Coefficients
from corpus.alignment.learned.models import Models
from corpus.alignment.page.beads import Candidates, PageBead, beads_at, facing_passages, judged_parts, whole_of
from corpus.alignment.page.stretches import stretches
from corpus.alignment.runs import Array
from corpus.trees import Trees
from corpus.types import Passage, Span

MOST = 5  # rivals
Place = tuple[tuple[Span, ...], tuple[Span, ...], bool]
"""Where a bead stands: the spans of its Japanese, of its English, and whether it is of the headline."""


@dataclass(frozen=True, slots=True)
class Share:
    """A signal of a bead: its value, what is usual on the page, and what the difference is worth, in log-odds."""

    signal: str
    value: float
    usual: float
    share: float


@dataclass(frozen=True)
class Explained:
    """A bead with its log-odds, the shares of its signals, the largest first, and its rivals, the likeliest first."""

    bead: PageBead
    log_odds: float
    shares: tuple[Share, ...]
    rivals: tuple[PageBead, ...]
    thought_of: int  # how many beads there were
    moved: float = 0.0  # how much surer it is than its score says, since its text is rendered in order


def explain_bead(
    place: Place,
    passages: Sequence[Passage],
    texts: Sequence[str],
    most: int,
    models: Models,
    fitted: Coefficients,
    score: BeadScore,
) -> Explained | None:
    """The bead of a page at a place, None where it is none that was thought of to the end."""
    whole = whole_of(passages, texts, models, score)
    for stretch in stretches(facing_passages(passages, whole), texts, models.encoder):
        for headline, every, found, log_odds in judged_parts(stretch, texts, most, models, fitted, score.first, whole):
            confidence = found.confidence(log_odds, fitted)
            for at, cell in enumerate(found.cells):
                if _place(found, cell, headline) == place:
                    opinions = fitted.headline if headline else fitted.bead
                    odds = dict(zip(every.cells, opinions[0].score(every.signals).tolist(), strict=True))
                    odds |= zip(found.cells, log_odds.tolist(), strict=True)
                    likely = every.confidence(np.array([odds[cell] for cell in every.cells]), fitted)
                    (bead,) = beads_at(found, [at], confidence[[at]], headline, models, fitted)
                    ranked = _rivals(every, every.cells.index(cell), likely)
                    rivals = tuple(beads_at(every, ranked, likely[ranked], headline, models, fitted))
                    shares = _shares(every, found, at, opinions[-1])
                    moved = float(confidence[at] - fitted.confidence(log_odds[[at]])[0])
                    return Explained(bead, round(float(log_odds[at]), 4), shares, rivals, len(every.cells), moved)
    return None


def _place(found: Candidates, cell: tuple[int, int], headline: bool) -> Place:
    ja, en = (
        tuple(span for sentence in side.sentences[side.first[run] : side.end[run]] for span in sentence.spans)
        for side, run in zip((found.ja, found.en), cell, strict=True)
    )
    return ja, en, headline


def _shares(every: Candidates, found: Candidates, at: int, opinion: Trees) -> tuple[Share, ...]:
    """What each signal of a bead is worth, by the score without it; what only those with hope have is theirs."""
    names = [name for name in opinion.names if name in found.signals]
    own = {name: float(found.signals[name][at]) for name in names}
    usual = {name: round(float(np.median(every.signals.get(name, found.signals[name]))), 4) for name in names}
    rows = {name: np.full(len(names) + 1, own[name]) for name in names}
    for row, name in enumerate(names, start=1):
        rows[name][row] = usual[name]
    score, *without = opinion.score(rows).tolist()
    shares = (
        Share(name, own[name], usual[name], round(score - other, 4)) for name, other in zip(names, without, strict=True)
    )
    return tuple(sorted(shares, key=lambda share: (-abs(share.share), share.signal)))


def _rivals(found: Candidates, at: int, confidence: Array) -> list[int]:
    """The likeliest beads that share characters with this one."""
    ja, en = found.cells[at]
    shared = found.ja.overlap[ja][found.rows] | found.en.overlap[en][found.columns]
    shared[at] = False
    ranked = sorted(np.flatnonzero(shared).tolist(), key=lambda other: (-float(confidence[other]), other))
    return ranked[:MOST]
