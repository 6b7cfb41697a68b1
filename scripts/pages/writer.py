"""A made page while it is written: text with the spans of its gold, invented speakers, posts with their signatures."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pages.person import Person
from pages.units import Unit

LEADS = (
    "A few words from me:",
    "Some personal news:",
    "This is what I told my colleagues yesterday:",
    "My answer to all of you:",
    "To our customers:",
    "One last point:",
)


@dataclass
class Writer:
    """The page so far, and its gold; `later` writes what stands at its foot."""

    text: str = ""
    pairs: list[dict[str, object]] = field(default_factory=list)
    later: list[Callable[[], None]] = field(default_factory=list)
    notes: int = 0  # numbers that refer to the foot so far

    def put(self, text: str) -> tuple[int, int]:
        """Append text; its span."""
        start = len(self.text)
        self.text += text
        return start, len(self.text)

    def gold(self, ja: Sequence[tuple[int, int]], en: Sequence[tuple[int, int]], relation: str, **more: object) -> None:
        """One gold pair; sides without a span make none."""
        if ja and en:
            row = {"speaker": None, "speaker_ja": None, "handle": None, "date": None, "headline": False} | more
            self.pairs.append({"ja": ja, "en": en, "relation": relation} | row)

    def gold_of(self, unit: Unit, ja: Sequence[tuple[int, int]], en: Sequence[tuple[int, int]], **more: object) -> None:
        """The gold of a unit: one pair, or one for each of its sentences."""
        if unit.apart and ja and en:
            for a, b in zip(ja, en, strict=True):
                self.gold([a], [b], unit.relation, **more)
        else:
            self.gold(ja, en, unit.relation, **more)


def write_ja(
    page: Writer, rows: Sequence[Unit], *, last_ender: bool = True, breaks: frozenset[int] = frozenset()
) -> list[list[tuple[int, int]]]:
    """The Japanese of a block in running text; the spans of each unit. `breaks`: units before which a line begins."""
    spans: list[list[tuple[int, int]]] = []
    final = max((i for i, row in enumerate(rows) if row.ja), default=-1)
    for index, row in enumerate(rows):
        here = []
        page.put("\n" if index in breaks and row.ja and page.text[-1:] not in ("\n", "") else "")
        for number, sentence in enumerate(row.ja):
            bare = index == final and number == len(row.ja) - 1 and not last_ender
            here.append(page.put(sentence.rstrip("。") if bare else sentence))
        spans.append(here)
    return spans


def write_en(page: Writer, rows: Sequence[Unit]) -> list[list[tuple[int, int]]]:
    """The English of a block in running text; the spans of each unit."""
    spans: list[list[tuple[int, int]]] = []
    for row in rows:
        here = []
        for sentence in row.en:
            if page.text and page.text[-1] not in "\n「“（(":
                page.put(" ")
            here.append(page.put(sentence))
        spans.append(here)
    return spans


def write_en_bare(page: Writer, row: Unit) -> list[tuple[int, int]]:
    """The English of one unit, spaces only between its sentences."""
    spans = []
    for number, sentence in enumerate(row.en):
        page.put(" " if number else "")
        spans.append(page.put(sentence))
    return spans


def write_en_rows(page: Writer, rows: Sequence[Unit]) -> list[list[tuple[int, int]]]:
    spans = []
    for row in rows:
        page.put(" " if row.en and page.text[-1] not in "\n " else "")
        spans.append(write_en_bare(page, row))
    return spans


AT_FOOT = 0.15  # of the English that has not been written yet
FOOT_HEADINGS = (
    "■声明（英文）", "◆原文", "【英文】", "原文は以下のとおり。", "▼発言の原文", "◆発言の原文", "英語の原文", "■原文（抜粋）", "全文（英語）：", "――――――",
)  # fmt: skip


def rendered(
    page: Writer,
    rows: Sequence[Unit],
    ja: Sequence[list[tuple[int, int]]],
    en: Sequence[list[tuple[int, int]]] | None,
    who: Person,
    rng: random.Random,
) -> None:
    """The gold of a block whose English stands above it, or else is written now, or at the foot of the page."""
    if en is not None:
        gold(page, rows, ja, en, who)
    elif rng.random() < AT_FOOT:
        page.later.append(lambda: gold(page, rows, ja, post(page, rows, who, rng), who))
    else:
        gold(page, rows, ja, post(page, rows, who, rng), who)


def foot(page: Writer, rng: random.Random) -> None:
    """What has waited until here, below a heading."""
    if page.later:
        page.put(rng.choice(FOOT_HEADINGS) + "\n")
    for write in page.later:
        write()
    page.later.clear()


def gold(
    page: Writer,
    rows: Sequence[Unit],
    ja: Sequence[list[tuple[int, int]]],
    en: Sequence[list[tuple[int, int]]],
    who: Person,
) -> None:
    """The gold of a block."""
    for row, a, b in zip(rows, ja, en, strict=True):
        page.gold_of(row, a, b, speaker=who.name, speaker_ja=who.form, handle=who.handle)


def post(page: Writer, rows: Sequence[Unit], who: Person, rng: random.Random) -> list[list[tuple[int, int]]]:
    """An embedded post: text and signature, the signature behind, in front of, or within the text; or a bare block."""
    style = rng.random()
    if style < 0.2:
        spans = write_en(page, rows)
        page.put("\n")
        return spans
    if rng.random() < 0.2:  # what only leads to the rest is not rendered
        page.put(rng.choice(LEADS) + "\n")
    where = len(rows) if style < 0.75 else 0 if style < 0.8 else rng.randint(1, len(rows))
    head = write_en(page, rows[:where])
    page.put("\n" if where and any(row.en for row in rows[:where]) else "")
    page.put(who.signature())
    tail = write_en(page, rows[where:])
    page.put("\n" if any(row.en for row in rows[where:]) else "")
    return head + tail


def paragraphs_of(rows: Sequence[Unit], rng: random.Random) -> frozenset[int]:
    """The units that begin a paragraph, in both languages alike; in half of the blocks none does."""
    often = rng.choice((0.0, 0.0, 0.3, 0.5))
    return frozenset(index for index in range(1, len(rows)) if rng.random() < often)


def write_en_wrapped(
    page: Writer, rows: Sequence[Unit], width: int, mark: str = "", breaks: frozenset[int] = frozenset()
) -> list[list[tuple[int, int]]]:
    """The English of a block in lines of at most `width` characters, each behind a mark ("> "); a line's end follows.

    A blank line stands before the units of `breaks`.
    """
    spans: list[list[tuple[int, int]]] = []
    page.put(mark)
    column = len(mark)
    opening = True
    for index, row in enumerate(rows):
        here = []
        if index in breaks and row.en and not opening:
            page.put(f"\n{mark}\n{mark}")
            column, opening = len(mark), True
        for sentence in row.en:
            start = None
            for word in sentence.split(" "):
                if not opening and column + 1 + len(word) > width:
                    page.put("\n" + mark)
                    column = len(mark)
                elif not opening:
                    page.put(" ")
                    column += 1
                at, _ = page.put(word)
                start = at if start is None else start
                column += len(word)
                opening = False
            here.append((start or 0, len(page.text)))
        spans.append(here)
    page.put("\n")
    return spans
