"""Whether confidences mean what they say: `python scripts/measure_calibration.py --data FOLDER [--out FILE]`.

Pages are aligned as a build does it: made pages of the documents and quotations that are only
reported on, and on written pages with gold, which nothing is fitted on: those of `tests/cases/pages` and the whole
pages (`pages/whole.py`) that are only reported on. Printed are the calibration error with its interval over pages, the
reliability curve, precision against threshold and cut-offs, for each, for the written ones by where they are from,
too, and the gap between the two: made pages are not written ones. `--out` keeps the figures as JSON, with the model's
digest; the report of a build draws them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from evaluate_pages import found_on
from measuring.calibration_figures import Array, figures, lines
from pages.edits import write_page
from pages.folds import extracted
from pages.gold import covered, near, read_gold
from pages.whole import whole_pages
from pages.written import Written
from partitions import DATA_HELP, documents
from tqdm import tqdm

from corpus.alignment import align_page, model_digest

GOLD = Path(__file__).resolve().parent.parent / "tests" / "cases" / "pages"


def made_pages(data: Path, count: int) -> list[tuple[Array, Array]]:
    """(confidence, whether right) of the beads chosen on each of so many made pages."""
    found = []
    for page in extracted(list(documents(data, "report")), count, 13, Written.of("report")):
        gold = [(ja, en) for ja, en, titled in page.gold if not titled]
        said, right = [], []
        for one in align_page(page.passages, [page.text]):
            if not one.headline:
                ja, en = (covered(page.text, [span for s in side for span in s.spans]) for side in (one.ja, one.en))
                said.append(one.bead.confidence)
                right.append(float(any(near(ja, a) and near(en, b) for a, b in gold)))
        if said:
            found.append((np.array(said), np.array(right)))
    return found


def whole_pages_reported() -> list[tuple[Array, Array]]:
    """The same of the whole pages that are only reported on."""
    with TemporaryDirectory() as folder:
        for page in whole_pages("report"):
            write_page(page, Path(folder))
        return written_pages(Path(folder))


def written_pages(folder: Path) -> list[tuple[Array, Array]]:
    """The same of pages with gold; right is what the maps are fitted to: four fifths of both sides in common."""
    found = []
    for page in tqdm(read_gold(folder), desc="written", disable=None):
        body = [one for one in found_on(page) if not one.pair.headline]
        gold = [one for one in page.pairs if not one.headline]
        right = [float(any(one.matches(other, near) for other in gold)) for one in body]
        found.append((np.array([one.pair.confidence for one in body]), np.array(right)))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures, and keep them where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help=DATA_HELP)
    parser.add_argument("--pages", type=int, default=1000, help="made pages (%(default)s)")
    parser.add_argument("--gold", type=Path, default=GOLD, help="written pages with gold")
    parser.add_argument("--out", type=Path, help="keep the figures here, as JSON")
    args = parser.parse_args(argv)
    cases, whole = written_pages(args.gold), whole_pages_reported()
    found = {"made": figures(made_pages(args.data, args.pages)), "written": figures([*cases, *whole])}
    for name, values in (*found.items(), (args.gold.name, figures(cases)), ("whole pages", figures(whole))):
        print("\n".join(lines(name, values)))
    made, written = ({row["threshold"]: row for row in found[name]["thresholds"]} for name in ("made", "written"))
    gaps = (f"{at:.2f}: {made[at]['precision'] - written[at]['precision']:+.3f}" for at in made)
    print(f"precision on made pages over that on written ones, from {', '.join(gaps)}")
    if args.out:
        about = "how right the confidences of this model are; scripts/measure_calibration.py"
        args.out.write_text(json.dumps({"about": about, "model": model_digest(), **found}, indent=1) + "\n", "utf-8")
        print(f"written: {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
