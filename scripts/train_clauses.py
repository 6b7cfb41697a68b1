"""Learn where renderings begin and end in narration: `python scripts/train_clauses.py`.

From the entries of `data/gold/quotations` that maps may see: what is told there in narration, with the part that
renders something, and, less heavily, sentences that render as a whole. Writes `corpus/models/clauses.npz` and prints
how many clauses of the entries that are only reported on are among the candidates. `--check` prints that alone.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

import numpy as np
from numpy.typing import NDArray
from page_layouts import frame_of
from page_quotations import Quotation, quotations

from corpus.extraction.clauses import clauses
from corpus.extraction.edges import ENDERS, SLOTS_BITS, STEP, TABLE, Edges, open_places
from corpus.extraction.sentences import split_japanese
from corpus.store import write_atomic
from corpus.types import Sentence, Span

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
WHOLE = 0.1  # what a sentence that renders as a whole weighs beside a clause
PLAIN = 0.15  # share of such sentences that are told once more with the plainest tails, which the entries avoid
# Who tells, where it is nobody by name.
CALLED = (
    "同氏", "氏", "彼", "彼女", "本人", "社長", "同社", "会社", "監督", "博士",
    "店主", "広報担当者", "市長", "教授", "代表", "選手", "作者", "店", "同局", "当局",
)  # fmt: skip
RIDGE, ROUNDS, RATE = 4.0, 150, 0.3


@dataclass(frozen=True)
class Told:
    """A sentence, the part of it that renders something, and whether that is only a part."""

    text: str
    begin: int
    end: int
    clause: bool


def told(found: Iterable[Quotation], *, plainly: bool) -> Iterator[Told]:
    """What entries tell in one sentence; `plainly`: some of it once more with the plainest tails."""
    rng = random.Random(7)
    for quotation in found:
        for report in quotation.reported:
            text = _ended(report["text"])
            begin = text.index(report["ja"])
            if len(split_japanese(text, 0, len(text))) == 1:
                yield Told(text, begin, begin + len(report["ja"].rstrip(ENDERS)), True)
        for row in quotation.rows:
            for text in (*row["ja"], *row.get("free", ())):
                said = text.rstrip(ENDERS)
                yield Told(_ended(text), 0, len(said), False)
                if plainly and rng.random() < PLAIN:
                    yield _plainly(said, quotation, rng)


def _ended(text: str) -> str:
    return text if text[-1] in ENDERS else text + "。"


def _plainly(said: str, quotation: Quotation, rng: random.Random) -> Told:
    """A sentence as news tell it."""
    full, family = quotation.called(rng)
    frame, topic, tail = frame_of(family if rng.random() < 0.6 else rng.choice(CALLED), full, rng)
    return Told(frame + topic + said + tail, len(frame), len(frame + topic + said), True)


def chosen(found: Sequence[Told], *, end: bool) -> tuple[Ints, Ints, Ints, Array]:
    """The features of all places (n, features), where each sentence's begin, which place is right, its weight."""
    features, starts, right, weight, count = [], [], [], [], 0
    for each in found:
        places = np.flatnonzero(open_places(each.text)[end])
        here = np.flatnonzero(places == (each.end if end else each.begin))
        if len(here):
            features.append(Edges(each.text).features(0, len(each.text))[places])
            starts.append(count)
            right.append(count + int(here[0]))
            weight.append(1.0 if each.clause else WHOLE)
            count += len(places)
    return np.concatenate(features), np.array(starts), np.array(right), np.array(weight)


def table(entries: Iterable[Quotation]) -> NDArray[np.int8]:
    """The weights that are learned from entries, for beginnings and for ends (2, slots)."""
    found = list(told(entries, plainly=True))
    return np.stack([learned(found, end=end) for end in (False, True)])


def learned(found: Sequence[Told], *, end: bool) -> NDArray[np.int8]:
    """The weights under which the right places are likeliest, a softmax a sentence, by Adagrad with a ridge."""
    features, starts, right, weight = chosen(found, end=end)
    sizes = np.diff(np.append(starts, len(features)))
    each = np.repeat(weight, sizes)
    weights, squares = np.zeros(1 << SLOTS_BITS), np.full(1 << SLOTS_BITS, 1e-8)
    for _ in range(ROUNDS):
        odds = weights[features].sum(axis=1)
        odds = np.exp(odds - np.repeat(np.maximum.reduceat(odds, starts), sizes))
        p = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        p[right] -= 1
        each_slot = np.bincount(features.ravel(), np.repeat(p * each, features.shape[1]), len(weights))
        gradient = each_slot + RIDGE * weights
        squares += gradient**2
        weights -= RATE * gradient / np.sqrt(squares)
    return np.clip(np.round(weights / STEP), -127, 127).astype(np.int8)


def report(found: Sequence[Told]) -> str:
    """How many clauses are among the candidates, and how many candidates there are."""
    right = total = 0
    told_in_part = [each for each in found if each.clause]
    for each in told_in_part:
        _, candidates = clauses(Sentence(Span(0, len(each.text))), Edges(each.text))
        spans = {(clause.span.start, clause.span.end) for clause in candidates} | {(0, len(each.text.rstrip(ENDERS)))}
        right += (each.begin, each.end) in spans
        total += len(spans)
    count = len(told_in_part)
    return f"{right} of {count} clauses ({right / count:.3f}) among {total / count:.1f} candidates a sentence"


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, write, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--check", action="store_true", help="report on the table that is there")
    args = parser.parse_args(argv)
    if not args.check:
        begins, ends = table(quotations("fit"))
        stored = io.BytesIO()
        np.savez_compressed(stored, begins=begins, ends=ends)
        write_atomic(args.out, stored.getvalue())
        print(f"written: {args.out}")
    print(report(list(told(quotations("report"), plainly=False))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
