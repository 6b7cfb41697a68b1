"""Days as they are written in Japan and abroad, in ISO form; `named_days` finds all that a page names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from unicodedata import normalize

import regex

from corpus.languages import ERAS, KANJI_DIGITS, MONTHS_EN

# Letters in other shapes, each for one: full-width ones, radicals that copied PDFs have for kanji, a long s.
_ALIKE = {at: normalize("NFKC", chr(at)) for at in (*range(0xFF01, 0xFF5F), *range(0x2F00, 0x2FD6), 0x3000, 0x17F)}
_KANJI = "〇一二三四五六七八九"
_FEW = "[元一二三四五六七八九十]{1,3}"
_MONTH_NAME = r"(?<month_name>" + "|".join(sorted(MONTHS_EN, key=len, reverse=True)) + r")\.?"
_CENTURY = 2000  # of a year with two digits
DAY_ALONE = 20  # characters of a line with nothing but a day
# One row a way of writing a date; the groups name its parts.
FORMS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        rf"{_MONTH_NAME}\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?<year>\d{{4}})",  # August 6, 2024
        rf"(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH_NAME},?\s+(?<year>\d{{4}})",  # 6 August 2024
        r"(?<!\d)(?<year>\d{4})\s*年\s*(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})(?!\d)(?:\s*日)?",  # 2024年8月6日
        r"(?<!\d)(?<year>\d{4})\s*,\s*(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})",  # 2016, 3月 8
        # 8月 6, 2024
        r"(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})(?:\s*日)?(?:\s*,\s*|\s+)(?<year>\d{4})(?![\d円人年時件])",
        r"(?<!\d)(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)",  # 2024-08-06, 2024/8/6
        rf"(?<year>[{_KANJI}]{{4}})年(?<month>{_FEW})月(?<day>{_FEW})日",  # 一九五九年三月二日
        rf"(?<era>{'|'.join(ERAS)})(?<year>\d{{1,2}}|{_FEW})年(?<month>\d{{1,2}}|{_FEW})月(?<day>\d{{1,2}}|{_FEW})日",
    )
)
# The same without a year.
DAYS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH_NAME}\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s+\d{{4}})",
        rf"\b(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH_NAME}(?![\w.]|,?\s+\d{{4}})",
        r"(?<!\d|(?<!今)年\s?)(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})\s*日",
    )
)
# Three numbers, the year last or first: 3/4/2026, 20.04.26, 24/04/02. Which of the others is the month they do not say.
NUMBERS = regex.compile(
    r"(?<![\d/.])(?<first>\d{1,2})(?:/(?<second>\d{1,2})/|\.(?<second>\d{2})\.)(?<last>\d{4}|\d{2})(?!\d|[/.]\d)"
)


def iso_date(text: str) -> str | None:
    """The date that a text names, as YYYY-MM-DD; None where it names none or one that is in no calendar."""
    match = _first(FORMS, text)
    return None if match is None else in_full(match)


def day_alone(text: str) -> str | None:
    """The date of a line with little else, as YYYY-MM-DD; None for a longer line."""
    return iso_date(text) if len(text) <= DAY_ALONE else None


def latest_date(text: str, until: str) -> str | None:
    """The last day up to `until` (YYYY-MM-DD) that a text names without a year, or in three numbers; else None."""
    if match := _first(DAYS, text):
        return latest(match, until)
    return numbered(numbers, until) if (numbers := _first((NUMBERS,), text)) else None


def numbered(match: regex.Match[str], until: str | None) -> str | None:
    """The day that three numbers are: the only one that they may be, else the last such up to `until`, where known."""
    first, second, last = (int(match[name]) for name in ("first", "second", "last"))
    orders = [(_CENTURY + first, second, last)] if last < _CENTURY else []
    year = last % _CENTURY + _CENTURY
    orders += [(year, first, second), (year, second, first)]
    days = {day for order in orders if (day := _day(*order))}
    return days.pop() if len(days) == 1 else max((day for day in days if until and day <= until), default=None)


def shifted(day: str, days: int) -> str | None:
    """The day so many days behind another, or before it; None where no calendar has it."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return None


def _first(forms: Sequence[regex.Pattern[str]], text: str) -> regex.Match[str] | None:
    """What the first of some forms finds that finds anything in a text."""
    text = narrow(text)
    return next((match for form in forms if (match := form.search(text))), None)


def narrow(text: str) -> str:
    """A text of the same length, its letters, digits and stops in their usual shapes."""
    return text.translate(_ALIKE)


def latest(match: regex.Match[str], until: str) -> str | None:
    """The last day up to another that a match names without a year, or without a month."""
    year, month = int(until[:4]), int(until[5:7])
    if list(match.groupdict()) == ["day"]:
        before = (year, month - 1) if month > 1 else (year - 1, 12)
        days = (in_full(match, year, month), in_full(match, *before))
    else:
        days = (in_full(match, year), in_full(match, year - 1))
    return next((day for day in days if day and day <= until), None)


def in_full(match: regex.Match[str], year: int = 0, month: int = 0) -> str | None:
    """The day that a match names, in a year and a month where it names none; None where no calendar has it."""
    parts = match.groupdict()
    if name := parts.get("month_name"):
        month = MONTHS_EN[name.lower()]
    elif told := parts.get("month"):
        month = _number(told)
    if told := parts.get("year"):
        year = _number(told) + ERAS.get(parts.get("era") or "", 0)
    return _day(year, month, _number(parts["day"]))


def _day(year: int, month: int, day: int) -> str | None:
    """A day in ISO form; None where no calendar has it."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(told: str) -> int:
    """A number in digits, or in kanji as days and years are written: 十二, 二〇二四, 元 of the first year."""
    if told.isdecimal():
        return int(told)
    tens, ten, ones = told.replace("元", "一").rpartition("十")
    if ten:
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int("".join(str(KANJI_DIGITS[kanji]) for kanji in ones))
