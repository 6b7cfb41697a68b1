"""A name that stands behind a quotation, and ends its line: it says whose the quotation is, and not whose the next.

「さよならを言うのに11分かかりました」――通信担当のオマル・サイード氏
「I won't speculate.」（憶測で話すつもりはない。）                      nor of the line above, if that has none
「We assume no sales.」（売り上げを織り込んでいない。）　ルーベン・アッシャーCEO
鼻をかきます。――ヌール（7歳）                              without brackets behind two dashes
私も知らなかった（5年生の保護者）                           in parentheses, as comments are listed
"""

from __future__ import annotations

from bisect import bisect_left

import regex

from corpus.extraction.people.heads import IN_LATIN, KINDS, head_of
from corpus.extraction.people.nouns import Noun, Nouns
from corpus.languages import LIST_MARKS, PERSON_ENDINGS_JA, STAGE_DIRECTIONS
from corpus.types import Span

_INSIDE = r"[^「」『』“”\n]{0,300}"
_NAME = (
    r"(?:(?P<dash>[ 　]*[—–―─]{1,2}[ 　]*)|[ 　]+)(?P<who>[^「」『』“”\"（）()。、,，\n—–―─]{2,40}?)"
    r"(?:\s?[（(][^（）()\n]{1,30}[)）])?。?[ 　]*"
)
_AROUND = rf"(?:[」』”\"][ 　]?[「『“\"]{_INSIDE})*[」』”\"）)]{{1,3}}。?(?:\s?[（(][^（）()\n]{{1,400}}[)）]。?)?"
_BEHIND = regex.compile(rf"{_INSIDE}{_AROUND}{_NAME}(?=\n|\Z)")
_DASHED = regex.compile(rf"[^「」『』“”\n]{{0,300}}?(?<=[。！？])(?=[—–―─]{{2}}){_NAME}(?=\n|\Z)")
# Right behind what is said, or behind the last sentence of an item of a list, whose comment it is as a whole.
_SOURCE = r"[」』”。！？!?]{0,2}[ 　]?[（(](?P<who>[^（）()、。\n]{2,40})[)）]。?[ 　]*(?=\n|\Z)"
_CREDITED = regex.compile(_SOURCE)
_CREDITED_ITEM = regex.compile(rf"[^「」『』“”（）()\n]{{0,300}}?{_SOURCE}")
_ITEM = regex.compile(rf"[ 　]*[{regex.escape(''.join(sorted(LIST_MARKS - {'>', '＞'})))}\-–]\s?[「『“\"]?\Z")
_NEXT = regex.compile(rf"[^\n]{{0,400}}[」』”\"）)]。?\n[「『“\"][^\n]{{0,400}}[」』”\"）)]。?{_NAME}(?=\n|\Z)")
_BEFORE = 2  # letters in parentheses before what is somebody
_CLOSERS = ("」", "』", "”")
_OPENS = regex.compile(r"[「『“\"]")
_NAMES = tuple(map(KINDS.index, ("name", "latin")))
_ROLE, _KATAKANA = map(KINDS.index, ("role", "katakana"))


def name_behind(page: Nouns, said: Span, *, quoted: bool) -> Noun | None:
    """The noun for somebody that ends the line of something quoted, or the next line, which is quoted as well.

    Of what is not quoted only the one behind two dashes, or in parentheses.
    """
    text = page.text
    item = _ITEM.match(text, text.rfind("\n", 0, said.start) + 1, said.start)
    match = (_CREDITED_ITEM if item else _CREDITED).match(text, said.end)
    if match and (noun := _credited(page, match)):
        return noun
    if not quoted:
        match = _DASHED.match(text, said.end - 1)
        return _somebody(page, match) if match else None
    end = said.end - (text[said.end - 1 : said.end] in _CLOSERS)
    match = _BEHIND.match(text, end)
    if match is None:
        start = text.rfind("\n", 0, said.start) + 1
        match = _NEXT.match(text, end) if _OPENS.match(text, start) else None
    return _somebody(page, match) if match else None


def _credited(page: Nouns, match: regex.Match[str]) -> Noun | None:
    """The noun for somebody that is all that parentheses hold: a name for sure, or what a person is."""
    start, end = match.span("who")
    for noun in page.nouns[bisect_left(page.starts, start) : bisect_left(page.starts, end)]:
        head = head_of(noun.form)
        person = noun.kind in (*_NAMES, _ROLE) or head.endswith(PERSON_ENDINGS_JA)
        whole = noun.span.end == end and noun.span.start - start <= _BEFORE  # "ある中小企業のCTO"
        if whole and person and head not in STAGE_DIRECTIONS and not page.is_silent(noun.who):
            return noun
    return None


def _somebody(page: Nouns, match: regex.Match[str]) -> Noun | None:
    """The noun that ends what may be a name: behind a blank a name for sure, behind a dash a role or a first name."""
    end = match.end("who")
    for noun in page.nouns[bisect_left(page.starts, match.start("who")) : bisect_left(page.starts, end)]:
        named = noun.kind in _NAMES and (" " in noun.form or not IN_LATIN.match(noun.form))
        dashed = match["dash"] and (noun.kind in (_ROLE, _KATAKANA) or head_of(noun.form).endswith(PERSON_ENDINGS_JA))
        if noun.span.end == end and (named or dashed) and not page.is_silent(noun.who):
            return noun
    return None
