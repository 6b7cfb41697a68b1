"""A dataset without its texts: addresses, digests and spans, from which whoever has the pages makes it again.

    standoff/train-00000-of-00001.parquet    a row a kept pair
    README.md                                what this is, and how it becomes text

A row is that of the dataset (`schema.py`) without what is words of a page: the two texts, and the names and the account
of who spoke. In their place stands the digest of each text, which proves what is spelled from a copy of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.publishing.report_counts import Row
from corpus.publishing.schema import COLUMNS, Column, arrow_schema
from corpus.publishing.stored_rows import write_parquet
from corpus.store import sha256_hex
from corpus.types import CorpusError, Language

CONFIG = "standoff"
LANGUAGES: tuple[Language, ...] = ("ja", "en")
WORDS = ("translation", "speaker", "speaker_ja", "handle")
"""The columns that hold words of a page."""

DIGESTS = Column("text_sha256", dict.fromkeys(LANGUAGES, "string"), "the sha256 of each text in UTF-8")
STANDOFF_COLUMNS = (COLUMNS[0], DIGESTS, *(column for column in COLUMNS[1:] if column.name not in WORDS))

README = """\
---
language:
- ja
- en
task_categories:
- translation
configs:
- config_name: standoff
  data_files:
{data_files}
---

# A Japanese-English corpus without its texts

This folder says which characters of which pages render each other, and holds no text of these pages: for each of its
{rows} pairs, on {documents}, the address and the sha256 of the page as it was, the `[start, end)` code points that each
side stands on, the sha256 of the text that they spell, and what was found out about the pair.

With pages of your own that are the same to the byte, it becomes text again:

    taiyaku rebuild-text FOLDER --sources YOUR_PAGES

Each text is proved by its digest. A page that was changed since is refused and named, as is one that is not there, and
the pairs of all others are made. Who spoke does not come back, nor do texts that a reviewer wrote.
"""


def write_standoff(folder: Path, splits: Mapping[str, Callable[[], Iterable[Row]]]) -> None:
    """Writes the stand-off form of some rows, and a card, into a folder."""
    schema = arrow_schema(STANDOFF_COLUMNS)
    documents: set[str] = set()
    count = 0

    def rows(split: str) -> Iterator[dict[str, Any]]:
        nonlocal count
        for row in splits[split]():
            count += 1
            documents.update(row["provenance"][language]["sha256"] for language in LANGUAGES)
            yield standoff_row(row)

    data_files = [
        f"  - split: {split}\n    path: {CONFIG}/{split}-*.parquet"
        for split in splits
        if write_parquet(folder, CONFIG, split, rows(split), schema)
    ]
    on = f"{len(documents):,} document{'' if len(documents) == 1 else 's'}"
    card = README.format(data_files="\n".join(data_files), rows=f"{count:,}", documents=on)
    (folder / "README.md").write_bytes(card.encode())


def standoff_row(row: Row) -> dict[str, Any]:
    """A row of a dataset without its words."""
    digests = {language: text_sha256(row["translation"][language]) for language in LANGUAGES}
    return {DIGESTS.name: digests, **{name: value for name, value in row.items() if name not in WORDS}}


def rebuilt_row(row: Row, texts: Mapping[Language, str]) -> dict[str, Any]:
    """The row of a dataset that a row of the stand-off form and two texts make; who spoke stays unknown.

    Raises `CorpusError` where the texts are not those that the row was made of.
    """
    for language in LANGUAGES:
        if text_sha256(texts[language]) != row[DIGESTS.name][language]:
            raise CorpusError(f"pair {row['id']}, {language}: another text stands at its place")
    kept = {name: value for name, value in row.items() if name != DIGESTS.name}
    return {**dict.fromkeys(WORDS), **kept, "translation": dict(texts)}


def text_sha256(text: str) -> str:
    """The digest of a published text."""
    return sha256_hex(text.encode())
