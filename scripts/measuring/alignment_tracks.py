"""Documents whose two sides were disturbed, and how well beads of them are found: what aligners are measured on.

`TRACKS` is the table of what happens to a document whose pairs are known: neighbours are merged, sentences dropped,
halves of the English swapped, the English shuffled within windows. What was one pair stays linked, so the gold beads
are the connected components of the links. `score` counts as Vecalign's scorer does (Thompson and Koehn 2019): only
beads with both sides count; strict is the very same bead, lax one that holds at least one linked pair of sentences.
Sentences with the same text are interchangeable, and what has no counterpart is counted apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from partitions import Document, Pairs, Part, documents

from corpus.alignment.selection import linked
from corpus.text import join
from corpus.types import Language

Indices = tuple[int, ...]
TwoSides = tuple[Indices, Indices]
Setting = float | int | bool
Settings = Mapping[str, Setting]  # what an aligner is given besides the texts
Found = tuple[Indices, Indices, float]  # what it finds: a bead and its score, 0 where it gives none

BLOCK = 50  # pairs of a document that is joined from short ones


@dataclass(frozen=True)
class Track:
    """What is done to a document, in this order; shares of boundaries (merged) and of sentences (dropped)."""

    about: str
    merged: float = 0.15
    dropped_ja: float = 0.10
    dropped_en: float = 0.10
    swapped: bool = False
    window: int = 1  # the English is shuffled within windows of so many sentences


TRACKS: dict[str, Track] = {
    "a": Track("15 % of neighbours merged and 10 % dropped on each side"),
    "b": Track("30 % of neighbours merged and 20 % dropped on each side", 0.30, 0.20, 0.20),
    "c": Track("15 % of neighbours merged, only 30 % of the English kept", 0.15, 0.0, 0.70),
    "d": Track("as a, and the halves of the English swapped", swapped=True),
    "e": Track("as a, and the English shuffled within windows of 5", window=5),
}
# corpus -> (file of the part that is fitted on, file of the reported part); a part without its like has another's.
CORPORA: dict[str, dict[Part, tuple[str, ...]]] = {
    "kyoto": {"fit": ("train/kyoto_documents", "dev/kyoto_documents"), "report": ("dev/kyoto_documents",)},
    "pud": {"fit": ("train/kyoto_documents",), "report": ("dev/ud_pud",)},
    "ami": {"fit": ("dev/ami_dev",), "report": ("dev/ami_test",)},
}


@dataclass(frozen=True)
class Bitext:
    """Two sides of a document and the gold beads that have both (indices of `ja`, indices of `en`).

    `units` says which pairs each sentence is made of, a side; `pairs` are their texts.
    """

    name: str
    ja: tuple[str, ...]
    en: tuple[str, ...]
    gold: tuple[TwoSides, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[Indices, ...], tuple[Indices, ...]] = ((), ())


def bitexts(data: Path, part: Part, corpus: str, track: str, seed: int) -> list[Bitext]:
    """The documents of a corpus (`CORPORA`) after what a track (`TRACKS`) does to them."""
    sources = CORPORA[corpus][part]
    found = [document for source in sources for document in documents(data, part, source=source)]
    if corpus == "pud":
        found = list(joined(found))
    rng = np.random.default_rng([seed, *track.encode()])
    return [made for document in found if (made := disturbed(document.name, document.pairs, TRACKS[track], rng)).gold]


def joined(found: Sequence[Document]) -> Iterator[Document]:
    """Short documents one after the other, in blocks of `BLOCK` pairs."""
    pairs = [pair for document in found for pair in document.pairs]
    for start in range(0, len(pairs), BLOCK):
        yield Document(found[0].source, f"block {start // BLOCK}", pairs[start : start + BLOCK])


def disturbed(name: str, pairs: Pairs, track: Track, rng: np.random.Generator) -> Bitext:
    """A document after what a track does to it. Pairs with an empty side are left out."""
    pairs = [(ja, en) for ja, en in pairs if ja.strip() and en.strip()]
    sides: list[list[list[int]]] = []  # a side's sentences, each as the pairs it is made of
    for dropped in (track.dropped_ja, track.dropped_en):
        whole = _merged(len(pairs), track.merged, rng)
        sides.append([units for units in whole if rng.random() >= dropped])
    ja, en = sides
    if track.swapped:
        en = en[len(en) // 2 :] + en[: len(en) // 2]
    if track.window > 1:
        starts = range(0, len(en), track.window)
        en = [en[at] for start in starts for at in start + rng.permutation(len(en[start : start + track.window]))]

    def text(language: Language, units: Sequence[int]) -> str:
        return join(language, [pairs[unit][language == "en"].strip() for unit in units])

    texts = tuple(text("ja", s) for s in ja), tuple(text("en", s) for s in en)
    units = tuple(map(tuple, ja)), tuple(map(tuple, en))
    return Bitext(name, *texts, tuple(components(ja, en)), tuple(pairs), units)


def _merged(count: int, share: float, rng: np.random.Generator) -> list[list[int]]:
    """0 to `count`, with a share of the boundaries taken away."""
    whole: list[list[int]] = []
    for unit in range(count):
        if whole and rng.random() < share:
            whole[-1].append(unit)
        else:
            whole.append([unit])
    return whole


def components(ja: Sequence[Sequence[int]], en: Sequence[Sequence[int]]) -> Iterator[TwoSides]:
    """The connected components of the sentences that share a unit, those with both sides, in Japanese order."""
    holders: dict[int, int] = {}  # of each unit the first sentence, the English ones numbered behind the Japanese ones
    links = [(holders.setdefault(unit, at), at) for at, units in enumerate([*ja, *en]) for unit in units]
    members: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at, root in enumerate(linked(len(ja) + len(en), links)):
        english = at >= len(ja)
        members[root][english].append(at - len(ja) * english)
    yield from sorted((tuple(a), tuple(b)) for a, b in members.values() if a and b)


class Ratio(NamedTuple):
    """Precision, recall and their harmonic mean; 1 where there is nothing to find and nothing was found."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Counts:
    """What was found of some documents; counts add up. Keys of `counts` are (what, of which kind)."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.counts + other.counts)

    def ratio(self, kind: str) -> Ratio:
        """Of a kind: `strict`, `lax`, `unaligned`, or a type of beads such as `1-2`, which is counted strictly."""
        right, found = self.counts["right", kind], self.counts["found", kind]
        reached, gold = self.counts["reached", kind], self.counts["gold", kind]
        precision, recall = (a / b if b else 1.0 for a, b in ((right, found), (reached, gold)))
        return Ratio(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)

    @property
    def strict(self) -> Ratio:
        """The very same beads."""
        return self.ratio("strict")

    @property
    def lax(self) -> Ratio:
        """Beads that hold at least one linked pair of sentences."""
        return self.ratio("lax")

    @property
    def unaligned(self) -> Ratio:
        """Sentences of both sides without a counterpart."""
        return self.ratio("unaligned")

    @property
    def types(self) -> dict[str, int]:
        """The types of the gold beads, such as `1-2`, and how many there are, the most frequent first."""
        known = {"strict", "lax", "unaligned"}
        found = ((kind, count) for (what, kind), count in self.counts.items() if what == "gold" and kind not in known)
        return dict(sorted(found, key=lambda row: (-row[1], row[0])))


def score(bitext: Bitext, beads: Sequence[TwoSides]) -> Counts:
    """How well the gold beads of a document are found; beads with an empty side are taken as saying nothing."""
    found = [(tuple(ja), tuple(en)) for ja, en in beads if ja and en]
    counts: Counter[tuple[str, str]] = Counter()
    ours, gold = (Counter(_texts(bitext, bead) for bead in given) for given in (found, bitext.gold))
    both = ours & gold
    for what, given in (("found", ours), ("gold", gold), ("right", both), ("reached", both)):
        counts[what, "strict"] = given.total()
        for (ja, en), count in given.items():
            counts[what, f"{len(ja)}-{len(en)}"] += count
    for what, total, mine, theirs in (
        ("right", "found", found, bitext.gold),
        ("reached", "gold", bitext.gold, found),
    ):
        linked = {link for bead in theirs for link in _links(bitext, bead)}
        counts[what, "lax"] = sum(any(link in linked for link in _links(bitext, bead)) for bead in mine)
        counts[total, "lax"] = len(mine)
    alone = [_unaligned(bitext, given) for given in (found, bitext.gold)]
    counts["found", "unaligned"], counts["gold", "unaligned"] = (side.total() for side in alone)
    counts["right", "unaligned"] = counts["reached", "unaligned"] = (alone[0] & alone[1]).total()
    return Counts(counts)


def _texts(bitext: Bitext, bead: TwoSides) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(bitext.ja[j] for j in bead[0]), tuple(bitext.en[e] for e in bead[1])


def _links(bitext: Bitext, bead: TwoSides) -> Iterator[tuple[str, str]]:
    return ((bitext.ja[j], bitext.en[e]) for j in bead[0] for e in bead[1])


def _unaligned(bitext: Bitext, beads: Sequence[TwoSides]) -> Counter[tuple[str, str]]:
    """The texts, with their language, that stand in no bead."""
    alone: Counter[tuple[str, str]] = Counter()
    for side, (language, texts) in enumerate((("ja", bitext.ja), ("en", bitext.en))):
        used = {at for bead in beads for at in bead[side]}
        alone.update((language, text) for at, text in enumerate(texts) if at not in used)
    return alone
