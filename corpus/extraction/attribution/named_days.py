"""All the days that a page names, in ISO form: in full, without a year, in numbers, and from another one ("同日夜")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from corpus.extraction.lines.dates import DAYS, FORMS, NUMBERS, in_full, latest, narrow, numbered, shifted
from corpus.extraction.lines.details import Detail
from corpus.languages import WEEKDAYS_JA
from corpus.types import Span

Match = regex.Match[str]
FULL, YEARLESS, SLASHED, ALONE, NUMBERED, TOLD = range(6)  # how a day is written
# What in a page's text may be a day, besides what dates a line: 20240806, 8/6, "6日、" in the news.
# A line with "2/4" alone numbers a thread; 4/5の人 and "4/5 of the people" are parts, and 9/11は is what happened then.
_COMPACT = regex.compile(r"(?<!\d)(?<year>(?:19|20)\d\d)(?<month>[01]\d)(?<day>[0-3]\d)(?!\d)")
_SLASHED = regex.compile(
    r"(?<![\d/.])(?!^\d+/\d+\s*$)(?!9/11(?!\s?(?:[(（\d]|に(?!つ|関|お|対|よ|まつ)|付|時点|[、,]?\s*$)))"
    r"(?<month>\d{1,2})/(?<day>\d{1,2})(?![\d/])"
    r"(?!\s?(?:of\b|(?:an?\s)?(?:cups?|inch|miles?)\b|カップ|サイズ|スケール|程度|以上|以下|未満|ほど|[倍個量]|の(?:人|量|確率|大きさ|サイズ|価格|値段)))",
    regex.MULTILINE,
)
_ALONE = regex.compile(
    r"(?<![\d月])(?<day>\d{1,2})日(?=[、にのは夜朝昼夕付午()で\s]|深夜|未明|早朝|中(?:に|の|、)|発(?!売))"
)
# A day to come, on which nothing was said yet: before it, and behind it. "By May 3" tells until when something was
# said; 予定を変えた and 予定地を買った are what was done on that day, and 開催される前 tells of one that has come.
_UPCOMING = regex.compile(
    r"(?:次回|次号|来月|来年|締め?切り?|期限|期日)[はのが:：]?\s?$|\b(?:until|till|through|due)\s$",
    regex.IGNORECASE,
)
_TO_COME = regex.compile(
    r"(?:[(（][^()（）\n]{1,8}[)）])?\s?(?:(?:に|から|より)[^。、「」\n]{0,30}?"
    r"(?:予定(?![をにがど\p{Han}])|(?:行な?われる|開かれる|(?:開催|発売|公開|放送|上映)(?:する|される))(?!直?前))"
    r"|まで|迄|必着|締め?切|発売(?!の[^。、]{0,6}[誌号週])|(?:開催|公開)予定)"
)
_NEAR = 10  # characters before a day that may tell that it is to come
_NEXT = "翌"  # what stands before a day that follows the one named before it: 翌6日
_GOES_ON = 31  # days after one named before it in which a story or a log goes on
_YEAR, _BACK, _WEEK = 366, 60, 7  # days; the second how far a day without a year may lie before one with a year
# Days before the page's from which on a day without a year is rather the next one than the last, unless the text has
# told before what was in a month of the year before.
_FAR = 270
_MONTH_BEFORE = r"(?:昨年|去年|前年|(?<!\d){year}\s*年)の?\s*\d{{1,2}}\s*[月/]"
# Days from the one named before them, and from that of the page.
_FROM_BEFORE = {"同日": 0, "同じ日": 0, "前日": -1, "翌日": 1}
_IN_KANJI = dict.fromkeys(("本日", "今朝", "今夜"), 0) | dict.fromkeys(("昨日", "昨夜", "昨晩"), -1) | {"一昨日": -2}
_IN_HIRAGANA = {"きょう": 0, "きのう": -1, "おととい": -2}
_FROM_PAGE = _IN_KANJI | _IN_HIRAGANA
_LAST_WEEK = "[先前]週の?"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of days where one is named: the page's, the first in full, and of those before it others."""

    page: str | None
    back: int | None = None  # where the text first tells of a month of the year before the page's
    first: str | None = None
    full: str | None = None  # the one named in full last
    month: str | None = None  # the one with a month
    before: str | None = None  # the one however it is written


def days_in(text: str, until: str | None, marked: Sequence[Detail] = ()) -> tuple[Detail, ...]:
    """The days that a text names, in order, those that are in a calendar, and where none is in full, those of markup.

    Without a year it is the one soon after the day named before it, where there is one, as in a story or a log that
    goes on, and so is 翌6日; else the last such up to `until`, the day of the page. Where that is not known, it is the
    one from two months before the full date named last on, or up to two months behind the first; else it is none.
    Three numbers are the last day that they may be by then. A weekday is the last such up to that of the page. A day to
    come is none on which anything was said; where no year is told it is one that is soon behind the page's, too.
    """
    text = narrow(text)
    found = [(match, written) for form, written in _WAYS for match in form.finditer(text)]
    found.sort(key=lambda one: one[0].start())  # of those that begin together the first way stays the first
    first = next((day for match, written in found if written == FULL and (day := in_full(match))), None)
    named = list(
        _placed((one for one in found if not _is_to_come(one[0])), _Known(until, _back(text, found, until), first))
    )
    return tuple(_with(named, marked)) if marked else tuple(named)


def _is_to_come(match: Match) -> bool:
    """Whether the text says of a day that something will be then."""
    text, start = match.string, match.start()
    before = _UPCOMING.search(text, max(0, start - _NEAR), start)
    return before is not None or _TO_COME.match(text, match.end()) is not None


def _back(text: str, found: Sequence[tuple[Match, int]], until: str | None) -> int | None:
    """Where a text first names a day or a month of the year before that of the page."""
    if until is None:
        return None
    year = f"{int(until[:4]) - 1:04}"
    month = regex.search(_MONTH_BEFORE.format(year=year), text)
    days = (match.start() for match, written in found if written == FULL and (in_full(match) or "").startswith(year))
    return min((month.start(), *days) if month else days, default=None)


def _with(named: Sequence[Detail], marked: Sequence[Detail]) -> list[Detail]:
    """Days that a text names and those that markup gives, of two in one place the one in full, the text's before."""
    starts = [day.span.start for day in named]
    kept: list[Detail] = []
    over: set[int] = set()
    for day in marked:
        within = range(bisect_left(starts, day.span.start), bisect_left(starts, day.span.end))
        if not any(named[at].written == FULL for at in within) and not (kept and day.span.start < kept[-1].span.end):
            kept.append(day)
            over.update(within)
    rest = (day for at, day in enumerate(named) if at not in over)
    return sorted([*rest, *kept], key=lambda day: day.span.start)


def _placed(found: Iterable[tuple[Match, int]], known: _Known) -> Iterator[Detail]:
    """The days of matches in order, none of which begins within one before."""
    end = 0
    for match, written in found:
        if match.start() >= end and (day := _READ[written](match, known)):
            end = match.end()
            yield Detail(Span(match.start(), end), day, written)
            known = replace(
                known,
                before=day,
                month=day if written in (FULL, YEARLESS) else known.month,
                full=day if written == FULL else known.full,
            )


def _yearless(match: Match, known: _Known) -> str | None:
    """The day that a match names without a year."""
    return _soon(match, known) or _by_page(match, known)


def _alone(match: Match, known: _Known) -> str | None:
    """A day alone is mostly of the page's month; in 翌6日 it is of the one that follows."""
    follows = match.string.endswith(_NEXT, 0, match.start())
    return (follows and _soon(match, known)) or _by_page(match, known)


def _numbered(match: Match, known: _Known) -> str | None:
    return numbered(match, known.page or known.full or known.first)


def _told(match: Match, known: _Known) -> str | None:
    """The day that is told from another."""
    if match[0] in _FROM_BEFORE:
        return shifted(known.before, _FROM_BEFORE[match[0]]) if known.before else None
    if known.page is None:
        return None
    if match[0] in _FROM_PAGE:
        return shifted(known.page, _FROM_PAGE[match[0]])
    back = date.fromisoformat(known.page).isoweekday() - WEEKDAYS_JA[match["weekday"]]
    return shifted(known.page, -(back + _WEEK if match["week"] else back % _WEEK))


def _soon(match: Match, known: _Known) -> str | None:
    """The day that a match names soon after the one with a month before it."""
    return _from(match, known.month, _GOES_ON) if known.month else None


def _by_page(match: Match, known: _Known) -> str | None:
    """The last day up to that of the page that a match names; else around the full date named last, or the first."""
    if known.page:
        day = latest(match, known.page)
        if day is None or (known.back is not None and known.back < match.start()):
            return day
        return day if (date.fromisoformat(known.page) - date.fromisoformat(day)).days <= _FAR else None
    if known.full is None:
        return latest(match, shifted(known.first, _BACK) or known.first) if known.first else None
    if list(match.groupdict()) == ["day"]:
        return in_full(match, int(known.full[:4]), int(known.full[5:7]))
    return _from(match, shifted(known.full, -_BACK) or known.full, _YEAR)


def _from(match: Match, start: str, days: int) -> str | None:
    """The first day that a match names from another on, if it is less than so many days behind it."""
    end = shifted(start, days - 1)
    day = latest(match, end) if end else None
    return day if day and day >= start else None


_WAYS = (
    *((form, FULL) for form in (*FORMS, _COMPACT)),
    *((form, YEARLESS) for form in DAYS),
    (_SLASHED, SLASHED),
    (_ALONE, ALONE),
    (NUMBERS, NUMBERED),
    (regex.compile(rf"(?<!\p{{Han}})(?:{'|'.join((*_FROM_BEFORE, *_IN_KANJI))})"), TOLD),
    (regex.compile(rf"(?<!\p{{Hiragana}})(?:{'|'.join(_IN_HIRAGANA)})(?!\p{{Hiragana}}{{2}})"), TOLD),
    (
        regex.compile(
            rf"(?<!(?:[来今次毎隔再翌]週の?|[毎隔翌]|第\d))(?<week>{_LAST_WEEK})?(?<weekday>{'|'.join(WEEKDAYS_JA)})"
            r"(?!日?[(（]\d|大工|朝市|版)"
        ),
        TOLD,
    ),
)
_READ: Mapping[int, Callable[[Match, _Known], str | None]] = {
    FULL: lambda match, _known: in_full(match),
    YEARLESS: _yearless,
    SLASHED: _yearless,
    ALONE: _alone,
    NUMBERED: _numbered,
    TOLD: _told,
}
