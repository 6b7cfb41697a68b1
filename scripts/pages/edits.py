"""A page and its gold changed together: replacements and moved blocks, with every span of the gold mapped.

Used by `pages/variants.py` and the kinds of variation it lists. The rows of the gold stay as they stand in the file, so
that what is written can be read like any other page with gold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.text import spell
from corpus.types import Article, CorpusError, Source, Span

# The lists of spans beside the pairs; a file may lack any of them.
LISTS = ("unaligned_en", "unaligned_ja_quotes", "unaligned_headline_en", "ja_repeats", "ja_terms")


@dataclass(frozen=True)
class Page:
    """A page's name and text, its gold as the file has it, and what was read where that is more than the text."""

    name: str
    text: str
    gold: Mapping[str, Any]
    read: Article | None = None

    @property
    def article(self) -> Article:
        """The page as it was `read`, or a plain text."""
        return self.read or Article(self.name, self.text, Source(), "", "utf-8", Path(f"{self.name}.txt"))

    @property
    def real(self) -> bool:
        """Whether somebody else wrote it: only such a page has more than its text."""
        return self.read is not None

    @property
    def pairs(self) -> Sequence[Mapping[str, Any]]:
        """The rows of the gold, one a pair."""
        rows: Sequence[Mapping[str, Any]] = self.gold["pairs"]
        return rows

    def sides(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """The texts of a pair as the page has them now, Japanese and English."""
        ja, en = ([Span(*span) for span in row[side]] for side in ("ja", "en"))
        return spell("ja", self.text, ja), spell("en", self.text, en)

    def spans(self) -> list[Span]:
        """Every span of the gold, those of pairs first; equal ones as often as they stand there."""
        listed = [span for name in LISTS for span in self.gold.get(name, ())]
        return [Span(*span) for span in [s for row in self.pairs for side in ("ja", "en") for s in row[side]] + listed]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What stands at `text[start:end]` becomes `new`; never empty on the page."""

    start: int
    end: int
    new: str


def read_page(path: Path) -> Page:
    """NAME.txt with the NAME.gold.json beside it. CorpusError where the gold is missing."""
    beside = path.with_suffix(".gold.json")
    if not beside.exists():
        raise CorpusError(f"no {beside.name} beside it", path=path)
    return Page(path.stem, path.read_bytes().decode("utf-8"), json.loads(beside.read_text(encoding="utf-8")))


def write_page(page: Page, folder: Path) -> Path:
    """Write a page's text and gold into a folder that is made if need be; returns the text's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{page.name}.txt"
    path.write_bytes(page.text.encode("utf-8"))
    beside = json.dumps(page.gold, ensure_ascii=False, indent=1)
    path.with_suffix(".gold.json").write_text(beside + "\n", encoding="utf-8")
    return path


def crosses(page: Page, edit: Edit) -> bool:
    """Whether a replacement reaches over the edge of a span of the gold, so that nobody could say where it ends."""
    return any(edit.start < edge < edit.end for span in page.spans() for edge in (span.start, span.end))


def edited(page: Page, edits: Iterable[Edit]) -> Page:
    """The page with its replacements made, spans mapped; a replacement that crosses the edge of a span is left out.

    ValueError if two of them overlap or one replaces nothing.
    """
    rows = sorted(edit for edit in edits if not crosses(page, edit))
    if any(a.end > b.start for a, b in pairwise(rows)) or any(edit.start >= edit.end for edit in rows):
        raise ValueError("replacements overlap, or replace nothing")
    text = page.text
    for edit in reversed(rows):
        text = text[: edit.start] + edit.new + text[edit.end :]
    grown = [(edit.end, len(edit.new) - (edit.end - edit.start)) for edit in rows]

    def moved(span: Span) -> tuple[int, int]:
        # No replacement crosses an edge: those that end at or before it move it, all others leave it.
        start, end = (at + sum(more for until, more in grown if until <= at) for at in (span.start, span.end))
        return start, end

    return _with_text(page, text, moved)


def exchanged(page: Page, first: Span, second: Span) -> Page:
    """The page with two stretches in each other's place, what stands between them kept there.

    `first` ends before `second` starts; no span of the gold may reach over an edge of either (ValueError).
    """
    within = (first, second, Span(first.end, second.start))
    if first.end > second.start or any(
        span.start < second.end and span.end > first.start and not any(_holds(part, span) for part in within)
        for span in page.spans()
    ):
        raise ValueError("stretches overlap, or a span of the gold reaches over an edge")
    text = page.text
    between = text[first.end : second.start]
    new = text[: first.start] + text[second.start : second.end] + between + text[first.start : first.end]
    new += text[second.end :]

    def moved(span: Span) -> tuple[int, int]:
        if _holds(first, span):
            by = len(second) + len(between)
        elif _holds(second, span):
            by = first.start - second.start
        elif _holds(within[2], span):
            by = len(second) - len(first)
        else:
            by = 0
        return span.start + by, span.end + by

    return _with_text(page, new, moved)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def said_as(page: Page, change: Callable[[str, str], str]) -> Page:
    """The page with what its gold says of speakers changed: `change(field, value)` for `speaker`, `speaker_ja`, `date`."""
    rows = [
        {**row, **{name: change(name, row[name]) for name in ("speaker", "speaker_ja", "date") if row.get(name)}}
        for row in page.pairs
    ]
    return replace(page, gold={**page.gold, "pairs": rows})


def _with_text(page: Page, text: str, moved: Callable[[Span], tuple[int, int]]) -> Page:
    """The page with another text: spans moved, and what the gold repeats of the text read from it again."""

    def all_of(spans: Iterable[Sequence[int]]) -> list[list[int]]:
        return [list(moved(Span(*span))) for span in spans]

    gold = {**page.gold, **{name: all_of(page.gold[name]) for name in LISTS if name in page.gold}}
    made = Page(page.name, text, gold)
    rows = []
    for row in page.pairs:
        row = {**row, "ja": all_of(row["ja"]), "en": all_of(row["en"])}
        if "ja_text" in row:
            row["ja_text"], row["en_text"] = made.sides(row)
        if "order" in row:
            row["order"] = "ja_first" if row["ja"][0] < row["en"][0] else "en_first"
        rows.append(row)
    gold["pairs"] = rows
    if "title" in gold:
        gold["title"] = re.split(r"[\r\n]", text, maxsplit=1)[0]
    return made
