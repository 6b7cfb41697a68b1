"""Katakana words that no single English word renders: compounds, and ordinary nouns that are no names.

A page writes プルリクエスト for "pull request", データフレーム for "DataFrame", ラヒモフストーン for "Rahimov-Stone",
キャロウトンネル for "Carrow tunnel" (`rendered_by`). And most katakana words are no names at all: イカサマ, システム.
Which are the glossary tells, though nouns and names stand in it side by side (`is_noun`): of 2,970 parts of invented
names 66 are called nouns, mostly those of companies (クラウド), and 47 of 154 katakana words that stood beside an
English name in right pairs, neither rendered. Nouns with one gloss alone (アルバム) are not told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from corpus import languages as facts
from corpus.alignment.learned.glossary import glossary, sound_value, stem_value, words_en
from corpus.names import SAME, SURE, similarity
from corpus.text import normalise

LONGEST = 30  # kana of a compound
SHORTEST = 3  # kana of a part that is compared by its sounds, or is a noun by itself
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # DataFrame
_PERSON = re.compile("|".join(map(re.escape, sorted(facts.PERSON_TITLES_JA, key=len, reverse=True))))
_KATAKANA = re.compile("[ァ-ヴヵヶー]")


def words_apart(en: str) -> list[str]:
    """The words of an English text in order, without possessives, and "DataFrame" as two."""
    return [re.sub("['’]s$", "", word) for word in words_en(_HUMP.sub(" ", en))]


def rendered_by(katakana: str, english: Sequence[str], capital: frozenset[str]) -> frozenset[str]:
    """Which words render a katakana word together: neighbours that it writes as one, or one for each of its parts.

    `english` has all words in order (`words_apart`), `capital` those that may be names: by their sounds alone only
    these are told in a part of three kana or beside a noun that the English leaves out.
    """
    for before, after in pairwise(english):
        names = before in capital and after in capital
        if not names and (before in facts.STOP_WORDS_EN or after in facts.STOP_WORDS_EN):
            continue
        if similarity(katakana, before + after) >= (SAME if names else SURE):
            return frozenset((before, after))
    return _by_parts(katakana, english, capital) if 2 * SHORTEST <= len(katakana) <= LONGEST else frozenset()


def _by_parts(katakana: str, english: Sequence[str], capital: frozenset[str]) -> frozenset[str]:
    """The words for the parts of a compound of two or three, the longest first part first; none where one has none."""
    meant = {value: word for word in english for value in (stem_value(word), sound_value(word)) if value is not None}
    for cut in range(len(katakana) - SHORTEST, SHORTEST - 1, -1):
        head, tail = katakana[:cut], katakana[cut:]
        if not (first := _part(head, english, capital, meant)):
            continue
        if (last := _part(tail, english, capital, meant)) or (first in capital and is_noun(tail)):
            return frozenset((first, last or first))
        for again in range(len(tail) - SHORTEST, SHORTEST - 1, -1):
            second, third = (_part(part, english, capital, meant) for part in (tail[:again], tail[again:]))
            if second and third:
                return frozenset((first, second, third))
    return frozenset()


def _part(katakana: str, english: Sequence[str], capital: frozenset[str], meant: dict[int, str]) -> str:
    """The word that renders a part of a compound, by the glossary or by its sounds; "" where none does."""
    row = glossary().row_of(normalise(katakana))
    values = [] if row is None else glossary().values_of(row).tolist()
    glossed = next((meant[value] for value in values if value in meant), "")
    kana = len(katakana.replace("ー", ""))
    if glossed or kana < SHORTEST:
        return glossed
    heard = (word for word in english if word in capital or (kana > SHORTEST and word not in facts.STOP_WORDS_EN))
    return next((word for word in heard if similarity(katakana, word) >= SURE), "")


@lru_cache(maxsize=1 << 14)
def is_noun(katakana: str) -> bool:
    """Whether a word is an ordinary noun rather than a name."""
    row = glossary().row_of(normalise(katakana))
    return katakana in facts.COUNTERS or (row is not None and glossary().is_noun(row))


def is_person(katakana: str, ja: str) -> bool:
    """Whether the text names somebody so: with a title, or with a part before or behind it (・)."""
    at = ja.find(katakana)
    while at >= 0:
        end = at + len(katakana)
        before, behind = ja[max(0, at - 2) : at], ja[end : end + 2]
        if _PERSON.match(ja, end) or _has_part(before[::-1]) or _has_part(behind):
            return True
        at = ja.find(katakana, end)
    return False


def _has_part(beside: str) -> bool:
    """Whether a ・ stands there, and katakana beyond it."""
    return beside[:1] in ("・", "･") and _KATAKANA.match(beside[1:]) is not None
