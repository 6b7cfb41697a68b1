"""Numbers that refer a rendering to its English: "…と発表した[1]。" and, further below, "[1] The service ran on time."

A mark is known by its number and its style, so that "(2)" in a list of other things is not the note "[2]".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex

from corpus.alignment.runs import Floats
from corpus.text import normalise
from corpus.types import Passage

# "[1]", "［１］", "※1", "*1", "(1)", "（注1）", "注1", "①", "¹", "^1".
_NUMBER = r"\s*(?:注|原文)?\s*[\d０-９]{1,2}\s*"
_MARK = rf"(?:[\[［]{_NUMBER}[\]］]|[(（]{_NUMBER}[)）]|(?:※|＊|\*|注|\^)[\d０-９]{{1,2}}|[①-⑳]|[¹²³⁴-⁹]+)"
_BEHIND = regex.compile(_MARK)
_BEFORE = regex.compile(rf"(?:^|\n)[ \t　]*({_MARK})[ \t　:：.]*[「“\"‘']?$")
_SENTENCE = regex.compile(rf"[。！？!?](?:[ 　]?{_MARK})?|(?=\n)")
_LONGEST = 12  # characters of a mark before English, with what stands around it
_REACH = 60  # characters behind a rendering in which its sentence ends


def references(ja: Sequence[Passage], en: Sequence[Passage], text: str) -> Floats:
    """1 where the sentence of a Japanese passage has the mark that stands before an English one (P, Q)."""
    found = np.zeros((len(ja), len(en)), np.float32)
    marks = [_before(passage, text) for passage in en]
    if any(marks):
        for row, passage in enumerate(ja):
            own = _behind(passage, text) if passage.document == 0 else None
            found[row] = [own is not None and own == mark for mark in marks]
    return found


def _before(passage: Passage, text: str) -> str | None:
    """The mark that the line of an English passage begins with."""
    if passage.document:
        return None
    start = passage.span.start
    match = _BEFORE.search(text, max(0, start - _LONGEST), start)
    return _known(match[1]) if match else None


def _behind(passage: Passage, text: str) -> str | None:
    """The first mark in what is left of the sentence behind a passage, or at its own end."""
    end = passage.span.end
    stop = _SENTENCE.search(text, end, end + _REACH)
    until = stop.end() if stop else min(len(text), end + _REACH)
    inside = max(passage.span.start, end - _LONGEST)
    match = _BEHIND.search(text, inside, until)
    return _known(match[0]) if match else None


def _known(mark: str) -> str:
    return regex.sub(r"[\s注原文]", "", normalise(mark))
