"""Posts as they are pasted from a platform's page: who wrote one stands in lines above it, when also in one below.

    Mara Quill                                             a name above an account
    @maraquill                                             the account: a byline by itself
    Replying to @tom                                       to whom, no sentence
    ·
    Oct 2                                                  what belongs to it: a point, a day, an age, a button
    The bridge is open again.
    3:12 PM · Oct 2, 2025 · 12.3K Views                    the stamp below

`lines_of` knows the account; here the lines around it become bylines too, and the day of the stamp is the byline's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from corpus.extraction.lines.bylines import NAME
from corpus.extraction.lines.dates import iso_date
from corpus.extraction.lines.line import Line
from corpus.extraction.lines.marks import PLACE_IN_WORK
from corpus.languages import MONTHS_EN, PLATFORM_LINES
from corpus.types import Attribution

_MONTH = "|".join(sorted(MONTHS_EN, key=len, reverse=True))
_CLOCK = r"(?:午前|午後)?\s*\d{1,2}:\d{2}\s*(?:[AaPp]\.?[Mm]\.?)?"
_NAMED = regex.compile(rf"(?P<name>{NAME})(?:\s*[^\p{{L}}.!?…]{{0,4}})$")  # a badge may follow
_FORUM = regex.compile(r"[a-z][a-z0-9_.-]{2,29}$")
_ACCOUNT = regex.compile(r"[a-z0-9][a-z0-9_.]{2,29}$")
# "3h", "3時間", "2 days ago", "3 日前", "Oct 2", "10月2日", with what may follow ("Edited", "編集済み").
_AGE = regex.compile(
    r"(?:\d{1,2}\s?(?:s|m|min|h|d|w|mo|y|yr|(?:second|minute|hour|day|week|month|year)s?)(?:\s+ago)?"
    rf"|\d{{1,2}}\s*(?:秒|分|時間|日|週間?|か月|ヶ月|年)(?:前)?|(?:{_MONTH})\.?\s+\d{{1,2}}(?:,\s*\d{{4}})?"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:\s*[·・•(（].{0,20})?$",
    regex.IGNORECASE,
)
_STAMP = regex.compile(
    rf"(?:(?:Last edited\s*)?{_CLOCK}\s*[·・•]\s*(?P<date>[^·・•\n]{{6,20}})"
    rf"|(?P<date>\d{{4}}年\d{{1,2}}月\d{{1,2}}日\s+{_CLOCK}))(?:\s*[·・•].{{0,40}})?$"
)
REPLYING = regex.compile(r"(?:Replying to|In reply to|返信先[:：]?)\s*@.{1,80}$")
_POINTS = regex.compile(r"[·・•\s]*$")


def pasted(lines: Sequence[Line]) -> list[Line]:
    """The lines; those around an account that belong to it are bylines as well, stamps are furniture."""
    found = list(lines)
    told = [at for at, line in enumerate(lines) if line.kind != "blank"]
    for at in _accounts(lines):
        found[at] = replace(lines[at], kind="byline", said=Attribution(speaker=lines[at].text, handle=lines[at].text))
    lines = tuple(found)
    open_byline: int | None = None  # the last one, as long as no stamp has ended its post
    belongs = False  # whether a line directly above is an account or belongs to one
    for place, at in enumerate(told):
        line, above = found[at], told[place - 1] if place else None
        below = told[place + 1] if place + 1 < len(told) else None
        if line.kind == "english" and below is not None and _is_account(line.text, found[below].text):
            line = replace(line, kind="byline", said=Attribution(handle=line.text))
        if line.kind == "byline" and (line.said.handle or line.said.speaker):
            if above is not None and not line.said.speaker and (name := _name_of(found, above)):
                found[above] = replace(found[above], kind="byline", said=Attribution(speaker=name))
            open_byline, belongs = at, True
        elif belongs and _belongs(line.text):
            line = replace(line, kind="byline", said=Attribution(posted_on=iso_date(line.text)))
        else:
            belongs = False
            if stamp := _STAMP.match(line.text):
                line = replace(line, kind="furniture")
                if open_byline is not None:
                    said = found[open_byline].said
                    day = said.posted_on or iso_date(stamp["date"])
                    found[open_byline] = replace(found[open_byline], said=replace(said, posted_on=day))
                open_byline = None
        found[at] = line
    return found


def _accounts(lines: Sequence[Line]) -> list[int]:
    """The lines of a forum that are the account of who wrote what stands right below, if there are two such at least.

    Each begins a block and has no capital; one of them has a digit or a "_", so that they are no words of a list.
    """
    found = [
        at
        for at, (above, line, below) in enumerate(zip([None, *lines], lines, [*lines[1:], None], strict=False))
        if line.kind == "english"
        and _FORUM.match(line.text)
        and not PLACE_IN_WORK.fullmatch(line.text)
        and (above is None or above.kind in ("furniture", "heading") or line.span.start - above.span.end > 1)
        and below is not None
        and below.kind in ("english", "japanese")
    ]
    names = {lines[at].text for at in found}
    return found if len(names) > 1 and any(regex.search(r"[\d_]", name) for name in names) else []


def _is_account(text: str, below: str) -> bool:
    """Whether a line is an account without its @, above the age of its post."""
    return _ACCOUNT.match(text) is not None and _AGE.match(below) is not None


def _name_of(lines: Sequence[Line], at: int) -> str | None:
    """The name that a line above an account is; None where it is none, as one word right below other English."""
    line = lines[at]
    named = _NAMED.match(line.text) if line.kind == "english" else None
    if named is None:
        return None
    goes_on = at > 0 and lines[at - 1].kind == "english" and line.span.start - lines[at - 1].span.end < 2
    return None if goes_on and " " not in named["name"] else named["name"]


def _belongs(text: str) -> bool:
    """Whether a line below an account belongs to it."""
    return bool(_POINTS.match(text) or _AGE.match(text) or REPLYING.match(text)) or text.casefold() in PLATFORM_LINES
