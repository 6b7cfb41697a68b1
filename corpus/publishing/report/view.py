"""The alignment of an article, side by side: its pairs as bands, and all of its text that is in none of them.

Everything stands where its Japanese does on the page. A band holds what a pair publishes; what is left of the text
between the bands is cut at the ends of lines and told to be of the language and role of the passage that it is in. Only
brackets, punctuation and white space between them are not shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus.config import Config
from corpus.publishing.report.bands import Known, band
from corpus.publishing.report.counts import OUTCOMES, WAITS, outcome
from corpus.publishing.report.markup import esc, japanese, link, named
from corpus.publishing.rows import Row
from corpus.text import shown
from corpus.types import Article, Language, Passage, Role, Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article as the report shows it: its passages, and its pairs as rows, in page order."""

    article: Article
    passages: Sequence[Passage]
    rows: Sequence[Row]

    def document(self, number: int) -> Article:
        """0 is the article, 1 the first of its originals."""
        return self.article.originals[number - 1] if number else self.article


@dataclass(frozen=True, slots=True)
class Rest:
    """Text that is in no pair."""

    span: Span
    language: Language
    role: Role | None


@dataclass(frozen=True, slots=True)
class Piece:
    """What is shown as one: a pair, or text that is in none, among what is shown of a document.

    `places` are where its texts begin, each as (document, character).
    """

    document: int
    places: tuple[tuple[int, int], ...]
    row: Row | None = None
    rest: Rest | None = None


AROUND = 2
"""Pieces on either side of a pair that waits for a reviewer which stay when only such pairs are shown."""

ROLES: dict[Role | None, str] = {
    "headline": "headline",
    "quotation": "quotation",
    "post": "post",
    "source_title": "title of a source",
    "link": "link",
    "signature": "signature",
    "boilerplate": "around the article",
}
"""What the roles of passages are called; narration, which most text is, needs no name."""


def leaf_html(leaf: Leaf, anchor: str, known: Known, anchored: Collection[str]) -> Iterator[str]:
    """The section of an article, in pieces; pairs whose id is in `anchored` can be linked to by it."""
    source, counts = leaf.article.source, counted(leaf.rows, known.config)
    kinds = ["leaf"] + ["waits"] * bool(counts[WAITS]) + ["bare"] * (not leaf.rows)
    name = named(leaf.article.name)
    yield f'<section class="{" ".join(kinds)}" id="{anchor}" aria-labelledby="{anchor}h"><h3 id="{anchor}h">{name}</h3>'
    facts = [named(value) for value in (source.title, source.publisher, source.published) if value]
    facts += [link(source.url)] if source.url else []
    facts.append(", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "no pair")
    yield f'<p class="facts">{" · ".join(facts)}</p>'
    yield '<div class="sides"><p class="heads"><span>Japanese</span> <span>confidence</span> <span>English</span></p>'
    order = {id(row): f"Pair {at} of {len(leaf.rows)}" for at, row in enumerate(leaf.rows, start=1)}
    listed = pieces(leaf)
    near, document = near_waiting(listed, known.config), 0
    for at, piece in enumerate(listed):
        beside = " near" if at in near else ""
        if piece.document != document:
            document = piece.document
            title = named(leaf.document(document).name)
            among = " near" if any(listed[one].document == document for one in near) else ""
            yield f'<p class="from{among}">Of the original {title}, what is in no pair</p>'
        if piece.rest is not None:
            yield _rest(leaf.document(document), piece.rest, beside)
        elif piece.row is not None:
            row = piece.row
            yield band(row, known, order[id(row)], anchored=row["id"] in anchored, beside=beside)
    yield "</div></section>"


def pieces(leaf: Leaf) -> list[Piece]:
    """All that is shown of an article in the order of its Japanese; what no pair has of its originals is at the end."""
    numbers = {(one.name, one.sha256): at for at, one in enumerate((leaf.article, *leaf.article.originals))}
    found: list[tuple[tuple[int, int, int, int], Piece]] = []  # where, bands first, in which order
    for order, row in enumerate(leaf.rows):
        ja, en = row["provenance"]["ja"], row["provenance"]["en"]
        at = (0, ja["spans"][0][0])
        # An edited text may stand in a document that is not there any more.
        other = (numbers.get((en["article"], en["sha256"]), 0), en["spans"][0][0])
        found.append(((*at, 0, order), Piece(0, (at, other), row=row)))
    for number in range(len(leaf.article.originals) + 1):
        for rest in rests(leaf, number):
            at = (number, rest.span.start)
            found.append(((*at, 1, 0), Piece(number, (at,), rest=rest)))
    return [piece for _, piece in sorted(found, key=lambda one: one[0])]


def near_waiting(listed: Sequence[Piece], config: Config) -> set[int]:
    """Which pieces stand beside a pair that waits for a reviewer, before or behind its Japanese or its English."""
    placed = sorted((place, at) for at, piece in enumerate(listed) for place in piece.places)
    waiting = {at for at, piece in enumerate(listed) if piece.row is not None and outcome(piece.row, config) == WAITS}
    found: set[int] = set()
    for index, ((document, _), at) in enumerate(placed):
        if at in waiting:
            around = placed[max(0, index - AROUND) : index + AROUND + 1]
            found |= {other for (where, _), other in around if where == document}
    return found - waiting


def counted(rows: Sequence[Row], config: Config) -> dict[str, int]:
    """How many pairs came to each outcome."""
    found = [outcome(row, config) for row in rows]
    return {name: found.count(name) for name in OUTCOMES}


def rests(leaf: Leaf, number: int) -> list[Rest]:
    """What of a document's text no pair has: 0 is the article, 1 the first of its originals."""
    document = leaf.document(number)
    text, taken = document.text, bytearray(len(document.text))
    for row in leaf.rows:
        for side in row["provenance"].values():
            if isinstance(side, dict) and (side["article"], side["sha256"]) == (document.name, document.sha256):
                for start, end in side["spans"]:  # of a dataset that anybody may have made
                    part = range(len(text))[max(0, start) : max(0, end)]
                    taken[part.start : part.stop] = b"\1" * len(part)
    owners: list[Passage | None] = [None] * len(text)
    # The longest passage last: of rival readings of the same characters the widest says what they are in.
    for passage in sorted((p for p in leaf.passages if p.document == number), key=lambda p: len(p.span)):
        owners[passage.span.start : passage.span.end] = [passage] * len(passage.span)
    found, start = [], None
    for at in range(len(text) + 1):
        inside = at < len(text) and not taken[at] and text[at] != "\n"
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            if any(map(_says, text[start:at])):
                found.append(_rest_of(text, _without_ends(text, start, at), owners))
            start = None
    return found


def _rest_of(text: str, span: Span, owners: Sequence[Passage | None]) -> Rest:
    owner = next((owners[at] for at in range(span.start, span.end) if owners[at]), None)
    if owner:
        return Rest(span, owner.language, owner.role)
    return Rest(span, "ja" if japanese(text[span.start : span.end]) else "en", None)


def _without_ends(text: str, start: int, end: int) -> Span:
    """The span without the brackets of the bands on both sides: of 」と語った。その後「 it is と語った。その後."""
    while unicodedata.category(text[start]) in ("Pe", "Pf") or text[start] in "。、":
        start += 1
    while unicodedata.category(text[end - 1]) in ("Ps", "Pi"):
        end -= 1
    return Span(start, end)


def _says(letter: str) -> bool:
    """Whether a character is more than punctuation, white space or an invisible sign."""
    return unicodedata.category(letter)[0] not in "PZC"


def _rest(document: Article, rest: Rest, beside: str) -> str:
    text = esc(shown(document.text[rest.span.start : rest.span.end]))
    role = f'<span class="role">{ROLES.get(rest.role, rest.role)}</span>' if rest.role in ROLES else ""
    return f'<div class="rest {rest.language}{beside}">{role}<p lang="{rest.language}"><bdi>{text}</bdi></p></div>'
