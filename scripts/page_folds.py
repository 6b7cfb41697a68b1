"""Made pages, extracted, that the opinions on beads are fitted on: what proposes their clauses has not seen them.

The table of clauses is learned from the quotations that such pages are made of (`train_clauses.py`). It finds nearly all
of the beginnings and ends that it was learned from, .87 and .90 of others, and opinions that are fitted on the former trust it
too much. So there are as many tables as folds of quotations, each learned from the other folds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from fitting import at_once
from gold import covered
from make_pages import pages
from page_writer import Writer
from page_written import NOTHING, Written
from partitions import Document
from tqdm import tqdm
from train_clauses import table

from corpus.extraction import edges, extract
from corpus.extraction.edges import Weights
from corpus.types import Article, Passage, Source, Span

FOLDS = 4


@dataclass(frozen=True)
class Made:
    """A made page, extracted."""

    page: Writer
    passages: tuple[Passage, ...]
    gold: tuple[tuple[frozenset[int], frozenset[int], bool], ...]


def extracted(found: Sequence[Document], count: int, seed: int, written: Written = NOTHING) -> Iterator[Made]:
    """Made pages from documents and what was written, with their gold as sets of characters."""
    for page in tqdm(pages(found, count, seed, written), total=count, desc="pages", disable=None):
        article = Article("made", page.text, Source(), "", "utf-8", Path("made.txt"))
        gold = tuple(
            (
                covered(page.text, [Span(*span) for span in row["ja"]]),  # type: ignore[attr-defined]
                covered(page.text, [Span(*span) for span in row["en"]]),  # type: ignore[attr-defined]
                bool(row["headline"]),
            )
            for row in page.pairs
        )
        yield Made(page, extract(article).passages, gold)


@dataclass(frozen=True)
class Fold:
    """Some of what was written, and a table of clauses that was learned from all other quotations."""

    written: Written
    table: Weights

    @staticmethod
    def every(written: Written) -> list[Fold]:
        """All folds."""
        parts = [written.fold(fold, FOLDS) for fold in range(FOLDS)]
        others = [[quotation for part in parts if part is not own for quotation in part.told] for own in parts]
        tables = at_once(table, others, few=2)
        return [Fold(part, learned) for part, learned in zip(parts, tables, strict=True)]

    def pages(self, found: Sequence[Document], count: int, seed: int, quarters: Collection[int]) -> list[Made]:
        """Made pages from documents and some quarters of what was written."""
        # Extraction has one table and takes no other: only what is fitted needs one that knows less.
        with patch.object(edges, "weights", lambda: self.table):
            return list(extracted(found, count, seed, self.written.quarters(quarters)))


def pages_of_folds(
    folds: Sequence[Fold], found: Sequence[Document], count: int, seed: int, quarters: Collection[int]
) -> list[Made]:
    """`count` made pages, from each fold as many."""
    share, rest = divmod(count, len(folds))
    made = []
    for at, fold in enumerate(folds):
        made += fold.pages(found, share + (at < rest), seed + 100 * at, quarters)
    return made
