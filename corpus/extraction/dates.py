"""Days as they are written in Japan and abroad, in ISO form: of a line that dates a text, and all that a page names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from unicodedata import normalize

import regex

from corpus.extraction.details import Detail
from corpus.languages import ERAS, KANJI_DIGITS, MONTHS_EN
from corpus.types import Span

# Letters in other shapes, each for one: full-width ones, radicals that copied PDFs have for kanji, a long s.
_ALIKE = {at: normalize("NFKC", chr(at)) for at in (*range(0xFF01, 0xFF5F), *range(0x2F00, 0x2FD6), 0x3000, 0x17F)}
_KANJI = "〇一二三四五六七八九"
_FEW = "[元一二三四五六七八九十]{1,3}"
_MONTH_NAME = r"(?<month_name>" + "|".join(sorted(MONTHS_EN, key=len, reverse=True)) + r")\.?"
DAY_ALONE = 20  # characters of a line with nothing but a day
# One row a way of writing a date; the groups name its parts.
_FORMS = tuple(
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
_DAYS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH_NAME}\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s+\d{{4}})",
        rf"\b(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH_NAME}(?![\w.]|,?\s+\d{{4}})",
        r"(?<!\d|(?<!今)年\s?)(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})\s*日",
    )
)
# What in a page's text may be a day, too: 20240806, 8/6, "6日、" in the news.
_COMPACT = regex.compile(r"(?<!\d)(?<year>(?:19|20)\d\d)(?<month>[01]\d)(?<day>[0-3]\d)(?!\d)")
_SLASHED = regex.compile(r"(?<![\d/.])(?<month>\d{1,2})/(?<day>\d{1,2})(?![\d/])")
_DAY_ALONE = regex.compile(r"(?<![\d月])(?<day>\d{1,2})日(?=[、にのは夜朝付午(まで\s])")
_NEXT = "翌"  # what stands before a day that follows the one named before it: 翌6日
FULL, YEARLESS, SLASHED, ALONE = range(4)  # how a day is written
_GOES_ON = 31  # days after one named before it in which a story or a log goes on
_YEAR, _BACK = 366, 60  # days; how far a day without a year may lie before one with a year
_WAYS = (
    *((form, FULL) for form in (*_FORMS, _COMPACT)),
    *((form, YEARLESS) for form in _DAYS),
    (_SLASHED, SLASHED),
    (_DAY_ALONE, ALONE),
)


def iso_date(text: str) -> str | None:
    """The date that a text names, as YYYY-MM-DD; None where it names none or one that is in no calendar."""
    match = _first(_FORMS, text)
    return None if match is None else _iso(match)


def day_alone(text: str) -> str | None:
    """The date of a line with little else, as YYYY-MM-DD; None for a longer line."""
    return iso_date(text) if len(text) <= DAY_ALONE else None


def latest_date(text: str, until: str) -> str | None:
    """The last day up to `until` (YYYY-MM-DD) that a text names without a year; None where it names none."""
    match = _first(_DAYS, text)
    return None if match is None else _latest(match, until)


def days_in(text: str, until: str | None) -> tuple[Detail, ...]:
    """The days that a text names, in order, those that are in a calendar.

    Without a year it is the one soon after the day named before it, where there is one, as in a story or a log that
    goes on, and so is 翌6日; else the last such up to `until`, the day of the page. Where that is not known, it is the
    one from two months before the full date named last on, or up to two months behind the first; else it is none.
    """
    text = _narrow(text)
    found = [(match, written) for form, written in _WAYS for match in form.finditer(text)]
    found.sort(key=lambda one: one[0].start())  # of those that begin together the first way stays the first
    first = next((day for match, written in found if written == FULL and (day := _iso(match))), None)
    return tuple(_placed(found, until, first))


def _placed(found: Iterable[tuple[regex.Match[str], int]], until: str | None, first: str | None) -> Iterator[Detail]:
    """The days of matches in order, none of which begins within one before."""
    end, full, before = 0, None, None  # where the day before ends, the full one named last, and the one with a month
    for match, written in found:
        if (start := match.start()) < end:
            continue
        if written == FULL:
            iso = full = before = _iso(match) or full
        else:
            iso = _following(match, written, before) or (_latest(match, until) if until else _near(match, full, first))
        if iso:
            end = match.end()
            before = iso if written == YEARLESS else before
            yield Detail(Span(start, end), iso, written)


def _following(match: regex.Match[str], written: int, before: str | None) -> str | None:
    """The day that a match names soon after another; a day alone, most of which are of the page's month, in 翌6日."""
    if before is None or (written == ALONE and not match.string.endswith(_NEXT, 0, match.start())):
        return None
    return _from(match, before, _GOES_ON)


def _near(match: regex.Match[str], full: str | None, first: str | None) -> str | None:
    """The day that a match names around the full date named last, or before the first."""
    if full is None:
        return None if first is None else _latest(match, _shifted(first, _BACK) or first)
    if list(match.groupdict()) == ["day"]:
        return _iso(match, int(full[:4]), int(full[5:7]))
    return _from(match, _shifted(full, -_BACK) or full, _YEAR)


def _from(match: regex.Match[str], start: str, days: int) -> str | None:
    """The first day that a match names from another on, if it is less than so many days behind it."""
    end = _shifted(start, days - 1)
    day = _latest(match, end) if end else None
    return day if day and day >= start else None


def _shifted(day: str, days: int) -> str | None:
    """The day so many days behind another, or before it; None where no calendar has it."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return None


def _first(forms: Sequence[regex.Pattern[str]], text: str) -> regex.Match[str] | None:
    """What the first of some forms finds that finds anything in a text."""
    text = _narrow(text)
    return next((match for form in forms if (match := form.search(text))), None)


def _narrow(text: str) -> str:
    """A text of the same length, its letters, digits and stops in their usual shapes."""
    return text.translate(_ALIKE)


def _latest(match: regex.Match[str], until: str) -> str | None:
    """The last day up to another that a match names without a year, or without a month."""
    year, month = int(until[:4]), int(until[5:7])
    if list(match.groupdict()) == ["day"]:
        before = (year, month - 1) if month > 1 else (year - 1, 12)
        days = (_iso(match, year, month), _iso(match, *before))
    else:
        days = (_iso(match, year), _iso(match, year - 1))
    return next((day for day in days if day and day <= until), None)


def _iso(match: regex.Match[str], year: int = 0, month: int = 0) -> str | None:
    """The day that a match names, in a year and a month where it names none; None where no calendar has it."""
    parts = match.groupdict()
    if name := parts.get("month_name"):
        month = MONTHS_EN[name.lower()]
    elif told := parts.get("month"):
        month = _number(told)
    if told := parts.get("year"):
        year = _number(told) + ERAS.get(parts.get("era") or "", 0)
    try:
        return date(year, month, _number(parts["day"])).isoformat()
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
