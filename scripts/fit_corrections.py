"""Fit what a confidence is corrected by: `python scripts/fit_corrections.py`, after `calibrate.py`.

The opinions know by heart some of the pages that they were fitted on, and by those the map to a confidence was chosen.
On pages of hands that none of them has seen (`partitions.NEW_HANDS`) they are too sure of beads of which one side says
more, and of short ones. Two weights, by logistic regression on the log-odds that are there already, put that right.
Prints for other pages what they are worth, and writes them into `corpus/models/coefficients.json`.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from evaluate_pages import found_on
from learning.fitting import by_tree, expected_calibration_error
from numpy.typing import NDArray
from pages.edits import write_page
from pages.gold import near, read_gold
from pages.whole import pages_by_hand
from partitions import NEW_HANDS, Part
from tqdm import tqdm

from corpus.alignment.learned.coefficients import EDGE, coefficients, what_it_is
from corpus.learned import MODELS
from corpus.store import write_atomic

GOLD = Path(__file__).resolve().parent.parent / "tests" / "cases" / "pages"
NAMES = tuple(what_it_is("translation", ""))
TABLE = MODELS / "coefficients.json"
RIDGE, ROUNDS = 1.0, 50
Array = NDArray[np.float64]


class Seen(NamedTuple):
    """Beads of pages: the log-odds of their confidences without a correction, what they are, whether they are right."""

    log_odds: Array
    kinds: Array  # (beads, names)
    right: Array

    def corrected(self, weights: Array) -> Array:
        """Their confidences by these weights."""
        return np.asarray(1 / (1 + np.exp(-(self.log_odds + self.kinds @ weights))))


def beads(folder: Path) -> Seen:
    """The beads of the bodies of pages with gold; right has four fifths of both sides in common, as for the map."""
    now = np.array([coefficients().corrections.get(name, 0.0) for name in NAMES])
    odds, kinds, right = [], [], []
    for page in tqdm(read_gold(folder), desc="pages", disable=None):
        gold = [pair for pair in page.pairs if not pair.headline]
        for one in found_on(page):
            if not one.pair.headline:
                sure = min(max(one.pair.confidence, EDGE), 1 - EDGE)
                odds.append(math.log(sure / (1 - sure)))
                kinds.append(list(what_it_is(one.pair.relation, one.pair.ja.text).values()))
                right.append(float(any(one.matches(pair, near) for pair in gold)))
    table = np.array(kinds)
    return Seen(np.array(odds) - table @ now, table, np.array(right))


def of_whole_pages(part: Part, hands: Sequence[str] | None = None) -> Seen:
    """Those of the whole pages of a part, by some hands or by all."""
    with TemporaryDirectory() as folder:
        for hand, page in pages_by_hand(part):
            if hands is None or hand in hands:
                write_page(page, Path(folder))
        return beads(Path(folder))


def fitted(seen: Seen) -> Array:
    """The weights, by Newton's method; the log-odds count as they are."""
    weights = np.zeros(len(NAMES))
    for _ in range(ROUNDS):
        sure = seen.corrected(weights)
        slope = seen.kinds.T @ (seen.right - sure) - RIDGE * weights
        curve = (seen.kinds * (sure * (1 - sure))[:, None]).T @ seen.kinds + RIDGE * np.eye(len(NAMES))
        weights += np.linalg.solve(curve, slope)
    return np.round(weights, 3)


def worth(name: str, seen: Seen, weights: Array) -> str:
    """What the weights are worth on beads: the loss in nats and the calibration error before and after."""
    told = []
    for sure in (seen.corrected(np.zeros(len(NAMES))), seen.corrected(weights)):
        loss = -np.log(np.where(seen.right > 0, sure, 1 - sure)).mean()
        told.append(f"loss {loss:.4f}, calibration error {expected_calibration_error(sure, seen.right):.4f}")
    return f"{name:<24}{len(seen.right):>6} beads: {told[0]} -> {told[1]}"


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=TABLE, help="the file to write (%(default)s)")
    args = parser.parse_args(argv)
    seen = of_whole_pages("fit", NEW_HANDS)
    weights = fitted(seen)
    print(", ".join(f"{name} {weight:+.3f}" for name, weight in zip(NAMES, weights, strict=True)))
    print(worth("fitted on", seen, weights))
    print(worth("whole pages, reported on", of_whole_pages("report"), weights))
    print(worth("cases", beads(GOLD), weights))
    stored = json.loads(TABLE.read_text(encoding="utf-8"))
    stored["corrections"] = dict(zip(NAMES, weights.tolist(), strict=True))
    write_atomic(args.out, by_tree(stored).encode())
    print(f"written: {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
