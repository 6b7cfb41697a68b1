"""How the passages of a page lie to each other: who speaks, what the text between them says, how far apart they are.

Order and adjacency count as evidence and never as a rule.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

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
_SPELLED = regex.compile(r"[\p{Katakana}ー]{2}|\p{Latin}{2}")  # a name whose sounds can be compared
_LOOSE = " .,!?！？。、…\n"
_SIGNATURE = regex.compile(
    r"^\s*(?:[>＞]\s*)?[—–―─-]{1,2}(?:[^\n]*[(（]\s*[@＠][^\n]*|\s*\p{Lu}[\p{L}.'’ -]{1,40}(?:[,，、][^\n]{0,80})?)$|^\s*https?://\S+\s*$"
)
_SIGNATURES = regex.compile(_SIGNATURE.pattern, regex.MULTILINE)


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
    speaker, form, distance = (np.zeros(shape, np.float32) for _ in range(3))
    between = _between(ja, en, _marks([*ja, *en]))
    lines = _Lines.of(texts[0])
    known: dict[tuple[Attribution, Attribution], float] = {}
    for row, a in enumerate(ja):
        for column, b in enumerate(en):
            said = (a.attribution, b.attribution)
            if said not in known:
                known[said] = same_speaker(*said)
            speaker[row, column] = known[said]
            distance[row, column], form[row, column] = _lie(a, b, texts[0], lines)
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


def _between(ja: Sequence[Passage], en: Sequence[Passage], marks: Ints) -> Floats:
    """How many of the marked passages begin behind the first of two and before the second (P, Q), up to 10.

    0 for an original that stands nowhere on the page.
    """
    here = np.array([passage.span.start for passage in ja], np.int64)[:, None]
    places = [_place(passage) for passage in en]
    there = np.array([-1 if place is None else place.start for place in places], np.int64)[None, :]
    first, second = np.minimum(here, there), np.maximum(here, there)
    count = np.searchsorted(marks, second) - np.searchsorted(marks, first, side="right")
    return np.where(there < 0, 0, np.minimum(count, 10)).astype(np.float32)


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
    if not _SPELLED.search(bare):
        return 0.0
    return 1.0 if same_person(bare, b.speaker) >= SAME else -1.0


@dataclass(frozen=True)
class _Lines:
    """Where the lines of a page begin, and how many before each count: all but blank ones, links and signatures."""

    begins: list[int]
    counted: list[int]  # of the lines before each, one entry more than lines

    @staticmethod
    def of(text: str) -> _Lines:
        lines = text.split("\n")
        counts = [bool(line.strip()) and not _SIGNATURE.match(line) for line in lines]
        return _Lines(
            list(accumulate((len(line) + 1 for line in lines), initial=0))[:-1], list(accumulate(counts, initial=0))
        )

    def between(self, end: int, start: int) -> int:
        """The lines that count between one that a span ends in and one that another begins in, 1 for the next line."""
        above, below = bisect_right(self.begins, end), bisect_right(self.begins, start)
        return 0 if above == below else self.counted[below - 1] - self.counted[above] + 1


def _lie(ja: Passage, en: Passage, text: str, lines: _Lines) -> tuple[float, float]:
    """(lines between, form) of two passages; an original that stands nowhere on the page is one line away from all."""
    if (place := _place(en)) is None:
        return 1.0, 0.0
    english_first = place.start < ja.span.start
    first, second = (place, ja.span) if english_first else (ja.span, place)
    if second.start < first.end:
        return 0.0, 0.0
    apart = lines.between(first.end, second.start)
    if second.start - first.end > FAR_CHARACTERS or apart >= FAR:
        return FAR, 0.0
    if not english_first or apart > 1:
        return float(apart), 0.0
    # Between a post and its rendering stands the signature: it neither parts them nor hides the mark of a rendering.
    between = _SIGNATURES.sub("", text[first.end : second.start]).strip(_LOOSE)
    return float(apart), float(any(form.fullmatch(between) for form in _FORMS))
