"""What a published number depends on: with the same signature the same number comes out.

After sacrebleu's signatures (Post 2018), which ended the comparing of scores that were never comparable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.types import Article

DIGITS = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """`str(signature)` is what rows, card and manifest carry: `taiyaku:0.1.0|model:abc|config:def|data:ghi`."""

    version: str
    model: str  # digest of the embedded model's files
    config: str  # digest of the settings
    data: str  # digest of the documents

    def __str__(self) -> str:
        return f"taiyaku:{self.version}|model:{self.model}|config:{self.config}|data:{self.data}"


def documents_of(articles: Iterable[Article]) -> list[Article]:
    """The articles and the originals that they name, each document once, ordered by name and digest."""
    every = {(document.name, document.sha256): document for page in articles for document in (page, *page.originals)}
    return [every[key] for key in sorted(every)]


def data_digest(articles: Iterable[Article]) -> str:
    """The first 12 hex digits of the sha256 over the documents' sorted digests, originals among them."""
    digests = sorted({document.sha256 for document in documents_of(articles)})
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:DIGITS]
