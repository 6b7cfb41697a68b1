"""The dates of signature lines, as they are written in Japan and abroad, in ISO form."""

from __future__ import annotations

from datetime import date
from unicodedata import normalize

import regex

from corpus.languages import MONTHS_EN

_MONTH_NAME = r"(?<month_name>" + "|".join(sorted(MONTHS_EN, key=len, reverse=True)) + r")\.?"
# One row a way of writing a date; the groups name its parts.
_FORMS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        rf"{_MONTH_NAME}\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?<year>\d{{4}})",  # August 6, 2024
        rf"(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH_NAME},?\s+(?<year>\d{{4}})",  # 6 August 2024
        r"(?<year>\d{4})\s*年\s*(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})\s*日?",  # 2024年8月6日
        r"(?<year>\d{4})\s*,\s*(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})",  # 2016, 3月 8
        r"(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})\s*日?\s*,?\s*(?<year>\d{4})",  # 8月 6, 2024
        r"(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})",  # 2024-08-06, 2024/8/6
    )
)
# The same without a year.
_DAYS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH_NAME}\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s+\d{{4}})",
        rf"\b(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH_NAME}(?![\w.]|,?\s+\d{{4}})",
        r"(?<!\d)(?<month>\d{1,2})\s*月\s*(?<day>\d{1,2})\s*日",
    )
)


def iso_date(text: str) -> str | None:
    """The date that a text names, as YYYY-MM-DD; None where it names none or one that is in no calendar."""
    text = normalize("NFKC", text)
    for form in _FORMS:
        match = form.search(text)
        if match is None:
            continue
        return _iso(int(match["year"]), match)
    return None


def latest_date(text: str, until: str) -> str | None:
    """The last day up to `until` (YYYY-MM-DD) that a text names without a year; None where it names none."""
    text = normalize("NFKC", text)
    match = next((match for form in _DAYS if (match := form.search(text))), None)
    if match is None:
        return None
    year = int(until[:4])
    days = (_iso(year, match), _iso(year - 1, match))
    return next((day for day in days if day and day <= until), None)


def _iso(year: int, match: regex.Match[str]) -> str | None:
    """The day of a year that a match names; None where no calendar has it."""
    parts = match.groupdict()
    month = MONTHS_EN[parts["month_name"].lower()] if parts.get("month_name") else int(parts["month"])
    try:
        return date(year, month, int(parts["day"])).isoformat()
    except ValueError:
        return None
