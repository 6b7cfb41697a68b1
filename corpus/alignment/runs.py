"""Runs of consecutive sentences: the two halves of every bead that is thought of.

The sentences of a page's passages stand in one list a side; a run is `[first, end)` of that list within one passage.
Passages may be rival readings of the same characters, so runs overlap where their characters do, not their indices.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.text import spell
from corpus.types import Language, Passage, Sentence

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Array = NDArray[np.float64]
Number = TypeVar("Number", np.int64, np.float32, np.float64)

_AROUND = "「」『』“”\"‘’'.。!！"  # what two sentences may have at their ends and say the same
WIDE = 2048  # numbers of a row: longer ones are not copied together


@dataclass(frozen=True)
class Runs:
    """All runs of up to `most` sentences of one side, as arrays over runs (r,), and the sentences they are made of."""

    texts: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    owner: Ints  # sentence -> index into passages (n,)
    first: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.first)

    def part(self, kept: Ints) -> Runs:
        """The runs of some of the passages, by their indices in order."""
        place = np.full(len(self.passages), -1, np.int64)
        place[kept] = np.arange(len(kept))
        stays = place[self.owner] >= 0
        at = np.cumsum(stays) - 1  # sentence -> its index among those that stay
        runs = np.flatnonzero(place[self.passage] >= 0) if len(self) else np.zeros(0, np.int64)
        sentences = np.flatnonzero(stays).tolist()
        return Runs(
            tuple(self.texts[i] for i in sentences),
            tuple(self.sentences[i] for i in sentences),
            tuple(self.passages[i] for i in kept.tolist()),
            place[self.owner[stays]],
            at[self.first[runs]],
            at[self.end[runs] - 1] + 1,
        )

    @property
    def language(self) -> Language:
        """The language of all passages."""
        return self.passages[0].language if self.passages else "ja"

    @cached_property
    def single(self) -> bool:
        """Whether every run is one sentence, and all sentences are there."""
        return len(self) == len(self.texts) and bool((self.size == 1).all())

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """(first, end) of each run, as indices of sentences."""
        return list(zip(self.first.tolist(), self.end.tolist(), strict=True))

    @cached_property
    def passage(self) -> Ints:
        """Run -> index into passages (r,)."""
        return self.owner[self.first]

    @cached_property
    def size(self) -> Ints:
        """How many sentences a run has (r,)."""
        return self.end - self.first

    @cached_property
    def quoted(self) -> Bools:
        """Which runs stand in quotations (r,)."""
        return np.array([passage.role == "quotation" for passage in self.passages], np.bool_)[self.passage]

    @cached_property
    def offsets(self) -> tuple[Ints, Ints]:
        """How many sentences of its passage stand before each run (r,), and behind it (r,)."""
        begins = np.searchsorted(self.owner, np.arange(len(self.passages)))
        counts = np.bincount(self.owner, minlength=len(self.passages))
        before = self.first - begins[self.passage]
        return before, counts[self.passage] - before - self.size

    def at(self, first: Ints, size: Ints | int) -> Ints:
        """The runs of so many sentences from given ones on, -1 where there is none (b,)."""
        found: Ints = self._table[np.minimum(size, len(self._table) - 1), first]
        return found

    @cached_property
    def _table(self) -> Ints:
        """Size and first sentence -> run; the size 0, the one too many and the last sentence stand for none."""
        table = np.full((int(self.size.max(initial=0)) + 2, len(self.texts) + 1), -1)
        table[self.size, self.first] = np.arange(len(self))
        return table

    @cached_property
    def before(self) -> Ints:
        """Sentence -> the one that ends last before it in its document, -1 where none does."""
        places = self._places
        order = sorted(range(len(places)), key=lambda i: (places[i][0], places[i][2]))
        ends = [(places[i][0], places[i][2]) for i in order]
        found = (bisect_right(ends, (document, start)) - 1 for document, start, _ in places)
        return np.array([self._in_document(i, order[at]) if at >= 0 else -1 for i, at in enumerate(found)], np.int64)

    @cached_property
    def behind(self) -> Ints:
        """Sentence -> the one that begins first behind it in its document, -1 where none does."""
        places = self._places
        order = sorted(range(len(places)), key=lambda i: places[i][:2])
        starts = [places[i][:2] for i in order]
        found = (bisect_left(starts, (document, end)) for document, _, end in places)
        last = len(order)
        return np.array([self._in_document(i, order[at]) if at < last else -1 for i, at in enumerate(found)], np.int64)

    @cached_property
    def host(self) -> Ints:
        """Run -> the sentence of narration that it is a clause of, as a run; itself where it is none (r,)."""
        found = np.arange(len(self))
        told = np.array([passage.role == "narration" for passage in self.passages], np.bool_)[self.passage]
        single = np.flatnonzero(told & (self.size == 1))
        document, start, end = self.characters[single].T
        inside = (document[:, None] == document) & (start[:, None] >= start) & (end[:, None] <= end)
        if len(single):
            found[single] = single[np.where(inside, self.length[single], 0).argmax(axis=1)]
        return found

    @property
    def _places(self) -> list[tuple[int, int, int]]:
        """Document, first and last character of each sentence."""
        owners = (self.passages[owner].document for owner in self.owner.tolist())
        return [(d, s.span.start, s.span.end) for d, s in zip(owners, self.sentences, strict=True)]

    def _in_document(self, sentence: int, other: int) -> int:
        """The other sentence if it stands in the same document, else -1."""
        own, its = (self.passages[int(self.owner[at])].document for at in (sentence, other))
        return other if own == its else -1

    @cached_property
    def characters(self) -> Ints:
        """Document, first and last character of each run (r, 3)."""
        return np.array(
            [
                (
                    self.passages[self.owner[a]].document,
                    self.sentences[a].span.start,
                    self.sentences[b - 1].span.end,
                )
                for a, b in self.bounds
            ],
            np.int64,
        ).reshape(-1, 3)

    @cached_property
    def length(self) -> Ints:
        """Characters from a run's beginning to its end (r,)."""
        return self.characters[:, 2] - self.characters[:, 1]

    @cached_property
    def overlap(self) -> Bools:
        """Which runs share characters (r, r); a run overlaps itself."""
        document, start, end = self.characters.T
        same = document[:, None] == document[None, :]
        return np.asarray(same & (start[:, None] < end[None, :]) & (start[None, :] < end[:, None]))

    @cached_property
    def apart(self) -> Bools:
        """Which runs share no character (r, r)."""
        return ~self.overlap

    @cached_property
    def twins(self) -> tuple[Ints, ...]:
        """Runs in different places that say the same, a group each: what a page quotes twice.

        Blanks, capitals, quotation marks around a sentence and its full stop aside; a question is not the same.
        """
        bare = ["".join(text.split()).casefold().strip(_AROUND) for text in self.texts]
        groups: dict[tuple[str, ...], list[int]] = {}
        if len(set(bare)) < len(bare):
            for run, (first, end) in enumerate(self.bounds):
                groups.setdefault(tuple(bare[first:end]), []).append(run)
        found = (np.array(group, np.int64) for said, group in groups.items() if any(said) and len(group) > 1)
        return tuple(group for group in found if len(np.unique(self.characters[group], axis=0)) > 1)

    @cached_property
    def readings(self) -> tuple[Ints, Ints]:
        """For each run the longer ones that share characters with it, and the others that do (r, k); -1 fills up.

        The same characters in another passage are no other reading.
        """
        _, start, end = self.characters.T
        longer = self.length[None, :] > self.length[:, None]
        near = self.overlap & ((start[:, None] != start[None, :]) | (end[:, None] != end[None, :]))
        return _listed(near & longer), _listed(near & ~longer)

    def total(self, per_sentence: NDArray[Number]) -> NDArray[Number]:
        """Sums of per-sentence rows (n, ...) over each run (r, ...), by differences of prefix sums."""
        if self.single:
            return per_sentence
        prefix = np.concatenate([np.zeros_like(per_sentence[:1]), running(per_sentence.copy())])
        found: NDArray[Number] = prefix[self.end] - prefix[self.first]
        return found

    def largest(self, per_sentence: Floats) -> Floats:
        """Maxima of per-sentence columns (k, n) over each run (k, r)."""
        if self.single:
            return per_sentence
        best = per_sentence[:, self.first].copy()
        for more in range(1, int(self.size.max(initial=1))):
            longer = self.size > more
            best[:, longer] = np.maximum(best[:, longer], per_sentence[:, self.first[longer] + more])
        return best


def ranges(starts: Ints, sizes: Ints) -> Ints:
    """The whole numbers of `[start, start + size)` of each row, one row after the other (sum of sizes,)."""
    return np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)


def running(rows: NDArray[Number], fold: np.ufunc = np.add) -> NDArray[Number]:
    """Rows (n, ...), each with all before it folded into it in place: `fold.accumulate(rows)`, five times as fast.

    That goes through a matrix column by column.
    """
    if rows.ndim == 1:
        fold.accumulate(rows, out=rows)
    else:
        for before, row in pairwise(rows):
            fold(before, row, out=row)
    return rows


def _listed(wanted: Bools) -> Ints:
    """The columns that are wanted of each row (r, k), in order; -1 fills up."""
    counts = wanted.sum(axis=1)
    found = np.full((len(wanted), int(counts.max(initial=0))), -1)
    rows, columns = np.nonzero(wanted)
    found[rows, ranges(np.zeros(len(wanted), np.int64), counts)] = columns
    return found


def folded(fold: np.ufunc, rows: Floats, texts: Sequence[Ints]) -> Floats:
    """What a function of two numbers makes of the rows (u, w) of each text, one after the other; 0 of none (n, w)."""
    found = np.zeros((len(texts), rows.shape[1]), np.float32)
    for mine, text in zip(found, texts, strict=True):
        if rows.shape[1] <= WIDE and len(text):
            fold.reduce(rows.take(text, axis=0), axis=0, out=mine)
        else:
            for at in text.tolist():
                fold(mine, rows[at], out=mine)
    return found


def runs_of(passages: Sequence[Passage], texts: Sequence[str], most: int) -> Runs:
    """All runs of up to `most` sentences within each passage; `texts[d]` is the text of document d."""
    sentences = tuple(sentence for passage in passages for sentence in passage.sentences)
    owner = np.array([index for index, passage in enumerate(passages) for _ in passage.sentences], np.int64)
    bounds = [
        (at, at + size)
        for at in range(len(sentences))
        for size in range(1, most + 1)
        if at + size <= len(sentences) and owner[at] == owner[at + size - 1]
    ]
    first, end = (
        (np.array(side, np.int64) for side in zip(*bounds, strict=True)) if bounds else (np.zeros(0, np.int64),) * 2
    )
    spoken = tuple(
        _spoken(texts[passages[owner[i]].document], passages[owner[i]].language, sentence)
        for i, sentence in enumerate(sentences)
    )
    return Runs(spoken, sentences, tuple(passages), owner, first, end)


def _spoken(text: str, language: Language, sentence: Sentence) -> str:
    """A sentence as it stands in its document, without what stands between its pieces."""
    if not sentence.pieces:
        return text[sentence.span.start : sentence.span.end]
    return spell(language, text, sentence.pieces)
