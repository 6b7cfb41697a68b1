"""What was written for fitting: quotations (`pages/quotations.py`), notes (`pages/notes.py`), whole pages (`pages/whole.py`).

Pages are made of the first two here; whole pages are what they are.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from pages.edits import Page
from pages.notes import Note, notes
from pages.person import Person
from pages.quotations import ENDERS_JA, Quotation, ended, quotations
from pages.real import real_pages
from pages.units import Headline, Pool, Report, Unit
from pages.whole import pages_by_hand
from partitions import NEW_HANDS, Document, Part

QUARTERS = 4
MOST = 3  # quotations of a page
ON = 0.35  # of the voices on a page are followed by another one's before all that they say is there
FREEDOM = (0.1, 0.4, 0.7, 1.0)  # share of the rows that are rendered freely where they can be, one of these a page
NOTED = 0.2  # of the pages are notes too


@dataclass(frozen=True)
class Written:
    """Quotations, notes, whole pages."""

    told: tuple[Quotation, ...] = ()
    notes: tuple[Note, ...] = ()
    pages: tuple[Page, ...] = ()

    @staticmethod
    def of(part: Part, real: Path | None = None) -> Written:
        """All of a part, and the real pages of a folder.

        No pages by the hands that `fit_partial.py` asks how sure the rest makes.
        """
        whole = (page for hand, page in pages_by_hand(part) if hand not in NEW_HANDS)
        return Written(tuple(quotations(part)), tuple(notes(part)), (*whole, *(page for _, page in real_pages(real))))

    def fold(self, fold: int, folds: int) -> Written:
        """One of so many folds, in blocks of four by turns, so that each has as many of every quarter.

        Real pages are divided by their authors instead: who knows one page of an author knows how the others are told.
        """
        return self._where(lambda at, one: _block(at, one) % folds == fold)

    def quarters(self, chosen: Collection[int]) -> Written:
        """Some quarters."""
        return self._where(lambda at, _: at % QUARTERS in chosen)

    def _where(self, belongs: Callable[[int, Quotation | Note | Page], bool]) -> Written:
        """Those that belong there, by their numbers and themselves."""
        return Written(
            tuple(each for at, each in enumerate(self.told) if belongs(at, each)),
            tuple(each for at, each in enumerate(self.notes) if belongs(at, each)),
            tuple(each for at, each in enumerate(self.pages) if belongs(at, each)),
        )


NOTHING = Written()


def _block(at: int, one: Quotation | Note | Page) -> int:
    """What stays together: the pages of a real author, or four that follow each other."""
    return crc32(one.gold["author"].encode()) if isinstance(one, Page) and one.real else at // QUARTERS


class WrittenPool(Pool):
    """A page's worth of quotations, or of a note too, and documents for whatever these do not give."""

    dropped = 0.5
    told_first = 0.7  # without it one gold pair in 25 was told in narration

    def __init__(self, found: Sequence[Document], written: Written, rng: random.Random) -> None:
        super().__init__(found, rng)
        self.entries = written
        self.next_page()

    def next_page(self) -> None:
        """Other quotations, and now and then a note."""
        super().next_page()
        told, noted = self.entries.told, self.entries.notes
        self.note = self.rng.choice(noted) if noted and self.rng.random() < NOTED else None
        self.lines = list(self.note.lines) if self.note else []
        self.waiting = self.rng.sample(told, min(len(told), self.rng.randint(1, MOST)))
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
            told.append(Report(head, report["ja"], ended(tail or "。", ENDERS_JA, "。"), tuple(report["rows"])))
        return [found.unit(row, free=rng.random() < self.free) for row in range(len(found.rows))], told

    def headline(self, rng: random.Random) -> Headline | None:
        """That of the note, or of the first quotation."""
        if self.note:
            return Headline(self.note.headline, "", ())
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
            return ended(self.around.pop(self.rng.randrange(len(self.around))), ENDERS_JA, "。")
        return super().narration()
