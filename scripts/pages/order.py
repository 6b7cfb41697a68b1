"""Japanese before its English or behind it: blocks of a page that stand next to each other change places.

A block of English is a run of lines without Japanese, signatures among them; its Japanese are the lines directly before or
behind it that the gold pairs with it and with nothing else. What points at its place ("上記の投稿", "（訳）", "→"), the
headline, and English inside a Japanese line stay, and no two blocks of English come to touch each other, since then
nobody could say whose a signature is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
from pages.edits import Page, exchanged

from corpus.extraction.lines.kinds import lines_of
from corpus.extraction.lines.line import Line
from corpus.languages import TRANSLATION_MARKS
from corpus.types import Span

_POINTS = regex.compile(
    rf"^(?:[（(【\[]?\s*(?:{'|'.join(TRANSLATION_MARKS)})\s*[)）】\]:：]|[→⇒])|上記|下記|以下|上の|下の|次の(?:通り|とおり|よう)"
)
_FOREIGN = ("english", "signature", "link", "furniture", "source_title")


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines `[start, middle)` and `[middle, end)`: a block of each language; `japanese` if the Japanese comes first."""

    start: int
    middle: int
    end: int
    japanese: bool


def order(page: Page, rng: random.Random) -> Page:
    """Some neighbours of two languages in the other order; those that follow each other directly all or none."""
    lines = [line for line in lines_of(page.text) if line.kind != "blank"]
    for chain in _chains(_units(page, lines)):
        last = chain[-1].end
        outside = lines[chain[0].start - 1] if chain[0].japanese else lines[last] if last < len(lines) else None
        if rng.random() < 0.5 or (outside is not None and outside.kind in _FOREIGN):
            continue
        for unit in chain:
            first = Span(lines[unit.start].span.start, lines[unit.middle - 1].span.end)
            second = Span(lines[unit.middle].span.start, lines[unit.end - 1].span.end)
            page = exchanged(page, first, second)
        lines = [line for line in lines_of(page.text) if line.kind != "blank"]
    return page


def _chains(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units that touch each other and have one order, as in an interview."""
    chains: list[list[Unit]] = []
    for unit in units:
        last = chains[-1][-1] if chains else None
        if last and last.end == unit.start and last.japanese == unit.japanese:
            chains[-1].append(unit)
        else:
            chains.append([unit])
    return chains


def _units(page: Page, lines: Sequence[Line]) -> list[Unit]:
    """The neighbours of two languages that may change places, in order; none holds the headline."""
    blocks = [span for span in _runs(lines) if any(line.kind == "english" for line in lines[span.start : span.end])]
    partners = _partners(page, lines, blocks)
    found: list[Unit] = []
    for number, block in enumerate(blocks):
        before, behind = block.start, block.end
        while before > 1 and partners[before - 1] == {number}:
            before -= 1
        while behind < len(lines) and partners[behind] == {number}:
            behind += 1
        if before < 1 or (before < block.start) == (behind > block.end):
            continue
        japanese = before < block.start
        said = lines[before : block.start] if japanese else lines[block.end : behind]
        if any(_POINTS.search(line.text) for line in said) or (found and found[-1].end > before):
            continue
        found.append(Unit(before, block.start if japanese else block.end, block.end if japanese else behind, japanese))
    return found


def _runs(lines: Sequence[Line]) -> list[Span]:
    """Runs of lines, as line numbers, that may be one block of English: no Japanese, no titles of sources."""
    ends = [at for at in range(len(lines) + 1) if at in (0, len(lines)) or _part(lines[at]) != _part(lines[at - 1])]
    return [Span(start, end) for start, end in pairwise(ends) if _part(lines[start]) == "block"]


def _part(line: Line) -> str:
    return "block" if line.kind in _FOREIGN[:4] and (line.language == "en" or line.kind == "signature") else line.kind


def _partners(page: Page, lines: Sequence[Line], blocks: Sequence[Span]) -> list[set[int]]:
    """For every line the blocks with which the gold pairs what stands in it; -1 for English elsewhere.

    In an interview a turn that renders nothing goes with the block behind it, as all others do.
    """

    def line_of(span: Span) -> int:
        return next((at for at, line in enumerate(lines) if line.span.start <= span.start < line.span.end), -1)

    def block_of(line: int) -> int:
        return next((number for number, block in enumerate(blocks) if block.start <= line < block.end), -1)

    found: list[set[int]] = [set() for _ in lines]
    for row in page.pairs:
        if not row["headline"]:
            english = {block_of(line_of(Span(*span))) for span in row["en"]}
            for span in row["ja"]:
                found[line_of(Span(*span))] |= english
    quoted = [line_of(Span(*span)) for span in page.gold.get("unaligned_ja_quotes", ())]
    for number, block in enumerate(blocks):
        at = block.start - 1
        whole = {at for at in quoted if not found[at] and _mostly_quoted(page, lines[at])}
        while (
            at in whole
            and number
            and found[block.start - 1] <= {number}
            and found[blocks[number - 1].start - 1] == {number - 1}
        ):
            found[at] = {number}
            at -= 1
    return found


def _mostly_quoted(page: Page, line: Line) -> bool:
    spans = [Span(*span) for span in page.gold["unaligned_ja_quotes"]]
    return sum(len(s) for s in spans if line.span.start <= s.start < line.span.end) >= 0.6 * len(line.span)
