"""Marks around several sentences: parentheses and quotation marks of which the first and the last would have half.

"(A match is ninety. I counted.)" and '"I sell ice. I do not sell cold." Memo, 1921.' are sentences without these, as
what stands in 「」 is. Marks around one sentence, or within one, belong to it, but for parentheses around all that a
line of its own says: so Japanese above it is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.languages import ENGLISH_ENDERS, JAPANESE_ENDERS
from corpus.types import Span

_MARKS = {'"': '"', "“": "”", "(": ")", "（": "）"}
_NESTED = 2  # of ("I sell ice. I do not sell cold.") either sort may stand outside
_ENDERS = ENGLISH_ENDERS | JAPANESE_ENDERS
_PARENTHESES = re.compile(r"\s*[(（]\s*(?P<said>[^()（）]+[.!?…][\"”’']?)\s*[)）]\s*")


def in_parentheses(text: str) -> Span | None:
    """What a text says that stands in parentheses as a whole and has a full stop; None of any other."""
    whole = _PARENTHESES.fullmatch(text)
    return Span(*whole.span("said")) if whole else None


def without_halves(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Sentences that follow each other without the halves of marks that enclose more than one of them.

    A half that has no other one here stands on another line, and is left out as well. Linear in the text's length.
    """
    spans = list(sentences)
    for opener, closer in [*_MARKS.items()] * _NESTED:
        said = [text[span.start : span.end] for span in spans]
        if any(opener in one or closer in one for one in said):
            first, last = _halves(said, opener, closer)
            for at in first | last:
                spans[at] = _trimmed(text, spans[at].start + (at in first), spans[at].end - (at in last))
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    return Span(end - len(said.lstrip()), start + len(said.rstrip()))


def _halves(sentences: Sequence[str], opener: str, closer: str) -> tuple[set[int], set[int]]:
    """Which sentences begin with a mark that a later one closes, and which end with one that an earlier one opened.

    Where either half stands within a sentence ('"I sell ice. I do not," he said.'), the other one stays, too.
    """
    first: set[int] = set()
    last: set[int] = set()
    opened: int | None = None  # by the beginning of which sentence
    within = False  # opened, but not there
    for at, said in enumerate(sentences):
        turn = _turn(said, opener, closer, is_open=within or opened is not None)
        if turn > 0:
            opened, within = (at, False) if said.startswith(opener) else (None, True)
            first.update(() if opened is None else (at,))
        elif turn < 0:
            if said.endswith(closer) and (opened is not None or (not within and said[-2:-1] in _ENDERS)):
                last.add(at)
            elif opened is not None:
                first.discard(opened)
            opened, within = None, False
    return first, last


def _turn(said: str, opener: str, closer: str, *, is_open: bool) -> int:
    """Whether a sentence opens a mark that it does not close (1), closes one that it does not open (-1), or neither."""
    if opener != closer:
        more = said.count(opener) - said.count(closer)
        return (more > 0) - (more < 0)
    if said.count(opener) % 2 == 0:
        return 0
    if said.startswith(opener) != said.endswith(closer):
        return 1 if said.startswith(opener) else -1
    return -1 if is_open else 1
