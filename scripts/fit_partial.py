"""Fit how much less sure a bead is of which one side says more: `python scripts/fit_partial.py`, after `calibrate.py`.

The opinions know by heart some of the pages that they were fitted on, and by those the map to a confidence was chosen.
On pages of hands that none of them has seen (`partitions.NEW_HANDS`) they are too sure of such beads. One weight, by
logistic regression on the log-odds that are there already, puts that right. Prints what it is worth on other pages,
and writes it into `corpus/models/coefficients.json`.
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

from corpus.alignment.learned.coefficients import EDGE, coefficients
from corpus.learned import MODELS
from corpus.store import write_atomic

GOLD = Path(__file__).resolve().parent.parent / "tests" / "cases" / "pages"
TABLE = MODELS / "coefficients.json"
RIDGE, ROUNDS = 1.0, 50
Array = NDArray[np.float64]


class Seen(NamedTuple):
    """Beads of pages: the log-odds that the map gives them, whether one side says more, whether they are right."""

    log_odds: Array
    partial: Array
    right: Array

    def sure(self, weight: float) -> Array:
        """Their confidences by this weight."""
        return np.asarray(1 / (1 + np.exp(-(self.log_odds + weight * self.partial))))


def beads(folder: Path) -> Seen:
    """The beads of the bodies of pages with gold; right has four fifths of both sides in common, as for the map."""
    odds, partial, right = [], [], []
    for page in tqdm(read_gold(folder), desc="pages", disable=None):
        gold = [pair for pair in page.pairs if not pair.headline]
        for one in found_on(page):
            if not one.pair.headline:
                sure = min(max(one.pair.confidence, EDGE), 1 - EDGE)
                odds.append(math.log(sure / (1 - sure)))
                partial.append(float(one.pair.relation == "partial"))
                right.append(float(any(one.matches(pair, near) for pair in gold)))
    more = np.array(partial)
    return Seen(np.array(odds) - coefficients().partial * more, more, np.array(right))


def of_whole_pages(part: Part, hands: Sequence[str] | None = None) -> Seen:
    """Those of the whole pages of a part, by some hands or by all."""
    with TemporaryDirectory() as folder:
        for hand, page in pages_by_hand(part):
            if hands is None or hand in hands:
                write_page(page, Path(folder))
        return beads(Path(folder))


def fitted(seen: Seen) -> float:
    """The weight, by Newton's method; the log-odds count as they are."""
    weight = 0.0
    for _ in range(ROUNDS):
        sure = seen.sure(weight)
        slope = float(seen.partial @ (seen.right - sure)) - RIDGE * weight
        weight += slope / (float(seen.partial @ (sure * (1 - sure))) + RIDGE)
    return round(weight, 3)


def worth(name: str, seen: Seen, weight: float) -> str:
    """What the weight is worth on beads: the loss in nats and the calibration error before and after."""
    told = []
    for sure in (seen.sure(0.0), seen.sure(weight)):
        loss = -np.log(np.where(seen.right > 0, sure, 1 - sure)).mean()
        told.append(f"loss {loss:.4f}, calibration error {expected_calibration_error(sure, seen.right):.4f}")
    return f"{name:<26}{len(seen.right):>6} beads: {told[0]} -> {told[1]}"


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=TABLE, help="the file to write (%(default)s)")
    args = parser.parse_args(argv)
    seen = of_whole_pages("fit", NEW_HANDS)
    weight = fitted(seen)
    print(f"weight {weight:+.3f}")
    print(worth("fitted on", seen, weight))
    print(worth("whole pages, reported on", of_whole_pages("report"), weight))
    print(worth("cases", beads(GOLD), weight))
    stored = json.loads(TABLE.read_text(encoding="utf-8"))
    stored["partial"] = weight
    write_atomic(args.out, by_tree(stored).encode())
    print(f"written: {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
