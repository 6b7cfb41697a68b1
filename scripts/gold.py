"""Pages with gold: read, and compared with what was found. Used by every script that measures or fits on pages.

`NAME.gold.json` beside `NAME.txt` has `pairs`, each with `ja` and `en` as lists of `[start, end)` code points, one span
a sentence, `relation`, `speaker`, `speaker_ja`, `handle`, `date` and `headline`.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.types import CorpusError, Span

Characters = frozenset[int]


@dataclass(frozen=True)
class GoldPair:
    """One pair of a page's gold: the characters it covers on each side, punctuation and white space left out."""

    ja: Characters
    en: Characters
    ja_text: str
    en_text: str
    relation: str
    headline: bool
    speaker: str | None
    speaker_ja: str | None
    handle: str | None
    date: str | None


@dataclass(frozen=True)
class GoldPage:
    """A page's path, text and gold pairs."""

    path: Path
    text: str
    pairs: tuple[GoldPair, ...]


def covered(text: str, spans: Iterable[Span]) -> Characters:
    """The places of a text that spans cover, without those of white space, punctuation and quotation marks.

    The mark before each line of a quoted mail (">") is one of these: a gold span runs over it.
    """
    return frozenset(
        at
        for span in spans
        for at in range(span.start, span.end)
        if unicodedata.category(text[at])[0] not in "ZP" and text[at] not in "\n\r\t>＞"
    )


def strict(a: Characters, b: Characters) -> bool:
    """The same characters."""
    return a == b


def lax(a: Characters, b: Characters) -> bool:
    """At least half of the longer one in common."""
    return 2 * len(a & b) >= max(len(a), len(b)) > 0


def read_gold(folder: Path) -> list[GoldPage]:
    """The pages with gold in a folder, by name; pages without gold are passed over. CorpusError if there are none."""
    pages = []
    for path in sorted(folder.glob("*.txt")):
        beside = path.with_suffix(".gold.json")
        if not beside.exists():
            continue
        text = path.read_bytes().decode("utf-8")
        gold = json.loads(beside.read_text(encoding="utf-8"))
        pages.append(GoldPage(path, text, tuple(_pair(text, row) for row in gold["pairs"])))
    if not pages:
        raise CorpusError("no NAME.txt with a NAME.gold.json beside it", path=folder)
    return pages


def _pair(text: str, row: dict[str, object]) -> GoldPair:
    sides = {}
    for side in ("ja", "en"):
        spans = [Span(start, end) for start, end in row[side]]  # type: ignore[attr-defined]
        sides[side] = (covered(text, spans), " ".join(text[span.start : span.end] for span in spans))

    def known(name: str) -> str | None:
        value = row.get(name)
        return value if isinstance(value, str) else None

    return GoldPair(
        ja=sides["ja"][0],
        en=sides["en"][0],
        ja_text=sides["ja"][1],
        en_text=sides["en"][1],
        relation=str(row["relation"]),
        headline=bool(row["headline"]),
        speaker=known("speaker"),
        speaker_ja=known("speaker_ja"),
        handle=known("handle"),
        date=known("date"),
    )


def digest(pages: Iterable[GoldPage]) -> str:
    """16 hex digits of the pages and their gold, so that a floor can say what it was measured on."""
    total = hashlib.sha256()
    for page in pages:
        total.update(
            page.path.name.encode() + page.path.read_bytes() + page.path.with_suffix(".gold.json").read_bytes()
        )
    return total.hexdigest()[:16]
