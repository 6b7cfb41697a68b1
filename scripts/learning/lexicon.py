"""The lexical translation table: which piece of the vocabulary renders which, a stage of `train_model.py`.

IBM model 1 (Brown et al. 1993) in both directions over the pieces of the encoder's vocabulary, each direction for
itself. Training them to agree (Liang, Taskar and Klein 2006) gives a cleaner and far smaller table, 39,000 links
instead of 251,000, but loses inflected and rarer renderings, which measured worse for telling pairs apart.

Counts stream. The first pass adds fractional meetings, 1 / (pieces of the longer side) for each cell of a sentence
pair, into one dense float32 matrix; only pairs of pieces that reach `FLOOR` there are known afterwards, each by its
slot in a short array. The second pass keeps the known cells of all sentence pairs in memory as blocks of slots, and
the rounds read those. Sums go in the order of the text, so equal text gives equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from learning.text import ENTRIES, Side
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.alignment.learned.lexicon import BACKGROUND, PROBABILITY

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Known cells of some sentence pairs, by Japanese token: the slot of each, how many each Japanese token has, and the
# English token of each.
Block = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]

FLOOR = 0.4  # fractional meetings below which two pieces have merely met
LONGEST = 64  # pieces read of a text: longer ones say little about single words
NOTHING = 0.1  # what is added to every denominator: a piece may render nothing
ROUNDS = 5
BLOCK = 4_000_000  # cells at once
KEPT = 0.01  # the least of the better of the two probabilities that is worth its bytes
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿々〆]")
_LATIN = re.compile("[a-z]")


@dataclass(frozen=True)
class Links:
    """What was learned: pairs of pieces (c,) with p(en | ja) and p(ja | en), in the order of `ja`, then `en`."""

    ja: NDArray[np.int32]
    en: NDArray[np.int32]
    en_given_ja: Floats
    ja_given_en: Floats


def languages_of(names: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pieces, as the vocabulary writes them, are Japanese words and which are English ones (pieces,)."""
    japanese = np.array([bool(_JAPANESE.search(name)) for name in names])
    return japanese, np.array([bool(_LATIN.search(name)) for name in names]) & ~japanese


def learn(
    pools: Sequence[tuple[Side, Side]],
    japanese: NDArray[np.bool_],
    english: NDArray[np.bool_],
    block: int = BLOCK,
) -> Links:
    """The table from pools of pairs; `japanese` and `english` say which pieces (pieces,) are words of the language."""
    places = (_places(japanese), _places(english))
    width = int(english.sum())
    met = np.zeros(int(japanese.sum()) * width, np.float32)
    for keys, ja, en in tqdm(cells(pools, places, width, block), desc="lexicon: meetings", disable=None):
        longer = np.maximum(np.bincount(ja)[ja], np.bincount(en)[en])
        np.add.at(met, keys, (1 / longer).astype(np.float32))
    known = np.flatnonzero(met >= FLOOR)
    slots = met.view(np.int32)  # the same memory again: the meetings are not needed any more
    slots[:] = -1
    slots[known] = np.arange(len(known))
    blocks: list[Block] = []
    for keys, ja, en in tqdm(cells(pools, places, width, block), desc="lexicon: slots", disable=None):
        found = slots[keys]
        here = found >= 0
        blocks.append((found[here], np.bincount(ja[here]).astype(np.int32), en[here].astype(np.int32)))
    del met, slots
    rows, columns = known // width, known % width
    forward, backward, expected = rounds(blocks, rows, columns)
    kept = np.flatnonzero((np.maximum(forward, backward) >= KEPT) & (expected >= FLOOR / 2))
    names = np.flatnonzero(japanese).astype(np.int32), np.flatnonzero(english).astype(np.int32)
    return Links(names[0][rows[kept]], names[1][columns[kept]], forward[kept], backward[kept])


def rounds(blocks: Sequence[Block], rows: Ints, columns: Ints) -> tuple[Floats, Floats, Floats]:
    """p(en | ja), p(ja | en) and the links expected in both directions together, of every slot (c,).

    `rows` and `columns` say which Japanese and which English piece a slot belongs to.
    """
    forward = backward = expected = np.ones(len(rows))
    for _ in tqdm(range(ROUNDS), desc="lexicon: rounds", disable=None):
        to_en, to_ja = np.zeros(len(rows)), np.zeros(len(rows))
        for found, each, en in blocks:
            ja = np.repeat(np.arange(len(each)), each)
            # p(en | ja) shares each English token among the Japanese ones, p(ja | en) the other way round.
            shares = forward[found]
            shares /= np.bincount(en, shares)[en] + NOTHING
            to_en += np.bincount(found, shares, len(rows))
            shares = backward[found]
            shares /= np.bincount(ja, shares)[ja] + NOTHING
            to_ja += np.bincount(found, shares, len(rows))
        forward = to_en / np.maximum(np.bincount(rows, to_en), 1e-9)[rows]
        backward = to_ja / np.maximum(np.bincount(columns, to_ja), 1e-9)[columns]
        expected = to_en + to_ja
    return forward, backward, expected


def cells(
    pools: Sequence[tuple[Side, Side]], places: Sequence[NDArray[np.int32]], width: int, block: int
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """All pairs of tokens of all pairs of texts, in blocks: key (row x width + column), Japanese and English token."""
    for pool in pools:
        lengths = [np.minimum(np.diff(side.starts), LONGEST) for side in pool]
        ends = np.cumsum(lengths[0] * lengths[1])
        first = 0
        while first < len(ends):
            base = ends[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(ends, base + block, side="right")))
            ja, en = (_tokens(side, first, last, place) for side, place in zip(pool, places, strict=True))
            yield _crossed(ja, en, last - first, width)
            first = last


def _places(known: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The row or column of each piece (pieces,), -1 for those that are no words of the language."""
    places = np.full(len(known), -1, np.int32)
    places[known] = np.arange(known.sum())
    return places


def _tokens(side: Side, first: int, last: int, places: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """The known pieces of some texts, each piece of a text once, and the text of each."""
    starts = side.starts[first : last + 1]
    lengths = np.minimum(np.diff(starts), LONGEST)
    owner = np.repeat(np.arange(last - first), lengths)
    at = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(starts[:-1], lengths)
    found = places[side.pieces[at]]
    here = found >= 0
    both = np.unique(owner[here] * np.int64(1 << 20) + found[here])
    return both & ((1 << 20) - 1), both >> 20


def _crossed(ja: tuple[Ints, Ints], en: tuple[Ints, Ints], texts: int, width: int) -> tuple[Ints, Ints, Ints]:
    """Every Japanese token against every English one of the same pair of texts."""
    counts = np.bincount(en[1], minlength=texts)
    starts = np.cumsum(counts) - counts
    each = counts[ja[1]]  # cells of each Japanese token
    left = np.repeat(np.arange(len(each)), each)
    right = np.arange(len(left)) - np.repeat(np.cumsum(each) - each, each) + np.repeat(starts[ja[1]], each)
    return ja[0][left] * width + en[0][right], left, right


def stored(links: Links, pools: Mapping[str, tuple[Side, Side]], pieces: int) -> dict[str, NDArray[Any]]:
    """The arrays of `lexicon.npz`, which `corpus/alignment/learned/lexicon.py` reads.

    How common a piece is comes from the sentence pools, and is a share of the linked pieces of its language only.
    """
    background = np.full(pieces, 255, np.uint8)
    for language, ids in enumerate((links.ja, links.en)):
        counted = np.zeros(pieces, np.int64)
        for name, pool in pools.items():
            if name != ENTRIES:
                counted += np.bincount(pool[language].pieces, minlength=pieces)
        linked = np.unique(ids)
        shares = (counted[linked] + 1) / max(1, counted[linked].sum())
        background[linked] = np.minimum(_as_bytes(shares, BACKGROUND), 254)
    return {
        "counts": np.bincount(links.ja, minlength=pieces).astype(np.uint16),
        "en": links.en.astype(np.uint16),
        "en_given_ja": _as_bytes(links.en_given_ja, PROBABILITY),
        "ja_given_en": _as_bytes(links.ja_given_en, PROBABILITY),
        "background": background,
    }


def _as_bytes(probabilities: Floats, scale: int) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(-scale * np.log(np.maximum(probabilities, 1e-12))), 0, 255), np.uint8)
