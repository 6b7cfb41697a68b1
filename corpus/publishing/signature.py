"""What a published number depends on: with the same signature the same number comes out.

After sacrebleu's signatures (Post 2018), which ended the comparing of scores that were never comparable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.types import Article

DIGITS = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """`str(signature)` is what rows, card and manifest carry: `taiyaku:0.1.0|model:abc|config:def|data:ghi`."""

    version: str
    model: str  # digest of all that is learned: what scores depend on, behind it who speaks and how both sides relate
    config: str  # digest of the settings
    data: str  # digest of the documents

    def of(self, rows: str) -> str:
        """The signature of a dataset: with the digest of its rows."""
        return f"{self}|rows:{rows}"

    def __str__(self) -> str:
        return f"taiyaku:{self.version}|model:{self.model}|config:{self.config}|data:{self.data}"


def row_digest(name: str, reason: str | None, ja: str, en: str) -> str:
    """The sha256 of what a reader has of a row: its id, why it is not kept, and its texts."""
    return hashlib.sha256(json.dumps([name, reason, ja, en]).encode()).hexdigest()


def rows_digest(digests: Iterable[str]) -> str:
    """The first 12 hex digits of the sha256 over the digests of rows, in any order.

    The signature says what numbers depend on; which pairs a dataset has, after its reviewers, this says.
    """
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()[:DIGITS]


def documents_of(articles: Iterable[Article]) -> list[Article]:
    """The articles and the originals that they name, each document once, ordered by name and digest."""
    every = {(document.name, document.sha256): document for page in articles for document in (page, *page.originals)}
    return [every[key] for key in sorted(every)]


def data_digest(articles: Iterable[Article]) -> str:
    """The first 12 hex digits of the sha256 over the documents' sorted digests, originals among them."""
    return documents_digest(document.sha256 for document in documents_of(articles))


def documents_digest(digests: Iterable[str]) -> str:
    """The first 12 hex digits of the sha256 over the digests of documents, each once, in any order."""
    return hashlib.sha256("\n".join(sorted(set(digests))).encode()).hexdigest()[:DIGITS]
