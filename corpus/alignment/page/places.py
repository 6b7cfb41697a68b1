"""How the passages of a page lie to each other: who speaks, what the text between them says, how far apart they are.

Order and adjacency count as evidence and never as a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex

from corpus.alignment.page.references import references
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
    distance, form = _lie(ja, en, texts[0])
    form = np.maximum(form, references(ja, en, texts[0]))
    claimed = np.maximum(form.max(axis=1, keepdims=True), form.max(axis=0, keepdims=True)) * (1 - form)
    return Places(_speakers(ja, en), form, claimed, distance, _between(ja, en, _marks([*ja, *en])))


def _speakers(ja: Sequence[Passage], en: Sequence[Passage]) -> Floats:
    """Whether two passages are of the same person, as in `Places`; a page has few persons and many passages."""
    (rows, of_ja), (columns, of_en) = (_numbered([passage.attribution for passage in side]) for side in (ja, en))
    known = np.array([[same_speaker(a, b) for b in of_en] for a in of_ja], np.float32)
    return known[np.ix_(rows, columns)]


def _numbered(said: Sequence[Attribution]) -> tuple[list[int], list[Attribution]]:
    """Which of the different attributions each is, and these."""
    numbers: dict[Attribution, int] = {}
    return [numbers.setdefault(one, len(numbers)) for one in said], list(numbers)


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


def _lie(ja: Sequence[Passage], en: Sequence[Passage], text: str) -> tuple[Floats, Floats]:
    """Lines between two passages, and 1 for a telling form, as in `Places`.

    An original that stands nowhere on the page is one line away from all.
    """
    places = [_place(passage) for passage in en]
    nowhere = np.array([place is None for place in places], np.bool_)
    here = np.array([(passage.span.start, passage.span.end) for passage in ja], np.int64)[:, None]
    there = np.array([(place.start, place.end) if place else (0, 0) for place in places], np.int64)[None, :]
    english_first = there[..., 0] < here[..., 0]
    end = np.where(english_first, there[..., 1], here[..., 1])  # of the first
    start = np.where(english_first, here[..., 0], there[..., 0])  # of the second
    lines = _lines_between(text, end, start)
    far = (start - end > FAR_CHARACTERS) | (lines >= FAR)
    distance = np.where(start < end, 0, np.where(far, FAR, lines)).astype(np.float32)
    distance[:, nowhere] = 1
    form = np.zeros_like(distance)
    for row, column in np.argwhere(english_first & (start >= end) & ~far & (lines <= 1) & ~nowhere).tolist():
        # Between a post and its rendering stands the signature: it neither parts them nor hides the mark of one.
        between = _SIGNATURES.sub("", text[end[row, column] : start[row, column]]).strip(_LOOSE)
        form[row, column] = any(mark.fullmatch(between) for mark in _FORMS)
    return distance, form


def _lines_between(text: str, end: Ints, start: Ints) -> Ints:
    """The lines between one that a span ends in and one that another begins in, 1 for the next line, 0 for the same.

    Blank ones, links and signatures do not count.
    """
    begins, counted = _lines(text)
    above, below = np.searchsorted(begins, end, side="right"), np.searchsorted(begins, start, side="right")
    return np.where(above == below, 0, counted[below - 1] - counted[above] + 1)


@lru_cache(maxsize=1)  # each stretch of a long page asks for the same
def _lines(text: str) -> tuple[Ints, Ints]:
    """Where the lines of a text begin, and how many of those before each count."""
    lines = text.split("\n")
    begins = [0, *(len(line) + 1 for line in lines[:-1])]
    counted = [0, *(bool(line.strip()) and not _SIGNATURE.match(line) for line in lines)]
    return np.cumsum(begins, dtype=np.int64), np.cumsum(counted, dtype=np.int64)
