"""Pages, extracted, that the opinions on beads are fitted on: what proposes their clauses has not seen them.

The table of clauses is learned from the quotations that made pages are made of, and from pages that were written as a
whole (`train_clauses.py`). It finds nearly all of the clauses that it was learned from, nine in ten of others, and
opinions that are fitted on the former trust it too much. So there are as many tables as folds of what was written,
each learned from the other folds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from unittest.mock import patch

from learning.fitting import at_once
from make_pages import pages
from pages.edits import Page
from pages.gold import covered
from pages.variants import variant
from pages.written import NOTHING, Written
from partitions import Document
from tqdm import tqdm
from train_clauses import table

from corpus.extraction import extract
from corpus.extraction.clauses import edges
from corpus.extraction.clauses.edges import Weights
from corpus.types import Passage, Span

FOLDS = 4
VARIANTS = 3  # of each whole page: other names, numbers, signatures, brackets
WEIGHT = 15.0  # of a whole page with its variants, beside a made one: all together weigh half as much again as these
REAL_WEIGHT = 5.0  # of a real page: they are several times as long, and hardly render anything


@dataclass(frozen=True)
class Made:
    """A page's text, its passages and its gold as sets of characters; how much it weighs in a fit, whether it is real."""

    text: str
    passages: tuple[Passage, ...]
    gold: tuple[tuple[frozenset[int], frozenset[int], bool], ...]
    weight: float = 1.0
    real: bool = False

    @staticmethod
    def of(page: Page, weight: float = 1.0) -> Made:
        """Extract a page with gold."""
        rows = [
            (row, [covered(page.text, [Span(*s) for s in row[side]]) for side in ("ja", "en")]) for row in page.pairs
        ]
        gold = tuple((ja, en, bool(row["headline"])) for row, (ja, en) in rows)
        return Made(page.text, extract(page.article).passages, gold, weight, page.real)


def extracted(found: Sequence[Document], count: int, seed: int, written: Written = NOTHING) -> Iterator[Made]:
    """Made pages from documents and what was written."""
    for page in tqdm(pages(found, count, seed, written), total=count, desc="pages", disable=None):
        yield Made.of(Page("made", page.text, {"pairs": page.pairs}))


def as_written(pages: Sequence[Page]) -> Iterator[Made]:
    """Whole pages and their variants; real ones as they are, for what was read of them beside the text has its places."""
    for page in pages:
        if page.real:
            yield Made.of(page, REAL_WEIGHT)
            continue
        for seed in range(VARIANTS + 1):
            yield Made.of(variant(page, seed) if seed else page, WEIGHT / (VARIANTS + 1))


@dataclass(frozen=True)
class Fold:
    """Some of what was written, and a table of clauses that was learned from all other quotations."""

    written: Written
    table: Weights

    @staticmethod
    def every(written: Written) -> list[Fold]:
        """All folds."""
        parts = [written.fold(fold, FOLDS) for fold in range(FOLDS)]
        others = [[part for part in parts if part is not own] for own in parts]
        tables = at_once(table, others, few=2)
        return [Fold(part, learned) for part, learned in zip(parts, tables, strict=True)]

    def pages(
        self, found: Sequence[Document], count: int, seed: int, quarters: Collection[int], whole: Collection[int]
    ) -> list[Made]:
        """Made pages from documents and some quarters of what was written, and some quarters of the whole pages."""
        # Extraction has one table and takes no other: only what is fitted needs one that knows less.
        with patch.object(edges, "weights", lambda: self.table):
            made = extracted(found, count, seed, self.written.quarters(quarters))
            return [*made, *as_written(self.written.quarters(whole).pages)]


def pages_of_folds(
    folds: Sequence[Fold],
    found: Sequence[Document],
    count: int,
    seed: int,
    quarters: Collection[int],
    whole: Collection[int] = (),
) -> list[Made]:
    """`count` made pages, from each fold as many, and the whole ones of some quarters."""
    share, rest = divmod(count, len(folds))
    made = []
    for at, fold in enumerate(folds):
        made += fold.pages(found, share + (at < rest), seed + 100 * at, quarters, whole)
    return made
