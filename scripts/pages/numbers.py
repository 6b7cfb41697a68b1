"""Other numbers and dates for a page, the same in both languages, each written as it was (full width, in words).

A number moves if both sides of a pair have it; it moves wherever it stands. Afterwards the numbers of every pair are read
again: where a change would make two sides agree less or more than they did, it is not made.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from unicodedata import normalize

import regex
from pages.edits import Edit, Page, crosses, edited, said_as

from corpus.alignment.comparing.numbers import number_agreement, numbers
from corpus.extraction.lines.bylines import SIGNATURE
from corpus.extraction.lines.dates import iso_date
from corpus.extraction.lines.kinds import URL, lines_of
from corpus.languages import MONTHS_EN, NUMBER_SCALES_EN, NUMBER_WORDS_EN

_WORDS = {value: word for word, value in NUMBER_WORDS_EN.items()}
_WORD = "|".join(sorted(NUMBER_WORDS_EN, key=len, reverse=True))
_SCALE = "|".join(NUMBER_SCALES_EN)
_MONTH = "|".join(sorted(MONTHS_EN, key=len, reverse=True))
# Digits that are a number by themselves: no part of a name, a decimal, a clock or a score, a date or a list's mark.
_DIGITS = regex.compile(
    r"(?<![\p{Latin}0-9０-９@＠_#.,:/．，：／-]|月|月\s)(?<!(?:"
    + _MONTH
    + r")\.?\s)(?:(?<!^)|(?![0-9０-９]{1,2}[.．)）]))"
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|[０-９]+)"
    r"(?![0-9０-９]|[.,:/．，：／-][0-9０-９]|[\p{Latin}_@-]|[万億兆千百]|月(?!間)|日(?![間目])|\s(?:"
    + _MONTH
    + r")\b)",
    regex.MULTILINE,
)
_SPELLED = regex.compile(
    rf"(?<![\p{{L}}-])(?<!\b(?:{_WORD}|{_SCALE}|and|point)[\s-])(?:(?P<tens>\w+ty)[- ])?(?P<word>{_WORD})"
    rf"(?![\p{{L}}-]|\s(?:{_WORD}|{_SCALE}|and\s(?:{_WORD}))\b)",
    regex.IGNORECASE,
)
_YEAR = regex.compile(
    r"(?<![\p{Latin}0-9０-９@_.,:/#$-])(?:(?:19|20)[0-9]{2}|(?:１９|２０)[０-９]{2})(?![0-9０-９\p{Latin}_.:/-]|[円ドル人枚件回m])"
)
_NUMERIC = regex.compile(r"(?<![0-9\p{Latin}_/.-])([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?![0-9\p{Latin}_/-])")
_MONTH_JA = regex.compile(r"(?<![0-9０-９./-])(?:1[0-2]|[1-9]|１[０-２]|[１-９])(?=月(?!間))")
# May and March are months where a day stands behind them or a word of time before.
_MONTH_EN = regex.compile(
    rf"(?<![\p{{L}}-])(?:(?!May\b|March\b)(?:{_MONTH})(?<=\p{{Lu}}\p{{L}}*)|(?:May|March)(?=\s[0-9])|"
    r"(?<=\b(?:by|in|since|of|last|next|early|mid|late|until|this|every)[\s-])(?:May|March))(?![\p{L}-])",
    regex.IGNORECASE,
)


def amounts(page: Page, rng: random.Random) -> Page:
    """Every number that a pair has on both sides becomes another one with as many digits."""
    for value, top in sorted(_shared(page).items()):
        taken = {number.value for language in ("ja", "en") for number in numbers(page.text, language)}
        low, high = (3, 9) if value < 10 else (10 ** (len(str(value)) - 1), 10 ** len(str(value)) - 1)
        free = [n for n in range(low, min(high, top) + 1) if n not in taken] if high < 10_000 else []
        if free:
            page = _if_sound(page, _renumbered(page, value, rng.choice(free)))
    return page


def _shared(page: Page) -> dict[int, int]:
    """The numbers that stand on both sides of a pair, as they are written there, with the greatest that may be instead."""
    found: dict[int, int] = {}
    for row in page.pairs:
        ja, en = page.sides(row)
        for number in number_agreement(numbers(ja, "ja"), numbers(en, "en")).matched:
            clock = number.kind == "time"
            value = number.value % 12 if clock else number.value
            counted = not number.weak and number.kind != "month" and value >= 3 and value == int(value)
            if counted and not 1900 <= value < 2100:  # years are dates
                found[int(value)] = min(found.get(int(value), 10**9), 11 if clock else 10**9)
    return found


def _renumbered(page: Page, old: int, new: int) -> list[Edit]:
    """The places where a number stands, in digits or in words."""
    edits = []
    for match in _DIGITS.finditer(page.text):
        written = match.group()
        if int(normalize("NFKC", written).replace(",", "")) == old:
            edits.append(Edit(*match.span(), _like(written, f"{new:,}" if "," in written else str(new))))
    for match in _SPELLED.finditer(page.text):
        tens, word = (match["tens"] or "").lower(), match["word"].lower()
        value = NUMBER_WORDS_EN.get(tens, 0) + NUMBER_WORDS_EN[word]
        if value == old and (not tens or tens in NUMBER_WORDS_EN) and new < 100:
            edits.append(Edit(*match.span(), _cased(match.group(), _in_words(new))))
    inside = [match.span() for match in URL.finditer(page.text)]
    return [e for e in edits if not any(start < e.end and e.start < end for start, end in inside)]


def _in_words(value: int) -> str:
    tens, unit = value // 10 * 10, value % 10
    return _WORDS[value] if value in _WORDS else f"{_WORDS[tens]}-{_WORDS[unit]}"


def _like(written: str, new: str) -> str:
    """Digits as wide as those that were written."""
    return "".join(chr(ord(c) + 0xFEE0) for c in new) if written[0] > "9" else new


def _cased(written: str, new: str) -> str:
    return new.upper() if written.isupper() else new.capitalize() if written[0].isupper() else new


def _if_sound(page: Page, edits: list[Edit]) -> Page:
    """The page with the edits, or as it was where one cannot be made or a pair's numbers would no longer meet as before."""
    if not edits or any(crosses(page, edit) for edit in edits):
        return page
    made = edited(page, edits)
    return (
        made
        if all(_meeting(page, a) == _meeting(made, b) for a, b in zip(page.pairs, made.pairs, strict=True))
        else page
    )


def _meeting(page: Page, row: object) -> tuple[int, ...]:
    ja, en = page.sides(row)  # type: ignore[arg-type]
    return tuple(map(len, number_agreement(numbers(ja, "ja"), numbers(en, "en"))))


# --- dates --------------------------------------------------------------------------------------------------------


def dates(page: Page, rng: random.Random) -> Page:
    """Years and months move by one step each all over the page, the days of signatures too, and the gold's dates along."""
    steps = [(rng.choice([-7, -5, -3, -2, -1, 1, 2, 3, 4, 6]), step) for step in rng.sample(range(-11, 12), 23)]
    by = rng.randrange(1, 28)
    for years, months in steps:
        try:
            made = _if_sound(page, list(_redated(page, years, months, by)))
            return said_as(made, _moved_date(years, months, by)) if made != page else page
        except ValueError:  # a month would leave its year
            continue
    return page


def _moved_date(years: int, months: int, by: int) -> Callable[[str, str], str]:
    def moved(field: str, value: str) -> str:
        if field != "date":
            return value
        day = date.fromisoformat(value)
        return date(day.year + years, day.month + months, _day(day.day, by)).isoformat()

    return moved


def _day(day: int, by: int) -> int:
    """Another day of the month, one that every month has."""
    return (day - 1 + by) % 28 + 1


def _month(month: int, by: int) -> int:
    if not 1 <= month + by <= 12:
        raise ValueError("no such month")
    return month + by


def _redated(page: Page, years: int, months: int, by: int) -> Iterator[Edit]:
    """The years, months and days of signatures on the page. ValueError if a month would leave its year."""
    text = page.text
    signed = [
        (line.span.start + match.start("date"), line.span.end)
        for line in lines_of(text)
        if line.kind == "signature" and (match := SIGNATURE.match(line.text)) and iso_date(match["date"])
    ]
    taken = [match.span() for match in URL.finditer(text)]

    def free(match: regex.Match[str]) -> bool:
        return not any(start < match.end() and match.start() < end for start, end in taken)

    for match in filter(free, list(_NUMERIC.finditer(text))):
        year, month, day = (match[n] for n in (1, 3, 4))
        in_signature = any(start <= match.start() < end for start, end in signed)
        new_day = _day(int(day), by) if in_signature else min(int(day), 28)
        moved = (str(int(year) + years), str(_month(int(month), months)), str(new_day))
        new = match[2].join(part.zfill(len(old)) for part, old in zip(moved, (year, month, day), strict=True))
        yield Edit(*match.span(), new)
        taken.append(match.span())
    for match in filter(free, _YEAR.finditer(text)):
        yield Edit(*match.span(), _like(match.group(), str(int(normalize("NFKC", match.group())) + years)))
    for match in filter(free, _MONTH_JA.finditer(text)):
        new = str(_month(int(normalize("NFKC", match.group())), months))
        yield Edit(*match.span(), _like(match.group(), new))
    for match in filter(free, _MONTH_EN.finditer(text)):
        new = _month_name(_month(MONTHS_EN[match.group().lower()], months))
        yield Edit(
            *match.span(), _cased(match.group(), new if len(match.group()) > 3 or match.group() == "May" else new[:3])
        )
    for start, end in signed:
        for match in regex.finditer(r"(?<![0-9])[0-9]{1,2}(?![0-9]|\s*月)", text, pos=start, endpos=end):
            if free(match):
                yield Edit(*match.span(), str(_day(int(match.group()), by)))


def _month_name(month: int) -> str:
    return next(name for name, number in MONTHS_EN.items() if number == month)
