"""Where in a sentence of narration a rendering may begin and end: a learned log-probability of every pair of places.

"さらに、社長は来月から試験運用を始めることも発表しました。" renders what stands between its frame ("さらに、社長は")
and its tail ("ことも発表しました"). The words around both places tell, and writers have hundreds: a list of tails
found half of the clauses of `data/gold/quotations`, what was learned from other entries there finds nine in ten.
What a pair weighs is a sum over runs of letters on both sides of either place, how far it is from the ends of the
sentence, how that ends, and what both say together (`frames.py`), in whole numbers. How likely it is, is its share of
all sets of pairs that do not overlap (`segments.py`): a sentence may tell of several things. It is learned by
`scripts/train_clauses.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import regex
from numpy.typing import NDArray

from corpus.extraction import hashing
from corpus.extraction.clauses.frames import pair_slots
from corpus.extraction.clauses.segments import shares
from corpus.extraction.hashing import Codes, Ints, load_weights, mixed
from corpus.extraction.lines.marks import LINK
from corpus.learned import MODELS

TABLE = MODELS / "clauses.npz"
SLOTS_BITS = 17  # of a hash: how many weights there are
STEP = 0.04  # of a stored weight, in log-odds
ENDERS = "。！？!?．."
_LEFT, _RIGHT = 6, 8  # letters on both sides that are looked at
_BOTH = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (2, 3), (1, 4), (3, 3))
_KINDS = ((1, 1), (2, 2), (3, 1), (1, 3), (3, 3))  # the same of kinds of letters
_FAR = (20, 30)  # characters from the beginning and the end of a sentence beyond which all is as far
FEATURES = _LEFT + _RIGHT + len(_BOTH) + len(_KINDS)
MOST_WORTH = 30.0  # log-odds above which nothing gets surer
TINY = 1e-12  # a probability below which all are as unlikely
LIKELY = 10  # beginnings and ends of a sentence that are looked at together
BLOCK = 1 << 14  # characters at once
_BARRIER = "\n" * _RIGHT  # what lies beyond a sentence is not looked at
_SENTENCE = regex.compile(rf"[^。！？\n]{{0,{BLOCK}}}[。！？]{{0,99}}\n?")
_BRACKET = regex.compile(r"[「『（()）』」]")
Ranges = tuple[tuple[int, int], ...]
# Letters that are taken for one: katakana, digits, Latin ones; and, as kinds, kanji and hiragana too.
_ALIKE: tuple[tuple[Ranges, int], ...] = (
    (((0x30A1, 0x30FA), (0x30FB, 0x30FC)), 0x30A2),
    (((48, 57), (0xFF10, 0xFF19)), 48),
    (((65, 90), (97, 122), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)), 97),
)
_OF_A_KIND: tuple[tuple[Ranges, int], ...] = (
    (((0x3400, 0x9FFF), (0x3005, 0x3005)), 0x4E00),
    (((0x3041, 0x309F),), 0x3042),
)

Steps = NDArray[np.int32]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What a hashed feature is worth, in steps: of a beginning and of an end (2, slots), of both together (slots,)."""

    places: Steps
    pairs: Steps


@cache
def weights(path: Path = TABLE) -> Weights:
    """The learned weights. CorpusError without."""
    cure = "train it with scripts/train_clauses.py"
    begins, ends, pairs = load_weights(path, ("begins", "ends", "pairs"), 1 << SLOTS_BITS, of="clauses", cure=cure)
    return Weights(np.stack([begins, ends]).astype(np.int32), pairs.astype(np.int32))


def _worth(features: Sequence[Ints]) -> Steps:
    """What the slots of each place are worth together for a beginning and for an end (2, places), in steps."""
    found = np.zeros((2, len(features[0])), np.int32)
    for slots in features:
        for side, table in zip(found, weights().places, strict=True):
            side += table.take(slots)
    return found


class Edges:
    """The places of a text, each before a character or at its end, and what is known of them without their sentence."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _odds(self) -> Steps:
        """What stands around each place is worth for a beginning and for an end (2, places), in steps."""
        found = [_worth(_around(spaced))[:, places] for spaced, places in self._groups()]
        return np.concatenate([*found, np.zeros((2, 1), np.int32)], axis=1)

    @cached_property
    def _shift(self) -> Ints:
        """How much further on the place before each character is found: behind each piece there is one more place."""
        return np.repeat(np.arange(len(self._pieces)), [len(piece) for piece in self._pieces])

    @cached_property
    def _pieces(self) -> list[str]:
        return _SENTENCE.findall(self.text)

    def _groups(self) -> Iterator[tuple[str, Ints]]:
        """Some pieces at once, barriers between them, and their places: one before each character, one at each end."""
        group: list[str] = []
        size = 0
        for piece in [*self._pieces, None]:
            if group and (piece is None or size + len(piece) > BLOCK):
                lengths = np.array([len(one) + 1 for one in group], np.int64)
                gaps = np.arange(len(group)) * (len(_BARRIER) - 1)
                yield _BARRIER.join(group), np.arange(lengths.sum()) + np.repeat(gaps, lengths)
                group, size = [], 0
            if piece is not None:
                group.append(piece)
                size += len(piece) + len(_BARRIER)

    def _standing(self, start: int, stop: int) -> list[Ints]:
        """The slots of how places stand in their sentence, 4 times (places,): how far from its ends, how it ends."""
        sentence = self.text[start:stop]
        last = len(sentence.rstrip(ENDERS))
        place = np.arange(len(sentence) + 1)
        tail = sum(ord(char) * 31**at for at, char in enumerate(sentence[max(0, last - 2) : last]))
        letters = np.array([ord("\n"), *map(_letter, sentence), ord("\n")], np.uint64)
        far = _distances()
        return [
            far[0][np.minimum(place, _FAR[0])],
            far[1][np.minimum(np.maximum(last - place, 0), _FAR[1])],
            _slot(letters[:-1] * np.uint64(7) + np.uint64(tail * 1009), 92),
            _slot(letters[1:] * np.uint64(11) + np.uint64(tail * 2003), 93),
        ]

    def _places(self, start: int, stop: int) -> Ints:
        place = np.arange(start, stop + 1)
        return place + self._shift[np.minimum(place, stop - 1)]

    def features(self, start: int, stop: int) -> Ints:
        """The slots of the features of all places of `[start, stop]` (stop - start + 1, features)."""
        around = [np.stack(_around(spaced))[:, places] for spaced, places in self._groups()]
        every = np.concatenate([*around, np.zeros((FEATURES, 1), np.int64)], axis=1)
        return np.concatenate([every[:, self._places(start, stop)], self._standing(start, stop)]).T

    def _alone(self, start: int, stop: int) -> Steps:
        """What each place of a sentence is worth by itself as a beginning and as an end (2, stop - start + 1)."""
        return self._odds[:, self._places(start, stop)] + _worth(self._standing(start, stop))

    def likely(self, start: int, stop: int, worth: Steps | None = None) -> tuple[Ints, Ints, Steps]:
        """The likeliest beginnings and ends of a sentence by themselves, in order, and what each pair is worth by that.

        The very beginning and the very end are always among them.
        """
        odds = self._alone(start, stop) if worth is None else worth
        may = open_places(self.text[start:stop])
        chosen = []
        for side, (value, allowed) in enumerate(zip(odds, may, strict=True)):
            places = np.flatnonzero(allowed)
            best = places[np.argsort(-value[places], kind="stable")[:LIKELY]]
            chosen.append(np.union1d(best, places[:1] if side == 0 else places[-1:]))
        begins, ends = chosen
        return begins, ends, odds[0][begins][:, None] + odds[1][ends]

    def slots(self, start: int, stop: int, begins: Ints, ends: Ints) -> Ints:
        """The slots of pairs of beginnings and ends of a sentence (features, begins, ends)."""
        sentence = self.text[start:stop].rstrip(ENDERS)
        return pair_slots(np.array([_letter(char) for char in sentence], np.uint64), begins, ends)

    def of(self, start: int, stop: int) -> Ways:
        """How likely a rendering begins and ends where it may in a sentence."""
        begins, ends, alone = self.likely(start, stop)
        together = weights().pairs.take(self.slots(start, stop, begins, ends)).sum(axis=0)
        worth = np.exp(np.minimum((alone + together) * STEP, MOST_WORTH))
        may = begins[:, None] < ends
        may[0, -1] = True  # all of it, however short
        return Ways(begins, ends, shares((worth * may)[None], begins[None], ends[None])[0])


@dataclass(frozen=True)
class Ways:
    """Beginnings (b,) and ends (e,) in a sentence, and how likely a rendering has both (b, e), one or more in all."""

    begins: Ints
    ends: Ints
    likely: Array

    @property
    def odds(self) -> Array:
        """The log-probability of each pair (b, e)."""
        return np.asarray(np.log(np.maximum(self.likely, TINY)), np.float64)

    @property
    def of_begins(self) -> Array:
        """The log-probability of each beginning, wherever it ends (b,)."""
        return np.asarray(np.log(np.maximum(self.likely.sum(axis=1), TINY)), np.float64)


def open_places(sentence: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where a sentence's rendering may begin, and where end: not in brackets or links, nor behind its full stop."""
    stop = len(sentence.rstrip(ENDERS))
    place = np.arange(len(sentence) + 1)
    if _BRACKET.search(sentence):
        outside = np.cumsum([0, *((char in "「『（(") - (char in "」』）)") for char in sentence)]) == 0
    else:
        outside = np.ones(len(place), np.bool_)
    if "/" in sentence:
        for link in LINK.finditer(sentence):
            outside[link.start() + 1 : link.end()] = False
    begins, ends = outside & (place < max(stop, 1)), outside & (place > 0) & (place <= stop)
    begins[0] = True
    if not ends.any():
        ends[stop] = True
    return begins, ends


def _among(codes: Codes, ranges: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    found = np.zeros(len(codes), np.bool_)
    for low, high in ranges:
        found |= (codes >= low) & (codes <= high)
    return found


def _letters(text: str) -> tuple[Codes, Codes]:
    """The letters of a text, names and numbers all alike, and their kinds, between two barriers."""
    letters = (_BARRIER + text + _BARRIER).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(letters, np.uint32).astype(np.uint64)
    for alike, one in _ALIKE:
        codes[_among(codes, alike)] = one
    kinds = codes.copy()
    for alike, one in _OF_A_KIND:
        kinds[_among(kinds, alike)] = one
    return codes, kinds


@cache
def _letter(char: str) -> int:
    """A letter, or the one that all of its kind are taken for."""
    return next((one for alike, one in _ALIKE if any(low <= ord(char) <= high for low, high in alike)), ord(char))


def _runs(codes: Codes, most: int, count: int) -> tuple[list[Codes], list[Codes]]:
    """Hashes of the 1 to `most` letters before each place, and behind it."""
    left, right = [], []
    before = behind = np.zeros(count, np.uint64)
    for more in range(most):
        before = mixed(before + codes[_RIGHT - 1 - more :][:count] + np.uint64(1))
        behind = mixed(behind + codes[_RIGHT + more :][:count] + np.uint64(1))
        left.append(before)
        right.append(behind)
    return left, right


def _slot(codes: Codes, kind: int) -> Ints:
    """The slot of each place's feature of a kind; those of different kinds are hashed apart."""
    return hashing.slots(codes + np.uint64(kind), SLOTS_BITS)


@cache
def _distances() -> tuple[Ints, Ints]:
    """The slots of each distance from the beginning of a sentence, and from its end."""
    from_start, from_end = (_slot(np.arange(far + 1, dtype=np.uint64), 90 + at) for at, far in enumerate(_FAR))
    return from_start, from_end


def _around(text: str) -> list[Ints]:
    """The slots of what stands around each place of a text, a feature after the other (len + 1,) each."""
    count = len(text) + 1
    codes, kinds = _letters(text)
    left, right = _runs(codes, _RIGHT, count)
    kind_left, kind_right = _runs(kinds, 3, count)
    both = [left[a - 1] * np.uint64(3) + right[b - 1] for a, b in _BOTH]
    of_kinds = [kind_left[a - 1] * np.uint64(3) + kind_right[b - 1] for a, b in _KINDS]
    return [_slot(codes, kind) for kind, codes in enumerate([*left[:_LEFT], *right, *both, *of_kinds])]
