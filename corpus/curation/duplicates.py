"""Which of several pairs with the same texts is kept, or was decided on for all of them.

Boilerplate, quotations taken over by several pages and pages given twice repeat pairs; a model trained on them sees
them too often. Both sides must be the same at once, but for how they are printed (`sameness.py`): one source with two
renderings is worth having.

What a person decided on two texts nobody is asked again, and no other place where they stand undoes it: a pair without
a verdict repeats any that has one, be that accepted, rejected, edited, split or merged. For the same reason two texts
that a person should look at are asked about once, and not at all where they are kept on another page.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.curation.rules import PLACES
from corpus.curation.sameness import letters
from corpus.text import spell
from corpus.types import TO_REVIEW, Pair

Texts = tuple[str, str]


def same_texts(ja: str, en: str) -> Texts:
    """What is the same of two pairs that say the same on both sides."""
    return letters(ja), letters(en)


def duplicates(pairs: Sequence[Pair]) -> frozenset[int]:
    """Positions in `pairs`, which have their other reasons, of those that repeat another one.

    A pair without a verdict repeats one that has one, whatever its own reason, and, where nothing else rules it out, a
    better one that is kept: of higher confidence, or level and on a page that was retrieved earlier, as far as that is
    known (so that a copy of a page which comes later does not take the place of what was published), or level in both
    and earlier in `pairs`. Of those that are to be looked at one waits for that, in the same order. A pair with a
    verdict repeats nothing, since a person's decision stands; only the same pair once more (the same id: the same page
    under two names) does.
    """
    found = set(followers(pairs))
    texts: set[Texts] = set()
    ids: set[str] = set()
    asked = [at for at, pair in enumerate(pairs) if pair.reason in (None, *TO_REVIEW) and at not in found]
    for at in sorted(asked, key=lambda at: (pairs[at].reason is not None, *_rank(pairs[at]), at)):
        pair = pairs[at]
        if pair.id in ids or (pair.verdict is None and _texts(pair) in texts):
            found.add(at)
        texts.add(_texts(pair))
        ids.add(pair.id)
    return frozenset(found)


def _rank(pair: Pair) -> tuple[bool, float, bool, str]:
    """What comes first is kept: a day that is unknown is later than any that is known."""
    day = pair.ja.document.source.retrieved
    return pair.verdict is None, -round(pair.confidence, PLACES), day is None, day or ""


def followers(pairs: Sequence[Pair]) -> frozenset[int]:
    """Positions in `pairs` of those without a verdict that have the texts of one with a verdict."""
    decided = {texts for pair in pairs if pair.verdict is not None for texts in (_texts(pair), _seen(pair))}
    return frozenset(at for at, pair in enumerate(pairs) if pair.verdict is None and _texts(pair) in decided)


def _texts(pair: Pair) -> Texts:
    return same_texts(pair.ja.text, pair.en.text)


def _seen(pair: Pair) -> Texts:
    """The texts that a reviewer saw before anything was made of them."""
    ja, en = pair.ja, pair.en
    return same_texts(spell("ja", ja.document.text, ja.spans), spell("en", en.document.text, en.spans))
