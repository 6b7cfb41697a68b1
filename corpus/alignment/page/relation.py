"""How the two sides of a bead relate, by stated rules: the first row of `RULES` that holds gives the relation.

The bounds of summaries and paraphrases are such that of 1,200 literal renderings on made pages 2 in 100 pass each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.types import Relation

Signals = Mapping[str, float]
ONE_SIDED = 0.3  # from which a pair is partial: of pairs of documents as many are missed as are wrongly called so


def _cut(s: Signals) -> bool:
    return s["cut"] > 0


def _partial(s: Signals) -> bool:
    """One side says clearly more, as far as is learned (`one_sided.py`)."""
    return s["one_sided"] >= ONE_SIDED


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


PLAIN: tuple[Relation, str] = ("translation", "nothing tells of a part, of other words or of a summary")


def relation_of(signals: Signals) -> Relation:
    """The relation of a bead with these signals."""
    return rule_of(signals)[0]


def rule_of(signals: Signals) -> tuple[Relation, str]:
    """The relation of a bead with these signals, and the meaning of the rule that gives it."""
    return next(((relation, meaning) for relation, meaning, holds in RULES if holds(signals)), PLAIN)
