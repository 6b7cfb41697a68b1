"""How text is shown: the one place that says which characters a published string may differ in from its source.

A published string is made of slices of a document's text. Inside a slice a run of white space (a line break in the
middle of a sentence, the page's indentation) is shown as one space; Japanese slices are joined by nothing, English
ones by one space. Building and proving both go through `join`, so that what was built can be proved.

Scoring reads `normalise`d copies; they are never published.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from corpus.types import Language, Span

CUT = "||"
"""Stands between two parts in what a reviewer writes to split a pair; a text of a page has no use for it."""

JOINTS: dict[Language, str] = {"ja": "", "en": " "}


def shown(text: str) -> str:
    """A slice as it is published: runs of white space as one space, none at its ends.

    White space is what Unicode calls so, the ideographic space U+3000 and the no-break space U+00A0 among it; the
    characters without width (U+200B, U+FEFF) are none and stay.
    """
    return " ".join(text.split())


def join(language: Language, slices: Iterable[str]) -> str:
    """The published string of a side that is made of `slices`, given as they stand in the document."""
    return JOINTS[language].join(shown(piece) for piece in slices)


def spell(language: Language, text: str, spans: Iterable[Span]) -> str:
    """The published string of a side that stands on `spans` of a document's `text`."""
    return join(language, (text[span.start : span.end] for span in spans))


def in_context(text: str, start: int, end: int, around: int) -> tuple[str, str]:
    """What stands before and behind some characters of a text, each in so many of it, on one line."""
    return shown(text[max(0, start - around) : start]), shown(text[end : end + around])


def parts_of(text: str) -> list[str]:
    """The parts of a text with cut marks (also in full width), each as it is published."""
    return [shown(part) for part in text.replace("｜｜", CUT).split(CUT)]


def normalise(text: str) -> str:
    """A copy for comparing and scoring: compatibility forms folded (NFKC), lower case, white space single.

    Offsets into the copy mean nothing in the text, so no span may be taken from it.
    """
    return shown(unicodedata.normalize("NFKC", text).lower())
