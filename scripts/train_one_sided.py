"""Learn whether one side of a pair says clearly more than the other: `python scripts/train_one_sided.py --data FOLDER`.

From sentences of documents and from the pairs of whole pages, both of what maps may be fitted on, as they are and with
one side cut at a comma (`learning/text_cuts.py`); of a page's pairs those that their writers called partial say more as
they are. Writes `corpus/models/one_sided.json` and prints, of pairs that are left out of a fold by writer or at random,
how many of each sort are said to be one-sided. `evaluate_relations.py` says how right it is on what is only reported
on.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from learning.fitting import at_once, by_tree, grown
from learning.text_cuts import SIDES, cut, cuts
from numpy.typing import NDArray
from pages.whole import pages_by_hand
from partitions import DATA_HELP, documents
from tqdm import tqdm

from corpus.alignment.comparing.facing import facing_texts
from corpus.alignment.comparing.signals import local_signals
from corpus.alignment.comparing.unsaid import unsaid
from corpus.alignment.learned.models import load_models
from corpus.alignment.page.one_sided import SIGNALS, TABLE
from corpus.alignment.page.relation import ONE_SIDED
from corpus.store import write_atomic
from corpus.text import join
from corpus.trees import Trees

COUNT = 16000  # pairs of documents
FOLDS = 4
OF_DOCUMENTS, OF_PAGES, OF_CUTS = 0.5, 3.0, 0.5  # what a pair of each weighs; of a page's there are few, and it is they
SHAPE = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 16, "min_data_in_leaf": 40, "lambda_l2": 5.0,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "seed": 1,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
TREES = 150
_ELLIPSES = ("…", "...", "—")


@dataclass(frozen=True)
class Shown:
    """A pair to learn from: its texts and sentences, what sort it is of, whether one side says clearly more."""

    ja: str
    en: str
    sentences: tuple[int, int]
    sort: str
    hand: str  # the file, which one writer wrote; empty where it is of documents
    more: bool
    weight: float


def signals_of(ja: str, en: str, sentences: tuple[int, int] = (1, 1)) -> dict[str, float]:
    """The signals of two texts, by the encoder that comes with the package."""
    models = load_models()
    found = {name: float(values[0, 0]) for name, values in local_signals(facing_texts([ja], [en], models)).items()}
    found |= {"ja_sentences": float(sentences[0]), "en_sentences": float(sentences[1])}
    return found | unsaid([ja], [en], models.embedded)


def of_documents(data: Path) -> Iterator[Shown]:
    """Pairs of documents, whole and cut without an ellipsis: with one nobody has to ask."""
    pairs = [pair for document in documents(data, "fit") for pair in document.pairs]
    random.Random(5).shuffle(pairs)
    found = [each for each in cuts(pairs, 9) if not each.marked][:COUNT]
    for each in found:
        yield Shown(each.ja, each.en, (1, 1), f"document, {each.how}", "", each.how != "whole", OF_DOCUMENTS)


def of_pages() -> Iterator[Shown]:
    """The pairs of whole pages, and those of a sentence each that are no part of the other side with each side cut."""
    rng = random.Random(1)
    for hand, page in pages_by_hand("fit"):
        for row in page.pairs:
            ja, en = (join(side, [page.text[start:end] for start, end in row[side]]) for side in SIDES)
            if row["headline"] or ja.endswith(_ELLIPSES) or en.endswith(_ELLIPSES):
                continue
            sentences, more = (len(row["ja"]), len(row["en"])), row["relation"] == "partial"
            yield Shown(ja, en, sentences, f"page, {row['relation']}", hand, more, OF_PAGES)
            whole = row["relation"] in ("translation", "paraphrase") and sentences == (1, 1)
            for side in SIDES if whole else ():
                if short := cut(ja, en, side, rng):
                    yield Shown(short.ja, short.en, sentences, f"page, {side} cut", hand, True, OF_CUTS)


def learned(rows: NDArray[np.float64], more: NDArray[np.bool_], weights: NDArray[np.float64]) -> dict[str, Any]:
    """Trees over the signals of pairs (n, k), as they are stored."""
    import lightgbm

    return grown([lightgbm.train(SHAPE, lightgbm.Dataset(rows, more, weight=weights), TREES)], SIGNALS)


def left_out(shown: Sequence[Shown], rows: NDArray[np.float64]) -> Iterator[str]:
    """How many of each sort are said to be one-sided by what was learned without them."""
    hands = sorted({each.hand for each in shown})
    fold = np.array([hands.index(each.hand) % FOLDS if each.hand else at % FOLDS for at, each in enumerate(shown)])
    more, weights = _targets(shown)
    said = np.zeros(len(shown))
    for own in range(FOLDS):
        others = fold != own
        trees = Trees.load(learned(rows[others], more[others], weights[others]))
        said[~others] = trees.score(dict(zip(SIGNALS, rows[~others].T, strict=True)))
    likely = said >= np.log(ONE_SIDED / (1 - ONE_SIDED))
    count = Counter(each.sort for each in shown)
    sided = Counter(each.sort for each, own in zip(shown, likely, strict=True) if own)
    for sort in sorted(count):
        yield f"{sort:<20}{count[sort]:>6} pairs, one-sided {sided[sort]:>5} ({sided[sort] / count[sort]:.3f})"


def _targets(shown: Sequence[Shown]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    return np.array([each.more for each in shown]), np.array([each.weight for each in shown])


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, report on what is left out, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help=DATA_HELP)
    parser.add_argument("--out", type=Path, default=TABLE)
    args = parser.parse_args(argv)
    shown = [*of_documents(args.data), *of_pages()]

    def row(each: Shown) -> list[float]:
        signals = signals_of(each.ja, each.en, each.sentences)
        return [signals[name] for name in SIGNALS]

    rows = np.array(list(tqdm(at_once(row, shown), total=len(shown), desc="pairs", unit="", disable=None)))
    print(*left_out(shown, rows), sep="\n")
    stored = {
        "about": "log-odds that one side says clearly more; learned by scripts/train_one_sided.py",
        "trees": learned(rows, *_targets(shown)),
    }
    write_atomic(args.out, by_tree(stored).encode())
    print(f"written: {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
