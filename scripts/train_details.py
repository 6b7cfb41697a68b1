"""Learn on which day and by which account something was said, of all that its page names: `train_details.py`.

From the pages that speakers are learned from (`train_speakers.py`, which goes before: who speaks tells of both).
Writes `days.json`, `accounts.json` and a table of letters for each into `corpus/models` and prints, of the pages that
are only reported on, how often each is right, by how sure it says to be. `--check` prints that alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from learning.fitting import by_probability, by_tree, grown
from learning.wording_weights import learned as learned_weights
from learning.wording_weights import write as write_weights
from numpy.typing import NDArray
from pages.gold_renderings import read_pages, renderings
from pages.real import REAL_HELP
from partitions import Part
from tqdm import tqdm
from train_speakers import FOLDS

from corpus.extraction.attribution.detail_signals import SIGNALS, SLOTS, Array, Details, signals_of, slots_around
from corpus.extraction.attribution.joining import joined
from corpus.extraction.attribution.posted import SORTS, TABLES, Sort, choice, known, table_of, told
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.attribution.wordings import Slots, digest, in_log_odds
from corpus.extraction.hashing import Stored
from corpus.learned import MODELS
from corpus.store import write_atomic
from corpus.types import Attribution

SHAPE = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 40,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
TREES = 110
GOLD: Mapping[Sort, str] = {"day": "date", "account": "handle"}  # the column of each sort


@dataclass(frozen=True)
class Asked:
    """A rendering of a page with gold, what is known of who said it, the values a detail may have, the right one."""

    hand: str  # the file, which one writer wrote
    sort: Sort
    page: Details
    rendering: Rendering
    said: Attribution
    gold: str | None  # in small letters
    values: Sequence[str]
    slots: Sequence[Slots]  # of none, and of each value

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether none is meant, and whether each value is (1 + values,)."""
        each = [value == self.gold for value in self.values]
        return np.array([not any(each), *each])


def asked(part: Part, sorts: Sequence[Sort] = SORTS, real: Path | None = None) -> Iterator[Asked]:
    """Of each sort every rendering of the whole pages of a part, and of real ones, whose two sides are read.

    Pages that tell their days in another sense (`days: told`) are not asked for these.
    """
    for hand, page, passages, speakers in read_pages(part, real):
        own = [sort for sort in sorts if sort != "day" or page.gold.get("days") != "told"]
        for row, ja, en, rendering in renderings(page, passages, speakers):
            said = joined(ja, en, speakers, speakers.voice(rendering))
            for sort in own:
                details, gold = speakers.details(sort), row[GOLD[sort]]
                values, slots = slots_around(details, rendering, *known(sort, said))
                yield Asked(hand, sort, details, rendering, said, gold and gold.lower(), values, slots)


def worded(found: Sequence[Asked]) -> Stored:
    """The weights of the letters around details."""
    some = [each for each in found if each.values]
    return learned_weights([each.slots for each in some], [each.right for each in some], SLOTS)


def rows(found: Sequence[Asked], weights: Array) -> list[Array]:
    """The signals of the values of each rendering, given what letters are worth."""
    return [signals_of(one.page, one.rendering, *known(one.sort, one.said), weights)[1] for one in found]


def trees(found: Sequence[Asked]) -> dict[str, Any]:
    """The trees as they are stored. No letters of a rendering are weighed by its own writer's pages."""
    import lightgbm

    hands = sorted({each.hand for each in found})
    fold_of = [hands.index(each.hand) % FOLDS for each in found]
    signals: list[Array] = [np.zeros((0, len(SIGNALS)))] * len(found)
    for fold in tqdm(range(FOLDS), desc="folds", unit="", disable=None):
        weights = in_log_odds(worded([each for each, own in zip(found, fold_of, strict=True) if own != fold]))
        held = [at for at, own in enumerate(fold_of) if own == fold]
        for at, row in zip(held, rows([found[at] for at in held], weights), strict=True):
            signals[at] = row
    right = np.concatenate([each.right[1:] for each in found]).astype(float)
    data = lightgbm.Dataset(np.concatenate(signals), right)
    return grown([lightgbm.train(SHAPE | {"seed": 1}, data, TREES)], SIGNALS)


def write(path: Path, found: Sequence[Asked]) -> None:
    """Learn of a sort and store, the weights of the letters beside the trees."""
    weights = worded(found)
    stored = {"trees": trees(found), "wordings": digest(weights)}
    write_weights(table_of(path), weights)
    write_atomic(path, by_tree(stored).encode())


def report(sort: Sort, found: Sequence[Asked], folder: Path = MODELS) -> str:
    """How often a detail is right by a folder's tables, by how sure they are of it, and by the lines around alone."""
    best = choice(sort, folder)
    sure: list[tuple[float, bool]] = []
    right = ruled = 0
    for each in found:
        if likely := best.likeliest(each.page, each.rendering, each.said):
            sure.append((likely.probability, likely.value.lower() == each.gold))
        value, by_lines = told(sort, each.said, likely), known(sort, each.said)[1]
        right += (value and value.lower()) == each.gold
        ruled += (by_lines and by_lines.lower()) == each.gold
    share = f"{right} ({right / len(found):.3f}) have the right {sort} or rightly none"
    by_lines_alone = f"by the lines around alone {ruled} ({ruled / len(found):.3f})"
    return "\n".join([*by_probability(sure), f"of {len(found)} renderings {share}; {by_lines_alone}"])


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, write, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=MODELS, help="the folder to write into, or with --check to read")
    parser.add_argument("--check", action="store_true", help="report on the tables that are there")
    parser.add_argument("--real", type=Path, help=REAL_HELP)
    args = parser.parse_args(argv)
    if not args.check:
        found = list(asked("fit", real=args.real))
        for sort in SORTS:
            path = args.out / f"{TABLES[sort]}.json"
            write(path, [each for each in found if each.sort == sort])
            print(f"written: {path} and its table of letters")
    found = list(asked("report"))
    for sort in SORTS:
        print(report(sort, [each for each in found if each.sort == sort], args.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
