"""Where the pairs of pages with gold are lost: `python scripts/lost_pairs.py FOLDER [--show]`.

Each gold pair of the body is looked for at every stage of the way; the first that does not have it is where it is lost
(`STAGES`). Before a rule is changed or a model fitted anew this says which of the two has more to win. Of all pages
together, as a table; `--show` names the pairs. A page is taken as a whole here, however long it is.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from calibrate import BODY, MOST, characters, runs
from pages.folds import Made
from pages.gold import Characters, GoldPage, GoldPair, read_gold

from corpus.alignment.learned.bead_score import bead_score
from corpus.alignment.learned.models import bead_score_path, fitted_models
from corpus.alignment.page.beads import Candidates, choose, judged_parts
from corpus.extraction import extract
from corpus.types import Article, CorpusError, Source

Cell = tuple[Characters, Characters]
FOUND = 0.5  # confidence from which `evaluate_pages.py` calls a pair found
# What became of a pair, in the order of the way.
STAGES = {
    "neither read": "no sentences of the page are its Japanese, nor its English",
    "Japanese not read": "no sentences or clauses of the page are its Japanese",
    "English not read": "no sentences of the page are its English",
    "not thought of": "both are there, but no bead of them",
    "no hope": "the first opinion on its bead is too low for a second one",
    "beaten": "another bead that has a part of it was chosen",
    "not chosen": "no bead that has a part of it was chosen",
    "not sure": f"chosen, with less than {FOUND}",
    "found": "",
}


@dataclass(frozen=True)
class Beads:
    """The beads of a page's body by their characters: thought of, with hope, and chosen with a confidence."""

    thought: frozenset[Cell] = frozenset()
    hopeful: frozenset[Cell] = frozenset()
    chosen: Mapping[Cell, float] = field(default_factory=dict)

    @staticmethod
    def of(made: Made) -> Beads:
        """All of a page that is not too long for one table."""
        models, fitted = fitted_models()
        beads = bead_score(bead_score_path(models)).first
        for headline, every, hopeful, odds in judged_parts(made.passages, [made.text], MOST, models, fitted, beads):
            if not headline:
                confidence, cells = fitted.confidence(odds), _cells(made, hopeful)
                picked = choose(hopeful, 1 / (1 + np.exp(-odds)), share_en=False)
                chosen = {cells[at]: float(confidence[at]) for at in picked}
                return Beads(frozenset(_cells(made, every)), frozenset(cells), chosen)
        return Beads()


def fates(page: GoldPage) -> Iterator[tuple[GoldPair, str]]:
    """The gold pairs of a page's body, each with the stage that it comes to (a key of `STAGES`)."""
    article = page.article or Article(page.path.name, page.text, Source(), "", "utf-8", page.path)
    made = Made(page.text, tuple(passage for passage in extract(article).passages if passage.document == 0), ())
    ja, en = (frozenset(characters(made, side)) for side in runs(made, BODY))
    beads = Beads.of(made)
    for gold in page.pairs:
        if not gold.headline:
            yield gold, _fate(gold, ja, en, beads)


def _fate(gold: GoldPair, ja: frozenset[Characters], en: frozenset[Characters], beads: Beads) -> str:
    bead = (gold.ja, gold.en)
    if gold.ja not in ja or gold.en not in en:
        if gold.en in en:
            return "Japanese not read"
        return "English not read" if gold.ja in ja else "neither read"
    if bead not in beads.thought:
        return "not thought of"
    if bead not in beads.hopeful:
        return "no hope"
    if bead not in beads.chosen:
        return "beaten" if any(gold.ja & a or gold.en & b for a, b in beads.chosen) else "not chosen"
    return "found" if beads.chosen[bead] >= FOUND else "not sure"


def _cells(made: Made, found: Candidates) -> list[Cell]:
    """The characters of each bead on both sides."""
    ja, en = characters(made, found.ja), characters(made, found.en)
    return [(ja[row], en[column]) for row, column in found.cells]


def main(argv: Sequence[str] | None = None) -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="pages NAME.txt (or in another format) with NAME.gold.json")
    parser.add_argument("--show", action="store_true", help="name the pairs that are lost")
    args = parser.parse_args(argv)
    try:
        pages = read_gold(args.folder)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    counts: Counter[str] = Counter()
    for page in pages:
        for gold, fate in fates(page):
            counts[fate] += 1
            if args.show and fate != "found":
                print(f"{page.name}: {fate}: {gold.ja_text!r} | {gold.en_text!r}")
    every = max(1, counts.total())
    for stage, about in STAGES.items():
        print(f"{counts[stage]:6d}  {counts[stage] / every:.3f}  {stage:18s} {about}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
