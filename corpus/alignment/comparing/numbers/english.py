"""Numbers in English: 18,700, $5bn, two dozen, half past eight, March, nine in ten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus import languages as facts
from corpus.alignment.comparing.numbers.agreement import Kind, Number
from corpus.alignment.comparing.numbers.common import (
    CLOCK,
    DIGITS,
    DOTTED,
    SUFFIXES,
    Form,
    clock,
    digits,
    pattern_of,
    read,
    tidy,
)

_SCALE = "|".join(facts.NUMBER_SCALES_EN)
_WORDS = "|".join(sorted((*facts.NUMBER_WORDS_EN, *facts.NUMBER_SCALES_EN), key=len, reverse=True))
_DIGIT_WORDS = "|".join(word for word, value in facts.NUMBER_WORDS_EN.items() if value < 10)
_TENS = "|".join(word for word, value in facts.NUMBER_WORDS_EN.items() if value >= 20)
_ORDINAL = "|".join(facts.ORDINALS_EN)
_HOUR = "|".join((*(word for word, value in facts.NUMBER_WORDS_EN.items() if 1 <= value <= 12), "1[0-2]|[1-9]"))
_TO = "(?:a )?quarter|five|ten|twenty(?:[- ]five)?"  # "nine to three" is a score, "ten to three" the time
_PAST = rf"(?:half|(?:a )?quarter|(?:{'|'.join(facts.NUMBER_WORDS_EN)})(?:[- ](?:{_DIGIT_WORDS}))?|[1-5]?[0-9])"
_MONTH = "|".join(sorted(facts.MONTHS_EN, key=len, reverse=True))
_SHARE = re.compile(
    rf"\b({_HOUR}) (?:\w{{1,20}} )?(?:in|out of) (?:every )?(ten|10|five|5|four|4|three|3|100)\b", re.IGNORECASE
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
# Scales that ordinals are made of, and units of years.
_NTH_SCALES = {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
_YEARS = {"decade": 10, "century": 100, "centurie": 100, "millennium": 1000, "millennia": 1000}
_NO_THOUSANDS = "piano|total|slam|final|prix|prize|jury|master|tour|hotel|opening|old|plan|scale"  # "one grand piano"
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3}
_OTHER = {
    "half": 0.5, "halved": 0.5, "quarter": 0.25, "twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3,
    "dozen": 12,
}  # fmt: skip
# "may" and "march" are months only where they cannot be verbs.
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|of|last|next|early|mid|late|by|until|till|this|from|to|through|on|and|every)|[0-9,]|th)[\s-]$"
)


def english_numbers(text: str) -> Iterator[Number]:
    """The numbers of a text whose letters are folded; shares (nine in ten) first, then the others in order."""
    yield from _shares(text)
    yield from read(text, _FORMS, _PATTERN)


def _shares(text: str) -> Iterator[Number]:
    """Nine in ten, nine cats out of ten: 90 percent, besides the numbers themselves."""
    for match in _SHARE.finditer(text):
        part, whole = (float(facts.NUMBER_WORDS_EN.get(word.lower(), word)) for word in match.groups())
        if part < whole:
            yield Number(tidy(100 * part / whole), "percent", weak=True)


def _half_day(match: re.Match[str]) -> Iterator[Number]:
    """3:30 p.m."""
    yield Number(int(match["hour"]) % 12 + 12 * (match["half"] in "pP") + int(match["minute"] or 0) / 60, "time")


def _minutes_and_seconds(match: re.Match[str]) -> Iterator[Number]:
    """2m 14s."""
    return clock(int(match["minutes"]), int(match["seconds"]))


def _told(match: re.Match[str]) -> Iterator[Number]:
    """Half past eight; ten to four, which may be a score."""
    words = re.split("[ -]", (match["past"] or match["to"]).lower())
    known = {"half": 30, "quarter": 15} | facts.NUMBER_WORDS_EN
    minutes = sum(int(word) if word.isdigit() else known.get(word, 0) for word in words)
    full = match["full"].lower()
    hours = int(full) if full.isdigit() else facts.NUMBER_WORDS_EN[full]
    if match["past"]:
        yield Number(hours + minutes / 60, "time")
    else:
        yield Number(abs(hours - minutes / 60), "time", weak=True)
        yield from (Number(value, weak=True) for value in (minutes, hours))


def _short_year(match: re.Match[str]) -> Iterator[Number]:
    """'98."""
    yield Number(int(match["year"]), "year")


def _written(match: re.Match[str]) -> Iterator[Number]:
    """18,700, 1.2 million, $5bn, 71%, the 21st."""
    scale = facts.NUMBER_SCALES_EN.get((match["scale"] or "").lower(), 1)
    value = tidy(digits(match["number"]) * scale * SUFFIXES.get(match["suffix"] or "", 1))
    yield Number(value, "percent" if match["percent"] else "plain", weak=bool(match["nth_sign"]) and value <= 2)


def _month(match: re.Match[str]) -> Iterator[Number]:
    if _is_month(match):
        yield Number(facts.MONTHS_EN[match["name"].lower()], "month")


def _is_month(match: re.Match[str]) -> bool:
    """Is this word a month? Capitalised; short forms with a day or year behind; May and March not as verbs."""
    text, word = match.string, match["name"]
    if not word[0].isupper():
        return False
    after = re.match(r"\.?\s?[0-9]", text[match.end("name") : match.end("name") + 3]) is not None
    before = _BEFORE_MONTH.search(text[max(0, match.start() - 8) : match.start()].lower()) is not None
    if word.lower() in ("may", "march"):
        return after or before
    return len(word) > 4 or word.lower() in ("june", "july") or after or before


def _half_a_scale(match: re.Match[str]) -> Iterator[Number]:
    """Half a million."""
    yield Number(facts.NUMBER_SCALES_EN[match["half_unit"].lower()] / 2)


def _part(match: re.Match[str]) -> Iterator[Number]:
    """Two thirds; "a third" is a part of something only if that follows ("a third of it", but "a third tree")."""
    count, part = match["count"].lower(), _PARTS[match["of"].lower().rstrip("s")]
    unsure = count == "a" and not match.string.startswith(" of ", match.end())
    yield Number(_COUNTS[count] / part, weak=unsure)
    if unsure:
        yield Number(part, weak=True)


def _ordinal(match: re.Match[str]) -> Iterator[Number]:
    """Third, twenty-first; a forty-second loop lasts forty seconds, or is the last of so many."""
    ten, _, last = match["nth"].lower().rpartition("-")
    tens = facts.NUMBER_WORDS_EN.get(ten, 0)
    seconds = tens > 0 and last == "second"
    value = tens + facts.ORDINALS_EN[last]
    yield Number(value, weak=value <= 3 or seconds)
    if seconds:
        yield Number(tens, weak=True)


def _nth_of_scale(match: re.Match[str]) -> Iterator[Number]:
    """Four hundredth, fifty-thousandth; one hundredth of a second; "in hundredths" may be either."""
    words = [word for word in re.split(r"[\s-]+", match["nth_count"].lower()) if word not in ("", "and", "a")]
    scale = _NTH_SCALES[match["nth_scale"].lower()]
    if not words:
        yield from (Number(value, weak=True) for value in (scale, 1 / scale))
    elif match.string.startswith(("s", " of a ", " of an "), match.end()):
        yield Number(tidy(_sums(words)[-1] / scale))
    else:
        *_, value = _sums([*words, match["nth_scale"].lower().removesuffix("th")])
        yield Number(value)


def _half_an_hour(match: re.Match[str]) -> Iterator[Number]:
    """Half an hour, which Japanese counts in minutes."""
    yield from (Number(value, weak=True) for value in (0.5, 30))


def _spelled(match: re.Match[str]) -> Iterator[Number]:
    """Numbers in words: "two hundred and five", "twenty-one", "a million", "three decades", "five grand"."""
    words = [word for word in re.split(r"[\s,-]+", match["words"].lower()) if word not in ("and", "a", "dozen")]
    values = _read_out(words) or _sums(words)
    last = values.pop()
    yield from (Number(value, weak=value <= 2) for value in values)
    final = last * (12 if match["dozen"] else 1) + (0.5 if match["word_half"] else 0)
    if match["point"]:  # one point three
        behind = "".join(str(facts.NUMBER_WORDS_EN[word]) for word in match["point"].lower().split()[1:])
        final = tidy(float(f"{last}.{behind}"))
    if match["dozen"]:
        yield Number(last, weak=True)  # 19ダース
    if match["years"]:
        yield Number(final, weak=True)  # 2世紀
        final *= _YEARS[match["years"].lower().rstrip("s")]
    if match["grand"]:
        final *= 1000
    kind: Kind = "percent" if match["word_percent"] else "plain"
    yield Number(final, kind, weak=final <= 2 and kind == "plain" and not match["point"])


def _read_out(words: Sequence[str]) -> list[float]:
    """The number that is read out digit by digit, as a flight's is ("two one seven"); none where it is counted."""
    found = [facts.NUMBER_WORDS_EN.get(word, 10) for word in words]
    one_by_one = len(found) >= 3 and max(found) < 10 and {b - a for a, b in pairwise(found)} not in ({1}, {-1})
    return [int("".join(map(str, found)))] if one_by_one else []


def _sums(words: Sequence[str]) -> list[float]:
    """What words add up to; neighbours that do not add up stay apart."""
    total = section = 0
    last: int | None = None  # the latest word that is no scale
    values: list[float] = []
    for at, word in enumerate(words):
        if word in facts.NUMBER_SCALES_EN:
            scale = facts.NUMBER_SCALES_EN[word]
            if scale == 100:
                section = (section or 1) * 100
            else:
                total, section = total + (section or 1) * scale, 0
            last = None
        else:
            value = facts.NUMBER_WORDS_EN[word]
            if at and not (last is None or (last >= 20 and 0 < value < 10)):
                values.append(total + section)
                total = section = 0
            section += value
            last = value
    return [*values, total + section]


def _other_words(match: re.Match[str]) -> Iterator[Number]:
    """Twice, a dozen."""
    yield Number(_OTHER[match["word"].lower()], weak=True)


_FORMS = {
    "dotted": DOTTED,
    "half_day": Form(r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?\s?(?P<half>[ap])\.?m\b", _half_day),
    "clock": CLOCK,
    "minutes_and_seconds": Form(
        r"(?P<minutes>[0-9]{1,3})(?:m| ?min(?:ute)?s?),?(?: and)? ?(?P<seconds>[0-9]{1,2})(?:s| ?sec(?:ond)?s?)\b",
        _minutes_and_seconds,
    ),
    "told": Form(
        rf"\b(?:(?P<past>{_PAST}(?: minutes?)?) past"
        rf"|(?<!from )(?<!by )(?P<to>{_TO}|{_PAST} minutes?) to) (?P<full>{_HOUR})\b",
        _told,
    ),
    "short_year": Form(r"(?<![\w'’])['’](?P<year>[0-9]{2})\b(?![.:,]?[0-9])", _short_year),
    "written": Form(
        rf"(?P<number>{DIGITS})(?:(?P<nth_sign>st|nd|rd|th)\b|(?P<suffix>k|K|M|B|bn|tn)\b|[ -]?(?P<scale>{_SCALE})\b"
        r"|\s?(?P<percent>%|per\s?cent\b))?",
        _written,
    ),
    "month": Form(rf"\b(?P<name>{_MONTH})\b\.?", _month),
    "half_a_scale": Form(rf"\bhalf\sa\s(?P<half_unit>{_SCALE})\b", _half_a_scale),
    "part": Form(rf"\b(?P<count>{'|'.join(_COUNTS)})[ -](?P<of>(?:{'|'.join(_PARTS)})s?)\b", _part),
    "half_an_hour": Form(r"\bhalf\s(?:an|the)\shour\b", _half_an_hour),
    "nth_of_scale": Form(
        rf"\b(?P<nth_count>(?:a[\s-])?(?:(?:{_WORDS})(?:\s|-|\sand\s)){{0,16}})(?P<nth_scale>{'|'.join(_NTH_SCALES)})s?\b",
        _nth_of_scale,
    ),
    "ordinal": Form(rf"\b(?P<nth>(?:(?:{_TENS})-)?(?:{_ORDINAL}))\b", _ordinal),
    "spelled": Form(
        rf"\b(?P<words>(?:a\s(?={_SCALE}))?(?:{_WORDS})(?:(?:\s|-|\sand\s(?=(?:{_WORDS})\b)|(?<=thousand),\s(?=(?:{_DIGIT_WORDS})\shundred\b))"
        rf"(?:{_WORDS})\b){{0,32}}"
        rf"(?:\s(?P<dozen>dozen))?)\b(?P<word_half>\sand\sa\shalf\b)?"
        rf"(?P<point>\spoint(?:\s(?:{_DIGIT_WORDS})\b){{1,9}})?(?:\s(?P<word_percent>per\s?cent)\b)?"
        rf"(?:\s(?P<years>{'|'.join(_YEARS)})s?\b)?(?P<grand>\sgrand\b(?!\s(?:{_NO_THOUSANDS})))?",
        _spelled,
    ),
    "other_words": Form(rf"\b(?P<word>{'|'.join(_OTHER)})\b", _other_words),
}
_FIRST_WORDS = (
    *facts.NUMBER_WORDS_EN, *facts.NUMBER_SCALES_EN, *facts.ORDINALS_EN, *_NTH_SCALES, *facts.MONTHS_EN, *_COUNTS,
    *_OTHER,
)  # fmt: skip
_LETTERS = "".join(sorted({word[0] for word in _FIRST_WORDS}))
_PATTERN = pattern_of(_FORMS, rf"[0-9'’]|\b[{_LETTERS}]", re.IGNORECASE)
