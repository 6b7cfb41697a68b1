"""Letters, which are signed below what they say, and by whom: told by more lines than one (`kinds`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import regex

from corpus.extraction.lines.bylines import LONGEST, addresses, below_letter, closes_letter, letter_writer
from corpus.extraction.lines.dates import DAY_ALONE, day_alone, iso_date
from corpus.extraction.lines.line import JAPANESE_LINE, LATIN_WORD, SENTENCE_END, Line
from corpus.languages import ENDS_OF_OFFICES_EN, MAIL_MARKS

_LONGEST_OFFICE = 60  # characters of an office below a name
_REACH = 400  # lines above a name with an office that it may sign
_OTHERS = regex.compile(r"^[\"“「『]|[」』]|^[^\s。、:：]{1,24}[:：]")


def _told(lines: Sequence[Line]) -> list[int]:
    """The places of lines that say something: neither blank ones nor a lone mark of a quoted mail."""
    return [at for at, line in enumerate(lines) if line.kind != "blank" and line.text not in MAIL_MARKS]


def letters_signed(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines; below one that closes a letter the name is its signature, an office and a date belong to it.

    So is a name alone below a sentence, if its day stands below it, alone or below an office, or if an office does and
    no English is left.
    """
    told = _told(lines)
    last = max((place for place, at in enumerate(told) if _says_more(lines[at])), default=-1)
    changed: dict[int, Line] = {}
    for place, at in enumerate(told[:-1]):
        below = told[place + 1 : place + 4]
        said = letter_writer(lines[below[0]].text)
        if said is None or lines[at].kind not in ("english", "japanese"):
            continue
        if place + 3 > last and _with_office([lines[line].text for line in told[place : place + 3]]):
            since = _since(text, [lines[line] for line in told[max(0, place + 2 - _REACH) : place + 2]])
            changed[below[0]] = replace(lines[below[0]], kind="signature", said=said, since=since)
            changed[below[1]] = replace(lines[below[1]], kind="furniture")
        if lines[at].kind == "japanese":
            continue
        foreign = list(takewhile(lambda line: not JAPANESE_LINE.search(lines[line].text), below))
        day = next((day for line in foreign if (day := iso_date(lines[line].text))), None)
        if not closes_letter(lines[at].text) and not _dated(lines[at].text, [lines[line].text for line in foreign]):
            continue
        changed[below[0]] = replace(lines[below[0]], kind="signature", said=replace(said, posted_on=day))
        changed |= {
            line: replace(lines[line], kind="furniture")
            for line in foreign[1:]
            if lines[line].kind in ("english", "source_title") and not SENTENCE_END.search(lines[line].text)
        }
    return [changed.get(at, line) for at, line in enumerate(lines)]


def _says_more(line: Line) -> bool:
    """Whether a line is an English sentence, or says whose one is."""
    return line.kind in ("signature", "byline") or (
        line.kind == "english" and SENTENCE_END.search(line.text) is not None
    )


def _with_office(texts: Sequence[str]) -> bool:
    """Whether three lines are a sentence, a name and an office."""
    if len(texts) < 3 or SENTENCE_END.search(texts[0]) is None or not texts[1][0].isupper():
        return False
    office = texts[2]
    last = (LATIN_WORD.findall(office) or [""])[-1].lower()
    return len(office) <= _LONGEST_OFFICE and office[0].isupper() and last in ENDS_OF_OFFICES_EN


def _since(text: str, told: Sequence[Line]) -> int:
    """Where what a name above an office signs begins, given the lines above it and itself: the block that it ends, or
    across a blank line those above it, as far as none is said by others or tells of them.

    Japanese renders the English of its block, or of the one above.
    """
    apart = [at for at in range(1, len(told)) if text.count("\n", told[at - 1].span.end, told[at].span.start) > 1]
    bounds = [0, *apart]
    if bounds[-1] < len(told) - 1:
        return told[bounds[-1]].span.start
    since, rendered = told[-1].span.start, False
    for first, last in zip(reversed(bounds[:-1]), reversed(bounds), strict=False):
        block = told[first:last]
        english = any(line.kind == "english" for line in block)
        if any(map(_is_others, block)) or (rendered and not english):
            break
        since, rendered = (block[0].span.start, False) if english else (since, True)
    return since


def _is_others(line: Line) -> bool:
    """Whether a line may be said by others, or may tell what they say: it is quoted, quotes or has a label."""
    return line.kind in ("signature", "byline") or _OTHERS.search(line.text) is not None


def _dated(said: str, below: Sequence[str]) -> bool:
    """Whether a name alone, perhaps an office, and a day alone stand below a sentence."""
    days = [day_alone(text) is not None for text in below]
    above = below[: days.index(True)] if True in days else ()
    signed = len(above) > 0 and "," not in above[0] and not any(SENTENCE_END.search(text) for text in above)
    return signed and SENTENCE_END.search(said) is not None


def addressed(lines: list[Line]) -> list[Line]:
    """The lines; below a letter that says to whom it is, its last line is its signature, a date above it its day.

    So is the name above the last line, where that is an office.
    """
    told = _told(lines)
    found = list(lines)
    opened: int | None = None  # the place of the line that says to whom, as long as nobody has signed
    said = 0  # sentences of the letter so far
    for place, at in enumerate(told):
        line = lines[at]
        if line.kind == "signature":
            opened = None
        elif line.kind == "english" and addresses(line.text):
            opened, said = place, int(SENTENCE_END.search(line.text) is not None)
        elif line.kind == "english" and opened is not None:
            ended = SENTENCE_END.search(line.text) is not None
            said += ended
            last = _is_last(lines, told, place)
            with_office = not last and _is_last(lines, told, place + 1) and _is_office(lines[told[place + 1]].text)
            enough = said > 1 if " " not in line.text else said > 0
            signs = below_letter if last else letter_writer
            writer = signs(line.text) if enough and (last or with_office) and not ended else None
            if writer is not None:
                if with_office:
                    office = told[place + 1]
                    found[office] = replace(lines[office], kind="furniture")
                above = told[max(0, opened - 3) : opened + 1]
                day = next((day for up in reversed(above) if (day := _day(lines[up].text))), None)
                found[at] = replace(line, kind="signature", said=replace(writer, posted_on=day))
                opened = None
    return found


def _is_last(lines: Sequence[Line], told: Sequence[int], place: int) -> bool:
    """Whether no English follows a line, be it text or who signs it."""
    return place + 1 >= len(told) or lines[told[place + 1]].kind not in ("english", "signature")


def _is_office(text: str) -> bool:
    """Whether a line below a name may say what its bearer is: "Founder, Kettleback Power"."""
    return len(text) <= LONGEST and text[0].isupper() and SENTENCE_END.search(text) is None


def _day(text: str) -> str | None:
    """The day that a line above a letter has, alone or behind a comma ("Open letter to the Mayor, 19 January 2026")."""
    return iso_date(text) if len(text) <= DAY_ALONE else iso_date(text.rpartition(", ")[2]) or iso_date(text[-20:])
