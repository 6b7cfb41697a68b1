"""Pages with gold: read, and compared with what was found. Used by every script that measures or fits on pages.

`NAME.gold.json` beside `NAME.txt` has `pairs`, each with `ja` and `en` as lists of `[start, end)` code points, one span
a sentence, `relation`, `speaker`, `speaker_ja`, `handle`, `date` and `headline`. A page may be in any format that is
read: the code points are those of the text that is read from it. Beside an archive of pages stands `records`, which
says as much of each record by its name.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.reading import READERS, read_articles
from corpus.types import Article, CorpusError, Span

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
    """A page's path, text and gold pairs, and the article where the file is not the text itself."""

    path: Path
    text: str
    pairs: tuple[GoldPair, ...]
    article: Article | None = None

    @property
    def name(self) -> str:
        """The file's name without its ending, and which of its records this is."""
        return self.path.stem if self.article is None else self.article.name


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


def near(a: Characters, b: Characters) -> bool:
    """Four fifths of all in common: what a pair has to be for a confidence to call it right."""
    return 5 * len(a & b) >= 4 * len(a | b)


def lax(a: Characters, b: Characters) -> bool:
    """At least half of the longer one in common."""
    return 2 * len(a & b) >= max(len(a), len(b)) > 0


def read_gold(folder: Path) -> list[GoldPage]:
    """The pages with gold in a folder, by name; pages without gold are passed over.

    CorpusError if there are none, if a page with gold cannot be read, or if it is not clear which page a gold is about.
    """
    pages: list[GoldPage] = []
    for beside in sorted(folder.glob("*.gold.json")):
        stem = beside.name.removesuffix(".gold.json")
        here = [path for ending in READERS if (path := folder / f"{stem}{ending}").exists()]
        if len(here) > 1:
            raise CorpusError(f"is the gold of {here[0].name} and {here[1].name}: keep one of them", path=beside)
        gold = json.loads(beside.read_text(encoding="utf-8"))
        for path in here:
            pages += _pages_of(path, gold)
    if not pages:
        raise CorpusError("no NAME.txt with a NAME.gold.json beside it", path=folder)
    return pages


def _pages_of(path: Path, gold: Mapping[str, Any]) -> Iterator[GoldPage]:
    for article in read_articles([path]):
        if isinstance(article, CorpusError):
            raise article
        known = gold if article.record is None else gold["records"].get(article.record)
        if known is not None:
            pairs = tuple(_pair(article.text, row) for row in known["pairs"])
            yield GoldPage(path, article.text, pairs, None if path.suffix == ".txt" else article)


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
    for path in dict.fromkeys(page.path for page in pages):
        total.update(path.name.encode() + path.read_bytes() + path.with_suffix(".gold.json").read_bytes())
    return total.hexdigest()[:16]
