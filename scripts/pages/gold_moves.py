"""The gold of a made page in another format: its spans moved into the text that a reader extracts from the file.

Reading changes white space and leaves out what frames an article, bullets and addresses; the order of what is left
stays. So the two texts are matched as sequences of words and characters, and each span goes where its own are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

import regex

from corpus.types import CorpusError

_TOKEN = regex.compile(r"[\p{Latin}\p{Nd}]+|[^\s>]")
"""A word, or a character; the mark before a line of a quoted mail is none: a gold span runs over it."""

Spans = Sequence[tuple[int, int]]


def move_gold(text: str, pairs: Sequence[Mapping[str, object]], extracted: str) -> list[dict[str, object]]:
    """The pairs with their spans in an extracted text.

    Raises `CorpusError`, without a place, where not all that a span covers stands there, as it stood, in one run.
    """
    places = _places(text, extracted)
    return [dict(row) | {side: _moved(text, row[side], places, extracted) for side in ("ja", "en")} for row in pairs]


def _places(text: str, extracted: str) -> Mapping[int, tuple[int, int]]:
    """For where a token begins in the text, from where to where it is in the extracted one."""
    ours, theirs = (list(_TOKEN.finditer(side)) for side in (text, extracted))
    matcher = SequenceMatcher(None, [m[0] for m in ours], [m[0] for m in theirs], autojunk=False)
    return {
        ours[block.a + at].start(): theirs[block.b + at].span()
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    }


def _moved(text: str, spans: object, places: Mapping[int, tuple[int, int]], extracted: str) -> list[list[int]]:
    found = []
    for start, end in spans:  # type: ignore[attr-defined]
        tokens = list(_TOKEN.finditer(text, start, end))
        there = [places[token.start()] for token in tokens if token.start() in places]
        begin, stop = (there[0][0], there[-1][1]) if there else (0, 0)
        if _TOKEN.findall(extracted, begin, stop) != [token[0] for token in tokens]:
            raise CorpusError(f"the gold {text[start:end]!r} is not in the text that was read")
        found.append([begin, stop])
    return found
