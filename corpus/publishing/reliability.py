"""How right confidences turned out to be: as measured for this model, and as this corpus's reviewers found them.

What was measured stands beside the model as `reliability.json`, for the report to draw; figures of another model are
not taken. A curve is a value: whoever has one may pass it on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from corpus.learned import MODELS
from corpus.types import CorpusError

FIGURES = MODELS / "reliability.json"

NAMES = {
    "made": "machine-made pages that the model was not fitted on",
    "written": "written pages whose right pairs are known",
}
"""The parts of the file that are drawn, and what they are to a reader."""

REVIEWED = "pairs that reviewers decided on here"
BINS = 10
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Point:
    """Of `total` pairs at the confidence `at` (or from it on) `right` are right: a share between `low` and `high`."""

    at: float
    right: int
    total: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share of the right ones."""
        return self.right / self.total


@dataclass(frozen=True, slots=True)
class Measured:
    """A reliability curve and the precision against the threshold, both by confidence; `name` says of what."""

    name: str
    curve: tuple[Point, ...]
    precision: tuple[Point, ...]


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), which stays within 0 and 1 and holds for few; `total` is not 0."""
    share, square = right / total, z * z / total
    middle, half = share + square / 2, z * sqrt(share * (1 - share) / total + square / (4 * total))
    # Rounding may leave the interval a hair beside the share that it is of, or beside 0 and 1.
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    return max(0.0, min(share, low)), min(1.0, max(share, high))


def measured(model: str, path: Path = FIGURES) -> tuple[Measured, ...]:
    """What was measured of the model with a digest; nothing where there are no figures, or those of another model.

    Figures are of the scores alone, whose digest a model's begins with: who speaks moves none of them.

    Raises `CorpusError` for a file that is not what `scripts/measure_calibration.py` writes.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if not model.startswith(stored["model"]):
            return ()
        return tuple(_stored(name, stored[part]) for part, name in NAMES.items() if part in stored)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"no figures of a calibration ({error!r}); measure it again", path=path) from error


def _stored(name: str, part: Mapping[str, Any]) -> Measured:
    curve = [_point(row["said"], row["right"], row["beads"]) for row in part["curve"] if row["beads"]]
    precision = [_point(row["threshold"], row["right"], row["kept"]) for row in part["thresholds"] if row["kept"]]
    return Measured(f"{name}, {part['beads']:,} pairs", tuple(curve), tuple(precision))


def reviewed(decided: Iterable[tuple[float, bool]]) -> Measured | None:
    """The same of (confidence, whether accepted), each of a pair that a reviewer decided on; None where there is none.

    A pair that was edited, split or merged counts as wrong: it was not good as it stood. What was made of it is none.
    """
    known = sorted(decided)
    if not known:
        return None
    binned = [[one for one in known if min(BINS - 1, int(one[0] * BINS)) == step] for step in range(BINS)]
    curve = [_gathered(sum(said for said, _ in some) / len(some), some) for some in binned if some]
    above = [(threshold, [one for one in known if one[0] >= threshold]) for threshold in THRESHOLDS]
    precision = [_gathered(threshold, some) for threshold, some in above if some]
    return Measured(f"{REVIEWED}, {len(known):,}", tuple(curve), tuple(precision))


def _gathered(at: float, decided: Sequence[tuple[float, bool]]) -> Point:
    return _point(at, sum(good for _, good in decided), len(decided))


def _point(at: float, right: int, total: int) -> Point:
    return Point(at, right, total, *wilson(right, total))
