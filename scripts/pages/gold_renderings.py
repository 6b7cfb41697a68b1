"""The renderings of a page with gold, as a page asks who says them and when: for the scripts that learn this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pages.edits import Page
from pages.gold import Characters, covered
from pages.real import real_pages
from pages.whole import pages_by_hand
from partitions import Part
from tqdm import tqdm

from corpus.extraction import extract
from corpus.extraction.attribution.grammar import Speakers
from corpus.extraction.attribution.voices import Rendering
from corpus.extraction.lines.unwrapping import Unwrapped
from corpus.types import Passage, Span


def read_pages(part: Part, real: Path | None = None) -> Iterator[tuple[str, Page, list[Passage], Speakers]]:
    """The whole pages of a part, and the real ones of a folder, with the hand of each, its passages, and who is named
    outside of what is rendered.
    """
    for hand, page in tqdm([*pages_by_hand(part), *real_pages(real)], desc="pages", unit="", disable=None):
        read = extract(page.article)
        copy = read.copy
        pairs = [
            {**row, **{side: [_copied(copy, Span(*span)) for span in row[side]] for side in ("ja", "en")}}
            for row in page.pairs
        ]
        passages = [copy.copied(passage) for passage in read.own]
        rendered = (Span(*span) for row in pairs for side in ("ja", "en") for span in row[side])
        yield hand, Page(page.name, copy.text, {**page.gold, "pairs": pairs}), passages, read.speakers.besides(rendered)


def _copied(copy: Unwrapped, span: Span) -> list[int]:
    """A span of gold as one of the copy that is read."""
    own = copy.span(span)
    return [own.start, own.end]


def renderings(
    page: Page, passages: Sequence[Passage], speakers: Speakers
) -> Iterator[tuple[Mapping[str, Any], Passage, Passage, Rendering]]:
    """The gold pairs of a page's body that are read, with the Japanese and the English passage and what is asked."""
    sides = {
        "ja": [p for p in passages if p.language == "ja" and p.role in ("narration", "quotation")],
        "en": [p for p in passages if p.language == "en" and p.role in ("post", "quotation")],
    }
    both = (*sides["ja"], *sides["en"])
    places = {id(p): covered(page.text, [span for one in p.sentences for span in one.spans]) for p in both}
    for row in page.pairs:
        if row["headline"]:
            continue
        spans = {side: [Span(*span) for span in row[side]] for side in sides}
        found = {side: _holder(sides[side], places, covered(page.text, spans[side])) for side in sides}
        if (ja := found["ja"]) is None or (en := found["en"]) is None:
            continue
        whole = {side: Span(min(s.start for s in spans[side]), max(s.end for s in spans[side])) for side in sides}
        yield row, ja, en, speakers.asked(ja, en, whole["ja"], whole["en"])


def _holder(passages: Sequence[Passage], places: Mapping[int, Characters], wanted: Characters) -> Passage | None:
    """The passage with the least besides that holds most of some characters."""
    holding = [p for p in passages if len(wanted & places[id(p)]) >= 0.7 * len(wanted)]
    return min(holding, key=lambda p: len(places[id(p)]), default=None)
