"""A line of a page, the kinds of lines that there are, and the letters that tell its language; `kinds` tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from corpus.types import Attribution, Language, Span

Kind = Literal[
    "blank", "link", "signature", "byline", "heading", "related", "source_title", "furniture", "english", "japanese"
]

JAPANESE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}ー]")
JAPANESE_WORD = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]{2}")
IN_KANJI = regex.compile(r"\p{Han}+")
JAPANESE_LINE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}ー「」『』【】。、]")
LATIN_WORD = regex.compile(r"\p{Latin}[\p{Latin}'’-]*")
SENTENCE_END = regex.compile(r"[.!?…。！？．][\"'”’」』）)]*$")
NOBODY = Attribution()


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it and without the marks of a quoted mail before it ("> ")."""

    span: Span
    text: str
    kind: Kind = "blank"
    said: Attribution = NOBODY  # what a signature or byline says
    behind: bool = False  # a signature on the line of what it signs
    since: int = 0  # where what a signature below several blocks may sign begins
    item: bool = False  # all of an item of a list, by the markup

    @property
    def language(self) -> Language:
        """Japanese as soon as a kana, a kanji or a Japanese bracket or stop stands in it."""
        return "ja" if JAPANESE_LINE.search(self.text) else "en"


def language_of(text: str) -> Language:
    """Japanese as soon as a kana or kanji stands in the text, else English."""
    return "ja" if JAPANESE.search(text) else "en"
