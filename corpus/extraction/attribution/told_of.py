"""Renderings in which nobody speaks whom the page names: it tells of them there, or strangers have their say.

    Ann Pen has bought the mill. / ペン氏は水車小屋を買った。       an article in both languages tells of her
    海外の反応⏎いい話だ⏎What a nice story                      whoever is named above has not written this

Who speaks is learned from pages that quote (`speakers`), where somebody always does.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

import regex

from corpus.extraction.people.clusters import People
from corpus.extraction.people.no_persons import is_group
from corpus.names import strip_title
from corpus.types import Attribution

_OWN = regex.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|[Uu]s|[Oo]urs?)\b")
_THEIRS = regex.compile(r"\b(?:he|she|his|hers?|him)\b", regex.IGNORECASE)
# A line that heads what readers have written, and what it heads.
_STRANGERS = regex.compile(
    r"(?m)^[^\n。「」『』]{0,30}(?:海外の?反応|外国人の反応|ネットの反応|反応まとめ|みんなの反応|反応コメント|コメント欄|"
    r"ネットの声|みんなの声|海外の?声|海外ファンの声)[^\n。「」『』]{0,12}$"
)
_BEHIND = 100  # characters behind a rendering in which whoever wrote it may be named


def is_told_of(said: Attribution, english: str, people: People) -> bool:
    """Whether English tells of the person who is said to say it: by name, and without "I" or "we".

    A firm does say "Boxhaven will close its shop": a person is whom the page gives a title, or the English "he", "she".
    """
    if said.speaker is None or is_group(said.speaker) or _OWN.search(english):
        return False
    who = people.by_name(said.speaker)
    forms = [*(who.forms if who else ()), *([said.speaker_ja] if said.speaker_ja else ())]
    person = any(strip_title(form) != form for form in forms) or _THEIRS.search(english) is not None
    named = regex.compile(rf"(?<![\w@#/]){regex.escape(said.speaker.split()[-1])}\b(?!\s?[:：(])")
    return person and named.search(english) is not None


def is_strangers(said: Attribution, text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands below a heading of comments under which nobody who is said to speak is named."""
    name = strip_title(said.speaker_ja) if said.speaker_ja else said.speaker
    below = _headings(text)
    last = bisect_right(below, start) - 1
    return name is not None and last >= 0 and text.find(name, below[last], end + _BEHIND) < 0


@lru_cache(maxsize=4)
def _headings(text: str) -> list[int]:
    """Where headings of comments end."""
    return [heading.end() for heading in _STRANGERS.finditer(text)]
