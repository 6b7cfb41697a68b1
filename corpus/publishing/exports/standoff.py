"""A dataset without its texts: addresses, digests and spans, from which whoever has the pages makes it again.

    standoff/train-00000-of-00001.parquet    a row a kept pair
    README.md  CITATION.cff                  what this is, and how it becomes text

A row is that of the dataset (`schema.py`) without what is words of a page: the two texts, and the names and the account
of who spoke. In their place stands the digest of each text, which proves what is spelled from a copy of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.publishing.dataset.manifest import stated
from corpus.publishing.exports.standoff_card import Origin, Standoff, origin_of, standoff_words
from corpus.publishing.rows import Row
from corpus.publishing.schema import COLUMNS, Column, arrow_schema
from corpus.publishing.signature import row_digest, rows_digest
from corpus.publishing.stored_rows import write_parquet
from corpus.store import sha256_hex
from corpus.types import CorpusError, Language

CONFIG = "standoff"
TITLE = "without texts"
LANGUAGES: tuple[Language, ...] = ("ja", "en")
WORDS = ("translation", "speaker", "speaker_ja", "handle")
"""The columns that hold words of a page."""

DIGESTS = Column("text_sha256", dict.fromkeys(LANGUAGES, "string"), "the sha256 of each text in UTF-8")
STANDOFF_COLUMNS = (COLUMNS[0], DIGESTS, *(column for column in COLUMNS[1:] if column.name not in WORDS))


def write_standoff(
    folder: Path, splits: Mapping[str, Callable[[], Iterable[Row]]], manifest: Mapping[str, Any]
) -> None:
    """Writes the stand-off form of some rows, a card and a citation into a folder; the manifest is their dataset's."""
    schema = arrow_schema(STANDOFF_COLUMNS)
    sides: Counter[Origin] = Counter()
    told: list[str] = []

    def rows(split: str) -> Iterator[dict[str, Any]]:
        for row in splits[split]():
            sides.update(origin_of(row["provenance"][language]) for language in LANGUAGES)
            told.append(row_digest(row["id"], row["reason"], row["translation"]["ja"], row["translation"]["en"]))
            yield standoff_row(row)

    parts = [part for split in splits for part in write_parquet(folder, CONFIG, split, rows(split), schema)]
    config, signature = stated(manifest, TITLE)
    words = standoff_words(Standoff(config.about, signature, rows_digest(told), tuple(parts), sides), STANDOFF_COLUMNS)
    for name, text in words.items():
        (folder / name).write_bytes(text.encode())


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
