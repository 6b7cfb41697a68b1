"""What card, licence text and manifest are filled from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.config import Config
from corpus.publishing.signature import Signature
from corpus.types import Article, Pair, Reason, Split


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file: the rows of one config's split."""

    config: str
    split: Split
    path: str  # within the dataset's folder
    rows: int
    bytes_in_memory: int
    bytes_on_disk: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A build: its curated pairs, all articles that were read, what was written and under which settings.

    `counts` are the kept pairs and those by reason, `reasons` says what each reason means; both in listing order.
    """

    pairs: tuple[Pair, ...]
    articles: tuple[Article, ...]
    parts: tuple[Part, ...]
    counts: Mapping[str, int]
    reasons: Mapping[Reason, str]
    signature: Signature
    config: Config
