"""Learn where renderings begin and end in narration: `python scripts/train_clauses.py`.

From the entries of `data/gold/quotations` and the pages of `data/gold/pages` that maps may see: what is told there in
narration, with the part that renders something, and, less heavily, sentences that render as a whole. Writes
`corpus/models/clauses.npz` and prints how many clauses of what is only reported on are among the candidates. `--check`
prints that alone.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import regex
from learning.stages import packed
from numpy.typing import NDArray
from pages.edits import Page
from pages.layouts import frame_of
from pages.quotations import Quotation
from pages.real import REAL, REAL_HELP
from pages.written import Written
from tqdm import tqdm

from corpus.extraction.clauses.edges import (
    ENDERS,
    LIKELY,
    MOST_WORTH,
    SLOTS_BITS,
    STEP,
    TABLE,
    Edges,
    Steps,
    Weights,
    open_places,
)
from corpus.extraction.clauses.frames import PAIRS_BITS
from corpus.extraction.clauses.proposed import clauses
from corpus.extraction.clauses.segments import shares
from corpus.extraction.sentences.splitting import split_japanese
from corpus.store import write_atomic
from corpus.types import Sentence, Span

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Slots = NDArray[np.int32]
WHOLE = 0.3  # what a sentence that renders as a whole weighs beside a clause
OWN = 6.0  # what a sentence of a whole page or of narration weighs beside one of a quotation: they are few and varied
TAKEN = 0.33  # share of such sentences that is learned from
PLAIN = 0.15  # share of such sentences that are told once more with the plainest tails, which the entries avoid
# Who tells, where it is nobody by name.
CALLED = (
    "同氏", "氏", "彼", "彼女", "本人", "社長", "同社", "会社", "監督", "博士",
    "店主", "広報担当者", "市長", "教授", "代表", "選手", "作者", "店", "同局", "当局",
)  # fmt: skip
NARRATION = Path(__file__).resolve().parent.parent / "data" / "gold" / "narration"
_PART = regex.compile(r"\[[^\[\]]*\]")
_LINE = regex.compile(r"[^\n]+")
_BRACKETS = regex.compile(r"[「『（(“\"［][^」』）)”\"］]*$")  # what stands in these is no clause
_ENGLISH = regex.compile(r"[（(「“\"]{1,2}[^（）()\p{Han}\p{Hiragana}\p{Katakana}]*\p{Latin}{2}")  # behind a sentence
RIDGE, RATE, TINY = 16.0, 0.3, 1e-8
ALONE, TOGETHER = 60, 100  # rounds


@dataclass(frozen=True)
class Told:
    """A sentence, the parts of it that render something, in order, and how much it weighs."""

    text: str
    parts: tuple[tuple[int, int], ...]
    own: float = 1.0

    @property
    def whole(self) -> bool:
        """Whether all of it is one rendering."""
        return self.parts == ((0, len(self.text.rstrip(ENDERS))),)

    @property
    def weight(self) -> float:
        """How much it weighs: sentences that render as a whole are many."""
        return self.own * (WHOLE if self.whole else 1.0)


def told(found: Iterable[Quotation], *, to_learn: bool) -> Iterator[Told]:
    """What entries tell in one sentence; `to_learn` from, `TAKEN` of whole ones, some once more with plain tails."""
    rng = random.Random(7)
    for quotation in found:
        for report in quotation.reported:
            text = _ended(report["text"])
            begin = text.index(report["ja"])
            if len(split_japanese(text, 0, len(text))) == 1:
                yield Told(text, ((begin, begin + len(report["ja"].rstrip(ENDERS))),))
        for row in quotation.rows:
            for text in (*row["ja"], *row.get("free", ())):
                said = text.rstrip(ENDERS)
                if not to_learn or rng.random() < TAKEN:
                    yield Told(_ended(text), ((0, len(said)),))
                if to_learn and rng.random() < PLAIN:
                    yield _plainly(said, quotation, rng)


def told_on(pages: Iterable[Page]) -> Iterator[Told]:
    """What whole pages tell in a sentence, without the English that stands in it."""
    for page in pages:
        text = page.text
        spans = [Span(*span) for row in page.pairs if not row["headline"] for span in row["ja"]]
        own_weight = OWN * REAL if page.real else OWN
        for line in _LINE.finditer(text):
            own = [span for span in spans if line.start() <= span.start and span.end <= line.end()]
            for sentence in split_japanese(text, *line.span()) if own else []:
                for start, stop in _without_english(text, sentence.span):
                    parts = {
                        (span.start - start, span.start - start + len(text[span.start : span.end].rstrip(ENDERS)))
                        for span in own
                        if start <= span.start and span.end <= stop and not _BRACKETS.search(text, start, span.start)
                    }
                    if parts:
                        yield Told(text[start:stop], tuple(sorted(parts)), own_weight)


def _without_english(text: str, sentence: Span) -> Iterator[tuple[int, int]]:
    """What stands before, between and behind the English of a sentence."""
    start = sentence.start
    for match in _ENGLISH.finditer(text, sentence.start, sentence.end):
        yield start, match.start()
        start = match.end()
    yield start, sentence.end


def narrated(folder: Path = NARRATION) -> Iterator[Told]:
    """What the sentences tell that were written for this alone, a line each, the parts that render in brackets."""
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = line.replace("[", "").replace("]", "")
            last = len(text.rstrip(ENDERS))
            places = enumerate(_PART.finditer(line))
            parts = tuple((match.start() - 2 * at, min(match.end() - 2 * at - 2, last)) for at, match in places)
            if parts:
                yield Told(text, parts, OWN)


def _ended(text: str) -> str:
    return text if text[-1] in ENDERS else text + "。"


def _plainly(said: str, quotation: Quotation, rng: random.Random) -> Told:
    """A sentence as news tell it."""
    full, family = quotation.called(rng)
    frame, topic, tail = frame_of(family if rng.random() < 0.6 else rng.choice(CALLED), full, rng)
    return Told(frame + topic + said + tail, ((len(frame), len(frame + topic + said)),))


def chosen(found: Sequence[Told], *, end: bool) -> tuple[Slots, Ints, Ints, Array]:
    """The features of all places (features, n), where each choice's begin, which place is right, its weight.

    A sentence is a choice for each of its parts.
    """
    features, starts, right, weight, count = [], [], [], [], 0
    for each in found:
        places = np.flatnonzero(open_places(each.text)[end])
        own = Edges(each.text).features(0, len(each.text))[places]
        for part in each.parts:
            here = np.flatnonzero(places == part[end])
            if len(here):
                features.append(own)
                starts.append(count)
                right.append(count + int(here[0]))
                weight.append(each.weight)
                count += len(places)
    return np.concatenate(features, dtype=np.int32).T.copy(), np.array(starts), np.array(right), np.array(weight)


class _Own(NamedTuple):
    """The likeliest pairs of places of a sentence: these places, and the row and the column of each pair among them."""

    places: tuple[Ints, Ints]
    features: tuple[Ints, Ints]
    rows: Ints
    columns: Ints
    slots: Slots
    right: Array
    weight: float

    @staticmethod
    def of(each: Told, alone: Steps) -> _Own | None:
        """Those of a sentence; None if what is right is not among them."""
        edges, size = Edges(each.text), len(each.text)
        every = edges.features(0, size)
        begins, ends, _ = edges.likely(0, size, np.stack([weights[every].sum(axis=1) for weights in alone]))
        may = begins[:, None] < ends
        right = np.zeros_like(may)
        for begin, end in each.parts:
            right |= may & (begins[:, None] == begin) & (ends == end)
        if right.sum() < len(each.parts):
            return None
        rows, columns = np.nonzero(may)
        slots = edges.slots(0, size, begins, ends)[:, rows, columns].astype(np.int32)
        features = every[begins], every[ends]
        return _Own((begins, ends), features, rows, columns, slots, right[may].astype(np.float64), each.weight)


def _filled(places: Sequence[Ints], none: int) -> Ints:
    return np.stack([np.pad(own, (0, LIKELY + 1 - len(own)), constant_values=none) for own in places])


def _features(found: Iterable[Ints]) -> Slots:
    return np.concatenate(list(found), dtype=np.int32).T.copy()


@dataclass(frozen=True)
class Pairs:
    """The likeliest pairs of places of sentences, all in a row, and which are right.

    `features` are the slots of beginnings and of ends (features, n), `of` the beginning and the end of each pair,
    `slots` those of what both say together (features, pairs), `cells` where each stands among all of its sentence,
    `begins` and `ends` the places of these (sentences, LIKELY + 1), none at the end where there are fewer.
    """

    features: tuple[Slots, Slots]
    of: tuple[Ints, Ints]
    slots: Slots
    cells: tuple[Ints, Ints, Ints]
    begins: Ints
    ends: Ints
    right: Array
    weight: Array

    @staticmethod
    def likely(found: Iterable[Told], alone: Steps) -> Pairs:
        """The likeliest by what places are worth alone; a sentence whose right pairs are not among them is left out."""
        owns = [own for each in found if (own := _Own.of(each, alone)) is not None]
        begins, ends = (np.cumsum([0, *(len(own.places[side]) for own in owns)]) for side in (0, 1))
        none = max(int(own.places[1][-1]) for own in owns) + 1  # behind every place
        return Pairs(
            (_features(own.features[0] for own in owns), _features(own.features[1] for own in owns)),
            (
                np.concatenate([own.rows + begin for own, begin in zip(owns, begins, strict=False)]),
                np.concatenate([own.columns + end for own, end in zip(owns, ends, strict=False)]),
            ),
            np.concatenate([own.slots for own in owns], axis=1),
            (
                np.repeat(np.arange(len(owns)), [len(own.rows) for own in owns]),
                np.concatenate([own.rows for own in owns]),
                np.concatenate([own.columns for own in owns]),
            ),
            _filled([own.places[0] for own in owns], none),
            _filled([own.places[1] for own in owns], none),
            np.concatenate([own.right for own in owns]),
            np.concatenate([np.full(len(own.rows), own.weight) for own in owns]),
        )

    def gap(self, odds: Array) -> Array:
        """The gradient of the loss by the odds of each pair: how likely it is, less whether it is right."""
        worth = np.zeros((len(self.begins), LIKELY + 1, LIKELY + 1))
        worth[self.cells] = np.exp(np.minimum(odds, MOST_WORTH))
        gaps: Array = (shares(worth, self.begins, self.ends)[self.cells] - self.right) * self.weight
        return gaps


def table(written: Iterable[Written]) -> Weights:
    """The weights that are learned from quotations and whole pages."""
    found = [each for part in written for each in (*told(part.told, to_learn=True), *told_on(part.pages))]
    found += narrated()
    alone = np.stack([learned(found, end=end) for end in (False, True)])
    return together(Pairs.likely(found, alone))


def learned(found: Sequence[Told], *, end: bool) -> Steps:
    """The weights under which the right places are likeliest, a softmax a sentence: what pairs are looked for by."""
    features, starts, right, weight = chosen(found, end=end)
    descent = Descent(starts, right, weight, features.shape[1])
    weights = np.zeros(1 << SLOTS_BITS)
    squares = np.full_like(weights, TINY)
    for _ in range(ALONE):
        gap = descent.gap(_worth(weights, features))
        _step(weights, squares, features, gap)
    return _rounded(weights)


def together(pairs: Pairs) -> Weights:
    """The weights under which the right pairs are likeliest, all those of a sentence at once."""
    weights = [np.zeros(1 << SLOTS_BITS), np.zeros(1 << SLOTS_BITS), np.zeros(1 << PAIRS_BITS)]
    squares = [np.full_like(each, TINY) for each in weights]
    for _ in tqdm(range(TOGETHER), desc="edges", disable=None):
        odds = _worth(weights[2], pairs.slots)
        for side, features in enumerate(pairs.features):
            odds += _worth(weights[side], features)[pairs.of[side]]
        gap = pairs.gap(odds)
        for side, features in enumerate(pairs.features):
            gaps = np.bincount(pairs.of[side], gap, features.shape[1]).astype(np.float64)
            _step(weights[side], squares[side], features, gaps)
        _step(weights[2], squares[2], pairs.slots, gap)
    begins, ends, both = map(_rounded, weights)
    return Weights(np.stack([begins, ends]), both)


class Descent:
    """Sentences with their choices in a row: how far the probabilities are from what is right."""

    def __init__(self, starts: Ints, right: Ints, weight: Array, count: int) -> None:
        self.starts, self.right = starts, right
        self.sizes = np.diff(np.append(starts, count))
        self.each = np.repeat(weight, self.sizes)

    def gap(self, odds: Array) -> Array:
        """The gradient of the loss by the odds of each choice."""
        odds = np.exp(odds - np.repeat(np.maximum.reduceat(odds, self.starts), self.sizes))
        p = odds / np.repeat(np.add.reduceat(odds, self.starts), self.sizes)
        p[self.right] -= 1
        gaps: Array = p * self.each
        return gaps


def _worth(weights: Array, slots: Slots) -> Array:
    """What the weights of their slots (features, n) are together for n choices."""
    found = np.zeros(slots.shape[1])
    for row in slots:
        found += weights[row]
    return found


def _step(weights: Array, squares: Array, slots: Slots, gaps: Array) -> None:
    """One step of Adagrad with a ridge, in place; `slots` (features, n) are those of the n choices with these gaps."""
    gradient = RIDGE * weights
    for row in slots:
        gradient += np.bincount(row, gaps, len(weights))
    squares += gradient**2
    weights -= RATE * gradient / np.sqrt(squares)


def _rounded(weights: Array) -> Steps:
    """Weights in steps, as many as a byte holds."""
    return np.clip(np.round(weights / STEP), -127, 127).astype(np.int32)


def report(found: Sequence[Told]) -> str:
    """How many clauses are among the candidates, and how many candidates there are."""
    right = total = first = count = 0
    told_in_part = [each for each in found if not each.whole]
    for each in told_in_part:
        size = len(each.text)
        _, candidates = clauses(Sentence(Span(0, size)), Edges(each.text))
        spans = {(clause.span.start, clause.span.end) for clause in candidates} | {(0, len(each.text.rstrip(ENDERS)))}
        ways = Edges(each.text).of(0, size)
        best = np.argsort(-ways.odds, axis=None, kind="stable")[: len(each.parts)]
        rows, columns = np.unravel_index(best, ways.odds.shape)
        likeliest = set(zip(ways.begins[rows].tolist(), ways.ends[columns].tolist(), strict=True))
        right += len(spans.intersection(each.parts))
        first += len(likeliest.intersection(each.parts))
        total += len(spans)
        count += len(each.parts)
    return (
        f"{right} of {count} clauses ({right / count:.3f}) among {total / len(told_in_part):.1f} candidates a "
        f"sentence, {first} ({first / count:.3f}) the likeliest"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, write, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--check", action="store_true", help="report on the table that is there")
    parser.add_argument("--real", type=Path, help=REAL_HELP)
    args = parser.parse_args(argv)
    if not args.check:
        found = table([Written.of("fit", args.real)])
        begins, ends, pairs = (each.astype(np.int8) for each in (*found.places, found.pairs))
        write_atomic(args.out, packed({"begins": begins, "ends": ends, "pairs": pairs}, deflated=True))
        print(f"written: {args.out}")
    reported = Written.of("report")
    print("quotations:", report(list(told(reported.told, to_learn=False))))
    print("whole pages:", report(list(told_on(reported.pages))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
