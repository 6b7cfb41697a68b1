"""Quotations that were written for fitting (`data/gold/quotations`), and the pages that are made of them.

Parallel documents are rendered closely, sentence by sentence, and what stands around them on a made page is about
something else. Pages are not like that: a rendering may share no word with its English, two sentences are told in one,
and what the page's writer says is about the same matter. So people's renderings of invented posts, interviews and
statements are laid out like documents are (`page_layouts.py`), with their writer's own sentences around them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from page_person import Person
from page_units import Headline, Pool, Report, Unit
from partitions import Document, Part, digest

FOLDER = Path(__file__).resolve().parent.parent / "data" / "gold" / "quotations"
MOST = 3  # quotations of a page
ON = 0.35  # of the voices on a page are followed by another one's before all that they say is there
FREEDOM = (0.1, 0.4, 0.7, 1.0)  # share of the rows that are rendered freely where they can be, one of these a page
_ENDERS_JA, _ENDERS_EN = "。！？!?…」』）)♪〜～", ".!?…”\"'’)"


@dataclass(frozen=True)
class Quotation:
    """What one person says, as units, with other renderings; what a writer says around it; the headline."""

    name: str
    speaker: dict[str, Any]
    rows: tuple[dict[str, Any], ...]
    around: tuple[str, ...]
    reported: tuple[dict[str, Any], ...]
    headline: dict[str, Any]

    def called(self, rng: random.Random) -> tuple[str, str]:
        """Who speaks, by the full name and by the family name alone, with what stands behind it; a firm by its name."""
        full, suffix = self.speaker["ja"], self.speaker["suffix"]
        if suffix is None:
            return full, full
        behind = rng.choice([suffix, suffix, "氏", "さん"]) if suffix else ""
        return full + behind, full.split("・")[-1] + behind

    def unit(self, row: int, *, free: bool) -> Unit:
        """A row as it is rendered, closely or freely."""
        told = self.rows[row]
        freely = free and bool(told.get("free"))
        ja = [_ended(text.translate(_INNER), _ENDERS_JA, "。") for text in told["free" if freely else "ja"]]
        en = [_ended(text, _ENDERS_EN, ".") for text in told["en"]]
        relation = told.get("relation", "translation")
        return Unit(ja, en, "paraphrase" if freely and relation == "translation" else relation)


_INNER = str.maketrans("「」", "『』")  # quotations inside a quotation


def _ended(text: str, enders: str, ender: str) -> str:
    text = text.strip()
    return text if text[-1] in enders else text + ender


def quotations(part: Part, folder: Path = FOLDER) -> Iterator[Quotation]:
    """Those of a part: one in five is reported on, the others are fitted on, and only clauses are learned from them."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            if part == ("report" if int(digest(told["id"]), 16) % 5 == 0 else "fit"):
                yield Quotation(
                    told["id"],
                    told["speaker"],
                    tuple(told["rows"]),
                    tuple(told["around"]),
                    tuple(told["reported"]),
                    told["headline"],
                )


class WrittenPool(Pool):
    """A page's worth of quotations, and documents for whatever these do not give."""

    dropped = 0.5
    told_first = 0.7  # without it one gold pair in 25 was told in narration

    def __init__(self, found: Sequence[Document], told: Sequence[Quotation], rng: random.Random) -> None:
        super().__init__(found, rng)
        self.told = list(told)
        self.next_page()

    def next_page(self) -> None:
        """Other quotations."""
        super().next_page()
        self.waiting = self.rng.sample(self.told, min(len(self.told), self.rng.randint(1, MOST)))
        self.free = self.rng.choice(FREEDOM)
        self.first = self.waiting[0]
        self.around = [text for quotation in self.waiting for text in quotation.around]
        self._take()

    def _take(self) -> None:
        """The next quotation, if there is one."""
        self.current = self.waiting.pop(0) if self.waiting else None
        self.row = 0

    def person(self, rng: random.Random) -> Person:
        """Who speaks next: whoever spoke last, or the next one."""
        if self.current and (self.row >= len(self.current.rows) or (self.row and rng.random() < ON)):
            self._take()
        if self.current is None:
            return super().person(rng)
        said = self.current.speaker
        named = Person.any(rng)
        full, family = self.current.called(rng)
        return Person(said["en"], full, family, said.get("handle") or named.handle, named.date)

    def rows(self, rng: random.Random, most: int) -> list[Unit]:
        """The next rows of whoever speaks."""
        if self.current is None or self.row >= len(self.current.rows):
            self._take()
        if self.current is None:
            return super().rows(rng, most)
        left = len(self.current.rows) - self.row
        count = min(left, most if rng.random() < 0.6 else rng.randint(1, most))
        told = range(self.row, self.row + count)
        self.row += count
        return [self.current.unit(row, free=rng.random() < self.free) for row in told]

    def reports(self, rng: random.Random) -> tuple[list[Unit], list[Report]]:
        """The whole quotation of whoever speaks, if nothing of it is on the page yet, and how it is told in narration."""
        found = self.current
        if found is None or self.row or not found.reported:
            return [], []
        self.row = len(found.rows)
        told = []
        for report in found.reported:
            head, _, tail = report["text"].partition(report["ja"])
            told.append(Report(head, report["ja"], _ended(tail or "。", _ENDERS_JA, "。"), tuple(report["rows"])))
        return [found.unit(row, free=rng.random() < self.free) for row in range(len(found.rows))], told

    def headline(self, rng: random.Random) -> Headline | None:
        """That of the first quotation."""
        told = self.first.headline
        row = told.get("row")
        en = self.first.unit(row, free=False).en if row is not None else ()
        return Headline(told["text"], told["ja"], tuple(en))

    def paragraph(self, rng: random.Random) -> list[str]:
        """What the writer says of the matter."""
        return [self.narration() for _ in range(rng.randint(1, 3))]

    def narration(self) -> str:
        """What the writer says of the matter, as long as there is anything."""
        if self.around and self.rng.random() < 0.85:
            return _ended(self.around.pop(self.rng.randrange(len(self.around))), _ENDERS_JA, "。")
        return super().narration()
