"""What two texts have in common but for how they are printed: for duplicates, and for splits that do not leak.

A text that is printed twice differs in what pages do to any text: brackets and quotation marks, the full stop that
Japanese drops before a closing bracket, spaces, case, width. None of that is among its `letters`.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator

import regex

from corpus.types import Language

WHOLE: dict[Language, int] = {"ja": 12, "en": 24}
"""Letters from which on a text that two pages have is the same text. A shorter one ("ありがとう。", "Thank you.") is
everybody's, and would tie the pages of a corpus to each other until all are one group."""

RUN: dict[Language, int] = {"ja": 20, "en": 40}
"""Letters in a row by which texts know each other that are not the same: one was edited, or is a part of the other."""

NEIGHBOURS = 8
"""Of so many runs that begin a letter apart one is remembered, so `NEIGHBOURS - 1` letters more than a run, in a row,
are never overlooked."""

# Beside digits a sign may be part of the number ("1.5" is not "15", nor "-5" 5): before one it stays.
_DRESS = regex.compile(
    r"""[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'`´]|[\p{P}--[%#@&]](?!\d)|[\s\p{Z}\p{C}](?!\d)|(?<!\d)[\s\p{Z}\p{C}]""", regex.V1
)


def letters(text: str) -> str:
    """What a text says, without how it is printed; of one that is nothing but punctuation, that."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _DRESS.sub("", plain) or "".join(plain.split())


def marks(language: Language, text: str) -> Iterator[str]:
    """What a text has in common with each text that is the same, or that has a long run of letters in common with it.

    Of neighbouring runs the one with the least hash is remembered, which is the same one wherever the letters stand
    ("winnowing", Schleimer, Wilkerson and Aiken 2003): no text is compared with another.
    """
    plain, length = letters(text), RUN[language]
    if len(plain) >= WHOLE[language]:
        yield plain
    runs = [plain[at : at + length] for at in range(len(plain) - length + 1)]
    ranked = [(zlib.crc32(run.encode("utf-8", "surrogatepass")), run) for run in runs]
    yield from {min(ranked[at : at + NEIGHBOURS])[1] for at in range(len(ranked) - NEIGHBOURS + 1)}
