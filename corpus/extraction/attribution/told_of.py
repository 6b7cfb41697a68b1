"""Renderings in which nobody speaks whom the page names: it tells of them there, or strangers have their say.

    Ann Pen has bought the mill. / ペン氏は水車小屋を買った。       an article in both languages tells of her
    海外の反応⏎いい話だ⏎What a nice story                      whoever is named above has not written this

Who speaks is learned from pages that quote (`speakers`), where somebody always does. What stands in quotation marks, or
is reported by a verb of saying, is left to that.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

import regex

from corpus.extraction.people.clusters import People
from corpus.extraction.people.no_persons import is_group
from corpus.names import strip_title
from corpus.types import Attribution, Passage

_OWN = regex.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|[Uu]s|[Oo]urs?)\b")
_THEIRS = regex.compile(r"\b(?:he|she|his|hers?|him)\b", regex.IGNORECASE)
# Behind a name that is a subject, or owns something: "Pen has bought", "Pen’s mill"; not "Young people".
_DOES = r"(?:['’]s\b|,|\s(?:\p{Ll}+ly\s)?(?:has|had|is|was|will|would|did|does|said|says|and|\p{Ll}+e[ds])\b)"
# A line that heads what readers have written, and one that heads anything else.
_HEADING = regex.compile(
    r"(?m)^[ 　]*(?:(?P<strangers>[■□▼▽◆◇●○★☆【〈《「]{0,3}[ 　]?(?:以下、?)?(?:海外の?反応|外国人の反応|ネットの反応|"
    r"みんなの反応|反応コメント|コメント欄|ネットの声|みんなの声|海外の?声|海外ファンの声)(?:まとめ|一覧|から)?[】〉》」:：]?)"
    r"|[■□▼▽◆◇●○【].*)[ 　]*$"
)
_BEHIND = 100  # characters behind a rendering in which whoever wrote it may be named


def tells_of(english: str, name: str) -> bool:
    """Whether English tells of somebody by the full name, or by its last word as a subject, and without "I" or "we"."""
    if _OWN.search(english):
        return False
    full, last = regex.escape(name), regex.escape(name.rsplit(maxsplit=1)[-1])
    full = full if " " in name else r"(?!)"
    return regex.search(rf"(?<![\w@#/])(?:{full}\b(?!\s?[:：(])|{last}{_DOES})", english) is not None


def is_told_of(said: Attribution, ja: Passage, english: str, people: People) -> bool:
    """Whether a narration and its English tell of the person who is said to say it.

    A firm does say "Boxhaven will close its shop": a person is whom the page gives a title, or the English "he", "she".
    """
    if said.speaker is None or is_group(said.speaker) or ja.role != "narration" or ja.speech is not None:
        return False
    who = people.by_name(said.speaker)
    forms = [*(who.forms if who else ()), *([said.speaker_ja] if said.speaker_ja else ())]
    person = any(strip_title(form) != form for form in forms) or _THEIRS.search(english) is not None
    return person and tells_of(english, said.speaker)


def is_strangers(said: Attribution, ja: Passage, text: str, start: int, end: int, people: People) -> bool:
    """Whether `text[start:end]` stands below a heading of comments under which nobody who is said to speak is named.

    Up to the next line with the mark of a heading.
    """
    places = _headings(text)
    last = bisect_right(places, (start,)) - 1
    if last < 0 or not places[last][1] or ja.attribution.speaker_ja is not None:
        return False
    who = people.by_name(said.speaker) or people.called(said.speaker_ja)
    forms = {strip_title(form) for form in (*(who.forms if who else ()), said.speaker_ja) if form}
    names = [name for name in (said.speaker, *(who.names if who else ())) if name]
    parts = {part for form in forms for part in regex.split(r"[・＝=\s]", form) if len(part) > 1}
    parts |= {word for name in names for word in name.split() if len(word) > 1}
    below = text[places[last][0] : end + _BEHIND]
    return bool(parts) and not any(part in below for part in parts)


@lru_cache(maxsize=4)
def _headings(text: str) -> list[tuple[int, bool]]:
    """Where lines begin that head something, the first one aside, and whether that is comments of strangers."""
    title = text.find("\n", len(text) - len(text.lstrip()))
    found = _HEADING.finditer(text, max(0, title)) if title >= 0 else ()
    return [(heading.start(), heading["strangers"] is not None) for heading in found]
