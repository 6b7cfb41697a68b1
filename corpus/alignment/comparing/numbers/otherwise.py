"""Numbers that differ and still tell one fact, said in another way; start at `unexplained` and `Spans`.

A rendering may add up what a number is made of (1年2か月, fourteen months), leave out a scale that was just said
("eleven million in, thirty-six out"), count from the other side of a border (5つ以上, more than four), round (三十代,
thirty-four; 8時前, 7:40), take another unit of lengths (180センチ, 1.8 metres), or say since when instead of how long
(20年前, 2005). That such numbers agree would be too much to say, so no signal knows of it: only a contradiction does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus import languages as facts
from corpus.alignment.comparing.anchors import without_anchors
from corpus.alignment.comparing.numbers.agreement import Number
from corpus.alignment.comparing.numbers.common import DIGITS, digits
from corpus.alignment.comparing.numbers.english import english_numbers
from corpus.alignment.comparing.numbers.japanese import NUMBER, value_of

ROUNDED = 0.2  # 30年余り may be thirty-four, 10日足らず nine
HALF_A_TENTH = 4  # percent
WARM = 15  # degrees, that seldom count how often something was done

# A larger unit, a smaller one behind it, and how many of these make one of the larger.
_SUMS = tuple(
    (re.compile(rf"({NUMBER}) ?{large}間?と? ?({NUMBER}) ?{small}"), many)
    for large, small, many in (("年", "[かカケヶヵ箇]月", 12), ("時間", "分", 60), ("分", "秒", 60), ("週", "日", 7))
)
_BEHIND = r"[^\s、。「」0-9]{0,4}?"  # what is counted, and a particle
_ABOVE = re.compile(rf"({NUMBER}){_BEHIND}(?:余|あまり|強(?![豪い者敵])|超|を超|を越|を上回|過ぎ|すぎ|を回)")
_BELOW = re.compile(rf"({NUMBER}){_BEHIND}(?:弱|近く(?![のにでへを])|近い|足らず|を切|を割(?!っ)|もしない|もかから)")
_DECADE = re.compile(rf"(?<!第)({NUMBER}) ?(?:代(?![わ表理価金役議目])|年代|歳代|[%％]台|パーセント台)")
_TEENS = re.compile(r"teen(?:s\b|ager|age\b)", re.IGNORECASE)  # 10代, and so no number on this side
_TENTHS = re.compile(rf"({NUMBER}) ?割(台)?")
_DEGREES = re.compile(rf"({NUMBER}) ?(度|℃|°C)")
_CELSIUS = re.compile(r"\b(?:celsius|centigrade)\b|°\s?C\b", re.IGNORECASE)
_CENTURY = re.compile(rf"({NUMBER}) ?世紀(?!にわた|ぶり|前|間|余|近|生き|以上|半)")
_HOUR = re.compile(rf"({NUMBER}) ?時(?:を|に|も)?(前|近く|過ぎ|すぎ|回|ごろ|頃|なら)")
# How far from the hour each may lie, in hours.
_BEFORE, _AFTER, _ABOUT = (-0.99, 0.0), (0.0, 0.99), (-0.5, 0.5)
_AROUND = {"前": _BEFORE, "近く": _BEFORE, "過ぎ": _AFTER, "すぎ": _AFTER, "回": _AFTER}
_YEARS_JA = re.compile(rf"({NUMBER}) ?年")
_YEARS_EN = re.compile(r"\b(?:years?|decades?|birthday|aged?)\b", re.IGNORECASE)
_CALENDAR = (1000, 2100)

# What is said of a number on each side, and by how much the whole numbers differ then.
_BORDERS = tuple(
    (re.compile(rf"({NUMBER}){_BEHIND}{ja}"), re.compile(rf"\b(?:{en})\b", re.IGNORECASE), by)
    for ja, en, by in (
        ("以上", "more than|over|above", -1),
        ("以下", "fewer than|less than|under|below", 1),
        ("以内", "fewer than|less than|under", 1),
        ("未満", "at most|up to|no more than|or less|or fewer", -1),
        ("超", "at least|or more|no fewer than", 1),
    )
)
_ROUGH_EN = re.compile(
    r"\b(?:about|around|roughly|some|nearly|almost|closer? to|just|more than|over|under|less than|fewer than|past)\b",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"\b({'|'.join(facts.NUMBER_SCALES_EN)})\b", re.IGNORECASE)
_MILLIMETRES = (
    ("ミリ", "mm|milli(?:metre|meter)s?", 1),
    ("センチ", "cm|centi(?:metre|meter)s?", 10),
    ("メートル", "m|(?:metre|meter)s?", 1000),
    ("キロ(?!グラム)", "km|kilo(?:metre|meter)s?", 10**6),
)
_WORDS = "|".join(facts.NUMBER_WORDS_EN)
_LENGTHS_JA = tuple((re.compile(rf"({NUMBER}) ?{unit}"), size) for unit, _, size in _MILLIMETRES)
_LENGTHS_EN = tuple(
    (re.compile(rf"({DIGITS}|\b(?:{_WORDS}))[ -]?(?:{unit})\b", re.IGNORECASE), size) for _, unit, size in _MILLIMETRES
)


class _Range(NamedTuple):
    """A number of the Japanese, and what it may stand for."""

    said: float
    low: float
    high: float


def unexplained(
    ja: str, en: str, only_ja: Sequence[Number], only_en: Sequence[Number]
) -> tuple[list[Number], list[Number]]:
    """Of the numbers that one text has alone those that the other does not say in another way."""
    ja, en = without_anchors(ja), without_anchors(en)
    also_ja, also_en = _sums(ja), _without_scale(en, only_en)
    said_en = frozenset(number.value for number in english_numbers(en))
    meant: defaultdict[float, set[_Range]] = defaultdict(set)  # a text may repeat a number by the thousand
    for found in (*_ranges(ja, en), *_borders(ja, en), *_lengths(ja, en)):
        meant[found.said].add(found)
    met: set[Number] = {other for other in only_en if other.value in also_ja}
    for one in only_ja:
        prices = _price(one.value, said_en)
        for other in only_en:
            if (
                any(low <= other.value <= high for _, low, high in meant.get(one.value, ()))
                or (other.value, one.value) in also_en
                or other.value in prices
            ):
                met |= {one, other}
    return [one for one in only_ja if one not in met], [other for other in only_en if other not in met]


class Spans(NamedTuple):
    """How many years the Japanese tells of, and whether the English tells of any."""

    ja: frozenset[float]
    en: bool

    @staticmethod
    def of(ja: str, en: str) -> Spans:
        return Spans(
            frozenset(value_of(match[1]) for match in _YEARS_JA.finditer(without_anchors(ja))),
            _YEARS_EN.search(en) is not None,
        )

    def part(self, one: Number, other: Number) -> bool:
        """Whether one side tells a year of the calendar, the other how many years: 20年前, since 2005."""
        if _is_calendar(other.value):
            return one.value < _CALENDAR[0] and one.value in self.ja and one.kind != "year"
        return _is_calendar(one.value) and one.value in self.ja and other.value < _CALENDAR[0] and self.en


def _is_calendar(value: float) -> bool:
    return _CALENDAR[0] <= value < _CALENDAR[1] and value == int(value)


def _sums(ja: str) -> frozenset[float]:
    """1年2か月 is fourteen months."""
    return frozenset(
        many * value_of(match[1]) + value_of(match[2]) for pattern, many in _SUMS for match in pattern.finditer(ja)
    )


def _ranges(ja: str, en: str) -> Iterator[_Range]:
    """What numbers that are rounded may stand for; where both sides round, they round alike."""
    if not _ROUGH_EN.search(en):
        yield from _rounded(ja)
    for match in _DECADE.finditer(ja):
        said = value_of(match[1])
        if not said % 10 and not (said == 10 and _TEENS.search(en)):
            yield _Range(said, said, said + 9.99)
            yield from (_Range(said, century + said, century + said + 9) for century in (1800, 1900, 2000))
    for match in _TENTHS.finditer(ja):  # 4割 is 41 %, 4割台 48 %
        said = 10 * value_of(match[1])
        yield _Range(said, said if match[2] else said - HALF_A_TENTH, said + (9.99 if match[2] else HALF_A_TENTH))
    for match in (
        () if _CELSIUS.search(en) else _DEGREES.finditer(ja)
    ):  # of Fahrenheit, to a degree; 4度 is four times, too
        said = value_of(match[1])
        if said >= WARM or match[2] != "度":
            yield _Range(said, 1.8 * said + 31, 1.8 * said + 33)
    for match in _CENTURY.finditer(ja):
        if (said := value_of(match[1])) > 1:
            yield _Range(said, 100 * said - 100, 100 * said)


def _rounded(ja: str) -> Iterator[_Range]:
    """30年余り, 10日足らず, 8時前."""
    for match in _ABOVE.finditer(ja):
        said = value_of(match[1])
        yield from (_Range(by * said, by * said, by * (1 + ROUNDED) * said) for by in (1, 10))  # 1割強 is up to 12 %
    for match in _BELOW.finditer(ja):
        said = value_of(match[1])
        yield from (_Range(by * said, by * (1 - ROUNDED) * said, by * said) for by in (1, 10))
    for match in _HOUR.finditer(ja):
        hours = (value_of(match[1]) % 12, value_of(match[1]) % 12 + 12)  # 8時 may be that of the evening
        low, high = _AROUND.get(match[2], _ABOUT)
        yield from (_Range(said, hour + low, hour + high) for said in hours for hour in hours)


def _borders(ja: str, en: str) -> Iterator[_Range]:
    """5つ以上 is more than four."""
    for ours, theirs, by in _BORDERS:
        if theirs.search(en):
            found = (value_of(match[1]) for match in ours.finditer(ja))
            yield from (_Range(said, said + by, said + by) for said in found)


def _lengths(ja: str, en: str) -> Iterator[_Range]:
    """180センチ is 1.8 metres."""
    own = {(value_of(match[1]), size) for pattern, size in _LENGTHS_JA for match in pattern.finditer(ja)}
    for pattern, size in _LENGTHS_EN if own else ():
        for match in pattern.finditer(en):
            word = match[1].lower()
            value = facts.NUMBER_WORDS_EN[word] if word in facts.NUMBER_WORDS_EN else digits(word)
            for said, of in own:
                if abs(said * of - value * size) < 1e-6 * said * of:
                    yield _Range(said, value, value)


def _without_scale(en: str, only_en: Sequence[Number]) -> frozenset[tuple[float, float]]:
    """Numbers with what they are by a scale that another of the text has: the 36 of "eleven million in, 36 out"."""
    scales = {facts.NUMBER_SCALES_EN[match[1].lower()] for match in _SCALE.finditer(en)}
    return frozenset(
        (other.value, float(f"{other.value * scale:.9g}"))
        for other in only_en
        for scale in scales
        if other.value < 1000 <= scale
    )


def _price(value: float, said_en: frozenset[float]) -> frozenset[float]:
    """What 9.99 is said with, "nine ninety-nine", where the English has both."""
    parts = frozenset(map(float, divmod(round(100 * value), 100)))
    return parts if 0 not in parts and parts <= said_en else frozenset()
