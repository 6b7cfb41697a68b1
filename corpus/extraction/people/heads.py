"""What a noun says in the end, and how it names somebody: by a name in either script, a role, or as somebody again."""

from __future__ import annotations

import regex

from corpus.extraction.people.mentions import TITLES
from corpus.languages import OFFICES_EN, ROLE_NOUNS_JA, SAME_PERSON_JA, TITLES_JA
from corpus.names import strip_title

KINDS = ("noun", "role", "again", "latin", "katakana", "name")  # how somebody is named
ROLES = frozenset((*ROLE_NOUNS_JA, *TITLES_JA))
_AGAIN = SAME_PERSON_JA | {"彼女", "彼", "当人", "その人", "氏"}
KATAKANA = regex.compile(r"[\p{Katakana}ー＝・]{2,}")
IN_LATIN = regex.compile(r"[\p{Latin}@＠]")
_FORMER = regex.compile(r"[元前](?=[\p{Han}\p{Latin}]{2})")  # 元会長, 前CEO
_HEAD = regex.compile(r"の\s?|を務める|という|(?<=\p{Han})・(?=\p{Lu})")
_APPOSED = regex.compile(
    rf"[\p{{Han}}・]{{1,12}}(?<!最高)(?P<name>[\p{{Katakana}}ー]{{2,}}(?:(?:[・＝][\p{{Katakana}}ー]+)+(?:{TITLES})?|(?:{TITLES})))$"
)
# What somebody is, in letters right before a name: "CEOルーベン・アッシャー", "FWディディエ・ンゴラ".
_LETTERS_BEFORE = regex.compile(
    rf"(?:{'|'.join(sorted(map(str.upper, OFFICES_EN)))}|FW|MF|DF|GK)[ 　・]?(?=[\p{{Katakana}}ー]{{2}})"
)


def head_of(form: str) -> str:
    """What a noun says in the end: デラコム of "筆頭著者のデラコム", "ソン・ミンギ選手" of "主将ソン・ミンギ選手"."""
    head = _HEAD.split(form)[-1] or form
    before = _LETTERS_BEFORE.match(head)
    head = head[before.end() :] if before else head
    match = _APPOSED.match(head)
    return match["name"] if match else head


def kind_of(form: str) -> int:
    """How a noun names somebody, as a number into `KINDS`."""
    head = head_of(form)
    if head in _AGAIN:
        return KINDS.index("again")
    if head in ROLES or (_FORMER.match(head) and head[1:] in ROLES):
        return KINDS.index("role")
    if strip_title(head) != head or "・" in head:
        return KINDS.index("name")
    if KATAKANA.fullmatch(head):
        return KINDS.index("katakana")
    return KINDS.index("latin" if IN_LATIN.match(head) else "noun")
