"""The day of a letter or a statement, from the line or head above that gives one; the year of a signature without one.

"2 February 2026", "Date: 30 September 2025", "To the Board of Ostrand Ltd. — 21 January 2026": such a line dates the
English below it as far as that goes, and what else the same person says in pieces, each before its rendering.
So does the head of a part of a page, up to the next of its level: "── 2025年2月14日 ──", "■ 4.2.0 (February 19, 2026)".
"@ullabeck · Aug 6" is of the last such day up to that of the page, where its source does not give it the one in its
first lines that is no sentence's: "2021年1月5日に就任した市長は" tells of another day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from corpus.extraction.attribution.named_days import FULL
from corpus.extraction.lines.dates import iso_date, latest_date
from corpus.extraction.lines.details import Detail
from corpus.extraction.lines.line import JAPANESE_LINE, LATIN_WORD, SENTENCE_END, Line
from corpus.types import Passage

_HEAD = 8  # lines in which a page gives its day
_SAID = frozenset({"english", "signature", "byline"})  # kinds of lines that are not the page's own
_LONGEST = 90  # characters of a line that gives a day
_SENTENCE = "。"  # in a line that tells of days, and does not give one
# But one gives it that begins with it, by itself, or says that the page is of it: "2026年2月26日　傍聴席は11人。"
_GIVEN = regex.compile(r"^\s*[\d年月日/.-]+\s|(?:公開|更新|掲載|投稿|配信)[。）)]")
# What begins a line that heads others: a rule, a mark of a heading. Lines with the same are of the same level.
_MARK = regex.compile(r"\s*(?<mark>(?<rule>[-─—―━=＝~〜])\g<rule>+|[#＃]+|[■□◆◇●▼▽▲△★☆▶【《〈])")
# The head of a post in a thread: "12: 海外の名無しさん 2024/03/10(日) 12:05:11 ID:xyz2".
_POST = regex.compile(r"\s*\d{1,4}\s*[:：.]?\s*\D.*\d(?:[(（]\p{Han}[)）])?\s+\d{1,2}:\d{2}[\d:.]*(?:\s+ID\S*)?\s*")
_REST = regex.compile(r"[\s\p{P}\p{S}]*[月火水木金土日祝]?[\s\p{P}\p{S}]*")  # what may stand behind the day of a head
_RULES = "-─—―━=＝~〜"
# What stands behind the day of a head, by what begins it.
_CLOSING = {"": ")）", "【": "】", "《": "》", "〈": "〉"} | dict.fromkeys(_RULES, _RULES)
_HEADING = 70  # characters of a line that heads others
# What a page says in its head of when, or by whom, all below was said: "講演日:2023年10月12日 会場:…". 日時, 日付 and
# 開催日 are of an event or a page: of 6,383 renderings of pages that may be read they gave 13 a day that had none.
_WHEN = regex.compile(r"\s*(?:収録日|講演日|会見日|話者|講演者|登壇者)[:：\s]")
# Behind the day in an export of a chat: "2025/05/31(土)".
_WEEKDAY = regex.compile(r"(?<=\d)\s?[(（]?[月火水木金土日](?:曜日?)?[)）]?$")
_OWN = frozenset({"japanese", "heading", "related"})  # kinds of lines above which the day is another text's


def with_days(lines: Sequence[Line], page: str | None, marked: Sequence[Detail]) -> list[Line]:
    """The lines; those that say who wrote what have the day that markup gives in them, where their letters give none.

    Without markup a day without a year is the last such up to that of the page, where that is known.
    """
    return [
        replace(line, said=replace(line.said, posted_on=_day_in(line, page, marked)))
        if line.kind in ("signature", "byline") and line.said.posted_on is None
        else line
        for line in lines
    ]


def _day_in(line: Line, page: str | None, marked: Sequence[Detail]) -> str | None:
    return _marked(line, marked) or (page and latest_date(line.text, page))


def _marked(line: Line, marked: Sequence[Detail]) -> str | None:
    """The day of the first time in a line that markup gives."""
    at = bisect_left(marked, line.span.start, key=lambda day: day.span.start)
    return marked[at].value if at < len(marked) and marked[at].span.end <= line.span.end else None


def page_day(lines: Sequence[Line]) -> str | None:
    """The day of a page, as its first own lines give it that are no sentences: in Japanese, or in figures alone."""
    told = [line for line in lines if line.kind != "blank"]
    own = (line.text for line in told[:_HEAD] if line.kind not in _SAID and _gives(line.text))
    days = (iso_date(text) for text in own if JAPANESE_LINE.search(text) or not LATIN_WORD.search(text))
    return next((day for day in days if day), None)


def _gives(text: str) -> bool:
    """Whether a line gives the day that it names, and does not tell of it."""
    return _SENTENCE not in text or bool(_GIVEN.search(text))


def dated(passages: Sequence[Passage], lines: Sequence[Line]) -> Iterator[Passage]:
    """The passages in order, English ones without a day with that of the line above them."""
    days = list(_days(lines))
    pieces: dict[tuple[str | None, str | None], str] = {}  # by who speaks: the day of the piece before
    for passage in passages:
        said = passage.attribution
        if not _undated(passage):
            yield passage
            continue
        who = (said.speaker, said.handle)
        day = days[bisect_right(lines, passage.span.start, key=_starts) - 1] or pieces.get(who)
        if day and any(who):
            pieces[who] = day
        yield replace(passage, attribution=replace(said, posted_on=day)) if day else passage


def headed(passages: Sequence[Passage], lines: Sequence[Line], named: Sequence[Detail]) -> Iterator[Passage]:
    """The passages in order, English ones without a day with that of the head over them.

    `named` are the days that the page names. What was learned of days (`posted`) knows no heads: it takes a day that is
    likely by what else the page tells, and that of the head where none is.
    """
    days = list(_headed(lines, named))
    for passage in passages:
        day = days[bisect_right(lines, passage.span.start, key=_starts) - 1] if _undated(passage) else None
        yield replace(passage, attribution=replace(passage.attribution, posted_on=day)) if day else passage


def _undated(passage: Passage) -> bool:
    """Whether a passage is what somebody said in English, on a day that is not known."""
    of_somebody = passage.language == "en" and passage.role in ("post", "quotation")
    return of_somebody and passage.attribution.posted_on is None


def _days(lines: Sequence[Line]) -> Iterator[str | None]:
    """Of each line the day that it or a line above gives, as far as that goes."""
    day: str | None = None
    for line in lines:
        if len(line.text) <= _LONGEST and _POST.fullmatch(line.text):
            day = iso_date(line.text)
        elif line.kind in _OWN or line.said.posted_on:
            day = None
        elif line.kind != "blank":
            day = _day(line) or day
        yield day


def _headed(lines: Sequence[Line], named: Sequence[Detail]) -> Iterator[str | None]:
    """Of each line the day of the head above it that has one, as far as the next head of the same level.

    "── 2025年2月14日 ──", "■ 4.2.0 (February 19, 2026)", and the headline of a speech: "就任演説(2022年5月16日)", or
    what stands below it: "話者 ヴェラ・ノヴァク 2019年5月18日". Days without a year head what happened then more often
    than what was said.
    """
    starts = [day.span.start for day in named]
    heads: dict[str, str] = {}  # by their marks, the one that holds last
    above = 0  # lines that are not blank
    for line in lines:
        mark = _MARK.match(line.text)
        when = above < _HEAD and _WHEN.match(line.text)
        if (mark or when or not above) and len(line.text) <= _HEADING and _SENTENCE not in line.text:
            level = (mark["rule"] or mark["mark"]) if mark else ""
            heads.pop(level, None)
            within = named[bisect_left(starts, line.span.start) : bisect_left(starts, line.span.end)]
            if len(within) == 1 and within[0].written == FULL and (when or _closes(line, within[0], level)):
                heads[level] = within[0].value
        above += line.kind != "blank"
        yield next(reversed(heads.values()), None)


def _closes(line: Line, day: Detail, mark: str) -> bool:
    """Whether a head ends with its date, and with what closes its rule or bracket; without a mark, in brackets.

    So "-- Ann Pen, 4 October 2025" is none, which signs what is above it, nor "【業界ニュース】2026年4月2日", which is
    of a page.
    """
    behind = line.text[day.span.end - line.span.start :]
    if not _REST.fullmatch(behind):
        return False
    closing = _CLOSING.get(mark[:1], "")
    return not closing or any(closer in behind for closer in closing)


def _starts(line: Line) -> int:
    return line.span.start


def _day(line: Line) -> str | None:
    """The day that a line gives which is no sentence, and none in Japanese."""
    text = _WEEKDAY.sub("", line.text)
    short = len(text) <= _LONGEST and not SENTENCE_END.search(text)
    return iso_date(text) if short and not JAPANESE_LINE.search(text) else None
