"""The map to a confidence, refitted from a user's own verdicts: `python scripts/calibrate.py --verdicts REVIEW`.

Reviewers see pairs of some confidence and decide; where they accept more or fewer than the confidences say, the map is
moved, by a line in log-odds (Platt 1999), within the confidences that they saw; beyond these by as much as at their
edge. It is reported on verdicts that the line was not fitted on: each fifth of the articles by the other four.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from learning.fitting import expected_calibration_error, logistic
from numpy.typing import NDArray

from corpus.alignment.learned.coefficients import Points
from corpus.publishing import ledger_of, read_ledger
from corpus.types import CorpusError

Array = NDArray[np.float64]
# Verdicts in all, and of each kind. Of 60 drawings of 100 verdicts each, the line came nearer to the truth in all where
# confidences were off by .8 or 1 in log-odds, in 9 of 10 where half as steep; where they were right it missed by .04.
ENOUGH, OF_EACH = 100, 20
FOLDS = 5
EDGE = 1e-4  # confidences are published with four decimals


@dataclass(frozen=True)
class Decided:
    """Verdicts on pairs that a dataset has: log-odds of their confidences, whether accepted, the fold of each."""

    log_odds: Array
    accepted: Array
    fold: NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """What is added to log-odds: `offset + slope * log-odds` between `low` and `high`, the same as there beyond."""

    offset: float
    slope: float
    low: float
    high: float

    def moved(self, log_odds: Array) -> Array:
        """Log-odds as the reviewers would have them."""
        return np.asarray(log_odds + self.offset + self.slope * np.clip(log_odds, self.low, self.high), np.float64)


def decided(review: Path, dataset: Path) -> Decided:
    """The verdicts of a ledger on body pairs of a dataset that alignment found. CorpusError where there are too few."""
    import pyarrow.parquet as pq

    path = ledger_of(review)
    held = {
        name: entry.verdict.decision
        for name, entry in read_ledger(path).held.items()
        if entry.verdict.decision in ("accept", "reject")  # whoever edits, splits or merges says neither
    }
    rows = [
        (row["confidence"], held[row["id"]] == "accept", row["group"])
        for file in sorted((dataset / "candidates").glob("*.parquet"))
        for row in pq.read_table(file, columns=["id", "confidence", "headline", "signals", "group"]).to_pylist()
        if row["id"] in held and row["signals"] and not row["headline"]
    ]
    yes = sum(accepted for _, accepted, _ in rows)
    if len(rows) < ENOUGH or min(yes, len(rows) - yes) < OF_EACH:
        there = f"there are {len(rows)} verdicts on pairs of {dataset}, {yes} of them to accept"
        raise CorpusError(f"{there}; {ENOUGH} are enough, {OF_EACH} of each kind", path=path)
    confidence = np.clip(np.array([row[0] for row in rows]), EDGE, 1 - EDGE)
    folds = [int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS for _, _, group in rows]
    if len(set(folds)) < FOLDS:  # few articles: by the pairs themselves, which are less apart
        folds = [at % FOLDS for at in range(len(rows))]
    accepted = np.array([float(row[1]) for row in rows])
    return Decided(np.log(confidence / (1 - confidence)), accepted, np.array(folds, np.int64))


def fitted_line(log_odds: Array, accepted: Array) -> Line:
    """The line that fits verdicts best; it never turns the order round."""
    found = logistic(log_odds[:, None], accepted, np.ones(len(accepted)), ["log_odds"])
    slope = max(-1.0, found.weights["log_odds"] - 1)
    return Line(found.bias, slope, float(log_odds.min()), float(log_odds.max()))


def held_out(found: Decided) -> Array:
    """The log-odds of each verdict by a line that was fitted on the other folds."""
    after = np.empty(len(found.accepted))
    for fold in range(FOLDS):
        out = found.fold == fold
        after[out] = fitted_line(found.log_odds[~out], found.accepted[~out]).moved(found.log_odds[out])
    return after


def brier(log_odds: Array, accepted: Array) -> float:
    """The mean squared gap between probabilities and what was decided (Brier 1950)."""
    return float(((1 / (1 + np.exp(-log_odds)) - accepted) ** 2).mean())


def reported(found: Decided, after: Array) -> Iterator[str]:
    """What a refitted map is worth on verdicts that it was not fitted on."""
    yield f"{len(found.accepted)} verdicts, {found.accepted.mean():.3f} to accept"
    for name, odds in (("before", found.log_odds), ("after", after)):
        said = 1 / (1 + np.exp(-odds))
        error = expected_calibration_error(said, found.accepted)
        yield f"  {name:<7} said {said.mean():.3f}  ECE {error:.4f}  Brier {brier(odds, found.accepted):.4f}"


def moved_points(points: Points, line: Line) -> list[tuple[float, float]]:
    """The points of a map to log-odds, moved, with points where the line begins and ends."""
    x, y = (np.array(side) for side in zip(*points, strict=True))
    edges = [edge for edge in (line.low, line.high) if y[0] < edge < y[-1]]
    places = sorted({*zip(x.tolist(), y.tolist(), strict=True), *((float(np.interp(e, y, x)), e) for e in edges)})
    moved = line.moved(np.array([place[1] for place in places]))
    return [(round(a, 4), round(float(b), 4)) for (a, _), b in zip(places, np.maximum.accumulate(moved), strict=True)]


def refit(review: Path, dataset: Path, coefficients: Path, out: Path) -> None:
    """Print what a refitted map is worth, and write the coefficients with it if it is worth something."""
    found = decided(review, dataset)
    after = held_out(found)
    print("\n".join(reported(found, after)))
    if brier(after, found.accepted) >= brier(found.log_odds, found.accepted):
        print("the confidences are as right as these verdicts can make them: nothing was written")
        return
    stored = json.loads(coefficients.read_text(encoding="utf-8"))
    line = fitted_line(found.log_odds, found.accepted)
    text = coefficients.read_text(encoding="utf-8")
    old, new = (
        f'"calibration":{json.dumps(points, separators=(",", ":"))}'
        for points in (stored["calibration"], moved_points(stored["calibration"], line))
    )
    if text.count(old) != 1:
        raise CorpusError("the coefficients are not as calibrate.py writes them; fit them again", path=coefficients)
    out.write_text(text.replace(old, new), encoding="utf-8")
    print(f"written: {out}")
