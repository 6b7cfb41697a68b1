"""Numbers, dates and names that stand on one side of a pair only: where a person who reviews it should look first.

`MISMATCHES` is the table of what is looked for. What both sides may leave out freely is none: small numbers in words,
units of length and money that a page converts. A name in kanji is compared by the glossary alone, so an English name is
also listed where the glossary does not know its Japanese form. What a katakana word and several English ones say
together (`katakana.py`), or a country and its people (`countries.py`), is not listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from corpus import languages as facts
from corpus.alignment.comparing.anchors import latin_tokens, without_anchors
from corpus.alignment.comparing.countries import countries_in
from corpus.alignment.comparing.katakana import rendered_by, words_apart
from corpus.alignment.comparing.numbers import Number, number_agreement, numbers
from corpus.alignment.learned.glossary import glossary, sound_value, stem_value, words_en
from corpus.names import SAME, SURE, names_in, similarity
from corpus.text import normalise
from corpus.types import Language

MOST = 6
"""Of one kind as many are listed: with more, the pair is wrong as a whole, and a cell holds no list."""

MANY = 4 * MOST  # katakana words that nothing renders: compounds are looked for no further

Found = Iterator[tuple[Language, str]]

_WORD = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž0-9]*(?:['’.&-][A-Za-zÀ-ž0-9]+)*")
_OF_PARTS = re.compile("[ァ-ヴー]+(?:[・＝=][ァ-ヴー]+)+")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:;…‼]|[\"“‘'(\[—–-])\s*$")
# Whom a page calls so it calls by a noun in Japanese; and the like.
_NO_NAMES_HERE = frozenset(
    {"mum", "mom", "mummy", "dad", "daddy", "grandma", "grandpa", "granny", "auntie", "aunt", "uncle", "ok", "okay"}
)
_NO_NAMES = _NO_NAMES_HERE | facts.NO_NAMES_EN | facts.TITLES_EN | {f"{day}s" for day in facts.WEEKDAYS_EN}


def mismatches(ja: str, en: str) -> tuple[str, ...]:
    """What stands on one side only, as in `ja: 70`, `en: Altman`; kind by kind."""
    found: list[str] = []
    for _, find in MISMATCHES:
        kind = dict.fromkeys(f"{language}: {what}" for language, what in find(ja, en))
        found += list(kind)[:MOST]
    return tuple(dict.fromkeys(found))


def _numbers(ja: str, en: str) -> Found:
    agreement = number_agreement(numbers(ja, "ja"), numbers(en, "en"))
    yield from (("ja", _written(number)) for number in sorted(agreement.only_ja))
    yield from (("en", _written(number)) for number in sorted(agreement.only_en))


def _written(number: Number) -> str:
    """As a person would write it: 15:00, 90 %, month 4, 2/3, '98, 2,000,000."""
    value = f"{number.value:,.0f}" if number.value >= 1e6 else f"{number.value:.9g}"
    if number.kind == "time":
        hours, minutes = divmod(round(number.value * 60), 60)
        return f"{hours}:{minutes:02}"
    if round(3 * number.value, 6) in (1, 2):
        return f"{round(3 * number.value)}/3"
    return {"percent": f"{value} %", "month": f"month {value}", "year": f"'{value}"}.get(number.kind, value)


def weekday_mismatches(ja: str, en: str) -> Found:
    """Days of the week that stand on one side only, by their English names."""
    days = {day: word for word, day in facts.WEEKDAYS_JA.items() if word in ja}
    english = [word.removesuffix("s") for word in words_en(en)]
    words = {facts.WEEKDAYS_EN[word]: word for word in english if word.endswith("day") and word in facts.WEEKDAYS_EN}
    yield from (("ja", days[day]) for day in sorted(days.keys() - words.keys()))
    yield from (("en", words[day].capitalize()) for day in sorted(words.keys() - days.keys()))


def _latin(ja: str, en: str) -> Found:
    """Words that the Japanese has in Latin letters, longest first, so that their parts are not listed again."""
    listed = ""
    for token in sorted(latin_tokens(ja) - latin_tokens(en), key=lambda token: (-len(token), token)):
        if token[0].isdigit():  # "4.6g" is listed as a number
            continue
        if token not in listed and token not in en.lower():
            listed += f"{token} "
            yield "ja", token


def name_mismatches(ja: str, en: str) -> Found:
    """Katakana words that no English word renders, and capital ones that no Japanese word does."""
    plain = normalise(ja)
    table = glossary()
    words = [(plain[word.start : word.end], table.values_of(word.row).tolist()) for word in table.words([plain])[0]]
    known = {value for _, values in words for value in values}
    folded = without_anchors(en)
    english = words_en(folded)
    values = {value for word in english for value in (stem_value(word), sound_value(word))}
    folded_ja = without_anchors(ja)
    katakana = tuple(name for name in names_in(folded_ja) if name != "アンド")  # of a firm: "Larch & Tern"
    parts_of_names = names_in(" ".join(_OF_PARTS.findall(folded_ja)), shortest=2)
    rendering = set(countries_in(ja))
    apart: list[str] = []
    unmet = 0
    capitals = list(capital_words(folded))
    capital = frozenset(part for word in capitals for part in words_apart(word))
    for name in katakana:
        glossed = any(word in name and not values.isdisjoint(meant) for word, meant in words)
        if glossed or any(_alike(name, word) for word in english) or not rendering.isdisjoint(_country(name, english)):
            continue
        apart = apart or words_apart(folded)
        together = rendered_by(name, apart, capital) if unmet < MANY else frozenset()
        rendering |= together
        if not together:
            unmet += 1
            yield "ja", name
    latin = latin_tokens(ja)
    for word in capitals:
        parts = words_en(word)
        said = any(part in latin or not known.isdisjoint({stem_value(part), sound_value(part)}) for part in parts)
        said = said or not rendering.isdisjoint((*parts, *words_apart(word)))
        said = said or any(_alike(name, part) for name in katakana for part in parts)
        if parts and not said and not any(similarity(name, part) >= SURE for name in parts_of_names for part in parts):
            yield "en", word


def _country(katakana: str, english: Sequence[str]) -> frozenset[str]:
    """The words of the English that name the country that a katakana word names."""
    return countries_in(katakana) & frozenset(english)


def _alike(katakana: str, word: str) -> bool:
    return similarity(katakana, word) >= SAME


def capital_words(en: str) -> Iterator[str]:
    """Words with a capital letter that does not only begin a sentence; without a possessive."""
    for match in _WORD.finditer(en):
        word = re.sub(r"['’]s$", "", match.group())
        inside = not _SENTENCE_BEGINS.search(en[: match.start()][-4:])
        capital = word[0].isupper() and inside or any(letter.isupper() for letter in word[1:])
        if capital and len(word) > 1 and word.lower() not in _NO_NAMES and not re.match(r"I['’]", word):
            yield word


MISMATCHES: tuple[tuple[str, Callable[[str, str], Found]], ...] = (
    ("numbers, and days, months and times among them", _numbers),
    ("days of the week", weekday_mismatches),
    ("words in Latin letters", _latin),
    ("names", name_mismatches),
)
