"""The beads a made page is of: pairs of parallel documents, some merged, dropped, shortened or cut.

Used by `pages/layouts.py`, which writes them, and `make_pages.py`, which makes pages of the layouts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import regex
from pages.person import Person
from partitions import Document

from corpus.extraction.sentences.splitting import split_english, split_japanese

MARKED = 0.06  # of the beads
MARKS = ("#launch", "#thankyou", "#newhome", "@mariposa_ed", "@northlab", "🎉", "🙏", "❤", "🔥", "😭", "🚀")


@dataclass
class Unit:
    """One gold bead of a block before it is written: sentences of both sides; a side may be empty.

    `apart`: the sentences render each other one by one, so that its gold is a pair for each.
    """

    ja: list[str]
    en: list[str]
    relation: str = "translation"
    apart: bool = False


@dataclass(frozen=True)
class Report:
    """Rows told in narration: what stands before the part that renders them, the part, what stands behind it."""

    head: str
    ja: str
    tail: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Headline:
    """A page's headline, the part of it that renders something on the page, and the English of that."""

    text: str
    ja: str
    en: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """English, the Japanese that stands beside it, and whether it renders it, and does so sentence by sentence.

    One of the two may be empty.
    """

    en: str
    ja: str
    renders: bool
    apart: bool = False


class Pool:
    """The documents pages are made of, and Japanese sentences without their English for narration."""

    dropped = 1.0  # share of the blocks of which sides may be taken away
    told_first = 0.0  # share of the pages that begin with what is told in narration

    def __init__(self, found: Sequence[Document], rng: random.Random) -> None:
        self.spoken = [d for d in map(_usable, found) if len(d.pairs) >= 6 and "ami" in d.source]
        self.written = [d for d in map(_usable, found) if len(d.pairs) >= 6 and "ami" not in d.source]
        self.rng = rng
        self.used: set[str] = set()
        self.lines: list[Line] = []  # of a note, that are not on the page yet

    def next_page(self) -> None:
        """Nothing is used yet."""
        self.used.clear()

    def pairs(self, count: int, *, spoken: float = 0.4) -> list[tuple[str, str]]:
        """Pairs that follow each other in one document, none of whose texts stands on the page already."""
        while True:
            document = self.rng.choice(self.spoken if self.spoken and self.rng.random() < spoken else self.written)
            start = self.rng.randrange(max(1, len(document.pairs) - count + 1))
            found = document.pairs[start : start + count]
            texts = [text for pair in found for text in pair]
            if self.used.isdisjoint(texts) and len(set(texts)) == len(texts):
                self.used.update(texts)
                return found

    def person(self, rng: random.Random) -> Person:
        """Who speaks next."""
        return Person.any(rng)

    def rows(self, rng: random.Random, most: int) -> list[Unit]:
        """Up to so many neighbours of a document, some of them merged."""
        return _merged([Unit([ja], [en]) for ja, en in self.pairs(rng.randint(1, most))], rng)

    def reports(self, rng: random.Random) -> tuple[list[Unit], list[Report]]:
        """All that somebody says, and how some of it is told in narration; nothing of documents."""
        return [], []

    def headline(self, rng: random.Random) -> Headline | None:
        """The page's own headline, if it has one."""
        return None

    def note_lines(self, most: int) -> list[Line]:
        """The next lines of the page's note, if it has one."""
        found, self.lines = self.lines[:most], self.lines[most:]
        return found

    def paragraph(self, rng: random.Random) -> list[str]:
        """Sentences that follow each other and render nothing."""
        return [ja for ja, _ in self.pairs(rng.randint(1, 4), spoken=0.0)]

    def narration(self) -> str:
        """One sentence that renders nothing, as a writer tells it."""
        return self.pairs(1, spoken=0.0)[0][0]


def _usable(document: Document) -> Document:
    """The document's pairs that could stand in a quotation: sentences, not too long, readings in brackets taken out."""
    kept = []
    for ja, en in document.pairs:
        ja = regex.sub(r"（[^（）]*）|\([^()]*\)|[≪≫]", "", ja).strip()
        en = regex.sub(r"\s*\([^()]*\)|[≪≫]", "", en).strip()
        if not 4 <= len(ja) <= 110 or not 6 <= len(en) <= 260 or ja[-1] not in "。？！?" or en[-1] not in ".?!":
            continue
        # A line of several sentences on both sides may well be several pairs, and its gold would say it is one.
        several = min(len(split_japanese(ja, 0, len(ja))), len(split_english(en, 0, len(en)))) > 1
        if not several and not regex.search(r"[「」『』\n\t]", ja):
            kept.append((ja, en))
    return Document(document.source, document.doc_id, kept)


def units(pool: Pool, rng: random.Random, most: int = 6) -> list[Unit]:
    """A block's beads: pairs of one document, some merged, dropped, shortened or cut."""
    merged = pool.rows(rng, most)
    if pool.dropped >= 1 or rng.random() < pool.dropped:
        _drop(merged, rng)
    last = merged[-1]
    if rng.random() < 0.35 and len(last.en) == 1:  # the post is cut with an ellipsis, and all behind it is gone
        words = last.en[0].split()
        left = rng.randint(1, max(1, len(words) - 1))
        cut = " ".join(words[:left]).rstrip(".,;:!?") + "…"
        if left < 0.5 * len(words):  # only a stub is left: it faces nothing
            merged[-1:] = [Unit([], [cut]), Unit(last.ja, [])]
        else:
            last.en, last.relation = [cut], "partial"
    for unit in merged:
        if len(unit.ja) == 1 and unit.en and rng.random() < 0.05 and (short := _shortened(unit.ja[0])):
            unit.ja, unit.relation = [short], "partial"
    _mark(merged, rng)
    if rng.random() < 0.08:
        rng.shuffle(merged)
    return [unit for unit in merged if unit.ja or unit.en]


def _merged(rows: Sequence[Unit], rng: random.Random) -> list[Unit]:
    """Some neighbours made one bead: told in one sentence on either side, or in two that break elsewhere."""
    merged: list[Unit] = []
    for row in rows:
        if merged and len(merged[-1].ja) == len(merged[-1].en) == 1 and rng.random() < 0.2:
            last, how = merged[-1], rng.random()
            last.ja, last.en = last.ja + row.ja, last.en + row.en
            if how < 0.45:
                last.en = [_joined_en(last.en)]
            elif how < 0.85:
                last.ja = [_joined_ja(last.ja)]
            else:  # overlapping halves: two sentences rendered as two that break elsewhere
                last.ja, last.en = _shifted(last.ja, last.en)
        elif merged and 2 <= len(merged[-1].ja) + len(merged[-1].en) - 1 <= 3 and rng.random() < 0.06:
            last = merged[-1]  # three sentences told in one
            if len(last.en) == 1:
                last.ja, last.en = last.ja + row.ja, [_joined_en(last.en + row.en)]
            else:
                last.ja, last.en = [_joined_ja(last.ja + row.ja)], last.en + row.en
        else:
            merged.append(row)
    return merged


def told_together(rows: Sequence[Unit], rng: random.Random) -> list[Unit]:
    """Some neighbours told in one Japanese sentence, as narration sums up what was said in two or three."""
    found: list[Unit] = []
    for row in rows:
        last = found[-1] if found else None
        if last and last.ja and last.en and row.ja and row.en and len(last.en) < 3 and rng.random() < 0.4:
            found[-1] = Unit([_joined_ja([*last.ja, *row.ja])], [*last.en, *row.en], "summary")
        else:
            found.append(row)
    return found


def _mark(rows: Sequence[Unit], rng: random.Random) -> None:
    """Now and then a hashtag, a handle or an emoji in the English before the last full stop: most renderings keep it."""
    for row in rows:
        if not (row.ja and row.en) or rng.random() >= MARKED:
            continue
        mark, kept = rng.choice(MARKS), rng.random() < 0.7
        for texts in (row.en, row.ja) if kept else (row.en,):
            text = texts[-1]
            if text[-1] in "。？！?.!":
                texts[-1] = f"{text[:-1]} {mark}{text[-1]}"


def _drop(rows: Sequence[Unit], rng: random.Random) -> None:
    """Take sides away: all is there, or the Japanese goes on, or the English does, or both, from a point on or here and there."""
    style, single = rng.random(), rng.random() < 0.4
    sides = () if style < 0.3 else ("ja",) if style < 0.58 else ("en",) if style < 0.84 else ("ja", "en")
    for side in sides:
        start = rng.randint(0 if rng.random() < 0.2 else 1, len(rows))
        for number, row in enumerate(rows):
            if (rng.random() < 0.35 if single else number >= start) and (row.ja and row.en):
                setattr(row, side, [])


def _joined_en(texts: Sequence[str]) -> str:
    first, *rest = texts
    return (
        first.rstrip(".!?")
        + "".join(", and " + (t[0].lower() + t[1:] if not t.startswith("I") else t).rstrip(".!?") for t in rest)
        + "."
    )


def _joined_ja(texts: Sequence[str]) -> str:
    return "、".join(text.rstrip("。？！?") for text in texts) + "。"


def _shifted(ja: Sequence[str], en: Sequence[str]) -> tuple[list[str], list[str]]:
    """Two pairs whose Japanese breaks somewhere else than the English does."""
    first, second = ja
    head, comma, tail = second.partition("、")
    if not comma or len(tail) < 4:
        return list(ja), [_joined_en(en)]
    return [first.rstrip("。") + "、" + head + "。", tail], list(en)


def _shortened(ja: str) -> str | None:
    _, comma, tail = ja.partition("、")
    return tail if comma and len(tail) >= 0.4 * len(ja) and len(tail) >= 8 else None
