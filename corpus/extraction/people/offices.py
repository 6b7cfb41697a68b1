"""Offices that stand beside names in English: which words are one, and a name without them."""

from __future__ import annotations

from itertools import takewhile

from corpus import languages as facts
from corpus.names import LATIN_WORD

_OFFICES = facts.TITLES_EN | facts.OFFICE_HEADS_EN | facts.OFFICE_WORDS_EN
_IN_LETTERS = frozenset(map(str.upper, facts.OFFICES_EN))
# Words before a name that say what somebody is there, and are no part of how they are addressed ("Dr", "Mrs").
RANKS_EN = frozenset({
    "captain", "coach", "mayor", "councillor", "councilor", "senator", "governor", "president", "professor", "chef",
    "judge", "inspector", "superintendent", "director", "chairman", "chairwoman", "ambassador", "detective", "ranger",
})  # fmt: skip


def is_office(en: str) -> bool:
    """Whether all that English says is which office somebody has: "CFO", "Chief Executive Officer", "President".

    Words that are titles or fill an office in full make none alone: "Coach", "Legal & General" are firms.
    """
    words = LATIN_WORD.findall(en)
    full = {word.lower() for word in words if word not in _IN_LETTERS}
    headed = len(full) < len(set(words)) or not full.isdisjoint(facts.OFFICE_HEADS_EN)
    return headed and full <= _OFFICES


def without_office(en: str) -> str | None:
    """A name without an office in letters before it ("CEO Ruben Asher"); None for nothing but such an office.

    The letters of a body ("NCB") are its name, and only capitals are such letters.
    """
    words = en.split()
    offices = list(takewhile(lambda word: word.strip("(),") in _IN_LETTERS, words))
    rest = words[len(offices) :]
    if not rest:
        return None
    return en[en.index(rest[0], len(" ".join(offices))) :] if offices and not rest[0][0].islower() else en
