"""The alignment of an article, side by side: its beads as bands, and all of its text that is in none of them.

Everything stands where its Japanese does on the page. A band holds what a pair publishes; what is left of the text
between the bands is cut at the ends of lines and told to be of the language and role of the passage that it is in. Only
brackets, punctuation and white space between them are not shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import regex

from corpus.config import Config
from corpus.publishing.report.counts import KEPT, LEFT, OUTCOMES, WAITS, outcome
from corpus.publishing.report.markup import esc, link
from corpus.publishing.rows import Row
from corpus.text import shown
from corpus.types import Article, Language, Passage, Role, Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article as the report shows it: its passages, and its pairs as rows, in page order."""

    article: Article
    passages: Sequence[Passage]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Rest:
    """Text that is in no bead."""

    span: Span
    language: Language
    role: Role | None


def leaf_html(leaf: Leaf, anchor: str, config: Config, ids: Collection[str]) -> Iterator[str]:
    """The section of an article, in pieces; pairs whose id is in `ids` can be linked to by it."""
    source, counts = leaf.article.source, counted(leaf.rows, config)
    waits = " waits" if counts[WAITS] else ""
    yield f'<section class="leaf{waits}" id="{anchor}"><h3>{esc(leaf.article.name)}</h3>'
    known = (source.title, source.publisher, source.published)
    facts = [f"<bdi>{esc(value)}</bdi>" for value in known if value] + ([link(source.url)] if source.url else [])
    facts.append(", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "no pair")
    yield f'<p class="facts">{" · ".join(facts)}</p>'
    yield '<div class="sides">'
    events: list[tuple[int, int, int, str]] = []  # where on the page, bands first, in which order; and what
    for order, row in enumerate(leaf.rows):
        at = row["provenance"]["ja"]["spans"][0][0]
        events.append((at, 0, order, _band(row, config, row["id"] in ids)))
    events += [(rest.span.start, 1, 0, _rest(leaf.article, rest)) for rest in rests(leaf, 0)]
    yield from (piece for *_, piece in sorted(events))
    for number, original in enumerate(leaf.article.originals, start=1):
        title = f"Of the original {esc(original.name)}, what is in no bead"
        yield f'<p class="from">{title}</p>' + "".join(_rest(original, rest) for rest in rests(leaf, number))
    yield "</div></section>"


def counted(rows: Sequence[Row], config: Config) -> dict[str, int]:
    """How many pairs came to each outcome."""
    found = [outcome(row, config) for row in rows]
    return {name: found.count(name) for name in OUTCOMES}


def rests(leaf: Leaf, number: int) -> list[Rest]:
    """What of a document's text no bead has: 0 is the article, 1 the first of its originals."""
    document = leaf.article.originals[number - 1] if number else leaf.article
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
    japanese = any("\u3040" <= letter <= "\u9fff" for letter in text[span.start : span.end])
    return Rest(span, "ja" if japanese else "en", None)


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


def _rest(document: Article, rest: Rest) -> str:
    text = esc(shown(document.text[rest.span.start : rest.span.end]))
    role = f'<span class="role">{rest.role}</span>' if rest.role and rest.role != "narration" else ""
    return f'<div class="rest {rest.language}">{role}<p lang="{rest.language}"><bdi>{text}</bdi></p></div>'


CLASSES = {KEPT: "kept", WAITS: "waits", LEFT: "left"}
COMPARES = regex.compile(r"_over_|^again_|^habit_|rival|margin|^reading_")  # names of signals


def _band(row: Row, config: Config, named: bool) -> str:
    """A pair as a band over both sides, with all that is known of it in a box that hover and focus open."""
    became, said = outcome(row, config), f"{row['confidence']:.2f}"
    why = became if became == KEPT else row["reason"]
    if row["verdict"] and became == KEPT:
        why = f"{why} by verdict"
    name = f' id="{esc(row["id"])}"' if named else ""
    level = f"c{min(9, int(row['confidence'] * 10 + 1e-9))}"
    label = f"confidence {said}, {why}{', to review' if became == WAITS else ''}"
    texts = row["translation"]
    return (
        f'<div class="bead {level} {CLASSES[became]}"{name} tabindex="0" role="group" aria-label="{esc(label)}">'
        f'<p class="ja" lang="ja"><bdi>{esc(texts["ja"])}</bdi></p>'
        f'<div class="between"><b>{said}</b><span>{esc(why)}</span></div>'
        f'<p class="en" lang="en"><bdi>{esc(texts["en"])}</bdi></p>{_box(row)}</div>'
    )


def _box(row: Row) -> str:
    """What hover and focus show: who said it, what was decided, and the signals of the pair itself.

    What compares it with other beads (`similarity_over_longer_en`, `again_margin_ja`: two signals in three) says
    nothing without these; `taiyaku why` tells which weigh most.
    """
    known = {
        "relation": row["relation"],
        "speaker": " · ".join(row[name] for name in ("speaker", "speaker_ja") if row[name]),
        "handle": f"@{row['handle']}" if row["handle"] else "",
        "posted_on": row["posted_on"] or "",
        "verdict": row["verdict"] or "",
        "id": row["id"],
    }
    facts = "".join(f"<span>{name} <b><bdi>{esc(value)}</bdi></b></span> " for name, value in known.items() if value)
    own = [one for one in row["signals"] if not COMPARES.search(one["name"])]
    signals = "".join(f"<span>{esc(one['name'])} <b>{one['value']:g}</b></span> " for one in own)
    if others := len(row["signals"]) - len(own):
        signals += f"<span>and {others} that compare it with others: <b>taiyaku why {esc(row['id'])}</b></span>"
    return f'<div class="box"><p>{facts}</p><p class="signals">{signals}</p></div>'
