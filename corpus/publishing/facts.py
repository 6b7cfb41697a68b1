"""What card, licence text and manifest are filled from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.config import Config
from corpus.publishing.signature import Signature, row_digest, rows_digest
from corpus.types import Article, Pair, Reason


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file: rows of one config's split."""

    config: str
    split: str
    path: str  # within the dataset's folder
    rows: int
    bytes_in_memory: int
    bytes_on_disk: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A build: its curated pairs, all articles that were read, what was written and under which settings.

    `reasons` says what each reason means, in listing order.
    """

    pairs: tuple[Pair, ...]
    articles: tuple[Article, ...]
    parts: tuple[Part, ...]
    reasons: Mapping[Reason, str]
    signature: Signature
    config: Config

    @property
    def counts(self) -> dict[str, int]:
        """The kept pairs and those by reason, in listing order."""
        counted: Counter[str] = Counter(pair.reason or "kept" for pair in self.pairs)
        return {name: counted[name] for name in ("kept", *self.reasons)}

    @property
    def rows(self) -> str:
        """The digest of the rows."""
        return rows_digest(row_digest(pair.id, pair.reason, pair.ja.text, pair.en.text) for pair in self.pairs)


def rows_by_split(parts: Iterable[Part]) -> dict[tuple[str, str], int]:
    """How many rows each config's split has in its files together, in the order of the files."""
    rows: dict[tuple[str, str], int] = {}
    for part in parts:
        rows[part.config, part.split] = rows.get((part.config, part.split), 0) + part.rows
    return rows
