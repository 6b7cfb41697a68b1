"""How the passages of a page lie to each other: who speaks, what the text between them says, how far apart they are.

Order and adjacency count as evidence and never as a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex

from corpus.alignment.runs import Floats, Ints
from corpus.names import SAME, same_person, strip_title
from corpus.types import Attribution, Passage, Span

FAR = 10.0  # lines: whatever is further away
FAR_CHARACTERS = 2000
# What may stand between English and its rendering and says so: "EN（JA）", 「EN」(JA); (訳)JA, → 「JA」.
_FORMS = (
    regex.compile(r"[」』”\"]?[ 　]*[（(]"),
    regex.compile(
        r"[」』”\"]?\s*(?:[（(【\[]?\s*(?:和|日本語|意|拙|仮|抄)?訳\s*[)）】\]]?\s*[:：]?|[→⇒➡])\s*[「『（(]?"
    ),
)
_LOOSE = " .,!?！？。、…\n"
_SIGNATURE = regex.compile(r"^\s*[—–―─-]{1,2}[^\n]*[(（]\s*[@＠][^\n]*$|^\s*https?://\S+\s*$", regex.MULTILINE)


@dataclass(frozen=True)
class Places:
    """How the passages of the two sides lie to each other, passage by passage (P, Q)."""

    speaker: Floats  # 1 the same person, -1 another, 0 unknown
    form: Floats  # 1 where the text between them says that one renders the other
    claimed: Floats  # 1 where one of them is so bound to a third and not to the other
    distance: Floats  # lines between them, up to 10
    between: Floats  # other English passages and quotations between them, up to 10


def places(ja: Sequence[Passage], en: Sequence[Passage], texts: Sequence[str]) -> Places:
    """How each Japanese passage lies to each English one."""
    shape = (len(ja), len(en))
    speaker, form, distance, between = (np.zeros(shape, np.float32) for _ in range(4))
    marks = _marks([*ja, *en])
    for row, a in enumerate(ja):
        for column, b in enumerate(en):
            speaker[row, column] = same_speaker(a.attribution, b.attribution)
            distance[row, column], form[row, column] = _lie(a, b, texts)
            between[row, column] = _between(a, b, marks)
    claimed = np.maximum(form.max(axis=1, keepdims=True), form.max(axis=0, keepdims=True)) * (1 - form)
    return Places(speaker, form, claimed, distance, between)


def _marks(passages: Sequence[Passage]) -> Ints:
    """Where what is said on the page begins: quotations and English, those within another one left out."""
    spans = sorted(place for p in passages if p.role != "narration" and (place := _place(p)))
    outer: list[Span] = []
    for span in spans:
        if not outer or span.end > outer[-1].end:
            outer.append(span)
    return np.array([span.start for span in outer], np.int64)


def _between(ja: Passage, en: Passage, marks: Ints) -> float:
    """How many of the marked passages begin behind the first of the two and before the second, up to 10."""
    if (place := _place(en)) is None:
        return 0.0
    a, b = sorted((ja.span.start, place.start))
    return float(min(10, int(np.searchsorted(marks, b)) - int(np.searchsorted(marks, a, side="right"))))


def _place(passage: Passage) -> Span | None:
    """Where a passage stands on the page: an original at the post that it completes, else nowhere (None)."""
    return passage.span if passage.document == 0 else passage.place


def same_speaker(a: Attribution, b: Attribution) -> float:
    """Whether Japanese and English are said by the same person: 1, by another: -1, or it is not known: 0."""
    if a.handle and b.handle:
        return 1.0 if a.handle.lower() == b.handle.lower() else -1.0
    if a.speaker_ja and b.speaker_ja and not b.speaker:
        return 1.0 if a.speaker_ja == b.speaker_ja else 0.0
    if not a.speaker_ja or not b.speaker:
        return 0.0
    bare = strip_title(a.speaker_ja)
    if not regex.search(r"[\p{Katakana}ー]{2}|\p{Latin}{2}", bare):
        return 0.0
    return 1.0 if same_person(bare, b.speaker) >= SAME else -1.0


def _lie(ja: Passage, en: Passage, texts: Sequence[str]) -> tuple[float, float]:
    """(lines between, form) of two passages; an original that stands nowhere on the page is one line away from all."""
    if (place := _place(en)) is None:
        return 1.0, 0.0
    english_first = place.start < ja.span.start
    first, second = (place, ja.span) if english_first else (ja.span, place)
    if second.start < first.end:
        return 0.0, 0.0
    if second.start - first.end > FAR_CHARACTERS:
        return FAR, 0.0
    # Between a post and its rendering stands the signature: it neither parts them nor hides the mark of a rendering.
    between = _SIGNATURE.sub("", texts[0][first.end : second.start])
    lines = sum(bool(line.strip()) for line in between.split("\n")[1:-1]) + ("\n" in between)
    told = english_first and any(form.fullmatch(between.strip(_LOOSE)) for form in _FORMS)
    return min(FAR, float(lines)), float(told)
