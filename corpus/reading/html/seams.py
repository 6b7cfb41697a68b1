"""Elements in a line that are lines of their own: of two that meet without white space, one English and one Japanese.

Pages that set a text in two languages often leave it to a style sheet to keep them apart, as in
`<span class="en">We moved.</span><span class="ja">移りました。</span>`: without it a sentence would run into its
rendering. So is what a line begins with in bold, where the rest of it is in the other language:
`<li><b>Three climbers rescued on Mt. Fuji</b> 富士山で登山者3人を救助</li>`.

So are a name or an account and what meets it, such as an office: `<span>Ann Pen</span><span>Librarian</span>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LONGEST = 2_000  # characters of an element; what is longer would not stand in a line

_JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
_ENGLISH = re.compile("[A-Za-z]{2}")
_SENTENCE = re.compile(r"(?:[。．！？.!?…][\"'”’」』）)]*|[」』])\s*$")
_GOES_ON = re.compile("[はがをにのとでもやへだ]|から|まで|より|って|など")  # a particle: the sentence goes on
_ENGLISH_SENTENCE = re.compile(r"[A-Z][ -~À-ɏ‘’“”—–]{12,400}?[a-z0-9)][.!?…](?![\w.])")
_SPACES = 3
_NAME = re.compile(r"(?:[A-Z][\w'’.-]{0,30} ){1,4}[A-Z][\w'’-]{0,30}[a-z]")
_CAPITAL = re.compile(r"[A-Z][a-z]")
_ACCOUNT = re.compile(r"@[\w.-]{2,40}")
_WORDS = {"en": re.compile(r"[A-Za-z][\w'’-]*(?:\W+[A-Za-z][\w'’-]*){2}"), "ja": re.compile("[぀-ヿ㐀-鿿]{4}")}


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline element that has ended: its line, its pieces of that line, and in which language it is marked."""

    line: int
    first: int
    last: int
    language: str


def are_apart(one: str, one_marked: str, other: str, other_marked: str) -> bool:
    """Whether of two texts one is English and one Japanese, by their letters, and each says something.

    That is a sentence; where the page marks the languages, three words or four letters of Japanese are enough.
    """
    languages = _language(one), _language(other)
    if set(languages) != {"en", "ja"}:
        return False
    marked = (one_marked[:2].lower(), other_marked[:2].lower()) == languages
    return all(
        _SENTENCE.search(text) or marked and _WORDS[language].search(text)
        for text, language in zip((one, other), languages, strict=True)
        if language
    )


def is_headed(head: str, rest: str) -> bool:
    """Whether a line that begins with something in bold has its rendering behind a blank: each says something."""
    language, other = _language(head), _language(rest)
    if {language, other} != {"en", "ja"} or not rest.startswith(" ") or _GOES_ON.match(rest.lstrip()):
        return False
    return _WORDS[language].search(head) is not None and _WORDS[other].search(rest) is not None


def are_glued(one: str, other: str) -> bool:
    """Whether of two texts one is a name of several words or an account, which no letter of the other belongs to."""
    account = _ACCOUNT.fullmatch(one) and other[:1].isalnum()
    return bool(account or _NAME.fullmatch(one) and _CAPITAL.match(other))


def has_sentence(text: str) -> bool:
    """Whether a sentence in English is in a line, at its beginning if it is very long."""
    found = _ENGLISH_SENTENCE.search(text, 0, LONGEST)
    return found is not None and found[0].count(" ") >= _SPACES


def _language(text: str) -> Literal["en", "ja", ""]:
    if _JAPANESE.search(text):
        return "ja"
    return "en" if _ENGLISH.search(text) else ""
