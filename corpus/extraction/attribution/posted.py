"""The day on which something was said, and the account that said it, of all that the page names: learned from pages.

A signature gives both of what it signs, and a line above a letter the day (`bylines`, `days`). Pages tell them in other
ways as often: in the head of a log, in the sentence before a quotation, before each comment of a list, among the
sources. Each day, or account, around a rendering or at the beginning of the page is one that may be meant, or none is;
trees weigh how it stands there (`detail_signals`), fitted to right and wrong ones by gradient boosting (Friedman 2001)
in `scripts/train_details.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from corpus.extraction.attribution import wordings
from corpus.extraction.attribution.detail_signals import SIGNALS, SLOTS, Array, Details, signals_of
from corpus.extraction.attribution.voices import Rendering
from corpus.learned import MODELS, learned
from corpus.trees import Trees
from corpus.types import Attribution

Sort = Literal["day", "account"]
SORTS: tuple[Sort, ...] = get_args(Sort)
TABLES: Mapping[Sort, str] = {"day": "days", "account": "accounts"}  # names of the files with what is learned
SCRIPT = "scripts/train_details.py"
LIKELY = 0.45  # probability from which a detail is said: by writers left out most are right so
# Of each sort: who said something but for it, and the detail by the lines around.
_KNOWN: Mapping[Sort, Callable[[Attribution], tuple[Attribution, str | None]]] = {
    "day": lambda said: (said, said.posted_on),
    "account": lambda said: (replace(said, handle=None), said.handle),
}


@dataclass(frozen=True, slots=True)
class Likely:
    """The likeliest value of a detail, and how likely it is right."""

    value: str
    probability: float


@dataclass(frozen=True)
class Choice:
    """What is learned of a sort of details: the trees, and the weights of the letters around them in log-odds."""

    sort: Sort
    trees: Trees
    weights: Array
    digest: str

    def likeliest(self, page: Details, asked: Rendering, said: Attribution) -> Likely | None:
        """The likeliest detail of what is rendered; None where the page names none. `said` is what is known of it."""
        return self.likeliest_each(page, [(asked, said)])[0]

    def likeliest_each(self, page: Details, told: Sequence[tuple[Rendering, Attribution]]) -> list[Likely | None]:
        """The same of several renderings, each with what is known of it."""
        found = [signals_of(page, asked, *known(self.sort, said), self.weights) for asked, said in told]
        scores = self.trees.score_each(SIGNALS, [signals for _, signals in found])
        return [_first(page, values, own) if values else None for (values, _), own in zip(found, scores, strict=True)]


def _first(page: Details, values: Sequence[str], scores: Array) -> Likely:
    """The likeliest of some values, by their log-odds."""
    best = int(scores.argmax())
    named = page.details[page.of[values[best]][0]].value
    return Likely(named, round(float(1 / (1 + np.exp(-scores[best]))), 4))


def known(sort: Sort, said: Attribution) -> tuple[Attribution, str | None]:
    """Who said something, but for a detail of it, and that detail by the lines around."""
    return _KNOWN[sort](said)


def told(sort: Sort, said: Attribution, likeliest: Likely | None) -> str | None:
    """The detail of what is rendered: a likely one, else that of its signature, as most are right; else None."""
    return likeliest.value if likeliest and likeliest.probability >= LIKELY else known(sort, said)[1]


@cache
def choice(sort: Sort, folder: Path = MODELS) -> Choice:
    """What comes with the package for a sort. CorpusError where a file is missing or broken."""
    path = folder / f"{TABLES[sort]}.json"
    with learned(path, f"table of {TABLES[sort]}", f"learn it with {SCRIPT}") as (values, digest):
        trees = Trees.load(values["trees"])
        if not set(trees.names) <= set(SIGNALS):
            raise ValueError("it is of other signals")
        weights = wordings.table(table_of(path), SLOTS, SCRIPT)
        if wordings.digest(weights) != values["wordings"]:
            raise ValueError(f"{table_of(path).name} beside it is another one")
    return Choice(sort, trees, wordings.in_log_odds(weights), digest)


def table_of(path: Path) -> Path:
    """The file with the weights of letters that belongs to a file with trees."""
    return path.with_name(f"{path.stem}_wordings.npz")
