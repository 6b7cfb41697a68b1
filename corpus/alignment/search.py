"""Which of many English originals the Japanese of a page renders, without being told: `index_of`, then `quoted_by`.

A page's Japanese is compared with every sentence of every original by its vector, and what is near by the score of
texts. An original is taken for quoted if its sentences render those of one Japanese passage well enough together.
Whoever is known to have said something else is passed over: a text much like it, of another speaker, is not it.

The similarity of a common sentence is high with many; so a Japanese sentence's likeness to an original is measured
against its likeness to all the others (the neighbourhood of Artetxe and Schwenk 2019, on one side).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.alignment.comparing.facing import facing_texts
from corpus.alignment.comparing.signals import text_score
from corpus.alignment.learned.coefficients import Linear
from corpus.alignment.learned.encoder import Encoder
from corpus.alignment.learned.models import Models
from corpus.alignment.page.places import same_speaker
from corpus.alignment.products import product
from corpus.alignment.runs import Floats, Ints
from corpus.types import Attribution, Passage

MOST = 6  # originals for a page
SHORTEST = 8  # characters; less Japanese than that is like too much
NEIGHBOURS = 8  # originals that tell how common a Japanese sentence is
UNLIKE = 0.15  # the usual cosine of a sentence and the nearest one of an original that it has nothing to do with
LIKELY = 8  # originals that are thought of for a passage
LOOKED_AT = 12  # pairs of a passage and an original whose texts are scored, for a page
AHEAD = 0.12  # nearer than to all others, at the least, by the cosines of a passage's sentences
OF_THE_SAME = 0.15  # what the name of its author on the page is worth, in cosine
# Log-odds of a passage's sentences, together, by which an original is taken for quoted.
ENOUGH = {"quotation": 2.0, "narration": 4.0}
ENOUGH_OF_THE_SAME = -1.0  # where the page names its author, or links to it


@dataclass(frozen=True)
class Index:
    """The sentences of all originals that have any: their texts, vectors (n, d) of unit length, and their bounds.

    Original `number[o]` has the sentences `first[o]` to `first[o + 1]`, and `said[o]` says them.
    """

    texts: tuple[str, ...]
    vectors: Floats
    number: tuple[int, ...]
    first: tuple[int, ...]
    said: tuple[Attribution, ...]


def index_of(originals: Sequence[tuple[str, Sequence[Passage]]], encoder: Encoder) -> Index:
    """The index of originals, each its text and passages."""
    texts: list[str] = []
    number, first, said = [], [0], []
    for at, (text, passages) in enumerate(originals):
        spans = [sentence.span for passage in passages for sentence in passage.sentences]
        if spans:
            texts.extend(text[span.start : span.end] for span in spans)
            number.append(at)
            first.append(len(texts))
            said.append(passages[0].attribution)
    return Index(tuple(texts), encoder.encode(texts), tuple(number), tuple(first), tuple(said))


def quoted_by(
    text: str,
    page: Sequence[Passage],
    index: Index,
    models: Models,
    local: Linear,
    named: Callable[[int], bool] = lambda original: False,
) -> list[int]:
    """The numbers of the originals that Japanese passages of a page render, the likeliest first, at most `MOST`.

    `named(original)` tells whether the page links to an original or names its author: then less evidence is enough.
    """
    passages = _outer([p for p in page if p.language == "ja" and p.role in ("quotation", "narration")])
    queries = [
        (number, text[s.span.start : s.span.end])
        for number, passage in enumerate(passages)
        for s in passage.sentences
        if len(s.span) >= SHORTEST
    ]
    if not queries or not index.number:
        return []
    mine = np.array([number for number, _ in queries])
    alike = product(models.encoder.encode([query for _, query in queries]), index.vectors.T)
    ahead = _ahead(alike, index)
    likely = _likely(passages, mine, ahead, index, named)
    if not likely:
        return []
    rows = {number: np.flatnonzero(mine == number).tolist() for number, _, _ in likely}
    near = {(row, o): _nearest(alike[row], index, o) for number, o, _ in likely for row in rows[number]}
    ja = {row: at for at, row in enumerate(sorted({row for row, _ in near}))}
    en = {place: at for at, place in enumerate(sorted(set(near.values())))}
    facing = facing_texts([queries[row][1] for row in ja], [index.texts[place] for place in en], models)
    odds = np.round(text_score(facing, local), 4)
    found: dict[int, float] = {}
    for number, o, known in likely:
        best, *others = sorted((float(odds[ja[row], en[near[row, o]]]) for row in rows[number]), reverse=True)
        total = best + sum(max(0.0, value) for value in others)
        if total >= (ENOUGH_OF_THE_SAME if known else ENOUGH[passages[number].role]):
            found[o] = max(found.get(o, total), total)
    return [index.number[o] for o in sorted(found, key=lambda o: (-found[o], o))[:MOST]]


def _nearest(alike: Floats, index: Index, original: int) -> int:
    """The sentence of an original that comes nearest."""
    first, end = index.first[original], index.first[original + 1]
    return first + int(alike[first:end].argmax())


def _ahead(alike: Floats, index: Index) -> Floats:
    """How much nearer each original's nearest sentence is to each Japanese one than those of others (q, o), from 0.

    Where there are few originals, as many as are lacking are thought of that have nothing to do with it.
    """
    best = np.maximum.reduceat(alike, index.first[:-1], axis=1)
    lacking = np.full((len(best), max(0, NEIGHBOURS - best.shape[1])), UNLIKE, best.dtype)
    every = np.concatenate([best, lacking], axis=1)
    usual = np.partition(every, every.shape[1] - NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].mean(axis=1, keepdims=True)
    return np.asarray(np.round(best - usual, 4), np.float32)


def _likely(
    passages: Sequence[Passage], mine: Ints, ahead: Floats, index: Index, named: Callable[[int], bool]
) -> list[tuple[int, int, bool]]:
    """Passages with originals worth a look, and whether the page names who said them; those of others are not."""
    found = []
    for number in np.unique(mine).tolist():
        nearer = ahead[mine == number]
        total = np.maximum(nearer, 0).sum(axis=0)
        for o in np.argsort(-(total + nearer.max(axis=0)), kind="stable")[:LIKELY].tolist():
            if total[o] + OF_THE_SAME < AHEAD - 1e-4:
                continue  # whoever said it
            standing = same_speaker(passages[number].attribution, index.said[o])
            known = standing > 0 or named(index.number[o])
            worth = round(float(total[o]) + (OF_THE_SAME if known else 0.0), 4)
            if standing >= 0 and worth >= AHEAD:
                found.append((-worth, number, o, known))
    return [(number, o, known) for _, number, o, known in sorted(found)[:LOOKED_AT]]


def _outer(passages: Sequence[Passage]) -> list[Passage]:
    """The passages without the clauses that stand inside narration: a whole sentence is near enough to be found by."""
    kept: list[Passage] = []
    told = 0  # as far as narration has been kept
    for passage in sorted(passages, key=lambda p: (p.span.start, -p.span.end)):
        if passage.role != "narration":
            kept.append(passage)
        elif passage.span.end > told:
            kept.append(passage)
            told = passage.span.end
    return kept
