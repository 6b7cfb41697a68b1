"""How the two sides of a bead relate, by stated rules: the first row of `RULES` that holds gives the relation.

The bounds are such that of 1,200 literal renderings on made pages 2 in 100 pass each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.types import Relation

Signals = Mapping[str, float]


def _cut(s: Signals) -> bool:
    return s["cut"] > 0


def _partial(s: Signals) -> bool:
    """One side says clearly more: much of it has nothing like it on the other, which is nearly all covered."""
    more = s["covered_ja"] - s["covered_en"]
    longer = s["longer_en"] - s["longer_ja"]
    return (more > 0.2 and longer > 0.8) or (more < -0.2 and longer < -0.8)


def _summary(s: Signals) -> bool:
    """Several English sentences in fewer Japanese ones that are too short to hold all of them."""
    return s["en_sentences"] >= 2 and s["en_sentences"] > s["ja_sentences"] and s["longer_en"] > 0.35


def _paraphrase(s: Signals) -> bool:
    """Other words for the same: little of either side is like the other's."""
    return s["similarity"] < 0.2 and min(s["covered_ja"], s["covered_en"]) < 0.25


# (relation, what it means, when it holds). What no row claims is a translation.
RULES: tuple[tuple[Relation, str, Callable[[Signals], bool]], ...] = (
    ("partial", "the text of one side is cut off with an ellipsis", _cut),
    ("summary", "several sentences told in fewer and shorter ones", _summary),
    ("partial", "one side says clearly more than the other", _partial),
    ("paraphrase", "the same is said in other words", _paraphrase),
)


def relation_of(signals: Signals) -> Relation:
    """The relation of a bead with these signals."""
    for relation, _, holds in RULES:
        if holds(signals):
            return relation
    return "translation"
