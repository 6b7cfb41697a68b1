"""Which of several pairs with the same texts is kept.

Boilerplate, quotations taken over by several pages and pages given twice repeat pairs word for word; a model trained
on them sees them too often, and a split by article would hold the same pair on both sides. Only exact repetitions
count, on both sides at once, after NFKC, lower case and single spaces: one source with two renderings is worth having.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.curation.rules import PLACES
from corpus.text import normalise
from corpus.types import Pair


def duplicates(pairs: Sequence[Pair]) -> frozenset[int]:
    """Positions in `pairs` of those that repeat a better one; all of `pairs` are otherwise to be kept.

    The best is one that a reviewer accepted, then one of higher confidence, then the earlier one. A pair that a
    reviewer accepted is never a duplicate of another pair, since a person's decision stands; only the same pair once
    more (the same id: the same page under two names) is.
    """

    def rank(at: int) -> tuple[bool, float, int]:
        return pairs[at].verdict is None, -round(pairs[at].confidence, PLACES), at

    texts: set[tuple[str, str]] = set()
    ids: set[str] = set()
    found: set[int] = set()
    for at in sorted(range(len(pairs)), key=rank):
        pair = pairs[at]
        text = normalise(pair.ja.text), normalise(pair.en.text)
        if pair.id in ids or (text in texts and pair.verdict is None):
            found.add(at)
        texts.add(text)
        ids.add(pair.id)
    return frozenset(found)
