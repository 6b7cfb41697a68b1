"""The numbers of a text as values, whichever way the language writes them; start at `numbers`.

1万8700, １８，７００, 一万八千七百 and 18,700 are one value; so are 9割 and 90 percent, 令和6年 and 2024,
3月 and March, 午後3時 and 3 p.m. Lengths, weights and money are not converted: a page that does so (70 feet,
21メートル) renders freely. Small numbers in words ("one", "first", 一つ) are `weak`: they come and go in translation,
so they may agree but never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import languages as facts
from corpus.alignment.comparing.anchors import without_anchors
from corpus.types import Language

Kind = Literal["plain", "percent", "month", "time"]


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A value; percent as 90 for 90 %, a month as 1 to 12, a time of day in hours (15.5 for half past three p.m.)."""

    value: float
    kind: Kind = "plain"
    weak: bool = False

    @property
    def key(self) -> float:
        """The value as it is compared: nine digits of what is not a large whole number."""
        return float(f"{self.value:.9g}") if self.value < 1e9 else self.value


class NumberAgreement(NamedTuple):
    """Numbers on both sides (as the Japanese has them), and the firm ones on one side only."""

    matched: frozenset[Number]
    only_ja: frozenset[Number]
    only_en: frozenset[Number]


def numbers(text: str, language: Language) -> frozenset[Number]:
    """The different numbers of a text; those in links, handles and hashtags are none. Linear in the text's length."""
    plain = without_anchors(text)
    return frozenset(_japanese(plain) if language == "ja" else _english(plain))


def same(ja: Sequence[Number], en: Sequence[Number]) -> NDArray[np.bool_]:
    """Which numbers are one (u, v): by value, whatever their kind (3/4 and 3月4日), times of day also by half days."""
    values = [np.array([number.key for number in side], np.float64) for side in (ja, en)]
    hours = [np.array([n.key % 12 if n.kind == "time" else np.nan for n in side], np.float64) for side in (ja, en)]
    return np.asarray((values[0][:, None] == values[1]) | (hours[0][:, None] == hours[1]))


def number_agreement(ja: frozenset[Number], en: frozenset[Number]) -> NumberAgreement:
    """Which numbers of two texts meet, and which do not."""
    rows, columns = sorted(ja), sorted(en)
    met = same(rows, columns)
    matched = frozenset(number for at, number in enumerate(rows) if met[at].any())
    only_ja = frozenset(number for number in ja - matched if not number.weak)
    only_en = frozenset(number for at, number in enumerate(columns) if not met[:, at].any() and not number.weak)
    return NumberAgreement(matched, only_ja, only_en)


# --- Japanese -----------------------------------------------------------------------------------------------------

# Every repetition has a bound, so that a page of digits is read in linear time; longer numbers mean nothing to readers.
_DIGITS = r"(?<![0-9])(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})(?:\.[0-9]{1,9})?(?![0-9])"
_KANJI = "".join(facts.KANJI_DIGITS) + "".join(facts.KANJI_SMALL_UNITS) + "万億兆"
_JA_NUMBER = rf"(?:{_DIGITS}|[{_KANJI}])(?:{_DIGITS}|[{_KANJI}]|(?<=[0-9])京){{0,32}}"
_COUNTER = "|".join(map(re.escape, sorted(facts.COUNTERS, key=len, reverse=True)))
_JAPANESE = re.compile(
    rf"(?P<dotted>[0-9]{{1,9}}(?:[./-][0-9]{{1,9}}){{2,6}})"
    rf"|(?P<era>{'|'.join(facts.ERAS)})(?P<era_year>元|{_JA_NUMBER})年"
    rf"|(?P<half>午前|午後)(?P<hour>{_JA_NUMBER})(?:時(?:(?P<minute>{_JA_NUMBER})分|(?P<past>半))?|:(?P<colon>[0-9]{{2}}))"
    rf"|(?P<below>{_JA_NUMBER})分の(?P<above>{_JA_NUMBER})"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    rf"|(?P<number>{_JA_NUMBER})(?P<scale>[kKMB](?![A-Za-z]))?"
    rf"(?P<counter>割|月(?!間)|時(?!間|代|期|点)|[%％]|パーセント|{_COUNTER})?(?P<and_half>半(?![分減数額年日期]))?"
    r"|(?P<halves>半(?=[分減数額]))"
)
_PIECE = re.compile(rf"{_DIGITS}|.")
# Before a kanji numeral a kanji is rather part of a word (統一, 第三者), but for these.
_BEFORE_KANJI_NUMERAL = frozenset("第約計全各残合他同翌毎満延総数者比月年日時分秒後前間円人は")
_VAGUE = frozenset("数何幾")  # 数百万 is "millions", 何十 "dozens"
_WEAK_COUNTERS = frozenset("つ人名個回度枚本台匹件晩夜日言") | {"人目", "番目"}
_NO_NUMBERS = ("十分", "千代", "一人前", "八百屋", "八百長", "百貨", "千葉", "三日月")


def _japanese(text: str) -> Iterator[Number]:
    for match in _JAPANESE.finditer(text):
        found = match.groupdict()
        if found["dotted"]:
            yield from _dotted(found["dotted"])
        elif found["era"]:
            year = 1 if found["era_year"] == "元" else _value(found["era_year"])
            yield Number(facts.ERAS[found["era"]] + year)
        elif found["half"]:
            minutes = 30 if found["past"] else _value(found["minute"] or found["colon"] or "0")
            yield Number(_value(found["hour"]) % 12 + 12 * (found["half"] == "午後") + minutes / 60, "time")
        elif found["below"]:
            below, above = _value(found["below"]), _value(found["above"])
            if below:
                yield Number(above / below)
        elif found["clock"]:
            yield from _clock(found["clock"])
        elif found["halves"]:
            yield Number(0.5, weak=True)
        else:
            number = _counted(text, match)
            if number is not None:
                yield number


def _counted(text: str, match: re.Match[str]) -> Number | None:
    """A number with what it counts, or None where kanji numerals make a word."""
    written, counter = match["number"], match["counter"] or ""
    before = text[match.start() - 1 : match.start()]
    weak = False
    if not re.search("[0-9]", written):
        if before in _VAGUE or text[match.end("number") : match.end("number") + 1] in _VAGUE:
            return None
        if re.match("[一-鿿]", before) and before not in _BEFORE_KANJI_NUMERAL:
            return None
        if text.startswith(_NO_NUMBERS, match.start()) or written[0] in "万億兆":
            return None
        units = any(char in "十百千万億兆" for char in written)
        digits = sum(char in facts.KANJI_DIGITS for char in written)
        # Without a counter only what cannot be a word: numerals with a unit (三十, 二百万), a run (二〇二四).
        if not counter and not (len(written) >= 2 and (units or digits >= 3)):
            return None
        weak = len(written) == 1 and written in "一二十千"
    elif before in _VAGUE:
        return None
    value = _value(written) * _SUFFIXES.get(match["scale"] or "", 1)
    if match["and_half"] and counter:
        value += 0.5
    if counter == "割":
        return Number(value * 10, "percent")
    if counter in ("%", "％", "パーセント"):
        return Number(value, "percent")
    if counter == "月" and 1 <= value <= 12:
        return Number(value, "month")
    if counter == "時" and value <= 24:
        minute = re.match(rf"({_JA_NUMBER})分", text[match.end() : match.end() + 8])
        return Number(value + (_value(minute[1]) / 60 if minute else 0), "time")
    return Number(value, weak=weak or (value <= 2 and counter in _WEAK_COUNTERS))


def _value(written: str) -> float:
    """1万8700, 二〇二四, 千三百, 1.5億 as a number."""
    total: float = 0
    section: float = 0
    current: float | None = None
    positional = False
    for piece in _PIECE.findall(written):
        if piece in facts.KANJI_DIGITS:
            digit = facts.KANJI_DIGITS[piece]
            current = current * 10 + digit if positional and current is not None else digit
            positional = True
            continue
        positional = False
        if piece in facts.KANJI_SMALL_UNITS:
            section += (1 if current is None else current) * facts.KANJI_SMALL_UNITS[piece]
            current = None
        elif piece in facts.KANJI_LARGE_UNITS:
            total += (section + (current or 0) or 1) * facts.KANJI_LARGE_UNITS[piece]
            section, current = 0, None
        else:
            current = _digits(piece)
    return _tidy(total + section + (current or 0))


# --- English ------------------------------------------------------------------------------------------------------

_SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "bn": 1e9, "tn": 1e12}
_SCALE = "|".join(facts.NUMBER_SCALES_EN)
_WORDS = "|".join(sorted((*facts.NUMBER_WORDS_EN, *facts.NUMBER_SCALES_EN), key=len, reverse=True))
_DIGIT_WORDS = "|".join(word for word, value in facts.NUMBER_WORDS_EN.items() if value < 10)
_ORDINAL = "|".join(facts.ORDINALS_EN)
_MONTH = "|".join(sorted(facts.MONTHS_EN, key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?P<dotted>[0-9]{{1,9}}(?:[./-][0-9]{{1,9}}){{2,6}})"
    r"|(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?\s?(?P<half>[ap])\.?m\b"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    rf"|(?P<number>{_DIGITS})(?:(?P<ordinal>st|nd|rd|th)\b|(?P<suffix>k|K|M|B|bn|tn)\b|[ -]?(?P<scale>{_SCALE})\b"
    r"|\s?(?P<percent>%|per\s?cent\b))?"
    rf"|\b(?P<month>{_MONTH})\b\.?"
    rf"|\b(?P<half_scale>half\sa)\s(?P<half_unit>{_SCALE})\b"
    rf"|\b(?P<parts>(?:one|two|three|a)[ -](?:thirds?|quarters?|fifths?|tenths?))\b"
    rf"|\b(?P<nth>(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{_ORDINAL}))\b"
    rf"|\b(?P<words>(?:a\s(?={_SCALE}))?(?:{_WORDS})(?:(?:\s|-|\sand\s(?=(?:{_WORDS})\b))(?:{_WORDS})\b){{0,32}}(?:\s(?P<dozen>dozen))?)\b"
    rf"(?P<word_half>\sand\sa\shalf\b)?(?P<point>\spoint(?:\s(?:{_DIGIT_WORDS})\b){{1,9}})?(?:\s(?P<word_percent>per\s?cent)\b)?"
    r"|\b(?P<other>half|twice|double|doubled|triple|tripled|halved|dozen|quarter)\b",
    re.IGNORECASE,
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_OTHER = {
    "half": 0.5, "halved": 0.5, "quarter": 0.25, "twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3,
    "dozen": 12,
}  # fmt: skip
# "may" and "march" are months only where they cannot be verbs.
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|of|last|next|early|mid|late|by|until|till|this|from|to|through|on|and|every)|[0-9,]|th)[\s-]$"
)


def _english(text: str) -> Iterator[Number]:
    for match in _ENGLISH.finditer(text):
        found = match.groupdict()
        if found["dotted"]:
            yield from _dotted(found["dotted"])
        elif found["hour"]:
            minutes = int(found["minute"] or 0)
            yield Number(int(found["hour"]) % 12 + 12 * (found["half"] in "pP") + minutes / 60, "time")
        elif found["clock"]:
            yield from _clock(found["clock"])
        elif found["number"]:
            scale = facts.NUMBER_SCALES_EN.get((found["scale"] or "").lower(), 1)
            value = _tidy(_digits(found["number"]) * scale * _SUFFIXES.get(found["suffix"] or "", 1))
            yield Number(value, "percent" if found["percent"] else "plain", weak=bool(found["ordinal"]) and value <= 2)
        elif found["month"]:
            if _is_month(text, match):
                yield Number(facts.MONTHS_EN[found["month"].lower()], "month")
        elif found["half_scale"]:
            yield Number(facts.NUMBER_SCALES_EN[found["half_unit"].lower()] / 2)
        elif found["parts"]:
            count, part = re.split("[ -]", found["parts"].lower())
            yield Number({"a": 1, "one": 1, "two": 2, "three": 3}[count] / _PARTS[part.rstrip("s")])
        elif found["words"]:
            yield from _spelled(found)
        elif found["nth"]:
            ten, _, nth = found["nth"].lower().rpartition("-")
            value = facts.NUMBER_WORDS_EN.get(ten, 0) + facts.ORDINALS_EN[nth]
            yield Number(value, weak=value <= 3)
        else:
            yield Number(_OTHER[found["other"].lower()], weak=True)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Is this word a month? Capitalised; short forms with a day or year behind; May and March not as verbs."""
    word = match["month"]
    if not word[0].isupper():
        return False
    after = re.match(r"\.?\s?[0-9]", text[match.end("month") : match.end("month") + 3]) is not None
    before = _BEFORE_MONTH.search(text[max(0, match.start() - 8) : match.start()].lower()) is not None
    if word.lower() in ("may", "march"):
        return after or before
    return len(word) > 4 or word.lower() in ("june", "july") or after or before


def _spelled(found: dict[str, str | None]) -> Iterator[Number]:
    """Numbers in words: "two hundred and five", "twenty-one", "a million"; neighbours that do not add up stay apart."""
    total = section = 0
    last: int | None = None  # the latest word that is no scale
    said = False
    values: list[int] = []
    words = re.split(r"[\s-]+", (found["words"] or "").lower())
    for word in words:
        if word in ("and", "a", "dozen"):
            continue
        if word in facts.NUMBER_SCALES_EN:
            scale = facts.NUMBER_SCALES_EN[word]
            if scale == 100:
                section = (section or 1) * 100
            else:
                total, section = total + (section or 1) * scale, 0
            last = None
        else:
            value = facts.NUMBER_WORDS_EN[word]
            joins = last is None or (last >= 20 and 0 < value < 10)
            if said and not joins:
                values.append(total + section)
                total = section = 0
            section += value
            last = value
        said = True
    values.append(total + section)
    for index, value in enumerate(values):
        final = index == len(values) - 1
        amount = value * (12 if final and found["dozen"] else 1) + (0.5 if final and found["word_half"] else 0)
        point = found["point"] if final else None  # one point three
        if point:
            digits = "".join(str(facts.NUMBER_WORDS_EN[word]) for word in point.lower().split()[1:])
            amount = _tidy(float(f"{value}.{digits}"))
        kind: Kind = "percent" if final and found["word_percent"] else "plain"
        yield Number(amount, kind, weak=amount <= 2 and kind == "plain" and not point)


# --- both ---------------------------------------------------------------------------------------------------------


def _digits(written: str) -> float:
    return _tidy(float(written.replace(",", ""))) if "." in written else int(written.replace(",", ""))


def _tidy(value: float) -> float:
    """Whole values as int, so that large ones stay exact; else nine digits, so that 1.1 x 10 is 11."""
    if isinstance(value, int):
        return value
    return int(value) if value.is_integer() and value < 2**53 else float(f"{value:.9g}")


def _dotted(written: str) -> Iterator[Number]:
    """Dates and versions (2025-03-04, 1.2.3): their parts, the middle one of a date as a month."""
    parts = [int(part) for part in re.split("[./-]", written)]
    for at, part in enumerate(parts):
        month = at == 1 and len(parts) == 3 and parts[0] > 1000 and 1 <= part <= 12
        yield Number(part, "month" if month else "plain")


def _clock(written: str) -> Iterator[Number]:
    """15:00 is a time of day, 2:21:08 a duration in three numbers."""
    parts = [int(part) for part in written.split(":")]
    if len(parts) == 2 and parts[0] <= 24 and parts[1] < 60:
        yield Number(parts[0] + parts[1] / 60, "time")
    else:
        yield from (Number(part) for part in parts)
