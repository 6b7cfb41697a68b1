"""What is said of a calibration: its error with an interval, the curve, precision against threshold, cut-offs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from learning.fitting import expected_calibration_error
from numpy.typing import NDArray

from corpus.config import Config
from corpus.publishing.reliability import wilson

Array = NDArray[np.float64]
BINS = 15
RESAMPLED = 1000
THRESHOLDS = tuple(sorted({0.5, 0.6, 0.7, 0.8, Config().accept_confidence, 0.9, 0.95, 0.98}))
WANTED = (0.95, 0.98, 0.99)  # precisions that a cut-off is given for


def interval(pages: Sequence[tuple[Array, Array]], seed: int = 1) -> tuple[float, float]:
    """The 95 % interval of the calibration error over pages drawn again and again: beads of one page are no draws."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(RESAMPLED):
        drawn = rng.integers(len(pages), size=len(pages))
        said, right = (np.concatenate([pages[at][side] for at in drawn]) for side in (0, 1))
        found.append(expected_calibration_error(said, right))
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


def by_chance(said: Array, seed: int = 1) -> float:
    """The calibration error that draws from these very confidences have, on average: it is 0 for no sample."""
    rng = np.random.default_rng(seed)
    draws = (rng.random(len(said)) < said for _ in range(RESAMPLED))
    return float(np.mean([expected_calibration_error(said, right.astype(float)) for right in draws]))


def figures(pages: Sequence[tuple[Array, Array]]) -> dict[str, Any]:
    """The figures of (confidence, whether right) page by page, as JSON."""
    said, right = (np.concatenate([page[side] for page in pages]) for side in (0, 1))
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    curve = []
    for b in range(BINS):
        here = place == b
        hits, total = int(right[here].sum()), int(here.sum())
        if total:
            low, high = wilson(hits, total)
            curve.append(_rounded(beads=total, right=hits, said=said[here].mean(), low=low, high=high))
    low, high = interval(pages)
    return {
        "pages": len(pages),
        "beads": len(said),
        "right": int(right.sum()),
        **_rounded(ece=expected_calibration_error(said, right), ece_low=low, ece_high=high, ece_chance=by_chance(said)),
        **_rounded(brier=((said - right) ** 2).mean()),
        "curve": curve,
        "thresholds": [_at(threshold, said, right) for threshold in THRESHOLDS],
        "cut_offs": {str(wanted): _cut_off(wanted, said, right) for wanted in WANTED},
    }


def _rounded(**values: float) -> dict[str, float]:
    return {name: value if isinstance(value, int) else round(float(value), 4) for name, value in values.items()}


def _at(threshold: float, said: Array, right: Array) -> dict[str, float]:
    kept = said >= threshold
    hits, total = int(right[kept].sum()), int(kept.sum())
    low, high = wilson(hits, total) if total else (0.0, 1.0)
    precision, recall = (hits / total if total else 1.0), hits / max(1, int(right.sum()))
    return _rounded(threshold=threshold, kept=total, right=hits, precision=precision, low=low, high=high, recall=recall)


def _cut_off(wanted: float, said: Array, right: Array) -> float | None:
    """The lowest confidence from which so many are right; None where no confidence is enough."""
    order = np.argsort(-said, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    ends = np.append(said[order][1:] < said[order][:-1], True)  # equal confidences are kept together
    good = np.flatnonzero((share >= wanted) & ends)
    return round(float(said[order][good[-1]]), 4) if len(good) else None


def lines(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    """The same for reading."""
    yield (
        f"{name}: {found['beads']} beads of {found['pages']} pages, {found['right']} right; ECE {found['ece']:.4f} "
        f"({found['ece_low']:.4f} to {found['ece_high']:.4f}; by chance {found['ece_chance']:.4f}), "
        f"Brier {found['brier']:.4f}"
    )
    for row in found["curve"]:
        yield (
            f"  said {row['said']:.3f}  right {row['right'] / row['beads']:.3f}  "
            f"({row['low']:.3f} to {row['high']:.3f})  {row['right']} of {row['beads']}"
        )
    for row in found["thresholds"]:
        yield (
            f"  from {row['threshold']:.2f}: precision {row['precision']:.4f} ({row['low']:.3f} to {row['high']:.3f}), "
            f"recall {row['recall']:.3f}, {row['right']} of {row['kept']}"
        )
    cuts = (f"{wanted} from {cut if cut is not None else 'no confidence'}" for wanted, cut in found["cut_offs"].items())
    yield f"  precision {', '.join(cuts)}"
